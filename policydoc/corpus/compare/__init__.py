"""Two notices, measure by measure: what is kept, changed, added, dropped, what moved; who must do it, how much, until when.

`docs/compare.md` explains the result. Needs rapidfuzz: `pip install "policydoc[compare]"`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import attrs

from policydoc import __version__
from policydoc.corpus.compare.align import Match, align
from policydoc.corpus.compare.diff import Piece, diff
from policydoc.corpus.compare.facts import Actor, Change, Facts, Goal, Term, actor_changes, goal_changes, term_changes
from policydoc.corpus.compare.keys import Codes, Keyer, Owner, owner_of
from policydoc.corpus.compare.units import Keyed, Unit, units
from policydoc.document import Document

SCHEMA = "policydoc-comparison/1.0"
STATUSES = ("kept", "changed", "added", "dropped")


@attrs.frozen
class Side:
    """One of the two notices."""

    title: str | None
    number: str | None
    date: str | None
    issuers: tuple[str, ...]
    level: str | None
    sha256: str | None
    units: int
    """How many pieces were compared."""


@attrs.frozen
class Pair:
    """A piece of the first notice, of the second, or both."""

    status: str
    """`kept`, `changed`, `added` (`a` is None) or `dropped` (`b` is None)."""
    moved: bool
    """Whether it stands in another order or another chapter. A new number alone is no move."""
    similarity: float
    a: Unit | None
    b: Unit | None
    diff: tuple[Piece, ...] = ()
    """Empty where the words are the same."""
    agencies: tuple[Change[Actor], ...] = ()
    targets: tuple[Change[Goal], ...] = ()
    deadlines: tuple[Change[Term], ...] = ()


@attrs.frozen
class Comparison:
    """What became of the first notice in the second, in the order of the second; what was dropped stands where it stood in the first."""

    a: Side
    b: Side
    levels: bool
    """Whether agencies, places and words of another level count as changes."""
    pairs: tuple[Pair, ...]

    @cached_property
    def summary(self) -> dict[str, int | float]:
        """How many pieces are kept, changed, added, dropped; moved (kept or changed); how many have changes of agencies, targets,
        deadlines; `shared`, the share of the second notice's words that stand in the first."""
        counts: dict[str, int | float] = {s: sum(p.status == s for p in self.pairs) for s in STATUSES}
        counts["moved"] = sum(p.moved for p in self.pairs)
        for what in ("agencies", "targets", "deadlines"):
            counts[what] = sum(bool(getattr(p, what)) for p in self.pairs)
        total = sum(len(p.b.text) for p in self.pairs if p.b)
        both = sum(_shared(p) for p in self.pairs)
        return counts | {"shared": round(min(1.0, both / total), 4) if total else 0.0}

    def to_dict(self) -> dict[str, Any]:
        """For JSON: the same notices, version and options give the same."""
        head = {"schema": SCHEMA, "producer": f"policydoc {__version__}", "summary": self.summary}
        return head | {field.name: _plain(getattr(self, field.name)) for field in attrs.fields(Comparison)}


def compare(a: Document, b: Document, *, levels: bool = False, whole: bool = False) -> Comparison:
    """Compare two notices, the older or higher one first.

    Where a notice issues a document, that is compared (with the annexes); `whole` takes the cover notice too. Notices of different
    levels or places differ in names of places, in 全省 and 全市, 省财政厅 and 市财政局: that is no change, unless `levels` asks for it.
    Raises ImportError where rapidfuzz is missing.

    >>> import policydoc
    >>> old = policydoc.parse("一、任务\\n（一）增绿。植树10万株。（市林业局牵头）\\n（二）治水。清理河道。（市水利局负责）")
    >>> new = policydoc.parse("一、任务\\n（一）治水。清理河道。（市水利局负责）\\n（二）增绿。植树12万株。（市财政局牵头）")
    >>> [(p.status, p.moved, p.b.heading) for p in compare(old, new).pairs]
    [('kept', False, '治水'), ('changed', True, '增绿')]
    """
    need_rapidfuzz()
    a, b = _annotated(a), _annotated(b)
    owners = (owner_of(a), owner_of(b))
    neutral: tuple[Owner, ...] | None = None if levels or owners[0] == owners[1] else owners
    codes = Codes()
    keyers = (Keyer(a, codes, neutral), Keyer(b, codes, neutral))
    left, right = units(a, keyers[0], whole), units(b, keyers[1], whole)
    facts = (Facts(a, keyers[0]), Facts(b, keyers[1]))
    matches = align(left, right)
    moved = _moved(matches, left, right)
    pairs = {m.j: _pair(left[m.i], right[m.j], m, m.i in moved, facts) for m in matches}
    ordered = _ordered(pairs, matches, left, right)
    return Comparison(_side(a, owners[0], left), _side(b, owners[1], right), neutral is None, tuple(ordered))


def need_rapidfuzz() -> None:
    """Raises ImportError with the extra that is missing."""
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        raise ImportError('comparing needs a library that is not installed: pip install "policydoc[compare]"') from None


def _annotated(doc: Document) -> Document:
    if doc.annotations:
        return doc
    from policydoc.annotators import annotate

    return annotate(doc)


def _side(doc: Document, owner: Owner, pieces: Sequence[Keyed]) -> Side:
    meta = doc.meta
    title = meta.title or meta.issued_title
    return Side(
        title.value if title else None,
        meta.number.value.raw if meta.number else None,
        meta.date.value if meta.date else None,
        tuple(f.value for f in meta.issuers),
        owner.level,
        doc.source.sha256,
        len(pieces),
    )


def _pair(a: Keyed, b: Keyed, match: Match, moved: bool, facts: tuple[Facts, Facts]) -> Pair:
    pieces = () if a.whole == b.whole else diff(a.whole, b.whole)
    if all(p.op == "equal" for p in pieces):
        pieces = ()
    if a.whole.key == b.whole.key or all(p.op in ("equal", "level") for p in pieces):
        return Pair("kept", moved, 1.0, a.unit, b.unit, pieces)
    agencies = actor_changes(facts[0].actors.within(a.spans), facts[1].actors.within(b.spans))
    targets = goal_changes(facts[0].goals.within(a.spans), facts[1].goals.within(b.spans))
    deadlines = term_changes(facts[0].terms.within(a.spans), facts[1].terms.within(b.spans))
    same = a.body == b.body and not (agencies or targets or deadlines)
    return Pair("kept" if same else "changed", moved, round(match.score, 4), a.unit, b.unit, pieces, agencies, targets, deadlines)


def _moved(matches: Sequence[Match], a: Sequence[Keyed], b: Sequence[Keyed]) -> set[int]:
    """What is out of order, or went to a chapter that most of its former neighbours did not go to."""
    there: dict[str, Counter[str]] = defaultdict(Counter)
    back: dict[str, Counter[str]] = defaultdict(Counter)
    for m in matches:
        there[a[m.i].parent][b[m.j].parent] += 1
        back[b[m.j].parent][a[m.i].parent] += 1
    went, came = _most(there), _most(back)
    stays = [(a[m.i].parent, b[m.j].parent) for m in matches]
    return {m.i for m, pair in zip(matches, stays, strict=True) if not m.in_order or not (pair in went or pair[::-1] in came)}


def _most(votes: dict[str, Counter[str]]) -> set[tuple[str, str]]:
    """Each parent with the one or more that most of its children went to."""
    return {(here, there) for here, counts in votes.items() for there in _best(counts)}


def _best(counts: Counter[str]) -> list[str]:
    most = max(counts.values())
    return [there for there, n in counts.items() if n == most]


def _ordered(pairs: dict[int, Pair], matches: Sequence[Match], a: Sequence[Keyed], b: Sequence[Keyed]) -> list[Pair]:
    at: dict[int, int] = {m.i: m.j for m in matches}
    last, dropped = -1, defaultdict(list)
    for i, piece in enumerate(a):
        last = at.get(i, last)
        if i not in at:
            dropped[last].append(Pair("dropped", False, 0.0, piece.unit, None))
    ordered = dropped[-1]
    for j, piece in enumerate(b):
        ordered += [pairs.get(j) or Pair("added", False, 0.0, None, piece.unit), *dropped[j]]
    return ordered


def _shared(pair: Pair) -> int:
    if pair.a is None or pair.b is None:
        return 0
    return sum(len(p.b) for p in pair.diff if p.op in ("equal", "level")) if pair.diff else len(pair.b.text)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if attrs.has(type(value)):
        return {f.name: _plain(getattr(value, f.name)) for f in attrs.fields(type(value)) if not f.metadata.get("private")}
    return value
