"""The activation: read back as it was written, and written in one way only."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.editions.refusal import EditionRefused, Step
from radar_core.push.activation import (
    MAX_ACTIVATION_BYTES,
    MAX_NOTE,
    MAX_SERIAL,
    Activation,
    read_activation,
    write_activation,
)

AT = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
HASH = "0123456789abcdef" * 4
ACTIVATION = Activation(7, HASH, AT, "Udgave 2020 på ny")
DATA = write_activation(ACTIVATION)

ACTIVATIONS = st.builds(
    Activation,
    serial=st.integers(1, MAX_SERIAL),
    bundle=st.text("0123456789abcdef", min_size=64, max_size=64),
    time=st.datetimes(timezones=st.just(dt.UTC)).map(lambda at: at.replace(microsecond=0)),
    note=st.text("abcæøåÆØÅ 1234567890-–.,:;»«\"\\/'{}[]€😀", max_size=MAX_NOTE).map(str.strip),
)


def refusal(data: bytes) -> EditionRefused:
    with pytest.raises(EditionRefused) as caught:
        read_activation(data)
    return caught.value


@given(activation=ACTIVATIONS)
def test_an_activation_is_read_back_as_it_was_written(activation: Activation) -> None:
    data = write_activation(activation)
    assert read_activation(data) == activation
    assert len(data) <= MAX_ACTIVATION_BYTES


@given(activation=ACTIVATIONS, other=ACTIVATIONS)
def test_equal_activations_are_equal_bytes_and_others_are_not(activation: Activation, other: Activation) -> None:
    assert (write_activation(activation) == write_activation(other)) is (activation == other)


@given(at=st.integers(0, len(DATA)), char=st.sampled_from(list(' \n\t\r,:{}"0Z\\')))
def test_one_character_more_is_refused_or_says_something_else(at: int, char: str) -> None:
    text = DATA.decode()
    assert_not_the_same((text[:at] + char + text[at:]).encode())


@given(at=st.integers(0, len(DATA) - 1))
def test_one_byte_less_is_refused_or_says_something_else(at: int) -> None:
    assert_not_the_same(DATA[:at] + DATA[at + 1 :])


def assert_not_the_same(data: bytes) -> None:
    try:
        found = read_activation(data)
    except EditionRefused:
        return
    assert found != ACTIVATION and write_activation(found) == data


def test_the_form_is_the_documented_one() -> None:
    assert DATA.decode() == (
        f'{{"activation":1,"bundle":"{HASH}","note":"Udgave 2020 på ny","serial":7,"time":"2026-01-31T12:00:00Z"}}'
    )


def test_the_time_is_written_in_utc() -> None:
    in_denmark = ACTIVATION.time.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert write_activation(replace(ACTIVATION, time=in_denmark)) == DATA


def test_a_time_without_a_zone_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_activation(replace(ACTIVATION, time=AT.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "other",
    [
        json.dumps(json.loads(DATA), ensure_ascii=False),
        json.dumps(json.loads(DATA), separators=(",", ":")),
        json.dumps(dict(reversed(json.loads(DATA).items())), ensure_ascii=False, separators=(",", ":")),
        DATA.decode() + "\n",
        " " + DATA.decode(),
        DATA.decode().replace('"serial":7', '"serial":6,"serial":7'),
    ],
)
def test_the_same_said_in_another_way_is_refused(other: str) -> None:
    refused = refusal(other.encode())
    assert (refused.step, len(refused.reasons)) == (Step.PARSE, 1)
    assert "den ene måde" in refused.reasons[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"hest", DATA[:-1], b"[" * 3_999, b'{"serial":' + b"9" * 3_900 + b"}", b"\xef\xbb\xbf" + DATA],
)
def test_what_is_not_json_is_refused_when_it_is_read(data: bytes) -> None:
    assert refusal(data).step in (Step.PARSE, Step.SCHEMA)


@pytest.mark.parametrize("data", [b"[]", b"1", b'"hest"', b"null", b"NaN"])
def test_what_is_not_fields_is_refused(data: bytes) -> None:
    assert refusal(data).reasons == ("Aktiveringen skal være felter, ikke en liste eller et enkelt ord.",)


def test_too_much_is_refused_unread() -> None:
    assert refusal(b" " * (MAX_ACTIVATION_BYTES + 1)).step is Step.SIZE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("activation", value) for value in (0, 2, True, "1", 1.0, None)],
        *[("bundle", value) for value in ("", HASH[:-1], HASH + "0", HASH.upper(), HASH[:-1] + "\n", 1, None)],
        *[
            ("note", value)
            for value in (None, 1, "a\nb", "a\tb", " a", "a ", "a\u202eb", "a\u0301", "x" * (MAX_NOTE + 1))
        ],
        *[("note", value) for value in ("\ud800", "a\x00b", "a\u2028b")],
        *[("serial", value) for value in (0, -1, True, 1.0, "1", None, [1], MAX_SERIAL + 1)],
        *[("time", value) for value in (None, 1, "", "2026-01-31", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z")],
        *[("time", value) for value in ("2026-01-31T12:00:60Z", "2026-1-31T12:00:00Z", "２026-01-31T12:00:00Z")],
    ],
)
def test_a_field_that_does_not_fit_is_named(field: str, value: object) -> None:
    refused = refusal(json.dumps(json.loads(DATA) | {field: value}, separators=(",", ":")).encode())
    assert refused.step is Step.SCHEMA
    [reason] = refused.reasons
    assert reason.startswith(f"Feltet »{field}« skal være ")


def test_every_field_that_is_missing_unknown_or_wrong_is_told_at_once() -> None:
    refused = refusal(b'{"activation":1,"serial":0,"a\\nb":1,"note":"","' + b"x" * 500 + b'":2}')
    assert refused.step is Step.SCHEMA
    assert sorted(refused.reasons) == sorted(
        [
            "Feltet »bundle« mangler.",
            "Feltet »time« mangler.",
            f"Feltet »serial« skal være et helt tal fra 1 til {MAX_SERIAL}.",
            "Jeg kender ikke feltet »a b«.",
            f"Jeg kender ikke feltet »{'x' * 59}…«.",
        ]
    )


@pytest.mark.parametrize(
    "activation",
    [
        replace(ACTIVATION, serial=0),
        replace(ACTIVATION, bundle="x"),
        replace(ACTIVATION, note="to\nlinjer"),
        replace(ACTIVATION, note="\ud800"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(activation: Activation) -> None:
    with pytest.raises(EditionRefused):
        write_activation(activation)
