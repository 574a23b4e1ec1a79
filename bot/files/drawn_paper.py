"""Pictures that are printed: a radar with its names around it, an empty one, and a kommune's own beside KL's.

The whole picture stands in its alt text, and what one compares in a table too: nothing is told by a picture alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.files.paper import Block, Drawing, Grid, NewPage, Paper, Prose, TextHeading
from bot.files.pdf import pdf
from dialogs.texts import files as words
from radar_core.known import danish_date
from radar_core.model import Radar
from radar_core.render.ink import measure, save
from radar_core.render.shapes import Sheet
from radar_core.render.sheets.blank import blank_sheet
from radar_core.render.sheets.comparison import comparison_sheet
from radar_core.render.sheets.names import names_sheet
from radar_core.render.words.alt_text import ended
from radar_core.render.words.comparison import Comparison, comparison_parts
from radar_core.render.words.description import describe, parts


def names_pdf(radar: Radar, made: dt.date) -> bytes:
    """A radar with its names around it. Raises ``DoesNotFit``, ``typst.TypstError``."""
    picture = describe(radar)
    return _printed([names_sheet(part, measure) for part in parts(picture)], made, picture.notice)


def blank_pdf(radar: Radar, made: dt.date) -> bytes:
    """An empty radar to write on. Raises ``typst.TypstError``."""
    return _printed([blank_sheet(radar, measure)], made, None)


def comparison_pdf(comparison: Comparison, told: Sequence[str], made: dt.date) -> bytes:
    """A kommune's own radar beside another, as a picture and as a table, and what it comes to (``told``).

    Raises ``DoesNotFit``, ``typst.TypstError``.
    """
    rows = tuple((row.name, row.national.value if row.national else "", row.words) for row in comparison.rows)
    beside: tuple[Block, ...] = (
        NewPage(),
        TextHeading(2, words.OWN_RADAR),
        *(Prose(ended(sentence)) for sentence in told),
        Grid((words.TECHNOLOGY, words.ON_RADAR, words.OWN_HERE), rows, (60, 28, 0)),
        Prose(comparison.source, muted=True),
    )
    sheets = [comparison_sheet(part, measure) for part in comparison_parts(comparison)]
    return _printed(sheets, made, comparison.notice, beside)


def _printed(sheets: Sequence[Sheet], made: dt.date, notice: str | None, beside: Sequence[Block] = ()) -> bytes:
    title, day = sheets[0].title, made.isoformat()
    return pdf(
        Paper(
            title=title,
            subject=words.SUBJECT,
            keywords=words.KEYWORDS.format(where=title),
            day=day,
            foot=words.FOOT.format(title=title, day=danish_date(day)),
            notice=notice,
            blocks=(TextHeading(1, title), *map(_drawing, sheets), *beside),
        )
    )


def _drawing(sheet: Sheet) -> Drawing:
    """The picture without its title, which is the paper's heading."""
    shapes = tuple(shape for shape in sheet.shapes if shape.gid.partition("-")[0] != "title")
    return Drawing(save(replace(sheet, shapes=shapes), "svg"), sheet.alt)
