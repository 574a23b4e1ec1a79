"""`make run`: both parts on this machine only, stopped together, and a plain sentence when it cannot be."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local import run
from tests.fakes.ports import free_port

SCRIPT = run.ROOT / "deploy" / "local" / "run.py"
PATIENCE = 60.0
"""Seconds until a test gives up on another program."""
LISTENING = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells, in /proc, what a process has started and listens to"
)


@pytest.fixture
def client_packages() -> None:
    """Without Node there is no client to start."""
    if missing := run.why_no_client():
        pytest.skip(missing)


@dataclass(frozen=True)
class Running:
    """A `run.py` that has said where to go."""

    process: subprocess.Popen[str]
    first_line: str
    bot_port: int
    client_port: int

    def end(self) -> tuple[int, str, str]:
        """Exit code and what it printed after the first line, once it has ended."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture
def running(client_packages: None, tmp_path: Path) -> Iterator[Running]:
    bot_port, client_port = free_port(), free_port()
    settings = {"TR_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"}
    command = [sys.executable, str(SCRIPT), "--bot-port", str(bot_port), "--client-port", str(client_port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**without_settings(), **settings}
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield Running(process, line, bot_port, client_port)
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
    shutil.rmtree(run.ROOT / "var" / "local" / str(client_port), ignore_errors=True)


def without_settings() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("TR_")}


def descendants(pid: int) -> dict[int, str]:
    """Every process below ``pid``, with its command line; one that ends meanwhile is none."""
    found: dict[int, str] = {}
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                found |= descendants(child)
    return found


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def child(running: Running, what: str) -> int:
    """The process of the tree whose command line holds ``what``."""
    return next(pid for pid, command in descendants(running.process.pid).items() if what in command)


def listening(pids: set[int]) -> dict[int, str]:
    """Port → address (as /proc writes it) of every listening socket that one of ``pids`` holds."""
    held = set()
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            for handle in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(FileNotFoundError):  # closed since the folder was read
                    held.add(os.readlink(handle))
    found = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == LISTENING and f"socket:[{fields[9]}]" in held:
                address, _, port = fields[1].partition(":")
                found[int(port, 16)] = address
    return found


def wait_until(true: Callable[[], bool]) -> bool:
    """Looks until it is so, for ``PATIENCE`` at most.

    What is looked for is a file or process of another program, which starts and ends in its own time and tells nobody:
    there is nothing to wait for but the clock, and the pause only keeps from burning the core that program needs.
    """
    deadline = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


@pytest.mark.node
def test_one_line_says_where_to_go_and_what_to_type(running: Running) -> None:
    assert running.first_line == f"Åbn http://127.0.0.1:{running.client_port} og skriv: start refleksion\n"
    assert run.answers(running.bot_port, "/healthz")
    running.process.send_signal(signal.SIGINT)
    assert running.end() == (0, "", "")


@pytest.mark.node
@on_linux
def test_every_listening_socket_is_on_loopback_only(running: Running) -> None:
    sockets = listening({running.process.pid, *descendants(running.process.pid)})
    assert {running.bot_port, running.client_port} <= set(sockets)
    assert set(sockets.values()) <= LOOPBACK


@pytest.mark.node
@on_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_process_behind(running: Running, number: signal.Signals) -> None:
    started = descendants(running.process.pid)
    assert len(started) >= 2
    running.process.send_signal(number)
    code, _, _ = running.end()
    assert code == 0
    assert [command for pid, command in started.items() if alive(pid)] == []


@pytest.mark.node
@on_linux
@pytest.mark.parametrize(
    ("victim", "reason"),
    [("-m bot", "Botten stoppede af sig selv"), ("m365agentsplayground", "Teams-klienten stoppede af sig selv")],
)
def test_when_one_part_dies_the_other_is_stopped_and_the_reason_told(
    running: Running, victim: str, reason: str
) -> None:
    started = descendants(running.process.pid)
    os.kill(child(running, victim), signal.SIGKILL)
    code, out, err = running.end()
    assert (code, out) == (1, "")
    assert err.startswith(reason)
    assert "Det sidste, den skrev:\n" in err
    # A process that draws is the bot's alone: where the bot is killed it ends by itself, as soon as it gets to run.
    assert wait_until(lambda: not any(map(alive, started))), [started[pid] for pid in started if alive(pid)]


@pytest.mark.node
def test_a_client_that_refuses_its_configuration_is_quoted(
    client_packages: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PEOPLE", run.PEOPLE[:2])
    port = free_port()
    with run.start_client(port, "http://127.0.0.1:9/api/messages", "http://127.0.0.1:9", tmp_path) as client:
        with pytest.raises(run.CannotRun, match=r"(?s)Teams-klienten stoppede af sig selv .*users"):
            client.wait_ready(port, "/")


@pytest.mark.node
@pytest.mark.parametrize("option", ["--bot-port", "--client-port"])
def test_a_taken_port_is_named_and_nothing_is_started(client_packages: None, option: str) -> None:
    with socket.create_server((run.HOST, 0)) as other:
        taken = other.getsockname()[1]
        ports = {"--bot-port": free_port(), "--client-port": free_port()} | {option: taken}
        command = [sys.executable, str(SCRIPT), *(str(part) for pair in ports.items() for part in pair)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Port {taken} er optaget af et andet program.")
    assert option in result.stderr
    assert not (run.ROOT / "var" / "local" / str(ports["--client-port"])).exists()


def test_the_client_knows_at_least_five_people_who_plainly_are_made_up() -> None:
    config = run.client_config()
    assert len(config["users"]) >= 5
    for someone in [config["currentUser"], *config["users"]]:
        assert someone["name"].startswith("Deltager ")
        assert someone["email"].endswith(".example")


def test_without_node_the_terminal_chat_starts_instead(tmp_path: Path) -> None:
    settings = {"PATH": str(tmp_path), "TR_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"}
    result = subprocess.run(
        [sys.executable, str(SCRIPT)],
        input="",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=tmp_path,
        env={**without_settings(), **settings},
    )
    reason, _, chat = result.stdout.partition("\n")
    assert reason == "Node.js 20 eller nyere er ikke installeret, så samtalen kører her i terminalen i stedet."
    assert "Teknologiradar" in chat
    assert result.returncode == 0


def test_an_old_node_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.20.4\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.why_no_client() == "Node.js 20 eller nyere er ikke installeret"


def test_missing_packages_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v22.1.0\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "PLAYGROUND", tmp_path / "cli.js")
    assert "npm ci" in str(run.why_no_client())


@on_linux
def test_a_part_that_will_not_stop_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STOP_SECONDS", 0.1)
    inner = tmp_path / "inner"
    stubborn = "trap '' TERM; sleep 60 & echo $! > inner.new; mv inner.new inner; sleep 60"
    with run.Part("Noget", ["sh", "-c", stubborn], cwd=tmp_path, log=tmp_path / "log", env=os.environ) as part:
        assert wait_until(inner.exists)
        both = (part.pid, int(inner.read_text()))
        assert all(map(alive, both))
    assert wait_until(lambda: not any(map(alive, both)))
