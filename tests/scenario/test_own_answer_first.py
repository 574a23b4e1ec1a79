"""Own answer first: unseen by the others until somebody opens them for all, and one's own to change until the end."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from bot.cards.elements import MAX_CARD_BYTES, weight
from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import status, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, concludes, people, stored, touched


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_vis_svar_opens_everybodys_answers_with_names_for_all_and_not_before(
    teams: FakeTeams, kind: Literal["groupChat", "channel"]
) -> None:
    first, second, third = people(teams, 3, teams.chat(kind))
    await begins(first)
    await answers(first, "Hvad den første mener")
    await answers(second, "Hvad den anden mener")
    assert "Spørgsmål 1: 2 har svaret" in third.card(texts.REVEAL).says
    assert "mener" not in "".join(third.sees) and "den første mener" not in "".join(second.sees)
    await second.presses(texts.REVEAL)
    for person in (first, second, third):
        shown = person.card(texts.MENU).says
        assert "**Deltager Første:** Hvad den første mener" in shown
        assert "**Deltager Anden:** Hvad den anden mener" in shown
        assert texts.REVEAL not in person.card(texts.MENU).buttons


async def test_vis_svar_written_in_the_chat_opens_the_answers_of_the_groups_question_alone(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Til det første")
    await second.presses(texts.ANSWER)
    await second.presses(texts.SAVE_AND_AHEAD, text="Til det første")
    await second.presses(texts.SAVE, text="Til det andet")
    await second.says("vis svar")
    assert "**Deltager Anden:** Til det første" in third.card(texts.MENU).says
    assert "Til det andet" not in "".join([*first.sees, *third.sees])


async def test_in_the_summary_the_answers_nobody_has_opened_are_counted_until_somebody_opens_them_all(
    teams: FakeTeams,
) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(first, "Det første")
    await answers(second, "Det andet")
    await first.says("gå til 9")
    await first.presses(texts.TO_SUMMARY)
    summary = third.card(texts.SUMMARY_TITLE)
    assert team.COUNT_HIDDEN.format(count=2) in summary.says and "Det første" not in summary.says
    await second.presses(team.REVEAL_ALL)
    for person in (first, second, third):
        shown = person.card(texts.SUMMARY_TITLE).says
        assert "**Deltager Første:** Det første" in shown and "**Deltager Anden:** Det andet" in shown


async def test_who_has_not_answered_yet_is_asked_to_before_opening_and_sees_nothing(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    assert not any(texts.REVEAL in card.buttons for card in second.cards)
    await second.says("vis svar")
    assert texts.REFUSALS[Refusal.NOTHING_ANSWERED] in second.sees[-1]
    await answers(first, "Hvad den første mener")
    refused = await second.presses(texts.REVEAL)
    assert texts.REFUSALS[Refusal.ANSWER_FIRST] in refused.says
    assert "den første mener" not in "".join([*second.sees, *third.sees])


async def test_the_spread_of_the_ratings_is_drawn_as_bars_and_the_question_people_differ_on_is_named(
    teams: FakeTeams,
) -> None:
    first, second, third = people(teams)
    await begins(first)
    await first.says("gå til 6")
    for person, rating in zip((first, second, third), (2, 4, 4), strict=True):
        await answers(person, f"Fordi {person.name}", rating)
    assert "█" not in first.card(texts.REVEAL).says
    await third.presses(texts.REVEAL)
    shown = first.card(team.CONCLUDE).says
    bars = {value: re.search(rf"^{re.escape(texts.RATINGS[value])}: (█*) ?(\d)$", shown, re.M) for value in range(1, 6)}
    assert [found and int(found[2]) for found in bars.values()] == [0, 1, 0, 2, 0]
    lengths = [len(found[1]) if found else -1 for found in bars.values()]
    assert lengths[3] > lengths[1] > 0 == lengths[0] == lengths[2] == lengths[4]
    assert "3 har svaret: fra 2 til 4, flest valgte 4" in shown
    await closes(first)
    assert "I er mest uenige om spørgsmål 6" in second.card(texts.SUMMARY_TITLE).says


async def test_somebody_who_comes_late_is_told_that_the_answers_are_open_and_joins_in(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(first, "Hvad den første mener")
    await first.presses(texts.REVEAL)
    opened = first.chat.updates
    late = teams.person("Deltager Sen", first.chat)
    asked = await late.presses(texts.ANSWER)
    assert texts.SEEN_AT_ONCE in asked.says
    await late.presses(texts.SAVE, text="Hvad den sene mener")
    assert first.chat.updates == opened and "den sene" not in "".join(second.sees)
    await second.presses(texts.REFRESH)
    assert "**Deltager Sen:** Hvad den sene mener" in second.card(team.CONCLUDE).says
    await third.presses(texts.REFRESH)
    assert "**Deltager Første:** Hvad den første mener" in third.card(team.CONCLUDE).says


async def test_whoever_likes_answers_ahead_of_the_group_which_stays_where_it_is(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    before = touched(first)
    await second.presses(texts.ANSWER)
    ahead = await second.presses(texts.SAVE_AND_AHEAD, text="Svar på det første")
    assert texts.SAVED.format(n=1) in ahead.says and texts.QUESTION.format(n=2) in ahead.says
    await second.presses(texts.SAVE, text="Svar på det andet")
    await third.presses(texts.MENU)
    alone = await third.presses(team.GO_TO, question="5")
    assert texts.QUESTION.format(n=5) in alone.says
    await third.presses(texts.SAVE, text="Svar på det femte")
    assert touched(first) == before
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 1
    assert [(a.question, a.by.name) for a in stands.answers] == [
        (1, "Deltager Anden"),
        (2, "Deltager Anden"),
        (5, "Deltager Tredje"),
    ]
    await first.presses(texts.NEXT)
    assert status.SOME.format(count=1, people=3, n=2) in first.card(texts.REVEAL).says


async def test_an_answer_withdrawn_before_it_is_opened_leaves_nothing_and_nobody_notices(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Fortrudt lidt efter")
    before = touched(first)
    await second.presses(texts.ANSWER)
    gone = await second.presses(texts.WITHDRAW)
    assert texts.WITHDRAWN.format(n=1) in gone.says
    assert touched(first) == before
    rows = stored(teams)
    assert rows["answers"] == []
    assert "Fortrudt" not in str([rows[table] for table in rows if table != "inbox"])
    assert status.NOBODY.format(n=1) in second.card(texts.NEXT).says


async def test_an_answer_withdrawn_after_it_was_opened_is_gone_from_everybodys_card(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(first, "Står fast")
    await answers(second, "Fortrudt efter visningen")
    await first.presses(texts.REVEAL)
    assert "Fortrudt efter visningen" in third.card(team.CONCLUDE).says
    await second.presses(texts.ANSWER)
    await second.presses(texts.WITHDRAW)
    for person in (first, second, third):
        assert "Fortrudt" not in "".join(person.sees)
        assert "Står fast" in person.card(team.CONCLUDE).says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Står fast"]


async def test_an_answer_is_withdrawn_by_writing_so_too(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Fortrudt")
    await second.says("træk mit svar tilbage")
    assert texts.WITHDRAWN.format(n=1) in second.sees[-1]
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.answers == ()


async def test_who_has_nothing_to_withdraw_has_no_button_for_it(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(first, "Førstes svar")
    await second.presses(texts.ANSWER)
    assert texts.WITHDRAW not in second.card(texts.SAVE).buttons


async def test_answering_and_editing_say_nothing_to_the_others_and_never_touch_the_shared_card(
    teams: FakeTeams,
) -> None:
    first, second, third = people(teams)
    await begins(first)
    before = touched(first)
    await answers(second, "Første udgave")
    await answers(third, "Et andet svar")
    await answers(second, "Anden udgave")
    await second.presses(texts.ANSWER)
    assert second.card(texts.SAVE).inputs["text"]["value"] == "Anden udgave"
    await second.presses(texts.CLOSE_INPUT)
    assert touched(first) == before
    await first.presses(texts.REVEAL)
    assert "Anden udgave" in third.card(team.CONCLUDE).says and "Første udgave" not in "".join(third.sees)
    opened = touched(first)
    assert opened == (before[0] + 1, before[1])
    await answers(second, "Tredje udgave")
    assert touched(first) == opened
    await concludes(third, "Det er vi enige om")
    assert touched(first)[0] == opened[0] + 1
    for person in (first, second, third):
        shown = person.card(team.CONCLUDE).says
        assert "Tredje udgave" in shown and team.CONCLUSION.format(text="Det er vi enige om") in shown


async def test_an_own_answer_is_changed_until_the_reflection_is_closed_and_not_after(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Før")
    await second.presses(texts.ANSWER)
    still_open = second.card(texts.SAVE)
    await closes(first)
    await second.presses(texts.SAVE, on=still_open, text="For sent")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Før"]
    assert "For sent" not in str(stored(teams)["answers"])


async def test_a_written_answer_counts_as_the_card_does_and_is_not_repeated_to_the_others(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Skrevet i chatten")
    assert status.ANSWERED.format(names="Deltager Anden") in second.sees[-1], "which is the receipt"
    assert len(first.chat.messages) == 2
    await second.presses(texts.ANSWER)
    assert second.card(texts.SAVE).inputs["text"]["value"] == "Skrevet i chatten"
    assert "Skrevet i chatten" not in "".join(first.sees)


@pytest.mark.parametrize(
    "sentence", ["Vi har mere tid til borgerne, når det virker. ", "På Ærø går både små og ældre en tur på øen. "]
)
async def test_long_answers_are_opened_in_pages_and_every_one_is_complete(teams: FakeTeams, sentence: str) -> None:
    first, *others = people(teams, 6)
    await begins(first)
    written = {p.name: f"{p.name[9:]} begynder {sentence * 80}slutter {p.name[9:]}" for p in (first, *others)}
    for person in (first, *others):
        await answers(person, written[person.name])
    await first.presses(texts.REVEAL)
    reader = others[0]
    read = await pages_read_by(reader)
    for name, words in written.items():
        assert f"**{name}:** {words}" in read


async def pages_read_by(reader: Person) -> str:
    """All the answers, page by page, by *Flere svar* and *Næste side*."""
    card = reader.card(team.MORE_ANSWERS)
    assert weight(card.content) <= MAX_CARD_BYTES
    read = [card.says]
    button = team.MORE_ANSWERS
    while any(button in shown.buttons for shown in reader.cards):
        page = await reader.presses(button)
        assert page.card is not None and weight(page.card) <= MAX_CARD_BYTES
        read.append(page.says)
        button = texts.MORE
    assert len(read) > 1
    return "\n".join(read)
