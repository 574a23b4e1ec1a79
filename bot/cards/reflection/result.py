"""The result of a reflection: what the team said, the radar, what to start with, and behind *Vis mere* all of why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from bot.cards.buttons import SHOW_RADAR
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    action_set,
    bullets,
    card,
    container,
    execute,
    facts,
    fitting,
    notice,
    numbered,
    open_url,
    plain,
    quiet,
    text,
    title,
    weight,
    without_actions,
)
from bot.cards.pictured import NOT_DRAWN, Drawn, PictureAddress, circles
from bot.cards.radar import OPEN_DISMISSAL
from bot.cards.reflection.dismissal import beside_suggestions
from bot.cards.reflection.first_steps import OPEN_FIRST_STEPS, offered
from bot.cards.reflection.headings import where
from bot.cards.rings import rings
from bot.cards.taking import wish_button
from dialogs.danish.dates import local
from dialogs.reflection.result import TeamResult
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.texts import result as words
from dialogs.texts import suggestions as argued
from radar_core.advice.cases import cases, provenance, tried_by
from radar_core.advice.cases import fitting as fitting_cases
from radar_core.advice.counsel import Advised
from radar_core.advice.suggest import ETHICS_SOURCE, ethics_point
from radar_core.known import age_text, danish_date
from radar_core.model import SAMLET, Bundle, Radar
from radar_core.own_use.model import STAGE_CAPTION
from radar_core.render import Picture, describe
from radar_core.spelling import together

MORE = "mere"
"""Id of what *Vis mere* unfolds."""

PURPOSE = 120
"""Characters of the purpose on the card; all of it stands in the summary and the protocol."""

_STAMP = 1_200
"""Bytes that the marks on a card's buttons add, and a little to spare."""


def result_card(
    reflection: Reflection,
    bundle: Bundle,
    radar: Radar,
    result: TeamResult,
    address: PictureAddress,
    *,
    today: dt.date,
    drawn: Drawn = Drawn.AT_HAND,
    said: Notice | None = None,
    framed: bool = True,
) -> Card:
    """The result on the radar of the reflection's fagområde. How old the edition is, is told as of ``today``.

    Its circle has what is suggested in a frame, where there is one that is drawn so (``framed``). What does not fit
    behind *Vis mere* goes from the end; the protocol has all of it.
    """
    settled = drawn is not Drawn.COMES
    framed = framed and drawn is Drawn.AT_HAND and bool(result.shown)
    circle = replace(radar, framed=result.numbers) if framed else radar
    picture = describe(radar)
    listed = beside_suggestions(reflection, bundle)
    dismissed = listed if settled else [without_actions(each) for each in listed]
    head = [
        notice(said),
        *_head(reflection, bundle, radar, picture, today),
        *_said(result),
        *(circles(circle, address, describe(circle)) if drawn is Drawn.AT_HAND else [quiet(NOT_DRAWN[drawn])]),
        *([quiet(words.FRAMED, spacing="Small")] if framed else []),
        *_suggestions(reflection, bundle, radar, result),
    ]
    names = rings(radar, picture, {}, leads_on=False)

    def made(more: list[Element]) -> Card:
        known = bool(result.shown)
        # Where the picture is missing, or nothing is known of the team, the radar as text is what there is.
        open_names = [] if known and drawn is Drawn.AT_HAND else names
        unfold: Element = {"type": "Action.ToggleVisibility", "title": words.MORE, "targetElements": [MORE]}
        folded = container([*more, *([] if open_names else names)], id=MORE, isVisible=False)
        return card(
            [*head, *open_names, action_set([unfold]), folded, *dismissed, quiet(picture.source), quiet(words.OURS)],
            _actions(reflection, radar, result, address, drawn),
        )

    room = MAX_CARD_BYTES - _STAMP - weight(made([]))
    return made(fitting(list(_more(reflection, bundle, radar, result)), room))


def _actions(
    reflection: Reflection, radar: Radar, result: TeamResult, address: PictureAddress, drawn: Drawn
) -> list[Element | None]:
    data = {"r": reflection.id}
    shown = {**data, "f": reflection.fagomraade or SAMLET}
    can_argue = bool(reflection.answers or reflection.dismissed)
    settled = drawn is not Drawn.COMES
    return [
        execute(words.TAKE_STEPS, OPEN_FIRST_STEPS, data, primary=True) if settled and offered(result) else None,
        wish_button(reflection.fagomraade, reflection.id) if settled else None,
        execute(argued.DISMISS, OPEN_DISMISSAL, data) if settled and can_argue else None,
        execute(texts.SHOW_PICTURE, SHOW_RADAR, shown) if drawn is Drawn.ON_REQUEST else None,
        open_url(texts.OPEN_PICTURE, address(radar, "png", 1, "names")) if drawn is Drawn.AT_HAND else None,
    ]


def _head(
    reflection: Reflection, bundle: Bundle, radar: Radar, picture: Picture, today: dt.date
) -> list[Element | None]:
    when = danish_date(local(reflection.ended_at).date().isoformat()) if reflection.ended_at else None
    not_known = " · ".join(filter(None, [picture.hidden, age_text(radar.edition, today)]))
    return [
        title(words.TITLE),
        text(picture.notice, weight="Bolder", size="Small", color="Attention", spacing="None")
        if picture.notice
        else None,
        quiet(" · ".join(filter(None, [where(reflection, bundle), when])), spacing="None"),
        text(picture.subtitle, spacing="None") if radar.is_fallback else None,
        text(not_known, weight="Bolder", size="Small", spacing="Small") if not_known else None,
    ]


def _said(result: TeamResult) -> list[Element]:
    rows = []
    for line in words.said(result, PURPOSE):
        source = f" ({words.source_linked(line.rule)})" if line.rule else ""
        rows.append((line.label, plain(line.text) if line.label == words.PURPOSE else f"{line.text}{source}"))
    hidden = words.not_shown(result)
    told = [text(words.SAID, weight="Bolder"), facts(rows)] if rows else []
    return [
        *([container(told, style="emphasis", spacing="Medium")] if told else []),
        *([quiet(hidden)] if hidden else []),
    ]


def _suggestions(reflection: Reflection, bundle: Bundle, radar: Radar, result: TeamResult) -> Iterator[Element]:
    lead = words.lead(result)
    if result.start or (lead and result.is_known and result.answers.needs):
        yield text(words.START_HERE, weight="Bolder", size="Medium", spacing="Medium")
    if lead:
        yield quiet(lead, spacing="Small") if result.start else text(lead)
    if instead := words.instead(result, bundle):
        yield text("\n".join(f"- {line}" for line in instead), spacing="Small")
    for place, found in enumerate(result.start, 1):
        yield _suggestion(bundle, result, found, place)
    if result.trial:
        if result.start:
            yield text(words.TRIAL, weight="Bolder", size="Medium", spacing="Medium")
            yield quiet(words.ONLY_ONE, spacing="Small")
        for place, found in enumerate(result.trial, len(result.start) + 1):
            area = radar.asked or radar.fagomraade
            case = tried_by(bundle, found.entry.technology.id, area.id if area else SAMLET, but=reflection.kommune)
            yield _suggestion(bundle, result, found, place, words.with_whom(case, bundle))


def _suggestion(bundle: Bundle, result: TeamResult, found: Advised, place: int, whom: str | None = None) -> Element:
    """Three lines: the name, one reason from the answers, and one first step; of what is to be tried, with whom."""
    entry = found.entry
    step = whom or entry.technology.first_step
    return numbered(
        place,
        [
            text(words.NUMBER.format(name=entry.name, number=entry.number)),
            text(words.reason(found, result, bundle.rulebook), spacing="None"),
            text(words.FIRST_STEP.format(step=step), spacing="None") if step else None,
        ],
        separator=True,
        spacing="Small",
    )


def _more(reflection: Reflection, bundle: Bundle, radar: Radar, result: TeamResult) -> Iterator[Element]:
    """What is behind *Vis mere*, the most useful first."""
    yield text(words.ASK_AT_HOME)
    for found, _ in zip(result.shown, result.changes, strict=True):
        yield _whole(bundle, radar, result, found)
    if result.fits_too:
        yield quiet(words.FITS_TOO.format(names=together([each.entry.name for each in result.fits_too])))
    if talk := list(words.discussion(result, bundle)):
        source = words.DISCUSS_SOURCE.format(url=ETHICS_SOURCE)
        yield container([text(words.DISCUSS_TITLE, weight="Bolder"), bullets(talk), quiet(source)], style="emphasis")
    if result.own:
        told = [plain(gap.sentence) for gap in result.own]
        yield container([text(words.OWN_TITLE, weight="Bolder"), bullets(told), quiet(STAGE_CAPTION)])
    if rest := result.counsel.rules[1:]:
        lines = [f"{rule.sentence} ({words.source_linked(rule)})" for rule in rest]
        yield container([text(words.ALSO_MEANS, weight="Bolder"), bullets(lines)])
    if read := list(words.read_as(result)):
        yield container([text(words.READ_AS, weight="Bolder"), bullets(read)])


def _tried(bundle: Bundle, technology: str, area: str) -> str:
    """Who has done it and how it went: in the fagområde, else in another, and then that is told."""
    own, every = fitting_cases(bundle, technology, area), cases(bundle, technology, area)
    if not every:
        return words.TRIED_NOWHERE
    case = (own or every)[0]
    kommune = bundle.kommune_by_code[case.kommune].name if case.kommune else None
    named = words.TRIED_BY.format(kommune=kommune, title=case.title) if kommune else case.title
    told = words.TRIED if own else words.TRIED_ELSEWHERE
    return told.format(title=named, url=case.url, when=provenance(case), text=case.summary)


def _whole(bundle: Bundle, radar: Radar, result: TeamResult, found: Advised) -> Element:
    technology, area = found.entry.technology, radar.asked or radar.fagomraade
    book = bundle.rulebook
    change = result.changes[result.shown.index(found)]
    ethics = ethics_point(technology, area)
    tried = _tried(bundle, technology.id, area.id if area else SAMLET)
    for_it = list(words.points_for(found, result, book))
    against = list(words.points_against(found, result, book))
    lines = [
        words.SPEAKS_FOR.format(points=". ".join(for_it) + ".") if for_it else None,
        words.SPEAKS_AGAINST.format(points=". ".join(against) + ".") if against else None,
        words.WHAT_IT_IS.format(text=technology.description),
        tried,
        texts.ETHICS.format(point=ethics, url=ETHICS_SOURCE) if ethics else None,
        words.WOULD_CHANGE.format(text=words.change(change, found, result, bundle)) if change else None,
    ]
    shown = [text(line, size="Small", spacing="Small") for line in lines if line]
    return container([text(found.entry.name, weight="Bolder"), *shown], separator=True)
