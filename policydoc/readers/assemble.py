"""Lines to `Source`: the one place where the readers of html, pdf, ofd, doc and images write their text.

A reader makes a list of `Line`s in reading order; `assemble` joins them, counts the offsets and fills hints, tables, roles and
the record of what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from policydoc.source import Grid, Hint, Source, Span


@attrs.define
class Line:
    """One line of the text that a reader is about to write: a paragraph of the file, or one paragraph of a table's cell."""

    text: str
    style: str | None = None
    bold: bool = False
    centred: bool = False
    indent: float | None = None
    size: float | None = None
    label: int = 0
    """Characters at the start of `text` that the reader wrote itself (an automatic number)."""
    anchor: str | None = None
    role: str | None = None
    cell: tuple[int, int, int] | None = None
    """`(table, row, column)`, counted from 0. Rows stand on lines of their own, cells are set apart by a tab."""
    removed: str | None = None
    """What the line was (`page number`, `navigation`, …), where it must not enter the text."""


def assemble(lines: Iterable[Line], reader: str) -> Source:
    """The `Source` of the lines, in their order. A table of one row or one column is a frame: its cells become plain lines."""
    lines = list(lines)
    frames = _frames(lines)
    parts: list[str] = []
    hints: list[Hint] = []
    roles: list[tuple[str, Span]] = []
    removed: list[tuple[int, str, str]] = []
    cells: dict[int, dict[int, dict[int, Span]]] = {}
    at = 0
    last: tuple[dict[int, Span] | None, int | None] = (None, None)
    for line in lines:
        text, cell = line.text, line.cell
        if line.removed is not None:
            removed.append((at, line.removed, text))
            continue
        if cell is not None and cell[0] in frames:
            if not text:
                continue
            cell = None
        row = cells.setdefault(cell[0], {}).setdefault(cell[1], {}) if cell else None
        column = cell[2] if cell else None
        if parts:
            parts.append("\t" if row is not None and row is last[0] and column != last[1] else "\n")
            at += 1
        last = row, column
        parts.append(text)
        span = (at, at + len(text))
        at = span[1]
        if text and (line.anchor or _told(line)):
            label = (span[0], span[0] + line.label) if line.label else None
            hints.append(Hint(span, line.style, line.bold, line.centred, line.indent, line.size, label, line.anchor))
        if line.role is not None:
            roles.append((line.role, span))
        if row is not None and column is not None:
            row[column] = (row[column][0], at) if column in row else span
    return Source(
        "".join(parts),
        reader=reader,
        hints=tuple(hints),
        grids=_grids(cells),
        roles=tuple(roles),
        removed=tuple(removed),
    )


def _frames(lines: Iterable[Line]) -> set[int]:
    """The tables of one row or one column. 附件1 and the title of an annex, set as a table's first row, come to stand above it."""
    tables: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None and line.removed is None:
            tables.setdefault(line.cell[0], []).append(line)
    frames = set()
    for table, held in tables.items():
        first = held[0].cell
        if _ANNEX.match(held[0].text):
            row = [line for line in held if line.cell and first and line.cell[1] == first[1]]
            for line in row if all(line.cell == first for line in row) else ():
                line.cell = None
        cells = [line.cell for line in held if line.cell]
        if len({row for _, row, _ in cells}) < 2 or len({column for _, _, column in cells}) < 2:
            frames.add(table)
    return frames


_ANNEX = re.compile(r"\s*附\s*件\s*\d{0,2}\s*[：:]?\s*$")


def _told(line: Line) -> bool:
    """Whether the reader knows more of a line than its text and place."""
    return bool(line.style or line.bold or line.centred or line.label) or line.indent is not None or line.size is not None


def _grids(cells: dict[int, dict[int, dict[int, Span]]]) -> tuple[Grid, ...]:
    grids = []
    for rows in cells.values():
        spans = tuple(tuple(row.values()) for row in rows.values())
        grids.append(Grid((spans[0][0][0], spans[-1][-1][1]), spans))
    return tuple(grids)


def drop(lines: Sequence[Line], what: str) -> Line:
    """One record for lines that are left out together."""
    return Line("\n".join(line.text for line in lines), removed=what)
