"""The three pages the app package points to: complete, accessible, and closed to everything from outside."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.pages import PAGES, routes

Client = TestClient[web.Request, web.Application]
VOID = {"meta"}


class Outline(HTMLParser):
    """Reads a page: its tags with attributes, and whether each one opened is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def test_the_three_pages_are_there() -> None:
    assert {path: title for path, (title, _) in PAGES.items()} == {
        "/om": "Om Teknologiradar",
        "/privatliv": "Privatliv",
        "/vilkaar": "Vilkår for brug",
    }


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_served_as_html_in_utf8(client: Client, path: str) -> None:
    response = await client.get(path)

    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert await response.text() == PAGES[path][1]


@pytest.mark.parametrize("path", PAGES)
async def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert (await client.head(path)).status == 200
    assert (await client.post(path, data=b"x")).status == 405


@pytest.mark.parametrize("path", PAGES)
async def test_the_browser_may_load_nothing_but_the_pages_own_style(client: Client, path: str) -> None:
    response = await client.get(path)
    policy = response.headers["Content-Security-Policy"]
    [style] = re.findall(r"<style>(.*?)</style>", await response.text(), re.DOTALL)

    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fetches_nothing_and_links_only_to_the_other_pages(path: str) -> None:
    page = Outline(PAGES[path][1])

    assert not {"script", "img", "link", "iframe", "form", "object"} & set(page.names())
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == list(PAGES)
    assert not any({"src", "style", "onclick"} & set(attrs) for _, attrs in page.tags)
    assert "url(" not in PAGES[path][1] and "@import" not in PAGES[path][1]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_by_everyone(path: str) -> None:
    title, html = PAGES[path]
    page = Outline(html)

    assert html.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "da"}) in page.tags
    assert f"<title>{title} – Teknologiradar</title>" in html
    assert page.names().count("h1") == page.names().count("main") == page.names().count("nav") == 1
    assert [attrs["href"] for _, attrs in page.tags if attrs.get("aria-current") == "page"] == [path]
    assert any(tag == "meta" and attrs.get("name") == "viewport" for tag, attrs in page.tags)


def test_the_privacy_page_says_what_is_stored_who_sees_it_and_for_how_long() -> None:
    text = Outline(PAGES["/privatliv"][1]).text

    for heading in ("Hvad gemmer botten?", "Hvorfor?", "Hvem kan se det?", "Hvor længe?", "Dine rettigheder"):
        assert heading in text
