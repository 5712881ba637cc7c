"""The clause around a figure: what stands left and right of it, bracketed asides blanked out, and what stands before and behind.

All windows are bounded, so that the work grows with the number of figures and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import attrs

from policydoc.annotators.context import Passage
from policydoc.annotators.phrases import COMPARATORS, FAR, SIGN_OF, ends
from policydoc.annotators.quantities import Quantity
from policydoc.source import Span

_LEFT, _RIGHT, _BEFORE = 110, 90, 170
_ASIDE = 300
_BRACKET = re.compile(r"[（()）]")
_STOP = re.compile(r"[，,。；;：:！？!?\n\t]")
_STEPS = re.compile(r"(?:分别|各|均|再|约|总计|合计|共|累计|力争|确保|争取|努力|可|将|要|应|须|年均|平均|每年|原则上|[\s“‘])+$")


@attrs.define
class Clause:
    """A run of figures in its clause. `start` and `end` are where the clause starts and ends in the text."""

    start: int
    end: int
    left: str
    """From the start of the clause to the first figure, asides blanked."""
    right: str
    """From behind the last figure to the end of the clause."""
    before: str
    """What stands before the clause and its deadline in its sentence."""
    before_end: int
    """Where `before` ends in the text."""
    after: str
    """What stands behind the clause, its stop first."""
    bracket: bool
    """Whether the clause stands inside of brackets."""
    core: str = ""
    """`left` without adverbs at its end."""
    stem: str = ""
    """`core` before the comparator, adverbs at its end left out."""
    between: Span | None = None
    """What stands between a comparator and the figure (最高补助400万元), as a span of the text."""
    comparator: str | None = None

    def __attrs_post_init__(self) -> None:
        self.core = self.stem = _bare(self.left)
        found = ends(COMPARATORS, self.core)
        if found is None:
            far = FAR.search(self.core)
            if far and not any(c.isdigit() for c in far[2]) and (far[2].endswith("的") or far[1].startswith("最") and len(far[2]) <= 16):
                found = far
                if not far[2].endswith("的"):
                    self.between = (self.start + far.start(2), self.start + far.end(2))
        if found is not None:
            self.comparator, self.stem = SIGN_OF[found[1]], _bare(self.core[: found.start()])

    @property
    def in_quotes(self) -> bool:
        """Whether a quotation is open at the figure."""
        opened = max(self.left.rfind(c) for c in "“‘「")
        return opened >= 0 and not any(c in self.left[opened:] for c in "”’」")

    def quoted(self, quantity: Quantity) -> bool:
        """Whether the figure stands in a quoted name (“15分钟政务服务圈”) and is no level told in quotes (“中心城区10分钟”)."""
        if not self.in_quotes:
            return False
        inner = self.left[max(self.left.rfind(c) for c in "“‘「") + 1 :]
        behind = self.right.lstrip("以上下内左右")
        if quantity.plus:
            return False
        closes = not behind or behind[0] in "、”’」"
        return not (closes and len(inner) >= 2 and (quantity.duration or quantity.unit == "%"))


class Clauses:
    """Finds the clause of figures of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asides = _asides(text)
        self._starts = [a[0] for a in self.asides]
        parts, at = [], 0
        for start, end in self.asides:
            parts += [text[at:start], "·" * (end - start)]
            at = end
        self.masked = "".join([*parts, text[at:]]) if parts else text

    def around(self, start: int, end: int, passage: Passage, deadline: Span | None) -> Clause:
        """The clause of the figures from `start` to `end`; it starts behind the deadline that governs them at the earliest."""
        at = bisect_right(self._starts, start) - 1
        aside = self.asides[at] if at >= 0 and end < self.asides[at][1] else None
        low, high, words = max(passage.start, deadline[1] if deadline else 0), passage.end, self.masked
        if aside:
            low, high, words = max(low, aside[0] + 1), min(high, aside[1] - 1), self.text
        window = words[max(low, start - _LEFT) : start]
        cut = 0
        for stop in _STOP.finditer(window):
            cut = stop.end()
        begin = start - len(window) + cut
        ahead = words[end : min(high, end + _RIGHT)]
        behind_it = _STOP.search(ahead)
        close = behind_it.start() if behind_it else len(ahead)
        behind = deadline[0] if deadline and deadline[1] == begin else begin
        before = words[max(passage.start, behind - _BEFORE) : behind]
        for mark in "。！？":
            before = before[before.rfind(mark) + 1 :]
        return Clause(begin, end + close, window[cut:], ahead[:close], before, behind, words[end + close : min(high, end + close + _RIGHT)], aside is not None)


def _bare(words: str) -> str:
    found = ends(_STEPS, words)
    return words[: found.start()] if found else words


def _asides(text: str) -> list[Span]:
    """The outermost brackets of a text that close within `_ASIDE` characters, on one line."""
    found: list[Span] = []
    depth, opened = 0, 0
    for mark in _BRACKET.finditer(text):
        at = mark.start()
        if depth and at - opened > _ASIDE:
            depth = 0
        if mark[0] in "（(":
            if depth == 0:
                opened = at
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, at + 1))
    return found
