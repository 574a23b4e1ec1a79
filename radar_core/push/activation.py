"""The activation: which bundle is live, since when and why. Written in exactly one way, so that equal is equal bytes.

``{"activation":1,"bundle":"<64 hex>","note":"…","serial":1,"time":"2026-01-31T12:00:00Z"}``: JSON in UTF-8 with its
fields in this order, no spaces between them and no line break at the end.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from radar_core.editions.refusal import EditionRefused, Step
from radar_core.errors import Fault
from radar_core.files.text import INVISIBLE
from radar_core.spelling import quote

MAX_ACTIVATION_BYTES = 4_000
MAX_SERIAL = 2_147_483_647
MAX_NOTE = 500
"""Characters."""
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_FIELDS = ("activation", "bundle", "note", "serial", "time")


@dataclass(frozen=True)
class Activation:
    """A decision that a bundle is live. The one with the highest serial counts."""

    serial: int
    """From 1; only rises."""
    bundle: str
    """SHA-256 of the bundle file, in hex."""
    time: datetime
    """When it was decided, in UTC to the second."""
    note: str
    """Why, in one line; may be empty."""


def write_activation(activation: Activation) -> bytes:
    """The activation's bytes. Raises ``EditionRefused`` where they cannot be read, ``ValueError`` for naive time."""
    if activation.time.tzinfo is None:
        raise ValueError("an activation's time needs a time zone")
    data = _written(activation)
    read_activation(data)
    return data


def read_activation(data: bytes, file: str = "aktivering") -> Activation:
    """The activation in exactly these bytes. Raises ``EditionRefused``."""
    if len(data) > MAX_ACTIVATION_BYTES:
        raise _refused(Step.SIZE, [f"Aktiveringen fylder mere end {MAX_ACTIVATION_BYTES} bytes."], file)
    try:
        fields = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _refused(Step.PARSE, ["Aktiveringen er ikke JSON i UTF-8."], file) from None
    if not isinstance(fields, dict):
        raise _refused(Step.PARSE, ["Aktiveringen skal være felter, ikke en liste eller et enkelt ord."], file)
    reasons = [f"Feltet »{name}« mangler." for name in _FIELDS if name not in fields]
    reasons += [f"Jeg kender ikke feltet {quote(INVISIBLE.sub(' ', name))}." for name in fields if name not in _FIELDS]
    reasons += [_WRONG[name] for name, value in fields.items() if name in _FIELDS and not _fits(name, value)]
    if reasons:
        raise _refused(Step.SCHEMA, reasons, file)
    activation = Activation(
        serial=fields["serial"],
        bundle=fields["bundle"],
        time=datetime.strptime(fields["time"], _TIME_FORMAT).replace(tzinfo=UTC),
        note=fields["note"],
    )
    if _written(activation) != data:
        reason = (
            "Aktiveringen er ikke skrevet på den ene måde, den må skrives: brug »teknologiradar editions activate«."
        )
        raise _refused(Step.PARSE, [reason], file)
    return activation


_WRONG = {
    "activation": "Feltet »activation« skal være 1.",
    "bundle": "Feltet »bundle« skal være en udgavefils SHA-256: 64 cifre fra 0-9 og a-f.",
    "note": f"Feltet »note« skal være tekst på én linje med højst {MAX_NOTE} tegn.",
    "serial": f"Feltet »serial« skal være et helt tal fra 1 til {MAX_SERIAL}.",
    "time": "Feltet »time« skal være et tidspunkt som 2026-01-31T12:00:00Z.",
}


def _fits(name: str, value: object) -> bool:
    match name:
        case "activation":
            return type(value) is int and value == 1
        case "serial":
            return type(value) is int and 1 <= value <= MAX_SERIAL
        case "bundle":
            return isinstance(value, str) and _HASH.fullmatch(value) is not None
        case "time":
            return isinstance(value, str) and _is_time(value)
        case _:
            return isinstance(value, str) and len(value) <= MAX_NOTE and _is_one_line(value)


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return False
    return _TIME.fullmatch(text) is not None


def _is_one_line(text: str) -> bool:
    is_clean = not INVISIBLE.search(text) and "\n" not in text and "\t" not in text
    return is_clean and unicodedata.is_normalized("NFC", text) and text == text.strip()


def _written(activation: Activation) -> bytes:
    time = activation.time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    fields = {
        "activation": 1,
        "bundle": activation.bundle,
        "note": activation.note,
        "serial": activation.serial,
        "time": time,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _refused(step: Step, reasons: list[str], file: str) -> EditionRefused:
    return EditionRefused(step, [Fault(file, 0, reason) for reason in reasons])
