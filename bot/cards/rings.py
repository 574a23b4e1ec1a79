"""A radar as real text: its four rings with numbered names, in the order of the picture, each name leading on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.cards.buttons import READ_BELOW, SHOW_TECHNOLOGY
from bot.cards.elements import Element, container, execute, text
from dialogs.texts import technology as told
from radar_core.model import Radar, RadarEntry, Ring
from radar_core.render import Picture

LEADING_ON = 12
"""Names of a ring that each lead to their technology; of more, one is chosen by a button: a press has its weight."""

_STYLES: Mapping[Ring, str] = MappingProxyType(
    # The client chooses the tint; they happen to be the rings' four hues. The name is what says which ring it is.
    {Ring.KLAR: "good", Ring.AFPROEV: "accent", Ring.HOLD_OEJE: "warning", Ring.AFVENT: "emphasis"}
)
_BOUND = "\u00a0"


def rings(radar: Radar, picture: Picture, data: Mapping[str, Any], *, leads_on: bool = True) -> list[Element]:
    """A container for each ring: KLAR as a list, since that is what people act on, the others as running text.

    ``data`` goes along with a press on a name; without ``leads_on`` there is none.
    """
    return [_ring(ring, radar.in_ring(ring), picture, data, leads_on=leads_on) for ring in Ring]


def leading(words: str, entry: RadarEntry, data: Mapping[str, Any]) -> Element:
    """A technology's name in some ``words``, on which a press leads to its card."""
    label = told.READ_ABOUT_ONE.format(name=entry.name)
    press = execute(label, SHOW_TECHNOLOGY, {**data, "t": entry.technology.id}, inputs=False)
    return container([text(f"{words}{_BOUND}›", spacing="None")], selectAction=press, spacing="Small")


def read_about(data: Mapping[str, Any], *, below: bool = False) -> Element:
    """The button to choose a technology by: in place of the card, or ``below`` it where the card has inputs to keep."""
    return execute(told.READ_ABOUT, READ_BELOW if below else SHOW_TECHNOLOGY, data, inputs=False)


def _ring(
    ring: Ring, entries: Sequence[RadarEntry], picture: Picture, data: Mapping[str, Any], *, leads_on: bool
) -> Element:
    count = picture.count(len(entries)) if entries else picture.nothing
    heading = text(f"**{ring.value}** ({count})" if entries else f"**{ring.value}:** {count}", spacing="None")
    if ring is not Ring.KLAR:
        named = f"{_BOUND}· ".join(map(_bound, entries))
        return container([heading, text(named, spacing="None") if named else None], style=_STYLES[ring])
    each_leads = leads_on and len(entries) <= LEADING_ON
    lines = [
        leading(_bound(entry), entry, data) if each_leads else text(_bound(entry), spacing="None") for entry in entries
    ]
    return container([heading, *lines], style=_STYLES[ring])


def _bound(entry: RadarEntry) -> str:
    """The number, and the name that no line parts from it."""
    return f"**{entry.number}**{_BOUND}{entry.name}"
