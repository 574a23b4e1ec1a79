"""A made-up edition after the example one: a technology and a need are gone, and one technology has moved."""

from __future__ import annotations

from dataclasses import replace

from radar_core.model import Bundle, Ring

GONE_TECHNOLOGY, GONE_NEED, MOVED = "videoloesninger", "mindre-manuelt-arbejde", "rpa"
"""Ids; the technologies are klar on sundhed in the example edition, and the one that moved is AFPRØV from now on."""

TITLE = "Eksempel to"


def next_edition(bundle: Bundle, number: int = 1, *, without_fagomraade: str = "", without_kommune: str = "") -> Bundle:
    """The edition after ``bundle``, perhaps without a fagområde (id) or a kommune (code); each number is another."""
    return replace(
        bundle,
        edition=replace(
            bundle.edition,
            id=f"eksempel-{number}",
            title=TITLE,
            date="2026-11",
            fagomraader=tuple(f for f in bundle.edition.fagomraader if f != without_fagomraade),
            placements=tuple(
                replace(p, ring=Ring.AFPROEV) if p.technology == MOVED else p
                for p in bundle.edition.placements
                if p.technology != GONE_TECHNOLOGY and p.fagomraade != without_fagomraade
            ),
        ),
        technologies=tuple(
            replace(t, needs=tuple(n for n in t.needs if n != GONE_NEED))
            for t in bundle.technologies
            if t.id != GONE_TECHNOLOGY
        ),
        fagomraader=tuple(f for f in bundle.fagomraader if f.id != without_fagomraade),
        needs=tuple(n for n in bundle.needs if n.id != GONE_NEED),
        cases=tuple(
            replace(
                c,
                technologies=tuple(t for t in c.technologies if t != GONE_TECHNOLOGY),
                fagomraader=tuple(f for f in c.fagomraader if f != without_fagomraade),
            )
            for c in bundle.cases
            if c.kommune is None or c.kommune != without_kommune
        ),
        kommuner=tuple(k for k in bundle.kommuner if k.code != without_kommune),
        sha256=f"{number:064x}",
    )
