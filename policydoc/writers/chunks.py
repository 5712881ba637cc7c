"""A document in pieces for retrieval: one measure a chunk, a long one in windows of whole sentences, each with what it belongs to."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.meta_values import one_line
from policydoc.source import WHITE, Span
from policydoc.tree import RANKS, Attachment, Branch, Division, Node, Paragraph, Sentence, Title
from policydoc.writers.blocks import Block, blocks
from policydoc.writers.rows import Row, indicator, role_of, rows

if TYPE_CHECKING:
    from policydoc.document import Document

SIZE = 800
"""Characters of a chunk, where a measure is longer than that; one sentence may be."""

LEFT_OUT = {"wrapper", "table_of_contents"}


@attrs.frozen
class Chunk:
    """One piece of a document."""

    span: Span
    text: str
    """`doc.text[span]`, not a character changed."""
    node: str
    """Id of the division, notice or attachment that the piece is of."""
    path: tuple[str, ...]
    """Title of the document, then label and heading of each division around, outermost first."""
    agencies: tuple[tuple[str, str], ...]
    """Role and canonical name of everybody who has to do what stands here, also where the clause stands in a later window."""
    deadlines: tuple[str, ...]
    targets: tuple[dict[str, Any], ...] = attrs.field(hash=False)


def chunks(doc: Document, size: int = SIZE) -> str:
    """The chunks of a document as JSONL, one a line, with the facts about the document in each."""
    facts = about(doc)
    lines = []
    for number, chunk in enumerate(chunks_of(doc, size), 1):
        record = attrs.asdict(chunk) | {"agencies": [{"role": role, "name": name} for role, name in chunk.agencies]}
        lines.append(json.dumps({"id": f"{chunk.node}#{number}", "document": facts, **record}, ensure_ascii=False) + "\n")
    return "".join(lines)


def about(doc: Document) -> dict[str, str | None]:
    """What is told of the document beside its text: name, checksum, title, number, date."""
    meta = doc.meta
    return {
        "uri": doc.source.uri,
        "sha256": doc.source.sha256,
        "title": meta.title.value if meta.title else None,
        "number": meta.number.value.raw if meta.number else None,
        "date": meta.date.value if meta.date else None,
    }


def chunks_of(doc: Document, size: int = SIZE) -> list[Chunk]:
    """The chunks of a document in the order of its text.

    No sentence and no responsibility clause is cut, whatever `size` says; a clause stays with the sentence before it.

    >>> import policydoc
    >>> doc = policydoc.parse("一、任务\\n（一）增绿。植树造林。（市林业局牵头）")
    >>> [(c.text, c.path, c.agencies) for c in chunks_of(doc)]
    [('（一）增绿。植树造林。（市林业局牵头）', ('一、任务', '（一）增绿'), (('lead', '市林业局'),))]
    """
    found: list[tuple[Span, Block]] = []
    for part in _units(blocks(doc)):
        found.extend((span, part[0]) for span in _windows([atom for b in part for atom in _atoms(b)], size))
    parts = _parts(doc, [span for span, _ in found])
    titles = _titles(doc)
    return [_chunk(doc, span, block, titles, part) for (span, block), part in zip(found, parts, strict=True)]


def _units(shown: list[Block]) -> Iterator[list[Block]]:
    """Blocks next to each other that make one chunk, or several where they are long."""
    alone = _headings_alone([b for b in shown if b.kind not in LEFT_OUT])
    skipped = 0
    keyed = []
    for block in shown:
        if block.kind in LEFT_OUT or id(block) in alone:
            skipped += 1
        else:
            keyed.append(((skipped, id(_unit(block))), block))
    for _, group in groupby(keyed, key=lambda item: item[0]):
        yield [block for _, block in group]


def _unit(block: Block) -> Node | None:
    """What makes one chunk: a measure, an article, an item of a chapter; else the chapter's or the notice's own text."""
    inner = (d for d in block.path if RANKS[d.type] >= RANKS["measure"] or d.type == "article")
    return next(inner, block.path[-1] if block.path else block.notice)


def _headings_alone(shown: list[Block]) -> set[int]:
    """Blocks that are nothing but a heading whose division goes on: the path of the next chunk says what they say."""
    return {id(b) for b, after in pairwise(shown) if b.heading == b.span and _goes_on(b, after) and _unit(b) is not _unit(after)}


def _goes_on(block: Block, after: Block) -> bool:
    return any(division is block.node for division in after.path)


def _atoms(block: Block) -> Iterator[Span]:
    """What is never cut: sentences with the clauses behind them, rows of a table, elements."""
    if block.rows:
        yield from ((cells[0][0], cells[-1][1]) for cells in block.rows if cells)
        return
    starts = [n.span[0] for n in _sentences(block) if block.span[0] < n.span[0] < block.span[1]]
    if block.heading and starts:
        starts = starts[1:]  # a heading that runs on stays with its first sentence
    bounds = [block.span[0], *starts, block.span[1]]
    yield from pairwise(bounds)


def _sentences(block: Block) -> list[Node]:
    node = block.node
    if not isinstance(node, Branch):
        return []
    paragraph = node if isinstance(node, Paragraph) else next((c for c in node.children if isinstance(c, Paragraph)), None)
    return [c for c in paragraph.children if isinstance(c, Sentence)] if paragraph else []


def _windows(atoms: list[Span], size: int) -> Iterator[Span]:
    """Neighbours together as long as they fit."""
    start, end = -1, -1
    for atom in atoms:
        if start >= 0 and atom[1] - start > size:
            yield start, end
            start = -1
        start, end = (atom[0] if start < 0 else start), atom[1]
    if start >= 0:
        yield start, end


def _parts(doc: Document, spans: list[Span]) -> list[list[Row]]:
    """The tasks that each chunk is about: those that govern text in it."""
    found: list[list[Row]] = [[] for _ in spans]
    ends, starts = [s[1] for s in spans], [s[0] for s in spans]
    for row in rows(doc):
        last = max(t.agency_span[1] for t in row.parts)
        for at in range(bisect_right(ends, row.span[0]), bisect_left(starts, max(row.span[1], last))):
            found[at].append(row)
    return found


def _titles(doc: Document) -> dict[str, str]:
    """The title of each notice and attachment, by id."""
    found: dict[str, str] = {}
    for block in blocks(doc):
        if isinstance(block.node, Title) and block.notice is not None:
            found.setdefault(block.notice.id, one_line(block.node.text))
    return found


def _chunk(doc: Document, span: Span, block: Block, titles: dict[str, str], part: list[Row]) -> Chunk:
    start, end = span
    text = doc.text[start:end]
    end -= len(text) - len(text.rstrip(WHITE))
    notice = block.notice
    title = titles.get(notice.id) or (notice.label if isinstance(notice, Attachment) else None) if notice else None
    unit = _unit(block) or doc.root
    agencies = dict.fromkeys((role_of(t), t.name) for row in part for t in row.parts)
    deadlines = dict.fromkeys(d for row in part for d in row.deadlines)
    targets = tuple(
        {"indicator": indicator(doc, t), **{k: t.value.get(k) for k in ("comparator", "value", "unit", "date")}, "span": t.span}
        for row in part
        for t in row.targets
        if start <= t.span[0] < end
    )
    path = tuple(filter(None, [title, *(_name(d) for d in block.path)]))
    return Chunk((start, end), doc.text[start:end], unit.id, path, tuple(agencies), tuple(deadlines), targets)


def _name(division: Division) -> str:
    heading = division.heading
    label = "" if division.type == "unnumbered" else division.label
    return one_line(label + heading.text if heading else label).rstrip("。：:")
