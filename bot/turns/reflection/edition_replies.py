"""What is said of a new edition to a reflection that is under way: the offer of it, and what came of that."""

from __future__ import annotations

from bot.cards.elements import Card, good, plain
from bot.cards.reflection import edition
from bot.turns.reflection.screens import alone, retire, screen
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.reflection.state import Reflection
from dialogs.texts import editions as edition_texts


def offer(scene: Scene, offered: e.EditionOffered) -> Card | None:
    """The offer of the live edition; None where the reflection's own is gone and the live one stands in for it."""
    reflection = scene.reflection
    if reflection is None or scene.bundle.sha256 == scene.live.sha256:
        return None
    return edition.offer_card(reflection, scene.bundle, scene.live, offered.lacks)


def about_edition(scene: Scene, event: Event) -> Reply | None:
    """What came of the offer: in its place for everybody, and on the reflection's own card where that is another.

    None where there is nothing to offer: then the reflection's own card is the answer.
    """
    reflection = scene.reflection
    if reflection is None:
        return None
    if isinstance(event, e.EditionOffered):
        card = offer(scene, event)
        return alone(scene, card) if card else None
    words = _edition_words(scene, reflection, event)
    card = edition.decided_card(reflection, scene.bundle, words)
    in_place = (Outgoing(Kind.UPDATE, card, target=scene.pressed_card),) if scene.pressed_card else ()
    if not isinstance(event, e.EditionSwitched):
        if scene.in_place:
            return Reply(card, in_place)
        return Reply(outgoing=(Outgoing(Kind.SEND, text=words), *in_place))
    if scene.in_place and scene.live_card:
        shown = screen(reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
        return Reply(card, (*in_place, Outgoing(Kind.UPDATE, shown, screen=True)))
    shown = screen(reflection, scene.bundle, scene.incoming.by, good(words), scene.previous, scene.own)
    sent = Outgoing(Kind.SEND, shown, screen=True)
    if scene.in_place:
        return Reply(card, (*in_place, sent))
    return Reply(outgoing=(*in_place, *retire(scene), sent))


def _edition_words(scene: Scene, reflection: Reflection, event: Event) -> str:
    named = edition.edition_name(scene.bundle.edition)
    match event:
        case e.EditionLacks():
            return edition.lacks_words(reflection, scene.bundle, event)
        case e.EditionSwitched(by) if reflection.group:
            return edition_texts.SWITCHED_BY.format(name=plain(by.name), edition=named)
        case e.EditionSwitched():
            return edition_texts.SWITCHED.format(edition=named)
        case _:
            return edition_texts.KEPT.format(edition=named)
