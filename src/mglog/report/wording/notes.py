"""What the reader should know about a report, and what a person without one is told."""

from collections.abc import Mapping

from mglog.analysis.results import Link
from mglog.formatting import escaped, number_text, plural
from mglog.nutrition.serum import CAVEAT
from mglog.report.contents import IntakeSummary, Note

DISCLAIMER = "These are your own records, not a diagnosis."
TARGET_NOW = "Every day is held against the target of today, also those before you set it."
NOTHING_YET = (
    "Nothing logged yet. Type one of these:",
    "  mglog add-intake 300mg   magnesium you took in",
    "  mglog add-cramp calf     a cramp, now",
    "  mglog no-cramps          a day without any",
    "  mglog report --demo      what this will look like",
)
TRACKS_UNSET = (
    "You log supplements only. Were the days without one days on which you took none? "
    "Then: mglog profile --tracks supplements"
)
# The sample diary's banner.
DEMO = (
    "Sample diary: an invented person's 200 days, not yours. "
    "Yours starts with mglog add-intake 300mg."
)
# Roguin Maor et al. 2017, JAMA Intern Med 177:617: the placebo arm, cramps a week.
PLACEBO = (
    "People on placebo improve too: in one trial from 8.5 to 5.5 cramps a week. "
    "Only a randomised trial could settle it."
)


def _of_supplements(intake: IntakeSummary) -> list[Note]:
    """What intake is, where it is that of supplements."""
    if intake.tracks == "supplements":
        text = "Intake is that of your supplements; food comes on top. A day on which you logged "
        return [
            Note(
                "tracks-supplements",
                f"{text}something else only, then or within two days, counts as 0 mg.",
            )
        ]
    if not (intake.supplements_only and intake.days):
        return []
    text = "Most days hold supplements only: this is not your total intake, "
    told = Note("supplements-only", f"{text}and is not compared with a target.")
    return [Note("tracks-unset", TRACKS_UNSET), told] if intake.tracks is None else [told]


def ahead(days: int) -> list[Note]:
    """What is said of days that are still to come, and so are left out."""
    text = f"{plural(days, 'day')} of a time still to come: left out. See mglog doctor."
    return [Note("ahead", text)] if days else []


def notes(
    link: Link,
    intake: IntakeSummary,
    *,
    today: bool,
    partial_days: int,
    symptoms: Mapping[str, int] | None = None,
    target_set: bool = False,
    adult_range: str | None = None,
) -> list[Note]:
    """What the reader should know about this report."""
    listed = []
    if link.verdict != "not-enough-data":
        listed.append(Note("placebo", PLACEBO))
    listed.append(Note("own-records", DISCLAIMER))
    if today:
        listed.append(Note("today", "Today is in the tables as far as it has gone."))
    if partial_days:
        text = f"On {plural(partial_days, 'day')} something of unknown magnesium was taken too: "
        listed.append(Note("lower-bound", f"{text}those sums are lower bounds."))
    listed += _of_supplements(intake)
    own_cap = link.estimate.cap_mg if link.estimate is not None else None
    where, limit = ("link", own_cap) if own_cap is not None else ("table of thirds", link.cap_mg)
    if limit is not None:
        most = number_text(round(limit))
        text = f"In the {where}, days over {most} mg count as {most}."
        listed.append(Note("cap", text))
    if not link.settled:
        text = "One check could not be computed; it counts as failed."
        listed.append(Note("unsettled", text))
    if adult_range is not None:
        text = f"No target is set; for adults it is {adult_range} by age and sex. "
        listed.append(Note("no-target", f"{text}Set yours: mglog profile --help"))
    if target_set:
        listed.append(Note("target-now", TARGET_NOW))
    if symptoms:
        named = ", ".join(f"{escaped(name)} ({count})" for name, count in symptoms.items())
        example = escaped(next(iter(symptoms)))
        text = f'Also logged: {named}. See mglog report --symptom "{example}".'
        listed.append(Note("symptoms", text))
    listed.append(Note("serum", CAVEAT))
    return listed
