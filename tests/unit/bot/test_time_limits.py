"""Whoever waits waits longer than what it waits for: an inner limit that is the longer one can never be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels import calls, own_token, signing_keys
from bot.cli import serve as serving
from bot.cli.editions import client
from bot.editions import live as editions
from bot.pictures import pictures
from bot.pictures import workers as drawing
from bot.sending import outbox
from bot.storage import database
from bot.storage import outbox as waiting
from bot.turns import turn
from bot.web import editions as pushed
from bot.web import images, messages, metrics, readers, write_trial

SCRAPE = 10.0
"""Seconds that Prometheus waits for metrics, unless told otherwise."""

PRESS, INVOKE = 2.0, 10.0
"""Seconds within which a press is to be answered, and after which Teams no longer takes the answer."""

CALL = own_token.TOKEN_WITHIN + (calls.TIME_LIMIT.total or 0.0)
NOTED = sum(outbox.INSIST) + (len(outbox.INSIST) + 1) * database.PATIENCE
LEASE = waiting.LEASE.total_seconds()
LOOKED = editions.Editions.EVERY

INSIDE = {
    "the tries at a turn, in the turn": (turn.TRYING, messages.TIME_LIMIT),
    "a turn, in what a press may take": (messages.TIME_LIMIT, PRESS),
    "signing keys that are fetched first, in what Teams waits": (
        signing_keys.TIME_LIMIT + messages.TIME_LIMIT,
        INVOKE,
    ),
    "saying that a turn failed after it did, in what Teams waits": (2 * messages.TIME_LIMIT, INVOKE),
    "a look for the picture and then a statement, in a turn": (
        pictures.AT_HAND_WITHIN + database.PATIENCE,
        messages.TIME_LIMIT,
    ),
    "one look at whether another process holds SQLite, in all of them": (database.STEP, database.PATIENCE),
    "a statement, in the look whether the bot is ready": (database.PATIENCE, write_trial.WITHIN),
    "a look whether the bot is ready and then what the database says, in what Prometheus waits": (
        write_trial.WITHIN + metrics.WITHIN,
        SCRAPE,
    ),
    "a worker that starts and then draws, in the wait for a picture": (
        drawing.START_LIMIT + drawing.LIMIT,
        drawing.DRAWN_WITHIN,
    ),
    "the wait for a picture, in the answer to GET": (drawing.DRAWN_WITHIN, images.WITHIN),
    "a connection, in a call to Teams": (calls.TIME_LIMIT.connect or 0.0, CALL),
    "a picture, the call that brings it and the note that it is there, in a claim": (
        drawing.DRAWN_WITHIN + CALL + NOTED,
        LEASE,
    ),
    "catching up, the look whether pictures fit and their drawing, in the wait for an activation": (
        editions.PREPARED_WITHIN + drawing.DRAWN_WITHIN + editions.PREPARED_WITHIN,
        client.WITHIN,
    ),
    "a connection, in what KL's editor waits for": (client.CONNECTED_WITHIN, client.WITHIN),
    "a process that looks, and draws before it swaps, in the wait for every process": (
        LOOKED + editions.PREPARED_WITHIN + LOOKED,
        client.FOLLOWED_WITHIN,
    ),
    "a process that says now and then that it is there, in the time until it is not": (
        editions.SAID_AGAIN.total_seconds() + editions.PREPARED_WITHIN + LOOKED,
        editions.GONE.total_seconds(),
    ),
    "a body and then a turn, in what Teams waits": (messages.BODY_WITHIN + messages.TIME_LIMIT, INVOKE),
    "an envelope that is read, in what KL's editor waits for": (
        readers.ReadingLimits().within + pushed.WITHIN,
        client.WITHIN,
    ),
    "a turn, in what a stop waits for": (messages.TIME_LIMIT, serving.GRACE),
}


@pytest.mark.parametrize("what", INSIDE)
def test_an_inner_limit_is_no_longer_than_the_outer(what: str) -> None:
    inner, outer = INSIDE[what]
    assert 0 < inner <= outer


LIMITED = re.compile(
    r"asyncio\.timeout\((.+)\):|wait_for\(.+, (.+)\)|ClientTimeout\(total=(.+?)[,)]|timeout=(\w+)[,)\]]"
)
KNOWN = {
    ("channels/calls.py", "15"),
    ("channels/calls.py", "TIME_LIMIT"),
    ("channels/onedrive.py", "30"),
    ("channels/onedrive.py", "TIME_LIMIT"),
    ("channels/entra.py", "TOKEN_WITHIN"),  # in a thread nobody waits for longer
    ("channels/own_token.py", "TOKEN_WITHIN"),
    ("channels/signing_keys.py", "self._time_limit"),
    ("pictures/workers.py", "START_LIMIT"),
    ("pictures/workers.py", "self._limit"),
    ("editions/live.py", "DRAWN_WITHIN"),
    ("editions/live.py", "PREPARED_WITHIN"),
    ("cli/editions/client.py", "self.within"),
    ("cli/editions/client.py", "timeout"),
    ("sending/outbox.py", "GRACE"),  # a stop of its own, after that of the turns
    ("sending/outbox.py", "POLL"),  # nobody waits for it
    ("turns/over_time/pictures.py", "DRAWN_WITHIN"),
    ("turns/own_use/pictures.py", "DRAWN_WITHIN"),
    ("pictures/pictures.py", "AT_HAND_WITHIN"),
    ("pictures/pictures.py", "within"),
    ("pictures/prepared.py", "self.within"),
    ("cli/serve.py", "GRACE"),
    ("web/write_trial.py", "WITHIN"),
    ("storage/scrubbing.py", "within"),  # nobody waits for it but who asked for it by a command
    ("sending/unsaid.py", "WITHIN"),  # it is tried again
    ("web/editions.py", "WITHIN"),
    ("web/images.py", "WITHIN"),
    ("web/messages.py", "BODY_WITHIN"),
    ("web/readers.py", "self.limits.within"),
    ("web/server.py", "IDLE"),  # between requests, not in one
    ("web/messages.py", "TIME_LIMIT"),
    ("web/metrics.py", "WITHIN"),
}
"""Every limit in the bot; what is new here is put beside what waits for it, above."""


def test_no_limit_of_the_bot_is_left_out_of_the_comparison() -> None:
    bot = Path(messages.__file__).parent.parent
    found = {
        (path.relative_to(bot).as_posix(), next(filter(None, limit)))
        for path in bot.rglob("*.py")
        for limit in LIMITED.findall(path.read_text(encoding="utf-8"))
    }
    assert found == KNOWN
