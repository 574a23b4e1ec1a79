"""A manager wants a fagområde's radar at once, in any chat, without a reflection."""

from __future__ import annotations

from bot.app import OUTBOX, TURNS
from dialogs.texts import common as texts
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_steps import begins

SUNDHED = "Sundhed og ældre: her kan I begynde"


async def test_a_manager_gets_the_radar_at_once_however_it_is_spelt(teams: FakeTeams, bundle: Bundle) -> None:
    manager = teams.person()
    klar = [entry.name for entry in ready(radar_for(bundle, "sundhed-og-aeldre"))]
    for asked in ("radar sundhed", "Radar sunhed", "vis aeldre radar", "radar for hjemmeplejen"):
        before = len(manager.sees)
        await manager.says(asked)
        assert len(manager.sees) == before + 1
        card = manager.cards[-1]
        picture = next(node for node in nodes(card.content) if node["type"] == "Image")
        assert picture["url"].startswith(f"{teams.bot.url}/radar/eksempel/sundhed-og-aeldre.png")
        assert "Sundhed og ældre" in picture["altText"]
        assert SUNDHED in card.says and all(name in card.says for name in klar)
        assert all(question in card.says for question in texts.DISCUSS)
    assert await reflection_of(teams, manager.chat) is None


async def test_show_all_names_every_klar_technology_with_its_reason_and_fewer_the_first_three(
    teams: FakeTeams, bundle: Bundle
) -> None:
    manager = teams.person()
    await manager.says("radar skole")
    klar = [entry.name for entry in ready(radar_for(bundle, "boern-unge-og-skole"))]
    everything = await manager.presses(texts.SHOW_ALL.format(count=len(klar)))
    assert all(f". {name}**" in everything.says for name in klar)
    fewer = await manager.presses(texts.SHOW_FEWER)
    assert [name for name in klar if f". {name}**" in fewer.says] == klar[:3]


async def test_an_unknown_fagomraade_is_said_back_and_one_can_choose(teams: FakeTeams, bundle: Bundle) -> None:
    manager = teams.person()
    await manager.says("radar kvantefysik")
    card = manager.card(texts.SHOW_RADAR)
    assert texts.PICK_RADAR_UNKNOWN.format(text="kvantefysik") in card.says
    assert card.choices["fagomraade"] == [texts.SAMLET_NAME, *(f.name for f in bundle.fagomraader)]
    chosen = await manager.presses(texts.SHOW_RADAR, fagomraade="Social og handicap")
    assert "Social og handicap: her kan I begynde" in chosen.says


async def test_an_edition_without_that_radar_shows_the_whole_samlet_one_and_says_so(teams: FakeTeams) -> None:
    await teams.bot.restart(edition="2020")
    manager = teams.person()
    await manager.says("radar sundhed")
    card = manager.card("SAMLET: her kan I begynde")
    assert "Sundhed og ældre" in card.says, "what was asked for, and that there is none"
    for name in ("Apps", "Skærme/selvbetjening", "Video og visuel kontakt"):
        assert name in card.says
    assert "EKSEMPELDATA" not in card.says
    assert "KL's placering pr. fagområde er ikke offentlig" in card.says
    picture = next(node for node in nodes(card.content) if node["type"] == "Image")
    assert "/radar/2020/samlet.png?" in picture["url"], "no file has the fagområde's name"
    assert picture["altText"].startswith("Kommunernes Teknologiradar 2020 · SAMLET.")


async def test_the_card_of_2020_says_what_is_not_public_and_how_old_it_is_on_the_day_it_is_asked_for(
    teams: FakeTeams,
) -> None:
    await teams.bot.restart(edition="2020")
    manager = teams.person()
    await manager.says("radar samlet")
    before = manager.cards[-1].says
    assert "11 af 20 placeringer er ikke offentlige · Udgaven er fra 2020 og" in before
    assert "ingen teknologier" not in before and texts.READY_NONE not in before
    teams.bot.clock.passes(366 * 86_400)
    await manager.says("radar samlet")
    assert manager.cards[-1].says != before


async def test_the_complete_example_without_a_date_says_nothing_of_age_or_of_what_is_hidden(teams: FakeTeams) -> None:
    manager = teams.person()
    await manager.says("radar sundhed")
    assert "offentlig" not in manager.cards[-1].says and "gammel" not in manager.cards[-1].says


async def test_a_radar_asked_for_in_the_middle_of_a_groups_reflection_leaves_it_as_it_is(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, manager = teams.person("Deltager Første", chat), teams.person("Leder", chat)
    await begins(first)
    before, shared = await reflection_of(teams, chat), first.card(texts.ANSWER)
    await manager.says("radar skole")
    assert "Børn, unge og skole: her kan I begynde" in first.sees[-1]
    assert await reflection_of(teams, chat) == before
    assert first.card(texts.ANSWER) == shared


async def test_a_reflection_can_be_started_from_the_radar_and_then_only_the_kommune_is_missing(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await me.says("radar sundhed")
    await me.presses(texts.START)
    assert me.card(texts.GO).inputs["fagomraade"]["value"] == "sundhed-og-aeldre"
    asked = await me.presses(texts.GO, kommune="Ærø")
    assert "Sundhed og ældre · Ærø" in asked.says


async def test_where_the_picture_cannot_be_drawn_the_same_stands_as_text(teams: FakeTeams, bundle: Bundle) -> None:
    async def never(*_: object) -> bool:
        return False

    teams.bot.app[TURNS].drawn = never
    teams.bot.app[OUTBOX]._show = never
    me = teams.person()
    await me.says("radar sundhed")
    card = me.card(texts.PICTURE_FAILED)
    assert not [node for node in nodes(card.content) if node["type"] == "Image"]
    for entry in radar_for(bundle, "sundhed-og-aeldre").entries:
        assert f"**{entry.number}**\u00a0{entry.name}" in card.says
