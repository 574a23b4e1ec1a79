"""No word a person has typed is lost without being told: on every road, and with a button that saves it."""

from __future__ import annotations

import pytest

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import MAX_ANSWER, Phase
from dialogs.texts import asked as asked_texts
from dialogs.texts import common as texts
from dialogs.texts import drafts, ending, lines, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins, moves_to_the_summary
from tests.fakes.teams_team_steps import begins_anonymously, people, stored, time_passes, unnamed

WORDS = "Vi bruger for lang tid på papir"
MORE = "og borgerne venter på os"
FIRST = "Et svar"


async def writes(me: Person, number: int = 1) -> None:
    """Answers a question, comes back to it and writes a line more, which is kept and not saved."""
    await me.says(f"svar {number}: {FIRST}")
    await me.says(f"gå til {number}")
    await me.says(WORDS)


async def test_the_next_line_is_added_to_the_one_before(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says(MORE)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.draft(1) == f"{WORDS}\n{MORE}"
    await me.says("status")
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == f"{FIRST}\n{WORDS}\n{MORE}"
    await me.presses(lines.ADD)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [f"{FIRST}\n{WORDS}\n{MORE}"]
    assert stands.drafts == ()


@pytest.mark.parametrize(
    "word",
    ["næste", "spring over", "gå til 5", "tilbage", "pause", "pause til mandag", "svar 4: noget andet", "gå til 9"],
)
async def test_whoever_moves_on_is_told_what_was_not_saved_and_saves_it_with_one_press(
    teams: FakeTeams, word: str
) -> None:
    me = teams.person()
    await begins(me)
    await writes(me, 3)
    await me.says(word)
    told = me.card(drafts.ADD_TO.format(n=3))
    assert drafts.LEFT_TITLE.format(n=3) in told.says and WORDS in told.says
    before = await reflection_of(teams, me.chat)
    assert before is not None and WORDS not in [a.text for a in before.answers]
    saved = await me.presses(drafts.ADD_TO.format(n=3))
    assert texts.SAVED_EDIT.format(n=3) in saved.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.drafts == ()
    assert [a.text for a in stands.answers_to(3)] == [f"{FIRST}\n{WORDS}"]
    assert (stands.phase, stands.current) == (before.phase, before.current), "it moves nobody"


@pytest.mark.parametrize("button", [texts.SKIP, texts.BACK])
async def test_by_the_cards_own_buttons_it_is_saved_as_what_stands_in_the_field(teams: FakeTeams, button: str) -> None:
    me = teams.person()
    await begins(me)
    await writes(me, 3)
    await me.says("status")
    await me.presses(button)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers_to(3)] == [f"{FIRST}\n{WORDS}"]
    assert stands.drafts == ()


async def test_an_answer_in_words_beside_a_draft_leaves_the_draft_to_be_added(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("svar: Noget helt andet")
    await me.presses(drafts.ADD_TO.format(n=1))
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [f"Noget helt andet\n{WORDS}"]


async def test_whoever_comes_back_finds_it_in_the_field_and_that_it_is_not_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("næste")
    await me.says("tilbage")
    card = me.card(texts.SAVE_AND_GO)
    assert card.inputs["text"]["value"] == f"{FIRST}\n{WORDS}" and drafts.STANDS in card.says
    await me.says("pause")
    await me.says("fortsæt")
    card = me.card(texts.SAVE_AND_GO)
    assert card.inputs["text"]["value"] == f"{FIRST}\n{WORDS}" and drafts.STANDS in card.says


async def test_it_is_dropped_by_a_press_or_by_words_and_nothing_is_left_of_it(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("næste")
    dropped = await me.presses(drafts.DROP)
    assert drafts.DROPPED.format(n=1) in dropped.says
    await writes(me, 2)
    await me.says("kassér")
    assert drafts.DROPPED.format(n=2) in me.sees[-1]
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == FIRST
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.drafts == () and [a.text for a in stands.answers] == [FIRST, FIRST]
    await me.says("gem")
    assert texts.REFUSALS[Refusal.NO_DRAFT] in me.sees[-1]


async def test_it_is_saved_in_words_too(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("gem")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [f"{FIRST}\n{WORDS}"] and stands.current == 2


@pytest.mark.parametrize(
    ("word", "yes"),
    [
        *(("afslut", ending.YES_FINISH), ("ja, afslut", ending.YES_FINISH)),
        *(("stop", ending.YES_CANCEL), ("ja, annullér", ending.YES_CANCEL)),
    ],
)
async def test_before_the_end_it_is_told_that_it_goes_and_can_be_saved_first(
    teams: FakeTeams, word: str, yes: str
) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says(word)
    asked = me.card(yes)
    assert drafts.LOST.format(n=1, text=WORDS) in asked.says
    again = await me.presses(drafts.ADD_TO.format(n=1))
    assert texts.SAVED_EDIT.format(n=1) in again.says and WORDS not in again.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [f"{FIRST}\n{WORDS}"]
    assert not stands.phase.is_closed
    await me.presses(yes)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase.is_closed and [a.text for a in stands.answers] == [f"{FIRST}\n{WORDS}"]


@pytest.mark.parametrize(("word", "yes"), [("afslut", ending.YES_FINISH), ("stop", ending.YES_CANCEL)])
async def test_once_it_has_ended_nothing_is_left_of_it_and_the_button_says_so(
    teams: FakeTeams, word: str, yes: str
) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("næste")
    told = me.card(drafts.ADD_TO.format(n=1))
    await me.says(word)
    await me.presses(yes)
    assert WORDS not in str(stored(teams)["reflections"]) and WORDS not in str(stored(teams)["answers"])
    pressed = await me.presses(drafts.ADD_TO.format(n=1), on=told)
    assert texts.REFUSALS[Refusal.NO_DRAFT] in pressed.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [FIRST]


async def test_a_line_written_while_a_card_is_filled_in_is_not_written_over_by_what_stood_in_it(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    old = me.card(texts.SAVE_AND_GO)
    await me.says(WORDS)
    await me.presses(texts.SAVE_AND_GO, on=old, text="Det i feltet")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [f"{WORDS}\nDet i feltet"]


async def test_a_line_too_many_is_refused_as_not_saved_and_the_others_stay(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar 1: {FIRST}")
    await me.says("gå til 1")
    await me.says("a" * (MAX_ANSWER - 3))
    await me.says(WORDS)
    assert texts.NOT_KEPT in me.sees[-1] and texts.REFUSALS[Refusal.ANSWER_TOO_LONG] in me.sees[-1]
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.draft(1) == "a" * (MAX_ANSWER - 3)


async def test_a_personal_number_is_kept_in_no_draft(teams: FakeTeams) -> None:
    """The number is made up."""
    me = teams.person()
    await begins(me)
    await writes(me)
    for line in ("borgeren 010190-1234", "010190", "1234"):
        await me.says(line)
    assert texts.REFUSALS[Refusal.PERSONAL_NUMBER] in "".join(me.sees)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and "010190-1234" not in stands.draft(1)


async def test_what_expires_with_a_reflection_is_told_before_and_after(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await time_passes(teams, 54)
    assert drafts.EXPIRES.format(n=1) in me.card(texts.WARNED_TITLE).says
    await time_passes(teams, 8)
    assert drafts.EXPIRED.format(n=1) in me.card(texts.EXPIRED_TITLE).says
    assert WORDS not in str(stored(teams)["reflections"])


async def test_in_a_group_it_is_told_at_once_and_kept_nowhere(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says(WORDS)
    assert second.sees[-1] == texts.DRAFT_GROUP.format(n=1) and "ikke gemt" in second.sees[-1]
    assert WORDS not in str(stored(teams)["reflections"]) + str(stored(teams)["outbox"])
    hidden, other, _ = unnamed(teams)
    await begins_anonymously(hidden)
    await other.says(WORDS)
    assert "ikke gemt" in other.sees[-1] and WORDS not in str(stored(teams)["reflections"])


@pytest.mark.parametrize("said", [WORDS, f"svar: {WORDS}", f"svar 4: {WORDS}", f"næste skridt: {WORDS}"])
async def test_words_written_while_it_is_paused_are_told_not_to_be_saved(teams: FakeTeams, said: str) -> None:
    me = teams.person()
    await begins(me)
    await me.says("pause")
    await me.says(said)
    assert texts.NOT_KEPT in me.sees[-1] and texts.REFUSALS[Refusal.PAUSED] in me.sees[-1]


async def test_words_written_after_the_last_question_are_told_not_to_be_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 9")
    await me.says("næste")
    await me.says(WORDS)
    assert any(said in me.sees[-1] for said in (asked_texts.LOST_OPEN, asked_texts.DID_YOU_MEAN_OPEN))
    await me.says(f"svar: {WORDS}")
    assert texts.NOT_KEPT in me.sees[-1] and texts.REFUSALS[Refusal.WHICH_QUESTION] in me.sees[-1]


async def test_what_is_typed_in_the_card_of_a_reflection_that_has_ended_is_shown_as_not_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    old = me.card(texts.SAVE_AND_GO)
    await me.says("stop")
    pressed = await me.presses(texts.SAVE_AND_GO, on=old, text=WORDS)
    assert drafts.NOT_KEPT in pressed.says and WORDS in pressed.says
    await begins(me)
    pressed = await me.presses(texts.SAVE_AND_GO, on=old, text=WORDS)
    assert drafts.NOT_KEPT in pressed.says and WORDS in pressed.says


async def test_what_is_typed_in_a_card_while_the_group_pauses_is_shown_as_not_saved(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.presses(texts.ANSWER)
    mine = second.card(texts.SAVE)
    await first.says("pause")
    pressed = await second.presses(texts.SAVE, on=mine, text=WORDS)
    assert drafts.NOT_KEPT in pressed.says and WORDS in pressed.says
    assert WORDS not in "".join(first.sees), "it is shown to nobody else"


async def test_a_conclusion_half_written_is_shown_when_the_history_is_looked_at(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await first.presses(texts.REVEAL)
    for words in ("Først", "Siden"):
        await first.presses(team.CONCLUDE)
        await first.presses(team.SAVE_CONCLUSION, text=words)
    await second.presses(team.CONCLUDE)
    looked = await second.presses(team.HISTORY, text=WORDS)
    assert drafts.NOT_KEPT in looked.says and WORDS in looked.says
    await first.presses(team.CONCLUDE)
    looked = await first.presses(team.HISTORY)
    assert drafts.NOT_KEPT not in looked.says, "what stood there already is saved"


async def test_what_is_typed_beside_withdrawing_an_answer_is_shown_as_not_saved(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await first.presses(texts.ANSWER)
    gone = await first.presses(texts.WITHDRAW, text=WORDS)
    assert texts.WITHDRAWN.format(n=1) in gone.says and WORDS in gone.says
    await answers(first, "Et svar")
    await first.presses(texts.ANSWER)
    gone = await first.presses(texts.WITHDRAW)
    assert drafts.NOT_KEPT not in gone.says, "nothing but the answer itself stood there"


async def test_a_step_that_somebody_removed_meanwhile_comes_back_as_words(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await first.says("næste skridt: Ring til KL")
    await first.says("næste skridt")
    await first.presses(team.EDIT_STEP, k="1")
    writing = first.card(team.SAVE_STEP)
    await second.says("fjern skridt 1")
    refused = await first.presses(team.SAVE_STEP, on=writing, what=WORDS)
    assert drafts.NOT_KEPT in refused.says and WORDS in refused.says


async def test_the_new_edition_takes_nothing_that_is_written(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await teams.bot.restart(edition="2020")
    await me.says("behold udgave")
    await me.says("status")
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == f"{FIRST}\n{WORDS}"


async def test_the_summary_asks_before_a_draft_is_lost(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await writes(me)
    await me.says("gå til 9")
    await me.says("næste")
    asked = await me.presses(texts.FINISH)
    assert drafts.LOST.format(n=1, text=WORDS) in asked.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.REVIEW


async def test_nobody_else_is_shown_it_and_no_group_has_one(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await moves_to_the_summary(first)
    me: Person = teams.person("Deltager Første")
    await begins(me)
    await writes(me)
    await me.says("næste")
    assert WORDS not in "".join(second.sees)


async def test_a_client_without_execute_is_shown_what_was_typed_on_a_card_that_has_ended(teams: FakeTeams) -> None:
    me = teams.person(submits=True)
    await begins(me)
    old = me.card(texts.SAVE_AND_GO)
    await me.says("stop")
    await me.says("start refleksion")
    await me.presses(texts.SAVE_AND_GO, on=old, text=WORDS)
    assert any(drafts.NOT_KEPT in said and WORDS in said for said in me.sees)


async def test_what_is_ticked_beside_a_day_that_cannot_be_read_stays_ticked(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await first.says("vælg teknologier")
    card = first.card(team.SAVE_CHOICE)
    two = card.choices["technologies"][:2]
    ids = [choice["value"] for choice in card.inputs["technologies"]["choices"][:2]]
    refused = await first.presses(team.SAVE_CHOICE, technologies=tuple(two), when="engang")
    assert texts.REFUSALS[Refusal.UNKNOWN_TIME] in refused.says
    assert first.card(team.SAVE_CHOICE).inputs["technologies"]["value"].split(",") == ids
