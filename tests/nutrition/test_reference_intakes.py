"""Tests of `reference_intakes`."""

import pytest

from mglog.cli import replies
from mglog.nutrition import reference_intakes
from mglog.nutrition.reference_intakes import Person, supplement_limit
from tests.support import Run


@pytest.mark.parametrize(
    ("who", "year", "mg"),
    [
        (Person("male", 1986), 2026, 420),
        (Person("female", 2001), 2026, 310),
        (Person("female", 2001, pregnant=True), 2026, 350),
        (Person("female", 1990, pregnant=True), 2026, 360),
        (Person("female", 1990, lactating=True), 2026, 320),
        (Person("male", 2000), 2030, 400),
        (Person("male", 2000), 2031, 420),  # the target is that of the day's year
        (Person("female", 1986, reference="efsa"), 2026, 300),
        (Person("male", 1986, reference="uk"), 2026, 300),
        (Person("female", 1986, reference="uk", lactating=True), 2026, 320),
        (Person("female", 1950, pregnant=True), 2026, 320),  # no row for that: the plain one
        (Person("male", 1986, target=500.0), 2026, 500),
        (Person(None, 1986), 2026, None),
        (Person("male", None), 2026, None),
    ],
)
def test_targets(who: Person, year: int, mg: float | None) -> None:
    found = reference_intakes.target(who, year)
    assert (found and found.mg) == mg


def test_limits_for_supplements() -> None:
    def limit(who: Person) -> tuple[float, str] | None:
        found = reference_intakes.supplement_limit(who, 2026)
        return found and tuple(found)  # type: ignore[return-value]

    assert limit(Person("male", 1986)) == (350, "IOM 1997")
    assert limit(Person("male", 1986, reference="efsa")) == (250, "SCF 2001")
    assert limit(Person("male", 1986, reference="uk")) == (400, "EVM 2003")
    assert limit(Person("female", 2020)) == (110, "IOM 1997")
    assert limit(Person()) == (350, "IOM 1997")
    assert limit(Person(reference="efsa")) == (250, "SCF 2001")
    assert limit(Person(supplement_limit=200.0)) == (200, "your own")
    assert limit(Person("male", 2026)) is None  # none is set for infants
    assert limit(Person("male", 2016, reference="uk")) is None


def test_the_limit_counts_supplements_only_and_never_blocks(mglog: Run) -> None:
    assert mglog("add-intake", "pumpkin seeds", "200g").err.count("upper limit") == 0
    assert "upper limit" not in mglog("add-intake", "300mg", "--kind", "supplement").err
    over = mglog("add-intake", "100mg", "--kind", "supplement")
    assert over.code == 0
    assert "400 mg from supplements that day" in over.err
    assert "350 mg (IOM 1997)" in over.err


def test_up_to_the_lowest_limit_none_is_looked_up() -> None:
    limits = [supplement_limit(Person(reference=each), 2026) for each in ("iom", "efsa", "uk")]
    assert min(limit.mg for limit in limits if limit is not None) == replies._LOWEST_LIMIT_MG  # noqa: SLF001
