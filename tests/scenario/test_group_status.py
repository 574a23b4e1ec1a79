"""A group that sees how it goes: one message under the question that says who has answered and who is missing."""

from __future__ import annotations

import asyncio
import itertools

from bot.app import OUTBOX
from dialogs.texts import common as texts
from dialogs.texts import ending, status, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import Card
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins, moves_to_the_summary
from tests.fakes.teams_team_steps import begins_anonymously, people, time_passes, touched, unnamed


def counted(person: Person) -> Card:
    """The newest message that counts, as a person sees it."""
    return person.card(texts.NEXT)


async def test_it_says_who_has_answered_and_who_is_missing_and_never_touches_the_question(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    before = touched(first)
    assert status.NOBODY.format(n=1) in counted(third).says and not counted(third).inputs
    for person, words in ((second, "Et svar"), (third, "Et andet")):
        await person.presses(texts.ANSWER)
        typing = person.card(texts.SAVE)
        await (first if person is third else third).presses(texts.MENU)
        await person.presses(texts.SAVE, on=typing, text=words)
    for person in (first, second, third):
        said = counted(person).says
        assert status.SOME.format(n=1, count=2, people=3) in said
        assert status.ANSWERED.format(names="Deltager Anden og Deltager Tredje") in said
        assert status.MISSING.format(names="Deltager Første") in said
        assert "Et svar" not in said
    assert touched(second) == before, "nothing is updated but what has no inputs"
    await answers(first, "Mit eget")
    assert status.ALL.format(n=1, count=3) in counted(second).says and "Mangler" not in counted(second).says


async def test_who_writes_an_answer_is_told_by_it_and_not_by_a_message_more(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    messages = len(first.chat.messages)
    await second.says("svar: Skrevet")
    await third.says("svar: Også skrevet")
    assert len(first.chat.messages) == messages
    assert status.ANSWERED.format(names="Deltager Anden og Deltager Tredje") in counted(first).says
    await second.says("svar 4: Et helt andet spørgsmål")
    assert texts.SAVED.format(n=4) in second.sees[-1], "what it does not count is said"
    await second.says("svar: Rettet")
    assert texts.SAVED_EDIT.format(n=1) in second.sees[-1]


async def test_without_names_it_says_how_many_and_nobody_is_named_or_reminded(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    for given, person in enumerate(group[:3], start=1):
        await answers(person, "Et svar")
        said = counted(group[3])
        assert status.ALL.format(n=1, count=given) in said.says and status.FEW in said.says
        assert "Deltager" not in said.says
        assert said.buttons == [texts.NEXT]
    await answers(group[3], "Et svar")
    assert counted(group[0]).buttons == [texts.REVEAL, texts.NEXT] and status.FEW not in counted(group[0]).says
    await group[0].says("mind dem, der mangler")
    assert not any("<at>" in said for said in group[0].sees)


async def test_those_who_are_missing_are_named_so_that_teams_tells_them_once_a_question(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    for person in (first, second, third):
        await answers(person, "Til det første")
    await first.presses(texts.NEXT)
    await answers(second, "Til det andet")
    refused = await third.presses(status.NUDGE)
    assert team.FACILITATED_BY.format(name="Deltager Første") in refused.says
    stale = counted(first)
    told = await first.presses(status.NUDGE)
    assert status.NUDGED.format(n=2) in told.says
    [named] = [message for message in first.chat.messages if message.versions[-1].get("entities")]
    sent = named.versions[-1]
    assert sent["text"] == f"<at>Deltager Første</at> og <at>Deltager Tredje</at>: {status.NUDGE_SAYS.format(n=2)}"
    assert [entity["mentioned"]["name"] for entity in sent["entities"]] == ["Deltager Første", "Deltager Tredje"]
    assert status.NUDGE not in counted(second).buttons and status.REMINDED in counted(second).says
    await first.presses(status.NUDGE, on=stale)
    assert len([m for m in first.chat.messages if m.versions[-1].get("entities")]) == 1, "once a question"
    await first.presses(texts.NEXT)
    await answers(second, "Til det tredje")
    assert status.NUDGE in counted(first).buttons


async def test_mere_leaves_the_question_and_its_answer_button_in_front_of_one(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    question = second.card(texts.ANSWER).says
    menu = await second.presses(texts.MENU)
    asked = next(line for line in question.splitlines() if line.endswith("?") and not line.startswith("- "))
    assert asked in menu.says and texts.QUESTION.format(n=1) in menu.says
    await second.presses(texts.ANSWER, on=second.card(team.MENU_TITLE))
    await second.presses(texts.SAVE, text="Fra menuen")
    assert "Deltager Anden" in counted(first).says


async def test_the_facilitator_needs_four_presses_a_question(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    before = len(first.answers)
    for question in (1, 2):
        await answers(second, "Andens")
        await answers(third, "Tredjes")
        presses = len(first.answers)
        await answers(first, "Mit eget")
        opened = await first.presses(texts.REVEAL)
        assert team.CONCLUSION_LABEL in str(opened.card), "the answers stand above it, and the conclusion is at hand"
        assert "**Deltager Anden:** Andens" in first.card(texts.MENU).says
        late = teams.person(f"Deltager Sen {question}", first.chat)
        await answers(late, "Et sent svar")
        assert team.SAVE_CONCLUSION_AND_GO in first.card(team.SAVE_CONCLUSION_AND_GO).buttons, "nobody erases it"
        await first.presses(team.SAVE_CONCLUSION_AND_GO, text=f"Det mener vi om {question}")
        assert len(first.answers) - presses <= 4
        assert texts.QUESTION.format(n=question + 1) in third.card(texts.ANSWER).says
        assert status.NOBODY.format(n=question + 1) in counted(first).says
    assert len(first.answers) - before <= 8
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 3
    assert [conclusion.text for conclusion in stands.conclusions] == ["Det mener vi om 1", "Det mener vi om 2"]


async def test_who_does_not_lead_concludes_and_moves_nobody(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await second.presses(texts.REVEAL)
    form = second.card(team.SAVE_CONCLUSION)
    assert team.SAVE_CONCLUSION_AND_GO not in form.buttons and texts.NEXT not in form.buttons
    saved = await second.presses(team.SAVE_CONCLUSION, text="Fælles")
    assert texts.CONCLUDED.format(n=1) in saved.says and status.SHOWN in saved.says
    assert team.CONCLUSION.format(text="Fælles") in first.card(texts.MENU).says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 1


async def test_a_conclusion_that_is_not_saved_keeps_what_was_written_and_the_group_stays(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await first.presses(texts.REVEAL)
    form = first.card(team.SAVE_CONCLUSION_AND_GO)
    refused = await first.presses(team.SAVE_CONCLUSION_AND_GO, on=form, text="")
    assert team.SAVE_CONCLUSION_AND_GO in str(refused.card)
    moved = await first.presses(texts.NEXT, on=form, text="Skrevet, men ikke gemt")
    assert "Skrevet, men ikke gemt" in moved.says, "what is not saved is told"
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 2 and stands.conclusions == ()


async def test_there_is_one_under_the_newest_question_and_it_follows_the_reflection(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.says("status")
    assert [status.MOVED_DOWN in said for said in first.sees].count(True) == 1
    assert status.SOME.format(n=1, count=1, people=2) in first.sees[-1], "under the question"
    await first.says("pause")
    assert sum(status.AT_PAUSE in said for said in second.sees) == 1
    await second.presses(texts.RESUME)
    assert status.SOME.format(n=1, count=1, people=2) in counted(second).says
    await moves_to_the_summary(first)
    assert sum(status.AT_SUMMARY in said for said in second.sees) == 1
    await first.presses(texts.FINISH)
    if any(ending.YES_FINISH in card.buttons for card in first.cards):
        await first.presses(ending.YES_FINISH)
    assert sum(status.OVER in said for said in second.sees) == 1
    assert not any("har svaret" in said and "Spørgsmål 1:" in said for said in second.sees)


async def test_one_that_was_deleted_is_sent_anew_and_there_is_one(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    first.chat.forgets(counted(first).message)
    await answers(second, "Et svar")
    assert status.SOME.format(n=1, count=1, people=2) in counted(first).says
    await answers(third, "Et svar til")
    assert status.SOME.format(n=1, count=2, people=3) in counted(first).says
    assert len(first.chat.messages) == 2


async def test_it_is_right_after_a_restart_and_after_teams_has_refused(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    teams.refuses(500, 3, updates=True)
    await answers(second, "Et svar")
    await teams.bot.restart()
    await answers(third, "Et svar til")
    await teams.settled()
    assert status.SOME.format(n=1, count=2, people=3) in counted(first).says
    assert len(first.chat.messages) == 2


async def test_a_reminder_of_its_own_accord_leaves_it_as_it_is(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await first.presses(texts.MENU)
    await first.presses(team.REMIND_ON)
    said = counted(second).says
    await time_passes(teams, 4)
    assert counted(second).says == said


async def test_sixty_answers_in_ten_seconds_are_six_updates_at_most_and_it_is_right_in_time(teams: FakeTeams) -> None:
    for size, within in ((5, 3.0), (60, 10.0)):
        chat = teams.chat("groupChat")
        group = [teams.person(f"Deltager {size}.{number}", chat) for number in range(size)]
        await begins(group[0])
        forms = []
        for person in group:
            await person.presses(texts.ANSWER)
            forms.append(person.card(texts.SAVE))
        await teams.settled()
        teams.waits = False
        clock, outbox, began = teams.bot.clock, teams.bot.app[OUTBOX], len(teams.calls)
        first = clock.now()
        longest = 0.0
        for person, form in zip(group, forms, strict=True):
            pressed = clock.now()
            await person.presses(texts.SAVE, on=form, text="Et svar")
            clock.passes(10.0 / size)
            await outbox.drain()
            longest = max(longest, (clock.now() - pressed).total_seconds() - 10.0 / size)
        answered = clock.now()
        for _ in range(int(within * 10)):
            if status.ALL.format(n=1, count=size) in counted(group[0]).says:
                break
            clock.passes(0.1)
            await outbox.drain()
        late = (clock.now() - answered).total_seconds()
        assert status.ALL.format(n=1, count=size) in counted(group[-1]).says and late <= within
        calls = [call for call in teams.calls[began:] if call.conversation == chat.id]
        # The clock goes on by itself, too: on a busy machine ten seconds of answers take longer.
        took = (calls[-1].at - first).total_seconds()
        assert len(calls) <= max(6, 1 + took / 2), "and nothing else is said meanwhile"
        assert all(call.status < 300 for call in calls), "no 429"
        gaps = [(b.at - a.at).total_seconds() for a, b in itertools.pairwise(calls)]
        # It is counted from when an answer came in; a message that the bot was just sending was here only after that.
        assert all(gap >= 2 - longest for gap in gaps)
        teams.waits = True


async def test_five_who_answer_at_the_same_moment_are_all_counted_in_one_update(teams: FakeTeams) -> None:
    group = people(teams, 5)
    await begins(group[0])
    forms = []
    for person in group:
        await person.presses(texts.ANSWER)
        forms.append(person.card(texts.SAVE))
    teams.unordered = True
    before = len(teams.calls)
    await asyncio.gather(
        *(person.presses(texts.SAVE, on=form, text="Et svar") for person, form in zip(group, forms, strict=True))
    )
    assert status.ALL.format(n=1, count=5) in counted(group[0]).says
    assert len(teams.calls) - before <= 5


async def test_what_several_write_at_once_leaves_one_question_that_looks_alive(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    async with teams.slow(first.chat):
        for person in (first, second, third):
            await person.says("status")
    await teams.settled()
    assert len([card for card in third.cards if texts.ANSWER in card.buttons]) == 1
    assert len([card for card in third.cards if texts.NEXT in card.buttons]) == 1
