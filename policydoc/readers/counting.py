"""Numbered lists of Word, in doc and docx alike: how they count, and what they show (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import attrs

from policydoc.readers.number_formats import FORMATS


@attrs.define
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    pad: int = 0
    """Digits at least, of a custom format such as 001."""
    text: Sequence[str] = ("",)
    """Words and levels (from 1) in turn: `第`, `1`, `章` has the number of the first level between the words."""
    suffix: str = "tab"
    restart: int | None = None
    """The level (from 1) whose use, or that of one above it, starts this one anew; 0 never; None any level above."""
    legal: bool = False
    """Numbers of the levels above are decimal (isLgl)."""
    style: str | None = None
    """The paragraph style that it is linked to."""
    indent: tuple[str | None, ...] = ()
    """Of its paragraphs, as a docx says it."""

    def show(self, number: int) -> str:
        """The number in this level's format."""
        return FORMATS.get(self.format, str)(number).rjust(self.pad, "0")


_UNKNOWN = Level()


@attrs.define(eq=False)
class NumberedList:
    """A list as paragraphs refer to it."""

    family: Hashable
    """Lists of one family (one abstract list) count on from one another."""
    levels: dict[int, Level]
    starts: dict[int, int]
    """Level → the number with which this list starts it anew, whatever others of its family have counted."""

    def start(self, at: int) -> int:
        """The first number of a level."""
        return self.starts.get(at, self.levels.get(at, _UNKNOWN).start)


class Counting:
    """How far the lists have counted in one story: the body, all footnotes, all endnotes, one text box. Word counts each anew."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, dict[int, int]] = {}
        self._begun: set[tuple[NumberedList, int]] = set()

    def label(self, found: NumberedList, at: int) -> str:
        """Count one paragraph of a list at a level that it has; its label."""
        counts = self._counts.setdefault(found.family, {})
        if at in found.starts and (found, at) not in self._begun:
            self._begun.add((found, at))
            counts.pop(at, None)
        for deep, below in found.levels.items():
            if deep > at and (below.restart is None or at < below.restart):
                counts.pop(deep, None)
        counts[at] = counts[at] + 1 if at in counts else found.start(at)
        for above in range(at):
            # A level that was passed over counts as used once: the next number there is its second.
            counts.setdefault(above, found.start(above))
        return "".join(_shown(found, at, counts))


def _shown(found: NumberedList, at: int, counts: dict[int, int]) -> list[str]:
    """The text of a level, the numbers in it written out."""
    level = found.levels[at]
    out = [*level.text]
    for place in range(1, len(out), 2):
        of = int(out[place]) - 1
        shown, number = found.levels.get(of, _UNKNOWN), counts.get(of, found.start(of))
        decimal = level.legal and of < at and shown.format not in ("decimalZero", "none")
        out[place] = str(number) if decimal else shown.show(number)
    return out
