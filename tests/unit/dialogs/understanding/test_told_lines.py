"""Lines as people type them, each with what it means: the given, those frozen beforehand, and those learned from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.asides import erasing, following
from dialogs.own_use import commands as own
from dialogs.reflection import commands as c
from dialogs.reflection.state import Phase, Reflection
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.hear import hear
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE

STATES: dict[str, Reflection | None] = {
    "fresh": None,
    "q1": replace(ALONE, current=1),
    "q6": replace(ALONE, current=6),
    "group": replace(ALONE, group=True, current=1),
    "paused": replace(ALONE, phase=Phase.PAUSED, resume_to=Phase.QUESTIONS),
    "closed": replace(ALONE, phase=Phase.FINISHED, current=9),
}


def _read(name: str) -> list[tuple[str, str, str]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(state, text, meaning) for state, text, meaning in rows]


GIVEN, FROZEN, LEARNED = _read("given.tsv"), _read("frozen.tsv"), _read("learned.tsv")
WRITTEN = _read("written.tsv")
STRANGERS = {name: _read(f"{name}.tsv") for name in (f"strangers-{n}" for n in range(1, 7))}
LISTS = {"frozen": FROZEN, "written": WRITTEN, **STRANGERS}
CHANGES = {
    c.Start: "start",
    c.Finish: "finish?",
    c.Cancel: "cancel?",
    c.Reopen: "reopen",
    c.Reveal: "reveal",
    c.TakeOver: "TakeOver",
    c.SetNaming: "SetNaming",
    c.Nudge: "Nudge",
    following.Follow: "follow",
    **dict.fromkeys(
        (c.Withdraw, c.DropDraft, c.RemoveStep, c.TakeBack, following.Unfollow, erasing.EraseMine), "never"
    ),
}
"""What is begun, ended, taken away or shown to all by a line, and the meaning that asks for it."""

_SIMPLE = {
    **{
        c.Help: "about",
        c.Undo: "undo",
        c.TakeBack: "undo",
        c.Skip: "skip",
        c.Back: "back",
        c.Next: "next",
        c.Resume: "resume",
    },
    **{c.ShowStatus: "status", c.ShowSummary: "summary", c.Start: "start", c.Pause: "pause", c.Reveal: "reveal"},
    **{c.Finish: "finish?", c.Cancel: "cancel?", c.Reopen: "reopen", own.ShowOwn: "own"},
    **{erasing.ShowMine: "erase", erasing.NearlyMine: "erase"},
}
_TOPICS = {c.Topic.QUESTION: "help-question", c.Topic.ENDING: "about"}


def meaning_of(command: AnyCommand, reflection: Reflection | None) -> str:
    """What a command is in the words of the lists."""
    at_hand = reflection.fagomraade if reflection else None
    match command:
        case c.ShowTechnology(technology, None, why):
            return f"{'why' if why else 'technology'}:{technology}"
        case c.ShowRadar(fagomraade, None, True):
            return f"ready:{fagomraade or at_hand or '?'}"
        case c.ShowRadar(fagomraade, None):
            return f"radar:{fagomraade or at_hand or '?'}"
        case c.ShowRing(ring, fagomraade):
            return f"ring:{ring.value}:{fagomraade or at_hand}"
        case c.CompareAreas(areas):
            return f"compare:{','.join(areas)}"
        case c.ShowCases(technology, None, None):
            return f"cases:{technology or '?'}"
        case c.ExplainRing(ring):
            return f"meaning:{ring.value if ring else '?'}"
        case c.WishFile(kind, fagomraade):
            return f"file:{kind.value}:{fagomraade or '?'}"
        case c.Asked(topic):
            return _TOPICS.get(topic, topic.value)
        case following.Follow(technology=str(technology)):
            return f"follow-technology:{technology}"
        case following.Follow(fagomraade):
            return f"follow:{fagomraade}"
        case c.Answer(rating=int(rating)):
            return f"rating:{rating}"
        case c.Unknown():
            # Kept as a draft and offered to be saved, or told not to be understood.
            is_open = reflection is not None and reflection.phase is Phase.QUESTIONS
            return "answer" if is_open else "unsure"
        case _:
            return _SIMPLE.get(type(command), type(command).__name__)


def told(state: str, text: str) -> str:
    """What a line of a list is understood as."""
    return meaning_of(hear(text, STATES[state], BUNDLE), STATES[state])


def _agrees(understood: str, meaning: str) -> bool:
    """Whether the reply is right for a person: as the list says, or as much the same by another name."""
    same = {understood, understood.replace("follow-technology:", "follow:")}
    return meaning in same or (meaning == "unsure" and understood == "answer")


@pytest.mark.parametrize(("state", "text", "meaning"), GIVEN, ids=[f"{s}: {t}" for s, t, _ in GIVEN])
def test_a_given_line_means_what_is_told_of_it(state: str, text: str, meaning: str) -> None:
    assert told(state, text) == meaning


def test_a_line_that_was_learned_from_means_what_is_told_of_it() -> None:
    missed = [row for row in LEARNED if not _agrees(told(*row[:2]), row[2])]
    assert missed == []


@pytest.mark.parametrize("state", ["q1", "q6", "group"])
def test_what_tells_something_is_an_answer_where_a_question_is_open(state: str) -> None:
    lines = Path(__file__).with_name("answers.txt").read_text("utf-8").splitlines()[1:]
    assert [line for line in lines if told(state, line) != "answer"] == []


@pytest.mark.parametrize("lines", LISTS.values(), ids=LISTS)
def test_of_the_lines_95_in_100_are_understood(lines: list[tuple[str, str, str]]) -> None:
    missed = [row for row in lines if not _agrees(told(*row[:2]), row[2])]
    assert len(missed) <= len(lines) * 0.05, "\n".join(f"{row} {told(*row[:2])}" for row in missed)


@pytest.mark.parametrize("lines", [GIVEN, LEARNED, *LISTS.values()], ids=["given", "learned", *LISTS])
def test_no_line_begins_ends_or_takes_away_what_it_does_not_ask_for(lines: list[tuple[str, str, str]]) -> None:
    for state, text, meaning in lines:
        asked_for = CHANGES.get(type(hear(text, STATES[state], BUNDLE)))
        assert asked_for is None or meaning.startswith((asked_for, "undo")), text
