"""What of a document is compared, piece by piece: divisions with their own text, paragraphs outside of divisions, rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from policydoc.corpus.compare.keys import Keyer, Text
from policydoc.document import Document
from policydoc.source import WHITE, Span
from policydoc.tree import (
    Attachment,
    Box,
    Branch,
    Division,
    Node,
    Notice,
    Paragraph,
    ResponsibilityClause,
    Row,
    Table,
    Unnumbered,
    find,
)


@attrs.frozen
class Unit:
    """A division with the text of its own (that of divisions inside it aside), a paragraph outside of divisions, or a row of a table."""

    id: str
    type: str
    label: str
    heading: str
    path: tuple[str, ...]
    """Label and heading of the divisions around it, outermost first."""
    span: Span
    """From its start to the end of its own text."""
    text: str
    """Heading, text and clauses, without the label."""


@attrs.frozen
class Keyed:
    """A unit and what it is compared by."""

    unit: Unit
    parent: str
    """Id of the node around it."""
    spans: tuple[Span, ...]
    """Of its own text."""
    whole: Text
    body: str
    """The key without responsibility clauses."""
    head: str
    """The key of the heading."""


def parts(doc: Document, whole: bool = False) -> Iterator[Branch]:
    """The parts of a document that are compared: of a notice that issues a document, that and the annexes; with `whole` the notice too."""
    for notice in doc.children:
        if not isinstance(notice, Notice):
            continue
        attached = [c for c in notice.children if isinstance(c, Attachment)]
        if whole or all(c.kind != "issued" for c in attached):
            yield notice
        yield from attached


def units(doc: Document, keyer: Keyer, whole: bool = False) -> list[Keyed]:
    """The units of a document in the order of its text."""
    found: list[Keyed] = []
    for part in parts(doc, whole):
        stack: list[tuple[tuple[str, ...], Node, Node]] = [((), part, c) for c in reversed(part.children)]
        while stack:
            path, parent, node = stack.pop()
            if isinstance(node, Division):
                own = [c for c in node.children if isinstance(c, Paragraph)]
                below = [c for c in node.children if isinstance(c, Division | Table | Box)]
                if own or not below:
                    found.append(_unit(doc, keyer, path, parent, node, own))
                path = (*path, _name(node))
            elif isinstance(node, Paragraph | Row):
                found.append(_unit(doc, keyer, path, parent, node, [node]))
                continue
            elif not isinstance(node, Table | Box):
                continue
            kept = (Division, Table, Box) if isinstance(node, Division) else (Division, Table, Box, Row, Paragraph)
            stack.extend((path, node, c) for c in reversed(node.children) if isinstance(c, kept))
    return [k for k in found if k.whole.key]


def _unit(doc: Document, keyer: Keyer, path: tuple[str, ...], parent: Node, node: Node, own: Sequence[Node]) -> Keyed:
    heading = node.heading if isinstance(node, Division) else None
    label = node.label if isinstance(node, Division) and not isinstance(node, Unnumbered) else ""
    spans = (*((heading.span,) if heading else ()), *(span for part in own for span in _cells(part)))
    keys: list[str] = []
    raw: list[str] = []
    bodies: list[str] = []
    at = node.span[0] + len(label)
    for span, in_clause in _pieces(spans, own):
        text = keyer.text(span)
        if not text.key:
            continue
        if raw:
            raw[-1] += _gap(doc.text[at : span[0]])
        keys.append(text.key)
        raw += text.raw
        bodies += [] if in_clause else [text.key]
        at = span[1]
    shown = _line(heading.text) if heading else ""
    unit = Unit(node.id, node.type, label, shown, path, (node.span[0], max(at, node.span[0])), "".join(raw).strip())
    head = keyer.text(heading.span).key if heading else ""
    return Keyed(unit, parent.id, spans, Text("".join(keys), tuple(raw)), "".join(bodies), head)


def _cells(part: Node) -> list[Span]:
    return [c.span for c in part.children] if isinstance(part, Row) else [part.span]


def _pieces(spans: Sequence[Span], own: Sequence[Node]) -> Iterator[tuple[Span, bool]]:
    """The spans, responsibility clauses in pieces of their own (told by True)."""
    clauses = iter([c.span for part in own for c in find(part, ResponsibilityClause)])
    clause = next(clauses, None)
    for start, end in spans:
        while clause and clause[1] <= end:
            if clause[0] > start:
                yield (start, clause[0]), False
            yield clause, True
            start, clause = clause[1], next(clauses, None)
        if start < end:
            yield (start, end), False


def _gap(between: str) -> str:
    """What stands between two pieces, as it is shown: a line break, a blank between cells, a full stop behind a heading."""
    if "\n" in between or "\r" in between:
        return "\n"
    return " " if "\t" in between else between.strip(WHITE)


def _name(division: Division) -> str:
    label = "" if isinstance(division, Unnumbered) else division.label
    return label + (_line(division.heading.text) if division.heading else "")


def _line(text: str) -> str:
    return "".join(line.strip(WHITE) for line in text.splitlines())
