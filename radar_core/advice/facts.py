"""»Hvad siger radaren?«: what the radar knows that helps to answer each of the nine questions.

Only from the data at hand, each fact with its source; where there is none, there is no fact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from radar_core.advice.cases import cases, fitting, provenance
from radar_core.advice.suggest import ETHICS_SOURCE, Suggestion, suggest
from radar_core.known import hidden_text, no_own_radar
from radar_core.lookup import ready
from radar_core.model import SAMLET, Belaeg, Bundle, Case, Need, Question, Radar, RadarEntry, Ring, Ticks
from radar_core.own_use.gaps import gaps
from radar_core.own_use.model import OwnRadar, Stage
from radar_core.spelling import site, technologies, together

MAX_FACTS = 5
"""Facts on one card; the most useful stand first."""

OWN_SOURCE = "jeres egen radar"
TICKS_SOURCE = "jeres krydser i refleksionen"
OUR_JUDGEMENT = "vores vurdering, ikke KL's"
"""That a technology serves a need, or automates, is the project's judgement and no source's."""


@dataclass(frozen=True)
class QuestionFact:
    """One thing the radar knows, as Danish sentences, and where it is from."""

    text: str
    source: str
    url: str | None = None
    """Where the source can be read, or None where it is no page."""


@dataclass(frozen=True)
class _Known:
    """All there is to make facts of."""

    bundle: Bundle
    radar: Radar
    needs: tuple[Need, ...]
    """The ticked ones, in the bundle's order."""
    ticked_running: frozenset[str]
    """Ids ticked as in drift."""
    own: OwnRadar | None

    @property
    def area(self) -> str:
        """Id of the fagområde the team works in, also where the samlet radar stands in for it."""
        shown = self.radar.asked or self.radar.fagomraade
        return shown.id if shown else SAMLET

    def is_running(self, technology: str) -> bool:
        """Whether the team ticked it as in drift, or the kommune's own radar says so."""
        own = self.own.stage(technology) if self.own else None
        return technology in self.ticked_running or own is Stage.I_DRIFT


def facts_for(
    question_number: int,
    bundle: Bundle,
    radar: Radar,
    ticked_needs: Collection[str] = (),
    in_operation: Collection[str] = (),
    own: OwnRadar | None = None,
) -> tuple[QuestionFact, ...]:
    """At most ``MAX_FACTS`` facts beside a question of the bundle, in the order they are read.

    ``ticked_needs`` and ``in_operation`` are ids; ids the bundle does not know have no effect. Raises ``KeyError`` for
    a number that is no question.
    """
    needs = tuple(need for need in bundle.needs if need.id in frozenset(ticked_needs))
    known = _Known(bundle, radar, needs, frozenset(in_operation).intersection(bundle.technology_by_id), own)
    subject = _subject({question.number: question for question in bundle.questions}[question_number])
    return tuple(subject.facts(known))[:MAX_FACTS]


def own_helps(bundle: Bundle) -> frozenset[int]:
    """Numbers of the questions that the kommune's own radar has something to say about."""
    return frozenset(question.number for question in bundle.questions if _subject(question).own_helps)


def balance_question(bundle: Bundle) -> Question:
    """The question of what is tried against what is in drift: where that is ticked, else KL's fifth."""
    asking = sorted(bundle.questions, key=lambda question: question.ticks is not Ticks.I_DRIFT)
    return next(question for question in asking if _subject(question) is _BALANCE)


def _purpose(known: _Known) -> Iterable[QuestionFact]:
    """The purpose: what is klar, and what it can be used for."""
    yield from _placed(known, Ring.KLAR, "Her kan I begynde")
    yield from _served(known, known.needs)


def _needs(known: _Known) -> Iterable[QuestionFact]:
    """The needs: the klar technologies for the needs that are ticked, or for every need while none is."""
    return _served(known, known.needs or known.bundle.needs)


def _ambition(known: _Known) -> Iterable[QuestionFact]:
    """The ambition: how much of the radar is klar, and how much would have to be tried first."""
    entries = known.radar.entries
    if entries:
        counts = [f"{len(known.radar.in_ring(ring))} i {ring.value}" for ring in Ring if known.radar.in_ring(ring)]
        hidden = hidden_text(known.radar)
        told = f"Radaren viser {technologies(len(entries))}: {together(counts)}."
        yield _fact(known, f"{told} {hidden}." if hidden else told, entries)
    yield from _own_balance(known)
    yield from _placed(known, Ring.AFPROEV, "Værd at prøve af")


def _priorities(known: _Known) -> Iterable[QuestionFact]:
    """Priorities: what is klar and not used here."""
    if known.own is None and not known.ticked_running:
        return
    own_sources = [OWN_SOURCE] * (known.own is not None) + [TICKS_SOURCE] * bool(known.ticked_running)
    answered = set(known.own.by_technology) if known.own else set()
    # Ticks are of everything in drift, so an unticked technology is not; an own radar only speaks of what it has.
    unused = [
        entry
        for entry in ready(known.radar)
        if not known.is_running(entry.technology.id) and (known.ticked_running or entry.technology.id in answered)
    ]
    for entries in _by_source(unused):
        told = _fact(known, f"I KLAR på radaren, men ikke i drift hos jer: {_names(entries)}.", entries)
        yield replace(told, source=f"{told.source}; {together(own_sources)}")


def _balance(known: _Known) -> Iterable[QuestionFact]:
    """The balance: tried against in drift, ours and the country's."""
    yield from _own_balance(known)
    tried, klar = known.radar.in_ring(Ring.AFPROEV), ready(known.radar)
    if tried or klar:
        yield _fact(known, nationwide(known.radar), (*tried, *klar))
    if known.own is not None:
        found = gaps(known.radar, known.own, known.bundle.technology_by_id)
        for gap in found.without_value:
            yield QuestionFact(gap.sentence, OWN_SOURCE)
        placed = {entry.technology.id: entry for entry in known.radar.entries}
        for gap in found.questionable:
            told = _fact(known, gap.sentence, [placed[gap.technology]])
            yield replace(told, source=f"{told.source}; {OWN_SOURCE}")


def _organisation(known: _Known) -> Iterable[QuestionFact]:
    """The organisation: which klar technologies take over decisions or handling, and KL's point about that."""
    automating = [entry for entry in _to_start(known) if entry.technology.automates]
    if automating:
        yield QuestionFact(
            f"Kan overtage beslutninger eller behandle oplysninger uden et menneske: {_names(automating)}.",
            OUR_JUDGEMENT,
        )
    told = dict.fromkeys(s.ethics for s in _suggestions(known) if s.ethics)
    for ethics in told:
        yield QuestionFact(ethics, _site(ETHICS_SOURCE), ETHICS_SOURCE)


def _landscape(known: _Known) -> Iterable[QuestionFact]:
    """The it landscape: what the klar technologies are, so that it can be held against what is there."""
    for entry in _to_start(known):
        technology = entry.technology
        yield QuestionFact(f"{entry.name}: {technology.description}", _site(technology.source), _url(technology.source))


def _cooperation(known: _Known) -> Iterable[QuestionFact]:
    """Cooperation: what other kommuner did with the technologies that are to be tried."""
    return _experience(known, known.radar.in_ring(Ring.AFPROEV))


def _others(known: _Known) -> Iterable[QuestionFact]:
    """Others' experience: what other kommuner did with the technologies that are klar."""
    return _experience(known, [s.entry for s in _suggestions(known)])


@dataclass(frozen=True)
class _Subject:
    """What a question is about."""

    facts: Callable[[_Known], Iterable[QuestionFact]]
    own_helps: bool = False
    """True where the kommune's own radar has something to say."""


_NEEDS, _BALANCE = _Subject(_needs), _Subject(_balance, own_helps=True)

_BY_TICKS: Mapping[Ticks, _Subject] = MappingProxyType({Ticks.BEHOV: _NEEDS, Ticks.I_DRIFT: _BALANCE})

_BY_NUMBER: Mapping[int, _Subject] = MappingProxyType(
    {
        1: _Subject(_purpose),
        2: _NEEDS,
        3: _Subject(_ambition, own_helps=True),
        4: _Subject(_priorities, own_helps=True),
        5: _BALANCE,
        6: _Subject(_organisation),
        7: _Subject(_landscape),
        8: _Subject(_cooperation),
        9: _Subject(_others),
    }
)
"""What KL's nine questions are about, which their data does not say; what is ticked on one says it first."""


def _subject(question: Question) -> _Subject:
    return _BY_TICKS[question.ticks] if question.ticks else _BY_NUMBER[question.number]


def nationwide(radar: Radar) -> str:
    """How many the radar has to be tried and how many that are klar, as far as that is known."""
    tried, klar = radar.in_ring(Ring.AFPROEV), ready(radar)
    hidden = hidden_text(radar)
    if hidden is None:
        return f"På radaren ligger {technologies(len(tried))} i AFPRØV og {len(klar)} i KLAR."
    return f"Af de kendte placeringer på radaren er {len(tried)} i AFPRØV og {len(klar)} i KLAR; {hidden}."


def _placed(known: _Known, ring: Ring, words: str) -> Iterable[QuestionFact]:
    for entries in _by_source(known.radar.in_ring(ring)):
        yield _fact(known, f"{words} ({ring.value}): {_names(entries)}.", entries)


def _served(known: _Known, needs: Sequence[Need]) -> Iterable[QuestionFact]:
    for need in needs:
        entries = [entry for entry in ready(known.radar) if need.id in entry.technology.needs]
        if entries:
            told = _fact(known, f"»{need.name}«: {_names(entries)} står i KLAR og kan hjælpe.", entries)
            yield replace(told, source=f"{told.source}; at de hjælper, er {OUR_JUDGEMENT}")


def _own_balance(known: _Known) -> Iterable[QuestionFact]:
    if known.own is not None and known.own.uses:
        yield QuestionFact(gaps(known.radar, known.own).balance, OWN_SOURCE)
    elif known.ticked_running:
        yield QuestionFact(
            f"Hos jer er {technologies(len(known.ticked_running))} krydset af som i drift.", TICKS_SOURCE
        )


def _suggestions(known: _Known) -> tuple[Suggestion, ...]:
    running = [t.id for t in known.bundle.technologies if known.is_running(t.id)]
    return suggest(known.bundle, known.radar, [need.id for need in known.needs], running)


def _to_start(known: _Known) -> list[RadarEntry]:
    return [s.entry for s in _suggestions(known) if not s.in_operation]


def _experience(known: _Known, entries: Iterable[RadarEntry]) -> Iterable[QuestionFact]:
    """The cases of these technologies that fit the team's fagområde: its own first, each once."""
    found: dict[str, Case] = {}
    for entry in entries:
        found.update({case.id: case for case in fitting(known.bundle, entry.technology.id, known.area)})
    ordered = [case for case in cases(known.bundle, None, SAMLET) if case.id in found]
    for case in sorted(ordered, key=lambda case: known.area != SAMLET and known.area not in case.fagomraader):
        kommune = known.bundle.kommune_by_code[case.kommune].name if case.kommune else None
        title = f"{kommune}: {case.title}" if kommune else case.title
        yield QuestionFact(f"{title}. {case.summary}", f"{_site(case.url)}, {provenance(case)}", case.url)


def _fact(known: _Known, text: str, entries: Iterable[RadarEntry]) -> QuestionFact:
    """A fact about where technologies are placed, with the sources and the belæg of their placements."""
    placements = [entry.placement for entry in entries]
    belaeg = [_BELAEG[b] for b in Belaeg if b in {p.belaeg for p in placements}]
    sources = list(dict.fromkeys(p.source for p in placements))
    edition = f"udgave {known.radar.edition.id}"
    source = f"{together(list(dict.fromkeys(map(_site, sources))))}, {edition} ({together(belaeg)})"
    if known.radar.is_fallback:
        source += f"; den samlede radar ({no_own_radar(known.radar.edition, 'jeres fagområde')})"
    return QuestionFact(text, source, _url(sources[0]) if len(sources) == 1 else None)


_BELAEG: Mapping[Belaeg, str] = MappingProxyType(
    {
        Belaeg.KL: "placeret af KL",
        Belaeg.OMTALE: "omtalt i en kilde – ringen er vores tolkning",
        Belaeg.ANDENHAAND: "andenhånd",
        Belaeg.EKSEMPEL: "EKSEMPELDATA – ikke KL's vurdering",
    }
)


def _by_source(entries: Iterable[RadarEntry]) -> Iterable[tuple[RadarEntry, ...]]:
    """The entries in their order, those of one source together."""
    found: dict[tuple[str, Belaeg], list[RadarEntry]] = {}
    for entry in entries:
        found.setdefault((entry.placement.source, entry.placement.belaeg), []).append(entry)
    return map(tuple, found.values())


def _names(entries: Iterable[RadarEntry]) -> str:
    return together([entry.name for entry in entries])


def _url(source: str) -> str | None:
    return source if site(source) else None


def _site(source: str) -> str:
    return site(source) or source
