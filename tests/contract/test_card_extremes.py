"""What people write and are called, at its longest and oddest: every card stays within what Teams takes, as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import elements
from bot.cards.elements import MAX_CARD_BYTES, Card, good, plain, stamped
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.follow_up import evaluation_card, step_card, steps_card
from bot.cards.reflection.question import input_card, question_card, shared_card
from bot.cards.reflection.status import NAMED, status_card, status_of, told_on
from bot.cards.reflection.summary import summary_card
from bot.cards.reflection.team import conclusion_card, history_card, menu_card, not_facilitator_card
from dialogs.people import Person
from dialogs.reflection.state import (
    MAX_ANSWER,
    MAX_STEP,
    MAX_STEPS,
    MAX_WHO,
    Conclusion,
    Decision,
    Evaluation,
    GivenAnswer,
    Judgement,
    NextStep,
    Phase,
    Reflection,
)
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.chance import ALL, cases, dice
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.date(2027, 5, 25)
LONGEST_NAME = 200
ALL_NINE = frozenset(range(1, 10))
TICKS = {2: tuple(need.id for need in BUNDLE.needs)}
# As many bytes as a character can come to: escaped twice over, or four of them.
EVERY = ["\\", "🙂", "<", '"', "\n", "å", "`", "\u2028"]
HEAVY = EVERY if ALL else ["\\", *dice("heavy letters").sample(EVERY[1:], 2)]
# Each page is made from all that was written, so the pages of nine questions cost nine times those of three.
SHOWN_WHOLE = list(range(1, 10)) if ALL else sorted(dice("questions shown whole").sample(range(1, 10), 3))


def group(*answers: GivenAnswer, **changes: Any) -> Reflection:
    started = Reflection("r" * 16, BUNDLE.sha256, True, Person("1", "A"), NOW, "630", "sundhed-og-aeldre")
    return replace(started, answers=answers, **{"phase": Phase.QUESTIONS, **changes})


def given_by(people: int, question: int, text: str, name: str) -> Iterator[GivenAnswer]:
    for number in range(people):
        person = Person(f"29:{number}", name)
        yield GivenAnswer(question, person, NOW, text, 3 if question > 5 else None, TICKS.get(question, ()), 1)


def weight(card: Card) -> int:
    """Bytes of a card as it leaves the bot, each button marked."""
    return elements.weight(stamped(card, "x" * 32))


def turned(make: Callable[[int], Card]) -> list[Card]:
    """All pages of a card, by its button to the next."""
    made = [make(1)]
    while any(action["title"] == texts.MORE for action in made[-1]["actions"]):
        made.append(make(len(made) + 1))
    return made


def pages(reflection: Reflection, previous: Reflection | None = None) -> list[Card]:
    return turned(lambda page: summary_card(reflection, BUNDLE, good("Gemt."), page, previous))


def closed_where_heaviest(reviewed: Reflection, review: Sequence[Card], previous: Reflection) -> list[Card]:
    """Of the pages once it is closed the first, the last, and of those between the one that is heaviest in review.

    What was written stands on the same pages in both, and the buttons are the same on all between.
    """
    heaviest = max(range(2, len(review)), key=lambda page: weight(review[page - 1]))
    closed = replace(reviewed, phase=Phase.FINISHED)
    made = [summary_card(closed, BUNDLE, good("Gemt."), page, previous) for page in (1, heaviest, len(review))]
    assert [any(action["title"] == texts.MORE for action in card["actions"]) for card in made] == [True, True, False]
    return made


def concluded(text: str, name: str, revisions: int = 1) -> tuple[Conclusion, ...]:
    """Conclusions on all nine questions."""
    by = Person("29:0", name)
    return tuple(Conclusion(q, text, by, NOW, n) for n in range(1, revisions + 1) for q in range(1, 10))


def stepped(what: str, who: str) -> tuple[NextStep, ...]:
    """As many next steps as there may be."""
    return tuple(NextStep(n, what, who, DAY, Person("29:0", ""), NOW, 1) for n in range(1, MAX_STEPS + 1))


def evaluated(comment: str) -> tuple[Evaluation, ...]:
    """Every technology evaluated, with all that can be said of it."""
    ja = {"works": Judgement.JA, "makes_sense": Judgement.DELVIST, "gives_value": Judgement.VED_IKKE}
    by = Person("29:0", "")
    return tuple(
        Evaluation(t.id, DAY, True, by, NOW, 2, True, **ja, decision=Decision.STOP, comment=comment)
        for t in BUNDLE.technologies
    )


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "TextBlock":
            yield value["text"]
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


@pytest.mark.parametrize("heavy", HEAVY, ids=repr)
def test_the_longest_answer_in_the_heaviest_letters_fits_on_every_card_it_stands_on(heavy: str) -> None:
    for number in range(1, 10):
        answers = tuple(given_by(3, number, heavy * MAX_ANSWER, heavy * LONGEST_NAME))
        reflection = group(*answers, current=number)
        alone = replace(reflection, group=False)
        person = answers[0].by
        said = good("Det er gemt. " * 10)
        for card in (
            question_card(alone, BUNDLE, person, said),
            question_card(alone, BUNDLE, person, said, draft=heavy * MAX_ANSWER),
            input_card(reflection, BUNDLE, number, person, said),
            shared_card(reflection, BUNDLE, said),
            *pages(replace(reflection, phase=Phase.REVIEW, revealed=ALL_NINE)),
        ):
            assert weight(card) <= MAX_CARD_BYTES


@pytest.mark.parametrize("heavy", HEAVY, ids=repr)
@pytest.mark.parametrize("anonymous", [False, True], ids=["navne", "anonym"])
def test_all_that_a_team_can_write_at_its_longest_and_heaviest_fits_on_its_cards(heavy: str, anonymous: bool) -> None:
    name, words, said = heavy * LONGEST_NAME, heavy * MAX_ANSWER, good("Det er gemt. " * 10)
    answers = tuple(a for q in range(1, 10) for a in given_by(4, q, words, name))
    full = group(
        *answers,
        facilitator=Person("29:9", name),
        conclusions=concluded(words, name, 3),
        steps=stepped(heavy * MAX_STEP, heavy * MAX_WHO),
        evaluations=evaluated(words),
        anonymous=anonymous,
        salt="s" if anonymous else None,
    )
    opened = replace(full, revealed=ALL_NINE)
    last = replace(opened, id="p" * 16, salt=None, phase=Phase.FINISHED)
    for number in (5, 9):
        at, seen = replace(full, current=number), replace(opened, current=number)
        cards = [
            shared_card(at, BUNDLE, said, last),
            shared_card(seen, BUNDLE, said, last),
            input_card(seen, BUNDLE, number, answers[0].by, said, previous=last),
            input_card(seen, BUNDLE, number, Person("29:x", name), said, words, last),
            conclusion_card(seen, BUNDLE, number, said, previous=last),
            conclusion_card(seen, BUNDLE, number, said, words[1:], last),
            history_card(seen, BUNDLE, number),
            *(answers_card(seen, BUNDLE, number, page) for page in range(1, 7)),
        ]
        assert max(map(weight, cards)) <= MAX_CARD_BYTES
    technology = BUNDLE.technologies[0].id
    reviewed = replace(opened, phase=Phase.REVIEW)
    review = pages(reviewed, last)
    others = [
        *review,
        *closed_where_heaviest(reviewed, review, last),
        steps_card(full, BUNDLE, said),
        step_card(full, BUNDLE, 3, said, (heavy * MAX_STEP, heavy * MAX_WHO, "i morgen")),
        evaluation_card(full, BUNDLE, technology, said, words),
        menu_card(full, BUNDLE, Person("29:x", name)),
        not_facilitator_card(full, BUNDLE, said.words),
    ]
    assert max(map(weight, others)) <= MAX_CARD_BYTES


@pytest.mark.parametrize("heavy", HEAVY, ids=repr)
def test_as_many_of_the_longest_names_as_are_named_fit_on_the_card_that_counts(heavy: str) -> None:
    for people in (NAMED, NAMED + 1, 500):
        answers = given_by(people, 1, "ja", heavy * LONGEST_NAME)
        late = list(given_by(2 * people, 2, "ja", heavy * LONGEST_NAME))[people:]
        assert weight(told_on(status_card(status_of(group(*answers, *late))), good("Gemt."))) <= MAX_CARD_BYTES


@pytest.mark.parametrize("length", [300, 1_000, 1_850, 3_000])
def test_last_time_takes_only_the_room_that_is_left_beside_what_was_typed(length: int) -> None:
    too_long = "🙂" * 4_500  # as much as comes back to be shortened
    for people in (1, NAMED):
        answers = tuple(given_by(people, 5, "🙂" * MAX_ANSWER, "🙂" * LONGEST_NAME))
        full = group(*answers, current=5, conclusions=concluded("🙂" * (MAX_ANSWER - 300), "A"))
        last = replace(full, id="p" * 16, phase=Phase.FINISHED, conclusions=concluded("å" * length, "A"))
        alone = replace(full, group=False)
        before = replace(last, group=False, answers=tuple(given_by(1, 5, "å" * length, "A")))
        for card in (
            question_card(alone, BUNDLE, answers[0].by, good("Gemt."), too_long, before),
            input_card(full, BUNDLE, 5, answers[0].by, good("Gemt."), too_long, last),
            shared_card(full, BUNDLE, good("Gemt."), last),
            shared_card(replace(full, revealed=ALL_NINE), BUNDLE, good("Gemt."), last),
        ):
            assert weight(card) <= MAX_CARD_BYTES


@pytest.mark.parametrize("length", [1, 90, 900, 2_500])
def test_pages_filled_to_the_brim_are_within_what_teams_takes(length: int) -> None:
    answers = [given for number in range(1, 10) for given in given_by(30, number, "å" * length, "Deltager")]
    full = pages(group(*answers, phase=Phase.REVIEW, revealed=ALL_NINE))
    assert max(map(weight, full)) <= MAX_CARD_BYTES
    if length < 900:
        assert min(map(weight, full[:-1])) > MAX_CARD_BYTES / 2, "few pages are quicker to read"


def sixty_whole(length: int, questions: Sequence[int]) -> list[GivenAnswer]:
    """Sixty people's answers to some questions, each known by how it begins and ends."""
    return [
        replace(a, text=f"{a.question}-{a.by.id[3:]} {'æ' * (length - 20)} slut", rating=None, ticks=())
        for question in questions
        for a in given_by(60, question, "", "Deltager")
    ]


@pytest.mark.parametrize(("length", "anonymous"), [(2_000, True), (MAX_ANSWER, False)])
def test_the_long_answers_of_sixty_people_are_whole_and_each_on_one_page_only(length: int, anonymous: bool) -> None:
    whole = sixty_whole(length, SHOWN_WHOLE)
    salt = "s" if anonymous else None
    full = group(*whole, phase=Phase.REVIEW, revealed=ALL_NINE, anonymous=anonymous, salt=salt)
    summary = [said for page in pages(full) for said in texts_of(page)]
    each = {q: turned(lambda page, q=q: answers_card(full, BUNDLE, q, page)) for q in SHOWN_WHOLE}  # type: ignore[misc]
    for answer in whole:
        assert sum(said.endswith(answer.text) for said in summary) == 1
        shown = [said for page in each[answer.question] for said in texts_of(page)]
        assert sum(said.endswith(answer.text) for said in shown) == 1


def test_the_shared_card_and_its_next_pages_show_each_answer_once() -> None:
    whole = sixty_whole(2_000, [4])
    full = group(*whole, current=4, revealed=ALL_NINE, conclusions=concluded("Vi er enige.", "Deltager"))
    first = shared_card(full, BUNDLE)
    (more,) = [action for action in first["actions"] if action["title"] == team.MORE_ANSWERS]
    assert more["data"]["page"] == 2
    rest = turned(lambda page: answers_card(full, BUNDLE, 4, page))[1:]
    shown = [said for card in (first, *rest) for said in texts_of(card)]
    for answer in whole:
        assert sum(said.endswith(answer.text) for said in shown) == 1
    assert sum("Vi er enige." in said for said in shown) == 1


def test_every_conclusion_step_and_comment_stands_whole_on_one_page_of_the_summary() -> None:
    steps = tuple(replace(s, what=f"{'å' * (MAX_STEP - 9)} skridt {s.number}") for s in stepped("", "Team"))
    comments = tuple(replace(x, comment=f"{'å' * 2_000} om {x.technology}") for x in evaluated(""))
    conclusions = tuple(replace(c, text=f"{'å' * 2_000} nr {c.question}") for c in concluded("", "Deltager"))
    full = group(conclusions=conclusions, steps=steps, evaluations=comments, phase=Phase.FINISHED)
    shown = [said for page in pages(full) for said in texts_of(page)]
    for written in (*(s.what for s in steps), *(x.comment for x in comments), *(c.text for c in conclusions)):
        assert sum(said.removesuffix("**").endswith(plain(written)) for said in shown) == 1


def test_of_sixty_long_revisions_the_newest_are_whole_and_the_older_counted() -> None:
    revisions = tuple(Conclusion(3, f"{'å' * 1_900} udgave {n}", Person("29:0", "A"), NOW, n) for n in range(1, 61))
    card = history_card(group(conclusions=revisions), BUNDLE, 3)
    shown = [c.revision for c in revisions if any(said == c.text for said in texts_of(card))]
    assert shown == list(range(61 - len(shown), 61)) and len(shown) >= 4
    assert team.OLDER.format(count=60 - len(shown)) in list(texts_of(card))
    assert weight(card) <= MAX_CARD_BYTES


def test_steps_that_do_not_fit_on_their_card_are_counted() -> None:
    full = group(steps=stepped("å" * MAX_STEP, "Team"), phase=Phase.FINISHED)
    card = steps_card(full, BUNDLE)
    shown = sum("å" * MAX_STEP in said for said in texts_of(card))
    assert 10 <= shown < MAX_STEPS
    assert team.STEPS_MORE.format(count=MAX_STEPS - shown) in list(texts_of(card))


def test_names_and_answers_are_read_as_written_and_never_as_a_link_or_a_heading() -> None:
    name = "[Nul](http://evil.example) *N* <at>alle</at>"
    answers = tuple(given_by(2, 1, f"# overskrift {name} `kode`", name))
    reviewed = group(*answers, phase=Phase.REVIEW, revealed=ALL_NINE)
    cards = [
        status_card(status_of(group(*answers))),
        shared_card(group(*answers, revealed=ALL_NINE), BUNDLE),
        *pages(reviewed),
    ]
    for card in cards:
        said = "\n".join(texts_of(card))
        assert plain(name) in said
        assert not re.search(r"(?<!\\)\[Nul", said) and not re.search(r"(?<!\\)<at>", said)


@settings(max_examples=cases(300))
@given(st.one_of(st.text(), st.text(alphabet="\\*_[]()<>`#~|ab \n")))
def test_no_mark_of_markdown_is_left_bare_and_nothing_else_is_touched(words: str) -> None:
    escaped = plain(words)
    assert re.sub(r"\\([\\`*_\[\]()#~<>|])", r"\1", escaped) == words
    assert not re.search(r"[`*_\[\]()#~<>|]", re.sub(r"\\.", "", escaped, flags=re.DOTALL))
