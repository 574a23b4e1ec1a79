"""How a team has rated itself each time, as far as everybody may see it, and only where the question was the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from dialogs.danish.dates import MONTHS, local
from dialogs.reflection.spread import of_ratings
from dialogs.reflection.state import ANONYMOUS_FROM, Reflection
from radar_core.model import Question
from radar_core.render.words.over_time import Lack, OverTimeRow, Sample


@dataclass(frozen=True)
class Time:
    """One reflection with all that is kept of it, and KL's questions as they were then."""

    reflection: Reflection
    questions: tuple[Question, ...]

    @property
    def day(self) -> dt.date:
        """When it was finished, else begun, in Denmark."""
        return local(self.reflection.ended_at or self.reflection.started_at).date()


def rated_over_time(times: Sequence[Time]) -> tuple[OverTimeRow, ...]:
    """Every question that was last answered by a number, and how each time; the oldest comes first."""
    if not times:
        return ()
    return tuple(
        OverTimeRow(asked.number, asked.short or asked.text, tuple(_sample(time, asked) for time in times))
        for asked in times[-1].questions
        if asked.is_rated
    )


def answered(reflection: Reflection) -> int | None:
    """People who have answered; None where only a number of answers to each question is known."""
    return None if reflection.anonymous else len(reflection.participants)


def labels(days: Sequence[dt.date]) -> tuple[str, ...]:
    """The days in the shortest way that tells them apart: »2025«, »sep. 2025«, »3. sep. 2025«, »3. sep. (2)«."""
    ways: tuple[Callable[[dt.date], str], ...] = (
        lambda day: str(day.year),
        lambda day: f"{_month(day)} {day.year}",
        lambda day: f"{day.day}. {_month(day)} {day.year}",
    )
    for way in ways:
        told = tuple(map(way, days))
        if len(set(told)) == len(told):
            return told
    # Counted by what is said of them: the same day of two years is one here, as there is no room for the year too.
    said = [f"{day.day}. {_month(day)}" for day in days]
    return tuple(f"{each} ({said[: i + 1].count(each)})" for i, each in enumerate(said))


def _month(day: dt.date) -> str:
    name = MONTHS[day.month - 1]
    return name if len(name) < 5 else f"{name[:3]}."


def _sample(time: Time, asked: Question) -> Sample:
    """Of anonymous answers only the middle, and only of four or more."""
    then = next((each.number for each in time.questions if each.text == asked.text and each.is_rated), None)
    if then is None:
        return _lacks(Lack.OTHER)
    reflection = time.reflection
    ratings = [given.rating for given in reflection.answers_to(then) if given.rating is not None]
    # A closed one has lost those that were too few: nobody can tell them from none.
    if reflection.anonymous and len(ratings) < ANONYMOUS_FROM:
        return _lacks(Lack.FEW)
    if not ratings:
        return _lacks(Lack.NONE)
    if not reflection.is_open_to_all(then):
        return _lacks(Lack.HIDDEN)
    return Sample(len(ratings), float(median(ratings)), None if reflection.anonymous else of_ratings(ratings).counts)


def _lacks(lack: Lack) -> Sample:
    return Sample(None, None, None, lack)
