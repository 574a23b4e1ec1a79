"""Words in front of a text kept as written: *svar*, *konklusion*, *næste skridt*, *ikke relevant*, *pause til*."""

from __future__ import annotations

import re

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
    Pause,
    SaveStep,
    UndoDismissal,
)
from dialogs.understanding.numbered import keyword
from dialogs.understanding.phrases import nearly

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
_CONCLUSION = re.compile(
    r"(?:(?:vores|fælles|jeres|gruppens|ny|skriv) )*konklusion(?:en)?"
    r"(?: (?:pa|til|for))?(?: (?:sporgsmal|spm|nr|nummer))*(?: (?P<n>\d{1,2}))?|vi konkluderer(?: at)?"
)
_STEP = re.compile(r"(?:(?:nyt|et|vores|skriv) )*(?P<next>næste )?(?:skridt|handling)(?: nr)?(?: \d{1,2})?")
_DISMISSAL = re.compile(r"(?:er )?ikke relevant(?: for (?:os|kommunen))?")
_UNDO = re.compile(r"tag (?:den )?med igen")
_REASON = re.compile(r"\s*[,;|:\n]\s*(?:fordi\b\s*)?|\s+[–—-]+\s+(?:fordi\b\s*)?|\s+fordi\b\s*", re.IGNORECASE)
_SEPARATORS = (r"\|", ";", r"(?<=\s)[–—-]+(?=\s)")
_PAUSE = re.compile(
    r"(?:(?:hold|tag|vi holder|vi tager|s(?:æ|ae)t (?:den |refleksionen )?p(?:å|aa|a)) )?(?:en )?(?P<pause>\w+)"
    r"(?: refleksionen)?[,:]?\s+(?P<to>(?:frem )?til|indtil|i|until|for)?\s*(?P<until>.+)",
    re.IGNORECASE,
)
_SOME_TIME = re.compile(
    r".*(?:ferie|jul|nytar|paske|pinse|sommer|efterar|forar|vinter|mode|maned|uge|weekend|dag\b|\d ?/ ?\d"
    r"|\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)).*"
)


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
    said = " ".join(map(keyword, fold(head["words"]).split()))
    kept = text[head.end() :].strip()
    if conclusion := _CONCLUSION.fullmatch(said):
        question = int(conclusion["n"]) if conclusion["n"] else None
        return Conclude(kept, question) if kept else OpenConclusion(question)
    if head["colon"] and _DISMISSAL.fullmatch(said):
        return _dismissal(kept) if kept else OpenDismissal()
    if head["colon"] and _UNDO.fullmatch(said) and kept:
        return UndoDismissal(kept)
    step = _STEP.fullmatch(said)
    if step and (head["colon"] or step["next"]):
        return _step(kept) if kept else OpenStep()
    return None


def pause_until(text: str) -> Pause | None:
    """»pause til mandag« and the like, with the time as typed; None where it is no pause until some time."""
    said = _PAUSE.fullmatch(text.strip(" \t\n.!,"))
    if said is None or not nearly(fold(said["pause"]), "pause"):
        return None
    until, to = said["until"], fold(said["to"] or "")
    if is_time(until):
        return Pause(until)
    some_time = len(fold(until).split()) <= 3 and _SOME_TIME.fullmatch(fold(until))
    return Pause(until) if to in ("indtil", "until") or (to.endswith("til") and some_time) else None


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
