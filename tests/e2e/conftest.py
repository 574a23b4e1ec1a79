"""The real bot, the real client and a real browser, all on this machine.

`teams` is the product, fresh for each test file: `teams.page` is the person at the keyboard, `teams.colleague(1)`
another person in the same chats, `teams.wire` everything bot and client said to each other. `start_teams` starts one
more. The bot and its database are of the file alone; browser and client serve one file after the other.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.local.run import HOST, ROOT, CannotRun, Part, start_bot, start_client, why_no_client
from dialogs.texts import ending, status
from tests.e2e.playground import Playground
from tests.e2e.wire import Card, Chat, Colleague, Wire
from tests.fakes.ports import free_port
from tests.fakes.ways import WAY, WAYS

HERE = Path(__file__).resolve().parent
COUNTS = re.compile(
    rf"Spørgsmål \d: |{re.escape(status.AT_SUMMARY)}|{re.escape(status.AT_PAUSE)}|{re.escape(status.OVER)}"
)
"""What the message that says who has answered begins with."""
DRAWN_SECONDS = 20.0
"""For how long a bot draws for those that start after it; alone it takes five."""
STILL = """
const still = new CSSStyleSheet();
still.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important }');
document.adoptedStyleSheets.push(still);
"""
"""Nothing moves: a bar that the client hides would, from the first picture on, and take a third of a core."""
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The page asks a CDN for fonts it can do without: this machine and nothing else is found. (A route of Playwright's
    # would need its event loop while a test waits for the wire, and turn the cache off.)
    "--no-proxy-server",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
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
        for thread in sorted({one["conversation"]["id"] for one in self.wire.settled().activities(chat, "message")}):
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


def wait_ready(part: Part, port: int, path: str) -> None:
    """Twice as patient as `make run`: a test may run where everything else does. Raises CannotRun."""
    with suppress(CannotRun):
        part.wait_ready(port, path)
        return
    part.wait_ready(port, path)


def settings_of_bot(folder: Path) -> dict[str, str]:
    """The environment of a bot with its database in ``folder``."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("TR_")}
    return {**clean, "TR_CHANNEL": WAY.value, "TR_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bot.db'}"}


class Clients:
    """Chromium and the clients of this process, started as they are asked for and lent to one bot at a time.

    A client takes a new bot as well as a new client would: its page is loaded anew. Starting one, and reading its nine
    megabytes of script for the first time, costs more than most tests do. So does drawing the radars for an empty
    database, as every bot does when it starts: a bot does it here once, and the others start with what it left.
    """

    def __init__(self) -> None:
        self._running = ExitStack()
        self._browser: Browser | None = None
        self._free: list[Playground] = []
        self._drawn: Path | None = None

    def lend(self, folder: Path) -> Playground:
        """A client's page that nobody has; ``folder`` is for the client's files if it must be started."""
        return self._free.pop() if self._free else self._start(folder)

    def take_back(self, page: Playground) -> None:
        """Nobody has it any more."""
        self._free.append(page)

    def drawn(self, folders: pytest.TempPathFactory) -> Path:
        """The database of a bot that has started and drawn what it could, and to which nobody has spoken."""
        if self._drawn is None:
            folder, port = folders.mktemp("drawn"), free_port()
            with start_bot(port, folder / "bot.log", settings_of_bot(folder)) as bot:
                wait_ready(bot, port, "/healthz")
                enough = time.monotonic() + DRAWN_SECONDS  # what is not drawn then is drawn by those that ask for it
                bot.wait_ready(port, "/readyz", lambda: time.monotonic() > enough)
            self._drawn = folder / "bot.db"
        return self._drawn

    def close(self) -> None:
        """End all of them, and the browser; what is asked for after that is started anew."""
        self._free, self._browser = [], None
        self._running.close()

    def _start(self, folder: Path) -> Playground:
        self._browser = self._browser or self._start_browser()
        port = free_port()
        wire = self._running.enter_context(Wire(port))
        client = self._running.enter_context(start_client(port, wire.endpoint, wire.service_url, folder))
        wait_ready(client, port, "/")
        context = self._browser.new_context(viewport={"width": 1280, "height": 1000}, locale="da-DK")
        self._running.callback(context.close)
        context.add_init_script(STILL)
        return Playground(context.new_page(), wire, port, artefacts())

    def _start_browser(self) -> Browser:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if chromium is None:
            pytest.skip("Chromium is not installed")
        playwright = self._running.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=list(BROWSER_FLAGS))
        self._running.callback(browser.close)
        return browser


CLIENTS, NONE = pytest.StashKey[Clients](), Clients()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the last of these tests the browser goes: Playwright's event loop stands in the way of asyncio tests."""
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        item.config.stash.get(CLIENTS, NONE).close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that is stopped between two of these tests leaves no browser and no client behind."""
    session.config.stash.get(CLIENTS, NONE).close()


@pytest.fixture(scope="module")
def start_teams(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartTeams]:
    """Start a fresh bot that nobody has spoken to, its page fresh too: ``start_teams(env=None, bot_port=None)``.

    ``env`` adds settings to the bot's environment; with ``bot_port`` a bot that is already there is used. When the file
    is done all bots are stopped, and it is an error if either side ever answered with a server error.
    """
    if missing := why_no_client():
        pytest.skip(missing)
    clients = request.config.stash.setdefault(CLIENTS, Clients())
    with ExitStack() as stack:

        def start(env: dict[str, str] | None = None, bot_port: int | None = None) -> Teams:
            folder, port = tmp_path_factory.mktemp("teams"), bot_port or free_port()
            page = clients.lend(folder / "client")
            stack.callback(clients.take_back, page)
            stack.callback(lambda: failed.extend(page.wire.failures()))
            page.wire.turn_to(port)
            if bot_port is None:
                shutil.copy(clients.drawn(tmp_path_factory), folder / "bot.db")
                settings = settings_of_bot(folder) | (env or {})
                bot = stack.enter_context(start_bot(port, folder / "bot.log", settings))
                wait_ready(bot, port, "/healthz")
            page.load()
            return Teams(page, page.wire, f"http://{HOST}:{port}", folder / "bot.log")

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
