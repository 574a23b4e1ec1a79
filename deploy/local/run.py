"""`make run`: the bot and a Teams-like client beside it, on this machine only.

Starts `python -m bot serve --local` and the Microsoft 365 Agents Playground, waits for both, says where to go, and
stops both on Ctrl-C. If either ends by itself the other is stopped too and the reason is told. Without Node, or
without the client's packages, the same conversation runs in the terminal instead.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PLAYGROUND = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
HOST = "127.0.0.1"
BOT_PORT, CLIENT_PORT = 3978, 56150
OLDEST_NODE = 20
START_SECONDS = 30.0
STOP_SECONDS = 12.0  # longer than the bot gives turns in hand
TAIL_LINES = 25

# The client exits without a word if it knows fewer than five people besides the one at the keyboard.
PEOPLE = ("Første", "Anden", "Tredje", "Fjerde", "Femte", "Sjette")
BOT_NAME, GROUP_NAME, TEAM_NAME, CHANNEL_NAME = "Teknologiradar", "Team Omsorg", "Omsorg", "Refleksion"


class CannotRun(Exception):
    """The local set-up cannot start or go on; ``str()`` is Danish and says what to do."""


class Part:
    """One running program with everything it starts: a process group of its own, its output in a log file.

    Used as a context manager, it is stopped on the way out: politely, then after ``STOP_SECONDS`` by force.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        cwd: Path,
        log: Path,
        env: Mapping[str, str],
        reason: Path | None = None,
    ) -> None:
        """Start ``command``. ``reason`` is a log of its own that says more than what it prints to ``log``."""
        self.name, self._logs = name, [path for path in (reason, log) if path]
        for path in self._logs:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 (our own commands, no shell)
                command,
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id, which is also its group's."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the whole group; a second call does nothing."""
        self._signal_group(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass

    def check(self) -> None:
        """Raise CannotRun, with the last lines of its log, if the program has ended."""
        code = self._process.poll()
        if code is not None:
            raise CannotRun(f"{self.name} stoppede af sig selv (kode {code}). {self._last_words()}")

    def wait_ready(self, port: int, path: str, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Wait until ``path`` on ``port`` answers 200; False if ``stopping`` comes first. Raises CannotRun."""
        deadline = time.monotonic() + START_SECONDS
        while not stopping():
            self.check()
            if answers(port, path):
                return True
            if time.monotonic() > deadline:
                raise CannotRun(f"{self.name} svarer ikke efter {START_SECONDS:.0f} sekunder. {self._last_words()}")
            time.sleep(0.05)
        return False

    def _last_words(self) -> str:
        for path in self._logs:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
            if lines:
                return "Det sidste, den skrev:\n" + "\n".join(lines[-TAIL_LINES:])
        return "Den skrev ikke hvorfor."


def answers(port: int, path: str) -> bool:
    """Whether something on this machine answers 200 to GET ``path`` on ``port``."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def start_bot(port: int, log: Path, env: Mapping[str, str] | None = None) -> Part:
    """The bot in local mode on ``port``; ready when /healthz answers."""
    command = [sys.executable, "-m", "bot", "serve", "--local", "--port", str(port)]
    return Part("Botten", command, cwd=ROOT, log=log, env=os.environ if env is None else env)


def start_client(port: int, endpoint: str, service_url: str, folder: Path) -> Part:
    """The Teams-like client on ``port``, speaking to the bot at ``endpoint``; ready when / answers.

    ``service_url`` is where it tells the bot to send its replies. ``folder`` holds its configuration and logs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".m365agentsplayground.yml").write_text(
        json.dumps(client_config(), ensure_ascii=False, indent=2), "utf-8"
    )
    # fmt: off
    command = [
        "node", str(PLAYGROUND), "--app-endpoint", endpoint, "--service-url", service_url,
        "--channel-id", "msteams", "--port", str(port), "--disable-telemetry",
    ]
    # fmt: on
    env = {"BROWSER": "none", **os.environ, "NODE_OPTIONS": f"--require {json.dumps(str(HERE / 'loopback.cjs'))}"}
    reason = folder / "devTools" / "m365agentsplayground.log"
    return Part("Teams-klienten", command, cwd=folder, log=folder / "client.log", env=env, reason=reason)


def client_config() -> dict[str, Any]:
    """The made-up organisation the client plays (JSON, and so YAML): one personal chat, one group chat, one channel."""
    me, *others = (person(number) for number in range(len(PEOPLE)))
    return {
        "version": "0.1.0",
        "tenantId": "11111111-1111-1111-1111-111111111111",
        "bot": {"id": "22222222-2222-2222-2222-222222222222", "name": BOT_NAME},
        "currentUser": me,
        "users": others,
        "personalChat": {"id": "personal-1"},
        "groupChat": {"id": "group-1", "name": GROUP_NAME},
        "team": {
            "id": "team-1",
            "name": TEAM_NAME,
            "aadGroupId": "55555555-5555-5555-5555-555555555555",
            "channels": [{"id": "channel-1", "name": CHANNEL_NAME}],
        },
    }


def person(number: int) -> dict[str, str]:
    """Made-up person ``number`` (0 sits at the keyboard), in the client's own spelling of the keys."""
    mail = f"deltager-{number}@kommune.example"
    return {
        "id": f"user-{number}",
        "name": f"Deltager {PEOPLE[number]}",
        "userPrincipleName": mail,
        "aadObjectId": f"33333333-3333-3333-3333-{number:012d}",
        "givenName": "Deltager",
        "surname": PEOPLE[number],
        "email": mail,
    }


def why_no_client() -> str | None:
    """Why the client cannot run here, as the first half of a Danish sentence; None if it can."""
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout if node else ""  # noqa: S603
    major = version.strip().removeprefix("v").partition(".")[0]
    if not (major.isdigit() and int(major) >= OLDEST_NODE):
        return f"Node.js {OLDEST_NODE} eller nyere er ikke installeret"
    if not PLAYGROUND.is_file():
        return "Teams-klienten er ikke hentet (skriv »npm ci« i mappen deploy/local)"
    return None


def refuse_taken(port: int, option: str) -> None:
    """Raise CannotRun if something already listens on ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} er optaget af et andet program. Luk det, eller vælg en anden port: "
                f".venv/bin/python deploy/local/run.py {option} {port + 1}"
            ) from error


def run(bot_port: int, client_port: int, stopping: Callable[[], bool]) -> None:
    """Run bot and client until ``stopping``. Raises CannotRun if they cannot start or one of them ends."""
    refuse_taken(bot_port, "--bot-port")
    refuse_taken(client_port, "--client-port")
    folder = ROOT / "var" / "local" / str(client_port)
    with ExitStack() as parts:
        bot = parts.enter_context(start_bot(bot_port, folder / "bot.log"))
        client = parts.enter_context(
            start_client(
                client_port,
                endpoint=f"http://{HOST}:{bot_port}/api/messages",
                service_url=f"http://{HOST}:{client_port}/_connector",
                folder=folder,
            )
        )
        if not (bot.wait_ready(bot_port, "/healthz", stopping) and client.wait_ready(client_port, "/", stopping)):
            return
        print(f"Åbn http://{HOST}:{client_port} og skriv: start refleksion", flush=True)  # noqa: T201
        while not stopping():
            bot.check()
            client.check()
            time.sleep(0.1)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 stopped on request, 1 could not run (the reason on stderr), 2 wrong usage."""
    parser = argparse.ArgumentParser(description="Botten og en Teams-lignende klient på denne maskine.")
    parser.add_argument("--bot-port", type=int, default=BOT_PORT, help=f"bottens port ({BOT_PORT})")
    parser.add_argument("--client-port", type=int, default=CLIENT_PORT, help=f"klientens port ({CLIENT_PORT})")
    options = parser.parse_args(arguments)
    if options.bot_port == options.client_port:
        parser.error("botten og klienten skal have hver sin port")
    if missing := why_no_client():
        print(f"{missing}, så samtalen kører her i terminalen i stedet.", flush=True)  # noqa: T201
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "bot", "chat"])  # noqa: S606
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _: asked.append(got))
    try:
        run(options.bot_port, options.client_port, lambda: bool(asked))
    except CannotRun as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
