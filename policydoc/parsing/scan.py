"""scan: one pass over the text finds brackets, quotations, book marks and sentence ends. Everything later reads this.

GB/T 15834-2011 (标点符号用法): a sentence ends at 。！？ outside of all of them. Widths may be mixed (`(…）`), what is never closed
costs nothing, and nothing reaches over the end of its row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

import attrs

from policydoc.source import Span

ROUND, SQUARE, TORTOISE, LENTICULAR, BOOK, ANGLE, DOUBLE, SINGLE, CORNER, ASCII = range(10)
BRACKETS = frozenset((ROUND, SQUARE, TORTOISE, LENTICULAR))
"""The kinds that a responsibility clause stands in."""
QUOTES = frozenset((DOUBLE, SINGLE, CORNER, ASCII))

_OPEN = dict(zip("（(［[〔﹝【《«〈﹤“‘「『", (0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8, 8), strict=True))
_CLOSE = dict(zip("）)］]〕﹞】》»〉﹥”’」』", (0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8, 8), strict=True))
_CODE = (
    {c: k + 1 for c, k in _OPEN.items()} | {c: -k - 1 for c, k in _CLOSE.items()} | dict.fromkeys("。！？", 0) | {"&": 20, '"': 21}
)
"""What an event is: an opening mark of kind n is n + 1, a closing one -n - 1, a sentence end 0."""
DEEPEST = 64
"""So many marks may be open at once; no notice nests as deep, and what stands further out counts as never closed."""
_EVENT = re.compile("[" + re.escape("".join(_CODE)) + "]")
_ENTITIES = ("&quot;", "&ldquo;", "&rdquo;")
_BEHIND = re.compile(r"(?:(?:[ \u3000\xa0]*&(?:nbsp|ensp|emsp);)+[ \u3000\xa0]*)?\*{0,2}")
_GOES_ON = frozenset("，、；：等的,;:")
_STRAY = frozenset("”’」』》）)〕】]")

Pair = tuple[int, int, int]
"""Offsets of the opening and of the closing mark, and the kind."""


@attrs.define
class Scan:
    """What the scan found, everything in document order."""

    outer: list[Pair]
    """Pairs that stand in no other pair."""
    inner: list[Pair]
    """Pairs inside of others, in the order of their closing marks."""
    ends: list[int]
    """Offsets behind the ends of sentences, closing quotations and brackets right behind the mark included."""
    unclosed: list[int]
    unopened: list[int]
    openings: list[int] = attrs.field(factory=list)
    """Of the outer pairs, made when they are first asked for."""

    def inside(self, offset: int) -> Pair | None:
        """The outer pair around an offset."""
        if len(self.openings) != len(self.outer):
            self.openings = [opened for opened, _, _ in self.outer]
        at = bisect_right(self.openings, offset) - 1
        return self.outer[at] if at >= 0 and self.outer[at][0] < offset <= self.outer[at][1] else None


def scan(text: str, rows: Iterable[Span]) -> Scan:
    """Find pairs and sentence ends, row by row."""
    found = Scan([], [], [], [], [])
    for start, end in rows:
        _scan_row(text, start, end, found)
    return found


def _scan_row(text: str, start: int, end: int, found: Scan) -> None:
    kinds: list[int] = []
    places: list[int] = []
    outer: list[Pair] = []
    marks: list[int] = []
    for event in _EVENT.finditer(text, start, end):
        at = event.start()
        code = _CODE[text[at]]
        if code == 0:
            if marks and marks[-1] == at:
                marks[-1] = at + 1
            else:
                marks.append(at + 1)
            continue
        if code >= 20:
            if code == 20:  # an entity closes a quotation in appearance only: sentences go on as if it were closed
                if kinds and kinds[-1] == DOUBLE + 1 and text.startswith(_ENTITIES, at):
                    kinds.pop()
                    places.pop()
                continue
            ascii_closes = ASCII + 1 in kinds
            code = -DOUBLE - 1 if kinds and kinds[-1] == DOUBLE + 1 else -ASCII - 1 if ascii_closes else ASCII + 1
        if code > 0:
            kinds.append(code)
            places.append(at)
            if len(kinds) > DEEPEST:
                found.unclosed.append(places.pop(0))
                kinds.pop(0)
        elif kinds and (kinds[-1] == -code or -code in kinds):
            while kinds.pop() != -code:
                found.unclosed.append(places.pop())
            opened = places.pop()
            while outer and outer[-1][0] > opened:
                found.inner.append(outer.pop())
            outer.append((opened, at, -code - 1))
        else:
            if marks and marks[-1] == at and text[at] in _STRAY:
                marks[-1] = at + 1
            found.unopened.append(at)
    found.unclosed.extend(places)
    found.outer.extend(outer)
    if marks:
        _settle_ends(text, marks, outer, end, found.ends)


def _settle_ends(text: str, marks: list[int], outer: list[Pair], row_end: int, ends: list[int]) -> None:
    """Keep the marks outside of all pairs; a mark right before a closing quotation ends the sentence behind the quotation."""
    which, count = 0, len(outer)
    for mark in marks:
        while which < count and outer[which][1] < mark:
            which += 1
        if which == count or outer[which][0] >= mark:
            if mark < row_end and text[mark] in "&* \u3000\xa0":  # entities and emphasis behind the mark belong to the sentence
                mark = _BEHIND.match(text, mark, row_end).end()  # type: ignore[union-attr]
            ends.append(mark)
            continue
        closing, kind = outer[which][1], outer[which][2]
        while mark < closing and text[mark] in _STRAY:
            mark += 1
        if mark == closing and kind in QUOTES and (closing + 1 >= row_end or text[closing + 1] not in _GOES_ON):
            ends.append(closing + 1)
