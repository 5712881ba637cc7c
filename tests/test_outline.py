"""The outline of a tree, apart from the parser."""

from __future__ import annotations

import attrs
from by_hand import OUTLINE, document

from policydoc.tree import Root
from policydoc.writers.outline import outline


def test_every_kind_of_node_has_its_line() -> None:
    assert outline(document()) == OUTLINE


def test_a_notice_that_stands_alone_needs_no_line() -> None:
    doc = document()
    notice = doc.children[-1]
    alone = attrs.evolve(doc, root=Root(doc.root.span, "document", (notice,)))
    twice = attrs.evolve(doc, root=Root(doc.root.span, "document", (notice, notice)))
    below = OUTLINE.splitlines()[3:]
    assert outline(alone) == "".join(f"{line[2:]}\n" for line in below)
    assert outline(twice) == "".join(f"{line}\n" for line in ["notice", *below]) * 2


def test_a_node_has_an_outline_of_its_own() -> None:
    assert outline(next(n for n in document().index._nodes.values() if n.type == "row")) == "row 序号 | 任务\n"
