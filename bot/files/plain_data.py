"""A protocol as JSON, with Danish names: for another system to read. Days are ISO 8601."""

from __future__ import annotations

import json
from typing import Any

from bot.files.protocol import ProtocolQuestion, ReflectionProtocol
from radar_core.render.words.over_time import Sample


def protocol_json(protocol: ReflectionProtocol) -> bytes:
    """All of it, as UTF-8."""
    return json.dumps(_told(protocol), ensure_ascii=False, indent=1).encode()


def _told(p: ReflectionProtocol) -> dict[str, Any]:
    return {
        "titel": p.title,
        "advarsel": p.notice,
        "udskrevet": p.made.isoformat(),
        "kommune": p.kommune or None,
        "fagomraade": p.fagomraade or None,
        "sagsnummer": p.case_number or None,
        "udgave": {"id": p.edition.id, "titel": p.edition.title, "dato": p.edition.date, "kilde": p.edition.source},
        "status": p.status,
        "begyndt": p.begun.isoformat(),
        "sluttet": p.ended.isoformat() if p.ended else None,
        "deltagere": {"antal": p.participants_told, "navne": list(p.participants)},
        "facilitator": p.facilitator or None,
        "besvaret": p.answered,
        "bemaerkninger": list(p.remarks),
        "kort_fortalt": [{"om": label, "tekst": text} for label, text in p.in_short],
        "start_med": [
            {
                "teknologi": s.name,
                "nummer": s.number,
                "hvad": s.what,
                "siger_svarene": [{"om": label, "tekst": text} for label, text in s.told],
                "foerste_skridt": s.first_step or None,
                "belaeg": s.how_known,
                "erfaring": s.experience or None,
                "erfaring_fra": s.when or None,
                "kilde": s.url,
            }
            for s in (*p.start, *p.trial)
        ],
        "resultat": [{"om": label, "tekst": text} for label, text in p.more],
        "naeste_skridt": [
            {
                "nummer": s.number,
                "hvad": s.what,
                "hvem": s.who or None,
                "hvornaar": s.when.isoformat() if s.when else None,
            }
            for s in p.steps
        ],
        "evalueringer": [
            {
                "teknologi": x.name,
                "dag": x.on.isoformat(),
                "vurderinger": [{"spoergsmaal": question, "svar": says} for question, says in x.judged],
                "besluttet": x.decision or None,
                "kommentar": x.comment or None,
            }
            for x in p.evaluations
        ],
        "ikke_relevante": [
            {"teknologi": x.name, "begrundelse": x.reason, "skrevet_af": x.by or None} for x in p.dismissals
        ],
        "spoergsmaal": [_question(q) for q in p.questions],
        "over_tid": [
            {
                "nummer": row.question,
                "tekst": row.text,
                "foerst_til_sidst": row.verdict or None,
                "gange": [
                    _sample(label, sample, of_one=not p.over_time.group)
                    for label, sample in zip(p.over_time.labels, row.samples, strict=True)
                ],
            }
            for row in p.over_time.rows
        ]
        if p.over_time
        else [],
        "radar": [
            {
                "nummer": e.number,
                "teknologi": e.name,
                "ring": e.ring.value,
                "belaeg": e.placement.belaeg.value,
                "kilde": e.placement.source,
            }
            for e in (p.radar.entries if p.radar else ())
        ],
        "radaren_viser": p.picture.title if p.picture else None,
        "egen_radar": [
            {
                "teknologi": row.name,
                "paa_radaren": row.national.value if row.national else None,
                "hos_jer": row.own.value if row.own else None,
                "forskel": row.words,
            }
            for row in p.own
        ],
        "egen_radar_fortalt": list(p.own_told),
        "ikke_kendt": list(p.unknown),
        "kilder": list(p.sources),
    }


def _sample(label: str, sample: Sample, *, of_one: bool) -> dict[str, Any]:
    return {
        "hvornaar": label,
        "midten": sample.middle,
        "antal": None if of_one else sample.number,
        "fordeling": None if of_one or sample.counts is None else list(sample.counts),
        "i_stedet": sample.lack.value if sample.lack else None,
    }


def _question(q: ProtocolQuestion) -> dict[str, Any]:
    return {
        "nummer": q.number,
        "tekst": q.text,
        "konklusion": q.conclusion or None,
        "versioner": [
            {
                "version": c.version,
                "tekst": c.text or None,
                "skrevet_af": c.by or None,
                "dag": c.on.isoformat() if c.on else None,
            }
            for c in q.history
        ],
        "i_stedet_for_svar": q.instead or None,
        "svar": [{"hvem": a.by or None, "tal": a.rating, "krydser": list(a.ticks), "tekst": a.text} for a in q.answers],
        "spredning": {"antal": list(q.spread.counts), "ord": q.spread_words} if q.spread else None,
    }
