"""Pictures on cards, and what stands on a card in place of one that is not drawn yet."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from bot.cards.elements import Element, image
from dialogs.texts import common as texts
from radar_core.model import Bundle, Radar
from radar_core.render import Overview, Picture, TechnologyPicture, View, alt_text, parts


class Drawn(Enum):
    """Whether a card has its pictures, and what it says of them where it has not."""

    AT_HAND = "at hand"
    COMES = "comes"
    """An update brings them, and would erase what somebody types: the card leads to no inputs until then."""
    ON_REQUEST = "on request"
    """No update can come, so there is a button for them."""
    NEVER = "never"
    """They could not be drawn."""


NOT_DRAWN = {
    Drawn.COMES: texts.NO_PICTURE,
    Drawn.ON_REQUEST: texts.NO_PICTURE_YET,
    Drawn.NEVER: texts.PICTURE_FAILED,
}
"""What is said where the picture would stand."""


class PictureAddress(Protocol):
    """(what is shown, "png" or "svg", page, view, since) to the public address of its picture."""

    def __call__(
        self,
        shown: Radar | TechnologyPicture | Overview,
        fmt: str,
        page: int = 1,
        view: View = "radar",
        since: Bundle | None = None,
        /,
    ) -> str:
        """The address; ``page`` counts from 1. What has moved since a bundle is marked, where one is given."""
        ...


def circles(radar: Radar, address: PictureAddress, picture: Picture, since: Bundle | None = None) -> list[Element]:
    """The circle, or as many as it takes to number every technology; the alt text of the first tells them all."""
    pages = enumerate(parts(picture), start=1)
    several = [image(address(radar, "png", page, "chat", since), part.title) for page, part in pages]
    return [{**several[0], "altText": alt_text(picture)}, *several[1:]]
