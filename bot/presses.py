"""A press on a card to a command. Whatever a card carries came from outside: anything odd is no command at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.wire import Press
from dialogs import commands as c
from dialogs.context import choices, wants_rating
from dialogs.folding import readable
from dialogs.reflection import Reflection
from radar_core.model import SAMLET, Bundle


class BadPress(ValueError):
    """The press carries something no card of ours ever carried."""


def command_of(press: Press, reflection: Reflection | None, bundle: Bundle) -> c.Command:
    """The command a press stands for. Raises ``BadPress``."""
    data = press.data
    question = _number(data, "q")
    match press.verb:
        case "start":
            return c.Start(fagomraade=_known(data.get("f"), bundle.fagomraade_by_id))
        case "setup":
            return c.Setup(
                _known(data.get("kommune"), bundle.kommune_by_code),
                _known(data.get("fagomraade"), bundle.fagomraade_by_id),
            )
        case "answer":
            return _answer(data, question, reflection, bundle) or c.Answer("", question)
        case "skip":
            return _kept(data, question, reflection, bundle, c.Skip(question)) or c.Skip(question)
        case "back":
            return _kept(data, question, reflection, bundle, c.Back(question)) or c.Back(question)
        case "open":
            return c.OpenAnswer(question or _number(data, "question"))
        case "next":
            return c.Next(question)
        case "goto":
            return c.GoTo(_number(data, "question") or 0)
        case "ready" | "radar":
            return _radar(data, bundle, press.verb == "ready")
        case "summary":
            return c.ShowSummary(_number(data, "page") or 1)
        case _:
            return _simple(press.verb)


def reflection_of(press: Press) -> str | None:
    """Id of the reflection the card belonged to, where it named one."""
    named = press.data.get("r")
    return named if isinstance(named, str) and named else None


def _simple(verb: str) -> c.Command:
    simple: dict[str, c.Command] = {
        "pause": c.Pause(),
        "resume": c.Resume(),
        "finish": c.Finish(),
        "cancel": c.Cancel(),
        "status": c.ShowStatus(),
        "help": c.Help(),
    }
    try:
        return simple[verb]
    except KeyError:
        raise BadPress(f"unknown verb of {len(verb)} characters") from None


def _radar(data: Mapping[str, Any], bundle: Bundle, ready: bool) -> c.ShowRadar:
    named = data.get("f") or data.get("fagomraade")
    fagomraade = named if named == SAMLET else _known(named, bundle.fagomraade_by_id)
    return c.ShowRadar(fagomraade, all_ready=ready and data.get("all") is True)


def _kept(
    data: Mapping[str, Any], question: int | None, reflection: Reflection | None, bundle: Bundle, then: c.Skip | c.Back
) -> c.Answer | None:
    """What was typed beside *Tilbage* or *Spring over* is an answer too, unless nothing was."""
    return _answer(data, question, reflection, bundle, then)


def _answer(
    data: Mapping[str, Any],
    number: int | None,
    reflection: Reflection | None,
    bundle: Bundle,
    then: c.Skip | c.Back | None = None,
) -> c.Answer | None:
    if number is None or not 1 <= number <= len(bundle.questions) or reflection is None:
        return None
    question = bundle.questions[number - 1]
    text = data.get("text")
    text = readable(text).strip() if isinstance(text, str) else ""
    rating = _number(data, "rating") if wants_rating(question) else None
    if rating is not None and not 1 <= rating <= 5:
        raise BadPress("a rating outside 1–5")
    offered = {choice for choice, _ in choices(question, reflection, bundle)}
    ticks: tuple[str, ...] | None = None
    if question.ticks is not None:
        chosen = data.get("ticks")
        listed = chosen.split(",") if isinstance(chosen, str) and chosen else []
        ticks = tuple(dict.fromkeys(t for t in listed if t in offered))
    if not text and rating is None and not ticks:
        return None
    return c.Answer(text, number, rating, ticks, then)


def _known(value: Any, known: Mapping[str, Any]) -> str | None:
    return value if isinstance(value, str) and value in known else None


def _number(data: Mapping[str, Any], name: str) -> int | None:
    value = data.get(name)
    if isinstance(value, bool) or value in (None, ""):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4:
        return int(value)
    raise BadPress(f"{name} is no number")
