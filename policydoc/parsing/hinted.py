"""hinted: what the file tells beside its text. Cells of tables, roles of stretches, automatic numbers, the layout of lines.

A text without hints, tables and roles passes through untouched. Hints never make text: a table gives rows whose cells are the
file's, a stretch with a role gives lines with that role, an automatic number is a mark whatever stands behind it, several centred
lines that read as one title are one line, and short bold or centred lines over prose are headings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from policydoc.parsing import elements as like
from policydoc.parsing.frame import frame
from policydoc.parsing.layout import Layout
from policydoc.parsing.lines import Line
from policydoc.parsing.marks import MARK, Mark, mark_of
from policydoc.parsing.numerals import CHINESE, value
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK, Grid, Hint, Source, Span
from policydoc.tree import RANKS

ROLES = {
    "metadata": "metadata",
    "navigation": "wrapper",
    "header": "wrapper",
    "footer": "wrapper",
    "toc": "toc",
    "footnote": "note",
}
"""What a role that a reader gives is in the tree (docs/tree.md); other roles say nothing."""
_WORD = frozenset(("docx", "office", "rtf"))
"""Readers of files that tell their tables: short lines in them are no cells that lost theirs."""
_APART = frozenset(("metadata", "wrapper", "note"))
"""Roles that may stand between any two lines of a document: who looks for its elements looks past them."""
_LONGEST_TITLE = 8
"""Lines of a title at the most."""
_BELOW = 5
"""So many lines below a title its number is looked for."""
_NUMBER = re.compile(
    rf"({like.DATE_WORDS})?[{BLANK}]*([\u4e00-\u9fff（）()]{{0,16}}[〔（(\[]\d{{2,4}}[〕）)\]]\D{{0,12}}\d{{1,5}}号)$"
)
_DECIMAL = re.compile(r"\d+[.．]\d")
_NEAR = 20
"""So many lines above a line tell in which division it stands."""
_HEADING = 40
"""Characters of a heading without a mark at the most."""


@attrs.define
class GridRow(Line):
    """A row of a table of the file."""

    cells: tuple[Span, ...] = ()
    table: int = 0
    """Which table of the file it stands in."""


def outside(source: Source, laid: Layout) -> Layout:
    """The rows of the text outside of its tables, each cut where a role, an automatic number or another look begins."""
    if not (source.hints or source.grids or source.roles):
        return laid
    text, holes = source.text, [grid.span for grid in _tables(source)]
    cuts = {at for _, span in source.roles for at in span} | {hint.label[0] for hint in source.hints if hint.label}
    cuts |= {hint.span[0] for above, hint in pairwise(source.hints) if hint.centred or not _alike(above, hint)}
    bounds = sorted(cuts | {at for hole in holes for at in hole})
    if not bounds:
        return laid
    rows = [row for whole in laid.rows for row in _cut(text, whole, bounds, holes)]
    kept = set(rows)
    return Layout(rows, laid.width, [row for row in laid.joined if row in kept])


def _cut(text: str, row: Span, bounds: Sequence[int], holes: Sequence[Span]) -> Iterator[Span]:
    """The pieces of a row between the bounds, but for those in a hole."""
    start, end = row
    edges = [start, *bounds[bisect_right(bounds, start) : bisect_right(bounds, end - 1)], end]
    for s, e in pairwise(edges):
        if not _inside(s, holes):
            s, e = trim(text, s, e)
            if s < e:
                yield s, e


def labelled(source: Source, lines: list[Line]) -> list[Line]:
    """Lines behind an automatic number get it as their mark, whatever stands behind it (1. and 2021年…)."""
    labels = {hint.label[0]: hint.label for hint in source.hints if hint.label}
    if labels:
        decimal = any(_DECIMAL.match(source.text, *label) for label in labels.values())
        for line in lines:
            label = labels.get(line.start)
            if label is not None and label[1] <= line.end:
                mark = _mark(source.text, label, decimal)
                if mark is not None:
                    line.mark = mark._replace(end=mark.end + source.text.startswith("\t", mark.end, line.end))
    return lines


def _mark(text: str, label: Span, decimal: bool) -> Mark | None:
    """The mark that an automatic number is; None for bullets, for 1.1, and for 1 where 1.1 is below it."""
    start, end = label
    match = MARK.match(text, start, end)
    if match is not None:
        return mark_of(text, match, end)
    words = text[start:end].strip()
    if words.isdecimal() and len(words) <= 3 and not decimal:
        return Mark("item", int(words), "", start, end)
    if words and len(words) <= 4 and all(c in CHINESE for c in words):
        return Mark("chapter", value(words), "、", start, end)
    return None


def framed(source: Source, lines: list[Line]) -> list[Line]:
    """`frame`, told what the file tells: a table stands as one line, what is around is laid aside, a title in several lines is one."""
    text = source.text
    if not (source.hints or source.grids or source.roles):
        return frame(text, lines)
    tables = [_rows(text, number, grid) for number, grid in enumerate(_tables(source))]
    shown = [next(row for row in table if text[row.start : row.end].strip()) for table in tables]
    given = _given(source, lines)
    for line in lines:
        if line.start in given:
            line.role, line.clauses, line.mark = given[line.start], [], None
    apart = [line for line in lines if given.get(line.start) in _APART]
    rest = sorted([*(line for line in lines if given.get(line.start) not in _APART), *shown], key=_place)
    flat, rest, titles = _whole_titles(source, rest)
    rest, numbers = _numbers_below(text, rest, titles)
    _stand_in(text, rest)
    rest = _rows_again(text, frame(flat, rest), shown)
    hidden = [row for table, first in zip(tables, shown, strict=True) for row in table if row is not first]
    for row in hidden:
        row.role = shown[row.table].role
    return sorted([*rest, *apart, *numbers, *hidden], key=_place)


def _place(line: Line) -> Span:
    return line.start, line.end


def _start(span: Span) -> int:
    return span[0]


# -- tables ------------------------------------------------------------------------------------------------------------------


def tells_tables(source: Source) -> bool:
    """Whether the file tells its tables; a frame of one column stands as its lines."""
    return source.reader in _WORD


def _tables(source: Source) -> list[Grid]:
    """The tables that tabulate: of two rows and two columns at least, in order, with all their text in cells."""
    tables: list[Grid] = []
    at = 0
    for grid in sorted(source.grids, key=_grid_place):
        if len(grid.rows) > 1 and max(map(len, grid.rows)) > 1 and grid.span[0] >= at and _sound(source.text, grid):
            tables.append(grid)
            at = grid.span[1]
    return tables


def _grid_place(grid: Grid) -> Span:
    return grid.span


def _sound(text: str, grid: Grid) -> bool:
    """Whether cells are in order and hold all letters of the table; readers of third parties may give any."""
    at, end = grid.span
    filled = False
    for s, e in (cell for row in grid.rows for cell in row):
        if not at <= s <= e <= end or any(map(str.isalnum, text[at:s])):
            return False
        filled = filled or bool(text[s:e].strip())
        at = e
    return filled and end <= len(text) and not any(map(str.isalnum, text[at:end]))


def _rows(text: str, number: int, grid: Grid) -> list[GridRow]:
    return [GridRow(row[0][0], row[-1][1], role="table", cells=row, table=number) for row in grid.rows if row]


def _stand_in(text: str, lines: Sequence[Line]) -> None:
    """Behind the head a table is a line with a mark of its own kind: text that something can stand over, and no element."""
    body = False
    for line in lines:
        if isinstance(line, GridRow):
            if body:
                line.role, line.mark = "", Mark("table", None, "", line.start, line.start)
        elif line.mark is not None or like.PROSE.search(text, line.start, line.end):
            body = True


def _rows_again(text: str, lines: Sequence[Line], shown: Sequence[GridRow]) -> list[Line]:
    """The lines with the tables as tables again, whatever `frame` made of them; one above the document says what its publisher does."""
    for row in shown:
        row.role, row.opens, row.mark, row.clauses = "table", "", None, []
        row.start, row.end = row.cells[0][0], row.cells[-1][1]
    holes = [(row.start, row.end) for row in shown]
    kept = [line for line in lines if isinstance(line, GridRow) or not _inside(line.start, holes)]
    first = next((line for line in kept if line.role not in ("table", "metadata", "wrapper")), None)
    for row in shown:
        if first is not None and first.opens == "notice" and row.start < first.start:
            row.role = "metadata" if like.is_metadata(text[row.start : row.end]) else "wrapper"
    return kept


def _inside(at: int, holes: Sequence[Span]) -> bool:
    hole = bisect_right(holes, at, key=_start) - 1
    return hole >= 0 and at < holes[hole][1]


def same_table(above: Line, line: Line) -> bool:
    """Whether a line of a table goes on with the one above it."""
    return (above.table if isinstance(above, GridRow) else -1) == (line.table if isinstance(line, GridRow) else -1)


# -- roles -------------------------------------------------------------------------------------------------------------------


def _given(source: Source, lines: Iterable[Line]) -> dict[int, str]:
    """The roles that the file gives, by the start of the line."""
    spans = sorted((span, ROLES[role]) for role, span in source.roles if role in ROLES and span[0] < span[1])
    if not spans:
        return {}
    given: dict[int, str] = {}
    at = 0
    for line in lines:
        while at < len(spans) and spans[at][0][1] <= line.start:
            at += 1
        if at < len(spans) and spans[at][0][0] <= line.start:
            given[line.start] = spans[at][1]
    return given


# -- layout ------------------------------------------------------------------------------------------------------------------


def _looks(source: Source, lines: Sequence[Line]) -> list[Hint | None]:
    """What is known of the layout of each line."""
    hints = source.hints
    looks: list[Hint | None] = []
    at = 0
    for line in lines:
        while at < len(hints) and hints[at].span[1] <= line.start:
            at += 1
        looks.append(hints[at] if at < len(hints) and hints[at].span[0] <= line.start else None)
    return looks


def _whole_titles(source: Source, lines: list[Line]) -> tuple[str, list[Line], set[int]]:
    """The text with blanks for the breaks in titles, which nobody must stumble over; the lines, with one for each title; their starts."""
    text = source.text
    looks = _looks(source, lines)
    result: list[Line] = []
    pieces: list[str] = []
    titles: set[int] = set()
    at = done = 0
    while at < len(lines):
        end = _title_end(text, lines, looks, at)
        if end - at > 1:
            whole = Line(lines[at].start, lines[end - 1].end, ran_on=lines[at].ran_on)
            pieces += (text[done : whole.start], text[whole.start : whole.end].replace("\n", " ").replace("\r", " "))
            done = whole.end
            titles.add(whole.start)
            result.append(whole)
        else:
            result.append(lines[at])
        at = end
    return "".join([*pieces, text[done:]]) if pieces else text, result, titles


def _title_end(text: str, lines: Sequence[Line], looks: Sequence[Hint | None], at: int) -> int:
    """Behind the lines from `at` that look alike, centred, and read as one title; else behind the line `at`."""
    first = looks[at]
    if first is None or not first.centred:
        return at + 1
    one = _paragraph_end(looks, at)
    if 1 < one - at <= _LONGEST_TITLE and like.is_title("".join(text[line.start : line.end] for line in lines[at:one])):
        return one
    if not _of_title(text, lines[at]):
        return at + 1
    end, copies = at + 1, [like.normal(text[lines[at].start : lines[at].end])]
    while end < len(lines) and end - at < _LONGEST_TITLE:
        line, look = lines[end], looks[end]
        if look is None or not _alike(first, look) or not _of_title(text, line) or text[lines[end - 1].end : line.start].strip():
            break
        words = like.normal(text[line.start : line.end])
        if any(words in copy or copy in words for copy in copies if min(len(words), len(copy)) > 6):
            break
        copies.append(words)
        end += 1
    words = "".join(text[line.start : line.end] for line in lines[at:end])
    return end if like.is_title(words) or (words[0] in "（(" and words[-1] in "）)") else at + 1


def _paragraph_end(looks: Sequence[Hint | None], at: int) -> int:
    """Behind the lines that soft breaks make of one paragraph of the file."""
    first, end = looks[at], at + 1
    while first and first.anchor and end < len(looks) and (look := looks[end]) and look.anchor == first.anchor:
        end += 1
    return end


def _numbers_below(text: str, lines: Sequence[Line], titles: set[int]) -> tuple[list[Line], list[Line]]:
    """The lines without those right below a title that hold a date and a number, or a number of the old form; and these."""
    rest: list[Line] = []
    numbers: list[Line] = []
    left = 0
    for line in lines:
        words = text[line.start : line.end]
        plain = (
            not line.role
            and line.mark is None
            and not line.clauses
            and not like.PROSE.search(words)
            and not like.is_addressees(words)
        )
        left = _BELOW if line.start in titles else left - 1 if left and plain else 0
        number = _NUMBER.match(words) if left and line.start not in titles else None
        if number is None or (not number[1] and like.DOCUMENT_NUMBER.match(words)):
            rest.append(line)
            continue
        if number[1]:
            numbers.append(Line(line.start, line.start + number.end(1), role="metadata"))
        numbers.append(Line(line.start + number.start(2), line.end, role="docnum"))
    return rest, numbers


def _of_title(text: str, line: Line) -> bool:
    """Whether a line may stand in a title of several lines."""
    words = text[line.start : line.end]
    if line.role or line.mark is not None or line.clauses or len(words) > 120 or like.PROSE.search(words) or words[-1] in "：:":
        return False
    others = (
        like.DOCUMENT_NUMBER,
        like.DATE,
        like.ISSUER_MARK,
        like.NOTE,
        like.TITLE_NOTE,
        like.WRAPPER,
        like.ATTACHMENT,
        like.CONTENTS,
    )
    return not like.is_metadata(words) and not any(pattern.match(words) for pattern in others)


def _alike(one: Hint, other: Hint) -> bool:
    """Whether two centred lines have one look; the size of a scanned line is measured only."""
    if one.size is None or other.size is None:
        return other.centred and one.bold == other.bold and one.size == other.size
    return other.centred and abs(one.size - other.size) <= 1


def unmarked(source: Source, lines: Sequence[Line]) -> None:
    """Short bold or centred lines over prose or over a first division are headings, where a part has two of them at least."""
    if not source.hints:
        return
    text, looks = source.text, _looks(source, lines)
    found = [i for i in range(len(lines) - 1) if _heads(text, lines, looks, i)]
    if len(found) > 1:
        for i in found:
            lines[i].role = "unnumbered"


def _heads(text: str, lines: Sequence[Line], looks: Sequence[Hint | None], at: int) -> bool:
    line, look, below = lines[at], looks[at], lines[at + 1]
    if look is None or not (look.bold or look.centred) or line.role or line.mark is not None or line.clauses:
        return False
    words = text[line.start : line.end]
    if len(words) > _HEADING or not like.is_plain(words) or not any("\u4e00" <= c <= "\u9fff" for c in words):
        return False
    other = looks[at + 1]
    if other is not None and (other.bold, other.centred) == (look.bold, look.centred):
        return False
    above = next((above.mark for above in reversed(lines[max(0, at - _NEAR) : at]) if above.mark is not None), None)
    depth = RANKS[above.kind] if above is not None else 0
    if below.mark is not None:  # a row that begins anew is no part of the one above
        rank = RANKS[below.mark.kind]
        return below.mark.number == 1 and rank > RANKS["unnumbered"] and (depth < RANKS["unnumbered"] or rank <= depth)
    prose = not below.role and below.end - below.start > 12 and text[below.end - 1] in "。：:；"
    return prose and depth < RANKS["unnumbered"]
