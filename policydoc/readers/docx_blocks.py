"""What the larger elements of a docx are, told from a look at their first children."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policydoc.readers.docx_styles import OFF, VAL, W

END = "{policydoc}end"
"""The mark that `plant_end` plants."""
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
ALTERNATIVE = MC + "AlternateContent"

_ROW, _CELL, _CONTROL = W + "tr", W + "tc", W + "sdt"
_SHOWN = (W + "t", W + "sym", W + "drawing", W + "br", W + "tab")
_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"


def plant_end(element: Any, tags: Iterable[str]) -> bool:
    """Append a mark to an element whose start was just met in a pass over some tags; whether the pass will come to it.

    A pass in document order sees where elements start, and only there. That is several times as fast as walking each element's
    children, and enough once the few ends that matter have a start of their own. The pass has already looked for what comes next:
    behind an element that holds nothing of its tags.
    """
    if next(element.iterdescendants(*tags), None) is None:
        return False
    element.append(element.makeelement(END))
    return True


def is_contents(control: Any) -> bool:
    """Whether a content control holds a table of contents."""
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def is_prompt(control: Any) -> bool:
    """Whether a content control shows the prompt that nobody filled in."""
    shown = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    return shown is not None and shown.get(VAL) not in OFF


def is_checked(box: Any) -> bool:
    """Whether the box of a form is checked; `w:checked` wins over what it was at first."""
    marks = [box.find(W + name) for name in ("checked", "default")]
    return next((mark.get(VAL) not in OFF for mark in marks if mark is not None), False)


def chosen(field: Any) -> str | None:
    """The entry that the drop-down list of a form shows, the first where none was chosen; None for other fields."""
    for entries in field.iter(W + "ddList"):
        result = entries.find(W + "result")
        number = "0" if result is None else result.get(VAL, "0")
        shown = [entry.get(VAL) for entry in entries.iterchildren(W + "listEntry")]
        return shown[int(number)] if number in map(str, range(len(shown))) else None
    return None


def is_frame(table: Any) -> bool:
    """Whether a table has one row or one column only: it lays out lines, as a box or as a red head, and tabulates nothing."""
    rows = list(table.iterchildren(_ROW, _CONTROL))
    if any(row.tag != _ROW for row in rows):
        return False
    return len(rows) < 2 or all(sum(1 for _ in row.iterchildren(_CELL, _CONTROL)) < 2 for row in rows)


def is_deleted(row: Any) -> bool:
    """Whether a row was deleted."""
    return any(child.tag == W + "trPr" and child.find(W + "del") is not None for child in row[:2])


def goes_on(cell: Any) -> bool:
    """Whether a cell only goes on with the one above or before it, or was deleted."""
    for properties in cell[:1]:
        for child in properties:
            if child.tag in _MERGES and child.get(VAL, "continue") == "continue":
                return True
    return False


_MERGES = (W + "vMerge", W + "hMerge", W + "cellDel")


def dropped_branches(alternative: Any) -> list[Any]:
    """The branches of alternative content that are not read: all but the first that shows something."""
    branches = list(alternative)
    kept = next((branch for branch in branches if next(branch.iter(*_SHOWN), None) is not None), None)
    return [branch for branch in branches if branch is not kept]
