"""Citations: the documents that a text names, with number, relation and short form; and the abbreviations that it defines.

Value of a `citation`: `title` (None where a number stands alone), `number` normalised (`国办发〔2019〕39号`, `国务院令第412号`) or None,
`relation` (a key of `RELATIONS`) or None, `short` the short form that it defines, `defined` the span of the citation that a short form
(《方案》) stands for. Value of an `abbreviation` (以下简称): `short`, and `full` as written or None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import attrs

from policydoc.annotators.context import Context, Passage, context_of
from policydoc.document import Annotation, Document
from policydoc.source import BLANK, WHITE, Span, fold

BY = "policydoc.citations"

RELATIONS: dict[str, str] = {
    "贯彻落实": "贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施|推进",
    "根据": "根据|依据|按照|依照|遵照|按|依|围绕|结合",
    "参照": "参照|对照|参考|对标",
    "印发": "印发|下发|颁发|发布|公布",
    "转发": "转发|批转",
    "废止": "废止|失效",
    "修改": "修改|修订|修正",
    "制定": "制定|编制|出台|起草|制订|研究制定",
    "符合": "符合|违反|适用|纳入|列入|属于|归属于",
}
"""What the text does with a document, and the verbs that say so."""

_RELATION_OF = {verb: name for name, verbs in RELATIONS.items() for verb in verbs.split("|")}
_VERB = re.compile("|".join(sorted(_RELATION_OF, key=len, reverse=True)))
_BEHIND = re.compile(r"[^，。；《]{0,12}?(?:同时|一并|相应|即行|予以|自行)?(废止|失效|停止执行)")
_ISSUED_BEHIND = re.compile(r"[^。；《]{0,30}?(?:现|予以|并)?[^。；《]{0,6}?(印发|转发|发布|公布)(?:给你们|施行|实施)?")

# -- numbers -----------------------------------------------------------------------------------------------------------------

_B = f"[{BLANK}]{{0,3}}"
_YEAR = rf"[〔［\[【（(﹝<〈{{]{_B}((?:19|20|１９|２０)\d\d){_B}年?{_B}[〕］\]】）)﹞>〉}}]"
_NUMBER = re.compile(
    rf"{_YEAR}{_B}(?:第{_B})?(\d{{1,5}}(?:[-—]\d{{1,3}})?){_B}号"
    rf"|(令|公告|通告){_B}[（(]?{_B}((?:19|20|１９|２０)\d\d){_B}年{_B}第{_B}(\d{{1,4}}){_B}号"
    rf"|(令|公告|通告){_B}[（(〔\[]?第{_B}(\d{{1,4}}){_B}号"
    rf"|第{_B}(\d{{1,4}}){_B}号(令)"
    rf"|(?<=[（(])((?:19|20|１９|２０)\d\d){_B}年{_B}第{_B}(\d{{1,4}}){_B}号"
)
_BLANKS = frozenset(WHITE)
_LETTERS = re.compile(r"[一-龥A-Za-z×]")
_ISSUER = re.compile(rf"[一-龥A-Za-z]{{1,30}}(?:[{BLANK}][一-龥]{{2,20}}){{0,3}}[{BLANK}]?$")
_LEAD = re.compile(
    r".*(?:根据|依据|按照|依照|遵照|贯彻落实|贯彻执行|贯彻|落实|执行|参照|对照|比照|符合|违反|印发的|下发的|发布的|公布的|以下简称|文号为?|号文和|以及|"
    r"文件|详见|参见|的|通知|办法|细则|方案|意见|措施|废止|已被|原则)(?=[一-龥A-Za-z×])"
    r"|[按以与及或由在见将](?=[一-龥×]{2})|和(?=[一-龥×]{2})(?!政|田|静|平|龙|林|布|硕|县)"
)
"""Words that stand before a number and are no part of it."""

_BRACKETS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "［": "］"}
_CLOSERS = frozenset("）)〕]】］")
_LONGEST_BRACKET = 160


@attrs.frozen
class Number:
    """A document number as it stands in the text."""

    span: Span
    text: str


def numbers_of(text: str) -> list[Number]:
    """All document numbers of a text with their prefixes, normalised.

    >>> [n.text for n in numbers_of("按照国办发[2019] 39 号和国务院令第412号执行")]
    ['国办发〔2019〕39号', '国务院令第412号']
    """
    found: list[Number] = []
    floor = 0
    at = text.find("号")
    while at >= 0:
        before = text[at - 1 : at]
        match = _NUMBER.search(text, max(floor, at - 24), at + 2) if before.isdigit() or before in _BLANKS else None
        at = text.find("号", at + 1)
        if match is None:
            continue
        begin = match.start()
        words = text[_code_start(text, begin, floor) : begin]
        if not match[1]:
            prefixed = _ISSUER.search(text[max(floor, begin - 34) : begin])
            words = prefixed[0] if prefixed else ""
        if lead := _LEAD.match(words):
            words = words[lead.end() :]
        words = words.lstrip()
        prefix = "".join(words.split())
        if not prefix and not match[10]:
            continue
        number = f"{prefix}{_normal(match)}"
        found.append(Number((begin - len(words), match.end()), number))
        floor = match.end()
    return found


def _code_start(text: str, begin: int, floor: int) -> int:
    """Where the letters start that stand right before a year in brackets (国办发〔2019〕39号), blanks between allowed."""
    at = begin
    while at > max(floor, begin - 3) and text[at - 1] in _BLANKS:
        at -= 1
    first = at
    while at > max(floor, first - 20) and _LETTERS.match(text[at - 1]):
        at -= 1
    return at if at < first else begin


def _normal(match: re.Match[str]) -> str:
    """The number without its prefix: 〔2019〕39号, 公告2020年第8号, 令第412号, 第45号令, 2020年第8号."""
    if match[1]:
        return f"〔{fold(match[1])}〕{fold(match[2])}号"
    if match[3]:
        return f"{match[3]}{fold(match[4])}年第{fold(match[5])}号"
    if match[6]:
        return f"{match[6]}第{fold(match[7])}号"
    if match[8]:
        return f"第{fold(match[8])}号令"
    return f"{fold(match[10])}年第{fold(match[11])}号"


# -- titles ------------------------------------------------------------------------------------------------------------------

_NO_DOCUMENT = re.compile(
    r"(?:许可证|资格证|证书|执照|合格证|上岗证|驾驶证|居住证|工作证|通行证|登记证|优待证|残疾人证|结婚证|身份证|户口簿|毕业证|职业证|准考证|注册证|备案证|日报|晚报|"
    r"早报|时报|周刊|杂志|学报|月刊|新闻联播|[^见验鉴公保]证)[》»]$"
)
_JOINER = re.compile(rf"[{BLANK}]*(?:、|和|与|及|以及|或|，)?[^，。；：《》]{{0,30}}$")
_SHORT = re.compile(
    r"(?:以下|下文|下)(?:统称|简称|均?称)(?:为|作|：|:)?\s*[“\"‘'「]?(《[^《》]{1,40}》|[^“”\"‘’'「」，。；、）)（(《》]{1,30})"
)


@attrs.define
class _Cited:
    span: Span
    title: Span | None
    number: str | None
    bracket: int
    """Where the brackets right behind the title end."""


def citations(doc: Document) -> Iterable[Annotation]:
    """All citations and abbreviations of a document.

    >>> import policydoc
    >>> doc = policydoc.parse("一、依据\\n根据《省政府关于节水的意见》（×政发〔2020〕5号）执行。", annotate=False)
    >>> [(a.value["number"], a.value["relation"]) for a in citations(doc)]
    [('×政发〔2020〕5号', '根据')]
    """
    context = context_of(doc)
    text = context.text
    found = list(_cited(context))
    shorts = list(_abbreviations(context, found))
    defined: dict[str, Span] = {}
    relation: str | None = None
    previous: _Cited | None = None
    for cited in found:
        passage = context.passage(cited.span)
        own = _relation(text, cited, previous, passage, relation)
        relation, previous = own, cited
        short = next((s for s, _, owner in shorts if owner is cited), None)
        name = _name(text, cited.title)
        if short:
            defined[short.strip("《》")] = cited.span
        meant = defined.get(name) if name and not short else None
        value = {"title": name, "number": cited.number, "relation": own, "short": short, "defined": list(meant) if meant else None}
        yield Annotation("citation", cited.span, value, BY)
    for short, span, owner in shorts:
        yield Annotation("abbreviation", span, {"short": short, "full": _full(text, owner, span, context)}, BY)


def _name(text: str, title: Span | None) -> str | None:
    return "".join(text[title[0] : title[1]].split()).strip("《》«»〈〉<>＜＞﹤﹥") if title else None


def _cited(context: Context) -> Iterator[_Cited]:
    """Titles with the brackets behind them, numbers before titles, and numbers alone, in order."""
    text = context.text
    numbers = numbers_of(text)
    starts = [n.span[0] for n in numbers]
    used: set[int] = set()
    found: list[_Cited] = []
    for start, end in context.titles:
        if _NO_DOCUMENT.search(text[max(start, end - 8) : end]):
            continue
        cited = _Cited((start, end), (start, end), None, end)
        close = _bracket(text, end)
        at = bisect_right(starts, end - 1)
        if close:
            cited.bracket = close
            if at < len(numbers) and numbers[at].span[1] <= close:
                cited.span, cited.number = (start, close), numbers[at].text
                used.update(range(at, bisect_right(starts, close)))
        if cited.number is None and at > 0 and _adjoins(text, numbers[at - 1].span[1], start) and at - 1 not in used:
            cited.span, cited.number = (numbers[at - 1].span[0], cited.span[1]), numbers[at - 1].text
            used.add(at - 1)
        found.append(cited)
    for i, number in enumerate(numbers):
        if i not in used and context.passage(number.span) and not context.in_title(number.span[0]):
            found.append(_Cited(number.span, None, number.text, number.span[1]))
    return iter(sorted(found, key=lambda c: c.span))


def _adjoins(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and not text[end:start].strip("文） )\u3000")


def _bracket(text: str, at: int) -> int | None:
    """The end of the bracket that opens at an offset (blanks aside), None where none does."""
    while at < len(text) and text[at] in " \t\n\r\u3000\xa0":
        at += 1
    if text[at : at + 1] not in _BRACKETS:
        return None
    depth = 0
    for i in range(at, min(len(text), at + _LONGEST_BRACKET)):
        if text[i] in _BRACKETS:
            depth += 1
        elif text[i] in _CLOSERS:
            depth -= 1
            if depth == 0:
                return i + 1
        elif text[i] == "。":
            return None
    return None


def _relation(text: str, cited: _Cited, previous: _Cited | None, passage: Passage | None, before: str | None) -> str | None:
    start, end = cited.span[0], max(cited.bracket, cited.span[1])
    floor = max(passage.start if passage else 0, start - 60, previous.bracket if previous and previous.span[1] <= start else 0)
    left = text[floor:start]
    for stop in "。；，：":
        left = left[left.rfind(stop) + 1 :]
    right = text[end : min(passage.end if passage else len(text), end + 50)]
    if ended := _BEHIND.match(right):
        return _RELATION_OF.get(ended[1], "废止")
    if (not left.strip() or left.rstrip().endswith(("现将", "将", "了"))) and (issued := _ISSUED_BEHIND.match(right)):
        return _RELATION_OF[issued[1]]
    verb = None
    for found in _VERB.finditer(left):
        verb = found
    if verb is not None:
        return _RELATION_OF[verb[0]]
    joined = previous is not None and previous.span[1] <= start and start - max(previous.bracket, previous.span[1]) <= 31
    return before if joined and floor >= (previous.span[1] if previous else 0) and _JOINER.match(left) and "，" not in text[floor:start] else None


def _abbreviations(context: Context, found: list[_Cited]) -> Iterator[tuple[str, Span, _Cited | None]]:
    """Short forms that the text defines: the words, their span, and the citation they stand for if any."""
    ends = [c.title[1] if c.title else c.span[1] for c in found]
    seen: set[Span] = set()
    text = context.text
    said = text.find("称")
    while said >= 0:
        match = _SHORT.search(text, max(0, said - 4), said + 48)
        said = text.find("称", said + 1)
        if match is None or match.start() > said >= 0:
            continue
        span = match.span(1)
        if context.passage(span) is None or span in seen:
            continue
        seen.add(span)
        at = bisect_right(ends, match.start()) - 1
        owner = found[at] if at >= 0 and match.end() <= found[at].bracket and found[at].title else None
        yield match[1].strip(), span, owner


def _full(text: str, owner: _Cited | None, span: Span, context: Context) -> str | None:
    """What an abbreviation stands for: a cited title, else the words before its bracket, back to a stop."""
    if owner is not None:
        return _name(text, owner.title)
    passage = context.passage(span)
    floor = max(passage.start if passage else 0, span[0] - 80)
    before = text[floor : span[0]]
    opened = max(before.rfind("（"), before.rfind("("))
    if opened < 0:
        return None
    words = before[:opened]
    for stop in "，。；：、（）()":
        words = words[words.rfind(stop) + 1 :]
    return "".join(words.split()) or None
