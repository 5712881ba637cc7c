"""The clause around a figure: what stands left and right of it, bracketed asides blanked out, and what stands before and behind.

All windows are bounded, so that the work grows with the number of figures and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import attrs

from policydoc.annotators.context import Passage
from policydoc.annotators.phrases import COMPARATORS, FAR, SIGN_OF, Ending
from policydoc.annotators.quantities import Quantity
from policydoc.source import Span

_LEFT, _RIGHT, _BEFORE = 110, 90, 170
_ASIDE = 300
_BRACKET = re.compile(r"[（()）]")
_STOP = re.compile(r"[，,。；;：:！？!?\n\t]")
_STEPS = Ending(
    re.compile(r"(?:分别|各|均|再|约|总计|合计|共|累计|力争|确保|争取|努力|可|将|要|应|须|年均|平均|每年|原则上|[\s“‘])+$"),
    frozenset(" \n\u3000“‘别各均再约计共力争保取可将要应须年上"),
)


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
        found = COMPARATORS.of(self.core)
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
        left = self.left
        if "“" not in left and "‘" not in left and "「" not in left:
            return False
        opened = max(left.rfind("“"), left.rfind("‘"), left.rfind("「"))
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
    """Finds the clause of figures of a text, passage by passage."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._of = -1
        self._asides: list[Span] = []
        self._masked = ""

    def _enter(self, passage: Passage) -> None:
        """Blank the asides of a passage."""
        self._of = passage.start
        if self.text.find("（", passage.start, passage.end) < 0 and self.text.find("(", passage.start, passage.end) < 0:
            self._asides, self._masked = [], self.text[passage.start : passage.end]
            return
        self._asides = _asides(self.text, passage.start, passage.end)
        parts, at = [], passage.start
        for start, end in self._asides:
            parts += [self.text[at:start], "·" * (end - start)]
            at = end
        self._masked = "".join([*parts, self.text[at : passage.end]])

    def around(self, start: int, end: int, passage: Passage, deadline: Span | None) -> Clause:
        """The clause of the figures from `start` to `end`; it starts behind the deadline that governs them at the earliest."""
        if self._of != passage.start:
            self._enter(passage)
        base, words = passage.start, self._masked
        low, high = max(base, deadline[1] if deadline else 0), passage.end
        at = bisect_right(self._asides, (start, high)) - 1 if self._asides else -1
        aside = at >= 0 and end < self._asides[at][1]
        if aside:
            low, high = max(low, self._asides[at][0] + 1), min(high, self._asides[at][1] - 1)
            base, words = low, self.text[low:high]
        left = words[max(low, start - _LEFT) - base : start - base]
        left = left[_last_stop(left) :]
        begin = start - len(left)
        right = words[end - base : min(high, end + _RIGHT) - base]
        stop = _STOP.search(right)
        after = ""
        if stop:
            after = words[end - base + stop.start() : end - base + stop.start() + _RIGHT]
            right = right[: stop.start()]
        behind = deadline[0] if deadline and deadline[1] == begin else begin
        before = words[max(0, behind - _BEFORE - base) : max(0, behind - base)]
        closed = max(before.rfind("。"), before.rfind("！"), before.rfind("？"))
        return Clause(begin, end + len(right), left, right, before[closed + 1 :], behind, after, aside)


def _last_stop(words: str) -> int:
    """Where the last clause of some words starts."""
    last = 0
    for stop in _STOP.finditer(words):
        last = stop.end()
    return last


def _bare(words: str) -> str:
    found = _STEPS.of(words)
    return words[: found.start()] if found else words


def _asides(text: str, start: int, end: int) -> list[Span]:
    """The outermost brackets of a passage that close within `_ASIDE` characters."""
    found: list[Span] = []
    depth, opened = 0, 0
    for mark in _BRACKET.finditer(text, start, end):
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
