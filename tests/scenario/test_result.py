"""The end of a reflection: what the team answered counts, and first steps become next steps with one press."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.app import TURNS
from bot.cards.elements import MAX_CARD_BYTES, weight
from bot.cards.reflection.result import MORE
from bot.editions.snapshot import fixed
from dialogs.danish.dates import danish_day
from dialogs.texts import common as texts
from dialogs.texts import result as words
from dialogs.texts import team
from radar_core.editions.catalog import Catalog
from radar_core.model import Bundle
from radar_core.model.rulebook import Effect
from radar_core.spelling import together
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins
from tests.fakes.teams_team_steps import closes, concludes, day_in, people

NEEDS = ("Mindre manuelt arbejde", "Møder med borgere uden transport")
NUMBERS = (1, 2, 2, 2, 4)
"""What the five give their it-landscape."""


async def five_to_the_end(teams: FakeTeams) -> list[Person]:
    """A group of five: a purpose they agree on, needs, an ambition, and numbers for 6 and 7, all shown."""
    group = people(teams, 5)
    leader = group[0]
    await begins(leader)
    for number in range(1, 10):
        for n, person in enumerate(group):
            filled: dict[str, Any] = {"text": f"Svar {number} fra {n}"}
            if number == 2:
                filled["ticks"] = NEEDS if n == 1 else ()
            if number == 3:
                filled["option"] = "Efter andre"
            if number in (6, 7):
                filled["rating"] = texts.RATINGS[4 if number == 6 else NUMBERS[n]]
            if number in (1, 2, 3, 6, 7):
                await person.presses(texts.ANSWER)
                await person.presses(texts.SAVE, **filled)
        if number in (1, 2, 3, 6, 7):
            await leader.presses(texts.REVEAL)
        if number == 1:
            await concludes(leader, "Medarbejderne skal have mere tid hos borgerne.")
        if number < 9:
            await leader.presses(texts.NEXT)
    await closes(leader)
    return group


def above(card: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands on a result above *Vis mere*."""
    body: list[dict[str, Any]] = card["body"]
    return body[: next(n for n, e in enumerate(body) if e["type"] == "ActionSet")]


async def test_a_group_of_five_sees_at_most_four_lines_the_circle_and_three_lines_a_suggestion(
    teams: FakeTeams,
) -> None:
    group = await five_to_the_end(teams)
    made = group[2].card(words.TITLE).content
    seen = above(made)
    [facts] = [inner for e in seen for inner in e.get("items", []) if inner["type"] == "FactSet"]
    assert [row["title"] for row in facts["facts"]] == ["Formål", "Parathed", "Uenighed", "Det betyder"]
    assert len([e for e in seen if e["type"] == "Image"]) == 1
    suggestions = [[column["items"] for column in e["columns"]] for e in seen if e["type"] == "ColumnSet"]
    assert [[item["text"] for item in number] for number, _ in suggestions] == [["1"], ["2"], ["3"]]
    assert [len(told) for _, told in suggestions] == [3, 3, 3]
    assert [told[0]["text"].split(" – ")[0] for _, told in suggestions] == [
        "**Videoløsninger**",
        "**Fysiske robotter**",
        "**Softwarerobotter (RPA)**",
    ]
    assert all(told[2]["text"].startswith("**Første skridt:** ") for _, told in suggestions)
    numbers = sorted(int(re.findall(r"nr\. (\d+) på radaren", told[0]["text"])[0]) for _, told in suggestions)
    [circle] = [e for e in seen if e["type"] == "Image"]
    assert circle["url"].endswith(f"&ramme={'-'.join(map(str, numbers))}"), (
        "brought by an update where it is not at hand"
    )
    assert f"I sort ramme: {together([str(number) for number in numbers])}." in circle["altText"]
    assert any(e.get("text") == words.FRAMED for e in seen)
    [folded] = [e for e in made["body"] if e.get("id") == MORE]
    assert folded["isVisible"] is False
    assert weight(made) <= MAX_CARD_BYTES


async def test_first_steps_become_next_steps_with_who_and_when_and_as_many_as_the_team_wants_at_a_time(
    teams: FakeTeams,
) -> None:
    group = await five_to_the_end(teams)
    second, third = group[1:3]
    await second.presses(words.TAKE_STEPS)
    form = second.card(words.SAVE_STEPS)
    assert words.STEPS_AT_A_TIME.format(option="Efter andre", count="to") in form.says
    assert form.inputs["technologies"]["value"].split(",") == ["videoloesninger", "fysiske-robotter"]
    day = day_in(teams, 30)
    chosen = form.choices["technologies"][:2]
    told = await second.presses(words.SAVE_STEPS, technologies=tuple(chosen), who="Ledelsen", when=day.isoformat())
    assert words.STEPS_TAKEN in told.says and words.TITLE in told.says
    shown = third.card(team.ADD_STEP).says
    for number, what in enumerate(chosen, 1):
        assert team.STEP.format(number=number, what=what) in shown
    assert team.STEP_WHO.format(who="Ledelsen") in shown and danish_day(day) in shown
    assert words.STEPS_TAKEN not in third.card(words.TITLE).says, "the others' result is what it was"
    stands = await reflection_of(teams, second.chat)
    assert stands is not None
    assert {x.technology for x in stands.chosen} == {"videoloesninger", "fysiske-robotter"}
    await second.presses(words.TAKE_STEPS)
    await second.presses(words.SAVE_STEPS, technologies=tuple(chosen), who="Ledelsen", when=day.isoformat())
    again = await reflection_of(teams, second.chat)
    assert again is not None and len(again.next_steps) == 2, "what is a next step already is not one twice"


async def test_without_a_tick_or_with_an_odd_day_nothing_is_saved_and_what_was_written_stays(teams: FakeTeams) -> None:
    group = await five_to_the_end(teams)
    second = group[1]
    await second.presses(words.TAKE_STEPS)
    told = await second.presses(words.SAVE_STEPS, technologies=(), who="Ledelsen")
    assert words.STEPS_NONE_TICKED in told.says
    form = second.card(words.SAVE_STEPS)
    chosen = tuple(form.choices["technologies"][:1])
    await second.presses(words.SAVE_STEPS, technologies=chosen, who="Kun 010190-1234")
    form = second.card(words.SAVE_STEPS)
    assert texts.TAKEN_OUT in form.inputs["who"]["value"] and form.inputs["technologies"]["value"] == "videoloesninger"
    stands = await reflection_of(teams, second.chat)
    assert stands is not None and stands.next_steps == ()


async def test_nothing_answered_says_that_it_knows_nothing_and_shows_the_radar(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    for _ in range(9):
        await me.presses(texts.SKIP)
    await me.presses(texts.FINISH)
    card = me.card(words.TITLE)
    assert words.NOTHING_KNOWN in card.says
    assert words.TAKE_STEPS not in card.buttons and words.SAID not in card.says
    assert "**1**\u00a0Videoløsninger" in card.says


async def test_answers_that_nobody_has_shown_do_not_count_and_how_they_would_is_told(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.presses(texts.ANSWER)
    await second.presses(texts.SAVE, text="Kun for mig")
    await closes(first)
    says = first.card(words.TITLE).says
    assert "Kun for mig" not in says and "Svarene på spørgsmål 1 er ikke vist" in says


async def test_other_rules_in_a_new_edition_change_the_next_result_and_never_one_that_is_closed(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await ticks_and_rates(me)
    before = me.card(words.TITLE).says
    assert bundle.rulebook is not None
    rules = tuple(
        replace(rule, sentence="En helt ny sætning.") for rule in bundle.rulebook.rules if rule.effect is Effect.TILBAGE
    )
    new = replace(bundle, rulebook=replace(bundle.rulebook, rules=rules), sha256="7" * 64)
    teams.bot.app[TURNS].snapshot = fixed(Catalog((bundle, new)), new)
    old = me.card(words.TAKE_STEPS)
    await me.presses(words.TAKE_STEPS, on=old)
    shown = await me.presses(texts.CLOSE_INPUT)
    assert shown.says == before and "En helt ny sætning." not in shown.says
    await ticks_and_rates(me)
    after = me.card(words.TITLE).says
    assert "En helt ny sætning." in after and after != before


async def ticks_and_rates(me: Person) -> None:
    """Alone: needs, an organisation and an it-landscape that are not ready, to the end."""
    await begins(me)
    await me.presses(texts.SKIP)
    await me.presses(texts.SAVE_AND_GO, ticks=NEEDS, text="")
    for _ in range(3):
        await me.presses(texts.SKIP)
    for _ in range(2):
        await me.presses(texts.SAVE_AND_GO, rating=texts.RATINGS[2], text="")
    for _ in range(2):
        await me.presses(texts.SKIP)
    await me.presses(texts.FINISH)
