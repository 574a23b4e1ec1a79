"""An edition's pictures, each known by a slug: a fagområde's radar, a technology, fagområder beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bot.pictures.requests import OverviewPicture, RadarPicture, Request, TechnologyRequest
from radar_core.errors import NothingToCompare, UnknownFagomraade, UnknownTechnology
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Radar, Ring
from radar_core.render import Overview, TechnologyPicture, describe, overview_parts, parts, technology_parts
from radar_core.render.words.overview import asked_fagomraader, describe_overview
from radar_core.render.words.technology import describe_technology

if TYPE_CHECKING:
    from radar_core.render.draw import Format, View

Shown: TypeAlias = Radar | TechnologyPicture | Overview
"""What a picture is of. Each has an edition, and the slug it is known by there."""

FRAMED = "ramme"
"""The kind of slug that a radar with numbers in a frame has, and what an address says before them."""

FRAMED_MOST = 3
"""Numbers in a frame at most."""

UNKNOWN = (UnknownFagomraade, UnknownTechnology, NothingToCompare)
"""What is raised for a slug that an edition has no picture of."""


def shown_by(bundle: Bundle, slug: str) -> Shown:
    """What a slug is of: »samlet«, »sundhed«, »teknologi/rpa«, »fagomraader/sundhed_skole«. Raises ``UNKNOWN``."""
    kind, _, which = slug.rpartition("/")
    if kind == "teknologi":
        return describe_technology(bundle, which)
    if kind == "fagomraader":
        return describe_overview(bundle, asked_fagomraader(bundle, which))
    return framed_radar(bundle, which) if kind == FRAMED else radar_for(bundle, slug)


def framed_slug(fagomraade: str, numbers: Sequence[int] | str) -> str:
    """Of a fagområde's radar with these numbers in a frame, as they are or as an address has them: »1-4-6«."""
    told = numbers if isinstance(numbers, str) else "-".join(map(str, numbers))
    return f"{FRAMED}/{fagomraade}_{told}"


def framed_radar(bundle: Bundle, which: str) -> Radar:
    """The radar of a framed slug's last part. Raises ``UnknownFagomraade``, ``UnknownTechnology``.

    Its numbers in order, each once, three at most and of the two inner rings: anybody can ask for a picture, and there
    are only so many.
    """
    fagomraade, _, told = which.rpartition("_")
    radar = radar_for(bundle, fagomraade)
    numbers = [int(each) for each in told.split("-") if each.isascii() and each.isdecimal() and len(each) < 3]
    there = {entry.number for ring in (Ring.KLAR, Ring.AFPROEV) for entry in radar.in_ring(ring)}
    is_told = told == "-".join(map(str, sorted(set(numbers) & there)))
    if not is_told or not 0 < len(numbers) <= FRAMED_MOST:
        raise UnknownTechnology(told)
    return replace(radar, framed=tuple(numbers))


def pages_of(shown: Shown, view: View) -> int:
    """How many pictures it takes to show all of it."""
    if isinstance(shown, TechnologyPicture):
        return len(technology_parts(shown))
    if isinstance(shown, Overview):
        return 1 if view == "chat" else len(overview_parts(shown))
    return len(parts(describe(shown)))


def request_for(shown: Shown, fmt: Format, page: int, view: View, moved: tuple[tuple[str, str], ...]) -> Request:
    """What a worker is asked for."""
    if isinstance(shown, TechnologyPicture):
        return TechnologyRequest(shown, fmt, page)
    if isinstance(shown, Overview):
        return OverviewPicture(shown, fmt, page, view)
    return RadarPicture(shown, fmt, page, view, moved)
