"""The text of a file, exactly once, and what its reader knows about where the text came from.

Every span in policydoc is a half-open range `(start, end)` of code points in `Source.text`. Nothing edits that text after the
reader made it; folding is one code point to one code point, so spans hold on both sides.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

import attrs

Span: TypeAlias = tuple[int, int]
"""A half-open range `(start, end)` of code points in `Source.text`."""

BLANK = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""White space, zero-width characters included, as the inside of a character class of a pattern."""

WHITE = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
"""The same characters as a string, for `str.strip`."""

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
FOLDS = str.maketrans(
    _WIDE + "\u3000\xa0\u2002\u2003〇○◯﹝﹞﹒﹙﹚",
    "".join(chr(ord(c) - 0xFEE0) for c in _WIDE) + "    零零零〔〕.()",
)
"""What `fold` replaces, as a table for `str.translate`."""


def fold(text: str) -> str:
    """Text with full-width letters, digits and brackets made half-width and the signs for zero made 零.

    One code point stays one code point, so a span in the result is the same span in the text.

    >>> fold("（２０２２）")
    '(2022)'
    """
    return text.translate(FOLDS)


@attrs.frozen
class Hint:
    """What a reader saw of the layout of one line (a paragraph of the file) and plain text cannot tell."""

    span: Span
    style: str | None = None
    bold: bool = False
    centred: bool = False
    indent: float | None = None
    """Of the first line, in characters (字)."""
    size: float | None = None
    """Of the font, in points (三号 is 16)."""
    label: Span | None = None
    """An automatic number that the reader wrote into the text (it stands in no character of the file)."""
    anchor: str | None = None
    """Where the line stood: `paragraph 12`, `page 3 (72, 120, 420, 136)`, a path in the html."""


@attrs.frozen
class Grid:
    """A table of the file: its span and the spans of its cells, row by row. A merged cell stands once, at its first place."""

    span: Span
    rows: tuple[tuple[Span, ...], ...]


@attrs.frozen
class Source:
    """What a reader gives: one text, and hints about it.

    `hints` are ordered by span; a line without one is plain. `roles` marks stretches whose role the format itself tells
    (`header`, `footer`, `footnote`, `toc`, `navigation`), `removed` lists what was left out of the text and where.
    """

    text: str
    uri: str | None = None
    media_type: str = "text/plain"
    sha256: str | None = None
    """Of the bytes of the file."""
    reader: str = "text"
    hints: tuple[Hint, ...] = ()
    grids: tuple[Grid, ...] = ()
    roles: tuple[tuple[str, Span], ...] = ()
    removed: tuple[tuple[int, str, str], ...] = ()
    """`(offset in text, what it was, its text)` of what the reader left out: page numbers, running heads, deleted text."""


class LineIndex:
    """Turns offsets into lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset.

        >>> LineIndex("一\\n二三").position(3)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` without its line end."""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")
