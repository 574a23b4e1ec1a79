"""What a public picture can be of, and by which address; what there is no picture of is not found."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.editions.snapshot import fixed
from bot.pictures.pictures import Pictures, address_of, version_of
from bot.pictures.requests import OverviewPicture, RadarPicture, Request, TechnologyRequest
from bot.pictures.shown import framed_slug, shown_by
from bot.web.images import Images
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
ADDRESSES = {
    "sundhed-og-aeldre": "RadarPicture sundhed-og-aeldre chat",
    "ramme/sundhed-og-aeldre_1-4-6": "RadarPicture sundhed-og-aeldre chat 1 4 6",
    "ramme/samlet_2": "RadarPicture samlet chat 2",
    "teknologi/rpa": "TechnologyRequest teknologi/rpa",
    "fagomraader/alle": "OverviewPicture fagomraader/alle chat",
    "fagomraader/sundhed-og-aeldre_social-og-handicap": (
        "OverviewPicture fagomraader/sundhed-og-aeldre_social-og-handicap chat"
    ),
}


async def drawn(request: Request) -> bytes:
    """What was asked for, in words."""
    match request:
        case RadarPicture():
            framed = "".join(f" {number}" for number in request.radar.framed)
            return f"RadarPicture {request.radar.slug} {request.view}{framed}".encode()
        case TechnologyRequest():
            return f"TechnologyRequest {request.shown.slug}".encode()
        case OverviewPicture():
            return f"OverviewPicture {request.shown.slug} {request.view}".encode()
    raise AssertionError


async def looks() -> None:
    """Finds nothing new."""


async def got(address: str) -> tuple[int, str]:
    """The status and the words of the picture at an address."""
    images = Images(fixed(CATALOG, BUNDLE), Pictures(drawn), looks)
    app = web.Application()
    app.add_routes(
        [
            web.get("/radar/{edition}/{fagomraade}.{fmt}", images.get),
            web.get("/radar/{edition}/{kind:teknologi|fagomraader}/{fagomraade}.{fmt}", images.get),
        ]
    )
    async with TestClient(TestServer(app, host="127.0.0.1")) as client, client.get(address) as answer:
        return answer.status, await answer.text(errors="replace")


@pytest.mark.parametrize("slug", ADDRESSES)
async def test_the_address_on_a_card_leads_to_the_picture_it_is_of(slug: str) -> None:
    shown = shown_by(BUNDLE, slug)
    address = address_of("", version_of(BUNDLE), shown, "png", 1, "chat")
    assert await got(address) == (200, ADDRESSES[slug])


@pytest.mark.parametrize(
    "address",
    [
        "/radar/eksempel/teknologi/kvantefysik.png",
        *(
            f"/radar/eksempel/sundhed-og-aeldre.png?visning=chat&ramme={numbers}"
            for numbers in ("", "0", "4-1", "1-1", "01", "1-", "1-2-3-4", "1,2", "22", "99", "-1", "1-2_3", "/", "²")
        ),
        "/radar/eksempel/fagomraader/kvantefysik.png",
        "/radar/eksempel/fagomraader/sundhed-og-aeldre_kvantefysik.png",
        "/radar/eksempel/fagomraader/social-og-handicap_sundhed-og-aeldre.png",
        "/radar/eksempel/fagomraader/sundhed-og-aeldre_sundhed-og-aeldre.png",
        "/radar/eksempel/andet/rpa.png",
        "/radar/2020/fagomraader/alle.png",
        "/radar/eksempel/teknologi/rpa.png?side=2",
        "/radar/eksempel/fagomraader/alle.png?side=2&visning=chat",
        "/radar/eksempel/samlet.png?visning=ukendt",
    ],
)
async def test_what_there_is_no_picture_of_is_not_found(address: str) -> None:
    status, _ = await got(address)
    assert status == 404


async def test_what_stands_in_for_a_radar_is_framed_as_that_and_under_its_own_name() -> None:
    bundle = CATALOG.bundle("2020")
    shown = shown_by(bundle, framed_slug("sundhed-og-aeldre", (1, 2)))
    address = address_of("", version_of(bundle), shown, "png", 1, "chat")
    assert "/samlet.png?" in address and "spurgt=sundhed-og-aeldre" in address and address.endswith("ramme=1-2")
    assert await got(address) == (200, "RadarPicture samlet chat 1 2")
