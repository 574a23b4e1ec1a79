"""Parts of one PDF, joined into one that is still tagged: pages, structure, links and bookmarks.

pikepdf copies pages; what a reader aloud goes by is joined here, as ISO 32000-1 14.7 has it: every page and link has a
number under which the parent tree knows its content, and every element that is pointed at has an id of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String


def joined(parts: Sequence[bytes]) -> bytes:
    """The parts, tagged by Typst, as one PDF with what the first says of itself. Raises ``pikepdf.PdfError``."""
    first = Pdf.open(io.BytesIO(parts[0]))
    tree = first.Root.StructTreeRoot
    for number, part in enumerate(parts[1:], start=2):
        with Pdf.open(io.BytesIO(part)) as other:
            _join(first, tree, other, f"{number}-")
    out = io.BytesIO()
    first.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pages(part: bytes) -> int:
    """How many pages a part has."""
    with Pdf.open(io.BytesIO(part)) as read:
        return len(read.pages)


def _join(first: Pdf, tree: Any, other: Pdf, mark: str) -> None:
    before = len(first.pages)
    offset = int(tree.ParentTreeNextKey)
    marks = _outline(other)
    _renumber(other, offset)
    _rename(other.Root.StructTreeRoot, mark)
    first.pages.extend(other.pages)
    theirs = first.copy_foreign(other.Root.StructTreeRoot)
    document, their_document = _only(tree.K), _only(theirs.K)
    for element in their_document.K:
        element.P = document
        document.K.append(element)
    nums = tree.ParentTree.Nums
    for place in range(0, len(theirs.ParentTree.Nums), 2):
        nums.append(int(theirs.ParentTree.Nums[place]) + offset)
        nums.append(theirs.ParentTree.Nums[place + 1])
    tree.ParentTreeNextKey = offset + int(theirs.ParentTreeNextKey)
    if Name.IDTree in theirs:
        names = [*_pairs(tree.get(Name.IDTree)), *_pairs(theirs.IDTree)]
        names.sort(key=lambda pair: bytes(pair[0]))
        tree.IDTree = first.make_indirect(Dictionary(Names=Array([each for pair in names for each in pair])))
    with first.open_outline() as outline:
        outline.root.extend(OutlineItem(title, page + before, "FitH") for title, page in marks)


def _only(kids: Any) -> Any:
    return kids[0] if isinstance(kids, Array) else kids


def _pairs(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Id and element of every id; Typst writes them in one list."""
    names = tree.Names if tree is not None else []
    for place in range(0, len(names), 2):
        yield names[place], names[place + 1]


def _renumber(part: Pdf, offset: int) -> None:
    """Under what the parent tree knows the content of each page and link."""
    for page in part.pages:
        if Name.StructParents in page:
            page.StructParents = int(page.StructParents) + offset
        for link in page.get(Name.Annots, []):
            if Name.StructParent in link:
                link.StructParent = int(link.StructParent) + offset


def _rename(tree: Any, mark: str) -> None:
    """The ids of elements, and what points at them, so that no two parts have the same."""
    ahead = [_only(tree.K)]
    while ahead:
        element = ahead.pop()
        if Name.ID in element:
            element.ID = String(mark + str(element.ID))
        for said in element.get(Name.A, []):
            if isinstance(said, Dictionary) and Name.Headers in said:
                said.Headers = Array([String(mark + str(each)) for each in said.Headers])
        kids = element.get(Name.K, [])
        ahead += [kid for kid in (kids if isinstance(kids, Array) else [kids]) if _is_element(kid)]
    for place, (name, _) in enumerate(list(_pairs(tree.get(Name.IDTree)))):
        tree.IDTree.Names[2 * place] = String(mark + str(name))


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and Name.S in kid


def _outline(part: Pdf) -> list[tuple[str, int]]:
    """Title and page, from 0, of each bookmark."""
    where: dict[Any, int] = {page.objgen: number for number, page in enumerate(part.pages)}
    with part.open_outline() as outline:
        ahead = list(outline.root)
        found = []
        while ahead:
            item = ahead.pop(0)
            to = item.destination
            found.append((item.title, where.get(to[0].objgen, 0) if isinstance(to, Array) else 0))
            ahead = [*item.children, *ahead]
    return found
