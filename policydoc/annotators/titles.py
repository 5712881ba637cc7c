"""Book marks: which stretches of a text are the name of something (《…》).

GB/T 15834-2011 writes 〈…〉 inside 《…》; texts from the web nest 《…《…》…》 or use <<…>> and <…>. A title ends with its passage
at the latest, and what is never closed costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from policydoc.source import WHITE, Span

_OPEN, _CLOSE = "《«", "》»"
_ANGLES = {"〈": 1, "<": 1, "＜": 1, "﹤": 1, "〉": -1, ">": -1, "＞": -1, "﹥": -1}
_ALL = (*_OPEN, *_CLOSE, *_ANGLES)
_DOCUMENT = re.compile(
    r"(?:通知|意见|办法|规定|条例|方案|规划|纲要|计划|决定|公告|通告|通报|细则|措施|标准|规范|指南|目录|法|批复|函|要点|政策|清单|准则|规程|制度|协定|"
    r"若干政策|行动|指引|报告|宣言|章程|公约|合同|协议|解释|令)[)）\d年版试行（(]*$"
)
"""How the name of a document ends; asked only where the marks are angles, which do other work too."""

_LONGEST = 400
_BROKEN = 120


def book_titles(text: str, passages: Sequence[tuple[Any, ...]]) -> list[Span]:
    """The outer titles of a text, marks included, in order; none reaches over the end of its passage.

    A passage is a tuple that begins with its start and end.

    >>> book_titles("落实《关于印发〈办法〉的通知》", [(0, 16)])
    [(2, 15)]
    """
    found: list[Span] = []
    opened: list[int] = []
    angle = start = end = -1
    for here in _marks(text):
        if here >= end:
            which = bisect_right(passages, here, key=_start) - 1
            before = end
            start, end = passages[which][:2] if which >= 0 else (-1, -1)
            # A hard line break may cut a title in two: what is open goes on where nothing but white space lies between.
            if not (opened and start - opened[0] < _BROKEN and before <= start and not text[before:start].strip(WHITE)):
                opened = []
            angle = -1
        if not start <= here < end:
            continue
        char = text[here]
        if char in _OPEN:
            opened.append(here)
        elif char in _CLOSE:
            if opened:
                _close(found, opened.pop(), here + 1, opened)
        elif not opened:
            angle = _angle(text, here, angle, found)
    return found


def _marks(text: str) -> list[int]:
    """Where the marks of a text stand. Most texts have 《 and 》 only, which `str.find` is fastest at."""
    places: list[int] = []
    for char in _ALL:
        at = text.find(char)
        while at >= 0:
            places.append(at)
            at = text.find(char, at + 1)
    places.sort()
    return places


def _angle(text: str, at: int, opened: int, found: list[Span]) -> int:
    """Take an angle: where the last one opened, -1 where none is open."""
    if _ANGLES[text[at]] > 0:
        return at if opened < 0 or at - opened > 1 else opened
    if opened < 0 or text[at + 1 : at + 2] == text[at]:
        return opened
    inner = text[opened : at + 1].strip("<>＜＞〈〉﹤﹥") if at - opened < _LONGEST else ""
    if len(inner) > 2 and _DOCUMENT.search(inner):
        found.append((opened, at + 1))
    return -1


def _start(passage: tuple[Any, ...]) -> int:
    start: int = passage[0]
    return start


def _close(found: list[Span], start: int, end: int, opened: list[int]) -> None:
    """Keep a title; one that stands inside takes its inner ones away."""
    while found and found[-1][0] > start:
        found.pop()
    # 《关于印发《办法》的通知: the outer mark was opened right before and never closed behind.
    if end - start <= _LONGEST or not opened:
        found.append((start, end))
