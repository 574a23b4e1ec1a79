"""Danish text -> what the person wants. Pure: no I/O, no clock.

- What is no command is ``Unknown``; a sentence that only begins like a command is an answer, and so ``Unknown``.
- Typos are forgiven. What ends a reflection or takes something away forgives one letter, only as the whole text, and
  only where nobody else was spoken to.
- What is kept stays as written: line breaks, punctuation, and the names of those mentioned in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dialogs.danish.folding import QUOTATION_MARKS, clean, fold
from dialogs.danish.names import (
    find_fagomraade,
    find_kommune,
    find_place,
    find_technology,
    nearest_fagomraader,
    without_leading,
)
from dialogs.following import Follow, Unfollow
from dialogs.own_use.commands import CompareOwn, ShowOwn
from dialogs.reflection.commands import (
    Answer,
    Conclude,
    Dismiss,
    Help,
    OpenEvaluation,
    ShowCases,
    ShowRadar,
    ShowSteps,
    Start,
    UndoDismissal,
    Unknown,
)
from dialogs.understanding import erasing_words, following_words
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.headings import headed, pause_until
from dialogs.understanding.numbered import numbered
from dialogs.understanding.phrases import is_destructive, nearly, nearly_phrase, phrase
from dialogs.understanding.ratings import interpret
from radar_core.model import SAMLET, Bundle

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

_TYPED_MENTIONS = re.compile(r"(?:@\S+\s+)+")
_TYPED_MENTION = re.compile(r"(?<!\S)@(\S+)")
_MENTION = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>", re.IGNORECASE)
_TOKEN = re.compile(r"(?<!\S)-(?=\d)|[^\W_]+|[&+]")

_START_FILLERS = frozenset(fold("en ny nye vores op nu").split())
_NAMING = re.compile(r"\b(?:(?P<anonymous>anonym[te]?|anonymous|uden navne?)|med navne?)\b")
_EVALUATE = ("evaluer", "evaluere", "evaluering", "evaluate")
_EVALUATION_FILLERS = frozenset(fold("af på for vores den det teknologi teknologien nu").split())
_PREPOSITIONS = frozenset(fold("for på i om inden over til").split())
_ASKING = frozenset(fold("vis vise se hent giv kan vil må lad du jeg vi os mig få gerne godt lige den").split())
_SHOWING = frozenset(("vis", "vise", "se", "hent"))
_RADAR_WORDS = ("radar", "radaren", "radarer", "teknologiradar", "teknologiradaren", "snapshot", "radarbillede")
_READY_WORDS = frozenset(fold("klar klare teknologi teknologier teknologierne radar radarer").split())
_SAMLET_NAMES = frozenset(
    map(fold, ("samlet", "samlede", "alle", "alt", "hele", "hele kommunen", "alle fagområder", "alle områder", "tværs"))
)
_SAMLET_FILLERS = _PREPOSITIONS | frozenset(fold("den det vores af").split())
_SENTENCE_VERBS = frozenset(fold("er var viser kan skal vil bliver har virker hjælper som der og men at").split())
_CASES_FILLERS = _PREPOSITIONS | frozenset(fold("med fra andre kommuner kommunernes andres").split())
_OWN_WORDS = frozenset(("egen", "egne", "eget"))
_OWN_FILLERS = frozenset(fold("med den på for vores jeres min kommunens os").split())
_COMPARING = ("sammenlign", "sammenligne", "sammenligning", "sammenligningen")
_LONGEST_UNKNOWN = 4
"""Words after *radar* that can still be meant as a name."""
_SHORTEST_TYPO = 6
"""Letters from which a misspelt name standing alone is still taken for one."""


class _Word(NamedTuple):
    folded: str
    start: int
    """Where in the text it stands."""


def understand(text: str, bundle: Bundle) -> AnyCommand:
    """What a person means by a text; ``Unknown`` with the cleaned text where it is no command. Never raises."""
    said = clean(text)
    plain = _without_typed_mentions(said)
    if kept := headed(plain):
        # Mentions before the head are the bot's own; one that stood inside it must not hide it.
        kept = headed(_without_typed_mentions(clean(text, keep_names=True))) or kept
        return never_an_answer(_of_technology(kept, bundle) or Unknown(said))
    if len(plain) > LONGEST_COMMAND:
        return Unknown(said)
    plain = _TYPED_MENTION.sub(lambda mention: "" if _is_bot(mention[1]) else mention[0], plain)
    words = [_Word(w, m.start()) for m in _TOKEN.finditer(plain) for w in _folded(m[0])]
    if not words:
        return Help() if "?" in plain and not plain.strip("?! ") else Unknown(said)
    command = (
        _exactly(words, bundle)
        or _erasing(words)
        or pause_until(plain)
        or _evaluation(words, bundle)
        or _cases(words, plain, bundle)
        or _own(words, plain, bundle)
        or _following(words, plain, bundle)
        or _radar(words, plain, bundle)
        or nearly_phrase(_joined(words))
    )
    return Unknown(said) if command is None or (is_destructive(command) and _names_another(text)) else command


def never_an_answer(command: AnyCommand) -> AnyCommand:
    """The command, unless it would keep »slet mine svar« as what somebody answers or a team concludes."""
    if not isinstance(command, Answer | Conclude):
        return command
    return erasing_words.heard(fold(command.text), as_answer=True) or command


def _erasing(words: Sequence[_Word]) -> AnyCommand | None:
    rest = words[1:] if len(words) > 1 and _is_radar_word(words[0].folded) else words
    return erasing_words.heard(_joined(rest))


def _of_technology(command: AnyCommand, bundle: Bundle) -> AnyCommand | None:
    """The command with the technology it names as an id; None where it names none we know."""
    if not isinstance(command, Dismiss | UndoDismissal):
        return command
    technology = find_technology(command.technology, bundle)
    return replace(command, technology=technology.id) if technology else None


def _exactly(words: Sequence[_Word], bundle: Bundle) -> AnyCommand | None:
    command = phrase(_joined(words)) or numbered(_joined(words)) or _start(words, bundle)
    if command is None and len(words) > 1 and words[0].folded in _RADAR_WORDS:
        # »Teknologiradar, hjælp«: the bot's name before a command.
        addressed = phrase(_joined(words[1:])) or numbered(_joined(words[1:])) or _start(words[1:], bundle)
        command = None if is_destructive(addressed) else addressed
    return command


def _cases(words: Sequence[_Word], text: str, bundle: Bundle) -> AnyCommand | None:
    rest = list(words)
    while rest and rest[0].folded in _ASKING:
        rest = rest[1:]
    if not rest or not any(nearly(rest[0].folded, word) for word in ("erfaringer", "erfaring")):
        return None
    rest = rest[1:]
    while rest and rest[0].folded in _CASES_FILLERS:
        rest = rest[1:]
    if not rest:
        return ShowCases()
    if technology := find_technology(_joined(rest), bundle):
        return ShowCases(technology.id)
    if fagomraade := find_fagomraade(_joined(rest), bundle):
        return ShowCases(fagomraade=fagomraade.id)
    if len(rest) > _LONGEST_UNKNOWN // 2 or rest[0].folded in _SENTENCE_VERBS:
        return None
    return ShowCases(unknown=text[rest[0].start :].strip(f" \n\t.,:;!?{QUOTATION_MARKS}"))


def _own(words: Sequence[_Word], text: str, bundle: Bundle) -> AnyCommand | None:
    """»egen radar«, »vores egen radar for skole«, »sammenlign sundhed«, »sammenlign med vores radar« and the like."""
    rest = [word for word in words if word.folded not in _ASKING]
    compares = bool(rest) and any(nearly(rest[0].folded, word) for word in _COMPARING)
    if compares:
        rest = rest[1:]
    while rest and rest[0].folded in _OWN_FILLERS:
        rest = rest[1:]
    if len(rest) < 2 or not (_is_own(rest[0].folded) and _is_radar_word(rest[1].folded)):
        if not compares:
            return None
        named = _known_radar(rest, bundle) if rest else None
        if named and named.fagomraade:
            return CompareOwn(fagomraade=named.fagomraade)
        return CompareOwn() if not rest or _is_radar_word(_joined(rest)) else None
    rest = rest[2:]
    while rest and rest[0].folded in _PREPOSITIONS:
        rest = rest[1:]
    if not rest:
        return CompareOwn() if compares else ShowOwn()
    known = _known_radar(rest, bundle)
    if known and known.fagomraade:
        return CompareOwn(fagomraade=known.fagomraade) if compares else ShowOwn(fagomraade=known.fagomraade)
    if len(rest) > _LONGEST_UNKNOWN or rest[0].folded in _SENTENCE_VERBS:
        return None
    return ShowOwn(unknown=text[rest[0].start :].strip(f" \n\t.,:;!?{QUOTATION_MARKS}"))


def _following(words: Sequence[_Word], text: str, bundle: Bundle) -> AnyCommand | None:
    """»følg sundhed«, »stop med at følge den samlede radar« and the like; without a name they are phrases."""
    rest = list(words[1:] if _is_radar_word(words[0].folded) else words)
    while rest and rest[0].folded in _ASKING:
        rest = rest[1:]
    head = following_words.head([word.folded for word in rest])
    if head is None:
        return None
    kind = Unfollow if head[0] else Follow
    rest = rest[head[1] :]
    rest = rest[: len(rest) - following_words.tail([word.folded for word in rest])]
    if kind is Unfollow and following_words.is_all(_joined(rest)):
        return Unfollow()
    while rest:
        if (known := _known_radar(rest, bundle)) and known.fagomraade:
            return kind(known.fagomraade)
        if not following_words.is_filler(rest[0].folded):
            break
        rest = rest[1:]
    if not rest:
        return kind()
    if len(rest) >= _LONGEST_UNKNOWN or rest[0].folded in _SENTENCE_VERBS | {"op"}:
        return None
    return kind(unknown=text[rest[0].start :].strip(f" \n\t.,:;!?{QUOTATION_MARKS}"))


def _is_own(word: str) -> bool:
    return word in _OWN_WORDS or nearly(word, "egen")


def _evaluation(words: Sequence[_Word], bundle: Bundle) -> AnyCommand | None:
    first, *rest = [word.folded for word in words]
    if not any(nearly(first, word) for word in _EVALUATE):
        return None
    named = " ".join(without_leading(rest, _EVALUATION_FILLERS))
    if not named:
        return ShowSteps()
    technology = find_technology(named, bundle)
    return OpenEvaluation(technology.id) if technology else None


def _start(words: Sequence[_Word], bundle: Bundle) -> AnyCommand | None:
    said, anonymous = _without_naming(_joined(words))
    rest: Sequence[str] = said.split()
    if not rest:
        return None
    named = nearly(rest[0], "start") or rest[0] in ("starte", "begynd", "begin")
    rest = without_leading(rest[1:] if named else rest, _START_FILLERS)
    if rest and any(nearly(rest[0], word) for word in ("refleksion", "refleksionen")):
        named, rest = True, rest[1:]
    if not named:
        return None
    if rest and rest[-1] in ("tak", "nu"):
        rest = rest[:-1]
    if not rest:
        return Start(anonymous=anonymous)
    place = find_place(" ".join(rest), bundle)
    if place is None:
        return None
    kommune, fagomraade = place
    return Start(kommune.code if kommune else None, fagomraade.id if fagomraade else None, anonymous)


def _without_naming(folded: str) -> tuple[str, bool]:
    """The words without »anonymt« or »med navne«, and whether they said anonymous."""
    naming = _NAMING.search(folded)
    return _NAMING.sub("", folded).strip(), bool(naming and naming["anonymous"])


def _radar(words: Sequence[_Word], text: str, bundle: Bundle) -> AnyCommand | None:
    rest = list(words)
    while rest and rest[0].folded in _ASKING:
        rest = rest[1:]
    if not rest:
        return None
    asked = any(word.folded in _SHOWING for word in words[: len(words) - len(rest)])
    if asked and rest[0].folded == "alle" and (shown := _all_ready(rest[1:], text, bundle)):
        return shown
    if _is_radar_word(rest[0].folded):
        return _named_radar(rest[1:], text, bundle, all_ready=False)
    if _is_radar_word(rest[-1].folded):
        return _known_radar(rest[:-1], bundle)
    if asked:
        return _known_radar(rest, bundle)
    if _joined(rest) == SAMLET:
        return ShowRadar(SAMLET)
    alone = find_fagomraade(_joined(rest), bundle, typos=len(_joined(rest)) >= _SHORTEST_TYPO)
    return ShowRadar(alone.id) if alone else None


def _all_ready(words: Sequence[_Word], text: str, bundle: Bundle) -> AnyCommand | None:
    rest = list(words)
    while rest and rest[0].folded in _READY_WORDS:
        rest = rest[1:]
    if rest and rest[0].folded in _PREPOSITIONS:
        return _named_radar(rest, text, bundle, all_ready=True)
    known = _known_radar(rest, bundle)
    return replace(known, all_ready=True) if known else None if rest else ShowRadar(all_ready=True)


def _named_radar(words: Sequence[_Word], text: str, bundle: Bundle, *, all_ready: bool) -> AnyCommand | None:
    rest = list(words)
    while rest and rest[0].folded in _PREPOSITIONS:
        rest = rest[1:]
    if rest and rest[-1].folded in ("tak", "nu"):
        rest = rest[:-1]
    if not rest:
        return ShowRadar(all_ready=all_ready)
    if known := _known_radar(rest, bundle):
        return replace(known, all_ready=all_ready)
    if len(rest) > _LONGEST_UNKNOWN or rest[0].folded in _SENTENCE_VERBS:
        return None
    return ShowRadar(unknown=text[rest[0].start :].strip(f" \n\t.,:;!?{QUOTATION_MARKS}"), all_ready=all_ready)


def _known_radar(words: Sequence[_Word], bundle: Bundle) -> ShowRadar | None:
    named = _joined(words)
    if " ".join(word for word in named.split() if word not in _SAMLET_FILLERS) in _SAMLET_NAMES:
        return ShowRadar(SAMLET)
    fagomraade = find_fagomraade(named, bundle)
    return ShowRadar(fagomraade.id) if fagomraade else None


def _without_typed_mentions(text: str) -> str:
    """Without »@Radar« typed out in front, where the channel made no mention of it."""
    typed = _TYPED_MENTIONS.match(text)
    return text[typed.end() :] if typed else text


def _names_another(text: str) -> bool:
    """True where somebody beside the bot is spoken to, by a mention or by a name typed."""
    return not all(map(_is_bot, (*_MENTION.findall(text), *_TYPED_MENTION.findall(clean(text)))))


def _is_bot(name: str) -> bool:
    return any(map(_is_radar_word, fold(name).split()[:1]))


def _folded(part: str) -> list[str]:
    return ["minus"] if part == "-" else fold(part).split()


def _joined(words: Sequence[_Word]) -> str:
    return " ".join(word.folded for word in words)


def _is_radar_word(word: str) -> bool:
    return any(nearly(word, radar) for radar in _RADAR_WORDS)
