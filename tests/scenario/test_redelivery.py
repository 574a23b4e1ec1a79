"""The network loses an answer, or Teams thinks so: the same act comes again, later, or under another id."""

from __future__ import annotations

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_delivery import renamed
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins
from tests.fakes.teams_team_steps import closes


async def test_a_press_whose_answer_was_lost_gets_the_same_card_from_the_repeat(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    card = me.card(texts.SAVE_AND_GO)
    activity = me.activity(card.pressed(texts.SAVE_AND_GO, {"text": "Mit svar"}, submit=False))
    await teams.send_and_lose_the_answer(activity)
    answer = await teams.send(activity)
    me.shown(card, answer)
    assert texts.SAVED.format(n=1) in answer.says and texts.QUESTION.format(n=2) in answer.says
    assert await teams.send(activity) == answer
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [(a.text, a.revision) for a in stands.answers] == [("Mit svar", 1)]


async def test_a_repeat_that_comes_hours_and_a_restart_later_is_still_a_repeat(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    first = await me.presses(texts.SAVE_AND_GO, text="Mit svar")
    repeated = teams.posted[-1]
    await me.presses(texts.SAVE_AND_GO, text="Næste svar")
    before = await reflection_of(teams, me.chat)
    teams.bot.clock.passes(20 * 3600)
    await teams.bot.restart()
    assert await teams.send(repeated) == first
    assert await reflection_of(teams, me.chat) == before


async def test_a_text_that_names_what_it_wants_has_one_effect_under_two_ids(teams: FakeTeams) -> None:
    """Its answer may be seen twice; what stands is what stood after the first. A text such as *tilbage* or *svar: …*
    cannot be told from the same words written twice."""
    me = teams.person()
    await begins(me)
    for said, phase, current in (
        ("start refleksion", Phase.QUESTIONS, 1),
        ("gå til 5", Phase.QUESTIONS, 5),
        ("svar 3: med ord", Phase.QUESTIONS, 4),
        ("pause", Phase.PAUSED, 4),
        ("fortsæt", Phase.QUESTIONS, 4),
        ("ja, afslut", Phase.FINISHED, 4),
        ("start refleksion sundhed", Phase.QUESTIONS, 1),
        ("ja, annullér", Phase.CANCELLED, 1),
    ):
        await me.says(said)
        before = await reflection_of(teams, me.chat)
        await teams.send(renamed(teams.posted[-1]))
        await teams.settled()
        stands = await reflection_of(teams, me.chat)
        assert stands == before
        assert stands is not None and (stands.phase, stands.current) == (phase, current)


async def test_a_press_redelivered_under_a_new_id_does_not_bring_an_older_answer_back(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Først skrevet")
    repeated = teams.posted[-1]
    await me.presses(texts.BACK)
    await me.presses(texts.SAVE_AND_GO, text="Rettet til")
    await teams.send(renamed(repeated))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Rettet til"]


async def test_a_press_redelivered_under_a_new_id_does_not_move_the_person_again(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Et svar")
    repeated = teams.posted[-1]
    await me.presses(texts.BACK)
    await teams.send(renamed(repeated))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.current == 1


async def test_next_redelivered_under_a_new_id_does_not_move_the_group_again(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    await begins(first)
    await first.presses(texts.NEXT)
    repeated = teams.posted[-1]
    await first.says("tilbage")
    await teams.send(renamed(repeated))
    await teams.settled()
    stands = await reflection_of(teams, chat)
    assert stands is not None and stands.current == 1


async def test_start_redelivered_under_a_new_id_does_not_start_again_what_was_given_up(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("hjælp")
    await me.presses(texts.START)
    repeated = teams.posted[-1]
    await me.says("ja, annullér")
    await teams.send(renamed(repeated))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.CANCELLED


async def test_resume_redelivered_under_a_new_id_does_not_end_the_next_pause(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("pause")
    await me.presses(texts.RESUME)
    repeated = teams.posted[-1]
    await me.says("pause")
    await teams.send(renamed(repeated))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.PAUSED


async def test_the_first_answer_saved_from_one_card_once_more_is_not_said_to_be_saved_and_can_be(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Først")
    await me.presses(texts.BACK)
    card = me.card(texts.SAVE_AND_GO)
    for words in ("A", "B"):
        await me.presses(texts.SAVE_AND_GO, on=card, text=words)
    told = await me.presses(texts.SAVE_AND_GO, on=card, text="A")
    assert texts.SAVED.format(n=1) not in told.says and texts.SAVED_EDIT.format(n=1) not in told.says
    assert texts.PRESSED_BEFORE in told.says and texts.STANDS_NOW.format(text="B") in told.says
    assert await answer_of(teams, me) == "B"
    saved = await me.presses(texts.SAVE_INSTEAD)
    assert texts.SAVED_EDIT.format(n=1) in saved.says
    assert await answer_of(teams, me) == "A"


async def test_an_answer_that_was_withdrawn_is_not_said_to_be_saved_when_its_card_is_pressed_again(
    teams: FakeTeams,
) -> None:
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    await begins(first)
    await first.presses(texts.ANSWER)
    card = first.card(texts.SAVE)
    await first.presses(texts.SAVE, on=card, text="A")
    await first.presses(texts.ANSWER)
    await first.presses(texts.WITHDRAW)
    told = await first.presses(texts.SAVE, on=card, text="A")
    assert texts.NO_ANSWER_NOW.format(n=1) in told.says and texts.SAVED.format(n=1) not in told.says
    assert await answer_of(teams, first) is None
    assert first.card(texts.SAVE_INSTEAD).inputs["text"]["value"] == "A"
    await first.presses(texts.SAVE_INSTEAD)
    assert await answer_of(teams, first) == "A"


async def test_what_stands_still_is_said_to_be_saved_wherever_one_is_since(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    card = me.card(texts.SAVE_AND_GO)
    await me.presses(texts.SAVE_AND_GO, text="A")
    await me.presses(texts.SAVE_AND_GO, text="Næste")
    told = await me.presses(texts.SAVE_AND_GO, on=card, text="A")
    assert texts.SAVED.format(n=1) in told.says and texts.QUESTION.format(n=3) in told.says
    assert texts.PRESSED_BEFORE not in told.says


async def test_pause_pressed_again_on_an_old_card_never_says_that_what_is_over_is_paused(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    await begins(first)
    await first.presses(texts.MENU)
    menu = first.card(team.PAUSE)
    await first.presses(team.PAUSE, on=menu)
    await first.says("fortsæt")
    await closes(first)
    told = await first.presses(team.PAUSE, on=menu)
    assert "på pause" not in told.says and texts.SUMMARY_CLOSED in told.says
    await first.says("start refleksion skole")
    told = await first.presses(team.PAUSE, on=menu)
    assert "på pause" not in told.says and "Børn, unge og skole" in told.says


async def test_a_start_button_pressed_another_day_says_what_stands_and_starts_from_the_card_it_gives(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await me.says("hjælp")
    old = me.card(texts.START)
    await me.presses(texts.START, on=old)
    await me.says("annullér")
    teams.bot.clock.passes(7 * 24 * 3600)
    told = await me.presses(texts.START, on=old)
    assert texts.PRESSED_BEFORE in told.says and texts.CANCELLED_TITLE in told.says
    await me.presses(texts.START, on=next(card for card in me.cards if card.message == old.message))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is not Phase.CANCELLED


async def test_refresh_pressed_again_on_the_same_card_shows_what_stands_by_then(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    await first.says("svar: Et svar")
    await first.presses(texts.REVEAL)
    card = second.card(texts.REFRESH)
    await second.presses(texts.REFRESH, on=card)
    await first.presses(texts.NEXT)
    told = await second.presses(texts.REFRESH, on=card)
    assert texts.QUESTION.format(n=2) in told.says and texts.PRESSED_BEFORE not in told.says


async def test_refresh_delivered_again_before_the_new_card_has_come_sends_no_second_one(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    teams.refuses(503, times=1_000, chat=chat)
    teams.waits = False
    await first.says("start refleksion sundhed, Vejle")
    stands = await reflection_of(teams, chat)
    assert stands is not None
    data = {"verb": "status", "r": stands.id, "n": "1.x"}
    action = {"type": "Action.Execute", "title": texts.REFRESH, "verb": "status", "data": data}
    press = first.activity({"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}})
    await teams.send(press)
    await teams.send(renamed(press))
    teams.works_again()
    teams.waits = True
    await teams.settled()
    live = [said for said in first.sees if texts.START_LEAD in said or texts.QUESTION.format(n=1) in said]
    assert len(live) == 2, "the one that began it, and the one that was asked for"


async def answer_of(teams: FakeTeams, person: Person) -> str | None:
    """What stands as the person's answer to question 1."""
    stands = await reflection_of(teams, person.chat)
    assert stands is not None
    return next((a.text for a in stands.answers if a.question == 1), None)
