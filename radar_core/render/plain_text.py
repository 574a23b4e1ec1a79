"""The picture for a terminal: the same facts, ring by ring, a line each."""

from __future__ import annotations

from radar_core.model import Ring
from radar_core.render.description import NONE_PLACED, Picture


def plain_text(picture: Picture) -> str:
    """The whole picture as lines: title, notice, every technology by ring with its belæg, and every source."""
    lines = [picture.title, *filter(None, [picture.notice, picture.subtitle])]
    for ring in Ring:
        rows = picture.in_ring(ring)
        lines += ["", f"{ring.value} ({len(rows)})"]
        lines += [f"  {row.number:>2}  {row.name}  ({row.belaeg_text})" for row in rows] or [f"      {NONE_PLACED}"]
    return "\n".join([*lines, "", picture.source, *(f"  {source}" for source in picture.sources)])
