"""A comparison on a terminal: coloured there, plain in a pipe, with the marks of wdiff ([-gone-], {+new+})."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from policydoc.corpus.compare import Comparison, Pair, Side
from policydoc.corpus.compare.diff import Piece
from policydoc.corpus.compare.facts import Actor, Change, Goal, Term
from policydoc.corpus.compare.units import Unit
from policydoc.source import fold
from policydoc.writers.rows import COMPARATORS

Line: TypeAlias = list[tuple[str, str]]
"""Words and their style, side by side."""

SIGNS = {"kept": ("=", "dim"), "changed": ("~", "yellow"), "added": ("+", "green"), "dropped": ("-", "red")}
AROUND = 24
"""Characters of unchanged text shown on both sides of a change."""
_CLOSING = "，。、；：？！）》”’〕】"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def lines(found: Comparison, *, colour: bool, full: bool = False, changes: bool = False) -> Iterator[Line]:
    """The lines of a comparison. `full` shows all of a changed text, `changes` leaves out what is kept and has not moved."""
    for name, side in (("A", found.a), ("B", found.b)):
        yield [(f"{name}  ", "bold"), (clean(_side(side)), "bold")]
    yield [(summary(found), "")]
    path: tuple[str, ...] = ()
    for pair in found.pairs:
        if changes and pair.status == "kept" and not pair.moved:
            continue
        unit = pair.b or pair.a
        if pair.b and unit and unit.path != path:
            path = unit.path
            yield [("", "")]
            if path:
                yield [(clean(" › ".join(path)), "bold cyan")]
        yield from _pair(pair, colour, full)


def summary(found: Comparison) -> str:
    """`24 kept, 10 changed …` in one line."""
    counts = dict(found.summary)
    shared = counts.pop("shared")
    inside = ", ".join(f"{what} in {counts.pop(what)}" for what in ("agencies", "targets", "deadlines"))
    return f"{', '.join(f'{n} {what}' for what, n in counts.items())}; other {inside}; {shared:.1%} of B stands in A"


def _side(side: Side) -> str:
    return " · ".join(filter(None, (side.title, side.number, side.date))) or "(no title)"


def _pair(pair: Pair, colour: bool, full: bool) -> Iterator[Line]:
    sign, style = SIGNS[pair.status]
    names = [_name(unit) for unit in (pair.a, pair.b) if unit]
    name = names[-1] if len({fold(n) for n in names}) == 1 else " → ".join(names)
    yield [(f"{sign} ", style), (clean(name), style), (" (moved)" if pair.moved else "", "magenta")]
    if pair.a and pair.b and pair.status == "changed":
        yield [("    ", ""), *_words(pair.diff, colour, full)]
    elif pair.status != "kept" and (unit := pair.a or pair.b) and unit.text != unit.heading:
        text = unit.text.replace("\n", " ")
        yield [("    ", ""), (clean(text if full else _cut(text, 3 * AROUND)), "dim")]
    for what, changes, show in (("agencies", pair.agencies, _actor), ("targets", pair.targets, _goal), ("deadlines", pair.deadlines, _term)):
        for change in changes:
            yield [(f"    {what}: ", "dim"), *_change(change, show)]


def _name(unit: Unit) -> str:
    return unit.label + (unit.heading or ("" if unit.label else _cut(unit.text.replace("\n", " "), AROUND)))


def _words(pieces: tuple[Piece, ...], colour: bool, full: bool) -> Line:
    found: Line = []
    for at, piece in enumerate(pieces):
        if piece.op in ("equal", "level"):
            words = piece.b.replace("\n", " ")
            edge = (at == 0) - (at == len(pieces) - 1)
            found.append((clean(words if full else _middle(words, edge)), "" if piece.op == "equal" else "dim cyan"))
        for words, marks, style in ((piece.a, "[- -]", "red strike"), (piece.b, "{+ +}", "green underline")):
            if piece.op not in ("equal", "level") and words:
                before, after = ("", "") if colour else marks.split()
                found.append((before + clean(words.replace("\n", " ")) + after, style))
    return found


def _change(change: Change[Any], show: Any) -> Line:
    if change.op == "changed":
        return [(clean(show(change.a)), "red"), (" → ", ""), (clean(show(change.b)), "green")]
    sign = "+ " if change.op == "added" else "- "
    return [(sign + clean(show(change.b or change.a)), "green" if change.op == "added" else "red")]


def _actor(actor: Actor) -> str:
    return f"{actor.name} ({', '.join(actor.roles)})"


def _goal(goal: Goal) -> str:
    return " ".join(filter(None, (goal.indicator, figure(goal), f"({goal.date})" if goal.date else "")))


def _term(term: Term) -> str:
    return term.text + (f" ({term.date})" if term.date and term.date not in term.text else "")


def figure(goal: Goal) -> str:
    """A target's figure with its sign and unit: `≥98%`."""
    value = "—".join(map(str, goal.value)) if isinstance(goal.value, tuple) else str(goal.value)
    return f"{COMPARATORS.get(goal.comparator, '')}{value}{goal.unit}"


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[:size] + "…"


def _middle(text: str, edge: int) -> str:
    """Unchanged words with their middle left out; at the start of a text its end stays, at the end its start."""
    if len(text) <= 2 * AROUND + 2:
        return text
    return ("" if edge > 0 else text[:AROUND]) + "…" + ("" if edge < 0 else text[-AROUND:])


def clean(text: str) -> str:
    """Text without what steers a terminal."""
    return _CONTROL.sub("\ufffd", text)


def breaks(text: str, width: int) -> list[int]:
    """Where a text is broken into rows of so many columns; a wide character takes two, no row begins with a closing mark, no number is cut.

    >>> breaks("市水利局，市财政局负责到2025年", 8)
    [3, 7, 11]
    """
    from rich.cells import cell_len

    found: list[int] = []
    room = width = max(width, 8)
    for at, char in enumerate(text):
        size = cell_len(char)
        if size > room:
            start = at
            while start > at - width // 3 and (text[start] in _CLOSING or text[start - 1 : start + 1].isascii() and text[start - 1 : start + 1].isalnum()):
                start -= 1
            start = start if start > max(0, at - width // 3, found[-1] if found else 0) else at
            found.append(start)
            room = width - cell_len(text[start:at])
        room -= size
    return found
