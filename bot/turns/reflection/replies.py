"""Events and state to what people see: the card for the one who pressed, and the messages for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.cards.elements import Card, Notice, good, info, warning
from bot.cards.reflection import answers, follow_up, notices, team
from bot.cards.reflection.ending import chosen_card
from bot.cards.reflection.lines import left_behind_card, with_take_back
from bot.cards.reflection.question import question_card
from bot.cards.reflection.status import told_on
from bot.storage.loaded import Elsewhere
from bot.turns.reflection import draft_replies
from bot.turns.reflection.asked_replies import asked_reply, with_what_may_be_meant
from bot.turns.reflection.draft_replies import with_what_is_not_saved
from bot.turns.reflection.edition_replies import about_edition, offer
from bot.turns.reflection.ending_replies import about_ending, beside_ended
from bot.turns.reflection.forms import KEEPING, conclusion, form
from bot.turns.reflection.line_replies import with_lines
from bot.turns.reflection.presses import VERBS
from bot.turns.reflection.radar_answers import cases_reply, concluded, radar_reply
from bot.turns.reflection.said import notice_of, said_of
from bot.turns.reflection.screens import alone, retire, screen
from bot.turns.reflection.status_replies import is_receipt, nudged, receipt, with_status
from bot.turns.reflection.technology_answers import areas_reply, technology_reply
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.danish.dates import danish_day, local
from dialogs.reflection import events as e
from dialogs.reflection.commands import Topic
from dialogs.reflection.events import Event, Refusal
from dialogs.reflection.state import QUESTIONS, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import ending as ending_texts
from dialogs.texts import lines
from radar_core.model import Ticks

__all__ = ["Scene", "compose", "screen"]

_SEEN_BY_ALL = {
    *(e.Moved, e.Paused, e.Resumed, e.Finished, e.Cancelled, e.QuestionSkipped, e.Reopened),
    *(e.Revealed, e.Concluded, e.TakenOver, e.NamingSet),
}
"""What changes the shared card; an answer does not, since an update erases what somebody is typing."""

_UNPROMPTED = (e.PauseEnded, e.Reminded, e.ExpiryWarned, e.Expired, e.EvaluationsDue)
_FOLLOWED_UP = (e.StepSaved, e.StepRemoved, e.Chosen, e.Evaluated)
_ARGUED = (e.Dismissed, e.DismissalUndone)


def compose(scene: Scene) -> Reply:
    """The whole reply to one turn; where another edition is live, that is offered below it."""
    first, *rest = scene.events
    reply = with_what_may_be_meant(scene, with_what_is_not_saved(scene, _composed(scene)))
    reply = with_status(scene, with_lines(scene, reply))
    if not isinstance(first, e.EditionOffered) or not rest:
        return reply
    card = offer(scene, first)
    return replace(reply, outgoing=(*reply.outgoing, Outgoing(Kind.SEND, card))) if card else reply


def _composed(scene: Scene) -> Reply:
    last = scene.events[-1]
    if isinstance(last, e.NothingDue) or (_is_edit(scene) and isinstance(last, e.AnswerSaved)):
        return Reply()
    if isinstance(last, _UNPROMPTED):
        return _unprompted(scene, last)
    if scene.elsewhere and _finds_nothing(last):
        return alone(scene, _elsewhere(scene))
    if isinstance(last, _FOLLOWED_UP):
        return _followed_up(scene)
    if isinstance(last, _ARGUED):
        return _reranked(scene)
    if isinstance(last, e.FirstStepsTaken):
        return _took_first_steps(scene)
    if one := form(scene, last, notice_of(scene.events)):
        return alone(scene, one)
    if answer := asked_reply(scene, last):
        return answer
    reply = _REPLIES.get(type(last))
    return (reply(scene, last) if reply else None) or _stands(scene)


def _is_edit(scene: Scene) -> bool:
    """True where nobody is told; of an answer that was gone and is there again its author is."""
    return scene.incoming.edited and not scene.incoming.restored


def _stands(scene: Scene) -> Reply:
    """The reflection's own card after something happened to it."""
    reflection, told = scene.reflection, notice_of(scene.events)
    if reflection is None:
        return alone(scene, notices.refusal_card(texts.REFUSALS[Refusal.NO_REFLECTION]))
    kinds = {type(event) for event in scene.events}
    extra = _extra(scene, reflection)
    card = partial(_in_its_place, scene, reflection, told)
    for_all = partial(screen, reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
    if about_draft := draft_replies.decided(scene):
        return about_draft
    if ended := beside_ended(scene, card, for_all, extra):
        return ended
    if scene.in_place and not reflection.group:
        return _on_an_older_card(scene, reflection) or Reply(card(), extra)
    shown = (*_opened_elsewhere(scene, reflection), *extra)
    if scene.in_place:
        gone = scene.live_card is None and kinds & {*_SEEN_BY_ALL, e.StatusAsked}
        if scene.started or gone:
            return Reply(notices.retired_card(), (Outgoing(Kind.SEND, for_all(), screen=True), *shown))
        if kinds & _SEEN_BY_ALL or _vanished(scene):
            return Reply(card(), (Outgoing(Kind.UPDATE, for_all(), screen=True), *shown))
        return Reply(card())
    if is_receipt(scene):
        return Reply()
    if reflection.group and told and kinds & {e.AnswerSaved, e.AnswerWithdrawn, e.Concluded}:
        changed = kinds & _SEEN_BY_ALL or _vanished(scene)
        update = (Outgoing(Kind.UPDATE, for_all(), screen=True),) if changed and scene.live_card else ()
        return Reply(outgoing=(Outgoing(Kind.SEND, text=receipt(scene, told.words)), *update))
    if reflection.group and shown and e.Revealed in kinds:
        return Reply(outgoing=shown)
    return Reply(outgoing=(*retire(scene), Outgoing(Kind.SEND, card(), screen=True), *shown))


def _in_its_place(scene: Scene, reflection: Reflection, told: Notice | None) -> Card:
    """What the card that was pressed becomes for the presser: the status message what it says now.

    Where the answers have just been shown from there, it becomes the conclusion to write: the answers stand above it.
    """
    if not scene.in_place or not scene.on_status or scene.status_now is None:
        return _with_way_back(scene, reflection, told)
    shown = {q for event in scene.events if isinstance(event, e.Revealed) for q in event.questions}
    if reflection.phase is Phase.QUESTIONS and reflection.current in shown:
        return conclusion(scene, reflection, reflection.current, told)
    return told_on(scene.status_now, told)


def _with_way_back(scene: Scene, reflection: Reflection, told: Notice | None) -> Card:
    """The reflection's own card: after a typed answer with a button that takes it back, and then filled in with it."""
    by, first = scene.incoming.by, scene.events[0]
    if isinstance(first, e.AnswerWithdrawn) and first.undone and scene.before is not None:
        undone = scene.before.answer_of(by, first.question)
        own, last = scene.own, scene.previous
        return question_card(reflection, scene.bundle, by, told, previous=last, own=own, undone=undone)
    is_typed = scene.incoming.press is None and not reflection.group
    new = first.question if is_typed and isinstance(first, e.AnswerSaved) and not first.edited else None
    if new and told and _wants_ticks(scene, reflection, new):
        told = good(f"{told.words} {lines.TICKS_WANTED.format(n=new)}")
    card = screen(reflection, scene.bundle, by, told, scene.previous, scene.own)
    return with_take_back(card, reflection, new) if new else card


def _wants_ticks(scene: Scene, reflection: Reflection, number: int) -> bool:
    """True where an answer is words alone, and suggestions are chosen by the ticks that go with it."""
    given = reflection.answer_of(scene.incoming.by, number)
    return scene.bundle.questions[number - 1].ticks is Ticks.BEHOV and given is not None and not given.ticks


def _on_an_older_card(scene: Scene, reflection: Reflection) -> Reply | None:
    """What was saved, taken back or left alone on the line that a card left behind: it is a line again.

    The live card stays the one there is; it follows where the question it shows has changed.
    """
    first, before, press = scene.events[0], scene.before, scene.incoming.press
    if before is None or press is None or scene.pressed_card is None or not scene.live_card:
        return None
    number = first.question if isinstance(first, e.AnswerSaved | e.AnswerWithdrawn) else press.data.get("q")
    if not isinstance(first, e.AnswerSaved | e.AnswerWithdrawn | e.StatusAsked):
        return None
    if not isinstance(number, int) or not 1 <= number <= QUESTIONS:
        return None
    is_at_hand = before.phase is Phase.QUESTIONS and number == before.current
    if is_at_hand and isinstance(first, e.AnswerSaved):
        return None
    is_moved = (before.phase, before.current) != (reflection.phase, reflection.current)
    follows = is_moved or reflection.phase is Phase.REVIEW or is_at_hand
    changed = follows and not isinstance(first, e.StatusAsked)
    shown = screen(reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
    live = (Outgoing(Kind.UPDATE, shown, screen=True),) if changed else ()
    given = reflection.answer_of(scene.incoming.by, number)
    return Reply(left_behind_card(reflection, scene.bundle, given, number), live)


def _extra(scene: Scene, reflection: Reflection) -> tuple[Outgoing, ...]:
    """What a turn posts beside the live card."""
    kinds = {type(event) for event in scene.events}
    if scene.started and scene.elsewhere:
        return (Outgoing(Kind.SEND, _elsewhere(scene)),)
    if e.Finished in kinds:
        return (
            concluded(scene, reflection).outgoing(),
            Outgoing(Kind.SEND, follow_up.steps_card(reflection, scene.bundle)),
        )
    if e.TakenOver in kinds and scene.in_place:
        return (Outgoing(Kind.SEND, text=said_of(scene.events)),)
    return ()


def _opened_elsewhere(scene: Scene, reflection: Reflection) -> tuple[Outgoing, ...]:
    """Opened answers that the live card does not show, because it stands at another question."""
    opened = [q for event in scene.events if isinstance(event, e.Revealed) for q in event.questions]
    if reflection.phase is not Phase.QUESTIONS or opened == [reflection.current]:
        return ()
    return tuple(Outgoing(Kind.SEND, answers.answers_card(reflection, scene.bundle, q)) for q in opened)


def _vanished(scene: Scene) -> bool:
    """True where an answer that everybody could see has been taken back."""
    before = scene.before
    return before is not None and any(
        isinstance(event, e.AnswerWithdrawn) and before.is_open_to_all(event.question) for event in scene.events
    )


def _followed_up(scene: Scene) -> Reply:
    """The next steps after something happened to them: on the card that was pressed, for everybody."""
    reflection = scene.reflection
    if reflection is None:
        return _stands(scene)
    card = follow_up.steps_card(reflection, scene.bundle, notice_of(scene.events))
    if not scene.in_place:
        return Reply(outgoing=(Outgoing(Kind.SEND, card),))
    for_all = follow_up.steps_card(reflection, scene.bundle)
    if scene.pressed_card is not None:
        return Reply(card, (Outgoing(Kind.UPDATE, for_all, target=scene.pressed_card),))
    shown = screen(reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
    return Reply(card, (Outgoing(Kind.UPDATE, shown, screen=True),) if reflection.group else ())


def _reranked(scene: Scene) -> Reply:
    """The radar after the team has said something of its suggestions, for everybody; the closed summary too."""
    reflection = scene.reflection
    if reflection is None:
        return _stands(scene)
    card = concluded(scene, reflection, notice_of(scene.events))
    shown = screen(reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
    summary = (Outgoing(Kind.UPDATE, shown, screen=True),) if reflection.phase.is_closed and scene.live_card else ()
    if not scene.in_place:
        return Reply(outgoing=(card.outgoing(), *summary))
    if scene.pressed_card is None:
        return Reply(card.alone, summary)
    for_all = concluded(scene, reflection).outgoing(Kind.UPDATE, scene.pressed_card)
    return Reply(card.now, (for_all, *summary))


def _took_first_steps(scene: Scene) -> Reply:
    """The result for whoever pressed, as it stands for the others, and below it the next steps for everybody."""
    reflection = scene.reflection
    if reflection is None:
        return _stands(scene)
    steps = Outgoing(Kind.SEND, follow_up.steps_card(reflection, scene.bundle))
    if not scene.in_place:
        return Reply(outgoing=(steps,))
    return Reply(concluded(scene, reflection, notice_of(scene.events)).alone, (steps,))


def _unprompted(scene: Scene, event: Event) -> Reply:
    """What the bot says of its own accord."""
    reflection = scene.reflection
    if reflection is None:
        return Reply()
    if isinstance(event, e.PauseEnded):
        person = reflection.started_by
        card = screen(reflection, scene.bundle, person, info(texts.PAUSE_ENDED), scene.previous, scene.own)
        return Reply(outgoing=(*retire(scene), Outgoing(Kind.SEND, card, screen=True, unprompted=True)))
    return Reply(outgoing=(Outgoing(Kind.SEND, form(scene, event), unprompted=True),))


def _told(scene: Scene) -> Reply:
    """Something that changes no card, and that everybody is to know."""
    said = Outgoing(Kind.SEND, text=said_of(scene.events))
    if scene.in_place and scene.reflection is not None:
        card = screen(scene.reflection, scene.bundle, scene.incoming.by, None, scene.previous, scene.own)
        return Reply(card, (said,))
    return Reply(outgoing=(said,))


def _refused(scene: Scene, reason: Refusal) -> Reply:
    reflection = scene.reflection
    words = texts.REFUSALS[reason]
    if reason is Refusal.CLOSED_ANONYMOUSLY and reflection is not None:
        words = ending_texts.cannot_reopen(reflection)
    if scene.keeps and not scene.in_place and "ikke gemt" not in words:
        words = f"{texts.NOT_KEPT} {words}"
    if reason is Refusal.NO_DRAFT:
        return alone(scene, chosen_card(words))
    if kept := _form_again(scene, reason):
        return Reply(kept)
    if reflection is not None and reason in (Refusal.NO_SUCH_STEP, Refusal.NO_SUCH_TECHNOLOGY):
        return alone(scene, follow_up.steps_card(reflection, scene.bundle, warning(words)))
    if reflection is not None and reason is Refusal.NOT_FACILITATOR:
        return alone(scene, team.not_facilitator_card(reflection, scene.bundle, words))
    if reflection is None and reason is Refusal.STALE_CARD:
        words = texts.REFUSALS[Refusal.NO_REFLECTION]  # there is nothing that holds now to be shown
    if reflection is None or (reflection.phase.is_closed and reason is not Refusal.STALE_CARD):
        return alone(scene, notices.refusal_card(words))
    if not scene.in_place and (reflection.group or reason is Refusal.PERSONAL_NUMBER) and reason in _SHORT:
        return Reply(outgoing=(Outgoing(Kind.SEND, text=words),))
    card = _in_its_place(scene, reflection, warning(words))
    if scene.in_place:
        return Reply(card)
    return Reply(outgoing=(*retire(scene), Outgoing(Kind.SEND, card, screen=True)))


def _form_again(scene: Scene, reason: Refusal) -> Card | None:
    """The card that was pressed with what was typed in it, and why that is not saved; None where there is none."""
    press = scene.incoming.press
    draft = next((verb.draft for verb in VERBS if press is not None and verb.name == press.verb), None)
    if press is None or draft is None or not scene.in_place or reason not in KEEPING:
        return None
    words = texts.NUMBER_TAKEN_OUT if reason is Refusal.PERSONAL_NUMBER else texts.REFUSALS[reason]
    return draft(scene, press, words, reason)


_SHORT = frozenset(
    {
        *(Refusal.PERSONAL_NUMBER, Refusal.ANONYMOUS_BY_TEXT, Refusal.EDIT_NOT_READ, Refusal.ANSWER_FIRST),
        *(Refusal.NEWER_STANDS, Refusal.ANSWER_STANDS, Refusal.SHARED_STANDS),
        *(Refusal.TOO_FEW_TO_OPEN, Refusal.NOTHING_ANSWERED, Refusal.NOTHING_TO_WITHDRAW, Refusal.EMPTY_CONCLUSION),
        *(Refusal.UNKNOWN_TIME, Refusal.EMPTY_STEP, Refusal.TOO_MANY_STEPS, Refusal.CONCLUSION_CHANGED),
        *(Refusal.NAMING_FIXED, Refusal.ONLY_IN_A_GROUP, Refusal.WHO_TOO_LONG),
    }
)
"""What is said in a sentence where somebody typed: a whole card would bury the chat."""


def _finds_nothing(event: Event) -> bool:
    nothing = (e.Refused(Refusal.NO_REFLECTION), e.TopicAsked(Topic.ENDING))
    return isinstance(event, e.NotUnderstood) or event in nothing


def _elsewhere(scene: Scene) -> Card:
    threads = [_thread(scene, each) for each in scene.elsewhere]
    told = warning(texts.NOT_KEPT) if scene.keeps and not scene.started else None
    return notices.elsewhere_card(threads, scene.bundle, told, started=scene.started)


def _thread(scene: Scene, each: Elsewhere) -> tuple[str, str, str | None]:
    fagomraade = scene.bundle.fagomraade_by_id.get(each.fagomraade or "")
    kommune = scene.bundle.kommune_by_code.get(each.kommune or "")
    place = " · ".join(x.name for x in (fagomraade, kommune) if x) or texts.SETUP_PLACE
    state = texts.PAUSED_TITLE if each.phase is Phase.PAUSED else texts.QUESTION.format(n=each.current)
    began = danish_day(local(each.started_at).date())
    root, _, message = each.conversation.partition(";messageid=")
    link = f"https://teams.microsoft.com/l/message/{quote(root)}/{quote(message)}" if message else None
    tenant = f"?tenantId={quote(scene.incoming.address.tenant)}&parentMessageId={quote(message)}"
    return place, f"{state}, {began}", link and link + tenant


_REPLIES: Mapping[type[Event], Callable[[Scene, Any], Reply | None]] = {
    e.RadarAsked: radar_reply,
    e.CasesAsked: lambda scene, asked: alone(scene, cases_reply(scene, asked)),
    e.TechnologyAsked: technology_reply,
    e.AreasCompared: areas_reply,
    e.HelpAsked: lambda scene, _: alone(scene, notices.help_card(scene.reflection, scene.bundle)),
    e.DraftOffered: lambda scene, _: draft_replies.draft(scene),
    e.Refused: lambda scene, refused: _refused(scene, refused.reason),
    e.RemindersSet: lambda scene, _: _told(scene),
    e.Nudged: nudged,
    **dict.fromkeys(
        (e.EndingAsked, e.EndingDeclined),
        lambda scene, event: about_ending(scene, event, notice_of(scene.events)),
    ),
    **dict.fromkeys((e.EditionOffered, e.EditionLacks, e.EditionSwitched, e.EditionKept), about_edition),
}
"""What answers an event that is not only shown by the reflection's own card; None where it is after all."""
