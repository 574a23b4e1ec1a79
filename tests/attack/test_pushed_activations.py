"""Signed activations that must not count. Each test is named by the attack."""

from __future__ import annotations

import pytest

from radar_core.editions.bundle import bundle_hash, read_bundle
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.push.activation import read_activation
from radar_core.push.admission import admit_activation
from radar_core.push.signing import OVERHEAD, sign
from tests.fakes.admission import (
    DRAFT,
    EXAMPLE,
    FILES,
    FIRST,
    LATEST,
    LIVE,
    SECOND,
    TAKEN,
    assert_good_is_admitted,
    changed,
    refused_activation,
    without,
)
from tests.fakes.signed import KEY, KEYS, activation, bundle


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
    reason = f"Der er ingen udgave med SHA-256 {bundle_hash(unknown)[:16]}… her. Send udgaven, før den gøres gældende."
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
    reason = f"Udgaven {name} har status »{status}« og kan ikke gøres gældende her."
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
    with pytest.raises(EditionRefused) as caught:
        admit_activation(sign(content, KEY), KEYS, FILES, LATEST, LIVE, TAKEN.values(), is_production=True)
    assert caught.value.step in (Step.PARSE, Step.SCHEMA)
    assert_good_is_admitted()
