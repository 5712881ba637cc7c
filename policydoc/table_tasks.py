"""The tasks in the tables of a division of work (任务分工表): a row a task, its offices by the heads of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from policydoc.document import Document
from policydoc.source import WHITE
from policydoc.tasks import Inside, Task, label_of, one_line, placed
from policydoc.tree import Cell, Row, Table

if TYPE_CHECKING:
    from policydoc.parsing.assignments import Reading

_HEADS = 3
"""The heads of the columns stand in one of the first rows."""
_TASK = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:任务|措施|举措|事项|内容|要求|项目|目标|指标|工作))(?:名称|内容|分解|清单)?")
"""How the head of a column of tasks reads."""
_UNTIL = re.compile(r"(?:完成|办结|落实|推进|整改|工作|计划)?(?:时限|时间|期限|进度|时间节点)(?:要求|安排|节点)?")
"""How the head of the column of dates reads."""


@attrs.frozen
class _Columns:
    """What the columns of a table hold: roles by column, the columns of tasks and of the date."""

    roles: dict[int, str]
    tasks: tuple[int, ...]
    until: int | None
    count: int


def table_tasks(doc: Document) -> Iterator[Task]:
    """The tasks in tables whose heads name a task and who is responsible (重点任务, 牵头单位, 责任单位, 完成时限), in the order of the text.

    A row with fewer cells goes on with the first ones of the row above (a task merged over its measures), if offices stand then in the columns
    of offices; a row of one cell is a heading. `clause` is the id of the row. Deadlines and targets need the annotations of the document.
    """
    from policydoc.annotators.agencies import resolve, setting_of
    from policydoc.annotators.agency_names import read_name

    deadlines, targets, setting = Inside(doc, "deadline"), Inside(doc, "target"), None
    for divisions, table in placed(doc.root, Table):
        path, labels = tuple(d.id for d in divisions), tuple(label_of(d) for d in divisions)
        for row in _entries(table, doc.text):
            setting = setting or setting_of(doc)
            task, until = row.tasks[-1], row.until
            dated = deadlines.within(until.span) if until else ()
            for role, reading in row.offices:
                for group in reading.groups:
                    own = role if reading.family == "list" else group.role
                    for start, end in group.names:
                        name = doc.text[start:end]
                        value = resolve(read_name(name), setting)
                        yield Task(
                            path,
                            (*labels, *row.section, *(one_line(cell.text) for cell in row.tasks[:-1])),
                            row.id,
                            one_line(task.text),
                            task.span,
                            own,
                            own == "lead",
                            name,
                            (start, end),
                            value.get("name") or name,
                            value.get("full_name"),
                            group.open,
                            one_line(until.text) if until else None,
                            dated[-1].value.get("date") if dated else None,
                            targets.within(task.span),
                        )


@attrs.frozen
class _Entry:
    """A row that divides work: the heading above it, its tasks from the wide to the narrow, who, and until when."""

    id: str
    section: tuple[str, ...]
    tasks: tuple[Cell, ...]
    offices: tuple[tuple[str, Reading], ...]
    until: Cell | None


def _entries(table: Table, text: str) -> Iterator[_Entry]:
    """The rows below the heads of a table that divides work."""
    from policydoc.parsing.assignments import read_clause

    rows = [row for row in table.children if isinstance(row, Row)]
    head, columns = next(((at, found) for at, row in enumerate(rows[:_HEADS]) if (found := _columns(row))), (0, None))
    if columns is None:
        return
    section: tuple[str, ...] = ()
    above: list[Cell] = []
    for row in rows[head + 1 :]:
        cells = [cell for cell in row.children if isinstance(cell, Cell)]
        if len(cells) == 1:
            section = (one_line(cells[0].text),)
            continue
        missing = columns.count - len(cells)
        cells = above[:missing] + cells if missing > 0 else cells
        if len(cells) != columns.count:
            continue
        read = {i: read_clause(text, *cells[i].span) for i in columns.roles}
        if missing and not all(_offices(reading, cells[i]) for i, reading in read.items()):
            continue
        above = cells
        tasks = tuple(cells[i] for i in columns.tasks if cells[i].text.strip(WHITE))
        until = cells[columns.until] if columns.until is not None and cells[columns.until].text.strip(WHITE) else None
        if tasks:
            yield _Entry(row.id, section, tasks, tuple((columns.roles[i], r) for i, r in read.items() if r), until)


def _offices(reading: Reading | None, cell: Cell) -> bool:
    """Whether a cell holds offices, or says that there are none."""
    if reading is None or not reading.groups:
        return len(cell.text.strip(WHITE)) <= 1
    return reading.plausible


def _columns(row: Row) -> _Columns | None:
    """The columns that the heads in a row name, None where these are no heads of a division of work."""
    from policydoc.parsing.actors import LABEL, role_of

    heads = ["".join(cell.text.split()) for cell in row.children if isinstance(cell, Cell)]
    roles = {i: role_of(head, "responsible") for i, head in enumerate(heads) if LABEL.fullmatch(head + "：")}
    tasks = tuple(i for i, head in enumerate(heads) if i not in roles and _TASK.fullmatch(head))
    until = next((i for i, head in enumerate(heads) if _UNTIL.fullmatch(head)), None)
    return _Columns(roles, tasks, until, len(heads)) if roles and tasks else None
