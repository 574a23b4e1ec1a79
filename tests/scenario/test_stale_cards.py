"""An old card further up is pressed: it says so, shows what holds now, and changes nothing."""

from __future__ import annotations

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import status
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import answers, begins, finishes

STALE = texts.REFUSALS[Refusal.STALE_CARD]


async def test_a_card_of_a_cancelled_reflection_says_so_and_saves_nothing(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    old = me.card(texts.SAVE_AND_GO)
    await me.says("ja, annullér")
    pressed = await me.presses(texts.SAVE_AND_GO, on=old, text="For sent")
    assert STALE in pressed.says and texts.CANCELLED_TITLE in pressed.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == ()


async def test_a_card_of_the_reflection_before_never_answers_in_the_new_one(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    old = me.card(texts.SAVE_AND_GO)
    await me.says("ja, annullér")
    await me.says("start refleksion")
    await me.presses(texts.GO, fagomraade="Social og handicap")
    pressed = await me.presses(texts.SAVE_AND_GO, on=old, text="Til den gamle")
    assert STALE in pressed.says and "Social og handicap" in pressed.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == () and stands.current == 1


async def test_svar_on_the_shared_card_of_a_finished_reflection_shows_its_summary(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    await answers(first, "Nåede det")
    old = second.card(texts.ANSWER)
    await finishes(first)
    pressed = await second.presses(texts.ANSWER, on=old)
    assert STALE in pressed.says and texts.SUMMARY_CLOSED in pressed.says and texts.UNANSWERED in pressed.says
    assert not second.card(texts.SUMMARY_TITLE).inputs


async def test_next_on_a_card_of_an_earlier_question_moves_nothing_and_shows_the_open_one(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    old = second.card(texts.NEXT)
    for _ in range(2):
        await first.presses(texts.NEXT)
    pressed = await second.presses(texts.NEXT, on=old)
    assert status.NOBODY.format(n=3) in pressed.says
    stands = await reflection_of(teams, chat)
    assert stands is not None and stands.current == 3


async def test_finish_on_an_old_summary_gives_no_second_radar(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 9")
    await me.presses(texts.SAVE_AND_GO, text="Sidste", rating=3)
    old = me.card(texts.FINISH)
    await me.presses(texts.FINISH)
    await me.presses(texts.FINISH, on=old)
    assert len([said for said in me.sees if "Jeres resultat" in said]) == 1
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.FINISHED


async def test_the_start_button_of_an_old_card_does_not_disturb_what_is_under_way(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("hjælp")
    old = me.card(texts.START)
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Et svar")
    pressed = await me.presses(texts.START, on=old)
    assert texts.REFUSALS[Refusal.ALREADY_OPEN] in pressed.says and texts.QUESTION.format(n=2) in pressed.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and len(stands.answers) == 1
