"""tables: runs of lines that are cells of a table or fields of a form and not prose."""

from __future__ import annotations

import re

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line
from policydoc.tree import RANKS

_TABLE_TITLE = re.compile(r"(?:表|台账|清单|名单|目录|一览|名册|汇总|明细|情况|通讯录|成员)(?:[（(].{0,30}[）)])?$")
_HEADER = re.compile(r"序[号\s]|编号|(?:名称|项目|任务|单位|内容|时限|备注|联系|姓名|职务|电话|金额|指标).{0,40}(?:名称|项目|任务|单位|内容|时限|备注|姓名|职务|电话|金额|指标)")
_FIELD = re.compile(r".{1,20}[：:]\s*$|.{1,16}[（(](?:签|盖|公)?章[）)].*|年[\s\u3000]*月([\s\u3000]*日)?$")
_REMARK = re.compile(r"(?:备?注|说明|填表说明|注释)\s*[：:]|\*.*[。填]")
_BOX = re.compile(r"专栏\s*[\d一二三四五六七八九十０-９]*\s*[：:]?")


def tables(text: str, lines: list[Line], *, annex: bool, title: str) -> None:
    """Give lines of tables and forms the roles table and caption."""
    form = annex and _TABLE_TITLE.search(title) is not None and _mostly_cells(text, lines)
    at = 0
    while at < len(lines):
        if not _cell_like(text, lines[at], form):
            at += 1
            while at < len(lines) and not lines[at].role and _REMARK.match(text, lines[at - 1].start) and text[lines[at - 1].end - 1] in "；;，":
                at += 1
            continue
        end = at
        while end < len(lines) and _cell_like(text, lines[end], form):
            end += 1
        run = lines[at:end]
        if _is_table(text, run, form, annex):
            _mark(text, run, form)
        at = end


def _cell_like(text: str, line: Line, form: bool) -> bool:
    words = text[line.start : line.end]
    if line.role in ("table", "caption"):
        return True
    if line.role or line.clauses or _REMARK.match(words) or like.ROSTER.match(words):
        return False
    if form:
        return True
    if line.mark is not None:
        return False
    return len(words) <= 60 and not like.PROSE.search(words)


def _is_table(text: str, run: list[Line], form: bool, annex: bool) -> bool:
    plain = [line for line in run if line.mark is None]
    if not plain:
        return False
    if form:
        return len(run) >= 2 or not like.PROSE.search(text, run[0].start, run[0].end) or _HEADER.search(text, run[0].start, run[0].end) is not None
    if any(_HEADER.search(text, line.start, min(line.end, line.start + 60)) for line in plain[:3]):
        return len(run) >= 2
    return len(plain) >= (4 if annex else 8)


def _mark(text: str, run: list[Line], form: bool) -> None:
    for line in run:
        line.role = "table"


def boxes(text: str, lines: list[Line]) -> None:
    """专栏1 … opens a box: the line is its caption."""
    for line in lines:
        if not line.role and line.mark is None and line.end - line.start <= 60 and _BOX.match(text, line.start, line.end):
            line.role = "caption"


def divisions(lines: list[Line]) -> None:
    """Marked lines that are no cells are divisions, all others paragraphs."""
    for line in lines:
        if not line.role:
            line.role = line.mark.kind if line.mark is not None else "para"
            if line.role not in RANKS:
                line.role = "para"


def _mostly_cells(text: str, lines: list[Line]) -> bool:
    """Whether an annex with the title of a table holds hardly any prose."""
    prose = sum(1 for line in lines if not line.role and (line.clauses or text[line.end - 1] == "。" and line.end - line.start > 30))
    return prose <= 0.15 * len(lines)
