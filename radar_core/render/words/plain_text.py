"""The picture for a terminal: the same facts, ring by ring, a line each."""

from __future__ import annotations

from radar_core.model import Ring
from radar_core.render.words.description import Picture


def plain_text(picture: Picture) -> str:
    """The whole picture as lines: title, notice, strip, every technology by ring with its belæg, and every source."""
    lines = [picture.title, *filter(None, [picture.notice, picture.strip, picture.subtitle])]
    for ring in Ring:
        rows = picture.in_ring(ring)
        lines += ["", f"{ring.value} ({picture.count(len(rows)) if rows else picture.nothing})"]
        lines += [f"  {row.number:>2}  {row.name}  ({row.belaeg_text})" for row in rows]
    return "\n".join([*lines, "", picture.source, *(f"  {source}" for source in picture.sources)])
