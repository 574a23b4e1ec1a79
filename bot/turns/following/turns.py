"""A turn about which radars the conversation follows; they are those of the live edition."""

from __future__ import annotations

from typing import get_args

from bot.storage.follows import FollowChange
from bot.turns import repeats
from bot.turns.following.replies import FollowScene, compose_following, not_followed_again
from bot.turns.ground import Acted, Ground, Told
from bot.wire import Press
from dialogs.asides.following import FollowCommand, FollowedRadarShown, apply_following
from dialogs.danish.dates import local


class Following:
    """Takes the turns."""

    commands = get_args(FollowCommand)

    async def act(self, ground: Ground, command: FollowCommand) -> Acted:
        """One turn; the reflection stays as it is."""
        before, scene = await self._scene(ground, command)
        after, snapshot = scene.step.followed, ground.snapshot
        changes = (FollowChange(before, after, snapshot.live.sha256, snapshot.serial),) if after != before else ()
        taken = ground.taken(repeats.followed_mark(after))
        return Acted(ground.reflection, compose_following(scene), changes, taken)

    async def again(self, ground: Ground, command: FollowCommand, press: Press) -> Told:
        """What is followed, where all of it can be changed."""
        followed, scene = await self._scene(ground, command)
        mark = repeats.followed_mark(followed)
        if scene.step.followed == followed:
            return Told(mark, compose_following(scene))
        return Told(mark, not_followed_again(command, followed, ground.live, scene.in_place))

    async def _scene(self, ground: Ground, command: FollowCommand) -> tuple[tuple[str, ...], FollowScene]:
        live, reflection = ground.live, ground.reflection
        before = await ground.store.follows.of(ground.incoming.address)
        step = apply_following(live, before, command)
        shown = step.event.fagomraade if isinstance(step.event, FollowedRadarShown) else None
        scene = FollowScene(
            step,
            live,
            ground.address_of,
            local(ground.now).date(),
            reflection.fagomraade if reflection else None,
            ground.in_place,
            await ground.drawn(live, shown) if shown else True,
        )
        return before, scene
