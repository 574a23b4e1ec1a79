"""A technology on a card, and fagområder beside each other: reached by the names on other cards, from any edition."""

from __future__ import annotations

from dataclasses import replace

from bot.app import OUTBOX, TURNS
from bot.cards.buttons import SHOW_TECHNOLOGY
from dialogs.texts import common as texts
from dialogs.texts import technology as told
from radar_core.advice.technology import UNPUBLISHED, about
from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle, Ring
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_delivery import Answer
from tests.fakes.teams_steps import begins

BUNDLE = load_catalog(DATA_DIR).bundle("eksempel")
EARLIER = load_catalog(DATA_DIR).bundle("2020")


async def test_the_radar_says_every_ring_as_text_and_each_klar_name_leads_to_its_technology(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar sundhed")
    card = me.card("Sundhed og ældre: her kan I begynde")
    radar = radar_for(BUNDLE, "sundhed-og-aeldre")
    for entry in radar.entries:
        assert f"**{entry.number}**\u00a0{entry.name}" in card.says
    leads = [n["selectAction"]["data"] for n in nodes(card.content) if "selectAction" in n]
    assert {data["t"] for data in leads} == {entry.technology.id for entry in ready(radar)}
    assert all((data["verb"], data["f"]) == (SHOW_TECHNOLOGY, "sundhed-og-aeldre") for data in leads)
    (image,) = [n for n in nodes(card.content) if n["type"] == "Image"]
    assert "visning=chat" in image["url"]


def pictures(answer: Answer) -> list[str]:
    """The addresses of the pictures on the card that an answer is."""
    assert answer.card is not None
    return [node["url"] for node in nodes(answer.card) if node.get("type") == "Image"]


def titles(answer: Answer) -> set[str]:
    """What the buttons of that card say."""
    assert answer.card is not None
    return {node["title"] for node in nodes(answer.card) if node.get("type") == "Action.Execute"}


async def test_any_technology_can_be_chosen_and_its_card_says_what_it_is_and_where_it_stands(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar sundhed")
    await me.presses(told.READ_ABOUT)
    card = await me.presses(told.SHOW, technology="Kunstig intelligens (AI)")
    technology = BUNDLE.technology_by_id["ai"]
    assert technology.description in card.says
    assert "**Sundhed og ældre:** AFPRØV (opdigtet)" in card.says
    assert "EKSEMPELDATA – ikke KL's vurdering" in card.says and "vores vurdering, ikke KL's" in card.says
    (image,) = pictures(card)
    assert "/radar/eksempel/teknologi/ai.png" in image
    assert {texts.SHOW_RADAR, told.OWN, told.FOLLOW} <= titles(card)
    why = await me.presses(told.WHY)
    assert why.says.index(told.WHY_PLACED.format(ring="AFPRØV")) < why.says.index(technology.description)


async def test_where_little_is_public_why_says_what_is_known_and_what_nobody_has_published(teams: FakeTeams) -> None:
    await teams.bot.restart(edition="2020")
    me = teams.person()
    await me.says("radar sundhed")
    await me.presses(told.READ_ABOUT)
    await me.presses(told.SHOW, technology="Kunstig intelligens (AI)")
    card = await me.presses(told.WHY)
    assert "KL har ikke offentliggjort, hvor den står på sundhed og ældre" in card.says
    assert UNPUBLISHED in card.says
    assert "**Samlet:** AFPRØV (omtalt i en kilde)" in card.says
    assert "**ikke offentligt:**" in card.says


async def test_beside_an_open_question_the_technology_comes_below_and_the_question_stands(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    before = await reflection_of(teams, me.chat)
    await me.presses(told.READ_ABOUT)
    assert await reflection_of(teams, me.chat) == before
    assert me.card(told.PICK).message != me.card(texts.SAVE_AND_GO).message
    await me.presses(texts.SAVE_AND_GO, text="Mit svar")


async def test_fagomraader_stand_beside_each_other_and_others_can_be_chosen(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("radar sundhed")
    every = await me.presses(told.COMPARE)
    (image,) = pictures(every)
    assert "/radar/eksempel/fagomraader/alle.png" in image and "visning=chat" in image
    assert "**Fysiske robotter** – " in every.says and "**Metaverset** – " not in every.says
    all_rows = await me.presses(told.SHOW_ALL_ROWS)
    assert all(f"**{t.name}** – " in all_rows.says for t in BUNDLE.technologies)
    two = await me.presses(told.COMPARE, areas=["Sundhed og ældre", "Social og handicap"])
    assert "Sundhed og Social" in two.says


async def test_where_only_the_samlet_radar_is_public_it_is_said_that_nothing_stands_beside_it(teams: FakeTeams) -> None:
    await teams.bot.restart(edition="2020")
    me = teams.person()
    await me.says("radar sundhed")
    card = await me.presses(told.COMPARE)
    assert "er ikke offentlig" in card.says and texts.SHOW_RADAR in titles(card)
    assert not pictures(card)


async def test_a_picture_that_is_not_drawn_comes_later_and_the_text_is_there_meanwhile(teams: FakeTeams) -> None:
    async def never(*_: object) -> bool:
        return False

    teams.bot.app[TURNS].drawn = never
    teams.bot.app[OUTBOX]._show = never
    me = teams.person()
    await me.says("radar sundhed")
    await me.presses(told.READ_ABOUT)
    card = await me.presses(told.SHOW, technology="Droner")
    assert not pictures(card)
    assert "**KLAR:** Klima, teknik og miljø" in card.says


def test_what_has_moved_is_told_between_editions_that_can_be_compared_and_of_no_others() -> None:
    later = _edition(EARLIER, "2021", {"ai": "KLAR"})
    found = about(later, "ai", "samlet", [EARLIER, BUNDLE])
    assert found.moved == ("Fra AFPRØV til KLAR på den samlede radar siden udgave 2020.",)
    assert about(later, "rpa", "samlet", [EARLIER]).moved == ("Den står, hvor den stod i udgave 2020.",)
    other = replace(later, edition=replace(later.edition, method="2021-modenhed-og-udbredelse"))
    assert about(other, "ai", "samlet", [EARLIER]).moved == (
        "Der er ingen tidligere udgave, som kan sammenlignes med denne.",
    )


def _edition(bundle: Bundle, date: str, rings: dict[str, str]) -> Bundle:
    """The same edition a year on, with some technologies in other rings."""
    placed = tuple(
        replace(p, ring=Ring(rings[p.technology])) if p.technology in rings else p for p in bundle.edition.placements
    )
    return replace(bundle, edition=replace(bundle.edition, id=date, date=date, placements=placed), sha256=date)
