"""Any edition as the sheet it could have been filled into: what is read of it is the same edition again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import load_workbook

from radar_core.model import SAMLET, Bundle, Edition, Placement
from radar_core.sheets.edition_template import template
from radar_core.sheets.edition_words import (
    BELAEG_WORDS,
    SAMLET_NAME,
    STATUS_WORDS,
    UNKNOWN_DATE,
    Column,
    Fact,
)

_DETAILS = (Column.BELAEG, Column.KILDE, Column.NAVN, Column.NOTE, Column.POSITION)
Columns = list[tuple[Column, str | None]]
"""Each column and, where it is about one radar, its fagområde."""


def workbook_of(bundle: Bundle) -> bytes:
    """The bundle's edition filled into the template that is handed out, as xlsx."""
    edition = bundle.edition
    facts = {
        Fact.ID: edition.id,
        Fact.TITEL: edition.title,
        Fact.STATUS: STATUS_WORDS[edition.status],
        Fact.SERIE: edition.series,
        Fact.METODE: edition.method,
        Fact.DATO: edition.date or UNKNOWN_DATE,
        Fact.KILDE: edition.source,
        Fact.I_ALT: "; ".join(f"{_name(where, bundle)}={count}" for where, count in edition.totals),
    }
    workbook = load_workbook(io.BytesIO(template(bundle)))
    radar, about = workbook["Radar"], workbook["Om udgaven"]
    radar.delete_rows(1, radar.max_row)
    columns, rows = _filled_table(bundle)
    for row, contents in enumerate([[_heading(*column, bundle) for column in columns], *rows], start=1):
        for column, content in enumerate(contents, start=1):
            _put(radar.cell(row=row, column=column), content)
    for label, value, *_ in about.iter_rows(min_row=2):
        _put(value, facts.get(Fact(label.value)) or None)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _heading(column: Column, radar: str | None, bundle: Bundle) -> str:
    if not radar:
        return column.value
    return _name(radar, bundle) if column is Column.RING else f"{column.value}: {_name(radar, bundle)}"


def _put(cell: Any, content: str | float | None) -> None:
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"  # also where it begins with »=«


def _name(fagomraade: str, bundle: Bundle) -> str:
    return SAMLET_NAME if fagomraade == SAMLET else bundle.fagomraade_by_id[fagomraade].name


def _filled_table(bundle: Bundle) -> tuple[Columns, list[list[str | float | None]]]:
    edition = bundle.edition
    placed = {(p.technology, p.fagomraade): p for p in edition.placements}
    technologies = list(dict.fromkeys(p.technology for p in edition.placements))
    radars = [
        radar for radar in (SAMLET, *edition.fagomraader) if any(p.fagomraade == radar for p in edition.placements)
    ]
    columns: list[tuple[Column, str | None]] = [(Column.TECHNOLOGY, None), *((Column.RING, radar) for radar in radars)]
    for detail in _DETAILS:
        columns += _columns_of(detail, edition, radars)
    rows = [
        [_content(column, radar, bundle.technology_by_id[t].name, placed, t, radars) for column, radar in columns]
        for t in technologies
    ]
    return columns, rows


def _columns_of(detail: Column, edition: Edition, radars: Sequence[str]) -> list[tuple[Column, str | None]]:
    """One column where every technology has the same on all its radars, else one for each radar that needs it."""
    said: dict[str, set[object]] = {}
    needed: set[str] = set()
    for placement in edition.placements:
        value = _detail(detail, placement)
        said.setdefault(placement.technology, set()).add(value)
        if value is not None:
            needed.add(placement.fagomraade)
    if not needed:
        return []
    if all(len(values) == 1 for values in said.values()):
        return [(detail, None)]
    return [(detail, radar) for radar in radars if radar in needed]


def _content(
    column: Column,
    radar: str | None,
    name: str,
    placed: Mapping[tuple[str, str], Placement],
    technology: str,
    radars: Iterable[str],
) -> str | float | None:
    if column is Column.TECHNOLOGY:
        return name
    wanted = [radar] if radar else radars
    found = [placed[technology, each] for each in wanted if (technology, each) in placed]
    return _detail(column, found[0]) if found else None


def _detail(column: Column, placement: Placement) -> str | float | None:
    details: Mapping[Column, str | float | None] = {
        Column.RING: placement.ring.value,
        Column.BELAEG: BELAEG_WORDS[placement.belaeg],
        Column.KILDE: placement.source,
        Column.NAVN: placement.name,
        Column.NOTE: placement.note,
        Column.POSITION: placement.position,
    }
    return details[column]
