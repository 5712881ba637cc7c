"""From rows of text at places on pages to paragraphs and tables: what pdf, ofd and recognised scans have in common.

A row goes on in the next where it is full to the right margin and the next one starts where this paragraph's further rows start.
Margins, indents and the pitch of the rows are measured on the pages, not assumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

import attrs

from policydoc.readers.assemble import Line
from policydoc.readers.furniture import take_out_furniture
from policydoc.readers.page import Page, Row, columns
from policydoc.readers.page_notes import take_out_notes
from policydoc.readers.page_tables import Block, Cell, is_entry, split_tables

_TOKEN = re.compile(r"[（《「『【〔“‘〈(\[]*(?:[\x21-\x7e]+|.)[，。、；：！？）》」』】〕”’…％%〉,.;:!?)]*(?:[“‘]+.)?", re.DOTALL)
"""What stands on one line: no line ends behind an opening mark or before a closing one, and many programs end none beside “."""
_TERMINAL = "。！？；：…"
_CLOSED = "。！？；：…）)〕]】"
_CLOSING = "，。、；：！？）》」』】〕”’…,.;:)"
_MARK = re.compile(
    r"\s*(?:第[〇零一二三四五六七八九十百\d]{1,6}[章节条编部篇]|[（(]?[〇零一二三四五六七八九十百]{1,4}[）)、．.]"
    r"|[（(]?\d{1,3}[）)、．.](?!\d(?!\d{3}年))|[①-⑳]|附件?\s*\d*\s*[：:]|[—－-]{2})"
)
_NARROW = re.compile("[\x00-\u1fff]+")
_COUNT = re.compile(r"\s*[（(]?(\d{1,3}|[一二三四五六七八九十](?![一二三四五六七八九十]))[）)、．.](?!\d)")


@attrs.define
class _Frame:
    """The text area of a page."""

    left: float
    right: float
    pitch: float
    """From the foot of one row to the foot of the next."""
    set_in: float = 0.0
    """How far some rows that are set narrower than the page, on both sides, begin behind its left margin."""


@attrs.define
class _Habits:
    """How a document sets its paragraphs."""

    indented: bool = False
    """Paragraphs begin two characters in: some rows do, directly above rows at the margin."""
    flush: bool = False
    """In an indented document headings begin at the margin: rows with a mark do, below rows that left room."""
    hanging: bool = False
    """Rows with a mark begin at the margin, and further rows of their paragraphs two characters in."""
    blocks: bool = False
    """In an indented document whole paragraphs stand two characters in: some rows do, below two full ones that do."""


@attrs.define
class _Paragraph:
    rows: list[tuple[Row, Page]]
    frame: _Frame
    """Of the last row."""
    start: float
    """From the left margin to the first row."""


class _Joiner:
    def __init__(self, pages: Sequence[Page]) -> None:
        self.furniture = take_out_furniture(pages)
        for page in pages:
            page.find_cells()
        self.notes = take_out_notes(pages)
        running = [[row for row in page.rows if row.cell is None] for page in pages]
        self.frames = _frames(pages, running)
        self.habits = _habits(running, self.frames)
        self._columns: dict[int, _Frame] = {}
        self.lines: list[Line] = []
        self._open: _Paragraph | None = None
        self._pending: list[Line] = []
        self._table = -1
        self._table_row = 0
        self._in_table = False
        self._cells: list[tuple[Cell, Line]] = []
        """Of the last row."""

    def add(self, page: Page, frame: _Frame) -> None:
        ruled = any(row.cell for row in page.rows)
        stretches = [(0, page.rows)] if ruled else columns(page.rows, frame.left, frame.right)
        for side, rows in stretches:
            here = self._columns.get(side, frame) if side else frame
            if side and len(rows) > 5 and len(stretches) > 1:
                here = self._columns[side] = _frame_of(rows, rows[0].em, frame.pitch)
            for block in split_tables(page, rows):
                if block.cells:
                    self._close()
                    self._add_table(block, page)
                for row, narrow in zip(block.rows, _set_in(block.rows, here, self._open.frame if self._open else None), strict=True):
                    self._add_row(row, page, narrow)
        for note in self.notes.get(page.number, ()):
            text = _joined([row.text for row in note])
            self._pending.append(Line(text, size=_size(note[0]), anchor=_anchor_on(page, note), role="footnote"))
        self._pending += [Line(text, removed=what) for what, text in self.furniture.get(page.number, ())]
        if not self._open:
            self._close()

    def _add_row(self, row: Row, page: Page, frame: _Frame) -> None:
        self._in_table = False
        if self._open and _goes_on(self._open, row, page, frame, self.habits):
            self._open.rows.append((row, page))
            self._open.frame = frame
        else:
            self._close()
            self._open = _Paragraph([(row, page)], frame, row.x0 - frame.left)

    def _close(self) -> None:
        """Write the open paragraph, and behind it what was taken out since it began."""
        if self._open:
            self.lines.append(_line(self._open))
            self._open = None
        self.lines += self._pending
        self._pending = []

    def _add_table(self, block: Block, page: Page) -> None:
        goes_on = self._in_table
        if not goes_on:
            self._table, self._table_row = self._table + 1, 0
        self._in_table = True
        for index, cells in enumerate(block.cells):
            if index == 0 and goes_on and self._continue_row(cells, page):
                continue
            lines = []
            for column, cell in enumerate(cells):
                size, anchor = (_size(cell.rows[0]), _anchor_on(page, cell.rows)) if cell.rows else (None, None)
                lines.append(Line(cell.text, size=size, anchor=anchor, cell=(self._table, self._table_row, column)))
            self._cells = list(zip(cells, lines, strict=True))
            self.lines += lines
            self._table_row += 1

    def _continue_row(self, cells: Sequence[Cell], page: Page) -> bool:
        """Whether the first row of a table on a new page goes on with the last one of the page before: its first cell is empty."""
        if len(cells) != len(self._cells) or len(cells) < 2 or cells[0].rows or not self._cells[0][0].rows:
            return False
        for cell, (_, line) in zip(cells, self._cells, strict=True):
            if cell.rows:
                line.text += cell.text
                line.anchor = f"{line.anchor}; {_anchor_on(page, cell.rows)}"
        return True

    def finish(self) -> list[Line]:
        self._close()
        return self.lines


def join(pages: Sequence[Page]) -> list[Line]:
    """The lines of a document: paragraphs, cells of tables, and records of what was taken out, in reading order."""
    joiner = _Joiner(pages)
    for page, frame in zip(pages, joiner.frames, strict=True):
        joiner.add(page, frame)
    return joiner.finish()


def _frames(pages: Sequence[Page], running: Sequence[Sequence[Row]]) -> list[_Frame]:
    """The text area of each page: its own where it has one as wide as the document's, or is a page of another width."""
    long = [row for page, rows in zip(pages, running, strict=True) for row in rows if row.width > 0.35 * page.width]
    usual = long if len(long) > 3 else [row for rows in running for row in rows]
    if not usual:
        return [_Frame(0, page.width, 1) for page in pages]
    em = median(row.em for row in usual)
    whole = _frame_of(usual, em, _pitch(running, em))
    if not long:
        # Short lines only: none of them reached the margin.
        whole.right = max(whole.right, 0.8 * pages[0].width)
    wide = median(page.width for page in pages)
    frames = []
    for page, rows in zip(pages, running, strict=True):
        here = [row for row in rows if row.width > 0.5 * (whole.right - whole.left)]
        own = _frame_of(here, em, whole.pitch) if len(here) > 5 else whole
        alike = abs(own.right - own.left - (whole.right - whole.left)) < em
        frames.append(own if alike or abs(page.width - wide) > 0.1 * wide else whole)
    return frames


def _frame_of(rows: Sequence[Row], em: float, pitch: float) -> _Frame:
    # A closing mark may hang over the margin, or leave half of its width blank.
    flush = [row.x1 for row in rows if row.text[-1:] not in _CLOSING]
    return _Frame(
        _edge([row.x0 for row in rows], em, min), _edge(flush if len(flush) > 2 else [row.x1 for row in rows], em, max), pitch
    )


def _set_in(rows: Sequence[Row], frame: _Frame, before: _Frame | None) -> list[_Frame]:
    """The frame of each row: a narrower one for rows that are set in. The first rows of a page may go on with those `before`."""
    frames = [frame] * len(rows)
    start = 0
    for at in range(1, len(rows) + 1):
        first = rows[start]
        if at < len(rows) and abs(rows[at].x0 - first.x0) < 0.6 * first.em and abs(rows[at].em - first.em) < 0.1 * first.em:
            continue
        narrow = _narrow(rows[start:at], frame, None if start else before)
        while narrow and start < at and rows[start].x1 < narrow.right + first.em:  # a row behind them may only begin alike
            frames[start] = narrow
            start += 1
        start = at
    return frames


def _narrow(block: Sequence[Row], frame: _Frame, before: _Frame | None) -> _Frame | None:
    """The frame of rows that begin alike, where four and more of them end alike too, inside of the margins on both sides."""
    first, right = block[0], median(row.x1 for row in block)
    left = first.x0 - frame.left
    if before and before.set_in and abs(left - before.set_in) < 0.6 * first.em:
        return attrs.evolve(before, left=first.x0, right=first.x0 + before.right - before.left)
    even = sum(abs(row.x1 - right) < 0.8 * row.em for row in block)
    inside = min(left, frame.right - right) > 0.6 * first.em and right - first.x0 > 0.5 * (frame.right - frame.left)
    prose = sum(row.text[-1:] in _CLOSED for row in block) * 2 < len(block)
    if even < max(4, 0.8 * (len(block) - 1)) or not inside or not prose:
        return None
    return attrs.evolve(frame, left=first.x0, right=right, set_in=left)


def _edge(values: Sequence[float], em: float, outer: Callable[[Iterable[int]], int]) -> float:
    """The outermost place at which several rows begin or end, ragged by less than a third of a character."""
    step = max(em / 3, 0.1)
    slots: dict[int, list[float]] = {}
    for value in values:
        slots.setdefault(round(value / step), []).append(value)
    enough = max(2, 0.04 * len(values))

    def near(slot: int) -> list[float]:
        return [*slots.get(slot - 1, ()), *slots.get(slot, ()), *slots.get(slot + 1, ())]

    return median(near(outer([slot for slot in slots if len(near(slot)) >= enough] or slots)))


def _pitch(running: Sequence[Sequence[Row]], em: float) -> float:
    steps = [b.bottom - a.bottom for rows in running for a, b in pairwise(rows)]
    usual = [step for step in steps if 0.8 * em < step < 4 * em]
    return median(usual) if usual else 2 * em


def _habits(running: Sequence[Sequence[Row]], frames: Sequence[_Frame]) -> _Habits:
    indented = flush = hanging = blocks = 0
    for rows, frame in zip(running, frames, strict=True):
        deep = 0
        for a, b in pairwise(rows):
            inside, start = 1.2 * a.em < a.x0 - frame.left < 4 * a.em, abs(b.x0 - frame.left)
            if 1.2 * b.em < b.x0 - a.x0 < 4 * b.em and _MARK.match(a.text) and a.text[-1:] not in _TERMINAL:
                hanging += _full(a, b, frame)
            if start < 0.8 * b.em:
                indented += inside
                flush += bool(_MARK.match(b.text)) and not _full(a, b, frame)
            deep = deep + 1 if inside and abs(a.x0 - b.x0) < 0.8 * a.em and _full(a, b, frame) else 0
            blocks += deep == 2
    return _Habits(indented >= 2, indented >= 2 and flush >= 2, hanging >= 3, blocks >= 2 and hanging < 3)


def _goes_on(paragraph: _Paragraph, row: Row, page: Page, frame: _Frame, habits: _Habits) -> bool:
    """Whether a row continues the paragraph."""
    last, last_page = paragraph.rows[-1]
    first = paragraph.rows[0][0]
    em = last.em
    larger = 1.12 if row.confidence is None else 1.18  # a heading is set one size larger; sizes of scanned rows are estimates
    if not 0.85 < row.em / em < larger or (frame.set_in > 0) != (paragraph.frame.set_in > 0) or is_entry(last.text):
        return False
    below = row.bottom - last.bottom
    another = last_page is not page or (below < 0 and paragraph.frame is not frame)
    # Paragraphs that do not begin with an indent may be told by the space between them.
    if not another and not 0 < below < (max(1.7 * frame.pitch, 2 * em) if habits.indented else 1.3 * frame.pitch):
        return False
    if len(last.text) == len(row.text) == 1 and row.text >= "\u3000" and abs(row.x0 - last.x0) < 0.3 * em:
        return not another and below < 1.4 * em  # set downwards
    if first.text[:1] in "（(" and _in_bracket(paragraph) and _centred(row, frame):
        return True
    if not _full(last, row, paragraph.frame):
        return False
    # Left margins differ between pages: compare places from the margin of each.
    here, there, start = row.x0 - frame.left, last.x0 - paragraph.frame.left, paragraph.start
    if start > 0.45 * (frame.right - frame.left):
        return False
    if habits.flush and here < 0.8 * em and _MARK.match(row.text) and last.text.rstrip()[-1:] in _CLOSED:
        return False
    if _centred(row, frame) and not another and here > there:
        # A title of several rows, the first of them as long as there is room.
        filled = max(there, frame.right - last.x1) < em and last.text[-1:] not in _TERMINAL
        return filled and not _MARK.match(row.text) and row.text.rstrip()[-1:] != "号"
    if len(paragraph.rows) > 1:
        return abs(here - there) < 0.8 * em and not (abs(there - start) < 0.8 * em and _starts_anew(first, last, row))
    if here < start - 0.8 * em:
        return True
    if here > start + 0.8 * em:
        hangs = last.text[-1:] not in "。！？：…" or (habits.hanging and not _MARK.match(row.text))
        return hangs and bool(_MARK.match(last.text)) and not _starts_anew(first, last, row)
    if start > 1.2 * em and habits.indented:
        return habits.blocks and last.text[-1:] not in _TERMINAL and not _MARK.match(row.text) and not _centred(last, paragraph.frame)
    return not _starts_anew(first, last, row)


def _in_bracket(paragraph: _Paragraph) -> bool:
    """Whether a bracket that opens a centred note is still open; bounded, as it may never close."""
    text = "".join(row.text for row, _ in paragraph.rows[:6])
    return len(paragraph.rows) < 6 and sum(map(text.count, "（(")) > sum(map(text.count, "）)"))


def _starts_anew(first: Row, last: Row, row: Row) -> bool:
    """Whether a row that could go on opens a paragraph by its mark: behind a closed sentence, or as the next number of the first."""
    if not _MARK.match(row.text):
        return False
    return last.text.rstrip()[-1:] in _CLOSED or _number(row.text) == _number(first.text) + 1 > 1


def _number(text: str) -> int:
    """The number of a mark, 0 where there is none. Marks in Chinese numerals above ten need no telling apart here."""
    match = _COUNT.match(text)
    return 0 if not match else int(match[1]) if match[1].isdecimal() else "一二三四五六七八九十".index(match[1]) + 1


def _full(last: Row, row: Row, frame: _Frame) -> bool:
    """Whether the start of the next row had no room any more behind this one."""
    if last.x1 > frame.right - 0.3 * last.em:
        return True
    match = _TOKEN.match(row.text.lstrip())
    token = match[0] if match else ""
    units = _width(last.text)
    # Wide-set text takes more than the width of its characters.
    step = max(last.em, last.width / units) if units >= 5 else last.em
    ragged = 0.3 if last.confidence is None else 1.1
    return last.x1 + _width(token) * step > frame.right - ragged * step


def _width(text: str) -> float:
    """Width of text in full characters."""
    return (len(text) + len(_NARROW.sub("", text))) / 2


def _centred(row: Row, frame: _Frame) -> bool:
    space = (row.x0 - frame.left, frame.right - row.x1)
    return min(space) > 1.5 * row.em and abs(space[0] - space[1]) < 1.2 * row.em and abs(space[0] - 2 * row.em) > 0.3 * row.em


def _line(paragraph: _Paragraph) -> Line:
    first, frame = paragraph.rows[0][0], paragraph.frame
    centred = len(paragraph.rows) == 1 and _centred(first, frame)
    return Line(
        _joined([row.text for row, _ in paragraph.rows]),
        bold=all(row.bold for row, _ in paragraph.rows),
        centred=centred,
        indent=None if centred else round(max(0.0, paragraph.start) / first.em, 1),
        size=_size(first),
        anchor=_anchor(paragraph.rows),
        role="toc" if is_entry(paragraph.rows[-1][0].text) else None,
    )


def _joined(texts: Sequence[str]) -> str:
    """Rows as one text; a blank between two words of Latin letters."""
    out = texts[0]
    parts = [out]
    for before, text in pairwise(texts):
        a, b = before.rstrip(), text.lstrip()
        latin = a[-1:].isascii() and b[:1].isascii() and a[-1:].isalpha() and b[:1].isalpha()
        parts[-1] = parts[-1].rstrip() if len(parts) > 1 else a
        parts.append(f" {b}" if latin else b)
    return "".join(parts)


def _size(row: Row) -> float:
    return round(row.em * 2) / 2


def _anchor(rows: Sequence[tuple[Row, Page]]) -> str:
    """The places of rows, page by page."""
    return "; ".join([_anchor_on(page, [row for row, _ in here]) for page, here in groupby(rows, itemgetter(1))])


def _anchor_on(page: Page, rows: Sequence[Row]) -> str:
    """`page 3 (72, 120, 420, 136)`: left, top, right, bottom from the top left corner."""
    first = rows[0]
    x0, top, x1, bottom, sure = first.x0, first.top, first.x1, first.bottom, first.confidence
    for row in rows[1:]:  # comparing takes a third of the time of `min`, and a table has thousands of rows
        x0 = row.x0 if row.x0 < x0 else x0
        top = row.top if row.top < top else top
        x1 = row.x1 if row.x1 > x1 else x1
        bottom = row.bottom if row.bottom > bottom else bottom
        sure = None if sure is None or row.confidence is None else min(sure, row.confidence)
    place = f"page {page.number} ({round(x0)}, {round(top)}, {round(x1)}, {round(bottom)})"
    return place if sure is None else f"{place}, recognised with confidence {sure:.2f}"
