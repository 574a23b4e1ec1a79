"""All nine questions with what was concluded and answered, in as many pages as they need: nothing is cut."""

from __future__ import annotations

from bot.cards.buttons import (
    FINISH,
    GO_TO,
    OPEN_ANSWER,
    OPEN_CONCLUSION,
    REOPEN,
    REVEAL,
    SHOW_OVER_TIME,
    SHOW_STATUS,
    SHOW_STEPS,
    SHOW_SUMMARY,
)
from bot.cards.elements import (
    Card,
    Element,
    Notice,
    Tone,
    action_set,
    banner,
    card,
    container,
    execute,
    notice,
    paged,
    quiet,
    text,
    title,
)
from bot.cards.reflection.answers import ROOM, answer, answers, conclusion, differences
from bot.cards.reflection.dismissal import not_relevant
from bot.cards.reflection.ending import lost
from bot.cards.reflection.follow_up import outcome
from bot.cards.reflection.headings import example, naming, question_choice, where
from bot.cards.reflection.last_time import last_time
from bot.cards.taking import wish_button
from dialogs.reflection.choices import tick_names
from dialogs.reflection.closing import lost_by
from dialogs.reflection.commands import Finish
from dialogs.reflection.spread import most_divided
from dialogs.reflection.state import ANONYMOUS_FROM, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import ending as ending_texts
from dialogs.texts import over_time as over_time_texts
from dialogs.texts import team
from radar_core.model import Bundle, Question


def summary_card(
    reflection: Reflection,
    bundle: Bundle,
    said: Notice | None = None,
    page: int = 1,
    previous: Reflection | None = None,
) -> Card:
    """Page ``page`` (from 1) of the summary; out of range gives the nearest one."""
    pages = paged(_blocks(reflection, bundle, previous), ROOM)
    page = min(max(page, 1), len(pages))
    heading = texts.SUMMARY_TITLE if len(pages) == 1 else texts.SUMMARY_PAGE.format(page=page, pages=len(pages))
    return card(
        [
            notice(said),
            example(bundle),
            quiet(where(reflection, bundle)),
            naming(reflection),
            title(heading),
            text(_lead(reflection)),
            _over_time(reflection) if previous is not None and page == 1 else None,
            *pages[page - 1],
            *(_choose(reflection, bundle) if reflection.phase is Phase.REVIEW else []),
        ],
        _actions(reflection, page, len(pages)),
    )


def _over_time(reflection: Reflection) -> Element | None:
    """The way to how it has gone since the one before, once there is something to see."""
    if reflection.phase not in (Phase.REVIEW, Phase.FINISHED) or not reflection.fagomraade:
        return None
    data = {"f": reflection.fagomraade}
    return action_set([execute(over_time_texts.SHOW, SHOW_OVER_TIME, data, inputs=False)])


def _lead(reflection: Reflection) -> str:
    lead = texts.SUMMARY_LEAD if reflection.group else texts.SUMMARY_LEAD_ALONE
    if reflection.phase is Phase.EXPIRED:
        return texts.SUMMARY_EXPIRED
    if reflection.phase.is_closed:
        return texts.SUMMARY_CLOSED
    if reflection.phase is not Phase.REVIEW:
        return lead
    return f"{lead} {ending_texts.unanswered(lost_by(reflection, Finish()))}"


def _choose(reflection: Reflection, bundle: Bundle) -> list[Element | None]:
    """The choice of a question, and what can be written on it."""
    data = {"r": reflection.id}
    edit = execute(texts.EDIT_QUESTION, OPEN_ANSWER if reflection.group else GO_TO, data)
    conclude = execute(team.CONCLUDE, OPEN_CONCLUSION, data) if reflection.group else None
    label = team.PICK_QUESTION if reflection.group else texts.EDIT_QUESTION
    return [question_choice(bundle, label, texts.EDIT_WHICH), action_set([edit, conclude])]


def _actions(reflection: Reflection, page: int, pages: int) -> list[Element | None]:
    data = {"r": reflection.id}
    review, closed = reflection.phase is Phase.REVIEW, reflection.phase.is_closed
    # Where nothing goes for good, the card that shows every answer has said what ending it means.
    told = {} if reflection.anonymous or reflection.drafts else {"lost": lost(lost_by(reflection, Finish()))}
    reopen = closed and reflection.phase is not Phase.CANCELLED and not reflection.anonymous
    return [
        execute(texts.FINISH, FINISH, {**data, **told}, inputs=False, primary=True) if review else None,
        execute(team.REVEAL_ALL, REVEAL, data, inputs=False) if _can_open(reflection) else None,
        execute(team.STEPS, SHOW_STEPS, data, inputs=False) if review or closed else None,
        execute(team.REOPEN, REOPEN, data, inputs=False) if reopen else None,
        execute(texts.LESS, SHOW_SUMMARY, {**data, "page": page - 1}, inputs=False) if page > 1 else None,
        execute(texts.MORE, SHOW_SUMMARY, {**data, "page": page + 1}, inputs=False) if page < pages else None,
        execute(texts.SHOW_OPEN, SHOW_STATUS, data, inputs=False) if not review and not closed else None,
        wish_button(None, reflection.id),
    ]


def _can_open(reflection: Reflection) -> bool:
    """True where there are answers that everybody may see, and nobody has opened."""
    waiting = reflection.answered - reflection.revealed
    enough = any(not reflection.anonymous or len(reflection.answers_to(q)) >= ANONYMOUS_FROM for q in waiting)
    return reflection.group and enough and (reflection.phase is Phase.REVIEW or reflection.phase.is_closed)


def _blocks(reflection: Reflection, bundle: Bundle, previous: Reflection | None) -> list[Element]:
    each = _team_question if reflection.group else _own_question
    blocks = [block for question in bundle.questions for block in each(reflection, bundle, question, previous)]
    differs = most_divided(reflection, bundle) if reflection.group else None
    if differs is not None:
        words = bundle.questions[differs - 1].text
        blocks.insert(0, banner(team.MOST_DIVIDED.format(n=differs, question=words), Tone.INFO))
    return [*blocks, *not_relevant(reflection, bundle), *outcome(reflection, bundle)]


def _team_question(
    reflection: Reflection, bundle: Bundle, question: Question, previous: Reflection | None
) -> list[Element]:
    number = question.number
    given = len(reflection.answers_to(number))
    last = last_time(previous, bundle, number)
    has_concluded = reflection.conclusion_text(number) or reflection.concluded_choice(number)
    concluded = conclusion(reflection, question) if has_concluded or given else None
    head = [container([_head(question), concluded])]
    if not given:
        missing = texts.SKIPPED if number in reflection.skipped else texts.UNANSWERED
        return [container([_head(question), concluded, quiet(missing, spacing="None")]), *last]
    if reflection.is_open_to_all(number):
        return [*head, *differences(reflection, number), *answers(reflection, bundle, question), *last]
    few = reflection.anonymous and given < ANONYMOUS_FROM
    return [*head, quiet(team.FEW_HIDDEN if few else team.COUNT_HIDDEN.format(count=given), spacing="Small"), *last]


def _own_question(
    reflection: Reflection, bundle: Bundle, question: Question, previous: Reflection | None
) -> list[Element]:
    last = last_time(previous, bundle, question.number)
    given = reflection.answers_to(question.number)
    if not given:
        missing = texts.SKIPPED if question.number in reflection.skipped else texts.UNANSWERED
        return [container([_head(question), quiet(missing, spacing="None")]), *last]
    named = tick_names(question, reflection, bundle)
    first, *rest = [answer(each, named, group=False) for each in given]
    return [container([_head(question), *first]), *(container(lines, spacing="Small") for lines in rest), *last]


def _head(question: Question) -> Element:
    return text(f"{question.number} · {question.text}", weight="Bolder", spacing="Medium")
