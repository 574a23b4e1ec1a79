"""``teknologiradar radar``: a fagområde's radar, a kommune's own beside it, or an empty one, as text and picture."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from bot.cli.at_hand import AtHand
from bot.errors import CommandError
from dialogs.danish.dates import local
from radar_core.errors import DataError
from radar_core.known import age_text
from radar_core.model import Bundle, Radar

if TYPE_CHECKING:
    from radar_core.own_use.table import OwnImport

Format = Literal["png", "svg", "pdf"]
Say = Callable[[str], None]


class CannotDraw(CommandError):
    """What was asked for cannot be drawn; ``str()`` is a Danish sentence that says why."""


def add_arguments(radar: argparse.ArgumentParser) -> None:
    """What the command takes."""
    radar.add_argument("fagomraade", metavar="FAGOMRÅDE", nargs="+", help="et fagområde, eller: samlet")
    radar.add_argument("--edition", metavar="ID", help="udgave; ellers den, der er i luften")
    shown = radar.add_mutually_exclusive_group()
    shown.add_argument("--own", type=Path, metavar="FIL", help="jeres egen radar ved siden af: regneark eller yaml")
    shown.add_argument("--blank", action="store_true", help="en tom radar til at udfylde")
    shown.add_argument("--navne", action="store_true", help="navnene uden om cirklen i stedet for som liste")
    radar.add_argument("-o", dest="output", type=Path, metavar="FIL.png|svg|pdf")


def show(parsed: argparse.Namespace, found: AtHand, radar: Radar, say: Say) -> None:
    """Says the radar in words and writes its pictures. Raises ``RadarError``, ``OSError``."""
    from radar_core import render as r
    from radar_core.render.words.plain_text import plain_text

    fmt = _format(parsed.output)
    if parsed.blank:
        if fmt is None:
            raise CannotDraw("En tom radar er et billede. Skriv, hvor det skal ligge: -o tom.pdf")
        if fmt == "pdf":
            from bot.files.drawn_paper import blank_pdf

            _write(parsed.output, [blank_pdf(radar, _today())], say)
        else:
            _write(parsed.output, [r.render_blank(radar, fmt)], say)
    elif parsed.own is not None:
        _compare(parsed, found.bundle, radar, fmt, say)
    else:
        say(plain_text(r.describe(radar)))
        if age := age_text(radar.edition, _today()):
            say(f"\n{age}")
        if fmt == "pdf" and not parsed.navne:
            from bot.cli.files import write_snapshot

            write_snapshot(parsed.output, found, [radar.asked.id if radar.asked else radar.slug], "", say)
        elif fmt == "pdf":
            from bot.files.drawn_paper import names_pdf

            _write(parsed.output, [names_pdf(radar, _today())], say)
        elif fmt is not None:
            view: Literal["radar", "names"] = "names" if parsed.navne else "radar"
            _write(parsed.output, [r.render(radar, fmt, page, view=view) for page in _counted(r.pages(radar))], say)


def read_own(path: Path, bundle: Bundle, fagomraade: str) -> OwnImport:
    """A kommune's own radar from a file. Raises ``DataError`` with every fault, ``CannotDraw``, ``OSError``."""
    from radar_core.own_use.file import read_own_yaml
    from radar_core.own_use.model import OwnRadar
    from radar_core.own_use.sheets import read_own_sheets
    from radar_core.own_use.table import OwnImport
    from radar_core.sheets.file_kind import NotReadable, SheetFormat, kind_of
    from radar_core.sheets.workbook import read_sheets

    data = path.read_bytes()
    try:
        kind = kind_of(data, path.suffix)
    except NotReadable as strange:
        raise CannotDraw(f"{path}: {strange}") from None
    if kind is SheetFormat.SHEET:
        return read_own_sheets(read_sheets(data, path.name), path.name, bundle, OwnRadar("", fagomraade))
    own = read_own_yaml(data, path.name, bundle)
    if own.fagomraade != fagomraade:
        raise CannotDraw(f"Filen er om fagområdet »{own.fagomraade}«, ikke »{fagomraade}«.")
    return OwnImport(own, ())


def _compare(parsed: argparse.Namespace, bundle: Bundle, radar: Radar, fmt: Format | None, say: Say) -> None:
    from radar_core import render as r
    from radar_core.own_use.gaps import gaps

    where = radar.asked.id if radar.asked else radar.slug
    try:
        read = read_own(parsed.own, bundle, where)
    except DataError as faulty:
        raise CannotDraw("\n".join(map(str, faulty.faults))) from None
    own = read.own
    for note in read.notes:
        say(note)
    kommune = bundle.kommune_by_code.get(own.kommune)
    names = bundle.technology_by_id
    comparison = r.describe_comparison(radar, own, names, *([kommune.name] if kommune else []))
    say("\n".join(filter(None, [comparison.title, comparison.notice, comparison.strip, comparison.subtitle, ""])))
    for row in comparison.rows:
        say(f"  {row.number:>2} {row.name} – {row.words}")
    told = gaps(radar, own, names).sentences
    say("\n" + "\n".join(told))
    say(f"\n{comparison.source}")
    if fmt == "pdf":
        from bot.files.drawn_paper import comparison_pdf

        _write(parsed.output, [comparison_pdf(comparison, told, _today())], say)
    elif fmt is not None:
        pictures = [r.render_comparison(comparison, fmt, page) for page in _counted(r.comparison_pages(comparison))]
        _write(parsed.output, pictures, say)


def _today() -> dt.date:
    return local(dt.datetime.now(dt.UTC)).date()


def _counted(pages: int) -> range:
    return range(1, pages + 1)


def _format(output: Path | None) -> Format | None:
    if output is None:
        return None
    fmt = output.suffix.lower().lstrip(".")
    if fmt not in ("png", "svg", "pdf"):
        raise CannotDraw(f"Jeg kan tegne png, svg og pdf, ikke »{output.suffix or output.name}«.")
    return cast(Format, fmt)


def _write(output: Path, pictures: list[bytes], say: Say) -> None:
    """The first picture as asked, the next beside it: ``radar-2.png``."""
    for page, picture in enumerate(pictures, start=1):
        path = output if page == 1 else output.with_name(f"{output.stem}-{page}{output.suffix}")
        path.write_bytes(picture)
        say(f"\nBillede: {path}")
