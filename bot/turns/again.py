"""What is told to whoever presses what was pressed before: nothing changes, and what is said is what stands.

A press that would change nothing is answered as it always is. One that would is told what stands instead, with a button
that is a new act: so what Teams delivers once more changes nothing, and a person can.
"""

from __future__ import annotations

from dataclasses import replace

from bot.cards.following.follow import following_card
from bot.cards.own_use import fill as own_cards
from bot.cards.reflection.repeated import anew_card, place
from bot.turns.own_use.replies import OwnScene, compose_own
from bot.turns.press import Verb
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Press, Reply
from dialogs.following import Follow, FollowCommand
from dialogs.own_use import commands as oc
from dialogs.own_use.plot import OwnPlot
from dialogs.own_use.reducer import seen_as
from dialogs.reflection.state import QUESTIONS
from dialogs.texts import common as texts
from radar_core.lookup import radar_for
from radar_core.model import Bundle


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


def not_followed_again(command: FollowCommand, followed: tuple[str, ...], live: Bundle, in_place: bool) -> Reply:
    """The same for what a conversation follows, where all of it can be changed."""
    suggested = command.fagomraade if isinstance(command, Follow) else None
    made = following_card(followed, live, texts.PRESSED_BEFORE, suggested)
    return Reply(made) if in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def not_saved_again(scene: OwnScene, before: OwnPlot, command: oc.OwnCommand) -> Reply:
    """The same for a kommune's own use: the card as it was filled in, to be saved in place of what stands."""
    fagomraade, bundle, words = scene.step.fagomraade, scene.bundle, texts.PRESSED_BEFORE
    if fagomraade is None:
        return compose_own(scene)
    match command:
        case oc.SaveOwn():
            after = scene.step.plot or before
            drafts = tuple(
                replace(said, seen=seen_as(before.kept_use(fagomraade, said.technology)))
                for said in command.said
                if after.kept_use(fagomraade, said.technology) != before.kept_use(fagomraade, said.technology)
            )
            stood = [before.kept_use(fagomraade, draft.technology) for draft in drafts]
            named = bundle.technology_by_id
            state = [f"{named[kept.use.technology].name}: {kept.use.usage.label}" for kept in stood if kept]
            told = f"{words} {texts.STANDS_NOW.format(text=texts.join(state))}." if state else words
            radar = radar_for(bundle, fagomraade)
            made = own_cards.page_card(radar, before, fagomraade, bundle, command.page, told, drafts, warn=True)
        case oc.ImportOwn():
            made = own_cards.paste_card(before, fagomraade, bundle, draft=command.text, said=words)
        case oc.SaveForvaltninger():
            made = own_cards.forvaltninger_card(before, fagomraade, bundle, draft=command.text, said=words)
        case _:
            return compose_own(scene)
    return Reply(made) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def for_the_presser(reply: Reply, in_place: bool) -> Reply:
    """What a press that changes nothing is told: nobody else's card is touched, and there is no other live card."""
    if in_place:
        return Reply(reply.card)
    return Reply(outgoing=tuple(replace(m, screen=False) for m in reply.outgoing if m.kind is Kind.SEND))
