"""Builds the aiohttp application. The only wiring: everything else is handed what it needs."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.cards.erasing import Policy
from bot.channels.signing_keys import SigningKeys
from bot.channels.teams import channel_to_teams
from bot.channels.tokens import TokenCheck
from bot.clock.repeating import Repeating
from bot.editions.folder import EditionFiles
from bot.editions.live import PREPARED_WITHIN, Editions
from bot.editions.snapshot import Snapshot, live_bundle, starting
from bot.errors import UnsafeStart
from bot.pictures import pictures
from bot.pictures.pictures import Pictures
from bot.pictures.prepared import ReadyPictures
from bot.pictures.shown import Shown
from bot.pictures.workers import DRAWN_WITHIN, Workers
from bot.sending import pacing
from bot.sending.outbox import Outbox
from bot.sending.pacing import Pace
from bot.sending.unsaid import Unsaid
from bot.settings import Settings, check_local, check_production, is_loopback_url, public_keys
from bot.storage.store import Store
from bot.telemetry.expiring import Expiring
from bot.telemetry.meters import Meters
from bot.telemetry.traces import Trace, Traces, untraced
from bot.turns import repeats
from bot.turns.alarms import Alarms
from bot.turns.erasing.turns import Erasing
from bot.turns.features import features
from bot.turns.following.telling import Followers
from bot.turns.over_time.pictures import TeamPictures
from bot.turns.own_use.pictures import OwnPictures
from bot.turns.reflection.counted import status_now
from bot.turns.taking.handing import Handing
from bot.turns.taking.making import Making
from bot.turns.taking.placing import Placing
from bot.turns.taking.turns import Taking
from bot.turns.turn import Turns
from bot.web import pages
from bot.web.editions import EditionsApi
from bot.web.files import FileAddresses
from bot.web.guard import LocalDoor, TokenDoor, loopback_only
from bot.web.health import Health
from bot.web.images import Images
from bot.web.messages import MAX_BODY, Doorkeeper, Messages
from bot.web.metrics import Metrics
from bot.web.readers import Readers
from bot.web.server import on_response, timed
from bot.web.write_trial import WriteTrial
from bot.wire import Address, Channel, OwnPicture, TeamPicture
from dialogs.understanding.sentences import sentences
from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle
from radar_core.render import View


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

FILE_WITHIN = 30.0
"""Seconds that a file may take to make, its wait not counted."""

FILES_WAITING = 8
"""Files that may wait to be made in one process."""

FILE_MEMORY = 300_000_000
"""Bytes that the process which makes files may hold."""

ALARMS = web.AppKey("alarms", Alarms)
EDITIONS = web.AppKey("editions", Editions)
FOLLOWERS = web.AppKey("followers", Followers)
HANDING = web.AppKey("handing", Handing)
MAKING = web.AppKey("making", Making)
OUTBOX = web.AppKey("outbox", Outbox)
PLACING = web.AppKey("placing", Placing)
PICTURES = web.AppKey("pictures", Pictures)
REPEATED = web.AppKey("repeated", tuple[Repeating, ...])
STORE = web.AppKey("store", Store)
TURNS = web.AppKey("turns", Turns)


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
    sender = channel or channel_to_teams(settings.channel, None, is_loopback_url, images_in_cards=True)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[timed, loopback_only])
    start = starting(catalog, live, with_example=True)
    return _wire(app, settings, start, base, sender, LocalDoor(), UNLIMITED, prepare, Meters())


def build_production(
    settings: Settings, check: TokenCheck | None = None, channel: Channel | None = None, *, prepare: bool = False
) -> web.Application:
    """The bot for Teams; with other keys or another channel than Microsoft's where given. ``prepare`` as locally.

    Raises ``UnsafeStart``, ``DataError``.
    """
    from bot.channels.entra import access_token, allowed_service, token_check  # msal takes its time to import

    # In production a folder of its own holds signed editions alone; what is not signed came with the release.
    catalog = load_catalog(DATA_DIR)
    live = live_bundle(catalog, settings, local=False)
    check_production(settings, live)
    check = check or token_check(settings)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[timed])
    app.on_cleanup.append(lambda _: check.close())
    meters = Meters()
    channel = channel or channel_to_teams(settings.channel, meters.fetching(access_token(settings)), allowed_service)
    base = settings.public_url or ""
    start = starting(catalog, live, with_example=settings.allow_example)
    return _wire(app, settings, start, base, channel, TokenDoor(check), AS_TEAMS, prepare, meters, check.keys)


def _wire(
    app: web.Application,
    settings: Settings,
    start: Snapshot,
    base: str,
    channel: Channel,
    door: Doorkeeper,
    limits: Limits,
    prepare: bool,
    meters: Meters,
    keys: SigningKeys | None = None,
) -> web.Application:
    store = Store(settings.database_url)
    trace = _traced(app) if settings.traces else untraced
    is_production = limits is AS_TEAMS
    editions = Editions(
        store.editions,
        start,
        public_keys(settings),
        is_production,
        prepare=lambda bundle: drawn.prepare(bundle),
        unfit=lambda bundle: drawn.unfit(bundle),
    )

    def snapshot() -> Snapshot:
        return editions.snapshot

    def address_of(shown: Shown, fmt: str, page: int = 1, view: View = "radar", since: Bundle | None = None) -> str:
        bundle = snapshot().bundle_of(shown.edition)
        return pictures.address_of(base, pictures.version_of(bundle), shown, fmt, page, view, since)

    async def shows(sha256: str, fagomraade: str) -> bool:
        try:
            bundle = snapshot().catalog.by_hash(sha256)
        except UnknownEdition:
            return False
        return await drawn.ready(bundle, fagomraade, DRAWN_WITHIN)

    async def draws(where: Address, wanted: OwnPicture | TeamPicture) -> bytes | None:
        if isinstance(wanted, TeamPicture):
            return await TeamPictures(store, snapshot, drawn).draw(where, wanted)
        return await OwnPictures(store, snapshot, drawn).draw(where.tenant, wanted)

    making = app[MAKING] = _add_files(app, store, meters, lambda: outbox.wake(), lambda: turns.now())
    placing = app[PLACING] = Placing(store.files, lambda: outbox.wake())
    app.on_shutdown.append(lambda _: placing.close())
    handing = app[HANDING] = Handing(store.files, making, placing, base, lambda: turns.now(), asks=is_production)
    erasing = Erasing(Policy(settings.erase_by, settings.dpo), lambda: drawn.forget_own())
    turns = Turns(
        store,
        snapshot,
        features(erasing, Taking(making.begin, placing.begin)),
        address_of,
        lambda bundle, where: drawn.at_hand(bundle, where),
        kommune=settings.kommune,
        trace=trace,
    )
    outbox = Outbox(
        store,
        channel,
        conversation_limits=limits.conversation,
        tenant_limits=limits.calls,
        draw=draws,
        show=shows,
        hand=handing.messages,
        count=lambda where, which: status_now(store, where, which, repeats.nonce(turns.now(), turns.new_id())),
        meters=meters,
        trace=trace,
    )
    alarms = Alarms(store, turns, outbox, backups=settings.backups, meters=meters)
    followers = app[FOLLOWERS] = Followers(store, snapshot, address_of, outbox, lambda: turns.now())
    app[STORE], app[OUTBOX], app[TURNS], app[ALARMS], app[EDITIONS] = store, outbox, turns, alarms, editions
    unsaid = Unsaid(channel)
    ends = settings.app_password_expires
    expiring = Expiring({"TR_APP_PASSWORD": ends} if ends else {}, lambda: turns.now())
    repeated = app[REPEATED] = (
        Repeating("alarms", alarms.EVERY, alarms.look),
        Repeating("followers", followers.EVERY, followers.look),
        Repeating("unsaid", unsaid.EVERY, unsaid.look),
        Repeating("expiring", expiring.EVERY, expiring.look),
    )
    working = (outbox, *repeated)
    app.cleanup_ctx.append(functools.partial(_running, store=store, working=working, channel=channel))
    _add_editions(app, editions, _folder(settings, editions, is_production=is_production))
    drawn = _add_pictures(app, store, outbox, meters)
    prepared = ReadyPictures(drawn.prepare, PREPARED_WITHIN)
    if prepare:
        app.cleanup_ctx.append(functools.partial(_preparing, prepared=prepared, editions=editions))
        app.cleanup_ctx.append(_reading)
    people, tenants = Pace(limits.person), Pace(limits.people)
    messages = Messages(
        *(turns, outbox, channel, door, people, tenants, unsaid, handing.addressed),
        local=not is_production,
        meters=meters,
        trace=trace,
    )
    fetched = FileAddresses(store.files, lambda: turns.now())
    images, health = Images(snapshot, drawn, editions.look), Health(WriteTrial(store), prepared)
    api = EditionsApi(editions, Readers(trusted=settings.trusted_proxies))
    metrics = Metrics(
        *(meters, health, editions, store),
        under_way=lambda: messages.crowd.under_way,
        now=lambda: turns.now(),
        token=settings.metrics_token.get_secret_value() if settings.metrics_token else None,
        is_open=not is_production,
        keys=keys,
        expiries=expiring.times,
    )
    app.on_response_prepare.append(on_response)
    app.add_routes(
        [
            web.post("/api/messages", messages.post),
            web.get("/radar/{edition}/{fagomraade}.{fmt}", images.get),
            web.get("/radar/{edition}/{kind:teknologi|fagomraader}/{fagomraade}.{fmt}", images.get),
            web.get("/files/{token}", fetched.get),
            web.get("/api/editions", api.list),
            web.get("/api/editions/{hash}", api.get),
            web.put("/api/editions/{hash}", api.push),
            web.post("/api/activations", api.activate),
            web.get("/metrics", metrics.get),
            web.get("/healthz", health.healthz),
            web.get("/readyz", health.readyz),
            *pages.routes(),
        ]
    )
    return app


def _folder(settings: Settings, editions: Editions, *, is_production: bool) -> EditionFiles | None:
    """The folder that signed files are laid in; none where it is the release's own."""
    if settings.data_dir == DATA_DIR:
        return None
    return EditionFiles(settings.data_dir, editions, only_signed=is_production)


def _add_editions(app: web.Application, editions: Editions, files: EditionFiles | None) -> None:
    """Follows what other processes, and those who lay files in a folder, make live."""

    async def running(_: web.Application) -> AsyncIterator[None]:
        await editions.open()
        following = [Repeating("editions", editions.EVERY, editions.look)]
        if files is not None:
            following.append(Repeating("edition files", files.EVERY, files.look_again))
        for each in following:
            each.start()
        yield
        for each in following:
            await each.stop()
        await editions.close()

    app.cleanup_ctx.append(running)


def _add_files(
    app: web.Application, store: Store, meters: Meters, told: Callable[[], None], now: Callable[[], dt.datetime]
) -> Making:
    """Files by one process of their own, which ends with the application: no picture waits for a file."""
    workers = Workers(FILE_WITHIN, most=1, waiting=FILES_WAITING, memory=FILE_MEMORY)
    making = Making(store.files, meters.writing(workers.draw), told, now)

    async def closing(_: web.Application) -> None:
        await workers.close()
        await making.close()

    # Whoever waits for a file is told so while there still is a database to note it in.
    app.on_shutdown.append(closing)
    return making


def _add_pictures(app: web.Application, store: Store, outbox: Outbox, meters: Meters) -> Pictures:
    """Pictures by processes that end with the application."""
    workers = Workers()
    drawn = app[PICTURES] = Pictures(meters.drawing(workers.draw), store.pictures)

    async def closing(_: web.Application) -> None:
        outbox.draw_no_more()
        await workers.close()

    async def running(_: web.Application) -> AsyncIterator[None]:
        yield
        await workers.close()
        await drawn.close()

    # Whoever waits for a picture is told so at once; the connections are waited for after that.
    app.on_shutdown.append(closing)
    app.cleanup_ctx.append(running)
    return drawn


def _traced(app: web.Application) -> Trace:
    """What begins spans, until the application ends. Raises ``UnsafeStart`` where OpenTelemetry is not installed."""
    traces = Traces()

    async def closing(_: web.Application) -> None:
        await asyncio.to_thread(traces.close)

    app.on_cleanup.append(closing)
    return traces.span


async def _preparing(_: web.Application, *, prepared: ReadyPictures, editions: Editions) -> AsyncIterator[None]:
    """The pictures of what is live, from the start."""
    prepared.begin(editions.snapshot.live)
    yield
    await prepared.stop()


async def _reading(_: web.Application) -> AsyncIterator[None]:
    """What can be said, beside what comes in: whoever typed first would else wait for it, and all others meanwhile."""
    reading = asyncio.create_task(asyncio.to_thread(sentences), name="sentences")
    yield
    await reading


async def _running(
    _: web.Application, *, store: Store, working: Sequence[Outbox | Repeating], channel: Channel
) -> AsyncIterator[None]:
    await store.open()
    for each in working:
        each.start()
    yield
    for each in reversed(working):
        await each.stop()
    await channel.close()
    await store.close()
