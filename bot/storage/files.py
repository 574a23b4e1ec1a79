"""The files that people have asked for: ordered by a turn, made by whoever took it, fetched from any process.

A PDF has a small file beside it, for a case system (ESDH): made, given and gone with it, under an address of its own.

An order is a row without content. Whoever works on it may do so until ``working_until``: after that it is known that
the process has stopped, and that nothing will come of it. A file that was erased meanwhile is never put there again.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.files.writing import WrittenFile
from bot.storage.compare_and_set import LostRace
from bot.storage.database import Database
from bot.storage.loaded import Beside, Turn
from bot.storage.retention import FILES_KEPT
from bot.storage.tables import file_tokens, files

TOKEN = 32
"""Bytes of chance in a token: nobody guesses one."""

_CHECK = 5
"""Letters at the end of a token that say whether it came whole."""
_WHOLE = re.compile(rf"([A-Za-z0-9_-]{{43}})([A-Za-z0-9_-]{{{_CHECK}}})")


class FileState(Enum):
    """How far a file has come; the value is what is stored."""

    MAKING = "making"
    MADE = "made"
    FAILED = "failed"
    """It could not be made."""
    PLACING = "placing"
    """It is being put where the person has said yes to."""
    PLACED = "placed"
    UNPLACED = "unplaced"
    """It could not be put there, and can be fetched instead."""
    DECLINED = "declined"
    """They have said no to having it put there."""


@dataclass(frozen=True)
class OrderedFile:
    """One file: whose it is, and how far it has come. ``size`` is in bytes, 0 where there is no content."""

    tenant: str
    id: str
    conversation: str
    person: str
    state: FileState
    name: str
    size: int
    expires_at: dt.datetime
    working_until: dt.datetime
    placed: Mapping[str, Any] | None = None

    def is_left(self, now: dt.datetime) -> bool:
        """True where whoever worked on it has stopped."""
        return self.state in (FileState.MAKING, FileState.PLACING) and self.working_until <= now


@dataclass(frozen=True)
class FetchedFile:
    """What an address gives; no ``content`` once its time is up."""

    name: str
    media_type: str
    content: bytes | None


@dataclass(frozen=True)
class FileOrder(Beside):
    """A turn's order of one file, in the turn's own transaction."""

    id: str
    person: str
    name: str
    media_type: str
    working_until: dt.datetime

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """The order."""
        row = {
            "tenant": turn.address.tenant,
            "id": self.id,
            "conversation": turn.address.conversation,
            "person": self.person,
            "reflection": turn.reflection.id if turn.reflection else None,
            "state": FileState.MAKING.value,
            "name": self.name,
            "media_type": self.media_type,
            "at": turn.at,
            "expires_at": turn.at + FILES_KEPT,
            "working_until": self.working_until,
        }
        connection.execute(files.insert(), row)


@dataclass(frozen=True)
class FileMoved(Beside):
    """A turn in which a file that is made goes on: to where its person has said yes to, or nowhere."""

    id: str
    person: str
    to: FileState
    working_until: dt.datetime

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """Raises ``LostRace`` where it is not there any more, not theirs, or has gone on already."""
        its = _the(turn.address.tenant, self.id) | {"its_person": self.person, "new_state": self.to.value}
        if connection.execute(_MOVE, its | {"new_working_until": self.working_until}).rowcount != 1:
            raise LostRace


def beside_of(id: str) -> str:
    """The id of the file that goes with another (id), where there is one."""
    return hashlib.sha256(f"{id} beside".encode()).hexdigest()[:32]


def new_token() -> str:
    """A token that nobody has had before."""
    chance = secrets.token_urlsafe(TOKEN)
    return chance + _check(chance)


def is_whole(token: str) -> bool:
    """Whether it can be a token of ours: one that was cut or changed on its way is told from one that is not known."""
    found = _WHOLE.fullmatch(token)
    return found is not None and _check(found[1]) == found[2]


def _check(chance: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(chance.encode()).digest()).decode()[:_CHECK]


def digest(token: str) -> str:
    """What a token is known by."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class Files:
    """Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, tenant: str, id: str) -> OrderedFile | None:
        """A file as it stands; None where there is none, or it was erased."""

        def work(connection: sa.Connection) -> OrderedFile | None:
            row = connection.execute(_FIND, _the(tenant, id)).mappings().first()
            if row is None:
                return None
            return OrderedFile(**{**row, "state": FileState(row["state"]), "size": row["size"] or 0})

        return await self._database.read(work)

    async def made(
        self,
        tenant: str,
        id: str,
        name: str,
        media_type: str,
        content: bytes,
        at: dt.datetime,
        beside: WrittenFile | None = None,
    ) -> bool:
        """The file is there for as long as ``FILES_KEPT``, and so is what goes with it.

        False, and nothing is kept, where it was erased.
        """
        new = {"new_name": name, "new_media_type": media_type, "new_content": content}
        times = {"new_at": at, "new_expires_at": at + FILES_KEPT}

        def work(connection: sa.Connection) -> bool:
            if connection.execute(_MADE, _the(tenant, id) | new | times).rowcount != 1:
                return False
            if beside is not None:
                its = connection.execute(_WHOSE, _the(tenant, id)).mappings().one()
                row = {"name": beside.name, "media_type": beside.media_type, "content": beside.content}
                connection.execute(files.insert(), {**its, **row, "id": beside_of(id)})
            return True

        return await self._database.write(work)

    async def failed(self, tenant: str, id: str) -> None:
        """It could not be made."""
        await self._one(_FAILED, _the(tenant, id))

    async def placed(self, tenant: str, id: str, where: Mapping[str, Any]) -> None:
        """It is where its person has said yes to; the bytes are not needed any more."""
        await self._one(_PLACED, _the(tenant, id) | {"new_placed": dict(where)})

    async def not_placed(self, tenant: str, id: str) -> None:
        """It could not be put there, and can be fetched instead."""
        await self._one(_NOT_PLACED, _the(tenant, id))

    async def content(self, tenant: str, id: str) -> bytes | None:
        """The bytes; None where there are none."""
        return await self._database.read(lambda connection: connection.scalar(_CONTENT, _the(tenant, id)))

    async def hand_out(self, tenant: str, id: str, at: dt.datetime) -> str:
        """A new token for a file, of which only the hash is kept. One for a file that is not there opens nothing."""
        token = new_token()
        row = {"tenant": tenant, "token": digest(token), "file": id, "at": at}

        def work(connection: sa.Connection) -> None:
            connection.execute(file_tokens.insert(), row)

        await self._database.write(work)
        return token

    async def fetch(self, token: str, now: dt.datetime) -> FetchedFile | None:
        """What whoever holds a token gets; None for one that opens nothing, content None for what has expired."""

        def work(connection: sa.Connection) -> FetchedFile | None:
            # The token is all that its holder has: the tenant is that of the address it was given in.
            row = connection.execute(_FETCH, {"its_token": digest(token)}).mappings().first()
            if row is None:
                return None
            if row["expires_at"] <= now:
                return FetchedFile(row["name"], row["media_type"], None)
            its = _the(row["tenant"], row["id"])
            content = connection.scalar(_CONTENT, its)
            return FetchedFile(row["name"], row["media_type"], content) if content is not None else None

        return await self._database.read(work)

    async def _one(self, statement: sa.Update, values: Mapping[str, Any]) -> bool:
        def work(connection: sa.Connection) -> bool:
            return connection.execute(statement, values).rowcount == 1

        return await self._database.write(work)


def _the(tenant: str, id: str) -> dict[str, Any]:
    return {"its_tenant": tenant, "its_id": id}


# Built once: building a statement costs more than running it.
_THIS = (files.c.tenant == sa.bindparam("its_tenant"), files.c.id == sa.bindparam("its_id"))
_FIND = sa.select(
    *(files.c[name] for name in ("tenant", "id", "conversation", "person", "state", "name")),
    *(files.c[name] for name in ("expires_at", "working_until", "placed")),
    sa.func.length(files.c.content).label("size"),
).where(*_THIS)
_CONTENT = sa.select(files.c.content).where(*_THIS)
_WHOSE = sa.select(
    *(files.c[name] for name in ("tenant", "conversation", "person", "reflection", "state")),
    *(files.c[name] for name in ("at", "expires_at", "working_until")),
).where(*_THIS)
_MADE = (
    files.update()
    .where(*_THIS, files.c.state == FileState.MAKING.value)
    .values(
        state=FileState.MADE.value,
        **{name: sa.bindparam(f"new_{name}") for name in ("name", "media_type", "content", "at", "expires_at")},
    )
)
_FAILED = files.update().where(*_THIS, files.c.state == FileState.MAKING.value).values(state=FileState.FAILED.value)
_MOVE = (
    files.update()
    .where(*_THIS, files.c.person == sa.bindparam("its_person"), files.c.state == FileState.MADE.value)
    .values(state=sa.bindparam("new_state"), working_until=sa.bindparam("new_working_until"))
)
_PLACED = (
    files.update()
    .where(*_THIS, files.c.state == FileState.PLACING.value)
    .values(
        state=FileState.PLACED.value,
        content=None,
        placed=sa.bindparam("new_placed", type_=files.c.placed.type),
    )
)
_NOT_PLACED = (
    files.update().where(*_THIS, files.c.state == FileState.PLACING.value).values(state=FileState.UNPLACED.value)
)
_FETCH = (
    sa.select(files.c.tenant, files.c.id, files.c.name, files.c.media_type, files.c.expires_at)
    .join(file_tokens, (file_tokens.c.tenant == files.c.tenant) & (file_tokens.c.file == files.c.id))
    .where(file_tokens.c.token == sa.bindparam("its_token"))
)
