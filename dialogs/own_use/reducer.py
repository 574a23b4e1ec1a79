"""A kommune fills in its own radar: (own use, command) -> (own use, what happened). Pure.

What a person chose is never lost: where somebody else has saved something else since the card was shown, nothing is
overwritten, and what the person chose comes back to be saved again or left.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogs.danish.names import find_fagomraade
from dialogs.danish.personal_numbers import (
    has_personal_number,
    has_personal_number_in,
    without_personal_numbers,
    without_personal_numbers_in,
)
from dialogs.own_use import commands as c
from dialogs.own_use.events import (
    Compared,
    FagomraadeWanted,
    ForvaltningerShown,
    Imported,
    ImportShown,
    KommuneWanted,
    Overtaken,
    OwnEvent,
    OwnShown,
    PageShown,
)
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from radar_core.errors import DataError
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Radar, RadarEntry, Technology
from radar_core.own_use.file import read_own_csv
from radar_core.own_use.levels import Forvaltning, UnclearForvaltninger, map_forvaltninger
from radar_core.own_use.model import MAX_EVIDENCE, OwnRadar, OwnUse
from radar_core.spelling import letters

PER_PAGE = 5
"""Technologies on one card."""

PASTED = "det indsatte"
"""What pasted cells are called where a file has a name."""

MAX_FORVALTNINGER, MAX_NAME = 30, 80
"""Of one kommune, and characters of the name of one."""


@dataclass(frozen=True)
class OwnGround:
    """What a command falls on: the own use (None where no kommune is known yet) and the conversation's fagområde."""

    bundle: Bundle
    kommune_use: KommuneUse | None
    kommuner: tuple[str, ...] = ()
    fagomraade: str | None = None


@dataclass(frozen=True)
class OwnStep:
    """What stands after a command, where it was, and what happened."""

    kommune_use: KommuneUse | None
    fagomraade: str | None
    event: OwnEvent


@dataclass(frozen=True)
class _Where:
    """A command's own use and fagområde, which are known, and who gave it when."""

    kommune_use: KommuneUse
    fagomraade: str
    bundle: Bundle
    by: Person
    at: dt.datetime

    @property
    def radar(self) -> Radar:
        return radar_for(self.bundle, self.fagomraade)

    def step(self, event: OwnEvent, kommune_use: KommuneUse | None = None) -> OwnStep:
        return OwnStep(kommune_use or self.kommune_use, self.fagomraade, event)


def apply_own(ground: OwnGround, command: c.OwnCommand, by: Person, at: dt.datetime) -> OwnStep:
    """The next state and what happened. Raises nothing."""
    kommune_use, bundle = ground.kommune_use, ground.bundle
    fagomraade = command.fagomraade or (None if _unknown(command) else ground.fagomraade)
    if kommune_use is None:
        return OwnStep(None, fagomraade, KommuneWanted(ground.kommuner))
    if named := _unknown(command):
        mapped = _of_forvaltning(kommune_use, named)
        if len(mapped) != 1:
            return OwnStep(kommune_use, None, FagomraadeWanted(None if mapped else named, mapped))
        fagomraade = mapped[0]
    if fagomraade is None or (fagomraade != SAMLET and fagomraade not in bundle.fagomraade_by_id):
        return OwnStep(kommune_use, None, FagomraadeWanted())
    return _TAKEN_BY[type(command)](_Where(kommune_use, fagomraade, bundle, by, at), command)


def pages(radar: Radar) -> int:
    """How many cards it takes to fill in a radar; one where it is empty."""
    return max(1, -(-len(radar.entries) // PER_PAGE))


def on_page(radar: Radar, page: int) -> Sequence[RadarEntry]:
    """The entries of a page (from 1), in number order."""
    return radar.entries[(page - 1) * PER_PAGE : page * PER_PAGE]


def first_open_page(radar: Radar, kommune_use: KommuneUse, fagomraade: str) -> int:
    """The first page with something unanswered; the first of all where everything is answered."""
    for page in range(1, pages(radar) + 1):
        if any(kommune_use.kept_use(fagomraade, entry.technology.id) is None for entry in on_page(radar, page)):
            return page
    return 1


def answered(radar: Radar, kommune_use: KommuneUse, fagomraade: str) -> int:
    """How many of a radar's technologies the kommune has answered."""
    own = kommune_use.radar(fagomraade)
    return sum(own.stage(entry.technology.id) is not None for entry in radar.entries)


def seen_as(kept: KeptUse | None) -> str:
    """What tells whether a technology still stands as a card showed it, and whether anything on it was changed."""
    if kept is None:
        return ""
    return f"{kept.revision}:{_mark(kept.use)}"


def _unknown(command: c.OwnCommand) -> str | None:
    unknown = command.unknown if isinstance(command, c.ShowOwn) else None
    return without_personal_numbers(unknown, "…") if unknown else unknown


def _of_forvaltning(kommune_use: KommuneUse, named: str) -> tuple[str, ...]:
    return next((f.fagomraader for f in kommune_use.forvaltninger if letters(f.name) == letters(named)), ())


def _filled(where: _Where, command: c.FillOwn) -> OwnStep:
    radar = where.radar
    wanted = command.page or first_open_page(radar, where.kommune_use, where.fagomraade)
    return where.step(PageShown(min(max(wanted, 1), pages(radar))))


def _save(where: _Where, command: c.SaveOwn) -> OwnStep:
    kommune_use, fagomraade, radar, by, at = where.kommune_use, where.fagomraade, where.radar, where.by, where.at
    page = min(max(command.page, 1), pages(radar))
    written = [said.evidence for said in command.said]
    if has_personal_number_in(written):
        left = without_personal_numbers_in(written, "…")
        clean = tuple(replace(said, evidence=words) for said, words in zip(command.said, left, strict=True))
        return OwnStep(kommune_use, fagomraade, PageShown(page, drafts=clean, personal_number=True))
    known = {technology.id for technology in radar_technologies(radar)}
    new: list[KeptUse] = []
    overtaken: list[Overtaken] = []
    drafts: list[c.OwnSaid] = []
    without: list[str] = []
    for said in command.said:
        kept = kommune_use.kept_use(fagomraade, said.technology)
        if said.stage is None:
            if said.evidence.strip() and said.technology in known:
                without.append(said.technology)
                drafts.append(said)
            continue
        if said.technology not in known:
            continue
        use = OwnUse(said.technology, said.stage, said.evidence.strip()[:MAX_EVIDENCE], said.value, by.name, at)
        untouched = said.seen.partition(":")[2] == _mark(use)
        if untouched or (kept is not None and _mark(kept.use) == _mark(use)):
            continue
        if kept is not None and seen_as(kept) != said.seen:
            overtaken.append(Overtaken(kept))
            drafts.append(replace(said, seen=seen_as(kept)))
            continue
        new.append(KeptUse(fagomraade, use, by, kept.revision + 1 if kept else 1))
    after = kommune_use.with_kept(new) if new else kommune_use
    if overtaken or without:
        shown = PageShown(page, len(new), tuple(drafts), tuple(overtaken), tuple(without))
        return OwnStep(after, fagomraade, shown)
    if command.then is None:
        return OwnStep(after, fagomraade, Compared(len(new)))
    return OwnStep(after, fagomraade, PageShown(min(max(command.then, 1), pages(radar)), len(new)))


def radar_technologies(radar: Radar) -> Sequence[Technology]:
    """The technologies of a radar, in number order."""
    return [entry.technology for entry in radar.entries]


def _import(where: _Where, command: c.ImportOwn) -> OwnStep:
    kommune_use, fagomraade, bundle, by, at = where.kommune_use, where.fagomraade, where.bundle, where.by, where.at
    if has_personal_number(command.text):
        words = "Det, der ligner et CPR-nummer, er taget ud. Se det igennem, og prøv igen."
        cleaned = without_personal_numbers(command.text, "…")
        return OwnStep(kommune_use, fagomraade, ImportShown((words,), cleaned))
    try:
        read = read_own_csv(
            command.text.strip("\n").encode(),
            PASTED,
            bundle,
            OwnRadar(kommune_use.kommune, fagomraade),
            by=by.name,
            at=at,
        )
    except DataError as error:
        return OwnStep(
            kommune_use, fagomraade, ImportShown(tuple(fault.message for fault in error.faults), command.text)
        )
    mapped = _of_forvaltning(kommune_use, command.forvaltning) if command.forvaltning else ()
    targets = mapped or (fagomraade,)
    new: list[KeptUse] = []
    for target in targets:
        for use in read.own.uses:
            kept = kommune_use.kept_use(target, use.technology)
            if kept is not None and (
                _mark(kept.use) == _mark(use) or (mapped and kept.use.stage.level > use.stage.level)
            ):
                continue  # a forvaltning never lowers what another of them has reached: the highest level counts
            new.append(KeptUse(target, use, by, kept.revision + 1 if kept else 1))
    after = kommune_use.with_kept(new) if new else kommune_use
    return OwnStep(after, fagomraade, Imported(len(new), tuple(targets), read.notes))


def _map(where: _Where, command: c.SaveForvaltninger) -> OwnStep:
    kommune_use, fagomraade, bundle = where.kommune_use, where.fagomraade, where.bundle
    faults: list[str] = []
    found: list[Forvaltning] = []
    draft = without_personal_numbers(command.text, "…")
    lines = [line.strip() for line in command.text.splitlines() if line.strip()]
    if has_personal_number(command.text):
        faults.append("Teksten er ikke gemt, for noget i den ligner et CPR-nummer. Fjern nummeret, og prøv igen.")
    if len(lines) > MAX_FORVALTNINGER:
        faults.append(f"Der kan højst være {MAX_FORVALTNINGER} forvaltninger.")
    for line in [] if faults else lines:
        name, colon, words = line.partition(":")
        if not colon or not words.strip():
            faults.append(f"»{line[:80]}«: skriv forvaltningen, et kolon og dens fagområder.")
            continue
        if len(name.strip()) > MAX_NAME:
            faults.append(f"»{name[:40]}…«: navnet må højst være {MAX_NAME} tegn.")
            continue
        areas = [(word.strip(), find_fagomraade(word, bundle)) for word in words.split(",") if word.strip()]
        faults += [f"Jeg kender ikke fagområdet »{word[:80]}«." for word, area in areas if area is None]
        found.append(Forvaltning(name.strip(), tuple(area.id for _, area in areas if area is not None)))
    if not faults:
        try:
            mapped = map_forvaltninger(bundle, kommune_use.kommune, found)
        except UnclearForvaltninger as unclear:
            faults += unclear.faults
        else:
            after = replace(kommune_use, forvaltninger=mapped)
            return OwnStep(after, fagomraade, ForvaltningerShown(saved=True))
    return OwnStep(kommune_use, fagomraade, ForvaltningerShown(faults=tuple(faults), draft=draft))


def _mark(use: OwnUse) -> str:
    """The same for the same level, value and words."""
    said = f"{use.stage.value}/{use.value.value if use.value else ''}/{use.evidence}"
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:10]


_TAKEN_BY: Mapping[type[c.OwnCommand], Callable[[_Where, Any], OwnStep]] = {
    c.ShowOwn: lambda where, _: where.step(OwnShown()),
    c.FillOwn: _filled,
    c.SaveOwn: _save,
    c.CompareOwn: lambda where, _: where.step(Compared()),
    c.OpenOwnImport: lambda where, _: where.step(ImportShown()),
    c.ImportOwn: _import,
    c.OpenForvaltninger: lambda where, _: where.step(ForvaltningerShown()),
    c.SaveForvaltninger: _map,
}
