"""layout: the physical lines of a text, white space at their edges aside, and those joined again that a page's width had cut.

A row is what brackets and sentences may reach over: one line, or the lines of one hard-wrapped paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from policydoc.parsing.elements import CONTENTS, DATE_INSIDE, NUMBER_YEAR, PAGE_NUMBER, WRAPPER, is_metadata
from policydoc.parsing.marks import opens_division
from policydoc.source import WHITE, Span

_LINE = re.compile(r"[^\n\r\f]+")
_WHOLE = frozenset("。！？；：）)】》”")
"""What no line of a text that was not wrapped breaks off behind."""
_PROSE = frozenset("。，；,")
_NO_OPENING = frozenset("）)》】〕、，。；")
"""No line opens with these: what the site made a link of, or the page's width, cut it."""
_BLANKS = frozenset(WHITE)
_ZERO_WIDTH = frozenset(WHITE) - frozenset(" \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u3000")
_CLOSED = frozenset("。！？；：!?;:…”’）)〕】》」』")
MARGIN = 0.86
"""A line of at least this share of the page's width may go on in the next one."""


@attrs.define
class Layout:
    """Rows of the text, and whether they were wrapped at a page's width (`width` in characters) or lost their breaks."""

    rows: list[Span]
    width: int | None
    joined: list[Span]
    """Rows that were put together from several lines."""


def layout(text: str) -> Layout:
    """Cut the text into rows."""
    lines = list(_lines(text))
    width = page_width(text, lines)
    rows: list[Span] = []
    joined: list[Span] = []
    for start, end in lines:
        if (
            rows
            and (width is not None or text[rows[-1][1] - 1] not in _WHOLE or text[start] in _NO_OPENING)
            and _goes_on(text, rows[-1], (start, end), width)
        ):
            if joined and joined[-1] == rows[-1]:
                joined.pop()
            rows[-1] = (rows[-1][0], end)
            joined.append(rows[-1])
        else:
            rows.append((start, end))
    return Layout(rows, width, joined)


def _lines(text: str) -> Iterator[Span]:
    """The lines that are not blank, white space at their edges aside."""
    for match in _LINE.finditer(text):
        words = match[0]
        bare = words.lstrip() if words[0] in _BLANKS else words
        if bare and (bare[0] in _ZERO_WIDTH or bare[-1] in _ZERO_WIDTH):
            bare = bare.lstrip(WHITE)
        if bare:
            start = match.start() + len(words) - len(bare)
            bare = bare.rstrip() if bare[-1] in _BLANKS else bare
            bare = bare.rstrip(WHITE) if bare[-1] in _ZERO_WIDTH else bare
            bold = 2 if bare[-1] == "*" and len(bare) > 4 and bare.startswith("**") and bare.find("**", 2) == len(bare) - 2 else 0
            yield start + bold, start + len(bare) - bold  # Markdown's emphasis around a whole line is none of its words


def page_width(text: str, lines: Sequence[Span]) -> int | None:
    """The width that lines were wrapped at, None where they were not.

    Wrapped text has many lines of nearly the same length that break off in the middle of a sentence.
    """
    if len(lines) < 8:
        return None
    open_ended = [i for i, (_, end) in enumerate(lines[:-1]) if text[end - 1] not in _CLOSED]
    lengths = sorted(lines[i][1] - lines[i][0] for i in open_ended)
    if len(lengths) < 3:
        return None
    width = lengths[int(len(lengths) * 0.8)]
    if not 20 <= width <= 90:
        return None
    full = [i for i, (start, end) in enumerate(lines[:-1]) if end - start >= MARGIN * width]
    overlong = sum(1 for start, end in lines if end - start > 2.2 * width)
    broken = sum(1 for i in open_ended if lines[i][1] - lines[i][0] >= MARGIN * width and not opens_division(text, *lines[i + 1]))
    prose = sum(1 for start, end in lines if not _PROSE.isdisjoint(text[start:end]))
    near = sum(1 for i in full if lines[i][1] - lines[i][0] <= 1.16 * width)
    wrapped = len(full) >= 0.3 * len(lines) and broken >= max(3, 0.5 * len(full)) and overlong <= 0.06 * len(lines)
    wrapped = wrapped and prose >= 0.3 * len(lines) and near >= 0.75 * len(full)
    return width if wrapped else None


def _goes_on(text: str, above: Span, line: Span, width: int | None) -> bool:
    """Whether a line is the rest of the row above it."""
    last = text[above[1] - 1]
    cut = last in "、，〔（(《【“[" or (text[line[0]] in _NO_OPENING and last not in "。；")
    broken = cut or _breaks_off(text, above, line) or _left_open(text, above, line)
    if not broken and width is None:
        return False
    if (
        opens_division(text, *line)
        or _stands_alone(text[line[0] : line[1]])
        or text.find("\t", *line) >= 0
        or text.find("\t", *above) >= 0
    ):
        return False
    if broken:
        return True
    start = max(text.rfind("\n", 0, above[1]) + 1, above[0])
    if width is None or above[1] - start < MARGIN * width or WRAPPER.match(text, start, above[1]):
        return False
    if last in "号）)" and NUMBER_YEAR.search(text, max(above[0], above[1] - 24), above[1]):
        return False
    indent = _indent(text, above)
    return _indent(text, line) < indent if indent else last not in "。！？；：:"


def _stands_alone(words: str) -> bool:
    """Whether a line is something by itself: a field of a publisher, a page number, the head of the contents."""
    return is_metadata(words) or (len(words) <= 24 and (PAGE_NUMBER.match(words) is not None or CONTENTS.match(words) is not None))


def _left_open(text: str, above: Span, line: Span) -> bool:
    """Whether a line of prose leaves a bracket open near its end that the next line, a number of a document say, may close."""
    opened = max(text.rfind("（", max(above[0], above[1] - 12), above[1]), text.rfind("《", max(above[0], above[1] - 40), above[1]))
    return (
        opened >= 0
        and above[1] - above[0] > 24
        and line[1] - line[0] <= 80
        and not any(c in "）》。；：:" for c in text[opened : above[1]])
        and ("）" in text[line[0] : line[1] + 4] or "》" in text[line[0] : line[1]] or text[line[1] - 1] == "号")
    )


def _breaks_off(text: str, above: Span, line: Span) -> bool:
    """Whether a paragraph of several sentences breaks off in the middle of one and the next line, prose too, takes it up."""
    return (
        above[1] - above[0] > 60
        and text[above[1] - 1] not in "。；："
        and not DATE_INSIDE.match(text, line[0])
        and "\u4e00" <= text[above[1] - 1] <= "\u9fff"
        and text.rfind("。", above[0], above[1]) > 0
        and line[1] - line[0] > 12
        and text[line[1] - 1] in "。；）)"
        and text[line[0]] not in "（([〔【附"
    )


def _indent(text: str, line: Span) -> int:
    return line[0] - text.rfind("\n", 0, line[0]) - 1
