"""Words in front of a text kept as written: *svar*, *konklusion*, *næste skridt*, *ikke relevant*."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dialogs.danish.dates import is_time
from dialogs.danish.folding import fold
from dialogs.reflection.commands import (
    Answer,
    Command,
    Conclude,
    Dismiss,
    OpenAnswer,
    OpenConclusion,
    OpenDismissal,
    OpenStep,
    SaveStep,
    UndoDismissal,
)
from dialogs.understanding.sentences import sentences
from dialogs.understanding.slots import number

LONGEST_WHO = 60
"""Characters; what is longer after a dash is no name, and part of what is to be done."""

_QUESTION = r"(?:sp(?:ø|oe|o|ö)rgsm(?:å|aa|a)l(?:et)?|spm\b\.?|nr\b\.?|nummer|\#)"
_ON = r"(?:p(?:å|aa|a)|til)"
_ANSWER = re.compile(
    rf"""(?:svar|(?:svra|savr|vsar)(?=[ ]*(?:\d{{1,2}}[ ]*)?:))(?=[\s:,]|$)(?!\ +(?:anonymt|med\ +navne?)[.!]*$)(?:
        [ \t]++(?:{_ON}[ \t]++)?(?:{_QUESTION}[ \t]*+)?(?P<number>\d{{1,2}})[ \t]*+:(?!\d\d)  # 10:30 is a time
      | [ \t]++(?:{_ON}(?:[ \t]++{_QUESTION})?|{_QUESTION})[ \t]*+(?P<open>\d{{1,2}})\s*+$
      | [ \t]*+[:,] | [ \t]++[–—-](?=[ \t]) )?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_HEAD = re.compile(r"(?P<words>[^:\n]{1,60}?)[ \t]*(?:(?P<colon>:)(?!\d\d|//)|[ \t][–—-](?=[ \t])|\n)\s*")
_REASON = re.compile(r"\s*[,;|:\n]\s*(?:fordi\b\s*)?|\s+[–—-]+\s+(?:fordi\b\s*)?|\s+fordi\b\s*", re.IGNORECASE)
_SEPARATORS = (r"\|", ";", r"(?<=\s)[–—-]+(?=\s)")


def headed(text: str) -> Command | None:
    """What a cleaned text is that begins as an answer, a conclusion or the like; None where it begins as none.

    A technology is named in it as typed.
    """
    if answer := _ANSWER.match(text):
        number = answer["number"] or answer["open"]
        question = int(number) if number else None
        kept = text[answer.end() :].strip()
        return Answer(kept, question) if kept else OpenAnswer(question)
    head = _HEAD.match(text)
    if head is None:
        return None
    kept = text[head.end() :].strip()
    found = _meant(fold(head["words"]), bool(head["colon"]))
    return _READ[found[0]](kept, found[1]) if found else None


def _meant(folded: str, colon: bool) -> tuple[str, int | None] | None:
    """What the words in front mean, and the number in them."""
    all_ = sentences()
    said = "".join(all_.mender.mended(word) + " " for word in folded.split())
    for entry in all_.entries:
        for template in entry.heads if colon or not entry.only_colon else ():
            if match := template.pattern.fullmatch(said):
                numbers = [match[slot.group] for slot in template.slots if match[slot.group]]
                return entry.meaning, number(numbers[0].strip()) if numbers else None
    return None


def _conclusion(kept: str, question: int | None) -> Command:
    return Conclude(kept, question) if kept else OpenConclusion(question)


def _next_step(kept: str, _: int | None) -> Command:
    return _step(kept) if kept else OpenStep()


def _not_relevant(kept: str, _: int | None) -> Command:
    return _dismissal(kept) if kept else OpenDismissal()


def _with_again(kept: str, _: int | None) -> Command | None:
    return UndoDismissal(kept) if kept else None


_READ: Mapping[str, Callable[[str, int | None], Command | None]] = {
    "konklusion": _conclusion,
    "gem skridt": _next_step,
    "ikke relevant": _not_relevant,
    "tag med igen": _with_again,
}


def _dismissal(text: str) -> Dismiss:
    """»chatbots, fordi borgerne ringer«: the technology as typed, and why."""
    technology, *reason = _REASON.split(text, maxsplit=1)
    return Dismiss(technology, reason[0].strip() if reason else "")


def _step(text: str) -> SaveStep:
    separator = next((s for s in _SEPARATORS if re.search(s, text)), None)
    parts = [part.strip() for part in re.split(separator, text)] if separator else [text]
    what, *rest = parts
    if len(parts) > 3:
        what, rest = text[: _start_of_last(text, separator, 2)].strip(), parts[-2:]
    if len(rest) == 2:
        who, when = rest if not is_time(rest[0]) or is_time(rest[1]) else rest[::-1]
    elif rest and is_time(rest[0]):
        who, when = "", rest[0]
    else:
        who, when = (rest or [""])[0], ""
    if len(who) > LONGEST_WHO:
        return SaveStep(text)
    return SaveStep(what, who.removeprefix("@"), when)


def _start_of_last(text: str, separator: str | None, parts: int) -> int:
    return list(re.finditer(separator or "$", text))[-parts].start()
