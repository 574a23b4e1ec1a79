"""A log line says what happened, in which turn, and nothing that anybody has written."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pydantic
import pytest

from bot.errors import DeliveryError, StorageError, Wrong
from bot.storage.database import trouble_told
from bot.telemetry import log as logs
from bot.telemetry.about import WorkedOn, mark, new_reference, now_about, working_on
from bot.telemetry.faults import FRAMES, MOST, told
from bot.telemetry.log import LogAs

WORDS = "Hvad Anna Made-Up skrev"
ABOUT = WorkedOn(mark("tenant", "19:conversation@thread.v2"), "0123abcd")
log = logging.getLogger("bot.made_up")

Lines = Callable[[LogAs], io.StringIO]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Begins to log as asked; what was logged before is put back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def begin(how: LogAs) -> io.StringIO:
        to = io.StringIO()
        logs.begin(how, to)
        return to

    yield begin
    root.handlers[:] = handlers
    root.setLevel(level)


def raised(error: Exception) -> Exception:
    """The error with the lines of code it went through."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_a_json_line_has_time_level_logger_words_and_the_turn_it_is_of(lines: Lines) -> None:
    to = lines(LogAs.JSON)
    with working_on(ABOUT):
        log.warning("turn cut off after %.1f s", 1.8)
    line = json.loads(to.getvalue())
    at = dt.datetime.fromisoformat(line.pop("timestamp"))
    assert abs(dt.datetime.now(dt.UTC) - at) < dt.timedelta(minutes=1)
    assert line == {
        "event": "turn cut off after 1.8 s",
        "level": "warning",
        "logger": "bot.made_up",
        "reference": "0123abcd",
        "conversation": ABOUT.conversation,
    }


def test_each_line_of_json_is_one_line_whatever_is_in_it(lines: Lines) -> None:
    to = lines(LogAs.JSON)
    log.info("æøå\nto linjer \ud800")
    log.info("and another")
    first, second, end = to.getvalue().split("\n")
    assert (json.loads(first)["event"][:12], json.loads(second)["event"], end) == ("æøå\nto linje", "and another", "")


def test_a_line_of_text_ends_in_the_reference_that_people_are_told(lines: Lines) -> None:
    to = lines(LogAs.TEXT)
    with working_on(ABOUT):
        log.warning("turn cut off")
    with working_on(WorkedOn("abc")):
        log.warning("given up")
    log.warning("outside")
    first, second, third = to.getvalue().splitlines()
    assert first.endswith(f" WARNING bot.made_up: turn cut off [0123abcd {ABOUT.conversation}]")
    assert second.endswith(": given up [abc]") and third.endswith(": outside")


@pytest.mark.parametrize("how", LogAs)
def test_what_an_exception_says_is_not_in_the_log_but_where_it_came_from_is(lines: Lines, how: LogAs) -> None:
    to = lines(how)
    failed = raised(ValueError(WORDS))
    failed.__cause__ = raised(KeyError(WORDS))
    log.error("turn failed", exc_info=failed)
    log.info("the next line")
    text = to.getvalue()
    assert "ValueError" in text and "because of: KeyError" in text and f"{__name__}:" in text
    assert "Anna" not in text and "Made-Up" not in text
    assert "the next line" in text.splitlines()[-1]


def test_an_exception_is_a_field_of_its_line_of_json(lines: Lines) -> None:
    to = lines(LogAs.JSON)
    log.error("turn failed", exc_info=raised(StorageError("x", Wrong.BUSY)))
    (line,) = (json.loads(each) for each in to.getvalue().splitlines())
    assert line["event"] == "turn failed" and "exc_info" not in line
    assert line["exception"][0] == "bot.errors.StorageError (busy)"
    assert re.fullmatch(rf"  {re.escape(__name__)}:\d+ raised", line["exception"][1])


def test_beneath_info_nothing_is_logged_since_libraries_quote_what_they_are_given(lines: Lines) -> None:
    to = lines(LogAs.TEXT)
    logging.getLogger("aiosqlite").debug("executing %s", WORDS)
    assert to.getvalue() == ""


async def test_a_task_that_nobody_waited_for_is_told_without_what_it_raised(lines: Lines) -> None:
    to = lines(LogAs.TEXT)
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(logs.untold)
    try:

        async def fails() -> None:
            raise ValueError(WORDS)

        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        task.__del__()  # type: ignore[attr-defined]
    finally:
        loop.set_exception_handler(before)
    assert "Task exception was never retrieved" in to.getvalue() and "ValueError" in to.getvalue()
    assert "Anna" not in to.getvalue()


async def test_what_a_turn_begins_beside_itself_is_about_that_turn_and_the_next_one_is_not() -> None:
    async def beside() -> WorkedOn | None:
        return now_about()

    with working_on(ABOUT):
        task = asyncio.create_task(beside())
        with working_on(WorkedOn("inner")):
            assert now_about() == WorkedOn("inner")
        assert now_about() == ABOUT
    assert await task == ABOUT and now_about() is None


def test_a_mark_is_the_same_each_time_and_tells_neither_tenant_nor_conversation() -> None:
    assert mark("t", "c") == mark("t", "c") != mark("t", "d")
    assert re.fullmatch("[0-9a-f]{12}", mark("tenant", "19:conversation"))


def test_references_are_eight_digits_and_no_two_alike() -> None:
    found = {new_reference() for _ in range(1000)}
    assert len(found) == 1000 and all(re.fullmatch("[0-9a-f]{8}", each) for each in found)


class Refused(pydantic.BaseModel):
    number: int


def _sqlite() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (a TEXT NOT NULL UNIQUE)")
        connection.execute("INSERT INTO t VALUES (?), (?)", (WORDS, WORDS))


@pytest.mark.parametrize(
    ("work", "first"),
    [
        (lambda: Refused(number=WORDS), "pydantic_core._pydantic_core.ValidationError"),
        (lambda: {}[WORDS], "KeyError"),
        (lambda: int(WORDS), "ValueError"),
        (_sqlite, "sqlite3.IntegrityError (SQLITE_CONSTRAINT_UNIQUE)"),
        (lambda: open(f"/nowhere/{WORDS}"), "FileNotFoundError (ENOENT)"),
        (lambda: WORDS.nothing_like_it, "AttributeError (str has no nothing_like_it)"),
        (lambda: _raise(DeliveryError(403)), "bot.errors.DeliveryError (status 403)"),
        (lambda: _raise(ExceptionGroup(WORDS, [ValueError(WORDS), TypeError(WORDS)])), "ExceptionGroup"),
    ],
)
def test_of_an_exception_its_sort_and_its_codes_are_told(work: Callable[[], Any], first: str) -> None:
    with pytest.raises(Exception) as caught:
        work()
    lines = told(caught.value)
    assert lines[0] == first
    assert "Made-Up" not in "\n".join(lines)


def _raise(error: Exception) -> None:
    raise error


def test_all_of_a_group_are_told_and_a_circle_ends() -> None:
    inner = ValueError("x")
    group = ExceptionGroup("x", [inner, TypeError("x")])
    inner.__cause__ = group
    assert told(group) == ["ExceptionGroup", "one of them: ValueError", "one of them: TypeError"]


def test_an_endless_exception_is_told_in_part() -> None:
    deep: Exception = ValueError()
    for _ in range(3 * MOST):
        further = ValueError()
        further.__cause__ = deep
        deep = further
    assert len(told(deep)) == MOST + 1 and told(deep)[-1] == "and more"

    def dives(left: int) -> None:
        if not left:
            raise ValueError
        dives(left - 1)

    with pytest.raises(ValueError) as caught:
        dives(10 * FRAMES)
    lines = told(caught.value)
    assert len(lines) == FRAMES + 2 and re.fullmatch(r"  \d+ before", lines[1])
    assert lines[-1].endswith(" dives")


def test_a_row_that_the_database_refused_is_not_told_with_its_trouble() -> None:
    with pytest.raises(StorageError) as caught, trouble_told():
        raise sqlite3.IntegrityError(f"null value in a column\nDETAIL:  Failing row contains ({WORDS}).")
    assert str(caught.value) == "null value in a column"
