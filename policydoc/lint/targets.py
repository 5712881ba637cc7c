"""Deadlines, targets and counts (时限、指标、数字): what cannot be, what lacks its year, what does not add up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from policydoc.document import Document
from policydoc.lint.facts import CELL, facts
from policydoc.lint.finding import Finding
from policydoc.parsing.numerals import value as numeral
from policydoc.source import Span, fold
from policydoc.tree import Item, Measure, Paragraph, Sentence

_UNTIL = re.compile(
    r"(?:要|应|须|应当|必须|确保|务必|请|力争)[^，。；：\n]{0,20}?(?P<date>(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?:底|末|年底)?(?:以|之)?前)"
    r"[，,]?(?:全面|全部|基本|努力|力争)?[^，。；：\n]{0,10}?(?:完成|建成|实现|达到|报送|上报|报[^告名销]|提交|落实|制定|出台|开展|启动|印发|公布)"
)


def past(doc: Document) -> Iterator[Finding]:
    """PL601: something is to be done by a day before the date of issue."""
    known = facts(doc)
    for found in known.search(_UNTIL, folded=True):
        issued = known.date(found.start())
        date = "-".join(f"{int(part):02}" for part in found.group("year", "month", "day") if part)
        if issued and len(issued) == 10 and date < issued[: len(date)]:
            yield Finding(found.span("date"), {"words": doc.text[slice(*found.span("date"))], "issued": issued})


_LEVEL = re.compile(r"(?:达到|提高到|提升到|达|降至|下降到|控制在|提高至|提升至|增长到|突破)\s*[^，。；]{0,4}$")


def without_year(doc: Document) -> Iterator[Finding]:
    """PL602: a level to be reached, and neither it nor anything around says by when."""
    known = facts(doc)
    dated = [a.value.get("date") is not None for a in known.annotations("target")]
    if len(dated) < 4 or sum(dated) * 4 < len(dated) * 3:
        return
    for found in known.annotations("target"):
        start, end = found.span
        if found.value.get("date") is not None or found.value.get("unit") != "%" or not _LEVEL.search(doc.text[max(0, start - 14) : start]):
            continue
        if not re.search(r"20\d\d|年|期|月|以上|每|末|不低于", doc.text[max(0, start - 600) : end + 20]):
            yield Finding(found.span, {"words": doc.text[max(0, start - 8) : end].strip()})


_SCOPE = re.compile("全[国省市县区州旗镇乡]|我[省市县区州]")
"""An indicator that says for what it counts; 覆盖率 alone may be another one in each measure."""


def two_values(doc: Document) -> Iterator[Finding]:
    """PL603: one indicator, one year, two values."""
    known = facts(doc)
    seen: dict[tuple[str, str, str, str], tuple[object, Span]] = {}
    for found in known.annotations("target"):
        value = found.value
        span = value.get("indicator")
        if not span or not value.get("date") or not value.get("unit") or isinstance(value.get("value"), list | tuple):
            continue
        words = re.sub(r"[\s“”]", "", doc.text[slice(*span)])
        at = known.passage(found.span[0])
        if len(words) < 5 or at is None or at[2] == CELL or not _SCOPE.match(doc.text, span[0] - 2 if span[0] > 1 else 0):
            continue
        key = (words, str(value["date"]), str(value["unit"]), str(value.get("comparator")))
        before = seen.setdefault(key, (value.get("value"), found.span))
        near = known.passage(before[1][0])
        if before[0] != value.get("value") and near is not None and near[0] != at[0]:
            yield Finding(found.span, {"indicator": words, "date": key[1], "value": f"{value.get('value')}{key[2]}", "before": f"{before[0]}{key[2]}"})


_COUNTED = re.compile(
    r"(?P<whole>\d{1,7}(?:\.\d{1,4})?)\s?(?P<unit>[\u4e00-\u9fff]{1,3}?)[，,（(：:]{1,2}其中[：:，,]?(?P<rest>[^。；;\n（(）)]{4,160})"
)
_NUMBERED = re.compile(r"\d{1,7}(?:\.\d{1,4})?")


def sums(doc: Document) -> Iterator[Finding]:
    """PL604: the parts of 其中 make more than the whole, or, where they say that they are all, less."""
    for found in facts(doc).search(_COUNTED, folded=True, cells=True):
        parts = _parts(found["rest"], found["unit"])
        whole = Decimal(found["whole"])
        if len(parts) < 2:
            continue
        total = sum(parts)
        fits = whole in accumulate(parts) or max(parts) > whole
        if total > whole and not fits and not re.search("分别|占|比|增|同时|又|既|以上|每|最高|限额|约|兼", found[0]):
            yield Finding(found.span(), {"whole": found["whole"] + found["unit"], "sum": f"{total}{found['unit']}"})


def _parts(rest: str, unit: str) -> list[Decimal]:
    """The numbers that bear the unit of the whole, one for each stretch between commas."""
    found = []
    for stretch in re.split("[，,、]", rest):
        numbers = list(_NUMBERED.finditer(stretch))
        if len(numbers) != 1 or not stretch[numbers[0].end() :].lstrip().startswith(unit):
            break
        found.append(Decimal(numbers[0][0]))
    return found


_COUNT = re.compile(
    r"(?:以下|下列|如下)(?P<n>[二三四五六七八九十两]{1,3}|[2-9]|[1-9]\d)(?:个方面|方面|[项个条点类][^，。；\n或上之]{0,14}?)(?:工作|任务|措施|要求|意见|原则|问题|内容|事项)?[：:。]$"
)
"""An announcement at the end of a paragraph; 以下三项或者三项以上, 下列两项之一 announce no number."""

def counted(doc: Document) -> Iterator[Finding]:
    """PL605: the text announces so many divisions (以下五项), and another number follows."""
    for parent, row in facts(doc).rows:
        lead = [c for c in getattr(parent, "children", ()) if isinstance(c, Paragraph) and c.span[1] <= row[0].span[0]]
        if not lead or not lead[-1].children or row[0].number != 1:
            continue
        last = lead[-1].children[-1]
        if not isinstance(last, Sentence):
            continue
        found = _COUNT.search(last.text.rstrip())
        same = [d for d in row if type(d) is type(row[0])]
        count = numeral(fold(found["n"])) if found else None
        if found and count and same[-1].number == len(same) and count != len(same) and type(same[0]) in (Measure, Item):
            start = last.span[0] + found.start()
            yield Finding((start, start + len(found[0])), {"announced": count, "found": len(same)})


_RANGE = re.compile(
    r"(?<![\d.\-—/〔])(\d{1,5}(?:\.\d{1,3})?)\s?[—～~]\s?(\d{1,5}(?:\.\d{1,3})?)(?=\s?(?:[%％个家项人万亿元亩名天年吨米次岁户所处座条]|公里|平方))"
)


def range_reversed(doc: Document) -> Iterator[Finding]:
    """PL606: a range that runs down: 10—5个, 2025—2021年."""
    for found in facts(doc).search(_RANGE, folded=True):
        short_year = len(found[1]) == 4 and len(found[2]) <= 2
        if Decimal(found[1]) > Decimal(found[2]) and not short_year:
            yield Finding(found.span(), {"range": found[0]})


_WEEKDAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日\s?[(]\s?(?:周|星期|礼拜)([一二三四五六日天])\s?[)]")


def weekday(doc: Document) -> Iterator[Finding]:
    """PL607: the day of the week is not that of the date; without a year it is this year's or the next one's."""
    known = facts(doc)
    for found in known.search(_WEEKDAY, folded=True, cells=True):
        issued = known.date(found.start())
        year = int(found[1]) if found[1] else int(issued[:4]) if issued else 0
        month, day = int(found[2]), int(found[3])
        said = "一二三四五六日".index(found[4].replace("天", "日"))
        right = _weekday_in(year, month, day)
        if right is None or said in (right, None if found[1] else _weekday_in(year + 1, month, day)):
            continue
        yield Finding(found.span(), {"date": f"{year}-{month:02}-{day:02}", "right": f"星期{'一二三四五六日'[right]}"})


def _weekday_in(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return None


_SHORT_YEAR = re.compile(r"(?<![\d.年至到—～~\-])([6-9]\d)年(?=[1-9]\d?月|底|末|[初中]期)")


def short_year(doc: Document) -> Iterator[Finding]:
    """PL608: a year of two digits before a month: 98年6月."""
    return (Finding(found.span(), {"year": found[0]}) for found in facts(doc).search(_SHORT_YEAR, folded=True, cells=True))
