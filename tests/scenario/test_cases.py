"""What other kommuner did, asked for by technology and fagområde; and what the radar knows beside each question."""

from __future__ import annotations

from dialogs.reflection.state import QUESTIONS
from dialogs.texts import common as texts
from tests.fakes.shipped import shipped
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_steps import answers, begins

BUNDLE = shipped().bundle("eksempel")
ROBOTS = [case for case in BUNDLE.cases if "rpa" in case.technologies]


async def test_the_cases_of_a_technology_come_each_with_its_source(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("erfaringer med RPA")
    shown = me.card(texts.CASES_SOURCED).says
    assert ROBOTS and all(case.title in shown and case.summary in shown and case.url in shown for case in ROBOTS)


async def test_a_case_says_whose_fagomraade_it_is_when_it_is_from_and_how_much_of_it_is_read(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("erfaringer autonome køretøjer")
    shown = me.card(texts.CASES_SOURCED).says
    assert "Klima, teknik og miljø · 2020–21; kun begyndelsen af kilden er læst" in shown
    await me.says("erfaringer process mining")
    assert texts.CASES_NONE in me.cards[-1].says


async def test_all_cases_are_leafed_through_and_each_is_there_once(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("erfaringer")
    seen = [me.card(texts.CASES_SOURCED).says]
    while texts.MORE in me.card(texts.CASES_SOURCED).buttons:
        seen.append((await me.presses(texts.MORE)).says)
    for case in BUNDLE.cases:
        assert sum(case.summary in page for page in seen) == 1


async def test_a_technology_nobody_knows_gets_all_the_cases_and_is_told_so(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("erfaringer kvantefysik")
    assert texts.CASES_UNKNOWN.format(text="kvantefysik") in me.card(texts.CASES_SOURCED).says


async def test_asking_for_cases_in_the_middle_of_a_question_leaves_it_as_it_was(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    before = await reflection_of(teams, me.chat)
    await me.says("erfaringer chatbot")
    assert await reflection_of(teams, me.chat) == before
    await me.presses(texts.SAVE_AND_GO, text="Mit svar")


async def test_beside_each_question_stands_folded_what_the_radar_says_with_its_source(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    silent = []
    for number in range(1, QUESTIONS + 1):
        card = me.card(texts.SAVE_AND_GO)
        (folded,) = [n for n in nodes(card.content) if n.get("id") == "radaren-siger"] or [None]
        if folded is None:
            silent.append(number)
        else:
            assert folded["isVisible"] is False
            assert card.says.count("Kilde: ") == len(folded["items"])
        await me.presses(texts.SAVE_AND_GO, text=f"Svar {number}")
    assert silent == [4], "what is klar and not used here, nobody knows until somebody has said what is in drift"


async def test_what_a_colleague_ticked_does_not_shine_through_before_it_is_opened(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    await first.says("gå til 5")
    await second.presses(texts.ANSWER)
    name = second.card(texts.SAVE).choices["ticks"][0]
    await second.presses(texts.SAVE, text="Den har vi", ticks=[name])
    assert "krydset af som i drift" not in first.card(texts.ANSWER).says
    await answers(first, "Mit eget")
    await first.presses(texts.REVEAL)
    assert "krydset af som i drift" in first.card(texts.ANSWER).says
