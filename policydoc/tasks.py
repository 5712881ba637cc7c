"""Who has to do what by when: one row for each agency of each responsibility clause, the row of workbooks and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from policydoc.document import Annotation, Document
from policydoc.source import WHITE, Span
from policydoc.tree import Agency, Assignment, Branch, Division, Node, Paragraph, ResponsibilityClause, Unnumbered, find

Placed = TypeVar("Placed", bound=Node)

_DEADLINE_LINE = re.compile(r"\s*(?:完成|办结|落实|整改|推进)?(?:时限|时间|期限)(?:要求|安排)?[:：]\s*([^\n。]{2,40}?)\s*[。；;]?\s*")
"""A line that says until when; the label is what offices write above the last column of a division of work (任务分工)."""


@attrs.frozen
class Task:
    """One agency's part in what one responsibility clause governs."""

    path: tuple[str, ...]
    """Ids of the divisions around the clause, outermost first."""
    labels: tuple[str, ...]
    """Their labels and headings: `二、重点任务`, `（三）加强就业服务`."""
    clause: str
    """Id of the clause."""
    text: str
    """What the clause governs, on one line."""
    span: Span
    """Of that text."""
    role: str
    """What the clause's own words say (`policydoc.tree.ROLES`)."""
    leads: bool
    """Whether the agency leads: by its role, or as the first one under a legend (排在首位的为牵头单位)."""
    agency: str
    """As written."""
    agency_span: Span
    name: str
    """The canonical name; as written where it is not known."""
    full_name: str | None
    open_list: bool
    """Whether the words leave the list of agencies open (等)."""
    deadline: str | None
    """Words of the clause, else of a line 完成时限：… of its division, else of the text it governs, that say until when."""
    date: str | None
    """The deadline as ISO date (`2025`, `2022-06`), or `ongoing`."""
    targets: tuple[Annotation, ...]
    """The target annotations in the text that the clause governs."""


def tasks(doc: Document) -> Iterator[Task]:
    """The tasks of a document in the order of its text.

    Without annotations (`annotate=False`) agencies are resolved here, deadlines are the clause's own words only and targets are empty.

    >>> import policydoc
    >>> [t.agency for t in tasks(policydoc.parse("一、任务\\n（一）增绿。植树造林。（市发改委牵头，市财政局配合）"))]
    ['市发改委', '市财政局']
    """
    known = {a.span: a.value for a in doc.annotations if a.type == "agency"} or _resolved(doc)
    deadlines, targets = Inside(doc, "deadline"), Inside(doc, "target")
    lines = _deadline_lines(doc)
    for divisions, clause in placed(doc.root, ResponsibilityClause):
        path = tuple(d.id for d in divisions)
        labels = tuple(label_of(d) for d in divisions)
        text = one_line(doc.text[clause.scope[0] : clause.scope[1]])
        around = deadlines.within(clause.scope)
        aims = targets.within(clause.scope)
        own = next((a.deadline for a in clause.children if isinstance(a, Assignment) and a.deadline), None)
        for assignment in clause.children:
            if not isinstance(assignment, Assignment):
                continue
            until = assignment.deadline or own
            words = until.span if until else lines.get(path[-1] if path else "")
            dated = deadlines.touching(words) if words else around
            words = words or (dated[-1].span if dated else None)
            for place, agency in enumerate(a for a in assignment.children if isinstance(a, Agency)):
                value = known.get(agency.span, {})
                yield Task(
                    path,
                    labels,
                    clause.id,
                    text,
                    clause.scope,
                    assignment.role,
                    assignment.role == "lead" or (assignment.lead_by_rule is not None and place == 0),
                    agency.name,
                    agency.span,
                    value.get("name") or agency.name,
                    value.get("full_name"),
                    assignment.open_list,
                    doc.text[slice(*words)] if words else None,
                    dated[-1].value.get("date") if dated else None,
                    aims,
                )


def _deadline_lines(doc: Document) -> dict[str, Span]:
    """The words of lines such as 完成时限：2023年底前, by the id of the division that they stand in; none where a division has several."""
    found: dict[str, list[Span]] = {}
    for division in find(doc.root, Division):
        for child in division.children:
            if isinstance(child, Paragraph) and (line := _DEADLINE_LINE.fullmatch(doc.text, *child.span)):
                found.setdefault(division.id, []).append(line.span(1))
    return {place: spans[0] for place, spans in found.items() if len(spans) == 1}


def holds(doc: Document, wanted: dict[str, str]) -> Callable[[Node], bool]:
    """A test of nodes: whether a clause inside has, for each role wanted (or `agency` for any role), an agency of that name.

    A name matches as written, in its canonical form, or in full. `lead` takes agencies that lead by a legend too.
    """
    starts: list[list[tuple[int, int]]] = []
    for role, name in wanted.items():
        found = {
            t.agency_span
            for t in tasks(doc)
            if name in (t.agency, t.name, t.full_name) and (role in ("agency", t.role) or (role == "lead" and t.leads))
        }
        starts.append(sorted(found))

    def test(node: Node) -> bool:
        start, end = node.span
        return all((at := bisect_left(spans, (start, 0))) < len(spans) and spans[at][1] <= end for spans in starts)

    return test


class Inside:
    """The annotations of one type, by their place."""

    def __init__(self, doc: Document, kind: str) -> None:
        self.found = sorted((a for a in doc.annotations if a.type == kind), key=lambda a: a.span)
        self.starts = [a.span[0] for a in self.found]

    def within(self, span: Span) -> tuple[Annotation, ...]:
        first, last = bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])
        return tuple(a for a in self.found[first:last] if a.span[1] <= span[1])

    def touching(self, span: Span) -> tuple[Annotation, ...]:
        return self.within((span[0], span[1] + 1)) or self.within((span[0] - 2, span[1] + 1))


def placed(root: Node, kind: type[Placed]) -> Iterator[tuple[tuple[Division, ...], Placed]]:
    """The nodes of a kind with the divisions around them, outermost first."""
    stack: list[tuple[tuple[Division, ...], Node]] = [((), root)]
    while stack:
        divisions, node = stack.pop()
        if isinstance(node, kind):
            yield divisions, node
        elif isinstance(node, Branch):
            inside = (*divisions, node) if isinstance(node, Division) else divisions
            stack.extend((inside, child) for child in reversed(node.children))


def label_of(division: Division) -> str:
    """A division as a reader names it: number and heading on one line, without the mark that closes the heading."""
    heading = division.heading
    label = "" if isinstance(division, Unnumbered) else division.label
    return one_line(label + heading.text).rstrip("。：:") if heading else label


def one_line(text: str) -> str:
    """Text of the document on one line; the blanks inside a line stay, for the words are quoted as they stand."""
    return "".join(line.strip(WHITE) for line in text.splitlines())


def _resolved(doc: Document) -> dict[Span, Any]:
    from policydoc.annotators.agencies import agencies

    return {a.span: a.value for a in agencies(doc)}
