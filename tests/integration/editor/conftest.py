"""An editor's folder, and a bot that knows the editor's key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.settings import Settings
from radar_core.push.signing import public_text
from tests.fakes.editor import PASSPHRASE, Editor, made_key, write
from tests.fakes.local_bot import Recorder, local_bot
from tests.fakes.signed import SPARE


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers_at_once: None) -> None:
    """Nothing of the developer's own settings or files."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    write(f"{PASSPHRASE}\n", "kodeord.txt")


@pytest_asyncio.fixture
async def editor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Editor]:
    keys = (made_key(capsys), public_text(SPARE.public_key()))
    async with local_bot(tmp_path, Recorder(), kl_public_keys=keys) as client:
        yield Editor(client, capsys, monkeypatch)
