"""What one file says of another, and of itself: known ids, nothing twice, no two names alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import Node
from radar_core.spelling import did_you_mean, letters, nearest, quote


@dataclass(frozen=True)
class Names:
    """The ids other files may refer to, as far as their own file could be read."""

    noun: str
    """In Danish, with its article and a capital: »Teknologien«."""
    file: str
    ids: frozenset[str]
    complete: bool = True
    """False where ids may be missing, so that nothing can be called unknown."""
    by_label: Mapping[str, str] = field(default_factory=dict)
    """Id by folded id, name or alias, to suggest from."""

    @classmethod
    def of(cls, noun: str, file: str, items: Node, id_field: str = "id") -> Names:
        """The names in a file's list of items with an ``id_field``, a ``navn`` and ``aliaser``."""
        ids = [item.field(id_field).text for item in items.items]
        by_label: dict[str, str] = {}
        for item, known in zip(items.items, ids, strict=True):
            for label in (*item.field("aliaser").items, item.field("navn"), item.field(id_field)):
                if known and label.text:
                    by_label[letters(label.text)] = known
        is_complete = isinstance(items.value, tuple) and items.complete and all(ids)
        return cls(noun, file, frozenset(filter(None, ids)), is_complete, by_label)

    def check(self, node: Node, faults: FileFaults) -> bool:
        """Whether the node refers to something known; reports where it does not."""
        if node.text is None or node.text in self.ids:
            return node.text is not None
        if self.complete:
            hint = did_you_mean(nearest(node.text, self.by_label))
            faults.add(node.line, f"{self.noun} {quote(node.text)} findes ikke i {self.file}.{hint}")
        return False

    def check_list(self, nodes: Node, faults: FileFaults) -> None:
        """``check`` for each of a list, in which nothing may stand twice."""
        for node in nodes.items:
            self.check(node, faults)
        check_unique(nodes.items, self.noun, faults)


@dataclass(frozen=True)
class KnownNames:
    """What an edition may refer to."""

    technologies: Names
    fagomraader: Names


def check_unique(nodes: Iterable[Node], noun: str, faults: FileFaults) -> None:
    """Report every value that stands for the second time, and where the first is."""
    first: dict[object, int] = {}
    for node in nodes:
        if node.text is None and not isinstance(node.value, int):
            continue
        if node.value in first:
            faults.add(node.line, f"{noun} {quote(node.value)} står to gange; {_also(first[node.value])}.")
        else:
            first[node.value] = node.line


def check_unlike(items: Node, faults: FileFaults) -> None:
    """Report every name or alias that, but for spelling, is one of another item too."""
    first: dict[str, tuple[str | None, int]] = {}
    for item in items.items:
        own_id = item.field("id").text
        for label in (item.field("navn"), *item.field("aliaser").items):
            folded = letters(label.text or "")
            owner, line = first.setdefault(folded, (own_id, label.line))
            if folded and owner != own_id:
                faults.add(label.line, f"Navnet {quote(label.text)} er ikke til at skelne fra navnet i linje {line}.")


def check_pairs(pairs: Iterable[tuple[Node, tuple[str | None, ...], str]], faults: FileFaults) -> None:
    """Report every (node, key, description) whose key, with no part unknown, stands for the second time."""
    first: dict[tuple[str | None, ...], int] = {}
    for node, key, description in pairs:
        if None in key:
            continue
        if key in first:
            faults.add(node.line, f"{description} står to gange; {_also(first[key])}.")
        else:
            first[key] = node.line


def _also(line: int) -> str:
    return f"det første sted er linje {line}"
