"""What people see of their own radar: a card for the one who pressed, and the comparison for everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.cards.elements import Card, Notice, good, info, plain, warning
from bot.cards.own_use import fill as cards
from bot.cards.own_use.result import comparison_of, comparison_text, result_card
from bot.wire import Kind, Outgoing, OwnPicture, Reply
from dialogs.own_use import commands as oc
from dialogs.own_use import events as o
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.own_use.reducer import OwnStep, seen_as
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.texts import own_use as own
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Radar
from radar_core.render import comparison_parts
from radar_core.spelling import technologies, together


@dataclass(frozen=True)
class OwnScene:
    """The step that was taken, and what it is shown by."""

    step: OwnStep
    bundle: Bundle
    reflection: Reflection | None
    in_place: bool
    """True where the next card is the answer to a press itself."""


def compose_own(scene: OwnScene) -> Reply:
    """The whole reply to one turn about own use."""
    kommune_use, fagomraade, event = scene.step.kommune_use, scene.step.fagomraade, scene.step.event
    if isinstance(event, o.KommuneWanted) or kommune_use is None:
        among = event.among if isinstance(event, o.KommuneWanted) else ()
        return _alone(scene, cards.kommune_card(among, fagomraade, scene.bundle))
    if isinstance(event, o.FagomraadeWanted) or fagomraade is None:
        unknown, among = (event.unknown, event.among) if isinstance(event, o.FagomraadeWanted) else (None, ())
        return _alone(scene, cards.fagomraade_card(kommune_use, unknown, among, scene.bundle))
    radar = radar_for(scene.bundle, fagomraade)
    if isinstance(event, o.Compared):
        return _compared(scene, kommune_use, fagomraade, radar, event)
    return _alone(scene, _card(scene, kommune_use, fagomraade, radar, event))


def _card(scene: OwnScene, kommune_use: KommuneUse, fagomraade: str, radar: Radar, event: o.OwnEvent) -> Card:
    bundle = scene.bundle
    match event:
        case o.PageShown():
            return cards.page_card(
                radar, kommune_use, fagomraade, bundle, event.page, _page_notice(event, bundle), event.drafts
            )
        case o.ImportShown(faults, draft):
            return cards.paste_card(kommune_use, fagomraade, bundle, faults, draft)
        case o.Imported(changed, fagomraader, notes):
            where = together([cards.where(each, bundle) for each in fagomraader])
            saved = own.IMPORTED if changed else own.IMPORTED_NONE
            words = " ".join([saved.format(count=technologies(changed), where=where), *notes])
            return cards.own_card(radar, kommune_use, fagomraade, bundle, good(words) if changed else info(words))
        case o.ForvaltningerShown(saved=True):
            return cards.own_card(radar, kommune_use, fagomraade, bundle, good(own.FORVALTNINGER_SAVED))
        case o.ForvaltningerShown(faults=faults, draft=draft):
            return cards.forvaltninger_card(kommune_use, fagomraade, bundle, faults, draft)
        case _:
            return cards.own_card(radar, kommune_use, fagomraade, bundle)


def _compared(scene: OwnScene, kommune_use: KommuneUse, fagomraade: str, radar: Radar, event: o.Compared) -> Reply:
    """The words for everybody, and each picture in a message of its own; the presser's card tells what was saved."""
    said = _saved_notice(event.saved) if event.saved is not None else None
    if not kommune_use.radar(fagomraade).uses:
        return _alone(scene, cards.own_card(radar, kommune_use, fagomraade, scene.bundle, said))
    words = result_card(radar, kommune_use, fagomraade, scene.bundle, scene.reflection)
    shown = [
        Outgoing(
            Kind.SEND,
            text=comparison_text(part),
            picture=OwnPicture(kommune_use.kommune, fagomraade, scene.bundle.sha256, page),
        )
        for page, part in enumerate(
            comparison_parts(comparison_of(radar, kommune_use, fagomraade, scene.bundle)), start=1
        )
    ]
    mine = cards.own_card(radar, kommune_use, fagomraade, scene.bundle, said) if scene.in_place else None
    return Reply(mine, (Outgoing(Kind.SEND, words), *shown))


def _page_notice(event: o.PageShown, bundle: Bundle) -> Notice | None:
    if event.personal_number:
        return warning(own.PERSONAL_NUMBER)
    if not event.overtaken and not event.without_stage:
        shows = event.saved is not None and (event.saved or not event.drafts)
        return _saved_notice(event.saved or 0) if shows else None
    words = [_saved(event.saved)] if event.saved is not None and (event.saved or not event.drafts) else []
    for overtaken in event.overtaken:
        kept = overtaken.kept
        name = bundle.technology_by_id[kept.use.technology].name
        words.append(own.OVERTAKEN.format(name=plain(kept.by.name), stage=kept.use.stage.label, technology=name))
    if event.without_stage:
        names = together([bundle.technology_by_id[each].name for each in event.without_stage])
        words.append(own.WITHOUT_STAGE.format(names=names))
    return warning(" ".join(words))


def _saved_notice(count: int) -> Notice:
    return good(_saved(count)) if count else info(_saved(count))


def _saved(count: int) -> str:
    return own.SAVED.format(count=technologies(count)) if count else own.SAVED_NONE


def _alone(scene: OwnScene, card: Card) -> Reply:
    return Reply(card=card) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, card),))


def not_saved_again(scene: OwnScene, before: KommuneUse, command: oc.OwnCommand) -> Reply:
    """The same for a kommune's own use: the card as it was filled in, to be saved in place of what stands."""
    fagomraade, bundle, words = scene.step.fagomraade, scene.bundle, texts.PRESSED_BEFORE
    if fagomraade is None:
        return compose_own(scene)
    match command:
        case oc.SaveOwn():
            after = scene.step.kommune_use or before
            drafts = tuple(
                replace(said, seen=seen_as(before.kept_use(fagomraade, said.technology)))
                for said in command.said
                if after.kept_use(fagomraade, said.technology) != before.kept_use(fagomraade, said.technology)
            )
            stood = [before.kept_use(fagomraade, draft.technology) for draft in drafts]
            named = bundle.technology_by_id
            state = [f"{named[kept.use.technology].name}: {kept.use.stage.label}" for kept in stood if kept]
            told = f"{words} {texts.STANDS_NOW.format(text=together(state))}." if state else words
            radar = radar_for(bundle, fagomraade)
            made = cards.page_card(radar, before, fagomraade, bundle, command.page, warning(told), drafts)
        case oc.ImportOwn():
            made = cards.paste_card(before, fagomraade, bundle, draft=command.text, said=warning(words))
        case oc.SaveForvaltninger():
            made = cards.forvaltninger_card(before, fagomraade, bundle, draft=command.text, said=warning(words))
        case _:
            return compose_own(scene)
    return Reply(made) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))
