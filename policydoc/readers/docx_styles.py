"""Styles of a docx, each with all that it inherits, and the looks that follow from them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import attrs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
OFF = frozenset(("0", "false", "off", "none"))
"""Values of a switch that is off; without a value it is on."""
_CHAIN = 50
"""Styles that may be based on one another; Word allows a dozen."""


class Look(NamedTuple):
    """How characters look; None is not said."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None


PLAIN = Look()


@attrs.frozen
class Style:
    """A style with all that it inherits."""

    name: str | None = None
    look: Look = PLAIN
    jc: str | None = None
    indent: Indent = ()
    list: str | None = None
    level: int | None = None
    chain: tuple[str, ...] = ()
    """Its id and those of the styles that it is based on."""
    toc: bool = False


@lru_cache(maxsize=1000)
def points(half_points: str | None) -> float | None:
    """A size in points."""
    try:
        return min(float(half_points or ""), 3276.0) / 2
    except ValueError:
        return None


_INDENTS = tuple(W + n for n in "leftChars startChars left start hangingChars hanging firstLineChars firstLine".split())
Indent: TypeAlias = tuple[str | None, ...]
"""The attributes of a `w:ind` in the order of `_INDENTS`, or nothing at all."""


def indent_of(element: Any | None) -> Indent:
    """What a `w:ind` says."""
    return () if element is None else _in_order(tuple(element.items()))


@lru_cache(maxsize=1000)
def _in_order(attributes: tuple[tuple[str, str], ...]) -> Indent:
    return tuple(map(dict(attributes).get, _INDENTS))


@lru_cache(maxsize=1000)
def indented(own: Indent, below: Indent) -> Indent:
    """An indent on top of another one."""
    return tuple(under if over is None else over for over, under in zip(own, below, strict=True)) if own and below else own or below


@lru_cache(maxsize=1000)
def first_indent(values: Indent, size: float) -> float:
    """The indent of a first line in characters of `size` points. Counts of characters win over twentieths of a point."""
    left_chars, start_chars, left, start, hanging_chars, hanging, first_chars, first = map(_number, values)
    twips = 20 * max(size, 1.0)
    block = (left_chars or start_chars) / 100 or (left or start) / twips
    back = hanging_chars / 100 or hanging / twips
    return round(block - back if back else block + (first_chars / 100 or first / twips), 1)


def _number(value: str | None) -> float:
    try:
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e6 else 0.0


class Styles:
    """Looks styles up by id; a document without styles gets plain ones."""

    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._resolved: dict[str, Style] = {}
        self._looks: dict[str | None, Look] = {}
        self._ground = self.default = Style(look=Look(False, 10.5, False))
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults")
        if defaults is not None:
            look = defaults.find(f"{W}rPrDefault/{W}rPr")
            indent = indent_of(defaults.find(f"{W}pPrDefault/{W}pPr/{W}ind"))
            self._ground = Style(look=_over(look, Look(False, 10.0, False)), indent=indent)
        base = None
        for element in root.iterchildren(W + "style"):
            self._elements[element.get(W + "styleId", "")] = element
            if element.get(W + "default") is not None and element.get(W + "type") == "paragraph":
                base = element.get(W + "styleId") if element.get(W + "default") not in OFF else base
        self.default = self._ground
        self.default = self.paragraph(base) if base else self._ground

    def paragraph(self, style: str) -> Style:
        """A paragraph style with all that it inherits; the document's default where the id is unknown."""
        found = self._resolved.get(style)
        if found is None:
            known = style in self._elements
            found = self._resolved[style] = self._resolve(style, self._ground) if known else self.default
        return found

    def character(self, style: str | None) -> Look:
        """What a character style says; unlike a paragraph's look it stays open where it says nothing."""
        if style not in self._looks:
            self._looks[style] = self._resolve(style, Style()).look
        return self._looks[style]

    def list_of(self, numbering_style: str) -> str | None:
        """The numId that a numbering style leads to."""
        element = self._elements.get(numbering_style)
        number = None if element is None else element.find(f"{W}pPr/{W}numPr/{W}numId")
        return None if number is None else number.get(VAL)

    def _resolve(self, style: str | None, below: Style) -> Style:
        chain: list[Any] = []
        while style in self._elements and len(chain) < _CHAIN:
            chain.append(self._elements[style])
            based = chain[-1].find(W + "basedOn")
            style = None if based is None else based.get(VAL)
        for element in reversed(chain):
            below = _extend(below, element)
        return below


def _extend(below: Style, element: Any) -> Style:
    """A style on top of what it is based on."""
    own = {child.tag: child for child in element}
    name, layout = own.get(W + "name"), own.get(W + "pPr")
    called = None if name is None else name.get(VAL)
    jc, indent, number, level = below.jc, below.indent, below.list, below.level
    for child in layout if layout is not None else ():
        if child.tag == W + "jc":
            jc = child.get(VAL)
        elif child.tag == W + "ind":
            indent = indented(indent_of(child), indent)
        elif child.tag == W + "numPr":
            own_number, own_level = list_of(child)
            number, level = own_number or number, own_level
    toc = (called or "").lower().startswith(("toc ", "目录"))
    chain = (element.get(W + "styleId", ""), *below.chain)
    return Style(called, _over(own.get(W + "rPr"), below.look), jc, indent, number, level, chain, toc)


def _over(properties: Any, below: Look) -> Look:
    """What a `w:rPr` says on top of another look."""
    bold, size, hidden = below
    for child in properties if properties is not None else ():
        if child.tag == W + "b":
            bold = child.get(VAL) not in OFF
        elif child.tag == W + "sz":
            size = points(child.get(VAL))
        elif child.tag == W + "vanish":
            hidden = child.get(VAL) not in OFF
    return Look(bold, size, hidden)


def font_of(run: Any) -> str | None:
    """The font that a run (or the number of a level) names for Latin letters, among which fonts of signs have theirs."""
    fonts = next(run.iter(W + "rFonts"), None)
    return None if fonts is None else fonts.get(W + "ascii")


def list_of(numbers: Any) -> tuple[str | None, int | None]:
    """List and level (0 to 8) of a `w:numPr`; each may be missing."""
    number, level = None, None
    for child in numbers:
        if child.tag == W + "numId":
            number = child.get(VAL)
        elif child.tag == W + "ilvl":
            value = child.get(VAL) or ""
            level = int(value) if len(value) == 1 and value in "012345678" else 0
    return number, level
