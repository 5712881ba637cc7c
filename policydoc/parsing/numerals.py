"""Numbers as official documents write them: 二十一, ２１, 廿, 〇, ①."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "o": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
CHINESE = "一二三四五六七八九十百零〇"
"""What a number in a mark is written with."""


@lru_cache(maxsize=2048)
def value(label: str) -> int | None:
    """The value of a numeral of any of these forms, None where it is none.

    >>> value("二十一"), value("２１"), value("⑫"), value("二〇二二"), value("百零三"), value("甲")
    (21, 21, 12, 2022, 103, None)
    """
    if label.isdecimal():
        return int(label) if len(label) < 10 else None
    if len(label) == 1 and label not in UNITS and label not in DIGITS:
        return int(unicodedata.numeric(label)) if unicodedata.category(label) == "No" else None
    if not label or len(label) > 9:
        return None
    if all(c in DIGITS or c.isdecimal() for c in label):
        return int("".join(str(DIGITS[c]) if c in DIGITS else c for c in label))
    total, digit = 0, 0
    for c in label:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in "廿卅":
            total += UNITS[c]
        elif c in UNITS:
            total, digit = total + (digit or 1) * UNITS[c], 0
        else:
            return None
    return total + digit
