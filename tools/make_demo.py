"""Make the sample diary of `mglog report --demo`: an invented person's 200 days.

Seeded, so that the file can be checked against this script (a test does).

    python -m tools.make_demo [--check]
"""

import json
import math
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

SEED = 20260503
FIRST = date(2026, 5, 3)
DAYS = 203
ZONE = timezone(timedelta(hours=2))
FILE = Path(__file__).parents[1] / "src" / "mglog" / "sample" / "demo.ndjson"

MEALS = (
    (
        time(7, 30),
        (("oatmeal", 63), ("wholegrain bread, 2 slices", 46), ("yoghurt with berries", 28)),
    ),
    (
        time(12, 45),
        (
            ("lentil soup", 71),
            ("chicken and rice", 52),
            ("cheese sandwich", 38),
            ("bean salad", 84),
        ),
    ),
    (
        time(18, 30),
        (
            ("pasta with spinach", 88),
            ("salmon and potatoes", 76),
            ("vegetable curry", 69),
            ("pizza", 55),
        ),
    ),
)
SNACKS = (
    ("pumpkin seeds, 30 g", 178),
    ("almonds, 30 g", 81),
    ("dark chocolate, 20 g", 46),
    ("a banana", 32),
)
GAP = range(96, 103)  # a week away from home: nothing was logged


def with_supplement(day: int) -> bool:
    """On and off, two to four weeks at a time."""
    switches = (0, 24, 45, 66, 84, 112, 127, 149, 163, 185)
    return sum(day >= switch for switch in switches) % 2 == 0


def line(
    rng: random.Random, kind: str, day: date, moment: datetime | None, **values: object
) -> dict[str, object]:
    """One entry of the exchange format; what is unknown is left out."""
    stamp = datetime.combine(day, time(20, 0), ZONE).astimezone(UTC)
    found: dict[str, object] = {
        "schema": "mglog.entry/1",
        "kind": kind,
        "uuid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "at": moment and moment.isoformat(),
        "day": day.isoformat(),
        **values,
        "changed": stamp.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return {key: value for key, value in found.items() if value is not None}


def around(rng: random.Random, day: date, moment: time) -> datetime:
    """A time within half an hour of the usual one."""
    return datetime.combine(day, moment, ZONE) + timedelta(minutes=rng.randrange(-30, 31, 5))


def intakes(rng: random.Random, number: int, day: date) -> Iterator[dict[str, object]]:
    """What was eaten, drunk and swallowed on a day."""
    timed = rng.random() > 0.12
    for moment, choices in MEALS:
        what, mg = rng.choice(choices)
        at = around(rng, day, moment) if timed else None
        yield line(
            rng,
            "intake",
            day,
            at,
            mg=mg * rng.choice((0.8, 1.0, 1.0, 1.2)),
            what=what,
            source_kind="food",
        )
    if rng.random() < 0.3:
        what, mg = rng.choice(SNACKS)
        yield line(rng, "intake", day, None, mg=float(mg), what=what, source_kind="food")
    if with_supplement(number) and rng.random() < 0.93:
        at = around(rng, day, time(21, 30))
        yield line(
            rng,
            "intake",
            day,
            at,
            mg=200.0,
            what="magnesium citrate",
            amount=2.0,
            unit="tablet",
            source_kind="supplement",
        )


def cramp(rng: random.Random, day: date) -> dict[str, object]:
    """A cramp, mostly at night, mostly in the calf."""
    values: dict[str, object] = {
        "muscle": rng.choices(("calf", "foot", "thigh"), (6, 3, 1))[0],
        "side": rng.choice(("left", "right", None)),
        "lasted_s": rng.choice((40, 60, 90, 90, 120, 180, None)),
        "pain": min(9, max(2, round(rng.gauss(6, 1.5)))),
        "knot": rng.choice((True, True, None)),
    }
    if rng.random() < 0.15:
        return line(rng, "cramp", day, None, **values, night=True)
    if rng.random() < 0.8:
        minutes = rng.randrange(23 * 60, 30 * 60, 5)
        at = datetime.combine(day, time(0), ZONE) + timedelta(minutes=min(minutes, 27 * 60 + 55))
        return line(rng, "cramp", day, at, **values, during="sleep", woke=True)
    return line(rng, "cramp", day, around(rng, day, time(17, 0)), **values, during="exercise")


def poisson(rng: random.Random, rate: float) -> int:
    """A Poisson count by inversion."""
    count, product, limit = 0, rng.random(), math.exp(-rate)
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def diary() -> Iterator[dict[str, object]]:
    """Every entry, by day."""
    rng = random.Random(SEED)
    week: list[float] = []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        eaten = list(intakes(rng, number, day))
        mg = sum(float(str(entry["mg"])) for entry in eaten)
        mean = sum(week[-7:]) / len(week[-7:]) if week else 300.0
        week.append(mg)
        cramps = [cramp(rng, day) for _ in range(poisson(rng, 0.3 * 0.72 ** ((mean - 300) / 100)))]
        forgotten = rng.random() < 0.06
        if number in GAP:
            continue
        if not forgotten:
            yield from eaten
        yield from cramps
        if not cramps and rng.random() < 0.55:
            yield line(rng, "no-cramps", day, None)
        if rng.random() < 0.04:
            at = around(rng, day, time(22, 0))
            yield line(
                rng, "symptom", day, at, name="twitching eyelid", severity=rng.randrange(1, 5)
            )
        if number in (30, 150):
            at = around(rng, day, time(9, 0))
            yield line(
                rng,
                "serum",
                day,
                at,
                mmol_per_l=0.78 + 0.0004 * number,
                low=0.7,
                high=1.05,
                unit="mmol/L",
            )


def text() -> str:
    """The file's content."""
    return "".join(
        json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n" for entry in diary()
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            FILE.read_text(encoding="utf-8") != text()
            and f"{FILE} is stale: run tools/make_demo.py"
        )
    FILE.write_text(text(), encoding="utf-8")
    print(f"{FILE}: {text().count(chr(10))} entries")
