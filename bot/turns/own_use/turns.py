"""A turn about the kommune's own use; the reflection, if there is one, stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from bot.storage.own_use import OwnChange
from bot.turns import repeats
from bot.turns.ground import Acted, Ground, Told
from bot.turns.own_use.replies import OwnScene, compose_own, not_saved_again
from bot.wire import Press
from dialogs.own_use.commands import OwnCommand
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.own_use.reducer import OwnGround, apply_own


@dataclass(frozen=True)
class _Own:
    """What a turn is shown by, the own use as it was loaded, and the kommune (code) it is of."""

    scene: OwnScene
    before: KommuneUse | None
    kommune: str | None


class KeepingOwnUse:
    """Takes the turns."""

    commands = get_args(OwnCommand)

    async def act(self, ground: Ground, command: OwnCommand) -> Acted:
        """One turn. A conversation that did not know its kommune does from now on."""
        own = await self._own(ground, command)
        before, after = own.before, own.scene.step.kommune_use
        changes = (OwnChange(before, after),) if before is not None and after not in (None, before) else ()
        taken = ground.taken(repeats.own_mark(after))
        return Acted(ground.reflection, compose_own(own.scene), changes, taken, own.kommune)

    async def again(self, ground: Ground, command: OwnCommand, press: Press) -> Told:
        """What stands, and the form as it was filled in where it would change something now."""
        own = await self._own(ground, command)
        mark = repeats.own_mark(own.before)
        if own.before is None or own.scene.step.kommune_use == own.before:
            return Told(mark, compose_own(own.scene))
        return Told(mark, not_saved_again(own.scene, own.before, command))

    async def _own(self, ground: Ground, command: OwnCommand) -> _Own:
        tenant, reflection = ground.incoming.address.tenant, ground.reflection
        kommune = ground.only or command.kommune or ground.stands.kommune
        # Those that others in the tenant have chosen stand first; none of them is taken for this chat's.
        known = () if kommune else await ground.store.kommuner(tenant)
        before = await ground.store.kommune_use(tenant, kommune) if kommune else None
        is_open = reflection is not None and not reflection.phase.is_closed
        bundle = ground.bundle_of(reflection) if is_open else ground.live
        own = OwnGround(bundle, before, known if len(known) > 1 else (), reflection.fagomraade if reflection else None)
        step = apply_own(own, command, ground.incoming.by, ground.now)
        return _Own(OwnScene(step, bundle, reflection, ground.in_place), before, kommune)
