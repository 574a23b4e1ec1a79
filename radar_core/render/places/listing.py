"""The names as a list in two columns, ring by ring. Pure geometry in pixels, y downwards.

A name that is too wide takes a second line; nothing is cut. A ring that runs over into the second column gets its
heading again with "(fortsat)"; a heading never stands alone at the foot of a column; empty rings show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from radar_core.model import Ring
from radar_core.render.type import LEADING, Box, Line, Measure, centred, wrap
from radar_core.render.words.description import MOVEMENT_TEXT, Movement, Picture, elsewhere

_HEADING_GAP = 6.0
_DIGITS_GAP = 11.0  # between a number and its name
_PAD = 12.0  # inside a heading's band, left and right
_SIGN_ROOM = 16.0  # for a movement's sign, before its word
_SPLIT_COST, _LONE_COST = 0.5, 0.5  # in rows of height: a cut ring, and one row alone beside the cut


class Type(NamedTuple):
    """Type of the list: size of a name and height of a row, px."""

    size: float
    pitch: float


class ListColumn(NamedTuple):
    """Left edge, top, width and height of the room for a column, px."""

    x: float
    y: float
    width: float
    room: float


@dataclass(frozen=True)
class ListHeading:
    """A ring's band: its name at the left and, the first time, how many it holds at the right."""

    ring: Ring
    box: Box
    name: Line
    count: Line | None

    def moved_down(self, by: float) -> ListHeading:
        """The same heading ``by`` px further down."""
        count = self.count.moved_down(by) if self.count else None
        return ListHeading(self.ring, replace(self.box, y=self.box.y + by), self.name.moved_down(by), count)


@dataclass(frozen=True)
class Item:
    """A technology: its number, and its name on as many lines as it takes."""

    number: int
    ring: Ring
    digits: Line
    lines: tuple[Line, ...]
    word: Line | None = None
    """Its movement in words, at the right."""
    sign: tuple[float, float] | None = None
    """Centre of the movement's sign, before the word."""

    def moved_down(self, by: float) -> Item:
        """The same item ``by`` px further down."""
        lines = tuple(line.moved_down(by) for line in self.lines)
        word = self.word.moved_down(by) if self.word else None
        sign = (self.sign[0], self.sign[1] + by) if self.sign else None
        return Item(self.number, self.ring, self.digits.moved_down(by), lines, word, sign)


@dataclass(frozen=True)
class Listing:
    """The placed list, and by how many px its columns overflow their room (negative: to spare)."""

    headings: tuple[ListHeading, ...]
    items: tuple[Item, ...]
    overflow: float

    def moved_down(self, by: float) -> Listing:
        """The same list ``by`` px further down."""
        return Listing(
            tuple(heading.moved_down(by) for heading in self.headings),
            tuple(item.moved_down(by) for item in self.items),
            self.overflow,
        )


def lay_out_list(picture: Picture, type_: Type, columns: tuple[ListColumn, ListColumn], measure: Measure) -> Listing:
    """Place the list in two columns, cut where the fuller one has most to spare."""
    left, right = (_blocks(picture, type_, column.width, measure) for column in columns)
    cut = min(_cuts(left, right, columns, type_))
    parts = left[: cut.at], right[cut.at :]
    if not parts[1][0].is_heading:
        parts[1].insert(0, _Block(parts[1][0].ring, type_.pitch, continued=True))
    headings: list[ListHeading] = []
    items: list[Item] = []
    for part, column in zip(parts, columns, strict=True):
        y = column.y
        for i, block in enumerate(part):
            y += _HEADING_GAP if i and block.is_heading else 0
            if block.is_heading:
                headings.append(_heading(block, picture, type_, column, y, measure))
            else:
                items.append(_item(block, type_, column, y, measure))
            y += block.height
    return Listing(tuple(headings), tuple(items), cut.overflow)


@dataclass(frozen=True)
class _Block:
    """A heading (number 0) or a row, not yet placed."""

    ring: Ring
    height: float
    number: int = 0
    lines: tuple[str, ...] = ()
    continued: bool = False
    movement: Movement | None = None

    @property
    def is_heading(self) -> bool:
        return self.number == 0


class _Cut(NamedTuple):
    """A place to cut the list in two: what it costs in px, before which block, and the overflow it gives."""

    cost: float
    at: int
    overflow: float


def _blocks(picture: Picture, type_: Type, width: float, measure: Measure) -> list[_Block]:
    blocks: list[_Block] = []
    indent = _indent(type_, measure)
    listed = picture.listed
    for ring in Ring:
        rows = [row for row in listed if row.ring is ring]
        begun = bool(rows) and picture.part is not None and picture.in_ring(ring)[0] is not rows[0]
        blocks.append(_Block(ring, type_.pitch, continued=begun))
        for row in rows:
            room = width - indent - _word_width(row.movement, type_, measure)
            lines = wrap(row.name, room, type_.size, "regular", measure)
            height = type_.pitch + (len(lines) - 1) * type_.size * LEADING
            blocks.append(_Block(ring, height, row.number, lines, movement=row.movement))
    return blocks


def _word_type(type_: Type) -> float:
    """Type of a movement's word, px."""
    return max(15.0, type_.size - 5)


def _word_width(movement: Movement | None, type_: Type, measure: Measure) -> float:
    """What a movement's sign and word take of the row, px."""
    if movement is None:
        return 0.0
    return measure(MOVEMENT_TEXT[movement], _word_type(type_), "regular") + _SIGN_ROOM + _DIGITS_GAP + _PAD


def _cuts(
    lefts: list[_Block], rights: list[_Block], columns: tuple[ListColumn, ListColumn], type_: Type
) -> Iterator[_Cut]:
    """Every cut that leaves no heading alone at the foot of the first column.

    Both lists are the same blocks, wrapped for the column they would stand in.
    """
    left_height, right_height = -_HEADING_GAP, sum(_step(block) for block in rights)
    for at in range(1, len(lefts)):
        before, after = lefts[at - 1], rights[at]
        left_height += _step(before)
        right_height -= _step(rights[at - 1])
        if before.is_heading and not after.is_heading:
            continue
        head = -_HEADING_GAP if after.is_heading else type_.pitch
        overflow = max(left_height - columns[0].room, right_height + head - columns[1].room)
        cost = 0.0
        if not after.is_heading:
            alone = lefts[at - 2].is_heading, at + 1 == len(rights) or rights[at + 1].is_heading
            cost = type_.pitch * (_SPLIT_COST + _LONE_COST * sum(alone))
        yield _Cut(overflow + cost, at, overflow)


def _step(block: _Block) -> float:
    return block.height + _HEADING_GAP * block.is_heading


def _heading(
    block: _Block, picture: Picture, type_: Type, column: ListColumn, y: float, measure: Measure
) -> ListHeading:
    size = type_.size - 2
    box = Box(column.x, y + 1, column.width, block.height - 2)
    baseline = centred(y + block.height / 2, size)
    name = Line(block.ring.value + (" (fortsat)" if block.continued else ""), column.x + _PAD, baseline, size, "bold")
    if block.continued:
        return ListHeading(block.ring, box, name, None)
    held = len(picture.in_ring(block.ring))
    told = picture.nothing if not held else elsewhere(picture, block.ring)
    count = Line(told, 0.0, baseline, size - 1) if told else Line(picture.count(held), 0.0, baseline, size, "bold")
    x = column.x + column.width - _PAD - measure(count.text, count.size, count.weight)
    return ListHeading(block.ring, box, name, replace(count, x=x))


def _item(block: _Block, type_: Type, column: ListColumn, y: float, measure: Measure) -> Item:
    baseline = centred(y + type_.pitch / 2, type_.size)
    text = str(block.number)
    name_x = column.x + _indent(type_, measure)
    digits_x = name_x - _DIGITS_GAP - measure(text, type_.size, "semibold")
    lines = tuple(
        Line(line, name_x, baseline + i * type_.size * LEADING, type_.size) for i, line in enumerate(block.lines)
    )
    digits = Line(text, digits_x, baseline, type_.size, "semibold")
    if block.movement is None:
        return Item(block.number, block.ring, digits, lines)
    word, size = MOVEMENT_TEXT[block.movement], _word_type(type_)
    word_x = column.x + column.width - _PAD - measure(word, size, "regular")
    sign = (word_x - _SIGN_ROOM / 2 - 1, y + type_.pitch / 2)
    return Item(block.number, block.ring, digits, lines, Line(word, word_x, baseline, size), sign)


def _indent(type_: Type, measure: Measure) -> float:
    """Where names start: two digits stand under the first letter of the heading."""
    return _PAD + measure("00", type_.size, "semibold") + _DIGITS_GAP
