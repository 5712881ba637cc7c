"""A parsed document: the tree, the text under it, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from policydoc.diagnostics import Diagnostic
from policydoc.source import WHITE, Source, Span
from policydoc.tree import ROLES, Branch, Node, Root, find, walk

if TYPE_CHECKING:
    from policydoc.meta import Meta
    from policydoc.tasks import Task

N = TypeVar("N", bound=Node)


@attrs.frozen
class Annotation:
    """Meaning beside the tree: a type, a span, a value, and who made it. Annotations may overlap."""

    type: str
    span: Span
    value: Mapping[str, Any] = attrs.field(hash=False)
    by: str


@attrs.frozen
class Document:
    """What `read` and `parse` return."""

    source: Source
    root: Root
    annotations: tuple[Annotation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    decisions: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """What was decided about the document as a whole (its line breaks, its headings …), each with its reason."""

    @property
    def text(self) -> str:
        """The text that every span counts in."""
        return self.source.text

    @property
    def children(self) -> tuple[Node, ...]:
        """Wrapper, Metadata and Notice nodes."""
        return self.root.children

    @cached_property
    def index(self) -> Index:
        """Parents, paths and the node at an offset."""
        return Index(self.root)

    @cached_property
    def meta(self) -> Meta:
        """The typed record of the (first) notice: title, kind, number, issuers, addressees, date …"""
        from policydoc.meta import meta_of

        return meta_of(self)

    def find(self, cls: type[N], **fields: Any) -> Iterator[N]:
        """All nodes of a class whose fields equal the given ones.

        A role as field (`lead="市财政局"`, also `agency=` for any role) asks for nodes with a clause that gives an agency of that
        name the role: the name as written, canonical or in full.

        >>> import policydoc
        >>> doc = policydoc.parse("一、总体要求\\n二、重点任务")
        >>> next(doc.find(policydoc.Chapter, number=2)).heading.text
        '重点任务'
        """
        wanted = {role: fields.pop(role) for role in (*ROLES, "agency") if role in fields}
        nodes = (n for n in find(self.root, cls) if all(getattr(n, k, None) == v for k, v in fields.items()))
        if not wanted:
            return nodes
        from policydoc.tasks import holds

        return filter(holds(self, wanted), nodes)

    def tasks(self) -> Iterator[Task]:
        """One row for each agency of each responsibility clause: measure, task text, role, agency, deadline, targets."""
        from policydoc.tasks import tasks

        return tasks(self)

    def table_tasks(self) -> Iterator[Task]:
        """The same for tables of a division of work (任务分工表): one row for each office of each row; `clause` is the id of the table's row."""
        from policydoc.table_tasks import table_tasks

        return table_tasks(self)

    def locate(self, quotation: str) -> list[Span]:
        """The exact places of a quotation, white space (line breaks) on both sides aside; never a near match.

        >>> import policydoc
        >>> policydoc.parse("市财政局要落\\n实资金。").locate("落实资金")
        [(5, 10)]
        """
        wanted = "".join(quotation.split()).strip(WHITE)
        plain, offsets = self._plain
        spans = []
        at = plain.find(wanted) if wanted else -1
        while at >= 0:
            spans.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
            at = plain.find(wanted, at + 1)
        return spans

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        kept = [(c, i) for i, c in enumerate(self.text) if c not in WHITE]
        return "".join(c for c, _ in kept), [i for _, i in kept]


class Index:
    """Look-ups over a tree, made once and kept."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self._parents: dict[str, Node] = {}
        self._nodes: dict[str, Node] = {}
        for node in walk(root):
            self._nodes[node.id] = node
            if isinstance(node, Branch):
                for child in node.children:
                    self._parents[child.id] = node

    def __getitem__(self, node_id: str) -> Node:
        """The node with an id; KeyError where there is none."""
        return self._nodes[node_id]

    def parent(self, node: Node) -> Node | None:
        """The node around a node; None for the root."""
        return self._parents.get(node.id)

    def path(self, node: Node) -> tuple[Node, ...]:
        """The nodes from the root down to the node, itself included."""
        path = [node]
        while (up := self.parent(path[-1])) is not None:
            path.append(up)
        return tuple(reversed(path))

    def at(self, offset: int) -> Node:
        """The deepest node whose span holds an offset; the root where none does."""
        node: Node = self.root
        while isinstance(node, Branch):
            below = next((c for c in node.children if c.span[0] <= offset < c.span[1]), None)
            if below is None:
                break
            node = below
        return node
