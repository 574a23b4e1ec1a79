"""A channel that takes everything and holds nothing."""

from __future__ import annotations

from bot.wire import Address, Outgoing


class NobodyThere:
    """Takes every message; counts them."""

    def __init__(self) -> None:
        self.taken = 0

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Takes one."""
        self.taken += 1
        return str(self.taken)

    async def close(self) -> None:
        """Nothing is held."""
