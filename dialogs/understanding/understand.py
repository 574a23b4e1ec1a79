"""Danish text -> what the person wants. Pure: no I/O, no clock.

- What is no command is ``Unknown``; a sentence that only begins like a command is an answer, and so ``Unknown``.
- Typos are forgiven, word by word. What ends a reflection or takes something away forgives one letter, only as the
  whole text, and only where nobody else was spoken to.
- What is kept stays as written: line breaks, punctuation, and the names of those mentioned in it.

The sentences themselves are data; see ``sentences``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import (
    find_fagomraade,
    find_kommune,
    find_place,
    find_technology,
    kept_by_identity,
    nearest_fagomraader,
)
from dialogs.reflection.commands import Answer, Conclude, Dismiss, Help, UndoDismissal, Unknown
from dialogs.understanding import erasing_words
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.headings import headed
from dialogs.understanding.meanings import ENDS, MEANINGS, TO_THE_LETTER
from dialogs.understanding.mending import nearly
from dialogs.understanding.ratings import interpret
from dialogs.understanding.sentences import Entry, Place, sentences
from dialogs.understanding.slots import Reading, Word, words_of
from dialogs.understanding.templates import ANY, Template
from radar_core.model import Bundle, Fagomraade, Kommune, Technology

__all__ = [
    "clean",
    "find_fagomraade",
    "find_kommune",
    "find_place",
    "find_technology",
    "interpret",
    "nearest_fagomraader",
    "never_an_answer",
    "understand",
]

LONGEST_COMMAND = 120
"""Characters; a longer text is no command unless it is headed as an answer, a conclusion or a next step."""

MOST_WORDS = 24
"""A sentence of more words than this is nothing that is said to a bot."""

_TYPED_MENTIONS = re.compile(r"(?:@\S+\s+)+")
_TYPED_MENTION = re.compile(r"(?<!\S)@(\S+)")
_MENTION = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>", re.IGNORECASE)
_BOT = ("radar", "radaren", "teknologiradar", "teknologiradaren")


def understand(text: str, bundle: Bundle, place: Place = Place.REVIEW) -> AnyCommand:
    """What a person means by a text; ``Unknown`` with the cleaned text where it is no command. Never raises.

    Without a place it is what the text means wherever that does not matter.
    """
    said = clean(text)
    plain = _without_typed_mentions(said)
    if kept := headed(plain):
        # Mentions before the head are the bot's own; one that stood inside it must not hide it.
        kept = headed(_without_typed_mentions(clean(text, keep_names=True))) or kept
        return never_an_answer(_of_technology(kept, bundle) or Unknown(said))
    if len(plain) > LONGEST_COMMAND:
        return Unknown(said)
    plain = _TYPED_MENTION.sub(lambda mention: "" if _is_bot(mention[1]) else mention[0], plain)
    words = words_of(plain)
    if len(words) > MOST_WORDS:
        return Unknown(said)
    if not words:
        return Help() if "?" in plain and not plain.strip("?! ") else Unknown(said)
    found = _found(plain, words, bundle, place)
    if found is None or (found[0] in ENDS and _names_another(text)):
        return Unknown(said)
    return found[1]


def never_an_answer(command: AnyCommand) -> AnyCommand:
    """The command, unless it would keep »slet mine svar« as what somebody answers or a team concludes."""
    if not isinstance(command, Answer | Conclude) or not erasing_words.may_be_heard(command.text):
        return command
    return erasing_words.heard(fold(command.text), as_answer=True) or command


def _found(plain: str, words: list[Word], bundle: Bundle, place: Place) -> tuple[str, AnyCommand] | None:
    """The meaning of the words and its command: all of them, or what stands between those that change nothing.

    »hej, vis radaren tak« is said so, and what ends something is not. A name nobody knows comes last.
    """
    first, last = between(words)
    asked = Reading(plain, words[first:last], bundle, sentences().said)
    if first > 1 and (found := _known(asked, place)) and found[0] not in ENDS:
        return found
    whole = Reading(plain, words, bundle, sentences().said)
    if found := _known(whole, place):
        return found
    for start in dict.fromkeys((first, 0)):
        inner = Reading(plain, words[start:last], bundle, sentences().said)
        if last - start < len(words) and (found := _known(inner, place)) and found[0] not in ENDS:
            return found
    if (found := _thinned(plain, words[first:last], bundle, place)) is not None:
        return found
    for words_left in dict.fromkeys(((0, last), (first, last))):
        left = Reading(plain, words[slice(*words_left)], bundle, sentences().said)
        if found := _match(_mended(left), left, place, unknown=True):
            return found
    return None


def _thinned(plain: str, words: list[Word], bundle: Bundle, place: Place) -> tuple[str, AnyCommand] | None:
    """The meaning of the words without the small ones among them: »hvad svarede vi egentlig«."""
    left = [word for word in words if word.folded not in sentences().small]
    if not left or len(left) == len(words):
        return None
    found = _known(Reading(plain, left, bundle, sentences().said), place)
    return found if found and found[0] not in ENDS | TO_THE_LETTER else None


def between(words: Sequence[Word]) -> tuple[int, int]:
    """Where the words begin and end without those in front and at the end that change nothing; one always stays."""
    all_, said = sentences(), [word.folded for word in words]
    first, last = 0, len(words)
    while first < last - 1:
        phrases = all_.before.get(said[first], ())
        most = last - 1 - first
        long = next((len(w) for w, _ in phrases if len(w) <= most and tuple(said[first : first + len(w)]) == w), 0)
        if not (long or _is_bot(said[first])):
            break
        first += long or 1
    while (shorter := _without_end(said, first, last)) < last:
        last = shorter
    return first, last


def _without_end(said: Sequence[str], first: int, last: int) -> int:
    """Where the words end without one phrase at the end that changes nothing."""
    for at in range(first + 1, last):
        for phrase, more in sentences().after.get(said[at], ()):
            if tuple(said[at : at + len(phrase)]) == phrase and 0 <= last - at - len(phrase) <= more:
                return at
    return last


def _known(reading: Reading, place: Place) -> tuple[str, AnyCommand] | None:
    """A sentence that the words are, as they stand or mended, or a wish to be erased."""
    typed = [word.folded for word in reading.words]
    if found := _match(typed, reading, place):
        return found
    said = typed[1:] if len(typed) > 1 and _is_bot(typed[0]) else typed
    if erasing := erasing_words.heard(" ".join(said)):
        return "slet", erasing
    mended = _mended(reading)
    if mended != typed and (found := _match(mended, reading, place, typed=typed)):
        return found
    return _match(mended, reading, place, loose=True)


def _mended(reading: Reading) -> list[str]:
    bundle = reading.bundle
    names = _names(bundle.technologies, bundle.fagomraader, bundle.kommuner)
    return [sentences().mender.mended(word.folded, names) for word in reading.words]


def _match(
    words: Sequence[str],
    reading: Reading,
    place: Place,
    *,
    unknown: bool = False,
    loose: bool = False,
    typed: Sequence[str] | None = None,
) -> tuple[str, AnyCommand] | None:
    """The first sentence that the words are; ``typed`` is what they were before they were mended."""
    said = "".join(word + " " for word in words)
    first = words[0] if words[0] in _first_words() else ANY
    there = frozenset(words)
    for entry, template in _beginning(first, place, unknown, loose):
        if any(map(there.isdisjoint, template.needs)):
            continue
        match = template.pattern.fullmatch(said)
        if match is None or (typed and not _may_be_typed(entry, words, typed)):
            continue
        if (slots := _filled(template, match, said, reading)) is not None:
            return entry.meaning, MEANINGS[entry.meaning](slots)
    return None


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """All words that some sentence begins with."""
    return frozenset(word for entry in sentences().entries for each in entry.templates for word in each.firsts)


@lru_cache(maxsize=4096)
def _beginning(word: str, place: Place, unknown: bool, loose: bool) -> tuple[tuple[Entry, Template], ...]:
    """Those of them that can begin with a word: most lines begin with none of the others."""
    return tuple(pair for pair in _ordered(place, unknown, loose) if pair[1].firsts & {word, ANY})


@lru_cache(maxsize=64)
def _ordered(place: Place, unknown: bool, loose: bool) -> tuple[tuple[Entry, Template], ...]:
    """Every sentence of a place, in the order of the data; those that take an unknown name, and loose ones, apart."""
    return tuple(
        (entry, template)
        for entry in sentences().entries
        if place in entry.places and entry.is_loose is loose
        for template in entry.templates
        if unknown is any(slot.kind == "ukendt" for slot in template.slots)
    )


def _filled(template: Template, match: re.Match[str], said: str, reading: Reading) -> dict[str, Any] | None:
    """What stands in the slots; None where one of them means nothing."""
    slots: dict[str, Any] = {}
    for slot in template.slots:
        start, end = match.span(slot.group)
        if start < 0:
            continue
        first = said.count(" ", 0, start)
        value = reading.value(slot.kind, first, first + said.count(" ", start, end))
        if value is None:
            return None
        slots.setdefault(slot.kind, value)
    return slots


def _may_be_typed(entry: Entry, meant: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether typos are forgiven: one letter at most in what ends something, and there no short word."""
    if entry.meaning not in TO_THE_LETTER:
        return True
    if entry.meaning not in ENDS:
        return all(sorted(a) == sorted(b) for a, b in zip(meant, typed, strict=True))
    known, said = " ".join(meant), " ".join(typed)
    return len(known) >= (12 if " " in known else 6) and OSA.distance(said, known, score_cutoff=1) <= 1


@kept_by_identity
def _names(
    technologies: tuple[Technology, ...], fagomraader: tuple[Fagomraade, ...], kommuner: tuple[Kommune, ...]
) -> frozenset[str]:
    """Every word of a name: none of them is a typo of something else."""
    named = (
        *(name for each in technologies for name in (each.name, *each.aliases)),
        *(name for each in fagomraader for name in (each.name, *each.aliases)),
        *(kommune.name for kommune in kommuner),
    )
    return frozenset(word for name in named for word in fold(name).split())


def _of_technology(command: AnyCommand, bundle: Bundle) -> AnyCommand | None:
    """The command with the technology it names as an id; None where it names none we know."""
    if not isinstance(command, Dismiss | UndoDismissal):
        return command
    technology = find_technology(command.technology, bundle)
    return replace(command, technology=technology.id) if technology else None


def _without_typed_mentions(text: str) -> str:
    """Without »@Radar« typed out in front, where the channel made no mention of it."""
    typed = _TYPED_MENTIONS.match(text)
    return text[typed.end() :] if typed else text


def _names_another(text: str) -> bool:
    """True where somebody beside the bot is spoken to, by a mention or by a name typed."""
    return not all(map(_is_bot, (*_MENTION.findall(text), *_TYPED_MENTION.findall(clean(text)))))


def _is_bot(name: str) -> bool:
    return any(nearly(word, bot) for word in fold(name).split()[:1] for bot in _BOT)
