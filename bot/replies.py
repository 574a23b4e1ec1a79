"""Events and state to what people see: the card for the one who pressed, and the messages for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import notices, radar
from bot.cards.elements import MAX_CARD_BYTES, Card, plain, weight
from bot.cards.question import input_card, question_card, shared_card
from bot.cards.start import start_card
from bot.cards.summary import summary_card
from bot.wire import Incoming, Kind, Outgoing, Reply
from dialogs import events as e
from dialogs import texts
from dialogs.commands import Person
from dialogs.context import ticked
from dialogs.events import Event, Refusal
from dialogs.folding import readable
from dialogs.reflection import MAX_ANSWER, Phase, Reflection
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Ticks
from radar_core.suggest import suggest

_FRAME = 6_000
"""Bytes of a question card beside what is typed in it."""


@dataclass(frozen=True)
class Scene:
    """What a reply is made from: the act, what stands after it, and what happened."""

    incoming: Incoming
    before: Reflection | None
    reflection: Reflection | None
    events: tuple[Event, ...]
    bundle: Bundle
    """The bundle of the reflection, or the live one where there is none."""
    live: Bundle
    """The bundle that holds for whatever is asked from now on."""
    newest_card: str | None
    """Message id of the live card of the reflection as it was before, where one has been delivered."""
    address_of: radar.Address

    @property
    def in_place(self) -> bool:
        """True where the next card is the answer to a press itself."""
        return self.incoming.press is not None and self.incoming.wants_reply

    @property
    def started(self) -> bool:
        """True where the reflection began in this turn."""
        return self.reflection is not None and (self.before is None or self.before.id != self.reflection.id)

    @property
    def live_card(self) -> str | None:
        """Message id of the reflection's live card; that of the one before it stays in the chat as it is."""
        return None if self.started else self.newest_card


def compose(scene: Scene) -> Reply:
    """The whole reply to one turn."""
    last = scene.events[-1]
    match last:
        case e.RadarAsked():
            return _alone(scene, _radar(scene, last))
        case e.HelpAsked():
            return _alone(scene, notices.help_card(scene.reflection, scene.bundle))
        case e.NotUnderstood():
            return _alone(scene, notices.help_card(scene.reflection, scene.bundle, heading=texts.NOT_UNDERSTOOD))
        case e.InputOpened(question):
            return _alone(scene, _input(scene, question))
        case e.SummaryAsked(page):
            return _alone(scene, _summary(scene, page))
        case e.DraftOffered(text):
            return _draft(scene, text)
        case e.Refused(reason):
            return _refused(scene, reason)
        case _:
            return _stands(scene)


def screen(reflection: Reflection, bundle: Bundle, person: Person, said: str | None = None) -> Card:
    """The one card that shows where a reflection stands."""
    match reflection.phase:
        case Phase.SETUP:
            return start_card(reflection, bundle, said)
        case Phase.QUESTIONS if reflection.group:
            return shared_card(reflection, bundle, said)
        case Phase.QUESTIONS:
            return question_card(reflection, bundle, person, said)
        case Phase.PAUSED:
            return notices.paused_card(reflection, bundle, said)
        case Phase.CANCELLED:
            return notices.cancelled_card(said)
        case Phase.REVIEW | Phase.FINISHED:
            return summary_card(reflection, bundle, said)


def _alone(scene: Scene, card: Card) -> Reply:
    """A card that is nobody's live card."""
    return Reply(card=card) if scene.in_place else Reply(outgoing=(Outgoing(Kind.SEND, card),))


def _stands(scene: Scene) -> Reply:
    """The reflection's own card after something happened to it."""
    reflection, said = scene.reflection, _said(scene.events)
    if reflection is None:
        return _alone(scene, notices.refusal_card(texts.REFUSALS[Refusal.NO_REFLECTION]))
    kinds = {type(event) for event in scene.events}
    extra: tuple[Outgoing, ...] = ()
    if e.Finished in kinds:
        extra = (Outgoing(Kind.SEND, radar_answer(reflection, scene.bundle, scene.address_of)),)
    card = screen(reflection, scene.bundle, scene.incoming.by, said)
    if scene.in_place and not reflection.group:
        return Reply(card, extra)
    for_all = screen(reflection, scene.bundle, scene.incoming.by)
    if scene.in_place:
        gone = scene.live_card is None and kinds & {*_SEEN_BY_ALL, e.StatusAsked}
        if scene.started or gone:
            return Reply(notices.retired_card(), (Outgoing(Kind.SEND, for_all, screen=True), *extra))
        if kinds & _SEEN_BY_ALL:
            return Reply(card, (Outgoing(Kind.UPDATE, for_all, screen=True), *extra))
        return Reply(card)
    if reflection.group and e.AnswerSaved in kinds and said:
        return Reply(outgoing=(Outgoing(Kind.SEND, text=said),))
    return Reply(outgoing=(*_retire(scene), Outgoing(Kind.SEND, card, screen=True), *extra))


def _refused(scene: Scene, reason: Refusal) -> Reply:
    words = texts.REFUSALS[reason]
    reflection = scene.reflection
    if reflection is None or (reflection.phase.is_closed and reason is not Refusal.STALE_CARD):
        return _alone(scene, notices.refusal_card(words))
    press = scene.incoming.press
    if press and scene.in_place and reason in (Refusal.EMPTY_ANSWER, Refusal.ANSWER_TOO_LONG):
        question, draft = press.data.get("q"), _typed(press.data.get("text"))
        if reflection.group and isinstance(question, int):
            return Reply(input_card(reflection, scene.bundle, question, scene.incoming.by, words, draft))
        if not reflection.group and reflection.phase is Phase.QUESTIONS:
            return Reply(question_card(reflection, scene.bundle, scene.incoming.by, words, draft))
    card = screen(reflection, scene.bundle, scene.incoming.by, words)
    if scene.in_place:
        return Reply(card)
    return Reply(outgoing=(*_retire(scene), Outgoing(Kind.SEND, card, screen=True)))


def _typed(text: object) -> str:
    """What was typed, so that it can be shortened; cut only where no card could carry it."""
    draft = readable(text) if isinstance(text, str) else ""
    return draft if weight({"value": draft}) <= MAX_CARD_BYTES - _FRAME else draft[:MAX_ANSWER]


def _draft(scene: Scene, text: str) -> Reply:
    reflection = scene.reflection
    if reflection is None or reflection.group:
        number = reflection.current if reflection else 1
        return Reply(outgoing=(Outgoing(Kind.SEND, text=texts.DRAFT_GROUP.format(n=number)),))
    said = texts.DRAFT.format(button=texts.SAVE_AND_GO)
    card = question_card(reflection, scene.bundle, scene.incoming.by, said, draft=text)
    return Reply(outgoing=(*_retire(scene), Outgoing(Kind.SEND, card, screen=True)))


def _retire(scene: Scene) -> tuple[Outgoing, ...]:
    """The card that was live until now stops looking so."""
    if scene.live_card is None:
        return ()
    return (Outgoing(Kind.UPDATE, notices.retired_card(), target=scene.live_card),)


def _input(scene: Scene, question: int) -> Card:
    if scene.reflection is None:
        return notices.refusal_card(texts.REFUSALS[Refusal.NO_REFLECTION])
    # Where the card cannot be the presser's alone, nobody's earlier answer stands in it.
    reader = scene.incoming.by if scene.in_place else Person("", "")
    return input_card(scene.reflection, scene.bundle, question, reader)


def _summary(scene: Scene, page: int) -> Card:
    if scene.reflection is None:
        return notices.refusal_card(texts.REFUSALS[Refusal.NO_REFLECTION])
    return summary_card(scene.reflection, scene.bundle, page=page)


def _radar(scene: Scene, asked: e.RadarAsked) -> Card:
    reflection = scene.reflection
    if asked.unknown is not None:
        return radar.pick_radar_card(scene.bundle, texts.PICK_RADAR_UNKNOWN.format(text=plain(asked.unknown)))
    fagomraade = asked.fagomraade or (reflection.fagomraade if reflection else None)
    if fagomraade is None:
        return radar.pick_radar_card(scene.live)
    press = scene.incoming.press
    concluded = reflection is not None and press is not None and press.data.get("r") == reflection.id
    # A reflection keeps the edition it began on; once it is closed, what is asked anew is answered from the live one.
    pinned = reflection is not None and (concluded or not reflection.phase.is_closed)
    bundle = scene.bundle if pinned else scene.live
    if reflection is not None and reflection.fagomraade == fagomraade and bundle.sha256 == scene.bundle.sha256:
        return radar_answer(reflection, bundle, scene.address_of, all_ready=asked.all_ready)
    shown = radar_for(bundle, fagomraade)
    return radar.radar_card(shown, suggest(bundle, shown), scene.address_of, all_ready=asked.all_ready)


def radar_answer(reflection: Reflection, bundle: Bundle, address_of: radar.Address, *, all_ready: bool = False) -> Card:
    """The radar card of a reflection's fagområde, ranked by what its people ticked."""
    shown = radar_for(bundle, reflection.fagomraade or "samlet")
    needs = ticked(reflection, bundle, Ticks.BEHOV)
    in_operation = ticked(reflection, bundle, Ticks.I_DRIFT)
    return radar.radar_card(
        shown,
        suggest(bundle, shown, needs, in_operation),
        address_of,
        reflection=reflection.id,
        all_ready=all_ready,
        ticked=bool(needs or in_operation),
    )


def _said(events: tuple[Event, ...]) -> str | None:
    for event in events:
        match event:
            case e.AnswerSaved(question, _, edited):
                return (texts.SAVED_EDIT if edited else texts.SAVED).format(n=question)
            case e.QuestionSkipped(question):
                return texts.QUESTION_SKIPPED.format(n=question)
            case e.Resumed():
                return texts.RESUMED
    return None


_SEEN_BY_ALL = {e.Moved, e.Paused, e.Resumed, e.Finished, e.Cancelled, e.QuestionSkipped}
