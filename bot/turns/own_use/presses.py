"""The verbs of the cards of own use: what each is read as, and what holds for it."""

from __future__ import annotations

from typing import Any

from bot.cards.buttons import FILL_OWN, SHOW_OWN
from bot.cards.own_use.fill import (
    COMPARE_OWN,
    IMPORT_OWN,
    OPEN_FORVALTNINGER,
    OPEN_OWN_IMPORT,
    SAVE_FORVALTNINGER,
    SAVE_OWN,
)
from bot.errors import BadPress
from bot.turns.press import Pressed, Verb
from dialogs.danish.folding import readable
from dialogs.own_use import commands as c
from radar_core.own_use.model import MAX_EVIDENCE, Stage, Value

LONGEST_TEXT = 40_000
"""Characters of pasted cells that are read at all."""


def _where(press: Pressed) -> tuple[str | None, str | None]:
    """The kommune (code) and the fagområde (id, or samlet) that the card is of, or that were chosen on it."""
    return press.known(press.bundle.kommune_by_code, "k", "kommune"), press.fagomraade(samlet=True)


def _save(press: Pressed) -> c.SaveOwn:
    return c.SaveOwn(*_where(press), press.page() or 1, _said(press), press.page("then"))


def _import(press: Pressed) -> c.ImportOwn:
    return c.ImportOwn(*_where(press), _lines(press.data.get("text")), press.typed("forvaltning") or None)


def _said(press: Pressed) -> tuple[c.OwnSaid, ...]:
    """Every technology that the card had inputs for."""
    seen = press.data.get("seen")
    found = []
    for technology in press.bundle.technologies:
        level, evidence = press.data.get(f"u.{technology.id}"), press.data.get(f"e.{technology.id}")
        if level is None and evidence is None:
            continue
        stage, value = _level(level, press.data.get(f"v.{technology.id}"))
        mark = seen.get(technology.id) if isinstance(seen, dict) else None
        words = " ".join(press.typed(f"e.{technology.id}")[:MAX_EVIDENCE].split())
        found.append(c.OwnSaid(technology.id, stage, value, words, mark if isinstance(mark, str) else ""))
    return tuple(found)


def _level(chosen: Any, worth: Any) -> tuple[Stage | None, Value | None]:
    """What was chosen, and what it gives, which counts in drift only. Older cards said both in one."""
    if not isinstance(chosen, str) or not chosen:
        return None, None
    named, _, in_one = chosen.partition(":")
    worth = worth or in_one
    stage = next((u for u in Stage if u.value == named), None)
    value = next((v for v in Value if v.value == worth), None) if stage is Stage.I_DRIFT else None
    if stage is None:
        raise BadPress("a level that no card has")
    return stage, value


def _lines(value: Any) -> str:
    """Cells keep their tabs and line breaks; everything else that cannot be seen goes."""
    if not isinstance(value, str):
        return ""
    lines = value[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(readable(cell) for cell in line.split("\t")) for line in lines)


VERBS = (
    Verb(SHOW_OWN, lambda p: c.ShowOwn(*_where(p))),
    Verb(FILL_OWN, lambda p: c.FillOwn(*_where(p), p.page())),
    Verb(SAVE_OWN, _save, changes=True),
    Verb(COMPARE_OWN, lambda p: c.CompareOwn(*_where(p))),
    Verb(OPEN_OWN_IMPORT, lambda p: c.OpenOwnImport(*_where(p))),
    Verb(IMPORT_OWN, _import, changes=True),
    Verb(OPEN_FORVALTNINGER, lambda p: c.OpenForvaltninger(*_where(p))),
    Verb(SAVE_FORVALTNINGER, lambda p: c.SaveForvaltninger(*_where(p), _lines(p.data.get("text"))), changes=True),
)
