"""Automatic numbers of a docx: what Word shows before a paragraph and stores in none (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

import attrs

from policydoc.readers.docx_fields import bullet
from policydoc.readers.docx_styles import OFF, VAL, Style, W

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL_SIMPLE, _LEGAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"


def _counted(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千万", bare_ten: bool = True) -> str:
    """一百二十三. `bare_ten`: 10 to 19 open with 十, not 一十."""
    if number <= 0 or number >= 100_000_000:
        return digits[0] if number == 0 else str(number)
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _counted(low, digits, units, bare_ten=False) if low else ""
        return _counted(high, digits, units, bare_ten) + units[3] + (digits[0] if 0 < low < 1000 else "") + rest
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (digits[0] if zero and out else "") + digits[digit] + (units[power - 1] if power else "")
        zero = bool(out) and not digit
    ten = digits[1] + units[0]
    return out[1:] if bare_ten and out.startswith(ten) and number < 20 else out


def _positional(number: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(d)] for d in str(number))


def _counting(number: int) -> str:
    """The short counting systems: 九十九, then digit by digit: 一〇〇."""
    return _counted(number) if number < 100 else _positional(number)


def _japanese(number: int) -> str:
    """Counting without 一 before 百 and 千."""
    return _counted(number).replace("一百", "百").replace("一千", "千").replace("零", "") if number else "〇"


def _ring(first: str, count: int) -> Callable[[int], str]:
    """`count` signs in a row from `first` on; plain digits beyond them."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= count else str(n)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


def _circled(number: int) -> str:
    for first, last, sign in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return "⓪" if number == 0 else str(number)


def _letters(number: int, first: str) -> str:
    """a … z, aa, bb … (Word repeats the letter)."""
    return chr(ord(first) + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else ""


_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True))


def _roman(number: int) -> str:
    if not 0 < number < 32_768:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        out += sign * times
    return out


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def _wide(number: int) -> str:
    return "".join(chr(ord(d) + 0xFEE0) for d in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _ring("⒈", 20),
    "decimalEnclosedParen": _ring("⑴", 20),
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": lambda n: _positional(n, "○" + _DIGITS[1:]),
    "chineseLegalSimplified": lambda n: _counted(n, _LEGAL_SIMPLE, "拾佰仟万", bare_ten=False),
    "ideographLegalTraditional": lambda n: _counted(n, _LEGAL_TRADITIONAL, "拾佰仟萬", bare_ten=False),
    "japaneseLegal": lambda n: _counted(n, "零壱弐参四伍六七八九", "拾百阡萬", bare_ten=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _cycle(_STEMS)(n) + _cycle(_BRANCHES)(n),
    "ideographEnclosedCircle": _ring("㊀", 10),
    "upperLetter": lambda n: _letters(n, "A"),
    "lowerLetter": lambda n: _letters(n, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "none": lambda n: "",
}
"""Each number format of ST_NumberFormat that documents in Chinese use; any other counts in decimal digits."""


_LONGEST = 100
"""Characters of a level's text; a label stands in every paragraph of its list."""


@attrs.define
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    pad: int = 0
    """Digits at least, of a custom format such as 001."""
    text: str = ""
    """`第%1章`: each `%n` stands for the number of level n."""
    suffix: str = "tab"
    restart: int | None = None
    """The level (from 1) whose use starts this one anew; 0 never; None any higher level."""
    legal: bool = False
    """All numbers in the text are decimal (isLgl)."""
    style: str | None = None
    indent: dict[str, str] = attrs.field(factory=dict)

    def show(self, number: int) -> str:
        """The number in this level's format."""
        return FORMATS.get(self.format, str)(number).rjust(self.pad, "0")


class _List:
    """A `w:num`: its levels, read when they are first needed, and the numbers it starts anew with."""

    def __init__(self, abstract: str, elements: Any, overrides: Any) -> None:
        self.abstract = abstract
        self._elements = elements
        self._overrides = list(overrides)
        self.begun = False

    @cached_property
    def starts(self) -> dict[int, int]:
        """Level → number, where the list says so on top of its levels."""
        found = ((_int(o.get(W + "ilvl")), _value(o, "startOverride")) for o in self._overrides)
        return {level: _int(start) for level, start in found if start is not None}

    @cached_property
    def levels(self) -> dict[int, Level]:
        """Its levels, overridden ones in their place."""
        own = [level for override in self._overrides for level in override.iterchildren(W + "lvl")]
        return {_int(e.get(W + "ilvl")): _level(e) for e in (*self._elements, *own)}


def _int(text: str | None, default: int = 0) -> int:
    try:
        return max(0, min(int(text or default), 1_000_000))
    except ValueError:
        return default


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)


def _level(element: Any) -> Level:
    level = Level(start=0)
    for child in element:
        kind, value = child.tag, child.get(VAL)
        if kind == W + "start":
            level.start = _int(value)
        elif kind == W + "numFmt":
            level.format = value or "decimal"
        elif kind == W + "lvlText":
            level.text = (value or "")[:_LONGEST]
        elif kind == W + "suff":
            level.suffix = value or "tab"
        elif kind == W + "lvlRestart":
            level.restart = _int(value)
        elif kind == W + "isLgl":
            level.legal = value not in OFF
        elif kind == W + "pStyle":
            level.style = value
        elif kind == W + "pPr":
            indent = child.find(W + "ind")
            level.indent = {} if indent is None else dict(indent.attrib)
        elif kind.endswith("}AlternateContent"):
            _custom(level, child)
    return level


def _custom(level: Level, element: Any) -> None:
    """A custom format (001, 002 …) stands in a choice before its plain fallback."""
    form = next(element.iter(W + "numFmt"), None)
    if form is not None:
        level.format = form.get(VAL, "decimal")
        pattern = form.get(W + "format", "").split(",")[0].strip()
        level.pad = min(len(pattern), 9) if level.format == "custom" else 0


class Numbering:
    """The lists of a document and how far each has counted. One object reads one document, once, from its top to its end."""

    def __init__(self, root: Any | None, list_of_style: Callable[[str], str | None] = lambda style: None) -> None:
        """`root` is `w:numbering` or None; `list_of_style` gives the numId of a numbering style."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {e.get(W + "abstractNumId", ""): e for e in root.iterchildren(W + "abstractNum")}
        nums = {e.get(W + "numId", ""): e for e in root.iterchildren(W + "num")}
        for number, element in nums.items():
            key = _value(element, "abstractNumId") or ""
            link = _value(abstract[key], "numStyleLink") if key in abstract else None
            if link:
                # The levels stand in the list of a numbering style.
                target = nums.get(list_of_style(link) or "")
                key = (_value(target, "abstractNumId") if target is not None else None) or key
            levels = abstract[key].findall(W + "lvl") if key in abstract else []
            self._lists[number] = _List(key, levels, element.iterchildren(W + "lvlOverride"))

    def count(self, own: tuple[str | None, int | None] | None, style: Style) -> tuple[tuple[str, str] | None, dict[str, str]]:
        """Count a paragraph of a style that may name a list itself: label and suffix, and the indent of the level.

        What the paragraph says wins over its style, list 0 is none, and a list may give a level to a style.
        """
        number, level = style.list, style.level
        if own is not None:
            number, level = own[0] or number, (own[1] if own[1] is not None or own[0] else level)
        found = self._lists.get(number or "")
        if found is None or number == "0":
            return None, {}
        if level is None and number == style.list:
            level = next((at for at, one in found.levels.items() if style.id and one.style == style.id), 0)
        shown = found.levels.get(level or 0)
        return (self._label(found, level or 0, shown), shown.indent) if shown else (None, {})

    def _label(self, found: _List, at: int, level: Level) -> tuple[str, str]:
        """The next label of a list at a level (from 0), and its suffix (tab, space, nothing)."""
        counts = self._counts.setdefault(found.abstract, {})
        advance(found, counts, at)
        text = bullet(level.text) if level.format == "bullet" else _fill(level, found, counts)
        return text, level.suffix


class Counted(Protocol):
    """A list as it counts; `begun` is false until it numbers its first paragraph."""

    begun: bool

    @property
    def levels(self) -> dict[int, Level]:
        """The levels by their depth (from 0)."""
    @property
    def starts(self) -> dict[int, int]:
        """What a level starts anew with when the list begins."""


def advance(found: Counted, counts: dict[int, int], at: int) -> None:
    """Count one paragraph of a list at a level that it has: the levels below that restart forget how far they were."""
    if not found.begun:
        found.begun = True
        for deep in found.starts:
            counts.pop(deep, None)
    for deep, below in found.levels.items():
        if deep > at and (below.restart is None or at < below.restart):
            counts.pop(deep, None)
    counts[at] = counts.get(at, found.starts.get(at, found.levels[at].start) - 1) + 1


def _fill(level: Level, found: _List, counts: dict[int, int]) -> str:
    """The level's text, each `%n` replaced; a level above that was never used counts as begun."""
    first, *rest = level.text.split("%")
    out = [first]
    for piece in rest:
        if piece[:1] not in _LEVELS:
            out.append("%" + piece)
            continue
        at = int(piece[0]) - 1
        shown = found.levels.get(at, _UNKNOWN)
        value = counts.get(at, found.starts.get(at, shown.start))
        out.append((str(value) if level.legal and shown.format != "none" else shown.show(value)) + piece[1:])
    return "".join(out)


_LEVELS = frozenset("123456789")
_UNKNOWN = Level(start=1)
