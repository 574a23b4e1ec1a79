"""What is a table: a protocol as an Excel file of several sheets, a snapshot as csv. No cell ever becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from bot.files.office import steady
from bot.files.protocol import ReflectionProtocol
from bot.files.protocol_paper import day, facts
from bot.files.signs import for_cell, quoted
from bot.files.snapshot import RadarSnapshot
from dialogs.reflection.spread import HIGHEST
from dialogs.texts import files as words
from radar_core.known import danish_date
from radar_core.render import palette
from radar_core.render.words.description import BELAEG_TEXT
from radar_core.render.words.over_time import OverTime

Value: TypeAlias = str | int | float | None
Row: TypeAlias = Sequence[Value]

_WIDEST = 80
"""Characters of a column."""

_LINE, _HIGHEST = 15.0, 409.0
"""Of a row, points: what a line takes, and the most that Excel has."""

_BUTTON = 3
"""Characters that the button of a table's heading takes of it."""


def protocol_xlsx(protocol: ReflectionProtocol) -> bytes:
    """All of it, a sheet a matter; each begins with what must not be overlooked."""
    book: Any = Workbook()
    book.remove(book.active)
    its = book.properties
    its.creator = its.lastModifiedBy = words.AUTHOR
    its.title, its.subject, its.language = protocol.title, words.SUBJECT, "da-DK"
    for name, head, rows in _sheets(protocol):
        if rows:
            _sheet(book, protocol, name, head, rows)
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), protocol.made)


def snapshot_csv(snapshot: RadarSnapshot) -> bytes:
    """Every placement, as Excel in Danish opens it: semicolons, and a mark that says UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    edition = snapshot.edition
    when = danish_date(edition.date) if edition.date else ""
    writer.writerow(
        [
            *(words.FAGOMRAADE, words.NUMBER, words.TECHNOLOGY, words.RING, words.BELAEG, words.SOURCE, words.NOTE),
            *(words.EDITION, words.DAY, words.NOT_PUBLIC, words.MADE),
        ]
    )
    unknown = " ".join([*([snapshot.notice] if snapshot.notice else []), *snapshot.not_public])
    for shown in snapshot.radars:
        for entry in shown.radar.entries:
            placed = entry.placement
            texts = [shown.where, str(entry.number), entry.name, entry.ring.value, BELAEG_TEXT[placed.belaeg]]
            texts += [placed.source, placed.note or "", edition.title, when, unknown, snapshot.made.isoformat()]
            writer.writerow([quoted(text) for text in texts])
    return out.getvalue().encode("utf-8-sig")


def _lines(told: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in told)


def _sheets(p: ReflectionProtocol) -> Iterable[tuple[str, Row, list[Row]]]:
    """Name, header row and rows of each sheet."""
    about: list[Row] = [[label, text] for label, text in facts(p)]
    about += [[words.PARTICIPANTS, name] for name in p.participants]
    about += [[words.NOTE, remark] for remark in p.remarks]
    about += [[label, text] for label, text in p.in_short]
    about += [[words.NOT_PUBLIC, text] for text in p.unknown]
    about += [[words.SOURCE, source] for source in p.sources]
    yield "Om", ("Hvad", "Indhold"), about
    yield (
        words.QUESTIONS,
        (
            *(words.NUMBER, words.QUESTION, words.CONCLUSION.rstrip(":"), words.ANSWER, words.RATED),
            *(f"Antal {rating}" for rating in range(1, HIGHEST + 1)),
        ),
        [
            [
                *(
                    q.number,
                    q.text,
                    q.conclusion or None,
                    q.instead or f"{len(q.answers)} svar",
                    q.spread_words or None,
                ),
                *(q.spread.counts if q.spread else [None] * HIGHEST),
            ]
            for q in p.questions
        ],
    )
    yield (
        words.ANSWER,
        (words.NUMBER, words.WHO, words.RATING, words.ANSWER, "Krydser"),
        [
            [q.number, a.by or None, a.rating, a.text or None, ", ".join(a.ticks) or None]
            for q in p.questions
            for a in q.answers
        ],
    )
    yield (
        "Konklusioner",
        (words.NUMBER, words.VERSION, words.CONCLUSION.rstrip(":"), words.SAID_BY, words.DAY),
        [
            [q.number, c.version, c.text or words.TAKEN_BACK, c.by or None, day(c.on) if c.on else None]
            for q in p.questions
            for c in q.history
        ],
    )
    yield (
        words.NEXT_STEPS,
        (words.NUMBER, words.WHAT, words.WHO, words.WHEN),
        [[s.number, s.what, s.who or None, day(s.when) if s.when else None] for s in p.steps],
    )
    yield (
        "Evalueringer",
        (words.TECHNOLOGY, words.EVALUATE_ON, words.JUDGED, words.DECIDED, words.COMMENT),
        [
            [
                *(x.name, day(x.on), "\n".join(f"{question} {says}" for question, says in x.judged) or None),
                *(x.decision or None, x.comment or None),
            ]
            for x in p.evaluations
        ],
    )
    yield (
        words.NOT_RELEVANT,
        (words.TECHNOLOGY, words.REASON, words.SAID_BY),
        [[x.name, x.reason, x.by or None] for x in p.dismissals],
    )
    yield (
        words.START,
        (
            *(words.NUMBER, words.TECHNOLOGY, words.WHAT, words.WHY_THIS, words.FIRST_STEP),
            *(words.EXPERIENCE, words.SOURCE),
        ),
        [[s.number, s.name, s.what, _lines(s.told), s.first_step, s.experience or None, s.url] for s in p.start],
    )
    yield (
        words.MORE_OF_RESULT,
        ("Hvad", "Indhold"),
        [[label, text] for label, text in p.more],
    )
    yield (
        words.OVER_TIME_SHEET,
        (
            *(words.NUMBER, words.QUESTION, words.WHEN, words.MIDDLE, words.MANY),
            *(f"Antal {rating}" for rating in range(1, HIGHEST + 1)),
            words.NOTE,
        ),
        list(_times(p.over_time)) if p.over_time else [],
    )
    yield (
        words.RADAR,
        (words.NUMBER, words.TECHNOLOGY, words.RING, words.BELAEG, words.SOURCE),
        [
            [e.number, e.name, e.ring.value, BELAEG_TEXT[e.placement.belaeg], e.placement.source]
            for e in (p.radar.entries if p.radar else ())
        ],
    )
    own: list[Row] = [[row.name, row.national.value if row.national else None, row.words] for row in p.own]
    own += [[sentence, None, None] for sentence in p.own_told]
    yield "Egen radar", (words.TECHNOLOGY, words.ON_RADAR, words.OWN_HERE), own


def _times(shown: OverTime) -> Iterator[Row]:
    """A row per question and time; of one person alone there is nothing to count."""
    for row in shown.rows:
        for label, sample in zip(shown.labels, row.samples, strict=True):
            counts: Row = sample.counts if sample.counts and shown.group else [None] * HIGHEST
            note = sample.lack.value if sample.lack else None
            many = sample.number if shown.group else None
            yield [row.question, row.text, label, sample.middle, many, *counts, note]


def _sheet(book: Any, protocol: ReflectionProtocol, name: str, head: Row, rows: list[Row]) -> None:
    sheet = book.create_sheet(name)
    first = 1
    if protocol.notice:
        _cell(sheet, 1, 1, protocol.notice)
        sheet.cell(1, 1).font = Font(bold=True, color=palette.NOTICE_GROUND[1:])
        # The first column is often a number's: wrapped in it, nobody reads what must not be overlooked.
        sheet.cell(1, 1).alignment = Alignment(vertical="top")
        first = 3
    for column, label in enumerate(head, start=1):
        _cell(sheet, first, column, label)
        sheet.cell(first, column).font = Font(bold=True)
        sheet.cell(first, column).fill = PatternFill("solid", fgColor="E6E9ED")
    for number, row in enumerate(rows, start=first + 1):
        for column, value in enumerate(row, start=1):
            _cell(sheet, number, column, value)
    for column in range(1, len(head) + 1):
        longest = max(_longest(head[column - 1]) + _BUTTON, *(_longest(row[column - 1]) for row in rows))
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(8, longest + 2))
    for number, row in enumerate(rows, start=first + 1):
        # Not every program makes a row as high as what is wrapped in it.
        if (lines := max(map(_lines_of, row))) > 1:
            sheet.row_dimensions[number].height = min(_HIGHEST, lines * _LINE)
    reach = f"A{first}:{get_column_letter(len(head))}{first + len(rows)}"
    table = Table(displayName=f"Tabel{len(book.sheetnames)}", ref=reach)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = f"A{first + 1}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = protocol.title.replace("&", "&&")
    sheet.oddFooter.right.text = "Side &P af &N"
    if protocol.notice:
        sheet.oddHeader.right.text = protocol.notice


def _cell(sheet: Any, row: int, column: int, value: Value) -> None:
    """A cell that is text where it is text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = for_cell(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    elif value is not None:
        cell.value = value
    # A number stands as its heading does, not against the text of the next column.
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")


def _lines_of(value: Value) -> int:
    """Lines that a cell takes, in a column as wide as they come; a word that does not fit takes the next."""
    room = _WIDEST - 8
    return sum(max(1, -(-len(line) // room)) for line in str(value).split("\n")) if value is not None else 1


def _longest(value: Value) -> int:
    return max(map(len, str(value).split("\n")), default=0) if value is not None else 0
