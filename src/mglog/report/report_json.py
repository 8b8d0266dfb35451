"""The report as JSON, schema `mglog.report/1`: keys may be added, never changed.

Numbers are not rounded; unknown is null, never 0.
"""

from datetime import date
from typing import Any

from mglog.report.contents import Estimate, Link, Report

SCHEMA = "mglog.report/1"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "usable_days": estimate.usable_days,
        "cramps": estimate.events,
        "cap_mg": estimate.cap_mg,
        "rate_ratio": estimate.rate_ratio,
        "ci95": [estimate.low, estimate.high],
        "p_shift": estimate.p_shift,
        "p_score": estimate.p_score,
        "p_slow": estimate.p_slow,
        "failed": list(estimate.failed),
        "spearman": estimate.spearman,
        "p_spearman": estimate.p_spearman,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "verdict": link.verdict,
        "sentence": link.sentence,
        "reasons": list(link.reasons),
        "gates": {
            name: {"value": gate.value, "need": gate.need, "ok": gate.ok}
            for name, gate in link.gates.items()
        },
        "estimate": link.estimate and _estimate(link.estimate),
        "lags": [
            {
                "from_days": lag.from_days,
                "to_days": lag.to_days,
                "rate_ratio": lag.rate_ratio,
                "ci": [lag.low, lag.high],
                "p_holm": lag.p_holm,
            }
            for lag in link.lags
        ],
        "after": link.after
        and {"rate_ratio": link.after.rate_ratio, "p_shift": link.after.p_shift},
        "describe": link.describe
        and {"days": link.describe.days, "spearman": link.describe.spearman},
        "milestones": [
            {"usable_days": look.usable_days, "rule": look.rule} for look in link.milestones
        ],
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
        "clinician": [{"code": note.code, "text": note.text} for note in report.clinician],
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
