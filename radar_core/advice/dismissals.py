"""Suggestions a team has said no to (ikke relevant for os), each with its reason, and the order of the rest.

The rules of the order are those of ``radar_core.advice.suggest``; a dismissed technology is only taken off the
radar first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from radar_core.advice.suggest import Suggestion, suggest
from radar_core.model import Bundle, Radar, RadarEntry


@dataclass(frozen=True)
class NotRelevant:
    """A technology (id) that is not relevant for the team, and why, in the team's own words."""

    technology: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a dismissal says why")


@dataclass(frozen=True)
class LeftOut:
    """A klar technology that is not suggested, and the team's reason; kept for the protocol."""

    entry: RadarEntry
    reason: str


@dataclass(frozen=True)
class Ranking:
    """The suggestions that are left, best start first, and those that are not."""

    suggestions: tuple[Suggestion, ...]
    dismissed: tuple[LeftOut, ...]
    """In number order."""
    what_would_change: str
    """What would change the order, as one Danish sentence."""


def rank(
    bundle: Bundle,
    radar: Radar,
    needs: Collection[str] = (),
    in_operation: Collection[str] = (),
    dismissals: Sequence[NotRelevant] = (),
    limit: int | None = None,
) -> Ranking:
    """Suggest as ``suggest`` does, without what is dismissed; numbers stay those of the radar.

    Of two dismissals of one technology the last one holds; one the radar has not placed as klar has no effect.
    """
    reasons = {dismissal.technology: dismissal.reason for dismissal in dismissals}
    ranked = suggest(bundle, _left(radar, reasons), needs, in_operation)
    suggestable = [suggestion.entry for suggestion in suggest(bundle, radar, needs, in_operation)]
    dismissed = [LeftOut(e, reasons[e.technology.id]) for e in suggestable if e.technology.id in reasons]
    return Ranking(
        suggestions=ranked[:limit],
        dismissed=tuple(sorted(dismissed, key=lambda d: d.entry.number)),
        what_would_change=_what_would_change(bundle, radar, ranked, needs, in_operation, reasons),
    )


def _what_would_change(
    bundle: Bundle,
    radar: Radar,
    ranked: Sequence[Suggestion],
    needs: Collection[str],
    in_operation: Collection[str],
    reasons: Collection[str],
) -> str:
    def order(ticked: Collection[str], without: Collection[str]) -> list[RadarEntry]:
        return [s.entry for s in suggest(bundle, _left(radar, without), ticked, in_operation)]

    now = [suggestion.entry for suggestion in ranked]
    ticked = frozenset(needs)
    for need in bundle.needs:
        is_ticked = need.id in ticked
        then = order(ticked ^ {need.id}, reasons)
        if then[:1] != now[:1]:
            verb, place = ("Fjerner I krydset ved", "") if is_ticked else ("Krydser I", " af")
            return f"{verb} behovet »{need.name}«{place}, kommer {then[0].name} øverst i stedet for {now[0].name}."
    for dismissed in radar.entries:
        if dismissed.technology.id in reasons:
            then = order(ticked, set(reasons) - {dismissed.technology.id})
            if dismissed in then:
                place_then = then.index(dismissed) + 1
                return f"Er {dismissed.name} alligevel relevant for jer, kommer den ind som nummer {place_then}."
    if not now:
        known = "Ingen teknologi er klar" if radar.is_complete else "Jeg kender ingen klar teknologi"
        return f"{known} på radaren, så der er ingen rækkefølge at ændre."
    running = frozenset(in_operation)
    if len(now) > 1 and now[0].technology.id not in running and now[1].technology.id not in running:
        return f"Har I {now[0].name} i drift, kommer {now[1].name} øverst."
    return f"Ingen af krydserne alene kan flytte {now[0].name} fra førstepladsen."


def _left(radar: Radar, without: Collection[str]) -> Radar:
    return replace(radar, entries=tuple(e for e in radar.entries if e.technology.id not in without))
