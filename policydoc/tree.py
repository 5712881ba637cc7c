"""The tree: its nodes, the ways through it, and what must hold of every tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from policydoc.nodes import *  # noqa: F403
from policydoc.nodes import Attachment, Branch, Division, Node, ResponsibilityClause, Sentence
from policydoc.source import Span

N = TypeVar("N", bound=Node)


def children(node: Node) -> tuple[Node, ...]:
    """The children of any node; none for a leaf."""
    return node.children if isinstance(node, Branch) else ()


def walk(node: Any) -> Iterator[Node]:
    """The node and all nodes below it, in document order. Takes a Document too."""
    stack: list[Node] = [getattr(node, "root", node)]
    while stack:
        top = stack.pop()
        yield top
        if isinstance(top, Branch):
            stack.extend(reversed(top.children))


def find(node: Any, cls: type[N]) -> Iterator[N]:
    """All nodes of a class (its subclasses too) in document order.

    >>> import policydoc
    >>> doc = policydoc.parse("一、总体要求\\n二、重点任务")
    >>> [c.number for c in policydoc.find(doc, policydoc.Chapter)]
    [1, 2]
    """
    return (n for n in walk(node) if isinstance(n, cls))


def check_tree(doc: Any) -> list[str]:
    """What breaks the promises of the tree, one line each; an empty list for every document that `parse` makes.

    Children are nested in their parent, in order and disjoint; ids are unique; every letter and digit of the text lies in exactly one
    leaf, or is the label of a division or an attachment, or words of a clause around its agencies.
    """
    faults: list[str] = []
    text: str = doc.text
    seen: set[str] = set()
    at = 0
    for node in walk(doc):
        if node.id in seen:
            faults.append(f"{node.id}: the id stands twice")
        seen.add(node.id)
        s, e = node.span
        if not 0 <= s <= e <= len(text):
            faults.append(f"{node.id}: span {node.span} is outside of the text")
        last = s
        for child in children(node):
            if child.span[0] < last or child.span[1] > e:
                faults.append(f"{child.id}: span {child.span} is outside of {node.id} {node.span} or overlaps a sibling")
            last = child.span[1]
    for start, end in _covered(doc.root):
        loose = next((i for i in range(at, start) if text[i].isalnum()), -1)
        if loose >= 0:
            faults.append(f"offset {loose}: {text[loose : loose + 12]!r} lies in no leaf")
        if start < at:
            faults.append(f"offset {start}: lies in two leaves")
        at = max(at, end)
    loose = next((i for i in range(at, len(text)) if text[i].isalnum()), -1)
    if loose >= 0:
        faults.append(f"offset {loose}: {text[loose : loose + 12]!r} lies in no leaf")
    return faults


def _covered(node: Node) -> Iterator[Span]:
    """The spans of leaves and labels, in document order."""
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Division | Attachment) and top.label:
            yield top.span[0], top.span[0] + len(top.label)
        if isinstance(top, Sentence | ResponsibilityClause) or not isinstance(top, Branch):
            yield top.span
        else:
            stack.extend(reversed(top.children))
