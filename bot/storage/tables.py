"""The tables, for SQLite and PostgreSQL alike.

Tenant is in every key of what is somebody's, so no query can leave it out.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite would otherwise forget the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """Refuses naive times."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """Gives aware UTC times back."""
        if not isinstance(value, dt.datetime):
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(400), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("service_url", sa.String(400), nullable=False),
    sa.Column("bot_id", sa.String(200), nullable=False),
    sa.Column("bot_name", sa.String(200), nullable=False),
    sa.Column("kommune", sa.String(3)),
    sa.Column("reflection", sa.String(32)),
    sa.Column("welcomed_at", UtcDateTime),
    # It takes nothing from us any more; whoever speaks in it again revives it.
    sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()),
    # The channel that a thread belongs to; NULL where it is no thread.
    sa.Column("root", sa.String(400)),
    # The day (UTC) somebody last spoke in it: no more than what it takes to know when its time is up.
    sa.Column("spoken_on", sa.Date),
    # When the presses of an anonymous reflection were forgotten last: a card made before cannot be told from a repeat.
    sa.Column("forgot_at", UtcDateTime),
    # The team that a channel or a thread is in, where it is known: its members are those of the channel.
    sa.Column("team", sa.String(400)),
    # Marks of those who have left it (``bot.storage.departed``), the newest last.
    sa.Column("departed", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
    sa.Index(None, "tenant", "root"),
    sa.Index(None, "tenant", "team"),
    sa.Index(None, "spoken_on"),
)

# Whoever changes a reflection, or an answer, note or participant of it, raises its version: a process that has it in
# memory in that version does not read it again (``bot.storage.kept``). Always read, or looked at by the commit
# (``bot.storage.expected``): ``card``, ``status``, ``due``, and of a conversation all that a turn is decided by.
reflections = sa.Table(
    "reflections",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(400), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("bundle", sa.String(64), nullable=False),
    sa.Column("is_group", sa.Boolean, nullable=False),
    sa.Column("started_by", sa.String(200), nullable=False),
    sa.Column("started_by_name", sa.String(200), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("kommune", sa.String(3)),
    sa.Column("fagomraade", sa.String(64)),
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("resume_to", sa.String(16)),
    sa.Column("current", sa.Integer, nullable=False),
    sa.Column("skipped", sa.JSON, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("card", sa.String(400)),
    # The message that says who has answered.
    sa.Column("status", sa.String(400)),
    sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("salt", sa.String(64)),
    sa.Column("facilitator", sa.String(200)),
    sa.Column("facilitator_name", sa.String(200)),
    sa.Column("revealed", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
    sa.Column("paused_until", UtcDateTime),
    sa.Column("touched_at", UtcDateTime),
    sa.Column("reminders", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reminded_at", UtcDateTime),
    sa.Column("reminded", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("warned_at", UtcDateTime),
    sa.Column("previous", sa.String(32)),
    # The bundle it was last offered to switch to.
    sa.Column("offered", sa.String(64)),
    # What somebody alone has written and not saved, as [question, text]; none once it is closed.
    sa.Column("drafts", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
    # The questions of which those who had not answered have been reminded by name.
    sa.Column("nudged", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
    # When it is next to be heard from without anybody saying anything.
    sa.Column("due", UtcDateTime),
    # Whether it has rows in ``notes``: most have none, and are not asked for any.
    sa.Column("notes", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index(None, "tenant", "conversation"),
    sa.Index(None, "due"),
    sa.Index(None, "started_at"),
)

# Who started or facilitates a reflection, and who has answered under their name; nobody else who is anonymous.
participants = sa.Table(
    "participants",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("reflection", sa.String(32), primary_key=True),
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("joined_at", UtcDateTime, nullable=False),
    # A fingerprint of their Entra id, by which an operator can find them and not what it was.
    sa.Column("entra", sa.String(64)),
    sa.Index(None, "tenant", "person"),
)

# Revisions are only added, and all of an answer's go when it is withdrawn or its author forgotten. Redacting one blanks
# what it says for good, and keeps that there was one.
answers = sa.Table(
    "answers",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("reflection", sa.String(32), primary_key=True),
    sa.Column("question", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("rating", sa.Integer),
    sa.Column("ticks", sa.JSON, nullable=False),
    sa.Column("redacted_at", UtcDateTime),
    sa.Column("message", sa.String(200)),
)

# What a team writes together, each revision a row: ``kind`` says what, ``key`` which question, step or technology. And
# which messages are the lines that earlier cards of a question left behind (``lines``), which is nothing anybody wrote.
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("reflection", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)

# A kommune's own use as it stands, shared by its teams; what was said before is not kept.
own_use = sa.Table(
    "own_use",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("kommune", sa.String(3), primary_key=True),
    sa.Column("fagomraade", sa.String(64), primary_key=True),
    sa.Column("technology", sa.String(64), primary_key=True),
    # A `Stage`, under the name the column was made with.
    sa.Column("usage", sa.String(16), nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("value", sa.String(16)),
    # Who wrote it last; blank once that need not be known any longer.
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Index(None, "at"),
)

# A kommune's own forvaltninger in its own order, and the fagområder that each does the work of.
forvaltninger = sa.Table(
    "forvaltninger",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("kommune", sa.String(3), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("fagomraader", sa.JSON, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)

# Public pictures by the hash of what they show. Without a tenant: nothing of anybody's own is in it.
pictures = sa.Table(
    "pictures",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "at"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("activity", sa.String(200), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("reply", sa.JSON),
    # Of a press: the activity id it first came under, and a mark of what stood once it had been taken. Of a message in
    # which something was written that is everybody's, or whose deletion took an answer: its id, and which that was.
    sa.Column("came_as", sa.String(200)),
    sa.Column("stood", sa.String(64)),
    sa.Index(None, "at"),
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.String(64), nullable=False),
    sa.Column("conversation", sa.String(400), nullable=False),
    sa.Column("reflection", sa.String(32)),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("screen", sa.Boolean, nullable=False),
    sa.Column("target", sa.String(400)),
    sa.Column("card", sa.JSON),
    sa.Column("text", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    # One process delivers it until then; a process that died leaves it to the others.
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("unprompted", sa.Boolean, nullable=False, server_default=sa.false()),
    # Which picture of own use it is to carry; the picture itself is drawn when it is sent and never kept.
    sa.Column("picture", sa.JSON),
    # Whether it is the message that says who has answered; only the newest of those that wait is kept.
    sa.Column("status", sa.Boolean, nullable=False, server_default=sa.false()),
    # Who is named in it, as [id, name].
    sa.Column("mentions", sa.JSON),
    sa.Index(None, "state", "due"),
    sa.Index(None, "tenant", "conversation", "state"),
    # Or the number of a message just delivered would be the next one's, and whoever holds the one decides on the other.
    sqlite_autoincrement=True,
)

# What was pushed and admitted, byte for byte without its envelope, by the SHA-256 of that. Of no tenant.
bundles = sa.Table(
    "bundles",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("key_id", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "name", unique=True),
)

# Which bundle is live: the one of the highest serial. Rows are added, and taken away by an operator's word alone.
activations = sa.Table(
    "activations",
    metadata,
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("bundle", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("key_id", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

edition_log = sa.Table(
    "edition_log",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("about", sa.String(100), nullable=False),
    sa.Column("serial", sa.Integer),
    sa.Column("key_id", sa.String(16), nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
)

edition_processes = sa.Table(
    "edition_processes",
    metadata,
    sa.Column("process", sa.String(64), primary_key=True),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# Conversations that want to be told what moves on a fagområde; ``told`` is the serial they have been told of.
follows = sa.Table(
    "follows",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("fagomraade", sa.String(64), primary_key=True),
    sa.Column("bundle", sa.String(64), nullable=False),
    sa.Column("told", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "told"),
)

# Files that people asked for: first ordered, then made, and gone a quarter of an hour later. What is in one is what its
# asker could see when they asked.
files = sa.Table(
    "files",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(400), nullable=False),
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("reflection", sa.String(32)),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("media_type", sa.String(100), nullable=False),
    sa.Column("content", sa.LargeBinary),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    # Until then the process that took the order may be at it; after that it is known to have stopped.
    sa.Column("working_until", UtcDateTime, nullable=False),
    # Where the person's own OneDrive has it, as Teams told it.
    sa.Column("placed", sa.JSON),
    sa.Index(None, "at"),
)

# The addresses that were given of a file, each by the SHA-256 of its token: the token itself is kept nowhere.
file_tokens = sa.Table(
    "file_tokens",
    metadata,
    sa.Column("tenant", sa.String(64), primary_key=True),
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("file", sa.String(32), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "token", unique=True),
    sa.Index(None, "at"),
)

# What was erased since the oldest copy of the database was made, as hashes of ids, and when (``erasure_list``).
erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "at"),
)

# What all processes know of the time (``clock``), and what is written only to see that writing works (``ready``).
heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("what", sa.String(16), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    # Since when the clock has gone on evenly from a time that nobody believes yet.
    sa.Column("doubted_at", UtcDateTime),
)


@functools.cache
def all_of_them() -> sa.MetaData:
    """The tables with all their indexes, for who makes or compares a whole schema: what SQLAlchemy knows of both
    databases is loaded for the last one."""
    # Those few that a repeat still gets its first answer from.
    replied = inbox.c.reply.is_not(None)
    sa.Index("ix_inbox_at_replied", inbox.c.at, sqlite_where=replied, postgresql_where=replied)
    return metadata
