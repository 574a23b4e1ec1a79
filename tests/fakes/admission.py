"""What an attack is tried against: the live edition, a good one that may go in, and how a refusal is looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest

from radar_core.editions.bundle import BundleFile, bundle_hash, read_bundle
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.model import Bundle
from radar_core.push.activation import Activation, read_activation
from radar_core.push.admission import Keys, admit_activation, admit_bundle
from radar_core.push.signing import OVERHEAD, key_id, sign
from tests.fakes.signed import KEY, KEYS, STRANGER, activation, bundle

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


def checked(refused: EditionRefused, step: Step, key: str | None, beginnings: Collection[str]) -> EditionRefused:
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
) -> EditionRefused:
    with pytest.raises(EditionRefused) as caught:
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
) -> EditionRefused:
    with pytest.raises(EditionRefused) as caught:
        admit_activation(envelope, keys, bundles, latest, live, TAKEN.values(), is_production=is_production)
    return checked(caught.value, step, key, beginnings)


def admitted_step(envelope: bytes) -> Step:
    """Where a bundle is refused."""
    with pytest.raises(EditionRefused) as caught:
        admit_bundle(envelope, KEYS, LIVE, TAKEN)
    return caught.value.step
