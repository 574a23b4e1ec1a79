"""Whatever anybody types: it ends nothing, takes nothing away, replaces no answer but as said, and is answered."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.turns.reflection.replies import compose
from bot.turns.scene import Scene
from bot.wire import Address, ChatKind, Incoming
from dialogs.asides.erasing import ErasingCommand
from dialogs.asides.following import FollowCommand
from dialogs.asides.taking import TakingCommand
from dialogs.danish.folding import clean, fold
from dialogs.over_time.commands import OverTimeCommand
from dialogs.own_use.commands import OwnCommand
from dialogs.people import Person
from dialogs.reflection.commands import Said
from dialogs.reflection.reducer import apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from dialogs.understanding.hear import hear
from dialogs.understanding.sentences import sentences
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE

BESIDE = OwnCommand | OverTimeCommand | FollowCommand | ErasingCommand | TakingCommand
"""Commands of other conversations, which no reflection is changed by."""
ME = Person("1", "Deltager Første")
NOW = dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)
ANSWERED = replace(
    ALONE, answers=tuple(GivenAnswer(n, ME, NOW, f"svaret på {n}", 3 if n > 5 else None, (), 1) for n in range(1, 10))
)
SETTING = Setting(
    *("r2", BUNDLE.sha256, False, "630", "k", ()),
    BUNDLE.fagomraade_by_id,
    BUNDLE.kommune_by_code,
)
SAYS_SO = {
    *("afslut", "afslut refleksion", "afslut refleksionen", "finish", "finish refleksion", "finish refleksionen"),
    *("slut", "vi er ferdige", "ferdig", "jeg er ferdig", "ja afslut", "ja afslut den", "ja afslut refleksionen"),
    *("annuller", "afbryd", "stop", "cancel", "annuller refleksion", "annuller refleksionen", "ja annuller"),
    *("ja annuller den", "ja annuller refleksionen", "afbryd refleksion", "afbryd refleksionen", "stop refleksion"),
    *("stop refleksionen", "vi er ferdige nu", "jeg er ferdig nu"),
}
"""Folded as here: what may end a reflection, and else nothing but these sentences, whole."""
SENTENCES = re.compile(
    "(sa |nu )?er vi ferdige?( nu| her)?|lad os (af)?slutte( nu| her)?|stop (nu|det hele|det her|stop)"
    "|(kan|skal) (vi|man|jeg) (af)?slutte( nu| her| den| refleksionen)?"
    "|(jeg|vi) gider ikke mere|(jeg|vi) (gider|orker) ikke det her( mere| lengere)?"
    "|(kan|skal|ma) (vi|jeg)( ikke)?( bare| lige)? droppe (det|det her|refleksionen|det hele)"
    "|(vi|jeg) (dropper|stopper) (det|det her|det hele|refleksionen)|(drop|glem|luk) refleksionen"
    "|(jeg|vi) gider ikke mere drop det|(vi|jeg) vil ikke vere med( mere| lengere)?"
)
WORDS = sorted(
    {word for entry in sentences().entries for each in (*entry.templates, *entry.heads) for word in each.words}
)
TEXTS = st.one_of(
    st.lists(st.sampled_from([*WORDS, "sundhed", "rpa", "vejle", "4", "papir", ":", "-", "?"]), max_size=7).map(
        " ".join
    ),
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).flatmap(
        lambda words: st.permutations(" ".join(words)).map("".join)
    ),
)


def _taken(text: str, reflection: Reflection | None) -> Reflection | None:
    command = hear(text, reflection, BUNDLE)
    if isinstance(command, BESIDE):
        return reflection
    return apply(reflection, Said(command, ME, NOW), SETTING)[0]


@settings(deadline=None, max_examples=600)
@given(TEXTS, st.sampled_from([1, 3, 6]))
def test_no_text_replaces_or_takes_away_an_answer_but_one_that_says_so(text: str, current: int) -> None:
    before = replace(ANSWERED, current=current)
    after = _taken(text, before)
    said = fold(clean(text)).split()
    if not said or said[0] not in ("svar", "træk", "fortryd", "undo", "slet", "fjern"):
        assert after is not None and after.answers == before.answers, text


@settings(deadline=None, max_examples=600)
@given(TEXTS, st.booleans(), st.sampled_from([1, 6]))
def test_no_text_ends_a_reflection_but_the_exact_words_or_one_of_them_with_one_typo(
    text: str, group: bool, current: int
) -> None:
    after = _taken(text, replace(ALONE, group=group, current=current, facilitator=ME))
    said = fold(clean(text)).replace("æ", "e")
    if after is None or after.phase.is_closed:
        assert said in SAYS_SO or SENTENCES.fullmatch(said) or _is_a_typo(said), text


def _is_a_typo(said: str) -> bool:
    """One letter from what ends, where that is long enough: people type »aflsut« and »anuller«."""
    return any(
        len(each) >= (12 if " " in each else 6) and OSA.distance(said, each, score_cutoff=1) <= 1 for each in SAYS_SO
    )


@pytest.mark.parametrize("text", sorted(SAYS_SO))
def test_what_is_allowed_to_end_one_is_heard(text: str) -> None:
    assert hear(text.replace("ferdig", "færdig"), ALONE, BUNDLE).__class__.__name__ in ("Finish", "Cancel")


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.sampled_from([None, ALONE, replace(ALONE, current=6), replace(ALONE, group=True), "closed", "paused"]))
def test_every_text_gets_an_answer_that_is_seen(text: str, at: Reflection | str | None) -> None:
    phases = {"closed": Phase.FINISHED, "paused": Phase.PAUSED}
    reflection = replace(ALONE, phase=phases[at], resume_to=Phase.QUESTIONS) if isinstance(at, str) else at
    command = hear(text, reflection, BUNDLE)
    if isinstance(command, BESIDE):
        return
    after, events = apply(reflection, Said(command, ME, NOW), SETTING)
    kind = ChatKind.GROUP if reflection is not None and reflection.group else ChatKind.PERSONAL
    here = Address("tenant", "chat", kind, "https://teams.example/", "28:bot", "Teknologiradar")
    incoming = Incoming("1", here, ME, text)
    scene = Scene(incoming, reflection, after, events, BUNDLE, BUNDLE, None, lambda *_: "https://x.example", NOW.date())
    assert any(message.text or message.card for message in compose(scene).outgoing), text
