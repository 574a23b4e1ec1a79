"""Clean text as a bounded list of YAML events, reading past lines that are not YAML.

A line that stops the parser is reported, emptied and the text read again, a limited number of times. What cannot be
mended so (a bracket never closed) ends the reading there. Nothing is built from a text that passes a limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from radar_core.files.faults import FileFaults

MAX_DEPTH = 20
"""Lists and fields inside each other; the data files need four."""
MAX_NODES = 50_000
"""Values in one file; the largest shipped file has about a thousand."""
_MAX_REPAIRS = 20

_KEEPS_KEY = re.compile(r"(\s*(?:- +)*[\w-]+:)\s.*")
_TOO_DEEP = f"Der er for mange niveauer inde i hinanden (højst {MAX_DEPTH}). Filen er ikke læst."
_TOO_MANY = f"Filen har for mange værdier (højst {MAX_NODES}). Den er ikke læst."
_UNCLOSED = {
    "quoted scalar": "Et anførselstegn åbnes her, men lukkes aldrig.",
    "flow sequence": "En firkantet parentes åbnes her, men lukkes aldrig.",
    "flow mapping": "En krøllet parentes åbnes her, men lukkes aldrig.",
}
_QUOTE_RUNS_ON = "Et anførselstegn åbnes her, men lukkes først i linje {}. Luk det på samme linje."
_PAST_THE_END = "Filens indhold slutter før denne linje: se på parenteser, anførselstegn og indrykning."
_MENDABLE = {
    "mapping values": (
        "Her er et kolon for meget, eller linjen er rykket forkert ind. Sæt tekst med kolon i anførselstegn."
    ),
    "start any token": "Teksten begynder med et tegn, der skal stå i anførselstegn.",
    "escape": "En omvendt skråstreg (\\) kan ikke stå sådan mellem \"…\". Brug '…' i stedet.",
    "alphabetic or numeric": "Tekst, der begynder med * eller &, skal stå i anførselstegn.",
    "block sequence entries": "En bindestreg kan ikke stå her. Begynd listen på en ny linje.",
    "could not find expected ':'": "Linjen mangler et kolon efter feltnavnet, eller den er rykket forkert ind.",
    "": "Linjen passer ikke med linjerne omkring: se på indrykning, kolon og anførselstegn.",
}


@dataclass(frozen=True)
class Events:
    """The events of one document from its first value on; the closing ones may be missing."""

    stream: list[yaml.Event]
    lost_lines: frozenset[int]
    """Lines that were left out altogether."""
    unread_lines: frozenset[int]
    """Lines whose values were left out."""


@dataclass(frozen=True)
class _Stop:
    """What stopped the parser, where, and whether emptying that line may help."""

    line: int
    message: str
    can_mend: bool


class _PastLimit(Exception):
    """Passed a limit at the line (``args[0]``), for the reason (``args[1]``)."""


def read_events(text: str, faults: FileFaults) -> Events | None:
    """The events of the text's one document, or None where a limit is passed and nothing may be built."""
    lines = text.split("\n")
    unread: set[int] = set()
    lost: set[int] = set()
    while True:
        stream: list[yaml.Event] = []
        try:
            stop = _run("\n".join(lines), stream, faults)
        except _PastLimit as limit:
            faults.add(*limit.args)
            return None
        if stop is None:
            break
        line = min(stop.line, len(lines))
        if not stop.can_mend or line in lost or len(unread | lost) >= _MAX_REPAIRS:
            faults.add(line, f"{stop.message} Resten af filen er ikke læst.")
            break
        faults.add(line, stop.message)
        faults.mute(line)
        kept = _KEEPS_KEY.fullmatch(lines[line - 1]) if line not in unread else None
        (unread if kept else lost).add(line)
        lines[line - 1] = kept[1] if kept else ""
    return Events(stream, frozenset(lost), frozenset(unread))


def _run(text: str, stream: list[yaml.Event], faults: FileFaults) -> _Stop | None:
    """Fill the stream with the events of the first document. Raises ``_PastLimit``."""
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = line_of(event.start_mark)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    faults.add(line, "YAML-direktiver (linjer, der begynder med %) er ikke tilladt. Slet linjen.")
                if documents > 1:
                    faults.add(line, "Filen må kun have ét dokument. Slet linjen »---« og det, der står efter den.")
                    return None
            elif isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
                stream.append(event)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            nodes += isinstance(event, yaml.NodeEvent)
            if depth > MAX_DEPTH:
                raise _PastLimit(line, _TOO_DEEP)
            if nodes > MAX_NODES:
                raise _PastLimit(line, _TOO_MANY)
    except yaml.MarkedYAMLError as error:
        return _explained(error, stream)
    return None


def _explained(error: yaml.MarkedYAMLError, stream: list[yaml.Event]) -> _Stop:
    context, problem = str(error.context or ""), str(error.problem or "")
    line, opened = line_of(error.problem_mark), line_of(error.context_mark)
    if "nesting depth" in problem:
        raise _PastLimit(line, _TOO_DEEP)
    if stream and isinstance(last := stream[-1], yaml.ScalarEvent):
        # The parser may have run the value before the fault together with what follows it.
        stream.pop()
        begins = line_of(last.start_mark)
        if last.style in ("'", '"') and begins < line_of(last.end_mark) == line:
            return _Stop(begins, _QUOTE_RUNS_ON.format(line), can_mend=True)
    if "end of stream" in problem or "document indicator" in problem or "',' or" in problem:
        for part, message in _UNCLOSED.items():
            if part in context:
                return _Stop(opened, message, can_mend=False)
    if "document start" in problem:
        return _Stop(line, _PAST_THE_END, can_mend=False)
    message = next(sentence for part, sentence in _MENDABLE.items() if part in problem)
    return _Stop(opened if "simple key" in context else line, message, can_mend=True)


def line_of(mark: Any) -> int:
    """The 1-based line of a parser's mark; the first where it has none."""
    return mark.line + 1 if mark else 1
