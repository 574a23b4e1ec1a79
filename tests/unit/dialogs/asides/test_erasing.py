"""»slet mine svar«: what it means and what it does not, what a list leads to, and what its cards say."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import erasing as cards
from bot.cards.elements import Card
from bot.cards.erasing import Policy
from bot.channels.activities import Activity, incoming_of
from bot.errors import BadPress
from bot.storage.person import fingerprint
from bot.storage.person_forgetting import plainest
from bot.turns.erasing.presses import VERBS
from bot.turns.verbs import command_of
from bot.wire import Press
from dialogs.asides import erasing as e
from dialogs.danish.folding import fold
from dialogs.texts import erasing as words
from dialogs.understanding.erasing_words import heard, may_be_heard
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
PART = e.MyPart("t", "c", "r", "sundhed-og-aeldre", "630", NOW, e.Fate.PART, answers=2)
STAYS = replace(PART, fate=e.Fate.ANSWERS_STAY)
MINE = e.Mine((PART,), own=3)


def buttons(card: Card) -> list[str]:
    return [action["title"] for action in card.get("actions", [])]


@pytest.mark.parametrize(
    "said", ["Det sletter jeg", "svar", "vi vil slette", "slet skridt 2", "slet svar 3", "mine svar"]
)
def test_what_says_something_else_is_left_alone(said: str) -> None:
    assert heard(fold(said)) is None


def test_a_sentence_in_a_field_is_an_answer_and_the_words_themselves_are_not() -> None:
    assert heard(fold("Vi vil kunne slette mine data"), as_answer=True) is None
    assert isinstance(heard(fold("Slet mine svar."), as_answer=True), e.ShowMine)
    assert isinstance(heard(fold("slet mine sar"), as_answer=True), e.NearlyMine)


@given(st.text())
def test_any_words_are_heard_without_trouble(said: str) -> None:
    assert isinstance(heard(fold(said)), e.ShowMine | e.NearlyMine | None)


WORDS = st.sampled_from("slet mine svar tak please nu mit slt savr! data hvad alle i chats --- aa e\u0301".split(" "))


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_no_text_is_too_long_to_be_heard_that_would_be(said: str) -> None:
    assert may_be_heard(said) or heard(fold(said), as_answer=True) is None


def test_only_the_list_as_it_now_stands_is_erased() -> None:
    by = e.EraseBy.SELF
    assert e.apply_erasing(MINE, e.EraseMine(MINE.mark), by) == e.Erased()
    for changed in (replace(MINE, own=4), e.Mine((replace(PART, answers=3),), 3), e.Mine((STAYS,), 3)):
        assert e.apply_erasing(changed, e.EraseMine(MINE.mark), by) == e.MineShown(changed=True)
    assert e.apply_erasing(e.Mine(), e.EraseMine(MINE.mark), by) == e.MineShown()
    assert e.apply_erasing(MINE, e.KeepMine(), by) == e.NothingErased()


def test_where_the_kommune_decides_nothing_is_erased_by_any_press() -> None:
    assert e.apply_erasing(MINE, e.EraseMine(MINE.mark), e.EraseBy.DPO) == e.MineShown()


def test_what_cannot_go_is_not_offered_and_it_is_said_why() -> None:
    mine = e.Mine((STAYS,))
    assert not mine.can_go and e.apply_erasing(mine, e.EraseMine(mine.mark), e.EraseBy.SELF) == e.MineShown()
    card = cards.mine_card(mine, BUNDLE, Policy(), "29:x")
    assert words.ERASE not in buttons(card)
    assert words.WHY_ANSWERS_STAY in json.dumps(card, ensure_ascii=False)
    assert e.Mine((replace(STAYS, leads=True),)).can_go, "the name of whoever leads it can"


def test_files_are_counted_on_the_list_and_none_that_comes_or_goes_makes_it_another() -> None:
    made = e.Mine(files=1)
    said = str(cards.mine_card(made, BUNDLE, Policy(), "29:1"))
    assert words.FILES.format(count="1 fil") in said and words.ERASE in said
    assert e.apply_erasing(replace(made, files=2), e.EraseMine(made.mark), e.EraseBy.SELF) == e.Erased()
    assert made.left.is_nothing


def test_the_list_claims_no_right_and_says_what_is_not_reached() -> None:
    for card in (cards.mine_card(MINE, BUNDLE, Policy(), "29:x"), cards.erased_card(MINE)):
        said = json.dumps(card, ensure_ascii=False)
        assert words.KOMMUNEN_DECIDES in said and words.NOT_REACHED in said
        assert "ret til" not in said and "pligt" not in said


def test_a_wish_is_written_ready_for_the_address_with_the_id_that_finds_them_and_nothing_else() -> None:
    card = cards.mine_card(MINE, BUNDLE, Policy(e.EraseBy.DPO, "dpo@kommune.example"), "29:å&b?c=d")
    (link,) = [action["url"] for action in card["actions"] if action["type"] == "Action.OpenUrl"]
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "dpo@kommune.example")
    assert parse_qs(parts.query) == {
        "subject": [words.WISH_SUBJECT],
        "body": [words.WISH.format(person="29:å&b?c=d")],
    }
    assert words.ERASE not in buttons(card)


def test_what_everybody_sees_names_nobody_and_counts_nothing() -> None:
    for card in (cards.ask_card(), cards.nearly_card(), cards.gone_card()):
        assert not any(sign.isdigit() for sign in json.dumps(card["body"], ensure_ascii=False))


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_button_of_its_cards_is_understood_whatever_it_carries(verb: str) -> None:
    for data in ({}, {"d": "x"}, {"d": 7}, {"d": {"d": None}}):
        assert isinstance(command_of(Press(verb, data), None, BUNDLE), e.ErasingCommand)
    with pytest.raises(BadPress):
        command_of(Press(f"{verb}x", {}), None, BUNDLE)


def test_an_entra_id_is_found_again_in_any_case_and_not_in_another_tenant() -> None:
    assert fingerprint("Tenant", "ABC-1") == fingerprint("tenant", "abc-1") != fingerprint("other", "abc-1")
    assert "abc" not in fingerprint("tenant", "abc-1")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0f1e-2D3C", "0f1e-2D3C"), (None, None), (7, None), ("", None), ("a" * 65, None), ("a b\x00", None), ({}, None)],
)
def test_what_is_no_entra_id_costs_nobody_their_message(given: Any, kept: str | None) -> None:
    activity = {
        **{"type": "message", "text": "hej", "serviceUrl": "https://teams.example/"},
        **{"from": {"id": "29:x", "aadObjectId": given}, "conversation": {"id": "c"}},
    }
    incoming = incoming_of(Activity.model_validate(activity))
    assert incoming is not None and incoming.entra == kept


def test_words_are_found_again_on_a_card_that_escapes_them() -> None:
    said = 'Det er *vigtigt* at "alle" [kan]\nsvare'
    shown = json.dumps({"text": r"Først: Det er \*vigtigt\* at \"alle\" \[kan\]" + "\nsvare"}, ensure_ascii=False)
    assert plainest(said) in plainest(shown)
