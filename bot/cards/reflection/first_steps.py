"""First steps of a result that become the team's next steps: which, who does them, and when."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import SHOW_RADAR
from bot.cards.elements import (
    Card,
    Notice,
    banner,
    card,
    choice_set,
    date_input,
    execute,
    notice,
    text,
    text_input,
    title,
)
from bot.cards.reflection.follow_up import day_of
from bot.cards.reflection.headings import anonymity, example
from dialogs.reflection.result import TeamResult
from dialogs.reflection.state import MAX_WHO, Reflection
from dialogs.texts import common as texts
from dialogs.texts import result as words
from dialogs.texts import team
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import numeral

OPEN_FIRST_STEPS = "firststeps"
SAVE_FIRST_STEPS = "takefirst"


def offered(result: TeamResult) -> Sequence[tuple[str, str]]:
    """The first steps of a result, as (id of the technology, »Apps: Spørg …«)."""
    return [
        (found.entry.technology.id, words.STEP_OF.format(name=found.entry.name, step=found.entry.technology.first_step))
        for found in result.shown
        if found.entry.technology.first_step
    ]


def first_steps_card(
    reflection: Reflection,
    bundle: Bundle,
    result: TeamResult,
    said: Notice | None = None,
    draft: tuple[str, str, str] | None = None,
    lacks: bool = False,
) -> Card:
    """The first steps to choose from; as many as the team wants at a time are ticked already.

    ``draft`` is what was ticked, who and when, as given and not saved; ``lacks`` is true where nothing was ticked.
    """
    steps = offered(result)
    at_a_time = result.at_a_time
    ticked, who, when = draft or (",".join(t for t, _ in steps[: at_a_time or 1]), "", "")
    ambition = next((choice for choice in result.choices if choice.option.at_a_time), None)
    count = numeral(min(at_a_time, len(steps))) if at_a_time else ""
    told = words.STEPS_AT_A_TIME.format(option=ambition.option.name, count=count) if ambition else None
    data = {"r": reflection.id}
    return card(
        [
            notice(said),
            banner(words.STEPS_NONE_TICKED) if lacks else None,
            example(bundle),
            anonymity(reflection),
            title(words.STEPS_TITLE),
            text(words.STEPS_LEAD),
            text(told) if told else None,
            choice_set("technologies", words.STEPS_LABEL, steps, style="expanded", multi=True, value=ticked),
            text_input(
                "who", team.STEP_WHO_LABEL, value=who, placeholder=team.STEP_WHO_HINT, max_length=MAX_WHO, lines=False
            ),
            date_input("when", team.STEP_WHEN_LABEL, day_of(when)),
        ],
        [
            execute(words.SAVE_STEPS, SAVE_FIRST_STEPS, data, primary=True),
            execute(texts.CLOSE_INPUT, SHOW_RADAR, {**data, "f": reflection.fagomraade or SAMLET}, inputs=False),
        ],
    )
