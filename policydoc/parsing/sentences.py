"""sentences: a stretch of text cut into sentences and the clauses beside them.

A sentence ends where the scan found an end (GB/T 15834-2011). A clause behind the closing mark stands outside of it, one before it
inside; the end of a paragraph always ends a sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from policydoc.parsing.clauses import Clause
from policydoc.source import WHITE, Span

_WHITE = frozenset(WHITE)
_NONE: list[Clause] = []
_CLOSED = frozenset("。！？")
_CLOSING = frozenset("”’」』）)")

Piece = tuple[Span, list[Clause]]
"""A sentence with the clauses inside it."""


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges."""
    while start < end and text[start] in _WHITE:
        start += 1
    while start < end and text[end - 1] in _WHITE:
        end -= 1
    return start, end


def pieces(text: str, start: int, end: int, ends: Sequence[int], inside: Sequence[Clause]) -> list[Piece | Clause]:
    """Sentences (with their inner clauses) and outer clauses of text[start:end], in order. `inside` are its clauses."""
    cuts = list(ends[bisect_right(ends, start) : bisect_left(ends, end)])
    for clause in inside:
        if _behind_closed(text, start, clause.start):
            cuts += (clause.start, clause.end)
    if inside:
        cuts.sort()
    cuts.append(end)
    result: list[Piece | Clause] = []
    inner: list[Clause] = []
    at, which, count = start, 0, len(inside)
    for cut in cuts:
        if cut <= at:
            continue
        while which < count and inside[which].start < cut:
            inner.append(inside[which])
            which += 1
        if inner and inner[-1].end > cut and cut < end:  # a bracket that is never closed holds ends of sentences
            continue
        s, e = at, cut
        at = cut
        if text[s] in _WHITE or text[e - 1] in _WHITE:
            s, e = trim(text, s, e)
        if not inner:
            if s < e and (text[s].isalnum() or _says_something(text, s, e)):
                result.append(((s, e), _NONE))
        elif inner[0].start == s and inner[0].end == e:
            result += inner
            inner = []
        else:
            result.extend(_around(text, s, e, inner))
            inner = []
    return result


def _around(text: str, s: int, e: int, inner: list[Clause]) -> Iterator[Piece | Clause]:
    """A piece with clauses: those at its edges stand outside of the sentence."""
    behind: list[Clause] = []
    while inner and inner[0].start == s:
        first = inner.pop(0)
        yield first
        s = trim(text, first.end, e)[0]
    while inner and inner[-1].end == e:
        behind.append(inner.pop())
        e = trim(text, s, behind[-1].start)[1]
    if s < e and (text[s].isalnum() or _says_something(text, s, e)):
        yield (s, e), inner
    yield from reversed(behind)


def _behind_closed(text: str, start: int, at: int) -> bool:
    while at > start and text[at - 1] in _WHITE:
        at -= 1
    return at > start and (text[at - 1] in _CLOSED or (text[at - 1] in _CLOSING and at - 2 >= start and text[at - 2] in _CLOSED))


def _says_something(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])
