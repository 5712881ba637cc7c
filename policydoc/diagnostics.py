"""What the parser doubts, as values: a code, a place and one plain sentence.

Codes go by stage: PD1xx readers, PD2xx frame, PD3xx outline, PD4xx sentences and brackets, PD5xx responsibility and references,
PD9xx format. `CODES` is the one table; `docs/diagnostics.md` has a section for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from policydoc.source import LineIndex, Span


@attrs.frozen
class Diagnostic:
    """One finding. `severity` is info, warning or error; `data` holds the facts that the message was made from."""

    code: str
    severity: str
    span: Span
    message: str
    data: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def show(self, lines: LineIndex, name: str = "<text>", room: int | None = None) -> str:
        """`file:line:column: PD301 …`, the line and a caret under the place; wide characters take two columns.

        With `room` the line is cut to about so many columns around the place.
        """
        row, column = lines.position(self.span[0])
        line = lines.line(row)
        before = line[: column - 1]
        marked = line[column - 1 : column - 1 + max(1, self.span[1] - self.span[0])] or " "
        if room:
            before, marked, line = _cut(before, marked, line[column - 1 + len(marked) :], room)
        return f"{name}:{row}:{column}: {self.code} {self.message}\n{line}\n{' ' * width(before)}{'^' * max(1, width(marked))}"


def _cut(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """What stands before a place, the place, and the line with both, cut to some columns; control characters are blanks."""
    before, marked, after = ("".join(c if c.isprintable() or c == "\u3000" else " " for c in t) for t in (before, marked, after))
    half = room // 4
    before = "…" + before[-half:] if len(before) > half + 1 else before
    marked = marked[: half - 1] + "…" if len(marked) > half else marked
    after = after[:half] + "…" if len(after) > half + 1 else after
    return before, marked, before + marked + after


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


CODES: dict[str, tuple[str, str]] = {
    "PD101": ("warning", "The encoding was guessed, or characters could not be decoded."),
    "PD201": ("warning", "No title was found."),
    "PD202": ("info", "Text around the document was set apart."),
    "PD203": ("info", "The title stands more than once."),
    "PD204": ("info", "The file holds several notices."),
    "PD301": ("warning", "A number in a row of divisions is missing."),
    "PD302": ("warning", "A number in a row of divisions stands twice."),
    "PD303": ("info", "A row of divisions begins with a number other than 1."),
    "PD304": ("info", "A row of divisions mixes styles of marks."),
    "PD305": ("info", "Marks were taken out of the middle of a line: the text lost its line breaks."),
    "PD306": ("info", "What looks like a mark was read as text."),
    "PD307": ("info", "Lines that were wrapped at a page's width were joined."),
    "PD401": ("warning", "A bracket, quotation mark or book mark is never closed."),
    "PD402": ("info", "A bracket, quotation mark or book mark closes what was never opened."),
    "PD501": ("warning", "A responsibility clause names no agency."),
    "PD502": ("info", "A legend says which agency leads."),
    "PD503": ("warning", "A responsibility clause is never closed; it was read to the end of its line."),
    "PD901": ("warning", "The document was written by a newer version; unknown fields were kept."),
}
"""Code → (severity, what it means)."""


def diagnostic(code: str, span: Span, message: str, **data: Any) -> Diagnostic:
    """A Diagnostic with the severity of its code."""
    return Diagnostic(code, CODES[code][0], span, message, data)
