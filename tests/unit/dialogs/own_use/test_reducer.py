"""What a kommune's own radar keeps of what is saved and what is pasted."""

from __future__ import annotations

import datetime as dt

from dialogs.own_use import commands as c
from dialogs.own_use.events import Imported, PageShown
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.own_use.reducer import OwnGround, apply_own
from dialogs.people import Person
from radar_core.lookup import radar_for
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import Stage
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
HEALTH = "sundhed-og-aeldre"
ONE, TWO = (entry.technology for entry in radar_for(BUNDLE, HEALTH).entries[:2])
BY = Person("29:1", "Deltager Første")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
EMPTY = KommuneUse("630", forvaltninger=tuple(Forvaltning(name, (HEALTH,)) for name in ("Omsorg", "Rehabilitering")))


def pasted(kommune_use: KommuneUse, forvaltning: str, status: str, words: str) -> tuple[KommuneUse, Imported]:
    """What stands after one line was pasted for a forvaltning."""
    text = f"Teknologi\tStatus\tBegrundelse\n{ONE.name}\t{status}\t{words}"
    step = apply_own(OwnGround(BUNDLE, kommune_use), c.ImportOwn("630", HEALTH, text, forvaltning), BY, NOW)
    assert step.kommune_use is not None and isinstance(step.event, Imported)
    return step.kommune_use, step.event


def test_what_a_forvaltning_pastes_at_the_level_that_is_reached_is_saved_and_what_is_below_is_not() -> None:
    first, _ = pasted(EMPTY, "Omsorg", "afprøver", "To plejehjem")
    same, told = pasted(first, "Rehabilitering", "afprøver", "Tre centre")
    kept = same.kept_use(HEALTH, ONE.id)
    assert kept is not None and (kept.use.evidence, kept.revision, told.changed) == ("Tre centre", 2, 1)
    below, told = pasted(same, "Omsorg", "overvejer", "Måske")
    assert below == same and told.changed == 0


def test_a_technology_that_is_not_on_the_radar_is_not_saved_and_the_others_of_the_page_are() -> None:
    said = (c.OwnSaid("kvantefysik", Stage.I_DRIFT), c.OwnSaid(TWO.id, Stage.OVERVEJER))
    step = apply_own(OwnGround(BUNDLE, EMPTY), c.SaveOwn("630", HEALTH, 1, said, 1), BY, NOW)
    assert step.kommune_use is not None and [kept.use.technology for kept in step.kommune_use.kept] == [TWO.id]
    assert step.event == PageShown(1, 1)
