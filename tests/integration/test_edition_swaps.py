"""A swap is whole: whoever reads meanwhile gets one edition or the other, never a mix of two."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.editions.live import Editions
from bot.editions.snapshot import Snapshot, fixed, starting
from bot.errors import DrawingFailed
from bot.storage.editions import KeptActivation, KeptBundle
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming
from dialogs.people import Person
from radar_core.editions.bundle import bundle_hash, read_bundle
from radar_core.editions.catalog import Catalog
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.model import Bundle
from radar_core.push.signing import sign
from tests.fakes.chance import cases
from tests.fakes.postgres import ready_url
from tests.fakes.shipped import shipped
from tests.fakes.signed import AT, KEY, KEYS, activation, bundle

SWAPS = cases(1_000)
READERS = 4
NAMES = ("Udgave Rød", "Udgave Blå")
RINGS = ("KLAR", "AFVENT")
CATALOG = shipped()


def everything_in(ring: str, title: str, revision: int) -> bytes:
    """An edition that has a title of its own and every technology in one ring, so that any mix shows."""

    def change(fields: dict[str, dict[str, object]]) -> None:
        fields["udgave"]["titel"] = title
        for placement in fields["udgave"]["placeringer"]:  # type: ignore[attr-defined]
            placement["ring"] = ring

    return bundle(revision=revision, change=change)


BUNDLES = [everything_in(ring, title, number) for number, (ring, title) in enumerate(zip(RINGS, NAMES, strict=True), 1)]


async def nothing(_: Bundle) -> None:
    """Pictures are not what is looked at here."""


async def fits(_: Bundle) -> tuple[str, ...]:
    return ()


def editions_of(store: Store) -> Editions:
    return Editions(store.editions, starting(CATALOG, CATALOG.bundle("eksempel")), KEYS, False, nothing, fits)


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(ready_url("sqlite", tmp_path))
    await opened.open()
    yield opened
    await opened.close()


def turns_of(store: Store, snapshot: Callable[[], Snapshot]) -> Turns:
    """Turns whose cards tell their edition in every address, and are the same each time they say the same."""
    return Turns(
        store,
        snapshot,
        features(),
        lambda radar, fmt, *_: f"http://127.0.0.1/{radar.edition.title}",
        new_id=lambda: "the same",
        now=lambda: AT,
    )


async def asked(turns: Turns, chat: str, number: int) -> object:
    """The card that answers ``radar sundhed``."""
    here = Address("tenant", chat, ChatKind.PERSONAL, "http://127.0.0.1/", "bot", "Teknologiradar")
    asking = Incoming(f"{chat}/{number}", here, Person("29:1", "Deltager"), "radar sundhed")
    [answer] = (await turns.take(asking)).outgoing
    return answer.card


async def asked_alone(store: Store, number: int, content: bytes) -> object:
    """The same where there is but one edition."""
    only = read_bundle(content).bundle
    return await asked(turns_of(store, fixed(Catalog((only,)), only)), "alone", number)


async def test_readers_over_a_thousand_swaps_always_get_one_whole_edition(store: Store) -> None:
    editions = editions_of(store)
    await editions.open()
    for content in BUNDLES:
        await editions.push(sign(content, KEY))
    await editions.activate(activation(1, BUNDLES[0]))
    whole = [await asked_alone(store, number, content) for number, content in enumerate(BUNDLES)]
    assert whole[0] != whole[1]
    turns = turns_of(store, lambda: editions.snapshot)
    swapping, swapped, seen = True, asyncio.Event(), [0, 0]

    async def read(reader: int) -> None:
        """Reads once a swap, and goes on reading into the next."""
        number = 0
        while swapping:
            number += 1
            await swapped.wait()
            seen[whole.index(await asked(turns, f"chat {reader}", number))] += 1

    readers = [asyncio.create_task(read(reader)) for reader in range(READERS)]
    for serial in range(2, SWAPS + 2):
        await editions.activate(activation(serial, BUNDLES[serial % 2]))
        swapped.set()
        swapped = asyncio.Event()
    swapping = False
    swapped.set()
    await asyncio.gather(*readers)
    assert editions.snapshot.serial == SWAPS + 1
    assert min(seen) > SWAPS // 10, seen


async def test_a_process_sees_within_seconds_what_another_has_activated(any_database_url: str) -> None:
    one, other = Store(any_database_url), Store(any_database_url)
    for each in (one, other):
        await each.open()
    here, there = editions_of(one), editions_of(other)
    for each in (here, there):
        await each.open()
    await here.push(sign(BUNDLES[0], KEY))
    await here.activate(activation(1, BUNDLES[0]))
    assert there.snapshot.serial == 0
    await there.look()
    assert (there.snapshot.serial, there.snapshot.live.sha256) == (1, bundle_hash(BUNDLES[0]))
    assert 2 * Editions.EVERY < 5
    assert {p.serial for p in await one.editions.processes(here.now() - dt.timedelta(minutes=1))} == {1}
    await here.close()
    assert len(await one.editions.processes(here.now() - dt.timedelta(minutes=1))) == 1
    for each in (one, other):
        await each.close()


async def test_of_two_activations_with_one_serial_only_the_first_counts(any_database_url: str) -> None:
    one, other = Store(any_database_url), Store(any_database_url)
    for each in (one, other):
        await each.open()
    here, there = editions_of(one), editions_of(other)
    for content in BUNDLES:
        await here.push(sign(content, KEY))
    outcomes = await asyncio.gather(
        here.activate(activation(1, BUNDLES[0])), there.activate(activation(1, BUNDLES[1])), return_exceptions=True
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, EditionRefused)]
    assert len(lost) == 1 and lost[0].step in (Step.SERIAL, Step.CROSS)
    for each in (here, there):
        await each.look()
    assert here.snapshot.live.sha256 == there.snapshot.live.sha256
    assert len(await one.editions.activations()) == 1
    for each in (one, other):
        await each.close()


async def test_an_edition_whose_pictures_cannot_be_drawn_never_goes_live(store: Store) -> None:
    editions = editions_of(store)
    await editions.push(sign(BUNDLES[0], KEY))

    async def too_long(_: Bundle) -> tuple[str, ...]:
        return ("Radar for Sundhed og ældre: Der er ikke plads",)

    async def broken(_: Bundle) -> tuple[str, ...]:
        raise DrawingFailed("to prøver slog fejl")

    for unfit in (too_long, broken):
        editions.unfit = unfit
        with pytest.raises(EditionRefused) as refused:
            await editions.activate(activation(1, BUNDLES[0]))
        assert refused.value.step is Step.BUILD
        assert editions.snapshot.serial == 0 and not await store.editions.activations()
    editions.unfit = fits
    await editions.activate(activation(1, BUNDLES[0]))
    assert editions.snapshot.serial == 1


async def test_the_pictures_are_made_before_the_swap(store: Store) -> None:
    editions = editions_of(store)
    await editions.push(sign(BUNDLES[0], KEY))
    seen: list[int] = []

    async def prepare(_: Bundle) -> None:
        seen.append(editions.snapshot.serial)

    editions.prepare = prepare
    await editions.activate(activation(1, BUNDLES[0]))
    assert seen == [0] and editions.snapshot.serial == 1


async def test_the_edition_of_the_settings_counts_only_until_the_first_activation(store: Store) -> None:
    editions = editions_of(store)
    await editions.open()
    assert editions.snapshot.live.edition.title == "Eksempel"
    await editions.push(sign(BUNDLES[1], KEY))
    assert editions.snapshot.live.edition.title == "Eksempel"
    await editions.activate(activation(1, BUNDLES[1]))
    restarted = editions_of(store)
    await restarted.open()
    assert restarted.snapshot.live.edition.title == NAMES[1]


async def test_what_this_release_cannot_read_is_passed_over_and_told_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    editions = editions_of(store)
    await editions.push(sign(BUNDLES[0], KEY))
    await editions.activate(activation(1, BUNDLES[0]))
    strange = b"bundle: 99\n"
    kept = KeptBundle(bundle_hash(strange), "fremtid-r1", strange, "0" * 16, editions.now())
    written = activation(2, strange).partition(b"\n\n")[2]
    await store.editions.keep(kept)
    await store.editions.activate(KeptActivation(2, kept.sha256, written, "0" * 16, editions.now()))
    for _ in range(3):
        await editions.look()
    assert editions.snapshot.live.sha256 == bundle_hash(BUNDLES[0])
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "the kept bundle fremtid-r1 cannot be read"
    ]
    await editions.push(sign(BUNDLES[1], KEY))
    await editions.activate(activation(3, BUNDLES[1]))
    assert (editions.snapshot.serial, editions.snapshot.live.sha256) == (3, bundle_hash(BUNDLES[1]))


async def test_production_activates_neither_an_example_nor_a_draft(store: Store) -> None:
    editions = editions_of(store)
    editions.is_production = True
    draft = bundle("2020", change=lambda fields: fields["udgave"].update(status="udkast"))
    published = bundle("2020", revision=2)
    for content in (BUNDLES[0], draft, published):
        await editions.push(sign(content, KEY))
    for content in (BUNDLES[0], draft):
        with pytest.raises(EditionRefused, match="kan ikke gøres gældende her"):
            await editions.activate(activation(1, content))
    await editions.activate(activation(1, published))
    assert editions.snapshot.live.edition.id == "2020"
