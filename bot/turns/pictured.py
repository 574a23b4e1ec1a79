"""A card and its pictures: in the card where they are at hand, else brought by one update once they are drawn.

The turn never waits for a drawing: what it commits says what is to come, so it comes whatever happens in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.cards.elements import Card
from bot.cards.pictured import Drawn
from bot.wire import Incoming, Kind, LaterPicture, Outgoing, Reply


@dataclass(frozen=True)
class Pictured:
    """A card of a fagområde (id, or another slug) in a bundle (hash), ``made`` with its pictures or without."""

    bundle: str
    fagomraade: str
    is_drawn: bool
    """True where the pictures are at hand."""
    made: Callable[[Drawn], Card]
    meanwhile: Callable[[], Card] | None = None
    """The card with other pictures, that are at hand, where these are not."""

    @property
    def now(self) -> Card:
        """As it can be shown now, where an update of the same message follows."""
        return self._shown(Drawn.COMES)

    @property
    def alone(self) -> Card:
        """As it can be shown now, where nothing follows: then there is a button for the picture."""
        return self._shown(Drawn.ON_REQUEST)

    def outgoing(self, kind: Kind = Kind.SEND, target: str | None = None) -> Outgoing:
        """The card as a message, or as an update of the message ``target``."""
        return Outgoing(kind, self.now, target=target, later=None if self.is_drawn else self._later)

    def answer(self, incoming: Incoming, live_card: str | None) -> Reply:
        """The card for the one who asked for it.

        The message of a card that was pressed is updated only where nobody else sees another card in it, which may have
        inputs, and where it is not the reflection's own (``live_card``).
        """
        press = incoming.press
        if press is None or not incoming.wants_reply:
            return Reply(outgoing=(self.outgoing(),))
        if incoming.address.kind.is_group or press.card_id in (None, live_card):
            return Reply(self.alone)
        brings = Outgoing(Kind.UPDATE, target=press.card_id, later=self._later)
        return Reply(self.now, () if self.is_drawn else (brings,))

    def _shown(self, otherwise: Drawn) -> Card:
        if self.is_drawn or self.meanwhile is None:
            return self.made(Drawn.AT_HAND if self.is_drawn else otherwise)
        return self.meanwhile()

    @property
    def _later(self) -> LaterPicture:
        without = self.meanwhile() if self.meanwhile else self.made(Drawn.NEVER)
        return LaterPicture(self.bundle, self.fagomraade, self.made(Drawn.AT_HAND), without)
