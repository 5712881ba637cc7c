"""Reads the name of one actor as it stands in a clause: its prefix (place, level word, party), its tail, what the tail can stand for.

Nothing here knows the document; `agencies.py` decides with its place and date. A name that no rule and no table explains stays as it
is: the reading says `known=False` and guesses nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from policydoc.annotators.agency_table import Entry, agencies_table
from policydoc.annotators.places import LEVEL_WORDS, gazetteer
from policydoc.source import WHITE, fold

LONGEST = 60
"""Names beyond this many characters are left unread: they are prose, and reading stays linear."""


@attrs.frozen
class Prefix:
    """What stands before the tail: 省委 is the word 省 and party, 广州市黄埔区 the place 黄埔区, 锦州 a short place."""

    word: str = ""
    place: str = ""
    short: bool = False
    party: bool = False
    central: bool = False
    above: str = ""
    """What stands before the place: 广州市 of 广州市黄埔区."""

    @property
    def bare(self) -> bool:
        """Whether there is no prefix."""
        return not (self.word or self.place or self.central)


@attrs.frozen
class Reading:
    """A name read: candidates in `entries`, or (`entries` empty) what its form alone tells."""

    text: str
    prefix: Prefix = Prefix()
    entries: tuple[Entry, ...] = ()
    stem: str | None = None
    kind: str | None = None
    level: str | None = None
    known: bool = False
    alias: str | None = None
    full_name: str | None = None
    """In full, where the name begins with its central organ's (国家税务总局杭州市税务局, 人行南京分行)."""


_CENTRAL_PREFIXES = {"国家", "中央", "全国", "国务院", "中国", "中华全国", "中央和国家", "中华人民共和国"}
_ALIAS = re.compile(
    r"([^()〔〕\[\]【】〈〉<>]{2,40})[(〔\[【〈<]([^()〔〕\[\]【】〈〉<>]{2,40})[)〕\]】〉>]([^()〔〕〈〉<>]{0,12})"
)
_NO_PLACE = re.compile("[局部委厅会处院的和及与等各有署办直级下同全我本]")
_UNKNOWN_PLACE = re.compile(
    r"[\u4e00-\u9fff·]{1,8}?(?:自治区|自治州|自治县|新区|开发区|高新区|经开区|示范区|保税区|园区|集聚区|试验区|[省市州盟县区旗镇乡])"
)
_LEVEL_WORD = "(?:自治区|自治州|自治县|地区|[省市县区州旗盟镇乡])"
_LEAGUE = re.compile(rf"(?:中国)?(?:共青团|团)(.{{0,12}}?)({_LEVEL_WORD})(?:委员会|工委|委)")
_QUANTITY = re.compile(
    "各|有关|相关|所在|试点|其他|所有|省级|市级|区级|县级|州级|市直|省直|区直|县直|州直|中直|直属|全市|全区|全省|全县|驻|涉及|成员|牵头|沿线|部分|属地"
)
_SHARED = re.compile("[、和及(〔]")
_WHERE = re.compile(
    "(?:各|有关|相关|所在地?|属地|试点|设区的?市?|省辖市|省直管|直管|省直辖|地级以上|地级|县级|省级|市级|州级|自治区|直辖市|自治州|自治县|地区|地方"
    "|地|级|省|市|县|区|州|盟|旗|乡镇|乡|镇|街道办事处|街道办|街道|苏木|园区|开发区|高新区|经开区|功能区|功能园区|示范区|新区|新城|试验区|片区|产业园"
    "|工业园区|产业集聚区|集聚区|度假区|经济区|保税区|村|社区|和|及|或|以及|的|人民政府|政府|党委政府|党委|行署|管理委员会|管委会|党工委|工委|办事处"
    "|含|下同|及其|其他|重点|[、/,()〔〕<>·])++"
)
"""Words that names of territories only are made of: 各市、县（市、区）人民政府（管委会）."""
_MANY = tuple(
    "部门 部门(单位) 部门〔单位〕 单位 机构 企业 银行 公司 运营商 协会 商会 院校 高校 学校 医院 集团 方面 组织 成员 委局 局委 委办局 市局 处室 科室 "
    "媒体 站所 主体 社团 团体".split()
)
_AD_HOC = re.compile(
    "(?:领导小组|协调小组|工作小组|委员会|指挥部|专班|联席会议|工作组|推进组|专责组|专项组|执行小组|协调机制|推进小组|专项小组|攻坚组|项目组|联盟"
    "|筹备组|协调组)(?:(?:各|有关|相关)?(?:成员单位|牵头单位|办公室|办|工作专班|秘书处|综合组|工作组|各?成员))*$"
)
_ENTERPRISE = tuple("公司 集团 银行 支行 分行 运营商 企业 合作社 交易所 保险 证券 事务所 农场 铁塔".split())
_COMMITTEE = tuple("管委会 管理委员会 党工委".split())
_ZONE = tuple(
    "新区 开发区 高新区 经开区 示范区 保税区 保税港区 综保区 园区 产业园 集聚区 试验区 自贸区 科学城 科技城 新城 片区 风景区 "
    "度假区 空港区 航空港 基地 国际港 经济区 工业园 物流园 功能区 合作区 师市".split()
)
_GOVERNED = re.compile("[市县区州盟旗乡镇省道地][)〕]?(?:人民政府|政府|行署|行政公署)$")
_BRANCH = re.compile(r"(.{1,12}?)(公安局|生态环境局|自然资源局|市场监管局|市场监督管理局)(.{2,8}?)(分局|大队|支队)")
"""市公安局兴宾分局: a local body's branch in a district or for a matter."""
_OFFICE = tuple("处 科 科室 股 处室".split())
_AFFILIATED = re.compile(
    "[^局]{0,12}(?:局集团有限公司|局集团公司|局集团|税务局|海关|监管局|监管分局|监管支局|分局|支局|分行|中心支行|中支|支行|营业管理部|营业部|总部|调查总队|调查队|分署|专员办事处"
    "|专员办|监管办|特派办|办事处|分公司|支公司|子公司|供电公司|电力公司|有限公司|省公司|市公司|公司|集团|办公室|管理局|管理处|监督局|分社|局)"
)
"""What a central organ or an enterprise has in a place."""


def read_name(name: str) -> Reading:
    """The reading of a name; the same name is read once."""
    return _read(name) if len(name) <= 4 * LONGEST else Reading(name)


@lru_cache(maxsize=1 << 15)
def _read(name: str) -> Reading:
    text = name if name.isalnum() else "".join(c for c in name if c not in WHITE).strip("“”\"'*，、。；：:")
    plain = fold(text)
    if not text or len(text) > LONGEST:
        return Reading(text)
    collective = _collective(text, plain)
    if collective:
        return collective
    if bracket := _ALIAS.fullmatch(plain):
        main = _simple(bracket[1] + bracket[3])
        if not main.known and bracket[3]:
            main = _simple(bracket[1])
        return attrs.evolve(main, text=text, alias=bracket[2])
    return _simple(plain)


def _simple(text: str) -> Reading:
    for read in (_central, _affiliated, _league, _tailed, _branch, _ad_hoc, _territory, _merged):
        if (found := read(text)) is not None:
            return found
    prefix = _leading(text)
    level = LEVEL_WORDS.get(prefix.word)
    if text.endswith(_ENTERPRISE):
        return Reading(text, prefix, kind="enterprise", level=level)
    if text.endswith(_OFFICE):
        return Reading(text, prefix, kind="office", level=level)
    return Reading(text, prefix, level=level)


# -- collective actors and territories ---------------------------------------------------------------------------------------


def _collective(text: str, plain: str) -> Reading | None:
    if len(plain) > 1 and (_QUANTITY.search(plain) or _SHARED.search(plain)) and _WHERE.fullmatch(plain):
        return Reading(text, kind="territory", stem="人民政府", level=_level_of(plain), known=True)
    if _QUANTITY.search(plain):
        if plain.endswith(_MANY):
            return Reading(text, kind="collective", level=_level_of_many(plain), known=True)
        if (
            _GOVERNED.search(plain)
            or plain.endswith(_COMMITTEE)
            or plain.endswith(_ZONE)
            or plain[0] == "各"
            and plain[-1] in "市县区州盟旗乡镇地"
        ):
            return Reading(text, kind="territory", stem="人民政府", level=_level_of(plain), known=True)
    elif plain.endswith(("运营商", "成员单位", "金融机构", "电信企业", "主管部门", "部门")):
        return Reading(text, kind="collective", level=_level_of_many(plain), known=True)
    elif "、" in plain and (_GOVERNED.search(plain) or plain.endswith(_COMMITTEE)):
        return Reading(text, kind="territory", stem="人民政府", level=_level_of(plain), known=True)
    return None


_COUNTIES = re.compile(
    "县级市|县[(〔]?[市、区]+|区[(〔]?市[)〕]?县?|旗县市区|市县区|市区县|县市区|旗县|县区|区县|区、县|开发区|示范区|高新区|园区|新区|试验区|功能区"
    "|市直|市级|市属|省直|省级|省属"
)


def _level_of(plain: str) -> str:
    """One level where the words tell one (各县（市）区), `several` where they join more (各市、县)."""
    levels = set()
    plain = re.sub("设区的?市?", "市", plain.rsplit("等", 1)[-1]).replace("地区", "")
    rest = _COUNTIES.sub(lambda m: levels.add("county" if m[0][0] in "县区旗" or "县" in m[0] else "zone") or "", plain)  # type: ignore[func-returns-value]
    for words, level in (("省", "province"), ("市州盟", "prefecture"), ("县区旗", "county"), ("乡镇街村", "township")):
        if any(c in rest for c in words) and not (level == "province" and re.search("省辖|省直管|省管", plain)):
            levels.add(level)
    if len(levels) > 1:
        levels.discard("zone")
    return levels.pop() if len(levels) == 1 else "several"


def _level_of_many(plain: str) -> str | None:
    found = re.match("各?(?:有关|相关)?(全国|国务院|中央|国家|自治区|全省|省|全市|市|州|全县|县|全区|区|乡|镇)", plain)
    if not found:
        return None
    word = found[1].removeprefix("全") or found[1]
    return "central" if word in ("国", "国务院", "中央", "国家") else LEVEL_WORDS.get(word)


def _territory(text: str) -> Reading | None:
    if text.endswith(_COMMITTEE) or text.endswith(_ZONE):
        return Reading(text, _leading(text), kind="territory", stem="管理委员会", level="zone", known=True)
    if _GOVERNED.search(text):
        place = re.sub("(?:人民政府|政府|行署|行政公署)$", "", text)
        return Reading(text, _prefix(place) or Prefix(), kind="territory", stem="人民政府", level=_level_of(place[-3:]), known=True)
    prefix = _prefix(text)
    if prefix and prefix.place and not prefix.party:
        level = LEVEL_WORDS.get(prefix.word)
        return Reading(text, prefix, kind="territory", stem="人民政府", level=level, known=True)
    if text.endswith(("街道", "街道办事处", "街道办")):
        return Reading(text, _leading(text), kind="territory", stem="街道办事处", level="township", known=True)
    return None


def _ad_hoc(text: str) -> Reading | None:
    found = _AD_HOC.search(text)
    if not found or found.start() == 0 or text.endswith("管理委员会"):
        return None
    prefix = _leading(text)
    topic = text[len(prefix.word) if not prefix.place else 0 :]
    return Reading(text, prefix, kind="ad_hoc", stem=topic, known=True)


# -- names of one organ ------------------------------------------------------------------------------------------------------


def _central(text: str) -> Reading | None:
    entries = agencies_table().central.get(text) or agencies_table().central.get(text.removeprefix("中华人民共和国"))
    if not entries:
        return None
    both = agencies_table().local.get(text, ())
    return Reading(text, Prefix(), entries + both, known=True)


def _affiliated(text: str) -> Reading | None:
    """国家税务总局杭州市税务局, 中国移动眉山分公司: a central name, then a place, then what it has there."""
    for head in agencies_table().heads.get(text[:2], ()):
        rest = text[len(head) :]
        if not rest or not text.startswith(head):
            continue
        place = gazetteer().longest(rest) or gazetteer().ending(rest[:4], min(len(rest), 4)) or ""
        if not place or not rest.startswith(place):
            place = next((rest[:n] for n in (4, 3, 2) if rest[:n] in gazetteer().short), "")
        if not _AFFILIATED.fullmatch(rest[len(place) :]) or "、" in rest:
            continue
        entries = agencies_table().central[head]
        kind = entries[0].kind if entries[0].kind != "government" else "vertically_managed"
        word = "" if place else next((w for w in ("省", "市", "县", "区") if rest.startswith(w)), "")
        prefix = Prefix(word=word, place=place, short=place in gazetteer().short and place not in gazetteer().full)
        level = LEVEL_WORDS.get(word) if word else None
        full = entries[0].name + rest if head == entries[0].name or entries[0].name.endswith("银行") else None
        return Reading(text, prefix, stem=entries[0].stem, kind=kind, level=level, known=True, full_name=full)
    return None


def _league(text: str) -> Reading | None:
    found = _LEAGUE.fullmatch(text) if "团" in text else None
    if not found:
        return None
    prefix = _prefix(found[1] + found[2])
    if prefix is None:
        return None
    entry = Entry("共青团{}委员会", "共青团", "mass_organisation", False, "", "", "1949", None)
    return Reading(text, prefix, (entry,), known=True)


def _tailed(text: str) -> Reading | None:
    tables = agencies_table()
    for size in (*tables.sizes.get(text[-2:], ()), 2):  # names of two characters (移动) are none to be sought in running text
        at = len(text) - size
        entries = tables.local.get(text[at:]) if at >= 0 else None
        if entries:
            prefix = _prefix(text[:at])
            if prefix is not None:
                return Reading(text, prefix, entries, known=True)
    return None


def _branch(text: str) -> Reading | None:
    found = _BRANCH.fullmatch(text) if text.endswith(("分局", "大队", "支队")) else None
    above = _tailed(found[1] + found[2]) if found else None
    if above is None:
        return None
    return Reading(text, above.prefix, stem=above.entries[0].stem, kind=above.entries[0].kind, level="county", known=True)


def _merged(text: str) -> Reading | None:
    """教育体育局, 科技和工业信息化局: a body made of known functions keeps its name."""
    body = next((b for b in ("委员会", "办公室", "中心", "局", "厅", "委", "办") if text.endswith(b)), None)
    if body is None:
        return None
    start = len(text) - len(_without_prefix(text))
    stems = _functions(text[start : len(text) - len(body)])
    if not stems:
        return None
    return Reading(text, _prefix(text[:start]) or Prefix(), stem="+".join(stems), kind="government", known=True)


def _functions(words: str) -> list[str]:
    """The stems that a run of function words names, none where a part of it is no function word."""
    known = agencies_table().words
    reached: list[list[str] | None] = [[], *([None] * len(words))]
    for at in range(len(words)):
        here = reached[at]
        if here is None:
            continue
        for end in range(min(len(words), at + 12), at, -1):
            stem = known.get(words[at:end])
            if stem is not None and reached[end] is None:
                reached[end] = [*here, stem] if stem and stem not in here else here
    return reached[-1] or []


# -- prefixes ----------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 13)
def _prefix(text: str) -> Prefix | None:
    """What a whole prefix says; None where it is none."""
    if not text:
        return Prefix()
    if text in _CENTRAL_PREFIXES or text == "中共中央":
        return Prefix(central=True)
    party = text.startswith("中共")
    rest = text.removeprefix("中共")
    for ending in ("党委", "委员会", "委"):
        if rest.endswith(ending) and len(rest) > len(ending) and rest[-len(ending) - 1] in "省市县区州盟旗镇乡":
            party, rest = True, rest.removesuffix(ending)
            break
    else:
        if rest.endswith("区党委"):  # 自治区党委
            party, rest = True, rest.removesuffix("党委")
        for ending in ("人民政府", "政府", "级", "直"):
            if rest.endswith(ending) and len(rest) > len(ending):
                rest = rest.removesuffix(ending)
                break
    if rest in LEVEL_WORDS:
        return Prefix(word=rest, party=party)
    return _place_prefix(rest, party)


def _place_prefix(rest: str, party: bool) -> Prefix | None:
    places = gazetteer()
    at, place = 0, ""
    while (longer := places.longest(rest, at)) is not None:
        at, place = at + len(longer), longer
    above = rest[: at - len(place)]
    if place and (at == len(rest) or rest[at:] in LEVEL_WORDS):
        return Prefix(word=rest[at:], place=place, party=party, above=above)
    if not place and rest in places.short:
        return Prefix(place=rest, short=True, party=party)
    if not place and rest in places.counties:
        return Prefix(place=rest, short=True, party=party)
    left = rest[at:]
    if _UNKNOWN_PLACE.fullmatch(left) and not _NO_PLACE.search(left) and len(left) > 1:
        word = next((w for w in sorted(LEVEL_WORDS, key=len, reverse=True) if left.endswith(w)), "")
        return Prefix(word=word, place=left, party=party, above=rest[:at])
    return None


def _leading(text: str) -> Prefix:
    """The longest place or level word that a name begins with."""
    place = gazetteer().longest(text)
    if place:
        return Prefix(place=place)
    for size in (3, 2, 1):
        if text[:size] in LEVEL_WORDS:
            party = text[size : size + 1] == "委"
            return Prefix(word=text[:size], party=party)
    return Prefix()


def _without_prefix(text: str) -> str:
    places = gazetteer()
    at = 0
    while (place := places.longest(text, at)) is not None:
        at += len(place)
    if not at:
        at = next((n for n in (4, 3, 2) if text[:n] in places.short), 0)
    for size in (3, 2, 1):
        if text[at : at + size] in LEVEL_WORDS:
            return text[at + size :]
    return text[at:]
