"""The tables of a docx while they are read: which cells they have, and where each stands in the text."""

from __future__ import annotations

import attrs

from policydoc.readers.docx_flow import Flow
from policydoc.source import Grid, Source, Span


@attrs.define(eq=False)
class _Table:
    """An open table: its rows and the start of the cell at hand. One that only lays out lines has no rows."""

    rows: list[list[Span]] | None
    place: str
    """The place around it, for anchors."""
    cell: int | None = None


class Tables:
    """The tables that are open, inside one another, and the grids of those that are done."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.open: list[_Table] = []
        self.grids: list[Grid] = []
        self._frames = 0

    def begin(self, frame: bool, place: str) -> str:
        """Open a table, with a grid unless it is a frame or stands in a cell of one that has a grid; the place in it, for anchors."""
        inside = self.inside()
        self.open.append(_Table(None if frame or inside else [], place))
        self._frames += frame and not inside
        return f"{place}frame {self._frames}, " if frame and not inside else place

    def row(self) -> None:
        """Open a row of the innermost table."""
        self._flow.end_line()
        if self.open and self.open[-1].rows is not None:
            self.open[-1].rows.append([])

    def cell(self) -> str | None:
        """Open a cell; its place for anchors, None where it is no cell of a grid."""
        table = self.open[-1] if self.open else None
        if not table or not table.rows:
            return None
        table.cell = self._flow.open_cell()
        return f"{table.place}table {len(self.grids) + 1} row {len(table.rows)} cell {len(table.rows[-1]) + 1}, "

    def end_cell(self) -> None:
        """Close the cell at hand, if one is open."""
        table = self.open[-1] if self.open else None
        if table and table.rows and table.cell is not None:
            table.rows[-1].append((table.cell, self._flow.length))
            table.cell = None
            self._flow.gap = "\t"

    def stray(self, span: Span) -> None:
        """A line was written; in a damaged table it may stand between the cells, and becomes a row."""
        if self.open and self.open[-1].rows is not None and self.open[-1].cell is None:
            self.open[-1].rows.append([span])

    def splice(self, source: Source, start: int) -> None:
        """Take over the tables of a document that was put into the text; in a cell they are text of the cell."""
        if self.open:
            self.stray((start, start + len(source.text)))
        if self.inside():
            return
        for grid in source.grids:
            rows = tuple(tuple((a + start, b + start) for a, b in row) for row in grid.rows)
            self.grids.append(Grid((grid.span[0] + start, grid.span[1] + start), rows))

    def inside(self) -> bool:
        """Whether a table is open that has a grid."""
        return any(table.rows is not None for table in self.open)

    def end(self) -> str:
        """Close the innermost table; the place around it."""
        table = self.open.pop()
        rows = tuple(tuple(row) for row in table.rows or () if row)
        if rows:
            self.grids.append(Grid((rows[0][0][0], self._flow.length), rows))
        self._flow.end_line()
        return table.place
