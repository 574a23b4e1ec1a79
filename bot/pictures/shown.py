"""An edition's pictures, each known by a slug: a fagområde's radar, a technology, fagområder beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.pictures.requests import OverviewPicture, RadarPicture, Request, TechnologyRequest
from radar_core.errors import NothingToCompare, UnknownFagomraade, UnknownTechnology
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Radar
from radar_core.render import Overview, TechnologyPicture, describe, overview_parts, parts, technology_parts
from radar_core.render.words.overview import asked_fagomraader, describe_overview
from radar_core.render.words.technology import describe_technology

if TYPE_CHECKING:
    from radar_core.render.draw import Format, View

Shown: TypeAlias = Radar | TechnologyPicture | Overview
"""What a picture is of. Each has an edition, and the slug it is known by there."""

UNKNOWN = (UnknownFagomraade, UnknownTechnology, NothingToCompare)
"""What is raised for a slug that an edition has no picture of."""


def shown_by(bundle: Bundle, slug: str) -> Shown:
    """What a slug is of: »samlet«, »sundhed«, »teknologi/rpa«, »fagomraader/sundhed_skole«. Raises ``UNKNOWN``."""
    kind, _, which = slug.rpartition("/")
    if kind == "teknologi":
        return describe_technology(bundle, which)
    if kind == "fagomraader":
        return describe_overview(bundle, asked_fagomraader(bundle, which))
    return radar_for(bundle, slug)


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
