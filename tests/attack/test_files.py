"""A file never holds more than its asker could see in the chat that minute, in any format and phase."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.cards.reflection.summary import summary_card
from bot.cards.reflection.team import history_card
from bot.encoding import encoded
from bot.errors import NotTheirs
from bot.files.formats import FileFormat
from bot.files.protocol import ReflectionProtocol, protocol_of
from bot.files.writing import FORMATS_OF, write
from dialogs.people import Person
from dialogs.reflection.closing import closed
from dialogs.reflection.commands import ShowSummary
from dialogs.reflection.looking import RULES
from dialogs.reflection.state import (
    Conclusion,
    Dismissal,
    Draft,
    Evaluation,
    GivenAnswer,
    NextStep,
    Phase,
    Reflection,
)
from tests.fakes.read_files import text_of
from tests.fakes.reflections import BUNDLE, DAY, NOW, RATED

PEOPLE = tuple(Person(f"29:p{n}", f"Mærkenavn{n}n") for n in range(5))
LEFT = Person("29:left", "Mærkenavn9n")
"""Somebody who has left the group; what they answered stays."""
STRANGER = Person("29:stranger", "Mærkenavn8n")
MARK = re.compile(r"mærke\w+x|Mærkenavn\dn")
SECRET_DAY = NOW.replace(year=1987)
"""When everything was written: no file of anonymous answers says it."""


def reflection(phase: Phase, *, group: bool, anonymous: bool) -> Reflection:
    """Five people and one who left, everything written; questions 1–6 opened, 3 of them answered by three alone."""
    people = (*PEOPLE, LEFT) if group else PEOPLE[:1]
    base = Reflection(
        *("r1", BUNDLE.sha256, group, PEOPLE[0], NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS),
        anonymous=anonymous,
        salt="salt" if anonymous else None,
        facilitator=PEOPLE[0] if group else None,
        revealed=frozenset({1, 2, 3, 6}) if group else frozenset(),
        skipped=frozenset({8}),
        current=7,
    )
    by = base.key_of if anonymous else lambda person: person
    answers = tuple(
        GivenAnswer(q, by(p), SECRET_DAY, f"mærkesvar{q}af{n}x", 2 + n % 3 if q in RATED else None, (), 1)
        for q in (1, 2, 3, 4, 5, 6, 7)
        for n, p in enumerate(people)
        if q != 3 or n < 3
    )
    nobody = Person("", "")
    writer = nobody if anonymous else PEOPLE[1]
    conclusions = tuple(
        Conclusion(q, f"mærkekonklusion{q}nr{n}x", writer, SECRET_DAY, n) for q in (1, 4) for n in (1, 2)
    )
    whole = replace(
        base,
        answers=answers,
        conclusions=conclusions,
        steps=(NextStep(1, "mærkeskridtx", "mærkehvemx", DAY, writer, SECRET_DAY, 1),),
        evaluations=(Evaluation("apps", DAY, False, writer, SECRET_DAY, 1, comment="mærkekommentarx"),),
        dismissals=(Dismissal("cloud", "mærkegrundx", writer, SECRET_DAY, 1),),
        drafts=() if group else (Draft(9, "mærkekladdex"),),
    )
    if phase.is_closed:
        return closed(whole, phase, NOW)
    if phase is Phase.SETUP:
        return replace(base, phase=phase)
    return replace(whole, phase=phase, resume_to=Phase.QUESTIONS if phase is Phase.PAUSED else None)


def seen_in_chat(stands: Reflection) -> set[str]:
    """Every mark that the cards of the chat show whoever is in it: the summary, and the history of conclusions."""
    if stands.phase not in RULES[ShowSummary].phases:
        return set()
    cards = [summary_card(stands, BUNDLE, page=page) for page in range(1, 20)]
    cards += [history_card(stands, BUNDLE, q) for q in range(1, 10)]
    return set(MARK.findall(encoded(cards).decode()))


def every_format(protocol: ReflectionProtocol) -> Iterator[tuple[FileFormat, str]]:
    for fmt in FORMATS_OF[ReflectionProtocol]:
        yield fmt, text_of(write(protocol, fmt).content, fmt)


WAYS = [(True, False), (True, True), (False, False)]


@pytest.mark.parametrize(("group", "anonymous"), WAYS, ids=["named", "anonymous", "alone"])
@pytest.mark.parametrize("phase", Phase)
def test_every_format_holds_what_the_chat_shows_and_nothing_else(phase: Phase, group: bool, anonymous: bool) -> None:
    stands = reflection(phase, group=group, anonymous=anonymous)
    shown = seen_in_chat(stands)
    askers = (PEOPLE[0], PEOPLE[3], LEFT) if group else PEOPLE[:1]
    for asker in askers:
        protocol = protocol_of(stands, asker, NOW, BUNDLE)
        for fmt, text in every_format(protocol) if asker is askers[0] else [(FileFormat.JSON, str(protocol))]:
            found = set(MARK.findall(text))
            written = {mark for mark in found if not mark.startswith("Mærkenavn")}
            assert written == {mark for mark in shown if not mark.startswith("Mærkenavn")}, (fmt, phase)
            assert "mærkekladdex" not in text
            if anonymous:
                assert not {mark for mark in found if mark.startswith("Mærkenavn")}, fmt
                assert "1987" not in text, fmt
    if group and phase in (Phase.QUESTIONS, Phase.FINISHED):
        assert any("svar1" in mark for mark in shown) and not any("svar7" in mark for mark in shown)


@pytest.mark.parametrize("anonymous", [False, True])
def test_answers_that_are_not_opened_are_counted(anonymous: bool) -> None:
    protocol = protocol_of(reflection(Phase.QUESTIONS, group=True, anonymous=anonymous), PEOPLE[0], NOW, BUNDLE)
    told = {question.number: question for question in protocol.questions}
    assert told[4].instead == "6 svar, ikke vist endnu" and not told[4].answers and not told[4].spread
    assert told[8].instead == "Sprunget over" and told[9].instead == "Ikke besvaret"
    assert told[7].spread is None  # ratings nobody has opened
    few = told[3]
    assert few.instead == ("Færre end fire svar – vises ikke" if anonymous else "") and bool(few.answers) != anonymous


def test_ticks_that_are_not_opened_do_not_shine_through_what_is_suggested() -> None:
    stands = reflection(Phase.FINISHED, group=True, anonymous=False)
    ticks = tuple(need.id for need in BUNDLE.needs[:1])
    given = tuple(replace(a, ticks=ticks if a.question == 2 else ()) for a in stands.answers)
    hidden = protocol_of(replace(stands, answers=given, revealed=frozenset()), PEOPLE[0], NOW, BUNDLE)
    without = protocol_of(replace(stands, revealed=frozenset()), PEOPLE[0], NOW, BUNDLE)
    assert hidden == without and not hidden.start and BUNDLE.needs[0].name not in str(hidden.more)
    assert protocol_of(replace(stands, answers=given), PEOPLE[0], NOW, BUNDLE).start


def test_one_persons_own_is_nobody_elses() -> None:
    stands = reflection(Phase.FINISHED, group=False, anonymous=False)
    for asker in (PEOPLE[1], STRANGER, Person("", "")):
        with pytest.raises(NotTheirs):
            protocol_of(stands, asker, NOW, BUNDLE)


@pytest.mark.parametrize("phase", [Phase.QUESTIONS, Phase.FINISHED, Phase.CANCELLED])
def test_an_operators_full_view_still_keeps_what_anonymity_promises(phase: Phase) -> None:
    named = reflection(phase, group=True, anonymous=False)
    full = protocol_of(named, STRANGER, NOW, BUNDLE, everything=True)
    told = set(MARK.findall(str(full)))
    assert {a.text for a in named.answers} <= told and {c.text for c in named.conclusions} <= told
    nameless = reflection(phase, group=True, anonymous=True)
    kept = str(protocol_of(nameless, STRANGER, NOW, BUNDLE, everything=True))
    assert not re.search(r"Mærkenavn|mærkesvar3|1987", kept)


def test_making_one_changes_nothing() -> None:
    for phase, (group, anonymous) in itertools.product(Phase, WAYS):
        stands = reflection(phase, group=group, anonymous=anonymous)
        assert protocol_of(stands, PEOPLE[0], NOW, BUNDLE) == protocol_of(stands, PEOPLE[0], NOW, BUNDLE)
        assert stands == reflection(phase, group=group, anonymous=anonymous)
