"""What comes after the answers: next steps, technologies to start with, and the day they are evaluated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum

from bot.cards.buttons import SHOW_STEPS
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    action_set,
    bullets,
    card,
    choice_set,
    container,
    date_input,
    execute,
    fitting,
    notice,
    plain,
    quiet,
    text,
    text_input,
    title,
    weight,
)
from bot.cards.radar import none_ready
from bot.cards.reflection.answers import back
from bot.cards.reflection.headings import anonymity, example, short, where
from dialogs.danish.dates import danish_day, local
from dialogs.reflection.choices import startable, ticked
from dialogs.reflection.state import MAX_ANSWER, MAX_STEP, MAX_WHO, Evaluation, NextStep, Reflection
from dialogs.reflection.timing import EVALUATED_AFTER
from dialogs.texts import common as texts
from dialogs.texts import team
from dialogs.texts.editions import GONE
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Ticks
from radar_core.spelling import together

OPEN_CHOICE = "choice"
SAVE_CHOICE = "choose"
SAVE_EVALUATION = "evaluate"
OPEN_EVALUATION = "evaluation"
REMOVE_STEP = "removestep"
SAVE_STEP = "savestep"
OPEN_STEP = "step"

BUTTONS = 5
"""Technologies with a button each; more are chosen from a list."""

_FRAME = 4_500
"""Bytes of the card that lists steps and technologies, beside these and the choice between the steps."""


def steps_card(reflection: Reflection, bundle: Bundle, said: Notice | None = None) -> Card:
    """The next steps and the technologies to evaluate; those that do not fit are counted and stand in the summary."""
    data = {"r": reflection.id}
    steps = [_step(step) for step in reflection.next_steps]
    technologies = [_brief(reflection, bundle, x) for x in reflection.chosen]
    pick = _step_choice(reflection)
    due = _to_evaluate(reflection, bundle)
    fixed = sum(weight(element) for element in (pick, due) if element)
    shown = fitting([*steps, *technologies], MAX_CARD_BYTES - _FRAME - fixed)
    more = len(steps) + len(technologies) - len(shown)
    return card(
        [
            notice(said),
            example(bundle),
            quiet(where(reflection, bundle)),
            anonymity(reflection),
            title(team.STEPS_TITLE),
            *shown[: len(steps)],
            text(team.STEPS_NONE) if not steps else None,
            text(team.CHOSEN_TITLE, weight="Bolder", spacing="Medium") if shown[len(steps) :] else None,
            *shown[len(steps) :],
            due,
            quiet(team.STEPS_MORE.format(count=more)) if more else None,
            pick,
            action_set([execute(team.EDIT_STEP, OPEN_STEP, data)]) if steps else None,
        ],
        [
            execute(team.ADD_STEP, OPEN_STEP, data, inputs=False, primary=True),
            execute(team.CHOOSE, OPEN_CHOICE, data, inputs=False),
            execute(texts.REFRESH, SHOW_STEPS, data, inputs=False),
            back(reflection),
        ],
    )


def _to_evaluate(reflection: Reflection, bundle: Bundle) -> Element | None:
    """Buttons for the technologies whose day has come, and which nobody has evaluated yet."""
    due = [x.technology for x in reflection.chosen if x.asked and not x.is_answered][:BUTTONS]
    if not due:
        return None
    named = [(t, team.EVALUATE.format(name=technology_name(reflection, bundle, t))) for t in due]
    return action_set(
        [execute(label, OPEN_EVALUATION, {"r": reflection.id, "t": t}, inputs=False) for t, label in named]
    )


def step_card(
    reflection: Reflection,
    bundle: Bundle,
    number: int | None,
    said: Notice | None = None,
    draft: tuple[str, str, str] | None = None,
) -> Card:
    """A next step to write: a new one, or the one with that number. ``draft`` is what, who and when as typed."""
    stood = next((step for step in reflection.next_steps if step.number == number), None)
    what, who, when = draft or ((stood.what, stood.who, "") if stood else ("", "", ""))
    data = {"r": reflection.id, **({"k": stood.number} if stood else {})}
    return card(
        [
            notice(said),
            example(bundle),
            anonymity(reflection),
            title(team.STEP_TITLE),
            text_input("what", team.STEP_WHAT_LABEL, value=what, placeholder=texts.ANSWER_HINT, max_length=MAX_STEP),
            text_input(
                "who",
                team.STEP_WHO_LABEL,
                value=who,
                placeholder=team.STEP_WHO_HINT,
                max_length=MAX_WHO,
                lines=False,
            ),
            date_input("when", team.STEP_WHEN_LABEL, day_of(when) or (stood.when if stood and draft is None else None)),
        ],
        [
            execute(team.SAVE_STEP, SAVE_STEP, data, primary=True),
            execute(team.REMOVE_STEP, REMOVE_STEP, data, inputs=False) if stood else None,
            execute(texts.CLOSE_INPUT, SHOW_STEPS, {"r": reflection.id}, inputs=False),
        ],
    )


def choice_card(
    reflection: Reflection, bundle: Bundle, said: Notice | None = None, ticked_now: Sequence[str] | None = None
) -> Card:
    """The technologies klar on the reflection's radar: which to start with or evaluate, and when.

    ``ticked_now`` is what somebody ticked (ids) and is not saved.
    """
    area = reflection.fagomraade or SAMLET
    radar = radar_for(bundle, area if area in bundle.fagomraade_by_id else SAMLET)
    in_operation = ticked(reflection, bundle, Ticks.I_DRIFT)
    chosen = [x.technology for x in reflection.chosen] if reflection.evaluations else list(in_operation)
    chosen = chosen if ticked_now is None else list(ticked_now)
    offered = [
        (technology, team.IN_OPERATION.format(name=name) if technology in in_operation else name)
        for technology, name in startable(reflection, bundle)
    ]
    # What was chosen on another edition can still be kept, or left.
    others = [x.technology for x in reflection.chosen if x.technology not in dict(offered)]
    offered += [(technology, technology_name(reflection, bundle, technology)) for technology in others]
    days = [x.on for x in reflection.chosen if not x.is_answered]
    from_when = reflection.ended_at or reflection.touched_at or reflection.started_at
    data = {"r": reflection.id}
    return card(
        [
            notice(said),
            example(bundle),
            quiet(where(reflection, bundle)),
            anonymity(reflection),
            title(team.CHOICE_TITLE),
            text(team.CHOICE_LEAD if offered else none_ready(radar)),
            choice_set(
                "technologies",
                team.CHOICE_LABEL,
                offered,
                style="expanded",
                multi=True,
                value=",".join(t for t, _ in offered if t in chosen),
            )
            if offered
            else None,
            date_input("when", team.CHOICE_WHEN, min(days, default=local(from_when + EVALUATED_AFTER).date()))
            if offered
            else None,
        ],
        [
            execute(team.SAVE_CHOICE, SAVE_CHOICE, data, primary=True) if offered else None,
            execute(texts.CLOSE_INPUT, SHOW_STEPS, data, inputs=False),
        ],
    )


def evaluations_card(reflection: Reflection, bundle: Bundle, technologies: Sequence[str]) -> Card:
    """The day has come to evaluate these technologies (ids)."""
    data = {"r": reflection.id}
    named = [(technology, technology_name(reflection, bundle, technology)) for technology in technologies]
    few = len(named) <= BUTTONS
    heading = team.EVALUATE_TITLE.format(names=together([name for _, name in named]))
    buttons = [execute(team.EVALUATE.format(name=name), OPEN_EVALUATION, {**data, "t": t}) for t, name in named]
    return card(
        [
            example(bundle),
            quiet(where(reflection, bundle)),
            anonymity(reflection),
            title(heading if few else team.EVALUATE_MANY.format(count=len(named))),
            text(team.EVALUATE_LEAD),
            bullets([team.WORKS, team.MAKES_SENSE, team.GIVES_VALUE]),
            choice_set("t", team.PICK_TECHNOLOGY, named, placeholder=team.PICK_TECHNOLOGY) if not few else None,
        ],
        buttons if few else [execute(team.EVALUATE_PICKED, OPEN_EVALUATION, data)],
    )


def evaluation_card(
    reflection: Reflection, bundle: Bundle, technology: str, said: Notice | None = None, draft: str | None = None
) -> Card:
    """The three questions about a technology, what the team does now, and a comment."""
    stood = reflection.evaluation_of(technology)
    judged = [(j.value, words) for j, words in team.JUDGEMENTS.items()]
    decided = [(d.value, words) for d, words in team.DECISIONS.items()]

    def ask(name: str, label: str, options: list[tuple[str, str]], value: Enum | None) -> Element:
        return choice_set(name, label, options, style="expanded", value=value.value if value else None)

    return card(
        [
            notice(said),
            example(bundle),
            anonymity(reflection),
            title(team.EVALUATION_TITLE.format(name=technology_name(reflection, bundle, technology))),
            ask("works", team.WORKS, judged, stood.works if stood else None),
            ask("sense", team.MAKES_SENSE, judged, stood.makes_sense if stood else None),
            ask("value", team.GIVES_VALUE, judged, stood.gives_value if stood else None),
            ask("decision", team.DECISION, decided, stood.decision if stood else None),
            text_input(
                "text",
                team.EVALUATION_COMMENT,
                value=draft or (stood.comment if stood else ""),
                placeholder=texts.ANSWER_HINT,
                max_length=MAX_ANSWER,
            ),
        ],
        [
            execute(team.SAVE_EVALUATION, SAVE_EVALUATION, {"r": reflection.id, "t": technology}, primary=True),
            execute(texts.CLOSE_INPUT, SHOW_STEPS, {"r": reflection.id}, inputs=False),
        ],
    )


def outcome(reflection: Reflection, bundle: Bundle) -> list[Element]:
    """All next steps and evaluations, for the summary: nothing is left out."""
    steps = [_step(step) for step in reflection.next_steps]
    technologies = [_whole(reflection, bundle, x) for x in reflection.chosen]
    return [
        *([text(team.STEPS_TITLE, weight="Bolder", spacing="Large")] if steps else []),
        *steps,
        *([text(team.CHOSEN_TITLE, weight="Bolder", spacing="Large")] if technologies else []),
        *technologies,
    ]


def technology_name(reflection: Reflection, bundle: Bundle, technology: str) -> str:
    """What a technology (id) is called on the reflection's radar, or else in general; its id where it is gone."""
    known = bundle.technology_by_id.get(technology)
    named = dict(startable(reflection, bundle)).get(technology) or (known.name if known else None)
    return named or GONE.format(name=technology)


def _step(step: NextStep) -> Element:
    who = team.STEP_WHO.format(who=plain(step.who)) if step.who else None
    when = team.STEP_WHEN.format(day=danish_day(step.when, local(step.at).date())) if step.when else None
    about = " · ".join(filter(None, [who, when]))
    return container(
        [
            text(team.STEP.format(number=step.number, what=plain(step.what))),
            quiet(about, spacing="None") if about else None,
        ],
        spacing="Small",
    )


def _step_choice(reflection: Reflection) -> Element | None:
    steps = [(str(step.number), f"{step.number}. {short(step.what)}") for step in reflection.next_steps]
    return choice_set("k", team.PICK_STEP, steps, placeholder=team.PICK_STEP) if steps else None


def _brief(reflection: Reflection, bundle: Bundle, x: Evaluation) -> Element:
    said = team.EVALUATED_ON.format(day=danish_day(x.on, local(x.at).date()))
    if x.decision:
        said = team.EVALUATED_AS.format(decision=team.DECISIONS[x.decision])
    name = technology_name(reflection, bundle, x.technology)
    return container([text(f"**{name}**"), quiet(said, spacing="None")], spacing="Small")


def _whole(reflection: Reflection, bundle: Bundle, x: Evaluation) -> Element:
    asked = ((team.WORKS, x.works), (team.MAKES_SENSE, x.makes_sense), (team.GIVES_VALUE, x.gives_value))
    judged = [
        team.JUDGED.format(question=question, judgement=team.JUDGEMENTS[says]) for question, says in asked if says
    ]
    brief = _brief(reflection, bundle, x)
    comment = text(plain(x.comment), spacing="None") if x.comment else None
    return container([*brief["items"], bullets(judged) if judged else None, comment], spacing="Small")


def day_of(day: str) -> dt.date | None:
    """The day of an ISO date; None where it is none."""
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        return None
