"""The editions at hand, each an immutable bundle with everything it uses.

A bundle is known by the SHA-256 of the files it is made of: for the edition (under the name ``edition``) and then each
of ``REFERENCE_FILES`` in that order, the line ``name length\\n`` in ASCII, with the length in bytes as a decimal
number, followed by exactly that many bytes of the file. What an edition's file is called does not matter, and a file
that is ``OPTIONAL`` and not there counts for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from radar_core.editions.edition import read_edition
from radar_core.editions.reference import NOT_FOUND, read_reference
from radar_core.editions.schema import OPTIONAL, REFERENCE_FILES
from radar_core.errors import DataError, Fault, UnknownEdition
from radar_core.files.text import MAX_BYTES
from radar_core.model import Bundle, Edition, Status

EDITIONS = "editions"
"""Folder of the edition files in a data directory."""


@dataclass(frozen=True)
class Catalog:
    """The bundles of one data directory, in the order of their edition files' names."""

    bundles: tuple[Bundle, ...]

    def editions(self) -> tuple[Edition, ...]:
        """Every edition at hand."""
        return tuple(bundle.edition for bundle in self.bundles)

    def bundle(self, edition_id: str) -> Bundle:
        """The bundle of an edition. Raises ``UnknownEdition``."""
        return self._only(edition_id, {b.edition.id: b for b in self.bundles})

    def by_hash(self, sha256: str) -> Bundle:
        """The bundle with these bytes (64 hex digits). Raises ``UnknownEdition``."""
        return self._only(sha256, self._by_hash)

    def newest_published(self) -> Bundle:
        """The ``offentliggjort`` edition with the latest date; one without a date is older than any. Raises
        ``UnknownEdition`` where none is published."""
        published = [b for b in self.bundles if b.edition.status is Status.OFFENTLIGGJORT]
        if not published:
            raise UnknownEdition("nyeste offentliggjorte", self._ids())
        return max(published, key=lambda b: (b.edition.date or "", b.edition.id))

    @cached_property
    def _by_hash(self) -> Mapping[str, Bundle]:
        return {b.sha256: b for b in self.bundles}

    def _only(self, key: str, bundles: Mapping[str, Bundle]) -> Bundle:
        try:
            return bundles[key]
        except KeyError:
            raise UnknownEdition(key, self._ids()) from None

    def _ids(self) -> list[str]:
        return [edition.id for edition in self.editions()]


def load_catalog(data_dir: Path) -> Catalog:
    """Every edition of a data directory. Raises ``DataError`` with every fault of every file.

    Fault file names are relative to the directory.
    """
    data = _read_reference_files(data_dir)
    reading = read_reference(data)
    faults = list(reading.faults)
    editions: list[tuple[Edition, bytes]] = []
    taken: dict[str, str] = {}
    for path in sorted((data_dir / EDITIONS).glob("[!.]*")):
        if path.suffix.lower() not in (".yaml", ".yml"):
            continue
        name = f"{EDITIONS}/{path.name}"
        content = _read(path)
        if path.suffix != ".yaml":
            faults.append(Fault(name, 0, "Filen skal ende på .yaml for at blive læst."))
        elif content is None:
            faults.append(Fault(name, 0, NOT_FOUND))
        else:
            try:
                edition = read_edition(content, name, reading.known, taken)
            except DataError as error:
                faults.extend(error.faults)
            else:
                taken[edition.id] = name
                editions.append((edition, content))
    if not editions and not faults:
        faults.append(Fault(EDITIONS, 0, "Mappen har ingen udgaver, altså filer, der ender på .yaml."))
    if faults or reading.reference is None:
        raise DataError(faults)
    shared = vars(reading.reference)
    return Catalog(tuple(Bundle(edition=e, **shared, sha256=bundle_sha256(content, data)) for e, content in editions))


def check_edition_file(path: Path, data_dir: Path) -> tuple[Fault, ...]:
    """Every fault of an edition file anywhere, read against the reference files of ``data_dir`` (whose own faults are
    included); none where it is good. The edition's faults carry the path as given."""
    reading = read_reference(_read_reference_files(data_dir))
    content = _read(path)
    if content is None:
        return (*reading.faults, Fault(str(path), 0, NOT_FOUND))
    try:
        read_edition(content, str(path), reading.known)
    except DataError as error:
        return (*reading.faults, *error.faults)
    return reading.faults


def bundle_sha256(edition: bytes, reference: Mapping[str, bytes]) -> str:
    """The SHA-256, in hex, of an edition's bytes with those of every reference file; see the module's docstring."""
    digest = hashlib.sha256()
    present = {name: reference[name] for name in REFERENCE_FILES if name in reference or name not in OPTIONAL}
    for name, content in {"edition": edition, **present}.items():
        digest.update(f"{name} {len(content)}\n".encode("ascii"))
        digest.update(content)
    return digest.hexdigest()


def _read_reference_files(data_dir: Path) -> dict[str, bytes]:
    found = {name: _read(data_dir / f"{name}.yaml") for name in REFERENCE_FILES}
    return {name: content for name, content in found.items() if content is not None}


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None
