"""What there is to say of one technology: where it stands, why, what it helps with, what others did, what has moved.

Only from the data at hand. What nobody has published is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from radar_core.advice.cases import cases, fitting
from radar_core.editions.details import where_words
from radar_core.model import SAMLET, Belaeg, Bundle, Case, Need, Placement, Ring, Technology
from radar_core.render.words.technology import (
    RadarKnowledge,
    Standing,
    TechnologyPicture,
    describe_technology,
    placement_of,
)

RING_MEANS: Mapping[Ring, str] = MappingProxyType(
    {
        Ring.KLAR: "KLAR er moden teknologi, som mange kommuner har i drift.",
        Ring.AFPROEV: "AFPRØV er teknologi, der er værd at prøve af.",
        Ring.HOLD_OEJE: "HOLD ØJE er teknologi, I foreløbig bare skal holde øje med.",
        Ring.AFVENT: "AFVENT er mindre moden teknologi, som meget få kommuner har prøvet.",
    }
)
"""Each ring in a sentence, as far as KL has explained it."""

_METHODS: Mapping[str, str] = MappingProxyType(
    {
        "2020-modenhed-og-relevans": "I 2020 vurderede KL, hvor moden teknologien var, og hvor relevant den var.",
        "2021-modenhed-og-udbredelse": (
            "Fra 2021 vurderer KL teknisk modenhed og udbredelse. Gennemsnittet afgør ringen."
        ),
    }
)
_SAID_BY: Mapping[Belaeg, str] = MappingProxyType(
    {
        Belaeg.KL: "KL har selv sagt, at den står dér.",
        Belaeg.OMTALE: "Den er omtalt i en kilde. Ringen er vores tolkning.",
        Belaeg.ANDENHAAND: "Ringen er gengivet af andre end KL.",
        Belaeg.EKSEMPEL: "Placeringen er opdigtet, så der er ingen begrundelse.",
    }
)
UNPUBLISHED = "KL's tal for den enkelte teknologi og grænserne mellem ringene har jeg ikke fundet i offentlige kilder."
"""What nobody outside KL has seen of a placement."""


@dataclass(frozen=True)
class About:
    """One technology, for a team in one fagområde."""

    technology: Technology
    where: str
    """The fagområde as it stands in a sentence after »på«."""
    here: Standing
    """Where it stands there, or on the samlet radar."""
    placement: Placement | None
    picture: TechnologyPicture
    needs: tuple[Need, ...]
    cases: tuple[Case, ...]
    """What others did that fits the fagområde."""
    has_more_cases: bool
    """There are others, of other fagområder."""
    moved: tuple[str, ...]
    """What has moved between editions that can be compared, as sentences; that nothing has, or that none can be."""
    ethics: str
    method: str | None
    """What KL weighs, where that is known of the edition's method."""

    @property
    def why(self) -> tuple[str, ...]:
        """What is known of why it stands where it does, as sentences."""
        placed = self.placement
        if placed is None or self.here.ring is None:
            return (_not_placed(self.here, self.where),)
        told = [f"Den står i {self.here.ring.value} på {self.where}.", RING_MEANS[self.here.ring]]
        told.append(_SAID_BY[placed.belaeg])
        if placed.belaeg is not Belaeg.EKSEMPEL:
            told += [note for note in (placed.note, self.method) if note]
        return tuple(told)

    @property
    def unpublished(self) -> str | None:
        """What nobody has published of it; None where it is made up anyway."""
        return None if self.placement and self.placement.belaeg is Belaeg.EKSEMPEL else UNPUBLISHED


def about(bundle: Bundle, technology: str, fagomraade: str = SAMLET, others: Iterable[Bundle] = ()) -> About:
    """What there is to say of a technology (id) to a team in a fagområde (id). Raises ``UnknownTechnology``.

    ``others`` are the editions that it may be compared with, where that can be done.
    """
    picture = describe_technology(bundle, technology)
    found = bundle.technology_by_id[technology]
    here = next((stand for stand in picture.rows if stand.fagomraade == fagomraade), picture.samlet)
    area = bundle.fagomraade_by_id.get(fagomraade)
    return About(
        technology=found,
        where=where_words(here.fagomraade, bundle),
        here=here,
        placement=placement_of(bundle, technology, here.fagomraade),
        picture=picture,
        needs=tuple(need for need in bundle.needs if need.id in found.needs),
        cases=(found_cases := fitting(bundle, technology, fagomraade)),
        has_more_cases=len(cases(bundle, technology)) > len(found_cases),
        moved=tuple(_moved(bundle, technology, others)),
        ethics=_ethics(found, area.name if area and area.citizen_contact else None, is_inside=area is not None),
        method=_METHODS.get(bundle.edition.method),
    )


def _not_placed(here: Standing, where: str) -> str:
    if here.known is RadarKnowledge.ABSENT:
        return f"Den er ikke blandt teknologierne på {where}."
    if here.known is RadarKnowledge.NOT_PUBLIC:
        return f"KL har ikke offentliggjort, hvor den står på {where}. Derfor kan jeg ikke sige, om den er klar dér."
    return f"Jeg kender ikke dens ring på {where}. Derfor kan jeg ikke sige, om den er klar dér."


def _moved(bundle: Bundle, technology: str, others: Iterable[Bundle]) -> Iterable[str]:
    edition = bundle.edition
    earlier = [
        each
        for each in others
        if (each.edition.method, each.edition.series) == (edition.method, edition.series)
        and (each.edition.date or "") < (edition.date or "")
    ]
    if not earlier:
        yield "Der er ingen tidligere udgave, som kan sammenlignes med denne."
        return
    before = max(earlier, key=lambda each: each.edition.date or "")
    told = list(_changes(before, bundle, technology))
    yield from told or [f"Den står, hvor den stod i udgave {before.edition.id}."]


def _changes(before: Bundle, after: Bundle, technology: str) -> Iterable[str]:
    for fagomraade in (SAMLET, *(f.id for f in after.fagomraader)):
        then, now = (placement_of(each, technology, fagomraade) for each in (before, after))
        where = where_words(fagomraade, after)
        if then and now and then.ring is not now.ring:
            yield f"Fra {then.ring.value} til {now.ring.value} på {where} siden udgave {before.edition.id}."
        elif now and not then and before.edition.total(fagomraade) is not None:
            yield f"Nu kendt i {now.ring.value} på {where}; den stod der ikke i udgave {before.edition.id}."


def _ethics(technology: Technology, area: str | None, *, is_inside: bool) -> str:
    if not technology.automates:
        return "KL's pointe om dataetik handler om automatisering. Det gør den her ikke af sig selv (vores vurdering)."
    if area is None and is_inside:
        return "KL peger på, at det ikke behøver at rejse dataetiske spørgsmål at automatisere en administrativ opgave."
    at = f" – som på »{area}« (vores vurdering)" if area else ""
    return f"Den kan tage over for mennesker. KL peger på, at det kan rejse dataetiske spørgsmål ved borgerkontakt{at}."


def by_ring(stands: Sequence[Standing]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The radars by what stands of it there: (»KLAR«, (»Sundhed og ældre«, …)), in the order of the stands."""
    found: dict[str, list[str]] = {}
    for stand in stands:
        found.setdefault(stand.words, []).append(stand.name)
    return tuple((words, tuple(names)) for words, names in found.items())
