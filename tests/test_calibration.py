"""Tests of `calibration`."""

import pytest
from benchmarks import calibration


@pytest.mark.parametrize("name", ["AR(1) 0.5, frequent", "supplement on and off, frequent"])
@pytest.mark.slow
def test_null_diaries_are_seldom_called_linked(name: str) -> None:
    cell = next(cell for cell in calibration.CELLS if cell.name == name)
    runs = [calibration.replicate(cell, number) for number in range(40)]
    signs = sum(look.verdict in ("early-sign", "linked") for run in runs for look in run.looks)
    looks = sum(look.open for run in runs for look in run.looks)
    covered = sum(look.covers for run in runs for look in run.looks if look.open)
    assert looks > 80
    assert signs <= 0.1 * looks
    assert covered >= 0.88 * looks


@pytest.mark.slow
def test_a_real_link_is_found_in_the_calibration() -> None:
    cell = next(cell for cell in calibration.CELLS if cell.name == "RR 0.6, on and off, frequent")
    runs = [calibration.replicate(cell, number) for number in range(12)]
    assert sum(run.looks[-1].verdict == "linked" for run in runs) >= 9


def test_the_calibration_gives_the_same_again() -> None:
    cell = calibration.CELLS[0]
    assert calibration.replicate(cell, 3) == calibration.replicate(cell, 3)
