"""Pages as rows of text at their places. All lengths are points, y grows downwards from the top of the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter

import attrs

from policydoc.readers.page_rules import Box, Rules


@attrs.define(eq=False)
class Row:
    """Text that stands on one line of a page, without a gap as wide as between columns."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    """Width of a full character."""
    bold: bool = False
    confidence: float | None = None
    """Of a row that was recognised from an image, 0 to 1."""
    cell: Box | None = None
    """The ruled cell that the row stands in."""

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@attrs.define(eq=False)
class Page:
    """A page and its rows, in the order of the file or of reading."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    rows: list[Row]
    rules: Rules | None = None
    """The ruled lines, where the page may hold a table."""

    def find_cells(self) -> None:
        """Tell the rows their cells. A cell that holds most of the page's rows is a frame around it, and none."""
        if self.rules is None or not self.rules.vertical or not self.rules.horizontal:
            return
        self.rules.clear_edges(self.width, self.height)
        cell: Box | None = None
        for row in self.rows:
            x, y = (row.x0 + row.x1) / 2, (row.top + row.bottom) / 2
            # Most rows stand in the cell of the row before.
            if cell is None or not (cell[0] < x < cell[2] and cell[1] < y < cell[3]):
                cell = self.rules.cell_at(x, y)
            row.cell = cell
        # A cell that stands beside another stands beside the next one from above too.
        cells = sorted({row.cell for row in self.rows if row.cell}, key=itemgetter(1, 0))
        if not any(b[1] < a[3] and (a[2] <= b[0] + 2 or b[2] <= a[0] + 2) for a, b in pairwise(cells)):
            for row in self.rows:
                row.cell = None


def may_hold_table(rows: Sequence[Row], height: float) -> bool:
    """Whether rows of a page stand beside each other, or go back up as those of cells do; files may begin with the foot."""
    pairs = pairwise(rows)
    return any(beside(a, b) or (b.bottom < a.top - 0.5 * a.em and a.top < 0.86 * height) for a, b in pairs)


def merge_levels(rows: Sequence[Row], gap: float) -> list[Row]:
    """Rows that follow each other on one level with less than `gap` characters between them as one."""
    out = list(rows[:1])
    for row in rows[1:]:
        last = out[-1]
        if -0.5 * row.em < row.x0 - last.x1 < gap * row.em and beside(last, row) and last.cell == row.cell:
            em, top, bottom = max(last.em, row.em), min(last.top, row.top), max(last.bottom, row.bottom)
            row = Row(last.text + row.text, last.x0, row.x1, top, bottom, em, last.bold and row.bold, cell=last.cell)
            out.pop()
        out.append(row)
    return out


def beside(a: Row, b: Row) -> bool:
    """Whether two rows stand on one level without touching."""
    if a.x1 > b.x0 + 0.5 and b.x1 > a.x0 + 0.5:
        return False
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def top_down(rows: Sequence[Row]) -> list[Row]:
    """Rows by lines from the top, within a line from the left: for files whose own order says nothing."""
    if len(rows) < 2:
        return list(rows)
    out: list[Row] = []
    level: list[Row] = []
    for row in sorted(rows, key=lambda r: (r.top + r.bottom) / 2):
        if level and (row.top + row.bottom) / 2 > level[0].bottom - 0.2 * (level[0].bottom - level[0].top):
            out += sorted(level, key=attrgetter("x0"))
            level = []
        level.append(row)
    return out + sorted(level, key=attrgetter("x0"))


def columns(rows: Sequence[Row], left: float, right: float) -> list[tuple[int, list[Row]]]:
    """Rows of a page in the stretches that are read one after the other, each with its side: -1 and 1 the columns, 0 over both.

    A page without columns is one stretch, its side -1 where all of it stands in the left half.
    """
    half = (left + right) / 2
    gutter = 0.04 * (right - left)
    beyond = [row for row in rows if row.x0 >= half - gutter]
    if len(beyond) < 6:
        return [(0 if beyond or any(row.x1 > half + gutter for row in rows) else -1, list(rows))]
    sides = [-1 if row.x1 <= half + gutter else 1 if row.x0 >= half - gutter else 0 for row in rows]
    long = 0.32 * (right - left)
    filled = [sum(1 for row, s in zip(rows, sides, strict=True) if s == side and row.width > long) for side in (-1, 1)]
    # Cells of a table without lines change sides with each row.
    changes = sum(1 for a, b in pairwise(sides) if a * b < 0)
    few = sum(filled) < (0.6 if changes > 4 else 0.25) * len(rows)
    if min(filled) < 6 or sides.count(0) > 0.3 * len(rows) or few:
        return [(0, list(rows))]
    out: list[tuple[int, list[Row]]] = [(0, [])]
    band: dict[int, list[Row]] = {-1: [], 1: []}
    for side, row in zip(sides, rows, strict=True):
        if side:
            band[side].append(row)
            continue
        if band[-1] or band[1]:
            out += [(-1, band[-1]), (1, band[1]), (0, [])]
            band = {-1: [], 1: []}
        out[-1][1].append(row)
    return [stretch for stretch in (*out, (-1, band[-1]), (1, band[1])) if stretch[1]]
