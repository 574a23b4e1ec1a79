"""A small made-up bundle with names that are easily mistaken for one another."""

from __future__ import annotations

from pathlib import Path

from radar_core.model import (
    SAMLET,
    Belaeg,
    Bundle,
    Edition,
    Fagomraade,
    Kommune,
    Placement,
    Ring,
    Status,
    Technology,
)

DATA = Path(__file__).parents[2] / "data"


def fagomraade(fagomraade_id: str, name: str, *aliases: str) -> Fagomraade:
    return Fagomraade(fagomraade_id, name, aliases, citizen_contact=True, note="Opdigtet til prøven")


def technology(technology_id: str, name: str, *aliases: str) -> Technology:
    return Technology(technology_id, name, aliases, "", (), automates=False, source="Opdigtet til prøven")


SUNDHED, SKOLE, TEKNIK, JOB = "sundhed-og-aeldre", "boern-unge-og-skole", "klima-teknik-og-miljoe", "beskaeftigelse"
BUNDLE = Bundle(
    edition=Edition(
        id="proeve",
        title="Prøve",
        status=Status.EKSEMPEL,
        series="proeve",
        method="proeve",
        date=None,
        source="Opdigtet til prøven",
        fagomraader=(SUNDHED,),
        placements=(Placement("rpa", SAMLET, Ring.KLAR, Belaeg.EKSEMPEL, "", name="Flittige bits"),),
    ),
    technologies=(
        technology("ai", "Kunstig intelligens (AI)", "AI", "maskinlæring", "robot"),
        technology("rpa", "Softwarerobotter (RPA)", "RPA", "robot"),
        technology("video", "Video og visuel kontakt", "skærmbesøg"),
    ),
    fagomraader=(
        fagomraade(SUNDHED, "Sundhed og ældre", "ældre", "ældrepleje", "plejehjem", "omsorg", "fælles"),
        fagomraade(SKOLE, "Børn, unge og skole", "dagtilbud", "folkeskole", "SFO", "fælles"),
        fagomraade(TEKNIK, "Klima, teknik og miljø", "natur", "vej og park", "grønne områder"),
        fagomraade(JOB, "Beskæftigelse og integration", "job", "jobcenter"),
    ),
    needs=(),
    questions=(),
    cases=(),
    kommuner=tuple(
        Kommune(code, name)
        for code, name in (
            *(("101", "København"), ("169", "Høje-Taastrup"), ("400", "Bornholm"), ("492", "Ærø"), ("563", "Fanø")),
            *(("580", "Aabenraa"), ("630", "Vejle"), ("741", "Samsø"), ("751", "Aarhus"), ("825", "Læsø")),
        )
    ),
    sha256="0" * 64,
)
