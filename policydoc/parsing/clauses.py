"""clauses: which brackets, and which statements without brackets, say who is responsible.

A bracket is told by where it stands (behind a closed sentence, at the end of one, alone on its line) and by what it holds: a label
(责任单位：…) anywhere, a predicate (…负责) or a bare list only in such a place. `genre` look-alikes (（试行）, （以下简称…）, （由…负责） in the
middle of a sentence) fail one of the two.
"""

from __future__ import annotations

import re

import attrs

from policydoc.parsing.actors import LABEL, SET_LABEL
from policydoc.parsing.assignments import Reading, read_clause
from policydoc.parsing.scan import BRACKETS, Scan
from policydoc.source import WHITE

_HINT = re.compile(
    r"负责|牵头|配合|单位|部门|处室|科室|落实|实施|参与|参加|协助|指导|督导|监督|支持|下同|[部委局厅办署院会行区县市府司处团社]"
)
_WHITE_IN_LINE = frozenset(WHITE) - {"\n", "\r"}
_NO_CLAUSE = re.compile(
    r"联系|其中|以下|含|不含|包括|详见|见|如|即|原|指|注(?!：)|联系|附|下同|共|试行|暂行|(?:19|20)\d\d年\d+月\d+日[^（）()]{0,60}会议[^（）()]{0,60}通过|"
    r"\d+[元人个家%％]"
)

_FILLED_IN = re.compile(r"__|@|电话|邮箱|联系人|元/|金额[：:]")
"""What a form or a line of contacts holds and a clause does not."""
_FILLED_CHARACTERS = frozenset("_@话箱系/额")


@attrs.define
class Clause:
    """A responsibility clause: its span, brackets included, and what it says."""

    start: int
    end: int
    reading: Reading
    closed: bool = True


def clauses(text: str, found: Scan) -> list[Clause]:
    """The bracketed clauses of a text, in order, and those whose bracket is never closed (`end` is 0 until the lines are known)."""
    result = []
    ends = set(found.ends)
    last = -1
    for opened, closed, kind in found.outer:
        if kind not in BRACKETS or closed - opened < 3:
            continue
        behind = _behind_closed(text, opened, ends, last)
        if not behind and not _has_label(text, opened + 1, closed) and not _before_end(text, closed):
            continue
        if not _HINT.search(text, opened + 1, closed) or SET_LABEL.match(text, opened, closed + 1):
            continue
        if not _FILLED_CHARACTERS.isdisjoint(text[opened:closed]) and _is_filled_in(text, opened, closed):
            continue
        reading = read_clause(text, opened + 1, closed)
        if reading is not None and _holds(text, opened, closed, reading, behind):
            result.append(Clause(opened, closed + 1, reading))
            last = closed + 1
    return result


def _is_filled_in(text: str, opened: int, closed: int) -> bool:
    """Whether a bracket is a field of a form or a contact; a telephone behind the name of an agency makes none."""
    if not _FILLED_IN.search(text, opened, closed):
        return False
    return "__" in text[opened:closed] or not LABEL.match(text, opened + 1, closed)


def _has_label(text: str, start: int, end: int) -> bool:
    """Whether a label opens a bracket or stands in its first words (（持续推进，牵头单位：…）)."""
    head = text[start : min(end, start + 32)]
    if "：" not in head and ":" not in head:
        return False
    at = LABEL.search(text, start, min(end, start + 30))
    return at is not None and (at.start() == start or text[at.start() - 1] in "，；,; 。")


def _behind_closed(text: str, opened: int, ends: set[int], last: int) -> bool:
    """Whether a bracket stands behind a closed sentence or clause, or opens its line."""
    at = opened
    while at > 0 and text[at - 1] in _WHITE_IN_LINE:
        at -= 1
    return at in ends or at == last or at == 0 or text[at - 1] in "\n\r。！？；"


def _before_end(text: str, closed: int) -> bool:
    """Whether a sentence or line ends right behind a bracket."""
    behind = closed + 1
    while behind < len(text) and text[behind] in _WHITE_IN_LINE:
        behind += 1
    return behind >= len(text) or text[behind] in "。；！\n\r"


def _holds(text: str, opened: int, closed: int, reading: Reading, behind: bool) -> bool:
    """Whether what a bracket holds makes it a clause."""
    if reading.family == "label" and not text.startswith("联系", opened + 1):
        return bool(reading.groups) or LABEL.match(text, opened + 1, closed) is not None
    if _NO_CLAUSE.match(text, opened + 1, closed) or (text[opened + 1] == "由" and not behind):
        return False
    if reading.family == "legend":
        return True
    return reading.plausible and (reading.family == "predicate" or (behind and text[opened] != "【"))
