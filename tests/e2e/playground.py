"""What a person does in the client's page: open a chat, write, fill in a card, press, read.

Everything is found by what a person sees (labels, button texts, card texts). Each step waits for what it needs, so a
test neither sleeps nor polls.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from deploy.local.run import BOT_NAME, CHANNEL_NAME, GROUP_NAME, HOST, TEAM_NAME
from tests.e2e.wire import Chat, Wire

STEP_MS = 25_000
# The page's column with the messages: beside the list of chats, which repeats the newest message of each.
MESSAGES = "div:has(> div > [role=region]) + div"
# A post in a channel with its replies; the first of them is the one to be written.
POST = ".fui-Card[role=group]"
CHATS: dict[Chat, str] = {
    "personal": "Personal Chat",
    "group": GROUP_NAME,
    "channel": f"{TEAM_NAME} - {CHANNEL_NAME}",
}


class Playground:
    """The page, with one person at the keyboard (`person(0)`). Nothing is there until it is told to `load`."""

    def __init__(self, page: Page, wire: Wire, client_port: int, pictures: Path) -> None:
        self.page, self.wire, self._pictures = page, wire, pictures
        self._address = f"http://{HOST}:{client_port}/"
        self._before: dict[Chat, int] = {}
        self.chat: Chat = "personal"
        page.set_default_timeout(STEP_MS)

    def load(self) -> None:
        """Go to the page, or load it anew: the client forgets what was said, so every chat is empty again."""
        self._before = {chat: len(self.wire.activities(chat)) for chat in CHATS}
        self.page.goto(self._address)
        self.page.get_by_text("Type a message").first.wait_for()
        self.page.get_by_role("button", name="Hide log panel").click()  # it would show every text a second time
        self.chat = "personal"
        self._wait_installed("personal")

    @property
    def messages(self) -> Locator:
        """The column of messages in the open chat."""
        return self.page.locator(MESSAGES)

    @property
    def newest(self) -> Locator:
        """In a channel the newest post, which stands first with its replies; elsewhere all messages."""
        return self.messages.locator(POST).nth(1) if self.chat == "channel" else self.messages

    def open_chat(self, chat: Chat) -> None:
        """Go to a chat and wait until the bot has been told that it was added to it."""
        self.page.get_by_role("treeitem", name=CHATS[chat], exact=True).click()
        self.messages.get_by_text("Start a new post" if chat == "channel" else "Type a message").first.wait_for()
        self.chat = chat
        self._wait_installed(chat)

    def _wait_installed(self, chat: Chat) -> None:
        kinds = {"installationUpdate", "conversationUpdate"}

        def told() -> bool | None:
            return kinds <= {one["type"] for one in self.wire.activities(chat)[self._before[chat] :]} or None

        self.wire.wait(told, f"{chat} opened")

    def say(self, text: str, *, thread: bool = False) -> None:
        """Write ``text`` and send it. In a group or a channel the bot does not hear it: there, mention it.

        In a channel this starts a new post, or with ``thread`` replies in the newest.
        """
        self._compose(thread)
        self._send(text)

    def mention_and_say(self, text: str, *, thread: bool = False) -> None:
        """Pick the bot from the menu that @ opens, then write ``text`` and send it; ``thread`` as in `say`."""
        self._compose(thread)
        self.page.keyboard.type("@")
        self.page.get_by_role("menuitem", name=re.compile(f"^{BOT_NAME}")).click()
        self._send(text)

    def _compose(self, thread: bool) -> None:
        there = self.newest if thread else self.messages
        boxes = there.locator("[contenteditable=true][role=textbox]")
        (boxes.first if self.chat == "channel" else boxes.last).click()

    def _send(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def card(self, containing: str = "") -> Locator:
        """The last card that holds ``containing``; in a channel, the last in the newest post."""
        return self._cards(containing).last

    def _cards(self, containing: str) -> Locator:
        return self.newest.locator(".ac-adaptiveCard").filter(has_text=containing)

    def press(self, title: str, *, card: str = "") -> None:
        """Press the last button ``title`` of the cards that hold ``card``."""
        self._cards(card).get_by_role("button", name=title, exact=True).last.click()

    def choose(self, label: str, option: str, *, card: str = "") -> None:
        """Choose one ``option`` in the last list ``label``: radio buttons, a drop-down, or one that filters."""
        radio = self._ticks("radio", label, option, card)
        box = self._box(label, card)
        expect(radio.or_(box).first).to_be_visible()
        if radio.count():
            radio.check()
            return
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        expect(box).to_have_value(option)

    def tick(self, label: str, *options: str, card: str = "") -> None:
        """Tick every one of ``options`` in the last list ``label``: check boxes, or a drop-down of them."""
        first = self._ticks("checkbox", label, options[0], card)
        box = self._box(label, card)
        expect(first.or_(box).first).to_be_visible()
        if first.count():
            for option in options:
                self._ticks("checkbox", label, option, card).check()
            return
        box.click()
        for option in options:
            self.page.get_by_role("menuitemcheckbox", name=option, exact=True).click()
        self.page.keyboard.press("Escape")

    def fill(self, label: str, text: str, *, card: str = "") -> None:
        """Write ``text`` in the last field ``label``."""
        self._cards(card).get_by_role("textbox", name=label).last.fill(text)

    def choose_day(self, label: str, day: str, *, card: str = "") -> None:
        """Set the last field ``label`` to ``day``, an ISO date."""
        self._cards(card).get_by_label(label).last.fill(day)

    def expect_typed(self, label: str, text: str, *, card: str = "") -> None:
        """Wait until ``text`` stands in the last field ``label``."""
        expect(self._cards(card).get_by_role("textbox", name=label).last).to_have_value(text)

    def has_button(self, title: str, *, card: str = "") -> bool:
        """Whether the last card that holds ``card`` has the button ``title``."""
        return self.card(card).get_by_role("button", name=title, exact=True).count() > 0

    def has_link(self, title: str) -> bool:
        """Whether some card has a button ``title`` that leads out of the chat."""
        return self.messages.get_by_role("link", name=title, exact=True).count() > 0

    def _ticks(self, role: Literal["radio", "checkbox"], label: str, option: str, card: str) -> Locator:
        # Named by list and option together; an error message of the list comes in between.
        name = re.compile(rf"^{re.escape(label)}.* {re.escape(option)}$|^{re.escape(option)}$")
        return self._cards(card).get_by_role(role, name=name).last

    def _box(self, label: str, card: str) -> Locator:
        return self._cards(card).get_by_role("combobox", name=label).last

    def wait_text(self, text: str | re.Pattern[str], *, seconds: float = STEP_MS / 1000) -> Locator:
        """Wait until ``text`` stands among the messages, in a message or a card; the last place it does."""
        found = self.messages.get_by_text(text).last
        found.wait_for(timeout=seconds * 1000)
        return found

    def wait_gone(self, text: str | re.Pattern[str]) -> None:
        """Wait until ``text`` is nowhere among the messages."""
        self.wait_times(text, 0)

    def wait_times(self, text: str | re.Pattern[str], times: int) -> None:
        """Wait until ``text`` stands in that many places among the messages."""
        expect(self.messages.get_by_text(text)).to_have_count(times)

    def texts(self, *, card: str = "") -> list[str]:
        """The lines of the last card that holds ``card``, as they are read on the page."""
        return [line for line in self.card(card).inner_text().splitlines() if line.strip()]

    def image_size(self, alt: str | re.Pattern[str]) -> tuple[int, int]:
        """Natural width and height of the last picture with this alt text, once it has loaded."""
        image = self.messages.get_by_role("img", name=alt).last
        image.wait_for()
        self.page.wait_for_function("it => it.complete && it.naturalWidth > 0", arg=image.element_handle())
        width, height = image.evaluate("it => [it.naturalWidth, it.naturalHeight]")
        return int(width), int(height)

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the whole page; its path."""
        path = self._pictures / f"{name}.png"
        self.page.screenshot(path=path, animations="disabled")
        return path

    def screenshot_chat(self, name: str) -> Path:
        """Keep a picture of the newest of the messages, as much of them as stands on a tall page; its path."""
        path = self._pictures / f"{name}.png"
        seen = self.page.viewport_size
        assert seen
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size({"width": 720, "height": 1640})
        self.messages.screenshot(path=path, animations="disabled")
        self.page.set_viewport_size(seen)
        return path

    def screenshot_card(self, name: str, *, card: str = "") -> Path:
        """Keep a picture of the whole of the last card that holds ``card``; its path.

        Those called »chat-…« are the ones shown in the user guide.
        """
        path = self._pictures / f"{name}.png"
        found = self.card(card)
        box, seen = found.bounding_box(), self.page.viewport_size
        assert box and seen
        self.page.mouse.move(0, 0)  # no button is drawn as if pointed at
        self.page.set_viewport_size({"width": seen["width"], "height": seen["height"] + int(box["height"])})
        found.screenshot(path=path, animations="disabled")
        self.page.set_viewport_size(seen)
        return path

    def screenshot_under(self, name: str, *, upper: str, lower: str) -> Path:
        """Keep a picture of the last card that holds ``upper`` and the last that holds ``lower``, one under the other.

        What the client writes between them is not in it: the picture is the same whatever the time.
        """
        path = self._pictures / f"{name}.png"
        parts = [self.screenshot_card(f"{name}-{end}", card=card) for end, card in (("upper", upper), ("lower", lower))]
        pictures = [Image.open(part).convert("RGB") for part in parts]
        size = max(one.width for one in pictures), sum(one.height for one in pictures)
        whole, top = Image.new("RGB", size, "white"), 0
        for one in pictures:
            whole.paste(one, (0, top))
            top += one.height
        whole.save(path)
        for part in parts:
            part.unlink()
        return path
