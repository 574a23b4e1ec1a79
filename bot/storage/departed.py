"""Who has left a conversation or the team it is in: an old card of theirs still stands, and is answered no more.

Teams says so once, when it happens. Only marks are kept: they tell whether somebody who acts is one of those, and not
who they were. Who is in a channel is who is in its team, or in the channel itself where that has members of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from bot.storage import rows
from bot.storage.loaded import Beside, Departed, Turn, mark
from bot.storage.prepared import Prepared
from bot.storage.rows import Row
from bot.storage.tables import conversations
from bot.wire import Address, ChatKind, Members
from dialogs.reflection.state import Reflection

MOST = 1_000
"""Marks of one conversation or team; whoever left first is let go of first."""


def known(connection: sa.Connection, row: Row | None, address: Address) -> Departed:
    """Who has left a conversation (``c_…``, None where it is new), its channel or its team."""
    marks = {address.conversation: row["c_departed"]} if row is not None else {}
    if address.kind is ChatKind.CHANNEL:
        channel = rows.channel_of(address) or ""
        its = {"its_tenant": address.tenant, "its_channel": channel, "its_team": address.team or ""}
        marks |= {each["id"]: each["departed"] for each in _BESIDE.rows(connection, its)}
    return Departed(tuple((address.tenant, where, frozenset(some)) for where, some in marks.items() if some))


def knowing(reflection: Reflection, departed: Departed) -> Reflection:
    """A reflection that knows who in it has left."""
    gone: frozenset[str] = frozenset()
    if departed.marks:
        people = (*reflection.participants, *filter(None, [reflection.facilitator]))
        gone = frozenset(person.id for person in people if departed.has(person.id))
    return reflection if gone == reflection.gone else replace(reflection, gone=gone)


@dataclass(frozen=True)
class MembersChange(Beside):
    """Some have left, and some have come or come back: those are members wherever the team is."""

    members: Members

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """The conversation's row is this transaction's already."""
        here = turn.address
        _change(connection, here.tenant, here.conversation, self.members)
        if here.team and here.team != here.conversation:
            _change(connection, here.tenant, here.team, Members(came=self.members.came))


def _change(connection: sa.Connection, tenant: str, where: str, members: Members) -> None:
    its = {"its_tenant": tenant, "its_id": where}
    row = _MARKS.first(connection, its)
    if row is None:
        return
    went = _marks(tenant, where, members.left)
    both = {*went, *_marks(tenant, where, members.came)}
    after = [each for each in row["departed"] if each not in both] + went
    if after != row["departed"]:
        _KEEP.change(connection, {**its, "new_departed": after[-MOST:]})


def _marks(tenant: str, where: str, people: Iterable[str]) -> list[str]:
    return [mark(tenant, where, person) for person in sorted(people)]


_THIS = (conversations.c.tenant == sa.bindparam("its_tenant"), conversations.c.id == sa.bindparam("its_id"))
_BESIDE = Prepared(
    sa.select(conversations.c.id, conversations.c.departed).where(
        conversations.c.tenant == sa.bindparam("its_tenant"),
        (conversations.c.id == sa.bindparam("its_channel")) | (conversations.c.id == sa.bindparam("its_team")),
    )
)
_MARKS = Prepared(sa.select(conversations.c.departed).where(*_THIS).with_for_update())
_KEEP = Prepared(conversations.update().where(*_THIS).values(departed=sa.bindparam("new_departed")))
