"""The report as JSON, schema `mglog.report/1`: keys may be added, never changed.

Numbers are not rounded; unknown is null, never 0.
"""

from datetime import date
from typing import Any

from mglog.report.model import Link, Report

SCHEMA = "mglog.report/1"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _link(link: Link) -> dict[str, Any]:
    return {
        "verdict": link.verdict,
        "reasons": list(link.reasons),
        "gates": {
            name: {"value": gate.value, "need": gate.need, "ok": gate.ok}
            for name, gate in link.gates.items()
        },
        "estimate": None,
        "lags": [],
        "after": None,
        "describe": link.describe
        and {"days": link.describe.days, "spearman": link.describe.spearman},
        "milestones": [],
        "next_milestone": {"usable_days": link.next_milestone, "in_days": link.days_to_milestone},
    }


def _intake(report: Report) -> dict[str, Any]:
    intake = report.intake
    return {
        "days": intake.days,
        "mean_mg": intake.mean_mg,
        "median_mg": intake.median_mg,
        "target_mg": intake.target_mg,
        "target_source": intake.target_source,
        "days_at_target": intake.days_at_target,
        "supplements_only": intake.supplements_only,
        "by_kind_mg": dict(intake.by_kind_mg),
        "top_sources": [
            {"what": source.what, "mg": source.mg, "share": source.share}
            for source in intake.top_sources
        ],
    }


def _events(report: Report) -> dict[str, Any]:
    events = report.events
    return {
        "count": events.count,
        "days_known": events.days_known,
        "per_week": events.per_week,
        "with_time": events.with_time,
        "at_night": events.at_night,
        "mean_pain": events.mean_pain,
        "mean_lasted_s": events.mean_lasted_s,
        "by_muscle": dict(events.by_name),
        "by_hour": list(events.by_hour),
    }


def _weeks(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "from": _day(week.monday),
            "mg": week.mg,
            "mg_days": week.mg_days,
            "cramps": week.events,
            "cramps_days": week.event_days,
            "days": week.days,
        }
        for week in report.weeks
    ]


def as_json(report: Report) -> dict[str, Any]:
    """The report as one JSON document."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "period": {
            "from": _day(report.period.first),
            "to": _day(report.period.last),
            "days": report.period.days,
            "logged_days": report.period.logged_days,
        },
        **({"outcome": report.outcome} if report.outcome is not None else {}),
        "intake": _intake(report),
        "cramps": _events(report),
        "daily": [
            {"day": _day(row.day), "mg": row.mg, "cramps": row.events, "logged": row.logged}
            for row in report.daily
        ],
        "weeks": _weeks(report),
        "bins": [
            {
                "from_mg": row.from_mg,
                "to_mg": row.to_mg,
                "days": row.days,
                "cramps": row.events,
                "per_week": row.per_week,
                "mean_pain": row.mean_pain,
            }
            for row in report.bins
        ],
        "link": _link(report.link),
        "serum": [
            {
                "day": _day(row.day),
                "mmol_per_l": row.mmol_per_l,
                "low": row.low,
                "high": row.high,
                "reading": row.reading,
            }
            for row in report.serum
        ],
        "notes": [{"code": note.code, "text": note.text} for note in report.notes],
    }
    if report.explain:
        found["explain"] = [
            {
                "day": _day(row.day),
                "mg": row.mg,
                "exposure_mg": row.exposure_mg,
                "cramps": row.events,
                "used": row.left_out is None,
                "why": row.left_out,
            }
            for row in report.explain
        ]
    return found
