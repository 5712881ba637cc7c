"""What a number looks like in each format of Word (ECMA-376 part 1, 17.18.59).

Numbers beyond a row of signs are set in digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL_SIMPLE, _LEGAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"


def _counted(number: int, digits: str = "零" + _DIGITS[1:], units: str = "十百千万", bare_ten: bool = True) -> str:
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
    """Counting without 一 before 十, 百 and 千, and without zeros: 千百十一."""
    return re.sub("一(?=[千百十])|零", "", _counted(number)) if number else "〇"


def _ring(first: str, count: int) -> Callable[[int], str]:
    """`count` signs in a row from `first` on; plain digits beyond them."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= count else str(n)


def _row(signs: str) -> Callable[[int], str]:
    """A row of signs; plain digits beyond it."""
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


def _sixty(number: int) -> str:
    """The cycle of 甲子 to 癸亥."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number > 0 else str(number)


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
    "decimalEnclosedCircle": _ring("①", 20),
    "decimalEnclosedCircleChinese": _ring("①", 10),
    "decimalEnclosedFullstop": _ring("⒈", 20),
    "decimalEnclosedParen": _ring("⑴", 20),
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": lambda n: _counted(n, units="十百千萬"),
    "japaneseCounting": _japanese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda n: _counted(n, _LEGAL_SIMPLE, "拾佰仟万", bare_ten=False),
    "ideographLegalTraditional": lambda n: _counted(n, _LEGAL_TRADITIONAL, "拾佰仟萬", bare_ten=False),
    "japaneseLegal": lambda n: _counted(n, "零壱弐参四伍六七八九", "拾百阡萬", bare_ten=False).replace("零", "" if n else "〇"),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographEnclosedCircle": _ring("㈠", 10),
    "upperLetter": lambda n: _letters(n, "A"),
    "lowerLetter": lambda n: _letters(n, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "none": lambda n: "",
}
"""Each number format of ST_NumberFormat that documents in Chinese use; any other counts in decimal digits."""
