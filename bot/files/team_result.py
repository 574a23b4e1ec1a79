"""A reflection's result as a file tells it: the same words as the card, and nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.files.signs import clean
from bot.files.snapshot import StartingPoint
from dialogs.reflection.result import TeamResult, result_of
from dialogs.reflection.state import Reflection
from dialogs.texts import files as words
from dialogs.texts import result as told
from radar_core.advice.cases import fitting, tried_by
from radar_core.advice.counsel import Advised
from radar_core.advice.suggest import ethics_point
from radar_core.model import SAMLET, Bundle, Radar
from radar_core.own_use.model import OwnRadar
from radar_core.spelling import together

_MARKS = str.maketrans("", "", "*")
"""What makes words heavier on a card and means nothing in a file."""


@dataclass(frozen=True)
class TeamResultTold:
    """What a result says in a file; blank throughout where there is none."""

    said: tuple[tuple[str, str], ...] = ()
    """What the team said, a label and a text each."""
    lead: str = ""
    start: tuple[StartingPoint, ...] = ()
    trial: tuple[StartingPoint, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


def told_of(
    reflection: Reflection, bundle: Bundle, radar: Radar, opens: Callable[[int], bool], own: OwnRadar | None = None
) -> TeamResultTold:
    """The result on a radar, of the answers that ``opens`` says may be seen, beside the kommune's ``own``."""
    result = result_of(reflection, bundle, radar, opens, own)
    above = [told.lead(result), told.not_shown(result)]
    return TeamResultTold(
        said=tuple((line.label, f"{clean(line.text)} {line.source}".rstrip()) for line in told.said(result)),
        lead=" ".join(filter(None, above)).translate(_MARKS),
        start=tuple(_point(bundle, radar, result, found) for found in result.start),
        trial=tuple(_point(bundle, radar, result, found, reflection) for found in result.trial),
        more=tuple(_more(result, bundle)),
    )


def _point(
    bundle: Bundle, radar: Radar, result: TeamResult, found: Advised, tried: Reflection | None = None
) -> StartingPoint:
    """A suggestion; of what is to be ``tried``, with whom."""
    technology, area = found.entry.technology, radar.asked or radar.fagomraade
    where = area.id if area else SAMLET
    case = next(iter(fitting(bundle, technology.id, where)), None)
    kommune = bundle.kommune_by_code[case.kommune].name if case and case.kommune else None
    sentences = [(words.WHY_THIS, told.reason(found, result, bundle.rulebook))]
    if tried is not None:
        whom = tried_by(bundle, technology.id, where, but=tried.kommune)
        sentences.append((words.WITH_WHOM, told.with_whom(whom, bundle)))
    return StartingPoint(
        name=found.entry.name,
        number=found.entry.number,
        what=technology.description,
        why="",
        how_known=found.entry.placement.belaeg.value,
        experience=f"{kommune}: {case.summary}" if case and kommune else case.summary if case else "",
        when=case.year or "" if case else "",
        url=case.url if case else None,
        ethics=ethics_point(technology, area) or "",
        first_step=technology.first_step or "",
        told=tuple(sentences),
    )


def _for_and_against(result: TeamResult, bundle: Bundle, found: Advised) -> str:
    book, change = bundle.rulebook, result.changes[result.shown.index(found)]
    lines = (
        (words.SPEAKS_FOR, _joined(told.points_for(found, result, book, links=False))),
        (words.SPEAKS_AGAINST, _joined(told.points_against(found, result, book, links=False))),
        (words.WOULD_CHANGE, told.change(change, found, result, bundle) if change else ""),
    )
    return "\n".join(f"{label}: {text}" for label, text in lines if text)


def _joined(points: Iterator[str]) -> str:
    return "".join(f"{point}. " for point in points).rstrip()


def _more(result: TeamResult, bundle: Bundle) -> Iterator[tuple[str, str]]:
    if instead := told.instead(result, bundle, links=False):
        yield words.INSTEAD, "\n".join(instead)
    for found in result.shown:
        yield found.entry.name, _for_and_against(result, bundle, found)
    if result.fits_too:
        yield words.FITS_TOO, f"{together([each.entry.name for each in result.fits_too])}."
    if rest := result.counsel.rules[1:]:
        yield words.ALSO_MEANS, "\n".join(f"{rule.sentence} ({told.source_told(rule)})" for rule in rest)
    if read := list(told.read_as(result)):
        yield words.READ_AS, "\n".join(read)
    if talk := list(told.discussion(result, bundle)):
        yield words.DISCUSS, "\n".join(talk)
    if result.shown:
        yield words.AT_HOME, told.ASK_AT_HOME.translate(_MARKS)
