"""The rows of a division of work (任务分工): one for each text that responsibility clauses govern, its agencies by what they have to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.document import Annotation
from policydoc.meta_values import one_line
from policydoc.source import Span
from policydoc.tree import Division

if TYPE_CHECKING:
    from policydoc.document import Document
    from policydoc.tasks import Task

ROLE_NAMES: dict[str, str] = {
    "lead": "牵头",
    "cooperate": "配合",
    "participate": "参与",
    "by_duty": "按职责分工",
    "responsible": "负责",
    "implement": "落实",
    "guide": "指导",
    "supervise": "监督",
}
"""The roles of `policydoc.tree.ROLES` in the words of an office."""

COMPARATORS: dict[str, str] = {"=": "", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "~": "约"}


@attrs.frozen
class Row:
    """One task: what a responsibility clause governs (牵头单位：… and 配合单位：… on lines of their own govern the same), and everybody in it."""

    number: int
    chapter: str
    """Label and heading of the outermost division."""
    measure: str
    """Of the divisions inside the chapter, down to the one that holds the clause."""
    text: str
    """What the clause governs, on one line, without the heading of its division."""
    span: Span
    parts: tuple[Task, ...]
    """One task for each agency."""
    deadlines: tuple[str, ...]
    targets: tuple[Annotation, ...]

    def agencies(self, *roles: str) -> str:
        """Names as written, 、 between them, 等 behind an open list; `lead` takes those that lead by a legend."""
        taken = [t for t in self.parts if role_of(t) in roles]
        return "、".join(t.agency for t in taken) + ("等" if taken and taken[-1].open_list else "")


def role_of(task: Task) -> str:
    """The role with which an agency is listed: who leads by a legend is listed as lead."""
    return "lead" if task.leads else task.role


def rows(doc: Document) -> list[Row]:
    """The rows of a document in the order of its text: its responsibility clauses, and the rows of tables that divide work.

    >>> import policydoc
    >>> doc = policydoc.parse("一、任务\\n（一）增绿。植树造林。（市林业局牵头，市财政局、市水利局配合）")
    >>> [(r.measure, r.agencies("lead"), r.agencies("cooperate")) for r in rows(doc)]
    [('（一）增绿', '市林业局', '市财政局、市水利局')]
    """
    found = []
    tasks = sorted([*doc.tasks(), *doc.table_tasks()], key=lambda t: t.span[0])
    for number, (_, group) in enumerate(groupby(tasks, key=lambda t: (t.span[0], t.path)), 1):
        parts = tuple(group)
        labels = parts[0].labels
        deadlines = tuple(dict.fromkeys(t.deadline for t in parts if t.deadline))
        chapter, measure = (labels[0] if labels else ""), " ".join(labels[1:])
        found.append(Row(number, chapter, measure, _text(doc, parts[0]), parts[0].span, parts, deadlines, parts[0].targets))
    return found


def _text(doc: Document, task: Task) -> str:
    """What the clause governs without label and heading of its division; the heading where there is nothing else."""
    start, end = task.span
    division = doc.index[task.path[-1]] if task.path else None
    if isinstance(division, Division) and start <= division.span[0] + len(division.label):
        heading = division.heading
        start = max(start, heading.span[1] if heading else division.span[0] + len(division.label))
    return one_line(doc.text[start:end]).lstrip("。．：: ") or task.text


def quantity(target: Annotation) -> str:
    """A target's figure with its sign and unit: `≥98%`, `30—50家`."""
    value: dict[str, Any] = dict(target.value)
    figure = value.get("value")
    shown = "—".join(map(str, figure)) if isinstance(figure, list | tuple) else str(figure)
    return f"{COMPARATORS.get(str(value.get('comparator')), '')}{shown}{value.get('unit') or ''}"


def indicator(doc: Document, target: Annotation) -> str:
    """The words that name what a target measures; empty where there are none."""
    span = target.value.get("indicator")
    return "".join(doc.text[span[0] : span[1]].split()) if span else ""


def year_of(target: Annotation) -> str | None:
    """The year by which a target is due."""
    date = target.value.get("date")
    return str(date)[:4] if date and str(date)[:4].isdigit() else None

