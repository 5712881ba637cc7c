"""The values that a notice's elements hold: document numbers, dates, kinds, each read from its words."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

import attrs

from policydoc.parsing.numerals import value as numeral
from policydoc.source import WHITE, Span, fold

T = TypeVar("T")


@attrs.frozen
class Field(Generic[T]):
    """A value and the span of the text that says it."""

    value: T
    span: Span


@attrs.frozen
class Number:
    """A document number (发文字号): 锦政办发〔2022〕5号 has prefix, year and sequence; 令第707号 a sequence only (`order` is true)."""

    raw: str
    prefix: str | None = None
    year: int | None = None
    sequence: int | None = None
    order: bool = False


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(c for c in plain(text) if c not in WHITE)


def plain(text: str) -> str:
    """The text without what a site or Markdown left in it: `&nbsp;` and `**`."""
    return text.replace("&nbsp;", " ").replace("**", "")


def one_line(text: str) -> str:
    """Text on one line: breaks and the blanks around them dropped, other runs of blanks made one (none beside Chinese text)."""
    joined = "".join(line.strip(WHITE) for line in plain(text).splitlines())
    words = joined.split()
    return "".join(w if not i or not (w[:1].isascii() and words[i - 1][-1:].isascii()) else f" {w}" for i, w in enumerate(words))


_NUMBER = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{1,16}?)[〔\[(【{<「〈《“\"„]?((?:19|20)\d\d)[〕\])】}>」〉》”\"‟]?(?:第|年第)?(\d{1,5})号"
)
_ORDER = re.compile(r"(?:((?:19|20)\d\d)年)?第(\d{1,5}|[零一二三四五六七八九十百千]{1,8})号")


def parse_number(text: str) -> Number | None:
    """A document number in any of its brackets and widths; None where the text has none.

    >>> parse_number("锦政办发〔２０２２〕5 号")
    Number(raw='锦政办发〔2022〕5号', prefix='锦政办发', year=2022, sequence=5, order=False)
    """
    plain = squeeze(fold(text))
    if found := _NUMBER.search(plain):
        prefix, year, sequence = found[1], int(found[2]), int(found[3])
        return Number(f"{prefix}〔{year}〕{sequence}号", prefix, year, sequence)
    if found := _ORDER.search(plain):
        return Number(plain.strip("()"), None, int(found[1]) if found[1] else None, numeral(found[2]), True)
    return None


_DATE = re.compile(
    r"((?:19|20)\d\d|[12一二][09零九OoＯ][0-9零一二三四五六七八九OoＯ]{2})\s{0,4}[年./-]\s{0,4}"
    r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:\s{0,4}[月./-]\s{0,4}(\d{1,2}|[一二三四五六七八九十廿卅]{1,3})?)?"
)


def parse_date(text: str) -> str | None:
    """The first date of a text as ISO, in Arabic or Chinese numerals, a letter O for zero too; `YYYY-MM` without a day.

    >>> parse_date("二〇二二年四月二十四日"), parse_date("２０２２ 年 4 月 24 日"), parse_date("二OO八年三月")
    ('2022-04-24', '2022-04-24', '2008-03')
    """
    for found in _DATE.finditer(fold(text).replace("О", "O").replace("о", "o")):
        year = numeral("".join("零" if c in "OoＯ" else c for c in found[1]))
        month, day = numeral(found[2]), numeral(found[3]) if found[3] else None
        if year and 1900 <= year < 2100 and month and month <= 12 and (day is None or 1 <= day <= 31):
            return f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return None


@cache
def kinds() -> dict[str, str]:
    """The kinds of documents and their class, statutory or attached (`data/doc_kinds.csv`)."""
    rows = csv.DictReader((files("policydoc") / "data" / "doc_kinds.csv").read_text(encoding="utf-8").splitlines())
    return {row["kind"]: row["class"] for row in rows}
