"""outline: which marks open divisions, and at which level."""

from __future__ import annotations

from collections.abc import Sequence

from policydoc.parsing.lines import Line
from policydoc.tree import RANKS


def levels(lines: Sequence[Line]) -> None:
    """Give each marked line of one document (notice or attachment) the kind of its division.

    一、 under a 第一章 or a 第一节 is a subsection (立法法 art. 65 leaves no other room for it).
    """
    under_law = False
    for line in lines:
        mark = line.mark
        if mark is None:
            continue
        if mark.kind in ("part", "chapter", "section"):
            if mark.style == "、" and under_law:
                line.mark = mark._replace(kind="subsection")
            elif mark.style in "章节":
                under_law = True


def rank(kind: str) -> int:
    """How deep a division of a kind goes."""
    return RANKS[kind]
