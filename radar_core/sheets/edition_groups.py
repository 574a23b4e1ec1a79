"""Technologies in groups, each under a row that names its ring: which ring counts, and where none does any more.

From the first ring down nothing is passed over: what stands where a ring may stand and is none ends the group, and is
told. So a technology never gets the ring of a group it is not in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from radar_core.model import Ring
from radar_core.sheets.cells import Cell, CellFaults
from radar_core.sheets.edition_words import NAME_RING, RING_NAMES, Column, Heading, ring_of
from radar_core.spelling import did_you_mean, nearest, quote

NO_RING_ABOVE = "Der står ingen ring i en række over teknologien."
_COUNTING = re.compile(r"[0-9]+(?:[.,][0-9]+)*[.)]?")
"""What numbers the rows: 1, 2., 3.1."""


def group_of(cells: list[Cell], headings: Mapping[Heading, int]) -> Ring | None:
    """The ring of a row that says nothing else, and says it in the technologies' column or left of it."""
    said = [cell for cell in cells if cell.text]
    technology_at = headings.get(Heading(Column.TECHNOLOGY), 0 if headings else len(cells))
    if not said or said[0].column > technology_at:
        return None
    rings = {ring_of(cell.text) for cell in said}
    radars = {at for heading, at in headings.items() if heading.column is Column.RING}
    if len(rings) != 1 or (len(said) == 1 and said[0].column in radars):
        return None  # a ring without a technology in a column of rings
    return rings.pop()


@dataclass
class Groups:
    """The group that the rows stand in, as they are read from the first ring down."""

    faults: CellFaults
    placing: Collection[int]
    """The columns of technologies and of rings."""
    details: Collection[int]
    """The columns of what else is read of a technology."""
    headed: Collection[int]
    """Every column with a heading."""
    told: Collection[int]
    """The columns that are reported by their heading."""
    can_be_numbers: bool
    """Whether a number may be a ring."""
    has_begun: bool = False
    """Whether a ring has stood above the rows."""
    _ring: Ring | None = None
    _is_told: bool = False
    _named: set[int] = field(default_factory=set)
    """The columns in which a ring has stood alone."""
    _empty: int = 0
    _has_technology: bool = False

    @property
    def ring(self) -> Ring | None:
        """The ring that holds without doubt for the row."""
        return None if self._is_cut else self._ring

    @property
    def _is_cut(self) -> bool:
        # One empty row right below the ring is only how it looks.
        return self._empty > (0 if self._has_technology else 1)

    def begin(self, ring: Ring, cells: list[Cell]) -> None:
        """A row that names a ring."""
        self._ring, self._is_told, self._empty, self._has_technology = ring, False, 0, False
        self.has_begun = True
        self._named |= {cell.column for cell in cells if cell.text}

    def pass_empty(self) -> None:
        """A row that says nothing."""
        self._empty += 1

    def understands(self, cells: list[Cell], technology: Cell) -> bool:
        """Whether a row below the first ring says nothing but what is read; reports the rest, which ends the group."""
        if not self.has_begun:
            return True
        strange = [message for cell in cells if (message := self._strange(cell, technology))]
        for cell, words in strange:
            self.faults.add(cell, words)
        if strange:
            self._ring, self._is_told = None, True
        return not strange

    def pass_technology(self) -> None:
        """A row with a technology has been read: an empty row below it ends the group."""
        if not self._is_cut:
            self._empty, self._has_technology = 0, True

    def ring_for(self, cell: Cell) -> Ring | None:
        """The ring of the group for what stands in ``cell``; reports where there is none."""
        if self._is_told:
            return None
        if self._ring is None:
            self.faults.add(cell, NO_RING_ABOVE)
            return None
        if self._is_cut:
            self.faults.add(
                cell,
                f"{quote(cell.text)} står efter tomme rækker under {self._ring.value}. Skriv ringen igen i en "
                "række over.",
            )
            return None
        return self._ring

    def _strange(self, cell: Cell, technology: Cell) -> tuple[Cell, str] | None:
        if not cell.text or cell.column in self.placing or (cell.column in self.details and not technology.text):
            return None
        ring = ring_of(cell.text)
        if ring and not (technology.text and cell.column in self.told):
            return cell, f"{ring.value} står ikke alene i rækken. En ring over en gruppe skal stå i en række for sig."
        is_count = technology.text and _COUNTING.fullmatch(cell.text)
        if not technology.text or cell.column in self._named:
            return None if is_count and not self.can_be_numbers else (cell, not_a_group(cell.text))
        is_like_a_ring = cell.column not in self.details and nearest(cell.text, RING_NAMES)
        if is_count or (cell.column in self.headed and not is_like_a_ring):
            return None
        return cell, (
            f"Jeg ved ikke, hvad {quote(cell.text)} betyder, for kolonnen har ingen overskrift. Skriv en over den, "
            "eller slet det, der står."
        )


def not_a_group(text: str) -> str:
    """The sentence on a text that stands where a ring should."""
    hint = did_you_mean(nearest(text, RING_NAMES))
    return f"{quote(text)} er ikke en ring. {NAME_RING}, eller slet rækken og det, der står under den.{hint}"
