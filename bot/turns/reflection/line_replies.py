"""The lines that earlier cards of one person's reflection left behind, after an answer they show has changed."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.elements import Card
from bot.cards.reflection import notices
from bot.cards.reflection.lines import left_behind_card
from bot.turns.reflection.screens import screen
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.reflection.state import QUESTIONS, Phase, Reflection


def with_lines(scene: Scene, reply: Reply) -> Reply:
    """The reply with the line of every question whose answer is another now, whichever way it became so.

    So too the summary, where an edited message changed it and nothing else is said.
    """
    before, after = scene.before, scene.reflection
    if before is None or after is None or after.group or before.id != after.id:
        return reply
    changed = [number for number in range(1, QUESTIONS + 1) if _said(before, number) != _said(after, number)]
    told = [
        Outgoing(Kind.UPDATE, _line(scene, after, number), target=scene.pressed_card, line=number) for number in changed
    ]
    if changed and scene.incoming.edited and not reply.outgoing and after.phase is Phase.REVIEW and scene.live_card:
        shown = screen(after, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
        told.append(Outgoing(Kind.UPDATE, shown, screen=True))
    return replace(reply, outgoing=(*reply.outgoing, *told)) if told else reply


def _line(scene: Scene, after: Reflection, number: int) -> Card:
    if after.phase is Phase.QUESTIONS and after.current == number:
        return notices.retired_card()  # the question itself stands below it
    given = next(iter(after.answers_to(number)), None)
    return left_behind_card(after, scene.bundle, given, number)


def _said(reflection: Reflection, number: int) -> object:
    given = [(each.text, each.rating, each.ticks) for each in reflection.answers_to(number)]
    return given, number in reflection.skipped
