"""The doorkeepers: local mode lets in this machine alone; production lets in who carries a token."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.channels.activities import Activity
from bot.channels.tokens import Claims, Forbidden, TokenCheck, Unauthorized
from bot.settings import is_loopback, is_loopback_url
from bot.web.messages import NotAdmitted

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


class LocalDoor:
    """No tokens: callers are on this machine (see ``loopback_only``), and answers may go nowhere else."""

    async def admit(self, headers: Mapping[str, str]) -> object:
        """Everyone who got this far."""
        return None

    def permits(self, caller: object, activity: Activity) -> None:
        """Only what is answered on this machine. Raises ``NotAdmitted``."""
        if activity.serviceUrl is not None and not is_loopback_url(activity.serviceUrl):
            raise NotAdmitted(403)


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses whatever a proxy passed on, and pages of other sites that reach for this machine (DNS rebinding)."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if not is_loopback(host) or not is_loopback(request.remote or ""):
        raise web.HTTPForbidden
    if any(name in request.headers for name in FORWARDED):
        raise web.HTTPForbidden
    origin = request.headers.get("Origin")
    if origin and not is_loopback_url(origin):
        raise web.HTTPForbidden
    return await handler(request)


class TokenDoor:
    """Bot Framework tokens: checked before the body is read, and again against what it says."""

    def __init__(self, check: TokenCheck) -> None:
        self._check = check

    async def admit(self, headers: Mapping[str, str]) -> object:
        """The caller's claims. Raises ``NotAdmitted``."""
        try:
            return await self._check.authenticate(headers.get("Authorization"))
        except Unauthorized as refused:
            log.warning("a caller was refused: %s", refused)
            raise NotAdmitted(401) from None

    def permits(self, caller: object, activity: Activity) -> None:
        """Whether these claims cover this activity. Raises ``NotAdmitted``."""
        if not isinstance(caller, Claims):
            raise NotAdmitted(401)
        try:
            self._check.permits(
                caller,
                channel_id=activity.channelId or "",
                service_url=activity.serviceUrl or "",
                tenant=activity.tenant,
            )
        except Forbidden as refused:
            log.warning("a caller was refused: %s", refused)
            raise NotAdmitted(403) from None
