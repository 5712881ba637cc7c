"""The parser: text in, document out. Read from top to bottom; each stage is a pure function in `policydoc.parsing`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from policydoc.document import Document
from policydoc.parsing.build import Builder
from policydoc.parsing.clauses import clauses as find_clauses
from policydoc.parsing.headings import headings
from policydoc.parsing.hinted import framed, labelled, outside, tells_tables, unmarked
from policydoc.parsing.layout import layout
from policydoc.parsing.legends import legends
from policydoc.parsing.lines import Line, stops
from policydoc.parsing.lost import cut_rows
from policydoc.parsing.outline import levels, unnumbered
from policydoc.parsing.report import report
from policydoc.parsing.scan import scan
from policydoc.parsing.statements import statements
from policydoc.parsing.tables import divisions, tables
from policydoc.source import Source

AROUND = ("wrapper", "metadata")
COLOPHON = ("copyto", "imprint")
"""版记 (GB/T 9704-2012, 7.4) belongs to the notice, behind its attachments."""


def parse(text: str | Source, *, annotate: bool = True) -> Document:
    """The typed tree of a notice. Raises nothing on any text; what is doubtful is in `diagnostics`.

    `annotate=False` leaves out the annotators (canonical agencies, citations, deadlines, targets).

    >>> from policydoc import Agency
    >>> doc = parse("（一）加强就业服务。各地要完善服务。（省财政厅牵头）", annotate=False)
    >>> [n.name for n in doc.find(Agency)]
    ['省财政厅']
    """
    source = Source(text) if isinstance(text, str) else text
    text = source.text
    laid = outside(source, layout(text))
    found = scan(text, laid.rows)
    clauses = find_clauses(text, found)
    cut = labelled(source, cut_rows(text, laid.rows, found, stops(found.ends, clauses)))
    statements(text, cut, found, clauses)
    cut = framed(source, cut)
    parts = split(cut)
    for kind, part in parts:
        if kind not in ("around", "colophon"):
            levels(text, part)
            tables(text, part, annex=kind == "annex", title=title_of(text, part), told=tells_tables(source))
            unmarked(source, part)
            unnumbered(text, part)
            divisions(part)
            headings(text, part, found.ends)
    legends(text, parts)
    root = Builder(source, found.ends).root(parts)
    diagnostics, decisions = report(source, laid, found, cut, parts)
    doc = Document(source, root, (), tuple(diagnostics), decisions)
    return _annotated(doc) if annotate else doc


def read(
    path: str | os.PathLike[str] | bytes, *, encoding: str | None = None, annotate: bool = True, libreoffice: bool = False
) -> Document:
    """The document in a file (or in its bytes), whatever its format; the content tells the format.

    Raises `policydoc.readers.ReadError` with one line that says what is wrong and what to do. `encoding` (of a text or html file) wins
    over any guess. With `libreoffice`, an installed LibreOffice opens doc, wps, rtf, odt and Word 2003 xml.
    """
    from policydoc.readers import read_source

    return parse(read_source(path, encoding=encoding, libreoffice=libreoffice), annotate=annotate)


def split(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The parts of a file: lines around its documents, notices, issued documents, annexes."""
    parts: list[tuple[str, list[Line]]] = []
    for line in lines:
        if line.opens:
            parts.append((line.opens, [line]))
        elif parts and (parts[-1][0] != "around" or line.role in AROUND):
            parts[-1][1].append(line)
        else:
            parts.append(("around" if line.role in AROUND else "notice", [line]))
    result: list[tuple[str, list[Line]]] = []
    for at, (kind, part) in enumerate(parts):
        end = len(part)
        closes = kind != "around" and (at + 1 == len(parts) or parts[at + 1][0] == "notice")
        while end > 0 and closes and part[end - 1].role in AROUND:
            end -= 1
        colophon = end
        while colophon > 0 and kind in ("issued", "annex") and part[colophon - 1].role in COLOPHON:
            colophon -= 1
        if colophon:
            result.append((kind, part[:colophon]))
        if colophon < end:
            result.append(("colophon", part[colophon:end]))
        if end < len(part):
            result.append(("around", part[end:]))
    return result


def title_of(text: str, lines: Sequence[Line]) -> str:
    """The title of a part."""
    return "".join(text[line.start : line.end] for line in lines if line.role == "title")


def _annotated(doc: Document) -> Document:
    from policydoc.annotators import annotate

    return annotate(doc)
