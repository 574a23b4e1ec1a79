"""What a case system (ESDH) files a PDF by, as a small file beside it."""

from __future__ import annotations

import json

from bot.files.formats import FileFormat
from bot.files.writing import Document, WrittenFile, file_name
from dialogs.texts import files as words


def metadata_of(document: Document, kommune: str = "", case_number: str = "") -> WrittenFile:
    """Title, kommune, day, edition and case number, as far as they are known; ``kommune`` is a name."""
    edition = document.edition
    told = {
        "titel": document.title,
        "dokument": words.PROTOCOL_KIND if hasattr(document, "kommune") else words.SNAPSHOT_KIND,
        "kommune": getattr(document, "kommune", "") or kommune or None,
        "fagomraade": getattr(document, "fagomraade", "") or None,
        "dato": document.made.isoformat(),
        "sagsnummer": getattr(document, "case_number", "") or case_number or None,
        "udgave": {"id": edition.id, "titel": edition.title, "dato": edition.date},
        "advarsel": document.notice,
        "sprog": "da-DK",
        "format": "PDF/A-2a, PDF/UA-1",
    }
    name = f"{file_name(document, FileFormat.PDF)}.metadata{FileFormat.JSON.suffix}"
    return WrittenFile(name, FileFormat.JSON.media_type, json.dumps(told, ensure_ascii=False, indent=1).encode())
