"""The radar's nouns, as frozen data.

KL's own words are kept: ring names, *fagområde*, *belæg*. Ids are stable ASCII slugs; names are what people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from radar_core.model.rulebook import Rulebook, TraitJudged

SAMLET = "samlet"
"""Id of the radar across all fagområder."""


class Ring(Enum):
    """KL's four rings, from the centre outwards. The value is KL's own label, never translated."""

    KLAR = "KLAR"
    AFPROEV = "AFPRØV"
    HOLD_OEJE = "HOLD ØJE"
    AFVENT = "AFVENT"

    @property
    def order(self) -> int:
        """0 for KLAR in the centre to 3 for AFVENT at the rim."""
        return list(Ring).index(self)


class Belaeg(Enum):
    """Evidence: how we know that a placement is KL's. No placement exists without it."""

    KL = "kl"
    """KL said it."""
    OMTALE = "omtale"
    """A source says it in other words; the ring name is our reading."""
    ANDENHAAND = "andenhaand"
    """Someone else's copy of KL's placement."""
    EKSEMPEL = "eksempel"
    """Made up, to show how it looks."""


class Status(Enum):
    """What an edition is, and so where it may be shown."""

    OFFENTLIGGJORT = "offentliggjort"
    ANDENHAAND = "andenhaand"
    EKSEMPEL = "eksempel"
    UDKAST = "udkast"


class QuestionKind(Enum):
    """How one of the nine questions is answered."""

    FRITEKST = "fritekst"
    SELVVURDERING = "selvvurdering"
    """A 1–5 self-assessment with a comment."""


class Ticks(Enum):
    """What a team can tick beside its text; only ticks rank suggestions."""

    BEHOV = "behov"
    """The needs technology should serve."""
    I_DRIFT = "i_drift"
    """The klar technologies the kommune already has in operation."""


@dataclass(frozen=True)
class Need:
    """A need (behov) a kommune can have, such as "mindre manuelt arbejde"."""

    id: str
    name: str


@dataclass(frozen=True)
class Technology:
    """A technology the radar can place.

    ``description`` is one sentence of our own; ``source`` is where its facts come from. ``automates`` is true where the
    technology takes over decisions or handling, which is what KL's data-ethics point is about.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    description: str
    needs: tuple[str, ...]
    automates: bool
    source: str
    first_step: str | None = None
    """What a team can do within a month without money; the project's own. None where nobody has written it."""
    traits: tuple[TraitJudged, ...] = ()
    """Those that are judged; of others nothing is said."""

    def judged(self, trait: str) -> TraitJudged | None:
        """What is said of a trait (id), or None where nobody has judged it."""
        return next((each for each in self.traits if each.trait == trait), None)


@dataclass(frozen=True)
class Fagomraade:
    """A municipal field of work. ``citizen_contact`` (direct contact with citizens) is the project's own judgement."""

    id: str
    name: str
    aliases: tuple[str, ...]
    citizen_contact: bool
    note: str
    """Whose the name and the judgement are."""


@dataclass(frozen=True)
class Option:
    """One of the answers a team can choose beside its text. The words are the project's own, not KL's."""

    id: str
    name: str
    at_a_time: int | None = None
    """How many technologies to start at a time, where it says so; the project's own judgement."""


@dataclass(frozen=True)
class Question:
    """One of KL's nine questions, word for word, with our helping prompts."""

    number: int
    text: str
    prompts: tuple[str, ...]
    kind: QuestionKind
    ticks: Ticks | None = None
    options: tuple[Option, ...] = ()
    """What can be chosen, from one end to the other; empty where nothing can."""
    most_cautious: str | None = None
    """Id of the option at the end that holds where two are even."""
    short: str | None = None
    """The same in few words of our own, for where there is no room for KL's; None where nobody has written it."""

    def option(self, option_id: str | None) -> Option | None:
        """The option with that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def is_rated(self) -> bool:
        """True for a 1–5 self-assessment."""
        return self.kind is QuestionKind.SELVVURDERING


@dataclass(frozen=True)
class Kommune:
    """One of the 98 kommuner. ``code`` is the official three-digit code as text ("101")."""

    code: str
    name: str


@dataclass(frozen=True)
class Case:
    """What a kommune did with a technology (erfaring), in one sentence, with its source."""

    id: str
    title: str
    kommune: str | None
    """Code of the kommune, or None where the source names none."""
    technologies: tuple[str, ...]
    fagomraader: tuple[str, ...]
    summary: str
    url: str
    year: str | None = None
    """When, in the words of the source or »udateret«; None where nobody has noted it."""
    is_excerpt: bool = False
    """Only the beginning of the source has been read."""


@dataclass(frozen=True)
class Placement:
    """One technology on one fagområde's radar in one edition."""

    technology: str
    fagomraade: str
    """A fagområde id, or ``SAMLET``."""
    ring: Ring
    belaeg: Belaeg
    source: str
    position: float | None = None
    """Where in the ring: 0 at its inner edge to 1 at its outer, or None where the edition does not say."""
    name: str | None = None
    """The technology's name in this edition's own words, where they differ from ours."""
    note: str | None = None


@dataclass(frozen=True)
class Edition:
    """One published state of all radars (udgave)."""

    id: str
    title: str
    status: Status
    series: str
    """Editions in the same series are published by the same body in the same form."""
    method: str
    """Id of the method; movement is only drawn between editions with the same one."""
    date: str | None
    """ISO date, as exactly as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""
    source: str
    fagomraader: tuple[str, ...]
    placements: tuple[Placement, ...]
    totals: tuple[tuple[str, int], ...] = ()
    """(Fagområde id or ``SAMLET``, how many technologies its radar is known to hold), with those whose placements are
    not known. A radar that is not here holds at least what is placed on it; how many, nobody has said."""

    def total(self, fagomraade: str) -> int | None:
        """How many technologies a radar (fagområde id or ``SAMLET``) is known to hold; None where it is not known."""
        return dict(self.totals).get(fagomraade)

    @property
    def is_example(self) -> bool:
        """True where the placements are made up and everything that shows them must say so."""
        return self.status is Status.EKSEMPEL


@dataclass(frozen=True)
class Bundle:
    """An edition with everything it uses; what goes live together. Immutable, known by ``sha256`` of its files."""

    edition: Edition
    technologies: tuple[Technology, ...]
    fagomraader: tuple[Fagomraade, ...]
    needs: tuple[Need, ...]
    questions: tuple[Question, ...]
    cases: tuple[Case, ...]
    kommuner: tuple[Kommune, ...]
    sha256: str
    rulebook: Rulebook | None = None
    """Rules of advice; None in a bundle from before there were any."""

    @cached_property
    def technology_by_id(self) -> dict[str, Technology]:
        """Every technology of the bundle by its id."""
        return {t.id: t for t in self.technologies}

    @cached_property
    def fagomraade_by_id(self) -> dict[str, Fagomraade]:
        """Every fagområde of the bundle by its id."""
        return {f.id: f for f in self.fagomraader}

    @cached_property
    def rated(self) -> frozenset[int]:
        """Numbers of the questions that are answered by a number from 1 to 5."""
        return frozenset(q.number for q in self.questions if q.is_rated)

    @cached_property
    def need_by_id(self) -> dict[str, Need]:
        """Every need of the bundle by its id."""
        return {n.id: n for n in self.needs}

    @cached_property
    def kommune_by_code(self) -> dict[str, Kommune]:
        """Every kommune by its three-digit code."""
        return {k.code: k for k in self.kommuner}


@dataclass(frozen=True)
class RadarEntry:
    """One numbered technology on one radar. Numbers run from KLAR outwards, in the order they are read."""

    number: int
    technology: Technology
    placement: Placement

    @property
    def name(self) -> str:
        """The name in the edition's own words, else ours."""
        return self.placement.name or self.technology.name

    @property
    def ring(self) -> Ring:
        """The ring the technology is placed in."""
        return self.placement.ring


@dataclass(frozen=True)
class Radar:
    """One radar as it is shown: the description that picture, card text, alt text and tables are all made from."""

    edition: Edition
    fagomraade: Fagomraade | None
    """What it shows; None is the samlet radar."""
    asked: Fagomraade | None
    """What was asked for; differs from ``fagomraade`` where the edition has no radar for it."""
    entries: tuple[RadarEntry, ...]
    framed: tuple[int, ...] = ()
    """Numbers that a picture of it puts a frame around: what somebody may start with."""

    @property
    def is_fallback(self) -> bool:
        """True where a fagområde was asked for and the samlet radar stands in, because the edition has none for it."""
        return self.asked is not None and self.fagomraade is None

    @property
    def slug(self) -> str:
        """Id of what is shown: a fagområde id or ``samlet``."""
        return self.fagomraade.id if self.fagomraade else SAMLET

    @property
    def total(self) -> int | None:
        """How many technologies the radar is known to hold, or None where that is not known."""
        return self.edition.total(self.slug)

    @property
    def hidden(self) -> int:
        """How many of its placements are known to exist and are not public; 0 where none is *known* to be missing."""
        # Of the edition, not of the entries: a list that something was taken off hides nothing.
        placed = sum(placement.fagomraade == self.slug for placement in self.edition.placements)
        return max(0, (self.total or 0) - placed)

    @property
    def is_complete(self) -> bool:
        """True where every technology of the radar is known, so that what is not on it is known not to be."""
        return self.total is not None and self.hidden == 0

    def in_ring(self, ring: Ring) -> tuple[RadarEntry, ...]:
        """The entries of one ring, in number order."""
        return tuple(e for e in self.entries if e.ring is ring)
