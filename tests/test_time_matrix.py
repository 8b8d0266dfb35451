"""Times are what the clock showed, in any zone, over any change of clocks, for ever.

Four zones, each on both of its nights of 2026: Santiago changes at midnight, so
that a day has no 00:30; Lord Howe changes by half an hour. Every quarter of an
hour of these nights is logged as now, and typed.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support import Run, set_zone

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago")
QUARTER = timedelta(minutes=15)


def nights(zone: ZoneInfo) -> Iterator[datetime]:
    """The instants of 2026 at which a zone changes its clocks."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year < 2027:
        later = moment + QUARTER
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            yield later
        moment = later


NIGHTS = [(name, night) for name in ZONES for night in nights(ZoneInfo(name))]


def diary_day(wall: datetime) -> date:
    return wall.date() - timedelta(days=wall.hour < 4)


@pytest.fixture(params=NIGHTS, ids=lambda each: f"{each[0]} {each[1]:%Y-%m-%d}")
def night(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[ZoneInfo, datetime]:
    name, change = request.param
    monkeypatch.setenv("TZ", name)
    set_zone()
    return ZoneInfo(name), change


def test_each_zone_has_two_nights() -> None:
    assert [name for name, _ in NIGHTS] == [name for name in ZONES for _ in range(2)]


def quarters(change: datetime) -> list[datetime]:
    return [change + QUARTER * step for step in range(-12, 25)]


def test_now_is_what_the_clock_shows_and_stays_so(
    mglog: Run, night: tuple[ZoneInfo, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    zone, change = night
    for moment in quarters(change):
        assert mglog("add-cramp", now=moment.isoformat()).code == 0
    expected = [
        (moment.astimezone(zone).isoformat(), diary_day(moment.astimezone(zone)).isoformat())
        for moment in quarters(change)
    ]
    after = (change + timedelta(days=3)).isoformat()
    for elsewhere in ("UTC", "Asia/Kolkata", "Pacific/Kiritimati", str(zone)):
        monkeypatch.setenv("TZ", elsewhere)
        set_zone()
        listed = mglog("list", "--json", now=after).json["entries"]
        by_id = sorted(listed, key=lambda entry: int(entry["id"][1:]))
        assert [(entry["at"], entry["day"]) for entry in by_id] == expected
        assert mglog("doctor", now=after).code == 0


@pytest.mark.slow
def test_a_typed_time_is_the_one_meant_or_refused(
    mglog: Run, night: tuple[ZoneInfo, datetime]
) -> None:
    """Each quarter of an hour on a wall clock: left out is refused, twice is the first, said so."""
    zone, change = night
    after = (change + timedelta(days=2)).isoformat()
    first = change.astimezone(zone).replace(tzinfo=None) - timedelta(hours=3)
    kinds = set()
    for step in range(28):
        wall = first + QUARTER * step
        readings = sorted(
            {
                moment
                for fold in (0, 1)
                if (moment := wall.replace(tzinfo=zone, fold=fold).astimezone(UTC))
                .astimezone(zone)
                .replace(tzinfo=None)
                == wall
            }
        )
        ran = mglog("add-cramp", "--at", f"{wall:%Y-%m-%d %H:%M}", "--json", now=after)
        kinds.add(len(readings))
        if not readings:
            assert ran.code == 2
            assert "did not exist" in ran.err
            continue
        assert ran.json["at"] == readings[0].astimezone(zone).isoformat()
        assert ran.json["day"] == diary_day(wall).isoformat()
        for moment in readings:
            with_offset = moment.astimezone(zone).isoformat()
            ran = mglog("add-cramp", "--at", with_offset, "--json", now=after)
            assert ran.json["at"] == with_offset
    assert kinds in ({0, 1}, {1, 2})


def test_a_bare_time_is_the_latest_such_time(mglog: Run, night: tuple[ZoneInfo, datetime]) -> None:
    zone, change = night
    for now in quarters(change)[::4]:
        local = now.astimezone(zone)
        typed = mglog("add-cramp", "--at", f"{local:%H:%M}", "--json", now=now.isoformat()).json
        assert typed["at"] == local.isoformat()
        ago = mglog("add-cramp", "--at", "90min ago", "--json", now=now.isoformat()).json
        assert datetime.fromisoformat(ago["at"]) == now - timedelta(minutes=90)
        assert ago["at"] == (now - timedelta(minutes=90)).astimezone(zone).isoformat()


def test_a_clock_set_back_never_makes_a_later_change_look_older(
    mglog: Run, night: tuple[ZoneInfo, datetime], home: Path
) -> None:
    """Changed first at ten, then with the clock back at eight: the second is still the newer."""
    _, change = night
    late, early = (change + timedelta(hours=hours) for hours in (10, 8))
    mglog("add-intake", "300mg", now=early.isoformat())
    mglog("export", str(home / "first.ndjson"))
    mglog("edit", "i1", "--mg", "310", now=late.isoformat())
    mglog("export", str(home / "second.ndjson"))
    mglog("edit", "i1", "--mg", "320", now=early.isoformat())
    mglog("add-intake", "50mg", now=early.isoformat())
    mglog("export", str(home / "third.ndjson"))
    for order in (("first", "second", "third"), ("third", "second", "first")):
        other = str(home / f"{order[0]}.db")
        for name in order:
            assert mglog("--db", other, "import", str(home / f"{name}.ndjson")).code == 0
        listed = mglog("--db", other, "list", "--json").json["entries"]
        assert sorted(entry["mg"] for entry in listed) == [50.0, 320.0]
    stamps = [entry["changed"] for entry in mglog("list", "--json").json["entries"]]
    assert len(set(stamps)) == 2
    assert mglog("undo").code == 0
    assert [entry["mg"] for entry in mglog("list", "--json").json["entries"]] == [320.0]
    assert mglog("doctor").code == 0
