"""outline: which marks open divisions, and at which level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line
from policydoc.parsing.marks import Mark
from policydoc.source import BLANK


def levels(text: str, lines: Sequence[Line]) -> None:
    """Give each marked line of one document (notice or attachment) the kind of its division.

    一、 under a 第一章 or a 第一节 is a subsection (立法法 art. 65 leaves no other room for it).
    """
    _pointed(text, lines)
    under_law = False
    for line in lines:
        mark = line.mark
        if mark is None:
            continue
        if mark.kind in ("part", "chapter", "section"):
            if mark.style == "、" and under_law:
                line.mark = mark._replace(kind="subsection")
            elif mark.style in "章节":
                under_law = True


_BEFORE_FIGURE = re.compile(r"(\d{1,2})[.．](?=\d+[\u4e00-\u9fff])[^\n]{8,}[。；;：]$")
"""1.70周岁以上的独居老人； — the mark of an entry that begins with a figure, or a decimal."""


def _pointed(text: str, lines: Sequence[Line]) -> None:
    """Find the marks that read as decimals, by the entries around them: the numbers go on."""
    found = {i: m for i, line in enumerate(lines) if not line.mark and (m := _BEFORE_FIGURE.match(text, line.start, line.end))}
    if not found:
        return
    numbers = {i: line.mark.number for i, line in enumerate(lines) if line.mark is not None and line.mark.kind == "item"}
    numbers.update((i, int(m[1])) for i, m in found.items())
    for i, match in found.items():
        number, near = int(match[1]), (numbers.get(i - 1), numbers.get(i + 1))
        if number not in near and (near[0] == number - 1 or near[1] == number + 1):  # 4. and 4.1 are an outline
            lines[i].mark = Mark("item", number, match[0][match.end(1) - match.start()], match.start(), match.end(1) + 1)


_DECIMAL = re.compile(rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}}[{BLANK}]*[\u4e00-\u9fff][^。；，：:]{{1,24}}$")
_POINTED = re.compile(r"\d{1,2}[.．]\d")


def unnumbered(text: str, lines: Sequence[Line]) -> None:
    """Heading lines without a mark: short plain lines over prose, at least two of a kind; 3.1 of an emergency plan among them."""
    plain = [
        i
        for i, line in enumerate(lines)
        if not line.role and line.mark is None and not line.clauses and line.end - line.start <= 30
    ]
    decimal = [i for i in plain if _DECIMAL.match(text, lines[i].start, lines[i].end)]
    if len(decimal) > 1 and any(_POINTED.match(text, lines[i].start) for i in decimal):
        for i in decimal:
            lines[i].role = "unnumbered"
    for i in plain:
        if like.FOREWORD.match(text, lines[i].start, lines[i].end) and i + 1 < len(lines) and lines[i + 1].end - lines[i + 1].start > 12:
            lines[i].role = "unnumbered"
    bare = [i for i in plain if not lines[i].role and _over_prose(text, lines, i)]
    first = [i for i in plain if not lines[i].role and _over_first(text, lines, i)]
    bare += first if len(first) > 1 else []
    if len(bare) > 1:
        for i in bare:
            lines[i].role = "unnumbered"


def _over_prose(text: str, lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    words = text[line.start : line.end]
    if not _BARE.match(words) or at + 1 >= len(lines) or at == 0:
        return False
    above, below = lines[at - 1], lines[at + 1]
    closed = text[above.end - 1] in "。：:；！？）)" or above.role in ("title", "to", "note")
    prose = below.mark is not None or (not below.role and text[below.end - 1] in "。：:；" and below.end - below.start > 12)
    return closed and prose and (below.mark is None or below.mark.number == 1 and below.mark.kind not in ("part", "chapter"))


def _over_first(text: str, lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands over a chapter that begins the numbers anew: 面向单位的政策 over 一、 and 面向个人的政策 over another 一、."""
    below = lines[at + 1].mark if at + 1 < len(lines) else None
    anew = below is not None and below.kind == "chapter" and below.number == 1 and below.style == "、"
    return anew and at > 0 and text[lines[at - 1].end - 1] in "。；！？）)" and _BARE.match(text[lines[at].start : lines[at].end]) is not None


_BARE = re.compile(r"[\u4e00-\u9fff“”、“”《》（）()和与]{3,25}$")
