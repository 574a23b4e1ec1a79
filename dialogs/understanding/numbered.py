"""Commands with a number in them: »gå til 4«, »vis svar 3«, »træk svar 3 tilbage«."""

from __future__ import annotations

import re
from collections.abc import Callable

from dialogs.danish.folding import fold
from dialogs.reflection.commands import (
    Command,
    GoTo,
    OpenConclusion,
    OpenStep,
    RemoveStep,
    Reveal,
    ShowHistory,
    Skip,
    Withdraw,
)
from dialogs.understanding.phrases import nearly

_NUMBER_WORDS = (
    *("nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    *("nulte", "første", "andet", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende"),
)
_NUMBERS = {fold(word): number % 13 for number, word in enumerate(_NUMBER_WORDS)} | {"en": 1, "anden": 2}
_N = rf"(?P<n>(?:minus )?(?:\d{{1,6}}|{'|'.join(_NUMBERS)}))"
_NUMBERED = "(?:sporgsmal|spm|nr|nummer|question) "
_ANY = f"(?:{_NUMBERED})*{_N}"
_AT = f"(?:(?:pa|til|for|i|fra) )?(?:det )?{_ANY}(?: sporgsmal)?"
_GO = "(?:(?:ga|hop|spring|skift|vend|go)(?: tilbage| back)?|tilbage|back) (?:til|to) (?:det )?"
_ANSWER = "(?:mit |det )?svar(?:et)?"

_COMMANDS: list[tuple[re.Pattern[str], Callable[[int], Command]]] = [
    (re.compile(pattern), command)
    for pattern, command in (
        (f"(?:spring|skip) {_ANY} (?:over|ovre)", Skip),
        (f"(?:spring over|skip) {_ANY}", Skip),
        (f"(?:vis|abn|show) (?:alle |vores |gruppens )?(?:svar|svarene|answers) {_AT}", Reveal),
        (f"træk {_ANSWER} {_AT} tilbage", Withdraw),
        (f"træk {_ANSWER} tilbage {_AT}", Withdraw),
        (f"(?:fortryd|slet|fjern) {_ANSWER} {_AT}", Withdraw),
        (f"(?:vis |se )?historik(?:ken)? {_AT}", ShowHistory),
        (f"(?:skriv |ret |rediger |abn |vis )?(?:fælles |vores )?konklusion(?:en)? {_AT}", OpenConclusion),
        (f"(?:slet|fjern) (?:næste )?skridt(?:et)? {_ANY}", RemoveStep),
        (f"(?:vis |ret |rediger |abn )?(?:næste )?skridt(?:et)? {_ANY}", OpenStep),
        (f"{_GO}{_ANY}(?: sporgsmal)?", GoTo),
        (f"(?:vis |se |ret |rediger |abn )?(?:{_NUMBERED})+{_N}(?: sporgsmal)?", GoTo),
    )
]
_KEYWORDS = ("sporgsmal", "konklusion", "historik", "skridt")


def numbered(folded: str) -> Command | None:
    """The command the folded text is, with its number; None where it is none."""
    said = " ".join(map(keyword, folded.split()))
    for pattern, command in _COMMANDS:
        if match := pattern.fullmatch(said):
            return command(number(match["n"]))
    return None


def number(folded: str) -> int:
    """The number in digits or one of the Danish words for it that ``numbered`` knows. Raises ValueError on others."""
    sign, word = (-1, folded.removeprefix("minus ")) if folded.startswith("minus ") else (1, folded)
    return sign * (_NUMBERS[word] if word in _NUMBERS else int(word))


def keyword(folded: str) -> str:
    """The word that names what the number is of, where the folded word is a typo of one; else the word itself."""
    if nearly(folded, "sporgsmalet"):
        return "sporgsmal"
    return next((known for known in _KEYWORDS if nearly(folded, known)), folded)
