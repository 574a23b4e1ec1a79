"""What msal asks Entra for as each sort of app, seen where its requests leave for the network."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.channels.entra import access_token
from bot.channels.own_token import TOKEN_WITHIN, Token
from bot.settings import AppType, Settings

APP, TENANT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
GIVEN: dict[str, Any] = {"access_token": "given", "token_type": "Bearer", "expires_in": 3599}
REFUSED = {"error": "invalid_client", "error_description": "AADSTS7000215: made up"}


class Entra:
    """Stands where the network begins: answers as Entra and the machine's own identity service do."""

    def __init__(self) -> None:
        self.answer = GIVEN
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        """Host and path of each request for a token, and what it said."""
        self.limits: set[Any] = set()

    def send(self, _: object, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        url = urlsplit(request.url or "")
        self.limits.add(options.get("timeout"))
        if "openid-configuration" in url.path:
            tenant = f"https://login.microsoftonline.com/{url.path.split('/')[1]}"
            names = ("issuer", "authorization_endpoint", "token_endpoint")
            body: dict[str, Any] = {name: f"{tenant}/oauth2/v2.0/{name}" for name in names}
        elif "discovery" in url.path:
            body = {"metadata": []}
        else:
            said = request.body if isinstance(request.body, str) else url.query
            self.asked.append((f"{url.netloc}{url.path}", parse_qs(said)))
            body = self.answer
        response = requests.Response()
        response.status_code, response._content = 200, json.dumps(body).encode()
        return response


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch) -> Entra:
    """Nothing leaves this process."""
    entra = Entra()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *a, **k: entra.send(*a, **k))
    return entra


def settings(app_type: AppType) -> Settings:
    return Settings(app_type=app_type, app_id=APP, app_password="made-up", tenant_id=TENANT)


@pytest.mark.parametrize(
    ("app_type", "tenant"), [(AppType.SINGLE_TENANT, TENANT), (AppType.MULTI_TENANT, "botframework.com")]
)
def test_an_app_with_a_secret_asks_its_tenant_or_the_bot_frameworks_for_the_connector(
    entra: Entra, app_type: AppType, tenant: str
) -> None:
    fetch = access_token(settings(app_type))
    assert entra.asked == [], "nothing is asked before it is needed"
    assert fetch() == Token("given", 3599.0)
    [(where, said)] = entra.asked
    assert where == f"login.microsoftonline.com/{tenant}/oauth2/v2.0/token_endpoint"
    assert said["scope"] == ["https://api.botframework.com/.default"]
    assert said["grant_type"] == ["client_credentials"]
    assert entra.limits == {TOKEN_WITHIN}


def test_a_managed_identity_asks_its_own_machine_for_the_connector(
    entra: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT", "MSI_SECRET"):
        monkeypatch.delenv(name, raising=False)
    assert access_token(settings(AppType.MANAGED_IDENTITY))() == Token("given", 3599.0)
    [(where, said)] = entra.asked
    assert where == "169.254.169.254/metadata/identity/oauth2/token"
    assert said["resource"] == ["https://api.botframework.com"]
    assert said["client_id"] == [APP]
    assert entra.limits == {TOKEN_WITHIN}


@pytest.mark.parametrize("app_type", AppType)
def test_a_refusal_says_what_entra_says_and_nothing_of_the_secret(entra: Entra, app_type: AppType) -> None:
    entra.answer = REFUSED
    with pytest.raises(PermissionError) as refused:
        access_token(settings(app_type))()
    assert "invalid_client" in str(refused.value)
    assert "made-up" not in str(refused.value)
