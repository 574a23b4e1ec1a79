"""What the team does next, which technologies it starts with, and the day it sees how they turned out."""

from __future__ import annotations

from bot.wire import Address, ChatKind
from dialogs.danish.dates import danish_day
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Decision, Judgement, Reflection
from dialogs.texts import common as texts
from dialogs.texts import status, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, answers, begins
from tests.fakes.teams_team_steps import closes, day_in, looks, people, time_passes


async def closed(teams: FakeTeams) -> list[Person]:
    """Three people at the end of a reflection in which one has answered one question."""
    group = people(teams)
    await begins(group[0])
    await answers(group[1], "Et svar")
    await closes(group[0])
    return group


async def chooses(person: Person, teams: FakeTeams, days: int, count: int = 1) -> list[str]:
    """Chooses the first technologies offered, to be evaluated in so many days; their names."""
    await person.presses(team.CHOOSE)
    names = person.card(team.SAVE_CHOICE).choices["technologies"][:count]
    await person.presses(team.SAVE_CHOICE, technologies=names, when=day_in(teams, days).isoformat())
    return names


async def kept(teams: FakeTeams, person: Person, reflection: str) -> Reflection:
    """A reflection of the person's chat by its id, also an older one."""
    chat = person.chat
    address = Address(chat.tenant, chat.id, ChatKind(chat.kind), chat.service_url, "", "")
    found = (await teams.bot.store.load(address, "", reflection)).reflection
    assert found is not None and found.id == reflection
    return found


async def test_the_end_is_a_summary_then_the_radar_then_the_next_steps(teams: FakeTeams) -> None:
    _, second, _ = await closed(teams)
    summary, over, radar, steps = second.sees[-4:]
    assert over == status.OVER
    assert texts.SUMMARY_TITLE in summary and texts.SUMMARY_CLOSED in summary
    assert "Jeres resultat" in radar
    assert team.STEPS_TITLE in steps and team.STEPS_NONE in steps


async def test_a_next_step_is_added_with_what_who_and_when_and_everybody_sees_it(teams: FakeTeams) -> None:
    _, second, third = await closed(teams)
    day = day_in(teams, 30)
    await second.presses(team.ADD_STEP)
    await second.presses(team.SAVE_STEP, what="Vi prøver det i én afdeling", who="Ledelsen", when=day.isoformat())
    shown = third.card(team.ADD_STEP).says
    assert team.STEP.format(number=1, what="Vi prøver det i én afdeling") in shown
    assert team.STEP_WHO.format(who="Ledelsen") in shown
    assert danish_day(day) in shown
    assert team.STEPS_NONE not in shown


async def test_a_next_step_is_changed_and_removed_by_anyone(teams: FakeTeams) -> None:
    first, second, third = await closed(teams)
    for what in ("Det første skridt", "Det andet skridt"):
        await second.presses(team.ADD_STEP)
        await second.presses(team.SAVE_STEP, what=what)
    await third.presses(team.EDIT_STEP, k="1")
    assert third.card(team.REMOVE_STEP).inputs["what"]["value"] == "Det første skridt"
    await third.presses(team.SAVE_STEP, what="Det første skridt, rettet")
    assert "Det første skridt, rettet" in first.card(team.ADD_STEP).says
    await first.presses(team.EDIT_STEP, k="2")
    await first.presses(team.REMOVE_STEP)
    shown = second.card(team.ADD_STEP).says
    assert "Det andet skridt" not in shown and "Det første skridt, rettet" in shown
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [step.what for step in stands.next_steps] == ["Det første skridt, rettet"]


async def test_a_step_without_words_is_asked_for_and_the_rest_stays_in_the_card(teams: FakeTeams) -> None:
    _, second, _ = await closed(teams)
    await second.presses(team.ADD_STEP)
    refused = await second.presses(team.SAVE_STEP, who="Ledelsen")
    assert texts.REFUSALS[Refusal.EMPTY_STEP] in refused.says
    assert second.card(team.SAVE_STEP).inputs["who"]["value"] == "Ledelsen"


async def test_next_steps_are_written_while_the_group_is_still_at_the_questions_too(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.presses(texts.MENU)
    await second.presses(team.STEPS)
    await second.presses(team.ADD_STEP)
    await second.presses(team.SAVE_STEP, what="Skrevet undervejs")
    assert texts.QUESTION.format(n=1) in third.card(texts.ANSWER).says
    await closes(first)
    assert "Skrevet undervejs" in third.card(team.ADD_STEP).says
    assert "Skrevet undervejs" in third.card(texts.SUMMARY_TITLE).says


async def test_a_next_step_written_in_the_chat_counts_as_one_from_the_card(teams: FakeTeams) -> None:
    first, second, _ = await closed(teams)
    await second.says("næste skridt: Vi taler med borgerne")
    assert team.STEP.format(number=1, what="Vi taler med borgerne") in first.card(team.ADD_STEP).says


async def test_the_technologies_chosen_get_a_day_to_be_evaluated_and_can_be_chosen_anew(teams: FakeTeams) -> None:
    _, second, third = await closed(teams)
    names = await chooses(second, teams, 30, count=2)
    shown = third.card(team.ADD_STEP).says
    assert all(f"**{name}**" in shown for name in names)
    assert shown.count(team.EVALUATED_ON.format(day=danish_day(day_in(teams, 30)))) == 2
    await third.presses(team.CHOOSE)
    await third.presses(team.SAVE_CHOICE, technologies=names[1:])
    shown = second.card(team.ADD_STEP).says
    assert f"**{names[0]}**" not in shown and f"**{names[1]}**" in shown


async def test_on_the_day_one_card_asks_and_what_the_team_says_stands_in_the_summary(teams: FakeTeams) -> None:
    first, second, third = await closed(teams)
    (name,) = await chooses(second, teams, 30)
    heading = team.EVALUATE_TITLE.format(names=name)
    await time_passes(teams, 28)
    assert heading not in "".join(first.sees)
    await time_passes(teams, 3)
    await looks(teams)
    asked = [said for said in first.sees if heading in said]
    assert len(asked) == 1
    assert all(question in asked[0] for question in (team.WORKS, team.MAKES_SENSE, team.GIVES_VALUE))
    await third.presses(team.EVALUATE.format(name=name))
    await third.presses(
        team.SAVE_EVALUATION, works="Ja", sense="Delvist", value="Ved ikke", decision="Justér", text="Vi skal øve os"
    )
    await second.presses(team.SHOW_SUMMARY)
    summary = second.card(team.CHOSEN_TITLE).says
    assert team.EVALUATED_AS.format(decision=team.DECISIONS[Decision.JUSTER]) in summary
    posted = len(first.chat.messages)
    await time_passes(teams, 30)
    assert len(first.chat.messages) == posted, "it is asked for once"
    stands = await reflection_of(teams, first.chat)
    assert stands is not None
    (evaluation,) = stands.chosen
    assert (evaluation.works, evaluation.makes_sense, evaluation.gives_value, evaluation.comment) == (
        *(Judgement.JA, Judgement.DELVIST, Judgement.VED_IKKE),
        "Vi skal øve os",
    )


async def test_two_technologies_whose_day_has_come_are_asked_for_on_one_card_and_answered_one_after_the_other(
    teams: FakeTeams,
) -> None:
    first, second, third = await closed(teams)
    one, other = await chooses(second, teams, 30, count=2)
    before = len(first.chat.messages)
    await time_passes(teams, 31)
    assert len(first.chat.messages) == before + 1
    assert one in first.sees[-1] and other in first.sees[-1]
    await third.presses(team.EVALUATE.format(name=one))
    await third.presses(team.SAVE_EVALUATION, decision="Udbred")
    await first.presses(team.EVALUATE.format(name=other))
    await first.presses(team.SAVE_EVALUATION, decision="Stop")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None
    assert {x.decision for x in stands.chosen} == {Decision.SKALER, Decision.STOP}


async def test_an_evaluation_without_a_decision_is_asked_for_and_the_comment_stays_in_the_card(
    teams: FakeTeams,
) -> None:
    first, second, _ = await closed(teams)
    (name,) = await chooses(second, teams, 30)
    await time_passes(teams, 31)
    await first.presses(team.EVALUATE.format(name=name))
    refused = await first.presses(team.SAVE_EVALUATION, works="Ja", text="Vi skal øve os")
    assert texts.REFUSALS[Refusal.EMPTY_EVALUATION] in refused.says
    again = first.card(team.SAVE_EVALUATION)
    assert again.inputs["text"]["value"] == "Vi skal øve os"
    assert again.inputs["works"]["value"] == Judgement.JA.value, "what was chosen is not chosen again"


async def test_the_evaluation_of_an_older_reflection_is_answered_while_a_newer_one_is_open(teams: FakeTeams) -> None:
    first, second, third = await closed(teams)
    (name,) = await chooses(second, teams, 30)
    older = await reflection_of(teams, first.chat)
    assert older is not None
    await begins(first, SKOLE)
    await answers(second, "Et svar i den nye")
    newer = await reflection_of(teams, first.chat)
    await time_passes(teams, 31)
    await third.presses(team.EVALUATE.format(name=name))
    await third.presses(team.SAVE_EVALUATION, works="Ja", decision="Udbred")
    assert team.EVALUATED_AS.format(decision=team.DECISIONS[Decision.SKALER]) in third.card(team.ADD_STEP).says
    (evaluation,) = (await kept(teams, first, older.id)).chosen
    assert evaluation.decision is Decision.SKALER
    assert await reflection_of(teams, first.chat) == newer
    await first.presses(texts.NEXT)
    assert texts.QUESTION.format(n=2) in second.card(texts.ANSWER).says


async def test_a_technology_ticked_as_in_drift_is_evaluated_without_being_chosen(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    ticking = None
    for number in range(1, 10):
        await first.says(f"gå til {number}")
        await second.presses(texts.ANSWER)
        if texts.TICK_IN_OPERATION in str(second.card(texts.SAVE).content):
            ticking = second.card(texts.SAVE).choices["ticks"][0]
            await second.presses(texts.SAVE, ticks=[ticking])
        else:
            await second.presses(texts.CLOSE_INPUT)
    await closes(first)
    assert ticking is not None and f"**{ticking}**" in second.card(team.ADD_STEP).says
    await time_passes(teams, 184)
    assert team.EVALUATE_TITLE.format(names=ticking) in second.sees[-1]
