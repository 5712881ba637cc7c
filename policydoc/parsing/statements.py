"""statements: clauses go to their lines; those without brackets, and those whose bracket is never closed, are read from the line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from policydoc.parsing.actors import LABEL
from policydoc.parsing.assignments import Reading, read_clause
from policydoc.parsing.clauses import Clause
from policydoc.parsing.lines import LABEL_FIRST, Line
from policydoc.parsing.scan import Scan
from policydoc.parsing.sentences import trim

_EVENT = ("主办", "承办", "协办")
"""Who holds an event is no responsibility."""
_PATRON = ("指导单位", "支持单位")
"""Nor is who stands above or beside them, where one of them is named near."""
_NEAR = 120
"""So many characters to either side: the lines that announce one event."""
_PERSONS = re.compile(r"(?:责任|牵头|包保|分管)(?:人|领导|负责人)[：:]")
_IN_CHARGE = re.compile(r"负责人[：:]\s*\S")
"""A field of any form; beside other clauses one of theirs."""
_OPEN = frozenset("（(［[〔﹝【")


def statements(text: str, lines: list[Line], found: Scan, clauses: list[Clause]) -> None:
    """Give each line its clauses; a line that is nothing but clauses has the role resp."""
    which, count = 0, len(clauses)
    opened = [
        at for at in found.unclosed if text[at] in _OPEN and text[at + 1 : at + 2] in LABEL_FIRST and LABEL.match(text, at + 1)
    ]
    opened.sort()
    lost = 0
    for line in lines:
        while which < count and clauses[which].start < line.end:
            if clauses[which].start >= line.start:
                line.clauses.append(clauses[which])
            which += 1
        while lost < len(opened) and opened[lost] < line.end:
            at = opened[lost]
            lost += 1
            if at >= line.start and not (line.clauses and line.clauses[-1].end > at):
                reading = read_clause(text, at + 1, line.end)
                if reading is not None:
                    line.clauses.append(Clause(at, line.end, reading, closed=False))
        for at in line.statements or ((line.start,) if not line.clauses and line.mark is None else ()):
            i = bisect_right(line.clauses, at, key=_start)
            if i and line.clauses[i - 1].end > at:  # inside of a bracket that is never closed
                continue
            limit = line.clauses[i].start if i < len(line.clauses) else line.end
            line.clauses[i:i] = _statement(text, at, limit, found)
        if line.mark is None and line.clauses and line.clauses[0].start == line.start:
            behind = trim(text, line.clauses[-1].end, line.end)
            if text[slice(*behind)] in ("", "。", "；", "，"):
                line.role = "resp"


    for i, line in enumerate(lines):
        if text[line.start] == "负" and not line.clauses and line.mark is None and _IN_CHARGE.match(text, line.start, line.end):
            beside = lines[max(0, i - 1) : i + 2]
            if any(near.role == "resp" for near in beside):
                line.role, line.clauses = "resp", [Clause(line.start, line.end, Reading("label", []))]


def _start(clause: Clause) -> int:
    return clause.start


def _statement(text: str, start: int, limit: int, found: Scan) -> Iterator[Clause]:
    """责任单位：… without brackets, up to the end of its sentence; a line that names persons only (责任人：…) is a clause too."""
    if text.startswith(_PATRON, start) and "主办单位" in text[max(0, start - _NEAR) : limit + _NEAR]:
        return
    if text.startswith(_EVENT, start) or not (LABEL.match(text, start, limit) or _PERSONS.match(text, start, limit)):
        return
    at = bisect_right(found.ends, start)
    end = min(limit, found.ends[at]) if at < len(found.ends) else limit
    reading = read_clause(text, start, end)
    if reading is not None and reading.family != "list":
        yield Clause(start, end, reading)
