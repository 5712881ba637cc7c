"""frame: what is the document, what a site put around it, and which line is which element (公文要素)."""

from __future__ import annotations

from policydoc.parsing.body import body_line
from policydoc.parsing.head import head, tail
from policydoc.parsing.lines import Line
from policydoc.parsing.state import Frame


def frame(text: str, lines: list[Line]) -> list[Line]:
    """Give every line that is no plain paragraph or division its role; may cut lines in two."""
    state = Frame(text, lines, [Frame.bare(text[line.start : line.end]) for line in lines])
    tail(state)
    at = head(state, 0)
    while at < len(state.lines):
        at = body_line(state, at)
    return state.lines
