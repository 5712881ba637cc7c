"""The binary Word format of 1997 to 2003, as Word and WPS write it: where the text stands and how it is set ([MS-DOC]).

A document is counted in character positions (CP). The piece table tells where in the stream each stretch of them stands (FC); tables
of runs, sorted by FC, tell its properties as lists of modifiers (SPRM).
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator

import attrs

from policydoc.readers.errors import ReadError

MAX_CHARACTERS = 20_000_000
MAX_RUNS = 2_000_000

_DAMAGED = "a doc document that is damaged: open it in Word or WPS and save it anew"
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of a modifier's operand, by the top three bits of its code; 0: the first byte says."""


@attrs.frozen
class Piece:
    """Characters `start` to `end` of the document, and where they stand in the stream."""

    start: int
    end: int
    offset: int
    width: int
    """Bytes a character: 1 for cp1252, 2 for UTF-16."""


@attrs.frozen
class Run:
    """Characters that are set alike."""

    start: int
    end: int
    modifiers: bytes


@attrs.define
class _Table:
    """Properties of stretches of the stream, sorted by place."""

    starts: list[int] = attrs.field(factory=list)
    ends: list[int] = attrs.field(factory=list)
    values: list[tuple[int, bytes]] = attrs.field(factory=list)

    def at(self, offset: int) -> tuple[int, bytes]:
        index = bisect_right(self.starts, offset) - 1
        return self.values[index] if index >= 0 and offset < self.ends[index] else (0, b"")


class DocFile:
    """The streams of a document, opened. Raises ReadError where they make no sense."""

    def __init__(self, main: bytes, tables: dict[str, bytes], data: bytes = b"") -> None:
        self.main, self.data = main, data
        try:
            self._read_header(tables)
            self.pieces = self._read_pieces()
            self._characters = self._read_runs(12, paragraphs=False)
            self._paragraphs = self._read_runs(13, paragraphs=True)
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise ReadError(_DAMAGED) from error
        self._starts = [piece.start for piece in self.pieces]
        self.text = "".join(map(self._decode, self.pieces))

    def _read_header(self, tables: dict[str, bytes]) -> None:
        magic, version = struct.unpack_from("<HH", self.main, 0)
        (flags,) = struct.unpack_from("<H", self.main, 10)
        if magic not in (0xA5EC, 0xA5DC) or version < 101:
            raise ReadError("a document of a Word older than 97: save it as docx")
        if flags & 0x0100:
            raise ReadError("a doc document that is locked by a password: save it without one")
        if version < 0x00C1:
            raise ReadError("a document of Word 95 or older: save it as docx")
        self.table = tables.get("1Table" if flags & 0x0200 else "0Table") or next(iter(tables.values()), b"")
        self.lengths = struct.unpack_from("<8i", self.main, 0x4C)
        """Characters of the text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers."""

    def place(self, index: int) -> tuple[int, int]:
        """Offset and length, in the table stream, of the structure with an index in the header."""
        offset, length = struct.unpack_from("<II", self.main, 0x9A + 8 * index)
        return (offset, length) if offset + length <= len(self.table) else (0, 0)

    def structure(self, index: int) -> bytes:
        offset, length = self.place(index)
        return self.table[offset : offset + length]

    def _read_pieces(self) -> list[Piece]:
        clx = self.structure(33)
        at = 0
        while clx[at : at + 1] == b"\x01":
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if clx[at : at + 1] != b"\x02":
            raise ReadError(_DAMAGED)
        (length,) = struct.unpack_from("<I", clx, at + 1)
        plc = clx[at + 5 : at + 5 + length]
        count = (len(plc) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", plc)
        pieces: list[Piece] = []
        for index in range(count):
            (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
            start, end = positions[index], positions[index + 1]
            if end < start or end > MAX_CHARACTERS:
                raise ReadError(_DAMAGED)
            narrow = bool(place & 0x40000000)
            offset = (place & 0x3FFFFFFF) // (2 if narrow else 1)
            pieces.append(Piece(start, end, offset, 1 if narrow else 2))
        return pieces

    def _decode(self, piece: Piece) -> str:
        """The characters of a piece, one for each position: halves of surrogate pairs stay apart, what is cut off becomes 0."""
        count = piece.end - piece.start
        raw = self.main[piece.offset : piece.offset + count * piece.width]
        text = raw.decode("cp1252", "replace") if piece.width == 1 else "".join(map(chr, array("H", raw[: len(raw) & ~1])))
        return text.ljust(count, "\0")

    def _read_runs(self, index: int, *, paragraphs: bool) -> _Table:
        """The runs of all pages of properties that a table of the header lists."""
        plc = self.structure(index)
        count = max(0, (len(plc) - 4) // 8)
        numbers = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
        found: list[tuple[int, int, tuple[int, bytes]]] = []
        for number in dict.fromkeys(number & 0x3FFFFF for number in numbers):
            page = self.main[number * 512 : number * 512 + 512]
            if len(page) == 512:
                found.extend(_runs_of_page(page, paragraphs))
        found.sort(key=lambda run: run[:2])
        return _Table([f[0] for f in found], [f[1] for f in found], [f[2] for f in found])

    def _offset(self, position: int) -> int:
        piece = self.pieces[max(0, bisect_right(self._starts, position) - 1)]
        return piece.offset + (position - piece.start) * piece.width

    def paragraph(self, position: int) -> tuple[int, bytes]:
        """Number of the style and modifiers of the paragraph whose mark stands at a position."""
        style, modifiers = self._paragraphs.at(self._offset(position))
        for code, operand in sprms(modifiers):
            if code in (0x6645, 0x6646) and len(operand) == 4:
                (at,) = struct.unpack("<I", operand)
                size = struct.unpack_from("<H", self.data, at)[0] if at + 2 <= len(self.data) else 0
                modifiers += self.data[at + 2 : at + 2 + min(size, 0x3FFF)]
                break
        return style, modifiers

    def runs(self, begin: int, end: int) -> Iterator[Run]:
        """The characters between two positions, cut where properties change."""
        table, count = self._characters, 0
        for piece in self.pieces[max(0, bisect_right(self._starts, begin) - 1) :]:
            at, stop = max(begin, piece.start), min(end, piece.end)
            if piece.start >= end:
                break
            while at < stop:
                count += 1
                if count > MAX_RUNS:
                    raise ReadError(_DAMAGED)
                offset = piece.offset + (at - piece.start) * piece.width
                index = bisect_right(table.starts, offset) - 1
                inside = index >= 0 and offset < table.ends[index]
                behind = (
                    table.ends[index]
                    if inside
                    else table.starts[index + 1]
                    if index + 1 < len(table.starts)
                    else offset + (1 << 30)
                )
                cut = min(stop, at + max(1, -(-(behind - offset) // piece.width)))
                yield Run(at, cut, table.values[index][1] if inside else b"")
                at = cut

    def notes(self) -> list[tuple[int, int, int, str]]:
        """The footnotes, endnotes and comments: where the text refers to each, from where to where it stands, and which it is, in order."""
        found: list[tuple[int, int, int, str]] = []
        for kind, index, width, region in (("footnote", 2, 2, 1), ("endnote", 46, 2, 5), ("comment", 4, 30, 4)):
            shown, texts = self.structure(index), self.structure(index + 1)
            count = max(0, (len(shown) - 4) // (4 + width))
            if count and len(texts) >= 4 * (count + 1):
                first, places = sum(self.lengths[:region]), struct.unpack_from(f"<{count + 1}i", texts)
                anchors = struct.unpack_from(f"<{count}i", shown)
                if list(places) == sorted(places):  # else they overlap, and each could hold all
                    found += [(at, first + a, first + b, kind) for at, a, b in zip(anchors, places, places[1:], strict=False)]
        body = self.lengths[0]
        return sorted(note for note in found if 0 <= note[0] < body <= note[1] < note[2] <= len(self.text))

    def boxes(self) -> list[tuple[int, int, int, str]]:
        """The text boxes of the body: where each is anchored, and from where to where its text stands, in the order of anchors."""
        shapes, texts = self.structure(40), self.structure(56)
        first = sum(self.lengths[:6])
        try:
            count = max(0, (len(texts) - 4) // 26)
            places = struct.unpack_from(f"<{count + 1}i", texts) if count else ()
            if list(places) != sorted(places):
                return []
            numbers = [struct.unpack_from("<i", texts, 4 * (count + 1) + 22 * i + 14)[0] for i in range(count)]
            held = {number: (first + places[i], first + places[i + 1] - 1) for i, number in enumerate(numbers) if number}
            count = max(0, (len(shapes) - 4) // 30)
            anchors = struct.unpack_from(f"<{count + 1}i", shapes) if count else ()
            shown = [struct.unpack_from("<i", shapes, 4 * (count + 1) + 26 * i)[0] for i in range(count)]
        except struct.error:
            return []
        found = [(anchor, *held.pop(number), "text box") for anchor, number in zip(anchors, shown, strict=False) if number in held]
        return sorted(box for box in found if box[0] >= 0 and first <= box[1] < box[2] <= len(self.text))


def _runs_of_page(page: bytes, paragraphs: bool) -> Iterator[tuple[int, int, tuple[int, bytes]]]:
    count = page[511]
    if 4 * (count + 1) + count * (13 if paragraphs else 1) > 511:
        return
    places = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + index * (13 if paragraphs else 1)]
        style, modifiers = 0, b""
        if at and paragraphs:
            size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1] if at + 1 < 511 else 0
            start = at + (1 if page[at] else 2)
            body = page[start : start + max(0, size)]
            if len(body) >= 2:
                style, modifiers = struct.unpack_from("<H", body)[0], body[2:]
        elif at:
            modifiers = page[at + 1 : at + 1 + page[at]]
        yield places[index], places[index + 1], (style, modifiers)


def sprms(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of each modifier; what is cut off ends the list."""
    at = 0
    while at + 2 < len(modifiers):
        code = modifiers[at] | modifiers[at + 1] << 8
        at += 2
        size = _OPERAND[code >> 13]
        if not size:
            size = int.from_bytes(modifiers[at : at + 2], "little") + 1 if code == 54792 else modifiers[at] + 1
        yield code, modifiers[at : at + size]
        at += size
