"""What is left when a scenario is over, without what differs from run to run: the state, and what everybody sees."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, replace
from typing import Any

from bot.wire import Address, ChatKind
from dialogs.people import Person as PersonIn
from dialogs.reflection.state import GivenAnswer, Reflection
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_cards import Json, card_of
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_delivery import without_tokens

_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_PORT = re.compile(r"http://127\.0\.0\.1:\d+")


async def reflection_of(teams: FakeTeams, chat: Chat) -> Reflection | None:
    """The newest reflection of a chat as the bot's database has it, or None."""
    return (await teams.bot.store.load(_address(chat), "")).reflection


async def kommune_of(teams: FakeTeams, chat: Chat) -> str | None:
    """The code of the kommune a chat is known to belong to, or None."""
    return (await teams.bot.store.load(_address(chat), "")).kommune


async def account(teams: FakeTeams) -> Json:
    """The whole account, or the state alone where people acted at the same moment.

    Two runs of one scenario are the same where their accounts are equal.
    """
    account: Json = {}
    for number, chat in enumerate(teams.chats):
        stands = await teams.bot.store.load(_address(chat), "")
        account[f"{number} {chat.kind}"] = {
            "kommune": stands.kommune,
            "welcomed": stands.welcomed_at is not None,
            "reflection": _timeless(stands.reflection),
        }
        if not teams.unordered:
            account[f"{number} {chat.id}"] = [_content(message.versions[-1]) for message in chat.messages]
    for number, person in enumerate(teams.people):
        if not teams.unordered:
            account[f"{number} {person.name}"] = [answer.body for answer in person.answers]
    return dict(_comparable(account, {}))


def _address(chat: Chat) -> Address:
    return Address(chat.tenant, chat.id, ChatKind(chat.kind), chat.service_url, "", "")


def _timeless(reflection: Reflection | None) -> Json | None:
    """Without times, what was made up for it, and the ids of messages; what a time is left out of was there or not."""
    if reflection is None:
        return None
    answers = sorted(reflection.answers, key=lambda a: (a.question, a.by.id))
    times = ("ended_at", "paused_until", "touched_at", "reminded_at", "warned_at")
    return asdict(
        replace(
            reflection,
            started_at=_LONG_AGO,
            salt="" if reflection.salt else None,
            previous="" if reflection.previous else None,
            answers=tuple(replace(a, at=_LONG_AGO, message="" if a.message else None, by=_named(a)) for a in answers),
            conclusions=tuple(replace(x, at=_LONG_AGO) for x in reflection.conclusions),
            steps=tuple(replace(x, at=_LONG_AGO) for x in reflection.steps),
            evaluations=tuple(replace(x, at=_LONG_AGO) for x in reflection.evaluations),
            dismissals=tuple(replace(x, at=_LONG_AGO) for x in reflection.dismissals),
            **{name: _LONG_AGO if getattr(reflection, name) else None for name in times},
        )
    ) | {"phase": reflection.phase.value}


def _named(answer: GivenAnswer) -> PersonIn:
    return answer.by if answer.by.name else PersonIn("somebody", "")


def _content(activity: Json) -> Json:
    card = card_of(activity)
    return {"text": activity.get("text")} if card is None else {"card": card}


def _comparable(value: Any, names: dict[str, str]) -> Any:
    """The same with reflections named in the order they come up, and without the port."""
    if isinstance(value, dict):
        return {
            key: names.setdefault(inner, f"reflection {len(names)}")
            if key in ("r", "id") and isinstance(inner, str) and len(inner) == 16
            else [names.setdefault(each, f"reflection {len(names)}") for each in inner]
            if key in ("ids", "among")
            else "a file"
            if key == "file"
            else _comparable(inner, names)
            for key, inner in value.items()
            if key != "n"  # the mark of one card, another every time
        }
    if isinstance(value, list | tuple):
        return [_comparable(inner, names) for inner in value]
    return without_tokens(_PORT.sub("", value)) if isinstance(value, str) else value
