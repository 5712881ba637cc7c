"""Where a title breaks into lines: words stay whole, the lines are alike in length (7.3.1: 词意完整、排列对称、长短适宜)."""

from __future__ import annotations

import re

from policydoc.diagnostics import width

PER_LINE = 19.0
"""Characters of 二号 that a line of 156 mm holds, one left free."""

_BREAKS = re.compile(
    "(?<=[》〉、，])|(?<=人民政府)(?!办公)|(?<=办公厅)|(?<=办公室)|(?<=委员会)(?!办)|(?<=[局厅部委])(?=关于|印发|转发)"
    "|(?=关于)|(?<=印发)|(?<=转发)|(?=《)|(?<=的)|(?<=和)"
)
"""Between which words a line may end."""


def title_lines(title: str, per_line: float = PER_LINE) -> list[str]:
    """The lines of a title; one line where it fits, the whole title as one where no good break is found.

    >>> title_lines("清河市人民政府办公室关于印发清河市推动养老服务高质量发展若干措施的通知")
    ['清河市人民政府办公室关于印发', '清河市推动养老服务高质量发展若干措施的', '通知']
    """
    count = -(-width(title) // int(2 * per_line))
    if count < 2 or len(title) > 400:
        return [title]
    places = sorted({0, len(title), *(m.start() for m in _BREAKS.finditer(title))})
    for lines in (count, count + 1):
        found = _best(title, places, lines, per_line)
        if found:
            return found
    return [title]


def _best(title: str, places: list[int], lines: int, per_line: float) -> list[str] | None:
    """The way over the places with the least sum of squared differences from the mean line; None where a line would be too long."""
    mean = width(title) / lines
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for _ in range(lines):
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, way) in ways.items():
            for end in (p for p in places if p > start):
                columns = width(title[start:end])
                if columns > 2 * per_line + 2:
                    break
                total = cost + (columns - mean) ** 2
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*way, end])
        ways = longer
    way = ways.get(len(title))
    return [title[a:b] for a, b in zip(way[1], way[1][1:], strict=False)] if way else None
