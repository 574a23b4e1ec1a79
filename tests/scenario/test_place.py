"""The bot knows where it is: its own kommune, what was chosen in the chat before, and nobody else's choice."""

from __future__ import annotations

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import own_use as own
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import SUNDHED, begins


async def test_a_chat_remembers_its_kommune_and_fagomraade_and_shows_them_to_be_changed(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("stop")
    await me.says("start refleksion")
    form = me.card(texts.GO)
    assert texts.KOMMUNE_KNOWN.format(name="Vejle") in form.says and texts.KOMMUNE_CHANGE in form.buttons
    assert form.inputs["fagomraade"]["value"] == "sundhed-og-aeldre"
    await me.says("vi er Aarhus, skole")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and (stands.kommune, stands.fagomraade) == ("751", "boern-unge-og-skole")


async def test_both_fields_that_are_missing_are_told_at_once(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("start refleksion")
    pressed = await me.presses(texts.GO)
    assert texts.REFUSALS[Refusal.SETUP_FIRST] in pressed.says


async def test_one_wrong_pick_turns_nobody_elses_chat(teams: FakeTeams) -> None:
    wrong, me = teams.person(), teams.person("Deltager Anden", teams.chat("personal"))
    await wrong.says("egen radar sundhed")
    await wrong.presses(own.CHOOSE, kommune="Aabenraa")
    await me.says("egen radar sundhed")
    assert own.CHOOSE in me.cards[-1].buttons, "it is asked for"
    await me.says("start refleksion")
    assert "Aabenraa" not in me.card(texts.GO).says


async def test_a_bot_of_one_kommune_asks_nobody_for_it_and_opens_no_other(teams: FakeTeams) -> None:
    me = teams.person()
    await teams.bot.restart(kommune="630")
    await me.says(f"start refleksion for {SUNDHED}")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.kommune == "630" and stands.current == 1
    other = teams.person("Deltager Anden", teams.chat("personal"))
    await other.says("egen radar sundhed")
    assert own.CHOOSE not in other.cards[-1].buttons and "Vejle" in other.sees[-1]
