"""Cards for one person: those one writes in, those one reads alone, and the same again with what was typed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards.elements import MAX_CARD_BYTES, Card, Notice, warning, weight
from bot.cards.reflection import answers, follow_up, notices, team
from bot.cards.reflection.dismissal import dismissal_card
from bot.cards.reflection.first_steps import first_steps_card
from bot.cards.reflection.question import input_card, question_card
from bot.cards.reflection.summary import summary_card
from bot.errors import BadPress
from bot.turns.press import Pressed
from bot.turns.reflection import reading
from bot.turns.scene import Scene
from bot.wire import Press
from dialogs.danish.folding import readable
from dialogs.danish.personal_numbers import without_personal_numbers, without_personal_numbers_in
from dialogs.people import Person
from dialogs.reflection import events as e
from dialogs.reflection.events import Event, Refusal
from dialogs.reflection.moving import facilitates
from dialogs.reflection.result import result_in
from dialogs.reflection.state import MAX_ANSWER, QUESTIONS, Decision, GivenAnswer, Judgement, Phase, Reflection
from dialogs.texts import common as texts
from radar_core.model import Bundle

_FRAME = 6_000
"""Bytes of a card one writes in beside what is typed in it."""

KEEPING = frozenset(
    {
        *(Refusal.EMPTY_ANSWER, Refusal.ANSWER_TOO_LONG, Refusal.PERSONAL_NUMBER, Refusal.NAMING_CHANGED),
        *(Refusal.CONCLUSION_CHANGED, Refusal.EMPTY_CONCLUSION, Refusal.UNKNOWN_TIME, Refusal.EMPTY_STEP),
        *(Refusal.TOO_MANY_STEPS, Refusal.WHO_TOO_LONG, Refusal.EMPTY_EVALUATION),
    }
)
"""Refusals after which the card comes again with what was typed in it."""


def form(scene: Scene, event: Event, said: Notice | None = None) -> Card | None:
    """The card for one person that an event asks for; None where it asks for none."""
    reflection, bundle = scene.reflection, scene.bundle
    if reflection is None:
        return None
    if isinstance(event, e.Expired):
        return notices.expired_card(reflection, bundle, scene.before.drafts if scene.before else ())
    match event:
        case e.InputOpened(question):
            # Where the card cannot be the presser's alone, nobody's earlier answer stands in it.
            reader = scene.incoming.by if scene.in_place else Person("", "")
            return input_card(reflection, bundle, question, reader, said, previous=scene.previous, own=scene.own)
        case e.SummaryAsked(page):
            return summary_card(reflection, bundle, said, page, previous=scene.previous)
        case e.AnswersAsked(question, page):
            return answers.answers_card(reflection, bundle, question, page)
        case e.ConclusionOpened(question):
            return conclusion(scene, reflection, question, said)
        case e.HistoryAsked(question):
            return team.history_card(reflection, bundle, question)
        case e.MenuAsked():
            return team.menu_card(reflection, bundle, scene.incoming.by)
        case _:
            return _follow_up(reflection, bundle, event, said)


def conclusion(
    scene: Scene,
    reflection: Reflection,
    question: int,
    said: Notice | None,
    draft: str | None = None,
    chosen: str | None = None,
) -> Card:
    """The conclusion to write, for whoever acts; the facilitator goes on with it."""
    leads = scene.in_place and facilitates(reflection, scene.incoming.by)
    return team.conclusion_card(
        reflection, scene.bundle, question, said, draft, scene.previous, leads=leads, chosen=chosen
    )


def answer_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """An answer as it was given: on its own card in a group, else on the question's; pressed before, on its own."""
    reflection, bundle, person = scene.reflection, scene.bundle, scene.incoming.by
    if reflection is None:
        return None
    number, draft = _asked(press), _typed(press.data, "text", reason)
    if reason is None:
        if number is None or reading.given(_read(scene, press)) is None:
            return None
        shown = _as_given(scene, reflection, number)
        return input_card(
            shown,
            bundle,
            number,
            person,
            warning(words),
            draft,
            previous=scene.previous,
            own=scene.own,
            save=texts.SAVE_INSTEAD,
        )
    if reflection.group and number is not None:
        shown = _with_choices(scene, reflection, number)
        return input_card(shown, bundle, number, person, warning(words), draft, previous=scene.previous, own=scene.own)
    if reflection.phase is Phase.QUESTIONS and not reflection.group:
        shown = _with_choices(scene, reflection, reflection.current)
        return question_card(shown, bundle, person, warning(words), draft, previous=scene.previous, own=scene.own)
    return None


def conclusion_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """A conclusion as it was written."""
    reflection, number = scene.reflection, _asked(press)
    if reflection is None or number is None:
        return None
    chosen = reading.conclusion(_read(scene, press)).choice
    return conclusion(scene, reflection, number, warning(words), _typed(press.data, "text", reason), chosen)


def step_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """A next step as it was written."""
    if scene.reflection is None:
        return None
    what, who, when = (_typed(press.data, name, reason) for name in ("what", "who", "when"))
    if reason is Refusal.PERSONAL_NUMBER:
        what, who, when = without_personal_numbers_in((what, who, when), texts.TAKEN_OUT)
    k = press.data.get("k")
    number = k if isinstance(k, int) else None
    return follow_up.step_card(scene.reflection, scene.bundle, number, warning(words), (what, who, when))


def first_steps_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """First steps as they were ticked, with who and when."""
    if scene.reflection is None:
        return None
    who, when = (_typed(press.data, name, reason) for name in ("who", "when"))
    if reason is Refusal.PERSONAL_NUMBER:
        who, when = without_personal_numbers_in((who, when), texts.TAKEN_OUT)
    ticked = str(press.data.get("technologies") or "")
    result = result_in(scene.reflection, scene.bundle)[1]
    return first_steps_card(scene.reflection, scene.bundle, result, warning(words), (ticked, who, when))


def choice_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """What was ticked; pressed before it is no text to mend."""
    if scene.reflection is None or reason is None:
        return None
    ticked = str(press.data.get("technologies") or "").split(",")
    return follow_up.choice_card(scene.reflection, scene.bundle, warning(words), ticked)


def evaluation_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """An evaluation as it was filled in."""
    reflection, technology = scene.reflection, str(press.data.get("t"))
    if reflection is None or reflection.evaluation_of(technology) is None:
        return None
    draft, shown = _typed(press.data, "text", reason), _with_judgements(reflection, press)
    return follow_up.evaluation_card(shown, scene.bundle, technology, warning(words), draft)


def dismissal_draft(scene: Scene, press: Press, words: str, reason: Refusal | None) -> Card | None:
    """What was said not to be relevant, and why."""
    if scene.reflection is None:
        return None
    technology, draft = str(press.data.get("t") or ""), _typed(press.data, "text", reason)
    known = technology if technology in scene.bundle.technology_by_id else ""
    return dismissal_card(scene.reflection, scene.bundle, known, draft, said=warning(words))


def _asked(press: Press) -> int | None:
    question = press.data.get("q")
    return question if isinstance(question, int) and 1 <= question <= QUESTIONS else None


def _read(scene: Scene, press: Press) -> Pressed:
    return Pressed(press.data, scene.reflection, scene.bundle)


def _with_choices(scene: Scene, reflection: Reflection, number: int) -> Reflection:
    """As if what was ticked in the card were saved, so that the card shows it; for showing only."""
    press = scene.incoming.press
    try:
        given = reading.given(Pressed(press.data, reflection, scene.bundle)) if press else None
    except BadPress:
        return reflection
    if given is None or (given.rating is None and not given.ticks):
        return reflection
    key = reflection.key_of(scene.incoming.by)
    earlier = reflection.answer_of(scene.incoming.by, number)
    others = tuple(a for a in reflection.answers if a is not earlier)
    text = earlier.text if earlier else ""
    ticked = GivenAnswer(number, key, reflection.started_at, text, given.rating, given.ticks or (), 1)
    return replace(reflection, answers=(*others, ticked))


def _as_given(scene: Scene, reflection: Reflection, number: int) -> Reflection:
    """As if what was given in the card stood in place of what does, so that the card shows it; for showing only."""
    press = scene.incoming.press
    given = reading.given(Pressed(press.data, reflection, scene.bundle)) if press else None
    earlier = reflection.answer_of(scene.incoming.by, number)
    if given is None or (earlier is None and given.rating is None and not given.ticks):
        return reflection
    rating = given.rating if given.rating is not None or earlier is None else earlier.rating
    key = reflection.key_of(scene.incoming.by)
    shown = GivenAnswer(number, key, reflection.started_at, given.text, rating, given.ticks or (), 1)
    return replace(reflection, answers=(*(a for a in reflection.answers if a is not earlier), shown))


def _with_judgements(reflection: Reflection, press: Press) -> Reflection:
    """The same for an evaluation."""
    said = {name: press.data.get(name) for name in ("works", "sense", "value", "decision")}
    judged = {name: next((j for j in Judgement if j.value == value), None) for name, value in said.items()}
    shown = tuple(
        replace(
            x,
            works=judged["works"],
            makes_sense=judged["sense"],
            gives_value=judged["value"],
            decision=next((d for d in Decision if d.value == said["decision"]), None),
        )
        if x.technology == press.data["t"]
        else x
        for x in reflection.evaluations
    )
    return replace(reflection, evaluations=shown)


def _follow_up(reflection: Reflection, bundle: Bundle, event: Event, said: Notice | None) -> Card | None:
    match event:
        case e.StepsAsked():
            return follow_up.steps_card(reflection, bundle, said)
        case e.StepOpened(number):
            return follow_up.step_card(reflection, bundle, number, said)
        case e.FirstStepsOpened(lacks):
            return first_steps_card(reflection, bundle, result_in(reflection, bundle)[1], said, lacks=lacks)
        case e.ChoiceOpened():
            return follow_up.choice_card(reflection, bundle, said)
        case e.EvaluationOpened(technology):
            return follow_up.evaluation_card(reflection, bundle, technology, said)
        case e.DismissalOpened(technology, reason, lacks):
            return dismissal_card(reflection, bundle, technology, reason, lacks)
        case e.EvaluationsDue(technologies):
            return follow_up.evaluations_card(reflection, bundle, technologies)
        case e.Reminded():
            return notices.reminder_card(reflection, bundle)
        case e.ExpiryWarned(on):
            return notices.warned_card(reflection, bundle, on)
        case _:
            return None


def _typed(data: Mapping[str, Any], name: str, reason: Refusal | None = None) -> str:
    """What was typed, so that it can be mended; cut only where no card could carry it."""
    text = data.get(name)
    draft = readable(text) if isinstance(text, str) else ""
    if reason is Refusal.PERSONAL_NUMBER:
        draft = without_personal_numbers(draft, texts.TAKEN_OUT)
    return draft if weight({"value": draft}) <= MAX_CARD_BYTES - _FRAME else draft[:MAX_ANSWER]
