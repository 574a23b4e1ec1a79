"""The bundle file: an edition with everything it uses in one immutable YAML file.

Its identity is the SHA-256 of its exact bytes; people call it by its edition's id and its revision, »2020-r2«. Below
``bundle: 1`` stand ``revision``, ``fjernet`` (what has been removed on purpose), ``udgave`` (an edition file, word for
word) and one section for each of ``REFERENCE_FILES``: that file's list, or, where the file says more (``kilde``), the
whole file. A section that is ``OPTIONAL`` may be absent: bundles from before there was such a file are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from radar_core.editions import edition as edition_file
from radar_core.editions import reference as reference_files
from radar_core.editions.catalog import EDITIONS, load_catalog
from radar_core.editions.edition import edition_of, read_edition
from radar_core.editions.reference import list_in, read_reference, reference_of
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.editions.schema import OPTIONAL, REFERENCE_FILES, EditionFile
from radar_core.errors import DataError, UnknownEdition
from radar_core.files.check import checked
from radar_core.files.cross_checks import check_unique
from radar_core.files.faults import FileFaults
from radar_core.files.records import Record, Reference
from radar_core.files.strict_yaml import SUPPRESSED, Node, parse
from radar_core.files.text import MAX_BYTES
from radar_core.files.writer import to_yaml
from radar_core.model import Bundle
from radar_core.spelling import quote

MAX_BUNDLE_BYTES = MAX_BYTES
MAX_REVISION = 9999
_EDITION = "udgave"
_ID_FIELDS: Mapping[str, str] = {
    "teknologier": "id",
    "fagomraader": "id",
    "behov": "id",
    "erfaringer": "id",
    "kommuner": "kode",
}
_HEADING = "# {name}. Lavet af »teknologiradar editions«. Filen må ikke ændres: en rettelse er en ny revision.\n"


class RemovedPlacementRecord(Record):
    """One item of ``fjernet.placeringer``."""

    teknologi: Reference
    fagomraade: Reference = Field(description="Id på fagområdet, eller samlet")


class RemovedRecord(Record):
    """``fjernet``: what the live edition has and this one leaves out on purpose, by id."""

    teknologier: tuple[Reference, ...] = Field((), description="Teknologier, der ikke længere står på nogen radar")
    fagomraader: tuple[Reference, ...] = Field((), description="Fagområder, der ikke længere har en radar")
    behov: tuple[Reference, ...] = ()
    erfaringer: tuple[Reference, ...] = ()
    kommuner: tuple[Reference, ...] = Field((), description="Kommuners koder")
    placeringer: tuple[RemovedPlacementRecord, ...] = ()


class _BundleRecord(Record):
    """The top of a bundle file; its sections are checked one by one."""

    bundle: Annotated[int, Field(ge=1, le=1)]
    revision: Annotated[int, Field(ge=1, le=MAX_REVISION)]
    fjernet: Any = None
    udgave: Any
    teknologier: Any
    behov: Any
    fagomraader: Any
    spoergsmaal: Any
    kommuner: Any
    erfaringer: Any
    raad: Any = None


@dataclass(frozen=True)
class Removed:
    """What is left out on purpose: ids by the section they stood in, and single placements."""

    ids: Mapping[str, frozenset[str]]
    """By »teknologier«, »fagomraader«, »behov«, »erfaringer« or »kommuner«; a section without any may be absent."""
    placements: frozenset[tuple[str, str]] = frozenset()
    """(technology, fagområde or ``SAMLET``)."""
    line: int = 0
    """Where it stands in its file; 0 where it does not."""

    def has(self, section: str, item_id: str) -> bool:
        """Whether the id is listed as removed from the section."""
        return item_id in self.ids.get(section, ())


NOTHING = Removed({})
"""Nothing is left out."""


@dataclass(frozen=True)
class BundleFile:
    """A bundle as it stands in one file."""

    bundle: Bundle
    """Its ``sha256`` is that of the file's bytes."""
    revision: int
    removed: Removed

    @property
    def name(self) -> str:
        """What people call it; two bundles never share one."""
        return f"{self.bundle.edition.id}-r{self.revision}"


def bundle_hash(data: bytes) -> str:
    """The identity of a bundle file: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def read_bundle(data: bytes, file: str = "udgave") -> BundleFile:
    """The bundle in a file's bytes. ``file`` is the name faults carry.

    Raises ``EditionRefused`` with every fault; its step is the first that found one.
    """
    faults = FileFaults(file)
    if len(data) > MAX_BUNDLE_BYTES:
        faults.add(0, f"Filen er for stor: den må højst fylde {MAX_BUNDLE_BYTES // 1_000_000} MB.")
        raise EditionRefused(Step.SIZE, faults.all())
    root = parse(data, faults)
    is_parsed = not faults
    head = checked(root, _BundleRecord, faults)
    removed = checked(_removed_section(root), RemovedRecord, faults)
    edition = checked(root.field(_EDITION), EditionFile, faults)
    present = [name for name in REFERENCE_FILES if name not in OPTIONAL or _has(root, name)]
    sections = {name: _section(root, name) for name in present}
    reference = reference_files.check_fields(sections, dict.fromkeys(sections, faults))
    lists = {name: list_in(name, section) for name, section in sections.items()}
    known = reference_files.cross_check(lists, dict.fromkeys(lists, faults), place="listen »{}«")
    edition_file.cross_check(root.field(_EDITION), known, faults)
    _check_removed(root, lists, faults)
    if faults or head is None or removed is None or edition is None or reference is None:
        parts: list[tuple[Node, type[Record]]] = [
            *((root, _BundleRecord), (_removed_section(root), RemovedRecord), (root.field(_EDITION), EditionFile)),
            *((section, REFERENCE_FILES[name]) for name, section in sections.items()),
        ]
        is_fitting = all(_fits(node, model) for node, model in parts)
        step = Step.PARSE if not is_parsed else Step.SCHEMA if not is_fitting else Step.CROSS
        raise EditionRefused(step, faults.all())
    bundle = Bundle(edition=edition_of(edition), **vars(reference_of(reference)), sha256=bundle_hash(data))
    return BundleFile(bundle, head.revision, _removed(removed, root))


def write_bundle(
    edition: bytes, reference: Mapping[str, bytes], revision: int, removed: Removed = NOTHING, file: str = "udgave.yaml"
) -> bytes:
    """The bundle file of an edition file's bytes and those of ``REFERENCE_FILES``, by those names.

    The same content gives the same bytes; comments are left out. Raises ``DataError`` with every fault of every file
    (``file`` is the edition's name in them), else ``EditionRefused`` where they do not make a bundle together.
    """
    reading = read_reference(reference)
    found = list(reading.faults)
    try:
        read_edition(edition, file, reading.known)
    except DataError as error:
        found += error.faults
    if found:
        raise DataError(found)
    fields: dict[str, object] = {"bundle": 1, "revision": revision}
    if shown := _removed_fields(removed):
        fields["fjernet"] = shown
    fields[_EDITION] = plain = _plain(edition)
    for name in (name for name in REFERENCE_FILES if name in reference):
        section = _plain(reference[name])
        fields[name] = section[name] if _is_only_a_list(name) else section
    data = (_HEADING.format(name=f"{plain['id']}-r{revision}") + to_yaml(fields)).encode("utf-8")
    read_bundle(data, file)
    return data


def bundle_of(catalog_folder: Path, edition_id: str, revision: int = 1, removed: Removed = NOTHING) -> bytes:
    """The bundle file of one edition of a data directory. Raises ``DataError``, ``UnknownEdition`` and ``OSError``."""
    catalog = load_catalog(catalog_folder)
    paths = {name: catalog_folder / f"{name}.yaml" for name in REFERENCE_FILES}
    reference = {name: path.read_bytes() for name, path in paths.items() if name not in OPTIONAL or path.is_file()}
    for path in sorted((catalog_folder / EDITIONS).glob("[!.]*.yaml")):
        content = path.read_bytes()
        if _plain(content).get("id") == edition_id:
            return write_bundle(content, reference, revision, removed, f"{EDITIONS}/{path.name}")
    raise UnknownEdition(edition_id, [edition.id for edition in catalog.editions()])


def _is_only_a_list(name: str) -> bool:
    return len(REFERENCE_FILES[name].model_fields) == 1


def _section(root: Node, name: str) -> Node:
    """A section as the root of the file it could have been."""
    node = root.field(name)
    if _is_only_a_list(name):
        return Node({name: node}, node.line, node.complete and node.value is not SUPPRESSED)
    return node


def _fits(node: Node, model: type[Record]) -> bool:
    """Whether every field is there and of its kind. How many a list must have is not asked: that is a cross-check."""
    try:
        model.model_validate(node.plain())
    except ValidationError:
        return False
    return True


def _has(root: Node, name: str) -> bool:
    return isinstance(root.value, Mapping) and name in root.value


def _removed_section(root: Node) -> Node:
    node = root.field("fjernet")
    is_absent = isinstance(root.value, Mapping) and "fjernet" not in root.value
    return Node({}, node.line) if is_absent or node.value is None else node


def _check_removed(root: Node, lists: Mapping[str, Node], faults: FileFaults) -> None:
    """Report what is listed as removed and still stands in the file, or is listed twice."""
    removed = root.field("fjernet")
    placed: dict[tuple[str | None, str | None], int] = {}
    for placement in root.field(_EDITION).field("placeringer").items:
        key = (placement.field("teknologi").text, placement.field("fagomraade").text)
        placed.setdefault(key, placement.line)
    on_radar = _first_lines((technology, line) for (technology, _), line in placed.items())
    own_radar = _first_lines((node.text, node.line) for node in root.field(_EDITION).field("fagomraader").items)
    for section, id_field in _ID_FIELDS.items():
        listed = removed.field(section)
        check_unique(listed.items, "Det fjernede id", faults)
        still = {"teknologier": on_radar, "fagomraader": own_radar}.get(section)
        if still is None:
            still = _first_lines((i.field(id_field).text, i.field(id_field).line) for i in lists[section].items)
        for node in listed.items:
            if node.text in still:
                faults.add(
                    node.line,
                    f"{quote(node.text)} står som fjernet, men er stadig med i linje {still[node.text]}. "
                    "Slet det ene sted.",
                )
    for node in removed.field("placeringer").items:
        key = (node.field("teknologi").text, node.field("fagomraade").text)
        if None not in key and key in placed:
            faults.add(
                node.line,
                f"Placeringen af {quote(key[0])} på {quote(key[1])} står som fjernet, men er stadig med i linje "
                f"{placed[key]}. Slet det ene sted.",
            )


def _first_lines(found: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for item_id, line in found:
        if item_id is not None:
            lines.setdefault(item_id, line)
    return lines


def _removed(record: RemovedRecord, root: Node) -> Removed:
    return Removed(
        ids={section: frozenset(getattr(record, section)) for section in _ID_FIELDS},
        placements=frozenset((p.teknologi, p.fagomraade) for p in record.placeringer),
        line=root.field("fjernet").line if _has(root, "fjernet") else 0,
    )


def _removed_fields(removed: Removed) -> dict[str, object]:
    fields: dict[str, object] = {s: sorted(removed.ids[s]) for s in _ID_FIELDS if removed.ids.get(s)}
    if removed.placements:
        fields["placeringer"] = [{"teknologi": t, "fagomraade": f} for t, f in sorted(removed.placements)]
    return fields


def _plain(data: bytes) -> dict[str, Any]:
    """A file that was read without fault, as plain values."""
    plain = parse(data, FileFaults("")).plain()
    return plain if isinstance(plain, dict) else {}
