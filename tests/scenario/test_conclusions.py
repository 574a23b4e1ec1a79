"""The team's shared conclusion on a question: anyone writes it, all revisions are kept, and none is written over."""

from __future__ import annotations

import asyncio

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import Card
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins, cancels
from tests.fakes.teams_team_steps import closes, concludes, people


async def opened(teams: FakeTeams) -> list[Person]:
    """Three people whose answers to the first question are open."""
    group = people(teams)
    await begins(group[0])
    for person in group:
        await answers(person, f"Svar fra {person.name}")
    await group[0].presses(texts.REVEAL)
    return group


async def test_anyone_writes_the_conclusion_and_everybody_sees_it_on_the_shared_card(teams: FakeTeams) -> None:
    first, second, third = await opened(teams)
    assert team.NO_CONCLUSION in third.card(team.CONCLUDE).says
    posted = len(first.chat.messages)
    await concludes(second, "Vi begynder i det små")
    for person in (first, second, third):
        assert team.CONCLUSION.format(text="Vi begynder i det små") in person.card(team.CONCLUDE).says
    assert len(first.chat.messages) == posted, "the shared card is changed, and nothing new is posted"
    await concludes(third, "Vi begynder i det små til foråret")
    assert "til foråret" in first.card(team.CONCLUDE).says


async def test_every_revision_is_kept_with_who_wrote_it(teams: FakeTeams) -> None:
    first, second, third = await opened(teams)
    await concludes(second, "Den første udgave")
    await third.presses(team.CONCLUDE)
    assert team.HISTORY not in third.card(team.SAVE_CONCLUSION).buttons
    await third.presses(team.SAVE_CONCLUSION, text="Den anden udgave")
    await first.presses(team.CONCLUDE)
    history = (await first.presses(team.HISTORY)).says
    newest, oldest = history.index("Den anden udgave"), history.index("Den første udgave")
    assert newest < oldest
    assert "Version 1 · Deltager Anden" in history and "Version 2 · Deltager Tredje" in history
    await second.presses(texts.MENU)
    assert (await second.presses(team.HISTORY_OF.format(n=1))).says == history


async def test_a_conclusion_is_taken_back_by_emptying_it_and_the_history_says_so(teams: FakeTeams) -> None:
    _, second, third = await opened(teams)
    await second.presses(team.CONCLUDE)
    refused = await second.presses(team.SAVE_CONCLUSION, text="")
    assert texts.REFUSALS[Refusal.EMPTY_CONCLUSION] in refused.says
    await second.presses(team.SAVE_CONCLUSION, text="Forhastet")
    await third.presses(team.CONCLUDE)
    await third.presses(team.SAVE_CONCLUSION, text="")
    assert team.NO_CONCLUSION in second.card(team.CONCLUDE).says and "Forhastet" not in "".join(second.sees)
    await second.presses(team.CONCLUDE)
    history = (await second.presses(team.HISTORY)).says
    assert team.REVISION_BLANK in history and "Forhastet" in history


async def test_nobody_writes_over_a_conclusion_they_have_not_seen_and_what_they_wrote_stays_in_the_card(
    teams: FakeTeams,
) -> None:
    first, second, third = await opened(teams)
    await first.presses(team.CONCLUDE)
    writing = first.card(team.SAVE_CONCLUSION)
    await concludes(second, "Den andens konklusion")
    refused = await first.presses(team.SAVE_CONCLUSION, on=writing, text="Den førstes konklusion")
    assert texts.REFUSALS[Refusal.CONCLUSION_CHANGED] in refused.says
    assert team.CONCLUSION_NOW.format(text="Den andens konklusion") in refused.says
    assert refused.card is not None
    again = Card(writing.message, refused.card)
    assert again.inputs["text"]["value"] == "Den førstes konklusion"
    assert "Den andens konklusion" in third.card(team.CONCLUDE).says
    await first.presses(team.SAVE_CONCLUSION, on=again, text="Begges konklusion")
    assert "Begges konklusion" in third.card(team.CONCLUDE).says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None
    assert [(c.text, c.by.name) for c in stands.conclusions] == [
        ("Den andens konklusion", "Deltager Anden"),
        ("Begges konklusion", "Deltager Første"),
    ]


async def test_of_two_who_save_at_the_same_moment_one_is_kept_and_the_other_keeps_the_draft(teams: FakeTeams) -> None:
    first, second, _ = await opened(teams)
    drafts = {first: "Den førstes konklusion", second: "Den andens konklusion"}
    for person in drafts:
        await person.presses(team.CONCLUDE)
    writing = {person: person.card(team.SAVE_CONCLUSION) for person in drafts}
    teams.unordered = True
    said = await asyncio.gather(
        *(p.presses(team.SAVE_CONCLUSION, on=writing[p], text=words) for p, words in drafts.items())
    )
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and len(stands.conclusions) == 1
    for answer, words in zip(said, drafts.values(), strict=True):
        assert answer.card is not None
        kept = stands.conclusions[0].text == words
        refused = texts.REFUSALS[Refusal.CONCLUSION_CHANGED] in answer.says
        assert kept != refused
        if refused:
            assert Card("", answer.card).inputs["text"]["value"] == words
    # Who came first is another in every run; a new reflection leaves the same behind.
    await cancels(first)
    await begins(first)


async def test_in_the_summary_anyone_concludes_on_any_question_and_it_stays_after_closing(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await first.says("gå til 9")
    await first.presses(texts.TO_SUMMARY)
    await third.presses(team.CONCLUDE, question="3")
    await third.presses(team.SAVE_CONCLUSION, text="Det tredje er vigtigst")
    assert team.CONCLUSION.format(text="Det tredje er vigtigst") in second.card(texts.SUMMARY_TITLE).says
    await first.presses(texts.FINISH)
    assert team.CONCLUSION.format(text="Det tredje er vigtigst") in second.card(texts.SUMMARY_TITLE).says


async def test_a_conclusion_written_in_the_chat_counts_as_one_from_the_card(teams: FakeTeams) -> None:
    first, second, third = await opened(teams)
    await second.says("konklusion: Vi begynder i det små")
    assert texts.CONCLUDED.format(n=1) in second.sees[-1]
    assert team.CONCLUSION.format(text="Vi begynder i det små") in third.card(team.CONCLUDE).says
    await closes(first)
    assert "Vi begynder i det små" in third.card(texts.SUMMARY_TITLE).says


async def test_alone_there_is_nobody_to_conclude_with(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("konklusion: Vi begynder i det små")
    assert texts.REFUSALS[Refusal.ONLY_IN_A_GROUP] in me.sees[-1]
