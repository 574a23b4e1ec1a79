"""The real bot, the real client and a real browser, all on this machine.

`teams` is the product, fresh for each test file: `teams.page` is the person at the keyboard, `teams.colleague(1)`
another person in the same chats, `teams.wire` everything bot and client said to each other. `start_teams` starts one
more.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from deploy.local.run import HOST, ROOT, start_bot, start_client, why_no_client
from dialogs.texts import ending, status
from tests.e2e.playground import Playground
from tests.e2e.wire import Card, Chat, Colleague, Wire
from tests.fakes.ways import WAY, WAYS

COUNTS = re.compile(
    rf"Spørgsmål \d: |{re.escape(status.AT_SUMMARY)}|{re.escape(status.AT_PAUSE)}|{re.escape(status.OVER)}"
)
"""What the message that says who has answered begins with."""
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Teams:
    """One bot with one client: the page, the wire between them, and who else is in the chats."""

    page: Playground
    wire: Wire
    bot_url: str
    bot_log: Path

    def colleague(self, number: int) -> Colleague:
        """Made-up person ``number`` (1–5) of the client's organisation."""
        return Colleague(self.wire, number)

    def give_up(self, chat: Chat) -> None:
        """Close what is open in a chat, in all its threads, and wait until nothing is on its way to the page."""
        me = Colleague(self.wire, 0)
        for thread in sorted({one["conversation"]["id"] for one in self.wire.activities(chat, "message")}):
            last = f"slut{len(self.wire.exchanges())}"
            asked_before = len(self._asking(chat, thread))
            for words in ("fortsæt", "overtag", "annullér", f"radar {last}"):
                me.say(words, chat, thread)
            self.wire.wait_card(last, chat)
            if len(asking := self._asking(chat, thread)) > asked_before:
                me.press(ending.YES_CANCEL, on=asking[-1])
                me.say(f"radar {last}ja", chat, thread)
                self.wire.wait_card(f"{last}ja", chat)
            # It is told some time after all else; were it to come while the next test begins, the client, which takes
            # in one thing at a time, would lose what is posted just then.
            self.wire.wait(lambda there=thread: self._is_over(chat, there) or None, "that it is over")

    def _is_over(self, chat: Chat, thread: str) -> bool:
        """Whether the message that counts in a thread says that the reflection is over, where there is one."""
        texts = [card.text for card in self.wire.cards(chat) if card.conversation == thread]
        counts = [text for text in texts if COUNTS.match(text)]
        return not counts or counts[-1] == status.OVER

    def _asking(self, chat: Chat, thread: str) -> list[Card]:
        """Cards that ask whether the reflection of a thread is to be given up."""
        cards = [card for card in self.wire.cards(chat) if card.conversation == thread]
        return [card for card in cards if ending.CANCEL_TITLE in card.text]


StartTeams = Callable[..., Teams]


def artefacts() -> Path:
    """Where pictures and recordings are kept."""
    folder = Path(os.environ.get("TR_E2E_ARTEFACTS") or ROOT / "build" / "e2e")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def loopback_only(route: Route) -> None:
    """Let the page reach this machine and nothing else (it asks a CDN for fonts it can do without)."""
    if urlsplit(route.request.url).hostname in {HOST, "localhost", None}:
        route.continue_()
    else:
        route.abort()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one test file: Playwright's event loop would stand in the way of the asyncio tests of others."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(BROWSER_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def start_teams(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartTeams]:
    """Start a fresh bot (empty database), client and page: ``start_teams(env=None, bot_port=None)``.

    ``env`` adds settings to the bot's environment; with ``bot_port`` a bot that is already there is used. When the file
    is done all are stopped, and it is an error if either side ever answered with a server error.
    """
    if missing := why_no_client():
        pytest.skip(missing)
    with ExitStack() as stack:

        def start(env: dict[str, str] | None = None, bot_port: int | None = None) -> Teams:
            folder = tmp_path_factory.mktemp("teams")
            port, client_port = bot_port or free_port(), free_port()
            wire = stack.enter_context(Wire(port, client_port))
            stack.callback(lambda: failed.extend(wire.failures()))
            client = stack.enter_context(start_client(client_port, wire.endpoint, wire.service_url, folder / "client"))
            if bot_port is None:
                clean = {key: value for key, value in os.environ.items() if not key.startswith("TR_")}
                database = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
                settings = {**clean, "TR_CHANNEL": WAY.value, "TR_DATABASE_URL": database, **(env or {})}
                stack.enter_context(start_bot(port, folder / "bot.log", settings)).wait_ready(port, "/healthz")
            client.wait_ready(client_port, "/")
            context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="da-DK")
            stack.callback(context.close)
            context.route("**/*", loopback_only)
            page = Playground(context.new_page(), wire, client_port, artefacts())
            return Teams(page, wire, f"http://{HOST}:{port}", folder / "bot.log")

        failed: list[object] = []
        yield start
    assert not failed, f"Server errors on the wire: {failed}"


@pytest.fixture(scope="module")
def teams(start_teams: StartTeams) -> Teams:
    """The product with a fresh database, shared by the tests of one file."""
    return start_teams()


@pytest.fixture(params=WAYS, ids=lambda by: by.value)
def each_way(request: pytest.FixtureRequest, teams: Teams, start_teams: StartTeams) -> Teams:
    """The product, once by each way to Teams."""
    return teams if request.param is WAY else start_teams({"TR_CHANNEL": request.param.value})


@pytest.fixture(autouse=True)
def keep_what_was_seen(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a failed test that used the product: the page, the wire and the bot's log, among the artefacts."""
    used = next((name for name in ("each_way", "teams") if name in request.fixturenames), None)
    seen: Teams | None = request.getfixturevalue(used) if used else None
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before and seen:
        name = f"failed-{request.node.name}"
        seen.page.screenshot(name)
        said = [dataclasses.asdict(one) for one in seen.wire.exchanges()]
        (artefacts() / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
        if seen.bot_log.exists():
            shutil.copy(seen.bot_log, artefacts() / f"{name}.log")
