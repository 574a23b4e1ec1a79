"""YAML text -> Edition, or every fault at once, each with file:line and a sentence in Danish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from radar_core.editions.schema import EditionFile, PlacementRecord
from radar_core.errors import DataError
from radar_core.files.check import checked
from radar_core.files.cross_checks import KnownNames, check_pairs, check_unique
from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import Node, parse
from radar_core.model import SAMLET, Belaeg, Edition, Placement, Status
from radar_core.spelling import quote

MAX_PLACEMENTS = 60
"""Placements on one radar; two pictures hold no more."""


def read_edition(data: bytes, file: str, known: KnownNames, taken: Mapping[str, str] | None = None) -> Edition:
    """The edition in a file's bytes. ``file`` is the name faults carry; ``taken`` says which ids other files have.

    Raises ``DataError`` with every fault.
    """
    faults = FileFaults(file)
    root = parse(data, faults)
    record = checked(root, EditionFile, faults)
    edition_id = root.field("id")
    if taken and edition_id.text in taken:
        faults.add(
            edition_id.line, f"Udgaven {quote(edition_id.text)} findes allerede i {taken[edition_id.text or '']}."
        )
    cross_check(root, known, faults)
    if faults or record is None:
        raise DataError(faults.all())
    return edition_of(record)


def cross_check(root: Node, known: KnownNames, faults: FileFaults) -> None:
    """Report what an edition says wrong of what it may refer to, and of itself."""
    _check_references(root, known, faults)
    _check_belaeg(root, faults)
    _check_count(root, faults)
    _check_totals(root, known, faults)


def _check_references(root: Node, known: KnownNames, faults: FileFaults) -> None:
    listed = root.field("fagomraader")
    known.fagomraader.check_list(listed, faults)
    own = {item.text for item in listed.items}
    is_list_known = isinstance(listed.value, tuple) and listed.complete and None not in own
    placements = root.field("placeringer").items
    for placement in placements:
        known.technologies.check(placement.field("teknologi"), faults)
        where = placement.field("fagomraade")
        if where.text == SAMLET or not known.fagomraader.check(where, faults):
            continue
        if is_list_known and where.text not in own:
            faults.add(where.line, f"Fagområdet {quote(where.text)} står ikke i udgavens liste »fagomraader«.")
    check_pairs(((p, _key(p), _described(p)) for p in placements), faults)


def _key(placement: Node) -> tuple[str | None, str | None]:
    return placement.field("teknologi").text, placement.field("fagomraade").text


def _described(placement: Node) -> str:
    technology, fagomraade = _key(placement)
    return f"Placeringen af {quote(technology)} på {quote(fagomraade)}"


def _check_belaeg(root: Node, faults: FileFaults) -> None:
    status = root.field("status").text
    if status is None or status == Status.EKSEMPEL.value or status not in {s.value for s in Status}:
        return
    for placement in root.field("placeringer").items:
        belaeg = placement.field("belaeg")
        if belaeg.text == Belaeg.EKSEMPEL.value:
            faults.add(
                belaeg.line, f"Belægget »eksempel« kan kun stå i en udgave med status »eksempel«, ikke »{status}«."
            )


def _check_count(root: Node, faults: FileFaults) -> None:
    count: Counter[str] = Counter()
    first_over: dict[str, int] = {}
    for placement in root.field("placeringer").items:
        where = placement.field("fagomraade").text
        if where is None:
            continue
        count[where] += 1
        if count[where] > MAX_PLACEMENTS:
            first_over.setdefault(where, placement.line)
    for where, line in first_over.items():
        faults.add(
            line,
            f"Der er {count[where]} placeringer på {quote(where)}, men kun plads til {MAX_PLACEMENTS}. "
            f"Fjern {count[where] - MAX_PLACEMENTS}.",
        )


def _check_totals(root: Node, known: KnownNames, faults: FileFaults) -> None:
    listed = root.field("fagomraader")
    own = {SAMLET, *(item.text for item in listed.items)}
    is_list_known = isinstance(listed.value, tuple) and listed.complete and None not in own
    placed = Counter(placement.field("fagomraade").text for placement in root.field("placeringer").items)
    totals = root.field("teknologier_i_alt").items
    for total in totals:
        where, count = total.field("fagomraade"), total.field("antal")
        if where.text != SAMLET and not known.fagomraader.check(where, faults):
            continue
        if is_list_known and where.text not in own:
            faults.add(where.line, f"Fagområdet {quote(where.text)} står ikke i udgavens liste »fagomraader«.")
        elif isinstance(count.value, int) and 0 < count.value < placed[where.text]:
            faults.add(
                count.line,
                f"Radaren for {quote(where.text)} har {placed[where.text]} placeringer i filen, så »antal« kan ikke "
                f"være {count.value}. Skriv, hvor mange teknologier radaren har i alt, eller slet linjen.",
            )
    check_unique((total.field("fagomraade") for total in totals), "Antallet for", faults)


def edition_of(record: EditionFile) -> Edition:
    """What the record says, once ``cross_check`` has found no fault in it."""
    return Edition(
        id=record.id,
        title=record.titel,
        status=record.status,
        series=record.serie,
        method=record.metode,
        date=record.dato,
        source=record.kilde,
        fagomraader=record.fagomraader,
        placements=tuple(map(_placement, record.placeringer)),
        totals=tuple((total.fagomraade, total.antal) for total in record.teknologier_i_alt),
    )


def _placement(record: PlacementRecord) -> Placement:
    return Placement(
        technology=record.teknologi,
        fagomraade=record.fagomraade,
        ring=record.ring,
        belaeg=record.belaeg,
        source=record.kilde,
        position=record.position,
        name=record.navn,
        note=record.note,
    )
