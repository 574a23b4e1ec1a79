"""JSON is compact, in UTF-8, and says the same whichever encoder made it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import encoding
from bot.encoding import Encoded, encoded, encoded_text
from bot.wire import Reply

ANY_CHARACTER = st.text(st.characters(exclude_categories=()))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_CHARACTER,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_CHARACTER, inner, max_size=4),
    max_leaves=12,
)


@given(ANY_JSON)
def test_whatever_json_can_say_is_said_in_utf_8_and_reads_back_as_it_was(value: Any) -> None:
    assert json.loads(encoded(value).decode()) == value
    assert json.loads(encoded_text(value)) == value


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, 2**64, -(2**70), [2**200, "æ 🫐 \ud83d"], {1: "én"}])
def test_what_the_fast_encoder_refuses_the_slow_one_writes(value: Any) -> None:
    with pytest.raises(TypeError):
        encoding.orjson.dumps(value)
    assert json.loads(encoded(value).decode()) == json.loads(json.dumps(value))


@given(st.text())
def test_both_write_words_alike_so_that_a_weight_does_not_hang_on_which(words: str) -> None:
    assert encoding._slowly(words) == encoded(words)


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), Reply()])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        encoded(value)


def test_what_is_encoded_already_stands_in_more_as_it_is() -> None:
    assert (
        encoded({"card": Encoded(encoded({"text": "æ\ud800"})), "n": 1}) == b'{"card":{"text":"\xc3\xa6\\ud800"},"n":1}'
    )


def test_a_reply_makes_its_card_json_once() -> None:
    reply = Reply({"type": "AdaptiveCard"})
    assert reply.encoded_card is reply.encoded_card
    assert encoded(reply.encoded_card) == b'{"type":"AdaptiveCard"}'
    assert Reply().encoded_card is None
