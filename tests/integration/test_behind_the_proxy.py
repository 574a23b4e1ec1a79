"""What ``deploy/compose.yaml`` starts, without an engine: its two bots with its settings and secrets, on a real
PostgreSQL whose role ``deploy/database/role.sh`` has made, behind a real Caddy with ``deploy/Caddyfile``.
"""

from __future__ import annotations

import contextlib
import http.client
import http.server
import itertools
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from tests.fakes.container import ROOT
from tests.fakes.ports import free_port
from tests.fakes.postgres import bin_folder, execute, socket_folder

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
BOTS = ("bot-a", "bot-b")
BIN = Path(sys.executable).parent
PASSWORD = "opdigtet"
ENV = {
    "DOMAIN": "radar.example.org",
    "TR_APP_ID": "11111111-2222-3333-4444-555555555555",
    "TR_TENANT_ID": "22222222-2222-3333-4444-555555555555",
}
"""What ``.env`` would say; made up."""
PAUSE = 0.05
"""Seconds between two looks at another program: without, the looking takes the processor that program needs."""
INTERVAL = 2.0
"""Seconds between the proxy's looks at a bot."""
MARKER = "maerke9d2f"
"""Stands where a file's secret address does."""


@dataclass
class House:
    """The bots and their proxy."""

    folder: Path
    ports: dict[str, int]
    door: int
    bots: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    starts: Iterator[int] = field(default_factory=itertools.count)

    def start(self, *names: str) -> None:
        """Returns once they listen and say they are ready: what »up --wait« waits for."""
        said = {name: self._begin(name) for name in names}
        for name in names:
            # The check is a process of its own each time: it begins once the bot says that it listens.
            while "lytter" not in said[name].read_text("utf-8") or not self.is_well(name):
                assert self.bots[name].poll() is None, said[name].read_text("utf-8")
                time.sleep(PAUSE)

    def _begin(self, name: str) -> Path:
        given = {
            key: re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda m: ENV[m[1]], str(value))
            for key, value in self.given(name).items()
        }
        given["TR_SECRETS_DIR"] = str(self.folder / "secrets")
        clean = {key: value for key, value in os.environ.items() if not key.startswith("TR_")}
        command = [str(BIN / "teknologiradar"), "serve", "--port", str(self.ports[name])]
        said = self.folder / f"{name} {next(self.starts)}.log"
        with said.open("w") as log:
            bot = subprocess.Popen(command, cwd=self.folder, env={**clean, **given}, stdout=log, stderr=log, text=True)
        self.bots[name] = bot
        return said

    def is_well(self, name: str) -> bool:
        """What the health check of ``compose.yaml`` finds."""
        word, python, *rest = COMPOSE["services"][name]["healthcheck"]["test"]
        assert word == "CMD" and python.endswith("/bin/python")
        rest = [each.replace("3978", str(self.ports[name])) for each in rest]
        return subprocess.run([sys.executable, *rest], capture_output=True, check=False).returncode == 0

    def given(self, name: str) -> dict[str, str]:
        given: dict[str, str] = COMPOSE["services"][name]["environment"]
        return given

    def stop(self, name: str) -> None:
        """As an engine does: a signal, and then it waits."""
        self.bots[name].terminate()
        self.bots.pop(name).communicate(timeout=60)

    def ask(self, path: str, method: str = "GET", body: str | None = None) -> int:
        """What the proxy answers."""
        return _ask(self.door, path, method, body)


def _ask(port: int, path: str, method: str = "GET", body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database that the role of ``role.sh`` owns, on the tests' server."""
    secret = tmp_path_factory.mktemp("secret") / "database_password"
    secret.write_text(PASSWORD + "\n", "utf-8")
    script = (DEPLOY / "database" / "role.sh").read_text("utf-8")
    assert "/run/secrets/database_password" in script
    script = script.replace("/run/secrets/database_password", str(secret))
    environment = {
        "PATH": f"{bin_folder()}:/usr/bin:/bin",
        "PGHOST": socket_folder(),
        "POSTGRES_USER": "postgres",
    }
    ran = subprocess.run(["sh"], input=script, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert PASSWORD not in ran.stdout + ran.stderr
    yield f"postgresql+asyncpg://radar:{PASSWORD}@/radar?host={socket_folder()}"
    execute("DROP DATABASE radar WITH (FORCE)")
    execute("DROP ROLE radar")


@contextlib.contextmanager
def proxy(folder: Path, door: int, bots: Iterable[int]) -> Iterator[Path]:
    """Caddy with our Caddyfile, on this machine and without TLS; yields its log once it listens."""
    command = [str(BIN / "caddy"), "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    environment = {
        **os.environ,
        "DOMAIN": f"http://127.0.0.1:{door}",
        "BOTS": " ".join(f"127.0.0.1:{port}" for port in bots),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    said, begun = folder / "caddy.log", threading.Event()
    caddy = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    def read() -> None:
        assert caddy.stderr
        with said.open("w") as log:
            for line in caddy.stderr:
                log.write(line)
                log.flush()
                if "serving initial configuration" in line:
                    begun.set()
        begun.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert begun.wait(60) and caddy.poll() is None, said.read_text()
        yield said
    finally:
        caddy.terminate()
        caddy.wait(60)
        reader.join(60)
        assert caddy.stderr
        caddy.stderr.close()


@pytest.fixture(scope="module")
def house(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "tr_database_url").write_text(address + "\n", "utf-8")
    (folder / "secrets" / "tr_app_password").write_text("opdigtet\n", "utf-8")
    house = House(folder, {name: free_port() for name in BOTS}, free_port())
    try:
        house.start(*BOTS)
        with proxy(folder, house.door, house.ports.values()):
            yield house
    finally:
        for name in list(house.bots):
            house.stop(name)


def test_the_role_owns_its_database_and_is_no_administrator(address: str) -> None:
    query = "SELECT rolsuper OR rolcreatedb OR rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = 'radar'"
    assert execute(query) == [(False, True)]
    owner = "SELECT pg_get_userbyid(datdba), has_database_privilege('public', oid, 'CONNECT') FROM pg_database "
    owner += "WHERE datname = 'radar'"
    assert execute(owner) == [("radar", False)]


def test_what_people_and_teams_need_is_reached_and_the_rest_stays_inside(house: House) -> None:
    assert [house.ask(path) for path in ("/om", "/privatliv", "/vilkaar")] == [200, 200, 200]
    assert house.ask("/api/messages", "POST", "{}") == 401  # the bot's own answer: no token
    assert [house.ask(path) for path in ("/healthz", "/readyz", "/metrics", "/", "/findes/ikke")] == [404] * 5
    assert {_ask(port, "/healthz") for port in house.ports.values()} == {200}


def test_one_bot_after_the_other_is_replaced_and_nobody_who_asks_goes_without_an_answer(house: House) -> None:
    answers: list[int] = []
    meanwhile: list[int] = []
    going = True

    def keep_asking() -> None:
        while going:
            answers.append(house.ask("/privatliv"))
            answers.append(house.ask("/api/messages", "POST", "{}"))
            time.sleep(PAUSE)

    asking = [threading.Thread(target=keep_asking) for _ in range(6)]
    for each in asking:
        each.start()
    try:
        for name in BOTS:
            before = len(answers)
            house.stop(name)
            house.start(name)
            meanwhile.append(len(answers) - before)
    finally:
        going = False
        for each in asking:
            each.join(60)
    assert len(answers) > 50
    assert min(meanwhile) >= 2 * len(asking), meanwhile
    assert set(answers) == {200, 401}, Counter(answers)


def test_while_the_database_is_away_the_bots_are_asked_since_they_can_say_so(house: House) -> None:
    execute("ALTER ROLE radar NOLOGIN")
    try:
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'radar'")
        while {_ask(port, "/readyz") for port in house.ports.values()} != {503}:
            time.sleep(PAUSE)  # it is tried again every ten seconds
        answers, until = Counter[int](), time.monotonic() + 3 * INTERVAL
        while time.monotonic() < until:
            answers.update([house.ask("/privatliv"), house.ask("/api/messages", "POST", "{}")])
            time.sleep(PAUSE)
        assert set(answers) == {200, 401}, answers
    finally:
        execute("ALTER ROLE radar LOGIN")
    while {_ask(port, "/readyz") for port in house.ports.values()} != {200}:
        assert all(bot.poll() is None for bot in house.bots.values()), "nor are they started anew for it"
        time.sleep(PAUSE)


def test_the_address_of_a_file_is_not_in_the_proxys_log_even_where_it_fails(tmp_path: Path) -> None:
    door = free_port()
    with proxy(tmp_path, door, [free_port(), free_port()]) as log:  # nobody is there
        assert _ask(door, f"/files/{MARKER}") in (502, 503)
    said = log.read_text("utf-8")
    assert "/files/" in said and MARKER not in said


class Upstream(http.server.BaseHTTPRequestHandler):
    """Stands where a bot does: says that it is ready, and what it has been sent."""

    protocol_version = "HTTP/1.1"
    dies = False
    taken: ClassVar[list[tuple[str, bytes]]] = []

    def do_GET(self) -> None:
        self._answer(b"ready")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, body))
        if self.dies:
            self.close_connection = True
        else:
            self._answer(body)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


def test_a_message_that_a_bot_closed_its_connection_on_is_said_to_the_other_and_nothing_else_is(tmp_path: Path) -> None:
    well, dying = (type(name, (Upstream,), {"dies": name == "Dying", "taken": []}) for name in ("Well", "Dying"))
    bots = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), each) for each in (well, dying)]
    running = [threading.Thread(target=bot.serve_forever) for bot in bots]
    for each in running:
        each.start()
    message, door = "x" * 200_000, free_port()
    try:
        with proxy(tmp_path, door, [bot.server_address[1] for bot in bots]):
            said = {_ask(door, "/api/messages", "POST", message) for _ in range(4)}
            set_live = {_ask(door, "/api/activations", "POST", "{}") for _ in range(4)}
    finally:
        for bot in bots:
            bot.shutdown()
            bot.server_close()
        for each in running:
            each.join(30)
    assert said == {200}
    assert (
        well.taken.count(("/api/messages", message.encode())) == 4
        and ("/api/messages", message.encode()) in dying.taken
    )
    assert set_live == {200, 502}
