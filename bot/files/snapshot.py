"""A snapshot of the radar as it is taken along: one fagområde, several or all, with everything it says as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.files.signs import cleaned
from dialogs.danish.dates import local
from dialogs.texts import files as words
from radar_core.advice.suggest import Suggestion, suggest
from radar_core.editions.diff import diff
from radar_core.errors import NothingToCompare
from radar_core.known import age_text, no_own_radar
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Belaeg, Bundle, Edition, Question, Radar
from radar_core.render.words.description import Picture, describe
from radar_core.render.words.overview import Overview, describe_overview
from radar_core.spelling import together


@dataclass(frozen=True)
class StartingPoint:
    """A technology that is klar to start with, and why, in Danish."""

    name: str
    number: int
    """On the radar."""
    what: str
    """What it is, in one sentence."""
    why: str
    """What it helps with; blank where nothing is known."""
    how_known: str
    """How we know that it is klar."""
    experience: str
    """What a kommune did with it; blank where no case with a source is at hand."""
    when: str
    """When that was."""
    url: str | None
    """Where the case can be read."""
    ethics: str
    """KL's point about data ethics; blank where it does not bear on it."""
    first_step: str = ""
    """What a team can do within a month without money; blank where nobody has written it."""
    told: tuple[tuple[str, str], ...] = ()
    """What a team's answers say of it, a label and a text each; none where nobody has answered anything."""


@dataclass(frozen=True)
class ShownRadar:
    """One radar of a snapshot."""

    radar: Radar
    picture: Picture
    """The same in words."""
    start: tuple[StartingPoint, ...]
    """Everything klar, best start first."""

    @property
    def where(self) -> str:
        """Which it is: »Sundhed og ældre«."""
        return self.radar.fagomraade.name if self.radar.fagomraade else "Samlet"


@dataclass(frozen=True)
class RadarSnapshot:
    """What a snapshot says. Everything public: it holds nothing of any person."""

    title: str
    made: dt.date
    edition: Edition
    radars: tuple[ShownRadar, ...]
    """At least one."""
    overview: Overview | None
    """The fagområder beside each other; None where there are not several radars."""
    moved: tuple[str, ...]
    """What has another ring than in the edition before, as sentences; one says so where that cannot be known."""
    not_public: tuple[str, ...]
    """What is not known, not public or not KL's own, as sentences."""
    questions: tuple[Question, ...]
    """KL's nine."""
    sources: tuple[str, ...]
    """Every source, each once."""

    @property
    def notice(self) -> str | None:
        """What must not be overlooked on any page: that the data are made up."""
        return self.radars[0].picture.notice

    @property
    def strip(self) -> str | None:
        """What must not be lost when somebody copies it: how old it is, whose copy, what is hidden."""
        return self.radars[0].picture.strip


def snapshot_of(
    bundle: Bundle, fagomraader: Sequence[str], at: dt.datetime, before: Bundle | None = None
) -> RadarSnapshot:
    """The snapshot of these fagområder (ids, or ``SAMLET``; none for all of them) at a moment (aware).

    ``before`` is the edition before it, where there is one. Those the edition has no radar for are told, and the samlet
    radar stands in once. Raises ``UnknownFagomraade``.
    """
    bundle = cleaned(bundle)
    asked = list(dict.fromkeys(fagomraader)) or [SAMLET, *(f.id for f in bundle.fagomraader)]
    found = [radar_for(bundle, each) for each in asked]
    radars = {radar.slug: radar for radar in found}
    if len(asked) > 1:
        # What stands in for another has the other's name on it; here it stands for itself.
        radars = {slug: radar_for(bundle, slug) for slug in radars}
    shown = tuple(ShownRadar(r, describe(r), tuple(starts(bundle, suggest(bundle, r)))) for r in radars.values())
    fields = [slug for slug in radars if slug != SAMLET]
    today = local(at).date()
    return RadarSnapshot(
        title=words.SNAPSHOT_TITLE.format(where=_where(found, asked, bundle)),
        made=today,
        edition=bundle.edition,
        radars=shown,
        overview=_overview(bundle, fields) if len(fields) > 1 else None,
        moved=tuple(_moved(bundle, before, list(radars))),
        not_public=tuple(_not_public(bundle, found, today)),
        questions=bundle.questions,
        sources=tuple(dict.fromkeys(source for each in shown for source in each.picture.sources)),
    )


def starts(bundle: Bundle, suggestions: Sequence[Suggestion]) -> Iterator[StartingPoint]:
    """Suggestions as a file tells them."""
    for found in suggestions:
        technology, case = found.entry.technology, found.case
        needs = [need.name for need in bundle.needs if need.id in technology.needs]
        kommune = bundle.kommune_by_code[case.kommune].name if case and case.kommune else None
        yield StartingPoint(
            name=found.entry.name,
            number=found.entry.number,
            what=technology.description,
            why=together([need[:1].lower() + need[1:] for need in needs]),
            how_known=found.entry.placement.belaeg.value,
            experience=f"{kommune}: {case.summary}" if case and kommune else case.summary if case else "",
            when=case.year or "" if case else "",
            url=case.url if case else None,
            ethics=found.ethics or "",
            first_step=technology.first_step or "",
        )


def unknown(radar: Radar, today: dt.date) -> Iterator[str]:
    """What of a radar is not known, not public or not KL's own, as sentences."""
    picture = describe(radar)
    if radar.edition.is_example:
        yield words.MADE_UP
    if radar.is_fallback and radar.asked:
        yield f"{no_own_radar(radar.edition, radar.asked.name)}. Her er den samlede radar."
    if picture.hidden:
        yield f"{picture.hidden}. {words.EMPTY_RING}"
    elif not radar.is_complete:
        where = f"radaren for {radar.fagomraade.name}" if radar.fagomraade else "den samlede radar"
        yield words.TOTAL_UNKNOWN.format(where=where)
    if picture.is_copy:
        yield words.COPY
    if read := [e.name for e in radar.entries if e.placement.belaeg is Belaeg.OMTALE]:
        yield words.OMTALT.format(names=together(read))
    if age := age_text(radar.edition, today):
        yield age


def _overview(bundle: Bundle, fields: Sequence[str]) -> Overview | None:
    every = [f.id for f in bundle.fagomraader]
    try:
        return describe_overview(bundle, [] if set(fields) == set(every) else fields)
    except NothingToCompare:
        return None


def _where(found: Sequence[Radar], asked: Sequence[str], bundle: Bundle) -> str:
    names = [r.asked.name if r.asked else "Samlet" for r in found]
    if set(asked) >= {f.id for f in bundle.fagomraader}:
        return "Alle fagområder"
    return together(names)


def _moved(bundle: Bundle, before: Bundle | None, shown: Sequence[str]) -> Iterator[str]:
    if before is None or before.sha256 == bundle.sha256:
        yield words.MOVED_UNKNOWN
        return
    changes = diff(before, bundle)
    if not changes.is_comparable:
        yield words.NOT_COMPARABLE
        return
    told = [
        sentence
        for slug in shown
        if (change := changes.radar(slug))
        for sentence in (*(ring for _, ring in change.rings_told), *change.new_told, *change.gone_told)
    ]
    yield from told or [words.MOVED_NONE]


def _not_public(bundle: Bundle, found: Sequence[Radar], today: dt.date) -> Iterator[str]:
    told = dict.fromkeys(sentence for radar in found for sentence in unknown(radar, today))
    yield from told or [words.ALL_KNOWN]
    if not any(radar.is_fallback for radar in found):
        without = [f.name for f in bundle.fagomraader if f.id not in bundle.edition.fagomraader]
        if without and not bundle.edition.is_example:
            yield f"{no_own_radar(bundle.edition, together(without))}."
