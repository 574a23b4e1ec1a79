"""What one person in a group sees alone: the conclusion to write, how it came about, and what else one can do."""

from __future__ import annotations

from bot.cards.buttons import (
    BACK,
    FINISH,
    GO_TO,
    NEXT,
    OPEN_ANSWER,
    PAUSE,
    REMIND,
    RESUME,
    SHOW_STATUS,
    SHOW_STEPS,
    SHOW_SUMMARY,
    SKIP,
)
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    action_set,
    card,
    container,
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
from bot.cards.reflection.answers import back
from bot.cards.reflection.headings import example, heading, naming, options, question_choice
from bot.cards.reflection.last_time import beside, last_time
from dialogs.danish.dates import danish_day, local
from dialogs.people import Person
from dialogs.reflection.moving import facilitates
from dialogs.reflection.state import MAX_ANSWER, QUESTIONS, Conclusion, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import team
from radar_core.model import Bundle, Question

SAVE_CONCLUSION = "conclude"
SHOW_HISTORY = "history"
TAKE_OVER = "takeover"

_FRAME = 3_500
"""Bytes of the history beside the revisions."""


def conclusion_card(
    reflection: Reflection,
    bundle: Bundle,
    number: int,
    said: Notice | None = None,
    draft: str | None = None,
    previous: Reflection | None = None,
    *,
    leads: bool = False,
    chosen: str | None = None,
) -> Card:
    """The conclusion on a question, to write or to mend. ``draft`` is what somebody typed that is not saved, and
    ``chosen`` the option (id) beside it.

    Whoever ``leads`` the group goes on with the same press.
    """
    question = bundle.questions[number - 1]
    stands = reflection.conclusion(number)
    now = stands.text if stands else ""
    data = {"r": reflection.id, "q": number}
    seen = {**data, "v": stands.revision if stands else 0}
    goes_on = leads and reflection.phase is Phase.QUESTIONS and number == reflection.current
    onwards = texts.TO_SUMMARY if number == QUESTIONS else texts.NEXT

    def made(beneath: Element | None, last: Element | None = None) -> Card:
        return card(
            [
                notice(said),
                *heading(reflection, bundle, question, prompts=False),
                last,
                beneath,
                options(question, reflection.concluded_choice(number) if chosen is None else chosen),
                text_input(
                    "text",
                    team.CONCLUSION_LABEL,
                    value=draft or now,
                    placeholder=texts.ANSWER_HINT,
                    max_length=MAX_ANSWER,
                ),
                quiet(team.CONCLUSION_LEAD),
            ],
            [
                execute(team.SAVE_CONCLUSION_AND_GO, SAVE_CONCLUSION, {**seen, "go": True}, primary=True)
                if goes_on
                else None,
                execute(team.SAVE_CONCLUSION, SAVE_CONCLUSION, seen, primary=not goes_on),
                execute(onwards, NEXT, data) if goes_on else None,
                execute(team.HISTORY, SHOW_HISTORY, data) if _revisions(reflection, number) > 1 else None,
                execute(texts.CLOSE_INPUT, SHOW_STATUS, {"r": reflection.id}, inputs=False),
            ],
        )

    differs = draft is not None and now and draft != now
    whole = [container([text(team.CONCLUSION_NOW.format(text=plain(now)))], style="emphasis")] if differs else []
    shown = fitting(whole, MAX_CARD_BYTES - weight(made(None)) - 200)
    beneath = shown[0] if shown else quiet(team.CONCLUSION_LONG) if differs else None
    return beside(lambda last: made(beneath, last), previous, last_time(previous, bundle, number))


def history_card(reflection: Reflection, bundle: Bundle, number: int) -> Card:
    """Every revision of a conclusion, newest first; where they are too many for a card, how many older ones."""
    question = bundle.questions[number - 1]
    every = [_revision(reflection, question, c) for c in reversed(reflection.conclusions) if c.question == number]
    shown = fitting(every, MAX_CARD_BYTES - _FRAME)
    older = len(every) - len(shown)
    return card(
        [
            example(bundle),
            title(team.HISTORY_TITLE.format(n=number)),
            naming(reflection),
            quiet(question.text),
            *shown,
            quiet(team.HISTORY_EMPTY) if not every else None,
            quiet(team.OLDER_ONE if older == 1 else team.OLDER.format(count=older)) if older else None,
        ],
        [back(reflection)],
    )


def menu_card(reflection: Reflection, bundle: Bundle, person: Person) -> Card:
    """The rest of what one can do, for the one who pressed *Mere*, under the question it takes the place of.

    Buttons stand where they belong.
    """
    data = {"r": reflection.id}
    at_questions = reflection.phase is Phase.QUESTIONS
    leads = facilitates(reflection, person)
    pause = execute(texts.RESUME, RESUME, data, inputs=False)
    if reflection.phase is not Phase.PAUSED:
        pause = execute(team.PAUSE, PAUSE, data, inputs=False)
    remind = team.REMIND_ON if not reflection.reminders else texts.REMIND_OFF
    rewritten = [q for q in range(1, QUESTIONS + 1) if _revisions(reflection, q) > 1]
    history = [execute(team.HISTORY_OF.format(n=q), SHOW_HISTORY, {**data, "q": q}, inputs=False) for q in rewritten]
    return card(
        [
            *_above(reflection, bundle),
            title(team.MENU_TITLE),
            *_facilitator(reflection, leads),
            *(_places(reflection, bundle, leads) if reflection.phase in (Phase.QUESTIONS, Phase.REVIEW) else []),
            action_set(
                [
                    execute(texts.SKIP, SKIP, {**data, "q": reflection.current}, inputs=False),
                    execute(texts.BACK, BACK, {**data, "q": reflection.current}, inputs=False)
                    if reflection.current > 1
                    else None,
                ]
            )
            if at_questions and leads
            else None,
            action_set([pause, execute(remind, REMIND, {**data, "on": not reflection.reminders}, inputs=False)]),
            *(action_set(history[first : first + 2]) for first in range(0, len(history), 2)),
        ],
        [
            execute(team.STEPS, SHOW_STEPS, data, inputs=False),
            execute(team.SHOW_SUMMARY, SHOW_SUMMARY, {**data, "page": 1}, inputs=False) if at_questions else None,
            execute(team.CLOSE_REFLECTION, FINISH, data, inputs=False),
            execute(team.CLOSE, SHOW_STATUS, data, inputs=False),
        ],
    )


def _above(reflection: Reflection, bundle: Bundle) -> list[Element | None]:
    """The group's question and the way to answer it, which *Mere* does not take away; or how the group answers."""
    if reflection.phase is not Phase.QUESTIONS:
        return [example(bundle), naming(reflection)]
    asked = heading(reflection, bundle, bundle.questions[reflection.current - 1])
    data = {"r": reflection.id, "q": reflection.current}
    return [*asked, action_set([execute(texts.ANSWER, OPEN_ANSWER, data, inputs=False, primary=True)])]


def not_facilitator_card(reflection: Reflection, bundle: Bundle, words: str) -> Card:
    """Why nothing changed for one who does not facilitate, and how to become the one who does."""
    data = {"r": reflection.id}
    facilitator = reflection.facilitator
    named = team.FACILITATED_BY.format(name=plain(facilitator.name)) if facilitator else team.NO_FACILITATOR
    return card(
        [example(bundle), text(words), text(named), quiet(team.TAKE_OVER_MEANS)],
        [execute(team.TAKE_OVER, TAKE_OVER, data, primary=True), execute(team.CLOSE, SHOW_STATUS, data)],
    )


def _facilitator(reflection: Reflection, leads: bool) -> list[Element | None]:
    if leads and reflection.facilitator is not None:
        return [text(team.FACILITATED_BY_YOU)]
    return [text(team.TAKE_OVER_MEANS), action_set([_take_over(reflection)])]


def _take_over(reflection: Reflection) -> Element:
    return execute(team.TAKE_OVER, TAKE_OVER, {"r": reflection.id}, inputs=False)


def _places(reflection: Reflection, bundle: Bundle, leads: bool) -> list[Element | None]:
    """The choice of a question and what to do with it: the group goes there with its facilitator, others alone."""
    data = {"r": reflection.id}
    return [
        question_choice(bundle, team.PICK_QUESTION, texts.EDIT_WHICH),
        quiet(team.GO_TO_MEANS if leads else team.GO_TO_ALONE, spacing="None"),
        action_set(
            [execute(team.GO_TO, GO_TO, data), execute(texts.ANSWER, OPEN_ANSWER, data) if leads else None],
        ),
    ]


def _revisions(reflection: Reflection, question: int) -> int:
    return sum(c.question == question for c in reflection.conclusions)


def _revision(reflection: Reflection, question: Question, stood: Conclusion) -> Element:
    head = team.REVISION.format(number=stood.revision)
    if not reflection.anonymous:
        newest = local(reflection.conclusions[-1].at).date()
        day = danish_day(local(stood.at).date(), newest)
        head = team.REVISION_BY.format(number=stood.revision, name=plain(stood.by.name), day=day)
    option = question.option(stood.choice)
    chosen = text(team.CONCLUSION_CHOICE.format(name=option.name), spacing="None") if option else None
    said = text(plain(stood.text), spacing="None") if stood.text else None
    blank = quiet(team.REVISION_BLANK, spacing="None") if not (chosen or said) else None
    return container([quiet(head), chosen, said, blank], separator=True)
