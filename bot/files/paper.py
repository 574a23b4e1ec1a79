"""A document as a row of blocks: what the PDF and the Word file are both made from, so that they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from bot.files.snapshot import StartingPoint
from dialogs.reflection.spread import Spread
from radar_core.model import Radar, Ring
from radar_core.render.words.description import Picture
from radar_core.render.words.over_time import OverTime


@dataclass(frozen=True)
class TextHeading:
    """A heading; the title of the document is the only one of level 1."""

    level: int
    text: str
    number: str = ""
    """Hangs before it."""


@dataclass(frozen=True)
class Prose:
    """A text; each of its lines stays a line."""

    text: str
    lead: str = ""
    """Stands before it in heavier type."""
    muted: bool = False
    field: bool = False
    """On a green field: what was concluded."""
    leads: bool = False
    """Stays with what follows."""


@dataclass(frozen=True)
class LabelledFacts:
    """A label and a text a row, one or two rows beside each other."""

    rows: tuple[tuple[str, str], ...]
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A table with a header row that is repeated on each page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    """Of the columns, mm; 0 takes what is left."""


@dataclass(frozen=True)
class RingGrid:
    """Technologies and their ring on each radar, as a table with coloured cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The name, and a word a radar."""


@dataclass(frozen=True)
class Bars:
    """How the ratings of a question lie."""

    spread: Spread
    words: str
    alt: str


@dataclass(frozen=True)
class Circle:
    """The radar as a circle, with every name ring by ring beside or under it."""

    radar: Radar
    picture: Picture
    alt: str


@dataclass(frozen=True)
class RatedTimes:
    """How a team has rated itself time after time, as a picture."""

    shown: OverTime
    alt: str


@dataclass(frozen=True)
class Drawing:
    """A picture as wide as the paper."""

    svg: bytes
    alt: str


@dataclass(frozen=True)
class StartHere:
    """Technologies to start with, numbered."""

    starts: tuple[StartingPoint, ...]


@dataclass(frozen=True)
class WriteHere:
    """Room to write an answer by hand."""

    is_rated: bool


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own."""


WordBlock: TypeAlias = TextHeading | Prose | LabelledFacts | Grid | Bars | Circle | RatedTimes | StartHere | NewPage
"""What stands in a paper that is also a Word file."""
Block: TypeAlias = WordBlock | Drawing | RingGrid | WriteHere
BlockT = TypeVar("BlockT", bound=Block, covariant=True)


@dataclass(frozen=True)
class Paper(Generic[BlockT]):
    """A document to read or print on A4."""

    title: str
    subject: str
    keywords: str
    day: str
    """ISO: when it was made."""
    foot: str
    """At the foot of every page."""
    notice: str | None
    """On every page."""
    blocks: tuple[BlockT, ...]


def rings_of(picture: Picture) -> Sequence[tuple[Ring, str, Sequence[tuple[int, str]]]]:
    """Each ring with its count and its technologies by number, from the centre outwards."""
    return [
        (ring, picture.count(len(rows)) if rows else picture.nothing, [(row.number, row.name) for row in rows])
        for ring in Ring
        for rows in [picture.in_ring(ring)]
    ]
