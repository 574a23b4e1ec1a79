"""What the other e2e tests take for granted of the client, tried with a stand-in bot of a few lines.

When one of these fails, the client or the harness has changed, not the product.
"""

from __future__ import annotations

import json
import re
import struct
import threading
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.e2e.conftest import StartTeams, Teams

pytestmark = [pytest.mark.e2e, pytest.mark.node]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def card(body: list[dict[str, Any]], *actions: dict[str, Any]) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": list(actions)}


def line(text: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True}


def choice_set(name: str, label: str, *options: str, **more: Any) -> dict[str, Any]:
    choices = [{"title": option, "value": option[:3]} for option in options]
    return {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": choices, **more}


def execute(title: str, **data: Any) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": title, "data": data}


FORM = card(
    [
        line("Udfyld dette"),
        choice_set(
            "kommune", "Kommune", "Aarhus", "Ærø", "Vejle", style="filtered", isRequired=True, errorMessage="Vælg én"
        ),
        choice_set("omraade", "Fagområde", "Sundhed og ældre", "Børn, unge og skole", style="compact"),
        choice_set("skala", "Vurdering", "1 – slet ikke", "5 – i meget høj grad", style="expanded"),
        choice_set("behov", "Behov", "Mindre manuelt", "Større tryghed", style="expanded", isMultiSelect=True),
        choice_set("flere", "Flere", "Alfa", "Beta", "Gamma", style="compact", isMultiSelect=True),
        {"type": "Input.Text", "id": "note", "label": "Bemærkning", "isMultiline": True},
    ],
    execute("Send skema", trin=1),
)


def square(side: int) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x99" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class StandIn(BaseHTTPRequestHandler):
    """Echoes text; knows the words skema, billede and fælles; tells in a shared card who pressed."""

    def do_GET(self) -> None:
        self.answer(200, square(120), "image/png")

    def do_HEAD(self) -> None:
        self.answer(405, b"")

    def do_POST(self) -> None:
        activity = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if activity["type"] == "invoke":
            pressed = activity["value"]["action"]
            if pressed["verb"] == "Deltag":
                self.send(activity, card([line(f"Med: {activity['from']['name']}")], execute("Deltag")), update=True)
            shown = card([line(f"Modtaget {json.dumps(pressed['data'], ensure_ascii=False, sort_keys=True)}")])
            self.answer(200, json.dumps({"statusCode": 200, "type": CARD_TYPE, "value": shown}).encode())
            return
        if activity["type"] == "message":
            text = re.sub("<at>.*?</at>", "", activity.get("text") or "").strip()
            picture = f"http://{self.headers['Host']}/billede.png"
            known = {
                "skema": FORM,
                "billede": card([{"type": "Image", "url": picture, "altText": "Et gråt kvadrat"}]),
                "fælles": card([line("Ingen endnu")], execute("Deltag")),
            }
            self.send(activity, known.get(text, f"ekko: {text}"))
        self.answer(200, b"")

    def send(self, activity: dict[str, Any], what: dict[str, Any] | str, update: bool = False) -> None:
        conversation = urllib.parse.quote(activity["conversation"]["id"], safe="")
        url = f"{activity['serviceUrl']}/v3/conversations/{conversation}/activities/"
        message: dict[str, Any] = {
            "type": "message",
            "from": activity["recipient"],
            "conversation": activity["conversation"],
        }
        message |= (
            {"text": what} if isinstance(what, str) else {"attachments": [{"contentType": CARD_TYPE, "content": what}]}
        )
        request = urllib.request.Request(  # noqa: S310
            url + (activity["replyToId"] if update else activity["id"]),
            json.dumps(message).encode(),
            {"Content-Type": "application/json"},
            method="PUT" if update else "POST",
        )
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            response.read()

    def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def stand_in() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def teams(start_teams: StartTeams, stand_in: int) -> Teams:
    return start_teams(bot_port=stand_in)


def test_danish_text_goes_to_the_bot_and_back(teams: Teams) -> None:
    teams.page.open_chat("personal")
    teams.page.say("blåbærgrød på Ærø")
    teams.page.wait_text("ekko: blåbærgrød på Ærø")
    assert teams.wire.settled().last_activity("personal")["text"] == "blåbærgrød på Ærø"


def test_a_form_is_filled_by_its_labels_and_replaced_by_the_answer(teams: Teams) -> None:
    page = teams.page
    page.open_chat("personal")
    page.say("skema")
    page.press("Send skema", card="Udfyld dette")
    page.wait_text("Vælg én")
    page.choose("Kommune", "Ærø")
    page.choose("Fagområde", "Børn, unge og skole")
    page.choose("Vurdering", "5 – i meget høj grad")
    page.tick("Behov", "Mindre manuelt", "Større tryghed")
    page.tick("Flere", "Alfa", "Gamma")
    page.fill("Bemærkning", "første linje\nanden linje")
    page.screenshot_card("klient-skema")
    page.press("Send skema")
    page.wait_text(re.compile("Modtaget"))
    assert teams.wire.settled().last_activity("personal", "invoke")["value"]["action"]["data"] == {
        "trin": 1,
        "kommune": "Ærø",
        "omraade": "Bør",
        "skala": "5 –",
        "behov": "Min,Stø",
        "flere": "Alf,Gam",
        "note": "første linje\nanden linje",
    }
    page.wait_gone("Udfyld dette")


def test_a_picture_in_a_card_is_loaded(teams: Teams) -> None:
    teams.page.open_chat("personal")
    teams.page.say("billede")
    assert teams.page.image_size("Et gråt kvadrat") == (120, 120)


def test_in_a_group_the_bot_hears_only_what_mentions_it(teams: Teams) -> None:
    teams.page.open_chat("group")
    teams.page.say("uden omtale")
    teams.page.mention_and_say("med omtale")
    teams.page.wait_text("ekko: med omtale")
    heard = [one["text"] for one in teams.wire.settled().activities("group", "message")]
    assert heard == ["<at>Teknologiradar</at>med omtale"]


def test_a_colleague_presses_a_shared_card_and_everybody_sees_it_change(teams: Teams) -> None:
    teams.page.open_chat("group")
    teams.page.mention_and_say("fælles")
    shared = teams.wire.wait_card("Ingen endnu", "group")
    answer = teams.colleague(1).press("Deltag", on=shared)
    teams.page.wait_text("Med: Deltager Anden")
    assert answer.status == 200
    assert answer.card.text.startswith("Modtaget")
    assert teams.page.texts(card="Med:") == ["Med: Deltager Anden", "Deltag"]
    teams.colleague(2).say("hej fra mig", "group")
    teams.page.wait_text("ekko: hej fra mig")


def test_each_post_in_a_channel_is_a_conversation_of_its_own(teams: Teams) -> None:
    page = teams.page
    page.open_chat("channel")
    page.mention_and_say("første opslag")
    page.wait_text("første opslag")
    page.mention_and_say("svar i opslaget", thread=True)
    page.wait_text("ekko: svar i opslaget")
    page.mention_and_say("andet opslag")
    # An answer that comes before the client has made the post itself is shown nowhere; the wire has it all the same.
    page.wait_text("andet opslag")

    def three() -> list[str] | None:
        told = [one["conversation"]["id"] for one in teams.wire.activities("channel", "message")]
        return told if len(told) == 3 else None

    # The bot may post its answer before it has told the client that it got the message.
    first, reply, second = teams.wire.wait(three, "three messages")
    assert first == reply != second
