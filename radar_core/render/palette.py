"""Colours of the radar, as ``#RRGGBB``.

Text has at least 4.5:1 to its own ground and marks at least 3:1, and the ring marks stay apart under every kind of
colour blindness. Colour is never the only carrier: a ring is also a place, a name and a run of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from radar_core.model import Ring

GROUND = "#FFFFFF"
"""The paper."""
TEXT = "#1B1F24"
"""Names, titles, and the digits on light dots."""
MUTED = "#57606A"
"""Subtitle, legend and source line."""
RULE = "#6E7781"
"""Leaders, and lines to write on."""
HAIR = "#C6CCD2"
"""Between the rows of a table; carries no meaning of its own."""
AHEAD, BEHIND = "#005A9C", "#A84300"
"""Own use ahead of and behind the radar: blue and orange stay apart under every kind of colour vision."""
NOTICE_GROUND = "#8F1D14"
"""Behind the notice that the data are made up."""
NOTICE_TEXT = "#FFFFFF"


@dataclass(frozen=True)
class RingColours:
    """One ring: ``mark`` fills a dot under ``on_mark`` digits, ``rim`` outlines it, ``ink`` writes on ``tint``.

    ``on_cell`` writes the ring's short word on ``cell`` in a table of many: only KLAR is strong there, so that the eye
    finds it, and the word is what carries the meaning.
    """

    mark: str
    rim: str
    on_mark: str
    ink: str
    tint: str
    cell: str
    on_cell: str


RINGS: Mapping[Ring, RingColours] = MappingProxyType(
    {
        Ring.KLAR: RingColours("#00735C", "#00735C", "#FFFFFF", "#00594A", "#C9E7DB", "#00735C", "#FFFFFF"),
        Ring.AFPROEV: RingColours("#0B62B0", "#0B62B0", "#FFFFFF", "#0A4A8A", "#D6E6F7", "#8FBCE8", "#06305C"),
        # Yellow alone is too pale against its own tint: the dark rim is what makes it a mark.
        Ring.HOLD_OEJE: RingColours("#F2A900", "#7A5000", "#1B1F24", "#6B4600", "#FDEBC8", "#FDEBC8", "#6B4600"),
        Ring.AFVENT: RingColours("#5A6472", "#5A6472", "#FFFFFF", "#424B57", "#E6E9ED", "#C9CED5", "#2B323B"),
    }
)
