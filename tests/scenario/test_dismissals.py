"""A team argues with the suggestions: what is not relevant for it goes, the others move up, and why stays written."""

from __future__ import annotations

import re

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import ending, team
from dialogs.texts import result as result_texts
from dialogs.texts import suggestions as argued
from radar_core.advice.answers import TeamAnswers
from radar_core.advice.counsel import advise
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Ring
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, answers_the_rest, begins
from tests.fakes.teams_team_steps import (
    all_cards,
    begins_anonymously,
    closes,
    people,
    stored,
    unnamed,
)

WHY = "Borgerne ringer hellere til os"
NEEDS = ("Mindre manuelt arbejde", "Møder med borgere uden transport")
SUNDHED_ID = "sundhed-og-aeldre"


async def closed(teams: FakeTeams) -> list[Person]:
    """Three people at the end of a reflection in which one has ticked two needs, and all have seen it."""
    group = people(teams)
    await begins(group[0])
    await ticks(group[0], group[1])
    await closes(group[0])
    return group


async def ticks(leader: Person, person: Person) -> None:
    """The group goes to the needs, a person ticks two, and they are shown to all."""
    await leader.presses(texts.NEXT)
    await person.presses(texts.ANSWER)
    await person.presses(texts.SAVE, ticks=NEEDS, text="")
    await person.presses(texts.REVEAL)


def ordered(bundle: Bundle, *dismissed: str) -> list[str]:
    """The names of what is suggested, best start first, without those dismissed."""
    radar = radar_for(bundle, SUNDHED_ID)
    ids = {entry.name: entry.technology.id for entry in radar.entries}
    needs = frozenset(need.id for need in bundle.needs if need.name in NEEDS)
    counsel = advise(bundle, radar, TeamAnswers(needs, dismissed=frozenset(ids[name] for name in dismissed)))
    return [found.entry.name for found in counsel.start]


def suggested(says: str, bundle: Bundle) -> list[str]:
    """The names that stand as suggestions on a result, in order."""
    names = [entry.name for entry in radar_for(bundle, SUNDHED_ID).entries]
    found = re.findall(r"^\*\*(.+)\*\* – nr\.", says, flags=re.MULTILINE)
    return [name for name in found if name in names]


async def dismisses(person: Person, name: str, why: str = WHY) -> str:
    """Says by the cards that a technology is not relevant; what the person then sees."""
    await person.presses(argued.DISMISS)
    return (await person.presses(argued.SAVE, t=name, text=why)).says


async def test_what_is_not_relevant_goes_from_the_suggestions_and_the_others_move_up_for_everybody(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, second, third = await closed(teams)
    first_choice = ordered(bundle)[0]
    assert suggested(third.card(argued.DISMISS).says, bundle) == ordered(bundle)[:3]
    posted = len(third.chat.messages)
    assert argued.DISMISSED in await dismisses(second, first_choice)
    for person in (second, third):
        card = person.card(argued.UNDO)
        assert suggested(card.says, bundle) == ordered(bundle, first_choice)[:3]
        assert argued.ITEM.format(name=first_choice, reason=WHY) in card.says
        assert argued.SAID_BY.format(name="Deltager Anden") in card.says
    assert argued.DISMISSED not in third.card(argued.UNDO).says, "only the one who pressed is told that it is saved"
    assert len(third.chat.messages) == posted, "the radar card is changed, and nothing new is posted"


async def test_behind_vis_mere_stands_of_each_suggestion_what_would_change_its_place(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, _, third = await closed(teams)
    says = third.card(argued.DISMISS).says
    for name in ordered(bundle)[:3]:
        lines = [line for line in says.splitlines() if line.startswith("**Hvad ville ændre det:**") and name in line]
        assert lines, name


async def test_what_was_dismissed_is_taken_in_again_by_anyone(teams: FakeTeams, bundle: Bundle) -> None:
    _, second, third = await closed(teams)
    before = third.card(argued.DISMISS).says
    await dismisses(second, ordered(bundle)[1])
    assert argued.UNDONE in (await third.presses(argued.UNDO)).says
    assert second.card(argued.DISMISS).says == before
    assert WHY not in second.card(texts.SUMMARY_TITLE).says
    stands = await reflection_of(teams, second.chat)
    assert stands is not None and stands.dismissed == ()


async def test_a_reason_is_written_anew_and_the_newest_stands(teams: FakeTeams, bundle: Bundle) -> None:
    _, second, third = await closed(teams)
    name = ordered(bundle)[0]
    await dismisses(second, name)
    await dismisses(third, name, "Vi har den slags i en anden forvaltning")
    says = second.card(argued.UNDO).says
    assert WHY not in says and argued.ITEM.format(name=name, reason="Vi har den slags i en anden forvaltning") in says
    assert argued.SAID_BY.format(name="Deltager Tredje") in says


async def test_with_every_klar_suggestion_dismissed_the_card_says_so_and_what_can_be_tried(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, second, third = await closed(teams)
    for name in ordered(bundle):
        await dismisses(second, name)
    says = third.card(argued.UNDO).says
    assert result_texts.NONE_FITS_BUT_TRIAL in says
    tried = {entry.name for entry in radar_for(bundle, SUNDHED_ID).in_ring(Ring.AFPROEV)}
    assert suggested(says, bundle) and set(suggested(says, bundle)) <= tried


async def test_without_a_technology_or_a_reason_nothing_is_saved_and_the_rest_stays_in_the_card(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, second, _ = await closed(teams)
    await second.presses(argued.DISMISS)
    asked = await second.presses(argued.SAVE, text=WHY)
    assert texts.REFUSALS[Refusal.WHICH_TECHNOLOGY] in asked.says
    assert second.card(argued.SAVE).inputs["text"]["value"] == WHY
    name = ordered(bundle)[0]
    asked = await second.presses(argued.SAVE, t=name, text=" ")
    assert texts.REFUSALS[Refusal.NO_REASON] in asked.says
    assert (
        second.card(argued.SAVE).inputs["t"]["value"]
        == {e.name: e.technology.id for e in radar_for(bundle, SUNDHED_ID).entries}[name]
    )
    asked = await second.presses(argued.SAVE, text="x" * 501)
    assert texts.REFUSALS[Refusal.REASON_TOO_LONG] in asked.says
    assert second.card(argued.SAVE).inputs["text"]["value"] == "x" * 501
    stands = await reflection_of(teams, second.chat)
    assert stands is not None and stands.dismissals == ()
    await second.presses(argued.SAVE, text="x" * 500)
    stands = await reflection_of(teams, second.chat)
    assert stands is not None and [x.reason for x in stands.dismissed] == ["x" * 500]


async def test_a_personal_number_in_the_reason_is_taken_out_and_nothing_is_saved(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, second, _ = await closed(teams)
    name = ordered(bundle)[0]
    refused = await dismisses(second, name, "Kun 010190-1234 bruger den")
    assert texts.NUMBER_TAKEN_OUT in refused
    again = second.card(argued.SAVE).inputs
    assert again["text"]["value"] == f"Kun {texts.TAKEN_OUT} bruger den" and again["t"]["value"]
    await second.says(f"ikke relevant: {name}, fordi kun 010190-1234 bruger den")
    assert texts.REFUSALS[Refusal.PERSONAL_NUMBER] in second.sees[-1]
    assert not any("010190" in str(row) for rows in stored(teams).values() for row in rows)
    await second.presses(argued.SAVE)
    stands = await reflection_of(teams, second.chat)
    assert stands is not None and [x.reason for x in stands.dismissed] == [f"Kun {texts.TAKEN_OUT} bruger den"]


async def test_closing_the_card_saves_nothing_and_the_radar_is_back(teams: FakeTeams, bundle: Bundle) -> None:
    _, second, third = await closed(teams)
    before = third.card(argued.DISMISS).says
    await second.presses(argued.DISMISS)
    assert (await second.presses(texts.CLOSE_INPUT)).says == before
    assert third.card(argued.DISMISS).says == before


async def test_why_stands_in_the_summary_at_once_and_after_the_next_reflection_has_begun(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, third = await closed(teams)
    name = ordered(bundle)[0]
    await dismisses(second, name)
    kept = argued.ITEM.format(name=name, reason=WHY)
    assert kept in third.card(texts.SUMMARY_TITLE).says
    old = third.card(argued.UNDO)
    await begins(first, SKOLE)
    newer = await reflection_of(teams, first.chat)
    await third.presses(argued.DISMISS, on=old)
    await third.presses(texts.CLOSE_INPUT)
    again = third.card(argued.UNDO)
    assert again.message == old.message and kept in again.says, "the radar of the reflection the card belongs to"
    await third.presses(argued.UNDO, on=again)
    assert suggested(second.card(result_texts.TITLE).says, bundle) == ordered(bundle)[:3]
    assert await reflection_of(teams, first.chat) == newer


async def test_it_can_be_said_while_the_team_is_at_the_questions_and_the_last_radar_knows_it(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, third = people(teams)
    await begins(first)
    await ticks(first, second)
    await second.says("radar sundhed")
    name = ordered(bundle)[0]
    await dismisses(second, name)
    assert texts.QUESTION.format(n=2) in third.card(texts.ANSWER).says
    await closes(first)
    assert suggested(third.sees[-2], bundle) == ordered(bundle, name)[:3]
    assert argued.ITEM.format(name=name, reason=WHY) in third.card(texts.SUMMARY_TITLE).says


async def test_the_same_written_in_the_chat_counts_as_from_the_card_and_can_be_taken_back(
    teams: FakeTeams, bundle: Bundle
) -> None:
    _, second, third = await closed(teams)
    name = ordered(bundle)[0]
    await second.says(f"ikke relevant: {name}, fordi borgerne ringer")
    says = third.card(argued.UNDO).says
    assert suggested(says, bundle) == ordered(bundle, name)[:3]
    assert argued.ITEM.format(name=name, reason="borgerne ringer") in says
    assert "borgerne ringer" in third.card(texts.SUMMARY_TITLE).says
    await third.says(f"tag med igen: {name}")
    assert suggested(second.sees[-1], bundle) == ordered(bundle)[:3]
    await third.says(f"ikke relevant: {name}")
    assert texts.REFUSALS[Refusal.NO_REASON] in third.sees[-1]
    assert third.card(argued.SAVE).inputs["t"]["value"]


async def test_without_a_reflection_there_is_nothing_to_argue_with(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("radar sundhed")
    assert argued.DISMISS not in me.cards[-1].buttons
    assert result_texts.SAID not in me.sees[-1]
    await me.says("ikke relevant: chatbots, fordi borgerne ringer")
    assert texts.REFUSALS[Refusal.NO_REFLECTION] in me.sees[-1]


async def test_alone_it_works_too_and_nobody_is_named(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Mere tid")
    await me.presses(texts.SAVE_AND_GO, ticks=NEEDS, text="")
    await answers_the_rest(me, 3)
    await me.presses(texts.FINISH)
    name = ordered(bundle)[0]
    says = await dismisses(me, name)
    assert suggested(says, bundle) == ordered(bundle, name)[:3]
    assert argued.SAID_BY.format(name="") not in says
    assert WHY in me.card(texts.SUMMARY_TITLE).says


async def test_without_names_nobody_is_named_neither_on_the_cards_nor_in_the_database(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, third = unnamed(teams)
    await begins_anonymously(first)
    await second.says("radar sundhed")
    one, other = ordered(bundle)[:2]
    await dismisses(second, one, "Sagt undervejs")
    await first.presses(texts.MENU)
    await first.presses(team.CLOSE_REFLECTION)
    await teams.ends()  # what came before the end is forgotten, and so is nothing one can repeat after it
    await first.presses(ending.YES_FINISH)
    await dismisses(third, other, "Sagt bagefter")
    summary = first.card(texts.SUMMARY_TITLE).says
    assert "Sagt undervejs" in summary and "Sagt bagefter" in summary
    said_by = argued.SAID_BY.format(name="")
    assert not any(said_by in str(card) for card in all_cards(teams))
    notes = stored(teams)["notes"]
    assert {row["kind"] for row in notes} == {"dismissal"}
    assert {(row["person"], row["name"]) for row in notes} == {("", "")}
