"""What a worker is asked for: it travels whole, and gives the picture that one gets at home."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache

import pytest

from bot.errors import DrawingFailed
from bot.pictures.requests import ComparisonPicture, OverTimePicture, RadarPicture, Request
from bot.pictures.workers import Workers
from radar_core.lookup import radar_for
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from radar_core.render import describe_comparison, render, render_comparison, render_over_time
from tests.fakes.over_time import THREE_YEARS
from tests.fakes.pictures import crowded
from tests.fakes.shipped import shipped

RADAR = radar_for(shipped().bundle("eksempel"), "sundhed-og-aeldre")
FIRST = RADAR.entries[0].technology.id
COMPARISON = describe_comparison(RADAR, OwnRadar("000", "sundhed-og-aeldre", (OwnUse(FIRST, Stage.I_DRIFT),)))
SIXTY = crowded(RADAR, (12, 22, 16, 10))

REQUESTS: dict[str, tuple[Request, Callable[[], bytes]]] = {
    "png": (RadarPicture(RADAR, "png"), lambda: render(RADAR, "png")),
    "svg": (RadarPicture(RADAR, "svg"), lambda: render(RADAR, "svg")),
    "pdf": (RadarPicture(RADAR, "pdf"), lambda: render(RADAR, "pdf")),
    "names": (RadarPicture(RADAR, "png", view="names"), lambda: render(RADAR, "png", view="names")),
    "second page": (RadarPicture(SIXTY, "png", 2), lambda: render(SIXTY, "png", 2)),
    "moved": (RadarPicture(RADAR, "png", moved=((FIRST, "ind"),)), lambda: render(RADAR, "png", moved={FIRST: "ind"})),
    "over time": (OverTimePicture(THREE_YEARS, "png"), lambda: render_over_time(THREE_YEARS, "png")),
    "comparison": (ComparisonPicture(COMPARISON, "png"), lambda: render_comparison(COMPARISON, "png")),
}


@cache
def at_home(name: str) -> bytes:
    return REQUESTS[name][1]()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_travels_whole_and_gives_the_picture_it_asks_for(name: str) -> None:
    request, _ = REQUESTS[name]
    arrived: Request = pickle.loads(pickle.dumps(request))
    assert arrived == request
    assert repr(arrived) == repr(request), "own pictures are kept by what the request says of itself"
    assert arrived.drawn() == at_home(name)


def test_no_two_requests_say_the_same_of_themselves() -> None:
    assert len({repr(request) for request, _ in REQUESTS.values()}) == len(REQUESTS)
    assert len(set(map(at_home, REQUESTS))) == len(REQUESTS)


async def test_workers_that_draw_nothing_are_no_processes() -> None:
    workers = Workers()
    assert workers.pids == ()
    await workers.close()
    workers.warm()
    with pytest.raises(DrawingFailed, match="closing"):
        await workers.draw(RadarPicture(RADAR, "png"))
    assert workers.pids == ()
