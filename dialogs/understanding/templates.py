"""A sentence as it is written in the data -> a pattern that folded words are held against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.danish.folding import fold

_TOKEN = re.compile(r"[\[\]()|]|<([^<>]+)>|\{(\w+)(?::(\d+))?\}|[^\s\[\]()|<>{}]+")
_NUMBER_WORDS = (
    *("nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    *("nulte", "første", "andet", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende"),
)
NUMBERS = {fold(word): number % 13 for number, word in enumerate(_NUMBER_WORDS)} | {"en": 1, "anden": 2}
"""Danish words for the numbers people give questions by."""
_MOST = 12
"""Words a name can be of."""


@dataclass(frozen=True)
class Slot:
    """A place in a sentence: its kind, and how many words it takes at the most."""

    group: str
    kind: str
    most: int


@dataclass(frozen=True)
class Template:
    """One sentence, ready to be held against words that each end in a space."""

    written: str
    pattern: re.Pattern[str]
    slots: tuple[Slot, ...]
    words: frozenset[str]
    """The words it is made of, folded."""
    firsts: frozenset[str]
    """The words it can begin with; ``ANY`` where that is any."""
    needs: tuple[frozenset[str], ...]
    """Of each a word must be there: most lines are told from most sentences by that alone."""


@dataclass(frozen=True)
class Parts:
    """What sentences are made of: expressions, fillers, and the words of slots that have only some."""

    expressions: Mapping[str, str]
    fillers: Mapping[str, str]
    closed: Mapping[str, tuple[str, ...]]
    """Kind of slot -> what can stand in it, folded."""


def compiled(written: str, parts: Parts) -> Template:
    """Raises ``ValueError`` with a Danish sentence where it is not written as a sentence is."""
    reader = _Reader(parts)
    piece = reader.read(written)
    needs = tuple(dict.fromkeys(piece.needs))
    return Template(
        written, re.compile(piece.pattern), tuple(reader.slots), frozenset(reader.words), frozenset(piece.firsts), needs
    )


ANY = ""
"""Stands among the first words of a sentence that any word can begin."""


@dataclass(frozen=True)
class _Piece:
    """A part of a pattern, the words it can begin with, whether it can be nothing, and the words it needs."""

    pattern: str = ""
    firsts: frozenset[str] = frozenset()
    is_optional: bool = True
    needs: tuple[frozenset[str], ...] = ()

    def then(self, other: _Piece) -> _Piece:
        firsts = self.firsts | other.firsts if self.is_optional else self.firsts
        is_optional = self.is_optional and other.is_optional
        return _Piece(self.pattern + other.pattern, firsts, is_optional, (*self.needs, *other.needs))


def _needed(branches: list[_Piece]) -> tuple[frozenset[str], ...]:
    """What is needed whichever of them it is: of several, a word of the first need of each."""
    if len(branches) == 1:
        return branches[0].needs
    if not all(branch.needs for branch in branches):
        return ()
    return (frozenset[str]().union(*(branch.needs[0] for branch in branches)),)


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.slots: list[Slot] = []
        self.words: set[str] = set()

    def read(self, written: str) -> _Piece:
        tokens = list(_TOKEN.finditer(written))
        piece, at = self._alternatives(tokens, 0, "")
        if at < len(tokens):
            raise ValueError(f"»{written}« har {tokens[at][0]}, der ikke hører til noget")
        return piece

    def _alternatives(self, tokens: list[re.Match[str]], at: int, end: str) -> tuple[_Piece, int]:
        branches = [_Piece()]
        while at < len(tokens) and tokens[at][0] != end:
            token = tokens[at]
            if token[0] in ("]", ")"):
                break
            at += 1
            if token[0] == "|":
                branches.append(_Piece())
            elif token[0] in ("[", "("):
                inner, at = self._alternatives(tokens, at, "]" if token[0] == "[" else ")")
                if at == len(tokens):
                    raise ValueError(f"{token[0]} mangler sin modpart")
                at += 1
                optional = token[0] == "["
                pattern = f"(?:{inner.pattern})" + ("?" if optional else "")
                needs = () if optional else inner.needs
                branches[-1] = branches[-1].then(_Piece(pattern, inner.firsts, optional or inner.is_optional, needs))
            else:
                branches[-1] = branches[-1].then(self._one(token))
        # The longest first: what follows may be a name, and that would take what is left over.
        pattern = "|".join(sorted((branch.pattern for branch in branches), key=len, reverse=True))
        firsts = frozenset[str]().union(*(branch.firsts for branch in branches))
        return _Piece(pattern, firsts, any(branch.is_optional for branch in branches), _needed(branches)), at

    def _one(self, token: re.Match[str]) -> _Piece:
        if name := token[1]:
            return self._named(name)
        if kind := token[2]:
            return self._slot(kind, int(token[3] or _MOST))
        words = fold(token[0]).split()
        self.words.update(words)
        pattern = "".join(re.escape(word) + " " for word in words)
        return _Piece(pattern, frozenset(words[:1]), not words, tuple(frozenset({word}) for word in words))

    def _named(self, name: str) -> _Piece:
        if name in self._parts.fillers:
            words = frozenset(word for each in self._parts.fillers[name].split() for word in fold(each).split())
            self.words.update(words)
            return _Piece(f"(?:(?:{'|'.join(map(re.escape, sorted(words)))}) )*", words)
        if name in self._parts.expressions:
            piece = self.read(self._parts.expressions[name])
            return _Piece(f"(?:{piece.pattern})", piece.firsts, piece.is_optional, piece.needs)
        raise ValueError(f"<{name}> er hverken et udtryk eller et fyldord")

    def _slot(self, kind: str, most: int) -> _Piece:
        group = f"s{len(self.slots)}"
        self.slots.append(Slot(group, kind, most))
        if kind == "nr":
            numbers = "|".join(sorted(NUMBERS, key=len, reverse=True))
            return _Piece(rf"(?P<{group}>(?:minus )?(?:\d{{1,6}}|{numbers}) )", frozenset({ANY}), False)
        if kind in self._parts.closed:
            said = sorted(self._parts.closed[kind], key=len, reverse=True)
            self.words.update(word for each in said for word in each.split())
            firsts = frozenset(each.split()[0] for each in said)
            pattern = f"(?P<{group}>{'|'.join(re.escape(each) + ' ' for each in said)})"
            return _Piece(pattern, firsts, False, (firsts,))
        return _Piece(rf"(?P<{group}>(?:\S+ ){{1,{most}}}?)", frozenset({ANY}), False)
