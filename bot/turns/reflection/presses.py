"""A press on a card to a command. Whatever a card carries came from outside: anything odd is no command at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.errors import BadPress
from bot.wire import Press
from dialogs.danish.folding import readable
from dialogs.reflection import commands as c
from dialogs.reflection.choices import choices, startable, wants_rating
from dialogs.reflection.state import Reflection
from radar_core.model import SAMLET, Bundle


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
                {"anonym": True, "navne": False}.get(str(data.get("naming"))),
            )
        case "answer":
            return _answer(data, question, reflection, bundle) or c.Answer("", question)
        case "skip":
            return _kept(data, question, reflection, bundle, c.Skip(question)) or c.Skip(question)
        case "back":
            return _kept(data, question, reflection, bundle, c.Back(question)) or c.Back(question)
        case "ahead":
            after = c.OpenAnswer((question or 0) + 1)
            return _answer(data, question, reflection, bundle, after) or c.Answer("", question)
        case "open":
            return c.OpenAnswer(question or _number(data, "question"))
        case "next":
            return c.Next(question)
        case "goto":
            return c.GoTo(_number(data, "question") or 0)
        case "ready" | "radar":
            return _radar(data, bundle, press.verb == "ready")
        case "cases":
            technology = _known(data.get("t"), bundle.technology_by_id)
            fagomraade = _known(data.get("f"), bundle.fagomraade_by_id)
            return c.ShowCases(technology, fagomraade, page=_number(data, "page") or 1)
        case "summary":
            return c.ShowSummary(_number(data, "page") or 1)
        case "savedraft":
            ends: dict[Any, c.Finish | c.Cancel] = {"finish": c.Finish(), "cancel": c.Cancel()}
            then = data.get("then")
            return c.SaveDraft(question, ends.get(then) if isinstance(then, str) else None)
        case "dropdraft":
            return c.DropDraft(question)
        case "finish":
            return c.Finish(_told(data))
        case "cancel":
            return c.Cancel(_told(data))
        case "switchedition":
            return c.SwitchEdition(_typed(data, "b") or None)
        case "keepedition":
            return c.KeepEdition(_typed(data, "b") or None)
        case _:
            return follow_up_of(press, reflection, bundle) or team_of(press) or _simple(press.verb)


def team_of(press: Press) -> c.Command | None:
    """What a group does together: opened answers, conclusions, who facilitates and how."""
    data = press.data
    question = _number(data, "q") or _number(data, "question")
    match press.verb:
        case "withdraw":
            return c.Withdraw(question)
        case "reveal":
            return c.Reveal(_number(data, "q"))
        case "answers":
            return c.ShowAnswers(question or 0, _number(data, "page") or 1)
        case "conclusion":
            return c.OpenConclusion(question)
        case "conclude":
            return c.Conclude(_typed(data, "text"), question, _number(data, "v"))
        case "history":
            return c.ShowHistory(question or 0)
        case "remind":
            return c.Remind(data.get("on") is True)
        case "naming":
            return c.SetNaming(data.get("a") is True)
        case _:
            return None


def follow_up_of(press: Press, reflection: Reflection | None, bundle: Bundle) -> c.Command | None:
    """What comes after the answers: next steps, technologies to start with or not relevant, and evaluations."""
    data = press.data
    match press.verb:
        case "steps":
            return c.ShowSteps()
        case "step":
            return c.OpenStep(_number(data, "k"))
        case "savestep":
            what, who, when = (_typed(data, name) for name in ("what", "who", "when"))
            return c.SaveStep(what, who, when, _number(data, "k"))
        case "removestep":
            return c.RemoveStep(_number(data, "k") or 0)
        case "choice":
            return c.OpenChoice()
        case "choose":
            offered = {technology for technology, _ in startable(reflection, bundle)} | _own(reflection)
            return c.Choose(tuple(t for t in _listed(data, "technologies") if t in offered), _typed(data, "when"))
        case "evaluation":
            return c.OpenEvaluation(_technology(data, reflection, bundle))
        case "evaluate":
            return c.Evaluate(
                _technology(data, reflection, bundle),
                works=_typed(data, "works"),
                makes_sense=_typed(data, "sense"),
                gives_value=_typed(data, "value"),
                decision=_typed(data, "decision"),
                comment=_typed(data, "text"),
            )
        case "dismissal":
            return c.OpenDismissal()
        case "dismiss":
            return c.Dismiss(_known(data.get("t"), bundle.technology_by_id) or "", _typed(data, "text"))
        case "undodismissal":
            return c.UndoDismissal(_technology(data, reflection, bundle))
        case _:
            return None


def about(press: Press | None) -> str | None:
    """Id of the reflection a press is about, where it may be an older one than that which is open now."""
    return reflection_of(press) if press is not None and press.verb in OLDER else None


OLDER = frozenset(
    "steps step savestep removestep choice choose evaluation evaluate answers history summary "
    "ready dismissal dismiss undodismissal".split()
)
"""Verbs that go on having a meaning after the next reflection in the conversation has begun."""


def reflection_of(press: Press) -> str | None:
    """Id of the reflection the card belonged to, where it named one."""
    named = press.data.get("r")
    return named if isinstance(named, str) and named else None


def _simple(verb: str) -> c.Command:
    simple: dict[str, c.Command] = {
        "pause": c.Pause(),
        "resume": c.Resume(),
        "goon": c.GoOn(),
        "status": c.ShowStatus(),
        "takeover": c.TakeOver(),
        "reopen": c.Reopen(),
        "menu": c.ShowMenu(),
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
    then: c.Skip | c.Back | c.OpenAnswer | None = None,
) -> c.Answer | None:
    if number is None or not 1 <= number <= len(bundle.questions) or reflection is None:
        return None
    question = bundle.questions[number - 1]
    text = _typed(data, "text")
    rating = _number(data, "rating") if wants_rating(question) else None
    if rating is not None and not 1 <= rating <= 5:
        raise BadPress("a rating outside 1–5")
    offered = {choice for choice, _ in choices(question, reflection, bundle)}
    ticks: tuple[str, ...] | None = None
    if question.ticks is not None:
        ticks = tuple(dict.fromkeys(t for t in _listed(data, "ticks") if t in offered))
    if not text and rating is None and not ticks:
        return None
    return c.Answer(text, number, rating, ticks, then, anonymous=data.get("a") is True, draft=_count(data, "d"))


def _count(data: Mapping[str, Any], name: str) -> int | None:
    """A whole number that a button carried, of any size."""
    value = data.get(name)
    return value if type(value) is int else None


def _told(data: Mapping[str, Any]) -> c.Loss | None:
    """What the card said would be lost, where it said so."""
    counts = data.get("lost")
    if not isinstance(counts, list):
        return None
    if len(counts) != len(fields(c.Loss)) or not all(type(count) is int for count in counts):
        raise BadPress("what was told of a loss is no loss")
    return c.Loss(*counts)


def _typed(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return readable(value).strip() if isinstance(value, str) else ""


def _listed(data: Mapping[str, Any], name: str) -> list[str]:
    chosen = data.get(name)
    return chosen.split(",") if isinstance(chosen, str) and chosen else []


def _known(value: Any, known: Mapping[str, Any]) -> str | None:
    return value if isinstance(value, str) and value in known else None


def _technology(data: Mapping[str, Any], reflection: Reflection | None, bundle: Bundle) -> str:
    """Id of a technology of the bundle, or of one the team has spoken of on an earlier one; else blank."""
    named = data.get("t")
    if isinstance(named, str) and named in _own(reflection):
        return named
    return _known(named, bundle.technology_by_id) or ""


def _own(reflection: Reflection | None) -> set[str]:
    """Ids of the technologies that the team has chosen or dismissed."""
    if reflection is None:
        return set()
    return {x.technology for x in reflection.chosen} | {x.technology for x in reflection.dismissed}


def _number(data: Mapping[str, Any], name: str) -> int | None:
    value = data.get(name)
    if isinstance(value, bool) or value in (None, ""):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4:
        return int(value)
    raise BadPress(f"{name} is no number")
