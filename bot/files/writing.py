"""A document as a file. Synchronous, for a worker process: what goes in and comes out can be pickled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from bot.errors import FileNotWritten
from bot.files.formats import FileFormat
from bot.files.protocol import ReflectionProtocol
from bot.files.snapshot import RadarSnapshot
from dialogs.texts import files as words
from radar_core.spelling import either, letters

Document: TypeAlias = RadarSnapshot | ReflectionProtocol


@dataclass(frozen=True)
class WrittenFile:
    """A file as it is handed over."""

    name: str
    media_type: str
    content: bytes


FORMATS_OF: Mapping[type[Document], tuple[FileFormat, ...]] = MappingProxyType(
    {
        RadarSnapshot: (FileFormat.PPTX, FileFormat.PDF, FileFormat.PNG, FileFormat.CSV),
        ReflectionProtocol: (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX, FileFormat.JSON),
    }
)
"""Which formats each kind of document has, the one most people want first."""


def write(document: Document, fmt: FileFormat) -> WrittenFile:
    """The document as a file. The same document always gives the same bytes.

    Raises ``FileNotWritten``, also where there is no such format of it. Takes CPU time: not for an event loop.
    """
    if fmt not in FORMATS_OF[type(document)]:
        raise FileNotWritten(_no_such_format(document, fmt))
    try:
        content = _writer(document, fmt)(document)
    except Exception as failed:
        raise FileNotWritten(words.NOT_WRITTEN) from failed
    return WrittenFile(file_name(document, fmt), fmt.media_type, content)


def file_name(document: Document, fmt: FileFormat) -> str:
    """In letters that every system has: »teknologiradar-sundhed-og-aeldre-2026-11-28.pptx«."""
    words_of = [letters(word) for word in document.title.split()]
    return f"{'-'.join(filter(None, words_of))[:100]}-{document.made.isoformat()}{fmt.suffix}"


def _writer(document: Document, fmt: FileFormat) -> Callable[[Any], bytes]:
    """What writes it. Imported where it is used: a bot's start loads none of the libraries."""
    match document, fmt:
        case RadarSnapshot(), FileFormat.PPTX:
            from bot.files.deck import deck

            return deck
        case RadarSnapshot(), FileFormat.PNG:
            from bot.files.pictures import png

            return png
        case RadarSnapshot(), FileFormat.CSV:
            from bot.files.tables import snapshot_csv

            return snapshot_csv
        case RadarSnapshot(), _:
            from bot.files.pdf import snapshot_pdf

            return snapshot_pdf
        case ReflectionProtocol(), FileFormat.DOCX:
            from bot.files.word import word

            return word
        case ReflectionProtocol(), FileFormat.XLSX:
            from bot.files.tables import protocol_xlsx

            return protocol_xlsx
        case ReflectionProtocol(), FileFormat.JSON:
            from bot.files.plain_data import protocol_json

            return protocol_json
        case _:
            from bot.files.pdf import protocol_pdf

            return protocol_pdf


def _no_such_format(document: Document, fmt: FileFormat) -> str:
    kind = words.SNAPSHOT_KIND if isinstance(document, RadarSnapshot) else words.PROTOCOL_KIND
    formats = either([each.danish for each in FORMATS_OF[type(document)]])
    return words.NO_SUCH_FORMAT.format(kind=kind, format=fmt.danish, formats=formats)
