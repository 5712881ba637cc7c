"""References to places in a law or in the document itself: 第三条第二款第（一）项, 第八条至第十条, 前款, 本条第二款, 第二部分, 附件2.

Value: `chapter`, `section`, `article`, `sub` (之一 as 1), `paragraph` (款), `item` (项), `point` (目), `part`, `annex`: numbers, those that
the words name; `to` the last of a range in the same unit; `relative` (前款, 前条, 本条, 前两款); `law` the title of the document that is
referred to where it stands right before, `本法` and the like as written, None for the document itself.

立法法 art. 65 names the divisions of a law: 编, 章, 节, 条, 款, 项, 目.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from policydoc.annotators.context import Context, context_of
from policydoc.document import Annotation, Document
from policydoc.parsing import numerals
from policydoc.source import fold

BY = "policydoc.references"

_N = r"(?:[一二三四五六七八九十百零〇○]{1,7}|\d{1,4})"
_BRACKETED = rf"[（(]{_N}[）)]"
_UNITS = {"章": "chapter", "节": "section", "条": "article", "款": "paragraph", "项": "item", "目": "point", "部分": "part", "附件": "annex"}

_ONE = rf"第{_N}(?:章|节|款|目|条(?:之{_N})?|项(?!目)|部分)|第{_BRACKETED}项(?!目)"
_WORDS = re.compile(
    rf"(?P<relative>前[两二三四]?[条款项](?!件|例|目)|[本上]条(?!例|件|款规|目)|本款|本项(?!目)|上款)(?P<inner>(?:第{_N}款|第(?:{_N}|{_BRACKETED})项(?!目)|第{_N}目){{0,3}})"
    rf"|(?P<path>(?:{_ONE})(?:{_ONE}){{0,5}})(?:[至到—\-－](?:第)?(?P<to>{_N}|{_BRACKETED})(?P<to_unit>[章节条款目]|项(?!目)|部分))?"
    rf"|附件(?P<annex>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?!个|项|家|[：:.．、])"
)
_STEP = re.compile(rf"第[（(]?(?P<n>{_N})[）)]?(?P<unit>章|节|条|款|项|目|部分)(?:之(?P<sub>{_N}))?")
_ANCHOR = re.compile("第|前|本|上|附件")
_OWN = re.compile(r"本(?:法|条例|办法|规定|细则|规则|通知|意见|方案|措施|规程|章程|规范|标准|协议|合同)$")
_LIST = re.compile(rf"\s*[、和及与或]\s*(?P<n>{_N}|{_BRACKETED})(?P<unit>条(?!例|件|目)|款|项(?!目))")
_JOIN = re.compile(r"\s*(?:[、和及与或]|以及|或者)\s*")


def references(doc: Document) -> Iterable[Annotation]:
    """All references of a document, one a place: 第三条、第五条 are two.

    >>> import policydoc
    >>> doc = policydoc.parse("一、依据\\n按照本办法第三条第二款第（一）项办理。", annotate=False)
    >>> next(iter(references(doc))).value
    {'article': 3, 'paragraph': 2, 'item': 1, 'law': '本办法'}
    """
    context = context_of(doc)
    text = context.text
    ends = [end for _, end in context.titles]
    floor = 0
    last: dict[str, Any] = {}
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < floor:
            continue
        match = _WORDS.match(text, anchor.start(), anchor.start() + 80)
        passage = match and context.passage(match.span())
        if match is None or passage is None or context.in_title(match.start()):
            continue
        value = _value(match)
        if value is None:
            continue
        if last and _JOIN.fullmatch(text, floor, match.start()):
            value = _inherit(value, last)
        else:
            value["law"] = _law(text, match.start(), context, ends)
        yield Annotation("reference", match.span(), value, BY)
        last, floor = value, match.end()
        while (more := _LIST.match(text, floor, min(passage.end, floor + 24))) and (n := _number(more["n"])):
            last, floor = _inherit({_UNITS[more["unit"]]: n}, last), more.end()
            yield Annotation("reference", (more.start("n"), floor), last, BY)


def _inherit(value: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """第一款、第二款: the second stands in the article and law of the first."""
    top = min((_RANKS.index(k) for k in value if k in _RANKS), default=0)
    shared = {k: v for k, v in last.items() if k in _RANKS[:top]} if "annex" not in value else {}
    return {**shared, **value, "law": last.get("law")}


_RANKS = ("chapter", "section", "article", "paragraph", "item", "point")


def _number(words: str) -> int | None:
    return numerals.value(fold(words).strip("()（）"))


def _value(match: re.Match[str]) -> dict[str, Any] | None:
    """The numbers that a reference names; None where it is no reference (第三部分 as a rank is one, 第二条道路 none)."""
    value: dict[str, Any] = {}
    if match["annex"]:
        return {"annex": _number(match["annex"])}
    if match["relative"]:
        value["relative"] = match["relative"]
    for step in _STEP.finditer(match["path"] or match["inner"] or ""):
        if (n := _number(step["n"])) is None:
            return None
        value[_UNITS[step["unit"]]] = n
        if step["sub"] and (sub := _number(step["sub"])):
            value["sub"] = sub
    if match["to"] and (to := _number(match["to"])):
        value["to"] = to
    return value or None


def _law(text: str, start: int, context: Context, ends: list[int]) -> str | None:
    """The document whose place is named: a title that ends right before (its number aside), or 本法 and the like."""
    before = text[max(0, start - 6) : start].rstrip()
    if own := _OWN.search(before):
        return own[0]
    at = bisect_right(ends, start) - 1
    if at < 0:
        return None
    title = context.titles[at]
    gap = text[title[1] : start] if start - title[1] <= 40 else "。"
    close = gap.strip()
    if close in ("", "的", "中") or close[0] in "（(" and close.rstrip("的中")[-1] in "）)":
        return "".join(text[title[0] : title[1]].split()).strip("《》«»<>〈〉")
    return None
