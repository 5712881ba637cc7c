"""lost: rows that lost their line breaks, as scraping loses them, cut into lines again.

White space inside such a row stands for a break where it is of the kind that breaks here, or stands behind a closed sentence or before
a mark. Without any white space all candidate marks are collected first; one behind a closed sentence or clause cuts, another only
if its row goes on: the next number follows. The elements before the first mark and behind the last sentence are told by their form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line, labels, ordinary_row, skip
from policydoc.parsing.marks import MARK, Mark, mark_of
from policydoc.parsing.scan import Scan
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK, Span

LONG = 700
"""A row of this many characters lost its line breaks; a paragraph is rarely as long."""

_GAP = re.compile(rf"(?:[{BLANK}]|&nbsp;)+")
_WIDE = re.compile(r"\u3000[ \u3000]|[ ]\u3000|\t|(?:&nbsp;[ ]?){2}|   ")
_OPENER = re.compile(r"附\s?件\s?\d*\s?[:：]?|抄\s?送|[（(]此件|扫一扫|相关(?:解读|附件|文档|链接)|第[一二三四五六七八九十]+[章节条编]|——|--|政策解读|分享到|打印本页")
_DATE_USED = re.compile(r"\s*(?:[起前至，、以之止到—～和]|印发|修[订正]|公布|发布|第)")
_BODY_BEGINS = re.compile(r"为[了贯深进全加切认积落充有促推]|根据|按照|近年来|当前")


@attrs.define
class _Cut:
    at: int
    mark: Mark | None = None
    strong: bool = True


def cut_rows(text: str, rows: Sequence[Span], found: Scan, closed: Sequence[int]) -> list[Line]:
    """The lines of all rows, lost or not."""
    result: list[Line] = []
    few = len(rows) <= 3
    for row in rows:
        lost = row[1] - row[0] >= LONG or (few and row[1] - row[0] >= 150)
        result.extend(_lost_row(text, row, found, closed) if lost else ordinary_row(text, row, closed))
    return result


def _lost_row(text: str, row: Span, found: Scan, closed: Sequence[int]) -> Iterator[Line]:
    start, end = row
    shut = set(closed[bisect_left(closed, start) : bisect_left(closed, end + 1)])
    cuts = {at: _Cut(at) for at in (start, *_breaks(text, row, found, shut))}
    for mark, at in _marks(text, row, found):
        before = trim(text, start, at)[1]
        cuts[at] = _Cut(at, mark, at in cuts or before in shut or (before > start and text[before - 1] in "。！？"))
    for at in shut:
        behind = skip(text, at, end)
        if behind < end and behind not in cuts and labels(text, behind, end):
            cuts[behind] = _Cut(behind)
    chosen = _choose([cuts[at] for at in sorted(cuts)])
    bounds = sorted({c.at for c in chosen} | set(_elements(text, row, [c.at for c in chosen], shut)))
    marks = {c.at: c.mark for c in chosen}
    for at, following in zip(bounds, [*bounds[1:], end], strict=True):
        s, e = trim(text, at, following)
        if s < e:
            residue = like.RESIDUE.match(text, s, e)
            if residue and s < residue.end() < e:
                yield Line(s, trim(text, s, residue.end())[1], role="wrapper", ran_on=s != start)
                s = residue.end()
            yield Line(s, e, marks.get(at), ran_on=s != start)


def _marks(text: str, row: Span, found: Scan) -> Iterator[tuple[Mark, int]]:
    """All candidates of a row: marks outside of brackets and quotations."""
    start, end = row
    for match in MARK.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        if before in "第（(.．、" or (before.isascii() and before.isalnum() and text[at].isdecimal()):
            continue
        around = found.inside(at)
        if around and around[0] < at:
            continue
        mark = mark_of(text, match, end)
        if mark is not None and not (mark.kind == "point" and text[at].isalpha()):
            yield mark, at


def _choose(cuts: Sequence[_Cut]) -> list[_Cut]:
    """Of all candidates those that open a division: strong ones, and weak ones whose row goes on."""
    following: dict[str, int] = {}
    goes_on = [False] * len(cuts)
    for i in range(len(cuts) - 1, -1, -1):
        mark = cuts[i].mark
        if mark is not None and mark.number is not None:
            goes_on[i] = following.get(_row_of(mark)) == mark.number + 1
            following[_row_of(mark)] = mark.number
    chosen: list[_Cut] = []
    last: dict[str, int] = {}
    for i, cut in enumerate(cuts):
        mark = cut.mark
        if mark is None or mark.number is None:
            chosen.append(cut)
            continue
        continues = last.get(_row_of(mark)) == mark.number - 1
        opens = goes_on[i] and (mark.number == 1 or mark.kind in ("chapter", "article"))
        if cut.strong or continues or opens:
            last[_row_of(mark)] = mark.number
            chosen.append(cut)
    return chosen


def _row_of(mark: Mark) -> str:
    return mark.kind + mark.style if mark.kind == "chapter" else mark.kind


# -- white space that stands for a break ------------------------------------------------------------------------------------


def _breaks(text: str, row: Span, found: Scan, shut: set[int]) -> Iterator[int]:
    """Offsets behind the gaps of a row that stand for a line break."""
    start, end = row
    gaps = [m.span() for m in _GAP.finditer(text, start, end)]
    wide = sum(1 for s, e in gaps if _WIDE.search(text, s, e))
    only_wide = wide >= 3 and wide * 2400 > end - start
    for i, (s, e) in enumerate(gaps):
        around = found.inside(s)
        if around and around[1] - around[0] < 400:
            continue
        before = s - (gaps[i - 1][1] if i else start)
        behind = (gaps[i + 1][0] if i + 1 < len(gaps) else end) - e
        if _told(text, start, s, e, shut) or _likely(text, s, e, before, behind, only_wide):
            yield e


def _told(text: str, start: int, s: int, e: int, shut: set[int]) -> bool:
    """Whether what stands on one side of a gap tells a break."""
    if s in shut or text[s - 1] in "：:" or _OPENER.match(text, e) or like.DATE_INSIDE.match(text, e):
        return True
    if MARK.match(text, e) and not text[s - 1].isdecimal():
        return True
    left = text[max(start, s - 40) : s]
    return like.STATUTORY_END.search(left) is not None and like.ADDRESSEE.match(text, e) is not None


def _likely(text: str, s: int, e: int, before: int, behind: int, only_wide: bool) -> bool:
    """Whether a gap between two words stands for a break: names set wide (财　政　部) and figures have gaps that do not."""
    wide = _WIDE.search(text, s, e) is not None
    if (before <= 1 and behind <= 1) or ((before == 1 or behind == 1) and not wide):
        return False
    if (only_wide and not wide) or _behind_label(text, s):
        return False
    left, right = text[s - 1], text[e]
    if not wide and (left.isascii() and left.isalnum() or right.isascii() and right.isalnum()):
        return False
    return left not in "，、；" and right not in "，、；。"


def _behind_label(text: str, s: int) -> bool:
    """Whether the label of a division stands right before a gap (第一条　为了…)."""
    for sign, reach in (("第", 9), ("（", 6)):
        at = text.rfind(sign, max(0, s - reach), s)
        match = MARK.match(text, at) if at >= 0 else None
        if match is not None and match.end() == s:
            return True
    return False


# -- elements that run on without any white space ----------------------------------------------------------------------------


def _elements(text: str, row: Span, cuts: Sequence[int], shut: set[int]) -> Iterator[int]:
    """Where the elements of a row begin and end that no white space and no mark sets apart."""
    start, end = row
    first = next((c for c in cuts if c > start and MARK.match(text, c)), end)
    at = yield from _head(text, start, min(first, start + 1500))
    yield from _dates(text, max(at, start), end, shut, sorted({*cuts, at}))
    for stop in shut:
        behind = skip(text, stop, end)
        if behind < end and (_OPENER.match(text, behind) or like.WRAPPER.match(text, behind)):
            yield behind


def _head(text: str, start: int, limit: int) -> Iterator[int]:
    """Title, number and addressees that run into each other; returns where they end."""
    at = start
    number = like.NUMBER_YEAR.search(text, start, min(limit, start + 400))
    if number and "。" not in text[start : number.start()]:
        begin = _number_begin(text, start, number.start())
        yield begin
        at = number.end() + (text[number.end() : number.end() + 1] in "）)" and text[begin] in "（(")
        yield at
    title = None if at > start + 20 else like.TITLE_BEFORE_ADDRESSEES.match(text, at, min(limit, at + 300))
    if title and "。" not in title[0]:
        at = title.end()
        yield at
    colon = min((i for i in (text.find("：", at, limit), text.find(":", at, limit)) if i >= 0), default=-1)
    if colon > 0 and like.is_addressees(text[at : colon + 1].strip()):
        at = colon + 1
        yield at
    return at


def _number_begin(text: str, start: int, year: int) -> int:
    """Where the number begins whose year bracket stands at `year`: behind the 文种 of the title, or at the start of the row."""
    for kind in reversed(list(like.KIND.finditer(text, max(start, year - 30), year))):
        if 2 <= year - kind.end() <= 14 and kind.end() - start >= 8:
            return kind.end()
    at = year
    while at > start and year - at < 20 and text[at - 1] not in like.BREAKERS:
        at -= 1
    return at


def _dates(text: str, start: int, end: int, shut: set[int], cuts: Sequence[int]) -> Iterator[int]:
    """A date behind a closed sentence, with the signatures before it, the note and the title of the issued document behind it."""
    for date in like.DATE_INSIDE.finditer(text, start, end):
        if _DATE_USED.match(text, date.end(), end):
            continue
        before = max(cuts[bisect_left(cuts, date.start() + 1) - 1] if cuts else start, max((s for s in _near(shut, date.start())), default=0))
        signed = text[before : date.start()].strip()
        if signed and (len(signed) > 80 or not like.ORGAN.match(signed)):
            continue
        yield skip(text, before, end)
        yield date.start()
        at = skip(text, date.end(), end)
        yield at
        note = like.NOTE_INSIDE.match(text, at, end)
        if note:
            at = skip(text, note.end(), end)
            yield at
        issued = _issued_end(text, start, at, end)
        if issued:
            yield issued
        return


def _near(shut: set[int], at: int) -> Iterator[int]:
    return (i for i in range(at, max(0, at - 100), -1) if i in shut)


def _issued_end(text: str, start: int, at: int, end: int) -> int:
    """Where the title of the issued document ends, if the notice names it before (《…》 or 印发…的通知)."""
    for named in like.ISSUED_NAMES.finditer(text, 0, at):
        title = named[1] or named[2]
        if title and text.startswith(title, at):
            return at + len(title)
    begins = _BODY_BEGINS.search(text, at + 6, min(end, at + 80))
    return begins.start() if begins and not like.PROSE.search(text, at, begins.start()) else 0
