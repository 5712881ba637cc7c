"""Automatic numbers and styles of a binary Word document."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

import attrs

from policydoc.readers.counting import Counting, Level, NumberedList
from policydoc.readers.doc_file import DocFile, sprms
from policydoc.readers.docx_fields import bullet

_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 8: "hex",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
"""The formats of [MS-OSHARED] MSONFC by the names that docx gives them."""
_SUFFIX = ("tab", "space", "nothing")
MAX_DEPTH = 30
_NUMBER = re.compile("([\0-\x08])")
"""A character of a level's text that stands for the number of a level."""


@attrs.frozen
class Paragraph:
    """How a paragraph is set."""

    style: str | None = None
    list: int = 0
    level: int = 0
    centred: bool = False
    indent: float | None = None
    """Of the first line: twips, or characters where negative zero cannot be; see `in_characters`."""
    in_characters: bool = False
    in_table: bool = False
    row_end: bool = False
    bold: bool = False
    size: float | None = None
    """In points."""


_FLAGS: Mapping[int, str] = {0x2416: "in_table", 0x2417: "row_end"}


def apply(paragraph: Paragraph, modifiers: bytes) -> Paragraph:
    """A paragraph with the modifiers that it or its style has."""
    changes: dict[str, Any] = {}
    for code, operand in sprms(modifiers):
        if not operand:
            continue
        if code in _FLAGS:
            changes[_FLAGS[code]] = bool(operand[0])
        elif code in (0x2403, 0x2461):
            changes["centred"] = operand[0] == 1
        elif code == 0x260A:
            changes["level"] = min(operand[0], 8)
        elif code == 0x460B and len(operand) == 2:
            changes["list"] = int.from_bytes(operand, "little")
        elif code in (0x8411, 0x8460) and len(operand) == 2 and not changes.get("in_characters"):
            changes["indent"] = float(int.from_bytes(operand, "little", signed=True))
            changes["in_characters"] = False
        elif code == 0x4457 and len(operand) == 2:
            changes["indent"] = int.from_bytes(operand, "little", signed=True) / 100
            changes["in_characters"] = True
        elif code == 0x0835:
            changes["bold"] = operand[0] in (1, 0x81)
        elif code == 0x4A43 and len(operand) == 2:
            changes["size"] = int.from_bytes(operand, "little") / 2
    return attrs.evolve(paragraph, **changes) if changes else paragraph


class Styles:
    """The style sheet: how paragraphs of each style are set."""

    def __init__(self, doc: DocFile) -> None:
        self._entries: list[tuple[str, int, list[bytes]]] = []
        self._known: dict[int, Paragraph] = {}
        sheet = doc.structure(1)
        if len(sheet) < 6:
            return
        header, count, base = struct.unpack_from("<HHH", sheet)
        at = 2 + header
        for _ in range(min(count, 4095)):
            if at + 2 > len(sheet):
                break
            (size,) = struct.unpack_from("<H", sheet, at)
            self._entries.append(_style(sheet[at + 2 : at + 2 + size], base))
            at += 2 + size + (size & 1)

    def paragraph(self, number: int) -> Paragraph:
        """How a style sets paragraphs, with what it takes from the styles that it is based on."""
        if number not in self._known:
            chain: list[int] = []
            at = number
            while 0 <= at < len(self._entries) and at not in chain and len(chain) < MAX_DEPTH:
                chain.append(at)
                at = self._entries[at][1]
            found = Paragraph()
            for link in reversed(chain):
                for modifiers in self._entries[link][2]:
                    found = apply(found, modifiers)
            name = self._entries[number][0] if number < len(self._entries) else ""
            self._known[number] = attrs.evolve(found, style=name or None, in_table=False, row_end=False)
        return self._known[number]


def _style(entry: bytes, base: int) -> tuple[str, int, list[bytes]]:
    """Name, style that it is based on, and modifiers of a style."""
    if len(entry) < base + 2 or len(entry) < 10:
        return "", 0xFFF, []
    kind, updates = struct.unpack_from("<HH", entry, 2)
    (length,) = struct.unpack_from("<H", entry, base)
    name = entry[base + 2 : base + 2 + 2 * length].decode("utf-16-le", "replace")
    found: list[bytes] = []
    at = base + 2 + 2 * length + 2
    for index in range(min(updates & 0xF, 3) if kind & 0xF == 1 else 0):
        at += at & 1
        if at + 2 > len(entry):
            break
        (size,) = struct.unpack_from("<H", entry, at)
        body = entry[at + 2 : at + 2 + size]
        found.append(body[2:] if index == 0 else body)
        at += 2 + size
    return name, kind >> 4, found


class Lists:
    """The numbered lists of a document and how far each has counted."""

    def __init__(self, doc: DocFile) -> None:
        self._doc = doc
        self._counting = Counting()

    def apart(self) -> Lists:
        """The same lists for what counts on its own: a text box, the notes."""
        other = copy(self)
        other._counting = Counting()
        return other

    @cached_property
    def _lists(self) -> list[NumberedList]:
        """The lists in the order of the numbers that paragraphs call them by."""
        try:
            return _overrides(self._doc, _levels(self._doc))
        except (struct.error, IndexError):
            return []

    def label(self, number: int, depth: int) -> tuple[str, str]:
        """The next label of a list at a level, and what follows it (tab, space, nothing); empty for no list."""
        if not 0 < number <= len(self._lists):
            return "", ""
        found = self._lists[number - 1]
        if depth not in found.levels:
            return "", ""
        return self._counting.label(found, depth), found.levels[depth].suffix


def _levels(doc: DocFile) -> dict[int, dict[int, Level]]:
    """The levels of each list by its identity."""
    offset, length = doc.place(73)
    table = doc.table
    if length < 2:
        return {}
    (count,) = struct.unpack_from("<H", table, offset)
    at = offset + 2 + 28 * count
    lists: dict[int, dict[int, Level]] = {}
    for index in range(min(count, 4096)):
        (identity,) = struct.unpack_from("<i", table, offset + 2 + 28 * index)
        simple = table[offset + 2 + 28 * index + 26] & 1
        levels: dict[int, Level] = {}
        for depth in range(1 if simple else 9):
            levels[depth], at = _level(table, at)
        lists[identity] = levels
    return lists


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level and the offset behind it."""
    start, code, flags = struct.unpack_from("<iBB", table, at)
    follow = table[at + 15]
    characters, paragraph, restart = table[at + 24], table[at + 25], table[at + 26]
    at += 28 + characters + paragraph
    (length,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    kind, parts = _FORMATS.get(code, "decimal"), _NUMBER.split(text)
    level = Level(
        start=max(-1, min(start, 1_000_000)),
        format=kind,
        text=(bullet(text),) if kind == "bullet" else [str(ord(part) + 1) if "" < part < "\t" else part for part in parts],
        suffix=_SUFFIX[follow] if follow < 3 else "tab",
        restart=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * length


def _overrides(doc: DocFile, lists: Mapping[int, dict[int, Level]]) -> list[NumberedList]:
    offset, length = doc.place(74)
    table = doc.table
    if length < 4:
        return []
    (count,) = struct.unpack_from("<I", table, offset)
    count = min(count, 4096, length // 16)
    at = offset + 4 + 16 * count
    found: list[NumberedList] = []
    for index in range(count):
        identity, _, _, changed = struct.unpack_from("<iIIB", table, offset + 4 + 16 * index)
        one = NumberedList(identity, dict(lists.get(identity, {})), {})
        found.append(one)
        if not changed:
            at += 4 if table[at : at + 4] == b"\xff\xff\xff\xff" else 0
            continue
        at += 4
        for _ in range(min(changed, 9)):
            start, flags = struct.unpack_from("<ii", table, at)
            at += 8
            depth = flags & 0x0F
            if flags & 0x20:
                one.levels[depth], at = _level(table, at)
            elif flags & 0x10:
                one.starts[depth] = max(-1, min(start, 1_000_000))
    return found
