"""The conversation in a terminal: lines in, cards as text and pictures as files out."""

from __future__ import annotations

import asyncio
import itertools
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.cards.erasing import Policy
from bot.cards.taking import MAKE_FILE
from bot.channels.terminal import TerminalChannel
from bot.editions.live import Editions
from bot.editions.snapshot import live_bundle, starting
from bot.pictures.pictures import Pictures, drawn_here
from bot.pictures.shown import FRAMED, Shown, framed_slug, shown_by
from bot.sending.outbox import Outbox
from bot.settings import Settings, check_local
from bot.storage.files import beside_of
from bot.storage.store import Store
from bot.turns.alarms import Alarms
from bot.turns.erasing.turns import Erasing
from bot.turns.features import features
from bot.turns.taking.making import Making
from bot.turns.taking.turns import Taking, card_of
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Kind, Outgoing
from dialogs.people import Person
from dialogs.texts import taking as words
from radar_core.editions.catalog import load_catalog
from radar_core.model import Bundle, Radar
from radar_core.render import View

PICTURES = Path("var/billeder")
PROMPT = "du> "


def chat(settings: Settings, script: Path | None, write: Callable[[str], None]) -> None:
    """Runs until the lines end. A script starts a conversation of its own; without one the last goes on."""
    check_local(settings, "127.0.0.1")
    if script is not None:
        lines: Iterable[str] = script.read_text(encoding="utf-8").splitlines()
        asyncio.run(_converse(settings, lines, f"script-{secrets.token_hex(6)}", write, echo=True))
    else:
        asyncio.run(_converse(settings, _typed(), "terminal", write, echo=False))


async def _converse(
    settings: Settings, lines: Iterable[str], conversation: str, write: Callable[[str], None], *, echo: bool
) -> None:
    catalog = load_catalog(settings.data_dir)
    live = live_bundle(catalog, settings, local=True)
    drawn = Pictures()

    async def picture(address: str) -> str:
        sha256, page, slug = address.split("/", 2)
        bundle = editions.snapshot.catalog.by_hash(sha256)
        # A file is opened by itself: it has the names in it.
        picture = await drawn.get(bundle, slug, "png", page=int(page))
        shown = shown_by(bundle, slug)
        name = f"{bundle.edition.id}-{shown.slug.replace('/', '-')}"
        slug = slug.removeprefix(f"{FRAMED}/").partition("_")[0] if slug.startswith(f"{FRAMED}/") else slug
        name += f"-i-stedet-for-{slug}" if isinstance(shown, Radar) and shown.is_fallback else ""
        name += f"-{FRAMED}-{'-'.join(map(str, shown.framed))}" if isinstance(shown, Radar) and shown.framed else ""
        name += f"-{page}" if page != "1" else ""
        return await asyncio.to_thread(_keep, PICTURES / f"{name}.png", picture)

    def address_of(shown: Shown, fmt: str, page: int = 1, view: View = "radar", _: Bundle | None = None) -> str:
        sha256 = editions.snapshot.bundle_of(shown.edition).sha256
        asked = shown.asked if isinstance(shown, Radar) else None
        slug = asked.id if asked else shown.slug
        slug = framed_slug(slug, shown.framed) if isinstance(shown, Radar) and shown.framed else slug
        return f"{sha256}/{page}/{slug}"

    store = Store(settings.database_url)
    await store.open()
    editions = Editions(store.editions, starting(catalog, live), {}, False, drawn.prepare, drawn.unfit)
    await editions.open()
    channel = TerminalChannel(write, picture, {MAKE_FILE: words.WORD})
    making = Making(store.files, drawn_here, lambda: outbox.wake(), lambda: turns.now())

    async def handed(address: Address, file: str, *, asks: bool) -> tuple[Outgoing, ...]:
        """A file lies where one stands; an address would lead nowhere, for nobody serves it."""
        await making.settled(address.tenant, file)
        found, content = await store.files.find(address.tenant, file), await store.files.content(address.tenant, file)
        if found is None or content is None:
            return (Outgoing(Kind.SEND, card_of(found, turns.now(), "")),)
        told = [Outgoing(Kind.SEND, text=words.WRITTEN.format(path=await asyncio.to_thread(_put, found.name, content)))]
        goes_with = beside_of(file)
        beside, more = (
            await store.files.find(address.tenant, goes_with),
            await store.files.content(address.tenant, goes_with),
        )
        if beside is not None and more is not None:
            path = await asyncio.to_thread(_put, beside.name, more)
            told.append(Outgoing(Kind.SEND, text=words.WRITTEN_BESIDE.format(path=path)))
        return tuple(told)

    outbox = Outbox(store, channel, hand=handed)
    erasing = Erasing(Policy(settings.erase_by, settings.dpo))
    every = features(erasing, Taking(making.begin))
    turns = Turns(store, lambda: editions.snapshot, every, address_of, kommune=settings.kommune)
    alarms = Alarms(store, turns, outbox, backups=settings.backups)
    where = Address("local", conversation, ChatKind.PERSONAL, "terminal:", "bot", "Teknologiradar", "terminal")
    you = Person("terminal", "Dig")
    try:
        await turns.take(Incoming(secrets.token_hex(8), where, you, joined=True))
        await outbox.drain()
        # Reading blocks; nothing else runs in a terminal chat, so nothing is held up.
        for line in lines:
            if not line.strip():
                continue
            if echo:
                write(f"{PROMPT}{line}")
            await alarms.look()
            if await channel.unfolds(line):
                continue
            if (there := channel.misses(line)) is not None:
                write(f"{words.NO_SUCH_NUMBER.format(there=there)}\n")
                continue
            act, press = secrets.token_hex(8), channel.pressed(line)
            said = Incoming(act, where, you, press=press) if press else None
            await turns.take(said or Incoming(act, where, you, text=line, message=act))
            await outbox.drain()
    finally:
        await making.close()
        await editions.close()
        await store.close()


def _put(name: str, content: bytes) -> Path:
    """Writes a file where one stands, beside what has its name already; only its owner may read it."""
    for number in itertools.count(1):
        path = Path(name if number == 1 else f"{Path(name).stem}-{number}{Path(name).suffix}")
        try:
            where = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(where, "wb") as file:
            file.write(content)
        return path.absolute()
    raise AssertionError("there is always a next number")


def _keep(path: Path, picture: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    return str(path)


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return
