"""Marks: 一、（一）1. and their kin, which open divisions, and what only looks like them.

Levels by GB/T 9704-2012 7.3.3 (一、（一）1.（1）) and 立法法 art. 65 (编章节条); the mark alone fixes the kind. `FALSE` holds what tells a
mark from text by the characters behind it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from policydoc.parsing.numerals import CHINESE, value


class Mark(NamedTuple):
    """A mark: its kind (JSON `type`), value, style (章 or 、 and so on), and where its label begins and ends."""

    kind: str
    number: int | None
    style: str
    start: int
    end: int


_N = f"[{CHINESE}]"
_SP = r"[ \t\u3000\xa0\u2002\u2003]"

_LAW_KINDS = {"编": "part", "篇": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article"}

MARK = re.compile(
    rf"(?P<law>第{_SP}?({_N}{{1,7}}|\d{{1,3}}){_SP}?(编|篇|部分|章|节|条)(?:之{_N})?、?)"
    rf"|(?P<chapter>({_N}{{1,4}}){_SP}?[、．.﹒]|(?<![—\d])—、)"
    rf"|(?P<measure>[（(]{_SP}?({_N}{{1,4}}){_SP}?[）)][、.．]?|[㈠-㈩][、.．]?)"
    rf"|(?P<item>(\d{{1,3}}){_SP}?[.．﹒、]、?)"
    rf"|(?P<subitem>[（(]{_SP}?(\d{{1,3}}){_SP}?[）)][、.．]?|[⑴-⒇][、.．]?)"
    r"|(?P<point>[①-⑳㉑-㉟⓵-⓾❶-❿][、.．]?|\d{1,2}[）)][、.．]?|[A-Za-z][.．、）)](?![A-Za-z.．\d/]))"
)
"""A mark, anywhere; what stands behind it decides (see `mark_of`)."""

FALSE = {
    # 第一条、第二条规定…, 第三条第二款, 第五条至第八条, 第一章规定的, 第六条中的
    "law": re.compile(
        r"[、，,；;。和与及或者的款项之第]|至第|到第|规定|以[上内]|以下(?!情形|人员|行为|单位|条件|内容|材料|事项|情况)"
        r"|中(?:规定|所|的|“)|所(?:列|称|规定|述|指)"
    ),
    # 一、二级医院, 一、二、三等奖, 一、二线
    "chapter": re.compile(rf"{_N}{{1,3}}(?:[、，和级类等线季次产期步批届年]|[至到]{_N})"),
    # （一）至（三）项, （一）、（二）项, （一）项
    "measure": re.compile(rf"[、，,；;。～~—-]|[和与及或至到]{_SP}?[（(第]|{_SP}?[（(]{_N}|款|项(?!目)|规定的"),
    # 3.5, 8.5%, 1.2.3, 5、6月; 4.2021年 and 10.5G are asked of the row
    "item": re.compile(r"\d|[、，,；;。％%]"),
    "subitem": re.compile(r"[、，,；;。～~—-]|[和与及或至到][（(第]|款|项(?!目)"),
    "point": re.compile(r"[、，,；;。～~—-]|[和与及或至到][①-⑳\d]"),
}
"""By kind of mark: what behind it says that it is text."""

_FIGURE_NAME = re.compile(r"(?:19|20)\d\d[年级届]|[1-9]\d?G|[1-9]\d?月\d{1,2}日")
_OPENS = re.compile(rf"{MARK.pattern}|附\s?件\s?\d*\s?[:：]?\s*$|——")
_NUMERAL = re.compile(rf"{_N}+|\d+|[A-Za-z]|[㈠-㈩\u2460-\u2487\u24f5-\u24fe\u2776-\u277f\u3251-\u325f]")


def read_mark(text: str, start: int, end: int) -> Mark | None:
    """The mark at the very start of text[start:end], None where there is none or what looks like one is text."""
    if text.startswith("**", start):  # Markdown left in a text stays with what it surrounds
        match = MARK.match(text, start + 2, end)
        mark = mark_of(text, match, end) if match else None
        return mark and mark._replace(start=start, end=mark.end + 2 * text.startswith("**", mark.end))
    match = MARK.match(text, start, end)
    return mark_of(text, match, end) if match else None


def mark_of(text: str, match: re.Match[str], end: int) -> Mark | None:
    """What a match of MARK says, None where what stands behind it says that it is text."""
    kind = match.lastgroup or ""
    behind = match.end()
    false = FALSE[kind].match(text, behind, end)
    if false and not _is_mark_yet(text, match, false, end):
        return None
    label = match[0]
    number = _number(label)
    if kind == "law":
        style = match[3]
        return Mark(_LAW_KINDS[style], number, style, match.start(), behind)
    return Mark(kind, number, "、" if kind == "chapter" else label.strip("、")[-1], match.start(), behind)


def _is_mark_yet(text: str, match: re.Match[str], false: re.Match[str], end: int) -> bool:
    """4.2021年 and 4、4K are marks; 一、二级 counts on from its first numeral and is text, 二、一次性 does not and is a mark."""
    behind = text[false.start()]
    if match.lastgroup not in ("item", "chapter") or (match.lastgroup == "item" and not behind.isdecimal()):
        return False
    number = _number(match[0]) or 0
    if match.lastgroup == "chapter":
        return (_number(false[0]) or 99) <= number
    counts_up = match[0][-1] != "、" or number < int(behind) <= number + 2
    return not counts_up or _FIGURE_NAME.match(text, false.start(), end) is not None


@lru_cache(maxsize=2048)
def _number(label: str) -> int | None:
    """The number in a label."""
    if label[0] == "—":  # a dash typed for 一
        return 1
    found = _NUMERAL.search(label)
    numeral = found[0] if found else ""
    if numeral.isascii() and numeral.isalpha():
        return ord(numeral.lower()) - ord("a") + 1
    return value(numeral)


def opens_division(text: str, start: int, end: int) -> bool:
    """Whether a line opens something of its own: a division, an annex, a dash entry."""
    match = _OPENS.match(text, start, end)
    return bool(match and (match.lastgroup is None or mark_of(text, match, end)))
