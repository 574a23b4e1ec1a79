"""No text whatever, typed alone at a question, ends, erases or replaces anything but by the words for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.danish.folding import clean, fold
from dialogs.people import Person
from dialogs.reflection.commands import Said
from dialogs.reflection.reducer import RULES, apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import Draft, GivenAnswer, Phase, Reflection
from dialogs.understanding.hear import hear
from tests.fakes.reflections import BUNDLE

ME = Person("me", "Deltager Første")
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
SETTING = Setting("new", BUNDLE.sha256, False, rated=(6, 7, 8, 9))
STANDS = GivenAnswer(1, ME, NOW, "Mere tid til borgerne", None, (), 1)
RATED = GivenAnswer(6, ME, NOW, "Vi mangler tid", 2, (), 1)
OPEN = Reflection(
    "r", BUNDLE.sha256, False, ME, NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS, answers=(STANDS, RATED)
)
WORDS = (
    "afslut stop slut slet alt svar svaret mit fortryd erstat tilføj lad stå kassér 2 3 6 en to nok i høj grad : , ? "
    "tid borgerne vi er ikke ja nej gem RPA hvad nu ret ændre fjern træk tilbage det alle mine svar anonymt start"
).split()
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join))
ERASING = ("fortryd", "undo", "slet", "fjern", "træk")
REPLACING = ("erstat", "svar", "mit svar", "tilføj", "gem", "vi svarer", "ret", "ændr")


@pytest.mark.parametrize("question", [1, 2, 6, 7], ids=["besvaret", "åbent", "vurderet", "vurdering"])
@pytest.mark.parametrize("draft", ["", "og mindre papir"], ids=["", "linje"])
@given(text=TEXTS)
def test_no_text_ends_erases_or_replaces_but_by_the_words_for_it(question: int, draft: str, text: str) -> None:
    drafts = (Draft(question, draft),) if draft else ()
    before = replace(OPEN, current=question, drafts=drafts)
    command = hear(text, before, BUNDLE)
    if type(command) not in RULES:
        return  # another conversation's; nothing of this one is touched
    after, events = apply(before, Said(command, ME, NOW, message="m"), SETTING)
    assert events, "every text is answered"
    assert after is not None and not after.phase.is_closed
    said = fold(text)
    for stood in before.answers:
        stands = after.answer_of(ME, stood.question)
        if stands is None:
            assert said.startswith(tuple(map(fold, ERASING))) and len(said.split()) <= 6
        elif stands.text != stood.text or stands.rating != stood.rating:
            assert said.startswith(tuple(map(fold, REPLACING)))
    if before.drafts and after.draft(question) != draft and not after.draft(question).startswith(draft):
        kept = after.answer_of(ME, question)
        is_saved = kept is not None and draft in kept.text
        assert is_saved or said.startswith(tuple(map(fold, ("kassér", "slet", "lad", "erstat"))))


@given(text=TEXTS)
def test_a_line_that_fills_an_open_question_is_saved_as_it_was_typed(text: str) -> None:
    before = replace(OPEN, current=3)
    command = hear(text, before, BUNDLE)
    if type(command) not in RULES:
        return
    after, _ = apply(before, Said(command, ME, NOW, message="m"), SETTING)
    stands = after.answer_of(ME, 3) if after else None
    if stands is not None:
        assert stands.text in clean(text)
