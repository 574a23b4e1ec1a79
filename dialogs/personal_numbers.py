"""Text that looks like a Danish personal number (CPR): found, and taken out before anything is kept.

A personal number is a day, a month and a year in six digits, and four digits more. A false alarm costs a sentence
written again, and one missed is somebody's number kept; so the check digit, which newer numbers lack, decides nothing.
"""

from __future__ import annotations

import calendar
import re
import unicodedata

_SPACES = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_DASHES = "_\\-\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SEEN_OR_NOT = rf"[{_SPACES}{_UNSEEN}]{{0,5}}"
_DIGIT = rf"\d[{_UNSEEN}]{{0,3}}"
_TWO = f"{_DIGIT}{_DIGIT}"
_FOUR = rf"{_DIGIT}{_DIGIT}{_DIGIT}\d"
_BETWEEN = rf"{_SEEN_OR_NOT}[{_DASHES}./]{_SEEN_OR_NOT}"
_NUMBER = re.compile(
    # 010190-1234, with the date perhaps as 01.01.90 or 01 01 90, and nothing, a space or a dash before the last four;
    # after a year in four digits no space: »fra 01.01.2026 1200 borgere«.
    rf"(?<!\d)(?P<day>{_TWO})(?P<mark>[{_SPACES}{_DASHES}./]?)(?P<month>{_TWO})(?P=mark)"
    rf"(?:{_TWO}(?:{_BETWEEN}|{_SEEN_OR_NOT})|(?:19|20){_TWO}(?:{_BETWEEN})?){_FOUR}(?!\d)"
)
_LONGEST_MONTH = {month: calendar.monthrange(2000, month)[1] for month in range(1, 13)}
_REPLACEMENT = 60
"""Added to the day in the number a hospital gives somebody without one."""


def has_personal_number(text: str) -> bool:
    """True where some of the text looks like a personal number."""
    return any(_is_date(found) for written in {text, _plain(text)} for found in _NUMBER.finditer(written))


def without_personal_numbers(text: str, instead: str) -> str:
    """The text with ``instead`` for all that looks like a personal number; the rest as it was.

    Where one is written in odd digits (raised, circled) the rest comes out in ordinary ones too.
    """
    left = _taken_out(text, instead)
    return _taken_out(_plain(left), instead) if has_personal_number(left) else left


def _taken_out(text: str, instead: str) -> str:
    return _NUMBER.sub(lambda found: instead if _is_date(found) else found[0], text)


def _is_date(found: re.Match[str]) -> bool:
    day, month = (int("".join(filter(str.isdigit, found[part]))) for part in ("day", "month"))
    longest = _LONGEST_MONTH.get(month, 0)
    return 1 <= day <= longest or 1 <= day - _REPLACEMENT <= longest


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
