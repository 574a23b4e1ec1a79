"""Microsoft Entra in both directions: whose tokens are let in, and the token the bot carries itself, by msal."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import msal
import requests

from bot.channels.own_token import TOKEN_WITHIN, AccessToken, Token
from bot.channels.tokens import TokenCheck, allowed_service
from bot.settings import AppType, Settings

__all__ = ["access_token", "allowed_service", "token_check"]

LOGIN = "https://login.microsoftonline.com"

OF_SEVERAL_TENANTS = "botframework.com"
"""The Bot Framework's own tenant, which a bot of several tenants asks."""

RESOURCE = "https://api.botframework.com"
"""What the token is for: the Bot Connector."""


def access_token(settings: Settings) -> AccessToken:
    """Fetches the bot's own token as it is registered, and raises ``PermissionError`` where Entra refuses.

    Nothing is asked of the network before the first fetch.
    """
    ask = _managed_identity(settings) if settings.app_type is AppType.MANAGED_IDENTITY else _client_secret(settings)
    return lambda: _token(ask())


def token_check(settings: Settings) -> TokenCheck:
    """The check of what comes in, for this bot and its tenants."""
    return TokenCheck(settings.app_id or "", settings.tenants)


def _client_secret(settings: Settings) -> Callable[[], Any]:
    tenant = settings.tenant_id if settings.app_type is AppType.SINGLE_TENANT else OF_SEVERAL_TENANTS

    @functools.cache
    def client() -> Any:
        return msal.ConfidentialClientApplication(
            settings.app_id,
            client_credential=settings.app_password.get_secret_value() if settings.app_password else "",
            authority=f"{LOGIN}/{tenant}",
            timeout=TOKEN_WITHIN,
        )

    return lambda: client().acquire_token_for_client(scopes=[f"{RESOURCE}/.default"])


def _managed_identity(settings: Settings) -> Callable[[], Any]:
    @functools.cache
    def client() -> Any:
        http = requests.Session()
        # A thread that waits for ever would be one fewer for everybody else; msal limits its own calls the same way.
        http.request = functools.partial(http.request, timeout=TOKEN_WITHIN)
        return msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=settings.app_id), http_client=http)

    return lambda: client().acquire_token_for_client(resource=RESOURCE)


def _token(answer: dict[str, Any]) -> Token:
    if "access_token" not in answer:
        raise PermissionError(f"{answer.get('error')}: {answer.get('error_description')}")
    return Token(answer["access_token"], float(answer.get("expires_in", 0)))
