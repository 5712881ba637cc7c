"""Where a title breaks into lines: words stay whole, the lines are alike in length (7.3.1: 词意完整、排列对称、长短适宜)."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from policydoc.diagnostics import width
from policydoc.source import BLANK

PER_LINE = 19.0
"""Characters of 二号 that a line of 156 mm holds, one left free."""

_GOOD = re.compile(
    f"(?<=[》〉、，{BLANK}])|(?<=人民政府)(?!办公)|(?<=办公厅)|(?<=办公室)|(?<=委员会)(?!办)|(?<=[局厅部委])(?=关于|印发|转发)"
    "|(?=关于)|(?<=印发)|(?<=转发)|(?<=公布)|(?=《)|(?<=的)|(?<=和)|(?<=贯彻落实)|(?<=加强|推进|促进|做好|开展|完善)"
)
"""Between which words a line may end."""
_NEVER = re.compile(r"(?=[》〉）〕”’、，。：；])|(?<=[《〈（〔“‘])|(?<=[\w.])(?<=[!-~])(?=[!-~])|^|$")
"""Where no line may end: before closing signs, behind opening ones, inside a word of Latin letters or a number."""
_PENALTY = 1000.0
"""What a break elsewhere costs, in squared columns."""


def title_lines(title: str, per_line: float = PER_LINE) -> list[str]:
    """The lines of a title; all of it as one line where it fits, or where it cannot be broken.

    >>> title_lines("清河市人民政府办公室关于印发《清河市养老服务高质量发展若干措施》的通知")
    ['清河市人民政府办公室关于印发', '《清河市养老服务高质量发展若干措施》', '的通知']
    """
    columns = width(title)
    if columns <= 2 * per_line or len(title) > 400:
        return [title]
    good = {m.start() for m in _GOOD.finditer(title)}
    never = {m.start() for m in _NEVER.finditer(title)}
    places = [0, *(i for i in range(1, len(title)) if i not in never), len(title)]
    least = -(-columns // int(2 * per_line))
    found = [way for lines in (least, least + 1) if (way := _best(title, places, good, lines, 2 * per_line))]
    if not found:
        return [title]
    return [title[a:b] for a, b in pairwise(min(found)[1])]


def _best(title: str, places: list[int], good: set[int], lines: int, most: float) -> tuple[float, list[int]] | None:
    """The cheapest way to so many lines: alike in length, broken at good places; None where a line would be too long."""
    mean = width(title) / lines
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for _ in range(lines):
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, way) in ways.items():
            for end in places[bisect_right(places, start) :]:
                columns = width(title[start:end])
                if columns > most + 2:
                    break
                total = cost + (columns - mean) ** 2 + (0 if end in good or end == len(title) else _PENALTY)
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*way, end])
        ways = longer
    return ways.get(len(title))
