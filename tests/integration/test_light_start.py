"""A bot that listens has loaded nothing that no turn of its asks for, and leaves nothing of it to somebody's turn."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.openid import APP_ID, TENANT

UNASKED = {
    "aiosqlite": "the threads of SQLite go by sqlite3",
    "alembic": "the schema is this release's already",
    "asyncpg": "on SQLite",
    "botbuilder.core": "the SDK's messages are made by hand",
    "greenlet": "it is for PostgreSQL",
    "matplotlib": "a worker draws",
    "numpy": "so too",
    "opentelemetry": "nobody has asked for traces",
    "pandas": "a table is made by a command",
    "PIL": "a worker draws",
    "pydantic_settings": "pydantic reads the settings",
    "sqlalchemy.dialects.postgresql": "on SQLite",
    "sqlalchemy.orm": "there are rows here, and no objects made of them",
    "structlog": "the log is text",
}
"""What a start leaves alone, and why."""

STARTS = """
import asyncio, sys
from bot.app import build_production
from bot.settings import Settings
from aiohttp.test_utils import TestServer

async def listens():
    async with TestServer(build_production(Settings())):
        return sorted(set(sys.modules) & set(sys.argv[1:]))

print(asyncio.run(listens()))
"""


READS = """
import asyncio
from bot.app import build_production
from bot.settings import Settings
from aiohttp.test_utils import TestServer
from dialogs.understanding.sentences import sentences

async def reads():
    async with TestServer(build_production(Settings(), prepare=True)):
        for reading in [task for task in asyncio.all_tasks() if task.get_name() == "sentences"]:
            await asyncio.wait([reading])  # where it has not been read while the last of the start was done
        return sentences.cache_info().currsize

print(asyncio.run(reads()))
"""


def said(script: str, folder: Path, by: str = "rest") -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    given = {
        "TR_CHANNEL": by,
        "TR_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bot.db",
        "TR_APP_ID": APP_ID,
        "TR_APP_PASSWORD": "made-up",
        "TR_TENANT_ID": TENANT,
        "TR_PUBLIC_URL": "https://radar.example",
    }
    asked = [sys.executable, "-c", script, *UNASKED]
    ran = subprocess.run(asked, env={**clean, **given}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.parametrize("by", ["botbuilder", "rest"])
def test_a_bot_that_listens_has_loaded_nothing_it_does_not_ask_for(by: str, tmp_path: Path) -> None:
    assert "alembic" in said(STARTS, tmp_path, by)  # it makes the database
    assert said(STARTS, tmp_path, by) == "[]"


def test_what_can_be_said_is_read_beside_what_comes_in_and_waits_for_nobody_to_type(tmp_path: Path) -> None:
    assert said(READS, tmp_path) == "1"
