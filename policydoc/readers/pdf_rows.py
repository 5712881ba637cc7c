"""The rows of a pdf's page, by what pdfium says of the places of their ends."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from policydoc.readers.page import Row
from policydoc.readers.page_rules import Box, Rules

_WIDE = "[\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_SEAM = re.compile(f"(?<={_WIDE}) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?={_WIDE})")
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_NARROW = re.compile("[\x00-\u1fff]")
_SPACED = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
_ADJACENT = re.compile(f"(?<={_WIDE})(?={_WIDE})")
_FULL = re.compile("[\u2e80-\u9fff]")
_BLANKS = re.compile(" +")
_STEPS = re.compile(r"(?<=\S) *(?=\S)")
_PAIR = re.compile(r"\S\S")
GAP = 2.0
"""Characters of blank between two columns."""


class PageText:
    """The text layer of a page, with the places of the characters that were asked for.

    Asking pdfium for the place of every character would take longer than reading the text: only the ends of a line are asked
    for, the blanks inside of a line that is longer or shorter than its characters, and all of a line that ends elsewhere than
    at the right of its start.

    What stands on one level is told by places alone. pdfium ends lines by the height of the letters too, which depends on the
    fonts of the machine: two lines on a machine without fonts may be one with a blank inside where there are some.
    """

    def __init__(self, text_page: Any, text: str, top: float) -> None:
        """`top` is where the page ends in the coordinates of the file, which grow upwards."""
        import pypdfium2.raw as raw

        self.text = text
        self._page, self._top = text_page.raw, top
        self._index, self._loose = raw.FPDFText_GetCharIndexFromTextIndex, raw.FPDFText_GetLooseCharBox
        self._rect = raw.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        self._em = 12.0
        self._rules = Rules()
        self._known: dict[int, Box] = {}
        # pdfium leaves characters out of the text that mean nothing, and counts in UTF-16.
        self._same = text_page.count_chars() == len(text)
        self._beyond = [i for i, c in enumerate(text) if c > "\uffff"] if not self._same else []

    def rows(self, rules: Rules | None = None) -> list[Row]:
        """The rows in the order of the file, cut at ruled lines and where a gap is as wide as between columns."""
        self._rules = rules or Rules()
        rows: list[Row] = []
        at = 0
        for line in self.text.split("\r\n"):
            bare = line.strip()
            if bare:
                rows.extend(self._cut(at + line.index(bare[0]), bare))
            at += len(line) + 2
        return rows

    def _box(self, at: int) -> Box:
        """Left, top, right, bottom of a character with its side bearings, from the top left corner of the page."""
        box = self._known.get(at)
        if box is None:
            index = at if self._same else self._index(self._page, at + bisect_left(self._beyond, at))
            rect = self._rect
            self._loose(self._page, index, self._reference)
            box = self._known[at] = (rect.left, self._top - rect.top, rect.right, self._top - rect.bottom)
        return box

    def _cut(self, start: int, text: str) -> Iterator[Row]:
        """The rows of a line of the text layer that begins at `start`."""
        first = self._box(start)
        last = self._box(start + len(text) - 1) if len(text) > 1 else first
        self._em = self._em_of(start, text, 0, first)
        begin = 0
        for seam in self._seams(start, text, first, last):
            before, behind = self._box(start + seam.start() - 1), self._box(start + seam.end())
            jumps = _jumps(before, behind)
            if jumps or (seam[0] and self._parted(before, behind)):
                yield self._row(start, text, begin, seam.start(), first, before)
                begin, first = seam.end(), behind
                if jumps:
                    self._em = self._em_of(start, text, begin, first)
        yield self._row(start, text, begin, len(text), first, last)

    def _seams(self, start: int, text: str, first: Box, last: Box) -> Iterable[re.Match[str]]:
        """The places where a line may have to be cut."""
        if _jumps(first, last):
            pair = _PAIR.search(text)
            vertical = pair and _apart(self._box(start + pair.start()), self._box(start + pair.start() + 1))
            return () if vertical else _STEPS.finditer(text)
        if " " in text and (self._rules.vertical or self._uneven(text, last[2] - first[0])):
            return _BLANKS.finditer(text)
        return ()

    def _parted(self, before: Box, behind: Box) -> bool:
        """Whether a blank inside of a level stands between two columns."""
        wide = behind[0] - before[2] > GAP * self._em
        return wide or self._rules.between(before[2], behind[0], (before[1] + before[3]) / 2)

    def _uneven(self, text: str, length: float) -> bool:
        """Whether a line is longer than its characters by a gap, or too short for them; text set wide throughout is not."""
        blanks = text.count(" ")
        usual = len(text) - 0.5 * len(_NARROW.findall(text))
        return not 0.6 * usual < length / self._em < usual + GAP - 0.6 and blanks * 3 < len(text)

    def _em_of(self, start: int, text: str, begin: int, first: Box) -> float:
        """Width of a full character from `begin` on: of one near there, else guessed from the height."""
        if "\u2e80" <= text[begin] <= "\u9fff" and first[2] > first[0]:
            return first[2] - first[0]
        full = _FULL.search(text, begin, begin + 200)
        box = self._box(start + full.start()) if full else first
        if full and box[2] > box[0]:
            return box[2] - box[0]
        tall = box[3] - box[1]
        return self._em if 0.6 * self._em < tall < 1.9 * self._em else max(1.0, 0.85 * tall)

    def _row(self, start: int, text: str, begin: int, end: int, first: Box, last: Box) -> Row:
        piece = text[begin:end]
        if " " in piece:
            piece = _close_up(_SEAM.sub("", piece))
        top, bottom = min(first[1], last[1]), max(first[3], last[3])
        return Row(_JUNK.sub("", piece), first[0], max(last[2], first[2]), top, bottom, self._em)


def _jumps(a: Box, b: Box) -> bool:
    """Whether a character stands on another level than one before it, or back at the left of it."""
    return b[0] < a[0] - 0.5 * (a[3] - a[1]) or (a[1] != b[1] and _apart(a, b))


def _apart(a: Box, b: Box) -> bool:
    """Whether two characters stand on two levels: neither holds the middle of the other, as a line holds that of raised signs."""
    return not (a[1] <= (b[1] + b[3]) / 2 <= a[3] or b[1] <= (a[1] + a[3]) / 2 <= b[3])


def _close_up(text: str) -> str:
    """Text that is set with wide spaces between its letters, without them."""
    spaced = len(_SPACED.findall(text))
    return _SPACED.sub("", text) if spaced > 1 and spaced > 2 * len(_ADJACENT.findall(text)) else text
