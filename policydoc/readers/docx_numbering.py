"""The lists of a docx: automatic numbers, which Word shows before a paragraph and stores in none (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from policydoc.readers.counting import Level, NumberedList
from policydoc.readers.docx_fields import bullet
from policydoc.readers.docx_styles import OFF, VAL, Style, Styles, W, font_of, indent_of

_DEPTH = 9
"""Levels of a list."""
_LONGEST = 100
"""Characters of a level's text; a label stands in every paragraph of its list."""
_NUMBER = re.compile("%([1-9])")


class Numbering:
    """The lists of a document, each read when a paragraph first refers to it."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        """`root` is `w:numbering` or None."""
        children = [] if root is None else list(root)
        self._abstract = {e.get(W + "abstractNumId"): e for e in children if e.tag == W + "abstractNum"}
        self._nums = {e.get(W + "numId"): e for e in children if e.tag == W + "num"}
        self._lists: dict[str | None, NumberedList | None] = {"0": None}
        self._styles = styles

    def find(self, own: tuple[str | None, int | None] | None, style: Style) -> tuple[NumberedList, int] | None:
        """The list and the level of a paragraph that names them itself (`own`; each may be missing) or in its style.

        List 0 is none. A style stands at the level that is linked to it; through a level that is linked to another style
        it gets no number.
        """
        number, at = own or (None, None)
        found = self._list(number or style.list)
        if found is None:
            return None
        if at is None and number in (None, style.list):
            at = next((at for name in style.chain for at, level in found.levels.items() if level.style == name), style.level)
        level = found.levels.get(at or 0)
        if level is None or (number is None and level.style not in (None, *style.chain)):
            return None
        return found, at or 0

    def _list(self, number: str | None) -> NumberedList | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str | None) -> NumberedList | None:
        """A `w:num`: the levels of its abstract list and what it has itself in their place."""
        num = self._nums.get(number)
        if num is None:
            return None
        family = _value(num, "abstractNumId")
        abstract = self._abstract.get(family)
        link = None if abstract is None else _value(abstract, "numStyleLink")
        if link:
            # The levels stand in the list of a numbering style; Word counts the two apart.
            styled = self._nums.get(self._styles.list_of(link))
            abstract = None if styled is None else self._abstract.get(_value(styled, "abstractNumId"))
        overrides = num.findall(W + "lvlOverride")
        own = islice(() if abstract is None else abstract.iterchildren(W + "lvl"), _DEPTH)
        levels = {_int(e.get(W + "ilvl")): _level(e) for e in chain(own, *(o.iterchildren(W + "lvl") for o in overrides))}
        starts = {_int(o.get(W + "ilvl")): _int(start) for o in overrides if (start := _value(o, "startOverride")) is not None}
        return NumberedList(family, {at: level for at, level in levels.items() if at < _DEPTH}, starts)


def _int(text: str | None) -> int:
    try:
        return max(0, min(int(text or 0), 1_000_000))
    except ValueError:
        return 0


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)


def _level(element: Any) -> Level:
    level = Level(start=0)
    text = ""
    for child in element:
        kind, value = child.tag, child.get(VAL)
        if kind == W + "start":
            level.start = _int(value)
        elif kind == W + "numFmt":
            level.format = value or "decimal"
        elif kind == W + "lvlText":
            text = (value or "")[:_LONGEST]
        elif kind == W + "suff":
            level.suffix = value or "tab"
        elif kind == W + "lvlRestart":
            level.restart = _int(value)
        elif kind == W + "isLgl":
            level.legal = value not in OFF
        elif kind == W + "pStyle":
            level.style = value
        elif kind == W + "pPr":
            level.indent = indent_of(child.find(W + "ind"))
        elif kind.endswith("}AlternateContent"):
            _custom(level, child)
    level.text = (bullet(text, font_of(element)),) if level.format == "bullet" else _NUMBER.split(text)
    return level


def _custom(level: Level, element: Any) -> None:
    """A custom format (001, 002 …) stands in a choice before its plain fallback."""
    form = next(element.iter(W + "numFmt"), None)
    if form is not None:
        level.format = form.get(VAL, "decimal")
        pattern = form.get(W + "format", "").split(",")[0].strip()
        level.pad = min(len(pattern), 9) if level.format == "custom" else 0
