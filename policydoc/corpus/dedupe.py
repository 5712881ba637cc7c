"""Near-duplicates: the reposts of one notice, found by MinHash, judged by their text, grouped, the best copy named.

Candidates are neighbours: documents with the same number, the same title, or a band of MinHash values in common. Each pair of them is
judged by what both say they are (number, title, date), then by the text itself. A group holds what is one document, directly or through
others, and never two document numbers. Time is near-linear: in each order a document meets the WINDOW groups before it, and not more
than PATIENCE texts that are not its own. Memory holds signatures; the texts wait on the disk.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import attrs

from policydoc.corpus.copies import PERMUTATIONS, Copy, alike, best_of, body_of, copy_of, figures, pieces
from policydoc.corpus.identity import misprinted, plain_number, same_number, same_title, tells
from policydoc.corpus.trees import Tree

BAND = 4
"""MinHash values that two documents must have in common; a pair with Jaccard .6 has such a band in 98 of 100 cases."""
WINDOW = 16
"""Groups that a document meets in each order."""
PATIENCE = 50
"""Texts that a document is compared with in vain, in all orders together."""

CONTAINED = 0.8
"""Share of the shorter text that stands in the longer one, where number or title say that both are one document."""
CONTAINED_ALONE, JACCARD_ALONE, LEAST_ALONE = 0.9, 0.6, 100
"""The same, the Jaccard similarity and the letters, where neither says so; the same text of one date may be shorter."""
FIGURES = 0.8
"""Share of the figures of the text with fewer of them that stand in the other."""
MISPRINT = 0.95
"""Jaccard similarity of two texts of one title and date, one of whose numbers was copied wrongly."""
LONG = 200
"""Letters of a text that no two documents have in common from the first to the last."""


@attrs.frozen
class Duplicate:
    """A document of a group."""

    doc: str
    input: str
    group: str
    """The best copy."""
    best: bool
    jaccard: float
    """Of its text and that of the best copy: shared pieces of five letters over all pieces; 1 for the best copy itself."""
    contained: float
    """Share of the shorter of both texts that stands in the other."""
    reason: str
    """Of the best copy what is better about it; of others why it is a copy."""


@attrs.frozen
class Duplicates:
    """The groups of a corpus, largest first; documents that have no copy are in none."""

    groups: tuple[tuple[Duplicate, ...], ...]
    documents: int
    short: int
    """Documents with too little text to be compared."""


@attrs.frozen
class _Verdict:
    jaccard: float
    contained: float
    reason: str


_Edge = tuple[int, int, _Verdict]


def duplicates(trees: Iterable[Tree]) -> Duplicates:
    """Find the copies among documents. Needs rensa (`pip install "policydoc[dedupe]"`), or raises ImportError."""
    with _Texts() as texts:
        copies: list[Copy] = []
        for tree in trees:
            body = body_of(tree.document)
            copies.append(copy_of(tree, body))
            texts.add(body)
        edges = sorted(_edges(copies, texts), key=lambda e: (-e[2].jaccard, -e[2].contained, e[:2]))
        groups = [_group(copies, members, joined, texts) for members, joined in _grouped(copies, edges)]
    groups.sort(key=lambda group: (-len(group), group[0].doc))
    return Duplicates(tuple(groups), len(copies), sum(not copy.signature for copy in copies))


# -- texts -------------------------------------------------------------------------------------------------------------------


class _Texts:
    """The bodies of all documents in a file that nobody else sees."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._ends = [0]
        self.parts = lru_cache(maxsize=2 * WINDOW)(self._parts)

    def add(self, body: str) -> None:
        self._ends.append(self._ends[-1] + self._file.write(body.encode()))

    def _parts(self, at: int) -> tuple[set[str], set[str]]:
        """Pieces and figures of a body."""
        self._file.seek(self._ends[at])
        body = self._file.read(self._ends[at + 1] - self._ends[at]).decode()
        return pieces(body), figures(body)

    def measure(self, i: int, j: int) -> tuple[float, float, float]:
        """Jaccard similarity, share of the shorter text, share of the figures."""
        (one, its), (other, others) = self.parts(i), self.parts(j)
        shared = len(one & other)
        said = len(its & others) / (min(len(its), len(others)) or 1) if its and others else 1.0
        return shared / (len(one) + len(other) - shared or 1), shared / (min(len(one), len(other)) or 1), said

    def __enter__(self) -> _Texts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


# -- candidates --------------------------------------------------------------------------------------------------------------


def _orders(copies: list[Copy]) -> Iterator[Iterator[list[int]]]:
    """Ways to put documents that may be one beside each other: for each, the runs of those that share something."""
    yield _runs(copies, lambda copy: [copy.text])
    yield _runs(copies, lambda copy: [number] if (number := plain_number(copy.number)) else [])
    yield _runs(copies, lambda copy: {form for title in copy.titles for form in (title, title[max(0, title.find("关于")) :])})
    for start in range(0, 4 * PERMUTATIONS, 4 * BAND):
        yield _runs(copies, lambda copy, start=start: [copy.signature[start : start + 4 * BAND]])  # type: ignore[misc]


def _runs(copies: list[Copy], keys: Callable[[Copy], Iterable[str | bytes]]) -> Iterator[list[int]]:
    """Documents with a key in common; those of one date, then those with like texts, stand together."""
    runs: dict[str | bytes, list[int]] = {}
    for i, copy in enumerate(copies):
        if copy.signature:
            for key in keys(copy):
                runs.setdefault(key, []).append(i)
    for run in runs.values():
        if len(run) > 1:
            yield sorted(run, key=lambda i: (copies[i].date or "", copies[i].signature, i))


def _edges(copies: list[Copy], texts: _Texts) -> Iterator[_Edge]:
    """Pairs of documents that are one, enough of them to connect each group: in each run its longest member meets those that come."""
    known = _Sets(len(copies))
    refused: set[tuple[int, int]] = set()
    patience = [PATIENCE] * len(copies)

    def compared(i: int, j: int) -> _Verdict | None:
        pair = (min(i, j), max(i, j))
        if pair in refused or patience[j] <= 0 or not _may_be_one(copies[i], copies[j]):
            return None
        verdict = _judge(copies[i], copies[j], *texts.measure(i, j))
        if verdict is None:
            refused.add(pair)
            patience[j] -= 1
        return verdict

    for order in _orders(copies):
        for run in order:
            before: deque[int] = deque(maxlen=WINDOW)
            for j in run:
                new = True
                for at, i in enumerate(tuple(before)):
                    if known.of(i) != known.of(j):
                        if (verdict := compared(i, j)) is None:
                            continue
                        known.unite(i, j)
                        yield min(i, j), max(i, j), verdict
                    new = False
                    if copies[j].length > copies[i].length:
                        before[at] = j
                if new:
                    before.append(j)


class _Sets:
    """Disjoint sets of documents."""

    def __init__(self, count: int) -> None:
        self._up = list(range(count))

    def of(self, i: int) -> int:
        while self._up[i] != i:
            self._up[i] = i = self._up[self._up[i]]
        return i

    def unite(self, i: int, j: int) -> None:
        i, j = sorted((self.of(i), self.of(j)))
        self._up[j] = i


# -- judgement ---------------------------------------------------------------------------------------------------------------


def _may_be_one(one: Copy, other: Copy) -> bool:
    """Whether what two documents say of themselves lets them be one: asked before any text is read."""
    if one.titles and other.titles and tells(one.titles[0]) != tells(other.titles[0]):
        return False
    if one.text == other.text and one.length >= LONG:
        return same_number(one.number, other.number) is not False or _misprinted(one, other)
    same = same_number(one.number, other.number)
    titled = _titled(one, other)
    if same is False:
        return _misprinted(one, other)
    if same is None and (titled is False or not _same_date(one.date, other.date) or not all(map(_share, one.people, other.people))):
        return False
    return bool(same or titled) or alike(one.signature, other.signature) >= JACCARD_ALONE - 0.15


def _titled(one: Copy, other: Copy) -> bool | None:
    """Whether the titles are one; None where they do not say: one is missing, or is none of a document's titles."""
    if any(same_title(a, b) for a in one.titles for b in other.titles):
        return True
    return False if one.kind and other.kind and one.titles and other.titles else None


def _same_date(one: str | None, other: str | None) -> bool:
    """Whether two dates may be one: one of them may be missing, or lack its day."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def _share(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists of names have one in common, or one name within another; an empty list may say the same as any."""
    one, other = "".join(names), "".join(others)
    return not one or not other or any(name in other for name in names) or any(name in one for name in others)


def _misprinted(one: Copy, other: Copy) -> bool:
    numbers = one.number is not None and other.number is not None and misprinted(one.number, other.number)
    return numbers and _titled(one, other) is True and one.date is not None and one.date == other.date


def _judge(one: Copy, other: Copy, jaccard: float, contained: float, figures: float) -> _Verdict | None:
    """Why two documents that may be one are one; None where their texts say otherwise."""
    number = same_number(one.number, other.number)
    titled = _titled(one, other)
    said = [name for name, same in (("number", number), ("title", titled), ("date", one.date and one.date == other.date)) if same]
    share = f"{contained:.0%} of the shorter text stands in the other"
    if one.text == other.text and one.length >= LONG and number is not False:
        return _Verdict(1.0, 1.0, "the same text" + (f", {_and(said)}" if said else ""))
    if figures < FIGURES:
        return None
    if number is False:
        if jaccard < MISPRINT:
            return None
        return _Verdict(jaccard, contained, f"the same {_and(said)}, {share}; one of the numbers is a misprint")
    if number or titled:
        return _Verdict(jaccard, contained, f"the same {_and(said)}, {share}") if contained >= CONTAINED else None
    enough = min(one.length, other.length) >= LEAST_ALONE or (one.text == other.text and one.date is not None and one.date == other.date)
    alone = enough and contained >= CONTAINED_ALONE and jaccard >= JACCARD_ALONE
    return _Verdict(jaccard, contained, share + (f", the same {_and(said)}" if said else "")) if alone else None


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


# -- groups ------------------------------------------------------------------------------------------------------------------


def _grouped(copies: list[Copy], edges: Iterable[_Edge]) -> list[tuple[list[int], dict[int, _Edge]]]:
    """Connected documents with the edge that first joined each; the strongest edges first, and none that would join two numbers."""
    sets = _Sets(len(copies))
    numbers = [copy.number for copy in copies]
    joined: dict[int, _Edge] = {}
    for edge in edges:
        i, j, _ = edge
        one, other = sets.of(i), sets.of(j)
        misprint = same_number(copies[i].number, copies[j].number) is False
        if one == other or (same_number(numbers[one], numbers[other]) is False and not misprint):
            continue
        number = numbers[one] or numbers[other]
        sets.unite(i, j)
        numbers[sets.of(i)] = number
        joined.setdefault(i, edge)
        joined.setdefault(j, edge)
    groups: dict[int, list[int]] = {}
    for i in sorted(joined):
        groups.setdefault(sets.of(i), []).append(i)
    return [(members, joined) for members in groups.values()]


def _group(copies: list[Copy], members: list[int], joined: dict[int, _Edge], texts: _Texts) -> tuple[Duplicate, ...]:
    """The rows of a group, the best copy first, the others by name."""
    best, better = best_of([copies[i] for i in members])
    first = next(i for i in members if copies[i] is best)
    rows = [Duplicate(best.key, best.input, best.key, True, 1.0, 1.0, better)]
    for i in sorted(set(members) - {first}, key=lambda i: copies[i].key):
        jaccard, contained, said = texts.measure(first, i)
        verdict = _judge(best, copies[i], jaccard, contained, said) if _may_be_one(best, copies[i]) else None
        reason = verdict.reason if verdict else _through(copies, i, joined[i])
        rows.append(Duplicate(copies[i].key, copies[i].input, best.key, False, round(jaccard, 4), round(contained, 4), reason))
    return tuple(rows)


def _through(copies: list[Copy], i: int, edge: _Edge) -> str:
    other = copies[edge[0] if edge[1] == i else edge[1]]
    return f"a copy of {other.key}: {edge[2].reason}"
