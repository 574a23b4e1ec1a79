"""What makes two acts the same act, however Teams delivers them, and what stood once an act had been taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from bot.storage.loaded import Stands
from bot.wire import Incoming
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.reflection.state import Reflection


def identity(incoming: Incoming, *, changes: bool) -> str:
    """What makes an act the same act: its activity id; of a press that changes something, its card and what it carries.

    ``changes`` says whether its verb is one that does. Teams redelivers presses it thinks were lost, sometimes under a
    new id.
    """
    press = incoming.press
    nonce = press.data.get("n") if press else None
    if press is None or not changes or not isinstance(nonce, str):
        return incoming.id
    carried = json.dumps([incoming.by.id, press.verb, press.data], sort_keys=True)
    return f"press {hashlib.sha256(carried.encode(errors='replace')).hexdigest()}"


def nonce(now: dt.datetime, made_up: str) -> str:
    """The mark of one card: when it was made, and what no other card has."""
    return f"{_milliseconds(now):x}.{made_up}"


def is_forgotten(incoming: Incoming, act: str, stands: Stands) -> bool:
    """True where a press may have been taken before, and cannot be known to have been.

    The presses of an anonymous reflection are forgotten when it is closed, and their cards stay in the chat.
    """
    if act == incoming.id or incoming.press is None or stands.forgot_at is None:
        return False
    made, _, rest = str(incoming.press.data.get("n")).partition(".")
    try:
        return not rest or int(made, 16) < _milliseconds(stands.forgot_at)
    except ValueError:
        return True


def mark(reflection: Reflection | None, version: int) -> str:
    """What tells whether a reflection still stands as it did."""
    return f"{reflection.id} {version}" if reflection else ""


def mark_after(stands: Stands, after: Reflection | None) -> str:
    """The same for what a turn leaves."""
    before = stands.reflection
    if after is None or after == before:
        return mark(before, stands.version)
    return mark(after, stands.version + 1 if before is not None and before.id == after.id else 1)


def own_mark(kommune_use: KommuneUse | None) -> str:
    """The same for what a kommune has said of its own use."""
    if kommune_use is None:
        return ""
    said = sorted((kept.fagomraade, kept.use.technology, kept.revision) for kept in kommune_use.kept)
    return _digest([kommune_use.kommune, said, [[f.name, list(f.fagomraader)] for f in kommune_use.forvaltninger]])


def followed_mark(followed: Sequence[str]) -> str:
    """The same for which radars a conversation follows."""
    return _digest(sorted(followed))


def _digest(stands: object) -> str:
    return hashlib.sha256(json.dumps(stands).encode()).hexdigest()[:40]


def _milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)
