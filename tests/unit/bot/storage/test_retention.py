"""What is told of what is kept names every table, and the DPO's folder tells the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.storage import retention
from bot.storage.erasure import pieces
from bot.storage.retention import RETAINED, spelled
from bot.storage.tables import metadata

FOLDER = Path(__file__).parents[4] / "docs" / "databeskyttelse"


def test_every_table_of_the_database_is_told_of_once() -> None:
    told = [table for retained in RETAINED for table in retained.tables]
    assert sorted(told) == sorted(metadata.tables)


def test_every_time_the_sweeper_takes_is_told() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    times = {spelled(now - before) for _, before in pieces(now, retention.REFLECTIONS_KEPT)}
    assert [time for time in times if not any(time in retained.until for retained in RETAINED)] == []


def test_the_command_prints_what_stands_in_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "table"]) == 0
    assert capsys.readouterr().out.strip() in (FOLDER / "oplysninger.md").read_text("utf-8")


def test_every_page_of_the_folder_is_in_its_index() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    pages = [page.name for page in FOLDER.glob("*.md") if page.name != "README.md"]
    assert [page for page in pages if f"({page})" not in index] == []


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: page.stem)
def test_the_folder_never_says_that_something_is_lawful(page: Path) -> None:
    text = page.read_text("utf-8").lower()
    assert [
        claim for claim in ("er lovligt, at", "overholder gdpr", "opfylder nis2", "er undtaget fra") if claim in text
    ] == []
