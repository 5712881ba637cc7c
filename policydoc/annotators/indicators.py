"""What a figure measures: the noun phrase before or behind it.

Levels (比重达到8.5%) have their indicator on the left, things built (新建35个村) on the right or between verb and figure, grants
(按30%给予补贴，最高500万元) the name of the grant, wherever in the sentence it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from policydoc.annotators.clauses import Clause
from policydoc.annotators.phrases import COMPARATORS, TAIL, acts_at, build_at, build_before, head_end, names_at, reach_before
from policydoc.annotators.quantities import Quantity
from policydoc.source import Span


@attrs.define
class Memory:
    """The last indicator of a paragraph, for figures that name none (最高500万元)."""

    paragraph: int = -1
    last: Span | None = None


def strip_left(words: str) -> str:
    """Words without the adverbs, places and verbs of effort at their start."""
    return words[head_end(words) :]


def name(run: Sequence[Quantity], clause: Clause, sort: str, memory: Memory, paragraph: int, text: str) -> list[Span | None]:
    """The indicator of each figure of a run."""
    if paragraph != memory.paragraph:
        memory.paragraph, memory.last = paragraph, None
    if sort == "grant":
        span = _grant(run, clause, text) or _granted_before(clause) or memory.last
    elif sort == "level":
        span = _level(run, clause, text) or _previous(clause, text) or memory.last
    else:
        span = _thing(run, clause, text) or _previous(clause, text) or memory.last
    memory.last = span or memory.last
    if sort != "grant" and len(run) > 1 and span and "分别" in clause.left:
        parts = _split(text, span)
        if len(parts) == len(run):
            return list(parts)
    return [span] * len(run)


def _split(text: str, span: Span) -> list[Span]:
    parts, at = [], span[0]
    for mark in re.finditer(r"以及|[、和与]|(?<![普涉危波])及", text[slice(*span)]):
        if mark.start() + span[0] > at:
            parts.append((at, span[0] + mark.start()))
        at = span[0] + mark.end()
    return [*parts, (at, span[1])] if at < span[1] else parts


# -- on the left -------------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(
    r".*\d[\d.%％]*(?:[百千万亿]*)(?:个|张|份|项|家|元|名|人|条)?[^\d，。；、·]{0,4}?(?:以上|以下|以内|左右)?(?:[、和及与]|"
    r"(?<=[个张份项家元名人条]))"
, re.S)
_SIZED_NAME = re.compile(r"(?:超过?|突破|达到?|高于|低于)\d[\d.]*[百千万亿]*元?(?:以上)?的?(?:企业|项目|园区|平台|集群|产业)$")
"""年营收超过10亿元企业7家: a figure in the name of what is counted."""
_BASELINE = re.compile(r"(?:由|从)[^，。；]{0,12}\d[^，。；]{0,12}$")
"""由20个月压缩至18个月: where it starts from."""

_BASE = re.compile(r"(?:最高|可|再|经认定)?(?:按照?(?!需|期|时|揭|规定|质|劳)|在[^，。；]*基础上)")
_DISPOSED = re.compile(r".*(?:(?:将|把|使(?!用|馆))(?=[^，。；]{2,24}$))", re.S)


def _subject(clause: Clause) -> Span | None:
    """The noun phrase between the start of the clause, or the figure before, and the verb or comparator of the figure."""
    words = _BASELINE.sub("", clause.stem)
    if (cut := _FIGURE.match(words)) and not _SIZED_NAME.search(words):
        words = " " * cut.end() + words[cut.end() :]
    return _trim(clause.start, words)


def _trim(offset: int, words: str) -> Span | None:
    """The span of a phrase without the verbs and adverbs at either end."""
    size = -1
    while len(words) != size:
        size = len(words)
        words = words[: found.start()] if (found := TAIL.of(words)) else words
        if (verb := reach_before(words)) >= 0 and not words.endswith("覆盖"):
            words = words[:verb]
    if (aside := words.rfind("·")) >= 0 and len(words) - aside > 4 and words[aside + 1] not in "的、和及与":
        words = " " * (aside + 1) + words[aside + 1 :]
    if moved := _DISPOSED.match(words):
        words = " " * moved.end() + words[moved.end() :]
    at = opening(words)
    kept = words[at:].strip("，、 ·\u3000")
    if len(kept) < 2:
        return None
    begin = offset + words.index(kept, at)
    quoted = "”" in kept and "“" not in kept.partition("”")[0] and words[begin - offset - 1 : begin - offset] == "“"
    return begin - quoted, begin + len(kept)


def opening(words: str) -> int:
    """Where the noun phrase starts: behind adverbs, one verb, and adverbs again."""
    at = head_end(words)
    for further in range(2):
        verb = build_at(words, at)
        if verb == at or (further and not acts_at(words, at)) or len(words) - verb == 1 or words[verb : verb + 1] in ("后", "的", "率"):
            break
        at = head_end(words, verb)
    return at


def _previous(clause: Clause, text: str) -> Span | None:
    """The subject of the clause before: its last noun phrase, up to an adverb."""
    before = clause.before.rstrip("，,；;：: ")
    offset = clause.before_end - len(clause.before)
    begin = max(before.rfind(c) for c in "，,；;：:") + 1
    words = before[begin:].rstrip("· 的")
    if stop := _ADVERB.search(words) or _TOLD.search(words):
        words = words[: stop.start()]
    words = words.rstrip("·")
    for mark in ("的", "等"):
        if 0 <= (at := words.rfind(mark)) < len(words) - 2:
            begin, words = begin + at + 1, words[at + 1 :]
    return None if COMPARATORS.of(words) else _trim(offset + begin, words)


_TOLD = re.compile(r"(?<=[一-龥]{2})(?:累计)?(?:超过?|突破|达到?|不低于|不少于|为|增长|约)?\d[\d.]*[^\d，]{0,5}$")
"""A figure that closes the clause before: its subject goes on (基站超6000个，力争达到10000个)."""

_ADVERB = re.compile(r"(?<=[一-龥]{2})(?:持续|显著|明显|进一步|不断|大幅|稳步|更加|基本|全面|加快)")

# -- on the right ------------------------------------------------------------------------------------------------------------

_LEAD = re.compile(r"(?:以上|以下|以内|之内|左右|及以上|[\s·”’＋+]|的)+")
_STOP = re.compile(
    r"[、，。；·（(]|[和及与并](?=\d|[新改扩]?建|培|打造)|实现|达到|运用|实施|向|可|“(?![^”]{1,12}”[一-龥]{2})|业务|进行|开展|用于|给予|参与|进入|纳入|接入|完成|上线|建成|投入|开工|竣工|投产|以及|在(?=..)|通过|按|为|落地|入驻|到(?=[市省区县国])|减征"
)


_MEASURE_OF = re.compile(r"(额度|标准|规模|金额|总额|面积)的")
_LISTED = re.compile("[、和及]")
_RUNS_ON = re.compile(r"(?:以上|左右|以内|[\s·”])*[一-龥“]")


def _behind(run: Sequence[Quantity], clause: Clause) -> Span | None:
    """The noun phrase behind the figure; all of the clause where a share is told by one."""
    end = run[-1].span[1]
    if found := _MEASURE_OF.match(clause.right):
        return end, end + len(found[1])
    lead = _LEAD.match(clause.right)
    at = lead.end() if lead else 0
    words = clause.right[at:]
    if run[-1].unit != "%":
        near = words
        for part in _LISTED.finditer(words):
            if words[part.end() : part.end() + 1].isdigit() or acts_at(words, part.end()):
                near = words[: part.start()]
                break
        verb = _STOP.search(near, 1)
        if 0 <= (of := near.rfind("的", 0, verb.start() if verb and verb[0] in _ACTS else None)) < len(near) - 1:
            at, words = at + of + 1, words[of + 1 :]
        if words and (stop := _STOP.search(words, 1)):
            words = words[: stop.start()]
    words = words.rstrip(" \u3000·的")
    return (end + at, end + at + len(words)) if len(words) >= 2 or words in _TERRITORIES else None


_TERRITORIES = tuple("县市区镇乡村")
_ACTS = ("运用", "实施", "开展", "参与", "进入", "纳入", "接入")
"""What the things counted do; a 的 behind it belongs to what they do."""
_PROMISE = re.compile(r"(?:以内|之内|内)?(放行|办结|办完|办理|拿证|出证|领证|送达|到达|响应|覆盖|开办|审结|直达|通达|支付)")


_RELIEVES = ("减免", "免收", "免除", "免缴", "补贴", "返还")
"""减免3个月房租: the act has a noun behind the figure."""


def _level(run: Sequence[Quantity], clause: Clause, text: str) -> Span | None:
    subject = _subject(clause)
    words = text[slice(*subject)] if subject else ""
    if subject and run[0].unit == "%" and clause.stem.endswith("实现") and not words.endswith("的"):
        return subject
    if (not run[0].duration or clause.right.startswith("的")) and build_before(clause.stem) >= 0 and (behind := _behind(run, clause)):
        return behind
    if words in _RELIEVES and (behind := _behind(run, clause)):
        return behind
    if subject and not words.endswith("的"):
        return subject
    if found := _PROMISE.match(clause.right):
        return run[-1].span[1] + found.start(1), run[-1].span[1] + found.end(1)
    if subject and words.startswith(("返还", "减免")):
        return subject[0], subject[1] - 1
    return _behind(run, clause)


def _thing(run: Sequence[Quantity], clause: Clause, text: str) -> Span | None:
    behind = _behind(run, clause)
    verb = build_before(clause.stem)
    if verb >= 0 and behind:
        return behind
    subject = _subject(clause)
    if run[-1].unit == "%" and subject:
        return subject
    runs_on = _RUNS_ON.match(clause.right)
    if behind and (runs_on or not subject):
        return behind
    if verb >= 0:
        if names_at(clause.stem, verb) and (named := _trim(clause.start, clause.stem)):
            return named
        at = clause.start + len(clause.stem)
        return _trim(clause.start, clause.stem[:verb]) or (max(clause.start + verb, at - 2), at)
    return subject or behind


# -- the name of a grant -----------------------------------------------------------------------------------------------------

_KIND = (
    "一次性|分档|额外|配套|资金|经费|专项|累计|财政|项目|建设|运营|投资|创业|启动|入户|后(?=补助)|绩效|用电|租金|贷款|运行|研发|租房|生活|安家|住房|购房|就业|培训|社保|担保|风险|设备|场地|人才|"
    "工作|奖金|市级|省级|配套"
)
_GRANT_NOUN = re.compile(
    rf"(?:{_KIND})*(?:奖励|补助|补贴|资助|奖补|贴息|扶持|支持|津贴|补偿|奖金|工资|经费|资金)(?:经费|资金|支持|标准|金额|总额|额度|比例|上限|费用|工资|率)?"
)
_GIVES = re.compile(r"给予|予以|给与|兑现|进行|发放")


_OF_NAME = re.compile(r"·*的([^\d，。；·]{2,24})")
_NAME_STOPS = re.compile(r"[和及与、]?(?:最高|分别|给予)|进行|减征|比例")


def _grant(run: Sequence[Quantity], clause: Clause, text: str) -> Span | None:
    if clause.between:
        return clause.between
    end = run[-1].span[1]
    right = clause.right
    told = reach_before(clause.stem) >= 0 and clause.stem[-1:] in ("为", "至", "到")
    subject = _subject(clause)
    words = text[slice(*subject)] if subject else ""
    if base := _BASE.search(words):
        words = words[: base.start()]
        subject = (subject[0], subject[0] + base.start()) if subject and len(words) >= 2 else None
    if subject and told and not words.endswith("的"):
        return subject
    if found := _OF_NAME.match(right):
        body = _NAME_STOPS.split(found[1])[0]
        inner = body[body.rfind("的") + 1 :]
        if len(inner) >= 2 and (_GRANT_NOUN.search(inner) or not _GIVES.search(clause.left)):
            at = end + found.start(1) + found[1].index(inner)
            return at, at + len(inner)
    if span := _noun_behind(right, end):
        return span
    if not subject:
        return None
    if words.startswith(("返还", "减免")):
        return subject[0], subject[1] - words.endswith("的")
    if (last := _last(_GRANT_NOUN, words)) is not None:
        whole = last.end() == len(words) and len(words) <= 12 and not re.search(r"[对给予省市县区]|一次性|每", words)
        return subject if whole else (subject[0] + last.start(), subject[0] + last.end())
    if words.endswith(("额度", "标准", "率", "额", "费", "价", "价格")) or clause.comparator and not re.match(r"[对单每]|.*的$", words):
        return subject
    return None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def _noun_behind(right: str, end: int) -> Span | None:
    """The name of the grant behind the figure: behind 给予, or behind the last figure of the clause."""
    at = 0
    if found := _GIVES.search(right):
        at = found.end()
    elif last := re.match(r".*\d[\d.%％]*[百千万亿]*元?", right, re.S):
        at = last.end()
    found = _GRANT_NOUN.search(right, at)
    return (end + found.start(), end + found.end()) if found and found.start() - at <= 24 else None


def _granted_before(clause: Clause) -> Span | None:
    """The grant named last before the clause, in its sentence."""
    last = _last(_GRANT_NOUN, clause.before)
    offset = clause.before_end - len(clause.before)
    return (offset + last.start(), offset + last.end()) if last else None
