"""Which ways to Teams the bot under test goes: the usual one, or the one ``TR_TEST_CHANNEL`` names.

Without it, one walk of every story, and one in the browser, go the other ways too; ``make soak`` runs all over REST.
"""

from __future__ import annotations

import os

from bot.settings import TeamsBy

_NAMED = os.environ.get("TR_TEST_CHANNEL")

WAY = TeamsBy(_NAMED or TeamsBy.BOTBUILDER)
"""How every test goes that does not say otherwise."""

WAYS = (WAY,) if _NAMED else (WAY, *(by for by in TeamsBy if by is not WAY))
"""How those go that go each way; ``WAY`` first."""
