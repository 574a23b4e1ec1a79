"""A recording go-between for the client and the bot, and the colleagues who speak to the bot without a page.

The client is told that the bot lives at the wire's address, and the bot is told that the client does, so everything
either of them says is at hand for a test, in order, without a hook in the product.
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self, TypeVar

from deploy.local.run import BOT_NAME, HOST, client_config, person

Chat = Literal["personal", "group", "channel"]
Json = dict[str, Any]
CONVERSATION: dict[Chat, str] = {"personal": "personal-1", "group": "group-1", "channel": "channel-1"}
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
WAIT_SECONDS = 25.0
T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; the bodies are parsed JSON, or None where there was none."""

    to_bot: bool
    method: str
    path: str
    sent: Any
    status: int
    answer: Any

    @property
    def conversation(self) -> str:
        """The conversation's id as the client gave it, with the channel's thread."""
        if self.to_bot:
            return str((self.sent or {}).get("conversation", {}).get("id", ""))
        parts = self.path.split("/")
        return urllib.parse.unquote(parts[parts.index("conversations") + 1]) if "conversations" in parts[:-1] else ""


@dataclass(frozen=True)
class Card:
    """An Adaptive Card as somebody has it in front of them: its message's id, its conversation, its content."""

    activity_id: str
    conversation: str
    content: Json

    @property
    def text(self) -> str:
        """Every text of the card, one per line, in reading order."""
        return "\n".join(str(node["text"]) for node in nodes(self.content) if "text" in node)

    def action(self, title: str) -> Json:
        """The button called ``title``. Raises LookupError."""
        titles: dict[str, Json] = {}
        for node in filter(is_action, nodes(self.content)):
            titles.setdefault(str(node.get("title")), node)  # its fallback, of the same title, comes after it
        if title not in titles:
            raise LookupError(f"The card has no button {title!r}, only {sorted(titles)}")
        return titles[title]


def nodes(value: Any) -> Iterator[Json]:
    """Every object inside ``value``, outer before inner."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def is_action(node: Json) -> bool:
    """Whether ``node`` is a button of a card."""
    return str(node.get("type", "")).startswith("Action.")


class Wire:
    """The go-between. A context manager: it listens on ``port`` from the start and stops on the way out.

    `turn_to` says which bot the client speaks to.
    """

    def __init__(self, client_port: int) -> None:
        self._targets = {"_connector": client_port}
        self._exchanges: list[Exchange] = []
        self._changed = threading.Condition()
        self._under_way = 0
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def turn_to(self, bot_port: int) -> None:
        """Let the client speak to the bot on ``bot_port``, as if nothing had been said before."""
        with self._changed:
            self._targets["api"] = bot_port
            self._exchanges = []

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def endpoint(self) -> str:
        """The bot's address, by way of the wire."""
        return f"http://{HOST}:{self.port}/api/messages"

    @property
    def service_url(self) -> str:
        """The client's address for replies, by way of the wire."""
        return f"http://{HOST}:{self.port}/_connector"

    def exchanges(self, chat: Chat | None = None) -> list[Exchange]:
        """All that was said so far, in the order the answers came; of one chat, or of all."""
        with self._changed:
            said = list(self._exchanges)
        return [one for one in said if chat is None or one.conversation.partition(";")[0] == CONVERSATION[chat]]

    def activities(self, chat: Chat | None = None, kind: str | None = None) -> list[Json]:
        """What the bot was sent, oldest first; ``kind`` is the activity's type."""
        sent = [one.sent for one in self.exchanges(chat) if one.to_bot and isinstance(one.sent, dict)]
        return [activity for activity in sent if kind is None or activity.get("type") == kind]

    def last_activity(self, chat: Chat | None = None, kind: str | None = "message") -> Json:
        """The newest activity the bot was sent. Raises LookupError."""
        found = self.activities(chat, kind)
        if not found:
            raise LookupError(f"The bot was sent no {kind or 'activity'} in {chat or 'any chat'}")
        return found[-1]

    def said(self, chat: Chat | None = None) -> list[Json]:
        """What the bot posted or updated, as bodies, oldest first."""
        return [one.sent for one in self.exchanges(chat) if not one.to_bot and isinstance(one.sent, dict)]

    def cards(self, chat: Chat | None = None) -> list[Card]:
        """Every card the bot posted to a chat or updated there, oldest first. Answers to a press are not among them."""
        found = []
        for one in self.exchanges(chat):
            if one.to_bot or not isinstance(one.sent, dict) or one.status >= 300:
                continue
            updated = one.path.rstrip("/").rpartition("/")[2]
            activity_id = updated if one.method == "PUT" else str((one.answer or {}).get("id", ""))
            for attachment in one.sent.get("attachments") or ():
                if attachment.get("contentType") == CARD_TYPE:
                    found.append(Card(activity_id, one.conversation, attachment["content"]))
        return found

    def wait_card(self, text: str = "", chat: Chat | None = None) -> Card:
        """The newest card that holds ``text``, waiting for it if it is not there yet. Raises TimeoutError."""
        return self.wait(lambda: next((card for card in reversed(self.cards(chat)) if text in card.text), None), text)

    def wait(self, look: Callable[[], T | None], what: object = "") -> T:
        """What ``look`` returns, as soon as it is not None; asked again after every exchange. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: look() is not None, WAIT_SECONDS):
                raise TimeoutError(f"Not on the wire within {WAIT_SECONDS:.0f} s: {what}")
        found = look()
        assert found is not None
        return found

    def settled(self) -> Wire:
        """The same, once nothing that was begun is unanswered. Raises TimeoutError.

        The page may show what was posted before whoever posted it has its answer, and only then is it among what was
        said.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._under_way, WAIT_SECONDS):
                raise TimeoutError(f"Something is under way for more than {WAIT_SECONDS:.0f} s")
        return self

    def failures(self) -> list[Exchange]:
        """Exchanges that ended in a server error, on either side.

        Not those that the client could not show because its page was just being closed or loaded anew.
        """
        return [one for one in self.exchanges() if one.status >= 500 and not _page_was_leaving(one)]

    def post_to_bot(self, activity: Json) -> tuple[int, Any]:
        """Send ``activity`` to the bot; its status and JSON answer."""
        body = json.dumps(activity).encode()
        status, _, answer = self._pass_on("POST", "/api/messages", body)
        return status, parsed(answer)

    def _pass_on(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        with self._changed:
            self._under_way += 1
        target, said = self._targets.get(path.split("/")[1]), self._exchanges
        connection = http.client.HTTPConnection(HOST, target or 0, timeout=30)
        try:
            connection.request(method, path, body or None, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            status, kind = response.status, response.getheader("Content-Type", "application/json")
        except (OSError, http.client.HTTPException) as error:
            status, kind, answer = 502, "application/json", json.dumps({"error": str(error)}).encode()
        finally:
            connection.close()
        with self._changed:
            self._under_way -= 1
            said.append(Exchange(path.startswith("/api/"), method, path, parsed(body), status, parsed(answer)))
            self._changed.notify_all()
        return status, kind, answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, kind, answer = wire._pass_on(self.command, self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the exchanges are the log."""

        return Handler


def _page_was_leaving(one: Exchange) -> bool:
    """The client's own words for a page that is not there; the bot sends again, to the next page."""
    error = one.answer.get("error") if isinstance(one.answer, dict) and not one.to_bot else None
    return isinstance(error, dict) and error.get("code") == "WebSocketError"


def parsed(body: bytes) -> Any:
    """``body`` as JSON, as text if it is not JSON, None if empty."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


@dataclass(frozen=True)
class Answer:
    """The bot's HTTP answer to a colleague: seen by that colleague alone."""

    status: int
    body: Any
    activity_id: str
    conversation: str
    sent: str
    """Id of what the colleague sent."""

    @property
    def card(self) -> Card:
        """The card that took the pressed one's place. Raises LookupError."""
        if not isinstance(self.body, dict) or self.body.get("type") != CARD_TYPE:
            raise LookupError(f"The answer is no card: {self.status} {self.body!r}")
        return Card(self.activity_id, self.conversation, self.body["value"])


@dataclass(frozen=True)
class Colleague:
    """Somebody else in the same chat. The client is one person, so the others' activities are posted to the bot."""

    wire: Wire
    number: int

    @property
    def name(self) -> str:
        """The name the chat knows."""
        return person(self.number)["name"]

    def say(self, text: str, chat: Chat = "group", thread: str | None = None) -> Answer:
        """Write to the bot, with a mention where the chat asks for one.

        That is in the conversation with the id ``thread``, or in the chat's newest.
        """
        return self._write(text, chat, {"type": "message"}, thread)

    def edit(self, said: Answer, text: str, chat: Chat = "group") -> Answer:
        """Let the message that was ``said`` say ``text`` instead."""
        return self._write(
            text, chat, {"type": "messageUpdate", "id": said.sent, "channelData": {"eventType": "editMessage"}}
        )

    def _write(self, text: str, chat: Chat, fields: Json, thread: str | None = None) -> Answer:
        there = self.wire.activities(chat, None if chat != "channel" else "message")
        newest = [one for one in there if thread in (None, one["conversation"]["id"])][-1]
        written = {**fields, "text": text, "textFormat": "plain"}
        if chat != "personal":
            mention = f"<at>{BOT_NAME}</at>"
            entity = {"type": "mention", "text": mention, "mentioned": client_config()["bot"]}
            written |= {"text": f"{mention} {text}", "entities": [entity]}
        return self._post(newest, written)

    def press(self, title: str, inputs: Json | None = None, *, on: Card) -> Answer:
        """Press the button ``title`` of the card ``on``; ``inputs`` are the card's inputs by id, as strings."""
        action = on.action(title)
        data = {**(action.get("data") or {}), **(inputs or {})}
        fields: Json = {"type": "message", "value": data}
        if action["type"] == "Action.Execute":
            pressed = {key: action[key] for key in ("type", "title", "verb", "id") if key in action}
            fields = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {**pressed, "data": data}}}
        there = [one for one in self.wire.activities() if one["conversation"]["id"] == on.conversation]
        return self._post(there[-1], {**fields, "replyToId": on.activity_id})

    def _post(self, like: Json, fields: Json) -> Answer:
        me = person(self.number)
        activity: Json = {
            **{key: like[key] for key in ("channelId", "serviceUrl", "recipient", "locale") if key in like},
            "conversation": {key: value for key, value in like["conversation"].items() if key != "name"},
            "id": str(uuid.uuid4()),
            "from": {"id": me["id"], "name": me["name"], "aadObjectId": me["aadObjectId"]},
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            **fields,
            "channelData": {
                **{
                    key: like["channelData"][key] for key in ("tenant", "team", "channel") if key in like["channelData"]
                },
                **fields.get("channelData", {}),
            },
        }
        status, body = self.wire.post_to_bot(activity)
        return Answer(status, body, str(fields.get("replyToId", "")), activity["conversation"]["id"], activity["id"])
