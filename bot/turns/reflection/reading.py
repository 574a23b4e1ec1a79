"""What presses on a reflection's cards mean, where that takes more than a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.cards.reflection.first_steps import offered
from bot.errors import BadPress
from bot.turns.press import Pressed
from dialogs.reflection import commands as c
from dialogs.reflection.choices import choices, startable
from dialogs.reflection.drafts import joined
from dialogs.reflection.result import result_in
from dialogs.reflection.state import Reflection
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.harmless import only_asks
from dialogs.understanding.hear import drafted, hear

_ENDS: Mapping[Any, c.Finish | c.Cancel] = {"finish": c.Finish(), "cancel": c.Cancel()}


def setup(press: Pressed) -> c.Setup:
    """What was chosen on the start card."""
    naming = {"anonym": True, "navne": False}.get(str(press.data.get("naming")))
    bundle = press.bundle
    kommune, fagomraade = (
        press.known(bundle.kommune_by_code, "kommune"),
        press.known(bundle.fagomraade_by_id, "fagomraade"),
    )
    return c.Setup(kommune, fagomraade, naming)


def answer(press: Pressed) -> c.Answer:
    """The answer on a question's card, blank where nothing was given."""
    return given(press) or c.Answer("", press.question)


def ahead(press: Pressed) -> c.Answer:
    """The same, and on to the card of the next question alone."""
    question = press.question
    return given(press, c.OpenAnswer((question or 0) + 1)) or c.Answer("", question)


def skip(press: Pressed) -> c.Answer | c.Skip:
    """What was typed beside *Spring over* is an answer too, unless nothing was."""
    return given(press, c.Skip(press.question)) or c.Skip(press.question)


def back(press: Pressed) -> c.Answer | c.Back:
    """So is what was typed beside *Tilbage*."""
    return given(press, c.Back(press.question)) or c.Back(press.question)


def given(press: Pressed, then: c.Skip | c.Back | c.OpenAnswer | None = None) -> c.Answer | None:
    """The answer that was given on a card; None where nothing was. Raises ``BadPress``."""
    number, reflection, bundle = press.question, press.reflection, press.bundle
    if number is None or not 1 <= number <= len(bundle.questions) or reflection is None:
        return None
    question = bundle.questions[number - 1]
    text = press.typed("text")
    rating = press.number("rating") if question.is_rated else None
    if rating is not None and not 1 <= rating <= 5:
        raise BadPress("a rating outside 1–5")
    ticks: tuple[str, ...] | None = None
    if question.ticks is not None or question.options:
        offered = {choice for choice, _ in choices(question, reflection, bundle)}
        chosen = question.option(press.typed("option"))
        ticked = [t for t in press.listed("ticks") if t in offered]
        ticks = tuple(dict.fromkeys([*ticked, *([chosen.id] if chosen else [])]))
    if not text and rating is None and not ticks:
        return None
    if not reflection.group and press.data.get("v") is None:
        # What was typed in the chat while the card was filled in, and did not stand in it, is not written over.
        typed = [given.text for given in reflection.answers_to(number) if given.message]
        text = joined(typed[0], text) if typed and typed[0] not in text else text
    return c.Answer(text, number, rating, ticks, then, anonymous=press.flag("a"), draft=press.count("d"))


def conclusion(press: Pressed) -> c.Conclude:
    """What the team concludes, and what it chooses beside it."""
    number = press.question or press.number("question")
    asked = next((q for q in press.bundle.questions if q.number == number and q.options), None)
    option = asked.option(press.typed("option")) if asked else None
    choice = (option.id if option else "") if asked else None
    return c.Conclude(press.typed("text"), number, press.number("v"), press.flag("go"), choice)


def save_draft(press: Pressed) -> c.SaveDraft:
    """The draft of a question, and how whoever saves it was about to end the reflection."""
    then = press.data.get("then")
    command = c.SaveDraft(press.question, _ENDS.get(then) if isinstance(then, str) else None, press.flag("over"))
    return drafted(command, press.reflection, press.bundle) if press.reflection is not None else command


def said(press: Pressed) -> AnyCommand:
    """What the words on a button mean, where they only ask. Raises ``BadPress``."""
    command = hear(press.typed("say"), press.reflection, press.bundle)
    if not only_asks(command):
        raise BadPress("a button that says what changes something")
    return command


def told(press: Pressed) -> c.Loss | None:
    """What the card said would be lost, where it said so. Raises ``BadPress``."""
    counts = press.data.get("lost")
    if not isinstance(counts, list):
        return None
    if len(counts) != len(fields(c.Loss)) or not all(type(count) is int for count in counts):
        raise BadPress("what was told of a loss is no loss")
    return c.Loss(*counts)


def cases(press: Pressed) -> c.ShowCases:
    """Of what, and which page."""
    technology = press.known(press.bundle.technology_by_id, "t")
    return c.ShowCases(technology, press.known(press.bundle.fagomraade_by_id, "f"), page=press.number("page") or 1)


def shown_technology(press: Pressed) -> c.ShowTechnology:
    """Which, carried or chosen, and whether its ring is wondered at."""
    return c.ShowTechnology(press.known(press.bundle.technology_by_id, "t", "technology"), why=press.flag("why"))


def compared(press: Pressed) -> c.CompareAreas:
    """Those that were chosen, or that the button carried; none is all."""
    named = press.listed("areas") or press.listed("f")
    return c.CompareAreas(tuple(each for each in named if each in press.bundle.fagomraade_by_id), press.page() or 1)


def choose(press: Pressed) -> c.Choose:
    """Those of the technologies that were ticked which could be."""
    offered = {technology for technology, _ in startable(press.reflection, press.bundle)} | _spoken_of(press.reflection)
    return c.Choose(tuple(t for t in press.listed("technologies") if t in offered), press.typed("when"))


def first_steps(press: Pressed) -> c.TakeFirstSteps:
    """Those of the first steps that were ticked and are offered, in the words of the edition the reflection is on."""
    steps = dict(offered(result_in(press.reflection, press.bundle)[1])) if press.reflection else {}
    ticked = tuple((t, steps[t]) for t in dict.fromkeys(press.listed("technologies")) if t in steps)
    return c.TakeFirstSteps(ticked, press.typed("who"), press.typed("when"))


def evaluate(press: Pressed) -> c.Evaluate:
    """The three questions, what to do now, and the words."""
    return c.Evaluate(
        technology(press),
        works=press.typed("works"),
        makes_sense=press.typed("sense"),
        gives_value=press.typed("value"),
        decision=press.typed("decision"),
        comment=press.typed("text"),
    )


def technology(press: Pressed) -> str:
    """Id of a technology of the bundle, or of one the team has spoken of on an earlier one; else blank."""
    named = press.data.get("t")
    if isinstance(named, str) and named in _spoken_of(press.reflection):
        return named
    return press.known(press.bundle.technology_by_id, "t") or ""


def _spoken_of(reflection: Reflection | None) -> set[str]:
    """Ids of the technologies that the team has chosen or dismissed."""
    if reflection is None:
        return set()
    return {x.technology for x in reflection.chosen} | {x.technology for x in reflection.dismissed}
