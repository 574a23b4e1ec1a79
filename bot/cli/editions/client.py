"""A bot's HTTP interface for editions as the editor's commands use it: see what is live, push, activate, wait."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import CommandError
from bot.settings import is_loopback_url
from radar_core.editions.bundle import MAX_BUNDLE_BYTES, bundle_hash
from radar_core.files.text import INVISIBLE
from radar_core.spelling import quote

T = TypeVar("T")

WITHIN = 90.0
"""Seconds an answer may take: an edition's pictures are drawn before it goes live."""
CONNECTED_WITHIN = 10.0
FOLLOWED_WITHIN = 30.0
"""Seconds every process of the bot is given to follow."""
_LOOK = 0.5
_LARGEST_ANSWER = 2 * MAX_BUNDLE_BYTES


class Unreachable(CommandError):
    """The bot cannot be asked, or does not answer as it should; ``str()`` is a Danish sentence."""


class Nack(CommandError):
    """The bot refused what was sent; ``str()`` is the step and every reason, in Danish."""

    def __init__(self, step: str, reasons: list[str]) -> None:
        self.step, self.reasons = _clean(step), tuple(map(_clean, reasons))
        super().__init__("\n".join([f"Afvist (NACK) ved kontrollen »{self.step}«:", *self.reasons]))


class NoSuchBundle(CommandError):
    """No bundle, or more than one, is called that; ``str()`` is a Danish sentence."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Live(_Answer):
    """What is live."""

    edition: str
    hash: str
    serial: int
    """0 before the first activation."""


class Process(_Answer):
    """A process of the bot, and the serial it serves."""

    process: str
    serial: int
    at: dt.datetime


class Pushed(_Answer):
    """A bundle that can be activated."""

    hash: str
    name: str
    key: str
    at: dt.datetime
    been_live: bool


class Event(_Answer):
    """One line of the history."""

    at: dt.datetime
    what: str
    about: str
    serial: int | None
    key: str
    result: str
    reasons: tuple[str, ...]
    note: str = ""


class State(_Answer):
    """The answer of ``GET /api/editions``."""

    live: Live
    processes: tuple[Process, ...]
    bundles: tuple[Pushed, ...]
    history: tuple[Event, ...]
    """Newest first."""
    keys: tuple[str, ...] | None = None
    """Ids of the keys whose signature is taken; None where the bot is of a release that does not tell."""

    @property
    def live_name(self) -> str:
        """What people call the live bundle; the edition's id where it came with the bot."""
        return next((b.name for b in self.bundles if b.hash == self.live.hash), self.live.edition)

    def find(self, text: str, shortest: int) -> Pushed:
        """The bundle with the name, or with a hash that begins so with at least ``shortest`` digits. Raises
        ``NoSuchBundle``."""
        wanted = text.strip().lower()
        is_hash = len(wanted) >= shortest
        found = [b for b in self.bundles if b.name == wanted or (is_hash and b.hash.startswith(wanted))]
        if len(found) != 1:
            names = ", ".join(bundle.name for bundle in found or self.bundles) or "ingen"
            which = "passer på flere udgaver" if found else "er ikke blandt de udgaver, botten har"
            raise NoSuchBundle(f"{quote(text)} {which}: {names}. Skriv udgavens navn eller mere af dens SHA-256.")
        return found[0]

    @property
    def is_swapping(self) -> bool:
        """A process serves a later serial than the one that answered: what it says is live is so no longer."""
        return any(process.serial > self.live.serial for process in self.processes)

    def behind(self, serial: int) -> tuple[Process, ...]:
        """The processes that do not serve the serial yet, or a later one."""
        return tuple(process for process in self.processes if process.serial < serial)


class Ack(_Answer):
    """The bot took what was sent."""

    name: str
    hash: str
    serial: int | None
    repeat: bool


@dataclass(frozen=True)
class EditionServer:
    """One bot. Every method raises ``Unreachable``; https, or http to this machine alone."""

    url: str
    within: float = WITHIN
    followed_within: float = FOLLOWED_WITHIN
    _base: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_base", _checked(self.url))

    def state(self) -> State:
        """What is live, in which processes, what there is to activate, and what happened."""
        return asyncio.run(self._state())

    def content(self, sha256: str) -> bytes | None:
        """The bytes of a bundle file that is or was live; None where the bot has no such file."""

        async def work() -> bytes | None:
            status, body = await self._ask("GET", f"/api/editions/{sha256}")
            if status == 404:
                return None
            if status != 200 or bundle_hash(body) != sha256:
                raise self._not_understood(status)
            return body

        return asyncio.run(work())

    def push(self, envelope: bytes, sha256: str) -> Ack:
        """Sends a signed bundle file whose content has the hash. Raises ``Nack``."""
        return asyncio.run(self._send("PUT", f"/api/editions/{sha256}", envelope))

    def activate(self, envelope: bytes) -> Ack:
        """Sends a signed activation. Raises ``Nack``."""
        return asyncio.run(self._send("POST", "/api/activations", envelope))

    def followed(self, serial: int) -> State:
        """Waits until every process serves the serial, or ``followed_within`` has passed; the last that was seen."""

        async def work() -> State:
            deadline = time.monotonic() + self.followed_within
            while True:
                is_last = time.monotonic() >= deadline
                try:
                    state = await self._state()
                except Unreachable:
                    if is_last:
                        raise
                else:
                    if is_last or (state.processes and not state.behind(serial)):
                        return state
                await asyncio.sleep(_LOOK)

        return asyncio.run(work())

    async def _state(self) -> State:
        status, body = await self._ask("GET", "/api/editions")
        return self._read(State.model_validate_json, body, status)

    async def _send(self, method: str, path: str, envelope: bytes) -> Ack:
        status, body = await self._ask(method, path, envelope)
        if status == 200:
            return self._read(Ack.model_validate_json, body, status)
        nack = self._read(_NackAnswer.model_validate_json, body, status)
        raise Nack(nack.step, list(nack.reasons))

    async def _ask(self, method: str, path: str, data: bytes | None = None) -> tuple[int, bytes]:
        """Status and body; a redirection is not followed."""
        timeout = aiohttp.ClientTimeout(total=self.within, connect=CONNECTED_WITHIN)
        # A proxy of the house stands between here and the world, never between here and this machine.
        is_abroad = self._base.startswith("https:")
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=is_abroad) as session,
                session.request(method, self._base + path, data=data, allow_redirects=False) as answer,
            ):
                body = bytearray()
                async for piece in answer.content.iter_chunked(65_536):
                    body += piece
                    if len(body) > _LARGEST_ANSWER:
                        raise self._not_understood(answer.status)
                status = answer.status
        except TimeoutError:
            raise Unreachable(
                f"{self.url} svarede ikke i tide. Prøv igen om lidt, og se først med »editions list«, om det lykkedes."
            ) from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(f"{self.url} har ikke et gyldigt certifikat, så der er ikke sendt noget.") from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise Unreachable(
                f"Der er ingen forbindelse til {self.url}. Er adressen rigtig, og kører botten?"
            ) from None
        if status in (429, 502, 503, 504):
            raise Unreachable(f"{self.url} har travlt eller er ved at starte. Prøv igen om lidt.")
        return status, bytes(body)

    def _read(self, read: Callable[[bytes], T], body: bytes, status: int) -> T:
        try:
            return read(body)
        except ValidationError:
            raise self._not_understood(status) from None

    def _not_understood(self, status: int) -> Unreachable:
        return Unreachable(
            f"{self.url} svarede ikke, som en Teknologiradar-bot gør (svarkode {status}). Er adressen rigtig?"
        )


class _NackAnswer(_Answer):
    step: str
    reasons: tuple[str, ...]


def _checked(url: str) -> str:
    """The address that paths are put behind. Raises ``Unreachable`` for one that nothing may be sent to."""
    try:
        parts = urlsplit(url)
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
        is_https = parts.scheme == "https" and bool(parts.hostname)
        is_known = is_plain and (is_https or is_loopback_url(url)) and parts.port != 0
    except ValueError:
        is_known = False
    if not is_known:
        raise Unreachable(
            f"{quote(url)} kan ikke bruges som adresse. Skriv bottens adresse med https:// foran. "
            "http:// går kun til en bot på denne maskine."
        )
    return url.rstrip("/")


def _clean(text: str) -> str:
    """Without what would move the cursor of whoever reads it."""
    return INVISIBLE.sub("", text)
