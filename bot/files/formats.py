"""The sorts of files there are."""

from __future__ import annotations

from enum import Enum


class FileFormat(Enum):
    """A sort of file; the value is what its name ends in."""

    PPTX = "pptx"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PNG = "png"

    @property
    def suffix(self) -> str:
        """With the full stop: ».pptx«."""
        return f".{self.value}"

    @property
    def media_type(self) -> str:
        """What HTTP calls it."""
        return _MEDIA_TYPES[self]

    @property
    def danish(self) -> str:
        """What people call it: »PowerPoint«."""
        return _DANISH[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileFormat.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.JSON: "application/json",
    FileFormat.PNG: "image/png",
}
_DANISH = {
    FileFormat.PPTX: "PowerPoint",
    FileFormat.PDF: "PDF",
    FileFormat.DOCX: "Word",
    FileFormat.XLSX: "Excel",
    FileFormat.CSV: "Tabel (csv)",
    FileFormat.JSON: "Data (json)",
    FileFormat.PNG: "Billede",
}
