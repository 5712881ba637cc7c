"""Figures with their units: 8.5%, 100亿元, 1-2个, 300万千瓦, 四分之一.

The tables hold what notices count and measure in; 万 and 亿 stay in the unit (100 亿元), a figure stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from policydoc.parsing import numerals
from policydoc.source import Span, fold

MEASURES = (
    "% ‰ 百分点 个百分点 元 美元 欧元 元人民币 "
    "吨标准煤 吨标煤 吨二氧化碳 吨 公斤 千克 克 毫克 微克 斤 标箱 标准箱 TEU "
    "平方公里 平方千米 平方米 ㎡ m2 公顷 亩 立方米 m3 立方 方 升 公里 千米 海里 米 厘米 毫米 "
    "千瓦时 瓦时 度电 千瓦 兆瓦 吉瓦 瓦 kW MW GW kWh 伏安 千伏安 摄氏度 ℃ 分贝 "
    "M Mbps Gbps Tbps Kbps 兆 MB GB TB PB EB PFlops EFlops PFLOPS EFLOPS TFLOPS 次/秒 倍 番 成 折 基点 个基点 分 岁 周岁"
).split()
"""Units of measure, without 万 and 亿 in front."""

COUNTERS = (
    "个 家 户 人 名 人次 户次 项 件 处 座 条 台 台套 辆 套 种 类 批 次 场 场次 所 间 栋 幢 张 份 本 篇 门 支 只 头 羽 株 棵 对 趟 列 班 "
    "架 艘 片 块 尾 团 队 组 层 "
    "站 点 期 部 位 款 例 卷 册 口 床 端 根 枚 宗 单 笔 盏 孔 尊 道 顶 瓶 吨次 标段 车次 班次 人份 支队 套房 席 员 村 镇 县 校 亩次"
).split()
"""Classifiers of what is counted."""

DURATIONS = "个工作日 工作日 个自然日 天 个月 个小时 小时 分钟 秒 毫秒 ms 周".split()
"""Lengths of time; years are none, since they tell terms (有效期5年) and not levels."""

_NOT_BEHIND = {
    "M": "A-Za-z",
    "人": "民才工口大员均力社居物文防",
    "户": "籍口外用均型主",
    "位": "于置居",
    "件": "均",
    "项": "目",
    "门": "类户",
    "套": "餐",
    "台": "账湾风",
    "条": "件例款第规",
    "所": "有在得需属列",
    "种": "植子养质业",
    "座": "谈",
    "场": "景所地馆",
    "次": "日年月",
    "天": "然津",
    "分": "之别类批期为局行管公步级",
    "名": "录单称额词列牌校企师山",
    "点": "对位",
    "站": "点",
    "部": "门署分委",
    "方": "面案式位",
    "成": "立为功本果长员",
    "类": "别",
    "级": "别",
    "层": "次级面",
    "口": "岸",
    "本": "级科地市省区",
    "组": "织成",
    "队": "伍",
    "团": "队",
    "份": "额",
    "单": "位",
    "对": "口外",
    "端": "口",
    "单位": "",
    "村": "级",
    "镇": "级",
    "县": "级域",
    "校": "园",
    "员": "工",
    "班": "子级",
    "道": "路",
    "期": "间限末货",
    "例": "如",
    "批": "次",
    "款": "项",
    "元": "宵旦",
    "倍": "增",
    "番": "茄",
    "周": "边围期岁",
}
"""Characters behind which a classifier is the first half of a word instead (人民, 项目)."""

_UNITS = sorted({*MEASURES, *COUNTERS, *DURATIONS}, key=len, reverse=True)
_UNIT = "|".join(re.escape(u) + (f"(?![{_NOT_BEHIND[u]}])" if _NOT_BEHIND.get(u) else "") for u in _UNITS if u != "%")
# Possessive: a figure is read to its end, so that 2025年 cannot be taken as 202. A class of three ranges is sought by a bitmap, twice as
# fast as a category: half of the time of all figures.
_FIGURE = r"[0-9٠-٩０-９](?:\d{0,2}(?:,\d{3})++(?!\d)|\d*+)(?:[.．]\d++)?+"
_WITH_UNIT = (
    rf"[％%](?![A-Za-z\d])|(?:万亿|百万|千万|百亿|千亿|[百千万亿])?(?:{_UNIT})"
    r"(?:[/／](?:平方米|立方米|千瓦时|工作日|万[人户]|[年月日天次人户亩吨家个台辆件张]))?|万亿|[万亿](?![一-龥]{0,3}级)"
)
_QUANTITY = re.compile(
    rf"(?P<low>{_FIGURE})(?![年月日号.）)〕])(?:[ \u3000]?(?P<more>[余多]))?(?:[ \u3000]?(?P<unit1>{_WITH_UNIT}))?"
    rf"(?:[ \u3000]?(?:[-－—–―~～至到]|——)[ \u3000]?(?P<high>{_FIGURE})(?:[ \u3000]?(?P<unit2>{_WITH_UNIT})))?(?P<plus>[＋+](?![一-龥A-Za-z\d]))?"
)
_FRACTION = re.compile(r"([一二三四五六七八九十百千]{1,4})分之([一二三四五六七八九十百零点]{1,6})")


@attrs.define
class Quantity:
    """A figure as written: `value` is a number or (low, high), `unit` as written without blanks, `%` for ％."""

    span: Span
    value: float | int | tuple[float | int, float | int]
    unit: str
    more: bool = False
    """余, 多: more than the figure."""
    plus: bool = False

    @property
    def money(self) -> bool:
        """Whether the unit is one of money, 元 left out or not."""
        return "元" in self.unit or self.unit in ("万", "亿")

    @property
    def duration(self) -> bool:
        """Whether the unit is a length of time."""
        return self.unit in _DURATIONS


_DURATIONS = frozenset(DURATIONS)


def quantities_of(text: str) -> Iterator[Quantity]:
    """All figures of a text in order; those without a unit (1.15) have the unit "".

    >>> [(q.value, q.unit) for q in quantities_of("建成1-2个园区，投资１００亿元，补贴四分之一")]
    [((1, 2), '个'), (100, '亿元'), (0.25, '')]
    """
    fractions = _FRACTION.finditer(text) if "分之" in text else iter(())
    pending = next(fractions, None)
    for match in _QUANTITY.finditer(text):
        while pending is not None and pending.start() < match.start():
            if found := _fraction(pending):
                yield found
            pending = next(fractions, None)
        before = text[match.start() - 1 : match.start()]
        if before and (before in "-./．第~" or before.isascii() and before.isalnum()):
            continue
        if found := _quantity(match):
            yield found
    while pending is not None:
        if found := _fraction(pending):
            yield found
        pending = next(fractions, None)


def _quantity(match: re.Match[str]) -> Quantity | None:
    low, unit1, high, unit2 = match["low"], match["unit1"], match["high"], match["unit2"]
    plus = match["plus"] is not None
    if len(low) > 15 or high and len(high) > 15:
        return None
    if high and unit2 and (unit1 is None or _plain(unit1) == _plain(unit2)):
        return Quantity(match.span(), (_number(low), _number(high)), _plain(unit2), plus=plus)
    if high:
        return Quantity((match.start(), match.end("unit1")), _number(low), _plain(unit1)) if unit1 else None
    end = match.end("unit1") if unit1 else match.end("low")
    if plus:
        # ＋ is a sign beside the figure, which the comparator tells.
        return Quantity((match.start(), end), _number(low), _plain(unit1 or ""), plus=True)
    return Quantity((match.start(), end), _number(low), _plain(unit1 or ""), more=match["more"] is not None)


def _plain(unit: str) -> str:
    return unit.replace("％", "%").replace("／", "/")


def _number(figure: str) -> float | int:
    plain = figure if figure.isascii() else fold(figure)
    plain = plain.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _fraction(match: re.Match[str]) -> Quantity | None:
    below, above = numerals.value(match[1]), numerals.value(match[2])
    if not below or above is None:
        return None
    if below == 100:
        return Quantity(match.span(), above, "%")
    return Quantity(match.span(), above / below, "")
