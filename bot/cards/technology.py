"""A technology: what it is, where it stands and why, what it helps with, what others did; and one to choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.buttons import SHOW_OWN, SHOW_RADAR, SHOW_STATUS, SHOW_TECHNOLOGY
from bot.cards.elements import (
    Card,
    Element,
    Notice,
    action_set,
    bullets,
    card,
    choice_set,
    container,
    execute,
    image,
    notice,
    quiet,
    text,
    title,
)
from bot.cards.following.follow import FOLLOW
from bot.cards.pictured import NOT_DRAWN, Drawn, PictureAddress
from bot.cards.reflection.facts import SHOW_CASES
from bot.cards.reflection.start import danish_order
from dialogs.texts import common as texts
from dialogs.texts import technology as told
from radar_core.advice.cases import provenance
from radar_core.advice.suggest import ETHICS_SOURCE
from radar_core.advice.technology import About, by_ring
from radar_core.model import Bundle
from radar_core.render import technology_parts
from radar_core.render.words.technology import BELAEG_BESIDE, Standing, technology_alt_text
from radar_core.spelling import together

CASES = 2
"""What others did, on the card itself; all of it by a button."""


def technology_card(
    about: About,
    bundle: Bundle,
    address: PictureAddress,
    fagomraade: str,
    *,
    why: bool = False,
    is_open: bool = False,
    drawn: Drawn = Drawn.AT_HAND,
) -> Card:
    """One technology for a team in a fagområde (id, or ``SAMLET``); with ``why`` it begins with that.

    ``is_open`` is where a reflection is, which one goes back to.
    """
    picture, data = about.picture, {"f": fagomraade}
    wondering = _why(about)
    settled = drawn is not Drawn.COMES
    press = {**data, "t": about.technology.id}
    return card(
        [
            title(picture.title),
            text(picture.notice, weight="Bolder", size="Small", color="Attention", spacing="None")
            if picture.notice
            else None,
            wondering if why else None,
            text(about.technology.description),
            text(_here(about.here), weight="Bolder") if about.here is not picture.samlet else None,
            text(_here(picture.samlet), spacing="None"),
            *(_pictures(about, address) if drawn is Drawn.AT_HAND else [quiet(NOT_DRAWN[drawn])]),
            text("\n".join(f"- {line}" for line in _rings(about)), spacing="Small"),
            quiet(_evidence(about), spacing="Small") if about.here.source or picture.samlet.source else None,
            None
            if why or not settled
            else action_set([execute(told.WHY, SHOW_TECHNOLOGY, {**press, "why": True}, inputs=False)]),
            text(told.NEEDS.format(names=together([_lowered(need.name) for need in about.needs])))
            if about.needs
            else None,
            *_experience(about, bundle),
            text(told.MOVED.format(text=" ".join(about.moved)), size="Small"),
            text(_ethics(about), size="Small", spacing="Small"),
            quiet(picture.strip) if picture.strip else None,
        ],
        [
            execute(told.EXPERIENCES, SHOW_CASES, press) if about.cases or about.has_more_cases else None,
            execute(texts.SHOW_RADAR, SHOW_RADAR, data),
            execute(told.OWN, SHOW_OWN, data) if settled else None,
            execute(told.FOLLOW, FOLLOW, data) if settled else None,
            execute(texts.SHOW_OPEN, SHOW_STATUS, {}) if is_open else None,
        ],
    )


def pick_technology_card(
    bundle: Bundle, data: Mapping[str, Any], said: Notice | None = None, *, is_open: bool = False
) -> Card:
    """Which technology? ``data`` goes along with the press."""
    names = sorted(((t.id, t.name) for t in bundle.technologies), key=lambda each: danish_order(each[1]))
    return card(
        [
            notice(said),
            text(told.PICK, weight="Bolder"),
            choice_set("technology", told.PICK_LABEL, names, placeholder=told.PICK_HINT),
        ],
        [
            execute(told.SHOW, SHOW_TECHNOLOGY, data, primary=True),
            execute(texts.SHOW_OPEN, SHOW_STATUS, {}, inputs=False) if is_open else None,
        ],
    )


def _why(about: About) -> Element:
    """What is known of why it stands where it does, and what nobody has published."""
    ring = about.here.ring
    heading = told.WHY_PLACED.format(ring=ring.value) if ring else told.WHY_NOT_PLACED
    unknown = [told.WHY_UNKNOWN.format(text=about.unpublished)] if about.unpublished else []
    return container(
        [text(heading, weight="Bolder"), *(text(each, spacing="Small") for each in [*about.why, *unknown])],
        style="emphasis",
    )


def _here(stand: Standing) -> str:
    return told.HERE.format(name=stand.name, words=_with_belaeg(stand))


def _with_belaeg(stand: Standing) -> str:
    return f"{stand.words} ({BELAEG_BESIDE[stand.belaeg]})" if stand.belaeg else stand.words


def _pictures(about: About, address: PictureAddress) -> list[Element]:
    """The picture, or as many as it takes; the alt text of the first tells every fagområde."""
    several = [
        image(address(about.picture, "png", page, "chat"), part.title)
        for page, part in enumerate(technology_parts(about.picture), start=1)
    ]
    return [{**several[0], "altText": technology_alt_text(about.picture)}, *several[1:]]


def _rings(about: About) -> list[str]:
    """Every fagområde by what stands of it there, as real text."""
    return [told.RINGS.format(ring=words, names=" · ".join(names)) for words, names in by_ring(about.picture.rows)]


def _evidence(about: About) -> str:
    stand = about.here if about.here.source else about.picture.samlet
    belaeg = BELAEG_BESIDE[stand.belaeg].capitalize() if stand.belaeg else ""
    return told.EVIDENCE.format(belaeg=belaeg, source=_linked(stand.source or ""))


def _linked(source: str) -> str:
    if not source.startswith(("https://", "http://")):
        return source
    return f"[{source.split('/')[2].removeprefix('www.')}]({source})"


def _experience(about: About, bundle: Bundle) -> list[Element]:
    if not about.cases:
        return [quiet(told.CASES_ELSEWHERE if about.has_more_cases else told.NO_CASES)]
    lines = []
    for case in about.cases[:CASES]:
        kommune = bundle.kommune_by_code[case.kommune].name if case.kommune else None
        named = f"{kommune}: {case.title}" if kommune else case.title
        lines.append(told.CASE.format(title=named, url=case.url, when=provenance(case)))
    return [text(told.CASES), bullets(lines)]


def _ethics(about: About) -> str:
    if not about.technology.automates:
        return told.ETHICS_OWN.format(point=about.ethics)
    return told.ETHICS.format(point=about.ethics, url=ETHICS_SOURCE)


def _lowered(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
