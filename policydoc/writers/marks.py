"""The spans that the page colours, and a text cut at their ends.

Marks may overlap (a citation holds an agency, a clause holds a deadline). The text is cut at every end, and each piece knows the marks
over it. One sweep over the document, however the marks lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.source import Span
from policydoc.tree import Heading, ResponsibilityClause, walk
from policydoc.writers.rows import Row, quantity, role_of

if TYPE_CHECKING:
    from policydoc.document import Document

AT_ONCE = 12
"""So many marks over one place are shown; more come from hostile files only."""

KINDS: dict[str, str] = {
    "agency": "机构",
    "clause": "责任条款",
    "deadline": "时限",
    "target": "目标",
    "indicator": "指标",
    "citation": "引用文件",
    "reference": "条款引用",
    "abbreviation": "简称",
    "other": "其他",
}
"""The kinds that have a colour of their own, in the words of the page's legend."""


@attrs.frozen
class Mark:
    """A stretch of text: its kinds (names of style classes), a key that rows refer to, and words for a tooltip."""

    span: Span
    kinds: str
    key: str
    title: str = ""


@attrs.frozen
class Piece:
    """A piece of text with the same marks over all of it."""

    text: str
    kinds: str
    keys: str
    title: str


def marks(doc: Document, rows: list[Row]) -> list[Mark]:
    """All marks of a document, keyed: `a7` annotation, `s3` what row 3 governs, `c3_1` its second agency, `d2` diagnostic."""
    found = [Mark(n.span, "heading", "") for n in walk(doc.root) if isinstance(n, Heading)]
    found += [Mark(n.span, "clause", "") for n in walk(doc.root) if isinstance(n, ResponsibilityClause)]
    named: dict[Span, str] = {}
    for row in rows:
        found.append(Mark(row.span, "", f"s{row.number}"))
        for place, task in enumerate(row.parts):
            named[task.agency_span] = f"agency r-{role_of(task)}"
            found.append(Mark(task.agency_span, named[task.agency_span], f"c{row.number}_{place}", task.full_name or task.name))
    for number, annotation in enumerate(doc.annotations):
        if annotation.span in named and annotation.type == "agency":
            continue
        kind = annotation.type if annotation.type in KINDS else "other"
        found.append(Mark(annotation.span, kind, f"a{number}", _title(doc, annotation.type, dict(annotation.value), number)))
        if annotation.type == "target" and (words := annotation.value.get("indicator")):
            found.append(Mark((words[0], words[1]), "indicator", f"a{number}"))
    for number, diagnostic in enumerate(doc.diagnostics):
        start, end = diagnostic.span
        kinds = f"diagnostic is-{diagnostic.severity}" if diagnostic.severity != "info" else ""
        found.append(Mark((start, max(end, start + 1)), kinds, f"d{number}", f"{diagnostic.code} {diagnostic.message}" if kinds else ""))
    return found


def _title(doc: Document, kind: str, value: dict[str, Any], number: int) -> str:
    if kind == "target":
        return f"{quantity(doc.annotations[number])}{' · ' + str(value['date']) if value.get('date') else ''}"
    shown = {"agency": "name", "citation": "number", "deadline": "date", "abbreviation": "full", "reference": "law"}.get(kind)
    return str(value.get(shown) or "") if shown else kind


class Cutter:
    """Cuts stretches of the text at the ends of the marks over them; ask for the stretches in the order of the text."""

    def __init__(self, text: str, found: Iterable[Mark]) -> None:
        self.text = text
        self._marks = sorted((m for m in found if m.span[0] < m.span[1]), key=lambda m: (m.span[0], -m.span[1]))
        self._next = 0
        self._over: dict[int, Mark] = {}
        self._ends: list[tuple[int, int]] = []

    def pieces(self, span: Span) -> Iterator[Piece]:
        """The pieces of a stretch."""
        at, end = span
        self._move(at)
        while at < end:
            until = end
            if self._next < len(self._marks):
                until = min(until, self._marks[self._next].span[0])
            if self._ends:
                until = min(until, self._ends[0][0])
            yield self._piece(at, until)
            at = until
            self._move(at)

    def _move(self, at: int) -> None:
        """Begin the marks that begin up to here, and end those that end up to here."""
        from heapq import heappop, heappush

        while self._next < len(self._marks) and self._marks[self._next].span[0] <= at:
            mark = self._marks[self._next]
            if mark.span[1] > at:
                self._over[self._next] = mark
                heappush(self._ends, (mark.span[1], self._next))
            self._next += 1
        while self._ends and self._ends[0][0] <= at:
            del self._over[heappop(self._ends)[1]]

    def _piece(self, start: int, end: int) -> Piece:
        over = list(islice(self._over.values(), AT_ONCE))
        kinds = " ".join(dict.fromkeys(k for m in over for k in m.kinds.split()))
        title = next((m.title for m in reversed(over) if m.title), "")
        return Piece(self.text[start:end], kinds, " ".join(dict.fromkeys(m.key for m in over if m.key)), title)
