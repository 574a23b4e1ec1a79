"""Answers without names: on no card, and once the reflection is closed in no table either."""

from __future__ import annotations

import json
from typing import Any

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import ending, status, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import all_cards, begins_anonymously, concludes, stored, unnamed


async def everybody_answers(group: list[Person], start: int = 0) -> None:
    """Each from number ``start`` on answers the group's question in words one knows again."""
    for number, person in enumerate(group[start:], start + 1):
        await answers(person, f"Mening nummer {number}")


async def test_it_is_chosen_on_the_start_card_and_what_it_means_is_said_before_the_first_answer(
    teams: FakeTeams,
) -> None:
    first, second, *_ = unnamed(teams, 4)
    await first.says("start refleksion")
    assert texts.ANONYMOUS_MEANS in first.card(texts.GO).says
    await first.presses(texts.GO, kommune="Vejle", fagomraade="Sundhed og ældre", naming=texts.ANONYMOUS)
    asked = await second.presses(texts.ANSWER)
    assert texts.NOTICE_ANONYMOUS in asked.says and texts.NOTICE_KEPT in asked.says
    await second.presses(texts.SAVE, text="Mit svar")
    asked = await second.presses(texts.ANSWER)
    assert texts.NOTICE_ANONYMOUS not in asked.says


async def test_until_the_first_answer_it_is_chosen_by_a_button_and_then_it_is_fixed(teams: FakeTeams) -> None:
    first, second, third = unnamed(teams)
    await begins(first)
    await second.presses(texts.MAKE_ANONYMOUS)
    assert texts.ANONYMOUS in first.card(texts.ANSWER).says
    await third.presses(texts.MAKE_NAMED)
    assert texts.NAMED in first.card(texts.ANSWER).says
    await second.presses(texts.MAKE_ANONYMOUS)
    old = first.card(texts.MAKE_NAMED)
    await answers(second, "Det første svar")
    refused = await first.presses(texts.MAKE_NAMED, on=old)
    assert texts.REFUSALS[Refusal.NAMING_FIXED] in refused.says
    assert texts.MAKE_NAMED not in first.card().buttons
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.anonymous


async def test_an_answer_promised_no_name_is_not_saved_with_one(teams: FakeTeams) -> None:
    first, second, _ = unnamed(teams)
    await begins_anonymously(first)
    await second.presses(texts.ANSWER)
    promised = second.card(texts.SAVE)
    await first.presses(texts.MAKE_NAMED)
    refused = await second.presses(texts.SAVE, on=promised, text="Skrevet uden navn")
    assert texts.REFUSALS[Refusal.NAMING_CHANGED] in refused.says
    assert second.card(texts.SAVE).inputs["text"]["value"] == "Skrevet uden navn"
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.answers == ()


async def test_that_the_answers_are_anonymous_stands_on_every_card_of_the_reflection(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    first, second, *_ = group
    await begins_anonymously(first)
    assert texts.ANONYMOUS in second.card(texts.ANSWER).says
    assert texts.ANONYMOUS in (await second.presses(texts.ANSWER)).says
    await second.presses(texts.CLOSE_INPUT)
    assert texts.ANONYMOUS in (await second.presses(texts.MENU)).says
    await second.presses(team.CLOSE)
    await everybody_answers(group)
    await second.presses(texts.REVEAL)
    assert texts.ANONYMOUS in first.card(team.CONCLUDE).says
    assert texts.ANONYMOUS in (await second.presses(team.CONCLUDE)).says
    await second.presses(team.SAVE_CONCLUSION, text="Vi er enige")
    await first.says("pause")
    assert texts.ANONYMOUS in second.card(texts.RESUME).says
    await first.presses(texts.RESUME)
    await closes(teams, first)
    assert texts.ANONYMOUS in second.card(texts.SUMMARY_TITLE).says


async def test_answers_are_never_opened_with_fewer_than_four_people(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    first, *_, fourth = group
    await begins_anonymously(first)
    await everybody_answers(group[:3])
    assert status.FEW in fourth.card(texts.NEXT).says and texts.FEW_ANSWERS in fourth.card(texts.MENU).says
    for person in group[:3]:
        assert not any(texts.REVEAL in card.buttons for card in person.cards)
        await person.says("vis svar")
        assert texts.REFUSALS[Refusal.TOO_FEW_TO_OPEN] in person.sees[-1]
    assert "Mening" not in "".join(said for person in group for said in person.sees)
    await everybody_answers(group, 3)
    await fourth.presses(texts.REVEAL)
    for person in group:
        shown = person.card(team.CONCLUDE).says
        assert all(f"Mening nummer {number}" in shown for number in (1, 2, 3, 4))


async def test_answers_taken_back_until_three_are_left_are_unseen_again(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    await everybody_answers(group)
    await group[0].presses(texts.REVEAL)
    await group[3].presses(texts.ANSWER)
    await group[3].presses(texts.WITHDRAW)
    for person in group:
        assert "Mening" not in "".join(person.sees)


async def test_three_answers_are_not_shown_when_the_reflection_closes_either_and_are_not_kept(
    teams: FakeTeams,
) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    await everybody_answers(group[:3])
    await closes(teams, group[0])
    assert "Mening" not in "".join(said for person in group for said in person.sees)
    assert "Mening" not in str(stored(teams))


async def test_an_answer_written_in_the_chat_is_not_saved_and_the_card_is_pointed_to(teams: FakeTeams) -> None:
    first, second, _ = unnamed(teams)
    await begins_anonymously(first)
    await second.says("svar: Alle kan se, at jeg skriver")
    assert texts.REFUSALS[Refusal.ANONYMOUS_BY_TEXT] in second.sees[-1]
    assert "Alle kan se" not in "".join(first.sees)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.answers == ()
    assert "Alle kan se" not in str(stored(teams))


async def test_everyone_edits_and_takes_back_their_own_answer_until_the_end(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    await begins_anonymously(group[0])
    await everybody_answers(group)
    await answers(group[1], "Mening nummer 2, rettet")
    await group[2].presses(texts.ANSWER)
    assert group[2].card(texts.SAVE).inputs["text"]["value"] == "Mening nummer 3"
    await group[2].presses(texts.WITHDRAW)
    await group[0].presses(texts.REVEAL)
    shown = group[4].card(team.CONCLUDE).says
    assert "Mening nummer 2, rettet" in shown and "Mening nummer 3" not in shown


async def test_no_card_that_anybody_sees_names_an_author_but_only_the_facilitator(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    await anonymous_to_the_end(teams, group)
    shown = json.dumps(all_cards(teams), ensure_ascii=False)
    for person in group[1:]:
        assert person.name not in shown and person.activity({})["from"]["id"] not in shown
    named = [line for card in all_cards(teams) for line in lines(card) if group[0].name in line]
    assert named
    assert all("tovholder" in line.casefold() for line in named)


async def test_after_closing_no_table_holds_anything_of_whoever_answered(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    await anonymous_to_the_end(teams, group)
    stands = await reflection_of(teams, group[0].chat)
    assert stands is not None and stands.phase is Phase.FINISHED and stands.salt is None
    rows = stored(teams)
    everything = str(rows)
    for person in group[1:]:
        assert person.name not in everything and person.activity({})["from"]["id"] not in everything
    bodies = [row for row in (*rows["inbox"], *rows["outbox"]) if "Mening" in str(row)]
    assert len(bodies) <= 1, "only the closing itself was answered with what all may see"


async def test_after_closing_no_column_joins_an_answer_to_the_facilitator_who_also_answered(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    await anonymous_to_the_end(teams, group)
    rows = stored(teams)
    given = rows.pop("answers")
    assert len(given) == 10
    for question in (1, 2):
        of_one = [row for row in given if row["question"] == question]
        assert sorted(row["person"] for row in of_one) == ["1", "2", "3", "4", "5"]
    for told in ("name", "at", "revision", "message", "redacted_at", "tenant", "reflection"):
        assert len({row[told] for row in given}) == 1, f"{told} tells answers apart"
    for table, some in rows.items():
        for row in some:
            if group[0].activity({})["from"]["id"] in str(row):
                assert not any(row_tells(row, answer) for answer in given), f"{table} leads to an answer"
    waiting = {row["state"] for row in rows["outbox"]}
    assert waiting <= {"dead"} and "Mening" not in str(rows["outbox"])
    meanwhile = [row for row in rows["inbox"] if row["activity"] != "press" and row["reply"] in (None, "null")]
    assert len({row["at"] for row in meanwhile}) == 1, "of what came in while it was open nobody knows when"
    presses = [row for row in rows["inbox"] if row["activity"].startswith("press ")]
    assert len(presses) <= 1, "no press is left but the one that closed it"


async def test_after_closing_their_order_is_not_that_in_which_they_were_given_in_the_database_either(
    teams: FakeTeams,
) -> None:
    group = unnamed(teams, 6)
    first = group[0]
    await begins_anonymously(first)
    for _ in range(4):
        await everybody_answers(group)
        await first.presses(texts.NEXT)
    await closes(teams, first)
    rows = stored(teams)["answers"]
    by_number = sorted(rows, key=lambda row: (row["question"], int(row["person"])))
    for lying in (by_number, rows):
        orders = [[row["text"] for row in lying if row["question"] == question] for question in range(1, 5)]
        assert all(sorted(order) == [f"Mening nummer {n}" for n in range(1, 7)] for order in orders)
        assert len({tuple(order) for order in orders}) > 1, "each question is shuffled by itself"
        assert any(order != sorted(order) for order in orders)


async def test_the_order_of_the_answers_is_not_that_in_which_they_were_given(teams: FakeTeams) -> None:
    group = unnamed(teams, 6)
    await begins_anonymously(group[0])
    orders = set()
    for number in range(1, 6):
        await everybody_answers(group)
        await group[0].presses(texts.REVEAL)
        shown = [line for line in group[0].card(team.CONCLUDE).says.splitlines() if line.startswith("Mening")]
        assert sorted(shown) == [f"Mening nummer {n}" for n in range(1, 7)]
        orders.add(tuple(shown))
        await group[0].presses(texts.NEXT)
        assert texts.QUESTION.format(n=number + 1) in group[0].card(texts.ANSWER).says
    assert orders != {tuple(f"Mening nummer {n}" for n in range(1, 7))}


async def test_what_teams_repeats_after_the_closing_has_no_second_effect(teams: FakeTeams) -> None:
    first, second, *_ = unnamed(teams, 4)
    await begins_anonymously(first)
    await second.says("start refleksion")
    assert texts.REFUSALS[Refusal.ALREADY_OPEN] in second.sees[-2]
    await closes(teams, first)
    await teams.ends()
    closed = await reflection_of(teams, first.chat)
    await teams.send(second.wrote)
    await teams.settled()
    assert await reflection_of(teams, first.chat) == closed


async def test_it_is_not_opened_again_once_nobody_knows_whose_answers_they_are(teams: FakeTeams) -> None:
    group = unnamed(teams, 4)
    await begins_anonymously(group[0])
    await everybody_answers(group)
    await closes(teams, group[0])
    assert team.REOPEN not in group[0].card(texts.SUMMARY_TITLE).buttons
    await group[0].says("genåbn")
    assert texts.REFUSALS[Refusal.CLOSED_ANONYMOUSLY] in group[0].sees[-1]


async def closes(teams: FakeTeams, person: Person) -> None:
    """The facilitator closes it, and nothing that came before is still to be repeated: that it came is forgotten."""
    await person.presses(texts.MENU)
    await person.presses(team.CLOSE_REFLECTION)
    await teams.ends()
    await person.presses(ending.YES_FINISH)


async def anonymous_to_the_end(teams: FakeTeams, group: list[Person]) -> None:
    """Everybody answers two questions, one edits; the first is opened and concluded on; and the facilitator closes."""
    first, second, *_ = group
    await begins_anonymously(first)
    await everybody_answers(group)
    await answers(second, "Mening nummer 2, rettet")
    await second.presses(texts.REVEAL)
    await concludes(second, "Vi er enige")
    await first.presses(texts.NEXT)
    await everybody_answers(group)
    await closes(teams, first)


def lines(shown: Any) -> list[str]:
    """Every string somewhere in it."""
    if isinstance(shown, dict):
        return [line for value in shown.values() for line in lines(value)]
    if isinstance(shown, list):
        return [line for value in shown for line in lines(value)]
    return [shown] if isinstance(shown, str) else []


def row_tells(row: dict[str, Any], answer: dict[str, Any]) -> bool:
    """True where a row holds what one answer says."""
    return answer["text"] in str(row)
