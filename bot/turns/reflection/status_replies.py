"""What becomes of the message that says who has answered, beside all else a turn says."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.elements import good, plain
from bot.cards.reflection.status import is_counted, moved_status_card, status_card, status_of, told_on
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.reflection import events as e
from dialogs.reflection.state import Phase
from dialogs.texts import status as words

MENTIONED = 20
"""People named in one message; a message of more would grow past what Teams takes."""


def with_status(scene: Scene, reply: Reply) -> Reply:
    """The reply with the status message under a question that is posted, and its update where it says another thing."""
    reflection = scene.reflection
    if reflection is None or not reflection.group:
        return reply
    is_posted = any(message.screen and message.kind is Kind.SEND for message in reply.outgoing)
    if is_posted and reflection.phase is Phase.QUESTIONS:
        old = scene.status_message
        left = (Outgoing(Kind.UPDATE, moved_status_card(), target=old),) if old else ()
        new = Outgoing(Kind.SEND, scene.status_now, status=True)
        return replace(reply, outgoing=(*reply.outgoing, *left, new))
    if not says_otherwise(scene):
        return reply
    update = Outgoing(Kind.UPDATE, status=True, made=lambda: status_card(status_of(reflection)))
    return replace(reply, outgoing=(*reply.outgoing, update))


def says_otherwise(scene: Scene) -> bool:
    """Whether the status message says another thing after the turn than before it."""
    before, after = scene.before, scene.reflection
    if before is None or after is None or scene.started or not after.group:
        return False
    if not {before.phase, after.phase} & {Phase.QUESTIONS} and scene.status_message is None:
        return False  # there is none, and nothing to count
    if (before.phase, before.current) == (after.phase, after.current) and not is_counted(after):
        return False
    said, says = scene.statuses
    return said != says


def is_receipt(scene: Scene) -> bool:
    """Whether the status message says by itself that what was written has been saved: a new answer, with its name."""
    after = scene.reflection
    if after is None or after.anonymous or not says_otherwise(scene):
        return False
    saved = [event for event in scene.events if isinstance(event, e.AnswerSaved)]
    return bool(saved) and not saved[0].edited and saved[0].question == after.current


def receipt(scene: Scene, said: str) -> str:
    """What a message did, in the chat: with whose answer it is, where several write at once and answer by name."""
    its_own = any(isinstance(event, e.AnswerSaved | e.AnswerWithdrawn) for event in scene.events)
    named = its_own and scene.reflection is not None and not scene.reflection.anonymous
    return f"{plain(scene.incoming.by.name)}: {said}" if named else said


def nudged(scene: Scene, event: e.Nudged) -> Reply:
    """Those who are missing, named in the chat so that Teams tells them; and that it is done."""
    says = words.NUDGE_SAYS_ONE if len(event.missing) == 1 else words.NUDGE_SAYS
    some = (event.missing[first : first + MENTIONED] for first in range(0, len(event.missing), MENTIONED))
    named = tuple(Outgoing(Kind.SEND, text=says.format(n=event.question), mentions=each) for each in some)
    if not scene.in_place or scene.reflection is None:
        return Reply(outgoing=named)
    shown = status_card(status_of(scene.reflection))
    return Reply(told_on(shown, good(words.NUDGED.format(n=event.question))), named)
