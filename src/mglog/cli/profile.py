"""`profile`: who the person is, for targets, and when the day starts."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

import typer

from mglog.cli import options
from mglog.cli.console import document, hint, say
from mglog.cli.options import option
from mglog.cli.replies import unmarked_text
from mglog.cli.session import Session
from mglog.cli.unquoted import WordsCommand
from mglog.diary import profile
from mglog.diary.change import changing
from mglog.diary.entries import factor_names
from mglog.domain.profile import FORMS, adjusting
from mglog.entering import factors
from mglog.errors import MglogError, ReadingError
from mglog.formatting import comparable, escaped, number_text, plural, quoted, typed
from mglog.nutrition import reference_intakes
from mglog.reading import quantities
from mglog.reading.text import label

app = options.new_app()
_MOST_ADJUSTED = 2

_OLDEST = 1900
_SAID = (
    "target",
    "supplement_limit",
    "day_starts",
    "tracks",
    "adjust",
)  # in sentences of their own


def _day_starts(text: str) -> str:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if found is None or int(found[1]) > 12:
        raise ReadingError(
            f"{quoted(text)} is no start of a day.", "Type a time from 00:00 to 12:59."
        )
    return f"{int(found[1]):02}:{found[2]}"


def _born(session: Session, year: int | None) -> str | None:
    if year is None:
        return None
    this = session.clock.today.year
    if not _OLDEST <= year <= this:
        raise ReadingError(f"{year} is no year of birth.", f"Type one from {_OLDEST} to {this}.")
    return str(year)


def _yes(flag: bool | None) -> str | None:
    return None if flag is None else ("yes" if flag else "no")


@app.command("profile", cls=WordsCommand)
def show_or_change(
    ctx: typer.Context,
    sex: Annotated[Literal["female", "male"] | None, option("--sex", "For the target.")] = None,
    born: Annotated[int | None, option("--born", "Year of birth, for the target.", "YEAR")] = None,
    pregnant: Annotated[bool | None, option("--pregnant/--not-pregnant", "Now.")] = None,
    lactating: Annotated[bool | None, option("--lactating/--not-lactating", "Now.")] = None,
    reference: Annotated[
        Literal["iom", "efsa", "uk"] | None,
        option("--reference", "Whose recommendations; iom is the default."),
    ] = None,
    target: Annotated[
        str | None, option("--target", "Your own target for total intake.", "MG")
    ] = None,
    supplement_limit: Annotated[
        str | None, option("--supplement-limit", "Your own limit for supplements.", "MG")
    ] = None,
    day_starts: Annotated[
        str | None, option("--day-starts", "When a diary day begins.", "HH:MM")
    ] = None,
    tracks: Annotated[
        Literal["everything", "supplements"] | None,
        option("--tracks", "What you log: everything you take in, or supplements only."),
    ] = None,
    adjust: Annotated[
        str | None,
        option("--adjust", "One or two factors to hold fixed from the next look on.", "NAME"),
    ] = None,
    clear: Annotated[list[str] | None, option("--clear", "Take a setting away.", "SETTING")] = None,
    as_json: options.Json = False,
) -> None:
    """Show or change who you are, for targets, and when your day starts.

    \b
    mglog profile --sex female --born 1981
    """
    session: Session = ctx.obj
    given = {
        "sex": sex,
        "born": _born(session, born),
        "pregnant": _yes(pregnant),
        "lactating": _yes(lactating),
        "reference": reference,
        "target": target and repr(quantities.total_mg(target)),
        "supplement_limit": supplement_limit and repr(quantities.total_mg(supplement_limit)),
        "day_starts": day_starts and _day_starts(day_starts),
        "tracks": tracks,
        "adjust": adjust and _adjust(adjust),
    }
    wanted: dict[str, str | None] = {
        key: value for key, value in given.items() if value is not None
    }
    for name in clear or []:
        plain_name = name.replace("-", "_")
        if plain_name not in FORMS:
            known = ", ".join(key.replace("_", "-") for key in FORMS)
            raise ReadingError(f"{quoted(name)} is no setting.", f"Settings are {known}.")
        wanted[plain_name] = None
    if wanted:
        with (
            session.writing() as connection,
            changing(connection, session.clock.now, "profile") as change,
        ):
            settings = profile.load(connection)
            named = {comparable(each): each for each in factor_names(connection)}
            _keep_adjusting(wanted, settings, named)
            _refuse_nonsense({**settings, **wanted})
            changed = change.set_profile(wanted)
        tell = hint if as_json else say
        if changed.entries:
            tell(f"{plural(changed.entries, 'entry', 'entries')} moved to another day.")
        for mark in changed.unmarked:
            tell(f"{mark.day}: {unmarked_text(mark)}")
    _show(session, as_json=as_json)


def _adjust(given: str) -> str:
    """One or two names of factors, as they are stored: `exercise, alcohol`.

    Raises:
        ReadingError: none, or more than two.
    """
    label(given, "the factor")
    parts = [" ".join(part.split()) for part in re.split(r",| and ", given)]
    names = list({comparable(part): factors.name(part) for part in parts if part}.values())
    if not 1 <= len(names) <= _MOST_ADJUSTED:
        raise ReadingError(
            f"{quoted(given)} names {len(names)} factors.", "Name one or two: exercise, alcohol"
        )
    return ", ".join(names)


def _keep_adjusting(
    wanted: dict[str, str | None], settings: Mapping[str, str], known: Mapping[str, str]
) -> None:
    """Spell what is held fixed as the diary does; the same again is no change of it."""
    given = wanted.get("adjust")
    if given is None:
        return
    spelled = [known.get(comparable(name), name) for name in given.split(", ")]
    if {*map(comparable, spelled)} == {*map(comparable, adjusting(settings))}:
        del wanted["adjust"]  # or the result would wait for another look
        return
    wanted["adjust"] = ", ".join(spelled)
    for name in spelled:
        if comparable(name) not in known:
            hint(f"{quoted(name)} is not in the diary yet. Log it: mglog add-factor {typed(name)}")


def _refuse_nonsense(merged: dict[str, str | None]) -> None:
    if merged.get("sex") == "male" and "yes" in (merged.get("pregnant"), merged.get("lactating")):
        raise MglogError(
            "Pregnancy and lactation have targets for women only.",
            "Set --sex female, or --target MG of your own.",
        )


def _show(session: Session, *, as_json: bool) -> None:
    with session.diary.reading() as connection:
        found_settings = profile.load(connection)
    who, year = reference_intakes.person(found_settings), session.clock.today.year
    found, limit = (
        reference_intakes.target(who, year),
        reference_intakes.supplement_limit(who, year),
    )
    if as_json:
        document(
            {
                "schema": "mglog.profile/1",
                "settings": {key: found_settings.get(key) for key in FORMS},
                "target_mg": found and found.mg,
                "target_source": found and found.source,
                "supplement_limit_mg": limit and limit.mg,
                "supplement_limit_source": limit and limit.source,
            }
        )
        return
    for key in FORMS:
        if key in found_settings and key not in _SAID:
            say(f"{key.replace('_', ' ')}: {escaped(found_settings[key])}")
    if found is None:
        low, high = reference_intakes.ADULT_RANGE[who.reference]
        say(
            f"No target is set. For adults {reference_intakes.SHOWN[who.reference]} recommends "
            f"{number_text(low)}–{number_text(high)} mg a day by age and sex."
        )
        hint("Set it: mglog profile --sex female --born 1981, or --target 350")
    else:
        say(f"Target {number_text(found.mg)} mg a day in all ({found.source}).")
    if limit is not None:
        say(f"Upper limit {number_text(limit.mg)} mg a day for supplements alone ({limit.source}).")
    if found_settings.get("tracks") == "supplements":
        say(
            "You log supplements only: a day on which you logged something else, "
            "then or within the next two days, is 0 mg."
        )
    if adjust := adjusting(found_settings):
        say(
            f"Held fixed beside intake: {escaped(' and '.join(adjust))}. The report says so, and "
            "what it makes of the result, from the first look after this was set."
        )
    say(f"A day starts at {escaped(found_settings.get('day_starts', '04:00'))}.")
