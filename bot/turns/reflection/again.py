"""What is told to whoever presses what was pressed before: nothing changes, and what is said is what stands.

A press that would change nothing is answered as it always is. One that would is told what stands instead, with a button
that is a new act: so what Teams delivers once more changes nothing, and a person can.
"""

from __future__ import annotations

from bot.cards.reflection.repeated import anew_card, place
from bot.turns.press import Verb
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Press, Reply
from dialogs.reflection.state import QUESTIONS
from dialogs.texts import common as texts


def not_again(scene: Scene, press: Press, verb: Verb) -> Reply:
    """What stands of the reflection, and the same press to be made anew, where it would change something now."""
    shown_to_all = not scene.in_place and scene.incoming.address.kind.is_group
    if shown_to_all:  # the others are not to read one's answer, nor to press one's button
        return Reply(outgoing=(Outgoing(Kind.SEND, text=texts.PRESSED_BEFORE),))
    words = f"{texts.PRESSED_BEFORE} {_stands_now(scene, press, verb)}"
    form = verb.draft(scene, press, words, None) if verb.draft else None
    made = form or anew_card(scene.reflection, scene.bundle, words, verb.label_of(press.data), verb.name, press.data)
    return Reply(made) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def _stands_now(scene: Scene, press: Press, verb: Verb) -> str:
    """What stands of that which a press was about, in a sentence."""
    reflection, asked = scene.reflection, press.data.get("q")
    if reflection is None:
        return texts.HELP_NONE
    question = asked if isinstance(asked, int) and 1 <= asked <= QUESTIONS else None
    stands = verb.stands(reflection, scene.bundle, scene.incoming.by, question) if verb.stands else None
    return stands or place(reflection)
