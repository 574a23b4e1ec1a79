"""Files people take along: which to make, that one is being made, and the way to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.cards.elements import Card, Element, Notice, action_set, card, execute, notice, open_url, quiet, text, title
from bot.files.formats import FileFormat
from dialogs.danish.dates import local
from dialogs.texts import taking as words

WISH_FILE = "wishfile"
MAKE_FILE = "makefile"
FETCH_FILE = "fetchfile"

OF_PROTOCOL = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)
OF_RADAR = (FileFormat.PPTX, FileFormat.PDF, FileFormat.CSV)

PLACE = "fil:"
"""What stands on a card in place of a file's address, with the file's id: the address itself is kept nowhere."""


def wish_button(fagomraade: str | None, reflection: str | None) -> Element:
    """What leads to the menu, from a card that shows what one may take along."""
    data = {**({"f": fagomraade} if fagomraade else {}), **({"r": reflection} if reflection else {})}
    return execute(words.MAKE_FILE, WISH_FILE, data, inputs=False)


def menu_card(
    reflection: str | None,
    radar: tuple[str, str] | None,
    formats: Sequence[FileFormat] = (),
    said: Notice | None = None,
) -> Card:
    """What can be made: the protocol of a reflection (id), and a fagområde's radar (id and name).

    ``formats`` are those that were asked for; of what has none of them all are offered.
    """
    return card(
        [
            notice(said),
            title(words.MENU_TITLE),
            *(_offered(words.PROTOCOL, OF_PROTOCOL, formats, {"r": reflection}) if reflection else []),
            *(_offered(words.RADAR.format(where=radar[1]), OF_RADAR, formats, {"f": radar[0]}) if radar else []),
            quiet(words.MENU_LEAD) if reflection else None,
        ]
    )


def _offered(
    what: str, every: Sequence[FileFormat], asked: Sequence[FileFormat], data: dict[str, str]
) -> list[Element | None]:
    found = [each for each in every if each in asked] or every
    buttons = [execute(each.danish, MAKE_FILE, {**data, "t": each.value}, inputs=False) for each in found]
    return [text(what, weight="Bolder"), *(action_set(buttons[n : n + 2]) for n in range(0, len(buttons), 2))]


def making_card(file: str | None = None, said: Notice | None = None) -> Card:
    """That it is being made; with a button to fetch it where the message cannot become the way to it."""
    fetch = execute(words.FETCH, FETCH_FILE, {"file": file}) if file else None
    return card(
        [notice(said), title(words.MAKING_TITLE), text(words.MAKING_FETCH if file else words.MAKING_HERE)], [fetch]
    )


def below_card() -> Card:
    """That a message of its own becomes the way to it."""
    return card([title(words.MAKING_TITLE), text(words.MAKING_BELOW)])


def ready_card(
    name: str, size: int, until: dt.datetime, url: str, said: Notice | None = None, beside: str | None = None
) -> Card:
    """The way to it, until a moment (UTC), and to what goes with it, where ``beside`` is its address."""
    return card(
        [
            notice(said),
            title(words.READY_TITLE),
            text(words.READY.format(name=name, size=_size(size))),
            quiet(words.READY_UNTIL.format(until=_clock(until))),
            _told_of(beside),
        ],
        [open_url(words.FETCH, url), _fetch_beside(beside)],
    )


def asked_card(name: str, size: int, until: dt.datetime, beside: str | None = None) -> Card:
    """That the message below asks whether it is to be put in the person's OneDrive."""
    return card(
        [
            title(words.READY_TITLE),
            text(words.READY.format(name=name, size=_size(size))),
            quiet(words.ASKED.format(until=_clock(until))),
            _told_of(beside),
        ],
        [_fetch_beside(beside)],
    )


def placed_card(name: str, until: dt.datetime, beside: str | None = None) -> Card:
    """That it is there; what goes with it can be fetched until a moment (UTC)."""
    told = quiet(words.BESIDE_UNTIL.format(until=_clock(until))) if beside else None
    return card([text(words.PLACED.format(name=name)), _told_of(beside), told], [_fetch_beside(beside)])


def _told_of(beside: str | None) -> Element | None:
    return quiet(words.BESIDE, spacing="Small") if beside else None


def _fetch_beside(beside: str | None) -> Element | None:
    return open_url(words.FETCH_BESIDE, beside) if beside else None


def declined_card() -> Card:
    """That it is not, for so they said."""
    return card([text(words.DECLINED)])


def failed_card(*, stopped: bool) -> Card:
    """That it did not come about, and why where that is known."""
    return card([title(words.FAILED_TITLE), text(words.STOPPED if stopped else words.FAILED)])


def gone_card() -> Card:
    """That it is there no longer."""
    return card([title(words.GONE_TITLE), text(words.GONE)])


def only_in_person_card() -> Card:
    """That everybody would see the answer, so there is none."""
    return card([text(words.ONLY_IN_PERSON)])


def _size(count: int) -> str:
    """As people say it: »85 kB«, »1,2 MB«."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def _clock(at: dt.datetime) -> str:
    return local(at).strftime("%H.%M")
