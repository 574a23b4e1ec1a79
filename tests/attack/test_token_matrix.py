"""Who gets a word in: every way a token can be wrong, with real keys from a key server on this machine.

Each case ends in 200, 401 or 403. Anything else, an exception above all, is a failure.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.signing_keys import PAUSE, SigningKey, SigningKeys
from bot.channels.tokens import LEEWAY, SERVICE_HOSTS, Forbidden, TokenCheck, TokenError, Unauthorized, allowed_service
from tests.fakes.openid import APP_ID, ISSUER, SERVICE_URL, TENANT, OpenId, private_key

OTHER_TENANT = "99999999-8888-7777-6666-555555555555"
HOUR = 3600


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def check(openid: OpenId, clock: Clock) -> AsyncIterator[TokenCheck]:
    keys = SigningKeys(openid.url, time_limit=30, max_bytes=20_000, clock=clock)
    token_check = TokenCheck(APP_ID, frozenset({TENANT}), keys=keys)
    yield token_check
    await token_check.close()


async def status(check: TokenCheck, authorization: str | None, **activity: Any) -> int:
    """What the caller would see, by both steps."""
    said = {"channel_id": "msteams", "service_url": SERVICE_URL, "tenant": TENANT, **activity}
    try:
        check.permits(await check.authenticate(authorization), **said)
    except TokenError as refused:
        assert refused.status == (401 if isinstance(refused, Unauthorized) else 403)
        return refused.status
    return 200


def encoded(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forged(openid: OpenId, header: Any, signature: str | None = None) -> str:
    """A good token whose header is another, under its old signature or none of its own."""
    _, payload, good_signature = openid.token().split(".")
    return f"Bearer {encoded(header)}.{payload}.{good_signature if signature is None else signature}"


def with_the_public_key_as_secret(openid: OpenId) -> str:
    """The old confusion: what everybody knows, used as the shared secret of HS256."""
    public = private_key("kid-1").public_key()
    secret = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = f"{encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': 'kid-1'})}.{openid.token().split('.')[1]}"
    return f"Bearer {signed}.{encoded(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def altered(openid: OpenId) -> str:
    """A good token for another bot, its audience changed to ours under the old signature."""
    header, _, signature = openid.token(aud="another-bot").split(".")
    return f"Bearer {header}.{openid.token().split('.')[1]}.{signature}"


def ago(seconds: float) -> int:
    return int(time.time() - seconds)


UNAUTHENTICATED: dict[str, Callable[[OpenId], str | None]] = {
    "no header": lambda o: None,
    "an empty header": lambda o: "",
    "blank": lambda o: " ",
    "the word Bearer alone": lambda o: "Bearer",
    "Bearer and nothing": lambda o: "Bearer ",
    "another scheme": lambda o: f"Basic {o.token()}",
    "no scheme": lambda o: o.token(),
    "two tokens": lambda o: f"Bearer {o.token()} {o.token()}",
    "something behind it": lambda o: f"{o.bearer()}, Basic eDp5",
    "a line break behind it": lambda o: f"{o.bearer()}\n",
    "junk": lambda o: "Bearer junk",
    "three parts of junk": lambda o: "Bearer a.b.c",
    "empty parts": lambda o: "Bearer ...",
    "two parts": lambda o: f"Bearer {o.token().rsplit('.', 1)[0]}",
    "four parts": lambda o: f"{o.bearer()}.eA",
    "not ASCII": lambda o: "Bearer æ.ø.å",
    "lone surrogates": lambda o: "Bearer \udce6.\udcf8.\udce5",
    "a NUL": lambda o: f"Bearer {o.token()}\0",
    "megabytes": lambda o: f"Bearer {'a' * 1_000_000}.b.c",
    "a good token, too long": lambda o: o.bearer(padding="x" * 9_000),
    "expired": lambda o: o.bearer(exp=ago(LEEWAY + 60)),
    "not valid yet": lambda o: o.bearer(nbf=ago(-LEEWAY - 60)),
    "no exp": lambda o: o.bearer(without=("exp",)),
    "no nbf": lambda o: o.bearer(without=("nbf",)),
    "no iss": lambda o: o.bearer(without=("iss",)),
    "no aud": lambda o: o.bearer(without=("aud",)),
    "exp is null": lambda o: o.bearer(exp=None),
    "exp is text": lambda o: o.bearer(exp="9999999999"),
    "nbf is a list": lambda o: o.bearer(nbf=[0]),
    "exp is no number": lambda o: o.bearer(exp=float("nan")),
    "nbf is beyond all floats": lambda o: o.bearer(nbf=10**400),
    "for another bot": lambda o: o.bearer(aud=OTHER_TENANT),
    "for this bot among others": lambda o: o.bearer(aud=[APP_ID, "another-bot"]),
    "for nobody": lambda o: o.bearer(aud=""),
    "from another issuer": lambda o: o.bearer(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
    "from an issuer that begins alike": lambda o: o.bearer(iss="https://api.botframework.com.evil.example"),
    "alg none, unsigned": lambda o: o.bearer(alg="none"),
    "alg none over a real signature": lambda o: forged(o, {"alg": "none", "kid": "kid-1"}),
    "alg None in other letters": lambda o: forged(o, {"alg": "nOnE", "kid": "kid-1"}),
    "HS256 with the public key as secret": with_the_public_key_as_secret,
    "RS512 with the right key": lambda o: o.bearer(alg="RS512"),
    "PS256 with the right key": lambda o: o.bearer(alg="PS256"),
    "no alg": lambda o: forged(o, {"kid": "kid-1"}),
    "alg is a list": lambda o: forged(o, {"alg": ["RS256"], "kid": "kid-1"}),
    "signed by another key under our id": lambda o: o.bearer(key=private_key("stranger")),
    "a claim changed after signing": altered,
    "signature cut short": lambda o: o.bearer()[:-4],
    "unknown key id": lambda o: o.bearer(kid="unknown"),
    "no key id": lambda o: o.bearer(kid=None),
    "key id is a number": lambda o: forged(o, {"alg": "RS256", "kid": 1}),
    "key id is null": lambda o: forged(o, {"alg": "RS256", "kid": None}),
    "key id is a path": lambda o: o.bearer(key=private_key("kid-1"), kid="../../kid-1"),
    "its own key in the header": lambda o: o.bearer(
        key=private_key("stranger"), kid="stranger", headers={"jku": "https://evil.example/keys", "jwk": {"kty": "RSA"}}
    ),
    "an extension nobody knows": lambda o: o.bearer(headers={"crit": ["exp2"], "exp2": 1}),
    "a header of nested lists": lambda o: f"Bearer {encoded(b'[' * 4_000)}.e30.eA",
    "a header that is a list": lambda o: forged(o, ["RS256"]),
    "a header that is not UTF-8": lambda o: forged(o, b"\xff\xfe"),
}


@pytest.mark.parametrize("case", UNAUTHENTICATED)
async def test_refused_with_401(openid: OpenId, check: TokenCheck, case: str) -> None:
    assert await status(check, UNAUTHENTICATED[case](openid)) == 401


FORBIDDEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # what is different in the token, and in the activity
    "another tenant": ({}, {"tenant": OTHER_TENANT}),
    "no tenant": ({}, {"tenant": None}),
    "an empty tenant": ({}, {"tenant": ""}),
    "a tenant that begins alike": ({}, {"tenant": TENANT + "0"}),
    "another address than the token's": ({}, {"service_url": "https://smba.trafficmanager.net/amer/"}),
    "another host on the list than the token's": (
        {},
        {"service_url": "https://smba.infra.gcc.teams.microsoft.com/emea/"},
    ),
    "another host than the token's": ({}, {"service_url": "https://evil.example/emea/"}),
    "no address": ({}, {"service_url": ""}),
    "no address in the token": ({"serviceurl": None}, {}),
    "no address anywhere": ({"serviceurl": ""}, {"service_url": ""}),
    "an address in the token that is a list": ({"serviceurl": [SERVICE_URL]}, {}),
    "a channel the key does not vouch for": ({}, {"channel_id": "webchat"}),
    "a channel in other letters": ({}, {"channel_id": "MSTEAMS"}),
    "no channel": ({}, {"channel_id": ""}),
}


@pytest.mark.parametrize("case", FORBIDDEN)
async def test_refused_with_403(openid: OpenId, check: TokenCheck, case: str) -> None:
    token, activity = FORBIDDEN[case]
    assert await status(check, openid.bearer(**token), **activity) == 403


FOREIGN_ADDRESSES = [
    "http://smba.trafficmanager.net/emea/",
    "ftp://smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
    "https://",
    "https:///emea",
    "https://evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evilsmba.trafficmanager.net/",
    "https://evil.trafficmanager.net/",
    "https://trafficmanager.net/",
    "https://x.smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net:443@evil.example/",
    "https://user@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://evil.example\\.smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net/",
    "https://smba.trafficmanager.net?@evil.example/",
    "https://smba.trafficmanager.net/#x",
    "https://smba.trafficmanager.net%2eevil.example/",
    "https://smba.traff\u0131cmanager.net/",
    "https://smba\u3002trafficmanager.net/",
    "https://smba.trafficmanager.net/\n",
    "https://smba.traffic\tmanager.net/",
    " https://smba.trafficmanager.net/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://webchat.botframework.com/",
    "https://smba.infra.gov.teams.microsoft.us/gcch/",
]


@pytest.mark.parametrize("address", FOREIGN_ADDRESSES)
async def test_no_address_but_teams_own_is_answered_even_if_the_token_names_it(
    openid: OpenId, check: TokenCheck, address: str
) -> None:
    assert await status(check, openid.bearer(serviceurl=address), service_url=address) == 403
    assert not allowed_service(address)


ACCEPTED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as Teams sends it": ({}, {}),
    "times with decimals": ({"exp": time.time() + HOUR + 0.5}, {}),
    "last slash left out": ({}, {"service_url": SERVICE_URL.rstrip("/")}),
    "last slash only in the activity": ({"serviceurl": SERVICE_URL.rstrip("/")}, {}),
    "host in capitals": ({}, {"service_url": SERVICE_URL.replace("smba", "SMBA")}),
    "port named": ({}, {"service_url": SERVICE_URL.replace(".net/", ".net:443/")}),
    "tenant in capitals": ({}, {"tenant": TENANT.upper()}),
    "the key's other channel": ({}, {"channel_id": "skype"}),
    "an address with the tenant in it": (
        {"serviceurl": f"{SERVICE_URL}{TENANT}/"},
        {"service_url": f"{SERVICE_URL}{TENANT}/"},
    ),
}


@pytest.mark.parametrize("case", ACCEPTED)
async def test_accepted(openid: OpenId, check: TokenCheck, case: str) -> None:
    token, activity = ACCEPTED[case]
    assert await status(check, openid.bearer(**token), **activity) == 200


@pytest.mark.parametrize("host", sorted(SERVICE_HOSTS))
async def test_every_host_on_the_list_is_answered(openid: OpenId, check: TokenCheck, host: str) -> None:
    address = f"https://{host}/teams/"
    assert await status(check, openid.bearer(serviceurl=address), service_url=address) == 200
    assert allowed_service(address)


async def test_the_scheme_may_be_in_any_letters(openid: OpenId, check: TokenCheck) -> None:
    assert await status(check, f"bEARER {openid.token()}") == 200


async def test_without_a_list_of_tenants_any_may_speak_but_none_namelessly(openid: OpenId) -> None:
    check = TokenCheck(APP_ID, frozenset(), keys=SigningKeys(openid.url))
    try:
        assert await status(check, openid.bearer(), tenant=OTHER_TENANT) == 200
        assert await status(check, openid.bearer(), tenant=None) == 403
    finally:
        await check.close()


@pytest.mark.parametrize("endorsements", [["webchat", "directline"], ["msteams-canary"], ["MSTEAMS"], [""]], ids=str)
async def test_a_key_that_does_not_vouch_for_teams_is_forbidden(
    openid: OpenId, check: TokenCheck, endorsements: list[str]
) -> None:
    openid.publish("kid-1", endorsements=endorsements)
    assert await status(check, openid.bearer()) == 403


async def test_a_key_without_endorsements_vouches_for_nothing(openid: OpenId, check: TokenCheck) -> None:
    del openid.keys[0]["endorsements"]
    assert await status(check, openid.bearer()) == 403
    assert await status(check, openid.bearer(), channel_id="") == 403


@pytest.mark.parametrize(("seconds", "expected"), [(LEEWAY - 1, 200), (LEEWAY, 401)])
async def test_a_token_runs_out_exactly_at_the_leeway(openid: OpenId, seconds: float, expected: int) -> None:
    check = TokenCheck(APP_ID, frozenset({TENANT}), keys=SigningKeys(openid.url), now=lambda: 5_000.0 + seconds)
    try:
        assert await status(check, openid.bearer(nbf=1_000, exp=5_000)) == expected
    finally:
        await check.close()


@pytest.mark.parametrize(("seconds", "expected"), [(LEEWAY, 200), (LEEWAY + 1, 401)])
async def test_a_token_begins_exactly_at_the_leeway(openid: OpenId, seconds: float, expected: int) -> None:
    check = TokenCheck(APP_ID, frozenset({TENANT}), keys=SigningKeys(openid.url), now=lambda: 5_000.0 - seconds)
    try:
        assert await status(check, openid.bearer(nbf=5_000, exp=9_000)) == expected
    finally:
        await check.close()


async def test_a_rotated_key_is_accepted_within_a_minute(openid: OpenId, check: TokenCheck, clock: Clock) -> None:
    assert await status(check, openid.bearer()) == 200
    openid.publish("kid-2")
    clock.seconds += PAUSE
    assert await status(check, openid.bearer(kid="kid-2")) == 200
    assert await status(check, openid.bearer(kid="kid-1")) == 401
    assert openid.fetches == 2


async def test_unknown_key_ids_within_a_minute_cause_no_further_fetch(
    openid: OpenId, check: TokenCheck, clock: Clock
) -> None:
    assert await status(check, openid.bearer()) == 200
    clock.seconds += PAUSE
    assert await status(check, openid.bearer(kid="unknown-1")) == 401
    clock.seconds += PAUSE - 1
    assert await status(check, openid.bearer(kid="unknown-2")) == 401
    assert openid.fetches == 2


async def test_fifty_unknown_key_ids_at_once_cause_one_fetch(openid: OpenId, check: TokenCheck, clock: Clock) -> None:
    assert await status(check, openid.bearer()) == 200
    clock.seconds += PAUSE
    headers = [openid.bearer(kid=f"unknown-{n}", key=private_key("stranger")) for n in range(50)]
    assert set(await asyncio.gather(*(status(check, header) for header in headers))) == {401}
    assert openid.fetches == 2


async def test_a_token_that_is_not_rs256_causes_no_fetch(openid: OpenId, check: TokenCheck) -> None:
    assert await status(check, openid.bearer(alg="RS512")) == 401
    assert await status(check, "Bearer a.b.c") == 401
    assert openid.fetches == 0


async def test_the_key_server_down_with_keys_at_hand_changes_nothing(
    openid: OpenId, check: TokenCheck, clock: Clock
) -> None:
    assert await status(check, openid.bearer()) == 200
    await openid.stop()
    clock.seconds += 7 * 24 * HOUR
    assert await status(check, openid.bearer()) == 200
    assert await status(check, openid.bearer(kid="kid-2")) == 401


async def test_the_key_server_down_from_the_start_lets_nobody_in(openid: OpenId, check: TokenCheck) -> None:
    await openid.stop()
    assert await status(check, openid.bearer()) == 401


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"padding": 20_000}, {"keys": []}, {"jwks_uri": "http://evil.example/"}]
)
async def test_a_faulty_key_server_lets_nobody_in(openid: OpenId, check: TokenCheck, fault: dict[str, Any]) -> None:
    for name, value in fault.items():
        setattr(openid, name, value)
    assert await status(check, openid.bearer()) == 401


async def test_a_slow_key_server_holds_nobody_beyond_the_time_limit(openid: OpenId) -> None:
    openid.open.clear()
    check = TokenCheck(APP_ID, frozenset({TENANT}), keys=SigningKeys(openid.url, time_limit=0.05))
    try:
        async with asyncio.timeout(30):
            assert await status(check, openid.bearer()) == 401
    finally:
        await check.close()


def test_a_check_without_an_app_id_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="app id"):
        TokenCheck("", frozenset({TENANT}))


@pytest.mark.parametrize("case", UNAUTHENTICATED)
async def test_no_refusal_repeats_the_token(openid: OpenId, check: TokenCheck, case: str) -> None:
    header = UNAUTHENTICATED[case](openid) or ""
    with pytest.raises(Unauthorized) as refused:
        await check.authenticate(header)
    assert refused.value.__cause__ is None
    assert not any(part in str(refused.value) for part in header.replace(".", " ").split() if len(part) > 6)


async def test_no_403_repeats_the_token_or_the_activity(openid: OpenId, check: TokenCheck) -> None:
    claims = await check.authenticate(openid.bearer())
    with pytest.raises(Forbidden) as refused:
        check.permits(claims, channel_id="msteams", service_url="https://evil.example/", tenant=TENANT)
    assert "evil" not in str(refused.value)


class OneKey(SigningKeys):
    """Answers every id with the same key, so that whatever comes in is read to the end."""

    async def find(self, kid: str) -> SigningKey:
        return SigningKey(private_key("kid-1").public_key(), frozenset({"msteams"}))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_part = st.binary(max_size=60).map(encoded) | _json.map(encoded) | st.from_regex(r"[\w=+/-]{0,40}", fullmatch=True)
_headers = st.text() | st.builds(lambda *parts: "Bearer " + ".".join(parts), _part, _part, _part)


_header = st.fixed_dictionaries(
    {"alg": st.just("RS256"), "kid": st.just("kid-1")}, optional={"b64": _json, "crit": _json}
)
_claims = st.fixed_dictionaries(
    {"iss": st.just(ISSUER) | _json, "aud": st.just(APP_ID) | _json},
    optional={"exp": _json, "nbf": _json, "iat": _json, "sub": _json, "jti": _json},
)


def refuse(authorization: str) -> None:
    check = TokenCheck(APP_ID, frozenset(), keys=OneKey())
    with pytest.raises(Unauthorized):
        asyncio.run(check.authenticate(authorization))


@given(_headers)
def test_no_header_of_any_kind_raises_anything_but_unauthorized(authorization: str) -> None:
    refuse(authorization)


@given(_header, _part | _claims.map(encoded))
def test_nothing_that_is_truly_signed_raises_anything_but_unauthorized(header: dict[str, Any], payload: str) -> None:
    signed = f"{encoded(header)}.{payload}"
    signature = private_key("kid-1").sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    check = TokenCheck(APP_ID, frozenset(), keys=OneKey())
    with contextlib.suppress(Unauthorized):  # with times drawn that hold just now it is a good token
        asyncio.run(check.authenticate(f"Bearer {signed}.{encoded(signature)}"))


@given(st.text() | st.from_regex(r"https://[\w.:@\\/?#%-]*", fullmatch=True))
def test_no_text_that_should_be_an_address_is_allowed_or_raises(address: str) -> None:
    assert not allowed_service(address)
