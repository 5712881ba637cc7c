"""Footnotes of a page: rows at its foot, smaller or set apart, that open with a mark which the rows above refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from policydoc.readers.page import Page, Row

SMALLER = 0.92
"""Of the letters of the text, those of a note at the most."""
_MARK = re.compile(r"[①-⑳*＊※]|[\[［〔]\d{1,2}[\]］〕]")


def take_out_notes(pages: Sequence[Page]) -> dict[int, list[list[Row]]]:
    """Take the footnotes out of the pages; the rows of each by the number of its page."""
    sizes = [row.em for page in pages for row in page.rows if row.cell is None and row.width > 0.35 * page.width]
    if not sizes:
        return {}
    usual = median(sizes)
    return {page.number: notes for page in pages if (notes := _notes_of(page, usual))}


def _notes_of(page: Page, usual: float) -> list[list[Row]]:
    rows = sorted([row for row in page.rows if row.cell is None], key=attrgetter("bottom"))
    start = _start(rows, page, usual)
    if start == len(rows):
        return []
    above = "".join(row.text for row in rows[:start])
    notes: list[list[Row]] = []
    for row in rows[start:]:
        mark = _MARK.match(row.text)
        if mark and mark[0] in above:
            notes.append([row])
        elif notes:
            notes[-1].append(row)
    taken = {row for note in notes for row in note}
    page.rows = [row for row in page.rows if row not in taken]
    return notes


def _start(rows: Sequence[Row], page: Page, usual: float) -> int:
    """Where the rows in the lower half of the page begin that are smaller, or stand behind a gap that a mark follows."""
    steps = [b.bottom - a.bottom for a, b in pairwise(rows)]
    pitch = median(steps) if steps else 0.0
    start = len(rows)
    while start and rows[start - 1].em < SMALLER * usual and rows[start - 1].top > page.height / 2:
        start -= 1
    for at in range(start - 1, max(0, start - 12), -1):
        if rows[at].top < page.height / 2:
            break
        if steps[at - 1] > 1.3 * pitch:
            return at if _MARK.match(rows[at].text) else start
    return start
