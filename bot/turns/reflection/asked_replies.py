"""What answers questions about the bot, the rings and the talk, and lines that are not understood or only nearly."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import taking
from bot.cards.elements import Card, info
from bot.cards.reflection import asked
from bot.files.formats import FileFormat
from bot.turns.reflection.screens import alone
from bot.turns.scene import Scene
from bot.wire import Kind, Outgoing, Reply
from dialogs.danish.folding import clean
from dialogs.reflection import events as e
from dialogs.reflection.commands import FileKind, Topic
from dialogs.reflection.events import Event
from dialogs.reflection.state import MAX_ANSWER, Phase
from dialogs.texts import asked as words
from dialogs.texts import common as texts
from dialogs.texts import taking as taking_words
from dialogs.understanding.guesses import guesses, otherwise
from dialogs.understanding.names_in import asks, asks_the_bot
from radar_core.model import SAMLET

_ANSWERED = (
    *(e.TechnologyAsked, e.AreasCompared, e.RingAsked, e.RingExplained, e.FileWished, e.TopicAsked),
    *(e.RadarAsked, e.CasesAsked),
)
"""What is answered where a question is open, though the words may have been meant as its answer."""

_SHORTEST = 3
"""Words from which a line that asks may be an answer."""


def asked_reply(scene: Scene, event: Event) -> Reply | None:
    """The answer to what somebody asked or said beside the matter; None where it was nothing of this."""
    match event:
        case e.TopicAsked(topic):
            return _about(scene, topic)
        case e.RingExplained(ring):
            return alone(scene, asked.ring_meaning_card(ring))
        case e.RingAsked(ring, fagomraade):
            at_hand = fagomraade or (scene.reflection.fagomraade if scene.reflection else None)
            known = at_hand if at_hand in scene.asked.fagomraade_by_id else SAMLET
            return alone(scene, asked.ring_card(scene.asked, ring, known or SAMLET))
        case e.FileWished(kind, fagomraade):
            return alone(scene, _files(scene, kind, fagomraade))
        case e.UndoAsked(question):
            return alone(scene, asked.undo_card(scene.reflection, question))
        case e.NotUnderstood(text):
            return alone(scene, not_understood(scene, text))
        case _:
            return None


def not_understood(scene: Scene, text: str) -> Card:
    """»Mente du …?«, or what fits where the conversation stands."""
    reflection, bundle = scene.reflection, scene.asked
    is_open = reflection is not None and not reflection.phase.is_closed
    if near := guesses(text, reflection, bundle):
        heading = words.DID_YOU_MEAN_OPEN if is_open else words.DID_YOU_MEAN
        return asked.guesses_card(heading, near, reflection, bundle)
    heading = words.LOST_OPEN if is_open else words.LOST
    return asked.guesses_card(heading, otherwise(reflection, bundle), reflection, bundle)


def with_what_may_be_meant(scene: Scene, reply: Reply) -> Reply:
    """The reply, and beside it the other thing that a typed line at a question may be: an answer, or a wish."""
    reflection, last = scene.reflection, scene.events[-1] if scene.events else None
    if scene.incoming.press is not None or scene.incoming.edited or reflection is None:
        return reply
    if reflection.phase is not Phase.QUESTIONS or not asks(scene.incoming.text):
        return reply
    said = clean(scene.incoming.text)
    if isinstance(last, e.DraftOffered) and (near := guesses(said, reflection, scene.asked)):
        return _beside(reply, asked.guesses_card(words.OR_DID_YOU_MEAN, near, reflection, scene.asked))
    free = reflection.current not in reflection.answered and not reflection.group
    is_answered = isinstance(last, _ANSWERED) or (isinstance(last, e.NotUnderstood) and asks_the_bot(said))
    long_enough = _SHORTEST <= len(said.split()) and len(said) <= MAX_ANSWER
    if is_answered and free and long_enough and reflection == scene.before:
        return _beside(reply, asked.answer_beside_card(reflection, scene.bundle, said))
    return reply


def _files(scene: Scene, kind: FileKind, fagomraade: str | None) -> Card:
    """The files there are of what is at hand: of a reflection that whoever asks may see, and of a radar."""
    reflection, bundle = scene.reflection, scene.asked
    theirs = reflection is not None and (reflection.group or reflection.started_by.id == scene.incoming.by.id)
    is_named = fagomraade is not None and scene.incoming.press is None
    protocol = reflection.id if reflection is not None and theirs and not is_named else None
    shown = fagomraade or (reflection.fagomraade if reflection else None) or SAMLET
    known = bundle.fagomraade_by_id.get(shown)
    radar = (known.id, known.name) if known else (SAMLET, texts.SAMLET_NAME)
    formats = _FORMATS[kind]
    there = {*taking.OF_RADAR, *(taking.OF_PROTOCOL if protocol else ())}
    is_there = not formats or bool(there & {*formats})
    said = None if is_there else info(taking_words.NO_SUCH.format(kind=formats[0].danish))
    return taking.menu_card(protocol, radar, formats, said)


_FORMATS = {
    FileKind.PPTX: (FileFormat.PPTX,),
    FileKind.PDF: (FileFormat.PDF,),
    FileKind.DOCX: (FileFormat.DOCX,),
    FileKind.XLSX: (FileFormat.XLSX, FileFormat.CSV),
    FileKind.PNG: (FileFormat.PNG,),
    FileKind.ANY: (),
}


def _beside(reply: Reply, card: Card) -> Reply:
    return replace(reply, outgoing=(*reply.outgoing, Outgoing(Kind.SEND, card)))


def _about(scene: Scene, topic: Topic) -> Reply:
    reflection, group = scene.reflection, scene.incoming.address.kind.is_group
    match topic:
        case Topic.ABOUT | Topic.ENDING:
            return alone(scene, asked.about_card(reflection, scene.asked, group=group))
        case Topic.PRIVACY:
            return alone(scene, asked.privacy_card(reflection, group=group))
        case Topic.OTHERS:
            return alone(scene, asked.others_card(reflection, scene.asked))
        case Topic.QUESTION:
            return alone(scene, asked.question_help_card(reflection, scene.asked))
        case Topic.ENGLISH:
            return _said(scene, words.ENGLISH)
        case Topic.THANKS | Topic.BETWEEN:
            is_open = reflection is not None and not reflection.phase.is_closed
            line, line_open = _LINES[topic]
            return _said(scene, line_open.format(you="I" if group else "du") if is_open else line)


_LINES = {
    Topic.THANKS: (words.THANKS, words.THANKS_OPEN),
    Topic.BETWEEN: (words.BETWEEN, words.BETWEEN_OPEN),
}


def _said(scene: Scene, line: str) -> Reply:
    """A line without a card, where nobody pressed one."""
    if scene.in_place:
        return alone(scene, asked.guesses_card(line, (), scene.reflection, scene.asked))
    return Reply(outgoing=(Outgoing(Kind.SEND, text=line),))
