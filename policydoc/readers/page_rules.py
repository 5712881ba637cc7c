"""The ruled lines of a page, and the cells that they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf

import attrs

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_Rule = tuple[float, float, float]
"""Place, from, to."""

MAX_RULES = 4000
"""A page with more lines than that holds a drawing, no table."""


@attrs.define
class Rules:
    """Horizontal and vertical lines of a page."""

    horizontal: list[_Rule] = attrs.field(factory=list)
    vertical: list[_Rule] = attrs.field(factory=list)

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

    def clear_edges(self, width: float, height: float) -> None:
        """Leave out the edges of the page, which some files draw: no cell ends there."""
        self.horizontal = [line for line in self.horizontal if 3 < line[0] < height - 3]
        self.vertical = [line for line in self.vertical if 3 < line[0] < width - 3]

    def cell_at(self, x: float, y: float) -> Box | None:
        """The box that the nearest lines around a point make, None where one side is open.

        A table that a page break cuts may be open at the break: there a cell ends where the lines at its sides do.
        """
        left, right = _nearest(self.vertical, x, y)
        top, bottom = _nearest(self.horizontal, y, x)
        if left is None or right is None or (top is None and bottom is None):
            return None
        above = top[0] if top else max(left[1], right[1])
        below = bottom[0] if bottom else min(left[2], right[2])
        inside = (top or above + 3 < y) and (bottom or y < below - 3)
        return (left[0], above, right[0], below) if inside else None

    def between(self, x0: float, x1: float, y: float) -> bool:
        """Whether a vertical line stands between two places on a level."""
        for at in range(bisect_left(self.vertical, (x0 - 1,)), len(self.vertical)):
            place, start, end = self.vertical[at]
            if place > x1 + 1:
                return False
            if start <= y <= end:
                return True
        return False


def _nearest(lines: list[_Rule], at: float, across: float) -> tuple[_Rule | None, _Rule | None]:
    """The lines on both sides of `at` that reach over `across`. The lines are sorted."""
    behind = bisect_right(lines, (at, inf, inf))
    before = behind - 1
    while before >= 0 and not lines[before][1] - 2 <= across <= lines[before][2] + 2:
        before -= 1
    while behind < len(lines) and not lines[behind][1] - 2 <= across <= lines[behind][2] + 2:
        behind += 1
    return lines[before] if before >= 0 else None, lines[behind] if behind < len(lines) else None


def _merged(lines: list[_Rule]) -> list[_Rule]:
    out: list[_Rule] = []
    for place, start, end in sorted((round(place), start, end) for place, start, end in lines):
        if out and out[-1][0] == place and start <= out[-1][2] + 3:
            out[-1] = (place, out[-1][1], max(end, out[-1][2]))
        else:
            out.append((place, start, end))
    return out
