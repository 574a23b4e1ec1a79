"""The words before a name in »følg sundhed«, »stop med at følge skole« and the like, all folded."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.danish.folding import fold
from dialogs.understanding.phrases import nearly

_FOLLOWING = ("folg", "folge")
_LEAVING = ("afmeld", "afmelde", "frameld")
_NO_LONGER = frozenset(fold("længere mere tak nu radar radaren").split())
_ALL = frozenset(map(fold, ("alle", "alt", "det hele", "alle radarer", "alle områder", "alle fagområder")))
_FILLERS = frozenset(
    fold("med for på i om inden over til den det vores radar radaren radarer nyt fagområdet området").split()
)


def head(words: Sequence[str]) -> tuple[bool, int] | None:
    """Whether it is about stopping, and how many words come before what is named; None where it is neither."""
    stops, at = _stopping(words)
    if not stops and words and words[0] in _LEAVING:
        return True, 1
    if at >= len(words) or not _is_follow(words[at]):
        return None
    if words[at + 1 : at + 2] == ["ikke"]:
        return True, at + 2
    return stops, at + 1


def tail(words: Sequence[str]) -> int:
    """How many words at the end name nothing: »sundhed længere«, »den samlede radar«."""
    count = 0
    while count < len(words) - 1 and words[-1 - count] in _NO_LONGER:
        count += 1
    return count


def is_filler(word: str) -> bool:
    """True for a word that may stand before a name."""
    return word in _FILLERS


def is_all(named: str) -> bool:
    """True for what means everything that is followed."""
    return named in _ALL


def _stopping(words: Sequence[str]) -> tuple[bool, int]:
    """Whether it begins with »stop med at«, »hold op med at« or »ikke«, and how many words that is."""
    if list(words[:1]) == ["ikke"]:
        return True, 1
    if list(words[:2]) == ["hold", "op"]:
        at = 2
    elif words and (words[0] in ("stop", "stoppe", "stopp") or sorted(words[0]) == sorted("stop")):
        at = 1
    else:
        return False, 0
    while at < len(words) and words[at] in ("med", "at", "nu"):
        at += 1
    return True, at


def _is_follow(word: str) -> bool:
    """»følg« or »følge«, perhaps with two letters swapped: »folk« is another word."""
    return word in _FOLLOWING or (word[:1] == "f" and (sorted(word) == sorted("folg") or nearly(word, "folge")))
