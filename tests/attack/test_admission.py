"""What somebody may try to push. Each test is named by the attack; each ends in a refusal at the step that must stop
it, with the reasons an editor is told, and the good bundle is admitted all the same.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.activation import MAX_ACTIVATION_BYTES, Activation, read_activation
from radar_core.admission import Keys, admit_activation, admit_bundle
from radar_core.bundle_file import MAX_BUNDLE_BYTES, BundleFile, bundle_hash, read_bundle
from radar_core.model import Bundle
from radar_core.refusal import Refused, Step
from radar_core.signing import OVERHEAD, key_id, read_public_keys, sign
from tests.signed import KEY, KEYS, PUBLIC, SPARE, STRANGER, activation, bundle

MEGABYTE = 1_000_000
SIGNER = key_id(KEY.public_key())
FOREIGN = key_id(STRANGER.public_key())

FIRST = bundle("2020")
"""Live."""
SECOND = bundle("2020", revision=2)
"""The good one, which may go in."""
EXAMPLE = bundle("eksempel")
DRAFT = bundle("2020", change=lambda fields: fields["udgave"].update(id="2021", status="udkast"))
FILES = {bundle_hash(content): read_bundle(content) for content in (FIRST, SECOND, EXAMPLE, DRAFT)}
LIVE = FILES[bundle_hash(FIRST)].bundle
TAKEN = {"2020-r1": bundle_hash(FIRST)}
LATEST = read_activation(activation(5, FIRST)[OVERHEAD:])


def changed(old: str, new: str, content: bytes = SECOND) -> bytes:
    """The good bundle with its first ``old`` replaced."""
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def line(content: bytes, text: str) -> int:
    """The line of a bundle file in which the text stands first."""
    return content[: content.index(text.encode())].count(b"\n") + 1


def without(*technologies: str) -> Callable[[dict[str, Any]], None]:
    """Takes technologies off every radar."""

    def change(fields: dict[str, Any]) -> None:
        kept = [p for p in fields["udgave"]["placeringer"] if p["teknologi"] not in technologies]
        assert len(kept) < len(fields["udgave"]["placeringer"])
        fields["udgave"]["placeringer"] = kept

    return change


def assert_good_is_admitted() -> None:
    admitted = admit_bundle(sign(SECOND, KEY), KEYS, LIVE, TAKEN)
    assert (admitted.bundle_file.name, admitted.content, admitted.key_id) == ("2020-r2", SECOND, SIGNER)
    started = admit_activation(activation(6, SECOND), KEYS, FILES, LATEST, LIVE, TAKEN.values(), is_production=True)
    assert (started.activation.bundle, started.is_repeat) == (bundle_hash(SECOND), False)


def checked(refused: Refused, step: Step, key: str | None, beginnings: Collection[str]) -> Refused:
    """It is refused at that step, and told the reasons that begin so and no others."""
    assert (refused.step, refused.key_id) == (step, key)
    assert len(refused.reasons) == len(beginnings), refused.reasons
    for reason, beginning in zip(refused.reasons, beginnings, strict=True):
        assert reason.startswith(beginning), refused.reasons
        assert len(reason) < 400 and reason.isprintable()
    assert_good_is_admitted()
    return refused


def refused_bundle(
    envelope: bytes,
    step: Step,
    *beginnings: str,
    key: str | None = SIGNER,
    keys: Keys = KEYS,
    live: Bundle | None = LIVE,
    taken: Mapping[str, str] = TAKEN,
) -> Refused:
    with pytest.raises(Refused) as caught:
        admit_bundle(envelope, keys, live, taken)
    return checked(caught.value, step, key, beginnings)


def refused_activation(
    envelope: bytes,
    step: Step,
    *beginnings: str,
    key: str | None = SIGNER,
    keys: Keys = KEYS,
    bundles: Mapping[str, BundleFile] = FILES,
    latest: Activation | None = LATEST,
    live: Bundle | None = LIVE,
    is_production: bool = True,
) -> Refused:
    with pytest.raises(Refused) as caught:
        admit_activation(envelope, keys, bundles, latest, live, TAKEN.values(), is_production=is_production)
    return checked(caught.value, step, key, beginnings)


# Size and signature.

UNSIGNED = "Filen er ikke underskrevet."
BROKEN = "Underskriften foran filen er ødelagt."
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
    with pytest.raises(Refused) as caught:
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
    with pytest.raises(Refused) as caught:
        admit_bundle(envelope, KEYS, LIVE, TAKEN)
    assert caught.value.step is Step.SIGNATURE


def test_envelope_inside_an_envelope_is_not_opened_twice() -> None:
    assert admitted_step(sign(sign(SECOND, KEY), KEY)) is Step.PARSE


def admitted_step(envelope: bytes) -> Step:
    with pytest.raises(Refused) as caught:
        admit_bundle(envelope, KEYS, LIVE, TAKEN)
    return caught.value.step


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


# What the signed file says.

BOMB = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_yaml_bomb() -> None:
    envelope = sign(BOMB.encode(), KEY)
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as caught:
            admit_bundle(envelope, KEYS, LIVE, TAKEN)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTE
    assert caught.value.step is Step.PARSE
    assert {fault.line for fault in caught.value.faults if "er ikke tilladt" in fault.message} == set(range(1, 10))
    assert_good_is_admitted()


def test_alias_in_an_otherwise_good_file() -> None:
    source = 'kilde: "https://www.dst.dk'
    anchored = changed(source, f"kilde: &k {source.removeprefix('kilde: ')}")
    content = changed("navn: Ballerup", "navn: *k", anchored)
    refused_bundle(
        sign(content, KEY),
        Step.PARSE,
        f"Linje {line(content, '&k')}: Ankre (»&k«) er ikke tilladt.",
        f"Linje {line(content, '*k')}: Henvisninger (»*k«) er ikke tilladt.",
    )


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? "])
def test_deep_nesting(opening: str) -> None:
    content = f"bundle: 1\nrevision: 1\nudgave:\n  {opening * 5000}".encode()
    refused_bundle(sign(content, KEY), Step.PARSE, "Linje 4: Der er for mange niveauer inde i hinanden")


def test_deep_nesting_in_an_activation() -> None:
    refused_activation(sign(b"[" * 4_000, KEY), Step.PARSE, "Aktiveringen er ikke JSON i UTF-8.")


def test_duplicate_key() -> None:
    content = SECOND + b"revision: 3\n"
    last = content.count(b"\n")
    reason = f"Linje {last}: Feltet »revision« står to gange; det står også i linje {line(SECOND, 'revision: 2')}."
    refused_bundle(sign(content, KEY), Step.PARSE, reason)


def test_duplicate_key_in_an_activation() -> None:
    twice = activation(6, SECOND)[OVERHEAD:].replace(b'"serial":6', b'"serial":1,"serial":6')
    refused_activation(sign(twice, KEY), Step.PARSE, "Aktiveringen er ikke skrevet på den ene måde")


def test_octal_looking_code() -> None:
    content = changed('kode: "101"', "kode: 0101")
    reason = f"Linje {line(content, 'kode: 0101')}: »0101« kan læses både som tal og som kode"
    refused_bundle(sign(content, KEY), Step.PARSE, reason)


def test_code_that_is_a_number() -> None:
    content = changed('kode: "101"', "kode: 101")
    reason = f'Linje {line(content, "kode: 101")}: Feltet »kode« skal være tekst: sæt anførselstegn om, "101".'
    refused_bundle(sign(content, KEY), Step.SCHEMA, reason)


def test_unknown_fagomraade() -> None:
    content = changed("fagomraade: samlet", "fagomraade: maanen")
    reason = f"Linje {line(content, 'maanen')}: Fagområdet »maanen« findes ikke i listen »fagomraader«."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_unknown_technology() -> None:
    content = changed("teknologi: apps", "teknologi: ap")
    reason = f"Linje {line(content, 'teknologi: ap,')}: Teknologien »ap« findes ikke i listen »teknologier«."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_missing_question() -> None:
    content = bundle("2020", 2, lambda fields: fields["spoergsmaal"]["spoergsmaal"].pop())
    reason = f"Linje {line(content, '  spoergsmaal:')}: Listen »spoergsmaal« skal have 9, men har 8."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_same_question_twice_hides_that_another_is_missing() -> None:
    content = changed("nummer: 9", "nummer: 8")
    at, first = content.rindex(b"nummer: 8"), line(content, "nummer: 8")
    reason = f"Linje {content[:at].count(10) + 1}: Nummer »8« står to gange; det første sted er linje {first}."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_made_up_placement_in_a_published_edition() -> None:
    content = changed("belaeg: kl", "belaeg: eksempel")
    at = line(content, "belaeg: eksempel")
    reason = f"Linje {at}: Belægget »eksempel« kan kun stå i en udgave med status »eksempel«, ikke »offentliggjort«."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_same_name_other_bytes() -> None:
    content = changed("revision: 2", "revision: 1")
    reason = "Udgaven 2020-r1 findes allerede med et andet indhold. Giv rettelsen et højere tal i »revision«."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


def test_a_comment_added_is_other_bytes_too() -> None:
    refused_bundle(sign(FIRST + b"# rettet\n", KEY), Step.CROSS, "Udgaven 2020-r1 findes allerede")


def test_same_bytes_again_are_no_fault() -> None:
    assert admit_bundle(sign(FIRST, SPARE), KEYS, LIVE, TAKEN).content == FIRST


def test_same_bytes_again_are_no_fault_though_a_newer_edition_has_more() -> None:
    smaller = bundle("2020", change=without("rpa"))
    taken = {"2020-r1": bundle_hash(smaller), "2020-r2": bundle_hash(SECOND)}
    live = FILES[bundle_hash(SECOND)].bundle
    assert admit_bundle(sign(smaller, KEY), KEYS, live, taken).content == smaller


def test_technology_removed_without_saying_so() -> None:
    name = LIVE.technology_by_id["rpa"].name
    refused_bundle(
        sign(bundle("2020", 2, without("rpa")), KEY),
        Step.REMOVED,
        f"Teknologien »{name}« er med nu, men er ikke på nogen radar i den nye udgave. Sæt den ind igen, eller skriv "
        "»rpa« i listen »teknologier« under »fjernet«.",
    )


def removed(*technologies: str, said: Collection[str]) -> bytes:
    """The good bundle without some technologies, and what it says of that."""

    def change(fields: dict[str, Any]) -> None:
        without(*technologies)(fields)
        fields["fjernet"] = {"teknologier": list(said)}

    return bundle("2020", 2, change)


def test_technology_removed_and_said_so_is_admitted() -> None:
    content = removed("rpa", said=["rpa"])
    assert admit_bundle(sign(content, KEY), KEYS, LIVE, TAKEN).bundle_file.removed.has("teknologier", "rpa")


def test_one_removal_said_and_others_not() -> None:
    content = removed("rpa", "apps", "big-data", said=["apps"])
    at = line(content, "fjernet:")
    names = (LIVE.technology_by_id[technology].name for technology in ("big-data", "rpa"))
    refused_bundle(
        sign(content, KEY), Step.REMOVED, *(f"Linje {at}: Teknologien »{name}« er med nu" for name in sorted(names))
    )


def test_removal_said_of_what_is_still_there() -> None:
    content = changed("udgave:", "fjernet:\n  teknologier: [rpa]\nudgave:")
    still = line(content, "{teknologi: rpa,")
    reason = f"Linje {line(content, 'fjernet:') + 1}: »rpa« står som fjernet, men er stadig med i linje {still}."
    refused_bundle(sign(content, KEY), Step.CROSS, reason)


@pytest.mark.parametrize("said", [False, True])
def test_renamed_id(said: bool) -> None:
    def change(fields: dict[str, Any]) -> None:
        if said:
            fields["fjernet"] = {"teknologier": ["rpa"]}
        for technology in fields["teknologier"]:
            if technology["id"] == "rpa":
                technology["id"] = "softwarerobotter"
        for placement in fields["udgave"]["placeringer"]:
            if placement["teknologi"] == "rpa":
                placement["teknologi"] = "softwarerobotter"
        for case in fields["erfaringer"]:
            case["teknologier"] = ["softwarerobotter" if t == "rpa" else t for t in case["teknologier"]]

    content = bundle("2020", 2, change)
    refused = refused_bundle(
        sign(content, KEY),
        Step.REMOVED,
        f"Linje {line(content, 'fjernet:')}: Teknologien »" if said else "Teknologien »",
    )
    assert "har skiftet id fra »rpa« til »softwarerobotter«. Et id skifter aldrig" in refused.reasons[0]


def no_case(fields: dict[str, Any]) -> None:
    fields["erfaringer"] = [case for case in fields["erfaringer"] if case["id"] != "skaermbesoeg"]


def no_need(fields: dict[str, Any]) -> None:
    fields["behov"] = [need for need in fields["behov"] if need["id"] != "mindre-slid"]
    for technology in fields["teknologier"]:
        technology["behov"] = [need for need in technology["behov"] if need != "mindre-slid"]


def no_radar(fields: dict[str, Any]) -> None:
    edition = fields["udgave"]
    edition["fagomraader"].remove("sundhed-og-aeldre")
    edition["placeringer"] = [p for p in edition["placeringer"] if p["fagomraade"] != "sundhed-og-aeldre"]


def no_placement(fields: dict[str, Any]) -> None:
    edition, left_out = fields["udgave"], ("rpa", "sundhed-og-aeldre")
    edition["placeringer"] = [p for p in edition["placeringer"] if (p["teknologi"], p["fagomraade"]) != left_out]


def other_kommune(fields: dict[str, Any]) -> None:
    fields["kommuner"]["kommuner"][0] = {"kode": "999", "navn": "Prøvekommune"}


@pytest.mark.parametrize(
    ("change", "reason", "said"),
    [
        (
            no_case,
            "Erfaringen »Skærmbesøg hos ældre borgere« er med nu, men er væk i den nye udgave. "
            "Sæt den ind igen, eller skriv »skaermbesoeg« i listen »erfaringer« under »fjernet«.",
            {"erfaringer": ["skaermbesoeg"]},
        ),
        (
            no_need,
            "Behovet »Mindre slid på medarbejderne« er med nu, men er væk i den nye udgave.",
            {"behov": ["mindre-slid"]},
        ),
        (
            no_radar,
            "Fagområdet »Sundhed og ældre« er med nu, men er uden sin egen radar i den nye udgave.",
            {"fagomraader": ["sundhed-og-aeldre"]},
        ),
        (
            no_placement,
            "»Softwarerobotter (RPA)« står på radaren for »Sundhed og ældre« nu, men er væk derfra i den nye udgave. "
            "Sæt den ind igen, eller skriv {teknologi: rpa, fagomraade: sundhed-og-aeldre} i listen »placeringer« "
            "under »fjernet«.",
            {"placeringer": [{"teknologi": "rpa", "fagomraade": "sundhed-og-aeldre"}]},
        ),
        (
            other_kommune,
            "Kommunen »København« er med nu, men er væk i den nye udgave.",
            {"kommuner": ["101"]},
        ),
    ],
)
def test_anything_else_removed_without_saying_so(
    change: Callable[[dict[str, Any]], None], reason: str, said: dict[str, Any]
) -> None:
    live = FILES[bundle_hash(EXAMPLE)].bundle
    taken = {"eksempel-r1": bundle_hash(EXAMPLE)}
    refused_bundle(sign(bundle("eksempel", 2, change), KEY), Step.REMOVED, reason, live=live, taken=taken)

    def change_and_say(fields: dict[str, Any]) -> None:
        change(fields)
        fields["fjernet"] = said

    content = bundle("eksempel", 2, change_and_say)
    assert admit_bundle(sign(content, KEY), KEYS, live, taken).content == content


def test_field_nobody_knows() -> None:
    content = changed("revision: 2", "revison: 2")
    refused_bundle(
        sign(content, KEY),
        Step.SCHEMA,
        f"Linje {line(content, 'revison')}: Feltet »revison« kendes ikke. Mente du »revision«?",
    )


@pytest.mark.parametrize("value", ["0", "-1", "10000", "1.0", "true", '"2"', "null", "[2]"])
def test_revision_that_is_no_revision(value: str) -> None:
    content = changed("revision: 2", f"revision: {value}")
    refused_bundle(sign(content, KEY), Step.SCHEMA, f"Linje {line(content, 'revision:')}: Feltet »revision« ")


@pytest.mark.parametrize("value", ["2", "true", "1.0", '"1"', "null"])
def test_version_of_the_format_that_is_not_known(value: str) -> None:
    content = changed("bundle: 1", f"bundle: {value}")
    refused_bundle(sign(content, KEY), Step.SCHEMA, f"Linje {line(content, 'bundle:')}: Feltet »bundle« ")


def test_half_a_file_that_is_signed() -> None:
    cut = SECOND[: SECOND.index(b"kommuner:")]
    refused = refused_bundle(
        sign(cut, KEY),
        Step.SCHEMA,
        "Linje 2: Feltet »erfaringer« mangler her.",
        "Linje 2: Feltet »kommuner« mangler her.",
    )
    assert refused.step is Step.SCHEMA


def test_signed_activation_sent_as_a_bundle() -> None:
    assert admitted_step(activation(6, SECOND)) is Step.SCHEMA


def test_signed_bundle_sent_as_an_activation() -> None:
    refused_activation(sign(SECOND, KEY), Step.SIZE, "Filen er for stor", key=None)


# Activations.


def test_lower_serial() -> None:
    reason = "Serienummeret er 4, men 5 er allerede nået; det må kun stige. Brug 6."
    refused_activation(activation(4, SECOND), Step.SERIAL, reason)


def test_same_serial_other_bytes() -> None:
    reason = "Serienummer 5 er allerede brugt til en anden aktivering. Brug 6."
    refused_activation(activation(5, SECOND), Step.SERIAL, reason)
    refused_activation(activation(5, FIRST, "En anden note"), Step.SERIAL, reason)


@pytest.mark.parametrize("serial", [0, -1, 2_147_483_648])
def test_serial_out_of_range(serial: int) -> None:
    content = activation(6, SECOND)[OVERHEAD:].replace(b'"serial":6', f'"serial":{serial}'.encode())
    refused_activation(sign(content, KEY), Step.SCHEMA, "Feltet »serial« skal være et helt tal fra 1 til")


def test_activation_of_an_unknown_bundle() -> None:
    unknown = changed("revision: 2", "revision: 3")
    reason = f"Der er ingen udgave med SHA-256 {bundle_hash(unknown)[:16]}… her. Send udgaven, før den sættes i drift."
    refused_activation(activation(6, unknown), Step.CROSS, reason)


def test_replayed_activation() -> None:
    old = activation(5, FIRST)
    newer = read_activation(activation(6, SECOND)[OVERHEAD:])
    live = FILES[bundle_hash(SECOND)].bundle
    reason = "Serienummeret er 5, men 6 er allerede nået; det må kun stige. Brug 7."
    refused_activation(old, Step.SERIAL, reason, latest=newer, live=live)


def test_the_activation_that_counts_sent_again_changes_nothing() -> None:
    again = admit_activation(activation(5, FIRST), KEYS, FILES, LATEST, LIVE, TAKEN.values(), is_production=True)
    assert (again.is_repeat, again.activation) == (True, LATEST)


@pytest.mark.parametrize(
    ("content", "name", "status"), [(EXAMPLE, "eksempel-r1", "eksempel"), (DRAFT, "2021-r1", "udkast")]
)
def test_example_or_draft_in_production(content: bytes, name: str, status: str) -> None:
    reason = f"Udgaven {name} har status »{status}« og kan ikke sættes i drift her."
    refused_activation(activation(6, content), Step.CROSS, reason)
    refused_activation(activation(1, content), Step.CROSS, reason, latest=None, live=None)
    elsewhere = admit_activation(activation(6, content), KEYS, FILES, None, None, (), is_production=False)
    assert elsewhere.activation.bundle == bundle_hash(content)


def test_technology_that_vanished_between_push_and_activation() -> None:
    smaller = read_bundle(bundle("2020", 3, without("rpa")))
    files = {**FILES, smaller.bundle.sha256: smaller}
    envelope = activation(6, smaller_content := bundle("2020", 3, without("rpa")))
    assert bundle_hash(smaller_content) == smaller.bundle.sha256
    refused_activation(envelope, Step.REMOVED, "2020-r3: Teknologien »", bundles=files)


def test_taking_an_edition_back_is_admitted_though_technologies_vanish() -> None:
    smaller = read_bundle(older := bundle("2020", change=without("rpa")))
    files = {smaller.bundle.sha256: smaller, **FILES}
    latest = read_activation(activation(6, SECOND)[OVERHEAD:])
    live = FILES[bundle_hash(SECOND)].bundle
    been_live = {bundle_hash(older), bundle_hash(SECOND)}
    back = admit_activation(activation(7, older), KEYS, files, latest, live, been_live, is_production=True)
    assert (back.activation.bundle, back.is_repeat) == (bundle_hash(older), False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"activation"', '{ "activation"'),
        ('"note":"",', ""),
        (',"time"', ',"mere":1,"time"'),
        ('"serial":6', '"serial":6.0'),
        ('"serial":6', '"serial":"6"'),
        ('"serial":6', '"serial":true'),
        ('"serial":6', '"serial":6e0'),
        ('"note":""', '"note":"\\u0061"'),
        ("}", "}\n"),
        ("12:00:00Z", "12:00:00+00:00"),
        ("2026-11-24", "2026-02-30"),
    ],
)
def test_signed_activation_written_in_another_way(old: str, new: str) -> None:
    content = changed(old, new, activation(6, SECOND)[OVERHEAD:])
    with pytest.raises(Refused) as caught:
        admit_activation(sign(content, KEY), KEYS, FILES, LATEST, LIVE, TAKEN.values(), is_production=True)
    assert caught.value.step in (Step.PARSE, Step.SCHEMA)
    assert_good_is_admitted()


# The order of the checks.


def test_too_large_and_unsigned_is_only_too_large() -> None:
    refused_bundle(b"a: b: c\n" * MEGABYTE, Step.SIZE, "Filen er for stor", key=None)


def test_a_file_nobody_trusted_signed_is_not_read() -> None:
    refused_bundle(sign(b"a: b: c\n", STRANGER), Step.SIGNATURE, "Filen er underskrevet med nøglen", key=None)
    refused_activation(sign(b"{", STRANGER), Step.SIGNATURE, "Filen er underskrevet med nøglen", key=None)


SMALLER = bundle("2020", 1, without("rpa", "apps"))
"""Two technologies gone and a name that is taken."""


def test_what_cannot_be_read_is_not_held_against_the_live_edition() -> None:
    content = changed('kode: "101"', "kode: 0101", SMALLER)
    refused_bundle(sign(content, KEY), Step.PARSE, f"Linje {line(content, '0101')}: »0101« kan læses")


def test_what_does_not_fit_is_not_held_against_the_live_edition() -> None:
    content = changed("ring: KLAR", "ring: GUL", SMALLER)
    refused_bundle(sign(content, KEY), Step.SCHEMA, f"Linje {line(content, 'GUL')}: Feltet »ring« kan ikke være »GUL«.")


def test_a_taken_name_is_told_before_what_vanished() -> None:
    refused_bundle(sign(SMALLER, KEY), Step.CROSS, "Udgaven 2020-r1 findes allerede")


def test_unknown_bundle_is_told_before_the_serial() -> None:
    unknown = changed("revision: 2", "revision: 3")
    refused_activation(activation(1, unknown), Step.CROSS, "Der er ingen udgave med SHA-256")


def test_what_vanished_is_told_before_the_serial() -> None:
    smaller = read_bundle(content := bundle("2020", 3, without("rpa")))
    files = {**FILES, smaller.bundle.sha256: smaller}
    refused_activation(activation(1, content), Step.REMOVED, "2020-r3: Teknologien »", bundles=files)


def test_fields_are_told_before_the_bundle_and_the_serial() -> None:
    content = b'{"activation":2,"bundle":"x","note":"a\\nb","serial":0,"time":"i dag"}'
    refused_activation(
        sign(content, KEY),
        Step.SCHEMA,
        "Feltet »activation« ",
        "Feltet »bundle« ",
        "Feltet »note« ",
        "Feltet »serial« ",
        "Feltet »time« ",
    )


def test_one_reading_tells_every_fault_of_the_file_at_once_and_the_step_is_the_first() -> None:
    content = changed('kode: "101"', "kode: 0101")
    content = changed("ring: KLAR", "ring: GUL", content)
    content = changed("belaeg: kl", "belaeg: eksempel", content)
    content = changed("teknologi: rpa", "teknologi: rpaa", content)
    refused_bundle(
        sign(content, KEY),
        Step.PARSE,
        f"Linje {line(content, 'belaeg: eksempel')}: Belægget »eksempel«",
        f"Linje {line(content, 'ring: GUL')}: Feltet »ring« kan ikke være »GUL«. Vælg KLAR, AFPRØV, HOLD ØJE eller",
        f"Linje {line(content, 'rpaa')}: Teknologien »rpaa« findes ikke i listen »teknologier«. Mente du »rpa«?",
        f"Linje {line(content, '0101')}: »0101« kan læses både som tal og som kode",
    )
