"""lost: rows that lost their line breaks, as scraping loses them, cut into lines again.

White space inside such a row stands for a break where it is of the kind that breaks here, or stands behind a closed sentence or before
a mark. Without any white space all candidate marks are collected first; one behind a closed sentence or clause cuts, another only
if its row goes on: the next number follows. The elements before the first mark and behind the last sentence are told by their form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

import attrs

from policydoc.parsing import elements as like
from policydoc.parsing.actors import ACTOR, LABEL
from policydoc.parsing.layout import MARGIN, page_width
from policydoc.parsing.lines import Line, labels, ordinary_row, skip
from policydoc.parsing.marks import MARK, Mark, mark_of
from policydoc.parsing.run_on import BODY_BEGINS, OPENER, head_cuts, run_on_elements, titles_named
from policydoc.parsing.scan import Scan
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK, Span

LONG = 700
"""A row of this many characters lost its line breaks; a paragraph is rarely as long."""

_GAP = re.compile(rf"(?:[{BLANK}]|&nbsp;)+")
_WIDE = re.compile(r"\u3000[ \u3000]|[ ]\u3000|\t|(?:&nbsp;[ ]?){2}|   ")
_ATTACHED = re.compile(rf"附[{BLANK}]?件[{BLANK}]?\d{{0,2}}$")


_ARABIC_LABEL = re.compile(r"(?<![\d.．])(?:\d{1,3}[.．、]|[（(]\d{1,2}[）)]|[①-⑳])$")
_LAW_INSIDE = re.compile(r"第[一二三四五六七八九十百]{1,5}[章条][ \u3000\xa0\u2002\u2003]{1,4}[\u4e00-\u9fff]")
"""A chapter or an article in the middle of a row."""
_REGULATIONS = re.compile(rf"(?:条[{BLANK}]?例|办[{BLANK}]?法|规[{BLANK}]?[定则]|细[{BLANK}]?则|章[{BLANK}]?程)$")
_SIGNED = re.compile(rf"([\u4e00-\u9fff]{{4,40}})[{BLANK}]*{like.DATE_WORDS}(?=[{BLANK}（(\n]|$)")
_CONTENTS = re.compile(rf"目[{BLANK}]*录(?=[{BLANK}]*(?:第一[章编篇部]|一、|[前序引][{BLANK}]*言))")
_JOINT_NUMBER = re.compile(like.JOINT_NUMBER)
_JOINT_ISSUERS = re.compile(rf"(?:[\u4e00-\u9fff]{{2,18}}[部委局厅会院行办室][{BLANK}]+){{1,11}}[\u4e00-\u9fff]{{2,18}}?[部委局厅会院行办室](?=关于|印发)")
_NO_MARK_BEHIND = frozenset("第（(.．、")
_CITING = frozenset("将为按据照依反合经对和与及的》")
"""Behind these 第九条 is the article that a sentence speaks of."""


@attrs.define
class _Cut:
    at: int
    mark: Mark | None = None
    strong: bool = True
    listed: bool = False
    """Whether ： or ； stands before it: the entry of a list."""


def cut_rows(text: str, rows: Sequence[Span], found: Scan, closed: Sequence[int]) -> list[Line]:
    """The lines of all rows, lost or not."""
    result: list[Line] = []
    few, marked = len(rows) <= 3, False
    for i, row in enumerate(rows):
        lost = (
            row[1] - row[0] >= LONG or (few and row[1] - row[0] >= 90) or _LAW_INSIDE.search(text, row[0] + 1, row[1]) is not None
        )
        ordinary = [] if lost else ordinary_row(text, row, closed)
        lost = lost or (len(ordinary) > 2 and sum(1 for line in ordinary if line.ran_on and line.mark is not None) > 1)
        if lost:
            for copy in _copies(text, row):
                result.extend(_lost_row(text, copy, found, closed))
            marked = True
        elif not marked and i < _HEAD and row[1] - row[0] > 30 and ordinary[0].mark is None:
            result.extend(_cut_head(text, found, ordinary))
        else:
            marked = marked or ordinary[0].mark is not None
            result.extend(ordinary)
    return _unglue(text, result, found)


_TITLE = 120
"""Characters of a title, at the most, that is held against those that the notice names."""
_HEAD = 10
"""In so many rows at the start, title, number and addressees are cut apart."""


def _cut_head(text: str, found: Scan, lines: list[Line]) -> list[Line]:
    first = lines[0]
    for cut in reversed(head_cuts(text, (first.start, first.end))):
        if _within(found, cut):
            continue
        s, e = trim(text, cut, first.end)
        first.end = trim(text, first.start, cut)[1]
        if s < e:
            lines.insert(1, Line(s, e, ran_on=True))
    return lines


_STATEMENT = 400
"""Characters of glued statements that are looked at."""
_TAIL = 3000
"""A site glues its words to the end of a text."""


def _unglue(text: str, lines: list[Line], found: Scan) -> list[Line]:
    """Cut what a site glued to the end of a line."""
    end = text[-_TAIL:]
    if "扫一扫" not in end and "打印本页" not in end and "分享到" not in end and "关闭窗口" not in end:
        return lines
    result = []
    for line in lines:
        glued = None if like.WRAPPER.match(text, line.start, line.end) else like.GLUED.search(text, line.start + 1, line.end)
        result.append(line)
        if glued and not _within(found, glued.start()):
            result.append(Line(glued.start(), line.end, ran_on=True))
            line.end = trim(text, line.start, glued.start())[1]
    return result


def _within(found: Scan, at: int) -> bool:
    """Whether a cut would part a bracket, a quotation or a book mark."""
    around = found.inside(at) if found.outer else None
    return around is not None and around[0] < at


def _copies(text: str, row: Span) -> Iterator[Span]:
    """The copies of a text that stands twice in one row."""
    start, end = row
    again = text.find(text[start : start + 24], start + 200, end)
    if again < 0:
        yield row
    else:
        yield start, again
        yield again, end


def _lost_row(text: str, row: Span, found: Scan, closed: Sequence[int]) -> Iterator[Line]:
    start, end = row
    shut = set(closed[bisect_left(closed, start) : bisect_left(closed, end + 1)])
    cuts = {at: _Cut(at) for at in (start, *_breaks(text, row, found, shut))}
    for mark, at in _marks(text, row, found):
        before = trim(text, start, at)[1]
        left = text[before - 1] if before > start else ""
        strong = (
            at in cuts
            or before in shut
            or left in "。！？"
            or (mark.number == 1 and _REGULATIONS.search(text, max(start, before - 4), before) is not None)
        )
        cuts[at] = _Cut(at, mark, strong, left in "：:；;")
    for at in shut:
        behind = skip(text, at, end)
        if behind < end and behind not in cuts and labels(text, behind, end):
            cuts.update((label, _Cut(label)) for label in _labels(text, behind, end))
    chosen = _choose([cuts[at] for at in sorted(cuts)])
    elements = {at for at in run_on_elements(text, row, [c.at for c in chosen], shut) if not _within(found, at)}
    marks = {c.at: c.mark for c in chosen}
    bounds = sorted({*marks, *elements})
    if "&nbsp;" in text[start:end]:
        bounds = list(_indented(text, bounds, marks, elements))
    for at, following in zip(bounds, [*bounds[1:], end], strict=True):
        s, e = trim(text, at, following)
        if s < e and text[s] == "&" and like.ENTITY.match(text, s, e):
            yield Line(s, e, role="wrapper", ran_on=s != start)
        elif s < e:
            residue = like.RESIDUE.match(text, s, e)
            if residue and s < residue.end() < e:
                yield Line(s, trim(text, s, residue.end())[1], role="wrapper", ran_on=s != start)
                s = residue.end()
            yield Line(s, e, marks.get(at), ran_on=s != start)


def _indented(text: str, bounds: Sequence[int], marks: dict[int, Mark | None], elements: Container[int]) -> Iterator[int]:
    """Bounds before the entities that set their line in: those before an element of the notice are a line by themselves, those before a mark
    belong to the sentence that they follow."""
    last = 0
    for at in bounds:
        before = at
        while marks.get(at) is None and text.endswith("&nbsp;", last, before):
            before = trim(text, last, before - len("&nbsp;"))[1]
        if last < before < at:
            yield before
        printed = (date := like.DATE_INSIDE.match(text, at)) and text.startswith("印发", date.end())
        if before <= last or before == at or (not printed and (at in elements or date or like.NOTE_INSIDE.match(text, at))):
            yield at
        last = at


def _labels(text: str, at: int, end: int) -> Iterator[int]:
    """A statement that begins with a label, and those glued to its names (牵头单位：市市场监管局配合单位：市公安局)."""
    yield at
    stop = min((i for i in (text.find(c, at, min(end, at + _STATEMENT)) for c in "。（(\n") if i >= 0), default=min(end, at + _STATEMENT))
    for label in LABEL.finditer(text, at + 1, stop):
        if label.start() > at and ACTOR.search(text, max(at, label.start() - 4), label.start()):
            yield label.start()


def _marks(text: str, row: Span, found: Scan) -> Iterator[tuple[Mark, int]]:
    """All candidates of a row: marks outside of brackets and quotations."""
    start, end = row
    paired = bool(found.outer)
    for match in MARK.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        if before in _NO_MARK_BEHIND or (match[3] == "条" and before in _CITING) or (before.isascii() and before.isalnum() and text[at].isdecimal()):
            continue
        around = found.inside(at) if paired else None
        if around and around[0] < at:
            continue
        mark = mark_of(text, match, end)
        if mark is not None and not (mark.kind == "point" and text[at].isalpha()):
            yield mark, at


def _choose(cuts: Sequence[_Cut]) -> list[_Cut]:
    """Of all candidates those that open a division: strong ones, and weak ones whose row goes on."""
    following: dict[str, int] = {}
    gaps = [0] * len(cuts)
    for i in range(len(cuts) - 1, -1, -1):
        mark = cuts[i].mark
        if mark is not None and mark.number is not None:
            gaps[i] = following.get(_row_of(mark), 0) - mark.number
            following[_row_of(mark)] = mark.number
    chosen: list[_Cut] = []
    last: dict[str, int] = {}
    for i, cut in enumerate(cuts):
        mark = cut.mark
        if mark is None or mark.number is None:
            chosen.append(cut)
            continue
        step = mark.number - last.get(_row_of(mark), -9)
        opens = gaps[i] == 1 and (mark.number == 1 or mark.kind in ("chapter", "article"))
        entry = cut.listed and (1 <= step <= 2 or (mark.number == 1 and 1 <= gaps[i] <= 2))  # one mark of a list may be lost
        if cut.strong or step == 1 or opens or entry:
            last[_row_of(mark)] = mark.number
            chosen.append(cut)
    return chosen


def _row_of(mark: Mark) -> str:
    return mark.kind + mark.style if mark.kind == "chapter" else mark.kind


# -- white space that stands for a break ------------------------------------------------------------------------------------


def _breaks(text: str, row: Span, found: Scan, shut: set[int]) -> Iterator[int]:
    """Offsets behind the gaps of a row that stand for a line break."""
    start, end = row
    gaps = [m.span() for m in _GAP.finditer(text, start, end) if m.end() < end and "\n" not in m[0]]
    only_wide = _breaks_wide(text, row, gaps, shut)
    width = _wrapped_at(text, row, gaps, only_wide)
    began, named = start, frozenset(titles_named(text, start, end) if gaps else ())
    last, first, last_stop = start, min(shut, default=start), max(shut, default=start)
    inside_words: set[int] = set()
    head = min(end, start + _TITLE * 3)
    for pattern, limit in ((like.OFFICER, end), (_CONTENTS, end), (_JOINT_NUMBER, head), (_JOINT_ISSUERS, head)):
        for words in pattern.finditer(text, start, limit):
            inside_words.update(gap.start() for gap in _GAP.finditer(text, *words.span()))
            if pattern is not _JOINT_ISSUERS and not _within(found, words.start()):
                yield from (at for at in (words.start(), skip(text, words.end(), end)) if start < at < end)
    for i, (s, e) in enumerate(gaps):
        if s in inside_words:
            continue
        around = found.inside(s)
        if around and (around[1] - around[0] < 400 or around[0] == start):
            continue
        before = s - (gaps[i - 1][1] if i else start)
        behind = (gaps[i + 1][0] if i + 1 < len(gaps) else end) - e
        told = _told(text, start, s, e, shut) or (s - began <= _TITLE and text[began:s] in named) or _ends_date(text, began, s, e)
        if s - began <= 16 and not told and like.ROSTER_NAME.fullmatch(text, began, s):
            continue  # the office follows the name
        told = told or (s - began <= 12 and text.startswith("关于", e) and like.SITE_COLUMN.fullmatch(text, began, s) is not None)
        if width and s - last >= MARGIN * width and s not in shut:
            told = told and MARK.match(text, e) is not None
        elif not told:  # around the body the elements stand, each with a break behind it
            told = _likely(text, s, e, before, behind, only_wide and first < s < last_stop)
        if width and (told or _WIDE.search(text, s, e) or not only_wide):
            last = e
        if told:
            began = e
            yield e


def _ends_date(text: str, began: int, s: int, e: int) -> bool:
    """Whether nothing but a date stands between the last break and a gap, and no meeting that enacted something behind it."""
    if s - began > 24 or text[s - 1] != "日" or like.ENACTED.match(text, e):
        return False
    date = like.DATE_INSIDE.match(text, began)
    return date is not None and date.end() == s


def _breaks_wide(text: str, row: Span, gaps: Sequence[Span], shut: set[int]) -> bool:
    """Whether only wide white space stands for a break: as it does behind closed sentences."""
    behind = [_WIDE.search(text, s, e) is not None for s, e in gaps if s in shut]
    if len(behind) >= 3:
        return sum(behind) * 2 > len(behind)
    wide = sum(1 for s, e in gaps if _WIDE.search(text, s, e))
    return wide >= 3 and wide * 2400 > row[1] - row[0]


def _wrapped_at(text: str, row: Span, gaps: Sequence[Span], only_wide: bool) -> int | None:
    """The page's width, if the lines that were lost had been cut at one."""
    bounds = [(s, e) for s, e in gaps if not only_wide or _WIDE.search(text, s, e)]
    starts, stops = [row[0], *(e for _, e in bounds)], [*(s for s, _ in bounds), row[1]]
    return page_width(text, [(s, e) for s, e in zip(starts, stops, strict=True) if s < e])


def _told(text: str, start: int, s: int, e: int, shut: set[int]) -> bool:
    """Whether what stands on one side of a gap tells a break."""
    if text[s - 1] == "；" and like.RESIDUE.match(text, e) and not MARK.match(text, e):
        return True  # the number of a page
    if s in shut or text[s - 1] in "：:" or OPENER.match(text, e) or _dated(text, e):
        return True
    if _ATTACHED.search(text, max(start, s - 8), s) or like.ROSTER.match(text, e):
        return True
    if MARK.match(text, e) and not text[s - 1].isdecimal():
        return True
    signed = _SIGNED.match(text, e)
    if signed and like.ORGAN.match(signed[1]):
        return True
    left = text[max(start, s - 40) : s]
    if s - start <= 8 and like.KIND.fullmatch("".join(left.split())) and BODY_BEGINS.match(text, e):
        return True
    if left.endswith(("）", ")")) and like.NOTE.search(left, max(0, left.rfind("（"))):
        return True
    return like.STATUTORY_END.search(left) is not None and like.ADDRESSEE.match(text, e) is not None


def _dated(text: str, at: int) -> bool:
    """Whether a date stands by itself here, and not in a sentence that goes on (早于 2020年3月5日办理的)."""
    date = like.DATE_INSIDE.match(text, at)
    return date is not None and (date.end() == len(text) or text[date.end()] in " \t\n\r\u3000\xa0（(&附")


def _likely(text: str, s: int, e: int, before: int, behind: int, only_wide: bool) -> bool:
    """Whether a gap between two words stands for a break: names set wide (财　政　部) and figures have gaps that do not."""
    wide = _WIDE.search(text, s, e) is not None
    if (before <= 1 and behind <= 1) or ((before == 1 or behind == 1) and not wide):
        return False
    if (only_wide and not wide) or _behind_label(text, s):
        return False
    left, right = text[s - 1], text[e]
    if left == "日" and like.ENACTED.match(text, e):
        return False
    if not wide and (left.isascii() and left.isalnum() or right.isascii() and right.isalnum()):
        return False
    return left not in "，、；" and right not in "，、；。"


def _behind_label(text: str, s: int) -> bool:
    """Whether the label of a division stands right before a gap (第一条　为了…)."""
    if _ARABIC_LABEL.search(text, max(0, s - 7), s):
        return True
    for sign, reach in (("第", 9), ("（", 6)):
        at = text.rfind(sign, max(0, s - reach), s)
        match = MARK.match(text, at) if at >= 0 else None
        if match is not None and match.end() == s:
            return True
    return False
