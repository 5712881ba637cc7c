"""The division of work as offices keep it (任务分工表): the rows and columns of its sheets, and CSV.

`policydoc.writers.workbook` makes the workbook of it. Every cell is text or a number: what begins with = + - @ never becomes a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from policydoc.diagnostics import width
from policydoc.source import LineIndex
from policydoc.writers.rows import ROLE_NAMES, Row, indicator, quantity, role_of, rows

if TYPE_CHECKING:
    from policydoc.document import Document

Cells: TypeAlias = tuple[str | int, ...]

COLUMNS: tuple[tuple[str, int], ...] = (
    ("序号", 5),
    ("章", 14),
    ("措施", 22),
    ("工作任务", 48),
    ("牵头单位", 14),
    ("责任单位", 18),
    ("配合单位", 18),
    ("按职责分工负责", 20),
    ("完成时限", 12),
    ("目标", 22),
    ("来源", 16),
)
"""Heads of a sheet and their widths in characters of the default font (a Chinese character takes two)."""

BY_AGENCY: tuple[tuple[str, int], ...] = (
    ("单位", 20),
    ("序号", 5),
    ("职责", 10),
    ("工作任务", 56),
    ("章", 16),
    ("措施", 24),
    ("完成时限", 12),
    ("目标", 22),
    ("文件", 30),
)

MERGED = (1, 2)
"""The columns of a notice's sheet whose equal neighbours are one cell: chapter and measure."""

CELL = 32_767
"""Characters that a cell of a workbook can hold."""

ALL = "按单位汇总"
"""The sheet over all notices."""

_ARMED = set("=+-@＝＋－＠")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@attrs.frozen
class Ledger:
    """The rows of one notice and what its sheet is called."""

    title: str
    name: str
    """Of the file."""
    rows: tuple[Row, ...]
    cells: tuple[Cells, ...]
    """The columns of `COLUMNS`."""


def ledger(doc: Document, name: str | None = None) -> Ledger:
    """The division of work of one document; `name` is the file that the column 来源 tells, by default that of the source.

    >>> import policydoc
    >>> doc = policydoc.parse("一、任务\\n（一）增绿。植树造林。（市林业局牵头，市财政局配合）")
    >>> ledger(doc, "a.txt").cells
    ((1, '一、任务', '（一）增绿', '植树造林。', '市林业局', '', '市财政局', '', '', '', 'a.txt 第2行'),)
    """
    found = tuple(rows(doc))
    lines = LineIndex(doc.text)
    name = name or PurePath((doc.source.uri or "").replace("\\", "/")).name
    title = doc.meta.issued_title or doc.meta.title
    cells = tuple(
        (
            row.number,
            row.chapter,
            row.measure,
            row.text,
            row.agencies("lead"),
            _labelled(row, "responsible", "implement", "guide", "supervise"),
            _labelled(row, "cooperate", "participate"),
            row.agencies("by_duty"),
            "；".join(row.deadlines),
            _targets(doc, row),
            f"{name} 第{lines.position(row.span[0])[0]}行".strip(),
        )
        for row in found
    )
    return Ledger(title.value if title else name or "公文", name, found, cells)


def csv_text(ledgers: Iterable[Ledger]) -> str:
    """One CSV over all notices, a row a task, the notice's title first.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["文件", *(head for head, _ in COLUMNS)])
    for one in ledgers:
        writer.writerows([unarmed(one.title), *map(unarmed, cells)] for cells in one.cells)
    return out.getvalue()


def unarmed(cell: str | int) -> str:
    """A CSV cell that no spreadsheet runs.

    >>> unarmed("=1+1"), unarmed("市财政局"), unarmed(-3)
    ("'=1+1", '市财政局', '-3')
    """
    if isinstance(cell, int):
        return str(cell)
    cell = clean(cell)
    return f"'{cell}" if cell.lstrip(" \t\r\n\u3000\xa0")[:1] in _ARMED else cell


def clean(text: str) -> str:
    """Text that a cell can hold: no control characters, cut with an ellipsis at its longest."""
    text = _CONTROL.sub("", text)
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def by_agency(ledgers: Sequence[Ledger]) -> list[Cells]:
    """The rows of the sheet over all notices: those of one agency together, the busiest first."""
    found: dict[str, list[tuple[str, Cells, str]]] = {}
    for one in ledgers:
        for row, cells in zip(one.rows, one.cells, strict=True):
            for task in row.parts:
                found.setdefault(task.name, []).append((ROLE_NAMES[role_of(task)], cells, one.title))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        (agency, number, role, cells[3], cells[1], cells[2], cells[8], cells[9], title)
        for agency, parts in ordered
        for number, (role, cells, title) in enumerate(parts, 1)
    ]


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A name for each sheet: allowed characters, 31 at most, none twice (whatever the case) and none that of the sheet over all.

    >>> sheet_names(["工作/方案", "工作方案", "", "按单位汇总"])
    ['工作方案', '工作方案 2', '公文', '按单位汇总 2']
    """
    taken = {ALL.casefold(), "history"}
    names = []
    for title in titles:
        stem = _CONTROL.sub("", _FORBIDDEN.sub("", title)).strip("' ")[:31].strip("' ") or "公文"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem[: 31 - len(str(number)) - 1]} {number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def merges(table: Sequence[Cells], columns: Sequence[int]) -> list[tuple[int, int, int]]:
    """`(column, first row, last row)` of equal neighbours; a column merges only inside of what the one before it merges."""
    found = []
    for depth, column in enumerate(columns):
        inside = columns[: depth + 1]
        at = 0
        for key, group in groupby(table, key=lambda row: tuple(row[c] for c in inside)):
            count = sum(1 for _ in group)
            if count > 1 and key[-1] != "":
                found.append((column, at, at + count - 1))
            at += count
    return found


def height(cells: Cells, columns: Sequence[tuple[str, int]], skip: Sequence[int] = ()) -> float:
    """Points that a row needs for its longest cell, wrapped at the width of its column."""
    lines = max(
        sum(max(1, -(-width(line) // max(1, wide - 1))) for line in str(cell).split("\n"))
        for at, (cell, (_, wide)) in enumerate(zip(cells, columns, strict=True))
        if at not in skip
    )
    return min(409.0, 15.0 * lines + 5)


def _labelled(row: Row, *roles: str) -> str:
    """Agencies of several roles: those of the first as they are, those of the others with their role behind them."""
    parts = []
    for role in roles:
        if names := row.agencies(role):
            parts.append(names if role == roles[0] else f"{names}（{ROLE_NAMES[role]}）")
    return "；".join(parts)


def _targets(doc: Document, row: Row) -> str:
    parts: list[Any] = []
    for target in row.targets:
        date = target.value.get("date")
        parts.append(f"{indicator(doc, target)} {quantity(target)}".strip() + (f"（{date}）" if date else ""))
    return "\n".join(parts)
