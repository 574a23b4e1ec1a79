"""A person alone walks the nine questions in a personal chat."""

from __future__ import annotations

import re

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import team as team_texts
from radar_core.advice.answers import TeamAnswers
from radar_core.advice.counsel import advise
from radar_core.lookup import radar_for
from radar_core.model import Bundle
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import answers_the_rest, begins

SUNDHED = "sundhed-og-aeldre"


async def test_a_person_walks_the_nine_questions_and_gets_the_radar_of_the_fagomraade(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    for question in bundle.questions:
        assert question.text in me.card(texts.SAVE_AND_GO).says
        if question.number == 3:
            await me.presses(texts.SKIP)
        elif question.number < 6:
            await me.presses(texts.SAVE_AND_GO, text=f"Svar {question.number} – æøå")
        else:
            await me.presses(texts.SAVE_AND_GO, text=f"Kommentar {question.number}", rating=question.number - 4)

    summary = me.card(texts.SUMMARY_TITLE)
    assert [number for number in range(1, 6) if f"Svar {number} – æøå" in summary.says] == [1, 2, 4, 5]
    assert texts.SKIPPED in summary.says
    assert f"{texts.RATINGS[5]} · Kommentar 9" in summary.says
    await me.presses(texts.FINISH)

    assert "EKSEMPELDATA" in me.card("Jeres resultat").says
    assert len([text for text in me.sees if "Jeres resultat" in text]) == 1, "one radar for one reflection"
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.FINISHED
    assert [(a.question, a.revision) for a in stands.answers] == [(n, 1) for n in (1, 2, 4, 5, 6, 7, 8, 9)]


async def test_a_client_without_execute_gets_every_next_card_as_a_message(teams: FakeTeams) -> None:
    me = teams.person(submits=True)
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Formålet")
    await me.presses(texts.SKIP)
    await me.presses(texts.BACK, text="Ambitionen")
    assert texts.QUESTION.format(n=2) in me.sees[-1]
    above = [said for said in me.sees[:-1] if said != texts.RETIRED]
    assert above[:2] == ["**1 · Formål:** Formålet", "**2 · Behov:** sprunget over"], (
        "what the cards above were is a line"
    )
    assert [said for said in above if texts.SAVE_AND_GO in said or "\n" in said] == []
    await me.says("gå til 9")
    await me.presses(texts.SAVE_AND_GO, rating=3)
    await me.presses(texts.FINISH)
    assert "Jeres resultat" in me.sees[-2] and team_texts.STEPS_NONE in me.sees[-1]
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.question for a in stands.answers] == [1, 3, 9]


async def test_a_person_goes_back_skips_jumps_and_edits_and_everything_stands_in_the_summary(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Formålet")
    await me.presses(texts.SKIP)
    await me.presses(texts.SAVE_AND_GO, text="Ambitionen")
    await me.presses(texts.BACK)
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == "Ambitionen", "what was answered stands in the card"
    edited = await me.presses(texts.SAVE_AND_GO, text="Ambitionen, rettet")
    assert texts.SAVED_EDIT.format(n=3) in edited.says
    await me.says("gå til 2")
    assert texts.QUESTION.format(n=2) in me.card(texts.SAVE_AND_GO).says
    await me.presses(texts.SAVE_AND_GO, text="Et behov alligevel")
    assert texts.QUESTION.format(n=4) in me.card(texts.SAVE_AND_GO).says, "on to the next that is still open"
    await answers_the_rest(me, 4)

    await me.presses(texts.EDIT_QUESTION, question="7")
    await me.presses(texts.SAVE_AND_GO, text="Svar 7, rettet", rating=2)
    summary = me.card(texts.SUMMARY_TITLE).says
    for words in (
        "Formålet",
        "Ambitionen, rettet",
        "Et behov alligevel",
        "Svar 4",
        f"{texts.RATINGS[2]} · Svar 7, rettet",
    ):
        assert words in summary
    assert texts.SKIPPED not in summary and texts.UNANSWERED not in summary
    stands = await reflection_of(teams, me.chat)
    assert stands is not None
    assert {a.question: a.revision for a in stands.answers} == {n: 2 if n in (3, 7) else 1 for n in range(1, 10)}


async def test_ticks_decide_the_order_of_the_suggestions_and_new_ticks_change_it(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 2")
    needs = dict(zip(me.card(texts.SAVE_AND_GO).choices["ticks"], (need.id for need in bundle.needs), strict=True))

    def names(*ticked: str, running: tuple[str, ...] = ()) -> list[str]:
        given = TeamAnswers(frozenset(needs[title] for title in ticked), in_operation=frozenset(running))
        return [found.entry.name for found in advise(bundle, radar_for(bundle, SUNDHED), given).start]

    first, second = [title for title in needs if len(names(title)) > 1][:2]
    assert names(first)[:3] != names(second)[:3]
    await me.presses(texts.SAVE_AND_GO, ticks=(first,))
    await me.says("radar sundhed")
    assert _suggested(me.card("Jeres resultat").says) == names(first)[:3]

    await me.says("gå til 2")
    await me.presses(texts.SAVE_AND_GO, ticks=(second,))
    await me.says("gå til 5")
    running = next(e for e in radar_for(bundle, SUNDHED).entries if e.name == names(second)[0])
    await me.presses(texts.SAVE_AND_GO, ticks=(running.name,), text="Den kører")
    await me.says("ja, afslut")
    left = names(second, running=(running.technology.id,))
    suggested = _suggested(me.card("Jeres resultat").says)
    assert suggested[: len(left[:3])] == left[:3] and running.name not in suggested


async def test_a_person_walks_by_text_alone(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("start refleksion sundhed")
    await me.says("Vejle")
    await me.says("svar: Formålet er tid til borgerne")
    await me.says("spring over")
    await me.says("tilbage")
    await me.says("svar: Mindre papir")
    await me.says("svar 6: 4 – vi er næsten klar")
    await me.says("gå til 9")
    await me.says("svar: 2")
    summary = me.card(texts.SUMMARY_TITLE).says
    for words in ("Formålet er tid til borgerne", "Mindre papir", texts.RATINGS[4], texts.RATINGS[2]):
        assert words in summary
    await me.says("ja, afslut")
    assert "Jeres resultat" in me.sees[-2] and team_texts.STEPS_NONE in me.sees[-1]


def _suggested(said: str) -> list[str]:
    """The names that stand as suggestions, in order."""
    return re.findall(r"^\*\*(.+)\*\* – nr\.", said, flags=re.MULTILINE)
