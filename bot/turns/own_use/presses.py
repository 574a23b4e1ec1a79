"""A press on a card of own use to a command. What it carries came from outside, so anything odd is left out."""

from __future__ import annotations

from typing import Any

from bot.errors import BadPress
from bot.wire import Press
from dialogs.danish.folding import readable
from dialogs.own_use import commands as c
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import MAX_EVIDENCE, Usage, Value

VERBS = frozenset("own ownfill ownsave owncompare ownpaste ownimport ownmap ownmapsave".split())
"""Verbs of the cards of own use."""

CHANGING = frozenset("ownsave ownimport ownmapsave".split())
"""Those that change something."""

LONGEST_TEXT = 40_000
"""Characters of pasted cells that are read at all."""


def own_command_of(press: Press, bundle: Bundle) -> c.OwnCommand:
    """The command a press stands for. Raises ``BadPress``."""
    data = press.data
    kommune = _known(data.get("k") or data.get("kommune"), bundle.kommune_by_code)
    named = data.get("f") or data.get("fagomraade")
    fagomraade = SAMLET if named == SAMLET else _known(named, bundle.fagomraade_by_id)
    match press.verb:
        case "own":
            return c.ShowOwn(kommune, fagomraade)
        case "ownfill":
            return c.FillOwn(kommune, fagomraade, _page(data.get("page")))
        case "ownsave":
            page = _page(data.get("page")) or 1
            return c.SaveOwn(kommune, fagomraade, page, _said(press, bundle), _page(data.get("then")))
        case "owncompare":
            return c.CompareOwn(kommune, fagomraade)
        case "ownpaste":
            return c.OpenOwnImport(kommune, fagomraade)
        case "ownimport":
            return c.ImportOwn(kommune, fagomraade, _lines(data.get("text")), _typed(data.get("forvaltning")) or None)
        case "ownmap":
            return c.OpenForvaltninger(kommune, fagomraade)
        case "ownmapsave":
            return c.SaveForvaltninger(kommune, fagomraade, _lines(data.get("text")))
        case _:
            raise BadPress(f"unknown verb of {len(press.verb)} characters")


def _said(press: Press, bundle: Bundle) -> tuple[c.OwnSaid, ...]:
    """Every technology that the card had inputs for."""
    seen = press.data.get("seen")
    found = []
    for technology in bundle.technologies:
        level, evidence = press.data.get(f"u.{technology.id}"), press.data.get(f"e.{technology.id}")
        if level is None and evidence is None:
            continue
        usage, value = _level(level)
        mark = seen.get(technology.id) if isinstance(seen, dict) else None
        words = " ".join(_typed(evidence)[:MAX_EVIDENCE].split())
        found.append(c.OwnSaid(technology.id, usage, value, words, mark if isinstance(mark, str) else ""))
    return tuple(found)


def _level(chosen: Any) -> tuple[Usage | None, Value | None]:
    if not isinstance(chosen, str) or not chosen:
        return None, None
    named, _, worth = chosen.partition(":")
    usage = next((u for u in Usage if u.value == named), None)
    value = next((v for v in Value if v.value == worth), None) if usage is Usage.I_DRIFT else None
    if usage is None:
        raise BadPress("a level that no card has")
    return usage, value


def _page(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 99:
        return value
    return None


def _typed(value: Any) -> str:
    return readable(value).strip() if isinstance(value, str) else ""


def _lines(value: Any) -> str:
    """Cells keep their tabs and line breaks; everything else that cannot be seen goes."""
    if not isinstance(value, str):
        return ""
    lines = value[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(readable(cell) for cell in line.split("\t")) for line in lines)


def _known(value: Any, known: Any) -> str | None:
    return value if isinstance(value, str) and value in known else None
