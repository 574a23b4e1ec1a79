"""Whatever is posted, by whomever: 2xx or 4xx, and the next good message works."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent

JSON = {"Content-Type": "application/json"}


def bodies() -> dict[str, bytes]:
    def changed(**changes: Any) -> bytes:
        return json.dumps({**GOOD, **changes}).encode()

    return {
        "not-json": b"hej",
        "empty": b"",
        "array": b"[]",
        "object": b"{}",
        "null": b"null",
        "two-megabytes": changed(text="x" * 2_000_000),
        "deep-nesting": b"[" * 100_000,
        "deep-objects": b'{"a":' * 100_000,
        "unknown-type": changed(type="somethingElse"),
        "type-is-a-number": changed(type=7),
        "from-is-a-string": changed(**{"from": "me"}),
        "from-is-missing": changed(**{"from": None}),
        "conversation-is-missing": changed(conversation=None),
        "conversation-is-an-array": changed(conversation=[]),
        "huge-id": changed(id="x" * 100_000),
        "huge-conversation-id": changed(conversation={"id": "x" * 100_000}),
        "nul-in-id": changed(id="a\x00b"),
        "nul-in-text": changed(text="svar: \x00"),
        "lone-surrogate-in-id": b'{"type":"message","id":"\\ud800"}',
        "lone-surrogate-in-text": changed(text="svar: \ud800"),
        "lone-surrogate-in-name": changed(**{"from": {"id": "29:1", "name": "\ud800"}}),
        "invalid-utf-8": b'{"type":"message","text":"\xff\xfe"}',
        "text-is-a-list": changed(text=["hej"]),
        "invoke-without-value": changed(type="invoke", name="adaptiveCard/action"),
        "invoke-with-odd-action": changed(type="invoke", name="adaptiveCard/action", value={"action": "x"}),
        "invoke-with-odd-data": changed(
            type="invoke", name="adaptiveCard/action", value={"action": {"verb": "answer", "data": {"q": {"a": 1}}}}
        ),
        "invoke-of-another-kind": changed(type="invoke", name="task/fetch"),
        "infinity": b'{"type":"message","value":Infinity}',
        "ten-thousand-members": changed(type="conversationUpdate", membersAdded=[{"id": str(n)} for n in range(9_000)]),
        "duplicate-keys": b'{"type":"message","type":"invoke"}',
    }


@pytest.mark.parametrize("name", bodies())
async def test_a_hostile_body_is_answered_2xx_or_4xx_and_the_next_good_message_works(
    bot: Client, sent: Recorder, name: str
) -> None:
    answer = await bot.post("/api/messages", data=io.BytesIO(bodies()[name]), headers=JSON)
    assert 200 <= answer.status < 300 or 400 <= answer.status < 500
    await all_is_sent(bot)
    before = len(sent.sent)
    good = await bot.post("/api/messages", json={**GOOD, "id": "afterwards"})
    assert good.status == 202
    await all_is_sent(bot)
    assert len(sent.sent) == before + 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_post_is_understood(bot: Client, method: str) -> None:
    assert (await bot.request(method, "/api/messages")).status == 405


async def test_another_content_type_is_refused(bot: Client) -> None:
    assert (await bot.post("/api/messages", data=b"{}", headers={"Content-Type": "text/plain"})).status == 415
