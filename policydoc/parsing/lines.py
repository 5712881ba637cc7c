"""lines: the text in logical lines, each with its mark, without losing a character.

A line ends at a line break, and in the middle of a row where a division or a statement of responsibility runs on behind a closed
sentence or clause. Rows that lost their line breaks (scraped pages) are cut by `lost`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import attrs

from policydoc.parsing.actors import LABEL
from policydoc.parsing.clauses import Clause
from policydoc.parsing.elements import DATE_INSIDE, NOTE_INSIDE, ORGAN, RESIDUE
from policydoc.parsing.marks import Mark, read_mark
from policydoc.parsing.sentences import trim
from policydoc.source import Span

MARK_FIRST = frozenset("第（(—一二三四五六七八九十百零〇①②③④⑤⑥⑦⑧⑨⑩㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼0123456789０１２３４５６７８９")
LABEL_FIRST = frozenset("牵责配协参落推实负考督监指支对主共数第省市县区州镇【［[")
"""How a mark or a label of responsibility that runs on can begin."""
EMPHASIS = "**"
"""What Markdown puts around bold words."""
BLANKS = frozenset(" \t\r\n\xa0\u3000\u2002\u2003\u200b\ufeff")
_MAY_OPEN = MARK_FIRST | LABEL_FIRST | BLANKS
_POINTS = frozenset("*") | {
    chr(i) for span in ((65, 91), (97, 123), (0x2460, 0x2500), (0x2776, 0x2780), (0x3251, 0x3260)) for i in range(*span)
}
_RESIDUE_FIRST = frozenset("[#<-–—>·|")


@attrs.define
class Line:
    """A logical line: its span and mark, then its role, the part that it opens, the end of its heading, its clauses."""

    start: int
    end: int
    mark: Mark | None = None
    ran_on: bool = False
    """Whether no line break stands before it in the text."""
    role: str = ""
    opens: str = ""
    """notice, issued or annex on the first line of one."""
    heading: int = -1
    """Where the heading ends; -1 while unknown, the end of the label where there is none."""
    clauses: list[Clause] = attrs.field(factory=list)
    statements: tuple[int, ...] = ()
    """Where 责任单位：… without brackets runs on behind a closed sentence."""


def stops(ends: Sequence[int], clauses: Iterable[Clause]) -> list[int]:
    """Where a sentence or a clause is closed, in order."""
    return sorted({*ends, *(c.end for c in clauses)})


def ordinary_row(text: str, row: Span, closed: Sequence[int]) -> list[Line]:
    """The lines of a row: marks and labels right behind a closed sentence or clause cut it."""
    start, end = row
    result = []
    if text[start] in _RESIDUE_FIRST:
        residue = RESIDUE.match(text, start, end)
        if residue and residue.end() < end:
            result.append(Line(start, trim(text, start, residue.end())[1], role="wrapper"))
            start = residue.end()
    mark = read_mark(text, start, end) if text[start] in MARK_FIRST or text[start] in _POINTS else None
    if mark is not None and text.startswith(EMPHASIS, start - 2):  # it belongs to what it surrounds
        start -= 2
        mark = read_mark(text, start, end)
    result.append(Line(start, end, mark, start != row[0]))
    _cut_entries(text, end, result)
    for behind in closed[bisect_left(closed, start) : bisect_left(closed, end)]:
        if text[behind] not in _MAY_OPEN:
            continue
        behind = skip(text, behind, end)
        if behind >= end:
            break
        mark = read_mark(text, behind, end) if text[behind] in MARK_FIRST else None
        if mark is None and labels(text, behind, end):
            result[-1].statements += (behind,)
        elif mark is not None:
            result[-1].end = trim(text, result[-1].start, behind)[1]
            result.append(Line(behind, end, mark, ran_on=True))
    signed = _signed(text, start, end, closed)
    if signed > result[-1].start:
        result[-1].end = trim(text, result[-1].start, signed)[1]
        result.append(Line(signed, end, ran_on=True))
    return result


_APART = 6
"""Blanks behind a sentence that set a signature at the right of the page."""


def _signed(text: str, start: int, end: int, closed: Sequence[int]) -> int:
    """Where signature and date begin that run on behind the last sentence of a row, 0 where none do."""
    if text[end - 1] in "）)" and text.find("此件", max(start, end - 64), end) >= 0:  # 附注 runs on behind the date
        note = NOTE_INSIDE.search(text, max(start, end - 64), end)
        end = trim(text, start, note.start())[1] if note and note.end() == end else end
    at = bisect_left(closed, end) - 1
    behind = skip(text, closed[at], end) if at >= 0 and closed[at] > start else 0
    if not behind or end - behind > 80 or behind == end:
        return 0
    if text[end - 1] != "日":
        set_apart = behind - closed[at] >= _APART and end - behind <= 40 and ORGAN.match(text[behind:end])
        return behind if set_apart else 0
    date = DATE_INSIDE.search(text, behind, end)
    return behind if date is not None and date.end() == end else 0


def _cut_entries(text: str, end: int, result: list[Line]) -> None:
    """Entries of a list that run on behind ；: the row that the line's own mark opens goes on in it."""
    mark = result[-1].mark
    if mark is None or mark.number is None:
        return
    at = text.find("；", mark.end, end)
    if at < 0:
        return
    while 0 <= at < end - 1:
        behind = skip(text, at + 1, end)
        following = read_mark(text, behind, end) if behind < end and text[behind] in MARK_FIRST else None
        if following is not None and following.kind == mark.kind and following.number == (mark.number or 0) + 1:
            result[-1].end = at + 1
            result.append(Line(behind, end, following, ran_on=True))
            mark = following
        at = text.find("；", behind, end)


def skip(text: str, at: int, end: int) -> int:
    """The first offset from `at` that is not white space."""
    while at < end and text[at] in BLANKS:
        at += 1
    return at


def labels(text: str, at: int, end: int) -> bool:
    """Whether 责任单位：… without brackets begins here."""
    return text[at] in LABEL_FIRST and LABEL.match(text, at, end) is not None
