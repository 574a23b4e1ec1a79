"""What people typed, as a file can hold it. Nothing is shortened: a sign that no file may have becomes one that it may.

- Half of a sign (a lone surrogate), a control sign and what Unicode says is no sign become »�«, one for one.
- Every way to end a line becomes one: a new line.
- All else stays: emoji, writing from right to left, signs beside others.
- A PDF holds its own typefaces. A sign that they have not is told by its number, as »[U+1F973]«; signs that are never
  seen, such as those that turn the direction of writing, are left out there, and only there.
- What begins like a formula is text in every table.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection
from typing import Any, TypeVar

T = TypeVar("T")

INSTEAD = "\ufffd"
"""Stands where a sign was that no file may have."""

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# The last two of each plane are no signs.
_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_NO_SIGN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")
_FORMULA = ("=", "+", "-", "@", "\t")
_UNSEEN = ("Cf", "Cc")


def clean(text: str) -> str:
    """The text as every format can hold it."""
    if text.replace("\n", "").isprintable():
        return text  # fifty times faster, and so is nearly all that people write
    return _NO_SIGN.sub(INSTEAD, _LINE_ENDS.sub("\n", text))


def cleaned(value: T) -> T:
    """A value of ours, such as an edition, with every text in it as ``clean`` leaves it; the same where that is so."""
    made: Any = value
    if isinstance(value, str):
        made = clean(value)
    elif isinstance(value, tuple):
        made = tuple(map(cleaned, value))
    elif isinstance(value, type) or not dataclasses.is_dataclass(value):
        return value
    else:
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value) if each.init}
        news = {name: cleaned(field) for name, field in fields.items()}
        if all(news[name] is fields[name] for name in fields):
            return value
        whole: Any = value
        made = dataclasses.replace(whole, **news)
    return value if made == value else made


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for something to calculate."""
    return text.lstrip(" \n").startswith(_FORMULA)


def quoted(text: str) -> str:
    """The text so that no spreadsheet that reads it from a csv calculates anything."""
    return f"'{text}" if is_formula(text) else text


def for_cell(text: str) -> str:
    """The text so that a spreadsheet reads no sign out of it: »_x0041_« would be read as »A«."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def printed(text: str, has: Collection[int]) -> str:
    """The text in the signs that a typeface ``has``, by their numbers."""
    if all(ord(sign) in has for sign in text):
        return text
    return "".join(sign if ord(sign) in has else _told(sign) for sign in text)


def _told(sign: str) -> str:
    if sign in "\n\t":
        return sign
    if unicodedata.category(sign) in _UNSEEN or 0xFE00 <= ord(sign) < 0xFE10 or 0xE0100 <= ord(sign) < 0xE01F0:
        return ""
    return f"[U+{ord(sign):04X}]"
