"""Reads files as others do: the XML of Office, the glyphs of a PDF; nothing of what wrote them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from bot.files.formats import FileFormat


def text_of(content: bytes, fmt: FileFormat) -> str:
    """All text of a file, one piece after the other."""
    match fmt:
        case FileFormat.JSON:
            return "\n".join(_strings(json.loads(content)))
        case FileFormat.CSV:
            return content.decode("utf-8-sig")
        case FileFormat.PDF:
            return "\n".join(pages_of(content))
        case _:
            return "\n".join(" ".join(texts) for texts in parts_of(content).values())


def parts_of(content: bytes) -> dict[str, list[str]]:
    """The texts of every XML part of an Office file, by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [name for name in file.namelist() if name.endswith(".xml")]
        return {name: list(_lines(ElementTree.fromstring(file.read(name)))) for name in names}


def xml_of(content: bytes, name: str) -> ElementTree.Element:
    """One XML part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return ElementTree.fromstring(file.read(name))


def local(element: ElementTree.Element) -> str:
    """An element's name without where it is from."""
    return element.tag.rpartition("}")[2]


def pages_of(content: bytes) -> list[str]:
    """The text of every page of a PDF, decoded by the maps from glyphs to signs that are in it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [_page(page) for page in pdf.pages]


def elements(pdf: Any) -> list[Any]:
    """Every structure element of a PDF, in reading order."""
    found, ahead = [], [pdf.Root.StructTreeRoot]
    while ahead:
        element = ahead.pop(0)
        found.append(element)
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        ahead = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid] + ahead
    return found[1:]


def _lines(root: ElementTree.Element) -> Iterator[str]:
    for paragraph in root.iter():
        if local(paragraph) in ("p", "si", "is"):
            yield "".join(map(_said, paragraph.iter()))


def _said(element: ElementTree.Element) -> str:
    """What one element of a paragraph says: its text, a new line, or a tab that was typed and is no place for tabs."""
    match local(element):
        case "t":
            return element.text or ""
        case "br":
            return "\n"
        case "tab" if not element.attrib:
            return "\t"
        case _:
            return ""


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for value in told.values():
            yield from _strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value)
    elif told is not None:
        yield str(told)


def _page(page: Any) -> str:
    fonts = {name: _signs(font) for name, font in page.Resources.get("/Font", {}).items()}
    said, signs = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                signs = fonts[str(operands[0])]
            case "TJ" | "Tj":
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                said += [_decoded(bytes(each), signs) for each in shown if isinstance(each, pikepdf.String)]
            case "ET":
                said.append(" ")
    return "".join(said)


def _decoded(glyphs: bytes, signs: dict[int, str]) -> str:
    return "".join(signs.get(int.from_bytes(glyphs[i : i + 2], "big"), "") for i in range(0, len(glyphs), 2))


def _signs(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    cmap = bytes(font.ToUnicode.read_bytes()).decode()
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, sign in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(sign).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, sign in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = bytes.fromhex(sign).decode("utf-16-be")
            for step, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[glyph] = start[:-1] + chr(ord(start[-1]) + step)
    return found
