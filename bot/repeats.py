"""What makes two acts the same act, however Teams delivers them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from bot import follow_presses, own_presses
from bot.storage.standing import Stands
from bot.wire import Incoming

CHANGING = (
    frozenset(
        "start setup answer ahead withdraw skip back next goto pause resume finish cancel status "
        "reveal conclude naming takeover reopen remind savestep removestep choose evaluate "
        "dismiss undodismissal switchedition keepedition".split()
    )
    | own_presses.CHANGING
    | follow_presses.CHANGING
)
"""Verbs of presses that change something; the others may be pressed again and again on the same card."""

STANDING = frozenset({"start", "status"}) | follow_presses.CHANGING
"""Verbs of buttons that stay in the chat and may be meant again another day."""

REDELIVERY = dt.timedelta(minutes=2)
"""Teams has redelivered a press after 15 seconds; past this nothing is a redelivery."""


def identity(incoming: Incoming) -> str:
    """What makes an act the same act: its activity id; of a press that changes something, its card and what it carries.

    Teams redelivers presses it thinks were lost, sometimes under a new id.
    """
    press = incoming.press
    nonce = press.data.get("n") if press else None
    if press is None or press.verb not in CHANGING or not isinstance(nonce, str):
        return incoming.id
    carried = json.dumps([incoming.by.id, press.verb, press.data], sort_keys=True)
    return f"press {hashlib.sha256(carried.encode(errors='replace')).hexdigest()}"


def pressed_anew(incoming: Incoming, act: str, stands: Stands, now: dt.datetime) -> bool:
    """True where an old card that stays in the chat is pressed again, much later than Teams redelivers anything."""
    standing = incoming.press is not None and incoming.press.verb in STANDING and act != incoming.id
    return standing and stands.answered_at is not None and now - stands.answered_at > REDELIVERY
