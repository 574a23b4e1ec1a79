"""What import-linter holds of the house: an import that no room may have is seen, in every package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORBIDDEN = {
    "bot/sending/outbox.py": (
        "import botbuilder.schema",
        "The bot SDK is known to the channel that is made of it alone",
    ),
    "bot/wire.py": ("import bot.turns.turn", "The rooms of bot stand on those below"),
    "bot/turns/own_use/turns.py": (
        "import bot.turns.following.turns",
        "A turn knows no conversation, and no conversation but erasing knows another",
    ),
    "bot/cards/elements.py": (
        "import bot.cards.radar",
        "Cards of one conversation stand on what all cards are made of",
    ),
    "dialogs/people.py": ("import dialogs.reflection.state", "The rooms of dialogs stand on those below"),
    "dialogs/reflection/state.py": (
        "import dialogs.reflection.reducer",
        "The reducer stands on its rows, and each row on what takes it",
    ),
    "dialogs/danish/dates.py": ("import random", "The conversation does no I/O, has no clock and no chance"),
    "dialogs/asides/erasing.py": ("import bot.wire", "Imports run one way: bot -> dialogs -> radar_core"),
    "radar_core/errors.py": ("import radar_core.render.draw", "The rooms of radar_core stand on those below"),
    "radar_core/model/rulebook.py": ("import aiohttp", "The radar knows nothing of chat, HTTP or databases"),
    "radar_core/sheets/edition_words.py": (
        "import radar_core.sheets.edition_import",
        "No circle among rooms or folders, however deep",
    ),
}
"""File, an import it may not have, and the contract that says so."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the house with all of them in it."""
    house = tmp_path_factory.mktemp("house")
    for package in ("bot", "dialogs", "radar_core"):
        shutil.copytree(ROOT / package, house / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    for file, (forbidden, _) in FORBIDDEN.items():
        (house / file).write_text(f"{(house / file).read_text('utf-8')}\n{forbidden}\n", encoding="utf-8")
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize("file", FORBIDDEN)
def test_an_import_that_no_room_may_have_breaks_the_contract_that_forbids_it(told: str, file: str) -> None:
    assert f"{FORBIDDEN[file][1]} BROKEN" in told


def test_every_contract_is_broken_by_one_of_them() -> None:
    contracts = (ROOT / "pyproject.toml").read_text("utf-8").count("[[tool.importlinter.contracts]]")
    assert len({contract for _, contract in FORBIDDEN.values()}) == contracts
