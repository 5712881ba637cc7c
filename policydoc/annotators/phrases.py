"""The words around a figure: what compares, reaches, builds, grants, measures. One table each, to be read by people of the genre."""

from __future__ import annotations

import re

import attrs

AT_LEAST = "不少于 不低于 不小于 不得少于 不得低于 不短于 至少 不少於 大于等于 大于或等于 ≥ >= ≧ 最低 下限为".split()
AT_MOST = (
    "最高不超过 最长不超过 最多不超过 总额不超过 不超过 不高于 不多于 不大于 不得超过 不得高于 不突破 最高 最多 最长 至多 上限为 限额为 "
    "小于等于 ≤ <= ≦ 封顶".split()
)
ABOVE = "超过 突破 高于 大于 多于 超 ＞ >".split()
BELOW = "低于 小于 少于 短于 ＜ <".split()
ABOUT = "约为 大约 约".split()

SIGN_OF = {
    **dict.fromkeys(AT_LEAST, ">="),
    **dict.fromkeys(AT_MOST, "<="),
    **dict.fromkeys(ABOVE, ">"),
    **dict.fromkeys(BELOW, "<"),
    **dict.fromkeys(ABOUT, "~"),
}



@attrs.frozen
class Ending:
    """A pattern that closes with `$` and the characters that it can close with: most words are told by their last one."""

    pattern: re.Pattern[str]
    last: frozenset[str]

    def of(self, words: str) -> re.Match[str] | None:
        """The match at the end of some words, sought in their last 12 characters only; offsets are those of `words`."""
        return self.pattern.search(words, max(0, len(words) - 12)) if words and words[-1] in self.last else None


AFTER = ("以上", "及以上", "以内", "之内", "以下", "左右", "（含）")


def _any(words: str | list[str]) -> str:
    listed = words.split() if isinstance(words, str) else words
    return "|".join(re.escape(w) for w in sorted(listed, key=len, reverse=True))


COMPARATOR = rf"(?:{_any(list(SIGN_OF))})"
COMPARATORS = Ending(
    re.compile(rf"({COMPARATOR})(?:的)?(?:到|至|为|达到?|按)?$"), frozenset("的到至为达按" + "".join(w[-1] for w in SIGN_OF))
)
"""A comparator right before the figure."""

FAR = re.compile(rf"({_any(AT_LEAST + AT_MOST)})([^，。；]{{1,60}})$")
"""One that stands before the base of a share (不超过投资总额的15%) or before the name (最高补助400万元)."""

REACH_WORDS = (
    "达到 可达 达 完成 实现 增长 增加 增至 增 提高 提升 下降 降低 减少 减 降 升 压缩 压减 缩短 缩减 精简 上浮 下浮 "
    "上涨 回升 扩大 保持 稳定 控制 维持 放大 翻 上调 下调 节约 节省 削减 降本 增效 提速 返还 延缓 收取 延长 浮动 占 "
    "超额完成 减排 调整 拓展 覆盖 突破 推进"
)
"""Verbs of level: what stands before them is measured by the figure behind them."""
_REACH = frozenset(REACH_WORDS.split())
_REACH_LAST = frozenset(w[-1] for w in _REACH) | frozenset("到至为在了按照")
_REACH_SIZES = range(max(map(len, _REACH)), 0, -1)
_CHANGES = frozenset("提增降减升扩压缩调保稳控延拉翻")
_TELLS = tuple(
    "标准 率 额 量 价 费 度 比例 比重 期 目标 数 值 规模 时间 资金 投资 收入 分 限 面积 强度 指标 任务 平均 统一 确定 设定 调整".split()
)
"""Behind these, 为 and 按 tell a figure (补贴标准为, 费率按)."""


def reach_before(words: str) -> int:
    """Where the verb of level starts that the words end with (提高到, 降至, 为 behind a noun of measure); -1 where they end with none."""
    if not words or words[-1] not in _REACH_LAST:
        return -1
    end, last = len(words), words[-1]
    if last in "为按照":
        cut = end - (2 if words.endswith("按照") else 1)
        return cut if words.endswith(_TELLS, 0, cut) or _verb_before(words, cut) >= 0 else -1
    if (verb := _verb_before(words, end)) >= 0:
        return verb
    if last not in "到至在了":
        return -1
    if last in "到至" and words.endswith(_TELLS, 0, end - 1):
        return end - 1
    if (verb := _verb_before(words, end - 1)) >= 0:
        return verb
    return next((end - n for n in (2, 3) if last != "了" and end >= n and words[end - n] in _CHANGES), -1)


def _verb_before(words: str, end: int) -> int:
    return next((end - n for n in _REACH_SIZES if n <= end and words[end - n : end] in _REACH), -1)


BUILD_WORDS = (  # what notices build, bring, train, spend, hold, treat
    "新建 改建 扩建 建设 建成 建 建立 新增 增加 改造 改造提升 新改建 改扩建 培育 培育形成 培育成长 壮大发展 培养 培训 打造 引进 引育 "
    "新引进 招引 引入 招引落地 认定 遴选 评选 选树 选拔 选派 推出 形成 创建 筹建 创成 争创 支持 扶持 举办 组织 开展 "
    "开通 设立 布局 布设 部署 配备 配置 安装 招募 招聘 发展 孵化 集聚 聚集 汇聚 吸引 完成 实施 推动 推进 推广 "
    "复制和推广 推广应用 投入 投资 新增投资 安排 落实 筹集 筹措 落地 入驻 签约 开工 竣工 投产 投用 储备 谋划 申报 争取 "
    "获批 创造 带动 服务 帮扶 发放 提供 供应 保障 新开工 整治 治理 修复 关闭 淘汰 退出 拆除 化解 压减 腾退 盘活 收储 "
    "出让 流转 种植 造林 绿化 完成造林 抚育 回收 处置 消纳 生产 销售 采购 购置 更新 更换 投放 上线 接入 归集 共享 "
    "编制 制定 制修订 出台 发布 公布 公开 受理 办理 取得 授权 登记 转化 开发 研发 攻克 突破 解决 转移 吸纳 安置 就业 "
    "新增就业 开设 增设 增发 储蓄 募集 发行 贷款 融资 减税 让利 壮大 做强 做大 催生 涌现 产生 扩大 延伸 深化 试点 "
    "示范 评定 评审 命名 表彰 推荐 推选 对接 促成 撮合 召开 宣讲 拍摄 制作 办好 办 搭建 构建 组建 成立 建好 共建 "
    "参与 主导 牵头 创作 演出 采集 普查 检查 抽检 抽查 监测 排查 清理 削减 替代 推行 实现 拓展 覆盖 惠及 资助 救助 "
    "配建 增配 新购 开行 新开 加密 增殖 放流 征集 征集推介 挖掘 梳理 提炼 总结 选取 确定 选择 择优遴选 择优 择优选择 "
    "重点打造 重点培育 重点支持 划定 保有 留用 规划 规划建设 规划布局 计划 拟建 续建 建有 落户 汇集 储存 拉动 缓缴"
)
"""Verbs that make, bring or spend something; the figure stands behind them or at the end of their object."""
_BUILD = frozenset(BUILD_WORDS.split())
_BUILD_FIRST = frozenset(w[0] for w in _BUILD)
_BUILD_LAST = frozenset(w[-1] for w in _BUILD) | frozenset("成少了好出")
_BUILD_SIZES = range(max(map(len, _BUILD)), 0, -1)
_NOUNS = frozenset(
    "生产 服务 投资 登记 处置 回收 就业 建设 发展 销售 种植 培训 融资 贷款 推广 转化 供应 办理 授权 检查 监测 保障 "
    "支持 组织 共享 消纳 出让 流转 采购 开发 研发 治理 修复 绿化 参与 主导 规划 储存 归集 覆盖 试点 示范 受理 抽检 "
    "贯标 签约 资助 救助 演出 创作".split()
)
"""Verbs that begin names of measures too (投资额, 处置率, 生产性服务业增加值)."""
_PARTICLES = ("形成", "至少", "了", "好", "出")
_MEASURED = frozenset("率重比例量值模入资积程机量数额金平强度费格本准限间长期能力宽速润献口储容命")


def build_at(words: str, at: int = 0) -> int:
    """Where the verb that makes, brings or spends something ends that starts at `at`; `at` itself where none does."""
    if at >= len(words) or words[at] not in _BUILD_FIRST:
        return at
    for size in _BUILD_SIZES:
        verb = words[at : at + size]
        if verb in _BUILD and at + size <= len(words):
            if verb in _NOUNS and words[-1] in _MEASURED:
                return at
            at += size
            return next((at + len(p) for p in _PARTICLES if words.startswith(p, at)), at)
    return at


def names_at(words: str, at: int) -> bool:
    """Whether words end, from there on, with a verb that is the noun of a measure as well (就业, 投资)."""
    return words[at:] in _NOUNS


def acts_at(words: str, at: int) -> bool:
    """Whether a verb starts there that is no noun as well."""
    end = build_at(words, at)
    return end > at and words[at:end] not in _NOUNS


def build_before(words: str) -> int:
    """Where such a verb starts that the words end with; -1 where they end with none."""
    whole = len(words)
    if not words or words[-1] not in _BUILD_LAST:
        return -1
    end = whole - next((len(p) for p in _PARTICLES if words.endswith(p)), 0)
    for stop in (whole, end) if end < whole else (whole,):
        for size in _BUILD_SIZES:
            if size <= stop and words[stop - size : stop] in _BUILD:
                return stop - size
    return -1


GRANT = re.compile(
    r"给予|给与|予以|奖励|补助|补贴|资助|奖补|贴息|扶持|返还|减征|减免|减按|兑现|增发|配套支持|资金支持|经费支持|奖金|津贴|补偿|救助|慰问|信用额度|担保额|授信"
)
"""Words of a grant or relief: every figure of one is a target."""

LEVEL = Ending(
    re.compile(r"(?:年均|平均|每人每[年月天次日]|每人|每户|每亩|每[年月天次日]|分别|各|合计|累计|总计|共|一次性|不少|原则上)$"),
    frozenset("均年月天次日人户亩别各计共性少上"),
)

MEASURE_NOUN = re.compile(
    r"(?:率|比重|占比|比例|比|总量|产量|产值|增加值|规模|收入|投资|面积|里程|装机|容量|数量|总数|数|用户|总额|金额|税收|水平|强度|密度|浓度|指数|额度|"
    r"额|量|成本|价格|费用|费|标准|时限|时间|时长|周期|产能|能力|带宽|速率|增速|速度|算力|利润|贡献|存量|人口|储量|库容|长度|寿命|值|度)(?:(?:年均|平均|全部|均|各|分别|累计|合计|总计|共|[”’])*)$"
)
"""A noun of measure at the end of what stands before the figure."""

# -- what stands outside of an indicator -------------------------------------------------------------------------------------

_PLACE = (
    r"(?:(?:[全我本][市省区县国州旗镇乡]|区域内|中心城区|市域内|全社会)(?:范围内|内)?(?!场|长|域|级)|全域|各[地市区县州镇乡]+(?:、[市区县（）]+)*|[省市区县]级?财政)"
)
_SPREAD = (
    r"(?:(?:单个|每个|每家|每户|每名|每件|每项|单家|每支|单项|同一|每位|每款)[一-龥]{0,8}?(?=每|年|最|累|合|奖|补|资|不|支持|$|[^一-龥])|"
    r"每人每[年月天次日]|每[年月季天次日人]度?|年度|分别|各|其中|原则上)"
)
_EFFORT = (
    r"(?:力争|确保|争取|努力|保持|保证|要|须|应当|应|将|可以|可(?!再生|持续|靠|用率|视|研|行)|能够|基本|全面|力求|积极|加快|着力|大力|重点(?=打|培|建|支|推)|有序|稳步|逐步|累计(?!补|奖)|共|总计|合计|同步|持续|进一步|还|再|另|拟|"
    r"年均|平均|全年|并|且|使|让|同时|从而|以及|和|或|、|到|实现|实行|择优|所获|依法|统筹|(?:降低|提高|提升|压缩|压减|缩短)(?!率|比|幅))(?!业|求|素)"
)
_HEAD = re.compile(rf"(?:[\s　·“]|{_PLACE}|{_SPREAD}|{_EFFORT})+")
_HEAD_FIRST = frozenset(
    " \n\t\u3000·“全我本区中市社各省县单每同年分其原力确争努保要须应将可能基积加着大重有稳逐累共总合持进还再另拟平并且使让从以和或、到实择所依统降提压缩"
)


def head_end(words: str, at: int = 0) -> int:
    """Where the places, words of distribution and of effort end that stand at `at`."""
    if at >= len(words) or words[at] not in _HEAD_FIRST:
        return at
    found = _HEAD.match(words, at)
    return found.end() if found else at

TAIL = Ending(
    re.compile(
        r"(?:[\s　·]|力争|确保|争取|努力|分别|各|均|累计|合计|总计|共|年均|平均|要|将|可以|可|应|须|再|全部|总体|就|只|仅|原则上|"
        r"每人每[年月天次日]|每[年月天次日人]|分别占比|大幅|显著|普遍|明显|稳步|较|免费(?:、免申请)?|"
        r"(?:较|比|与)(?:20\d\d|上|去)年[底末度]?(?:相比)?|基础上|同比|比上年|按照|按|不|给予|予以)+$"
    ),
    frozenset(" \u3000·年底末比争保取力别各均计共年要将以可应须再部体就只仅上月天次日人比幅著照按不予遍显步费请较"),
)
"""The same behind, before verb or comparator."""
