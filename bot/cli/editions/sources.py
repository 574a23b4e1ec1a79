"""What an editor can hand over as an edition: its id, an edition file, a spreadsheet, a bundle file, a signed one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path

from bot.errors import CommandError
from radar_core.editions.bundle import (
    MAX_BUNDLE_BYTES,
    NOTHING,
    BundleFile,
    Removed,
    bundle_hash,
    read_bundle,
    write_bundle,
)
from radar_core.editions.catalog import EDITIONS, Catalog, load_catalog
from radar_core.editions.newness import Newness, edition_faults, reference_faults
from radar_core.editions.schema import REFERENCE_FILES
from radar_core.editions.shipped import DATA_DIR
from radar_core.errors import DataError, Fault, UnknownEdition
from radar_core.model import Bundle
from radar_core.push.signing import OVERHEAD, BadSignature, open_envelope, peek, read_public_keys
from radar_core.sheets.edition_import import import_edition
from radar_core.sheets.edition_words import FACTS, Fact
from radar_core.sheets.file_kind import NotReadable, SheetFormat, kind_of
from radar_core.sheets.workbook import MAX_FILE_BYTES
from radar_core.spelling import letters, quote

_LARGEST = max(MAX_FILE_BYTES, MAX_BUNDLE_BYTES + OVERHEAD) + 1
_ID = re.compile(rb"^id: *[\"']?([a-z0-9-]+)", re.MULTILINE)
_BUNDLE = re.compile(rb"^bundle:", re.MULTILINE)


class CannotRead(CommandError):
    """What was handed over is no edition; ``str()`` says why in Danish, one reason a line."""


class SourceKind(Enum):
    """What a file is; the value is what people call it."""

    EDITION = "udgavefil"
    SHEET = "regneark"
    BUNDLE = "udgave"
    SIGNED = "underskrevet udgave"


@dataclass(frozen=True)
class Source:
    """A file as it lies there."""

    path: Path
    data: bytes
    kind: SourceKind

    @property
    def content(self) -> bytes:
        """Without the envelope, where it has one. Whose signature it is has not been looked at."""
        return found.content if (found := peek(self.data)) else self.data

    @property
    def key_id(self) -> str | None:
        """Id of the key that it says has signed it."""
        return found.key_id if (found := peek(self.data)) else None


@dataclass(frozen=True)
class EditionRead:
    """A file that was read as an edition file."""

    edition: bytes
    """The edition file's bytes."""
    notes: tuple[str, ...] = ()
    """What was not read, or read under another name, in Danish."""


@dataclass(frozen=True)
class Workshop:
    """The data folder that editions are made with, and what is known beside the files."""

    data_dir: Path
    facts: Mapping[Fact, str] = field(default_factory=dict)
    """What is said of the edition beside its spreadsheet."""
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())

    def catalog(self) -> Catalog:
        """Every edition of the folder. Raises ``DataError``."""
        return load_catalog(self.data_dir)

    def names(self) -> Bundle:
        """Any bundle of the folder: all have the same technologies and fagområder. Raises ``DataError``."""
        return self.catalog().bundles[0]

    def edition_of(self, source: Source) -> EditionRead:
        """An edition file or spreadsheet as an edition file. Raises ``CannotRead`` with every fault by its cell."""
        if source.kind is SourceKind.EDITION:
            self._check(edition_faults(source.data, str(source.path)))
            return EditionRead(source.data)
        if source.kind is not SourceKind.SHEET:
            raise CannotRead(f"{source.path} er ikke et regneark eller en udgavefil, men en {source.kind.value}.")
        names = self.names()
        try:
            found = import_edition(source.data, source.path.name, names, self.facts, self._newness(frozenset()))
        except DataError as faulty:
            raise CannotRead("\n".join(fault.message for fault in faulty.faults)) from None
        return EditionRead(found.text.encode("utf-8"), found.notes)

    def check_new(self, source: Source) -> None:
        """What only a new edition is held against, where it is a file of ours. Raises ``CannotRead`` with every fault.

        A shipped edition itself, byte for byte, is nobody else's.
        """
        if source.kind is SourceKind.EDITION:
            self._check(edition_faults(source.data, str(source.path), self._newness({source.data})))
        for name in REFERENCE_FILES:
            if (path := self.data_dir / f"{name}.yaml").is_file():
                self._check(reference_faults(name, _read(path)))

    def _newness(self, own: Collection[bytes]) -> Newness:
        return Newness(self.today, {found for found, content in _shipped() if content not in own})

    @staticmethod
    def _check(faults: Sequence[Fault]) -> None:
        if faults:
            raise CannotRead("\n".join(map(str, faults)))

    def bundle_bytes(self, edition: bytes, file: str, revision: int = 1, removed: Removed = NOTHING) -> bytes:
        """The bundle file of an edition file's bytes and the folder. Raises ``DataError`` with every fault."""
        found = {name: self.data_dir / f"{name}.yaml" for name in REFERENCE_FILES}
        reference = {name: _read(path) for name, path in found.items() if path.is_file()}
        return write_bundle(edition, reference, revision, removed, file)

    def bundle_file(self, source: Source) -> BundleFile:
        """Any file as a bundle. Raises ``DataError``, ``CannotRead``."""
        if source.kind in (SourceKind.BUNDLE, SourceKind.SIGNED):
            return read_bundle(source.content, str(source.path))
        edition = self.edition_of(source).edition
        return read_bundle(self.bundle_bytes(edition, str(source.path)), str(source.path))

    def bundle(self, text: str) -> Bundle:
        """What a person named: a file, else an edition's id. Raises ``DataError``, ``CannotRead``."""
        path = Path(text)
        if path.is_file():
            return self.bundle_file(read_source(path)).bundle
        if path.suffix or len(path.parts) > 1:
            raise CannotRead(f"{text}: filen findes ikke eller kan ikke læses.")
        try:
            return self.catalog().bundle(text)
        except UnknownEdition as unknown:
            raise CannotRead(f"{text} er hverken en fil eller en udgave. {unknown}") from None


def read_source(path: Path) -> Source:
    """A file, known by what it holds. Raises ``CannotRead`` where there is none, or none that is read."""
    data = _read(path)
    if peek(data):
        return Source(path, data, SourceKind.SIGNED)
    if data.startswith(b"teknologiradar-signatur"):
        raise CannotRead(f"{path}: underskriften foran filen er ødelagt. Underskriv filen igen.")
    if _BUNDLE.search(data) and not data.startswith(b"PK"):
        return Source(path, data, SourceKind.BUNDLE)
    try:
        is_sheet = kind_of(data, path.suffix) is SheetFormat.SHEET
    except NotReadable as strange:
        raise CannotRead(f"{path}: {strange}") from None
    return Source(path, data, SourceKind.SHEET if is_sheet else SourceKind.EDITION)


def signed_source(path: Path) -> Source:
    """A signed bundle file. Raises ``CannotRead``."""
    source = read_source(path)
    if source.kind is not SourceKind.SIGNED:
        raise CannotRead(f"{path} er ikke underskrevet. Underskriv den med »teknologiradar editions sign«.")
    return source


def check_signature(source: Source, public_keys: Sequence[str]) -> str:
    """A sentence on whose signature it is. Raises ``BadKey``, and ``DataError`` where it does not hold."""
    if not public_keys:
        return (
            f"Underskrevet med nøglen {source.key_id}. Underskriften er ikke kontrolleret, "
            "for TR_KL_PUBLIC_KEYS er tom her."
        )
    try:
        signed = open_envelope(source.data, read_public_keys(public_keys))
    except BadSignature as bad:
        raise DataError([Fault(str(source.path), 0, str(bad))]) from None
    return f"Underskrevet med nøglen {signed.key_id}."


def check_pictures(file: Path, bundle: Bundle) -> None:
    """Whether every radar can be drawn, as the bot asks before an edition goes live. Raises ``CannotRead``."""
    from radar_core.render import unfit  # half a second to import what it measures with

    if reasons := unfit(bundle):
        raise CannotRead("\n".join(f"{file}: {reason}" for reason in reasons))


def named(found: BundleFile, content: bytes) -> str:
    """The name and hash of a bundle file, for people."""
    return f"{found.name}, SHA-256 {bundle_hash(content)}"


def facts_of(texts: Sequence[str]) -> dict[Fact, str]:
    """»Id=2026« and the like, as facts of an edition. Raises ``CannotRead``."""
    facts: dict[Fact, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        fact = FACTS.get(letters(name))
        if not equals or fact is None:
            known = ", ".join(fact.value for fact in Fact)
            raise CannotRead(f"Jeg forstår ikke --om {quote(text)}. Skriv som »Id=2026«. Felterne er {known}.")
        facts[fact] = value.strip()
    return facts


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, bytes], ...]:
    """Id and bytes of every edition that came with the program, whatever data folder is used."""
    contents = [path.read_bytes() for path in sorted((DATA_DIR / EDITIONS).glob("*.yaml"))]
    return tuple((found[1].decode(), content) for content in contents if (found := _ID.search(content)))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        raise CannotRead(f"{path}: filen findes ikke eller kan ikke læses.") from None
