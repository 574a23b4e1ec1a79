"""What a file is made of: the state as it stands at the press, for whoever presses and for nobody else."""

from __future__ import annotations

import asyncio

from bot.errors import FileNotWritten
from bot.files.protocol import protocol_of
from bot.files.snapshot import snapshot_of
from bot.files.writing import Document
from bot.turns.beside import over_time_beside
from bot.turns.ground import Ground
from dialogs.asides.taking import MakeFile
from dialogs.texts import taking as words
from radar_core.lookup import edition_before


async def document_of(ground: Ground, command: MakeFile) -> Document:
    """The document. Raises ``FileNotWritten`` where there is none for whoever asks."""
    if command.fagomraade is not None:
        bundle = ground.spoken_of
        return snapshot_of(bundle, [command.fagomraade], ground.now, edition_before(bundle, ground.snapshot.public))
    reflection = ground.reflection
    if reflection is None:
        raise FileNotWritten(words.NO_PROTOCOL)
    own = None
    if ground.stands.has_own and reflection.kommune and reflection.fagomraade:
        use = await ground.store.kommune_use(ground.incoming.address.tenant, reflection.kommune)
        own = use.radar(reflection.fagomraade) if use.kept else None
    # Sixty people's longest answers are two million signs to read through: nobody else waits for that.
    by, bundle = ground.incoming.by, ground.bundle_of(reflection)
    where = ground.incoming.address
    shown = await over_time_beside(ground.store, where, reflection, ground.snapshot)
    return await asyncio.to_thread(protocol_of, reflection, by, ground.now, bundle, own, shown)
