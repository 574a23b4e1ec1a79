"""Somebody leaves the group: what they answered stays, nobody waits for them, and nothing is done for them there."""

from __future__ import annotations

from dialogs.texts import common as texts
from dialogs.texts import erasing, status
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, comes_back, leaves, people


async def test_nobody_waits_for_somebody_who_has_left_and_their_answers_stay(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    for person in (first, second, third):
        await answers(person, f"Til det første, af {person.name}")
    await first.says("vis svar")
    await first.presses(texts.NEXT)
    await answers(first, "Til det andet")
    assert status.MISSING.format(names="Deltager Anden og Deltager Tredje") in third.card(status.NUDGE).says
    await leaves(teams, second, by=first)
    counted = third.card(texts.NEXT).says
    assert status.SOME.format(n=2, count=1, people=2) in counted
    assert status.MISSING.format(names="Deltager Tredje") in counted
    await leaves(teams, third)
    counted = first.card(texts.NEXT)
    assert status.ALL.format(n=2, count=1) in counted.says and status.NUDGE not in counted.buttons
    await first.says("mind dem, der mangler")
    assert not any("<at>" in said for said in first.sees)
    await closes(first)
    assert "**Deltager Anden:** Til det første, af Deltager Anden" in first.card(texts.SUMMARY_TITLE).says


async def test_whoever_answered_before_they_left_still_counts_as_having_answered(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Sagt, inden jeg gik")
    await leaves(teams, second)
    counted = first.card(texts.NEXT).says
    assert status.SOME.format(n=1, count=1, people=2) in counted
    assert status.ANSWERED.format(names="Deltager Anden") in counted


async def test_whoever_has_left_is_told_so_and_what_to_do_and_nothing_is_done(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Mit svar")
    form = await second.presses(texts.ANSWER)
    assert form.card is not None
    typing = second.card(texts.SAVE)
    await leaves(teams, second)
    before = await reflection_of(teams, first.chat)
    refused = await second.presses(texts.SAVE, on=typing, text="Et svar udefra")
    assert refused.says == texts.NOT_HERE
    await second.says("svar: Et andet udefra")
    assert first.sees[-1] == f"Deltager Anden: {texts.NOT_HERE}"
    assert await reflection_of(teams, first.chat) == before


async def test_whoever_comes_back_is_in_it_as_before_and_the_same_press_is_taken(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(first, "Førstes svar")
    await second.presses(texts.ANSWER)
    typing = second.card(texts.SAVE)
    await leaves(teams, second, by=first)
    refused = await second.presses(texts.SAVE, on=typing, text="Mit svar")
    assert refused.says == texts.NOT_HERE
    await comes_back(teams, second, by=first)
    await second.presses(texts.SAVE, on=typing, text="Mit svar")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Førstes svar", "Mit svar"]
    await first.presses(texts.NEXT)
    await answers(first, "Til det andet")
    assert status.MISSING.format(names="Deltager Anden") in first.card(status.NUDGE).says


async def test_whoever_has_left_can_still_erase_what_is_theirs_where_they_are_alone_with_the_bot(
    teams: FakeTeams,
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(first, "Førstes svar")
    await answers(second, "Andens svar")
    await leaves(teams, second)
    alone = teams.person("Deltager Anden")
    await alone.says("slet mine svar")
    await alone.presses(erasing.ERASE)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Førstes svar"]
    refused = await second.presses(texts.MENU)
    assert refused.says == texts.NOT_HERE, "who has left is known after it too"


async def test_whoever_has_left_a_team_has_left_all_its_channels_and_no_other_teams(teams: FakeTeams) -> None:
    ours, theirs = "19:vores@thread.tacv2", "19:deres@thread.tacv2"
    threads = [
        teams.chat("channel", f"19:{name}@thread.tacv2;messageid=1", team=team)
        for name, team in (("vores", ours), ("projekt", ours), ("deres", theirs))
    ]
    stay = [teams.person("Deltager Første", thread) for thread in threads]
    goes = [teams.person("Deltager Anden", thread) for thread in threads]
    for here, there in zip(stay, goes, strict=True):
        await begins(here)
        await answers(there, "Mit svar")
    await leaves(teams, goes[1], by=stay[1])
    told = [(await person.presses(texts.MENU)).says for person in goes]
    assert told[:2] == [texts.NOT_HERE] * 2 and texts.NOT_HERE not in told[2]
    for person in stay:
        assert texts.NOT_HERE not in (await person.presses(texts.MENU)).says
    await stay[1].presses(texts.NEXT)
    await answers(stay[1], "Til det andet")
    assert status.ALL.format(n=2, count=1) in stay[1].card(texts.NEXT).says, "nor is anybody of the team waited for"
    await comes_back(teams, goes[0], by=stay[0])
    assert texts.NOT_HERE not in (await goes[1].presses(texts.MENU)).says


async def test_who_comes_and_goes_is_said_in_no_message_of_its_own(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await comes_back(teams, second, by=first)
    await leaves(teams, second, by=first)
    await comes_back(teams, second, by=first)
    assert not first.chat.messages
    await begins(second)
    assert texts.QUESTION.format(n=1) in first.card(texts.ANSWER).says
