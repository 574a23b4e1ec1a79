"""The whole country's run, in small: nothing is lost, and nothing is left behind. How fast it is is not asked here."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import country, country_report
from tests.bench.children import ROOT
from tests.bench.shape import Shape
from tests.fakes.chance import ALL, dice

SMALL = Shape(teams=12, people=3, pace=60, active=30) if ALL else Shape(teams=4, people=2, pace=400, active=6)
"""Ten teams at a time, or three, so that the last begin when others have ended."""

INTERRUPTED = [("sqlite", signal.SIGINT), ("postgresql", signal.SIGINT), ("postgresql", signal.SIGTERM)]
"""All of them in the long run; else one, by chance: it is one handler for all that hears them."""


async def test_all_answers_of_a_small_country_are_stored_as_given_and_one_that_is_not_is_counted(
    any_database_url: str,
) -> None:
    backend = any_database_url.partition("+")[0]
    outcome = await country.run(backend, any_database_url, SMALL)
    assert outcome.stored == country.Stored(lost=0, untold=0, finished=SMALL.teams, waiting=0)
    everybody = {(t, member, q) for t in range(SMALL.teams) for member in range(SMALL.people) for q in range(1, 10)}
    given = sorted(map(tuple, outcome.seen.given))
    assert given == sorted(everybody)
    assert len(outcome.seen.latencies["answer"]) >= SMALL.answers
    assert len(outcome.used.bots) == country.BOTS[backend]
    assert all(spent > 0 for spent in outcome.used.bots), "each bot process has had its share"
    assert any(
        line.startswith(f"answers told saved {SMALL.answers} · lost 0 ") for line in country_report.lines(outcome)
    )

    assert (await country.stored(any_database_url, [*given, (0, 0, 10)], SMALL)).lost == 1
    assert (await country.stored(any_database_url, given[1:], SMALL)).untold == 1


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """The path of a server's socket in it may have 107 characters at most; that of pytest's own folders is too long."""
    with tempfile.TemporaryDirectory(prefix="land-") as folder:
        yield Path(folder)


@pytest.mark.parametrize(("backend", "ending"), INTERRUPTED if ALL else [dice("country").choice(INTERRUPTED)])
async def test_a_run_that_is_interrupted_leaves_no_process_behind(
    short_folder: Path, backend: str, ending: signal.Signals
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.country", "--teams", "2", "--only", backend),
        cwd=ROOT, env={**os.environ, "TMPDIR": str(short_folder)}, stdout=PIPE, stderr=PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(300):
        while "are at it" not in (await process.stdout.readline()).decode():
            assert not process.stdout.at_eof(), "it ended by itself"
        assert len(started_with(short_folder)) >= 2 + country.BOTS[backend]
        process.send_signal(ending)
        await process.communicate()
    assert process.returncode == 128 + ending
    assert started_with(short_folder) == []
    assert servers_in(short_folder) == []


def servers_in(folder: Path) -> list[Path]:
    """The folders of PostgreSQL servers."""
    return list(folder.glob("pg-*"))


def started_with(folder: Path) -> list[str]:
    """Command lines of all processes that know of a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, known = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue  # somebody else's, or just ended
        if bytes(folder) in command + known:
            found.append(command.replace(b"\0", b" ").decode())
    return found
