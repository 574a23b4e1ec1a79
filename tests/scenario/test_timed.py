"""What the bot says by itself: a pause that ends, reminders somebody asked for, and the end of what is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.app import ALARMS
from dialogs.danish.dates import ZONE, is_workday, local
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, day_in, looks, people, stored, time_passes


async def reminded(person: Person) -> None:
    """Asks for reminders."""
    await person.presses(texts.MENU)
    await person.presses(team.REMIND_ON)


def told(person: Person, words: str) -> int:
    """How many messages on the person's screen say ``words``."""
    return sum(words in said for said in person.sees)


async def at_eight(teams: FakeTeams, days: int = 1) -> None:
    """It becomes eight in the morning of the day that is so many days away, Danish time."""
    now = teams.bot.clock.now()
    day = local(now).date() + dt.timedelta(days=days)
    # Subtracted in UTC: between two Danish times the hour would be lost that the clock is changed by.
    eight = dt.datetime.combine(day, dt.time(8), ZONE).astimezone(dt.UTC)
    await time_passes(teams, (eight - now).total_seconds() / 86_400)


async def test_a_pause_until_monday_says_when_and_ends_by_itself_once(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Før pausen")
    await second.says("pause til mandag")
    assert "mandag den" in first.card(texts.RESUME).says and texts.PAUSED_RETURNS in first.card(texts.RESUME).says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.paused_until is not None
    until = local(stands.paused_until)
    assert (until.weekday(), until.hour, until.minute) == (0, 9, 0)
    days = (stands.paused_until - teams.bot.clock.now()).total_seconds() / 86_400
    await time_passes(teams, days - 0.01)
    assert told(first, texts.PAUSE_ENDED) == 0
    await time_passes(teams, 0.02)
    await looks(teams)
    assert told(first, texts.PAUSE_ENDED) == told(second, texts.PAUSE_ENDED) == 1
    assert "Deltager Anden" in first.card(texts.NEXT).says
    await time_passes(teams, 7)
    assert told(first, texts.PAUSE_ENDED) == 1


async def test_a_pause_taken_up_before_its_time_does_not_end_again(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await first.says("pause til mandag")
    await second.presses(texts.RESUME)
    await time_passes(teams, 8)
    assert told(second, texts.PAUSE_ENDED) == 0
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS and stands.paused_until is None


@pytest.mark.parametrize("when", ["sommerferien", "31. november"])
async def test_a_pause_until_something_that_is_no_time_is_asked_about_and_nothing_is_paused(
    teams: FakeTeams, when: str
) -> None:
    first, *_ = people(teams)
    await begins(first)
    await first.says(f"pause til {when}")
    assert texts.REFUSALS[Refusal.UNKNOWN_TIME] in first.sees[-1]
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS


async def test_nobody_is_reminded_who_has_not_asked_for_it(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    posted = len(first.chat.messages)
    for _ in range(20):
        await time_passes(teams, 1)
    assert len(first.chat.messages) == posted


async def test_reminders_come_at_most_once_a_day_on_workdays_in_words_for_the_group_and_stop_when_asked(
    teams: FakeTeams,
) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await reminded(third)
    assert told(first, texts.REMINDERS_ON) == 1
    await at_eight(teams)
    for _ in range(14):
        before, workday = told(first, texts.REMINDER_TITLE), is_workday(local(teams.bot.clock.now()).date())
        for _ in range(3):
            await time_passes(teams, 1 / 4)
        await at_eight(teams, days=0)  # of the next day, also where the clock is changed in between
        assert told(first, texts.REMINDER_TITLE) - before <= int(workday)
    assert told(first, texts.REMINDER_TITLE) >= 3
    words = first.card(texts.REMINDER_TITLE).says
    assert texts.REMINDER_QUESTION.format(n=1) in words
    assert not any(person.name in words for person in (first, second, third)), "nobody is pointed at"
    await first.presses(texts.REMIND_OFF)
    assert told(second, texts.REMINDERS_OFF) == 1
    before = told(second, texts.REMINDER_TITLE)
    for _ in range(10):
        await time_passes(teams, 1)
    assert told(second, texts.REMINDER_TITLE) == before


async def test_while_it_is_paused_nobody_is_reminded(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await reminded(second)
    await first.says("pause")
    posted = len(first.chat.messages)
    for _ in range(10):
        await time_passes(teams, 1)
    assert len(first.chat.messages) == posted


async def test_while_it_is_paused_nothing_is_asked_about_an_older_reflection_and_afterwards_it_is(
    teams: FakeTeams,
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await closes(first)
    await second.presses(team.CHOOSE)
    (name,) = second.card(team.SAVE_CHOICE).choices["technologies"][:1]
    await second.presses(team.SAVE_CHOICE, technologies=[name], when=day_in(teams, 10).isoformat())
    await begins(first)
    await first.says("pause")
    for _ in range(4):
        await time_passes(teams, 5)
    heading = team.EVALUATE_TITLE.format(names=name)
    assert told(second, heading) == 0
    await second.presses(texts.RESUME)
    await looks(teams)
    assert told(second, heading) == 1


async def test_a_pause_without_an_end_never_expires(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await first.says("pause")
    posted = len(first.chat.messages)
    for _ in range(5):
        await time_passes(teams, 30)
    assert len(first.chat.messages) == posted
    await first.presses(texts.RESUME)
    assert texts.QUESTION.format(n=1) in first.card(texts.ANSWER).says


async def test_a_reminder_that_waited_when_the_group_paused_is_never_delivered(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await reminded(second)
    await teams.ends()
    teams.refuses(429, 1_000, chat=first.chat)
    teams.waits = False
    teams.bot.clock.passes(4 * 24 * 3600)
    assert await teams.bot.app[ALARMS].look() == 1
    await first.says("pause")
    waiting = [row["unprompted"] for row in stored(teams)["outbox"] if row["state"] == "waiting"]
    assert waiting[0] and not any(waiting[1:]), "a reminder is next, and then the card of the pause"
    teams.works_again()
    teams.waits = True
    await teams.settled()
    assert told(second, texts.REMINDER_TITLE) == 0
    assert texts.PAUSED_TITLE in second.card(texts.RESUME).says


async def test_a_forgotten_reflection_says_a_week_before_that_it_expires_and_then_does(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Det, der blev sagt")
    await second.presses(texts.REVEAL)
    await time_passes(teams, 50)
    assert told(first, texts.WARNED_TITLE) == 0
    for _ in range(9):
        await time_passes(teams, 1)
    assert told(first, texts.WARNED_TITLE) == 1 and told(first, texts.EXPIRED_TITLE) == 0
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS
    for _ in range(3):
        await time_passes(teams, 1)
    assert told(first, texts.EXPIRED_TITLE) == told(first, texts.WARNED_TITLE) == 1
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.EXPIRED
    await second.presses(team.SHOW_SUMMARY)
    assert "Det, der blev sagt" in second.card(texts.SUMMARY_EXPIRED).says
    await time_passes(teams, 30)
    assert told(first, texts.EXPIRED_TITLE) == 1


async def test_whoever_touches_it_after_the_warning_keeps_it_open(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    for _ in range(2):
        await time_passes(teams, 28)
    assert told(first, texts.WARNED_TITLE) == 1
    await second.presses(texts.SHOW_OPEN)
    await answers(second, "Vi er her endnu")
    await time_passes(teams, 20)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS
    assert told(first, texts.EXPIRED_TITLE) == 0
