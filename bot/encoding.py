"""JSON as it is sent and kept: compact, in UTF-8, and the same whichever of two encoders made it."""

from __future__ import annotations

import json
from typing import Any

import orjson

Encoded = orjson.Fragment
"""JSON that is made already, to stand inside more of it."""


def encoded(value: Any, *, halves: str = "backslashreplace") -> bytes:
    """JSON of what JSON can say. Raises ``TypeError`` for anything else.

    ``halves`` is what becomes of half a pair, which UTF-8 has not: JSON's escape for it, or with ``replace`` a ``?``.
    """
    try:
        return orjson.dumps(value, option=_NOTHING_BUT_JSON)
    except TypeError:
        return _slowly(value, halves)


def encoded_text(value: Any) -> str:
    """The same, as the databases want it."""
    return encoded(value).decode()


def _slowly(value: Any, halves: str = "backslashreplace") -> bytes:
    # The fast encoder takes no number beyond 64 bits and no half of a pair.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", halves)


_NOTHING_BUT_JSON = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
