"""build: lines with roles become frozen nodes with ids.

An id is the path of the document's own numbers (`chapter_3.measure_13.s_2`): divisions by kind and number, sentences, paragraphs,
clauses, agencies counted inside of theirs. A second notice, issued document or annex puts its own name before (`annex_1.chapter_2`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

from policydoc.parsing.clauses import Clause
from policydoc.parsing.elements import ATTACHMENT, METADATA
from policydoc.parsing.hinted import GridRow, same_table
from policydoc.parsing.lines import EMPHASIS, Line
from policydoc.parsing.numerals import value
from policydoc.parsing.sentences import pieces, trim
from policydoc.source import Hint, Source, Span
from policydoc.tree import (
    NODE_TYPES,
    RANKS,
    Agency,
    Assignment,
    Attachment,
    Box,
    Caption,
    Cell,
    Deadline,
    Division,
    Heading,
    Metadata,
    Node,
    Notice,
    Paragraph,
    ResponsibilityClause,
    Root,
    Row,
    Sentence,
    Table,
    Wrapper,
)

_ELEMENTS = {
    "title": "title",
    "docnum": "document_number",
    "to": "addressees",
    "signature": "signature",
    "date": "date",
    "note": "note",
    "attlist": "attachment_list",
    "copyto": "copies",
    "imprint": "imprint",
    "issuer_mark": "issuer_mark",
    "urgency": "urgency",
    "secrecy": "secrecy",
    "signer": "signer",
    "copy_number": "copy_number",
    "toc": "table_of_contents",
}
_BOX_RANK = RANKS["measure"] + 0.5
"""A 专栏 stands in the division above it; items stand inside of it, and a measure ends it."""
_RUNS = frozenset(("title", "attlist"))
"""Elements whose lines in a row are one node."""
_SEPARATORS = re.compile(r"[\t|]")


@attrs.define
class _Open:
    """A container whose children are still coming: a division, an attachment or a notice."""

    rank: float
    line: Line | None
    prefix: str
    children: list[Node] = attrs.field(factory=list)
    counts: dict[str, int] = attrs.field(factory=dict)
    sentences: int = 0
    scope: int = 0
    """Where the text that the next clause governs begins."""
    rows: dict[str, int] = attrs.field(factory=dict)
    """Of a box, the last numbers of the divisions that it stands in."""
    set_as: tuple[str, bool] | tuple[str] | None = None
    """Of a box, in what the line above it is set otherwise than its own first line; None where it is set alike."""

    def name(self, short: str) -> str:
        """The id of the next child of a kind: `p_1`, `p_2` …"""
        number = self.counts[short] = self.counts.get(short, 0) + 1
        return f"{self.prefix}{short}_{number}"

    def once(self, short: str) -> str:
        """The id of a child that stands once: `title`, then `title_2`."""
        number = self.counts[short] = self.counts.get(short, 0) + 1
        return f"{self.prefix}{short}" if number == 1 else f"{self.prefix}{short}_{number}"


@attrs.define
class Builder:
    """Makes the nodes of one file."""

    source: Source
    ends: Sequence[int]
    counts: dict[str, int] = attrs.field(factory=dict)

    def root(self, parts: Sequence[tuple[str, list[Line]]]) -> Root:
        """The tree of a file from its parts: (notice, issued, annex or around, lines)."""
        outside = _Open(-2, None, "around.")
        notice: _Open | None = None
        for kind, lines in parts:
            if kind == "around":
                for line in lines:
                    outside.children.append(self._outside(outside, line))
            elif kind == "colophon" and notice is not None:
                for line in lines:
                    notice.children.append(self._element(notice, line.role, line.start, line.end))
            elif kind == "notice" or (notice is None and lines[0].role != "att"):
                if notice is not None and notice.children:
                    outside.children.append(self._close_notice(notice, outside))
                notice = _opened(outside)
                self._fill(notice, lines)
            else:
                notice = notice or _opened(outside)
                notice.children.append(self._attachment(kind, lines, notice))
        if notice is not None and notice.children:
            outside.children.append(self._close_notice(notice, outside))
        outside.children.sort(key=_start)
        return Root((0, len(self.source.text)), "document", tuple(outside.children))

    def _outside(self, outside: _Open, line: Line) -> Node:
        if line.role == "metadata":
            return self._metadata(outside, line)
        return Wrapper((line.start, line.end), outside.name("wrapper"), self.source.text[line.start : line.end])

    def _metadata(self, around: _Open, line: Line) -> Node:
        text = self.source.text[line.start : line.end]
        label = METADATA.match(text)
        name = "".join(label[1].split()) if label else None
        value_of = text[label.end() :].strip().rstrip("*") if label else text
        return Metadata((line.start, line.end), around.name("metadata"), text, name, value_of)

    def _close_notice(self, notice: _Open, outside: _Open) -> Node:
        span = (notice.children[0].span[0], notice.children[-1].span[1])
        return Notice(span, f"{notice.prefix[:-1]}" or "notice", tuple(notice.children))

    def _attachment(self, kind: str, lines: list[Line], notice: _Open) -> Node:
        label, number = None, None
        if lines[0].role == "att":
            label = self.source.text[lines[0].start : lines[0].end]
            match = ATTACHMENT.match(label) or ATTACHMENT.match(label.rstrip("：:"))
            digits = match and (match["number"] or match["other"])
            number = value(digits) if digits else None
        count = notice.counts[kind] = notice.counts.get(kind, 0) + 1
        name = f"{notice.prefix}{kind}" if kind == "issued" and count == 1 else f"{notice.prefix}{kind}_{number or count}"
        if name in self.counts:
            self.counts[name] += 1
            name = f"{name}_{self.counts[name]}"
        self.counts[name] = self.counts.get(name, 0) + 1
        around = _Open(-1, None, name + ".")
        if kind == "issued" and count == 1 and not any(isinstance(c, Division) for c in notice.children):
            around.counts["divisions"] = 1
        self._fill(around, lines[1:] if lines[0].role == "att" else lines)
        end = around.children[-1].span[1] if around.children else lines[0].end
        return Attachment((lines[0].start, end), name, tuple(around.children), kind, label, number)

    # -- the lines of one document -------------------------------------------------------------------------------------------

    def _fill(self, part: _Open, lines: Sequence[Line]) -> None:
        """Put the nodes of the lines into a notice or an attachment."""
        stack = [part]
        plain = part.prefix if not part.counts.pop("divisions", 0) else part.prefix.removesuffix("issued.")
        at, last = 0, len(lines)
        while at < last:
            line = lines[at]
            role = line.role
            end = at + 1
            if role in RANKS:
                self._division(stack, line, plain)
            elif role == "box":
                self._box(stack, lines, at)
            elif role in ("para", "resp"):
                if any(o.set_as == _set_as(self.source, line)[: len(o.set_as)] for o in stack if o.set_as):
                    self._close_box(stack)
                self._paragraph(stack[-1], line.start, line.end, line.clauses, alone=role == "resp")
            elif role in ("table", "caption"):
                while (
                    end < last
                    and lines[end].role == "table"
                    and (lines[end - 1].role == "caption" or same_table(lines[end - 1], lines[end]))
                ):
                    end += 1
                stack[-1].children.append(self._table(stack[-1], lines[at:end]))
            elif role in ("wrapper", "metadata"):
                self._pop(stack, _next_rank(lines, end))
                make = self._metadata if role == "metadata" else self._outside
                stack[-1].children.append(make(stack[-1], line))
            else:
                while role in _RUNS and end < last and lines[end].role == role:
                    end += 1
                if role != "note":
                    self._pop(stack, 0)
                stack[-1].children.append(self._element(stack[-1], role, line.start, lines[end - 1].end))
            at = end
        self._pop(stack, -1)

    def _element(self, around: _Open, role: str, start: int, end: int) -> Node:
        kind = _ELEMENTS[role]
        cls = NODE_TYPES[kind]
        if self.source.text.startswith(EMPHASIS, start - 2) and self.source.text.startswith(EMPHASIS, end):
            start, end = start - 2, end + 2
        return cls((start, end), around.once(kind), self.source.text[start:end])  # type: ignore[call-arg]

    def _division(self, stack: list[_Open], line: Line, plain: str) -> None:
        mark, text = line.mark, self.source.text
        number = mark.number if mark else None
        for box in [o for o in stack if o.rank == _BOX_RANK]:
            if number is None or box.rows.get(line.role) != number - 1:
                continue
            if f"{line.role}_{number - 1}" not in box.counts or f"{line.role}_{number}" in box.counts:
                self._close_box(stack)
        self._pop(stack, RANKS[line.role])
        around = stack[-1]
        key = f"{line.role}_{number}" if number is not None else around.name(line.role)[len(around.prefix) :]
        counts = around.counts
        seen = counts[key] = counts.get(key, 0) + 1
        prefix = plain if len(stack) == 1 else around.prefix
        name = f"{prefix}{key}" if seen == 1 else f"{prefix}{key}_{seen}"
        opened = _Open(RANKS[line.role], line, name + ".", scope=line.start)
        stack.append(opened)
        begin = mark.end if mark else line.start
        body = line.end if mark is None else max(line.heading, begin)
        s, e = trim(text, begin, body)
        s, e = _bare(text, s, e)
        if s < e:
            opened.children.append(Heading((s, e), opened.prefix + "heading", text[s:e]))
        if body < line.end:
            self._paragraph(opened, body, line.end, line.clauses)
        elif line.clauses:
            self._paragraph(opened, line.clauses[0].start, line.end, line.clauses)

    def _box(self, stack: list[_Open], lines: Sequence[Line], at: int) -> None:
        """Open a box in the division that is open, beside it where a row of its own kind begins in the box.

        A text has no mark at its end: where it ends is told by how what it stands in goes on.
        """
        line, text, rows = lines[at], self.source.text, _rows(stack)
        self._close_box(stack)
        below = next((lines[i] for i in range(at + 1, len(lines)) if lines[i].role in RANKS or lines[i].role == "box"), None)
        if below and below.role in rows and below.mark and below.mark.number == 1:
            self._pop(stack, RANKS[below.role])
        opened = _Open(_BOX_RANK, line, stack[-1].name("box") + ".", scope=line.start, rows=rows)
        opened.children.append(Caption((line.start, line.end), opened.prefix + "caption", text[line.start : line.end]))
        stack.append(opened)
        if 0 < at < len(lines) - 1:
            above, first = _set_as(self.source, lines[at - 1]), _set_as(self.source, lines[at + 1])
            opened.set_as = above[:1] if above[0] != first[0] else above if above != first else None

    def _close_box(self, stack: list[_Open]) -> None:
        """Close the box that is open, if any, and what is open in it."""
        while any(opened.rank == _BOX_RANK for opened in stack):
            self._shut(stack)

    def _pop(self, stack: list[_Open], rank: float) -> None:
        """Close the divisions of this rank and deeper."""
        while len(stack) > 1 and stack[-1].rank >= rank:
            self._shut(stack)

    def _shut(self, stack: list[_Open]) -> None:
        """Close the innermost division or box."""
        done = stack.pop()
        line = done.line
        assert line is not None
        end = max(line.end, done.children[-1].span[1] if done.children else 0)
        if line.role == "box":
            stack[-1].children.append(Box((line.start, end), done.prefix[:-1], tuple(done.children)))
            return
        label = self.source.text[line.start : line.mark.end].rstrip("\t") if line.mark else ""
        cls = NODE_TYPES[line.role]
        node = cls((line.start, end), done.prefix[:-1], tuple(done.children), label, line.mark.number if line.mark else None)  # type: ignore[call-arg]
        stack[-1].children.append(node)

    def _table(self, around: _Open, lines: Sequence[Line]) -> Node:
        name = around.name("table")
        nodes: list[Node] = []
        rows = list(lines)
        text = self.source.text
        if rows[0].role == "caption":
            first = rows.pop(0)
            nodes.append(Caption((first.start, first.end), f"{name}.caption", text[first.start : first.end]))
        for count, line in enumerate(rows, 1):
            row = f"{name}.row_{count}"
            spans = line.cells if isinstance(line, GridRow) else _cells(text, line.start, line.end)
            cells = [Cell(span, f"{row}.cell_{i}", text[slice(*span)]) for i, span in enumerate(spans, 1)]
            nodes.append(Row((line.start, line.end), row, tuple(cells)))
        return Table((lines[0].start, lines[-1].end), name, tuple(nodes))

    # -- paragraphs ----------------------------------------------------------------------------------------------------------

    def _paragraph(self, around: _Open, start: int, end: int, clauses: list[Clause], alone: bool = False) -> None:
        """A Paragraph of the text between two offsets, if it says anything."""
        text = self.source.text
        nodes: list[Node] = []
        prefix, number = around.prefix, around.sentences
        for piece in pieces(text, start, end, self.ends, clauses):
            if isinstance(piece, Clause):
                nodes.append(self._clause(around, piece, alone))
                continue
            span, inner = piece
            number += 1
            inside = tuple([self._clause(around, c, False) for c in inner]) if inner else ()
            nodes.append(Sentence(span, f"{prefix}s_{number}", inside, text[span[0] : span[1]]))
        around.sentences = number
        if nodes:
            around.children.append(Paragraph(trim(text, start, end), around.name("p"), tuple(nodes)))

    def _clause(self, around: _Open, clause: Clause, alone: bool) -> Node:
        text, name = self.source.text, around.name("r")
        begin = around.line.start if alone and around.line else around.scope
        scope = trim(text, begin if begin < clause.start else clause.start, clause.start)
        around.scope = clause.end
        nodes = []
        for count, group in enumerate(clause.reading.groups, 1):
            prefix = f"{name}.a_{count}"
            agencies = tuple([Agency((s, e), f"{prefix}.g_{i}", text[s:e]) for i, (s, e) in enumerate(group.names, 1)])
            deadline = Deadline(group.deadline, text[slice(*group.deadline)]) if group.deadline else None
            nodes.append(Assignment(group.span, prefix, agencies, group.role, group.open, deadline, group.lead_by_rule))
        return ResponsibilityClause((clause.start, clause.end), name, tuple(nodes), text[clause.start : clause.end], scope)


def _opened(outside: _Open) -> _Open:
    """The next notice of a file."""
    number = outside.counts["notice"] = outside.counts.get("notice", 0) + 1
    return _Open(-1, None, "" if number == 1 else f"notice_{number}.")


def _rows(stack: Sequence[_Open]) -> dict[str, int]:
    """The last numbers of the divisions that a box stands in: what goes on with them stands behind the box."""
    rows: dict[str, int] = {}
    for opened in stack:
        if opened.rank == _BOX_RANK:
            rows |= opened.rows
        elif opened.rank > _BOX_RANK and opened.line and opened.line.mark and opened.line.mark.number is not None:
            rows[opened.line.role] = opened.line.mark.number
    return rows


def _set_as(source: Source, line: Line) -> tuple[str, bool]:
    """The frame that a line stands in, else how far it is set in, and whether it opens with a dash."""
    text, at = source.text, bisect_right(source.hints, line.start, key=_start) - 1
    frame, framed, _ = (at >= 0 and source.hints[at].anchor or "").partition(", paragraph ")
    before = frame if framed else text[text.rfind("\n", 0, line.start) + 1 : line.start]
    return before if framed or not before.strip() else "", text[line.start] in "—-－"


def _start(node: Node | Hint) -> int:
    return node.span[0]


def _next_rank(lines: Sequence[Line], at: int) -> int:
    """The rank of the division that follows, greater than any where no division does."""
    while at < len(lines) and lines[at].role == "wrapper":
        at += 1
    return RANKS.get(lines[at].role, len(RANKS)) if at < len(lines) else 0


def _bare(text: str, start: int, end: int) -> Span:
    """A heading without its closing punctuation and the brackets that set it apart."""
    if start < end and text[start] in "【（(" and text[end - 1] in "】）)":
        start, end = start + 1, end - 1
    while start < end and text[end - 1] in "。：:；;，,":
        end -= 1
    return trim(text, start, end)


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    """The cells of a line of a table: cut at tabs and bars."""
    at = start
    for sign in (*[m.start() for m in _SEPARATORS.finditer(text, start, end)], end):
        span = trim(text, at, sign)
        if span[0] < span[1]:
            yield span
        at = sign + 1
