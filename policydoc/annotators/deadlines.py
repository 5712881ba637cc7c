"""Deadlines: the words that say until when something is to be done, as ISO dates.

Value: `date` (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, the last moment allowed; `ongoing`; None where the document tells no year), `precision`
(`year`, `month`, `day`, None) and `bound`: `by` (到2025年), `before` (6月25日前), `in` (2019年建成), `within` (三年内), `each` (每年8月) or
`ongoing`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import attrs

from policydoc.annotators.context import CELL, CLAUSE, HEADING, NOTE, Context, Passage, context_of
from policydoc.annotators.dates import Words, words_of
from policydoc.document import Annotation, Document
from policydoc.source import Span

BY = "policydoc.deadlines"

_STOP = "，。；：、！？,;:（）()　\n\t 【】—"
_UNTIL = ("到", "至")

_OPENERS = re.compile(
    r"(?:力争|确保|争取|保障|保证|计划|预计|努力|力求|实现|要求|原则上|必须|务必|应|应当|要|须|需|拟|将|并|且|在|于|其中|即|以及|前|年均|"
    r"单位|部门|政府|局|委|厅|办|中心|企业|我[市省区县国]|全[市省区县国]|本[市省区县]|各[地市区县])$"
)
"""What may stand right before a bare year that is a deadline, besides the start of a clause."""

_NO_LEFT = re.compile(
    r"(?:自|从|由|比|较|与|对|对于|按|按照|根据|依据|以|截至|截止|截止到|近|过去|前|除|满|追溯至|参照|超过|不足|《|〈|第|等|"
    r"有效期[限至为到]{0,2}|期限[至为到]{0,2}|有效[至到]|(?:施行|执行|实施|试行|延长|延期|延续|顺延|适用|保留|存续|延迟|延缓|推迟|延后|缓缴|暂缓|免征|缴纳期限|减征)[期时]?[间限]?[至到]?)$"
)
_NO_RIGHT = re.compile(
    r"(?:\s*(?:目标|指标|任务|标准|情况|销售收入|主营|应缴|(?:所属期)?(?:纳税|申报|缴费)|起|以来|以后|之后|后|开始|度|版|级|届|以前年度|修订|公布|发布的|印发|出台的|通过的|至|到|—|-|～|~|同期|相比|基础上|末?已|我国|是|新年|春节|元旦|国庆|高考|中考"
    r"|政府工作报告|工作要点|工作总结|重点工作|版本|财政|年度|预算|个人所得税))"
)
_TASK = re.compile(
    r"建成|完成|实现|形成|达|建立|制定|出台|推出|启动|全面|基本|力争|确保|新增|培育|打造|覆盖|突破|超过|增长|下降|降|提高|提升|增|取得|初步|推广|上线|运行|"
    r"投入|开展|实施|引进|新建|发布|成为|低于|高于|率先|推动|推进|改造|建设|安排|支持|汇聚|铺设|办理|可|公布|报送|报|编制|启用|实行|落实|验收|明显|改善|增强|达标|竣工|开工|到位|"
    r"跨越|清零|以上|左右|不少于|不低于|不超过|创建|整合|接入|开通|累计|组织|优化|完善|消除|淘汰|关闭|取消|纳入|设立|认定|试点|解决|打通|拓展|加快|下达|占"
)
_DONE = re.compile(r"已(?!有的|建|知|获|取得的)|了|共计|累计已|有效$")
_RELIEF = re.compile(r"免征|减征|免收|减免|减按|免缴|缓缴|缓征|免予征收|暂不|暂免")
_QUALIFIED = re.compile(
    r"^(?!.*(?:完成|实现|建成|形成|建立|达到|开展|出台)).*的[一-龥]{0,6}(?:企业|项目|人员|单位|机构|个人|人才|用户|贷款|纳税人|车辆|员工|"
    r"职工|平台|园区|学生|毕业生|产品)$"
)
"""Whom a date qualifies: 2020年底前引进的人员."""

_LABEL = re.compile(r"(?:时限|时间|期限|进度|节点|时间表)(?:要求|安排|节点)?\s*[:：]?\s*$")


@attrs.frozen
class Deadline:
    """A deadline as the other annotators use it."""

    span: Span
    date: str | None
    bound: str
    passage: Passage


def deadlines(doc: Document) -> Iterable[Annotation]:
    """All deadlines of a document.

    >>> import policydoc
    >>> doc = policydoc.parse("一、目标\\n到2025年，绿色工厂达到30家。", annotate=False)
    >>> [(a.value["date"], a.value["bound"]) for a in deadlines(doc)]
    [('2025', 'by')]
    """
    return [
        Annotation("deadline", d.span, {"date": d.date, "bound": d.bound, "precision": _precision(d.date)}, BY)
        for d in deadlines_of(context_of(doc))
    ]


def _precision(date: str | None) -> str | None:
    return None if date in (None, "ongoing") else ("year", "month", "day")[str(date).count("-")]


_kept: tuple[Context, tuple[Deadline, ...]] | None = None


def deadlines_of(context: Context) -> Sequence[Deadline]:
    """The deadlines of a document with the passages they stand in, in order; the last ones are kept."""
    global _kept
    kept = _kept
    if kept is None or kept[0] is not context:
        kept = _kept = (context, tuple(_find(context)))
    return kept[1]


def _find(context: Context) -> Iterator[Deadline]:
    text = context.text
    paragraph, year, recurs = -1, None, False
    for words in words_of(text):
        passage = context.passage(words.span)
        if passage is None or passage.kind == NOTE or context.in_title(words.span[0]):
            continue
        if passage.paragraph != paragraph:
            paragraph, year, recurs = passage.paragraph, None, False
        if words.form == "full" and not _is_past(words, context):
            year, recurs = words.year, False
        elif words.form == "each":
            recurs = True
        found = _judge(text, words, passage, context)
        if found is None:
            continue
        start, bound = found
        yield Deadline((start, words.span[1]), _date(words, context, year, recurs), bound, passage)


def _date(words: Words, context: Context, year: int | None, recurs: bool) -> str | None:
    if words.form == "ongoing":
        return "ongoing"
    if words.form in ("each", "within", "term") or recurs and words.form in ("month", "bare"):
        return None
    if words.form == "near":
        if words.text[0] in "今本" and words.text[1] == "年":
            return words.date(context.year)
        return words.date(context.year + 1) if words.text.startswith("明年") and context.year else None
    if words.form in ("month", "bare") and year is None and context.year:
        # 1月底前 in a notice of December is the next year's; plans of a year name months that are just over too.
        over = words.month and context.month and context.month - words.month > 5
        year = context.year + 1 if over else context.year
        if words.text.startswith("月底") and context.month:
            return f"{context.year:04}-{context.month:02}"
    return words.date(year)


def _judge(text: str, words: Words, passage: Passage, context: Context) -> tuple[int, str] | None:
    """Start and bound of the deadline that words of time are, None where they are none."""
    start, end = words.span
    left = text[max(passage.start, start - 14) : start].rstrip(" \u3000")
    right = text[end : min(passage.end, end + 60)]
    if words.form == "ongoing":
        return (start, "ongoing") if _stands_for_date(left, right, passage) else None
    if words.form == "within":
        return (start, "within") if _is_term(words, left, right) else None
    if _NO_RIGHT.match(right) and not words.text.endswith("前"):
        return None
    reaches = left.endswith(_UNTIL) and not left.endswith(("直到", "达到", "收到", "得到", "接到", "感到", "受到", "遇到"))
    outer = left[:-1] if reaches else left
    starts = not outer or outer[-1] in _STOP
    if not starts and _NO_LEFT.search(outer):
        return None
    clause = _upto(right, "，。；")
    if _is_condition(text, start, passage, clause, words):
        return None
    if words.form == "term":
        return start, "within"
    if words.form == "each":
        return (start, "each") if (len(words.text) > 3 or words.text[-1] in "底末") and (words.exact or words.text[-1] in "月日号") else None
    past = _is_past(words, context)
    if past:
        return None
    if right.startswith("已") or _DONE.search(clause) and not words.text.endswith("前"):
        return None
    if reaches and (words.form in ("full", "plan") or words.exact):
        if not starts and outer.endswith(("提前", "调整", "推进", "升")):
            return None
        begin = start - 1 - (len(text[max(passage.start, start - 14) : start]) - len(left))
        return begin, "by"
    if words.text.endswith("前"):
        return (start, "before") if not _RELIEF.search(_upto(right, "。；")) else None
    if words.form in ("month", "bare", "near") and not words.exact:
        return None
    if passage.kind in (CLAUSE, CELL):
        return (start, "in") if _LABEL.search(left) or not left else None
    if words.day or not starts and not _OPENERS.search(outer):
        return None
    if passage.kind == HEADING and not words.exact:
        return None
    return (start, "in") if _TASK.search(_upto(right.lstrip("，, "), "。；，") or "") else None


def _is_term(words: Words, left: str, right: str) -> bool:
    """三年内, 用5年时间: a term for a task, no condition (近三年内, 毕业5年内的)."""
    if words.text[0] in "用利经通" and "时间" in words.text:
        return True
    if not words.text.endswith(("内", "时间内")) or re.match(r"\s*(?:的|未|无|不|没|有|连续|累计|发生|受|曾|新)", right):
        return False
    return bool(not left or left[-1] in _STOP or left.endswith(("力争", "争取", "在", "确保", "计划"))) and bool(
        _TASK.search(_upto(right.lstrip("，"), "，。；"))
    )


def _stands_for_date(left: str, right: str, passage: Passage) -> bool:
    if _LABEL.search(left):
        return True
    opens = not left or left[-1] in "（(，,；;：:【[〔"
    closes = not right or right[0] in "）)，,；;】]〕。"
    return passage.kind in (CLAUSE, CELL) and opens and closes


def _is_past(words: Words, context: Context) -> bool:
    return words.year is not None and context.year is not None and words.year < context.year


def _is_condition(text: str, start: int, passage: Passage, clause: str, words: Words) -> bool:
    """Whether the date says who or what qualifies: 2020年6月30日前到期的, 对2021年认定的企业."""
    if clause.endswith("的") or words.text.endswith("前") and _QUALIFIED.search(clause):
        return True
    begin = text[max(passage.start, start - 40) : start]
    for stop in "，。；：":
        begin = begin[begin.rfind(stop) + 1 :]
    opens = begin.lstrip("　 \t\n").startswith(("对", "凡", "如", "若", "符合", "针对"))
    return opens and ("的" in clause or "予" in clause) and not begin.endswith("力争")


def _upto(text: str, stops: str) -> str:
    for i, char in enumerate(text):
        if char in stops:
            return text[:i]
    return text


class Governed:
    """Which deadline governs a place: the last one before it in its sentence, else the one at the head of its paragraph."""

    def __init__(self, found: Sequence[Deadline], text: str) -> None:
        self._found = found
        self._ends = [d.span[1] for d in found]
        self._heads: dict[int, Deadline] = {}
        for deadline in found:
            passage = deadline.passage
            if passage.head and not any(c in "，。；" for c in text[passage.start : deadline.span[0]]):
                self._heads.setdefault(passage.paragraph, deadline)

    def at(self, offset: int, passage: Passage) -> Deadline | None:
        """The deadline that governs an offset of a passage."""
        at = bisect_right(self._ends, offset) - 1
        if at >= 0 and self._found[at].span[0] >= passage.start:
            return self._found[at]
        head = self._heads.get(passage.paragraph)
        return head if head is not None and head.span[1] <= offset else None
