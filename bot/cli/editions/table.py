"""What is live, in which processes, what there is to activate and what happened, as a table an editor reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.cli.editions.client import Event, State
from radar_core.files.text import INVISIBLE

SHORT = 12
"""Digits of a hash that are shown: enough to tell bundles apart and to name one."""
_WHAT = {"udgave": "lagt op", "aktivering": "gjort gældende", "taget tilbage": "taget tilbage"}


def table_of(state: State) -> str:
    """The whole state, newest first."""
    live = state.live
    parts = [f"I drift: {live_words(state)}, SHA-256 {live.hash}"]
    running = [
        [p.process, f"serienummer {p.serial}", f"sidst hørt {when(p.at)}", "" if p.serial >= live.serial else "bagud"]
        for p in state.processes
    ]
    parts += ["", "Processer", *_rows(running, "ingen har meldt sig det seneste minut")]
    pushed = [
        [b.name, b.hash[:SHORT], when(b.at), f"nøgle {b.key}", _state_of(b.hash, live.hash, is_old=b.been_live)]
        for b in reversed(state.bundles)
    ]
    parts += ["", "Udgaver, der er lagt op", *_rows(pushed, "ingen endnu")]
    parts += ["", "Historie, nyeste øverst"]
    events = _rows([_event(event) for event in state.history], "intet endnu")
    for line, event in zip(events, state.history or (None,), strict=True):
        parts.append(line)
        parts += [f"      {_plain(words)}" for words in (event.note, *event.reasons) if words] if event else []
    return "\n".join(parts)


def live_words(state: State) -> str:
    """What is live, and since which activation."""
    serial = state.live.serial
    return f"{state.live_name} ({f'serienummer {serial}' if serial else 'fulgte med botten'})"


def when(at: dt.datetime) -> str:
    """A time on this machine's clock."""
    return at.astimezone().strftime("%d.%m.%Y %H.%M")


def _state_of(sha256: str, live: str, *, is_old: bool) -> str:
    if sha256 == live:
        return "gælder nu"
    return "har gældt før" if is_old else "gælder ikke endnu"


def _event(event: Event) -> list[str]:
    taken = _WHAT.get(event.what, event.what) if event.result == "ACK" else f"{event.what} afvist"
    serial = f"serienummer {event.serial}" if event.serial is not None else ""
    return [when(event.at), taken, event.about, serial, f"nøgle {event.key}"]


def _plain(words: str) -> str:
    """Without what would move the cursor of whoever reads it."""
    return INVISIBLE.sub("", words)


def _rows(rows: Sequence[Sequence[str]], none: str) -> list[str]:
    """Columns as wide as their widest cell."""
    if not rows:
        return [f"  {none}"]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
