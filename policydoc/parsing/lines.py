"""lines: the text in logical lines, each with its mark, without losing a character.

A line ends at a line break, and in the middle of a row where a division or a statement of responsibility runs on behind a closed
sentence or clause. Rows that lost their line breaks (scraped pages) are cut at white space that stands for a break, and at marks
whose row goes on: all candidates are collected first, then one behind a closed sentence cuts, another only if the next number
follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

import attrs

from policydoc.parsing.assignments import LABEL
from policydoc.parsing.clauses import Clause
from policydoc.parsing.layout import Layout
from policydoc.parsing.marks import MARK, Mark, mark_of, read_mark
from policydoc.parsing.scan import Scan
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK, Span

LOST = 700
"""A row of this many characters lost its line breaks; a paragraph is rarely as long."""

_MARK_FIRST = frozenset("第（(一二三四五六七八九十百零〇①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼ABCDEFGabcdefg") | set("0123456789０１２３４５６７８９")
_LABEL_FIRST = frozenset("牵责配协参落推实负考督监指支对主共数第")
_GAP = re.compile(rf"[{BLANK}]+|(?:&nbsp;[{BLANK}]*)+")
_WIDE = re.compile(r"\u3000\u3000|\t| \u3000|(?:&nbsp;\s*){2}|   ")
_DATE = re.compile(r"(?:[12]\d{3}|[一二][〇○零OＯ0０\d一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日")
_OPENER = re.compile(r"附\s?件\s?\d*\s?[:：]?|抄\s?送|[（(]此件|[（(][^）)]{0,6}公开|扫一扫|相关(?:解读|附件|文档|链接)|第[一二三四五六七八九十]+[章节条编]|——|--")


@attrs.define
class Line:
    """A logical line: its span, its mark, and later its role and the end of its heading."""

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


def lines(text: str, laid: Layout, found: Scan, clauses: list[Clause]) -> list[Line]:
    """Cut rows into logical lines."""
    result: list[Line] = []
    stops = _stops(found, clauses)
    rows = laid.rows
    few = len(rows) <= 3
    for start, end in rows:
        if end - start >= LOST or (few and end - start >= 150):
            result.extend(_lost_row(text, start, end, found, stops))
        else:
            result.extend(_row(text, start, end, stops))
    return result


def _stops(found: Scan, clauses: Iterable[Clause]) -> list[int]:
    """Where a sentence or a clause is closed, in order."""
    return sorted({*found.ends, *(c.end for c in clauses)})


def _row(text: str, start: int, end: int, stops: list[int]) -> list[Line]:
    """The lines of an ordinary row: marks and labels behind a closed sentence or clause cut it."""
    result = [Line(start, end, read_mark(text, start, end))]
    for at in range(bisect_left(stops, start), bisect_left(stops, end)):
        behind = stops[at]
        while behind < end and text[behind] in _BLANKS:
            behind += 1
        if behind >= end:
            break
        char = text[behind]
        mark = read_mark(text, behind, end) if char in _MARK_FIRST else None
        if mark is None and not (char in _LABEL_FIRST and LABEL.match(text, behind, end)):
            continue
        if mark is not None and mark.kind == "point" and char in "ABCDEFGabcdefg":
            continue
        result[-1].end = trim(text, result[-1].start, behind)[1]
        result.append(Line(behind, end, mark, ran_on=True))
    return result


_BLANKS = frozenset(" \t\r\n\xa0\u3000\u2002\u2003\u200b\ufeff")


@attrs.define
class _Cut:
    at: int
    mark: Mark | None
    strong: bool


def _lost_row(text: str, start: int, end: int, found: Scan, stops: list[int]) -> list[Line]:
    """The lines of a row that lost its line breaks."""
    closed = set(stops[bisect_left(stops, start) : bisect_left(stops, end) + 1])
    breaks = set(_breaks(text, start, end, found, closed))
    cuts = {at: _Cut(at, None, True) for at in breaks}
    cuts[start] = _Cut(start, None, True)
    for match in MARK.finditer(text, start, end):
        at = match.start()
        around = found.inside(at)
        if around and around[0] < at:
            continue
        if at > start and (text[at - 1] in "第（(.．、" or (text[at - 1].isalnum() and text[at - 1].isascii() and text[at].isdecimal())):
            continue
        mark = mark_of(text, match, end)
        if mark is None or (mark.kind == "point" and text[at].isalpha()):
            continue
        before = trim(text, start, at)[1]
        strong = at in cuts or before in closed or (before > start and text[before - 1] in "。！？")
        cuts[at] = _Cut(at, mark, strong)
    for at in closed:
        behind = at
        while behind < end and text[behind] in _BLANKS:
            behind += 1
        if behind < end and behind not in cuts and text[behind] in _LABEL_FIRST and LABEL.match(text, behind, end):
            cuts[behind] = _Cut(behind, None, True)
    chosen = _choose(text, [cuts[at] for at in sorted(cuts)])
    result = []
    for cut, following in zip(chosen, [*(c.at for c in chosen[1:]), end], strict=True):
        s, e = trim(text, cut.at, following)
        if s < e:
            result.append(Line(s, e, cut.mark, ran_on=cut.at != start))
    return result


def _choose(text: str, cuts: list[_Cut]) -> list[_Cut]:
    """Of all candidates those that open a division: strong ones, and weak ones whose row goes on."""
    following: dict[str, int | None] = {}
    goes_on = [False] * len(cuts)
    for i in range(len(cuts) - 1, -1, -1):
        mark = cuts[i].mark
        if mark is None or mark.number is None:
            continue
        key = _row_of(mark)
        goes_on[i] = following.get(key) == mark.number + 1
        following[key] = mark.number
    chosen: list[_Cut] = []
    last: dict[str, int] = {}
    for i, cut in enumerate(cuts):
        mark = cut.mark
        if mark is None or mark.number is None:
            chosen.append(cut)
            continue
        key = _row_of(mark)
        continues = last.get(key) == mark.number - 1
        if cut.strong or continues or (mark.number == 1 and goes_on[i]) or (goes_on[i] and mark.kind in ("chapter", "article")):
            last[key] = mark.number
            chosen.append(cut)
    return chosen


def _row_of(mark: Mark) -> str:
    return f"{mark.kind}{mark.style}" if mark.kind == "chapter" else mark.kind


def _breaks(text: str, start: int, end: int, found: Scan, closed: set[int]) -> list[int]:
    """Where white space of a row stands for a lost line break: offsets of the next character."""
    gaps = [m.span() for m in _GAP.finditer(text, start, end)]
    wide = sum(1 for s, e in gaps if _WIDE.search(text, s, e))
    only_wide = wide >= 3 and wide * 600 > (end - start) // 4
    result = []
    for i, (s, e) in enumerate(gaps):
        around = found.inside(s)
        if around and around[1] - around[0] < 400:
            continue
        before = s - (gaps[i - 1][1] if i else start)
        behind = (gaps[i + 1][0] if i + 1 < len(gaps) else end) - e
        if _is_break(text, s, e, closed, before, behind, only_wide):
            result.append(e)
    return result


def _is_break(text: str, s: int, e: int, closed: set[int], before: int, behind: int, only_wide: bool) -> bool:
    if e >= len(text):
        return False
    wide = _WIDE.search(text, s, e) is not None
    if s in closed or _OPENER.match(text, e) or _DATE.match(text, e) or text[s - 1] in "：:":
        return wide or not only_wide or s in closed
    if before <= 1 and behind <= 1 or (before == 1 and not wide) or (behind == 1 and not wide):
        return False
    if only_wide:
        return wide and not _labels(text, s)
    if MARK.match(text, e):
        return True
    if _labels(text, s):
        return False
    left, right = text[s - 1], text[e]
    if (left.isalnum() and left.isascii()) or (right.isalnum() and right.isascii()):
        return False
    return left not in "，、；" and right not in "，、；。"


def _labels(text: str, s: int) -> bool:
    """Whether a label of a division stands right before a gap (第一条　为了…)."""
    at = max(text.rfind("第", max(0, s - 9), s), text.rfind("（", max(0, s - 6), s))
    if at < 0:
        return False
    match = MARK.match(text, at)
    return match is not None and match.end() == s
