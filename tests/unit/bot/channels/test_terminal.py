"""A card as text: everything a person needs to read and write, and nothing of how cards are made."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import elements as e
from bot.cards.elements import Card
from bot.cards.folded import folded
from bot.cards.radar import radar_card
from bot.cards.reflection import notices
from bot.cards.reflection.question import question_card
from bot.cards.reflection.start import start_card
from bot.cards.reflection.summary import summary_card
from bot.channels.terminal import TerminalChannel, plain
from bot.wire import Address, ChatKind, Kind, Outgoing
from dialogs.people import Person
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from dialogs.texts import common as texts
from radar_core.advice.suggest import suggest
from radar_core.lookup import radar_for
from tests.fakes.chance import cases
from tests.fakes.screens import screens
from tests.fakes.shipped import shipped
from tests.fakes.teams_cards import nodes

BUNDLE = shipped().bundle("eksempel")
WHERE = Address("local", "script", ChatKind.PERSONAL, "terminal:", "bot", "Teknologiradar", "terminal")
YOU = Person("terminal", "Dig")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
OPEN = Reflection("r1", BUNDLE.sha256, False, YOU, NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS)


class Screen:
    """A terminal, and the channel that writes on it."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.drawn: list[str] = []
        self.channel = TerminalChannel(self.written.append, self._picture)

    async def _picture(self, address: str) -> str:
        self.drawn.append(address)
        return f"var/billeder/{len(self.drawn)}.png"

    async def shows(self, card: Card) -> str:
        """What stands on the screen after ``card``."""
        await self.channel.deliver(WHERE, Outgoing(Kind.SEND, card))
        return self.written[-1]


@pytest.fixture
def screen() -> Screen:
    """An empty one."""
    return Screen()


async def test_an_update_writes_nothing_and_keeps_the_id(screen: Screen) -> None:
    sent = await screen.channel.deliver(WHERE, Outgoing(Kind.SEND, text="hej"))
    before = list(screen.written)
    assert await screen.channel.deliver(WHERE, Outgoing(Kind.UPDATE, notices.retired_card(), target=sent)) == sent
    assert screen.written == before


async def test_a_picture_becomes_the_path_of_a_file_that_was_asked_for_by_its_address(screen: Screen) -> None:
    said = await screen.shows(e.card([e.image("https://x.example/a.png", "En radar")]))
    assert said.strip() == "Billede: var/billeder/1.png"
    assert screen.drawn == ["https://x.example/a.png"]


async def test_what_a_card_folds_is_printed_by_the_word_that_stands_on_its_button(screen: Screen) -> None:
    long = "\n".join(f"Linje {n} af det, de skrev." for n in range(60))
    said = await screen.shows(e.card([folded(long, "a"), e.text("Sidst")]))
    assert f"[ {texts.SHOW_MORE} – skriv: vis mere ]" in said and "Linje 59" not in said
    assert not await screen.channel.unfolds("vis mere 1") and not await screen.channel.unfolds("hjælp")
    assert await screen.channel.unfolds(" Vis  MERE ")
    assert "Linje 59" in screen.written[-1] and "[" not in screen.written[-1], "there is nothing to fold again"
    said = await screen.shows(e.card([folded(long, "a"), folded(long.replace("Linje", "Række"), "b")]))
    assert "skriv: vis mere 1 ]" in said and "skriv: vis mere 2 ]" in said
    assert await screen.channel.unfolds("vis mere 2")
    assert "Række 59" in screen.written[-1] and "Linje" not in screen.written[-1]
    await screen.shows(e.card([e.text("Intet er foldet.")]))
    assert await screen.channel.unfolds("vis mere 1"), "until another card has folded something"


async def test_all_that_a_result_folds_can_be_read(screen: Screen) -> None:
    found = [card() for name, card in screens() if name.startswith("resultat-")]
    assert len(found) > 10
    for card in found:
        said = await screen.shows(card)
        hidden = [each for each in nodes(card) if each.get("isVisible") is False]
        words = re.findall(r"skriv: (vis mere(?: \d+)?) \]", said)
        assert hidden and len(words) == len(hidden)
        for word in words:
            assert await screen.channel.unfolds(word)
            assert len(screen.written[-1].strip()) > 30


async def test_what_a_card_hides_is_not_shown(screen: Screen) -> None:
    said = await screen.shows(e.card([e.container([e.text("skjult")], isVisible=False), e.text("synlig")]))
    assert "skjult" not in said and "synlig" in said


async def test_what_can_be_ticked_is_numbered_and_what_was_ticked_is_marked(screen: Screen) -> None:
    answer = GivenAnswer(2, YOU, NOW, "x", None, (BUNDLE.needs[1].id,), 1)
    said = await screen.shows(question_card(replace(OPEN, current=2, answers=(answer,)), BUNDLE, YOU))
    for number, need in enumerate(BUNDLE.needs, start=1):
        mark = "x" if number == 2 else " "
        assert f"[{mark}] {number}. {need.name}" in said
    assert "svar: [1, 3]" in said


async def test_a_rating_is_shown_with_how_to_write_it(screen: Screen) -> None:
    said = await screen.shows(question_card(replace(OPEN, current=6), BUNDLE, YOU))
    assert all(words in said for words in texts.RATINGS.values())
    assert "svar: 4 – fordi" in said


async def test_a_question_is_shown_with_its_prompts_and_what_one_can_press(screen: Screen) -> None:
    said = await screen.shows(question_card(OPEN, BUNDLE, YOU))
    first = BUNDLE.questions[0]
    assert first.text in said
    assert all(prompt in said for prompt in first.prompts)
    assert f"[ {texts.SAVE_AND_GO} ] [ {texts.SKIP} ]" in said


async def test_buttons_in_the_middle_of_a_card_and_a_day_filled_in_are_shown(screen: Screen) -> None:
    button = {"type": "Action.Execute", "title": "Overtag", "verb": "takeover"}
    day = {"type": "Input.Date", "id": "when", "label": "Hvornår?", "value": "2027-05-03"}
    shown = await screen.shows({"type": "AdaptiveCard", "body": [{"type": "ActionSet", "actions": [button]}, day]})
    assert "[ Overtag ]" in shown and "(Hvornår?: 2027-05-03)" in shown


async def test_ninety_eight_kommuner_are_not_listed(screen: Screen) -> None:
    said = await screen.shows(start_card(replace(OPEN, kommune=None, fagomraade=None, phase=Phase.SETUP), BUNDLE))
    assert "skriv navnet" in said and "Albertslund" not in said
    assert all(f.name in said for f in BUNDLE.fagomraader)


async def test_every_command_is_in_the_help(screen: Screen) -> None:
    said = await screen.shows(notices.help_card(None, BUNDLE))
    for command, meaning in texts.COMMANDS:
        assert any(command in line and meaning in line for line in said.splitlines())


async def test_the_radar_answer_names_what_is_klar_why_and_where_the_picture_is(screen: Screen) -> None:
    radar = radar_for(BUNDLE, "sundhed-og-aeldre")
    suggestions = suggest(BUNDLE, radar)
    said = await screen.shows(
        radar_card(radar, suggestions, lambda _, fmt, *__: f"eksempel/sundhed-og-aeldre.{fmt}", today=NOW.date())
    )
    for suggestion in suggestions:
        assert suggestion.entry.name in said
    for reason in suggestions[0].reasons:
        assert reason in said
    assert "EKSEMPELDATA – ikke KL's vurdering" in said
    assert "Billede: var/billeder/1.png" in said
    assert all(point in said for point in texts.DISCUSS)


async def test_nothing_of_how_cards_are_made_is_left_in_the_text(screen: Screen) -> None:
    answers = (GivenAnswer(1, YOU, NOW, "to * tre [x](y) _z_", None, (), 1),)
    radar = radar_for(BUNDLE, "sundhed-og-aeldre")
    for card in (
        notices.welcome_card(BUNDLE),
        notices.paused_card(OPEN, BUNDLE),
        notices.cancelled_card(OPEN),
        question_card(OPEN, BUNDLE, YOU, e.info(texts.SAVED.format(n=1)), "et udkast"),
        summary_card(replace(OPEN, phase=Phase.REVIEW, answers=answers), BUNDLE),
        radar_card(radar, suggest(BUNDLE, radar), lambda _, fmt, *__: f"x.{fmt}", today=NOW.date()),
    ):
        said = await screen.shows(card)
        assert "**" not in said and "](" not in said.replace("[x](y)", "") and "\\" not in said


def test_a_link_is_written_out() -> None:
    assert plain("Erfaring: [Aarhus](https://x.example/a_b)") == "Erfaring: Aarhus <https://x.example/a_b>"


@settings(max_examples=cases(300))
@given(st.one_of(st.text(), st.text(alphabet="\\*_[]()<>`#~|ab \n")))
def test_what_people_write_is_shown_as_they_wrote_it(words: str) -> None:
    assert plain(e.plain(words)) == words
