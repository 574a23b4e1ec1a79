"""What is live at one moment: the catalog, the bundle and its serial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.errors import UnsafeStart
from bot.settings import Settings
from dialogs.reflection.state import Phase, Reflection
from radar_core.editions.catalog import Catalog
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle, Edition, Question, Status

_PUBLISHED = frozenset({Status.OFFENTLIGGJORT, Status.ANDENHAAND})


@dataclass(frozen=True)
class Snapshot:
    """Everything that answers are made from: every bundle at hand, and which one is live."""

    catalog: Catalog
    live: Bundle
    serial: int = 0
    """Of the activation that made it live; 0 before the first."""
    been_live: frozenset[str] = frozenset()
    """Hashes of the bundles that have been."""
    came_along: frozenset[str] = frozenset()
    """Hashes of the bundles that came with the release."""
    shown: frozenset[str] = frozenset()
    """Hashes of the bundles that people have seen without an activation: what they were shown stays to be seen."""

    @cached_property
    def public(self) -> tuple[Bundle, ...]:
        """The bundles that anybody may see."""
        return tuple(bundle for bundle in self.catalog.bundles if self.is_public(bundle))

    def bundle_of(self, edition: Edition) -> Bundle:
        """The bundle that holds exactly this edition; the live one where it is gone."""
        return next((bundle for bundle in self.catalog.bundles if bundle.edition is edition), self.live)

    def pinned(self, reflection: Reflection) -> Bundle:
        """The bundle a reflection is pinned to; the live one before its questions, or where the old one is gone."""
        if reflection.phase is Phase.SETUP:
            return self.live
        try:
            return self.catalog.by_hash(reflection.bundle)
        except UnknownEdition:
            return self.live

    def questions_of(self, reflection: Reflection) -> tuple[Question, ...]:
        """KL's questions as they were asked in a reflection.

        What KL has pushed is kept for good. So a bundle that is gone came with an earlier release, and its questions
        are those that come with this one (a test holds their texts).
        """
        try:
            return self.catalog.by_hash(reflection.bundle).questions
        except UnknownEdition:
            came = (bundle for bundle in self.catalog.bundles if bundle.sha256 in self.came_along)
            return next(came, self.live).questions

    def is_public(self, bundle: Bundle) -> bool:
        """Whether anybody may see it: it is or was live, a reflection is on it, or it came along and is published. What
        KL has pushed and not made live yet is nobody's."""
        if bundle.sha256 == self.live.sha256 or bundle.sha256 in self.been_live | self.shown:
            return True
        return bundle.sha256 in self.came_along and bundle.edition.status in _PUBLISHED


def fixed(catalog: Catalog, live: Bundle) -> Callable[[], Snapshot]:
    """Where nothing is pushed: always the same."""
    snapshot = starting(catalog, live)
    return lambda: snapshot


def starting(catalog: Catalog, live: Bundle, *, with_example: bool = False) -> Snapshot:
    """Before anything has been pushed: what came with the release, ``with_example`` where that may be shown."""
    examples = {bundle.sha256 for bundle in catalog.bundles if with_example and bundle.edition.is_example}
    came_along = frozenset(bundle.sha256 for bundle in catalog.bundles)
    return Snapshot(catalog, live, came_along=came_along, shown=frozenset({live.sha256, *examples}))


def live_bundle(catalog: Catalog, settings: Settings, *, local: bool) -> Bundle:
    """The bundle new reflections start on: as set, else the example locally and the newest published otherwise.

    Raises ``UnsafeStart`` where there is no such edition, or where the bot's own kommune is none of its kommuner.
    """
    live = _chosen(catalog, settings, local=local)
    if settings.kommune is not None and settings.kommune not in live.kommune_by_code:
        raise UnsafeStart(
            f"TR_KOMMUNE: Jeg kender ingen kommune med koden {settings.kommune}. Skriv kommunens officielle kode på "
            "tre cifre, for eksempel 630 for Vejle, eller lad den være tom, hvis flere kommuner bruger botten."
        )
    return live


def _chosen(catalog: Catalog, settings: Settings, *, local: bool) -> Bundle:
    if settings.edition is not None:
        try:
            return catalog.bundle(settings.edition)
        except UnknownEdition as unknown:
            raise UnsafeStart(f"TR_EDITION: {unknown}") from None
    return catalog.bundle("eksempel") if local else catalog.newest_published()
