"""sentences: a stretch of text cut into sentences and the clauses beside them.

A sentence ends where the scan found an end (GB/T 15834-2011). A clause behind the closing mark stands outside of it, one before it
inside; the end of a paragraph always ends a sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from policydoc.parsing.clauses import Clause
from policydoc.source import WHITE, Span

_CLOSED = frozenset("。！？")
_CLOSING = frozenset("”’」』）)")

Piece = tuple[Span, list[Clause]]
"""A sentence with the clauses inside it."""

T = TypeVar("T")


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges."""
    while start < end and text[start] in WHITE:
        start += 1
    while start < end and text[end - 1] in WHITE:
        end -= 1
    return start, end


def pieces(text: str, start: int, end: int, ends: Sequence[int], inside: Sequence[Clause]) -> list[Piece | Clause]:
    """Sentences (with their inner clauses) and outer clauses of text[start:end], in order. `inside` are its clauses."""
    cuts = list(ends[bisect_right(ends, start) : bisect_left(ends, end)])
    if inside:
        for clause in inside:
            if _behind_closed(text, start, clause.start):
                cuts += [clause.start, clause.end]
        cuts.sort()
    result: list[Piece | Clause] = []
    at, which = start, 0
    for cut in (*cuts, end):
        if cut <= at:
            continue
        s, e = trim(text, at, cut)
        at = cut
        inner: list[Clause] = []
        while which < len(inside) and inside[which].start < e:
            inner.append(inside[which])
            which += 1
        while inner and inner[0].start == s:
            first = inner.pop(0)
            result.append(first)
            s = trim(text, first.end, e)[0]
        behind: list[Clause] = []
        while inner and inner[-1].end == e:
            last = inner.pop()
            behind.append(last)
            e = trim(text, s, last.start)[1]
        if s < e and _says_something(text, s, e):
            result.append(((s, e), inner))
        result.extend(reversed(behind))
    return result


def _behind_closed(text: str, start: int, at: int) -> bool:
    while at > start and text[at - 1] in WHITE:
        at -= 1
    return at > start and (text[at - 1] in _CLOSED or (text[at - 1] in _CLOSING and text[at - 2 : at - 1] in _CLOSED and at - 2 >= start))


def _says_something(text: str, start: int, end: int) -> bool:
    return text[start].isalnum() or any([c.isalnum() for c in text[start:end]])
