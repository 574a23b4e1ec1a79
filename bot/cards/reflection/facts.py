"""»Hvad siger radaren?«, folded behind a button on each question, and the sourced cases on a card of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from bot.cards.elements import (
    Card,
    Element,
    Notice,
    action_set,
    card,
    container,
    execute,
    fitting,
    notice,
    quiet,
    text,
    title,
)
from bot.cards.rings import read_about
from dialogs.reflection.choices import ticked
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from radar_core.advice.cases import cases, provenance
from radar_core.advice.facts import QuestionFact, facts_for
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Case, Ticks
from radar_core.own_use.model import OwnRadar
from radar_core.spelling import together

SHOW_CASES = "cases"

MOST = 3_500
"""Bytes of facts on a question: what the card is for is the answer."""

_BUTTON = 1_300
"""Bytes of the buttons that unfold them and lead on, and of what holds them."""

CASES = 6
"""Cases on one page."""


def folded_facts(
    reflection: Reflection,
    bundle: Bundle,
    number: int,
    room: int,
    own: OwnRadar | None = None,
    *,
    leads_on: bool = True,
) -> list[Element]:
    """What the radar knows that helps to answer a question, folded, in at most ``room`` bytes; empty where it is mute.

    In a group it builds on what everybody may see and nothing else: an unopened answer must not shine through. It
    ``leads_on`` to the technologies that are named, but where the answer to that press would take away what is typed.
    """
    if reflection.fagomraade not in bundle.fagomraade_by_id:
        return []
    needs, running = (_ticked(reflection, bundle, ticks) for ticks in (Ticks.BEHOV, Ticks.I_DRIFT))
    wanted = _Wanted(id(bundle), reflection.fagomraade, number, needs, running, min(MOST, room - _BUTTON), bundle)
    shown = _shared(wanted) if own is None else _made(wanted, own)
    if not shown:
        return []
    unfold: Element = {
        "type": "Action.ToggleVisibility",
        "title": texts.RADAR_SAYS,
        "targetElements": ["radaren-siger"],
    }
    button = action_set(
        [unfold, read_about({"f": reflection.fagomraade}, below=not reflection.group) if leads_on else None]
    )
    folded = container(list(shown), id="radaren-siger", isVisible=False, style="emphasis")
    return [button, folded] if button else []


def cases_card(
    bundle: Bundle, technology: str | None, fagomraade: str | None, page: int = 1, said: Notice | None = None
) -> Card:
    """Page ``page`` (from 1) of what other kommuner did, with a technology (id), in a fagområde (id), or anywhere."""
    found = cases(bundle, technology, fagomraade)
    pages = max(1, -(-len(found) // CASES))
    page = min(max(page, 1), pages)
    data = {"t": technology or "", "f": fagomraade or ""}
    more = execute(texts.MORE, SHOW_CASES, {**data, "page": page + 1})
    less = execute(texts.LESS, SHOW_CASES, {**data, "page": page - 1})
    return card(
        [
            notice(said),
            title(_heading(bundle, technology, fagomraade, page, pages)),
            *(_case(bundle, case) for case in found[(page - 1) * CASES : page * CASES]),
            text(texts.CASES_NONE) if not found else None,
            quiet(texts.CASES_SOURCED) if found else None,
        ],
        [less if page > 1 else None, more if page < pages else None],
    )


@dataclass(frozen=True)
class _Wanted:
    """Facts beside one question; the same for every team of the fagområde that has ticked the same."""

    bundle_id: int
    """Python's own: to compare whole bundles takes longer than to make the facts."""
    fagomraade: str
    number: int
    needs: tuple[str, ...]
    running: tuple[str, ...]
    room: int
    bundle: Bundle = field(compare=False)
    """Kept here, so that no other bundle gets its id."""


@lru_cache(maxsize=512)
def _shared(wanted: _Wanted) -> tuple[Element, ...]:
    return _made(wanted, None)


def _made(wanted: _Wanted, own: OwnRadar | None) -> tuple[Element, ...]:
    bundle = wanted.bundle
    facts = facts_for(wanted.number, bundle, radar_for(bundle, wanted.fagomraade), wanted.needs, wanted.running, own)
    by_source = groupby(facts, key=lambda fact: (fact.source, fact.url))
    return tuple(fitting([_of_one_source(source, url, list(some)) for (source, url), some in by_source], wanted.room))


def _ticked(reflection: Reflection, bundle: Bundle, ticks: Ticks) -> tuple[str, ...]:
    return ticked(
        reflection, bundle, ticks, [q.number for q in bundle.questions if reflection.is_open_to_all(q.number)]
    )


def _of_one_source(source: str, url: str | None, facts: Sequence[QuestionFact]) -> Element:
    linked = f"[{source}]({url})" if url else source
    said = [text(fact.text, size="Small", spacing="Small") for fact in facts]
    return container([*said, quiet(texts.FACT_SOURCE.format(source=linked), spacing="None")], spacing="Small")


def _case(bundle: Bundle, case: Case) -> Element:
    kommune = bundle.kommune_by_code[case.kommune].name if case.kommune else None
    name = f"{kommune}: {case.title}" if kommune else case.title
    areas = together([bundle.fagomraade_by_id[each].name for each in case.fagomraader]) or texts.CASE_GENERAL
    return container(
        [
            text(f"**{name}**"),
            text(case.summary, size="Small", spacing="None"),
            quiet(texts.CASE_OF.format(areas=areas, when=provenance(case)), spacing="None"),
            quiet(f"[{texts.READ_SOURCE}]({case.url})", spacing="None"),
        ],
        separator=True,
        spacing="Medium",
    )


def _heading(bundle: Bundle, technology: str | None, fagomraade: str | None, page: int, pages: int) -> str:
    named = bundle.technology_by_id[technology].name if technology else None
    area = bundle.fagomraade_by_id.get(fagomraade or "")
    about = " · ".join(filter(None, [named, area.name if area else None]))
    heading = texts.CASES_OF.format(about=about) if about else texts.CASES_TITLE
    return heading if pages == 1 else texts.CASES_PAGE.format(heading=heading, page=page, pages=pages)
