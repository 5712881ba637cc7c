"""The ruled lines of a page, and the cells that they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf

import attrs

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

MAX_RULES = 4000
"""A page with more lines than that holds a drawing, no table."""


@attrs.define
class Rules:
    """Horizontal and vertical lines of a page: `(place, from, to)` each."""

    horizontal: list[tuple[float, float, float]] = attrs.field(factory=list)
    vertical: list[tuple[float, float, float]] = attrs.field(factory=list)

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a line, or the thin rectangle that is drawn for one; others are passed over."""
        width, height = abs(x1 - x0), abs(y1 - y0)
        if width <= 3 and height > 5:
            self.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif height <= 3 and width > 5:
            self.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))

    def merge(self) -> None:
        """Make one line of pieces that follow each other: files draw them cell by cell."""
        self.horizontal, self.vertical = _merged(self.horizontal), _merged(self.vertical)

    def cell_at(self, x: float, y: float) -> Box | None:
        """The box that the nearest lines around a point make, None where one side is open."""
        left, right = _nearest(self.vertical, x, y)
        top, bottom = _nearest(self.horizontal, y, x)
        if left is None or right is None or top is None or bottom is None:
            return None
        return left, top, right, bottom

    def between(self, x0: float, x1: float, y: float) -> bool:
        """Whether a vertical line stands between two places on a level."""
        for at in range(bisect_left(self.vertical, (x0 - 1,)), len(self.vertical)):
            place, start, end = self.vertical[at]
            if place > x1 + 1:
                return False
            if start <= y <= end:
                return True
        return False


def _nearest(lines: list[tuple[float, float, float]], at: float, across: float) -> tuple[float | None, float | None]:
    """The places of the lines on both sides of `at` that reach over `across`. The lines are sorted."""
    behind = bisect_right(lines, (at, inf, inf))
    before = behind - 1
    while before >= 0 and not lines[before][1] - 2 <= across <= lines[before][2] + 2:
        before -= 1
    while behind < len(lines) and not lines[behind][1] - 2 <= across <= lines[behind][2] + 2:
        behind += 1
    return lines[before][0] if before >= 0 else None, lines[behind][0] if behind < len(lines) else None


def _merged(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    out: list[tuple[float, float, float]] = []
    for place, start, end in sorted((float(round(place)), start, end) for place, start, end in lines):
        if out and out[-1][0] == place and start <= out[-1][2] + 3:
            out[-1] = (place, out[-1][1], max(end, out[-1][2]))
        else:
            out.append((place, start, end))
    return out
