"""The radar as an answer: asked for by name, or as the end of a reflection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from bot.cards import radar
from bot.cards.elements import Card, Notice, info, plain
from bot.cards.pictured import PictureAddress
from bot.cards.reflection.facts import cases_card
from bot.cards.reflection.result import result_card
from bot.pictures.shown import framed_slug
from bot.turns.pictured import Pictured
from bot.turns.reflection.screens import alone
from bot.turns.reflection.technology_answers import picture_of
from bot.turns.scene import Scene
from bot.wire import Reply
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.reflection.result import TeamResult, result_in
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from radar_core.advice.suggest import suggest
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import OwnRadar

_CONCLUDED = (e.Finished, e.Dismissed, e.DismissalUndone, e.FirstStepsTaken)
"""What is answered with the radar card of the reflection."""


def may_show_result(events: Sequence[Event]) -> bool:
    """Whether a turn may be answered with the result of its reflection."""
    return any(isinstance(event, (*_CONCLUDED, e.RadarAsked)) for event in events)


def radar_of(scene: Scene) -> tuple[Bundle, str] | None:
    """The bundle and fagområde (id, or another slug) whose picture the answer shows; None where it shows none."""
    reflection = scene.reflection
    if reflection is not None and any(isinstance(event, _CONCLUDED) for event in scene.events):
        return scene.bundle, _fagomraade(reflection, scene.bundle)
    asked = scene.events[-1] if scene.events else None
    if isinstance(asked, e.TechnologyAsked | e.AreasCompared):
        slug = picture_of(scene)
        return (scene.asked, slug) if slug else None
    if not isinstance(asked, e.RadarAsked) or asked.unknown is not None:
        return None
    fagomraade = asked.fagomraade or (reflection.fagomraade if reflection else None)
    if fagomraade is None:
        return None
    press = scene.incoming.press
    concluded = reflection is not None and press is not None and press.data.get("r") == reflection.id
    # A reflection keeps the edition it began on; once it is closed, what is asked anew is answered from the live one.
    pinned = reflection is not None and (concluded or not reflection.phase.is_closed)
    bundle = scene.bundle if pinned else scene.live
    known = fagomraade == SAMLET or fagomraade in bundle.fagomraade_by_id
    return (bundle, fagomraade) if fagomraade is not None and known else None


def framed_of(scene: Scene) -> str | None:
    """The slug of the picture with what a result suggests in a frame; None where the answer is no such result."""
    reflection, found = scene.reflection, radar_of(scene)
    if reflection is None or found is None or not may_show_result(scene.events):
        return None
    bundle, fagomraade = found
    if fagomraade != _fagomraade(reflection, bundle):
        return None
    numbers = result_in(reflection, bundle, scene.own)[1].numbers
    return framed_slug(fagomraade, numbers) if numbers else None


def radar_reply(scene: Scene, asked: e.RadarAsked) -> Reply:
    """The radar card that was asked for, or the card to choose one by."""
    reflection = scene.reflection
    if asked.unknown is not None:
        said = info(texts.PICK_RADAR_UNKNOWN.format(text=plain(asked.unknown)))
        return alone(scene, radar.pick_radar_card(scene.asked, said))
    found = radar_of(scene)
    if found is None:
        return alone(scene, radar.pick_radar_card(scene.asked))
    bundle, fagomraade = found
    own = reflection is not None and reflection.fagomraade == fagomraade and bundle.sha256 == scene.bundle.sha256
    result = _result(scene, reflection, bundle) if own and reflection is not None and not asked.all_ready else None
    if result is not None:
        pictured = _pictured(scene, bundle, fagomraade, *result)
    else:
        shown = radar_for(bundle, fagomraade)
        is_open = own and reflection is not None and not reflection.phase.is_closed
        made = partial(
            radar.radar_card,
            shown,
            suggest(bundle, shown),
            scene.address_of,
            reflection=reflection.id if is_open and reflection else None,
            today=scene.today,
            all_ready=asked.all_ready,
        )
        pictured = Pictured(bundle.sha256, fagomraade, scene.drawn, lambda drawn: made(drawn=drawn))
    return pictured.answer(scene.incoming, scene.live_card)


def concluded(scene: Scene, reflection: Reflection, said: Notice | None = None) -> Pictured:
    """The result of a reflection, as its end or after something was said of its suggestions."""
    made = result_made(reflection, scene.bundle, scene.address_of, scene.today, scene.own, said)
    return _pictured(scene, scene.bundle, _fagomraade(reflection, scene.bundle), *made)


def cases_reply(scene: Scene, asked: e.CasesAsked) -> Card:
    """What other kommuner did; where nothing known was named, all of it, and it is said."""
    said = info(texts.CASES_UNKNOWN.format(text=plain(asked.unknown))) if asked.unknown else None
    bundle = scene.asked
    # An old card may name what is there no more.
    technology = asked.technology if asked.technology in bundle.technology_by_id else None
    fagomraade = asked.fagomraade if asked.fagomraade in bundle.fagomraade_by_id else None
    return cases_card(bundle, technology, fagomraade, asked.page, said)


def result_made(
    reflection: Reflection,
    bundle: Bundle,
    address_of: PictureAddress,
    today: dt.date,
    own: OwnRadar | None = None,
    said: Notice | None = None,
) -> tuple[TeamResult, Callable[..., Card]]:
    """The result of a reflection beside its kommune's own radar, and what makes its card.

    The card is made anew for each state of its picture (``drawn``), and the result once.
    """
    shown, result = result_in(reflection, bundle, own)
    return result, partial(result_card, reflection, bundle, shown, result, address_of, today=today, said=said)


def _pictured(scene: Scene, bundle: Bundle, fagomraade: str, result: TeamResult, made: Callable[..., Card]) -> Pictured:
    """A result with what it suggests in a frame, and meanwhile without, where that picture alone is at hand."""
    if not result.shown:
        return Pictured(bundle.sha256, fagomraade, scene.drawn, lambda drawn: made(drawn=drawn))
    return Pictured(
        bundle.sha256,
        framed_slug(fagomraade, result.numbers),
        scene.framed,
        lambda drawn: made(drawn=drawn),
        partial(made, framed=False) if scene.drawn else None,
    )


def _result(scene: Scene, reflection: Reflection, bundle: Bundle) -> tuple[TeamResult, Callable[..., Card]] | None:
    """What makes the result's card, once the reflection is closed or there is something to suggest; else None."""
    result, made = result_made(reflection, bundle, scene.address_of, scene.today, scene.own)
    return (result, made) if reflection.phase.is_closed or result.shown else None


def _fagomraade(reflection: Reflection, bundle: Bundle) -> str:
    """The reflection's own, or the samlet radar where the bundle it was pinned to is gone and this one has none."""
    fagomraade = reflection.fagomraade
    return fagomraade if fagomraade is not None and fagomraade in bundle.fagomraade_by_id else SAMLET
