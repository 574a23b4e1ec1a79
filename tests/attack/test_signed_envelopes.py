"""Pushes that are too large, or that nobody trusted has signed: refused before a byte of them is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.editions.bundle import MAX_BUNDLE_BYTES
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.push.activation import MAX_ACTIVATION_BYTES
from radar_core.push.admission import admit_bundle
from radar_core.push.signing import OVERHEAD, read_public_keys, sign
from tests.fakes.admission import (
    FIRST,
    FOREIGN,
    LIVE,
    MEGABYTE,
    SECOND,
    SIGNER,
    TAKEN,
    admitted_step,
    refused_activation,
    refused_bundle,
)
from tests.fakes.signed import KEY, KEYS, PUBLIC, SPARE, STRANGER, activation

UNSIGNED = "Filen er ikke underskrevet."
BROKEN = "Underskriften foran filen er beskadiget."
ALTERED = f"Underskriften fra nøglen {SIGNER} passer ikke til indholdet: filen er ændret eller afkortet"
UNTRUSTED = f"Filen er underskrevet med nøglen {SIGNER}, som ikke er blandt de godkendte nøgler."


def test_unsigned() -> None:
    refused_bundle(SECOND, Step.SIGNATURE, UNSIGNED, key=None)
    refused_activation(activation(6, SECOND)[OVERHEAD:], Step.SIGNATURE, UNSIGNED, key=None)


def test_wrong_key() -> None:
    reason = f"Filen er underskrevet med nøglen {FOREIGN}, som ikke er blandt"
    refused_bundle(sign(SECOND, STRANGER), Step.SIGNATURE, reason, key=None)
    refused_activation(activation(6, SECOND, key=STRANGER), Step.SIGNATURE, reason, key=None)


def test_wrong_key_under_the_name_of_a_trusted_one() -> None:
    forged = sign(SECOND, STRANGER).replace(FOREIGN.encode(), SIGNER.encode(), 1)
    refused_bundle(forged, Step.SIGNATURE, ALTERED, key=None)


def test_signature_of_one_file_in_front_of_another() -> None:
    refused_bundle(sign(FIRST, KEY)[:OVERHEAD] + SECOND, Step.SIGNATURE, ALTERED, key=None)
    moved = activation(5, FIRST)[:OVERHEAD] + activation(6, SECOND)[OVERHEAD:]
    refused_activation(moved, Step.SIGNATURE, ALTERED, key=None)


def test_revoked_key() -> None:
    left = read_public_keys(PUBLIC[1:])
    refused_bundle(sign(SECOND, KEY), Step.SIGNATURE, UNTRUSTED, key=None, keys=left)
    refused_activation(activation(6, SECOND), Step.SIGNATURE, UNTRUSTED, key=None, keys=left)
    assert admit_bundle(sign(SECOND, SPARE), left, LIVE, TAKEN).content == SECOND


def test_no_key_is_trusted() -> None:
    refused_bundle(sign(SECOND, KEY), Step.SIGNATURE, UNTRUSTED, key=None, keys={})


@given(at=st.integers(0, OVERHEAD + len(SECOND) - 1), flip=st.integers(1, 255))
def test_one_byte_changed(at: int, flip: int) -> None:
    envelope = bytearray(sign(SECOND, KEY))
    envelope[at] ^= flip
    assert_signature_refuses(bytes(envelope))


@given(at=st.integers(0, OVERHEAD + len(SECOND)), more=st.binary(min_size=1, max_size=3))
def test_bytes_added_anywhere(at: int, more: bytes) -> None:
    envelope = sign(SECOND, KEY)
    longer = envelope[:at] + more + envelope[at:]
    assert longer != envelope
    assert_signature_refuses(longer)


@given(length=st.integers(0, OVERHEAD + len(SECOND) - 1))
def test_truncated_anywhere(length: int) -> None:
    assert_signature_refuses(sign(SECOND, KEY)[:length])


def assert_signature_refuses(envelope: bytes) -> None:
    with pytest.raises(EditionRefused) as caught:
        admit_bundle(envelope, KEYS, LIVE, TAKEN)
    assert (caught.value.step, caught.value.key_id, len(caught.value.reasons)) == (Step.SIGNATURE, None, 1)


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        *[(length, UNSIGNED) for length in (0, 1, 24)],
        *[(length, BROKEN) for length in (25, 26, 40, 49, 50, 60, OVERHEAD - 2, OVERHEAD - 1)],
        *[(length, ALTERED) for length in (OVERHEAD, OVERHEAD + 1, 5_000, OVERHEAD + len(SECOND) - 1)],
    ],
)
def test_truncated_in_each_part_of_the_envelope(length: int, reason: str) -> None:
    refused_bundle(sign(SECOND, KEY)[:length], Step.SIGNATURE, reason, key=None)


@pytest.mark.parametrize(
    "envelope",
    [
        b"\xef\xbb\xbf" + sign(SECOND, KEY),
        sign(SECOND, KEY).replace(b"\n", b"\r\n"),
        b"\n" + sign(SECOND, KEY),
        sign(sign(SECOND, KEY), STRANGER),
    ],
)
def test_envelope_written_in_another_way(envelope: bytes) -> None:
    with pytest.raises(EditionRefused) as caught:
        admit_bundle(envelope, KEYS, LIVE, TAKEN)
    assert caught.value.step is Step.SIGNATURE


def test_envelope_inside_an_envelope_is_not_opened_twice() -> None:
    assert admitted_step(sign(sign(SECOND, KEY), KEY)) is Step.PARSE


def test_50_mb() -> None:
    bundle_limit = "Filen er for stor: den må højst fylde 1 MB foruden underskriften."
    refused_bundle(b"x" * 50 * MEGABYTE, Step.SIZE, bundle_limit, key=None)
    refused_bundle(sign(b"#" * 50 * MEGABYTE, KEY), Step.SIZE, bundle_limit, key=None)
    activation_limit = "Filen er for stor: den må højst fylde 4 kB foruden underskriften."
    refused_activation(b"x" * 50 * MEGABYTE, Step.SIZE, activation_limit, key=None)


def test_one_byte_too_many() -> None:
    refused_bundle(sign(b"#" * (MAX_BUNDLE_BYTES + 1), KEY), Step.SIZE, "Filen er for stor", key=None)
    refused_bundle(sign(b"#" * MAX_BUNDLE_BYTES, KEY), Step.PARSE, "Filen er tom.")
    refused_activation(sign(b" " * (MAX_ACTIVATION_BYTES + 1), KEY), Step.SIZE, "Filen er for stor", key=None)
    refused_activation(sign(b" " * MAX_ACTIVATION_BYTES, KEY), Step.PARSE, "Aktiveringen er ikke JSON")
