"""Keys, and the envelope that says who signed which bytes."""

from __future__ import annotations

import base64
import unicodedata

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from radar_core.push.signing import (
    MAX_PASSPHRASE_BYTES,
    MIN_PASSPHRASE,
    OVERHEAD,
    BadKey,
    BadSignature,
    Signed,
    key_id,
    keygen,
    open_envelope,
    peek,
    public_text,
    read_key_file,
    read_public_keys,
    sign,
)

PASSPHRASE = "æbler og blåbær på Bornholm"
KEY, SPARE = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
KEYS = read_public_keys([public_text(KEY.public_key()), public_text(SPARE.public_key())])


def key_file(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey, encryption: KeySerializationEncryption) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def why(envelope: bytes) -> str:
    with pytest.raises(BadSignature) as caught:
        open_envelope(envelope, KEYS)
    return str(caught.value)


@given(content=st.binary(max_size=300))
def test_what_is_signed_comes_out_byte_for_byte_with_the_signer(content: bytes) -> None:
    envelope = sign(content, SPARE)
    signed = open_envelope(envelope, KEYS)
    assert (signed.content, signed.key_id) == (content, key_id(SPARE.public_key()))
    assert len(envelope) == len(content) + OVERHEAD


def test_the_same_content_and_key_give_the_same_envelope() -> None:
    assert sign(b"x", KEY) == sign(b"x", KEY) != sign(b"x", SPARE)


def test_an_envelope_is_three_lines_and_an_empty_one_before_the_content() -> None:
    start, key, signature, empty, *content = sign("på dansk\nto linjer\n".encode(), KEY).decode().split("\n")
    assert start == "teknologiradar-signatur 1"
    assert key == f"noegle {key_id(KEY.public_key())}"
    assert signature.startswith("signatur ")
    assert (empty, content) == ("", ["på dansk", "to linjer", ""])


def test_each_way_an_envelope_can_be_bad_has_its_own_words() -> None:
    envelope = sign(b"indhold", KEY)
    assert "ikke underskrevet" in why(b"indhold")
    assert "ikke underskrevet" in why(b"")
    assert "foran filen er beskadiget" in why(envelope.replace(b"noegle", b"nogle"))
    assert "ikke er blandt de godkendte" in why(sign(b"indhold", Ed25519PrivateKey.from_private_bytes(bytes(32))))
    assert "ændret eller afkortet" in why(envelope + b"x")


def test_a_signature_can_only_be_written_in_one_way() -> None:
    envelope = sign(b"indhold", KEY)
    last = envelope.index(b"==") - 1
    # The last digit before »==« carries four bits of signature; the other two must be zero.
    others = set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") - {envelope[last]}
    for other in others:
        assert "ændret eller afkortet" in why(envelope[:last] + bytes([other]) + envelope[last + 1 :])


def test_a_new_key_signs_what_its_public_text_opens() -> None:
    pem, public = keygen(PASSPHRASE)
    signed = open_envelope(sign(b"indhold", read_key_file(pem, PASSPHRASE)), read_public_keys([public]))
    assert signed.content == b"indhold"


def test_two_new_keys_are_never_the_same() -> None:
    assert keygen(PASSPHRASE)[1] != keygen(PASSPHRASE)[1]


def test_a_key_file_is_encrypted_and_holds_neither_key_nor_passphrase_in_the_clear() -> None:
    pem, public = keygen(PASSPHRASE)
    raw = read_key_file(pem, PASSPHRASE).private_bytes_raw()
    assert pem.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    body = base64.b64decode(b"".join(pem.splitlines()[1:-1]))
    assert raw not in body and PASSPHRASE.encode() not in pem and public.encode() not in pem


def test_a_passphrase_typed_on_another_kind_of_computer_is_the_same() -> None:
    pem, _ = keygen(unicodedata.normalize("NFD", PASSPHRASE))
    read_key_file(pem, unicodedata.normalize("NFC", PASSPHRASE))


@pytest.mark.parametrize("passphrase", ["", "x" * (MIN_PASSPHRASE - 1), " " * 40, "kort" + " " * 20])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(BadKey, match=f"mindst {MIN_PASSPHRASE} tegn"):
        keygen(passphrase)


def test_a_passphrase_has_its_limits() -> None:
    pem, _ = keygen("x" * MAX_PASSPHRASE_BYTES)
    read_key_file(pem, "x" * MAX_PASSPHRASE_BYTES)
    with pytest.raises(BadKey, match="for langt"):
        keygen("ø" * MAX_PASSPHRASE_BYTES)


@pytest.mark.parametrize("passphrase", ["", "x", PASSPHRASE + " ", "x" * 2_000, "\udcff", "\0"])
def test_a_wrong_passphrase_opens_no_key_file(passphrase: str) -> None:
    with pytest.raises(BadKey, match="passer ikke til nøglefilen"):
        read_key_file(key_file(KEY, BestAvailableEncryption(PASSPHRASE.encode())), passphrase)


@pytest.mark.parametrize(
    ("pem", "reason"),
    [
        (b"", "ikke en nøglefil med kodeord"),
        (b"hest", "ikke en nøglefil med kodeord"),
        (key_file(KEY, NoEncryption()), "ikke en nøglefil med kodeord"),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nhest\n-----END ENCRYPTED PRIVATE KEY-----\n", "beskadiget"),
        (key_file(KEY, BestAvailableEncryption(PASSPHRASE.encode()))[:-60], "beskadiget"),
        (
            key_file(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(PASSPHRASE.encode())),
            "anden slags",
        ),
    ],
)
def test_what_is_no_key_file_of_ours_is_refused(pem: bytes, reason: str) -> None:
    with pytest.raises(BadKey, match=reason):
        read_key_file(pem, PASSPHRASE)


def test_public_keys_are_known_by_their_ids() -> None:
    assert set(KEYS) == {key_id(KEY.public_key()), key_id(SPARE.public_key())}
    assert all(len(known) == 16 and set(known) <= set("0123456789abcdef") for known in KEYS)
    assert read_public_keys([]) == {}


def test_space_around_a_public_key_is_no_fault() -> None:
    assert set(read_public_keys([f"  {public_text(KEY.public_key())}\n"])) == {key_id(KEY.public_key())}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hest",
        "æøå",
        base64.b64encode(bytes(31)).decode(),
        base64.b64encode(bytes(33)).decode(),
        public_text(KEY.public_key()).rstrip("="),
        public_text(KEY.public_key())[:-2] + "/=",
        public_text(KEY.public_key())[:10] + "\n" + public_text(KEY.public_key())[10:],
    ],
)
def test_what_is_no_public_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadKey, match="er ikke en offentlig nøgle"):
        read_public_keys([public_text(SPARE.public_key()), text])


def test_the_same_public_key_twice_is_refused() -> None:
    with pytest.raises(BadKey, match="to gange"):
        read_public_keys([public_text(KEY.public_key())] * 2)


def test_a_peek_tells_what_an_envelope_says_and_checks_nothing() -> None:
    envelope = sign(b"indhold", KEY)
    assert peek(envelope) == open_envelope(envelope, KEYS)
    changed = envelope[:-1] + b"!"
    assert peek(changed) == Signed(b"indhol!", key_id(KEY.public_key()))
    assert peek(b"indhold") is None
