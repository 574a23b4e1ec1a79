"""The files a kommune's own use comes in: CSV as spreadsheets save it, and our own YAML."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from radar_core.errors import DataError
from radar_core.files.check import checked
from radar_core.files.cross_checks import Names, check_unique
from radar_core.files.faults import FileFaults
from radar_core.files.records import SOMETHING, Code, Date, Line, Record, Reference, counted
from radar_core.files.strict_yaml import Node, parse
from radar_core.lookup import technology_labels
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import MAX_EVIDENCE, OwnRadar, OwnUse, Stage, Value
from radar_core.own_use.table import OwnImport, read_own_rows
from radar_core.sheets.csv_file import csv_rows
from radar_core.spelling import letters


def read_own_csv(
    data: bytes, file: str, bundle: Bundle, target: OwnRadar, *, by: str = "", at: dt.datetime | None = None
) -> OwnImport:
    """A CSV file laid upon ``target``: semicolons, commas or tabs; UTF-8 with or without BOM, UTF-16 or cp1252.

    Raises ``DataError`` with every fault by its cell; see ``read_own_rows``.
    """
    return read_own_rows(csv_rows(data, file), file, bundle, target, by=by, at=at)


StageWord = Annotated[Stage, Field(strict=False)]
ValueWord = Annotated[Value, Field(strict=False)]
Day = Annotated[Date, StringConstraints(min_length=10)]
Evidence = Annotated[str, StringConstraints(pattern=SOMETHING, max_length=MAX_EVIDENCE, strip_whitespace=True)]


class OwnUseRecord(Record):
    """One item of ``teknologier`` in a file of own use."""

    teknologi: Reference = Field(description="Id fra teknologier.yaml")
    anvendelse: StageWord
    begrundelse: Evidence | None = Field(None, description="Casen bag med få ord")
    vaerdi: ValueWord | None = Field(None, description="Giver det den forventede værdi? Kun ved i-drift")
    af: Line | None = Field(None, description="Hvem der har skrevet det")
    dato: Day | None = Field(None, description="Hvornår det er skrevet: ÅÅÅÅ-MM-DD")


class OwnRadarFile(Record):
    """A file of own use: one kommune on one fagområde."""

    kommune: Code
    fagomraade: Reference = Field(description="Id fra fagomraader.yaml, eller samlet")
    teknologier: tuple[OwnUseRecord, ...] = counted(1)


def read_own_yaml(data: bytes, file: str, bundle: Bundle) -> OwnRadar:
    """The own radar in a YAML file's bytes. Raises ``DataError`` with every fault and its line."""
    faults = FileFaults(file)
    root = parse(data, faults)
    record = checked(root, OwnRadarFile, faults)
    _check_references(root, bundle, faults)
    if faults or record is None:
        raise DataError(faults.all())
    return OwnRadar(record.kommune, record.fagomraade, tuple(map(_use, record.teknologier)))


def _check_references(root: Node, bundle: Bundle, faults: FileFaults) -> None:
    kommune, where = root.field("kommune"), root.field("fagomraade")
    codes = Names("Kommunen", "kommuner.yaml", frozenset(bundle.kommune_by_code))
    if kommune.text and len(kommune.text) == 3 and kommune.text.isdigit():
        codes.check(kommune, faults)
    if where.text != SAMLET:
        ids = [fagomraade.id for fagomraade in bundle.fagomraader]
        by_label = {letters(each): each for each in ids}
        Names("Fagområdet", "fagomraader.yaml", frozenset(ids), by_label=by_label).check(where, faults)
    technologies = Names(
        "Teknologien",
        "teknologier.yaml",
        frozenset(bundle.technology_by_id),
        by_label=technology_labels(bundle),
    )
    items = root.field("teknologier").items
    for item in items:
        technologies.check(item.field("teknologi"), faults)
        stage, value = item.field("anvendelse").text, item.field("vaerdi")
        if value.text and stage in {u.value for u in Stage} and stage != Stage.I_DRIFT.value:
            faults.add(value.line, "Feltet »vaerdi« kan kun stå ved det, der er »i-drift«.")
    check_unique((item.field("teknologi") for item in items), "Teknologien", faults)


def _use(record: OwnUseRecord) -> OwnUse:
    return OwnUse(
        technology=record.teknologi,
        stage=record.anvendelse,
        evidence=record.begrundelse or "",
        value=record.vaerdi,
        by=record.af or "",
        at=_moment(record.dato),
    )


def _moment(date: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC) if date else None
