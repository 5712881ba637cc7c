"""Fields and symbols of Word: what they show."""

from __future__ import annotations

import re

import attrs

_CIRCLED = re.compile(r"\s*eq\s*\\o\s*(?:\\ac\s*)?[(（]\s*([○◯〇□△◇])\s*[,，]\s*([^()（）]{1,4}?)\s*[)）]", re.IGNORECASE)
_READING = re.compile(r"\\s\\up\s*\d+\s*\([^()]*\)\s*[,;]")
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)|\\[a-z]+\s*\d*', re.IGNORECASE)
_NUMBERS = dict(zip(map(str, range(1, 21)), "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", strict=True))

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "□", 0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x2A: "□", 0x30: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xA5: "∞", 0xB0: "°", 0x6D: "μ"}
_SIGNS = frozenset(("wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"))
"""Fonts whose letters are signs."""
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}

MAY_BE_SIGN = frozenset(chr(code + page) for signs in _FONTS.values() for code in signs for page in (0, 0xF000))
"""Letters that are signs in one of these fonts."""


def symbol(font: str | None, code: str | None) -> str:
    """The character that a `w:sym` shows; one that Unicode lacks keeps its place in the private use area.

    >>> symbol("Wingdings", "F0FE")
    '☑'
    """
    try:
        value = int(code or "", 16)
    except ValueError:
        return ""
    if not 0x20 <= value <= 0xFFFD or 0xD800 <= value < 0xE000:
        return ""
    low = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    return _FONTS.get((font or "").lower(), {}).get(low, chr(value))


def shows_signs(font: str | None) -> bool:
    """Whether the letters of a font are signs."""
    return font is not None and font.lower() in _SIGNS


def bullet(text: str, font: str | None = None) -> str:
    """A bullet as any font shows it: signs of symbol fonts become •."""
    return "•" if len(text) == 1 and ("\ue000" <= text <= "\uf8ff" or shows_signs(font)) else text


@attrs.define
class _Field:
    code: str = ""
    result: bool = False


class Fields:
    """The complex fields that are open: code between begin and separate, result from there to end."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._coding = 0
        self.contents = 0
        """How many open fields are tables of contents that show their result."""
        self.muted = False
        """Inside a field that stands in the code of another one."""

    def code(self, text: str | None) -> None:
        """Characters of the code."""
        if self._open and text and len(self._open[-1].code) < 1000:
            self._open[-1].code += text

    def char(self, kind: str | None) -> str | None:
        """`begin`, `separate` or `end`; at the end of a field without result, what its code draws (a number in a circle)."""
        shown = None
        if kind == "begin":
            self._open.append(_Field())
            self._coding += 1
        elif kind == "separate" and self._open and not self._open[-1].result:
            self._open[-1].result = True
            self._coding -= 1
            self.contents += _is_contents(self._open[-1])
        elif kind == "end" and self._open:
            field = self._open.pop()
            if field.result:
                self.contents -= _is_contents(field)
            else:
                self._coding -= 1
                shown = drawn(field.code)
        self.muted = self._coding > bool(self._open and not self._open[-1].result)
        return shown


def _is_contents(field: _Field) -> bool:
    return field.code.split()[:1] == ["TOC"]


def drawn(code: str) -> str | None:
    """What a field shows that has no result.

    `EQ` draws letters in a circle, above one another, under a reading, as a fraction; `SYMBOL` shows a sign by its number, and
    `MACROBUTTON` the words that are to be clicked.
    """
    found = _CIRCLED.match(code)
    if found:
        frame, inner = found.groups()
        return _NUMBERS.get(inner, inner) if frame in "○◯〇" else inner
    name, _, drawing = code.strip().partition(" ")
    if name.lower() == "symbol":
        return _sign(drawing)
    if name.lower() in ("macrobutton", "gotobutton"):
        return "".join(drawing.strip().partition(" ")[2:]).strip()
    if name.lower() != "eq":
        return None
    if "hps" in drawing:
        drawing = _READING.sub("", drawing)
    stroke = "/" if "\\f" in drawing else ""
    return _SWITCH.sub("", drawing).translate({**dict.fromkeys(map(ord, '()（） "')), **dict.fromkeys(map(ord, ",，;"), stroke)})


_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)


def _sign(drawing: str) -> str | None:
    """What `SYMBOL 82 \\f "Wingdings 2"` shows: a number in the font, in Unicode where a switch says so, else in the code page."""
    number = drawing.split()[0] if drawing.split() else ""
    try:
        value = int(number, 0)
    except ValueError:
        return number[:1].strip("\\")
    found = _FONT.search(drawing)
    font = (found[1] or found[2]) if found else None
    if value < 256 and not shows_signs(font) and "\\u" not in drawing.lower():
        return bytes([value]).decode("cp1252", "ignore") if value >= 0x20 else None
    return symbol(font, f"{value:x}")
