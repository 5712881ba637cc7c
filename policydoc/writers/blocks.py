"""What stands on the page, block by block: the flat reading order that the page, Markdown and chunks are made from.

A block is what a reader sees as one: an element, a paragraph, a heading line (with its label, and the text that runs on behind it), a
table. The tree is walked with a stack, so that no input is too deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from policydoc.source import WHITE, Span
from policydoc.tree import (
    Attachment,
    Box,
    Branch,
    Caption,
    Cell,
    Division,
    Heading,
    Leaf,
    Node,
    Paragraph,
    Row,
    Table,
)

if TYPE_CHECKING:
    from policydoc.document import Document


@attrs.define
class Block:
    """One block. `span` runs from the first character of the block to the last that is shown with it."""

    node: Node
    """The division, attachment, paragraph, element or table that the block stands for."""
    span: Span
    path: tuple[Division, ...]
    """The divisions around it, its own included, outermost first."""
    heading: Span | None = None
    """Label and heading, where the block opens a division."""
    boxed: bool = False
    """Whether it stands in a 专栏."""
    rows: tuple[tuple[Span, ...], ...] = ()
    """The cells of a table."""
    notice: Node | None = None
    """The notice or attachment that it belongs to."""

    @property
    def kind(self) -> str:
        """The JSON type of the node."""
        return self.node.type


Path: TypeAlias = tuple[Division, ...]


def blocks(doc: Document) -> list[Block]:
    """The blocks of a document. Every letter and digit of the text lies in one of them, in order.

    >>> import policydoc
    >>> [b.kind for b in blocks(policydoc.parse("一、总体要求\\n（一）目标。到2025年建成。"))]
    ['chapter', 'measure']
    """
    found: list[Block] = []
    text = doc.text
    for block in _walk(doc.root):
        before = found[-1] if found else None
        if before and _runs_on(before, block, text):
            before.span = (before.span[0], block.span[1])
            if isinstance(block.node, Heading):
                before.heading = (before.span[0], block.span[1])
        else:
            found.append(block)
    for block, after in zip(found, [*found[1:], None], strict=False):
        if not block.rows:  # marks between two blocks (a stray 。) belong to the first
            end = after.span[0] if after else len(text)
            stray = text[block.span[1] : end].split("\n", 1)[0].strip(WHITE)
            if stray:
                block.span = (block.span[0], text.index(stray, block.span[1]) + len(stray))
    return found


def _runs_on(before: Block, block: Block, text: str) -> bool:
    """Whether the block goes on in the block before it: a heading behind its label, text behind a run-in heading."""
    if isinstance(block.node, Heading):
        return isinstance(before.node, Division)
    if not isinstance(block.node, Paragraph) or not isinstance(before.node, Division):
        return False
    return block.path == before.path and before.boxed == block.boxed and "\n" not in text[before.span[1] : block.span[0]]


def _walk(root: Node) -> Iterator[Block]:
    stack: list[tuple[Node, Path, bool, Node | None]] = [(root, (), False, None)]
    while stack:
        node, path, boxed, notice = stack.pop()
        if isinstance(node, Division):
            path = (*path, node)
            if node.label and not _is_heading(node):
                yield Block(node, _label_span(node, node.label), path, _label_span(node, node.label), boxed, notice=notice)
            else:
                yield Block(node, (node.span[0], node.span[0]), path, (node.span[0], node.span[0]), boxed, notice=notice)
        elif isinstance(node, Attachment):
            notice, path = node, ()
            if node.label:
                yield Block(node, _label_span(node, node.label), path, boxed=boxed, notice=notice)
        elif isinstance(node, Table):
            yield from _table(node, path, boxed, notice)
            continue
        elif isinstance(node, Paragraph | Leaf) or not isinstance(node, Branch):
            yield Block(node, node.span, path, boxed=boxed, notice=notice)
            continue
        elif isinstance(node, Box):
            boxed = True
        elif node.type == "notice":
            notice = node
        stack.extend((child, path, boxed, notice) for child in reversed(node.children))


def _is_heading(node: Division) -> bool:
    """Whether the heading begins where the division does: it has no label of its own (Unnumbered)."""
    first = node.children[0] if node.children else None
    return isinstance(first, Heading) and first.span[0] == node.span[0]


def _label_span(node: Node, label: str) -> Span:
    return node.span[0], node.span[0] + len(label)


def _table(table: Table, path: Path, boxed: bool, notice: Node | None) -> Iterator[Block]:
    rows = []
    for child in table.children:
        if isinstance(child, Caption):
            yield Block(child, child.span, path, boxed=boxed, notice=notice)
        elif isinstance(child, Row):
            rows.append(tuple(cell.span for cell in child.children if isinstance(cell, Cell)))
    if rows:
        start = next((cells[0][0] for cells in rows if cells), table.span[0])
        yield Block(table, (start, table.span[1]), path, boxed=boxed, rows=tuple(rows), notice=notice)
