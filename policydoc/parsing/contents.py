"""contents: 目录 and its lines, which stand in front of a longer document and come again as its headings."""

from __future__ import annotations

from policydoc.parsing import elements as like
from policydoc.parsing.state import Frame


def contents(state: Frame, at: int) -> int:
    """目录 and its lines, up to where its first entry stands again."""
    first = at + 1
    if first >= len(state.lines):
        return at + 1
    end = _again(state, first) or _again(state, first + 1)  # the foreword's heading may have lost its line
    if not end:
        end = first
        while end < len(state.lines) and like.CONTENTS_LINE.match(state.words[end]):
            end += 1
    end = _foreword(state, at + 1, end)
    for i in range(at, end):
        state.give(i, "toc" if any(map(str.isalnum, state.words[i])) else "wrapper")
    return max(end, at + 1)


def _foreword(state: Frame, first: int, end: int) -> int:
    """Where a foreword begins between the contents and the first chapter, the end where none does."""
    plain = (i for i in range(first, end) if state.lines[i].mark is None)
    prose = next((i for i in plain if state.words[i].endswith(("。", "："))), end)
    return prose - 1 if first < prose < end and like.FOREWORD.match(state.words[prose - 1]) else prose


_ENTRIES = 5
"""Contents without their word have so many lines at least."""


def contents_end(state: Frame, at: int) -> int:
    """The end of contents without their word 目录, short lines of which the first stands again below; 0 where there are none."""
    plain = [len(words) <= 40 and not like.PROSE.search(words) for words in state.words[at : at + _ENTRIES]]
    end = _again(state, at) if len(plain) == _ENTRIES and all(plain) else 0
    return end if end - at >= _ENTRIES and all(len(words) <= 60 for words in state.words[at:end]) else 0


def counted_anew(state: Frame, at: int) -> int:
    """The end of marked lines of titles that begin their count again and again, nothing below any: contents whose parts lost their names."""
    end, firsts = at, 0
    while end < len(state.lines) and len(state.words[end]) <= 60 and not like.PROSE.search(state.words[end]):
        mark = state.lines[end].mark
        if mark is None or mark.kind != "chapter":
            break
        firsts += mark.number == 1
        end += 1
    return end if firsts > 2 and end - at >= _ENTRIES else 0


def bare_contents(state: Frame, at: int) -> int:
    """Contents without their word, right below the title; returns the line behind, 0 where there are none."""
    end = (contents_end(state, at) if state.zone == "issued" else 0) or counted_anew(state, at)
    for i in range(at, end):
        state.give(i, "toc")
    state.body = max(state.body, end)
    return end


def _again(state: Frame, at: int) -> int:
    """Where an entry of the contents stands again, 0 where it does not."""
    entry = like.normal(state.words[at]).rstrip("0123456789.…·-—")[:40] if at < len(state.lines) else ""
    if len(entry) < 2:
        return 0
    lines = range(at + 1, min(len(state.lines), at + 400))
    return next((i for i in lines if like.normal(state.words[i]).startswith(entry)), 0)
