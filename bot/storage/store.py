"""The store: loads a conversation as it stands, and commits a whole turn or nothing.

One turn is one transaction: the inbox row (so a repeat is known), the conversation, the reflection (compare-and-set on
its version) and the outgoing messages. Whoever loses the race loads again and applies the same command to what then
stands. The conversation's row is written before the reflection is looked at, so on PostgreSQL too the turns of one
conversation happen one after the other, and so do their messages.

Every method raises ``StorageError`` where the database fails; nothing was saved then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from bot.storage import departed, earlier, erasure, erasure_list, own_use, people, queries, rows, writes
from bot.storage.backlog import Backlog
from bot.storage.compare_and_set import LostRace
from bot.storage.database import Database, trouble_told
from bot.storage.editions import KeptEditions
from bot.storage.expected import Expected
from bot.storage.files import Files
from bot.storage.follows import Follows
from bot.storage.heartbeats import Heartbeats
from bot.storage.kept import Kept, committed
from bot.storage.loaded import Change, Committed, Due, Elsewhere, Stands, Taken, Turn
from bot.storage.outbox import LEASE, Waiting, let_go_of_pictures, put_in
from bot.storage.people import People
from bot.storage.pictures import KeptPictures
from bot.storage.presence import Presence
from bot.storage.retention import BACKUPS_KEPT
from bot.storage.schema import migrate
from bot.storage.scrubbing import Scrubber
from bot.wire import Address, ChatKind, Reply
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.reflection.state import Phase, Reflection


class Store(Waiting):
    """The one database, SQLite or PostgreSQL by its URL."""

    def __init__(self, url: str, lease: dt.timedelta = LEASE, *, there: bool = False) -> None:
        self._kept = Kept()
        super().__init__(Database(url, there=there), Expected(self._kept), lease)
        self.file = self._database.file
        """SQLite's file; None with PostgreSQL."""
        self.backlog = Backlog(self._database)
        """What waits to be delivered."""
        self.pictures = KeptPictures(self._database)
        """The public pictures that are kept."""
        self.editions = KeptEditions(self._database)
        """The bundles that were pushed, and which is live."""
        self.files = Files(self._database)
        """The files that people have asked for."""
        self.follows = Follows(self._database)
        """Who follows what, and has been told of it."""
        self.heartbeats = Heartbeats(self._database)
        """What is known of the clock, and whether writing works."""
        self.people = People(self._database, self.erased)
        """What is kept about one person."""
        self._presence = Presence(self._database.file) if self._database.file else None
        self._scrubber = Scrubber(self._database.scrub, self._database.rebuild)

    async def open(self) -> None:
        """Brings the database to this release's schema. Raises ``UnsafeStart`` for one of a newer release."""
        try:
            await migrate(self._database)
            if self._presence:
                with trouble_told():
                    await self._presence.begin(self._free_all)
        except BaseException:
            await self.close()
            raise
        self.erased()  # a process that was killed may not have come to it

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._scrubber.close()
        await self._database.close()
        if self._presence:
            self._presence.end()

    def erased(self) -> None:
        """Says that an erasure has been committed: what stands of it outside the tables is scrubbed, beside the turns.

        Returns at once. What this store erases itself it says so of by itself. What is in memory goes now.
        """
        self._kept.clear()
        self._expected.clear()
        self._scrubber.begin()

    async def scrubbed(self, within: float, *, rebuilt: bool = False) -> bool:
        """Whether all that was erased before is out of the files, waiting at most so many seconds.

        For a command that promises it, not for a turn. With ``rebuilt`` SQLite's file is written anew first, so that no
        page holds a copy from when rows were moved; all others wait meanwhile. Raises ``StorageError`` then.
        """
        return await (self._scrubber.rebuilt(within) if rebuilt else self._scrubber.done(within))

    async def load(self, address: Address, activity: str, about: str | None = None) -> Stands:
        """The conversation as it stands, and whether this activity was answered before.

        ``about`` is the id of a reflection that is turned to instead of the newest, where the conversation has it.
        """

        def work(connection: sa.Connection) -> Stands:
            row = queries.conversation(connection, address, activity, about, whole=False)
            known = None
            if row is not None and row["r_id"] is not None:
                known = self._kept.find(address.tenant, row["r_id"], row["r_version"])
                if known is None:
                    row = queries.conversation(connection, address, activity, about, whole=True)
                    known = queries.known(connection, row) if row is not None else None
            if row is None:
                gone = departed.known(connection, row, address)
                return Stands(address, False, None, None, None, 0, None, None, None, departed=gone)
            here = replace(address, team=address.team or row["c_team"])
            gone = departed.known(connection, row, here)
            return Stands(
                address=here,
                known=True,
                welcomed_at=row["c_welcomed_at"],
                kommune=row["c_kommune"],
                reflection=departed.knowing(known.reflection, gone) if known else None,
                version=known.version if known else 0,
                card=row["r_card"],
                status=row["r_status"],
                answered=rows.reply(row["i_reply"]) if row["i_at"] is not None else None,
                came_as=row["i_came_as"],
                stood=row["i_stood"],
                forgot_at=row["c_forgot_at"],
                newest=row["c_reflection"],
                previous=queries.previous(connection, row),
                due=row["r_due"],
                has_own=bool(row["r_has_own"]),
                latest=known.latest if known else None,
                entra=known.entra if known else frozenset(),
                departed=gone,
            )

        return await self._database.read(work)

    def expected(self, address: Address, about: str | None = None) -> Stands | None:
        """The conversation as this process left it, without looking; None where that is not known.

        What comes of it must be committed before it is told: that is CONFLICT where it does not stand so, or where the
        activity has been taken before. A server is there to be shared, and to decide in vain costs more than to read.
        """
        return self._expected.find(address, about)

    async def reflection(self, tenant: str, which: str) -> Reflection | None:
        """A reflection by its id, with its answers; None where it is not kept in the tenant."""

        def work(connection: sa.Connection) -> Reflection | None:
            row = queries.reflection_row(connection, tenant, which)
            return queries.reflection(connection, row) if row else None

        return await self._database.read(work)

    async def earlier(self, address: Address) -> tuple[Reflection, ...]:
        """The reflections of the conversation, or of its whole channel, that may stand beside each other; without what
        was answered and written in them. The newest first."""
        return await self._database.read(lambda connection: earlier.heads(connection, address))

    async def earlier_whole(self, address: Address, which: Sequence[str]) -> tuple[Reflection, ...]:
        """Those of them with these ids, with all that is in them; the oldest first."""
        return await self._database.read(lambda connection: earlier.whole(connection, address, which))

    async def confirmed(self, tenant: str, which: str) -> tuple[str, ...]:
        """The ids that the team has said are its own together with a reflection (id); none where it has not."""
        return await self._database.read(lambda connection: earlier.confirmed(connection, tenant, which))

    async def conversation_of(self, tenant: str, which: str) -> Address | None:
        """Where a reflection (id) was made; None where it is not kept in the tenant."""
        return await self._database.read(lambda connection: earlier.where(connection, tenant, which))

    async def noted(self, address: Address, came_as: str) -> Sequence[str]:
        """What was noted (``Taken.stood``) of what came in a conversation under an id, newest first."""
        return await self._database.read(lambda connection: queries.noted(connection, address, came_as))

    async def open_elsewhere(self, address: Address) -> tuple[Elsewhere, ...]:
        """What is open in other threads of the same channel, newest first; nothing outside channels."""
        if address.kind is not ChatKind.CHANNEL:
            return ()
        found = await self._database.read(lambda connection: queries.open_elsewhere(connection, address))
        return tuple(Elsewhere(**{**row, "phase": Phase(row["phase"])}) for row in found)

    async def due(self, now: dt.datetime, limit: int) -> Sequence[Due]:
        """Reflections whose time has come, oldest first, where the conversation still takes what we say."""
        found = await self._database.read(lambda connection: queries.due(connection, now, limit))
        return [Due(rows.address(row), row["reflection"], row["due"]) for row in found]

    async def kommune_use(self, tenant: str, kommune: str) -> KommuneUse:
        """What a kommune (code) has said about its own use, shared by its teams in this tenant."""
        return await self._database.read(lambda connection: own_use.kommune_use(connection, tenant, kommune))

    async def kommuner(self, tenant: str) -> tuple[str, ...]:
        """The codes of the kommuner that are known of a tenant, sorted."""
        return await self._database.read(lambda connection: own_use.kommuner(connection, tenant))

    async def commit(
        self,
        stands: Stands,
        activity: str,
        at: dt.datetime,
        reflection: Reflection | None,
        reply: Reply,
        changes: Sequence[Change] = (),
        *,
        welcomed: bool = False,
        taken: Taken | None = None,
    ) -> Committed:
        """The whole turn or nothing; CONFLICT where what it changes no longer stands as it was loaded."""
        turn = Turn(stands.address, stands.reflection, reflection, at, activity)
        noted = rows.inbox_row(stands.address, activity, at, reply, taken)
        erasures = self._kept.erasures
        erases = erasure.erases(stands.reflection, reflection)
        gone = erasure.erased_by(stands.address.tenant, stands.reflection, reflection, erases=erases)
        about = None if reflection is None or any(change.apart for change in changes) else reflection.id
        self._expected.moved(stands.address)

        def work(connection: sa.Connection) -> None:
            for change in changes:
                change.begin(connection)
            writes.write_conversation(connection, stands, reflection, noted, welcomed=welcomed)
            writes.write_reflection(connection, stands, reflection)
            for change in changes:
                change.write(connection, turn)
            if reflection and erasure.closes_anonymously(stands.reflection, reflection):
                erasure.forget_people(connection, stands.address, reflection, activity, at)
            if erases:
                erasure.forget_files(connection, stands.address)
            erasure_list.record(connection, gone, at)
            let_go_of_pictures(connection, stands.address, reply.outgoing)
            put_in(connection, stands.address, about, reply.outgoing, at)

        try:
            await self._database.write(work)
        except LostRace:
            return Committed.CONFLICT
        is_erased, scrubs = self._kept.erasures != erasures, any(change.scrubs for change in changes)
        if scrubs or erases:
            self.erased()
        # What a change erases may be of this very reflection.
        known = None if reflection is None or is_erased or scrubs else committed(stands, reflection)
        if known:
            known = people.knowing(known, turn, changes)
            self._kept.keep(stands.address.tenant, known)
            if self.file is not None and not welcomed:
                self._expected.left(stands, known, changes)
        return Committed.DONE

    async def tidy(self, now: dt.datetime, keep: dt.timedelta, backups: dt.timedelta = BACKUPS_KEPT) -> None:
        """Forgets some of what need not be kept, and some of the reflections that nobody has touched for ``keep``.

        What was erased is known for ``backups``: as long as there are copies of the database from before it.
        """
        for piece, before in erasure.pieces(now, keep, backups):
            await self._database.write(partial(piece, before=before))
        self.erased()

    def check_file(self) -> None:
        """Raises ``StorageError`` where SQLite's file is no longer the one that is open."""
        self._database.check_file()
