"""A team's reflections beside each other: whether they are all theirs, and how it has gone from one to the next."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence

from bot.cards.buttons import SHOW_OVER_TIME, START
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    bullets,
    card,
    choice_set,
    container,
    execute,
    fitting,
    info,
    notice,
    plain,
    quiet,
    text,
    title,
    warning,
)
from dialogs.danish.dates import danish_day, local
from dialogs.over_time.commands import Confirming, OverTimeWanted, Picking, TooFew
from dialogs.over_time.outcomes import Became, became
from dialogs.over_time.ratings import Time, answered, labels, rated_over_time
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.texts import over_time as words
from radar_core.model import Bundle
from radar_core.render.words.over_time import (
    OverTime,
    OverTimeRow,
    Sample,
    count,
    describe_over_time,
    figure,
    told,
)
from radar_core.spelling import together

PICK_OVER_TIME = "pickovertime"
TELL_OVER_TIME = "tellovertime"

_ROOM = 12_000
"""Bytes for what became of the technologies."""

Naming = Callable[[str], str]
"""A technology's id to what it is called."""


def name_of(fagomraade: str, bundle: Bundle) -> str:
    """What a fagområde (id) is called; its id where the edition has lost it."""
    known = bundle.fagomraade_by_id.get(fagomraade)
    return known.name if known else fagomraade


def which_card(event: OverTimeWanted, bundle: Bundle) -> Card:
    """A choice of fagområde: those where there is something to show."""
    said = info(words.UNKNOWN.format(text=plain(event.unknown))) if event.unknown is not None else None
    return card(
        [
            notice(said),
            text(words.WHICH, weight="Bolder") if event.among else text(words.TOO_FEW),
        ],
        _of(event.among, bundle) or [execute(texts.START, START, {}, inputs=False)],
    )


def too_few_card(event: TooFew, bundle: Bundle, today: dt.date) -> Card:
    """That there is nothing to put beside each other yet, and what there is."""
    if event.fagomraade is None:
        there_is = words.TOO_FEW_ANY
    elif event.found:
        day = danish_day(_day(event.found[0]), today)
        there_is = words.TOO_FEW_ONE.format(where=plain(name_of(event.fagomraade, bundle)), day=day)
    else:
        there_is = words.TOO_FEW_NONE.format(where=plain(name_of(event.fagomraade, bundle)))
    return card(
        [text(there_is), quiet(words.TOO_FEW, spacing="Small")],
        [*_of(event.among, bundle), execute(texts.START, START, {}, inputs=False)],
    )


def confirm_card(event: Confirming, times: Sequence[Reflection], bundle: Bundle, *, threads: bool) -> Card:
    """Whether they are all the team's; everybody sees it, so there is nothing to fill in. ``threads`` in a channel."""
    data = {"f": event.fagomraade}
    all_of_them = {**data, "ids": [each.id for each in times]}
    return card(
        [
            title(words.TITLE.format(where=plain(name_of(event.fagomraade, bundle)))),
            text(words.CONFIRM_CHANNEL if threads else words.CONFIRM),
            bullets([words.EACH.format(day=_on(each), what=_what(each)) for each in times]),
            quiet(words.WHO_SEES),
        ],
        [
            execute(words.YES, TELL_OVER_TIME, all_of_them, primary=True),
            execute(words.PICK, PICK_OVER_TIME, data) if len(times) > 2 else None,
        ],
    )


def picking_card(event: Picking, times: Sequence[Reflection], bundle: Bundle) -> Card:
    """The same to tick off, for whoever pressed."""
    choices = [(str(n), f"{_on(each)} · {_what(each)}") for n, each in enumerate(times, start=1)]
    data = {"f": event.fagomraade, "among": [each.id for each in times]}
    return card(
        [
            notice(warning(words.PICK_TOO_FEW) if event.too_few else None),
            title(words.TITLE.format(where=plain(name_of(event.fagomraade, bundle)))),
            choice_set(
                "reflections",
                words.PICK_LABEL,
                choices,
                style="expanded",
                multi=True,
                value=None if event.too_few else ",".join(number for number, _ in choices),
            ),
            quiet(words.WHO_SEES),
        ],
        [execute(words.SHOW, TELL_OVER_TIME, data, primary=True)],
    )


def below_card() -> Card:
    """That it has been shown to all, for whoever asked for it."""
    return card([text(words.BELOW)])


def over_time_of(times: Sequence[Time], bundle: Bundle) -> OverTime:
    """What the picture of some reflections of one fagområde says; the oldest comes first."""
    newest = times[-1].reflection
    heading = words.PICTURE_TITLE if newest.group else words.PICTURE_TITLE_ALONE
    where = name_of(newest.fagomraade or "", bundle)
    return describe_over_time(heading, where, _labels(times), rated_over_time(times), group=newest.group)


def over_time_card(
    times: Sequence[Time], bundle: Bundle, naming: Naming, *, more: bool = False, said: Notice | None = None
) -> Card:
    """How it has gone, for everybody; the picture comes beside it. ``more`` where other reflections can be chosen."""
    shown, newest = over_time_of(times, bundle), times[-1].reflection
    where = plain(name_of(newest.fagomraade or "", bundle))
    pick = execute(words.PICK, PICK_OVER_TIME, {"f": newest.fagomraade}) if more and newest.group else None
    return card(
        [
            notice(said),
            title(words.TITLE.format(where=where)),
            quiet(words.TIMES.format(count=len(times), labels=together(shown.labels)), spacing="None"),
            *_ratings(shown),
            *_outcomes(times, naming),
            quiet(words.STEPS_HOW if newest.group else words.STEPS_HOW_ALONE, spacing="Medium"),
        ],
        [pick],
    )


def over_time_text(shown: OverTime) -> str:
    """A picture as text, for where it cannot be shown."""
    lines = [f"**{plain(shown.title)}**", plain(shown.subtitle)]
    for row in shown.rows:
        first, *rest = told(row, shown)
        lines.append("\n".join([plain(first), *(f"- {_no_list(plain(each))}" for each in rest)]))
    return "\n\n".join(line for line in [*lines, shown.foot] if line)


def has_ratings(shown: OverTime) -> bool:
    """Whether there is anything to draw."""
    return any(row.middles for row in shown.rows)


def _of(among: Sequence[str], bundle: Bundle) -> list[Element]:
    return [
        execute(words.OF.format(where=name_of(each, bundle)), SHOW_OVER_TIME, {"f": each}, inputs=False)
        for each in among[:5]
    ]


def _day(reflection: Reflection) -> dt.date:
    return local(reflection.ended_at or reflection.started_at).date()


def _on(reflection: Reflection) -> str:
    day = _day(reflection)
    return f"{danish_day(day)} {day.year}"


def _what(reflection: Reflection) -> str:
    """How many answered, or how; that it goes on still."""
    many = answered(reflection)
    how = words.ANONYMOUS if many is None else words.ANSWERED.format(count=many)
    return how if reflection.phase.is_closed else f"{how} · {words.OPEN}"


def _labels(times: Sequence[Time]) -> tuple[str, ...]:
    return labels([time.day for time in times])


def _ratings(shown: OverTime) -> list[Element]:
    if not has_ratings(shown):
        return [text(words.NOTHING_RATED, spacing="Medium")]
    return [
        *(_question(row, shown) for row in shown.rows),
        quiet(" ".join(filter(None, [words.EXPLAINED if shown.group else "", shown.foot, words.PICTURE_COMES]))),
    ]


def _question(row: OverTimeRow, shown: OverTime) -> Element:
    said = words.QUESTION.format(n=row.question, text=plain(row.text), verdict=row.verdict).strip()
    lacks = {sample.lack for sample in row.samples}
    if len(lacks) == 1 and not row.middles:
        each = [lack.value for lack in lacks if lack]  # the same each time is said once
    else:
        each = [_one(label, sample, shown) for label, sample in zip(shown.labels, row.samples, strict=True)]
    return container([text(said), quiet(_no_list(" · ".join(each)), spacing="None")], spacing="Small")


def _no_list(line: str) -> str:
    """A line that may begin with a day: Markdown would take »29. nov.« for the 29th of a list."""
    return re.sub(r"^(\d+)\.", r"\1\\.", line)


def _one(label: str, sample: Sample, shown: OverTime) -> str:
    if sample.middle is None:
        return words.LACK.format(label=label, lack=sample.lack.value if sample.lack else "")
    if not shown.group:
        return words.MIDDLE_ALONE.format(label=label, middle=figure(sample.middle))
    return words.MIDDLE.format(label=label, middle=figure(sample.middle), count=count(sample))


def _outcomes(times: Sequence[Time], naming: Naming) -> list[Element]:
    """What became of the technologies, and how many next steps there are."""
    found = became([time.reflection for time in times])
    each = [quiet(_technology(one, naming), spacing="Small") for one in found]
    kept = fitting(each, min(_ROOM, MAX_CARD_BYTES // 2))
    left = len(each) - len(kept)
    written = [
        words.STEPS_EACH.format(count=len(time.reflection.next_steps), label=label)
        for time, label in zip(times, _labels(times), strict=True)
        if time.reflection.next_steps
    ]
    return [
        text(words.BECAME, weight="Bolder", spacing="Large"),
        text(_counted(found) if found else words.BECAME_NONE, spacing="Small"),
        *kept,
        *([quiet(words.MORE_TECHNOLOGIES.format(count=left))] if left else []),
        *([quiet(words.STEPS.format(counts=together(written)), spacing="Medium")] if written else []),
    ]


def _counted(found: Sequence[Became]) -> str:
    number = Counter(each.outcome for each in found)
    told_of = [said.format(count=number[outcome]) for outcome, said in words.COUNTED.items() if number[outcome]]
    return f"{together(told_of)}."


def _technology(one: Became, naming: Naming) -> str:
    when = labels([day for day, _ in one.said]) if len({day for day, _ in one.said}) == len(one.said) else None
    told_of = [
        words.SAID.format(when=when[i] if when else day.year, what=words.OUTCOMES[outcome])
        for i, (day, outcome) in enumerate(one.said)
    ]
    return words.TECHNOLOGY.format(name=plain(naming(one.technology)), said=" · ".join(told_of))
