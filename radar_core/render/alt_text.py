"""The picture for those who cannot see it: the same facts, complete, in the same order."""

from __future__ import annotations

from radar_core.model import Ring
from radar_core.render.description import NONE_PLACED, Picture, Row


def alt_text(picture: Picture) -> str:
    """The whole picture as Danish sentences: title, notice, every technology ring by ring, belæg and source."""
    sentences = [picture.title, picture.notice, picture.subtitle, _shared_belaeg(picture)]
    sentences += [f"{ring.value}: {_ring(picture, ring)}" for ring in Ring]
    sentences.append(picture.source)
    return " ".join(_ended(sentence) for sentence in sentences if sentence)


def _ring(picture: Picture, ring: Ring) -> str:
    mixed = len(picture.legend) > 1
    return ", ".join(_entry(row, mixed) for row in picture.in_ring(ring)) or NONE_PLACED


def _entry(row: Row, mixed: bool) -> str:
    return f"{row.number} {row.name} ({row.belaeg_text})" if mixed else f"{row.number} {row.name}"


def _shared_belaeg(picture: Picture) -> str | None:
    return f"Belæg for alle: {picture.rows[0].belaeg_text}" if len(picture.legend) == 1 else None


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
