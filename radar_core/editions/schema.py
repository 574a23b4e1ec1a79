"""The data files as models: what may stand in each, and the JSON Schemas published in ``data/schema/``.

What one file cannot know by itself (is this id known? is this placement there twice?) is checked in ``edition_file``
and ``reference_files``. Descriptions are Danish: editors show them while a person writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from radar_core.files.records import Code, Date, Line, Name, Record, Reference, Slug, Text, Url, counted
from radar_core.model import Belaeg, QuestionKind, Ring, Status, Ticks
from radar_core.model.rulebook import Effect

Position = Annotated[float, Field(ge=0, le=1)]
# The files hold the words; only they, not strictness, decide which member is meant.
RingWord = Annotated[Ring, Field(strict=False)]
BelaegWord = Annotated[Belaeg, Field(strict=False)]
StatusWord = Annotated[Status, Field(strict=False)]
KindWord = Annotated[QuestionKind, Field(strict=False)]
TicksWord = Annotated[Ticks, Field(strict=False)]
EffectWord = Annotated[Effect, Field(strict=False)]


class PlacementRecord(Record):
    """One item of an edition's ``placeringer``."""

    teknologi: Reference = Field(description="Id fra teknologier.yaml")
    fagomraade: Reference = Field(description="Id fra fagomraader.yaml, eller samlet")
    ring: RingWord
    belaeg: BelaegWord = Field(
        description="kl: KL har sagt det. omtale: en kilde siger det med andre ord. "
        "andenhaand: gengivet af andre end KL. eksempel: opdigtet."
    )
    kilde: Text = Field(description="Hvor placeringen står")
    position: Position | None = Field(None, description="Hvor i ringen: 0 ved inderkanten, 1 ved yderkanten")
    navn: Name | None = Field(None, description="Teknologiens navn med udgavens egne ord")
    note: Text | None = None


class TotalRecord(Record):
    """One item of an edition's ``teknologier_i_alt``."""

    fagomraade: Reference = Field(description="Id fra fagomraader.yaml, eller samlet")
    antal: Annotated[int, Field(ge=1)] = Field(description="Også de teknologier, hvis ring ikke er offentlig")


class EditionFile(Record):
    """``editions/*.yaml``: one published state of all radars."""

    id: Slug
    titel: Line
    status: StatusWord
    serie: Line
    metode: Line = Field(description="Kun udgaver med samme metode sammenlignes")
    dato: Date | None = Field(description="Så nøjagtigt som det vides: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD")
    kilde: Text
    fagomraader: tuple[Reference, ...] = Field(description="De fagområder, udgaven har egne radarer for")
    teknologier_i_alt: tuple[TotalRecord, ...] = Field(
        (), description="Hvor mange teknologier hver radar har. Udelad en radar, hvor det ikke vides"
    )
    placeringer: tuple[PlacementRecord, ...] = counted(1)


class TraitJudgedRecord(Record):
    """One item of a technology's ``egenskaber``."""

    egenskab: Reference = Field(description="Id fra raad.yaml")
    gaelder: bool
    kilde: Text = Field(description="Hvor det står, eller: vores")


class TechnologyRecord(Record):
    """One item of ``teknologier.yaml``."""

    id: Slug
    navn: Name
    aliaser: tuple[Line, ...]
    beskrivelse: Text
    behov: tuple[Reference, ...] = Field(description="Id'er fra behov.yaml")
    automatiserer: bool = Field(description="Overtager teknologien beslutninger eller behandling?")
    kilde: Text
    foerste_skridt: Line | None = Field(None, description="Noget, et team kan gøre inden for en måned uden penge")
    egenskaber: tuple[TraitJudgedRecord, ...] = Field((), description="Udelad en egenskab, der ikke er vurderet")


class TechnologiesFile(Record):
    """``teknologier.yaml``."""

    teknologier: tuple[TechnologyRecord, ...]


class NeedRecord(Record):
    """One item of ``behov.yaml``."""

    id: Slug
    navn: Line


class NeedsFile(Record):
    """``behov.yaml``."""

    behov: tuple[NeedRecord, ...]


class FagomraadeRecord(Record):
    """One item of ``fagomraader.yaml``."""

    id: Slug
    navn: Name
    aliaser: tuple[Line, ...]
    borgerkontakt: bool = Field(description="Møder fagområdet borgerne direkte?")
    note: Text = Field(description="Hvis navnet og vurderingen er")


class FagomraaderFile(Record):
    """``fagomraader.yaml``."""

    fagomraader: tuple[FagomraadeRecord, ...]


class OptionRecord(Record):
    """One item of a question's ``valg``."""

    id: Slug
    navn: Name
    ad_gangen: Annotated[int, Field(ge=1, le=9)] | None = Field(
        None, description="Hvor mange teknologier at begynde på ad gangen"
    )


class QuestionRecord(Record):
    """One item of ``spoergsmaal.yaml``."""

    nummer: Annotated[int, Field(ge=1, le=9)]
    tekst: Text
    hjaelp: tuple[Line, ...] = counted(2, 3)
    art: KindWord
    afkryds: TicksWord | None = None
    valg: tuple[OptionRecord, ...] = Field((), description="Svar at vælge imellem, fra den ene ende til den anden")
    forsigtigst: Reference | None = Field(
        None, description="Id på det første eller sidste valg: det gælder, når to står lige"
    )
    kort: Name | None = Field(None, description="Spørgsmålet i få ord, til billeder, hvor der ikke er plads til KL's")


class QuestionsFile(Record):
    """``spoergsmaal.yaml``."""

    kilde: Text
    spoergsmaal: tuple[QuestionRecord, ...] = counted(9, 9)


class KommuneRecord(Record):
    """One item of ``kommuner.yaml``."""

    kode: Code = Field(description="Kommunens trecifrede kode i anførselstegn")
    navn: Name


class KommunerFile(Record):
    """``kommuner.yaml``."""

    kilde: Text
    kommuner: tuple[KommuneRecord, ...] = counted(98, 98)


class CaseRecord(Record):
    """One item of ``erfaringer.yaml``."""

    id: Slug
    titel: Line
    kommune: Reference | None = Field(description="Kommunens navn, som det står i kommuner.yaml")
    teknologier: tuple[Reference, ...] = counted(1)
    fagomraader: tuple[Reference, ...]
    aar: Line | None = Field(None, description="Hvornår, så nøjagtigt som kilden siger det, eller: udateret")
    uddrag: bool = Field(False, description="Er kun begyndelsen af kilden læst?")
    tekst: Text
    kilde: Url


class CasesFile(Record):
    """``erfaringer.yaml``."""

    erfaringer: tuple[CaseRecord, ...]


MAX_RULES = 12
MAX_TRAITS = 3


class TraitRecord(Record):
    """One item of ``egenskaber`` in ``raad.yaml``."""

    id: Slug
    navn: Line
    ja: Line = Field(description="Hvad der siges om en teknologi, som det gælder for")
    nej: Line = Field(description="Hvad der siges om en teknologi, som det ikke gælder for")


class AdviceRuleRecord(Record):
    """One item of ``regler``."""

    id: Slug
    spoergsmaal: Annotated[int, Field(ge=1, le=9)]
    baand: Slug = Field(description="svag (1-2), midt (3) eller staerk (4-5), eller id på et valg i spoergsmaal.yaml")
    saetning: Line = Field(description="Hvad teamet får at vide")
    kilde: Url | None = Field(None, description="Hvor påstanden står; udelad den, hvor sætningen er vores")
    aar: Line | None = Field(None, description="Hvornår, så nøjagtigt som kilden siger det, eller: udateret")
    vores: bool = Field(False, description="Er sætningen vores egen?")
    virkning: EffectWord
    egenskab: Reference | None = Field(None, description="Den egenskab, der foretrækkes eller stilles tilbage")
    gaelder: bool | None = Field(None, description="Er det dem, egenskaben gælder for, eller dem, den ikke gælder for?")


class AdviceFile(Record):
    """``raad.yaml``."""

    egenskaber: tuple[TraitRecord, ...] = counted(1, MAX_TRAITS)
    regler: tuple[AdviceRuleRecord, ...] = counted(1, MAX_RULES)


REFERENCE_FILES: Mapping[str, type[Record]] = {
    "teknologier": TechnologiesFile,
    "behov": NeedsFile,
    "fagomraader": FagomraaderFile,
    "spoergsmaal": QuestionsFile,
    "kommuner": KommunerFile,
    "erfaringer": CasesFile,
    "raad": AdviceFile,
}
"""The files every edition is read against, by name without ``.yaml``."""

OPTIONAL = frozenset({"raad"})
"""Those that a bundle from before them is whole without."""


def schemas() -> dict[str, str]:
    """Every JSON Schema as text, by the file name it is published under."""
    models: dict[str, type[Record]] = {"edition": EditionFile, **REFERENCE_FILES}
    return {f"{name}.schema.json": _schema(name, model) for name, model in models.items()}


def write_schemas(directory: Path) -> None:
    """Write every JSON Schema into an existing directory. Raises ``OSError``."""
    for name, text in schemas().items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")


def _schema(title: str, model: type[Record]) -> str:
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)  # our docstrings, in English and for programmers
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":  # called by hand when a field changes
    from radar_core.editions.shipped import DATA_DIR

    write_schemas(DATA_DIR / "schema")
