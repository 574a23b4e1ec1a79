"""What people ask and say beside the matter is answered, and what is not understood is never met with the manual."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.reflection.state import Phase
from dialogs.texts import asked as words
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.texts import lines as line_texts
from dialogs.texts import taking
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import begins

LISTS = Path(__file__).parents[1] / "unit/dialogs/understanding"
LINES = [
    tuple(line.split("\t")[:2])
    for name in ("given.tsv", "frozen.tsv")
    for line in (LISTS / name).read_text("utf-8").splitlines()
    if not line.startswith("#")
]


async def test_every_line_of_the_lists_gets_a_visible_answer_and_ends_nothing(teams: FakeTeams) -> None:
    fresh = teams.person()
    for text in [text for state, text in LINES if state == "fresh"][::6]:
        before = len(fresh.sees)
        await fresh.says(text)
        assert len(fresh.sees) > before, text
    me = teams.person()
    await begins(me)
    for text in [text for state, text in LINES if state == "q1"][::6]:
        before = len(me.sees)
        await me.says(text)
        assert len(me.sees) > before, text
        stands = await reflection_of(teams, me.chat)
        assert stands is not None and stands.phase is not Phase.CANCELLED, text


async def test_who_can_see_the_answers_is_told_for_the_chat_at_hand(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("hvem kan se mine svar?")
    assert any(words.PRIVACY_ALONE in seen and words.PRIVACY_OTHERS in seen for seen in me.sees[-2:])
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    await begins(first)
    await first.says("hvem kan se mine svar?")
    assert words.PRIVACY_NAMED in first.sees[-1]


async def test_a_question_at_a_question_is_answered_and_one_press_makes_it_the_answer_instead(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("hvad betyder afprøv?")
    assert any("AFPRØV" in seen for seen in me.sees[-2:])
    await me.presses(words.SAVE_AS_ANSWER)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [(a.question, a.text) for a in stands.answers] == [(1, "hvad betyder afprøv?")]


async def test_where_it_is_answered_already_nothing_is_offered_that_would_replace_it(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("svar: mere tid")
    await me.says("gå til 1")
    await me.says("hvad betyder afprøv?")
    assert words.SAVE_AS_ANSWER not in me.cards[-1].buttons


async def test_what_is_nearly_understood_is_asked_about_and_a_press_shows_it(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("vi overvejer droner i beredskabet")
    asked = me.card("Erfaringer med Droner")
    assert words.DID_YOU_MEAN in asked.says and len(asked.buttons) <= 3
    await me.presses("Erfaringer med Droner")
    assert texts.CASES_OF.format(about="Droner") in me.cards[-1].says


@pytest.mark.parametrize(
    ("typed", "rating", "text"),
    [("nok en 3'er", 3, ""), ("4 - vi er på vej", 4, "vi er på vej"), ("i høj grad", 4, "")],
)
async def test_a_rating_is_typed_as_people_say_it(teams: FakeTeams, typed: str, rating: int, text: str) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 6")
    await me.says(typed)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [(a.question, a.rating, a.text) for a in stands.answers] == [(6, rating, text)]


async def test_a_comment_without_a_number_is_kept_and_goes_with_the_number(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 6")
    await me.says("vi mangler folk")
    assert line_texts.RATING_WANTED.format(n=6) in me.cards[-1].says
    await me.says("2")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.drafts == ()
    assert [(a.question, a.rating, a.text) for a in stands.answers] == [(6, 2, "vi mangler folk")]


async def test_a_rating_typed_where_there_is_one_replaces_nothing(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("svar 6: 4")
    await me.says("gå til 6")
    for typed in ("2", "nok en 2'er", "i mindre grad"):
        await me.says(typed)
        stands = await reflection_of(teams, me.chat)
        assert stands is not None and [a.rating for a in stands.answers] == [4]


async def test_what_may_mean_fortryd_asks_and_takes_nothing_away(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("fortryd")
    assert words.UNDO_NOTHING in me.sees[-1]
    await me.says("svar: mere tid")
    await me.says("hov forkert")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["mere tid"]
    await me.presses(texts.WITHDRAW)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == ()
    await me.says("svar 1: mere tid")
    await me.says("gå til 1")
    await me.says("mindre papir")
    await me.says("fortryd")
    await me.presses(draft_texts.DROP)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.drafts == () and len(stands.answers) == 1


async def test_a_file_wish_is_answered_with_what_there_is(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar skole som pdf")
    menu = me.card(taking.MENU_TITLE)
    assert "skole" in menu.says and menu.buttons == ["PDF"]
    await me.says("radar skole som word")
    menu = me.card(taking.MENU_TITLE)
    assert taking.NO_SUCH.format(kind="Word") in menu.says and menu.buttons == ["PowerPoint", "PDF", "Tabel (csv)"]


async def test_thanks_and_english_get_one_line(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("tak for hjælpen")
    assert me.sees[-1] == words.THANKS


async def test_a_word_between_is_saved_as_no_answer_and_says_so(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("vi tænker lige")
    await me.says("hmm")
    assert me.sees[-1] == words.BETWEEN_OPEN.format(you="du")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and not stands.answers
    await me.says("vi vil spare tid")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [each.text for each in stands.answers] == ["vi vil spare tid"]
    await me.says("English please")
    assert me.sees[-1] == words.ENGLISH
