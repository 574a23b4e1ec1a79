"""What people see when they follow a radar, stop, or ask what is followed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from bot.cards.elements import Notice, good, info, plain, warning
from bot.cards.following.follow import following_card, name_of
from bot.cards.pictured import PictureAddress
from bot.cards.radar import radar_card
from bot.turns.pictured import Pictured
from bot.wire import Kind, Outgoing, Reply
from dialogs.asides import following as f
from dialogs.asides.following import Follow, FollowCommand
from dialogs.texts import common as texts
from dialogs.texts import following
from radar_core.advice.suggest import suggest
from radar_core.known import no_own_radar
from radar_core.lookup import radar_for
from radar_core.model import Bundle
from radar_core.spelling import together


@dataclass(frozen=True)
class FollowScene:
    """The step that was taken, and what it is shown by."""

    step: f.FollowStep
    bundle: Bundle
    """The live one."""
    address_of: PictureAddress
    today: dt.date
    suggested: str | None
    """The fagområde that the conversation has a reflection of."""
    in_place: bool
    """True where the next card is the answer to a press itself."""
    drawn: bool = True
    """False where the pictures of the radar are not at hand."""


def compose_following(scene: FollowScene) -> Reply:
    """The whole reply to one turn about following."""
    step, bundle = scene.step, scene.bundle
    if isinstance(step.event, f.FollowedRadarShown):
        fagomraade = step.event.fagomraade
        radar = radar_for(bundle, fagomraade)
        made_of = partial(radar_card, radar, suggest(bundle, radar), scene.address_of, today=scene.today)
        card = Pictured(bundle.sha256, fagomraade, scene.drawn, lambda drawn: made_of(drawn=drawn))
        # The news that was pressed stands in the chat: its message is not made into a radar for good.
        return Reply(card.alone) if scene.in_place else Reply(outgoing=(card.outgoing(),))
    made = following_card(step.followed, bundle, _notice(step.event, bundle), scene.suggested)
    return Reply(card=made) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def _notice(event: f.FollowEvent, bundle: Bundle) -> Notice | None:
    match event:
        case f.FollowWanted(str(unknown)):
            return info(texts.PICK_RADAR_UNKNOWN.format(text=plain(unknown)))
        case f.FollowWanted(technology=str(technology)):
            known = bundle.technology_by_id.get(technology)
            return info(following.ONE_TECHNOLOGY.format(name=plain(known.name if known else technology)))
        case f.FollowsShown(str(unknown)):
            return info(following.UNKNOWN_FOLLOWED.format(text=plain(unknown)))
        case f.Followed(fagomraade, already):
            name = name_of(fagomraade, bundle)
            told = (following.ALREADY if already else following.NOW_FOLLOWED).format(name=name)
            if radar_for(bundle, fagomraade).is_fallback:
                told = f"{told} {following.STANDS_IN.format(reason=no_own_radar(bundle.edition, name))}"
            return info(told) if already else good(told)
        case f.Unfollowed(fagomraader) if fagomraader:
            names = together([name_of(each, bundle) for each in fagomraader])
            return good(following.UNFOLLOWED.format(names=names))
        case f.NotFollowed(fagomraade):
            return info(following.NOT_FOLLOWED.format(name=name_of(fagomraade, bundle)))
        case _:
            return None


def not_followed_again(command: FollowCommand, followed: tuple[str, ...], live: Bundle, in_place: bool) -> Reply:
    """The same for what a conversation follows, where all of it can be changed."""
    suggested = command.fagomraade if isinstance(command, Follow) else None
    made = following_card(followed, live, warning(texts.PRESSED_BEFORE), suggested)
    return Reply(made) if in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))
