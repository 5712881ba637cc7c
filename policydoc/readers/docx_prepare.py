"""Makes a part of a docx ready for one flat pass: what does not count is taken out, and ends that matter get a mark.

A pass in document order sees where elements start, and only there. That is enough, and several times as fast as walking each
element's children, once nothing stands in the tree that must not be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policydoc.readers.docx_styles import VAL, W

END, GONE, CONTENTS = "{policydoc}end", "{policydoc}gone", "{policydoc}contents"
"""Marks: the end of a table, box or table of contents; something left out (`what`, `text`); the start of a table of contents."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = (W + "t", W + "delText")
_SHOWN = (W + "t", W + "sym", W + "drawing", W + "br", W + "tab")


def prepare(root: Any) -> None:
    """Change a part in place: see the module."""
    # The list is made first: elements leave the tree on the way, and iteration would end with them.
    for element in list(root.iter(*_CASES)):
        if element.getparent() is not None:
            _CASES[element.tag](element)


def is_frame(tbl: Any) -> bool:
    """Whether a table has one row or one column only: it lays out lines, as a box or as a red head, and tabulates nothing."""
    rows = list(tbl.iterchildren(W + "tr", W + "sdt"))
    if any(row.tag != W + "tr" for row in rows):
        return False
    return len(rows) < 2 or all(sum(1 for _ in row.iterchildren(W + "tc", W + "sdt")) < 2 for row in rows)


def _mark(parent: Any, name: str, at: int | None = None) -> None:
    mark = parent.makeelement(name)
    parent.insert(len(parent) if at is None else at, mark)


def _leave_out(element: Any, what: str) -> None:
    """Replace an element by a mark that tells its text; the mark is planted only where there was text."""
    text = "".join(element.itertext(*_TEXT))
    mark = element.makeelement(GONE, {"what": what, "text": text})
    parent = element.getparent()
    parent.replace(element, mark) if text.strip() else parent.remove(element)


def _remove(element: Any) -> None:
    element.getparent().remove(element)


def _deleted(element: Any) -> None:
    """w:del: text that was deleted, or a mark in the properties of a paragraph's break or of a row."""
    parent = element.getparent()
    if parent.tag == W + "trPr":
        if parent.getparent().getparent() is not None:
            _leave_out(parent.getparent(), "deleted")
    elif parent.tag == W + "rPr":
        parent.replace(element, element.makeelement(GONE, {"what": "break"}))
    else:
        _leave_out(element, "deleted" if element.tag == W + "del" else "moved")


def _merged(element: Any) -> None:
    """A cell that only goes on with the one above or before it holds nothing."""
    if element.tag == W + "cellDel" or element.get(VAL, "continue") == "continue":
        cell = element.getparent().getparent()
        if cell is not None and cell.getparent() is not None:
            _remove(cell)


def _alternative(element: Any) -> None:
    """Keep the first branch that shows something: the choice, else the fallback."""
    kept = next((branch for branch in element if next(branch.iter(*_SHOWN), None) is not None), None)
    for branch in list(element):
        if branch is not kept:
            element.remove(branch)


def _control(element: Any) -> None:
    """A content control: a prompt that nobody filled in is no text; a table of contents is marked."""
    properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
    if properties is None or content is None:
        return
    if properties.find(W + "showingPlcHdr") is not None:
        _leave_out(content, "placeholder")
        return
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    if gallery is not None and gallery.get(VAL) == "Table of Contents":
        _mark(content, CONTENTS, 0)
        _mark(content, END)
    # Properties hold a w:rPr of their own, which is no run's.
    _remove(properties)


_CASES: dict[str, Callable[[Any], None]] = {
    W + "del": _deleted,
    W + "moveFrom": _deleted,
    W + "rPrChange": _remove,
    W + "pPrChange": _remove,
    W + "tblPrChange": _remove,
    W + "rt": _remove,
    W + "vMerge": _merged,
    W + "hMerge": _merged,
    W + "cellDel": _merged,
    W + "tbl": lambda element: _mark(element, END),
    W + "txbxContent": lambda element: _mark(element, END),
    W + "sdt": _control,
    _MC + "AlternateContent": _alternative,
}
