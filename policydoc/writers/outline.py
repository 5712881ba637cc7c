"""The outline of a document: the plain-text form of the golden corpus and of `policydoc outline`.

One line a node, two blanks a level, the node's type first:

    title 清河市人民政府关于印发若干措施的通知
    chapter 3
      heading 加强就业服务
      measure 13
        sentence 各地要完善服务。
        responsibility_clause
          lead 省人力资源社会保障厅
          cooperate 省财政厅 | 省教育厅 | …
            deadline 2022年年底前

- A notice has a line of its own (`notice`) only where something stands beside it: a wrapper, metadata, another notice.
- A paragraph has none: its sentences and clauses stand where it stands, and a line `paragraph` parts it from a paragraph
  right before it.
- A division shows its number, not its label; `attachment issued`, `attachment annex 1 附件1`; `metadata 索引号: 000014349`.
- An assignment is its role and its agencies; ` | …` at the end says that the list is open (等), `lead_by_rule` below it that a
  legend makes its first agency the lead.
- White space inside a text (line breaks, indents) shows as one blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policydoc.source import BLANK, WHITE
from policydoc.tree import (
    Agency,
    Assignment,
    Attachment,
    Branch,
    Division,
    Leaf,
    Metadata,
    Node,
    Notice,
    Paragraph,
    Root,
    Row,
    Sentence,
)

if TYPE_CHECKING:
    from policydoc.document import Document

_BLANKS = re.compile(f"[{BLANK}]+")


def outline(doc: Document | Node) -> str:
    """The outline of a document or of a node in it, one line a node.

    >>> import policydoc
    >>> print(outline(policydoc.parse("一、加强就业服务。各地要完善服务。")), end="")
    chapter 1
      heading 加强就业服务
      sentence 各地要完善服务。
    """
    return "".join(f"{'  ' * depth}{kind}{' ' if text else ''}{text}\n" for depth, kind, text in lines(doc))


def lines(doc: Document | Node) -> Iterator[tuple[int, str, str]]:
    """The lines of an outline as `(depth, first word, rest)`."""
    top = doc if isinstance(doc, Node) else doc.root
    alone = top.children[0] if isinstance(top, Root) and [type(c) for c in top.children] == [Notice] else None
    stack: list[tuple[int, Any]] = [(0, top)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, tuple):
            yield depth, *node
            continue
        shown = None if node is alone else _show(node)
        if shown:
            yield depth, *shown
            depth += 1
        stack.extend((depth, below) for below in reversed(_below(node)))


def _show(node: Node) -> tuple[str, str] | None:
    """First word and rest of the node's own line; None where it has no line."""
    match node:
        case Root() | Paragraph():
            return None
        case Assignment(role=role, open_list=open_list):
            names = [_fold(c.name) for c in node.children if isinstance(c, Agency)]
            return role, " | ".join([*names, "…"] if open_list else names)
        case Metadata(name=name, value=value):
            return node.type, _fold(f"{name}: {value}" if name else value)
        case Division(number=number):
            return node.type, "" if number is None else str(number)
        case Attachment(kind=kind, number=number, label=label):
            return node.type, " ".join(str(part) for part in (kind, number, _fold(label or "")) if part not in (None, ""))
        case Row():
            return node.type, " | ".join(_fold(c.text) for c in node.children if isinstance(c, Leaf))
        case Leaf() | Sentence():
            return node.type, _fold(node.text)
        case Agency(name=name):
            return node.type, _fold(name)
    return node.type, ""


def _below(node: Node) -> list[Node | tuple[str, str]]:
    """What the lines below a node show: its children, and lines that stand for no node."""
    if isinstance(node, Assignment):
        deadline: list[Node | tuple[str, str]] = [("deadline", _fold(node.deadline.text))] if node.deadline else []
        return deadline + ([("lead_by_rule", "")] if node.lead_by_rule else [])
    if not isinstance(node, Branch) or isinstance(node, Row):
        return []
    return _parted(list(node.children))


def _parted(nodes: list[Node]) -> list[Node | tuple[str, str]]:
    parted: list[Node | tuple[str, str]] = []
    for before, node in zip([None, *nodes], nodes, strict=False):
        if isinstance(node, Paragraph) and isinstance(before, Paragraph):
            parted.append(("paragraph", ""))
        parted.append(node)
    return parted


def _fold(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(WHITE)
