"""Nothing ends by one word: what is lost is said first, a button ends it, and what is said afterwards is so."""

from __future__ import annotations

import pytest

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import ending, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins, cancels, finishes
from tests.fakes.teams_team_steps import begins_anonymously, people, stored, time_passes, unnamed

ENDING = ("stop", "afbryd", "cancel", "annullér", "slut", "færdig", "afslut", "vi er færdige")


@pytest.mark.parametrize("word", [word for word in ENDING if word != "færdig"])
async def test_one_word_ends_no_groups_work_and_says_what_would_be_lost(teams: FakeTeams, word: str) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Vigtigt")
    before = await reflection_of(teams, first.chat)
    await first.says(word)
    assert await reflection_of(teams, first.chat) == before
    card = first.card(ending.NO)
    assert ending.UNANSWERED.format(count=8) in card.says and ending.CAN_REOPEN in card.says


async def test_alone_a_word_does_not_end_it_either(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Mit svar")
    for word in ENDING:
        await me.says(word)
        stands = await reflection_of(teams, me.chat)
        assert stands is not None and stands.phase is Phase.QUESTIONS and stands.drafts == (), word
        assert ending.NO in me.card().buttons


async def test_who_says_stop_is_offered_a_pause_first_and_gets_it(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.says("stop")
    card = first.card(ending.YES_CANCEL)
    assert card.buttons[0] == ending.HOLD_PAUSE
    await first.presses(ending.HOLD_PAUSE)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.PAUSED and len(stands.answers) == 1
    assert texts.PAUSED_TITLE in second.card().says, "the question is gone for everybody"
    assert not any(ending.YES_CANCEL in card.buttons for card in second.cards)


async def test_no_goes_on_and_changes_nothing(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    before = await reflection_of(teams, first.chat)
    for word in ("stop", "afslut"):
        await first.says(word)
        answer = await first.presses(ending.NO)
        assert ending.GOES_ON in answer.says
        assert not any(ending.NO in card.buttons for card in second.cards)
    await first.presses(texts.MENU)
    await first.presses(team.CLOSE_REFLECTION)
    back = await first.presses(ending.NO)
    assert texts.QUESTION.format(n=1) in back.says
    assert await reflection_of(teams, first.chat) == before


async def test_what_was_annulled_by_name_is_opened_again_with_everything_in_it(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Vigtigt")
    await first.says("stop")
    assert "1 svar" in first.card(ending.YES_CANCEL).says
    await first.presses(ending.YES_CANCEL)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.CANCELLED
    card = third.card(team.REOPEN)
    assert ending.CANCELLED in card.says
    assert not any(ending.YES_CANCEL in shown.buttons for shown in third.cards)
    await first.presses(team.REOPEN)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.REVIEW
    assert [answer.text for answer in stands.answers] == ["Vigtigt"]
    await first.presses(team.REVEAL_ALL)
    assert "Vigtigt" in third.card(texts.SUMMARY_TITLE).says


async def test_alone_what_was_annulled_is_opened_again_from_the_card_that_says_so(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Vigtigt for mig")
    await cancels(me)
    assert ending.CANCELLED_ALONE in me.card(team.REOPEN).says
    opened = await me.presses(team.REOPEN)
    assert texts.REOPENED in opened.says and "Vigtigt for mig" in opened.says


async def test_another_opens_an_annulled_one_again_by_taking_over_first(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Vigtigt")
    await cancels(first)
    refused = await second.presses(team.REOPEN)
    assert texts.REFUSALS[Refusal.NOT_FACILITATOR] in refused.says
    await second.presses(team.TAKE_OVER)
    await second.presses(team.REOPEN)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.REVIEW and len(stands.answers) == 1


async def test_once_another_has_begun_the_annulled_one_is_not_opened_over_it(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Det gamle")
    await cancels(me)
    old = me.card(team.REOPEN)
    await begins(me)
    pressed = await me.presses(team.REOPEN, on=old)
    assert texts.REFUSALS[Refusal.STALE_CARD] in pressed.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS and stands.answers == ()


async def test_of_an_annulled_anonymous_one_no_answer_is_left_and_that_is_what_is_said(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    await begins_anonymously(group[0])
    for number, person in enumerate(group):
        await answers(person, f"Hemmelig mening {number}")
    await group[0].says("stop")
    asked = group[0].card(ending.YES_CANCEL)
    assert ending.DELETED.format(answers="5 svar") in asked.says and ending.NEVER_AGAIN in asked.says
    assert "Hemmelig mening 3" in str(stored(teams)["answers"])
    await teams.ends()
    await group[0].presses(ending.YES_CANCEL)
    assert "Hemmelig mening" not in str(stored(teams)["answers"])
    gone = group[1].card(texts.CANCELLED_TITLE)
    assert ending.CANCELLED_ANONYMOUS in gone.says and team.REOPEN not in gone.buttons
    await group[0].says("genåbn")
    assert group[0].sees[-1].startswith(ending.CANCELLED_ANONYMOUS), "nothing is promised of the next one"


async def test_an_anonymous_one_says_which_answers_go_before_it_is_finished(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    for person in group:
        await answers(person, "Fire siger noget")
    await group[0].presses(texts.NEXT)
    await answers(group[1], "Kun en siger noget")
    await group[0].says("færdig")
    assert not any(ending.YES_FINISH in card.buttons for card in group[0].cards), "one person who is ready ends nothing"
    await group[0].says("slut")
    asked = group[0].card(ending.YES_FINISH)
    for line in (ending.UNLINKED, ending.NEVER_AGAIN, ending.FEW_DELETED.format(answers="1 svar")):
        assert line in asked.says


async def test_the_summary_of_an_anonymous_one_asks_too(teams: FakeTeams) -> None:
    first, second, _ = unnamed(teams)
    await begins_anonymously(first)
    await answers(second, "Et svar")
    await first.says("gå til 9")
    await first.presses(texts.TO_SUMMARY)
    asked = await first.presses(texts.FINISH)
    assert ending.NEVER_AGAIN in asked.says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.REVIEW


async def test_an_answer_that_came_since_the_question_is_told_before_it_is_lost(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Først")
    await first.says("annullér")
    asked = first.card(ending.YES_CANCEL)
    await first.presses(texts.ANSWER, on=first.card(texts.MENU))
    await first.presses(texts.SAVE, text="Siden")
    again = await first.presses(ending.YES_CANCEL, on=asked)
    assert ending.CHANGED in again.says and "2 svar" in again.says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS
    await first.presses(ending.YES_CANCEL)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.CANCELLED


async def test_an_answer_that_makes_the_loss_smaller_needs_no_second_question(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await first.says("afslut")
    await second.presses(texts.ANSWER, on=second.card(texts.MENU))
    await second.presses(texts.SAVE, text="Nåede det")
    await first.presses(ending.YES_FINISH)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.FINISHED and len(stands.answers) == 1


@pytest.mark.parametrize(("word", "yes"), [("afslut", ending.YES_FINISH), ("stop", ending.YES_CANCEL)])
async def test_only_the_facilitator_says_yes(teams: FakeTeams, word: str, yes: str) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.says(word)
    refused = await second.presses(yes)
    assert texts.REFUSALS[Refusal.NOT_FACILITATOR] in refused.says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS


@pytest.mark.parametrize(("word", "yes"), [("afslut", ending.YES_FINISH), ("stop", ending.YES_CANCEL)])
async def test_a_yes_said_twice_ends_it_once_and_an_old_one_ends_no_new_reflection(
    teams: FakeTeams, word: str, yes: str
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.says(word)
    asked = first.card(yes)
    await first.presses(yes, on=asked)
    ended = await reflection_of(teams, first.chat)
    radars = sum("Jeres resultat" in said for said in first.sees)
    await second.presses(yes, on=asked)
    await first.presses(yes, on=asked)
    assert await reflection_of(teams, first.chat) == ended
    assert sum("Jeres resultat" in said for said in first.sees) == radars
    await begins(first)
    await first.presses(yes, on=asked)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS and ended is not None and stands.id != ended.id


async def test_where_nothing_is_lost_nothing_is_asked(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await first.says("stop")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.CANCELLED
    assert ending.CANCELLED_EMPTY in first.card(team.REOPEN).says


async def test_a_paused_one_is_asked_about_as_well_and_is_not_offered_another_pause(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.says("pause")
    await first.says("stop")
    asked = first.card(ending.YES_CANCEL)
    assert ending.HOLD_PAUSE not in asked.buttons
    await first.presses(ending.NO)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.PAUSED


async def test_the_pause_of_a_reflection_without_answers_does_not_say_that_all_are_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("pause")
    assert texts.PAUSED_ALONE not in me.sees[-1] and ending.PAUSED_EMPTY_ALONE in me.sees[-1]


async def test_what_is_said_of_an_expired_reflection_is_so(teams: FakeTeams) -> None:
    named, other = people(teams, 2)
    await begins(named)
    await answers(other, "Aldrig vist")
    hidden, *_ = unnamed(teams)
    await begins_anonymously(hidden)
    await answers(hidden, "Kun mit")
    await time_passes(teams, 54)
    await time_passes(teams, 8)
    assert ending.EXPIRED in named.card(team.REOPEN).says
    assert ending.EXPIRED_ANONYMOUS in hidden.card(texts.EXPIRED_TITLE).says
    kept = str(stored(teams)["answers"])
    assert "Aldrig vist" in kept and "Kun mit" not in kept
    await named.presses(team.REOPEN)
    stands = await reflection_of(teams, named.chat)
    assert stands is not None and [answer.text for answer in stands.answers] == ["Aldrig vist"]
    await hidden.says("genåbn")
    assert hidden.sees[-1].startswith(ending.CLOSED_ANONYMOUSLY) and ending.NEXT_TIME not in hidden.sees[-1]


async def test_an_anonymous_one_that_was_finished_is_last_time_as_it_says(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    for person in group:
        await answers(person, "Det mener vi alle")
    await group[0].presses(texts.REVEAL)
    await group[0].says("afslut")
    await teams.ends()
    await group[0].presses(ending.YES_FINISH)
    await group[0].says("genåbn")
    assert ending.NEXT_TIME in group[0].sees[-1]
    await begins(group[0])
    assert "Det mener vi alle" in group[0].card(texts.ANSWER).says


async def test_the_question_on_a_card_of_its_own_leaves_the_groups_card_as_it_ends(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await finishes(first)
    assert _asking(second) == []
    assert texts.SUMMARY_CLOSED in second.card(texts.SUMMARY_TITLE).says
    assert any(ending.FINISHED_ABOVE in said for said in second.sees)


def _asking(person: Person) -> list[str]:
    return [button for card in person.cards for button in card.buttons if button in (ending.YES_FINISH, ending.NO)]
