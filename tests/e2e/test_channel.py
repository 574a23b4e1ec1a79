"""A team in the threads of a channel: the end with its next steps, the next time, and what is open elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dialogs.texts import common as texts
from dialogs.texts import ending, status, team
from dialogs.texts import result as result_texts
from radar_core.lookup import radar_for, ready
from tests.e2e.conftest import Teams
from tests.fakes.shipped import shipped

pytestmark = [pytest.mark.e2e, pytest.mark.node]

BUNDLE = shipped().bundle("eksempel")
QUESTIONS = [question.text for question in BUNDLE.questions]
KLAR = [entry.name for entry in ready(radar_for(BUNDLE, "sundhed-og-aeldre"))]


@pytest.fixture
def channel(teams: Teams) -> Iterator[Teams]:
    """The channel with nothing in it; what a test leaves open in its newest thread is given up."""
    teams.page.load()
    teams.page.open_chat("channel")
    yield teams
    teams.give_up("channel")


def begin(teams: Teams) -> None:
    """A reflection in a post of its own, answered with names."""
    teams.page.mention_and_say("start refleksion sundhed vejle")
    teams.page.wait_text(status.NOBODY.format(n=1))


def go_to(teams: Teams, question: int) -> None:
    """The whole group to a question."""
    teams.page.mention_and_say(f"gå til {question}", thread=True)
    teams.page.wait_text(QUESTIONS[question - 1])
    teams.page.wait_text(status.NOBODY.format(n=question))  # the last that follows: it may take what is being typed


def both_rate(teams: Teams, question: int, mine: int, other: int) -> None:
    """A rating from the person at the keyboard and one from a colleague, neither shown."""
    page, colleague = teams.page, teams.colleague(1)
    page.press(texts.ANSWER)
    page.choose(texts.RATING_ALONE, texts.RATINGS[mine])
    page.press(texts.SAVE)
    page.wait_text(texts.SAVED.format(n=question))
    shared = teams.wire.wait_card(QUESTIONS[question - 1], "channel")
    colleague.press(texts.SAVE, {"rating": str(other)}, on=colleague.press(texts.ANSWER, on=shared).card)
    page.wait_text(status.ALL.format(n=question, count=2))  # *Næste* stands there, and is of the question it tells of


def test_the_end_is_a_summary_with_the_differences_then_the_radar_then_next_steps(channel: Teams) -> None:
    page = channel.page
    begin(channel)
    go_to(channel, 5)
    page.press(texts.ANSWER)
    page.tick(texts.TICK_IN_OPERATION, KLAR[0])
    page.press(texts.SAVE)
    page.wait_text(texts.SAVED.format(n=5))
    go_to(channel, 7)
    both_rate(channel, 7, 3, 4)
    page.press(texts.NEXT)
    page.wait_text(QUESTIONS[7])
    page.wait_text(status.NOBODY.format(n=8))
    both_rate(channel, 8, 2, 5)
    page.press(texts.NEXT)
    page.wait_text(QUESTIONS[8])
    page.press(texts.MENU)
    page.press(texts.SKIP)

    page.wait_text(texts.SUMMARY_LEAD)
    page.wait_text(texts.SKIPPED)
    page.press(team.REVEAL_ALL)
    page.wait_text(team.MOST_DIVIDED.format(n=8, question=QUESTIONS[7]))
    page.wait_text("2 har svaret: fra 2 til 5")
    page.screenshot_card("kanal-opsummering")
    page.press(texts.FINISH)
    page.wait_text(result_texts.TITLE)
    assert page.image_size(re.compile("Teknologiradar · Sundhed og ældre")) == (1024, 1024)
    page.wait_text(texts.SUMMARY_CLOSED)

    page.wait_text(team.STEPS_NONE)
    page.wait_text(team.CHOSEN_TITLE)  # what is in drift is to be evaluated without anybody asking for it
    page.wait_text(re.compile("^Refleksionen er slut"))
    page.press(team.ADD_STEP, card=team.STEPS_NONE)
    page.fill(team.STEP_WHAT_LABEL, "Afprøv med fire borgere")
    page.fill(team.STEP_WHO_LABEL, "Ledelsen i hjemmeplejen")
    page.choose_day(team.STEP_WHEN_LABEL, "2027-01-15")
    page.screenshot_card("kanal-skridt", card=team.STEP_TITLE)
    page.press(team.SAVE_STEP, card=team.STEP_TITLE)
    page.wait_text("Hvem: Ledelsen i hjemmeplejen · Hvornår: fredag den 15. januar 2027")
    page.press(team.CHOOSE, card="Afprøv med fire borgere")
    page.tick(team.CHOICE_LABEL, KLAR[1], card=team.CHOICE_TITLE)
    page.choose_day(team.CHOICE_WHEN, "2027-05-03", card=team.CHOICE_TITLE)
    page.screenshot_card("kanal-vaelg", card=team.CHOICE_TITLE)
    page.press(team.SAVE_CHOICE, card=team.CHOICE_TITLE)
    page.wait_text("Evalueres mandag den 3. maj 2027")
    lines = page.texts(card="Afprøv med fire borgere")
    assert {KLAR[0], KLAR[1]} <= set(lines)
    assert lines.count("Evalueres mandag den 3. maj 2027") == 2
    page.screenshot_card("chat-naeste-skridt", card="Afprøv med fire borgere")


def test_started_again_last_times_answers_and_conclusions_stand_beside_the_new(channel: Teams) -> None:
    page, other = channel.page, channel.colleague(1)
    begin(channel)
    other.say("svar: Tryghed om natten", "channel")
    page.wait_text("Spørgsmål 1: 1 af 2 har svaret")
    page.press(texts.REVEAL)
    page.wait_text("Tryghed om natten")
    page.mention_and_say("konklusion 2: Vi begynder med det, der letter natten", thread=True)
    page.wait_text(texts.CONCLUDED.format(n=2))
    page.mention_and_say("afslut", thread=True)
    page.wait_text(ending.FINISH_TITLE)
    page.screenshot_card("kanal-afslut", card=ending.FINISH_TITLE)
    page.press(ending.YES_FINISH)
    page.wait_text(texts.SUMMARY_CLOSED)

    page.mention_and_say("start refleksion sundhed", thread=True)
    page.wait_text(team.LAST_ANSWERED)
    page.wait_text(status.NOBODY.format(n=1))
    page.screenshot_card("chat-sidst", card=team.LAST_ANSWERED)
    assert any("Tryghed om natten" in line for line in page.texts(card=team.LAST_ANSWERED))
    page.press(texts.NEXT)
    page.wait_text(team.LAST_CONCLUDED.format(text="Vi begynder med det, der letter natten"))


def test_a_command_in_another_thread_finds_the_open_reflection_and_each_thread_has_its_own(channel: Teams) -> None:
    page = channel.page
    begin(channel)
    page.mention_and_say("status")
    page.wait_text(texts.ELSEWHERE_TITLE)
    page.wait_text(re.compile("Spørgsmål 1 af 9, "))
    assert page.has_link("Åbn Sundhed og ældre · Vejle")
    page.screenshot_card("chat-traad", card=texts.ELSEWHERE_TITLE)
    page.press(texts.START, card=texts.ELSEWHERE_TITLE)
    page.wait_text(texts.START_TITLE)
    page.choose(texts.KOMMUNE, "Vejle", card=texts.START_TITLE)
    page.choose(texts.FAGOMRAADE, "Børn, unge og skole", card=texts.START_TITLE)
    page.press(texts.GO, card=texts.START_TITLE)
    page.wait_text(re.compile("Spørgsmål 1 af 9 · Børn, unge og skole"))
    page.wait_text(re.compile("Spørgsmål 1 af 9 · Sundhed og ældre"))
