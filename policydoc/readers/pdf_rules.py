"""The ruled lines of a pdf's page, from its path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import compress, repeat
from typing import Any

from policydoc.readers.page_rules import MAX_RULES, Rules

MAX_OBJECTS = 20_000
_INT, _POINTER = ctypes.c_int, ctypes.c_void_p


@cache
def quick(name: str, *kinds: Any) -> Callable[..., Any]:
    """A function of pdfium without the conversions that its declared types ask for, as some are called a thousand times a page.

    `kinds` are those of the result and of the first arguments. Others pass as what they are: an int as a C int, so an address has to be
    come by `address` or `byref`.
    """
    import pypdfium2.raw as raw

    return ctypes.PYFUNCTYPE(*kinds)(ctypes.cast(getattr(raw, name), _POINTER).value or 0)


def address(pointer: Any) -> Any:
    """A pointer of pdfium as an argument of quick functions."""
    return _POINTER.from_param(ctypes.cast(pointer, _POINTER).value)


def rules_of(page: Any, page_top: float) -> Rules:
    """The horizontal and vertical lines of a page, y from its top. Empty where the page holds a drawing."""
    import pypdfium2.raw as raw

    rules = Rules()
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > MAX_OBJECTS:
        return rules
    object_at, type_of = quick("FPDFPage_GetObject", _POINTER), quick("FPDFPageObj_GetType", _INT, _POINTER)
    bounds_of = quick("FPDFPageObj_GetBounds", _INT, _POINTER)
    sides = (ctypes.c_float * 4)()
    places = [ctypes.byref(sides, 4 * side) for side in range(4)]
    objects = list(map(object_at, repeat(address(page.raw)), range(count)))
    paths = map(raw.FPDF_PAGEOBJ_PATH.__eq__, map(type_of, objects))
    for item in compress(objects, paths):
        if not bounds_of(item, *places):
            continue
        left, bottom, right, top = sides
        if right - left <= 3 or top - bottom <= 3:
            rules.add(left, page_top - top, right, page_top - bottom)
        else:
            _add_segments(item, page_top, rules)
        if len(rules.horizontal) + len(rules.vertical) > MAX_RULES:
            return Rules()
    rules.merge()
    return rules


def _is_stroked(item: int) -> bool:
    modes = (ctypes.c_int * 2)()
    at = ctypes.addressof(modes)
    known = quick("FPDFPath_GetDrawMode", _INT, *[_POINTER] * 3)(item, at, at + ctypes.sizeof(ctypes.c_int))
    return not known or modes[1] != 0


def _add_segments(item: int, page_top: float, rules: Rules) -> None:
    """The straight segments of a path that draws several lines; a rectangle that is only filled is what cells stand on."""
    import pypdfium2.raw as raw

    count = quick("FPDFPath_CountSegments", _INT, _POINTER)(item)
    if count > MAX_RULES or (count <= 5 and not _is_stroked(item)):
        return
    matrix = raw.FS_MATRIX()
    if not quick("FPDFPageObj_GetMatrix", _INT, _POINTER)(item, ctypes.byref(matrix)):
        return
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    segment_at, type_of = quick("FPDFPath_GetPathSegment", _POINTER, _POINTER), quick("FPDFPathSegment_GetType", _INT, _POINTER)
    point_of, closes = quick("FPDFPathSegment_GetPoint", _INT, _POINTER), quick("FPDFPathSegment_GetClose", _INT, _POINTER)
    place = (ctypes.c_float * 2)()
    at_x, at_y = ctypes.byref(place), ctypes.byref(place, 4)
    last = begin = (0.0, 0.0)
    for segment in map(segment_at, repeat(item), range(count)):
        point_of(segment, at_x, at_y)
        x, y = place
        point = (a * x + c * y + e, page_top - (b * x + d * y + f))
        kind = type_of(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            rules.add(*last, *point)
        if closes(segment):
            rules.add(*point, *begin)
        last = point
