"""Plain values as YAML that ``strict_yaml`` reads back as the same values. The same values are the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

# Letters first, so that it cannot be read as a number; nothing that YAML means something by.
_PLAIN = re.compile(r"[^\W\d_](?:[\w -]*\w)?")
_WORDS = frozenset({"true", "false", "null"})


def to_yaml(fields: Mapping[str, object]) -> str:
    """The fields, one to a line; lists of single values, and items of nothing but single values, on one line each.

    Takes mappings, sequences, str, int, float, bool and None; keys are plain words.
    """
    return "".join(f"{line}\n" for line in _fields(fields))


def _fields(fields: Mapping[str, object]) -> list[str]:
    lines: list[str] = []
    for name, value in fields.items():
        if _is_short(value):
            lines.append(f"{name}: {_short(value)}")
        else:
            lines += [f"{name}:", *(f"  {line}" for line in _block(value))]
    return lines


def _block(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return _fields(value)
    lines: list[str] = []
    for item in value if isinstance(value, Sequence) else ():
        if _is_single(item) or (isinstance(item, Mapping) and all(map(_is_single, item.values()))):
            lines.append(f"- {_short(item)}")
        else:
            first, *rest = _block(item)
            lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def _is_single(value: object) -> bool:
    return isinstance(value, str) or not isinstance(value, (Mapping, Sequence))


def _is_short(value: object) -> bool:
    """Whether it stands on its field's own line."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(map(_is_single, value))
    return _is_single(value) or not value


def _short(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return value if _PLAIN.fullmatch(value) and value not in _WORDS else json.dumps(value, ensure_ascii=False)
        case Mapping():
            return "{" + ", ".join(f"{name}: {_short(each)}" for name, each in value.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(_short, value)) + "]"
    raise TypeError(f"no YAML for {type(value).__name__}")
