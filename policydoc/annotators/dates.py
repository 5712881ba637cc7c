"""Words of time and the moments that they name.

A moment is a date at the precision given: `2025`, `2022-10`, `2020-06-30`. 年底 is the year itself, 上旬 the 10th and 中旬 the 20th of
the month, 下旬 the month, a season (一季度) its last month, “十四五”末 the last year of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from policydoc.parsing import numerals
from policydoc.source import Span, fold

PLANS = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
"""The last year of each five-year plan (国民经济和社会发展五年规划)."""

_DAY = r"\s*\d{1,2}\s*[日号](?:[（(](?:周|星期)[一二三四五六日天][）)])?(?:上午|下午|中午|晚)?(?:\d{1,2}(?:[时点]整?|[:：]\d\d))?"
_MONTH = rf"(?:\s*\d{{1,2}}\s*月份?(?:{_DAY}|[上中下]旬|底|末|初)?)"
_PART = rf"(?:年?[底末终]|年中|年?内|上半年|下半年|第?[一二三四1-4]季度[底末]?|{_MONTH})"
_UNTIL = r"(?:之前|以前|(?:下班)?前)"
_JOIN = r"\s*[-—－–~～至到]{1,2}\s*"

WORDS = re.compile(
    rf"(?P<full>(?:20\d\d\s*年?{_MONTH}?{_JOIN})?(?P<year>(?:19|20)\d\d|二[〇零○Ｏ][一二三四五六七八九〇零○]{{2}})\s*年(?P<part>{_PART})?{_UNTIL}?)"
    rf"|(?P<plan>[“\"‘']?(?P<number>十[一二三四五六]?)五[”\"’']?(?:规划)?(?:期末|末期|期间|时期|中期|末))"
    rf"|(?P<each>每(?:[一两二三]?年度?|个?季度?|个?月|半年|学年|学期|个?周)(?:末月|年?[底末]|最后一个月|首月|第一个月)?{_MONTH}?(?:\d{{1,2}}[日号]|[底末])?{_UNTIL}?)"
    rf"|(?P<near>(?:[今明当本次翌]年|[次当本]月|[次当本]季度?)(?P<near_part>{_PART}|\d{{1,2}}[日号]|[底末])?{_UNTIL}?)"
    rf"|(?P<month>\d{{1,2}}\s*月份?(?:{_DAY}|[上中下]旬|底|末|初)?{_UNTIL}?)"
    rf"|(?P<bare>年底{_UNTIL}?|年末{_UNTIL}?|年内|上半年|下半年|[一二三四]季度[末底]?{_UNTIL}|月底{_UNTIL}|季度末{_UNTIL})"
    r"|(?P<within>(?:利?用|经过|通过)?(?:\d{1,2}|[一二三四五六七八九十两]{1,2})(?:[-—～~到至](?:\d{1,2}|[一二三四五六七八九十两]))?年左?右?(?:的?时间(?:内|里)?|内))"
    r"|(?P<term>本?(?:政策|措施|规划|计划|方案)(?:有效|实施|执行)?期内)"
    r"|(?P<ongoing>持续推进|长期坚持|持续实施|持续开展|长期推进|持续落实|常态化推进|持续深化|持续完善)"
)
"""Everything that may be a deadline; whether it is one, `deadlines` decides."""

_ANCHOR = re.compile("年|月|季度|十|期内|持续|长期|常态")
"""Every form holds one of these: what stands between them need not be looked at."""

_REACH = 8
_FIRST = frozenset("0123456789０１２３４５６７８９“\"‘'十每今明当本次翌年上下一二三四五六七八九两季月利用经通政措规计方持长常")
"""What words of time start with."""

_BEFORE_YEAR = frozenset("0123456789０１２３４５６７８９ 今明当本次翌每两个学半〇零○Ｏ一二三四五六七八九十")
_BEHIND_TEN = frozenset("一二三四五六")


def _may_be(text: str, at: int) -> bool:
    """A cheap look at the neighbours of an anchor."""
    char, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char == "年":
        return before in _BEFORE_YEAR or behind in "底末内终"
    if char == "月":
        return before.isdigit() or before in " 每次当本个\u3000" or behind == "底"
    return char != "十" or behind == "五" or behind in _BEHIND_TEN and text[at + 2 : at + 3] == "五"


_SEASONS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_TENS = {"上旬": 10, "中旬": 20}


@attrs.define
class Words:
    """Words of time: their form (a group of `WORDS`), the year they name themselves, month and day, and whether they say 前."""

    span: Span
    form: str
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    exact: bool = False
    """底, 末, 内, 旬 or 前: more than a bare year or month."""

    def date(self, year: int | None) -> str | None:
        """ISO date at the precision given, in the year told or, failing that, the given one."""
        year = self.year if self.year is not None else year
        if year is None:
            return None
        return "-".join((f"{year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)))


def words_of(text: str) -> Iterator[Words]:
    """All words of time of a text, in order."""
    floor = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        if at < floor or not _may_be(text, at):
            continue
        match = None
        for start in range(max(floor, at - _REACH), at + 1):
            if text[start] in _FIRST and (match := WORDS.match(text, start, at + 40)) and match.end() > at:
                break
        else:
            continue
        floor = match.end()
        form = match.lastgroup or ""
        plain = "".join(match[0].split())
        exact = plain.endswith(("前", "底", "末", "内", "旬", "期"))
        year = month = day = None
        if form == "full":
            told = match["year"]
            year = int(told) if told[0] in "12" else numerals.value(fold(told).replace("O", "零"))
            month, day = _month_and_day(match["part"]) if match["part"] else (None, None)
        elif form == "plan":
            year = PLANS.get(match["number"])
            year = year - 2 if year and "中期" in plain else year
        elif form in ("month", "bare"):
            month, day = _month_and_day(plain)
        elif form == "near":
            month, day = _month_and_day(match["near_part"] or "")
        if month is not None and not 1 <= month <= 12 or day is not None and not 1 <= day <= 31:
            continue
        yield Words(match.span(), form, plain, year, month, day, exact)


_MONTH_DAY = re.compile(r"(\d{1,2})月份?(?:(\d{1,2})[日号]|([上中]旬))?")


def _month_and_day(part: str) -> tuple[int | None, int | None]:
    if "月" in part and (found := _MONTH_DAY.search("".join(part.split()))):
        return int(found[1]), int(found[2]) if found[2] else _TENS.get(found[3] or "")
    if "上半年" in part:
        return 6, None
    at = part.find("季度")
    return (_SEASONS.get(part[at - 1]), None) if at > 0 else (None, None)
