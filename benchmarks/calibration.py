"""How often mglog cries wolf, and how often it finds what is there: by simulation.

Invented diaries, null and real, go through the whole pipeline: days missing
at random, a gap, imported history from before the first cramp was logged,
mistyped amounts, cap, gates, milestones. Seeded; the tables in docs/method.md
are its output.

    python -m benchmarks.calibration --replicates 1000 [--write]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mglog import __version__
from mglog.analysis import link, poisson
from mglog.analysis.days import Day, Observed, fold
from mglog.analysis.exposure import Series, columns, series, up_to
from mglog.analysis.results import Milestone

Floats = NDArray[np.float64]
Rng = np.random.Generator

PAGE = Path(__file__).parents[1] / "docs" / "method.md"
BEGIN, END = "<!-- calibration: begin -->\n", "<!-- calibration: end -->\n"

SEED = 20261123
FIRST = date(2024, 1, 1)
LOOKS = (60, 120, 180, 360)  # 365 usable days are judged at their last milestone, 360
MONTHLY = tuple(range(60, 361, 30))
YEARLY = 240  # usable days that a calendar year gives with these gaps
BURN_IN = 60
HISTORY = 45  # days of imported food history before anything was typed
DAYS = 680
MISSING = 0.2
GAP = 10
TYPOS = 0.003  # days on which ten times the amount was typed


INDEPENDENT = "independent"
CAUSE, LOGGING, DOSE = "share a cause", "logging depends on cramps", "dose depends on cramps"


class Cell(NamedTuple):
    """One kind of diary.

    Attributes:
        intake: how intake moves.
        phi: autocorrelation of the log rate of cramps (and of AR intake).
        per_week: cramps a week at 300 mg.
        rate_ratio: the true one per +100 mg in the week before.
        shared: what moves both intake and cramps, if anything; or cramps alone, by a rhythm.
        logging: how what is logged depends on the rest, if it does.
        group: how the row is to be read.
    """

    name: str
    intake: str
    phi: float
    per_week: float
    rate_ratio: float = 1.0
    shared: str = ""
    logging: str = ""
    group: str = INDEPENDENT


RARE, FREQUENT = 0.9, 3.0
CELLS = tuple(
    Cell(f"{name}, {label}", intake, phi, rate, ratio, shared)
    for name, intake, phi, ratio, shared in (
        ("AR(1) 0.5", "ar", 0.5, 1.0, ""),
        ("AR(1) 0.9", "ar", 0.9, 1.0, ""),
        ("supplement on and off", "switched", 0.9, 1.0, ""),
        ("season in both", "switched", 0.5, 1.0, "season"),
        ("slow drift in both", "ar", 0.9, 1.0, "drift"),
        ("started once in the worst spell", "worst", 0.9, 1.0, ""),
        ("RR 0.8, on and off", "switched", 0.5, 0.8, ""),
        ("RR 0.6, on and off", "switched", 0.5, 0.6, ""),
        ("RR 0.8, AR(1) 0.9", "ar", 0.9, 0.8, ""),
        ("RR 0.6, AR(1) 0.9", "ar", 0.9, 0.6, ""),
    )
    for label, rate in (("rare", RARE), ("frequent", FREQUENT))
) + tuple(
    Cell(f"{name}, frequent", intake, phi, FREQUENT, 1.0, shared, logging, group)
    for name, intake, phi, shared, logging, group in (
        ("two weeks on and off, spells of four", "strict", 0.5, "spells", "", INDEPENDENT),
        ("two weeks on and off, cramps by 28 days", "strict", 0.5, "cycle", "", INDEPENDENT),
        ("28 days in both, phases apart", "wave", 0.5, "cycle", "", INDEPENDENT),
        ("two levels, drawn", "drawn", 0.9, "", "", INDEPENDENT),
        ("a cycle, the tablet before it", "premenstrual", 0.5, "cycle", "", CAUSE),
        ("training raises both", "ar", 0.5, "training", "", CAUSE),
        ("illness lowers intake", "ar", 0.5, "illness", "", CAUSE),
        ("typed in spurts with the supplement", "long", 0.9, "", "spurts", LOGGING),
        ("more diligent while it cramps", "switched", 0.9, "", "diligence", LOGGING),
        ("courses begun in bad spells", "courses", 0.9, "", "", DOSE),
        ("taken after cramps", "react", 0.5, "", "", DOSE),
    )
)


def autoregressive(rng: Rng, n: int, phi: float) -> Floats:
    """A stationary AR(1) of unit variance."""
    noise = rng.standard_normal(n) * np.sqrt(1 - phi**2)
    noise[0] = rng.standard_normal()
    for at in range(1, n):
        noise[at] += phi * noise[at - 1]
    return np.asarray(noise)


def switched(rng: Rng, n: int) -> Floats:
    """On and off, two to six weeks at a time."""
    found, at, on = np.zeros(n), 0, bool(rng.integers(2))
    while at < n:
        length = int(rng.integers(14, 43))
        found[at : at + length] = on
        at, on = at + length, not on
    return found


def diary(rng: Rng, cell: Cell) -> tuple[list[Day], Floats]:
    """The days of one invented diary, and how many cramps each was to be expected to have.

    Expected from what moves cramps for a reason: intake, season, drift. Spells are chance.
    """
    n = BURN_IN + DAYS
    log_rate = 0.6 * autoregressive(rng, n, cell.phi)
    base = 300 + 40 * autoregressive(rng, n, 0.5)
    if cell.intake == "ar":
        base = 300 + 90 * autoregressive(rng, n, cell.phi)
    elif cell.intake == "switched":
        base = base - 125 + 250 * switched(rng, n)
    elif cell.intake == "worst":
        smooth = np.convolve(log_rate, np.ones(28) / 28, mode="same")
        first, last = BURN_IN + HISTORY + 60, BURN_IN + HISTORY + 300
        base[first + int(np.argmax(smooth[first:last])) :] += 250
    t, shared = np.arange(n), np.zeros(n)
    phase = 28 * rng.random()
    base = base + by_rhythm(rng, cell.intake, t, phase)
    moved, along = behind_both(rng, cell.shared, t, phase)
    shared, base = moved, base + along
    if cell.shared == "season":
        wave = np.sin(2 * np.pi * (t / 365 + rng.random()))
        shared, base = 0.7 * wave, base + 60 * wave * rng.choice((-1, 1))
    elif cell.shared == "drift":
        slope = (t / n - 0.5) * 2
        shared, base = 0.8 * slope, base + 100 * slope * rng.choice((-1, 1))
    intake = np.clip(base, 20, 1500)
    before = np.convolve(intake, np.ones(7) / 7, mode="full")[: n - 1]
    exposed = np.concatenate([[300.0], before])
    effect = np.log(cell.rate_ratio) * (exposed - 300) / 100
    expected = cell.per_week / 7 * np.exp(shared + effect)
    rate = expected * np.exp(log_rate - 0.18) * rng.gamma(2, 0.5, n)
    cramps = rng.poisson(np.minimum(rate, 20))
    if cell.intake in ("courses", "react"):
        intake = answering(cell.intake, intake, cramps)
    seen = logged(rng, intake[BURN_IN:], cramps[BURN_IN:], cell.logging)
    return seen, expected[BURN_IN:]


def by_rhythm(rng: Rng, how: str, t: NDArray[np.int64], phase: float) -> Floats:
    """What a rhythm, or drawn stretches, add to intake, mg a day."""
    if how == "strict":
        return np.asarray(-125 + 250 * (((t + int(rng.integers(28))) // 14) % 2), np.float64)
    if how == "drawn":
        return -125 + 250 * stretches(rng, len(t), 7, 15)
    if how == "long":
        return -125 + 250 * stretches(rng, len(t), 40, 91)
    if how == "wave":
        return np.asarray(200 * np.cos(2 * np.pi * (t - 28 * rng.random()) / 28))
    if how == "premenstrual":
        return np.asarray(300.0 * (np.cos(2 * np.pi * (t - phase + 5) / 28) > 0.5))
    return np.zeros(len(t))


def behind_both(rng: Rng, what: str, t: NDArray[np.int64], phase: float) -> tuple[Floats, Floats]:
    """What something else adds to the log rate of cramps, and to intake, mg a day."""
    n, nothing = len(t), np.zeros(len(t))
    if what == "cycle":
        return np.asarray(0.9 * np.cos(2 * np.pi * (t - phase) / 28)), nothing
    if what == "spells":
        return 0.9 * np.repeat(rng.standard_normal(n // 28 + 1), 28)[:n], nothing
    if what == "training":
        hard = switched(rng, n)
        return np.log(1.8) * hard, 60 * hard
    if what == "illness":
        ill = np.zeros(n)
        for at in rng.integers(0, n - 8, n // 60):
            ill[at : at + int(rng.integers(4, 9))] = 1
        return np.log(1.8) * ill, -150 * ill
    return nothing, nothing


def stretches(rng: Rng, n: int, least: int, below: int) -> Floats:
    """On and off, so many days at a time, drawn."""
    found, at, on = np.zeros(n), 0, bool(rng.integers(2))
    while at < n:
        length = int(rng.integers(least, below))
        found[at : at + length] = on
        at, on = at + length, not on
    return found


def answering(how: str, intake: Floats, cramps: NDArray[np.int64]) -> Floats:
    """Intake that answers cramps: a course of four weeks in a bad spell, or a dose next day."""
    taken = intake.copy()
    if how == "react":
        taken[1:] += 250 * (cramps[:-1] > 0)
        return taken
    recent = np.convolve(cramps, np.ones(14), mode="full")[: len(cramps)]
    bad = np.quantile(recent, 0.85)
    at = 14
    while at < len(cramps):
        if recent[at] > bad:
            taken[at + 1 : at + 29] += 250
            at += 28
        at += 1
    return taken


def logged(rng: Rng, intake: Floats, cramps: NDArray[np.int64], how: str = "") -> list[Day]:
    """What of it gets into the diary."""
    kept = rng.random(DAYS) > MISSING
    if how == "diligence":
        recent = np.convolve(cramps, np.ones(7), mode="full")[:DAYS]
        kept = rng.random(DAYS) < np.where(recent > np.median(recent), 0.95, 0.6)
    gap = int(rng.integers(HISTORY + 30, DAYS - 60))
    kept[gap : gap + GAP] = False
    kept[:HISTORY] = True
    typed_mg = np.where(rng.random(DAYS) < TYPOS, intake * 10, intake).round()
    days_of = [FIRST + timedelta(days=at) for at in range(DAYS)]
    mg = {days_of[at]: float(typed_mg[at]) for at in range(DAYS) if kept[at]}
    typed = [at for at in range(HISTORY, DAYS) if kept[at]]
    imported = set(days_of[:HISTORY])
    if how == "spurts":  # food is imported for every day, and the rest typed while one takes it
        takes = intake > np.median(intake)
        typed = [at for at in typed if rng.random() < (0.95 if takes[at] else 0.02)]
        mg = {days_of[at]: float(typed_mg[at]) for at in range(DAYS)}
        imported = set(days_of)
    seen = Observed(
        {days_of[at]: int(cramps[at]) for at in typed if cramps[at]},
        set(),
        {days_of[at] for at in typed},
        imported,
    )
    last = FIRST + timedelta(days=DAYS - 1)
    return fold(FIRST, last, last + timedelta(days=1), mg, seen)


class Look(NamedTuple):
    """What mglog says at one look.

    Attributes:
        open: whether the gates were.
        covers: whether the interval covers the link that the diary holds: the rate ratio that
            it would show if every day had just as many cramps as were to be expected.
        covers_effect: whether it covers what intake itself does.
    """

    open: bool
    verdict: str
    covers: bool
    covers_effect: bool


class Run(NamedTuple):
    """One diary's looks, and when it first was `linked`, and first had rule R, at monthly looks.

    The two are numbers of usable days; 0 is never.
    """

    looks: list[Look]
    linked: int
    sign: int


def replicate(cell: Cell, number: int) -> Run:
    """One diary, looked at as time goes on."""
    rng = np.random.default_rng([SEED, CELLS.index(cell), number])
    invented, expected = diary(rng, cell)
    found = columns(invented)
    days = series(found).usable
    milestones: list[Milestone] = []
    looks: list[Look] = []
    linked = sign = 0
    for count in MONTHLY:
        if count > len(days):
            break
        part = up_to(found, days, count)
        milestones.append(link.milestone(part))
        if count in LOOKS:
            looks.append(_look(milestones, part, expected, float(np.log(cell.rate_ratio))))
        linked = linked or (count if link.is_linked(milestones) else 0)
        sign = sign or (count if milestones[-1].rule else 0)
    return Run(looks, linked, sign)


def _look(milestones: Sequence[Milestone], part: Series, expected: Floats, effect: float) -> Look:
    tests = milestones[-1].tests
    if tests is None:
        return Look(open=False, verdict="not-enough-data", covers=False, covers_effect=False)
    data = link.sample(part)
    estimate = link.estimate_of(data, tests)
    verdict = link.verdict_of(milestones, estimate)
    held = poisson.estimate(expected[part.usable], data.nuisance, data.u)
    if estimate is None or held is None:
        return Look(open=False, verdict=verdict, covers=False, covers_effect=False)
    low = -np.inf if estimate.low is None else np.log(estimate.low)
    high = np.inf if estimate.high is None else np.log(estimate.high)
    return Look(True, verdict, bool(low <= held <= high), bool(low <= effect <= high))


def _batch(job: tuple[int, int, int]) -> tuple[int, list[Run]]:
    cell, first, last = job
    return cell, [replicate(CELLS[cell], number) for number in range(first, last)]


def simulate(replicates: int, workers: int) -> list[list[Run]]:
    """Every cell's replicates, in order whatever the number of workers."""
    size = 25
    jobs = [
        (cell, first, min(first + size, replicates))
        for cell in range(len(CELLS))
        for first in range(0, replicates, size)
    ]
    found: list[list[Run]] = [[] for _ in CELLS]
    with ProcessPoolExecutor(workers) as pool:
        for done, (cell, batch) in enumerate(pool.map(_batch, jobs)):
            found[cell] += batch
            if sys.stderr.isatty() or done % 40 == 0:
                print(f"{done + 1}/{len(jobs)}", file=sys.stderr)
    return found


def share(hits: int, of: int) -> str:
    """A percentage with its Monte Carlo standard error; a dash where there is nothing to divide."""
    if not of:
        return "–"
    p = hits / of
    return f"{100 * p:.1f} ± {100 * (p * (1 - p) / of) ** 0.5:.1f}"


def _signs(looks: Sequence[Look]) -> int:
    return sum(look.verdict in ("early-sign", "linked") for look in looks)


def _table(head: str, rows: Sequence[tuple[str, Sequence[str]]], titles: Sequence[str]) -> str:
    lines = [head, "", "| | " + " | ".join(titles) + " |", "|---" * (len(titles) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows]
    return "\n".join(lines) + "\n"


Runs = list[list[Run]]


def _by_look(
    runs: Runs, cells: Sequence[int], cell_of: Callable[[Sequence[Look]], str]
) -> list[tuple[str, list[str]]]:
    return [
        (
            CELLS[at].name,
            [cell_of([run.looks[n] for run in runs[at] if len(run.looks) > n]) for n in range(4)],
        )
        for at in cells
    ]


def tables(runs: Runs) -> str:
    """The tables, as Markdown."""
    null = [
        at for at, cell in enumerate(CELLS) if cell.rate_ratio == 1 and cell.group == INDEPENDENT
    ]
    other = [at for at, cell in enumerate(CELLS) if cell.group != INDEPENDENT]
    real = [at for at, cell in enumerate(CELLS) if cell.rate_ratio != 1]
    both = [*null, *real]
    mixed = [at for at in null if CELLS[at].shared in ("season", "drift")]
    titles = [f"{look if look != LOOKS[-1] else 365} days" for look in LOOKS]

    def opened(looks: Sequence[Look]) -> str:
        return share(sum(look.open for look in looks), len(looks))

    def signs(looks: Sequence[Look]) -> str:
        return share(_signs(looks), len(looks))

    def signs_if_open(looks: Sequence[Look]) -> str:
        return share(_signs(looks), sum(look.open for look in looks))

    def covered(looks: Sequence[Look]) -> str:
        return share(sum(look.covers for look in looks if look.open), sum(x.open for x in looks))

    def covered_effect(looks: Sequence[Look]) -> str:
        hits = sum(look.covers_effect for look in looks if look.open)
        return share(hits, sum(look.open for look in looks))

    def undecided(looks: Sequence[Look]) -> str:
        count = sum(look.verdict == "cannot-tell" for look in looks)
        return share(count, sum(look.open for look in looks))

    monthly = [
        (
            CELLS[at].name,
            [
                *(
                    share(sum(0 < run.linked <= until for run in runs[at]), len(runs[at]))
                    for until in (LOOKS[2], YEARLY, LOOKS[3])
                ),
                share(sum(run.sign > 0 for run in runs[at]), len(runs[at])),
            ],
        )
        for at in (*both, *other)
    ]
    return "\n".join(
        (
            _table("**Diaries that pass the gates**, %", _by_look(runs, both, opened), titles),
            _table(
                "**False `early-sign` or `linked` at one look**, % of all null diaries",
                _by_look(runs, null, signs),
                titles,
            ),
            _table(
                "**Signs where something else is behind them**, % of all diaries: "
                + "; ".join(
                    f"*{CELLS[at].name.removesuffix(', frequent')}*: {CELLS[at].group}"
                    for at in other
                ),
                _by_look(runs, other, signs),
                titles,
            ),
            _table(
                "**The same, of the null diaries that pass the gates**, %",
                _by_look(runs, null, signs_if_open),
                titles,
            ),
            _table(
                "**`early-sign` or `linked` where there is a link** (power), % of all diaries",
                _by_look(runs, real, signs),
                titles,
            ),
            _table(
                "**The same, of those that pass the gates**, %",
                _by_look(runs, real, signs_if_open),
                titles,
            ),
            _table(
                "**Looked at every 30 usable days from 60 on**, % of all diaries "
                f"({YEARLY} usable days are about one calendar year with these gaps)",
                monthly,
                [
                    "ever `linked` by 180",
                    f"ever `linked` by {YEARLY}",
                    "ever `linked` by 365",
                    "ever `early-sign` or `linked` by 365",
                ],
            ),
            _table(
                "**Coverage of the 95 % interval**: of the link that the diary holds, %",
                _by_look(runs, both, covered),
                titles,
            ),
            _table(
                "**Coverage of what intake itself does**, where something else moves both, %",
                _by_look(runs, mixed, covered_effect),
                titles,
            ),
            _table(
                "**`cannot-tell`**, % of those that pass the gates",
                _by_look(runs, both, undecided),
                titles,
            ),
        )
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/method.md")
    given = parser.parse_args()
    began = time.monotonic()
    text = tables(simulate(given.replicates, given.workers))
    minutes = (time.monotonic() - began) / 60
    text = (
        f"mglog {__version__}, NumPy {np.__version__}, seed {SEED}, {given.replicates:,} diaries a "
        f"row, ± one Monte Carlo standard error.\n\n{text}"
    )
    print(text)
    print(f"{minutes:.1f} minutes", file=sys.stderr)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
