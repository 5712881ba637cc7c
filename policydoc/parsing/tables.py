"""tables: runs of lines that are cells of a table or fields of a form and not prose, and the 专栏 boxes of plans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line
from policydoc.source import BLANK

_TABLE_TITLE = re.compile(r"(?:表|台账|清单|名单|目录|名录|一览|名册|汇总|明细|通讯录)(?:[（(].{0,30}[）)])?$")
_CAPTIONED = re.compile(rf"[^。，；：:]{{2,40}}?(?:{_TABLE_TITLE.pattern}|(?:指标|任务|分工)$)")
_HEADER = re.compile(
    r"序[号\s]|编号|(?:名称|项目|任务|单位|内容|时限|备注|联系|姓名|职务|电话|金额|指标).{0,40}(?:名称|项目|任务|单位|"
    r"内容|时限|备注|姓名|职务|电话|金额|指标|属性)"
)
_REMARK = re.compile(r"(?:备?注|说明|填表说明|注释)\s*[：:]|\*.*[。填]")
_BOX = re.compile(rf"专[{BLANK}]?栏[{BLANK}]*[\d一二三四五六七八九十]{{1,3}}(?:[{BLANK}]*[：:]|[{BLANK}]|$|(?=[\u4e00-\u9fff“]))")
_WIDE = re.compile(rf"[^{BLANK}]\t?[{BLANK}]{{4}}")
"""Words set apart by blanks that stand for a tab."""
_SAID = re.compile(rf"[\u4e00-\u9fff]{{2,10}}[：:][{BLANK}]*[^{BLANK}]")
"""A label and what it labels: 主办单位：……; lines of an event and no fields that wait to be filled in."""
_CAPTION = re.compile(rf"(?:附?表|图)[{BLANK}]*[\d一二三四五六七八九十]{{1,3}}(?:[-—.]\d{{1,2}})?[：:{BLANK}]")


def tables(text: str, lines: Sequence[Line], *, annex: bool, title: str, told: bool = False) -> None:
    """Give lines of tables and forms the role table, captions and boxes theirs.

    In a file that has `told` its tables a run of short lines is none for being long: blanks must set its columns apart.
    """
    titled = _TABLE_TITLE.search(title) is not None
    form = titled and (annex or _has_header(text, lines)) and _mostly_cells(text, lines)
    _captions(text, lines)
    _below_columns(text, lines, annex)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (_cell_like(text, lines[end], form) or (end > at and _ends_in_figures(text, lines[end]))):
            end += 1
        if end > at and (_is_table(text, lines[at:end], form, annex, told) or _is_roster(text, lines, at, end)):
            for line in lines[at:end]:
                line.role, line.clauses = "table", []
        at = max(end, at + 1)
        while at < len(lines) and not lines[at].role and _goes_on(text, lines[at - 1]):
            at += 1
        if at < len(lines) and _REMARK.match(text, lines[at - 1].start, lines[at - 1].end):
            while at < len(lines) and (mark := lines[at].mark) is not None and mark.kind == "item" and not lines[at].role:
                at += 1


def divisions(lines: Sequence[Line]) -> None:
    """Marked lines that are no cells are divisions, all others paragraphs."""
    for line in lines:
        if not line.role:
            line.role = line.mark.kind if line.mark is not None else "para"


_COLUMN = re.compile(
    r"(?:序号?|编号|备注|属性|目标|分工|类别|事项|姓名|职务|任务|措施|举措|时限|\d{4}年)$"
    r"|[\w（）()、/]{0,8}(?:指标|目标|单位|部门|领导|处室|工作|任务|名称|内容|时[间限]|情况|举措|措施|联系人|电话)$"
)
"""A column of a table that lost its cells: one name a line, blanks inside aside."""
_COLUMNS = re.compile(
    rf"序[{BLANK}]?号(?:[^。，；：]{{0,16}}?(?:单位|部门|处室|时[限间]|周期|内容|任务|名称|指标|目标|措施|举措|备注)){{2,9}}$"
)
"""All columns of such a table on one line."""


def _below_columns(text: str, lines: Sequence[Line], annex: bool) -> None:
    """Three names of columns on lines of their own open a table; it goes on to the end of its annex, or to the next division.

    What is a division in an annex: the mark that goes on with the row that stood open before the table.
    """
    names = 0
    following: dict[str, int] = {}
    for i, line in enumerate(lines):
        if line.mark is not None and not line.role:
            following[line.mark.kind] = (line.mark.number or 0) + 1
        short = not line.role and line.mark is None and line.end - line.start <= 12
        known = short and _COLUMN.match("".join(text[line.start : line.end].split()))
        names = 0 if not known else 1 if _numbered(text, line) else names + 1
        if names == 3 and (annex or _numbered(text, lines[i - 2])):
            _open_table(text, lines, i - 2, following if annex else None)
        elif not line.role and line.end - line.start <= 80 and _COLUMNS.match(text, line.start, line.end):
            _open_table(text, lines, i, following if annex else None)


def _numbered(text: str, line: Line) -> bool:
    """Whether the first column counts the rows: outside of an annex only such a head is sure."""
    return text.startswith("序", line.start)


def _open_table(text: str, lines: Sequence[Line], at: int, following: dict[str, int] | None) -> None:
    above = lines[at - 1] if at else None
    if above and not above.role and above.mark is None and _CAPTIONED.match(text, above.start, above.end):
        above.role = "caption"
    for row in lines[at:]:
        mark = row.mark if row.mark is not None and row.mark.kind in ("chapter", "measure") else None
        division = mark is not None and (following is None or following.get(mark.kind) == mark.number)
        if division or row.role not in ("", "resp") or _REMARK.match(text, row.start, row.end):
            break
        row.role, row.clauses = "table", []


def _captions(text: str, lines: Sequence[Line]) -> None:
    for i, line in enumerate(lines):
        if line.role or line.mark is not None or line.end - line.start > 60:
            continue
        if _BOX.match(text, line.start, line.end) and not like.PROSE.search(text, line.start, line.end):
            line.role = "box"
            continue
        below = lines[i + 1] if i + 1 < len(lines) else None
        captioned = below is not None and below.role == "table"
        if _CAPTION.match(text, line.start, line.end):
            captioned = captioned or (below is not None and _cell_like(text, below, False))
        elif captioned:
            captioned = _TABLE_TITLE.search(text, line.start, line.end) is not None
        if captioned:
            line.role = "caption"


def _goes_on(text: str, remark: Line) -> bool:
    """Whether a remark below a form goes on in the next line."""
    return _REMARK.match(text, remark.start, remark.end) is not None and text[remark.end - 1] in "；;，"


def _has_header(text: str, lines: Sequence[Line]) -> bool:
    return any(not line.role and _HEADER.match(text, line.start, min(line.end, line.start + 80)) for line in lines[:6])


def _mostly_cells(text: str, lines: Sequence[Line]) -> bool:
    """Whether a paper with the title of a table holds hardly any prose."""
    prose = sum(
        1 for line in lines if not line.role and (line.clauses or text[line.end - 1] == "。" and line.end - line.start > 30)
    )
    return prose <= 0.15 * len(lines)


def _cell_like(text: str, line: Line, form: bool) -> bool:
    if line.role:
        return False
    if text.find("\t", line.start, line.end) >= 0 or (text[line.start] == "|" and text[line.end - 1] == "|"):
        return True
    if line.clauses or (not form and (line.mark is not None or line.end - line.start > 60)):
        return False
    words = text[line.start : line.end]
    if _REMARK.match(words) or like.ROSTER.match(words) or (not form and like.CONTACT.match(words)):
        return False
    return (form and (words[-1] != "。" or line.mark is not None)) or not (form or like.PROSE.search(words))


def _ends_in_figures(text: str, line: Line) -> bool:
    """Whether a numbered line is a row of an indicator table (2.粮食产量万吨1012): all other rows of it are cells."""
    item = not line.role and line.mark is not None and line.mark.kind == "item" and not line.clauses
    return item and text[line.end - 1].isdecimal() and line.end - line.start <= 60 and not like.PROSE.search(text, line.start, line.end)


_PERSON = re.compile(rf"[\u4e00-\u9fff](?:[{BLANK}]*[\u4e00-\u9fff]){{1,3}}[{BLANK}]+[^，。；：]{{2,40}}$")


def _is_roster(text: str, lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether lines are names with offices, behind the first of their list (组长：……)."""
    if at == 0 or not like.ROSTER.match(text, lines[at - 1].start, lines[at - 1].end):
        return False
    return all(_PERSON.match(text, line.start, line.end) for line in lines[at:end])


def _tabbed(text: str, line: Line) -> bool:
    """Whether a tab parts the words of a line; the one behind an automatic number belongs to its mark."""
    numbered = line.mark is not None and text[line.mark.end - 1] == "\t"
    return text.find("\t", line.mark.end if line.mark is not None and numbered else line.start, line.end) >= 0


def _is_table(text: str, run: Sequence[Line], form: bool, annex: bool, told: bool) -> bool:
    """Whether a run of cell-like lines is a table: a form, under a header, of several tabbed lines, or long."""
    first = run[0]
    if form:
        return len(run) >= 2 or not like.PROSE.search(text, first.start, first.end)
    if text[first.start] == "|" or sum(1 for line in run if _tabbed(text, line)) >= 2:
        return True
    plain = [line for line in run if line.mark is None]
    if any(_HEADER.search(text, line.start, min(line.end, line.start + 60)) for line in plain[:3]):
        return len(run) >= 2
    if told:
        return 2 * sum(1 for line in run if _WIDE.search(text, line.start, line.end)) > max(len(run), 4)
    said = 0 if annex else sum(1 for line in run if _SAID.match(text, line.start, line.end))
    return len(plain) >= (4 if annex else 8) and 2 * said < len(run)
