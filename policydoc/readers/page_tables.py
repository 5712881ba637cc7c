"""Tables of a page without their rulings: rows that stand beside each other, gathered to cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import inf
from operator import itemgetter

import attrs

from policydoc.readers.page import Page, Row, beside, top_down
from policydoc.readers.page_rules import Box, Rules

_DIVISION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十百]{1,5}[编章节条]")
_LEADERS = re.compile(r"[.．…·]{3}\s*[（(—-]?\s*(?:\d{1,4}|[ivxIVXⅠ-Ⅻ]{1,6})\s*[）)—-]?\s*$")


@attrs.define
class Cell:
    """One cell and the rows of text in it."""

    rows: list[Row]
    box: Box | None = None
    """Of a ruled cell."""

    @property
    def text(self) -> str:
        """The rows joined; a row that left room for the next one's start ends a paragraph."""
        if len(self.rows) < 2:
            return self.rows[0].text if self.rows else ""
        right = max(row.x1 for row in self.rows)
        parts: list[str] = []
        for index, row in enumerate(self.rows):
            parts.append(row.text)
            behind = self.rows[index + 1 : index + 2]
            if behind and row.x1 + 1.6 * row.em < right and not beside(row, behind[0]):
                parts.append("\n")
        return "".join(parts)


@attrs.define
class Block:
    """A stretch of a page: rows of running text, or the cells of a table by its rows."""

    rows: list[Row] = attrs.field(factory=list)
    cells: list[list[Cell]] = attrs.field(factory=list)


def split_tables(page: Page, rows: Sequence[Row]) -> Iterator[Block]:
    """The blocks of a page in reading order. Rows come in the order of the file, which follows the cells."""
    for ruled, group in groupby(rows, lambda row: row.cell is not None):
        if ruled and page.rules is not None:
            yield Block(cells=_ruled_grid(group, page.rules))
        else:
            yield from _unruled(list(group))


def _ruled_grid(rows: Iterable[Row], rules: Rules) -> list[list[Cell]]:
    """The cells of a table by its lines, the empty ones too."""
    held: dict[Box, list[Row]] = {}
    for row in rows:
        if row.cell:
            held.setdefault(row.cell, []).append(row)
    lefts = {cell[0] for cell in held}
    lines: list[list[Box]] = []
    above = -inf
    for cell in sorted(held, key=itemgetter(1, 0)):
        if cell[1] > above + 2:
            above = cell[1]
            lines.append([])
        lines[-1].append(cell)
    for line in lines:
        middle = min([(cell[1] + cell[3]) / 2 for cell in line])
        for left in sorted(lefts.difference([cell[0] for cell in line])):
            empty = rules.cell_at(left + 3, middle)
            if empty and empty not in held:
                held[empty] = []
                line.append(empty)
    return [[Cell(top_down(held[cell]), cell) for cell in sorted(line)] for line in lines]


def _unruled(rows: Sequence[Row]) -> Iterator[Block]:
    for tabular, group in groupby(zip(_tabular(rows), rows, strict=True), itemgetter(0)):
        stretch = [row for _, row in group]
        if not tabular:
            yield Block(rows=stretch)
            continue
        cells = _grid(stretch)
        if len(cells) < 2 or max(map(len, cells)) < 2 or _is_contents(cells):
            yield Block(rows=[_one_row(line) for line in _lines(stretch)])
        else:
            yield Block(cells=cells)


def _tabular(rows: Sequence[Row]) -> list[bool]:
    """Which rows belong to a table: those with a neighbour on their level, and short ones in line with these."""
    found = [False] * len(rows)
    for index in range(1, len(rows)):
        a, b = rows[index - 1], rows[index]
        if beside(a, b) or (b.top < a.top - 0.5 * a.em and b.x0 > a.x1):
            found[index - 1] = found[index] = True
    starts: list[float] = []
    inside = False
    for index, row in enumerate(rows):
        if found[index]:
            starts.append(row.x0)
            inside = True
        elif (
            inside
            and any(abs(row.x0 - x) < 0.5 * row.em for x in starts[-12:])
            and row.width < 14 * row.em
            and not _DIVISION.match(row.text)
        ):
            found[index] = True
        else:
            inside = False
            starts = []
    return found


def _grid(rows: Sequence[Row]) -> list[list[Cell]]:
    lines: list[list[Cell]] = [[Cell([rows[0]])]]
    for row in rows[1:]:
        cell = lines[-1][-1]
        last = cell.rows[-1]
        below = 0 <= row.top - last.top < 2.2 * max(row.em, last.em) and not beside(last, row)
        overlaps = min(row.x1, max(r.x1 for r in cell.rows)) - max(row.x0, min(r.x0 for r in cell.rows)) > 0
        if below and overlaps and len(lines[-1]) > 1:
            cell.rows.append(row)
        elif row.x0 >= max(r.x1 for r in cell.rows) - 0.5 * row.em:
            lines[-1].append(Cell([row]))
        else:
            lines.append([Cell([row])])
    return lines


def _is_contents(cells: Sequence[Sequence[Cell]]) -> bool:
    """Whether a grid is a table of contents: titles, and numbers of pages at the right."""
    return all(is_entry(line[-1].text) or (len(line) == 2 and line[1].text.strip().isdigit()) for line in cells)


def is_entry(text: str) -> bool:
    """Whether a row is one of a table of contents: dots lead to the number of a page.

    >>> is_entry("一、总体要求………………3")
    True
    """
    return _LEADERS.search(text[-24:]) is not None


def _lines(rows: Sequence[Row]) -> Iterator[list[Row]]:
    line = [rows[0]]
    for row in rows[1:]:
        if beside(line[-1], row) and row.x0 >= line[-1].x1:
            line.append(row)
        else:
            yield line
            line = [row]
    yield line


def _one_row(line: Sequence[Row]) -> Row:
    """Rows on one level as one, set apart by blanks."""
    first = line[0]
    return attrs.evolve(
        first,
        text="　　".join(row.text for row in line),
        x1=line[-1].x1,
        top=min(row.top for row in line),
        bottom=max(row.bottom for row in line),
    )
