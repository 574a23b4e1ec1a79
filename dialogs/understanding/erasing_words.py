"""»slet mine svar«, and words so near to it that they must never be taken for an answer; all folded."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from dialogs.asides.erasing import NearlyMine, ShowMine
from dialogs.danish.folding import fold

_EXACT = frozenset(
    map(
        fold,
        (
            *("slet mine svar", "slet alle mine svar", "slet alle mine svar i alle chats", "slet mine data"),
            *("slet alle mine data", "slet mine oplysninger", "slet alle mine oplysninger", "slet alt om mig"),
            *("slet alt jeg har skrevet", "slet det jeg har skrevet", "slet mig", "glem mig", "fjern mine svar"),
            *("fjern alle mine svar", "fjern mine data", "vis hvad du har gemt om mig", "hvad har du gemt om mig"),
            *("hvad gemmer du om mig", "hvad har i gemt om mig", "delete my answers", "delete my data"),
        ),
    )
)
_ALL_OF_IT = frozenset(
    map(fold, ("slet det hele", "slet alt", "fjern det hele", "slet alt det her", "slet hele chatten"))
)
"""Says not whose: it is asked."""
_POLITE = frozenset(fold("tak venligst please nu").split())
_DELETE = frozenset(fold("slet slette slettet sletter slettes fjern fjerne fjernet glem glemme delete erase").split())
_THINGS = tuple(
    fold("svar svarene data dataene oplysninger oplysningerne besvarelser tekster konklusioner refleksioner").split()
)
_ABOUT_ME = tuple(
    map(
        fold,
        ("om mig", "have slettet alt", "have slettet det hele", "jeg har skrevet", "jeg har svaret", "har gemt om mig"),
    )
)
_LONGEST_TYPO = max(map(len, _EXACT)) + 2
"""Letters; an answer is rarely so short."""
_LONGEST = 8
"""Words in which somebody still may be asking for it; a longer sentence says something else."""


def heard(folded: str, *, as_answer: bool = False) -> ShowMine | NearlyMine | None:
    """What a whole folded text means here; None where it means nothing of this.

    ``as_answer`` where it was given as an answer in so many words or in a field: then only the words themselves, and
    typos of them, are no answer.
    """
    words = folded.split()
    while len(words) > 2 and words[-1] in _POLITE:
        words = words[:-1]
    said = " ".join(words)
    if said in _EXACT:
        return ShowMine()
    if not as_answer and said in _ALL_OF_IT:
        return NearlyMine()
    if len(said) <= _LONGEST_TYPO and any(_is_typo(said, known) for known in _EXACT):
        return NearlyMine()
    return NearlyMine() if not as_answer and _asks(words) else None


def may_be_heard(text: str) -> bool:
    """False where a text, not folded, is longer than anything that is heard in an answer, whatever comes after it."""
    # The last of these words may have been cut in the middle.
    words = fold(text[: 2 * _LONGEST_TYPO]).split()[:-1] if len(text) > 2 * _LONGEST_TYPO else []
    while words and words[-1] in _POLITE:
        words.pop()
    return len(" ".join(words)) <= _LONGEST_TYPO


def _is_typo(said: str, known: str) -> bool:
    """A letter or two beside it; »slet mit svar« and »slet svaret« are other wishes, and are heard before this."""
    allowed = 2 if len(known) > 10 else 1
    return said[:1] == known[:1] and OSA.distance(said, known, score_cutoff=allowed) <= allowed


def _asks(words: list[str]) -> bool:
    """»kan du slette mine svar?«, »jeg vil gerne have slettet mine data«, »slet mine gamle savr«."""
    if not 2 <= len(words) <= _LONGEST or not any(word in _DELETE for word in words):
        return False
    said = " ".join(words)
    if any(said.endswith(ending) for ending in _ABOUT_ME):
        return True
    if "mine" not in words:
        return False
    return any(_is_thing(word) for word in words[words.index("mine") + 1 :])


def _is_thing(word: str) -> bool:
    return any(word == thing or sorted(word) == sorted(thing) or _one_off(word, thing) for thing in _THINGS)


def _one_off(word: str, thing: str) -> bool:
    return len(thing) > 4 and word[:1] == thing[:1] and OSA.distance(word, thing, score_cutoff=1) <= 1
