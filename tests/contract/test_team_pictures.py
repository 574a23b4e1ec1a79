"""The picture of a team's own ratings, on SQLite and PostgreSQL alike: drawn when sent, from what is kept then."""

from __future__ import annotations

import dataclasses
import logging

import pytest

from bot.cards.over_time import over_time_of
from bot.editions.snapshot import Snapshot, starting
from bot.errors import DrawingFailed
from bot.pictures.pictures import Pictures
from bot.pictures.requests import OverTimePicture, Request
from bot.storage.store import Store
from bot.turns.beside import times_of
from bot.turns.over_time.pictures import TeamPictures
from bot.wire import TeamPicture
from dialogs.reflection.state import Phase, Reflection
from radar_core.render import render_over_time
from tests.fakes.shipped import shipped
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, OTHER_TENANT, answer, begun, standing, turn

CATALOG = shipped()
SEEN = frozenset({6})


def rated(number: str, days: int, *ratings: int, edition: str = "eksempel") -> Reflection:
    given = tuple(answer(by, 6, rating=rating) for by, rating in zip((ANNA, BENT), ratings, strict=True))
    at = NOW + days * DAY
    bundle = CATALOG.bundle(edition).sha256
    return begun(
        *(number,), bundle=bundle, phase=Phase.FINISHED, started_at=at, ended_at=at, answers=given, revealed=SEEN
    )


def snapshot(edition: str = "eksempel") -> Snapshot:
    return starting(CATALOG, CATALOG.bundle(edition))


def drawing(store: Store, edition: str = "eksempel", pictures: Pictures | None = None) -> TeamPictures:
    return TeamPictures(store, lambda: snapshot(edition), pictures or Pictures())


BOTH = TeamPicture(("r1", "r2"))


@pytest.mark.parametrize("edition", ["eksempel", "2020"])
async def test_it_is_what_the_chat_has_been_shown_in_any_edition(store: Store, edition: str) -> None:
    first, second = rated("r1", 0, 2, 2, edition=edition), rated("r2", 365, 4, 5, edition=edition)
    await turn(store, first)
    await turn(store, second)
    shown = over_time_of(times_of((first, second), snapshot(edition)), CATALOG.bundle(edition))
    assert [row.verdict for row in shown.rows] == ["højere 2 → 4,5", "", "", ""]
    assert await drawing(store, edition).draw(HERE, BOTH) == render_over_time(shown, "png")


async def test_two_editions_are_beside_each_other_where_the_question_is_the_same(store: Store) -> None:
    await turn(store, rated("r1", 0, 2, 2, edition="2020"))
    await turn(store, rated("r2", 365, 4, 4))
    found = await store.earlier_whole(HERE, BOTH.reflections)
    assert over_time_of(times_of(found, snapshot()), snapshot().live).rows[0].verdict == "højere 2 → 4"


async def test_an_edition_that_is_gone_came_with_an_earlier_release_and_asked_kls_same_questions(store: Store) -> None:
    await turn(store, dataclasses.replace(rated("r1", 0, 2, 2), bundle="e" * 64))
    await turn(store, rated("r2", 365, 4, 4))
    found = await store.earlier_whole(HERE, BOTH.reflections)
    assert over_time_of(times_of(found, snapshot()), snapshot().live).rows[0].verdict == "højere 2 → 4"


async def test_what_is_erased_before_it_is_sent_is_not_in_it(store: Store) -> None:
    await turn(store, rated("r1", 0, 2, 2))
    await turn(store, rated("r2", 365, 4, 5))
    before = await drawing(store).draw(HERE, BOTH)
    newest = await standing(store)
    await turn(store, dataclasses.replace(newest, answers=newest.answers[:1]))
    after = await drawing(store).draw(HERE, BOTH)
    left = await store.earlier_whole(HERE, BOTH.reflections)
    assert sum(len(each.answers) for each in left) == 3
    assert None not in (before, after) and after != before


async def test_no_other_chat_and_no_other_tenant_gets_it_by_its_ids(store: Store) -> None:
    await turn(store, rated("r1", 0, 2, 2))
    await turn(store, rated("r2", 365, 4, 5))
    for where in (OTHER_TENANT, dataclasses.replace(HERE, conversation="another chat")):
        assert await drawing(store).draw(where, BOTH) is None


async def test_a_drawing_that_fails_leaves_the_words_and_says_nothing_of_the_team(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await turn(store, rated("r1", 0, 2, 2))
    await turn(store, rated("r2", 365, 4, 5))
    asked: list[Request] = []

    async def fails(request: Request) -> bytes:
        asked.append(request)
        raise DrawingFailed("r1 Deltager Å")

    with caplog.at_level(logging.WARNING, logger="bot.turns.over_time.pictures"):
        assert await drawing(store, pictures=Pictures(fails)).draw(HERE, BOTH) is None
    assert [type(each) for each in asked] == [OverTimePicture]
    said = [record.getMessage() for record in caplog.records if record.name == "bot.turns.over_time.pictures"]
    assert said == ["a picture of reflections over time was not drawn: DrawingFailed"]
