"""A turn about a file: ordered in the turn's own transaction, begun once that is committed, fetched by whose it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from bot.cards import taking as cards
from bot.cards.elements import Card, info, warning
from bot.errors import FileNotWritten
from bot.files.formats import FileFormat
from bot.files.metadata import metadata_of
from bot.files.writing import file_name
from bot.pictures.requests import FileRequest
from bot.storage.files import FileMoved, FileOrder, FileState, OrderedFile, beside_of
from bot.turns.ground import Acted, Ground, Told
from bot.turns.taking.documents import document_of
from bot.turns.taking.making import WORKING, OrderedWork
from bot.wire import Incoming, Kind, LaterFile, Outgoing, Press, Reply, Upload
from dialogs.asides.taking import FetchFile, KeepFileOut, PlaceFile, TakingCommand
from dialogs.texts import taking as words

ORDERED = "ordered"
"""What is noted of an order that has been taken."""


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True)
class Taking:
    """Takes the turns; ``begin`` has a file made that is ordered, ``place`` one put where its person wants it."""

    begin: Callable[[OrderedWork], None] = _nothing
    place: Callable[[str, str, Upload], None] = _nothing

    commands = get_args(TakingCommand)

    async def act(self, ground: Ground, command: TakingCommand) -> Acted:
        """One turn; the reflection stays as it is."""
        if isinstance(command, PlaceFile | KeepFileOut):
            return await self._consented(ground, command)
        if isinstance(command, FetchFile):
            return Acted(ground.reflection, _shown(ground, await self._fetched(ground, command)))
        if ground.incoming.address.kind.is_group and not ground.in_place:
            return Acted(ground.reflection, _shown(ground, cards.only_in_person_card()), taken=ground.taken(""))
        try:
            document = await document_of(ground, command)
        except FileNotWritten as refused:
            menu = cards.menu_card(None, None, said=warning(str(refused)))
            return Acted(ground.reflection, _shown(ground, menu), taken=ground.taken(""))
        fmt, file, by = FileFormat(command.fmt), file_of(ground.incoming), ground.incoming.by
        name = file_name(document, fmt)
        order = FileOrder(file, by.id, name, fmt.media_type, ground.now + WORKING)
        kommune = ground.live.kommune_by_code.get(ground.kommune or "")
        beside = metadata_of(document, kommune.name if kommune else "") if fmt is FileFormat.PDF else None
        request = FileRequest(document, fmt.value)
        work = OrderedWork(ground.incoming.address.tenant, file, name, fmt.media_type, request, beside)
        reply = _ordered(ground, file)
        return Acted(ground.reflection, reply, (order,), ground.taken(ORDERED), done=lambda: self.begin(work))

    async def again(self, ground: Ground, command: TakingCommand, press: Press) -> Told:
        """The first answer as long as there is such a file; after that, that it is gone. Nothing is made by it."""
        if isinstance(command, PlaceFile | KeepFileOut):
            return Told("", Reply())
        if isinstance(command, FetchFile):
            return Told("", _shown(ground, await self._fetched(ground, command)))
        tenant, file = ground.incoming.address.tenant, file_of(ground.incoming)
        found = await ground.store.files.find(tenant, file)
        if found is None or found.expires_at <= ground.now:
            return Told("", _shown(ground, cards.gone_card()))
        return Told(ORDERED, Reply(_ordered(ground, file).card) if ground.in_place else Reply())

    async def _consented(self, ground: Ground, command: PlaceFile | KeepFileOut) -> Acted:
        """What the message that asked becomes; a file that has gone on already is left alone."""
        incoming, said = ground.incoming, ground.incoming.consent
        tenant, target = incoming.address.tenant, said.card_id if said else None
        found = await ground.store.files.find(tenant, command.file)
        if found is None or found.person != incoming.by.id or found.expires_at <= ground.now:
            return Acted(ground.reflection, _updated(target, cards.gone_card()))
        if found.state is not FileState.MADE:
            return Acted(ground.reflection, Reply())
        if said is None or said.upload is None:
            moved = FileMoved(found.id, found.person, FileState.DECLINED, ground.now)
            return Acted(ground.reflection, _updated(target, cards.declined_card()), (moved,))
        moved, upload, later = (
            FileMoved(found.id, found.person, FileState.PLACING, ground.now + WORKING),
            said.upload,
            LaterFile(found.id),
        )
        message = Outgoing(Kind.UPDATE, target=target, later=later)
        if target is None:
            message = Outgoing(Kind.SEND, cards.making_card(), later=later)
        reply = Reply(outgoing=(message,))
        return Acted(ground.reflection, reply, (moved,), done=lambda: self.place(tenant, found.id, upload))

    async def _fetched(self, ground: Ground, command: FetchFile) -> Card:
        """What stands of a file, for whose it is; in a group's message nobody gets anything."""
        incoming = ground.incoming
        if incoming.address.kind.is_group and not ground.in_place:
            return cards.only_in_person_card()
        found = await ground.store.files.find(incoming.address.tenant, command.file)
        if found is None or found.person != incoming.by.id or found.conversation != incoming.address.conversation:
            return cards.gone_card()
        beside = await ground.store.files.find(incoming.address.tenant, beside_of(found.id))
        made = card_of(found, ground.now, f"{cards.PLACE}{found.id}", f"{cards.PLACE}{beside.id}" if beside else None)
        return made or cards.making_card(found.id, info(words.STILL_MAKING))


def card_of(found: OrderedFile | None, now: dt.datetime, url: str, beside: str | None = None) -> Card | None:
    """What is told of a file as it stands, with the address that leads to it, and the one to what goes with it.

    None while it is being made.
    """
    if found is None or found.expires_at <= now:
        return cards.gone_card()
    if found.is_left(now):
        if found.state is FileState.MAKING:
            return cards.failed_card(stopped=True)
        found = replace(found, state=FileState.UNPLACED)
    unplaced = found.state is FileState.UNPLACED
    match found.state:
        case FileState.MAKING | FileState.PLACING:
            return None
        case FileState.PLACED:
            return cards.placed_card(found.name, found.expires_at, beside)
        case FileState.DECLINED:
            return cards.declined_card()
        case FileState.FAILED:
            return cards.failed_card(stopped=False)
        case _:
            said = warning(words.UNPLACED) if unplaced else None
            return cards.ready_card(found.name, found.size, found.expires_at, url, said, beside)


def file_of(incoming: Incoming) -> str:
    """The id of the file that a press orders: the same press orders the same file, however it is delivered."""
    press = incoming.press
    address, carried = incoming.address, press.data if press else incoming.id
    made = [address.tenant, address.conversation, incoming.by.id, carried]
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode(errors="replace")).hexdigest()[:32]


def _ordered(ground: Ground, file: str) -> Reply:
    """»Jeg laver den«: in a personal chat as a message that becomes the way to it; else seen by the presser alone."""
    if ground.incoming.address.kind.is_group:
        return Reply(cards.making_card(file))
    message = Outgoing(Kind.SEND, cards.making_card(), later=LaterFile(file))
    return Reply(cards.below_card(), (message,)) if ground.in_place else Reply(outgoing=(message,))


def _updated(target: str | None, made: Card) -> Reply:
    kind = Kind.UPDATE if target else Kind.SEND
    return Reply(outgoing=(Outgoing(kind, made, target=target),))


def _shown(ground: Ground, made: Card) -> Reply:
    return Reply(made) if ground.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))
