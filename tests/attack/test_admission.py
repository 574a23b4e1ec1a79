"""The checks stand in their order: what fails one is not carried on to the next."""

from __future__ import annotations

from radar_core.editions.bundle import read_bundle
from radar_core.editions.refusal import Step
from radar_core.push.signing import sign
from tests.fakes.admission import FILES, MEGABYTE, changed, line, refused_activation, refused_bundle, without
from tests.fakes.signed import KEY, STRANGER, activation, bundle


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
        f"Linje {line(content, 'rpaa')}: Teknologien »rpaa« findes ikke i listen »teknologier«.",
        f"Linje {line(content, '0101')}: »0101« kan læses både som tal og som kode",
    )
