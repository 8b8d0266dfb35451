"""The report as JSON, schema `mglog.report/1`: keys may be added, never changed.

Numbers are not rounded; unknown is null, never 0.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from mglog.analysis.results import Estimate
from mglog.report.contents import EventSummary, LinkSection, Report
from mglog.report.wording.link import left_out

SCHEMA = "mglog.report/1"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "usable_days": found.usable_days,
        "cramps": found.events,
        "cap_mg": found.cap_mg,
        "rate_ratio": found.rate_ratio,
        "ci95": [found.low, found.high],
        "p_shift": found.tests.shift,
        "p_score": found.tests.score,
        "p_slow": found.tests.slow,
        "p_rhythm": found.tests.rhythm,
        "failed": list(found.tests.failed),
        "spearman": found.spearman,
        "p_spearman": found.p_spearman,
    }


def _link(section: LinkSection) -> dict[str, Any]:
    found = section.result
    return {
        "verdict": found.verdict,
        "sentence": section.sentence,
        "reasons": list(section.reasons),
        "gates": {
            name: {**gate._asdict(), "ok": gate.ok} for name, gate in found.gates.by_name().items()
        },
        "estimate": found.estimate and _estimate(found.estimate),
        "lags": [
            {
                "from_days": lag.from_days,
                "to_days": lag.to_days,
                "rate_ratio": lag.rate_ratio,
                "ci": [lag.low, lag.high],
                "p_holm": lag.p_holm,
            }
            for lag in found.lags
        ],
        "after": found.after and found.after._asdict(),
        "adjusted": found.adjusted and found.adjusted._asdict(),
        "rhythm": found.rhythm and found.rhythm._asdict(),
        "describe": found.describe and found.describe._asdict(),
        "milestones": [
            {"usable_days": look.usable_days, "rule": look.rule} for look in found.milestones
        ],
        "next_milestone": {
            "usable_days": section.next_milestone,
            "in_days": section.days_to_milestone,
        },
    }


def _events(found: EventSummary) -> dict[str, Any]:
    values = asdict(found)
    return {"by_muscle": values.pop("by_name"), **values}


def as_json(report: Report) -> dict[str, Any]:
    """The report as one JSON document."""
    symptom = report.outcome.symptom
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "period": {
            "from": _day(report.period.first),
            "to": _day(report.period.last),
            "days": report.period.days,
            "logged_days": report.period.logged_days,
        },
        **({"outcome": symptom} if symptom is not None else {}),
        "intake": asdict(report.intake),
        "cramps": _events(report.events),
        "daily": [
            {"day": _day(row.day), "mg": row.mg, "cramps": row.events, "logged": row.logged}
            for row in report.daily
        ],
        "weeks": [
            {
                "from": _day(week.monday),
                "mg": week.mg,
                "mg_days": week.mg_days,
                "cramps": week.events,
                "cramps_days": week.event_days,
                "days": week.days,
            }
            for week in report.weeks
        ],
        "bins": [
            {
                "from_mg": row.third.from_mg,
                "to_mg": row.third.to_mg,
                "days": row.third.days,
                "cramps": row.third.events,
                "per_week": row.third.per_week,
                "mean_pain": row.mean_pain,
            }
            for row in report.thirds
        ],
        "link": _link(report.link),
        "serum": [
            {
                "day": _day(each.row.day),
                "mmol_per_l": each.row.mmol_per_l,
                "low": each.row.low,
                "high": each.row.high,
                "reading": each.reading,
            }
            for each in report.serum
        ],
        "factors": [asdict(each) for each in report.factors],
        "notes": [asdict(note) for note in report.notes],
        "clinician": [asdict(note) for note in report.clinician],
    }
    if report.explain:
        found["explain"] = [
            {
                "day": _day(row.day.day),
                "mg": row.day.mg,
                "exposure_mg": row.exposure_mg,
                "cramps": row.day.events,
                "used": row.left_out is None,
                "why": row.left_out and left_out(row.left_out).removeprefix("left out: "),
            }
            for row in report.explain
        ]
    return found
