"""A secret near its end is told in time, once a day, and no more often."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pytest

from bot.app import REPEATED
from bot.settings import Settings
from bot.telemetry.expiring import AHEAD, Expiring
from tests.fakes.local_bot import Recorder, local_bot
from tests.fakes.metrics import names, told, value

END = dt.date(2026, 12, 31)


def at(days: int, hour: int = 12) -> dt.datetime:
    """So many days before the end."""
    return dt.datetime.combine(END - dt.timedelta(days), dt.time(hour), dt.UTC)


class Calendar:
    def __init__(self) -> None:
        self.at = at(60)

    def __call__(self) -> dt.datetime:
        return self.at


async def test_it_is_said_from_a_month_before_once_a_day_and_louder_when_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    calendar = Calendar()
    expiring = Expiring({"TR_APP_PASSWORD": END}, calendar)
    said: dict[int, list[tuple[str, str]]] = {}
    for days in (60, AHEAD.days + 1, AHEAD.days, 7, 1, 0, -3):
        caplog.clear()
        for hour in (1, 9, 23):
            calendar.at = at(days, hour)
            await expiring.look()
        said[days] = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert said[60] == said[31] == []
    assert said[30] == [("WARNING", "TR_APP_PASSWORD ends in 30 days, on 2026-12-31: have a new one made")]
    assert [said[days][0][1].split(" days")[0] for days in (7, 1)] == [
        "TR_APP_PASSWORD ends in 7",
        "TR_APP_PASSWORD ends in 1",
    ]
    assert [len(said[days]) for days in (7, 1, 0, -3)] == [1, 1, 1, 1]
    assert [said[days][0][0] for days in (0, -3)] == ["ERROR", "ERROR"]


async def test_the_day_that_is_set_is_a_metric_and_is_looked_at(tmp_path: Path) -> None:
    async with local_bot(tmp_path, Recorder(), app_password_expires=END) as client:
        assert client.app is not None
        samples = await told(client)
        assert "expiring" in [each.name for each in client.app[REPEATED]]
    assert value(samples, "secret_expires_timestamp_seconds", secret="TR_APP_PASSWORD") == at(0, 0).timestamp()


async def test_where_no_day_is_set_none_is_made_up(tmp_path: Path) -> None:
    async with local_bot(tmp_path, Recorder()) as client:
        assert "teknologiradar_secret_expires_timestamp_seconds" not in names(await told(client))


@pytest.mark.parametrize("said", ["31-12-2026", "2026-13-01", "snart", "1798675200"])
def test_a_day_that_is_no_day_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("TR_APP_PASSWORD_EXPIRES", said)
    with pytest.raises(ValueError, match="app_password_expires"):
        Settings()
