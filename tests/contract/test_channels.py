"""One contract for every channel, one for every way to Teams beside it, and what each way owes alone."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import functools
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from botbuilder import schema
from msrest.serialization import Serializer

from bot.cards.elements import Card, card, text, title
from bot.cards.wide import for_teams
from bot.channels import botframework, calls, connector
from bot.channels.botframework import BotFrameworkChannel
from bot.channels.own_token import Token
from bot.channels.rest import RestChannel
from bot.channels.teams import channel_to_teams
from bot.channels.terminal import TerminalChannel
from bot.errors import DeliveryError
from bot.settings import TeamsBy, is_loopback_url
from bot.wire import Address, Channel, ChatKind, FileConsent, Kind, Outgoing, PlacedFile
from dialogs.people import Person
from tests.fakes.ports import free_port

DANISH = "Ærø, Tårnby og Læsø: »rødgrød med fløde« – æøåÆØÅ é 🙂"
WHERE = Address("t", "19:abc@thread.tacv2;messageid=1700000000000", ChatKind.CHANNEL, "x:", "28:1", "Teknologiradar")


NAMED = Outgoing(
    Kind.SEND, text="I mangler.", mentions=(Person("29:1", "Deltager Første"), Person("29:2", "Deltager <Anden>"))
)


def shown(words: str) -> Card:
    return card([title("Overskrift"), text(words)])


Make = Callable[..., Channel]


@dataclass
class Stage:
    """A channel, where it sends, and what has arrived there so far as people see it."""

    channel: Channel
    address: Address
    arrived: Callable[[], str]


class ChannelContract:
    """What the outbox relies on; a second adapter passes the same."""

    async def test_every_message_sent_gets_an_id_of_its_own(self, stage: Stage) -> None:
        ids = [await stage.channel.deliver(stage.address, Outgoing(Kind.SEND, text=f"nr {n}")) for n in range(3)]
        assert all(isinstance(one, str) and one for one in ids)
        assert len(set(ids)) == 3

    async def test_what_was_sent_is_updated_by_its_id(self, stage: Stage) -> None:
        sent = await stage.channel.deliver(stage.address, Outgoing(Kind.SEND, shown("før")))
        updated = await stage.channel.deliver(stage.address, Outgoing(Kind.UPDATE, shown("efter"), target=sent))
        assert updated in (sent, None)

    async def test_danish_letters_arrive_as_they_were_written(self, stage: Stage) -> None:
        await stage.channel.deliver(stage.address, Outgoing(Kind.SEND, text=f"som tekst: {DANISH}"))
        await stage.channel.deliver(stage.address, Outgoing(Kind.SEND, shown(f"på et kort: {DANISH}")))
        assert f"som tekst: {DANISH}" in stage.arrived()
        assert f"på et kort: {DANISH}" in stage.arrived()

    async def test_messages_sent_one_by_one_arrive_in_that_order(self, stage: Stage) -> None:
        for number in range(5):
            await stage.channel.deliver(stage.address, Outgoing(Kind.SEND, text=f"besked nr {number}"))
        places = [stage.arrived().index(f"besked nr {number}") for number in range(5)]
        assert places == sorted(places)

    async def test_it_can_be_closed_twice_and_without_having_sent(self, stage: Stage) -> None:
        await stage.channel.close()
        await stage.channel.close()


class TestTerminal(ChannelContract):
    """The same conversation on a screen of text."""

    @pytest.fixture
    def stage(self) -> Stage:
        written: list[str] = []

        async def picture(address: str) -> str:
            return f"/tmp/{address}"  # noqa: S108 - nothing is written there

        return Stage(TerminalChannel(written.append, picture), WHERE, lambda: "\n".join(written))


@dataclass
class Connector:
    """A Bot Connector on this machine: keeps what it is sent, and answers as it is told."""

    url: str = ""
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: Callable[[web.Request], web.StreamResponse] | None = None
    held: asyncio.Event | None = None

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        message = request.match_info.get("message")
        self.calls.append((request.method, request.match_info["conversation"], body))
        self.headers.append(dict(request.headers))
        if self.held:
            await self.held.wait()
        if self.answers:
            return self.answers(request)
        if message is not None and message not in self.messages:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        message = message or f"1700000000{len(self.messages):03}"
        self.messages[message] = body
        return web.json_response({"id": message}, status=201 if request.method == "POST" else 200)


@pytest_asyncio.fixture
async def service() -> AsyncIterator[Connector]:
    """A Bot Connector of our own."""
    service = Connector()
    app = web.Application()
    app.add_routes(
        [
            web.post("/v3/conversations/{conversation}/activities", service.take),
            web.put("/v3/conversations/{conversation}/activities/{message}", service.take),
        ]
    )
    async with TestServer(app, host="127.0.0.1") as server:
        service.url = str(server.make_url("/"))
        yield service


@pytest.fixture(params=TeamsBy, ids=lambda by: by.value)
def make(request: pytest.FixtureRequest) -> Make:
    """Makes a channel to Teams, each way."""
    return functools.partial(channel_to_teams, request.param)


@pytest_asyncio.fixture
async def channel(make: Make) -> AsyncIterator[Channel]:
    """The channel as it is wired in local mode."""
    channel = make(None, is_loopback_url)
    yield channel
    await channel.close()


@pytest.fixture
def address(service: Connector) -> Address:
    """A channel thread at our connector."""
    return replace(WHERE, service_url=service.url)


def answering(status: int, body: bytes = b"{}", **headers: str) -> Callable[[web.Request], web.StreamResponse]:
    return lambda _: web.Response(status=status, body=body, content_type="application/json", headers=headers)


JUNK = [b"", b"<html>", b"[]", b'"x"', b"\xff", b'{"error": 7}', b'{"error": {"code": []}}', b"null", b"[" * 100_000]
HELLO = Outgoing(Kind.SEND, text="hej")
PNG = b"\x89PNG\r\n\x1a\nbytes of a picture"
MESSAGES = {
    "text": Outgoing(Kind.SEND, text=DANISH),
    "card": Outgoing(Kind.SEND, shown(DANISH)),
    "picture": Outgoing(Kind.SEND, text="x", image=PNG),
    "named": NAMED,
    "consent": Outgoing(Kind.SEND, attached=FileConsent("f1", "protokol.pdf", 1029393)),
    "placed": Outgoing(Kind.SEND, attached=PlacedFile("protokol.pdf", "https://a.example/b", "1", "pdf")),
}
"""One of every sort that is written in a way of its own."""


class TestTeams(ChannelContract):
    """Teams, by botbuilder and by REST: what one holds, the other holds."""

    @pytest.fixture
    def stage(self, service: Connector, channel: Channel, address: Address) -> Stage:
        return Stage(
            channel, address, lambda: "\n".join(json.dumps(body, ensure_ascii=False) for _, _, body in service.calls)
        )

    async def test_a_message_goes_to_its_conversation_whatever_signs_the_id_holds(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        ids = [WHERE.conversation, "a:1-_~x", "19:æøå@thread.v2", "a/b?c#d%2e", "a b+c"]
        for conversation in ids:
            await channel.deliver(replace(address, conversation=conversation), HELLO)
        assert [conversation for _, conversation, _ in service.calls] == ids

    async def test_a_card_is_sent_as_an_adaptive_card_from_the_bot(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        await channel.deliver(address, Outgoing(Kind.SEND, shown("hej")))
        [(method, _, body)] = service.calls
        [attachment] = body["attachments"]
        assert method == "POST"
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert attachment["content"] == for_teams(shown("hej")), "with what Teams alone knows of"
        assert body["from"] == {"id": "28:1", "name": "Teknologiradar"}
        assert body["type"] == "message"

    async def test_whoever_is_named_is_mentioned_as_teams_knows_them(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        await channel.deliver(address, NAMED)
        [(_, _, body)] = service.calls
        assert body["text"] == "<at>Deltager Første</at> og <at>Deltager &lt;Anden&gt;</at>: I mangler."
        assert [(e["type"], e["text"], e["mentioned"]["id"]) for e in body["entities"]] == [
            ("mention", "<at>Deltager Første</at>", "29:1"),
            ("mention", "<at>Deltager &lt;Anden&gt;</at>", "29:2"),
        ]

    async def test_a_picture_is_a_message_of_its_own_that_carries_its_bytes(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        await channel.deliver(address, Outgoing(Kind.SEND, text="det samme som tekst", image=PNG))
        [(_, _, body)] = service.calls
        [attachment] = body["attachments"]
        assert attachment["contentType"] == "image/png"
        assert attachment["contentUrl"] == "data:image/png;base64," + base64.b64encode(PNG).decode()
        assert "text" not in body

    async def test_a_client_that_draws_pictures_in_cards_alone_gets_it_in_a_card_with_its_words(
        self, service: Connector, address: Address, make: Make
    ) -> None:
        inside = make(None, is_loopback_url, images_in_cards=True)
        await inside.deliver(address, Outgoing(Kind.SEND, text="det samme som tekst", image=PNG))
        await inside.close()
        [(_, _, body)] = service.calls
        [picture] = body["attachments"][0]["content"]["body"]
        assert picture["url"].startswith("data:image/png;base64,")
        assert picture["altText"] == "det samme som tekst"

    async def test_an_update_changes_the_message_itself(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        sent = await channel.deliver(address, Outgoing(Kind.SEND, shown("før")))
        await channel.deliver(address, Outgoing(Kind.UPDATE, shown("efter"), target=sent))
        assert [method for method, _, _ in service.calls] == ["POST", "PUT"]
        assert [m["attachments"][0]["content"] for m in service.messages.values()] == [for_teams(shown("efter"))]

    async def test_an_update_goes_to_its_message_whatever_signs_the_id_holds(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        for target in ("a/b?c#d%2e", "æøå", "1700000000000"):
            service.messages[target] = {}
            await channel.deliver(address, Outgoing(Kind.UPDATE, shown("efter"), target=target))
            assert service.messages[target], target

    async def test_an_update_of_a_card_nobody_knows_is_a_404(self, channel: Channel, address: Address) -> None:
        for target in (None, "999"):
            with pytest.raises(DeliveryError) as failed:
                await channel.deliver(address, Outgoing(Kind.UPDATE, shown("x"), target=target))
            assert failed.value.status == 404

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 412, 413, 429, 500, 502, 503, 504])
    async def test_a_refusal_is_a_delivery_error_with_its_status_and_is_not_tried_again_behind_the_outboxs_back(
        self, service: Connector, channel: Channel, address: Address, status: int
    ) -> None:
        service.answers = answering(status, b'{"error": {"code": "x", "message": "y"}}')
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        assert failed.value.status == status
        assert len(service.calls) == 1, "creating a message is not idempotent"

    @pytest.mark.parametrize("body", JUNK, ids=range(len(JUNK)))
    async def test_a_refusal_in_any_words_is_a_delivery_error_with_its_status(
        self, service: Connector, channel: Channel, address: Address, body: bytes
    ) -> None:
        service.answers = answering(502, body)
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        assert failed.value.status == 502

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [("7", 7.0), ("0", 0.0), ("", None), ("-1", None), ("soon", None), ("²", None), ("9" * 400, None),
         ("Wed, 21 Oct 2026 07:28:00 GMT", None)],
    )  # fmt: skip
    async def test_how_long_to_wait_is_passed_on_where_the_service_says_it_in_seconds(
        self, service: Connector, channel: Channel, address: Address, header: str, seconds: float | None
    ) -> None:
        service.answers = answering(429, **{"Retry-After": header})
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        assert failed.value.retry_after == seconds

    async def test_where_nothing_answers_it_is_a_delivery_error_at_once(self, channel: Channel) -> None:
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(replace(WHERE, service_url=f"http://127.0.0.1:{free_port()}/"), HELLO)
        assert failed.value.status == 0

    async def test_a_service_that_never_answers_is_a_delivery_error_in_the_end(
        self, service: Connector, address: Address, monkeypatch: pytest.MonkeyPatch, make: Make
    ) -> None:
        monkeypatch.setattr(calls, "TIME_LIMIT", aiohttp.ClientTimeout(total=0.1))
        service.held = asyncio.Event()
        channel = make(None, is_loopback_url)
        try:
            with pytest.raises(DeliveryError) as failed:
                await channel.deliver(address, HELLO)
        finally:
            service.held.set()
            await channel.close()
        assert failed.value.status == 0

    async def test_a_service_that_breaks_off_is_a_delivery_error(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        def hangs_up(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        service.answers = hangs_up
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        assert failed.value.status == 0

    async def test_a_service_that_sends_on_to_another_address_is_not_followed(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        service.answers = answering(307, Location=f"{service.url}v3/conversations/elsewhere/activities")
        with pytest.raises(DeliveryError):
            await channel.deliver(address, HELLO)
        assert [conversation for _, conversation, _ in service.calls] == [WHERE.conversation]

    @pytest.mark.parametrize("body", [b"{}", b'{"id": null}', b'{"id": ""}', *JUNK], ids=range(len(JUNK) + 3))
    async def test_a_message_that_was_taken_without_an_id_is_delivered_and_not_sent_again(
        self, service: Connector, channel: Channel, address: Address, body: bytes
    ) -> None:
        service.answers = answering(201, body)
        assert await channel.deliver(address, HELLO) is None

    @pytest.mark.parametrize("status", [201, 503])
    async def test_an_answer_that_breaks_off_says_by_its_status_whether_the_message_was_taken(
        self, make: Make, status: int
    ) -> None:
        async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b'HTTP/1.1 %d X\r\nContent-Length: 100\r\n\r\n{"id": "1' % status)
            await writer.drain()
            writer.close()

        channel = make(None, is_loopback_url)
        async with await asyncio.start_server(half, "127.0.0.1", 0) as server:
            where = replace(WHERE, service_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            if status == 201:
                assert await channel.deliver(where, HELLO) is None
            else:
                with pytest.raises(DeliveryError) as failed:
                    await channel.deliver(where, HELLO)
                assert failed.value.status == status
        await channel.close()

    async def test_the_bots_own_token_is_fetched_off_the_loop_once_and_stands_on_every_call(
        self, service: Connector, address: Address, make: Make
    ) -> None:
        threads: list[threading.Thread] = []

        def token() -> Token:
            threads.append(threading.current_thread())
            return Token(f"token-{len(threads)}", 3600)

        channel = make(token, is_loopback_url)
        await asyncio.gather(*(channel.deliver(address, HELLO) for _ in range(5)))
        await channel.close()
        assert [h["Authorization"] for h in service.headers] == ["Bearer token-1"] * 5
        assert len(threads) == 1 and threading.main_thread() not in threads

    async def test_without_its_own_token_nothing_is_sent_and_it_is_a_delivery_error(
        self, service: Connector, address: Address, make: Make, caplog: pytest.LogCaptureFixture
    ) -> None:
        def refused() -> Token:
            raise PermissionError("invalid_client: the secret is wrong")

        channel = make(refused, is_loopback_url)
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        await channel.close()
        assert failed.value.status == 0
        assert service.calls == []
        assert "the secret is wrong" in caplog.text

    async def test_an_address_that_is_not_allowed_gets_nothing(
        self, service: Connector, address: Address, make: Make
    ) -> None:
        channel = make(lambda: Token("secret", 3600), lambda url: False)
        with pytest.raises(DeliveryError) as failed:
            await channel.deliver(address, HELLO)
        await channel.close()
        assert failed.value.status == 403
        assert service.calls == []

    async def test_after_a_failure_the_next_message_goes_through(
        self, service: Connector, channel: Channel, address: Address
    ) -> None:
        service.answers = answering(503)
        with pytest.raises(DeliveryError):
            await channel.deliver(address, HELLO)
        service.answers = None
        assert await channel.deliver(address, HELLO)


class TestByBotbuilder:
    """What its clients owe, which are dear to make and kept."""

    async def test_many_services_are_served_and_few_are_kept(self, service: Connector, address: Address) -> None:
        channel = BotFrameworkChannel(None, is_loopback_url)
        for number in range(connector.MAX_CLIENTS + 5):
            await channel.deliver(replace(address, service_url=f"{service.url}?{number}"), HELLO)
        kept = {*channel._connections._clients}
        await channel.close()
        assert len(kept) == connector.MAX_CLIENTS
        assert f"{service.url}?0" not in kept

    @pytest.mark.parametrize("images_in_cards", [True, False])
    @pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
    def test_a_message_is_written_as_the_sdk_itself_writes_it(self, message: Outgoing, images_in_cards: bool) -> None:
        made = botframework._activity(WHERE, message, images_in_cards)
        sdk = Serializer({name: each for name, each in vars(schema).items() if isinstance(each, type)})
        assert json.loads(botframework.written(made)) == sdk.body(made, "Activity")

    def test_what_only_the_sdk_knows_how_to_write_is_refused(self) -> None:
        with pytest.raises(TypeError, match="datetime"):
            botframework.written(schema.Activity(timestamp=dt.datetime(2026, 11, 24, tzinfo=dt.UTC)))


class TestByRest:
    """What is written by hand is what the SDK writes."""

    @pytest.mark.parametrize("images_in_cards", [True, False])
    @pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
    async def test_a_message_is_the_same_by_botbuilder_and_by_rest(
        self, service: Connector, address: Address, message: Outgoing, images_in_cards: bool
    ) -> None:
        for made in (BotFrameworkChannel, RestChannel):
            channel = made(None, is_loopback_url, images_in_cards=images_in_cards)
            await channel.deliver(address, message)
            await channel.close()
        [(_, _, by_botbuilder), (_, _, by_rest)] = service.calls
        assert by_rest == by_botbuilder

    @pytest.mark.parametrize("given", [7, ["1"], {"id": "1"}, True])
    async def test_an_id_that_is_no_word_is_none(self, service: Connector, address: Address, given: object) -> None:
        service.answers = answering(201, json.dumps({"id": given}).encode())
        channel = RestChannel(None, is_loopback_url)
        assert await channel.deliver(address, HELLO) is None
        await channel.close()
