"""A parsed file held against its model: every fault as a Danish sentence at its line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from radar_core.files.faults import FileFaults
from radar_core.files.records import CODE, DATE, ONE_LINE, SLUG, SOMETHING, URL, Record
from radar_core.files.strict_yaml import SUPPRESSED, Node
from radar_core.spelling import did_you_mean, either, labels, nearest, quote, together

R = TypeVar("R", bound=Record)
Loc: TypeAlias = tuple[int | str, ...]

_EMPTY = "{field} er tomt. Skriv noget, eller slet linjen, hvis feltet kan undværes."
_PATTERNS: Mapping[str, str] = {
    SLUG: "{field} er {value}, men må kun bestå af små bogstaver a-z, tal og bindestreger.",
    DATE: "{field} er {value}, men skal skrives som ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.",
    CODE: '{field} er {value}, men skal være tre cifre i anførselstegn, for eksempel "101".',
    URL: "{field} er {value}, men skal være en adresse, der begynder med https:// eller http://.",
    ONE_LINE: "{field} skal være tekst på én linje.",
    SOMETHING: _EMPTY,
}
_SENTENCES: Mapping[str, str] = {
    "bool_type": "{field} skal være true eller false uden anførselstegn.",
    "int_type": "{field} skal være et helt tal uden anførselstegn.",
    "float_type": "{field} skal være et tal, skrevet med punktum og uden anførselstegn, for eksempel 0.5.",
    "greater_than_equal": "{field} er {value}, men må ikke være under {ge:g}.",
    "less_than_equal": "{field} er {value}, men må ikke være over {le:g}.",
    "string_too_long": "{field} er på {length} tegn; der er plads til {max_length}.",
    "tuple_type": "{field} skal være en liste: én linje med »- « for hver.",
    "calendar_date": "{field} er {value}, men den dato findes ikke i kalenderen.",
}
_NOT_FIELDS = "Her skal stå felter: et navn, kolon og en værdi på hver linje."
_FALLBACK = "{field} kan ikke være {value}."


def checked(node: Node, model: type[R], faults: FileFaults) -> R | None:
    """The file as its model, or None where it does not fit; then ``faults`` says why, if it did not already."""
    is_counted = _check_counts(node, model, faults)
    try:
        record = model.model_validate(node.plain())
        return record if is_counted else None
    except ValidationError as error:
        found = error.errors(include_url=False)
    misspelt = _Misspelt(model, found)
    for detail in found:
        if faults.is_cut:
            break
        target = _target(node, detail)
        if target is not None and not misspelt.explains(detail):
            faults.add(target.line, _sentence(detail, misspelt))
    return None


def _check_counts(node: Node, model: type[Record], faults: FileFaults) -> bool:
    """Whether every list has as many items as its field allows; reports those that have not."""
    fits = True
    for name, info in model.model_fields.items():
        items = node.field(name)
        if not isinstance(items.value, tuple):
            continue
        count = len(items.items)
        limits: Any = info.json_schema_extra
        if limits:
            least, most = limits["minItems"], limits.get("maxItems", count)
            if count > most or (count < least and items.complete):
                wanted = str(least) if least == most else f"mindst {least}" if count < least else f"højst {most}"
                faults.add(items.line, f"Listen »{name}« skal have {wanted}, men har {count}.")
                fits = False
        for item_model in get_args(info.annotation)[:1]:
            if isinstance(item_model, type) and issubclass(item_model, Record):
                fits = all([_check_counts(item, item_model, faults) for item in items.items]) and fits
    return fits


def _target(root: Node, detail: ErrorDetails) -> Node | None:
    """The node to point at, or None where the fault follows from one that is already reported."""
    node = root
    path = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
    for part in path:
        node = node.items[part] if isinstance(part, int) else node.field(part)
    if detail["type"] == "missing" and not node.complete:
        return None
    return None if node.value is SUPPRESSED and detail["type"] != "extra_forbidden" else node


class _Misspelt:
    """Unknown fields and the known ones they look like; a look-alike explains why the known one is missing."""

    def __init__(self, model: type[Record], found: Sequence[ErrorDetails]) -> None:
        self._model = model
        absent: dict[Loc, list[str]] = {}
        for detail in found:
            if detail["type"] == "missing":
                absent.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))
        self._meant: dict[Loc, str] = {}
        self._explained: set[Loc] = set()
        for detail in found:
            if detail["type"] == "extra_forbidden":
                *parent, name = detail["loc"]
                likely = labels(tuple(absent.get(tuple(parent), ())))
                meant = nearest(str(name), likely) or nearest(str(name), labels(self._known(parent)))
                if meant:
                    self._meant[detail["loc"]] = meant
                    self._explained.add((*parent, meant))

    def explains(self, detail: ErrorDetails) -> bool:
        """Whether a missing field is only misspelt."""
        return detail["type"] == "missing" and detail["loc"] in self._explained

    def sentence(self, loc: Loc) -> str:
        """What to say of an unknown field."""
        meant = self._meant.get(loc)
        hint = did_you_mean(meant) if meant else f" Her kan stå {together(self._known(loc[:-1]))}."
        return f"Jeg kender ikke feltet {quote(loc[-1])}.{hint}"

    def _known(self, parent: Sequence[int | str]) -> tuple[str, ...]:
        model: Any = self._model
        for part in parent:
            if isinstance(part, str):
                model = get_args(model.model_fields[part].annotation)[0]
        return tuple(model.model_fields)


def _sentence(detail: ErrorDetails, misspelt: _Misspelt) -> str:
    kind, loc, value, context = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return misspelt.sentence(loc)
    if kind == "missing":
        return f"Feltet {quote(loc[-1])} mangler her."
    if kind == "model_type":
        return _NOT_FIELDS
    name = next((part for part in reversed(loc) if isinstance(part, str)), "")
    words: dict[str, object] = {"field": f"Feltet {quote(name)}", "value": quote(value), **context}
    if value is None:
        return _EMPTY.format(**words)
    if kind == "enum":
        return _choices(words, value, context["expected"])
    if kind == "string_type":
        return _not_text(words, value)
    if kind == "string_pattern_mismatch":
        if not str(value).strip():
            return _EMPTY.format(**words)
        return _PATTERNS[context["pattern"]].format(**words)
    if isinstance(value, str):
        words["length"] = len(value.strip())
    return _SENTENCES.get(kind, _FALLBACK).format(**words)


def _choices(words: Mapping[str, object], value: object, expected: str) -> str:
    choices = re.findall("'([^']+)'", expected)
    hint = did_you_mean(nearest(value, labels(tuple(choices)))) if isinstance(value, str) else ""
    return "{field} kan ikke være {value}.".format(**words) + f" Vælg {either(choices)}.{hint}"


def _not_text(words: Mapping[str, object], value: object) -> str:
    if isinstance(value, (tuple, dict)):
        return "{field} skal være tekst på én linje, ikke en liste eller felter.".format(**words)
    return '{field} skal være tekst: sæt anførselstegn om, "{plain}".'.format(**words, plain=json.dumps(value))
