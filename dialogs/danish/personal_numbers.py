"""Text that looks like a Danish personal number (CPR): found, and taken out before anything is kept.

A personal number is a day, a month and a year in six digits, and four digits more. A false alarm costs a sentence
written again, and one missed is somebody's number kept; so the check digit, which newer numbers lack, decides nothing.
"""

from __future__ import annotations

import calendar
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

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
# The date in one cell or line, and the last four in the next: 010190;1234.
_APART = re.compile(
    rf"(?<!\d)(?P<day>{_TWO})(?P<month>{_TWO})(?:19|20)?{_TWO}"
    rf"{_SEEN_OR_NOT}[{_DASHES}]?{_SEEN_OR_NOT}[;|\r\n\v\f\x85\u2028\u2029]{_SEEN_OR_NOT}[;|\r\n]{{0,3}}{_SEEN_OR_NOT}"
    rf"[{_DASHES}]?{_SEEN_OR_NOT}{_FOUR}(?!\d)"
)
_A_DIGIT, _DIGITS = re.compile(r"\d"), 10
"""A text with fewer digits is not looked through: most have none."""
_LONGEST_MONTH = {month: calendar.monthrange(2000, month)[1] for month in range(1, 13)}
_REPLACEMENT = 60
"""Added to the day in the number a hospital gives somebody without one."""


def has_personal_number(text: str) -> bool:
    """True where some of the text looks like a personal number."""
    plain = _plain(text)
    return any(_found(text)) or (plain != text and any(_found(plain)))


def has_personal_number_in(fields: Iterable[str]) -> bool:
    """True where one looks like a personal number, or has its beginning and the next its end."""
    return has_personal_number("\n".join(fields))


def without_personal_numbers_in(fields: Sequence[str], instead: str) -> tuple[str, ...]:
    """The fields with ``instead`` for all that looks like a personal number, also one that stands in two of them."""
    for written in (fields, [_plain(field) for field in fields]):
        whole, left = "\n".join(written), list(written)
        ends = list(itertools.accumulate(len(field) + 1 for field in written))
        for begin, end in reversed(list(_found(whole))):
            for number in range(len(left)):
                first = ends[number] - len(written[number]) - 1
                start, stop = max(begin - first, 0), min(end - first, len(written[number]))
                if start < stop:
                    left[number] = left[number][:start] + instead + left[number][stop:]
        fields = left if any(_found(whole)) else fields
    return tuple(fields)


def without_personal_numbers(text: str, instead: str) -> str:
    """The text with ``instead`` for all that looks like a personal number; the rest as it was.

    Where one is written in odd digits (raised, circled) the rest comes out in ordinary ones too.
    """
    left = _taken_out(text, instead)
    return _taken_out(_plain(left), instead) if has_personal_number(left) else left


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand, in order; what overlaps is one."""
    if len(_A_DIGIT.findall(text)) < _DIGITS:
        return
    stand: tuple[int, int] | None = None
    for begin, end in sorted(span for pattern in (_NUMBER, _APART) for span in _spans(pattern, text)):
        if stand and begin < stand[1]:
            stand = stand[0], max(end, stand[1])
            continue
        if stand:
            yield stand
        stand = begin, end
    if stand:
        yield stand


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Each, also one that begins within what came before: »45 99 010190-1234« begins with four digits of another."""
    at = 0
    while found := pattern.search(text, at):
        if _is_date(found):
            yield found.span()
        at = found.start() + 1


def _taken_out(text: str, instead: str) -> str:
    for begin, end in reversed(list(_found(text))):
        text = text[:begin] + instead + text[end:]
    return text


def _is_date(found: re.Match[str]) -> bool:
    day, month = (int("".join(filter(str.isdigit, found[part]))) for part in ("day", "month"))
    longest = _LONGEST_MONTH.get(month, 0)
    return 1 <= day <= longest or 1 <= day - _REPLACEMENT <= longest


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
