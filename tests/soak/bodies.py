"""Generated bodies for ``/api/messages``: real activities, broken in every way a seed can think of."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**40, "", " ", "\x00", "\ud800", "æøå🙂", "x" * 5_000, [], {}, [[]], {"id": {}},
    "<at>" * 500, "'; DROP TABLE answers; --", "../../etc/passwd", "NaN", "svar: " + "ord " * 800, [None] * 50,
)  # fmt: skip
_VERBS = (
    "start setup answer skip back open next goto ready radar summary pause resume finish cancel status help "
    "goon savedraft x"
).split()
_TEXTS = (
    "start refleksion", "Vejle, sundhed", "svar: [1,2] ja", "svar 3: nej", "spring over", "tilbage", "gå til 99",
    "pause", "fortsæt", "afslut", "annullér", "radar skole", "radar kvantefysik", "vis alle", "status", "hjælp", "🙂",
)  # fmt: skip


def bodies(chance: random.Random, count: int, service_url: str) -> Iterator[bytes]:
    """``count`` bodies, the same for the same chance; some are good, most are not."""
    for number in range(count):
        activity = _activity(chance, number, service_url)
        for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
            _break(chance, activity)
        yield _bytes(chance, activity)


def _activity(chance: random.Random, number: int, service_url: str) -> dict[str, Any]:
    kind = chance.choice(("personal", "groupChat", "channel"))
    activity: dict[str, Any] = {
        "type": chance.choice(("message", "message", "invoke", "conversationUpdate", "typing", "messageReaction")),
        "id": str(number),
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"user-{chance.randrange(9)}", "name": "Deltager"},
        "recipient": {"id": "bot", "name": "Teknologiradar"},
        "conversation": {"id": f"{kind}-{chance.randrange(20)}", "conversationType": kind, "tenantId": "t"},
        "text": chance.choice(_TEXTS),
    }
    if activity["type"] == "invoke":
        activity["name"] = "adaptiveCard/action"
        data = {
            "verb": chance.choice(_VERBS),
            "q": chance.randrange(12),
            "text": "et svar",
            "rating": "3",
            "f": "samlet",
        }
        activity["value"] = {"action": {"type": "Action.Execute", "verb": data["verb"], "data": data}}
    return activity


def _break(chance: random.Random, value: Any) -> None:
    """Replaces, removes or adds something, somewhere inside."""
    while isinstance(value, dict) and value:
        key = chance.choice(list(value))
        inner = value[key]
        if isinstance(inner, dict) and inner and chance.random() < 0.6:
            value = inner
            continue
        match chance.randrange(3):
            case 0:
                del value[key]
            case 1:
                value[key] = copy.deepcopy(chance.choice(_ODD))
            case _:
                value[f"{key}x"] = copy.deepcopy(chance.choice(_ODD))
        return


def _bytes(chance: random.Random, activity: dict[str, Any]) -> bytes:
    whole = json.dumps(activity).encode()
    match chance.randrange(12):
        case 0:
            return whole[: chance.randrange(len(whole))]
        case 1:
            where = chance.randrange(len(whole))
            return whole[:where] + bytes(chance.randrange(256) for _ in range(4)) + whole[where:]
        case 2:
            return chance.choice(
                (b"", b"[]", b"{}", b'"x"', b"null", b"[" * 20_000, b'{"a":' * 20_000, b"\xff\xfe\x00")
            )
        case _:
            return whole
