"""botbuilder as its samples have it: ``python -m tests.bench.stock PORT`` serves it on this machine alone."""

from __future__ import annotations

import sys
from typing import Any

from aiohttp import web


class NoCredentials:
    """What switches the SDK's authentication off."""

    APP_ID = ""
    APP_PASSWORD = ""


def echo_bot() -> Any:
    """Says what it hears: one message in, one out."""
    from botbuilder.core import ActivityHandler, TurnContext  # which ours does not load

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    return Echo()


def stock_echo() -> web.Application:
    """``CloudAdapter``, no authentication, one reply."""
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    adapter, echo = CloudAdapter(ConfigurationBotFrameworkAuthentication(NoCredentials())), echo_bot()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, echo) or web.Response(status=201)

    app = web.Application()
    app.add_routes([web.post("/api/messages", messages)])
    return app


if __name__ == "__main__":
    web.run_app(stock_echo(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
