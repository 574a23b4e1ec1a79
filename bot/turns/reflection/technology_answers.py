"""A technology, and fagområder beside each other, as answers."""

from __future__ import annotations

from bot.cards.areas import areas_card, nothing_to_compare_card
from bot.cards.buttons import READ_BELOW
from bot.cards.elements import info, plain
from bot.cards.technology import pick_technology_card, technology_card
from bot.turns.pictured import Pictured
from bot.turns.reflection.screens import alone
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.reflection import events as e
from dialogs.texts import technology as told
from radar_core.advice.technology import about
from radar_core.errors import NothingToCompare
from radar_core.model import SAMLET
from radar_core.render.words.overview import MOST, Overview, describe_overview
from radar_core.render.words.technology import technology_slug


def picture_of(scene: Scene) -> str | None:
    """The slug of the picture that the answer shows; None where it shows none."""
    asked = scene.events[-1] if scene.events else None
    if isinstance(asked, e.TechnologyAsked) and asked.technology in scene.asked.technology_by_id:
        return technology_slug(asked.technology or "")
    if isinstance(asked, e.AreasCompared) and asked.page == 1 and (overview := _overview(scene, asked)):
        return overview.slug
    return None


def technology_reply(scene: Scene, asked: e.TechnologyAsked) -> Reply:
    """The technology that was asked for, or the card to choose one by."""
    bundle, fagomraade, is_open = scene.asked, _fagomraade(scene), _is_open(scene)
    if asked.technology is None or asked.technology not in bundle.technology_by_id:
        said = told.PICK_UNKNOWN.format(text=plain(asked.unknown)) if asked.unknown else None
        said = told.GONE if asked.technology else said
        card = pick_technology_card(bundle, {"f": fagomraade}, info(said) if said else None, is_open=is_open)
        press = scene.incoming.press
        if press is not None and press.verb == READ_BELOW:
            return Reply(outgoing=(Outgoing(Kind.SEND, card),))
        return alone(scene, card)
    found = about(bundle, asked.technology, fagomraade, scene.others)
    pictured = Pictured(
        bundle.sha256,
        found.picture.slug,
        scene.drawn,
        lambda drawn: technology_card(
            found, bundle, scene.address_of, fagomraade, why=asked.why, is_open=is_open, drawn=drawn
        ),
    )
    return pictured.answer(scene.incoming, scene.live_card)


def areas_reply(scene: Scene, asked: e.AreasCompared) -> Reply:
    """Fagområder beside each other, or why they cannot be."""
    bundle, is_open = scene.asked, _is_open(scene)
    overview = _overview(scene, asked)
    if overview is None:
        named = bundle.fagomraade_by_id
        names = [named[each].name for each in _known(scene, asked)] or [each.name for each in bundle.fagomraader]
        return alone(scene, nothing_to_compare_card(bundle, names, is_open=is_open))
    pictured = Pictured(
        bundle.sha256,
        overview.slug,
        scene.drawn or asked.page > 1,
        lambda drawn: areas_card(overview, bundle, scene.address_of, asked.page, is_open=is_open, drawn=drawn),
    )
    return pictured.answer(scene.incoming, scene.live_card)


def _overview(scene: Scene, asked: e.AreasCompared) -> Overview | None:
    try:
        return describe_overview(scene.asked, _known(scene, asked))
    except NothingToCompare:
        return None


def _known(scene: Scene, asked: e.AreasCompared) -> tuple[str, ...]:
    """Those that the edition has, each once and in its order, so that they are one picture however they are named."""
    named = frozenset(asked.fagomraader)
    return tuple(each.id for each in scene.asked.fagomraader if each.id in named)[:MOST]


def _fagomraade(scene: Scene) -> str:
    """The one that the press was about, else that of the chat, else the samlet radar."""
    press, reflection = scene.incoming.press, scene.reflection
    carried = press.data.get("f") if press else None
    for each in (carried, reflection.fagomraade if reflection else None):
        if isinstance(each, str) and (each == SAMLET or each in scene.asked.fagomraade_by_id):
            return each
    return SAMLET


def _is_open(scene: Scene) -> bool:
    return scene.reflection is not None and not scene.reflection.phase.is_closed
