"""The card that shows where a reflection stands, and the two ways in which a card is put into a chat."""

from __future__ import annotations

from bot.cards.elements import Card, Notice
from bot.cards.reflection import notices
from bot.cards.reflection.lines import left_behind_card
from bot.cards.reflection.question import question_card, shared_card
from bot.cards.reflection.start import start_card
from bot.cards.reflection.summary import summary_card
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.people import Person
from dialogs.reflection.state import Phase, Reflection
from radar_core.model import Bundle
from radar_core.own_use.model import OwnRadar


def screen(
    reflection: Reflection,
    bundle: Bundle,
    person: Person,
    said: Notice | None = None,
    previous: Reflection | None = None,
    own: OwnRadar | None = None,
) -> Card:
    """The one card that shows where a reflection stands."""
    match reflection.phase:
        case Phase.SETUP:
            return start_card(reflection, bundle, said)
        case Phase.QUESTIONS if reflection.group:
            return shared_card(reflection, bundle, said, previous=previous, own=own)
        case Phase.QUESTIONS:
            return question_card(reflection, bundle, person, said, previous=previous, own=own)
        case Phase.PAUSED:
            return notices.paused_card(reflection, bundle, said)
        case Phase.CANCELLED:
            return notices.cancelled_card(reflection, said)
        case Phase.REVIEW | Phase.FINISHED | Phase.EXPIRED:
            return summary_card(reflection, bundle, said, previous=previous)


def alone(scene: Scene, card: Card) -> Reply:
    """A card that is nobody's live card."""
    return Reply(card=card) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, card),))


def retire(scene: Scene) -> tuple[Outgoing, ...]:
    """The card that was live until now stops looking so: whichever that is when this is sent.

    While the messages of the turn before are on their way, it is not known yet.
    """
    if scene.live_card is None:
        return ()
    return (Outgoing(Kind.UPDATE, _left_behind(scene)),)


def _left_behind(scene: Scene) -> Card:
    """What the card was, where that is done with; else only that it is no longer the newest."""
    before, after = scene.before, scene.reflection
    if before is None or after is None or after.group or before.phase is not Phase.QUESTIONS:
        return notices.retired_card()
    number, given = before.current, after.answer_of(scene.incoming.by, before.current)
    is_here = after.phase is Phase.QUESTIONS and after.current == number
    if is_here or after.phase.is_closed or (given is None and number not in after.skipped):
        return notices.retired_card()
    return left_behind_card(after, scene.bundle, given, number)
