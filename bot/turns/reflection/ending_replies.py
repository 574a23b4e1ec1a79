"""What is said when somebody wants a reflection to end, and what becomes of the card that asked whether it shall."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.elements import Card, Notice
from bot.cards.reflection.ending import chosen_card, ending_card
from bot.turns.reflection.screens import alone
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.texts import ending as words


def about_ending(scene: Scene, event: Event, said: Notice | None) -> Reply | None:
    """The question, or that nothing has ended; None where the reflection's own card is the answer."""
    reflection = scene.reflection
    if reflection is None:
        return None
    if isinstance(event, e.EndingAsked):
        return alone(scene, ending_card(reflection, scene.bundle, event, said))
    if not _asked_apart(scene):
        return None
    card = chosen_card(words.GOES_ON)
    return Reply(card, _for_the_others(scene, card))


def beside_ended(
    scene: Scene, card: Callable[[], Card], for_all: Callable[[], Card], extra: tuple[Outgoing, ...]
) -> Reply | None:
    """What answers a yes on a card of its own: that card, the reflection's, and what comes with it; else None."""
    ended = {type(event) for event in scene.events} & {e.Finished, e.Cancelled, e.Paused}
    if not ended or not _asked_apart(scene):
        return None
    shown = chosen_card(words.FINISHED_ABOVE) if e.Finished in ended else card()
    live = Outgoing(Kind.UPDATE, for_all(), screen=True)
    return Reply(shown, (live, *_for_the_others(scene, shown), *extra))


def _asked_apart(scene: Scene) -> bool:
    """True where the card that asked is another than the reflection's own, and both are there."""
    press = scene.incoming.press
    asked = press is not None and press.data.get("asked") is True
    return asked and scene.in_place and scene.pressed_card is not None and scene.live_card is not None


def _for_the_others(scene: Scene, card: Card) -> tuple[Outgoing, ...]:
    """In a group the card stands there for everybody, and must not go on asking."""
    group = scene.reflection is not None and scene.reflection.group
    return (Outgoing(Kind.UPDATE, card, target=scene.pressed_card),) if group else ()
