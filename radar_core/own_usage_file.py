"""The files a kommune's own use comes in: CSV as spreadsheets save it, and our own YAML."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from typing import Annotated

from pydantic import Field, StringConstraints

from radar_core.cross_checks import Names, check_unique
from radar_core.errors import DataError, Fault
from radar_core.file_faults import FileFaults
from radar_core.file_schema import SOMETHING, Code, Date, Line, Record, Reference, counted
from radar_core.model import SAMLET, Bundle
from radar_core.own_usage import MAX_EVIDENCE, OwnRadar, OwnUse, Usage, Value
from radar_core.own_usage_table import (
    HEADING_ROWS,
    OwnImport,
    Rows,
    known_headings,
    read_own_rows,
    technology_labels,
)
from radar_core.schema_check import checked
from radar_core.spelling import fold
from radar_core.strict_yaml import Node, parse
from radar_core.yaml_text import MAX_BYTES

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (";", ",", "\t")
# Excel's own first line that names the delimiter; it is no row of the sheet.
_EXCELS_OWN_LINE = re.compile(r"sep=([;,\t])(?:\r?\n|\Z)", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


def read_own_csv(
    data: bytes, file: str, bundle: Bundle, target: OwnRadar, *, by: str = "", at: dt.datetime | None = None
) -> OwnImport:
    """A CSV file laid upon ``target``: semicolons, commas or tabs; UTF-8 with or without BOM, UTF-16 or cp1252.

    Raises ``DataError`` with every fault by its cell; see ``read_own_rows``.
    """
    return read_own_rows(csv_rows(data, file), file, bundle, target, by=by, at=at)


def csv_rows(data: bytes, file: str) -> Rows:
    """The cells of a CSV file. Row numbers are the spreadsheet's. Raises ``DataError`` where it is not one."""
    if len(data) > MAX_BYTES:
        raise _refused(file, f"Filen er for stor: den må højst fylde {MAX_BYTES // 1_000_000} MB.")
    if data.startswith((_ZIP, _OLE)):
        raise _refused(file, "Filen er et regneark. Gem arket som CSV (semikolonsepareret), og prøv igen.")
    text = decoded(data)
    if text is None:
        raise _refused(file, "Filen kan ikke læses som tekst. Gem arket som »CSV UTF-8«, og prøv igen.")
    delimiters: tuple[str, ...] = _DELIMITERS
    if named := _EXCELS_OWN_LINE.match(text):
        text, delimiters = text[named.end() :], (named[1],)
    found = [rows for delimiter in delimiters if (rows := _split(text, delimiter)) is not None]
    if not found:
        raise _refused(file, "Filen kan ikke læses som CSV. Gem arket som »CSV UTF-8«, og prøv igen.")
    return max(found, key=_best_heading)


UsageWord = Annotated[Usage, Field(strict=False)]
ValueWord = Annotated[Value, Field(strict=False)]
Day = Annotated[Date, StringConstraints(min_length=10)]
Evidence = Annotated[str, StringConstraints(pattern=SOMETHING, max_length=MAX_EVIDENCE, strip_whitespace=True)]


class OwnUseRecord(Record):
    """One item of ``teknologier`` in a file of own use."""

    teknologi: Reference = Field(description="Id fra teknologier.yaml")
    anvendelse: UsageWord
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
        by_label = {fold(each): each for each in ids}
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
        usage, value = item.field("anvendelse").text, item.field("vaerdi")
        if value.text and usage in {u.value for u in Usage} and usage != Usage.I_DRIFT.value:
            faults.add(value.line, "Feltet »vaerdi« kan kun stå ved det, der er »i-drift«.")
    check_unique((item.field("teknologi") for item in items), "Teknologien", faults)


def _use(record: OwnUseRecord) -> OwnUse:
    return OwnUse(
        technology=record.teknologi,
        usage=record.anvendelse,
        evidence=record.begrundelse or "",
        value=record.vaerdi,
        by=record.af or "",
        at=_moment(record.dato),
    )


def _moment(date: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC) if date else None


def decoded(data: bytes) -> str | None:
    """The text of a file as spreadsheets save it: UTF-16, UTF-8 or cp1252; None where it is none of them."""
    encodings = ["utf-16"] if data.startswith(_UTF16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _split(text: str, delimiter: str) -> Rows | None:
    """The rows, or None where the text is not written with that delimiter."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _best_heading(rows: Rows) -> int:
    return max(map(known_headings, rows[:HEADING_ROWS]), default=0)


def _refused(file: str, message: str) -> DataError:
    return DataError([Fault(file, 0, message)])
