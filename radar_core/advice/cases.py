"""The sourced cases (erfaringer) that bear on a technology or a fagområde."""

from __future__ import annotations

from radar_core.errors import UnknownFagomraade, UnknownTechnology
from radar_core.model import SAMLET, Bundle, Case


def cases(bundle: Bundle, technology: str | None = None, fagomraade: str | None = None) -> tuple[Case, ...]:
    """The cases of a technology (id), those of ``fagomraade`` (id) first, then those of none, then those of others.

    Without a technology: the cases of the fagområde, then those of none; without either (or for ``SAMLET``), all. Cases
    alike keep the file's order. Raises ``UnknownTechnology`` and ``UnknownFagomraade``.
    """
    if technology is not None and technology not in bundle.technology_by_id:
        raise UnknownTechnology(technology)
    area = None if fagomraade == SAMLET else fagomraade
    if area is not None and area not in bundle.fagomraade_by_id:
        raise UnknownFagomraade(area, [f.name for f in bundle.fagomraader])
    found = [case for case in bundle.cases if technology is None or technology in case.technologies]
    if area is None:
        return tuple(found)
    if technology is None:
        found = [case for case in found if _distance(case, area) < 2]
    return tuple(sorted(found, key=lambda case: _distance(case, area)))


def fitting(bundle: Bundle, technology: str, fagomraade: str) -> tuple[Case, ...]:
    """The cases of a technology (id) that fit a fagområde (id): its own first, then those of none; for ``SAMLET``, all.

    A case of another fagområde says nothing of this one. Raises as ``cases`` does.
    """
    found = cases(bundle, technology, fagomraade)
    return found if fagomraade == SAMLET else tuple(case for case in found if _distance(case, fagomraade) < 2)


def tried_by(bundle: Bundle, technology: str, fagomraade: str, but: str | None = None) -> Case | None:
    """The nearest case of a technology (id) that names a kommune, other than ``but`` (a code), or None.

    Those of the fagområde (id) come first, those of others last. Raises as ``cases`` does.
    """
    found = cases(bundle, technology, fagomraade)
    return next((case for case in found if case.kommune not in (None, but)), None)


def provenance(case: Case) -> str:
    """When a case is from, and how much of its source has been read: »2021; kun begyndelsen af kilden er læst«."""
    when = case.year or "årstal ikke oplyst"
    return f"{when}; kun begyndelsen af kilden er læst" if case.is_excerpt else when


def _distance(case: Case, area: str) -> int:
    if area in case.fagomraader:
        return 0
    return 2 if case.fagomraader else 1
