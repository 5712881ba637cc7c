"""The ruled lines of a pdf's page, from its path objects."""

from __future__ import annotations

import ctypes
from typing import Any

from policydoc.readers.page_rules import MAX_RULES, Rules

MAX_OBJECTS = 20_000


def rules_of(page: Any, page_top: float) -> Rules:
    """The horizontal and vertical lines of a page, y from its top. Empty where the page holds a drawing."""
    import pypdfium2.raw as raw

    rules = Rules()
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > MAX_OBJECTS:
        return rules
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(count):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            continue
        left, bottom, right, top = (side.value for side in sides)
        if right - left <= 3 or top - bottom <= 3:
            rules.add(left, page_top - top, right, page_top - bottom)
        else:
            _add_segments(raw, item, page_top, rules)
        if len(rules.horizontal) + len(rules.vertical) > MAX_RULES:
            return Rules()
    rules.merge()
    return rules


def _add_segments(raw: Any, item: Any, page_top: float, rules: Rules) -> None:
    """The straight segments of a path that draws several lines."""
    count = raw.FPDFPath_CountSegments(item)
    if count > MAX_RULES:
        return
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    last = begin = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            page_top - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            rules.add(*last, *point)
        if raw.FPDFPathSegment_GetClose(segment) and begin is not None:
            rules.add(*point, *begin)
        last = point
