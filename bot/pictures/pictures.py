"""Radar pictures: each drawn once, kept in memory and, where it is public, in the database."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from importlib import metadata
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

import radar_core
from bot.errors import BotError, DrawingError
from bot.pictures.requests import FitCheck, Request
from bot.pictures.shown import FRAMED, Shown, pages_of, request_for, shown_by
from bot.storage.database import StorageError
from radar_core.errors import RadarError
from radar_core.model import SAMLET, Bundle, Radar
from radar_core.render import View

log = logging.getLogger(__name__)

Format: TypeAlias = Literal["png", "svg", "pdf"]
Draw: TypeAlias = Callable[[Request], Awaitable[bytes]]
"""Draws a picture; raises ``DrawingError``. ``Workers.draw`` is one."""

KEPT = 256
"""Public pictures kept in memory; at 200 kB each that is 50 MB."""

AT_HAND_WITHIN = 0.2
"""Seconds that somebody who waits for a card looks for its picture in the database; it takes a few milliseconds."""

IN_CARDS: View = "chat"
"""The view that cards show."""

OWN_KEPT = 32
"""Pictures of kommuner's own data kept in memory, and nowhere else."""

SIDE, VIEW, SINCE, ASKED = "side", "visning", "siden", "spurgt"
"""What an address says besides edition, radar and format: a later page, another view, the version of the bundle since
which movement is marked, and the fagområde that the samlet radar stands in for."""

VIEW_WORDS: dict[View, str] = {"names": "navne", "chat": "chat"}
"""What an address says of each view but the one that needs no word."""

_LIBRARIES = ("matplotlib", "pillow", "font-source-sans-pro")


class NoSuchPage(BotError):
    """A radar has fewer pictures than the one asked for."""


class PictureStore(Protocol):
    """Where public pictures are kept for all processes; its methods raise ``StorageError``."""

    async def get(self, key: str) -> bytes | None:
        """The picture of this key, None where it is not kept."""

    async def put(self, key: str, body: bytes, at: dt.datetime) -> None:
        """Keeps a picture."""


_OF_BUNDLE, _OF_DRAWING = 16, 8
"""Characters of a version that tell the bundle, and how it was drawn."""


def version_of(bundle: Bundle) -> str:
    """Changes whenever a picture of this bundle could look different."""
    drawing = hashlib.sha256(_drawing_version().encode()).hexdigest()
    return bundle.sha256[:_OF_BUNDLE] + drawing[:_OF_DRAWING]


def is_of(version: str, bundle: Bundle) -> bool:
    """Whether the version is of this bundle, drawn by this release or by an earlier one."""
    return version[:-_OF_DRAWING] == bundle.sha256[:_OF_BUNDLE]


@functools.cache
def _drawing_version() -> str:
    """Of the code that draws and what it draws with, so that nobody has to remember to raise a number."""
    code = b"".join(path.read_bytes() for path in sorted(Path(radar_core.__file__).parent.rglob("*.py")))
    return hashlib.sha256(code + "/".join(map(metadata.version, _LIBRARIES)).encode()).hexdigest()


def address_of(
    base: str,
    bundle_version: str,
    shown: Shown,
    fmt: str,
    page: int = 1,
    view: View = "radar",
    since: Bundle | None = None,
) -> str:
    """The public address of a picture; ``page`` counts from 1, and what moved since that bundle is marked."""
    # What stands in for a fagområde's radar never has that fagområde's name, not even as a file.
    asked = shown.asked if isinstance(shown, Radar) and shown.is_fallback else None
    which = f"&{ASKED}={asked.id}" if asked else ""
    which += (f"&{SIDE}={page}" if page > 1 else "") + (f"&{VIEW}={VIEW_WORDS[view]}" if view in VIEW_WORDS else "")
    which += f"&{SINCE}={version_of(since)}" if since else ""
    if isinstance(shown, Radar) and shown.framed:
        which += f"&{FRAMED}={'-'.join(map(str, shown.framed))}"
    return f"{base.rstrip('/')}/radar/{shown.edition.id}/{shown.slug}.{fmt}?v={bundle_version}{which}"


async def drawn_here(request: Request) -> bytes:
    """Draws in a thread of this process; raises what the drawing does. For one who asks for a picture now and then."""
    return await asyncio.to_thread(request.drawn)


class Pictures:
    """The pictures of radars, drawn by ``draw`` unless they are at hand. However many ask at once, each is drawn once.

    ``kept`` is for public pictures alone.
    """

    def __init__(
        self,
        draw: Draw = drawn_here,
        kept: PictureStore | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._draw, self._kept, self._now = draw, kept, now
        self._public, self._own = _Shelf(KEPT), _Shelf(OWN_KEPT)

    async def get(
        self,
        bundle: Bundle,
        fagomraade: str,
        fmt: Format,
        *,
        page: int = 1,
        view: View = "radar",
        moved: tuple[tuple[str, str], ...] = (),
    ) -> bytes:
        """A public picture's bytes; ``fagomraade`` is an id or another slug, ``moved`` as in ``RadarPicture``.

        Raises ``UNKNOWN`` of ``shown_by``, ``NoSuchPage``, ``DrawingError``.
        """
        key = _key(bundle, fagomraade, fmt, page, view, moved)
        return await self._public.get(key, lambda: self._made(bundle, fagomraade, fmt, page, view, moved))

    async def _made(
        self,
        bundle: Bundle,
        fagomraade: str,
        fmt: Format,
        page: int,
        view: View,
        moved: tuple[tuple[str, str], ...],
    ) -> bytes:
        shown = shown_by(bundle, fagomraade)
        most = pages_of(shown, view)
        if not 1 <= page <= most:
            raise NoSuchPage(f"{page} of {most}")
        key = _key(bundle, fagomraade, fmt, page, view, moved)
        return await self._found(key, request_for(shown, fmt, page, view, moved))

    async def own(self, request: Request) -> bytes:
        """A picture of a kommune's own data, or of none: in memory alone. Raises ``DrawingError``."""
        key = hashlib.sha256(repr(request).encode()).hexdigest()
        return await self._own.get(key, lambda: self._draw(request))

    def forget_own(self) -> None:
        """Lets go of every picture of a kommune's own data; whoever asks for one has it drawn again."""
        self._own.forget()

    async def at_hand(self, bundle: Bundle, fagomraade: str) -> bool:
        """Whether the pictures a card shows are there already. Never raises, and never waits for a drawing.

        Those that are not are begun, for whoever asks next.
        """
        try:
            every = _every_page(bundle, fagomraade)
            async with asyncio.timeout(AT_HAND_WITHIN):
                missing = [page for page in every if not await self._is_kept(bundle, fagomraade, page)]
            for page in missing:
                self._begin(bundle, fagomraade, page)
        except Exception:
            log.warning("it could not be seen whether a picture is at hand", exc_info=True)
            return False
        return not missing

    async def ready(self, bundle: Bundle, fagomraade: str, within: float) -> bool:
        """Whether the pictures a card shows are there, or come within so many seconds. Never raises."""
        try:
            async with asyncio.timeout(within):
                for page in _every_page(bundle, fagomraade):
                    await self.get(bundle, fagomraade, "png", page=page, view=IN_CARDS)
        except Exception:
            return False
        return True

    async def prepare(self, bundle: Bundle) -> None:
        """Makes the pictures that cards show: samlet and every fagområde. One that fails is made when asked for."""
        for fagomraade in (SAMLET, *(each.id for each in bundle.fagomraader)):
            for page in _every_page(bundle, fagomraade):
                # One at a time: the other worker is for those who wait.
                with contextlib.suppress(DrawingError):
                    await self.get(bundle, fagomraade, "png", page=page, view=IN_CARDS)

    async def unfit(self, bundle: Bundle) -> tuple[str, ...]:
        """Why pictures of the bundle cannot be drawn, in Danish; empty where they can. Raises ``DrawingError``."""
        return tuple((await self._draw(FitCheck(bundle))).decode().splitlines())

    async def close(self) -> None:
        """Returns when nothing is under way. Whoever draws is closed first."""
        await self._public.close()
        await self._own.close()

    async def _is_kept(self, bundle: Bundle, fagomraade: str, page: int) -> bool:
        """Whether a picture is in memory, or in the database where that can be seen at once."""
        key = _key(bundle, fagomraade, "png", page, IN_CARDS, ())
        if self._public.has(key) or self._kept is None:
            return self._public.has(key)
        with contextlib.suppress(StorageError):
            if (found := await self._kept.get(key)) is not None:
                self._public.put(key, found)
        return self._public.has(key)

    def _begin(self, bundle: Bundle, fagomraade: str, page: int) -> None:
        """Has a picture made, for nobody in particular."""
        self._public.begin(
            _key(bundle, fagomraade, "png", page, IN_CARDS, ()),
            lambda: self._made(bundle, fagomraade, "png", page, IN_CARDS, ()),
        )

    async def _found(self, key: str, request: Request) -> bytes:
        """From the database, else drawn and put there. Its trouble costs a drawing and nothing else."""
        if self._kept is None:
            return await self._draw(request)
        try:
            if (found := await self._kept.get(key)) is not None:
                return found
        except StorageError:
            log.warning("kept pictures cannot be read; one is drawn anew", exc_info=True)
        drawn = await self._draw(request)
        try:
            await self._kept.put(key, drawn, self._now())
        except StorageError:
            log.warning("a picture could not be kept", exc_info=True)
        return drawn


def _key(
    bundle: Bundle, fagomraade: str, fmt: Format, page: int, view: View, moved: tuple[tuple[str, str], ...]
) -> str:
    """What a public picture is kept by: the hash of all that it shows, and of how it is drawn."""
    parts = [_drawing_version(), bundle.sha256, fagomraade, fmt, page, view, moved]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _every_page(bundle: Bundle, fagomraade: str) -> range:
    """The pages that a card shows, from 1. Raises ``UNKNOWN`` of ``shown_by``."""
    return range(1, pages_of(shown_by(bundle, fagomraade), IN_CARDS) + 1)


class _Shelf:
    """The pictures asked for last, by key, and those that are being made."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[bytes]] = {}

    async def get(self, key: str, made: Callable[[], Awaitable[bytes]]) -> bytes:
        """The picture, by ``made`` where it is not here; raises what that raises."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        # One impatient caller must not take the picture from the others.
        return await asyncio.shield(self.begin(key, made))

    def begin(self, key: str, made: Callable[[], Awaitable[bytes]]) -> asyncio.Task[bytes]:
        """The task that makes the picture, the one that is under way where there is one."""
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._make(key, made))
            self._under_way[key].add_done_callback(_told)
        return self._under_way[key]

    def has(self, key: str) -> bool:
        """Whether the picture is here."""
        return key in self._kept

    def put(self, key: str, picture: bytes) -> None:
        """Takes in a picture, and lets go of the one that nobody has asked for the longest."""
        self._kept[key] = picture
        self._kept.move_to_end(key)
        if len(self._kept) > self._room:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Lets go of every picture that is here."""
        self._kept.clear()

    async def close(self) -> None:
        """Returns when nothing is being made."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _make(self, key: str, made: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            drawn = await made()
            self.put(key, drawn)
            return drawn
        finally:
            del self._under_way[key]


def _told(task: asyncio.Task[bytes]) -> None:
    """Logs why a picture did not come about, also where everybody who waited has given up."""
    if not task.cancelled() and (failed := task.exception()) and not isinstance(failed, (RadarError, NoSuchPage)):
        log.warning("a picture was not drawn: %s", type(failed).__name__)
