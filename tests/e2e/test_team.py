"""A team in one group chat: own answers first, then the differences, a conclusion, and whatever comes in between.

The person at the keyboard starts, and so facilitates; the colleagues speak over the wire. Where a press also updates
the card for everybody, that follows at once and replaces the presser's own card: the tests wait for what stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.cards.reflection.headings import short
from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import ending, status, team
from tests.e2e.conftest import Teams
from tests.e2e.wire import Answer, Card, Colleague
from tests.fakes.shipped import shipped

pytestmark = [pytest.mark.e2e, pytest.mark.node]

QUESTIONS = [question.text for question in shipped().bundle("eksempel").questions]
NUMBER = "010190-0000"
"""What looks like a personal number, and is nobody's."""


@pytest.fixture
def group(teams: Teams) -> Iterator[Teams]:
    """The group chat with nothing in it and nothing open; what a test leaves open is given up."""
    teams.page.load()
    teams.page.open_chat("group")
    yield teams
    teams.give_up("group")


def begin(teams: Teams, question: int = 1, fagomraade: str = "sundhed") -> Card:
    """A reflection with names, at a question: the shared card as the colleagues have it."""
    page = teams.page
    page.mention_and_say(f"start refleksion {fagomraade} vejle")
    page.wait_text(QUESTIONS[0])
    if question > 1:
        page.mention_and_say(f"gå til {question}")
        page.wait_text(QUESTIONS[question - 1])
    page.wait_text(status.NOBODY.format(n=question))
    return teams.wire.wait_card(QUESTIONS[question - 1], "group")


def answer(person: Colleague, shared: Card, **typed: str) -> Answer:
    """Press *Svar*, fill the card in and save it."""
    saved = person.press(texts.SAVE, typed, on=person.press(texts.ANSWER, on=shared).card)
    assert "gemt." in saved.card.text
    return saved


def read(words: str) -> str:
    """Words as they stand on the page, where what is bold has no asterisks."""
    return words.replace("**", "")


def test_everybody_answers_unseen_then_the_answers_open_with_their_spread_and_the_team_concludes(group: Teams) -> None:
    page, other = group.page, group.colleague(1)
    shared = begin(group, 6)
    page.press(texts.ANSWER)
    page.wait_text("når gruppen viser svarene – og så med dit navn")
    page.choose(texts.RATING_ALONE, texts.RATINGS[2])
    page.fill(texts.COMMENT, "Vi mangler et overblik.")
    page.screenshot_card("hold-eget-svar", card=texts.COMMENT)
    page.press(texts.SAVE)
    page.wait_text(status.ALL.format(n=6, count=1))
    counted = group.wire.wait_card(status.ALL.format(n=6, count=1), "group")
    assert texts.REFUSALS[Refusal.ANSWER_FIRST] in other.press(texts.REVEAL, on=counted).card.text

    before = len(group.wire.settled().cards("group"))
    said = {1: ("4", "Det går godt hos os."), 2: ("5", "Vi følger op hver måned."), 3: ("4", ""), 4: ("4", "")}
    for number, (rating, comment) in said.items():
        assert "overblik" not in answer(group.colleague(number), shared, rating=rating, text=comment).card.text
    page.wait_text("Har svaret: Deltager Første, Deltager Anden, Deltager Tredje, Deltager Fjerde og Deltager Femte")
    since = {card.activity_id for card in group.wire.settled().cards("group")[before:]}
    assert since == {counted.activity_id}, "an answer touches nothing but the message that counts"
    page.wait_gone(re.compile("overblik"))
    page.screenshot_under("chat-gruppe", upper=QUESTIONS[5], lower="Har svaret:")

    page.press(texts.REVEAL)
    spread = "5 har svaret: fra 2 til 5, flest valgte 4"
    page.wait_text("Deltager Tredje:")
    page.wait_text(spread)
    assert {"█ 1", "███ 3"} <= set(page.texts(card=spread))
    page.fill(team.CONCLUSION_LABEL, "Vi laver et fælles overblik.")
    page.screenshot_card("hold-konklusion")
    late = other.press(team.CONCLUDE, on=group.wire.wait_card(spread, "group"))
    page.press(team.SAVE_CONCLUSION)
    page.wait_text("Konklusion: Vi laver et fælles overblik.")
    page.screenshot_card("chat-vis-svar", card=spread)

    refused = other.press(team.SAVE_CONCLUSION, {"text": "Vi følger op hver måned."}, on=late.card)
    assert texts.REFUSALS[Refusal.CONCLUSION_CHANGED] in refused.card.text
    assert "Vi laver et fælles overblik." in refused.card.text
    other.press(team.SAVE_CONCLUSION, {"text": "Vi laver et overblik og følger op."}, on=refused.card)
    page.wait_text("Vi laver et overblik og følger op.")
    page.press(texts.MENU)
    page.press(team.HISTORY_OF.format(n=6))
    page.wait_text(re.compile("Version 2 · Deltager Anden"))
    page.wait_text(re.compile("Version 1 · Deltager Første"))
    page.wait_text("Vi laver et fælles overblik.")
    page.screenshot_card("hold-historik")


def test_an_own_answer_is_edited_and_withdrawn_on_the_card_and_as_a_message(group: Teams) -> None:
    page, other = group.page, group.colleague(1)
    begin(group)
    page.press(texts.ANSWER)
    page.fill(texts.YOUR_ANSWER, "Mere tid til borgerne")
    page.press(texts.SAVE)
    page.wait_text(texts.SAVED.format(n=1))
    page.wait_text(status.ALL.format(n=1, count=1))
    page.press(texts.ANSWER)
    page.expect_typed(texts.YOUR_ANSWER, "Mere tid til borgerne")
    page.fill(texts.YOUR_ANSWER, "Mere tid og mindre papir")
    page.press(texts.SAVE)
    page.wait_text(texts.SAVED_EDIT.format(n=1))
    said = other.say("svar: Tryghed om naten")
    page.wait_text("Har svaret: Deltager Første og Deltager Anden")
    other.edit(said, "svar: Tryghed om natten")

    page.press(texts.REVEAL)
    page.wait_text("Mere tid og mindre papir")
    page.wait_text("Tryghed om natten")
    page.wait_gone("Mere tid til borgerne")
    page.wait_gone("Tryghed om naten")
    page.press(texts.ANSWER)
    page.wait_text(texts.SEEN_AT_ONCE)
    page.press(texts.WITHDRAW)
    page.wait_gone("Mere tid og mindre papir")
    page.wait_text("Tryghed om natten")


def test_anybody_answers_ahead_while_the_group_stays_where_it_is(group: Teams) -> None:
    page, other = group.page, group.colleague(1)
    shared = begin(group)
    page.press(texts.ANSWER)
    page.fill(texts.YOUR_ANSWER, "Første svar")
    page.press(texts.SAVE_AND_AHEAD)
    page.wait_text(QUESTIONS[1])
    page.wait_text(status.ALL.format(n=1, count=1))
    page.tick(texts.TICK_NEEDS, "Opdage problemer i tide")
    page.press(texts.SAVE_AND_AHEAD)
    page.wait_text(QUESTIONS[2])
    page.press(texts.CLOSE_INPUT)
    page.wait_text("Har svaret: Deltager Første")
    page.wait_text(QUESTIONS[0])
    page.press(texts.MENU)
    page.screenshot_card("chat-mere", card=team.MENU_TITLE)
    page.choose(team.PICK_QUESTION, f"9. {short(QUESTIONS[8])}")
    page.press(texts.ANSWER)
    page.wait_text(QUESTIONS[8])
    page.press(texts.CLOSE_INPUT)

    menu = other.press(texts.MENU, on=shared).card
    assert QUESTIONS[3] in other.press(team.GO_TO, {"question": "4"}, on=menu).card.text
    page.press(texts.REVEAL)
    page.wait_text("Første svar")
    page.press(texts.NEXT)
    page.wait_text(status.ALL.format(n=2, count=1))


def test_only_the_facilitator_moves_the_group_until_somebody_takes_over_for_all_to_see(group: Teams) -> None:
    page, other = group.page, group.colleague(1)
    begin(group)
    page.wait_text("Tovholder: Deltager Første")
    counted = group.wire.wait_card(status.NOBODY.format(n=1), "group")
    refused = other.press(texts.NEXT, on=counted)
    assert texts.REFUSALS[Refusal.NOT_FACILITATOR] in refused.card.text
    page.wait_text(QUESTIONS[0])
    counted = other.press(team.TAKE_OVER, on=refused.card).card
    page.wait_text(texts.TAKEN_OVER.format(name="Deltager Anden"))
    page.wait_text("Tovholder: Deltager Anden")
    page.press(texts.NEXT)
    page.wait_text(texts.REFUSALS[Refusal.NOT_FACILITATOR])
    page.screenshot_card("hold-overtag")
    page.press(team.CLOSE)
    page.wait_gone(texts.REFUSALS[Refusal.NOT_FACILITATOR])
    other.press(texts.NEXT, on=counted)
    page.wait_text(QUESTIONS[1])


def test_anonymous_answers_open_when_four_have_answered_and_never_with_a_name(group: Teams) -> None:
    page = group.page
    begin(group, fagomraade="skole")
    page.press(texts.MAKE_ANONYMOUS)
    page.wait_text("Anonyme svar · Tovholder: Deltager Første")
    page.wait_text(status.FEW)  # the last that follows: it may take what is being typed
    shared = group.wire.wait_card(texts.ANONYMOUS, "group")
    page.press(texts.ANSWER)
    page.wait_text("når gruppen viser svarene: uden navn, i tilfældig rækkefølge")
    page.fill(texts.YOUR_ANSWER, "Vi vil ikke miste tid til børnene.")
    page.screenshot_card("hold-anonym-svar", card=texts.YOUR_ANSWER)
    page.press(texts.SAVE)
    page.wait_text(status.ALL.format(n=1, count=1))
    for number in (1, 2):
        answer(group.colleague(number), shared, text=f"Svar fra kollega {number}")
    page.wait_text(status.ALL.format(n=1, count=3))
    assert not page.has_button(texts.REVEAL, card=status.ALL.format(n=1, count=3)), "three are too few"
    group.colleague(3).say("svar: Svar i chatten")
    page.wait_text(read(texts.REFUSALS[Refusal.ANONYMOUS_BY_TEXT]))
    answer(group.colleague(3), shared, text="Svar fra kollega 3")

    page.press(texts.REVEAL)
    for text in ("Vi vil ikke miste tid til børnene.", *(f"Svar fra kollega {number}" for number in (1, 2, 3))):
        page.wait_text(text)
    named = [line for line in page.texts(card="Vi vil ikke miste tid til børnene.") if "Deltager" in line]
    assert named == ["Anonyme svar · Tovholder: Deltager Første"]
    page.screenshot_card("hold-anonyme-svar-vist", card="Svar fra kollega 3")
    page.press(texts.MENU)
    page.press(team.CLOSE_REFLECTION)
    page.wait_text(ending.NEVER_AGAIN)
    page.screenshot_card("hold-afslut-anonym", card=ending.NEVER_AGAIN)
    page.press(ending.YES_FINISH)
    page.wait_text(texts.SUMMARY_CLOSED)
    page.wait_text("Svar fra kollega 3")
    assert not page.has_button(team.REOPEN, card=texts.SUMMARY_CLOSED), "nobody knows any more who wrote what"


def test_a_pause_until_monday_holds_until_somebody_goes_on_and_status_brings_the_card_down(group: Teams) -> None:
    page, other = group.page, group.colleague(1)
    shared = begin(group)
    answer(other, shared, text="Svar før pausen")
    page.mention_and_say("pause til mandag")
    page.wait_text(re.compile(r"Pause til mandag den \d+\."))
    page.screenshot_card("chat-pause")
    assert texts.PAUSED_RETURNS in other.press(texts.ANSWER, on=shared).card.text
    page.press(texts.RESUME)
    page.wait_text("Har svaret: Deltager Anden")
    page.mention_and_say("påmind os")
    page.wait_text(texts.REMINDERS_ON)
    page.mention_and_say("status")
    page.wait_text(texts.RETIRED)
    page.wait_text("Har svaret: Deltager Anden")
    page.wait_times(QUESTIONS[0], 1)  # only the newest card looks alive


def test_what_looks_like_a_personal_number_is_stopped_and_the_rest_of_the_text_kept(group: Teams) -> None:
    page = group.page
    begin(group)
    page.press(texts.ANSWER)
    page.fill(texts.YOUR_ANSWER, f"Spørg {NUMBER} om hjælpemidler")
    page.press(texts.SAVE)
    page.wait_text(read(texts.NUMBER_TAKEN_OUT))
    page.expect_typed(texts.YOUR_ANSWER, f"Spørg {texts.TAKEN_OUT} om hjælpemidler")
    page.screenshot_card("hold-cpr", card=texts.YOUR_ANSWER)
    page.press(texts.SAVE)
    page.wait_text(texts.SAVED.format(n=1))
    page.mention_and_say(f"svar: Spørg {NUMBER}")
    page.wait_text(texts.REFUSALS[Refusal.PERSONAL_NUMBER])
    kept = [path for path in group.bot_log.parent.iterdir() if path.is_file()]
    assert any(path.name == "bot.db" for path in kept)
    assert not [path.name for path in kept if NUMBER.encode() in path.read_bytes()]
