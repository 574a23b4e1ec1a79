"""Signed bundles that must not go in. Each test is named by the attack, and is told the reasons an editor is told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Collection
from typing import Any

import pytest

from radar_core.editions.bundle import bundle_hash
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.push.admission import admit_bundle
from radar_core.push.signing import OVERHEAD, sign
from tests.fakes.admission import (
    EXAMPLE,
    FILES,
    FIRST,
    LIVE,
    MEGABYTE,
    SECOND,
    TAKEN,
    admitted_step,
    assert_good_is_admitted,
    changed,
    line,
    refused_activation,
    refused_bundle,
    without,
)
from tests.fakes.signed import KEY, KEYS, SPARE, activation, bundle

BOMB = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_yaml_bomb() -> None:
    envelope = sign(BOMB.encode(), KEY)
    tracemalloc.start()
    try:
        with pytest.raises(EditionRefused) as caught:
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
    for listed in ("placeringer", "teknologier_i_alt"):
        edition[listed] = [p for p in edition[listed] if p["fagomraade"] != "sundhed-og-aeldre"]


def no_placement(fields: dict[str, Any]) -> None:
    edition, left_out = fields["udgave"], ("rpa", "sundhed-og-aeldre")
    edition["placeringer"] = [p for p in edition["placeringer"] if (p["teknologi"], p["fagomraade"]) != left_out]


def other_kommune(fields: dict[str, Any]) -> None:
    (island,) = [each for each in fields["kommuner"]["kommuner"] if each["navn"] == "Læsø"]
    island.update(kode="999", navn="Prøvekommune")


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
            "Kommunen »Læsø« er med nu, men er væk i den nye udgave.",
            {"kommuner": ["825"]},
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
        f"Linje {line(content, 'revison')}: Jeg kender ikke feltet »revison«. Mente du »revision«?",
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
        "Linje 35: Teknologierne har egenskaber, men »raad« mangler.",
    )
    assert refused.step is Step.SCHEMA


def test_signed_activation_sent_as_a_bundle() -> None:
    assert admitted_step(activation(6, SECOND)) is Step.SCHEMA


def test_signed_bundle_sent_as_an_activation() -> None:
    refused_activation(sign(SECOND, KEY), Step.SIZE, "Filen er for stor", key=None)
