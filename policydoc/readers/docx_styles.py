"""Styles of a docx, resolved along what they are based on, and the look of a paragraph that follows from them."""

from __future__ import annotations

from typing import Any

import attrs

from policydoc.readers.docx_numbering import VAL, W

_OFF = ("0", "false", "off", "none")
_CHAIN = 50
"""Styles that may be based on one another; Word allows a dozen."""


@attrs.frozen
class Look:
    """How characters look; None is not said."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.size if self.size is None else self.size,
            below.hidden if self.hidden is None else self.hidden,
        )


PLAIN = Look()


@attrs.frozen
class Style:
    """A style with all that it inherits."""

    id: str | None = None
    name: str | None = None
    look: Look = PLAIN
    jc: str | None = None
    indent: dict[str, str] = attrs.field(factory=dict)
    list: str | None = None
    level: int | None = None


def look_of(properties: Any) -> tuple[Look, str | None]:
    """What a `w:rPr` says itself, and the character style that it names."""
    bold = size = hidden = style = None
    for child in properties:
        tag = child.tag
        if tag == W + "sz":
            size = _half_points(child.get(VAL))
        elif tag == W + "b":
            bold = child.get(VAL, "1") not in _OFF
        elif tag == W + "vanish":
            hidden = child.get(VAL, "1") not in _OFF
        elif tag == W + "rStyle":
            style = child.get(VAL)
    return (PLAIN if bold is None and size is None and hidden is None else Look(bold, size, hidden)), style


def _half_points(value: str | None) -> float | None:
    try:
        return min(float(value or ""), 3276.0) / 2
    except ValueError:
        return None


def indent_of(attributes: dict[str, str], size: float) -> float:
    """The indent of a first line in characters of `size` points. Counts of characters win over twentieths of a point."""

    def one(*names: str) -> float:
        for name in names:
            chars = _number(attributes.get(f"{W}{name}Chars"))
            if chars:
                return chars / 100
        return next((_number(attributes.get(W + n)) / (20 * size) for n in names if attributes.get(W + n)), 0.0)

    hanging = one("hanging")
    return round(one("left", "start") + (-hanging if hanging else one("firstLine")), 1)


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
        self._ground = self.default = Style(look=Look(False, 10.5, False))
        base: str | None = None
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        look = look_of(defaults)[0].over(Look(False, 10.0, False)) if defaults is not None else Look(False, 10.0, False)
        indent = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}ind")
        self._ground = self.default = Style(look=look, indent={} if indent is None else dict(indent.attrib))
        for element in root.iterchildren(W + "style"):
            self._elements[element.get(W + "styleId", "")] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default", "0") not in _OFF:
                base = element.get(W + "styleId")
        self.default = self.paragraph(base) if base else self.default

    def paragraph(self, style: str | None) -> Style:
        """A paragraph style with all that it inherits; the document's default for None or an unknown id."""
        if style is None or style not in self._elements:
            return self.default
        found = self._resolved.get(style)
        if found is None:
            found = self._resolved[style] = self._resolve(style, self._ground)
        return found

    def character(self, style: str) -> Look:
        """What a character style says; unlike a paragraph's look it stays open where it says nothing."""
        key = "\0" + style
        if key not in self._resolved:
            self._resolved[key] = self._resolve(style, Style())
        return self._resolved[key].look

    def list_of(self, style: str) -> str | None:
        """The numId that a numbering style leads to."""
        element = self._elements.get(style)
        number = None if element is None else element.find(f"{W}pPr/{W}numPr/{W}numId")
        return None if number is None else number.get(VAL)

    def _resolve(self, style: str, default: Style) -> Style:
        chain: list[Any] = []
        at: str | None = style
        while at in self._elements and len(chain) < _CHAIN:
            chain.append(self._elements[at])
            based = chain[-1].find(W + "basedOn")
            at = None if based is None else based.get(VAL)
        found = default
        for element in reversed(chain):
            found = _extend(found, element)
        return found


def _extend(below: Style, element: Any) -> Style:
    """A style on top of what it is based on."""
    name = element.find(W + "name")
    found = attrs.evolve(below, id=element.get(W + "styleId"), name=None if name is None else name.get(VAL))
    look = element.find(W + "rPr")
    if look is not None:
        found = attrs.evolve(found, look=look_of(look)[0].over(below.look))
    layout = element.find(W + "pPr")
    if layout is None:
        return found
    jc, indent, numbers = layout.find(W + "jc"), layout.find(W + "ind"), layout.find(W + "numPr")
    if jc is not None:
        found = attrs.evolve(found, jc=jc.get(VAL))
    if indent is not None:
        found = attrs.evolve(found, indent={**below.indent, **indent.attrib})
    if numbers is not None:
        number, level = numbers.find(W + "numId"), numbers.find(W + "ilvl")
        if number is not None:
            found = attrs.evolve(found, list=number.get(VAL))
        if level is not None:
            found = attrs.evolve(found, level=to_level(level.get(VAL)))
    return found


def to_level(value: str | None) -> int:
    """A list level from an attribute: 0 to 8."""
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) == 1 and value != "9" else 0
