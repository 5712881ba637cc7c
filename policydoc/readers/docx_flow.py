"""The text of a docx as it grows, line by line, and what is known about each line."""

from __future__ import annotations

from itertools import accumulate

import attrs

from policydoc.readers.docx_styles import Indent, Look, Style, first_indent
from policydoc.source import Hint, Source, Span

_CLOSING = tuple("、．.。）)〕】：:，,；;")


@attrs.define(eq=False)
class Line:
    """A paragraph while it is read."""

    style: Style | None = None
    jc: str | None = None
    indent: Indent = ()
    numbers: tuple[str | None, int | None] | None = None
    """List and level, where it names any itself."""
    hidden: bool = False
    """Its mark is hidden: without text it does not show, nor count."""
    joined: bool = False
    """Its break was deleted: the next paragraph goes on in this line."""
    pieces: list[str] = attrs.field(factory=list)
    looks: dict[tuple[bool | None, float | None], int] = attrs.field(factory=dict)
    """How many characters are bold or not and of which size, None as the style says."""
    removed: list[tuple[int, str, str]] = attrs.field(factory=list)
    """What was left out, by the number of the piece it stood before."""
    notes: list[tuple[str, str]] = attrs.field(factory=list)
    toc: bool = False
    head: tuple[Style | None, str | None, Indent, tuple[str | None, int | None] | None] | None = None
    """Style, alignment, indent and numbers of the first of the paragraphs that run into one another here."""

    def run_in(self, default: Style) -> None:
        """The mark of the paragraph is hidden: the next one goes on in the line, which stays that of the first."""
        self.settle(default)
        self.head = self.head or (self.style, self.jc, self.indent, self.numbers)
        self.forget()

    def forget(self) -> None:
        """The next paragraph says how the line is set, and whether it ends there."""
        self.style, self.jc, self.indent, self.numbers = None, None, (), None
        self.joined = self.hidden = False

    def settle(self, default: Style) -> None:
        """Write down of all characters so far what only their style says."""
        style = (self.style or default).look
        looks, self.looks = self.looks, {}
        for (bold, size), count in looks.items():
            look = style.bold if bold is None else bold, style.size if size is None else size
            self.looks[look] = self.looks.get(look, 0) + count


class Flow:
    """Text, hints, roles and removals, all in the order of the text."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.length = 0
        self.gap = ""
        """What stands before the next line: a line break, behind a cell a tab."""
        self.hints: list[Hint] = []
        self.roles: list[tuple[str, Span]] = []
        self.removed: list[tuple[int, str, str]] = []

    def put(self, text: str) -> int:
        """Append a line behind the gap that waits; its start."""
        start = self.length + len(self.gap)
        self.out += (self.gap, text)
        self.length = start + len(text)
        self.gap = "\n"
        return start

    def open_cell(self) -> int:
        """Claim the place behind the gap, so that the next line starts there."""
        start = self.put("")
        self.gap = ""
        return start

    def splice(self, source: Source, place: str) -> int:
        """Put all that another reader made of a document into the text; where it starts."""
        start = self.put(source.text)

        def moved(span: Span) -> Span:
            return span[0] + start, span[1] + start

        for hint in source.hints:
            label = moved(hint.label) if hint.label else None
            self.hints.append(attrs.evolve(hint, span=moved(hint.span), label=label, anchor=f"{place}{hint.anchor or ''}"))
        self.roles += [(role, moved(span)) for role, span in source.roles]
        self.removed += [(start + offset, what, words) for offset, what, words in source.removed]
        return start

    def end_line(self) -> None:
        """What comes next stands on a line of its own."""
        self.gap = "\n" if self.length else ""

    def write(self, line: Line, style: Style, indent: Indent, label: tuple[str, str] | None, place: str, count: int) -> Span:
        """Put a paragraph into the text with its number, and note its layout and what it lost; its span.

        It stands at a place (`table 1 row 2 cell 3, `, before the number of the paragraph that is its anchor).
        """
        pieces = line.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if "\n" in text:
            # Only breaks, which are pieces of their own, break a line; a line feed inside a w:t shows as a space.
            text = "".join(piece if piece == "\n" else piece.replace("\n", " ") for piece in pieces)
        before, marked = "", None
        start = self.length + len(self.gap)
        if label and label[0]:
            before = label[0] + _suffix(*label, text)
            marked = start, start + len(label[0])
        self.put(before + text)
        if line.removed:
            offsets = [*accumulate(map(len, pieces), initial=start + len(before))]
            self.removed += [(offsets[piece], what, gone) for piece, what, gone in line.removed]
        if line.looks or marked:
            self._hint(line, style, indent, marked, start, f"{place}paragraph {count}")
        return start, self.length

    def _hint(self, line: Line, style: Style, indent: Indent, label: Span | None, start: int, anchor: str) -> None:
        """One hint for each line of a paragraph; only the first has its indent and number."""
        bold, size = _overall(line.looks, style.look)
        centred = (line.jc or style.jc) == "center"
        first = first_indent(indent, size or 10.5) if indent else 0.0
        text = self.out[-1]
        if "\n" not in text:
            self.hints.append(Hint((start, self.length), style.name, bold, centred, first, size, label, anchor))
            return
        for piece in text.split("\n"):
            if piece and not piece.isspace():
                self.hints.append(Hint((start, start + len(piece)), style.name, bold, centred, first, size, label, anchor))
            start, first, label = start + len(piece) + 1, 0.0, None

    def mark(self, role: str, span: Span) -> None:
        """Give a stretch a role; one that goes on where the last ended is one with it."""
        if self.roles and self.roles[-1][0] == role and self.roles[-1][1][1] + 1 >= span[0]:
            span = (self.roles.pop()[1][0], span[1])
        self.roles.append((role, span))


def _overall(looks: dict[tuple[bool | None, float | None], int], base: Look) -> tuple[bool, float | None]:
    """Whether all characters are bold, and the size that most of them have."""
    if len(looks) == 1:
        ((bold, size),) = looks
        return bool(base.bold if bold is None else bold), base.size if size is None else size
    sizes: dict[float | None, int] = {}
    for (_, size), count in looks.items():
        size = base.size if size is None else size
        sizes[size] = sizes.get(size, 0) + count
    bold = all(base.bold if bold is None else bold for bold, _ in looks)
    return bool(looks) and bold, max(sizes, key=lambda s: sizes[s], default=base.size)


def _suffix(label: str, suffix: str, text: str) -> str:
    """What stands between a number and its text: nothing behind a closing mark, as in a typed number, else as the list says.

    A digit must not follow a full stop at once: 1. and 2021年 would read as a decimal.
    """
    if suffix == "nothing" or (label.endswith(_CLOSING) and not (label[-1] == "." and text[:1].isdigit())):
        return ""
    return " " if suffix == "space" else "\t"
