"""Every screen, ordinary and extreme, against the Adaptive Card 1.5 schema and the limits of Teams."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.elements import MAX_CARD_BYTES, stamped, warning, weight
from bot.cards.reflection import notices
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.follow_up import choice_card, steps_card
from bot.cards.reflection.lines import line_of
from bot.cards.reflection.question import input_card, question_card, shared_card
from bot.cards.reflection.start import danish_order
from bot.cards.reflection.status import status_card, status_of
from bot.cards.reflection.summary import summary_card
from bot.cards.reflection.team import conclusion_card, history_card, menu_card, not_facilitator_card
from bot.storage.retention import REFLECTIONS_KEPT
from dialogs.people import Person
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import (
    Conclusion,
    Dismissal,
    Evaluation,
    GivenAnswer,
    NextStep,
    Phase,
    Reflection,
)
from dialogs.texts import common as texts
from dialogs.texts import status as status_texts
from dialogs.texts import team
from radar_core.lookup import radar_for
from radar_core.model import QuestionKind, Ring
from tests.fakes.card_parts import MOST_BUTTONS, buttons, check, inside, said_on
from tests.fakes.rated import with_kind
from tests.fakes.reflections import (
    ALL_NINE,
    ALONE,
    BUNDLE,
    DAY,
    FEW,
    FULL,
    LEADER,
    NOW,
    OPENED_SHORT,
    PEOPLE,
    TECHNOLOGIES,
    address,
    all_klar,
    reflection,
    sixty,
    without_names,
)
from tests.fakes.results import result_answer
from tests.fakes.screens import ALL
from tests.fakes.teams_cards import nodes

PRESSED = ("Action.Execute", "Action.Submit")


def test_every_button_of_every_screen_is_marked_and_the_card_itself_stays_as_it_was() -> None:
    for name in ALL:
        before = json.dumps(ALL[name])
        pressed = [node for node in nodes(stamped(ALL[name], "mark")) if node.get("type") in PRESSED]
        pressed += [action["fallback"] for action in pressed if "fallback" in action]
        assert all(action["data"]["n"] == "mark" for action in pressed)
        assert json.dumps(ALL[name]) == before


@pytest.mark.parametrize("name", ALL)
def test_a_screen_is_valid_and_within_what_teams_takes_and_can_be_read_heard_and_pressed_everywhere(name: str) -> None:
    card = ALL[name]
    check(card)
    assert weight(stamped(card, "x" * 32)) <= MAX_CARD_BYTES
    elements = list(inside(card))
    for element in elements:
        check_element(element)
    inputs = [e["id"] for e in elements if e.get("type", "").startswith("Input.")]
    assert len(inputs) == len(set(inputs)), "no two inputs of a card have the same name"
    assert len(card.get("actions", [])) <= MOST_BUTTONS, "a row of buttons is no longer than a phone shows"


def check_element(element: dict[str, Any]) -> None:
    """Inputs have labels, pictures alt texts, presses a fallback and sentences no gap; two buttons stand in a row."""
    kind = element.get("type", "")
    if kind.startswith("Input."):
        assert element["label"]
    if kind == "Image":
        assert element["altText"]
    if kind == "Action.Execute":
        assert element["fallback"]["type"] == "Action.Submit"
        assert element["fallback"]["data"] == element["data"]
    if kind == "ActionSet":
        assert len(element["actions"]) <= 2
    for choice in element.get("choices", []):
        assert "," not in choice["value"], "several chosen values come back joined by commas"
    for said in (element.get("text"), element.get("title")):
        assert said is None or said.strip(), "an empty line is not something one reads"
        assert not re.search(r"\{\w+\}", said or "")


def test_the_shared_card_has_no_inputs_so_an_update_erases_nobodys_typing() -> None:
    for name, card in ALL.items():
        if name.startswith(("faelles-", "forslag-")):
            assert not [e for e in inside(card) if e.get("type", "").startswith("Input.")]


@pytest.mark.parametrize("shown", [FULL, without_names(FULL), FEW], ids=["navne", "anonym", "faa"])
def test_before_they_are_opened_no_card_for_all_shows_what_anyone_answered(shown: Reflection) -> None:
    reviewed = replace(shown, phase=Phase.REVIEW)
    cards = [shared_card(replace(shown, current=n), BUNDLE) for n in range(1, 10)]
    cards += [answers_card(shown, BUNDLE, n, page) for n in range(1, 10) for page in (1, 2)]
    cards += [summary_card(reviewed, BUNDLE, page=page) for page in range(1, 20)]
    for card in cards:
        assert not re.search(r"nr \d-\d", said_on(card)) and "█" not in said_on(card)


def test_anonymous_answers_of_fewer_than_four_stay_hidden_though_they_were_opened() -> None:
    few = replace(without_names(FEW), revealed=ALL_NINE)
    assert texts.FEW_ANSWERS in said_on(shared_card(few, BUNDLE))
    for card in (shared_card(few, BUNDLE), answers_card(few, BUNDLE, 1), summary_card(few, BUNDLE)):
        assert "nr 1-" not in said_on(card)
    assert said_on(summary_card(few, BUNDLE)).count(team.FEW_HIDDEN) == 9


def test_without_names_no_card_says_who_wrote_anything() -> None:
    for name, card in ALL.items():
        if "-anonym-" in name:
            said = json.dumps(card, ensure_ascii=False)
            assert "Deltager Nummer" not in said and "29:" not in said, name
            assert status_texts.ANSWERED[:11] not in said, name
            assert not name.startswith("historik-") or "november" not in said, "the day may tell who it was"


def test_with_names_the_opened_answers_say_whose_they_are() -> None:
    assert "**Deltager Nummer 0 Æøåsen:**" in said_on(shared_card(OPENED_SHORT, BUNDLE))
    assert "**Deltager Nummer 0 Æøåsen:**" in said_on(summary_card(OPENED_SHORT, BUNDLE))


def test_every_card_of_a_group_says_whether_answers_come_with_names() -> None:
    for name, card in ALL.items():
        if name.startswith("faelles-status-"):
            continue  # it stands under one that does
        if name.startswith(("faelles-", "input-", "konklusion-", "mere-", "opsummering-anonym", "opsummering-navne")):
            how = texts.ANONYMOUS if "-anonym-" in name else texts.NAMED
            assert f"{how} · {texts.FACILITATOR.format(name=LEADER.name)}" in said_on(card), name


def test_how_many_of_those_who_take_part_have_answered_is_said_before_the_answers_are_opened() -> None:
    answers = [a for a in sixty("kort ") if a.by in PEOPLE[:6] and a.question == 1]
    answers += [a for a in sixty("kort ") if a.by in PEOPLE[:4] and a.question == 3]
    shown = reflection(answers=tuple(answers))
    third = said_on(status_card(status_of(replace(shown, current=3))))
    assert status_texts.SOME.format(n=3, count=4, people=len({*PEOPLE[:6], LEADER})) in third
    assert all(person.name in third for person in PEOPLE[:6]), "and who, of those who are missing too"
    assert status_texts.NOBODY.format(n=2) in said_on(status_card(status_of(replace(shown, current=2))))
    assert all("har svaret" not in said_on(shared_card(replace(shown, current=n), BUNDLE)) for n in (1, 2, 3))


def test_before_their_first_answer_and_only_then_people_are_told_who_sees_it_and_how_long_it_is_kept() -> None:
    new = Person("29:x", "X")
    for shown, why in ((FULL, texts.NOTICE_NAMED), (without_names(FULL), texts.NOTICE_ANONYMOUS)):
        told = said_on(input_card(shown, BUNDLE, 2, new))
        assert why in told and texts.KEPT in told and texts.NOTICE_OTHERS in told
        assert texts.NOTICE_KEPT not in said_on(input_card(shown, BUNDLE, 2, PEOPLE[0]))
    nothing_yet = replace(ALONE, answers=())
    assert texts.NOTICE_ALONE in said_on(question_card(nothing_yet, BUNDLE, PEOPLE[0]))
    assert texts.NOTICE_KEPT not in said_on(question_card(ALONE, BUNDLE, PEOPLE[0]))


def test_an_answer_meant_to_be_without_a_name_says_so_when_it_is_saved() -> None:
    for title in (texts.SAVE, texts.SAVE_AND_AHEAD):
        assert buttons(input_card(without_names(FULL), BUNDLE, 2, PEOPLE[0]))[title]["a"] is True
        assert "a" not in buttons(input_card(FULL, BUNDLE, 2, PEOPLE[0]))[title]


def test_an_answer_can_be_taken_back_where_there_is_one() -> None:
    assert texts.WITHDRAW in buttons(input_card(FULL, BUNDLE, 2, PEOPLE[0]))
    assert texts.WITHDRAW not in buttons(input_card(FULL, BUNDLE, 2, LEADER))
    assert texts.SAVE_AND_AHEAD not in buttons(input_card(FULL, BUNDLE, 9, LEADER))


def test_names_or_not_can_be_changed_until_somebody_has_answered() -> None:
    assert buttons(shared_card(reflection(), BUNDLE))[texts.MAKE_ANONYMOUS]["a"] is True
    assert buttons(shared_card(without_names(reflection()), BUNDLE))[texts.MAKE_NAMED]["a"] is False
    assert not {texts.MAKE_ANONYMOUS, texts.MAKE_NAMED} & set(buttons(shared_card(FULL, BUNDLE)))


def test_ratings_are_drawn_as_bars_of_at_most_twelve_blocks() -> None:
    rated = [replace(a, rating=5 if n < 3 else 1) for n, a in enumerate(a for a in sixty("kort ") if a.question == 7)]
    for people, five, one in ((5, "███ 3", "██ 2"), (60, "█ 3", "████████████ 57")):
        shown = reflection(answers=tuple(rated[:people]), revealed=frozenset({7}), current=7)
        for card in (shared_card(shown, BUNDLE), summary_card(shown, BUNDLE), answers_card(shown, BUNDLE, 7)):
            rows = {f["title"]: f["value"] for e in inside(card) for f in e.get("facts", [])}
            assert (rows[texts.RATINGS[5]], rows[texts.RATINGS[4]], rows[texts.RATINGS[1]]) == (five, "0", one)


def test_the_summary_names_the_question_the_group_differs_most_about_and_no_person() -> None:
    ratings = {7: (1, 5, 1, 5), 8: (3, 3, 3, 4)}
    answers = tuple(
        GivenAnswer(q, PEOPLE[n], NOW, "", rating, (), 1) for q, row in ratings.items() for n, rating in enumerate(row)
    )
    shown = reflection(answers=answers, revealed=frozenset({7, 8}), phase=Phase.REVIEW)
    first = team.MOST_DIVIDED.format(n=7, question=BUNDLE.questions[6].text)
    assert first in said_on(summary_card(shown, BUNDLE))
    assert team.MOST_DIVIDED[:20] not in said_on(summary_card(replace(shown, revealed=frozenset()), BUNDLE))


def test_what_was_said_last_time_stands_beside_what_is_asked_now() -> None:
    last = replace(OPENED_SHORT, id="r0", phase=Phase.FINISHED, conclusions=(Conclusion(1, "Sådan!", LEADER, NOW, 1),))
    for make in (
        lambda n: shared_card(reflection(current=n), BUNDLE, previous=last),
        lambda n: input_card(reflection(), BUNDLE, n, PEOPLE[0], previous=last),
        lambda n: conclusion_card(reflection(), BUNDLE, n, previous=last),
    ):
        assert team.LAST_CONCLUDED.format(text="Sådan!") in said_on(make(1))
        assert team.LAST_ANSWERED in said_on(make(2)) and "nr 2-0" in said_on(make(2))
    alone = replace(ALONE, id="r0", phase=Phase.FINISHED)
    now = question_card(replace(ALONE, answers=()), BUNDLE, PEOPLE[0], previous=alone)
    assert team.LAST_ANSWERED_ALONE in said_on(now)
    hidden = replace(last, revealed=frozenset(), conclusions=())
    assert "nr 2-0" not in said_on(shared_card(reflection(current=2), BUNDLE, previous=hidden))


def test_a_closed_reflection_can_be_opened_again_unless_it_was_anonymous() -> None:
    for phase in (Phase.FINISHED, Phase.EXPIRED):
        assert team.REOPEN in buttons(summary_card(replace(FULL, phase=phase), BUNDLE))
        assert team.REOPEN not in buttons(summary_card(replace(without_names(FULL), phase=phase), BUNDLE))
    assert team.REOPEN not in buttons(summary_card(replace(FULL, phase=Phase.CANCELLED), BUNDLE))


def test_somebody_elses_change_of_the_conclusion_stands_beside_what_was_typed() -> None:
    shown = reflection(conclusions=(Conclusion(1, "Det nye", PEOPLE[1], NOW, 2),))
    card = conclusion_card(shown, BUNDLE, 1, warning(texts.REFUSALS[Refusal.CONCLUSION_CHANGED]), "Mit")
    assert team.CONCLUSION_NOW.format(text="Det nye") in said_on(card)
    assert buttons(card)[team.SAVE_CONCLUSION]["v"] == 2
    assert [e["value"] for e in inside(card) if e.get("id") == "text"] == ["Mit"]


def test_who_does_not_facilitate_can_take_over_and_who_does_need_not() -> None:
    assert team.TAKE_OVER in buttons(menu_card(FULL, BUNDLE, PEOPLE[0]))
    assert team.TAKE_OVER not in buttons(menu_card(FULL, BUNDLE, LEADER))
    assert team.TAKE_OVER in buttons(not_facilitator_card(FULL, BUNDLE, "Nej."))


def test_a_reminder_never_says_who_has_or_has_not_answered() -> None:
    for phase in (Phase.QUESTIONS, Phase.REVIEW):
        assert "Deltager" not in said_on(notices.reminder_card(replace(FULL, phase=phase), BUNDLE))


def test_a_pause_with_an_end_says_when_it_is() -> None:
    until = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
    card = notices.paused_card(replace(FULL, phase=Phase.PAUSED, paused_until=until), BUNDLE)
    assert "Pause til mandag den 30. november" in said_on(card)


def test_technologies_ticked_as_in_drift_are_ticked_to_be_evaluated_half_a_year_on() -> None:
    ready = [entry.technology.id for entry in radar_for(BUNDLE, "sundhed-og-aeldre").in_ring(Ring.KLAR)]
    ticked = GivenAnswer(5, PEOPLE[0], NOW, "x", None, (ready[1],), 1)
    card = choice_card(reflection(answers=(ticked,), phase=Phase.FINISHED, ended_at=NOW), BUNDLE)
    inputs = {e["id"]: e for e in inside(card) if e.get("type", "").startswith("Input.")}
    assert inputs["technologies"]["value"] == ready[1]
    assert [choice["value"] for choice in inputs["technologies"]["choices"]] == ready
    assert inputs["when"]["value"] == "2027-05-25" and inputs["when"]["label"] == "Hvornår vil I evaluere?"


def test_every_reason_to_refuse_has_its_sentence() -> None:
    assert set(texts.REFUSALS) == set(Refusal)
    assert len(set(texts.REFUSALS.values())) == len(Refusal)


def test_how_long_answers_are_kept_is_said_as_it_is() -> None:
    assert (REFLECTIONS_KEPT.days, texts.KEPT) == (730, "to år")


def test_nothing_people_write_is_read_as_markdown() -> None:
    words = "**fed** [link](http://x) <at>alle</at> # overskrift"
    person = Person("29:y", words)
    shown = reflection(
        answers=(GivenAnswer(1, person, NOW, words, None, (), 1),),
        conclusions=(Conclusion(1, words, person, NOW, 1), Conclusion(1, words, person, NOW, 2)),
        steps=(NextStep(1, words, words, DAY, person, NOW, 1),),
        evaluations=(Evaluation(TECHNOLOGIES[0], DAY, False, person, NOW, 1, comment=words),),
        dismissals=(Dismissal(TECHNOLOGIES[0], words, person, NOW, 1),),
        revealed=ALL_NINE,
    )
    shown = replace(shown, facilitator=person)
    for card in (
        shared_card(shown, BUNDLE),
        shared_card(replace(shown, revealed=frozenset()), BUNDLE, previous=replace(shown, id="r0")),
        answers_card(shown, BUNDLE, 1),
        summary_card(replace(shown, phase=Phase.FINISHED), BUNDLE),
        conclusion_card(shown, BUNDLE, 1, draft="mit"),
        history_card(shown, BUNDLE, 1),
        menu_card(shown, BUNDLE, LEADER),
        not_facilitator_card(shown, BUNDLE, "Nej."),
        steps_card(shown, BUNDLE),
        result_answer(shown, BUNDLE, address, today=NOW.date()),
    ):
        read = "\n".join(e["text"] for e in inside(card) if e.get("type") == "TextBlock")
        assert "\\*\\*fed" in read
        assert not re.search(r"(?<!\\)\*\*fed|(?<!\\)\[link|(?<!\\)<at>", read)


def test_with_every_technology_klar_all_are_named_on_the_card() -> None:
    said = json.dumps(ALL["radar-alle-klar"]["body"][4:], ensure_ascii=False)
    for entry in radar_for(all_klar(), "sundhed-og-aeldre").entries:
        assert entry.name in said


def test_kommuner_are_listed_as_danish_sorts() -> None:
    names = sorted((k.name for k in BUNDLE.kommuner), key=danish_order)
    assert names[0] == "Albertslund"
    assert names[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Ærø") > names.index("Vordingborg")


def test_a_question_that_kl_makes_a_self_assessment_is_one_on_every_card() -> None:
    rated = with_kind(BUNDLE, 5, QuestionKind.SELVVURDERING)
    answers = tuple(GivenAnswer(5, PEOPLE[n], NOW, "", rating, (), 1) for n, rating in enumerate((1, 5, 5)))
    team_of = reflection(answers=answers, current=5, revealed=frozenset({5}), kommune="630")
    asked = [e for e in inside(input_card(team_of, rated, 5, PEOPLE[0])) if e.get("id") == "rating"]
    assert len(asked) == 1 and not [
        e for e in inside(input_card(team_of, BUNDLE, 5, PEOPLE[0])) if e.get("id") == "rating"
    ]
    told = team.MOST_DIVIDED.format(n=5, question=rated.questions[4].text)
    assert told in said_on(summary_card(replace(team_of, phase=Phase.REVIEW), rated))
    assert told not in said_on(summary_card(replace(team_of, phase=Phase.REVIEW), BUNDLE))


def test_no_card_is_a_dead_end() -> None:
    for name, card in ALL.items():
        has_button = any(str(node.get("type", "")).startswith("Action.") for node in nodes(card))
        said = said_on(card)
        steps = r"\*\*|[Ss]kriv |[Tt]ryk |[Pp]røv igen|[Bb]ed en|Lav en ny|længere (ned|opp)e|herunder"
        # The file itself stands below, or comes.
        leads_on = re.search(steps, said) or "OneDrive" in said or re.search("kommer .*her i chatten", said)
        assert has_button or leads_on, f"{name}: {said}"


def test_of_all_screens_only_what_an_earlier_card_leaves_behind_is_a_line_also_once_it_is_stamped() -> None:
    left = {name for name, card in ALL.items() if line_of(card) is not None}
    assert left == {name for name in ALL if name.startswith("efterladt-")} and left
    assert all(line_of(stamped(ALL[name], "n")) == line_of(ALL[name]) for name in left)
    assert [line_of(other) for other in (None, {}, {"body": [], "actions": []}, {"body": [1], "actions": [{}]})] == [
        None
    ] * 4
