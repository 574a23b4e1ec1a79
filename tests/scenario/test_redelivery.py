"""The network loses an answer, or Teams thinks so: the same act comes again, later, or under another id."""

from __future__ import annotations

from dialogs import texts
from dialogs.reflection import Phase
from tests.fake_teams import FakeTeams
from tests.fake_teams_account import reflection_of
from tests.fake_teams_delivery import renamed
from tests.fake_teams_steps import begins


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
        ("afslut", Phase.FINISHED, 4),
        ("start refleksion sundhed", Phase.QUESTIONS, 1),
        ("annullér", Phase.CANCELLED, 1),
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
    await me.says("annullér")
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
