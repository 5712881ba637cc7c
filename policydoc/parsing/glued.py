"""glued: where a heading ends whose line break was lost without any trace (加强组织领导成立领导小组，…).

Nothing but the words tells it. A plan's headings end in the genre's nouns (…体系, …水平, …目标), and what stands below them begins with its
verbs and prepositions (围绕…, 建立…, 到2025年…), or says the heading again. The more of these meet at a place, the likelier it is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

import attrs

from policydoc.parsing.lines import Line
from policydoc.parsing.marks import read_mark
from policydoc.parsing.sentences import trim
from policydoc.tree import RANKS

FURTHEST = 46
"""Characters of a glued heading at the most."""
SHORTEST = 4
LIKELY, CERTAIN = 2, 3
"""Of the signs that `_signs` counts: enough in a row whose other headings are certain, and enough alone."""

_SURE = re.compile(
    r"到20\d\d|20\d\d年|坚持|按照|根据|围绕|紧[紧扣抓盯密]|依托|聚焦|立足|充分|发挥|深入|进一步|一是|全面[贯落深推]|积极|大力|着力|切实|牢固|遵循|把握|"
    r"贯彻|以(?=[习推数“创市产供提建科])|——|--|“十|结合|通过|针对|面向|基于|为[了贯深进全加切认积落充有促推此确]|本[市省县区办措规]|[我全][市省县区国]|力争|成立|"
    r"加[大快]|采[取用]|组[ \u3000]{0,4}长[ \u3000]{0,2}[：:]|"
    r"建立|健全|制定|梳理|整合|探索|引导|严格|重点(?=[推开支围抓加打培建发聚做突面布])|持续|统筹|依法|[利运]用|凡|从(?=[国世我全])|请?各|地方|"
    r"[省市县区](?=发展改革|人民政府|政府|财政|委|级|工业|商务|教育|科技|农业|民政|直)"
)
"""How a paragraph below a heading begins, and hardly a word inside of a heading."""
_VERB = re.compile(
    r"(加强|推进|推动|完善|深化|实施|落实|强化|支持|提升|开展|构建|优化|实现|促进|组织|推行|打造|培育|推广|突出|建成|做好|搭建|设立|扩大|提高|建设|发展|"
    r"完成|出台|应用|编制|谋划|激发|鼓励|[对在由将]|要(?![素求点闻件])|以(?![及来上下内外后前]))"
    r"(?!机制|体系|行动|方案|计划|工作|小组|能力|平台|模式|办法|单位|主体|方式|情况|水平|力度|[的和与]|中心|路径|方向|步骤|项目|对象|条件|范围|重点)"
)
"""Verbs of the genre, in headings too, but not where they qualify a noun (推进机制)."""
_NOUNS = frozenset(
    "目标 体系 建设 平台 思想 要求 发展 系统 行动 应用 方式 水平 原则 产业 领导 工程 保障 计划 能力 转型 情况 管理 字化 内容 支持 "
    "范围 思路 机制 监管 条件 专项 设施 服务 对象 升级 安全 合作 任务 模式 治理 基础 引领 支撑 环境 布局 事项 评估 责任 主体 示范 "
    "开放 工作 生态 人员 创新 企业 流程 业态 意义 现状 定位 架构 考核 力度 项目 职责 安排 供给 经济 组织 扶持 融合 资源 共享 制度 "
    "政策 培养 机构 氛围 贸易 质量 保护 效能 改革 队伍 人才 投入 宣传 督查 督导 培训 指导 协调 协同 联动 集聚 集群 园区 载体 中心 "
    "基地 网络 市场 消费 数据 技术 标准 效率 活力 优势 格局 空间 特色 品牌 渠道 途径 措施 步骤 程序 方案 规划 意识 作用 功能 价值 "
    "效益 成效 需求 问题 短板 瓶颈 风险 成果 转化 攻关 研发 教育 医疗 养老 农业 工业 制造 金融 物流 交通 城市 乡村 社会 民生 政府 "
    "政务 决策 监督 检查 考评 评价 激励 问责 试点 监测 预警 防控 防治 救助 就业 创业 公开 补贴 新城 名单 经费 资金 通报 调度".split()
)
"""How headings end."""
_ALSO_NOUNS = frozenset("建设 发展 支持 应用 组织 优化 提升 推广 落实 实施 培育 促进 编制".split())
"""Verbs that end headings as nouns: in front of a noun, a comma or another verb they do."""
_OPEN = frozenset("的和与及或并、（“《把将以为向对在等不较更被从自至到于要可应须")
"""No heading ends with these."""
_ACTOR = ("各", "凡", "其", "该", "本", "负责", "牵头", "承担", "协助", "完成")
"""A sentence about somebody, or of what he is to do, begins with these, no heading."""
_BEHIND_NOUN = frozenset("，。；：！？、》”）")
"""Behind these a verb has ended as a noun."""
_ALIKE = 16
"""So many titles of the contents that begin alike are looked at."""
_PAGE = re.compile(r"[….·\s\-—]*[（(]?\d{0,3}[）)]?$")
"""Dots and the number of a page behind a line of the contents."""


def torn(text: str, lines: Sequence[Line]) -> bool:
    """Whether the line breaks of a document were lost without any trace: its divisions touch each other."""
    tight = sum(1 for line in lines if line.ran_on and line.role in RANKS and not text[line.start - 1].isspace())
    return tight >= 3 and tight * 2 > sum(1 for line in lines if line.mark is not None and line.role in RANKS)


def unglue(text: str, lines: Sequence[Line], rows: Sequence[str], run_in: Container[int]) -> set[int]:
    """Set `heading` of the division lines of a torn text whose heading is glued to their text; the ids of these lines.

    Lines that begin as a title of the contents (目录) have that heading. Of all others a row decides: they have headings where enough of it
    certainly do and few first sentences could be headings by themselves (`run_in`).
    """
    titles = _titles(text, lines)
    found: dict[str, list[_Place]] = {}
    settled: set[int] = set()
    for line, row in zip(lines, rows, strict=True):
        if line.mark is None or line.role not in RANKS or line.role == "article" or line.heading != line.mark.end or row[-1] in "!+":
            continue
        start, end = trim(text, line.mark.end, line.end)
        named = next((t for t in titles.get(text[start : start + SHORTEST], ()) if text.startswith(t, start, end - 1)), "")
        if named:
            line.heading = start + len(named)
            settled.add(id(line))
        else:
            place = _Place(line, start, *glued(text, start, end), short=id(line) in run_in)
            for name in (row, line.role):
                found.setdefault(name, []).append(place)
    votes = {name: _vote(places) for name, places in found.items()}
    for row, places in found.items():
        if row not in RANKS:
            settled |= _settle(text, places, votes[row if len(places) >= 3 else places[0].line.role])
    return settled


@attrs.define
class _Place:
    """Where the heading of a line may end."""

    line: Line
    start: int
    end: int
    grade: int
    short: bool


def _titles(text: str, lines: Sequence[Line]) -> dict[str, list[str]]:
    """The headings that the contents name, the longest first, by their first characters."""
    titles: dict[str, list[str]] = {}
    for line in lines:
        if line.role == "toc":
            mark = line.mark or read_mark(text, line.start, line.end)
            title = _PAGE.sub("", text[slice(*trim(text, mark.end if mark else line.start, line.end))])
            if len(title) >= SHORTEST:
                titles.setdefault(title[:SHORTEST], []).append(title)
    return {first: sorted(same, key=len, reverse=True)[:_ALIKE] for first, same in titles.items()}


_ENOUGH = 0.3
"""From this share of certain headings on, the likely ones of the row are headings too."""


@attrs.frozen
class _Vote:
    """What a row says, or all divisions of a kind: the share that certainly have headings, and how long these often are."""

    sure: float
    lengths: Sequence[int]


def _vote(places: Sequence[_Place]) -> _Vote:
    certain = Counter(p.end - p.start for p in places if p.grade >= CERTAIN)
    sure = certain.total() / len(places)
    alike = len(places) >= 3 and sum(p.grade >= LIKELY for p in places) >= 0.6 * len(places)
    if not alike and (sure < 0.2 or sum(p.short for p in places) * 2 >= len(places)):
        return _Vote(0.0, ())
    sure = max(sure, _ENOUGH) if alike else sure
    return _Vote(sure, [length for length, count in certain.most_common(2) if count >= 2 and length <= 16])


def _settle(text: str, places: Sequence[_Place], vote: _Vote) -> set[int]:
    """Set the headings of a row, if it has any."""
    if not vote.sure:
        return set()
    for place in places:
        if place.grade < CERTAIN:  # headings of a row are often of one length
            like = next((n for n in vote.lengths if _signs(text, place.start, place.start + n, place.line.end) >= 0), 0)
            place.end, place.grade = (place.start + like, CERTAIN) if like else (place.end, place.grade)
    chosen = [p for p in places if p.grade >= CERTAIN or (p.grade and vote.sure >= _ENOUGH)]
    for place in chosen:
        place.line.heading = place.end
    return {id(place.line) for place in chosen}


def glued(text: str, start: int, end: int) -> tuple[int, int]:
    """The likeliest end of a heading in front of its text, and how likely it is (0: there is none).

    >>> said = "加强组织领导成立领导小组，统筹推进各项工作。"
    >>> said[: glued(said, 0, len(said))[0]]
    '加强组织领导'
    """
    best, grade = start, 0
    if start >= end or text.startswith(_ACTOR, start):
        return start, 0
    stop = min((i for i in (text.find(c, start, end) for c in "。；！？") if i >= 0), default=end)
    for at in range(start + SHORTEST, min(stop, start + FURTHEST)):
        signs = _signs(text, start, at, end)
        if signs > grade:
            best, grade = at, signs
        if grade >= CERTAIN:
            break
    return best, grade if grade >= LIKELY else 0


def _signs(text: str, start: int, at: int, end: int) -> int:
    """How much says that a heading ends here: a noun of headings 2, a sure beginning behind it 1, the heading said again 1 or 2, its end said
    again enough by itself (重视安全生产安全生产是……); -1 where no paragraph could begin."""
    if at >= end or text[at - 1] in _OPEN:
        return -1
    sure = _SURE.match(text, at, end)
    verb = None if sure else _VERB.match(text, at, end)
    said = -1 if sure else text.rfind(text[at : at + SHORTEST], start, at)
    if said >= 0 and text.startswith(text[said:at], at):
        return CERTAIN
    if not (sure or verb) or (verb and verb[1] in _ALSO_NOUNS and _noun(text, verb.end(), end)):
        return -1
    again = text.startswith(text[start : start + 2], at) + text.startswith(text[start : start + 4], at)
    return bool(sure) + again + (2 if text[at - 2 : at] in _NOUNS else 0)


def _noun(text: str, at: int, end: int) -> bool:
    """Whether a verb that ends here stands as a noun."""
    return at >= end or text[at] in _BEHIND_NOUN or text[at : at + 2] in _NOUNS or bool(_SURE.match(text, at, end) or _VERB.match(text, at, end))
