"""YAML without the surprises: text, numbers, true, false and null, in lists and fields, each with its line.

- No anchors, aliases, merge keys, tags, directives, duplicate keys, keys that are not text, or second documents.
- A plain value is a number only where nobody could read it otherwise: »0101« and »0x1F« are refused, and »1_000«,
  »12:30«, »yes« and »2020-05-01« stay the text they are.
- Size, depth and count are checked on the parser's stream of events, before anything is built.
- Every fault is collected and read past: what cannot be known becomes ``SUPPRESSED``, about which nobody complains
  again, and a collection that may have lost a part is not ``complete``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

import yaml

from radar_core.files.faults import FileFaults
from radar_core.files.repair import Events, line_of, read_events
from radar_core.files.text import INVISIBLE, read_text
from radar_core.spelling import quote


class Suppressed(Enum):
    """Type of ``SUPPRESSED``."""

    SUPPRESSED = "suppressed"


SUPPRESSED: Final = Suppressed.SUPPRESSED
"""A value that is not known because of a fault already reported."""

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line to point at: its key's in a mapping, else its own."""

    value: Scalar | Suppressed | tuple[Node, ...] | Mapping[str, Node]
    line: int
    complete: bool = True
    """False where the text was not fully read: absence then means nothing."""

    def field(self, name: str) -> Node:
        """The value of a field; SUPPRESSED where there is none."""
        found = self.value.get(name) if isinstance(self.value, Mapping) else None
        return found or Node(SUPPRESSED, self.line)

    @property
    def text(self) -> str | None:
        """The value where it is text that says something."""
        return self.value if isinstance(self.value, str) and self.value else None

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of a list; none where it is not one."""
        return self.value if isinstance(self.value, tuple) else ()

    def plain(self) -> object:
        """The tree as plain values: dicts, tuples, scalars and SUPPRESSED."""
        if isinstance(self.value, Mapping):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return tuple(node.plain() for node in self.value)
        return self.value


def parse(data: bytes, faults: FileFaults) -> Node:
    """The file as a tree; its root is SUPPRESSED where nothing could be read. Raises nothing."""
    text = read_text(data, faults)
    events = None if text is None else read_events(text, faults)
    return Node(SUPPRESSED, 1, complete=False) if events is None else _Builder(events, faults).document()


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:[eE][-+]?[0-9]+)?")
_NEITHER_NUMBER_NOR_TEXT = re.compile(r"[-+]?0(?:[0-9][0-9.]*|[xobXOB][0-9a-fA-F]+)")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LONGEST_NUMBER = 20


class _Builder:
    """Builds the tree of one bounded stream of events. Depth is bounded, so it may recurse."""

    def __init__(self, events: Events, faults: FileFaults) -> None:
        self._events: Iterator[yaml.Event] = iter(events.stream)
        self._lost_lines = events.lost_lines
        self._unread_lines = events.unread_lines
        self._faults = faults

    def document(self) -> Node:
        event = next(self._events, None)
        if event is None:
            if not self._faults:
                self._faults.add(0, "Filen er tom.")
            return Node(SUPPRESSED, 1, complete=False)
        return self._node(event, line_of(event.start_mark))

    def _node(self, event: yaml.Event, line: int) -> Node:
        is_known = self._is_plain(event)
        match event:
            case yaml.ScalarEvent():
                value = self._scalar(event) if is_known else SUPPRESSED
                return Node(SUPPRESSED if line_of(event.start_mark) in self._unread_lines else value, line)
            case yaml.SequenceStartEvent():
                node = self._sequence(event, line)
            case yaml.MappingStartEvent():
                node = self._mapping(event, line)
            case _:
                return Node(SUPPRESSED, line)
        return node if is_known else Node(SUPPRESSED, line)

    def _is_plain(self, event: yaml.Event) -> bool:
        """Report what is added to a value; an anchor can be ignored, a tag or an alias makes the value unknown."""
        line = line_of(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._faults.add(
                line,
                f"Henvisninger ({quote(f'*{event.anchor}')}) er ikke tilladt. Skriv værdien ud, "
                "eller sæt den i anførselstegn, hvis det er tekst.",
            )
            return False
        if anchor := getattr(event, "anchor", None):
            self._faults.add(
                line,
                f"Ankre ({quote('&' + anchor)}) er ikke tilladt. Skriv værdien ud, "
                "eller sæt den i anførselstegn, hvis det er tekst.",
            )
        if tag := getattr(event, "tag", None):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._faults.add(line, f"Typemærker ({quote(shown)}) er ikke tilladt. Slet mærket.")
        return not tag

    def _sequence(self, start: yaml.CollectionStartEvent, line: int) -> Node:
        items: list[Node] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return Node(tuple(items), line, self._is_complete(start, event))
            items.append(self._node(event, line_of(event.start_mark)))
        return self._cut_short(start, tuple(items), line)

    def _mapping(self, start: yaml.CollectionStartEvent, line: int) -> Node:
        fields: dict[str, Node] = {}
        is_whole = True
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                return Node(fields, line, is_whole and self._is_complete(start, event))
            key_line = line_of(event.start_mark)
            key = self._key(event)
            value_event = next(self._events, None)
            if value_event is None:
                break
            is_merge = key == "<<"
            if is_merge:
                self._faults.add(key_line, "Fletning (»<<«) er ikke tilladt. Skriv felterne ud.")
            if is_merge and isinstance(value_event, yaml.AliasEvent):
                value = Node(SUPPRESSED, key_line)
            else:
                value = self._node(value_event, key_line)
            if key is None or is_merge:
                is_whole = False
            elif key in fields:
                self._faults.add(
                    key_line, f"Feltet {quote(key)} står to gange; det står også i linje {fields[key].line}."
                )
            else:
                fields[key] = value
        return self._cut_short(start, fields, line)

    @staticmethod
    def _cut_short(start: yaml.CollectionStartEvent, value: tuple[Node, ...] | dict[str, Node], line: int) -> Node:
        # A bracket that is never closed may not have been meant as one.
        return Node(SUPPRESSED if start.flow_style else value, line, complete=False)

    def _key(self, event: yaml.Event) -> str | None:
        """The key as text, or None where it is reported as something else."""
        line = line_of(event.start_mark)
        is_known = self._is_plain(event)
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, is_key=True) if is_known else SUPPRESSED
            if isinstance(value, str) and value:
                return value
            if value is not SUPPRESSED:
                self._faults.add(line, _not_a_key(event.value))
        elif not isinstance(event, yaml.AliasEvent):
            self._node(event, line)
            self._faults.add(line, "Et feltnavn skal være et enkelt ord, ikke en liste eller felter.")
        return None

    def _scalar(self, event: yaml.ScalarEvent, *, is_key: bool = False) -> Scalar | Suppressed:
        text, line = event.value, line_of(event.start_mark)
        if event.style:
            if found := INVISIBLE.search(text):
                self._faults.add(line, f"Teksten har et usynligt tegn (U+{ord(found[0]):04X}). Skriv stedet igen.")
                return SUPPRESSED
            return str(text)
        if text in _WORDS:
            return _WORDS[text]
        if _NEITHER_NUMBER_NOR_TEXT.fullmatch(text) and not is_key:
            self._faults.add(
                line, f'{quote(text)} kan læses både som tal og som kode: sæt den i anførselstegn, "{text[:20]}".'
            )
            return SUPPRESSED
        is_int, is_float = _INT.fullmatch(text), _FLOAT.fullmatch(text)
        if is_float and len(text) > _LONGEST_NUMBER:
            self._faults.add(line, f"Tallet {quote(text)} er for langt. Er det tekst, så sæt det i anførselstegn.")
            return SUPPRESSED
        return int(text) if is_int else float(text) if is_float else str(text)

    def _is_complete(self, start: yaml.Event, end: yaml.Event) -> bool:
        return not any(line_of(start.start_mark) <= line <= line_of(end.end_mark) for line in self._lost_lines)


def _not_a_key(text: str) -> str:
    if not text:
        return "Der mangler et feltnavn før kolon."
    return f"Feltnavnet {quote(text)} er ikke tekst. Feltnavne er ord."
