"""The least that any parser of this kind must do, in pure Python: what `parse` is held against.

Decode, split into lines, one pattern a line, one scan for brackets, quotes and sentence ends, and one slotted node with absolute
offsets a line and a sentence. No wrapper, no elements, no outline, no clauses.
"""

from __future__ import annotations

import re

NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
MARK = re.compile(rf"[ \t\u3000]*(?:(?P<chapter>{NUMERAL})、|[（(](?P<measure>{NUMERAL})[）)]|(?P<item>\d{{1,3}})[.．、](?!\d))")
EVENT = re.compile(r"[。！？；（）()〔〕《》“”‘’「」『』\[\]]")
CLOSER = dict(zip("（(〔《“‘「『[", "）)〕》”’」』]", strict=True))
CLOSERS = frozenset(CLOSER.values())


class Node:
    """A line or a sentence."""

    __slots__ = ("children", "end", "kind", "label", "start")

    def __init__(self, kind: str, start: int, end: int, label: str | None, children: tuple[Node, ...]) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.label = label
        self.children = children


def floor(data: bytes) -> list[Node]:
    """The lines of a notice and their sentences."""
    root: list[Node] = []
    offset = 0
    for line in data.decode().splitlines(True):
        mark = MARK.match(line)
        opened: list[str] = []
        sentences: list[Node] = []
        begin = 0
        for event in EVENT.finditer(line):
            char = event.group()
            if char in CLOSER:
                opened.append(CLOSER[char])
            elif char in CLOSERS:
                if opened and opened[-1] == char:
                    opened.pop()
            elif not opened:
                sentences.append(Node("sentence", offset + begin, offset + event.end(), None, ()))
                begin = event.end()
        if begin < len(line):
            sentences.append(Node("sentence", offset + begin, offset + len(line), None, ()))
        kind, label = (str(mark.lastgroup), mark.group()) if mark else ("paragraph", None)
        root.append(Node(kind, offset, offset + len(line), label, tuple(sentences)))
        offset += len(line)
    return root
