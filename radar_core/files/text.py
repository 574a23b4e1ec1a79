"""The bytes of a data file as clean text: UTF-8, no invisible characters, no tabs to indent with.

What is wrong is reported and then read as it was most likely meant, so that the checks that follow can report too.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from radar_core.files.faults import FileFaults

MAX_BYTES = 1_000_000
"""A data file is some tens of kilobytes; anything past this is refused unread."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
"""Control, direction and zero-width characters, hard spaces, lone surrogates, private and broken characters."""

_SPACES = {"\xa0", "\x85", "\u2028", "\u2029", "\u202f"}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Python reads a byte that is not UTF-8 as U+DC00 + the byte; most of the time it is a letter from an old Windows file.
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_FROM_WINDOWS = {0xDC00 + b: bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0x100)}
_PREFIX = re.compile(r"(?P<lead>[ \t]*)(?P<dashes>(?:-[ \t]+)*)(?P<rest>.*)")
_KEY = re.compile(r"""(?:[\w-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)""")
_TAB_WIDTHS = (4, 2, 8)


def read_text(data: bytes, faults: FileFaults) -> str | None:
    """The text with ``\\n`` as its only line break, or None where there is nothing to go on with.

    Sets ``faults.last_line``.
    """
    if len(data) > MAX_BYTES:
        faults.add(0, f"Filen er for stor: den må højst fylde {MAX_BYTES // 1_000_000} MB.")
        return None
    text, found = _decoded(data)
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    faults.last_line = len(lines) - (lines[-1] == "" and len(lines) > 1)
    for line, message in found:
        faults.add(line, message)
    return "\n".join(_without_tabs(_without_invisible(lines, faults), faults))


def _decoded(data: bytes) -> tuple[str, list[tuple[int, str]]]:
    if data.startswith(_UTF16):
        return data.decode("utf-16", "ignore"), [(1, "Filen er gemt som UTF-16. Gem den som UTF-8.")]
    found = []
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        found.append((1, "Filen begynder med et usynligt tegn (BOM). Gem den som UTF-8 uden BOM."))
    text = data.decode("utf-8", "surrogateescape")
    if stray := _STRAY_BYTE.search(text):
        line = len(re.findall(r"\r\n?|\n", text[: stray.start()])) + 1
        found.append((line, "Her står tegn, der ikke er UTF-8. Gem filen som UTF-8, så æ, ø og å bliver læst rigtigt."))
        text = text.translate(_FROM_WINDOWS)
    return text, found


def _without_invisible(lines: list[str], faults: FileFaults) -> list[str]:
    for number, line in enumerate(lines, start=1):
        if found := INVISIBLE.search(line):
            faults.add(number, f"Linjen har et usynligt eller ødelagt tegn (U+{ord(found[0]):04X}). Skriv stedet igen.")
            lines[number - 1] = INVISIBLE.sub(lambda m: " " if m[0] in _SPACES else "", line)
    return lines


def _without_tabs(lines: list[str], faults: FileFaults) -> list[str]:
    if not any("\t" in line for line in lines):
        return lines
    levels = _Levels()
    for number, line in enumerate(lines, start=1):
        lead, dashes, rest = _PREFIX.fullmatch(line).group("lead", "dashes", "rest")  # type: ignore[union-attr]
        if not rest:
            lines[number - 1] = line = line.rstrip()
        elif "\t" in lead or "\t" in dashes:
            faults.add(number, "Linjen er rykket ind med tabulator. Brug mellemrum.")
            column = levels.column(lead, dashes, rest) if "\t" in lead else len(lead)
            lines[number - 1] = line = (" " * column + dashes).expandtabs(_TAB_WIDTHS[0]) + rest
        levels.pass_line(line)
    return lines


class _Levels:
    """The columns that lists and fields stand in, down to the line before: where a tab-indented line belongs."""

    def __init__(self) -> None:
        self._open: list[tuple[int, bool]] = []  # column, is it a list's dash
        self._opens_block = False

    def column(self, lead: str, dashes: str, rest: str) -> int:
        """The column a line with this tabbed lead was meant to start in: that of a neighbour of its own kind."""
        is_dash = bool(dashes) or rest == "-"
        columns = {column for column, dash in self._open if dash is is_dash}
        if self._opens_block and self._open:
            columns.add(self._open[-1][0] + 2)
        reached = [len(lead.expandtabs(width)) for width in _TAB_WIDTHS]
        for column in reached:
            if column in columns:
                return column
        return min(columns, key=lambda column: abs(column - reached[0]), default=0)

    def pass_line(self, line: str) -> None:
        """Take note of a line that has no tabs left in its indentation."""
        lead, dashes, rest = _PREFIX.fullmatch(line).group("lead", "dashes", "rest")  # type: ignore[union-attr]
        if not rest or rest.startswith("#"):
            return
        column = len(lead)
        here = [(column + at, True) for at, char in enumerate(dashes) if char == "-"]
        if _KEY.match(rest):
            here.append((column + len(dashes), False))
        if here:
            self._open = [level for level in self._open if level[0] < column] + here
        self._opens_block = rest.endswith(":")
