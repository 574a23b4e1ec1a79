"""Which klar technologies to look at first on a radar, in what order, and why, in words.

Order: first those that serve most of the needs the team ticked, then those placed furthest in, then radar number. What
the kommune already has in operation is no start and comes last. Only ticks count; free text is never read, and there is
no score.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from radar_core.lookup import ready
from radar_core.model import Belaeg, Bundle, Case, Edition, Fagomraade, Need, Radar, RadarEntry, Technology
from radar_core.spelling import numeral, site, together

ETHICS_SOURCE = "https://www.publit.dk/temaer/digitalisering/ny-teknologiradar-fra-kl"
"""Where KL makes its point about data ethics."""


@dataclass(frozen=True)
class Suggestion:
    """One klar technology and why it stands where it does. All sentences are Danish and complete."""

    entry: RadarEntry
    case: Case | None
    """What a kommune did with it, or None where no sourced case is at hand."""
    reasons: tuple[str, ...]
    """The first names the ring, how we know it, and the needs served."""
    ethics: str | None
    """KL's point about data ethics (``ETHICS_SOURCE``), where it automates and citizens are met directly."""
    in_operation: bool


def suggest(
    bundle: Bundle,
    radar: Radar,
    needs: Collection[str] = (),
    in_operation: Collection[str] = (),
    limit: int | None = None,
) -> tuple[Suggestion, ...]:
    """Every klar technology of ``radar``, best start first; the first ``limit`` of them where one is given.

    ``needs`` are the ids of the ticked needs and ``in_operation`` the ids of the technologies in operation; ids the
    bundle does not know have no effect.
    """
    ticked, running = frozenset(needs), frozenset(in_operation)
    ordered = _ordered(radar, ticked, running)
    return tuple(_suggestion(bundle, radar, ordered, rank, ticked, running) for rank in range(len(ordered))[:limit])


def _ordered(radar: Radar, ticked: frozenset[str], running: frozenset[str]) -> tuple[RadarEntry, ...]:
    def key(entry: RadarEntry) -> tuple[bool, int, float, int]:
        position = entry.placement.position
        return (
            entry.technology.id in running,
            -len(ticked.intersection(entry.technology.needs)),
            0.5 if position is None else position,
            entry.number,
        )

    return tuple(sorted(ready(radar), key=key))


def _suggestion(
    bundle: Bundle,
    radar: Radar,
    ordered: Sequence[RadarEntry],
    rank: int,
    ticked: frozenset[str],
    running: frozenset[str],
) -> Suggestion:
    entry = ordered[rank]
    technology = entry.technology
    chosen = [need for need in bundle.needs if need.id in ticked]
    matched = tuple(need for need in chosen if need.id in technology.needs)
    reasons = [f"{_placed(entry, radar.edition)}. {_serves(matched, len(chosen))}"]
    if technology.id in running:
        reasons.append(
            "I har den allerede i drift, så den står sidst. Spørg jer selv: Virker den, og bruger I den overalt?"
        )
    area = _area(radar)
    return Suggestion(
        entry=entry,
        case=_case(bundle.cases, technology.id, area),
        reasons=tuple(reasons),
        ethics=ethics_point(technology, area),
        in_operation=technology.id in running,
    )


def _area(radar: Radar) -> Fagomraade | None:
    # Where the samlet radar stands in for a fagområde, the team still works in the one it asked for.
    return radar.asked or radar.fagomraade


def _placed(entry: RadarEntry, edition: Edition) -> str:
    ring, source = entry.ring.value, (site(entry.placement.source) or f"»{entry.placement.source}«")
    # The example edition borrows a few placements from real ones: then the source, not the edition, is what to name.
    origin = source if edition.is_example else f"»{edition.title}«"
    match entry.placement.belaeg:
        case Belaeg.KL:
            return f"KL har placeret den i {ring} ({origin})"
        case Belaeg.OMTALE:
            return f"Omtalt på {source} med andre ord end KL's. At det svarer til {ring}, er vores tolkning"
        case Belaeg.ANDENHAAND:
            return f"Står i {ring}, når andre gengiver KL's radar ({origin})"
        case Belaeg.EKSEMPEL:
            return f"Står i {ring} i eksemplet (opdigtet, ikke KL's vurdering)"


def _serves(matched: Sequence[Need], chosen: int) -> str:
    if chosen == 0:
        return "I har ikke krydset behov af, så rækkefølgen følger radaren."
    if not matched:
        return f"Den hjælper efter vores vurdering ikke med {'det' if chosen == 1 else 'de'} behov, I krydsede af."
    if chosen == 1:
        share = "det behov"
    elif len(matched) == chosen:
        share = "begge de behov" if chosen == 2 else f"alle {numeral(chosen)} behov"
    else:
        share = f"{numeral(len(matched))} af de behov"
    named = together([f"»{need.name}«" for need in matched])
    return f"Den hjælper efter vores vurdering med {share}, I krydsede af: {named}."


def _case(cases: Sequence[Case], technology: str, area: Fagomraade | None) -> Case | None:
    """One of the fagområde, else a general one; on the samlet radar any. Another fagområde's is never shown as this."""

    def tier(case: Case) -> int:
        if area is not None and area.id in case.fagomraader:
            return 0
        return 1 if case.kommune is None else 2

    about = [case for case in cases if technology in case.technologies]
    fit = [case for case in about if area is None or not case.fagomraader or area.id in case.fagomraader]
    return min(fit, key=tier, default=None)


def ethics_point(technology: Technology, area: Fagomraade | None) -> str | None:
    """KL's point about data ethics, where a technology automates and a fagområde meets citizens directly."""
    if not technology.automates or area is None or not area.citizen_contact:
        return None
    return (
        "KL peger på, at automatisering kan rejse dataetiske spørgsmål, når der er direkte borgerkontakt, men at den "
        "ikke behøver at gøre det i en administrativ arbejdsgang. "
        f"»{area.name}« har direkte borgerkontakt (vores vurdering)."
    )
