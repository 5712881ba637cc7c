"""Targets: figures that a document commits to, with unit, comparator, indicator and the deadline that governs them.

Value: `value` (a number or [low, high]), `unit`, `comparator` (`=` `>=` `<=` `>` `<` `~`), `date` of the governing deadline or None,
`indicator` (the span of the words that name what is measured) or None, `nature` (`binding` 约束性, `expected` 预期性 or None).

A figure is a target only where something in its clause says so: a verb of reaching (达到), building (新建) or granting (给予), or a noun
of measure (覆盖率) right before it. Conditions (20家以上的), names, figures of the past and durations of procedure are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from policydoc.annotators import indicators
from policydoc.annotators.clauses import Clause, Clauses
from policydoc.annotators.context import CELL, HEADING, SENTENCE, Context, Passage, context_of
from policydoc.annotators.deadlines import Deadline, Governed, deadlines_of
from policydoc.annotators.phrases import AFTER, GRANT, LEVEL, MEASURE_NOUN, build_at, build_before, reach_before
from policydoc.annotators.quantities import Quantity, quantities_of
from policydoc.document import Annotation, Document
from policydoc.source import Span

BY = "policydoc.targets"


def targets(doc: Document) -> Iterable[Annotation]:
    """All targets of a document.

    >>> import policydoc
    >>> doc = policydoc.parse("一、目标\\n到2025年，森林覆盖率达到20%以上。", annotate=False)
    >>> [(a.value["value"], a.value["unit"], a.value["comparator"], a.value["date"]) for a in targets(doc)]
    [(20, '%', '>=', '2025')]
    """
    context = context_of(doc)
    text = context.text
    found = deadlines_of(context)
    governed = Governed(found, text)
    clauses = Clauses(text)
    memory = indicators.Memory()
    last, before = -1, None
    for run, passage in _runs(context, found):
        deadline = governed.at(run[0].span[0], passage)
        clause = clauses.around(run[0].span[0], run[-1].span[1], passage, deadline.span if deadline else None)
        sort = _sort(run, clause, passage, deadline, context, last > clause.start)
        near = sort is None and before == "build" and run[0].span[0] - last <= _NEAR
        if near and _listed(text[last : run[0].span[0]], run[0], clause):
            sort = None if _is_no_aim(run[0], clause, deadline, False, False) else before
        if sort is None:
            continue
        last, before = run[-1].span[1], sort
        names = indicators.name(run, clause, sort, memory, passage.paragraph, text)
        for quantity, indicator in zip(run, names, strict=True):
            yield Annotation("target", quantity.span, _value(quantity, indicator, deadline, clause, text, passage), BY)


_NEAR = 24
"""Characters between two figures of a list of things."""
_THING = re.compile("[一-龥“]{2}")
_LISTED = re.compile(r"(?:以上|左右)?[一-龥A-Za-z“”]{1,16}(?:[、和及与]|以及)")


def _listed(between: str, quantity: Quantity, clause: Clause) -> bool:
    """Whether a figure goes on with a list of things to be built: 建立5个主题库、7个专题库."""
    return not quantity.duration and quantity.unit not in ("%", "") and bool(_LISTED.fullmatch(between) and _THING.match(clause.right))


def _value(
    quantity: Quantity, indicator: Span | None, deadline: Deadline | None, clause: Clause, text: str, passage: Passage
) -> dict[str, Any]:
    value = quantity.value
    return {
        "value": list(value) if isinstance(value, tuple) else value,
        "unit": quantity.unit,
        "comparator": _comparator(quantity, clause, text),
        "date": deadline.date if deadline else None,
        "indicator": list(indicator) if indicator else None,
        "nature": _nature(text, quantity.span[1], passage.end),
    }


_JOIN = re.compile(r"(?:以上|以下|以内|左右)?\s*(?:[、和及与或]|以及)\s*$")


def _runs(context: Context, found: Sequence[Deadline]) -> Iterator[tuple[list[Quantity], Passage]]:
    """Figures of sentences, those of a list (280万吨、100万吨和150万吨) together."""
    text = context.text
    taken = {i for d in found for i in range(*d.span)} if len(found) < 5000 else set()
    run: list[Quantity] = []
    last: Passage | None = None
    bare: list[Quantity] = []
    for quantity in quantities_of(text):
        start, end = quantity.span
        if not quantity.unit and not quantity.plus and not _bare(quantity, text):
            bare = [*bare, quantity] if text[end : end + 1] == "、" and len(bare) < 20 else []
            continue
        lead, bare = _with_unit(bare, quantity, text), []
        passage = context.passage(quantity.span)
        if passage is None or passage.kind not in (SENTENCE, HEADING, CELL) or start in taken or context.in_title(start):
            continue
        if run and last is passage and start - run[-1].span[1] <= 6 and _JOIN.fullmatch(text, run[-1].span[1], start):
            run.append(quantity)
            continue
        if run and last:
            yield run, last
        run, last = [*lead, quantity], passage
    if run and last:
        yield run, last


def _with_unit(bare: list[Quantity], quantity: Quantity, text: str) -> list[Quantity]:
    """Figures of a list that leave their unit to the last one: 20、30、40万元."""
    end = quantity.span[0]
    kept: list[Quantity] = []
    for figure in reversed(bare):
        if text[figure.span[1] : end] != "、":
            break
        kept.append(attrs.evolve(figure, unit=quantity.unit))
        end = figure.span[0]
    return kept[::-1]


_BARE_LEFT = re.compile(r"(?:达到?|[高升降减低]至|[高升降减低]到|控制在|保持在|按照?|低于|高于|超过|小于|大于|[≤≥<>＜＞])$")
_BARE_RIGHT = re.compile(r"以[上下内]|左右|[，。；、]|进行|$")


def _bare(quantity: Quantity, text: str) -> bool:
    """A figure without a unit counts as 0.25 (四分之一) or with a verb that reaches for it and nothing behind it."""
    start, end = quantity.span
    if isinstance(quantity.value, float) and not text[start].isdigit():
        return True
    return bool(_BARE_LEFT.search(text[max(0, start - 6) : start]) and _BARE_RIGHT.match(text[end : end + 2]))


# -- is it one? --------------------------------------------------------------------------------------------------------------

_BEFORE = re.compile(r"(?:第|每满?|近|等|满|共有|有|现有|仅|其余|余下|由|从|附件|附表|表|图|专栏|[A-Za-z])$")
_PAST = re.compile(
    r"已(?!有效)|了(?<!解了)|全市现有|全省现有|全区现有|全县现有|我市现有|我省现有|我区现有|我县现有|目前|截至|同比|"
    r"据统计|过去|以来|历史|原有企业|曾|发生以来|拥有(?!量|.*(?:企业|品牌))"
)
_BASE_DONE = re.compile(r"(?:已|实际)?已(?:完成|投入|发生|缴|支付|取得|实际)[^，。；]*的?$")
"""The base of a share (已完成投资总额的15%) is no fact of the past."""

_DURATION_LEFT = re.compile(r"压缩|压减|缩短|缩减|缩至|控制|限时|时限|时间|时长|期限?(?!间)|周期|提速|延缓|延长|延期|缓缴|增加|休假|减至|降至|精简")
_DURATION_RIGHT = re.compile(r"(?:以内|之内|内)?(?:即可)?(?:放行|办结|办完|办理|拿证|出证|领证|送达|到达|响应|覆盖|完成通关|完成审批|开办|审结|直达|通达)")
_PROCEDURE = re.compile(r"应|须|必须|起|之日|收到|提前|之后|后|届满|接到|逾期|于|不得|每")
_DUTY = re.compile(r"按每|每日|处以|罚款|罚|滞纳金|违约金")


def _sort(
    run: list[Quantity], clause: Clause, passage: Passage, deadline: Deadline | None, context: Context, follows: bool
) -> str | None:
    """What makes a run of figures targets: `grant`, `level`, `build`, `share`; None where they are none."""
    first = run[0]
    grant = _grants(first, clause)
    part = follows and first.money and not clause.right.startswith(("以上", "以下"))
    if _is_no_aim(first, clause, deadline, grant, part) or _is_past(first, clause, passage, deadline, context, grant):
        return None
    if first.duration:
        return _duration(first, clause)
    if first.unit == "次" and not clause.comparator:
        return None
    if grant and (first.money or first.unit in _GRANTED):
        return "grant"
    if clause.comparator or reach_before(clause.core) >= 0:
        loose = clause.comparator and first.unit in _SPACE and not deadline and build_before(clause.stem) < 0
        return None if loose else "level"
    if build_before(clause.core) >= 0:
        sized = first.money and _BOUNDED_NAME.match(clause.right) and not clause.core.endswith(_SPENDS)
        return None if sized else "build"
    if part and re.match(r"(?:额度|标准|金额)的", clause.right):
        return "level"
    bare = clause.core[indicators.opening(clause.core) :].strip("，、 ·\u3000“")
    return _sort_named(first, clause, deadline, bare, part) if bare else _sort_alone(first, clause, deadline)


def _is_no_aim(first: Quantity, clause: Clause, deadline: Deadline | None, grant: bool, part: bool) -> bool:
    """Whether a figure counts, fines or sets a condition."""
    left, right = clause.left, clause.right
    if _BEFORE.search(left, max(0, len(left) - 4)) and not left.endswith(("没有", "具有")) or clause.quoted(first):
        return True
    if _DUTY.search(left) or "罚款" in right:
        return True
    promised = first.duration and (_DURATION_RIGHT.match(right) or _MONTHS_OF.match(right))
    return not (promised or part or clause.in_quotes) and _is_condition(first, clause, grant, deadline)


def _is_past(first: Quantity, clause: Clause, passage: Passage, deadline: Deadline | None, context: Context, grant: bool) -> bool:
    """Whether a figure tells what is or was."""
    left, right = _ahead(clause), clause.right[:13]
    if passage.idle or _PAST.search(left) or "已" in right or "了" in right:
        return True
    if left[-1:] in _SAYS and _FORMULA.search(left, max(0, len(left) - 5)):
        return True
    return not grant and _tells_past(context, passage, first, deadline, clause.before)


def _ahead(clause: Clause) -> str:
    """What stands left of a figure, without the base of a share."""
    return _BASE_DONE.sub("", clause.left) if "已" in clause.left else clause.left


def _sort_alone(first: Quantity, clause: Clause, deadline: Deadline | None) -> str | None:
    """A figure with no name at its left."""
    right = clause.right
    if _ahead(clause).strip() in _EFFORT and not right.lstrip("以上左右"):
        return "level"
    if (first.unit == "%" or right.startswith(AFTER)) and _RUNS_ON.match(right):
        return "share" if first.unit == "%" else "build"
    led = deadline and right[:1] not in ("", "的")
    return "build" if first.plus or led or clause.core.strip() and _leads(clause.core) else None


def _sort_named(first: Quantity, clause: Clause, deadline: Deadline | None, bare: str, part: bool) -> str | None:
    """A figure behind the name of what it measures, without a verb that reaches or builds."""
    core, right, percent = clause.core, clause.right, first.unit == "%"
    if not percent and _BOUNDED_NAME.match(right):
        return None
    if MEASURE_NOUN.search(bare, max(0, len(bare) - 12)) and (percent or deadline or right.startswith(AFTER)):
        return "level"
    if percent and _BASE.search(core) or LEVEL.of(core):
        return "level"
    if percent and (_DOES.match(right) or right.startswith("的") and len(bare) <= 4 or first.value == 100 and _NAME.match(right)):
        return "share"
    if part:
        return "level"
    closes = not right.lstrip("以上左右") or right[0] in "、和及"
    if closes and (deadline or _leads(core)):
        return "build"
    if percent and right.startswith(AFTER) and right[2:3] not in ("", "的"):
        return "share"
    return "build" if first.plus else None


def _leads(core: str) -> bool:
    """Whether a clause opens with a verb that builds, adverbs aside."""
    words = indicators.strip_left(core)
    return build_at(words) > 0 or "实现" in core[: len(core) - len(words)]


_SPENDS = ("投入", "安排", "筹集", "筹措", "发放", "新增投资", "完成", "落实")
"""Behind other verbs that build, an amount with 以上 says how large the things are (培育100亿元以上企业)."""
_SPACE = frozenset(("平方米", "㎡", "m2", "米", "厘米", "毫米"))
"""Without a deadline, 面积不小于30㎡ is a requirement and no target."""
_EFFORT = frozenset(("力争", "争取", "确保", "冲刺", "努力"))
_BOUNDED_NAME = re.compile(r"(?:及?以上|及?以下)[一-龥]")
"""总投资3000万元以上项目: the figure is part of a name."""
_BASE = re.compile(r"(?:标准|比例|额度|减|费率)(?:为|按|按照)[^，。；]{2,40}的$")

_NAME = re.compile("[一-龥“]{3}")
_RUNS_ON = re.compile(r"[^\d，。；]{0,4}[一-龥“]")
_DOES = re.compile(
    r"\s?(?:以上)?(?:[均全都]部?|基本)?(?:实现|完成|达标|覆盖|纳入|可|通过|接入|建成|"
    r"网上|上云|开展|得到|持证|按|进行|办结|落实|到位|打通|整合|用于)"
)


def _grants(first: Quantity, clause: Clause) -> bool:
    if GRANT.search(clause.left):
        return True
    if first.unit == "%" and _SHARE_OF_GRANT.search(clause.right):
        return True
    return first.money and bool(GRANT.search(clause.right) or GRANT.search(clause.before))


_SHARE_OF_GRANT = re.compile(r"^[^，。；]{0,30}(?:给予|予以|给与|兑现|减征|补助|补贴|奖励|贴息|资助|加计扣除|税前扣除|税前摊销)")


_RULES = re.compile("应当|之日|连续")
_GRANTED = frozenset(("%", "", "倍", "基点", "个基点", "个百分点", "百分点"))
_SAYS = frozenset("为是≤≥<>=＜＞＝")
_FORMULA = re.compile(r"(?:[A-Za-z]\d|含量|浓度|系数)(?:为|是|[≤≥<>=＜＞＝])$")


def _duration(first: Quantity, clause: Clause) -> str | None:
    """A length of time is a target where it is the level promised, not where it is a rule of procedure."""
    if clause.in_quotes:
        return "level"
    if _RULES.search(clause.left) or clause.right.startswith(("后", "後")):
        return None
    if _MONTHS_OF.match(clause.right):
        return "level"
    told = clause.core.endswith(("为", "是")) or clause.comparator == ">=" and not _RELIEF.search(clause.left)
    if (_DURATION_LEFT.search(clause.left) or GRANT.search(clause.left) and clause.comparator) and not told:
        return "level" if not (clause.left.endswith("延长") and "工作日" in first.unit) else None
    if _DURATION_RIGHT.match(clause.right) and not _PROCEDURE.search(clause.left):
        return "level"
    return "level" if clause.comparator and clause.left.endswith(("最长不超过", "最长")) else None


_MONTHS_OF = re.compile(r"的?[^，。；]{0,24}(?:保险金|保险费|租金|房租|工资|缴费额|津贴)")
"""6个月的失业保险金: months as an amount of money."""
_RELIEF = re.compile(r"增加|休假|延长|延期")
_CONDITION_LEAD = re.compile(r"\s*(?:对|对于|凡|凡是|针对|如|若|符合|满足|具备|在.*的情况下)")
_ADDS = re.compile("增加|增发|提高|减少|安排")
_LINK = re.compile(r"[，,](?:且|并|同时|以及|或者?)[^，。；]{0,60}的(?=[，,；])")
_OPEN_OF = re.compile(r"(?:及?以上|及?以下|以内|左右|（?含）?|·|”|\s)*的")


def _is_condition(first: Quantity, clause: Clause, grant: bool, deadline: Deadline | None) -> bool:
    """Whether a figure says who or what qualifies (20家以上的, 对投资5000万元以上的项目)."""
    right = clause.right
    if first.unit == "%" and _DONE_BY.search(right) and not indicators.strip_left(clause.core):
        return False
    if not right and not _CONDITION_LEAD.match(clause.left):
        return _LINK.match(clause.after) is not None
    bounded = right.startswith(("以上", "以下", "及以上", "及以下"))
    if bounded and first.unit != "%" and right.endswith("覆盖"):  # 20户以上自然村全覆盖: what is covered
        return True
    leads = _CONDITION_LEAD.match(clause.left) is not None
    verb = grant and not bounded
    if opened := _OPEN_OF.match(right):
        if opened.end() >= len(right):
            return True
        if first.unit == "%" and not bounded and not leads and len(clause.stem) - indicators.opening(clause.stem) <= 4:
            return False
        if _SIZED.search(clause.stem) and not leads:
            return False
        asked = clause.comparator and (first.unit == "%" and deadline or clause.stem.endswith(("按", "按照", "以", "给予")))
        return not (verb or not (leads and bounded) and build_before(clause.stem) >= 0 or asked)
    if right.endswith("的") and (bounded or not verb):
        return True
    if _SPECIFIES.match(right) or bounded and build_before(clause.stem) < 0 and _INSIDE.search(clause.left):
        return True
    if leads and not grant and not _ADDS.search(clause.left):
        return bool(right.lstrip("以上下内左右及") or not clause.comparator or _LATER_OF.match(clause.after))
    return bool(_LINK.match(clause.after))


_DONE_BY = re.compile(r"^(?:以上)?的[^，。；]{2,30}(?:实现|完成|达标|纳入|接入|得到|上云|覆盖|通过|达到|开展|建成|具备)")
"""90%以上的市场主体纳入平台: a share of things of which something is said is no condition."""

_SIZED = re.compile(r"(?:设立|组建|成立|筹集|形成)[^，。；]{0,16}(?:规模|总额|额度)(?:为|达到?)?$")
"""设立总规模为300亿元的基金: the size of what is set up is promised with it."""

_LATER_OF = re.compile(r"[，,][^。；]{0,60}?的(?=[，,])")
_SPECIFIES = re.compile(r"(?:及?以上)?的?(?:[一-龥]{0,6}(?:企业|项目|园区|基地|平台|集群))(?:分别|达到?|超过|突破|数量|数|增加到)*\d")
"""A figure that tells which things are counted behind it: 营业收入超100亿元企业3家."""

_INSIDE = re.compile(r"(?<![A-Za-z\d.])\d[\d.%％]*[百千万亿]*[^\d，。；、]{1,9}$")
"""A figure inside of what another one counts: 培育2家产值50亿元以上企业."""


_LATELY = re.compile(r"近[一二三四五六七八九十两几]年|近年|截至|去年|上年")
_YEAR = re.compile(r"20(\d\d)年")


def _tells_past(context: Context, passage: Passage, quantity: Quantity, deadline: Deadline | None, before: str) -> bool:
    if deadline is None and _LATELY.search(before):
        return True
    if context.year is None:
        return False
    start = max(passage.start, quantity.span[0] - 80, deadline.span[1] if deadline else 0)
    if context.text.find("20", start, quantity.span[0]) < 0:
        return False
    years = list(_YEAR.finditer(context.text, start, quantity.span[0]))
    last = years[-1] if years else None
    if last is None or 2000 + int(last[1]) >= context.year:
        return False
    near = context.text[max(passage.start, last.start() - 4) : last.start()]
    return not re.search(r"[较比于在与以]$|[较比]上?$", near) and context.text[last.end() : last.end() + 2] != "以来"


# -- how it compares ---------------------------------------------------------------------------------------------------------

_AFTER = (("以上", ">="), ("及以上", ">="), ("及以下", "<="), ("以内", "<="), ("之内", "<="), ("以下", "<="), ("左右", "~"), ("上下", "~"))
_BOUNDS = tuple(words for words, _ in _AFTER)


def _comparator(quantity: Quantity, clause: Clause, text: str) -> str:
    if clause.comparator:
        return clause.comparator
    if quantity.plus:
        return ">="
    behind = text[quantity.span[1] : quantity.span[1] + 4].lstrip("（( ")
    if behind.startswith(_BOUNDS):
        return next(sign for words, sign in _AFTER if behind.startswith(words))
    if quantity.duration and behind.startswith("内"):
        return "<="
    return ">" if quantity.more else "="


def _nature(text: str, at: int, end: int) -> str | None:
    words = text[at : min(end, at + 12)]
    if "性" not in words:
        return None
    return "binding" if "约束性" in words else "expected" if "预期性" in words else None
