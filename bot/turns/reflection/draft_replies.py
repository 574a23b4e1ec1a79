"""What is said of words that somebody typed and that are not saved, wherever they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.cards.elements import Card
from bot.cards.reflection.drafts import DROP_DRAFT, SAVE_DRAFT, left_card, not_kept
from bot.cards.reflection.ending import chosen_card
from bot.cards.reflection.lines import kept_card
from bot.turns.reflection.said import said_of
from bot.turns.reflection.screens import alone, screen
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.danish.folding import readable
from dialogs.danish.personal_numbers import without_personal_numbers_in
from dialogs.reflection import events as e
from dialogs.reflection.drafts import left
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts

_TYPED = ("text", "what", "who")
"""Names of the inputs one types in."""

_SAVED = (e.AnswerSaved, e.Concluded, e.StepSaved, e.Evaluated, e.Dismissed)


def draft(scene: Scene) -> Reply:
    """Words in the chat that are not saved: in a group how to answer, alone what to do with the answer that stands."""
    reflection = scene.reflection
    given = reflection.answer_of(scene.incoming.by, reflection.current) if reflection else None
    if reflection is None or reflection.group or given is None:
        number = reflection.current if reflection else 1
        anonymous = reflection is not None and reflection.anonymous
        words = texts.DRAFT_ANONYMOUS if anonymous else texts.DRAFT_GROUP
        return Reply(outgoing=(Outgoing(Kind.SEND, text=words.format(n=number)),))
    return alone(scene, kept_card(reflection, scene.bundle, given))


def decided(scene: Scene) -> Reply | None:
    """What answers *Gem* or *Kassér* on the card that told of a draft; None where that is the reflection's own card."""
    press, reflection = scene.incoming.press, scene.reflection
    if press is None or press.verb not in (SAVE_DRAFT, DROP_DRAFT) or reflection is None:
        return None
    if not scene.in_place or scene.pressed_card is None:
        return None
    moved = any(isinstance(event, e.Moved) for event in scene.events)
    at_hand = reflection.phase is Phase.QUESTIONS and press.data.get("q") == reflection.current
    shown = screen(reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
    # The card of another question stays as it is: an update would erase what is being typed in it.
    stale = scene.live_card is not None and (moved or at_hand or reflection.phase is Phase.REVIEW)
    return Reply(
        chosen_card(said_of(scene.events) or ""), (Outgoing(Kind.UPDATE, shown, screen=True),) if stale else ()
    )


def with_what_is_not_saved(scene: Scene, reply: Reply) -> Reply:
    """The reply with every word in it that the act leaves unsaved and out of sight."""
    reflection = scene.reflection
    if reflection is not None and (gone_on_from := left(scene.before, reflection)):
        told = tuple(Outgoing(Kind.SEND, left_card(reflection, each)) for each in gone_on_from)
        reply = replace(reply, outgoing=(*reply.outgoing, *told))
    if any(isinstance(event, _SAVED) for event in scene.events):
        return reply
    return replace(reply, card=_told(scene, reply.card)) if scene.in_place else _to_an_older_client(scene, reply)


def _told(scene: Scene, card: Card | None) -> Card | None:
    if card is None:
        return None
    shown = set(_filled_in(card))
    typed = [words for words in _typed(scene) if words not in shown and not _stood(scene, words)]
    return not_kept(card, typed) if typed else card


def _to_an_older_client(scene: Scene, reply: Reply) -> Reply:
    """The same where the answer is a message: alone, since in a group everybody would read it."""
    first = next((message for message in reply.outgoing if message.kind is Kind.SEND and message.card), None)
    if first is None or scene.reflection is None or scene.reflection.group:
        return reply
    told = replace(first, card=_told(scene, first.card))
    return replace(reply, outgoing=tuple(told if message is first else message for message in reply.outgoing))


def _typed(scene: Scene) -> list[str]:
    """What was typed in the card that was pressed, without what looks like a personal number, in one field or two."""
    data = scene.incoming.press.data if scene.incoming.press else {}
    typed = [readable(value).strip() for name in _TYPED if isinstance(value := data.get(name), str)]
    return [words for words in without_personal_numbers_in(typed, texts.TAKEN_OUT) if words]


def _stood(scene: Scene, words: str) -> bool:
    """True where the card only brought back what was saved before it was pressed."""
    before = scene.before
    if before is None:
        return False
    own = [answer.text for answer in before.answers if answer.by.id == before.key_of(scene.incoming.by).id]
    steps = [part for step in before.steps for part in (step.what, step.who)]
    return words in {*own, *steps, *(each.text for each in before.conclusions)}


def _filled_in(element: Any) -> Iterator[str]:
    """What stands in the inputs of a card."""
    if isinstance(element, dict):
        if element.get("type") == "Input.Text":
            yield str(element.get("value", ""))
        for inner in element.values():
            yield from _filled_in(inner)
    elif isinstance(element, list):
        for inner in element:
            yield from _filled_in(inner)
