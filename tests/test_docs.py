"""The documentation is true: commands, examples, the two lines of the README."""

import json
import re
import shlex
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

from mglog import __version__
from mglog.cli.app import COMMANDS
from tests.support import ROOT, Run

JUSTFILE = ROOT / "justfile"
FORMATS = ROOT / "docs" / "formats.md"
EXAMPLE = re.compile(r"<!-- example: (.+?) -->\n```json\n(.+?)\n```", re.DOTALL)


def elided(value: Any, like: Any) -> Any:
    """The value, with `…` wherever the example has it."""
    if like == "…":
        return "…"
    if isinstance(value, list) and like == ["…"]:
        return ["…"] if value else []
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: elided(inner, like.get(key)) for key, inner in value.items()}
    if isinstance(value, list) and isinstance(like, list) and len(value) == len(like):
        return [elided(inner, other) for inner, other in zip(value, like, strict=True)]
    return value


def test_every_example_of_a_format_is_what_the_command_answers(
    mglog: Run, request: pytest.FixtureRequest
) -> None:
    """`pytest --update-golden` writes the examples anew, to be read in the diff."""
    page = FORMATS.read_text(encoding="utf-8")
    found = EXAMPLE.findall(page)
    assert len(found) >= 8
    for command, body in found:
        answer = mglog(*shlex.split(command)).json
        if request.config.getoption("--update-golden"):
            like = json.loads(body) if body.startswith("{") else None
            text = json.dumps(elided(answer, like), indent=2, ensure_ascii=False)
            head = f"<!-- example: {command} -->\n```json\n"
            page = page.replace(f"{head}{body}", f"{head}{text}")
            body = text  # noqa: PLW2901 - what is compared is what was written
        example = json.loads(body)
        assert example == elided(answer, example), command
    if request.config.getoption("--update-golden"):
        FORMATS.write_text(page, encoding="utf-8")


def test_every_schema_has_an_example() -> None:
    page = FORMATS.read_text(encoding="utf-8")
    written = set(re.findall(r'"(mglog\.[a-z]+/1)"', page))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert written == set(re.findall(r'"(mglog\.[a-z]+/1)"', source))


@pytest.mark.process
def test_the_command_reference_is_up_to_date() -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / "make_docs.py"), "--check"], check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_its_listed_summary(mglog: Run, name: str) -> None:
    ran = mglog(name, "--help")

    assert ran.code == 0
    assert ran.err == ""
    assert f"Usage: mglog {name}" in ran.out
    said = ran.out.replace("\\b", "").split("\n\n")[1]
    assert " ".join(said.split()) == COMMANDS[name]


def readme_lines() -> list[str]:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    return [line for line in page.splitlines() if line.startswith("python3 -m venv .venv && ")]


def test_the_readme_has_two_commands_and_ci_runs_the_second() -> None:
    start, check = readme_lines()
    assert start.endswith("mglog report --demo")
    assert check.endswith("-m pytest")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "pytest" in script


def test_what_the_pages_say_to_run_is_a_recipe() -> None:
    recipes = set(
        re.findall(r"^([a-z]+)(?: [^:=]*)?:", JUSTFILE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = (*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"))
    said = {
        name
        for page in pages
        for name in re.findall(r"(?<!\w)just ([a-z]+)`", page.read_text(encoding="utf-8"))
    }
    assert said
    assert said <= recipes


def test_every_command_the_readme_shows_is_one() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.+?)```", page, re.DOTALL):
        for name in re.findall(r"^\$ mglog ([a-z-]+)", block, re.MULTILINE):
            assert name in COMMANDS


def test_the_session_in_the_readme_is_what_mglog_answers(mglog: Run) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    session = re.search(r"<!-- session -->\n```console\n(.+?)```", page, re.DOTALL)
    assert session is not None
    for part in session[1].strip().split("$ ")[1:]:
        command, _, answer = part.partition("\n")
        ran = mglog(*shlex.split(command)[1:])
        assert answer.strip() == ran.out.strip(), command


def test_the_package_installed_is_this_version() -> None:
    assert version("mglog") == __version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in changes
