"""actors: the names of those who act in a responsibility clause, and the words around them.

Tables that a reader of policy can review: `ROLES_OF` (words of a label or predicate → role), `LABEL`, `PREDICATE`, `ACTOR` (how names
end). What decides between names and words around them is asked of one piece between separators at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policydoc.source import WHITE, Span

ROLES_OF = (
    ("牵头", "lead"),
    ("配合", "cooperate"),
    ("协助", "cooperate"),
    ("协同", "cooperate"),
    ("协办", "cooperate"),
    ("支持", "cooperate"),
    ("会同", "cooperate"),
    ("参与", "participate"),
    ("参加", "participate"),
    ("指导", "guide"),
    ("督导", "supervise"),
    ("监督", "supervise"),
    ("督办", "supervise"),
    ("落实", "implement"),
    ("实施", "implement"),
    ("执行", "implement"),
)
"""Words of a predicate or a label, the first that occurs decides; without any of them the role is responsible."""
_LABEL_WORDS = (
    r"(?:[省市县区州镇]级)?(?:(?:共同|主要|第一|直接|具体|数据)*(?:牵头|责任|配合|协同|协助|协办|参与|参加|落实|推进|实施|负责|考核|督导|督办|监督|指导|支持|提供|对接)+"
    r"(?:责任|考核|落实)?(?:单位|部门|处室|科室|机关|主体|地区|层级)(?:和单位|及单位|（单位）|和部门)?|(?:牵头|责任)落实|牵头|配合|责任(?=[：:]))"
)
SET_LABEL = re.compile(rf"[【［\[]{_LABEL_WORDS}[】］\]]\s*[：:]?\s*")
"""A label that brackets set apart: 【责任单位】市财政局."""
LABEL = re.compile(rf"{_LABEL_WORDS}\s*[：:]\s*|{SET_LABEL.pattern}")
"""The label of a field that names agencies."""
SAID_LABEL = re.compile(rf"{_LABEL_WORDS}[为是](?!首|第)")
"""The same without a colon: 责任单位为市财政局."""
OTHER_LABEL = re.compile(
    r"(?:适用范围|(?:完成|办理|落实)?(?:时限|时间|期限)(?:要求)?|完成时间|时间节点|时限要求|推进时限|(?:牵头|责任|分管|"
    r"包保|牵头负责|具体负责)?(?:领导|负责人|责任人|市长|县长|区长)"
    r"|责任人员?|联系人|联系电话|电话)\s*[：:]\s*"
)
"""The label of a field that names persons, dates or a scope."""
PREDICATE = re.compile(
    r"(?:(?:依据|依照|依|按照|按|根据)(?:各自|本部门|部门|其|法定|有关|相关|工作)?(?:职责|职能|权限|任务)?(?:权限|范围|任务|要求)?[和及、]?(?:分工会?)?|"
    r"分工会?|分别|各自|共同|联合|具体|结合实际|负责|组织|抓好|做好|认真|推进)*"
    r"(?:牵头|配合|协助|协同|支持|参与|参加|负责|落实|实施|指导|督导|督办|监督|推进|执行|承办)"
    r"(?:负责|落实|实施|配合|推进|抓好落实|组织实施|协调)*$"
)
PREDICATE_ENDS = frozenset("责头合助同持与加实施导办督进行调")
_BY_DUTY = re.compile(r"[按依据]|分工|分别|各自")
ACTOR = re.compile(
    r"(?:[部委局厅办署院会行司处科室队站所校社团台馆心府位门构区县市州旗盟省乡镇道企联协关班组库港师兵]|公司|集团|各?地|"
    r"机场|铁路|电网|机关|银行|法院|检察|大学|"
    r"学校|中支|平台|主体|组织|基地|工会|妇联|残联|科协|贸促会|运营商|协会|方面|高校|村|园|党工委|纪委监委|政协|人大|"
    r"油田|中央|企业|邮政|移动|联通|电信|铁塔)$"
)
"""How the name of an actor ends."""
_NO_ACTOR = re.compile(
    r"试行|暂行|含|不含|包括|其中|以下|下同|详见|参见|附件?|见|此件|本文|联系|共\d|占|约|如|即|指|例如|注[：:]|\d+[条款项年月日]|"
    r"第.{1,4}[条款项章节]|对|将|在|从|经|为|按|待|除"
)
RULE = re.compile(
    r"[列排][^、，；。]{0,4}(?:首位|第一|最前|前面)[^、，；。]{0,6}(?:为|是|即)|第一责任单位[^、，；。]{0,2}(?:为|是)|"
    r"(?:为|是)牵头(?:责任)?(?:单位|部门)|不再(?:单独|一一|逐一)?(?:列出|列入|罗列|重复|做分工|分工)|以下均需|(?:均|都)(?:涉及|需|含|包[括含])|无牵头单位"
)
LEGEND = re.compile(rf"{RULE.pattern}|下同")
"""A rule about who leads or who else is meant, stated once for all clauses (下同)."""
DEADLINE = re.compile(
    r"(?:(?:到|于|在)?(?:20\d\d|[“”一二三四五六七八九十]+五[”]?|\d\d)年?(?:末|底)?|年内|年底|\d{1,2}月|持续|长期|常态|"
    r"按(?:时序|计划|进度|时间)|全年|每年|每季|每月|分阶段|适时|立行立改|即时|近期|远期|随时)"
)
DATE_FIRST = frozenset("0123456789０１２３４５６７８９到于在“”一二三四五六七八九十年持长常按全每分适立即近远随")
_AND_UNITS = re.compile(r"(?:和|及)(?:单位|机构|企业)$")
"""等有关部门和单位 says 等 once more and names nobody."""
_OPEN_TAIL = re.compile(r"(?:[^和及与]|涉及)*?(?:部门|单位|机构|地方|方面|企业|机关|处室|委办局|局|高校|院校|成员|金融机构)?$")
CONJUNCTION = re.compile(r"以及|和|(?<!涉)及|与|并")
RIGHT = re.compile(
    r"各|相关|有关|国务院|国家|中央|省|自治区|市|州|盟|区|县|旗|镇|乡|直|其他|所[在属]|属地|驻|中国|国网|人民银行|人行|驻地|沿线|涉及"
)
_LEFT = re.compile(r"(?:[部委局厅办署院会行处府位门构]|公司|集团|中心|队|海关|银行|[市县区]）?)$")
_UNIT = r"(?:省|自治区|直辖市|设区市|地级市|地级以上市|省辖市|县级市|自治州|自治县|特区|市|州|盟|地区|地|师|区|县|旗|乡镇|乡|镇|街道|园区|开发区)"
_HEADLESS = re.compile(rf"(?:各有关|各相关|各|有关|相关|所在|全市)?(?:省|各)?{_UNIT}(?:[（(〔][^）)〕]*[）)〕])?{_UNIT}?$")
_HEAD_BEHIND = re.compile(rf"{_UNIT}(?:[（(〔][^）)〕]*[）)〕])?{_UNIT}?(?:人民政府|政府|党委|委员会|管委会|管理委员会|办事处|$)")
_TERRITORY_ORDER = {c: i for i, group in enumerate(("省自直", "市州盟地设师", "区县旗特园开", "乡镇街")) for c in group}
OPENING, CLOSING = "（(〔[［﹝【〈＜", "）)〕]］﹞】〉＞"
"""Brackets inside of a clause, 各县＜市、区＞政府; no lesser-than sign stands in one."""
_TOKEN = re.compile(f"[、，,；;。：:]|[{re.escape(OPENING)}]|[{re.escape(CLOSING)}]")
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,6}$")
_PLACE = re.compile(r"(?![省市州区县旗盟各全团国本驻])[\u4e00-\u9fff]{1,2}[州乡门港道源]$")
_TERRITORY = re.compile(r"[\u4e00-\u9fff]{1,4}([市州县区旗镇乡])$")
_GOVERNED = re.compile(r"[\u4e00-\u9fff]{1,4}([市州县区旗镇乡])(?:人民政府|政府|党委|管委会|管理委员会)")
"""Territories of one kind share what stands behind the last."""
_SEPARATORS = frozenset("、，,；;。：:")
_EDGE = frozenset(WHITE) | _SEPARATORS
Piece = tuple[int, int, str, bool]
"""Start, end, the separator behind, and whether it is plainly one actor."""
SHORT = 24
_SEVERAL = re.compile(r"等|以及|会同|会商|商有关|商相关|商各|联合有|联合相|联合各|联合省|联合市|[（(〔\[［【/／|｜ \t\u3000\xa0]|(?<!自)由")
_JOINTS = frozenset("等以会联和及与并商由（(〔[［【/／|｜ \t\u3000\xa0")
_UNIT_ENDS = frozenset("省市区县州盟地师旗镇乡道园团直设特门港源）)〕")
_ENTITIES = ("&quot", "&nbsp", "&ldquo", "&rdquo")
_ONE_NAME = ("市科委、中关村管委会",)
"""Bodies whose one name holds a 、."""


def role_of(words: str, otherwise: str) -> str:
    """The role that the words of a label or a predicate give."""
    for word, role in ROLES_OF:
        if word in words:
            return role
    return otherwise


@lru_cache(maxsize=8192)
def is_plain_actor(words: str) -> bool:
    """Whether words are the name of one actor and nothing else: no predicate, date, list or head that is shared.

    The names of agencies recur by the dozen in a notice and by the thousand in a folder, so the answer is kept.
    """
    end = len(words)
    if not 1 < end <= SHORT or words[0] in DATE_FIRST or not looks_like_actor(words, (0, end)):
        return False
    if words[-1] in PREDICATE_ENDS and PREDICATE.search(words):
        return False
    if words[-1] in _UNIT_ENDS and (_HEADLESS.match(words) or _PLACE.match(words) or _TERRITORY.match(words)):
        return False
    if _JOINTS.isdisjoint(words):
        return not words.startswith("市科委")
    return not _SEVERAL.search(words) and not any(joins(words, 0, more, end) for more in CONJUNCTION.finditer(words))


@lru_cache(maxsize=8192)
def read_tail(words: str) -> tuple[int, bool, str] | None:
    """Of one plain actor with a predicate (市商务局等按职责分工负责): where its name ends, whether the list is open, the role."""
    predicate = PREDICATE.search(words, max(0, len(words) - 30))
    if predicate is None or predicate.start() == 0:
        return None
    opens = words[predicate.start() - 1] == "等"
    end = predicate.start() - opens
    if not 0 < end <= SHORT or not is_plain_actor(words[:end]):
        return None
    return end, opens, role_of_predicate(predicate[0])


def role_of_predicate(words: str) -> str:
    """The role that a predicate behind the names gives them: 牵头, 配合, 按职责分工负责."""
    return role_of(words, "by_duty" if _BY_DUTY.search(words) else "responsible")


def split_pieces(text: str, start: int, end: int) -> list[Piece]:
    """What stands between the separators outside of inner brackets; pieces without a head of their own go with the next.

    各市、县人民政府 and 济南、青岛市政府 are one actor.
    """
    pieces: list[Piece] = []
    depth, begin = 0, start
    for token in _TOKEN.finditer(text, start, end):
        at = token.start()
        char = text[at]
        if char in _SEPARATORS:
            if depth == 0 and not (char == ";" and text.endswith(_ENTITIES, max(0, at - 6), at)):
                pieces.append(_piece(text, begin, at, char))
                begin = at + 1
        elif char in OPENING:
            depth += 1
        elif depth:
            depth -= 1
    pieces.append(_piece(text, begin, end, ""))
    return pieces if all(plain for _, _, _, plain in pieces[:-1]) else _merge_shared_heads(text, pieces)


def _piece(text: str, s: int, e: int, sep: str) -> Piece:
    """One piece, white space at its edges aside, and whether it is plainly one actor."""
    if s < e and (text[s] in _EDGE or text[e - 1] in _EDGE):
        s, e = trim_name(text, s, e)
    return s, e, sep, 0 < e - s <= SHORT and is_plain_actor(text[s:e])


def _merge_shared_heads(text: str, pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    waiting = -1
    governed = _governed(text, pieces)
    for at, (s, e, sep, plain) in enumerate(pieces):
        if not plain and sep == "、" and at + 1 < len(pieces) and (at in governed or _shares_head(text, (s, e), pieces[at + 1][:2])):
            waiting = s if waiting < 0 else waiting
            continue
        merged.append((s, e, sep, plain) if waiting < 0 else (waiting, e, sep, False))
        waiting = -1
    return merged


def _governed(text: str, pieces: Sequence[Piece]) -> set[int]:
    """Territories in a row whose head stands behind the last: 南昌市、九江市、吉安市政府."""
    found: set[int] = set()
    unit = ""
    for at in range(len(pieces) - 1, -1, -1):
        s, e, sep, _ = pieces[at]
        territory = _TERRITORY.match(text, s, e)
        if territory and territory[1] == unit and sep == "、":
            found.add(at)
        else:
            head = _GOVERNED.match(text, s, e)
            unit = head[1] if head else ""
    return found


def _shares_head(text: str, left: Span, right: Span) -> bool:
    s, e = left
    if e - s > 12 or e <= s or right[0] >= right[1] or (text[e - 1] in PREDICATE_ENDS and PREDICATE.search(text, s, e)):
        return False
    if e - s <= 6 and _PLAIN.match(text, s, e) and headless(text, s, e):
        return True
    if text.startswith(_ONE_NAME, s):
        return True
    if _HEADLESS.match(text, s, e):
        behind = _HEAD_BEHIND.match(text, right[0], min(right[1], right[0] + 24))
        if behind:
            return True
        mine = max((_TERRITORY_ORDER.get(c, -1) for c in text[s:e]), default=-1)
        theirs = _TERRITORY_ORDER.get(text[right[0]], -1)
        return theirs > mine >= 1 and text[right[0] + 1 : right[0] + 2] not in ("直", "属", "级")
    return False


def headless(text: str, s: int, e: int) -> bool:
    """Whether words name no body by themselves (济南, 工信): their head stands behind a later name of the list."""
    return not ACTOR.search(text, max(s, e - 4), e) or _PLACE.match(text, s, e) is not None


def open_at(text: str, s: int, e: int) -> Span | None:
    """Where 等 leaves the list open, and where the names begin that 和 adds behind it (the end for none); None where it does not."""
    at = text.rfind("等", max(s, e - 40), e)
    if at < s or (at > s and text[at - 1] in "高中初平特同对上下"):
        return None
    units = _AND_UNITS.search(text, at, e)
    more = None if units else CONJUNCTION.search(text, at, e)
    tail = units.start() if units else more.start() if more else e
    if not _OPEN_TAIL.match(text, at + 1, tail) or (more and not RIGHT.match(text, more.end())):
        return None
    return at, more.end() if more else e


def joins(text: str, s: int, more: re.Match[str], e: int) -> bool:
    """Whether a conjunction stands between two complete names (市国资委和各区) and not inside one (工业和信息化局)."""
    left, right = more.span()
    if not _LEFT.search(text, max(s, left - 4), left) or not RIGHT.match(text, right, e):
        return False
    return not text.startswith(("党委", "党工委"), max(s, left - 3))


def looks_like_actor(text: str, span: Span) -> bool:
    """Whether words could name who acts: neither too short nor too long, and no other kind of words."""
    s, e = span
    if e - s < 2 or e - s > 60 or _NO_ACTOR.match(text, s, e):
        return False
    if text[e - 1] in CLOSING:
        at = max(text.rfind(c, s, e) for c in OPENING)
        e = at if at > s else e
    return bool(ACTOR.search(text, max(s, e - 4), e))


def trim_name(text: str, s: int, e: int) -> Span:
    """The span of a name without white space and punctuation at its edges."""
    while s < e and text[s] in _EDGE:
        s += 1
    while s < e and text[e - 1] in _EDGE:
        e -= 1
    return s, e
