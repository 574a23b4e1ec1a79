"""Microsoft Entra in both directions: whose tokens are let in, and the token the bot carries itself."""

from __future__ import annotations

from botframework.connector.auth import MicrosoftAppCredentials
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials

from bot.channels.connector import AccessToken
from bot.channels.tokens import TokenCheck, allowed_service
from bot.settings import AppType, Settings

__all__ = ["access_token", "allowed_service", "token_check"]


def access_token(settings: Settings) -> AccessToken:
    """Fetches the bot's own token as it is registered; msal keeps it until it runs out."""
    if settings.app_type is AppType.MANAGED_IDENTITY:
        credentials = ManagedIdentityAppCredentials(settings.app_id)
    else:
        secret = settings.app_password.get_secret_value() if settings.app_password else ""
        # Without a tenant the SDK asks the Bot Framework's own, which is what a bot of several tenants needs.
        tenant = settings.tenant_id if settings.app_type is AppType.SINGLE_TENANT else None
        credentials = MicrosoftAppCredentials(settings.app_id, secret, channel_auth_tenant=tenant)
    fetch: AccessToken = credentials.get_access_token
    return fetch


def token_check(settings: Settings) -> TokenCheck:
    """The check of what comes in, for this bot and its tenants."""
    return TokenCheck(settings.app_id or "", settings.tenants)
