"""The picture for those who cannot see it: the same facts, complete, in the same order."""

from __future__ import annotations

from radar_core.model import Ring
from radar_core.render.words.description import BELAEG_TEXT, BELAEG_WORD, MOVEMENT_TEXT, Picture, Row, elsewhere
from radar_core.spelling import together


def alt_text(picture: Picture) -> str:
    """The whole picture as Danish sentences: title, notice, strip, every technology ring by ring, belæg and source."""
    sentences = [picture.title, picture.notice, picture.strip, picture.subtitle, _legend(picture)]
    sentences += [f"{ring.value}: {_ring(picture, ring)}" for ring in Ring]
    if picture.framed:
        sentences.append(f"I sort ramme: {together([str(number) for number in picture.framed])}")
    sentences.append(picture.source)
    return " ".join(ended(sentence) for sentence in sentences if sentence)


def _legend(picture: Picture) -> str | None:
    if not picture.legend:
        return None
    words = " · ".join(BELAEG_TEXT[belaeg] for belaeg in picture.legend)
    return f"Om placeringerne: {words}"


def _mixed(picture: Picture) -> bool:
    return len(picture.legend) > 1


def _ring(picture: Picture, ring: Ring) -> str:
    listed = [_entry(row, _mixed(picture)) for row in picture.listed if row.ring is ring]
    return ", ".join(listed) or elsewhere(picture, ring) or picture.nothing


def _entry(row: Row, mixed: bool) -> str:
    notes = [BELAEG_WORD[row.belaeg]] if mixed else []
    notes += [MOVEMENT_TEXT[row.movement]] if row.movement else []
    return f"{row.number} {row.name} ({', '.join(notes)})" if notes else f"{row.number} {row.name}"


def ended(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
