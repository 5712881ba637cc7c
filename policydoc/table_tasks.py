"""The tasks in the tables of a division of work (任务分工表): a row a task, its offices by the heads of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from policydoc.document import Document
from policydoc.source import WHITE
from policydoc.tasks import Inside, Task, label_of, one_line, placed
from policydoc.tree import Cell, Row, Table

_HEADS = 3
"""The heads of the columns stand in one of the first rows."""
_TASK = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:任务|措施|举措|事项|内容|要求|项目|目标|指标|工作))(?:名称|内容|分解|清单)?")
_UNTIL = re.compile(r"(?:完成|办结|落实|推进|整改|工作|计划)?(?:时限|时间|期限|进度|时间节点)(?:要求|安排|节点)?")


@attrs.frozen
class _Columns:
    """What the columns of a table hold: roles by column, the columns of tasks and of the date."""

    roles: dict[int, str]
    tasks: tuple[int, ...]
    until: int | None
    count: int


def table_tasks(doc: Document) -> Iterator[Task]:
    """The tasks in tables whose heads name a task and who is responsible (重点任务, 牵头单位, 责任单位, 完成时限), in the order of the text.

    A row counts where it has as many cells as the heads: one that goes on with merged cells of the row above is left out. `clause` is the id of
    the row. Deadlines and targets need the annotations of the document.
    """
    from policydoc.annotators.agencies import resolve, setting_of
    from policydoc.annotators.agency_names import read_name
    from policydoc.parsing.assignments import read_clause

    deadlines, targets, setting = Inside(doc, "deadline"), Inside(doc, "target"), None
    for divisions, table in placed(doc.root, Table):
        rows = [row for row in table.children if isinstance(row, Row)]
        found = next(((at, columns) for at, row in enumerate(rows[:_HEADS]) if (columns := _columns(row))), None)
        if found is None:
            continue
        setting = setting or setting_of(doc)
        columns = found[1]
        path, labels = tuple(d.id for d in divisions), tuple(label_of(d) for d in divisions)
        for row in rows[found[0] + 1 :]:
            cells = [cell for cell in row.children if isinstance(cell, Cell)]
            named = [cells[i] for i in columns.tasks if i < len(cells) and cells[i].text.strip(WHITE)]
            if len(cells) != columns.count or not named:
                continue
            task = named[-1]
            until = cells[columns.until] if columns.until is not None and cells[columns.until].text.strip(WHITE) else None
            dated = deadlines.within(until.span) if until else ()
            for column, role in columns.roles.items():
                reading = read_clause(doc.text, *cells[column].span)
                for group in reading.groups if reading else ():
                    own = role if reading and reading.family == "list" else group.role
                    for start, end in group.names:
                        name = doc.text[start:end]
                        value = resolve(read_name(name), setting)
                        yield Task(
                            path,
                            (*labels, *(one_line(cell.text) for cell in named[:-1])),
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


def _columns(row: Row) -> _Columns | None:
    """The columns that the heads in a row name, None where these are no heads of a division of work."""
    from policydoc.parsing.actors import LABEL, role_of

    heads = ["".join(cell.text.split()) for cell in row.children if isinstance(cell, Cell)]
    roles = {i: role_of(head, "responsible") for i, head in enumerate(heads) if LABEL.fullmatch(head + "：")}
    tasks = tuple(i for i, head in enumerate(heads) if i not in roles and _TASK.fullmatch(head))
    until = next((i for i, head in enumerate(heads) if _UNTIL.fullmatch(head)), None)
    return _Columns(roles, tasks, until, len(heads)) if roles and tasks else None
