"""The picture for those who cannot see it: the same facts, complete, in the same order."""

from __future__ import annotations

from radar_core.model import Ring
from radar_core.render.description import BELAEG_TEXT, BELAEG_WORD, NONE_PLACED, Picture, Row


def alt_text(picture: Picture) -> str:
    """The whole picture as Danish sentences: title, notice, every technology ring by ring, belæg and source."""
    sentences = [picture.title, picture.notice, picture.subtitle, _legend(picture)]
    sentences += [f"{ring.value}: {_ring(picture, ring)}" for ring in Ring]
    sentences.append(picture.source)
    return " ".join(_ended(sentence) for sentence in sentences if sentence)


def _legend(picture: Picture) -> str | None:
    if not picture.legend:
        return None
    words = " · ".join(BELAEG_TEXT[belaeg] for belaeg in picture.legend)
    return f"Belæg: {words}" if _mixed(picture) else f"Belæg for alle: {words}"


def _mixed(picture: Picture) -> bool:
    return len(picture.legend) > 1


def _ring(picture: Picture, ring: Ring) -> str:
    return ", ".join(_entry(row, _mixed(picture)) for row in picture.in_ring(ring)) or NONE_PLACED


def _entry(row: Row, mixed: bool) -> str:
    return f"{row.number} {row.name} ({BELAEG_WORD[row.belaeg]})" if mixed else f"{row.number} {row.name}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
