"""Which piece of one document is which of the other: candidates by rare shingles, the heaviest chain in order, then what moved.

No all-pairs: a piece is held against the few that share its rarest shingles, so thousands of measures cost thousands of comparisons.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest

import attrs

from policydoc.corpus.compare.units import Keyed

SHINGLE = 3
"""Tokens of a shingle; it takes short ones to find a paraphrase."""
RAREST = 40
"""Shingles of a piece that vote for candidates."""
COMMON = 60
"""Pieces that may share a shingle that votes."""
CANDIDATES = 5
LONGEST = 20_000
"""Tokens of a piece that are held against another's."""
ENOUGH, FEW_ENOUGH, MOVED = 0.42, 0.65, 0.55
"""Similarity from which two pieces are the same one: at all, where they are a few words without a heading, and out of order."""
SCRAP = 4
"""A text so many times longer than another holds it as a scrap only."""
FEW = 20
"""Shingles under which a text that is held in another tells less."""
NEAR_BEST = 0.1
"""A pair may be so much less similar than the best one of either side to stand in the chain."""


@attrs.frozen
class Match:
    """Piece `i` of the first document is piece `j` of the second; `in_order` with the other matches."""

    i: int
    j: int
    score: float
    in_order: bool = True


def align(a: Sequence[Keyed], b: Sequence[Keyed]) -> list[Match]:
    """The matches, each piece in one at most, ordered by `i`."""
    shingles = ([_shingles(piece) for piece in a], [_shingles(piece) for piece in b])
    scored = []
    for i, j in _candidates(a, b, *shingles):
        score = _similarity(a[i], b[j], _held(shingles[0][i], shingles[1][j]))
        if score >= _enough(a[i], b[j]):
            scored.append(Match(i, j, score))
    best_i: dict[int, float] = defaultdict(float)
    best_j: dict[int, float] = defaultdict(float)
    for m in scored:
        best_i[m.i], best_j[m.j] = max(best_i[m.i], m.score), max(best_j[m.j], m.score)
    chain = _chain([m for m in scored if m.score >= max(best_i[m.i], best_j[m.j]) - NEAR_BEST])
    return sorted([*chain, *_others(scored, chain)], key=lambda m: m.i)


def _enough(a: Keyed, b: Keyed) -> float:
    return ENOUGH if (a.head and b.head) or min(len(a.whole.key), len(b.whole.key)) >= FEW else FEW_ENOUGH


def _similarity(a: Keyed, b: Keyed, held: float) -> float:
    """From 0 to 1: of the texts; where both have a heading, text and heading count alike. Clauses do not count where there is other text."""
    from rapidfuzz.distance import Indel

    if a.whole.key == b.whole.key:
        return 1.0
    texts = (a.body, b.body) if a.body and b.body else (a.whole.key, b.whole.key)
    text = max(Indel.normalized_similarity(texts[0][:LONGEST], texts[1][:LONGEST]), math.sqrt(held))
    if not (a.head and b.head):
        return text
    return (text + Indel.normalized_similarity(a.head[:LONGEST], b.head[:LONGEST])) / 2


def _held(a: set[str], b: set[str]) -> float:
    """How much of the shorter text's shingles the longer one has; a few words, or a scrap of a long text, tell little."""
    small, large = sorted((len(a), len(b)))
    return len(a & b) / small * min(1.0, small / FEW, SCRAP * small / large)


def _candidates(
    a: Sequence[Keyed], b: Sequence[Keyed], shingles_a: Sequence[set[str]], shingles_b: Sequence[set[str]]
) -> Iterable[tuple[int, int]]:
    """Pairs worth a comparison: the same text at its same occurrence, and those that share rare shingles or the heading."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j, found in enumerate(shingles_b):
        for shingle in found:
            holders[shingle].append(j)
    pairs = dict.fromkeys(_repeated(a, b))
    for i, found in enumerate(shingles_a):
        known = nsmallest(RAREST, ((len(holders[s]), s) for s in found if s in holders))
        votes: Counter[int] = Counter()
        for count, shingle in known:
            if count <= COMMON:
                for j in holders[shingle]:
                    votes[j] += COMMON // count
        best = sorted(votes, key=lambda j: (-votes[j], abs(i - j), j))[:CANDIDATES]
        pairs |= dict.fromkeys((i, j) for j in best)
    return pairs


def _shingles(piece: Keyed) -> set[str]:
    key = piece.body or piece.whole.key
    found = {key[at : at + SHINGLE] for at in range(max(1, len(key) - SHINGLE + 1))}
    return found | ({f"#{piece.head}"} if piece.head else set())


def _repeated(a: Sequence[Keyed], b: Sequence[Keyed]) -> Iterable[tuple[int, int]]:
    """Pieces of the same text, first with first, second with second …: rows of tables that are all alike."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, piece in enumerate(b):
        places[piece.whole.key].append(j)
    seen: Counter[str] = Counter()
    for i, piece in enumerate(a):
        at = seen[piece.whole.key]
        seen[piece.whole.key] += 1
        if at < len(places.get(piece.whole.key, ())):
            yield i, places[piece.whole.key][at]


def _chain(matches: Sequence[Match]) -> list[Match]:
    """The heaviest matches that are in order on both sides; a tree of maxima over `j` keeps it at n log n."""
    size = max((m.j for m in matches), default=-1) + 2
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    weight: list[float] = []
    before: list[int] = []
    ordered = sorted(matches, key=lambda m: (m.i, -m.j))
    for number, m in enumerate(ordered):
        best, at = (0.0, -1), m.j
        while at > 0:
            best, at = max(best, tree[at]), at - (at & -at)
        weight.append(best[0] + m.score)
        before.append(best[1])
        at = m.j + 1
        while at <= size:
            tree[at] = max(tree[at], (weight[-1], number))
            at += at & -at
    number = max(range(len(ordered)), key=lambda n: weight[n], default=-1)
    chain: list[Match] = []
    while number >= 0:
        chain.append(ordered[number])
        number = before[number]
    return chain[::-1]


def _others(scored: Sequence[Match], chain: Sequence[Match]) -> list[Match]:
    """The best of what is left, piece by piece: some fit between the matches in order, others stand elsewhere (moved)."""
    rows, columns = [m.i for m in chain], [m.j for m in chain]
    used_i, used_j = set(rows), set(columns)
    found: list[Match] = []
    for m in sorted(scored, key=lambda m: (-m.score, m.i, m.j)):
        if m.i in used_i or m.j in used_j:
            continue
        at = bisect_left(rows, m.i)
        fits = (at == 0 or columns[at - 1] < m.j) and (at == len(rows) or m.j < columns[at])
        if fits:
            rows.insert(at, m.i)
            columns.insert(at, m.j)
        elif m.score < MOVED:
            continue
        used_i.add(m.i)
        used_j.add(m.j)
        found.append(attrs.evolve(m, in_order=fits))
    return found
