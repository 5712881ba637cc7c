"""What the rules read of a document first: its notices with their elements and dates, its running text, its rows of divisions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TypeVar

import attrs

from policydoc.annotators.context import CELL, CLAUSE, HEADING, NOTE, SENTENCE, context_of
from policydoc.document import Annotation, Document
from policydoc.meta_values import Number, kinds, one_line, parse_date, parse_number
from policydoc.parsing.scan import Scan, scan
from policydoc.source import Span, fold
from policydoc.tree import (
    Attachment,
    Box,
    Branch,
    Division,
    DocumentNumber,
    Element,
    IssueDate,
    Node,
    Notice,
    ResponsibilityClause,
    Root,
    Title,
    find,
)

E = TypeVar("E", bound=Node)


@attrs.define(eq=False)
class Part:
    """One notice: its elements by class, and what they say."""

    notice: Notice
    elements: dict[type[Node], list[Node]]
    title: str
    kind: str | None
    date: str | None
    """ISO date of issue: of the date line, else of the document's metadata, else the year of the number."""
    number: Number | None

    def of(self, cls: type[E]) -> list[E]:
        """The elements of a class, those of attachments aside."""
        return self.elements.get(cls, [])  # type: ignore[return-value]

    def has(self, *classes: type[Node]) -> bool:
        """Whether there are elements of all of these classes."""
        return all(cls in self.elements for cls in classes)

    @property
    def attachments(self) -> list[Attachment]:
        """What the notice issues and what is annexed."""
        return self.of(Attachment)


@attrs.define(eq=False)
class Facts:
    """Made once a document, shared by all rules."""

    doc: Document
    parts: list[Part]
    passages: list[tuple[int, int, str]]
    """Start, end and kind (sentence, heading, clause, cell, note) of the running text of the notices, in order."""
    clauses: list[ResponsibilityClause]
    rows: list[tuple[Node, list[Division]]]
    """Each node that holds divisions, and these."""
    damaged: bool
    """Whether the text lost its line breaks or was cut at a page's width: then layout and punctuation tell nothing of the writer."""
    _starts: list[int]
    _begins: list[int]
    """Of notices."""
    _homes: list[Span]
    """Of attachments."""
    _boxes: list[Span]
    _scan: Scan | None = None
    _folded: str | None = None

    @property
    def text(self) -> str:
        return self.doc.text

    @property
    def folded(self) -> str:
        """The text with full-width digits and brackets made half-width, place for place."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    def search(self, pattern: re.Pattern[str], folded: bool = False, cells: bool = False) -> Iterator[re.Match[str]]:
        """Where a pattern matches inside of one sentence, heading or clause (`cells`: also in cells and lists)."""
        for found in pattern.finditer(self.folded if folded else self.text):
            passage = self.passage(found.start())
            if passage and found.end() <= passage[1] and (cells or passage[2] not in (CELL, NOTE)):
                yield found

    @property
    def brackets(self) -> Scan:
        """Pairs of brackets and quotation marks of the running text."""
        if self._scan is None:
            self._scan = scan(self.text, [(s, e) for s, e, _ in self.passages])
        return self._scan

    def home(self, offset: int) -> int:
        """Where the attachment around an offset begins; -1 in the notice itself."""
        at = bisect_right(self._homes, (offset, len(self.text))) - 1
        return self._homes[at][0] if at >= 0 and offset < self._homes[at][1] else -1

    def boxed(self, offset: int) -> bool:
        """Whether an offset stands in a box (专栏), which numbers its projects for itself."""
        at = bisect_right(self._boxes, (offset, len(self.text))) - 1
        return at >= 0 and offset < self._boxes[at][1]

    def part(self, offset: int) -> Part | None:
        """The notice around an offset."""
        at = bisect_right(self._begins, offset) - 1
        return self.parts[at] if at >= 0 and offset < self.parts[at].notice.span[1] else None

    def date(self, offset: int) -> str | None:
        """The date of issue of the notice around an offset."""
        part = self.part(offset)
        return part.date if part else None

    def passage(self, offset: int) -> tuple[int, int, str] | None:
        """The passage that holds an offset."""
        at = bisect_right(self._starts, offset) - 1
        return self.passages[at] if at >= 0 and offset < self.passages[at][1] else None

    def annotations(self, kind: str) -> Iterator[Annotation]:
        """The annotations of a type."""
        return (a for a in self.doc.annotations if a.type == kind)


_kept: tuple[Root, str, Facts] | None = None


def facts(doc: Document) -> Facts:
    """The facts of a document. The last ones are kept, since rules run over one document one after the other."""
    global _kept
    kept = _kept
    if kept is not None and kept[0] is doc.root and kept[1] is doc.text and kept[2].doc.annotations is doc.annotations:
        return kept[2]
    parts = [_part(doc, n) for n in doc.children if isinstance(n, Notice)]
    rows = [row for part in parts for row in _rows(part.notice)]
    passages = [(p[0], p[1], p[2]) for p in context_of(doc).passages]
    signs = ("PD305",) if "line_breaks" in doc.decisions else ("PD305", "PD307")  # a JSON tree keeps no decisions
    damaged = doc.decisions.get("line_breaks", "kept") != "kept" or any(d.code in signs for d in doc.diagnostics)
    homes = [a.span for part in parts for a in part.attachments]
    boxes = [box.span for part in parts for box in find(part.notice, Box)]
    clauses = [clause for part in parts for clause in find(part.notice, ResponsibilityClause)]
    made = Facts(doc, parts, passages, clauses, rows, damaged, [p[0] for p in passages], [p.notice.span[0] for p in parts], homes, boxes)
    _kept = (doc.root, doc.text, made)
    return made


def _part(doc: Document, notice: Notice) -> Part:
    elements: dict[type[Node], list[Node]] = {}
    for child in notice.children:
        if isinstance(child, Element | Attachment):
            elements.setdefault(type(child), []).append(child)
    title = "".join(one_line(t.text) for t in elements.get(Title, [])[:1])  # type: ignore[attr-defined]
    dates = [d for n in elements.get(IssueDate, []) if (d := parse_date(n.text))]  # type: ignore[attr-defined]
    numbers = [n for e in elements.get(DocumentNumber, []) if (n := parse_number(e.text))]  # type: ignore[attr-defined]
    number = numbers[0] if numbers else None
    known = doc.meta.date.value if doc.meta.date and sum(isinstance(c, Notice) for c in doc.children) == 1 else None
    date = dates[0] if dates else known or (str(number.year) if number and number.year else None)
    return Part(notice, elements, title, kind_of(title), date, number)


def kind_of(title: str) -> str | None:
    """The longest kind of document that a title ends in, brackets and closing marks behind it aside."""
    bare = re.sub(r"(?:&\w{2,6};|\s)+$", "", title).rstrip("。》”\"」")
    while bare.endswith(("）", ")", "〕", "]", "】")) and (at := max(bare.rfind(c) for c in "（(〔[【")) > 0:
        bare = bare[:at].rstrip("　 。》”\"」")
    known = kinds()
    return next((bare[-size:] for size in range(min(8, len(bare)), 0, -1) if bare[-size:] in known), None)


def _rows(root: Node) -> Iterator[tuple[Node, list[Division]]]:
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Branch):
            below = [c for c in node.children if isinstance(c, Division)]
            if below:
                yield node, below
            stack += node.children[::-1]


__all__ = ["CELL", "CLAUSE", "HEADING", "NOTE", "SENTENCE", "Facts", "Part", "facts", "kind_of"]
