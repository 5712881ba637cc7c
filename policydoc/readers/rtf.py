"""Rich text (rtf): read by striprtf, its tables told by signs that are set into the file before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policydoc.readers.assemble import Line, assemble
from policydoc.readers.errors import ReadError, show_size
from policydoc.source import Source

MAX_RTF = 50_000_000
"""Bytes of the largest file; pictures are written in it as text."""
MAX_FONTS = 2000
_FONT_TABLE = 100_000
"""Characters. What striprtf looks for in it costs their product."""

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_NARROW = re.compile(rb"[\x80-\xff]")
_ODD = re.compile(rb"((?:\\'[0-9a-fA-F]{2})+)([@-\[\]-z|~])")
_WORDS = re.compile(r"\\(cell|row|trowd|listtext)(?![a-z])")
_BRACES = re.compile("[{}]")
_ENDS = tuple("、．.）)：:，")
_SIGNS = {"cell": 0xE0F0, "row": 0xE0F1, "trowd": 0xE0F2, "listtext": 0xE0F3}
_CELL, _ROW, _BEGIN, _LABEL = (chr(sign) for sign in _SIGNS.values())


def read_rtf(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of an rtf: one line a paragraph, one a row of a table; automatic numbers as the file holds them.

    `encoding` is that of its \\\\'xx where the file names none; GBK without it.
    """
    from striprtf.striprtf import rtf_to_text

    if len(data) > MAX_RTF:
        raise ReadError(f"an rtf of {show_size(len(data))}, more than the limit of {show_size(MAX_RTF)}: save it as docx")
    text = _prepared(data)
    _check_fonts(text)
    convert: Callable[..., str] = rtf_to_text
    plain = convert(text, encoding=encoding or "gbk", errors="replace")
    plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    source = assemble(_lines(plain.replace("\0", "")), "rtf")
    if not source.text.strip():
        raise ReadError("an rtf without any text: check that it is complete")
    return source


def _prepared(data: bytes) -> str:
    """The file without binary data, bytes and half characters escaped, and signs where cells, rows and labels begin or end."""
    pieces: list[bytes] = []
    at = 0
    while (match := _BINARY.search(data, at)) is not None:
        pieces.append(data[at : match.start()])
        at = match.end() + int(match[1])
    data = b"".join([*pieces, data[at:]])
    data = _NARROW.sub(lambda match: b"\\'%02x" % match[0][0], data)
    if b"\\ansicpg936" in data[:1000]:
        data = _ODD.sub(_whole_character, data)
    # A break behind a brace means nothing, and keeps striprtf from looking for addresses of links, which takes squared time.
    text = data.decode("ascii").replace("{", "{\n")
    return _WORDS.sub(lambda match: f"{{\\uc0\\u{_SIGNS[match[1]]} }}" + ("" if match[1] == "cell" else match[0]), text)


def _whole_character(match: re.Match[bytes]) -> bytes:
    """A character of GBK whose second byte is written as the letter that it looks like."""
    odd = len(match[1]) // 4 % 2 and int(match[1][-2:], 16) > 0x80
    return match[1] + b"\\'%02x" % match[2][0] if odd else match[0]


def _check_fonts(text: str) -> None:
    start = text.find("\\fonttbl")
    if start < 0:
        return
    depth = 1
    for brace in _BRACES.finditer(text, start, start + _FONT_TABLE):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            break
    if depth or text.count("\\f", start, brace.end()) > 3 * MAX_FONTS:
        raise ReadError("an rtf whose list of fonts does not end: save it as docx")


def _lines(text: str) -> Iterator[Line]:
    """The paragraphs and cells. What stands between two tables ends the first."""
    table, row, column = -1, 0, 0
    inside = ended = False
    piece = ""
    for part in re.split(f"([{_CELL}{_ROW}{_BEGIN}\n])", text):
        if part == _BEGIN:
            if not inside:
                table, row = (table, row + 1) if ended and not piece.strip() else (table + 1, 0)
                inside, column = True, 0
        elif part == _CELL and inside:
            yield _line(piece, (table, row, column))
            piece, column = "", column + 1
        elif part == _ROW:
            inside, ended, piece = False, True, ""
        elif part == "\n" and inside:
            if piece.strip():
                yield _line(piece, (table, row, column))
            piece = ""
        elif part == "\n":
            if piece.strip():
                yield _line(piece)
                ended = False
            piece = ""
        else:
            piece += part
    if piece.strip():
        yield _line(piece)


def _line(text: str, cell: tuple[int, int, int] | None = None) -> Line:
    """A paragraph. Behind a label that ends in a mark stands nothing, as in a typed notice."""
    _, found, behind = text.partition(_LABEL)
    if not found:
        return Line(text.strip(" "), cell=cell)
    label, gap, rest = behind.replace(_LABEL, "").partition("\t")
    label = label.strip(" ")
    return Line(label + (rest.strip(" ") if label.endswith(_ENDS) else gap + rest), label=len(label) if gap else 0, cell=cell)
