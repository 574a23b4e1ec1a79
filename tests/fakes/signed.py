"""Keys, and bundles and activations signed with them."""

from __future__ import annotations

import datetime as dt
import functools
import pickle
from collections.abc import Callable
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from radar_core.editions.bundle import bundle_hash, bundle_of
from radar_core.editions.shipped import DATA_DIR
from radar_core.files.writer import to_yaml
from radar_core.push.activation import Activation, write_activation
from radar_core.push.signing import public_text, read_public_keys, sign

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

KEY, SPARE, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
"""One that is in use, one that is kept safe, and one of somebody else."""

PUBLIC = (public_text(KEY.public_key()), public_text(SPARE.public_key()))
KEYS = read_public_keys(PUBLIC)

Change = Callable[[dict[str, Any]], object]


def bundle(edition: str = "eksempel", revision: int = 1, change: Change | None = None) -> bytes:
    """A shipped edition as a bundle file, changed."""
    content, pickled = _shipped(edition, revision)
    if change is None:
        return content
    fields = pickle.loads(pickled)
    change(fields)
    return to_yaml(fields).encode()


@functools.cache
def _shipped(edition: str, revision: int) -> tuple[bytes, bytes]:
    content = bundle_of(DATA_DIR, edition, revision)
    return content, pickle.dumps(yaml.load(content, yaml.CSafeLoader))


def moved(technology: str, fagomraade: str, ring: str) -> Change:
    """A technology stands in another ring."""

    def change(fields: dict[str, Any]) -> None:
        found = [
            placement
            for placement in fields["udgave"]["placeringer"]
            if (placement["teknologi"], placement["fagomraade"]) == (technology, fagomraade)
        ]
        assert found and found[0]["ring"] != ring
        found[0]["ring"] = ring

    return change


def activation(serial: int, content: bytes, note: str = "", key: Ed25519PrivateKey = KEY) -> bytes:
    """A signed activation of a bundle file's bytes."""
    return sign(write_activation(Activation(serial, bundle_hash(content), AT, note)), key)


RINGS = ("KLAR", "AFPRØV", "HOLD ØJE", "AFVENT")
TECHNOLOGIES, FAGOMRAADER = 60, 12
"""How much the large edition has."""


def large(revision: int = 1) -> bytes:
    """A made-up edition with every technology on every radar; each revision has other rings than the one before."""

    def change(fields: dict[str, Any]) -> None:
        for number in range(len(fields["teknologier"]), TECHNOLOGIES):
            named = {"id": f"opdigtet-{number}", "navn": f"Opdigtet teknologi nummer {number}", "aliaser": []}
            fields["teknologier"].append({**fields["teknologier"][number % 26], **named})
        for number in range(len(fields["fagomraader"]), FAGOMRAADER):
            named = {"id": f"opdigtet-omraade-{number}", "navn": f"Opdigtet område {number}", "aliaser": []}
            fields["fagomraader"].append({**fields["fagomraader"][0], **named})
        radars = ["samlet", *(each["id"] for each in fields["fagomraader"])]
        fields["udgave"]["fagomraader"] = radars[1:]
        fields["udgave"]["teknologier_i_alt"] = [{"fagomraade": radar, "antal": TECHNOLOGIES} for radar in radars]
        fields["udgave"]["placeringer"] = [
            {
                "teknologi": technology["id"],
                "fagomraade": radar,
                "ring": RINGS[(number + place + revision) % len(RINGS)],
                "belaeg": "eksempel",
                "kilde": "Opdigtet",
            }
            for place, radar in enumerate(radars)
            for number, technology in enumerate(fields["teknologier"])
        ]

    return bundle("eksempel", revision, change)
