"""Each protection that the long runs take out stands where they look for it."""

import pytest
from benchmarks.protections import PROTECTIONS, ROOT, Protection


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda each: each.name)
def test_its_text_stands_there_once_and_its_tests_are_there(protection: Protection) -> None:
    for edit in (protection[1:4], protection.twin):
        if edit is not None:
            text = (ROOT / "src" / "mglog" / edit[0]).read_text(encoding="utf-8")
            assert text.count(edit[1]) == 1
    files, _, _ = protection.tests.partition(" -k ")
    assert all((ROOT / file).exists() for file in files.split())
