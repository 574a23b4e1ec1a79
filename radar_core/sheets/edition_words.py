"""The words of an edition's spreadsheet: its headings, facts and rings, and how else people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from radar_core.lookup import technology_labels
from radar_core.model import SAMLET, Belaeg, Bundle, Ring, Status
from radar_core.spelling import either, is_outright, letters, quote

RADAR_SHEET = "Radar"
FACTS_SHEET = "Om udgaven"
GUIDE_SHEET = "Sådan gør du"
SAMLET_NAME = "Samlet"
UNKNOWN_DATE = "ukendt"
BELAEG_WORDS: Mapping[Belaeg, str] = {b: "andenhånd" if b is Belaeg.ANDENHAAND else b.value for b in Belaeg}
STATUS_WORDS: Mapping[Status, str] = {s: "andenhånd" if s is Status.ANDENHAAND else s.value for s in Status}
NAME_RING = f"Skriv {either([ring.value for ring in Ring])}"
CHOOSE_RING = f"{NAME_RING}, eller lad cellen være tom."
LAYOUTS = (
    "Jeg kan læse to former: en række for hver teknologi og en kolonne for hvert fagområde, med ringen i cellen, eller "
    "teknologierne under hinanden i grupper, hver gruppe under en række med ringens navn alene."
)
"""Which sheets can be read."""
CHOOSE_BELAEG = f"Skriv {either(list(BELAEG_WORDS.values()))}."
CHOOSE_STATUS = f"Skriv {either(list(STATUS_WORDS.values()))}."
NUMBERS_FORM = "1=…, 2=…, 3=…, 4=…"
TOTALS_FORM = "Samlet=20; Sundhed og ældre=18"


class Fact(Enum):
    """What is said of the edition as a whole. The value is the label we write ourselves."""

    ID = "Id"
    TITEL = "Titel"
    STATUS = "Status"
    SERIE = "Serie"
    METODE = "Metode"
    DATO = "Dato"
    KILDE = "Kilde"
    I_ALT = "Teknologier i alt"
    """How many technologies each radar holds, also those whose ring is not known."""
    BELAEG = "Belæg"
    """For every placement that has none of its own."""
    TAL = "Tal"
    """Which ring each of the numbers 1 to 4 means."""
    FAGOMRAADE = "Fagområde"
    """Of a sheet that holds one radar and does not say it otherwise."""


REQUIRED = (Fact.ID, Fact.TITEL, Fact.STATUS, Fact.SERIE, Fact.METODE, Fact.DATO, Fact.KILDE)


class Column(Enum):
    """What a column holds. The value is the heading we write ourselves."""

    TECHNOLOGY = "Teknologi"
    RING = "Ring"
    """A ring column's heading is mostly the fagområde alone."""
    NAVN = "Navn i udgaven"
    BELAEG = "Belæg"
    KILDE = "Kilde"
    NOTE = "Note"
    POSITION = "Position"


M = TypeVar("M", Fact, Column, Ring, Belaeg, Status)


def _words(meanings: Mapping[M, str]) -> dict[str, M]:
    return {letters(word): meant for meant, words in meanings.items() for word in words.split("|")}


FACTS = _words(
    {
        Fact.ID: "id|udgavens id",
        Fact.TITEL: "titel|udgavens titel",
        Fact.STATUS: "status",
        Fact.SERIE: "serie",
        Fact.METODE: "metode",
        Fact.DATO: "dato",
        Fact.KILDE: "kilde",
        Fact.I_ALT: "teknologier i alt|antal teknologier",
        Fact.BELAEG: "belæg",
        Fact.TAL: "tal|tallene|tal betyder|tallene betyder",
        Fact.FAGOMRAADE: "fagområde",
    }
)
COLUMNS = _words(
    {
        Column.TECHNOLOGY: "teknologi|teknologier|teknologiens navn|teknologinavn",
        Column.RING: "ring",
        Column.NAVN: "navn i udgaven|udgavens navn",
        Column.BELAEG: "belæg",
        Column.KILDE: "kilde",
        Column.NOTE: "note|noter",
        Column.POSITION: "position",
    }
)
RINGS = _words({ring: ring.value for ring in Ring})
RING_NAMES: Mapping[str, str] = {folded: ring.value for folded, ring in RINGS.items()}
"""The name of each ring by its folded form, to suggest from."""
BELAEG = _words({belaeg: f"{belaeg.value}|{word}" for belaeg, word in BELAEG_WORDS.items()})
STATUSES = _words({status: f"{status.value}|{word}" for status, word in STATUS_WORDS.items()})
_SAMLET = frozenset(map(letters, (SAMLET, "samlet radar", "den samlede radar", "på tværs", "alle fagområder")))
_NUMBER = re.compile(r"([0-9]+)(?:[.,]0+)?")
_MEANING = re.compile(r"([1-4])\s*[=:]\s*(.+)", re.DOTALL)


@dataclass(frozen=True)
class SheetNames:
    """What a sheet can name, by its folded label."""

    technologies: Mapping[str, str]
    technology_names: Mapping[str, str]
    """Our name of each technology by its id."""
    fagomraader: Mapping[str, str]
    """Every id, name and alias, and those of the samlet radar."""
    fagomraade_names: Mapping[str, str]
    """Name by id, »samlet« included."""

    @classmethod
    def of(cls, bundle: Bundle) -> SheetNames:
        """What the bundle's technologies and fagområder are called."""
        names = {SAMLET: SAMLET_NAME, **{f.id: f.name for f in bundle.fagomraader}}
        labels = dict.fromkeys(_SAMLET, SAMLET)
        labels |= {letters(alias): f.id for f in bundle.fagomraader for alias in f.aliases}
        labels |= {letters(label): fagomraade for fagomraade, name in names.items() for label in (fagomraade, name)}
        return cls(technology_labels(bundle), {t.id: t.name for t in bundle.technologies}, labels, names)

    def is_alias(self, text: str, fagomraade: str) -> bool:
        """Whether the text names the fagområde by something else than its own name or id."""
        own = {letters(fagomraade), letters(self.fagomraade_names[fagomraade])}
        return letters(text) not in own and fagomraade != SAMLET


@dataclass(frozen=True)
class Heading:
    """A heading as it was understood."""

    column: Column
    fagomraade: str | None = None
    """The one radar the column is about, or None where it is about the row."""


def heading_of(text: str, known: SheetNames) -> Heading | None:
    """What a heading means: »Belæg«, »Sundhed og ældre« or »Belæg: Sundhed og ældre«; None where it is not known."""
    if column := COLUMNS.get(letters(text)):
        return Heading(column)
    if fagomraade := known.fagomraader.get(letters(text)):
        return Heading(Column.RING, fagomraade)
    before, colon, after = text.partition(":")
    column, fagomraade = COLUMNS.get(letters(before)), known.fagomraader.get(letters(after))
    if colon and column and column is not Column.TECHNOLOGY and fagomraade:
        return Heading(column, fagomraade)
    return None


def ring_of(text: str) -> Ring | None:
    """The ring a cell names without doubt: »Hold øje« and »HOLD_ØJE«, but not »KLAR?« or »(KLAR)«."""
    return RINGS.get(letters(text)) if is_outright(text) else None


def whole_number(text: str) -> int | None:
    """The number a cell holds, however the spreadsheet wrote it: 1, 1.0 and 1,0 are the same."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def numbers_of(text: str) -> dict[int, Ring] | None:
    """»1=KLAR, 2=AFPRØV, …« as the ring of each number; None where it does not name all four once."""
    parts = [_MEANING.fullmatch(part.strip()) for part in re.split(r"[,;\n]", text) if part.strip()]
    found = {int(part[1]): ring_of(part[2]) for part in parts if part}
    rings = {number: ring for number, ring in found.items() if ring}
    is_whole = len(parts) == len(found) == len(set(rings.values())) == len(Ring)
    return rings if is_whole else None


def totals_of(text: str, known: SheetNames) -> list[tuple[str, int]] | None:
    """»Samlet=20; Sundhed og ældre=18« as (fagområde, count); None where a part of it says something else."""
    found: list[tuple[str, int]] = []
    for part in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        name, _, count = part.rpartition("=")
        fagomraade, number = known.fagomraader.get(letters(name)), whole_number(count.strip())
        if fagomraade is None or number is None:
            return None
        found.append((fagomraade, number))
    return found


def ask_for_numbers(cell_text: str) -> str:
    """The sentence that asks what the numbers mean."""
    return (
        f"Her står {quote(cell_text)}, men filen siger ikke, hvilken ring hvert tal betyder. Skriv det i "
        f"»{FACTS_SHEET}« ved »{Fact.TAL.value}« med alle fire ringe: {NUMBERS_FORM}"
    )
