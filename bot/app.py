"""Builds the aiohttp application. The only wiring: everything else is handed what it needs."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from bot import pacing, pictures
from bot.alarms import Alarms
from bot.channels.botframework import BotFrameworkChannel
from bot.channels.tokens import TokenCheck
from bot.drawing import Workers
from bot.outbox import Outbox
from bot.own_pictures import OwnPictures
from bot.pacing import Pace
from bot.pictures import Pictures, View
from bot.settings import Settings, UnsafeStart, check_local, check_production, is_loopback_url
from bot.storage.sql import Store
from bot.turn import Turns
from bot.web import pages
from bot.web.guard import LocalDoor, TokenDoor, loopback_only
from bot.web.health import Health
from bot.web.images import Images
from bot.web.messages import MAX_BODY, Doorkeeper, Messages
from bot.wire import Channel
from radar_core.catalog import Catalog, load_catalog
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle, Radar


@dataclass(frozen=True)
class Limits:
    """How much may go out in a conversation and a tenant, and come in from a person and a tenant's people."""

    conversation: pacing.Limits
    calls: pacing.Limits
    person: pacing.Limits
    people: pacing.Limits


AS_TEAMS = Limits(pacing.PER_CONVERSATION, pacing.PER_TENANT, pacing.PER_PERSON, pacing.PEOPLE_PER_TENANT)
UNLIMITED = Limits(pacing.NO_LIMITS, pacing.NO_LIMITS, pacing.NO_LIMITS, pacing.NO_LIMITS)
"""On one's own machine nobody else is held up."""

DRAWN_WITHIN = 2.0
"""Seconds a card waits for its picture; Teams waits some five for a card."""

ALARMS = web.AppKey("alarms", Alarms)
OUTBOX = web.AppKey("outbox", Outbox)
PICTURES = web.AppKey("pictures", Pictures)
STORE = web.AppKey("store", Store)
TURNS = web.AppKey("turns", Turns)


def live_bundle(catalog: Catalog, settings: Settings, *, local: bool) -> Bundle:
    """The bundle new reflections start on: as set, else the example locally and the newest published otherwise."""
    if settings.edition is not None:
        try:
            return catalog.bundle(settings.edition)
        except UnknownEdition as unknown:
            raise UnsafeStart(f"TR_EDITION: {unknown}") from None
    return catalog.bundle("eksempel") if local else catalog.newest_published()


def build_local(
    settings: Settings, host: str, port: int, channel: Channel | None = None, *, prepare: bool = False
) -> web.Application:
    """The bot on this machine alone, without tokens; with ``prepare`` it draws what cards show as soon as it starts.

    Raises ``UnsafeStart``, ``DataError``.
    """
    check_local(settings, host)
    catalog = load_catalog(settings.data_dir)
    live = live_bundle(catalog, settings, local=True)
    base = settings.public_url or f"http://127.0.0.1:{port}"
    if not is_loopback_url(base):
        raise UnsafeStart("Lokal tilstand viser kun billeder fra denne maskine. Fjern TR_PUBLIC_URL.")
    sender = channel or BotFrameworkChannel(None, is_loopback_url, images_in_cards=True)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[loopback_only])
    return _wire(app, settings, catalog, live, base, sender, LocalDoor(), UNLIMITED, prepare)


def build_production(
    settings: Settings, check: TokenCheck | None = None, channel: Channel | None = None, *, prepare: bool = False
) -> web.Application:
    """The bot for Teams; with other keys or another channel than Microsoft's where given. ``prepare`` as locally.

    Raises ``UnsafeStart``, ``DataError``.
    """
    from bot.channels.entra import access_token, allowed_service, token_check  # msal takes its time to import

    catalog = load_catalog(settings.data_dir)
    live = live_bundle(catalog, settings, local=False)
    check_production(settings, live)
    check = check or token_check(settings)
    app = web.Application(client_max_size=MAX_BODY)
    app.on_cleanup.append(lambda _: check.close())
    channel = channel or BotFrameworkChannel(access_token(settings), allowed_service)
    base = settings.public_url or ""
    return _wire(app, settings, catalog, live, base, channel, TokenDoor(check), AS_TEAMS, prepare)


def _wire(
    app: web.Application,
    settings: Settings,
    catalog: Catalog,
    live: Bundle,
    base: str,
    channel: Channel,
    door: Doorkeeper,
    limits: Limits,
    prepare: bool,
) -> web.Application:
    store = Store(settings.database_url)
    versions = {bundle.edition.id: pictures.version_of(bundle) for bundle in catalog.bundles}

    def address_of(radar: Radar, fmt: str, page: int = 1, view: View = "radar") -> str:
        return pictures.address_of(base, versions[radar.edition.id], radar, fmt, page, view)

    turns = Turns(store, catalog, live, address_of, lambda bundle, where: drawn.ready(bundle, where, DRAWN_WITHIN))
    outbox = Outbox(
        store,
        channel,
        conversation_limits=limits.conversation,
        tenant_limits=limits.calls,
        draw=lambda tenant, wanted: OwnPictures(store, catalog, drawn).draw(tenant, wanted),
    )
    alarms = Alarms(store, turns, outbox)
    app[STORE], app[OUTBOX], app[TURNS], app[ALARMS] = store, outbox, turns, alarms
    app.cleanup_ctx.append(functools.partial(_running, store=store, outbox=outbox, alarms=alarms, channel=channel))
    drawn = _add_pictures(app, store, live if prepare else None)
    messages = Messages(turns, outbox, channel, door, Pace(limits.person), Pace(limits.people))
    images, health = Images(catalog, drawn, live), Health(store)
    app.add_routes(
        [
            web.post("/api/messages", messages.post),
            web.get("/radar/{edition}/{fagomraade}.{fmt}", images.get),
            web.get("/healthz", health.healthz),
            web.get("/readyz", health.readyz),
            *pages.routes(),
        ]
    )
    return app


def _add_pictures(app: web.Application, store: Store, prepared: Bundle | None) -> Pictures:
    """Pictures by processes that end with the application; those of ``prepared`` are made as soon as it runs."""
    workers = Workers()
    drawn = app[PICTURES] = Pictures(workers.draw, store.pictures)

    async def running(_: web.Application) -> AsyncIterator[None]:
        preparing = asyncio.create_task(drawn.prepare(prepared), name="pictures") if prepared else None
        yield
        if preparing is not None:
            preparing.cancel()
            await asyncio.wait([preparing])
        await workers.close()
        await drawn.close()

    # Whoever waits for a picture is told so at once; the connections are waited for after that.
    app.on_shutdown.append(lambda _: workers.close())
    app.cleanup_ctx.append(running)
    return drawn


async def _running(
    _: web.Application, *, store: Store, outbox: Outbox, alarms: Alarms, channel: Channel
) -> AsyncIterator[None]:
    await store.open()
    outbox.start()
    alarms.start()
    yield
    await alarms.stop()
    await outbox.stop()
    await channel.close()
    await store.close()
