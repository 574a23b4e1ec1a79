"""The sentences in the data: every example is understood, and no counter-example is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.reflection.commands import Unknown
from dialogs.reflection.state import Phase, Reflection
from dialogs.understanding.headings import _READ, headed
from dialogs.understanding.hear import hear
from dialogs.understanding.meanings import HEADS, MEANINGS
from dialogs.understanding.mending import Mender
from dialogs.understanding.sentences import CLOSED_SLOTS, Entry, Place, sentences
from dialogs.understanding.slots import KINDS
from dialogs.understanding.templates import Parts, compiled
from dialogs.understanding.understand import _found, words_of
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE

AT: dict[Place, Reflection | None] = {
    Place.NONE: None,
    Place.SETUP: replace(ALONE, phase=Phase.SETUP, kommune=None, fagomraade=None),
    Place.ALONE: replace(ALONE, current=1),
    Place.RATING: replace(ALONE, current=6),
    Place.GROUP: replace(ALONE, group=True),
    Place.REVIEW: replace(ALONE, phase=Phase.REVIEW),
    Place.PAUSED: replace(ALONE, phase=Phase.PAUSED, resume_to=Phase.QUESTIONS),
    Place.CLOSED: replace(ALONE, phase=Phase.FINISHED, started_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)),
}
ENTRIES = sentences().entries
EXAMPLES = [(entry, text) for entry in ENTRIES for text in entry.examples]
COUNTER_EXAMPLES = [(entry, text) for entry in ENTRIES for text in entry.counter_examples]


def _meaning(text: str, place: Place) -> str | None:
    found = _found(text, words_of(text), BUNDLE, place)
    return found[0] if found else None


@pytest.mark.parametrize(("entry", "text"), EXAMPLES, ids=[f"{e.meaning}: {t}" for e, t in EXAMPLES])
def test_an_example_is_understood_as_what_it_is_an_example_of(entry: Entry, text: str) -> None:
    assert entry.places
    for place in entry.places:
        if entry.heads:
            assert headed(text) is not None
        else:
            assert _meaning(text, place) == entry.meaning, place
        assert not isinstance(hear(text, AT[place], BUNDLE), Unknown), place


@pytest.mark.parametrize(("entry", "text"), COUNTER_EXAMPLES, ids=[f"{e.meaning}: {t}" for e, t in COUNTER_EXAMPLES])
def test_a_counter_example_is_never_understood_as_that(entry: Entry, text: str) -> None:
    for place in Place:
        assert _meaning(text, place) != entry.meaning, place
    assert not (entry.heads and headed(text))


def test_every_meaning_and_every_slot_in_the_data_is_one_there_is_and_the_other_way_round() -> None:
    assert {entry.meaning for entry in ENTRIES if entry.templates} == MEANINGS.keys()
    assert {entry.meaning for entry in ENTRIES if entry.heads} == HEADS == _READ.keys()
    said = {slot.kind for entry in ENTRIES for template in entry.templates for slot in template.slots}
    assert said == KINDS


PARTS = Parts({"radar": "(radar|radaren)"}, {"bed": "vis lige"}, CLOSED_SLOTS)


@pytest.mark.parametrize(
    ("written", "said", "fits"),
    [
        ("vis [den] <radar>", "vis radaren", True),
        ("vis [den] <radar>", "vis den den radar", False),
        ("<bed> radar", "lige vis radar", True),
        ("<bed> radar", "radar vis", False),
        ("gå (til|hen til) {nr}", "ga hen til fire", True),
        ("gå (til|hen til) {nr}", "ga til", False),
        ("[en|et] {fil}", "et regneark", True),
        ("start over", "start ovre", False),
    ],
)
def test_a_sentence_fits_as_its_brackets_say(written: str, said: str, fits: bool) -> None:
    assert bool(compiled(written, PARTS).pattern.fullmatch(said + " ")) is fits


@pytest.mark.parametrize("written", ["vis [radar", "vis (a|b", "vis a]", "<findes ikke> radar", "<ukendt> radar"])
def test_a_sentence_written_wrong_says_what_is_wrong(written: str) -> None:
    with pytest.raises(ValueError, match=r"mangler|hører|hverken"):
        compiled(written, PARTS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("sprign", "spring"), ("spirng", "spring"), ("hjlæp", "hjælp"), ("stpo", "stop"), ("radra", "radar")),
        *(("stol", "stol"), ("snart", "snart"), ("næsten", "næsten"), ("starter", "starter"), ("xyz", "xyz")),
        ("smart", "smart"),
    ],
)
def test_a_typo_is_mended_and_another_word_is_left(said: str, meant: str) -> None:
    mender = Mender({"spring", "hjælp", "stop", "radar", "næste", "start", "starte"}, frozenset({"starter"}))
    assert mender.mended(said) == meant


def test_a_name_is_no_typo_of_a_word() -> None:
    mender = Mender({"klarer"}, frozenset())
    assert (mender.mended("klare"), mender.mended("klare", {"klare"})) == ("klarer", "klare")


def test_a_word_that_is_an_answer_alone_has_another_way_to_be_the_command_there() -> None:
    told = [entry for entry in sentences().entries if {Place.ALONE, Place.RATING} & entry.places and not entry.is_loose]
    reached = {entry.meaning for entry in told}
    answers = {entry.meaning for entry in sentences().entries if not {Place.ALONE, Place.RATING} & entry.places}
    assert {"udvikling", "historik", "evaluér", "påmindelser til", "opsummering"} <= answers & reached
    assert answers <= reached, "a command nobody alone can give"
