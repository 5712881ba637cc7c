"""The rows of a pdf's page, by what pdfium says of the places of their ends."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from struct import Struct
from typing import Any

from policydoc.readers.page import Row
from policydoc.readers.page_rules import Box, Rules
from policydoc.readers.pdf_rules import address, quick

_WIDE = "[\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BROAD = "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
_HAN = "[\u2e80-\u9fff]"
_SEAM = re.compile(
    f" (?:(?<={_WIDE} )(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%] )(?={_WIDE})|(?<={_HAN} )(?={_BROAD})|(?<={_BROAD} )(?={_HAN}))"
)
"""A blank between Chinese and digits or letters, which are set apart without one; in full width too."""
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_NARROW = re.compile("[\x00-\u1fff]+")
_SPACED = re.compile(f" (?<={_WIDE} )(?={_WIDE})")
_ADJACENT = re.compile(f"{_WIDE}(?={_WIDE})")
_FULL = re.compile("[\u2e80-\u9fff]{1,6}")
_BLANKS = re.compile(" +")
_LINE = re.compile(r"\S.*")
_STEPS = re.compile(r"(?<=\S) *(?=\S)")
_FOUR = Struct("4f").unpack
_PAIR = re.compile(r"\S\S")
_LOOSE = re.compile(r"[\u2018-\u201d\u2026\u2014\u00b7](?<!\S.)[\u2018-\u201d\u2026\u2014\u00b7]*(?!\S)")
"""Marks that stand by themselves: taken from a second font, they are often drawn when the rest of their line is."""
GAP = 2.0
"""Characters of blank between two columns."""


class PageText:
    """The text layer of a page, with the places of the characters that were asked for.

    Asking pdfium for the place of every character would take as long as reading the text: only the ends of a line are asked for, the
    blanks inside of a line that is longer or shorter than its characters, and all of a stretch that ends elsewhere than at the right
    of its start.

    What stands on one level is told by places alone. pdfium ends lines by the height of the letters too, which depends on the
    fonts of the machine: two lines on a machine without fonts may be one with a blank inside where there are some.
    """

    def __init__(self, text_page: Any, text: str, top: float) -> None:
        """`top` is where the page ends in the coordinates of the file, which grow upwards."""
        self.text = text
        self._top = top
        self._rules: Rules | None = None
        self._em = 12.0
        self._spaced: list[tuple[int, int, str, Box, Box]] = []
        # pdfium leaves characters out of the text that mean nothing, and counts in UTF-16.
        same = count_of(text_page) == len(text)
        self._box = _boxes(text_page, None if same else [i for i, c in enumerate(text) if c > "\uffff"])

    def rows(self) -> list[Row]:
        """The rows in the order of the file, cut where a gap is as wide as between columns."""
        rows: list[Row] = []
        before = (0, 0)
        loose, box = _LOOSE.search(self.text), self._box
        for line in _LINE.finditer(self.text):
            text = line[0].rstrip()
            start = line.start()
            end = start + len(text)
            first = box(start)
            last = box(end - 1) if len(text) > 1 else first
            self._em = self._em_of(start, text, 0, first)
            if loose:
                if _LOOSE.search(text) and self._set_in(rows, before, (start, end)):
                    continue
                before = (start, end)
            if (first is not last and _jumps(first, last)) or (" " in text and self._uneven(text, last[2] - first[0])):
                self._cut(start, text, first, last, rows)
            else:
                self._add(rows, start, text, first, last)
        return rows

    def _set_in(self, rows: list[Row], before: tuple[int, int], line: tuple[int, int]) -> bool:
        """Whether a line holds marks that belong further left, in itself or in the line before; if so, all are set in their order."""
        own = [at for at in range(*line) if not self.text[at].isspace()]
        above = [at for at in range(*before) if not self.text[at].isspace()] if rows else []
        for offsets in (own, above + own):
            boxes = [self._box(at) for at in offsets]
            order = sorted(range(len(offsets)), key=lambda i: boxes[i][0])
            wide = any(boxes[b][0] - boxes[a][2] > GAP * self._em for a, b in pairwise(order))
            if order == list(range(len(offsets))) or wide or any(_apart(boxes[0], box) for box in boxes):
                continue
            if offsets is not own:
                if "".join(rows[-1].text.split()) != "".join(self.text[at] for at in above):
                    continue
                rows.pop()
            self._add(rows, line[0], "".join(self.text[offsets[i]] for i in order), boxes[order[0]], boxes[order[-1]])
            return True
        return False

    def cut_at(self, rules: Rules, rows: list[Row]) -> list[Row]:
        """The rows that `rows` gave, cut at ruled lines too."""
        self._rules = rules
        spaced, self._spaced = self._spaced, []
        for index, start, text, first, last in reversed(spaced):
            if rules.between(first[0], last[2], self._top - (first[1] + first[3]) / 2):
                self._em = rows[index].em
                pieces: list[Row] = []
                self._cut(start, text, first, last, pieces)
                rows[index : index + 1] = pieces
        return rows

    def _cut(self, start: int, text: str, first: Box, last: Box, rows: list[Row]) -> None:
        """Add the rows of a line that begins at `start`: cut at blanks, and where these are not all, between any two characters."""
        begin = 0
        for blank in _BLANKS.finditer(text):
            end, next_begin = blank.span()
            before, behind = self._box(start + end - 1), self._box(start + next_begin)
            jumps = _jumps(before, behind)
            if jumps or self._parted(before, behind):
                self._step(start + begin, text[begin:end], first, before, rows)
                begin, first = next_begin, behind
                if jumps:
                    self._em = self._em_of(start, text, begin, first)
        self._step(start + begin, text[begin:], first, last, rows)

    def _step(self, start: int, text: str, first: Box, last: Box, rows: list[Row]) -> None:
        """Add the rows of a stretch: one, unless it ends elsewhere than at the right of its start and is not set downwards."""
        pair = _PAIR.search(text) if _jumps(first, last) else None
        if pair is None or _apart(self._box(start + pair.start()), self._box(start + pair.start() + 1)):
            self._add(rows, start, text, first, last)
            return
        boxes = [self._box(at) for at in range(start, start + len(text))]
        begin = 0
        for seam in _STEPS.finditer(text):
            before, behind = boxes[seam.start() - 1], boxes[seam.end()]
            if _jumps(before, behind):
                self._add(rows, start + begin, text[begin : seam.start()], boxes[begin], before)
                begin = seam.end()
                self._em = self._em_of(start, text, begin, behind)
        self._add(rows, start + begin, text[begin:], boxes[begin], last)

    def _parted(self, before: Box, behind: Box) -> bool:
        """Whether a blank inside of a level stands between two columns."""
        wide = behind[0] - before[2] > GAP * self._em
        return wide or self._rules is not None and self._rules.between(before[2], behind[0], self._top - (before[1] + before[3]) / 2)

    def _uneven(self, text: str, length: float) -> bool:
        """Whether a line is longer than its characters by a gap, or too short for them; text set wide throughout is not."""
        if text.count(" ") * 3 >= len(text):
            return False
        usual = (len(text) + len(_NARROW.sub("", text))) / 2
        return not 0.6 * usual < length / self._em < usual + GAP - 0.6

    def _em_of(self, start: int, text: str, begin: int, first: Box) -> float:
        """Width of a full character from `begin` on: of one near there, else guessed from the height."""
        tall = first[1] - first[3]
        wide = first[2] - first[0]
        if "\u2e80" <= text[begin] <= "\u9fff" and wide > 0.85 * tall > 0:
            return wide
        full = _FULL.search(text, begin, begin + 200)
        if full:
            a, b = self._box(start + full.start()), self._box(start + full.end() - 1)
            wide, tall = a[2] - a[0], a[1] - a[3]
            if 0 < wide < 0.85 * tall and len(full[0]) > 1:
                # Some files say how wide a glyph is drawn, not how wide it is set.
                wide = max(wide, min(tall, (b[2] - a[0]) / len(full[0])))
            if wide > 0:
                return wide
        return self._em if 0.6 * self._em < tall < 1.9 * self._em else max(1.0, 0.85 * tall)

    def _add(self, rows: list[Row], start: int, text: str, first: Box, last: Box) -> None:
        if " " in text:
            self._spaced.append((len(rows), start, text, first, last))
            if not text.isascii():
                text = _close_up(_SEAM.sub("", text))
        if not text.isprintable():
            text = _JUNK.sub("", text)
        x0, top, x1, bottom = first
        _, upper, right, lower = last
        x1, top, bottom = right if right > x1 else x1, upper if upper > top else top, lower if lower < bottom else bottom
        rows.append(Row(text, x0, x1, self._top - top, self._top - bottom, self._em))


def count_of(text_page: Any) -> int:
    """How many characters pdfium counts on a page, by its own handle of the page's text."""
    import pypdfium2.raw as raw

    return int(raw.FPDFText_CountChars(text_page))


def text_of(text_page: Any) -> str:
    """The text of a page. pypdfium2 makes a new type of buffer for each length, which takes as long as the rest of it."""
    import pypdfium2.raw as raw

    count = count_of(text_page)
    buffer = bytearray(2 * count + 2)
    written = raw.FPDFText_GetText(text_page, 0, count, ctypes.byref(ctypes.c_ushort.from_buffer(buffer)))
    return buffer[: 2 * written - 2].decode("utf-16-le", "ignore") if written else ""


def _boxes(page: Any, beyond: list[int] | None) -> Callable[[int], Box]:
    """The function that gives the box of a character, with its side bearings, by its offset in the text.

    Boxes are those of the file, in which a top is above its bottom. `beyond` are the offsets of the characters that UTF-16 counts twice, None
    where offsets are pdfium's own.
    """
    import pypdfium2.raw as raw

    loose, handle = quick("FPDFText_GetLooseCharBox", ctypes.c_int), address(page)
    sides = (ctypes.c_float * 4)()
    target, content = ctypes.byref(sides), memoryview(sides).cast("B")

    def box(at: int) -> Box:
        loose(handle, at, target)
        return _FOUR(content)

    if beyond is None:
        return box
    return lambda at: box(raw.FPDFText_GetCharIndexFromTextIndex(page, at + bisect_left(beyond, at)))


def _jumps(a: Box, b: Box) -> bool:
    """Whether a character stands on another level than one before it, or back at the left of it."""
    return (a[1] != b[1] and _apart(a, b)) or b[0] < a[0] - 0.5 * (a[1] - a[3])


def _apart(a: Box, b: Box) -> bool:
    """Whether two characters stand on two levels: neither holds the middle of the other, as a line holds that of raised signs."""
    return not (a[3] <= (b[1] + b[3]) / 2 <= a[1] or b[3] <= (a[1] + a[3]) / 2 <= b[1])


def _close_up(text: str) -> str:
    """Text that is set with wide spaces between its letters, without them."""
    if text.count(" ") < 2:
        return text
    closed, spaced = _SPACED.subn("", text)
    return closed if spaced > 1 and spaced > 2 * len(_ADJACENT.findall(text)) else text
