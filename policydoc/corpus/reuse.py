"""Which notice took what from which: sentences of a corpus that stand in earlier ones too, word for word or nearly.

A sentence is told by fingerprints of its shingles (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003), so that every run of
`SHINGLE + WINDOW - 1` equal tokens meets. What more documents share than `common` is boilerplate and joins nothing. Of all documents that
hold a fingerprint, each is held against the earliest few: the work grows with the corpus, not with its square.

What says only whose notice it is (省财政厅, 市财政局; 全省, 全市) counts as equal. Needs rapidfuzz: `pip install "policydoc[compare]"`.
"""

from __future__ import annotations

import io
import json
import tempfile
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

import attrs

from policydoc.corpus.compare import need_rapidfuzz
from policydoc.corpus.compare.keys import OWN_WORDS, Codes, Keyer, Owner, owner_of
from policydoc.corpus.trees import Tree, trees
from policydoc.source import Span
from policydoc.tree import Sentence, find

SHINGLE, WINDOW = 6, 6
SHORTEST = SHINGLE + WINDOW - 1
"""Tokens of the shortest sentence that is looked at."""
SOURCES = 8
"""Earliest documents with a fingerprint that later ones are held against."""
PARTS = 16
"""The fingerprints are looked through in so many parts, which bounds the memory that it takes."""
Told: TypeAlias = Callable[[str, int], None]
SEVERAL = tuple(Owner(level, ()) for level in OWN_WORDS)


@attrs.frozen
class Passage:
    """A sentence of `target` that stands in `source` too."""

    source: str
    """Key of the document, as in the tables."""
    source_span: Span
    target: str
    target_span: Span
    similarity: float


@attrs.frozen
class Loan:
    """What one document has in common with an earlier one."""

    source: str
    target: str
    source_date: str | None
    target_date: str | None
    directed: bool
    """Whether the dates tell that the source is earlier; else the two stand in the order of their names."""
    sentences: int
    """Of the target, that stand in the source too."""
    share: float
    """Share of the characters of the target's sentences that are in those sentences."""
    source_title: str | None
    target_title: str | None


class _FixedCodes(Codes):
    """Codes that do not depend on which text came first; a rare clash of two numbers or names makes a sentence seem a token nearer."""

    def __missing__(self, token: str) -> str:
        code = token if len(token) == 1 else chr(0xF0000 + crc32(token.encode("utf-8", "replace")) % 0x1FFFE)
        return self.setdefault(token, code)


@attrs.define
class _Doc:
    key: str
    date: str | None
    title: str | None
    first: int
    """Number of its first sentence."""
    total: int = 0
    """Characters of all its sentences."""


def _nobody(stage: str, total: int) -> None:
    """Whom progress is told by default."""


def reuse(place: Path, *, least: float = 0.7, common: int = 100, told: Told = _nobody) -> tuple[list[Passage], list[Loan]]:
    """The passages and loans of a converted corpus, by target, then source.

    `least` is the similarity of a passage; fingerprints in more than `common` documents are boilerplate. `told` hears of each step: of which
    of the three stages, and how many steps that has (0 where it is not known). Raises ImportError, TreeError, OSError.
    """
    need_rapidfuzz()
    with _Sentences() as sentences:
        for tree in trees(place):
            sentences.add(tree)
            told("documents", 0)
        found = list(_passages(sentences, least, common, told))
    found.sort(key=lambda p: (p.target, p.source, p.target_span))
    return found, list(_loans(found, sentences.docs))


class _Sentences:
    """Sentences by number: where they stand, their fingerprints, and on disk the keys."""

    def __init__(self) -> None:
        self.docs: list[_Doc] = []
        self.spans = array("Q")
        self.prints = array("I")
        self.ends = array("Q", [0])
        self._places = array("Q", [0])
        self._codes = _FixedCodes()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed on exit)

    def __enter__(self) -> _Sentences:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, tree: Tree) -> None:
        doc = tree.document
        meta = doc.meta
        title = meta.title or meta.issued_title
        entry = _Doc(tree.key, meta.date.value if meta.date else None, title.value if title else None, len(self.ends) - 1)
        self.docs.append(entry)
        keyer = Keyer(doc, self._codes, (*SEVERAL, owner_of(doc)))
        for sentence in find(doc, Sentence):
            key = keyer.text(sentence.span).key
            entry.total += sentence.span[1] - sentence.span[0]
            if len(key) < SHORTEST:
                continue
            packed = key.encode("utf-32-le", "surrogatepass")
            self._file.write(packed)
            self._places.append(self._places[-1] + len(packed))
            self.spans.extend(sentence.span)
            self.prints.extend(fingerprints(packed))
            self.ends.append(len(self.prints))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def key(self, number: int) -> str:
        self._file.seek(self._places[number])
        return self._file.read(self._places[number + 1] - self._places[number]).decode("utf-32-le", "surrogatepass")

    def span(self, number: int) -> Span:
        return self.spans[2 * number], self.spans[2 * number + 1]


def fingerprints(packed: bytes) -> list[int]:
    """The smallest hash of each window of shingles; `packed` has four bytes a token."""
    hashes = [crc32(packed[at : at + 4 * SHINGLE]) for at in range(0, len(packed) - 4 * SHINGLE + 1, 4)]
    return list(dict.fromkeys(min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1))))


def _passages(sentences: _Sentences, least: float, common: int, told: Told) -> Iterator[Passage]:
    """The best match of each sentence in each earlier document."""
    from rapidfuzz.distance import Indel

    docs = sentences.docs
    starts = [d.first for d in docs]
    best: dict[tuple[int, int], tuple[float, int]] = {}
    candidates = sorted(_candidates(sentences, common, told))
    for target, source in candidates:
        told("pairs", len(candidates))
        score = Indel.normalized_similarity(sentences.key(source), sentences.key(target), score_cutoff=least)
        doc = bisect_right(starts, source) - 1
        if score >= least and score > best.get((target, doc), (0.0, 0))[0]:
            best[target, doc] = score, source
    for (target, doc), (score, source) in best.items():
        key = docs[bisect_right(starts, target) - 1].key
        yield Passage(docs[doc].key, sentences.span(source), key, sentences.span(target), round(score, 4))


def _candidates(sentences: _Sentences, common: int, told: Told) -> set[tuple[int, int]]:
    """Pairs of a sentence and one of an earlier document that share at least two fingerprints, or all that one of them has."""
    owner = array("L")
    for number, (doc, after) in enumerate(pairwise([*(d.first for d in sentences.docs), len(sentences)])):
        owner.extend([number] * (after - doc))
    rank = _ranks(sentences.docs)
    votes: Counter[tuple[int, int]] = Counter()
    for part in range(PARTS):
        holders: dict[int, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(pairwise(sentences.ends)):
            for value in sentences.prints[start:end]:
                if value % PARTS == part:
                    holders[value].append(number)
        for held in holders.values():
            if len(held) > 1:
                votes.update(_pairs(held, owner, rank, common))
        told("fingerprints", PARTS)
    sizes = [end - start for start, end in pairwise(sentences.ends)]
    return {pair for pair, count in votes.items() if count >= min(2, sizes[pair[0]], sizes[pair[1]])}


def _pairs(held: Iterable[int], owner: array[int], rank: list[int], common: int) -> Iterator[tuple[int, int]]:
    """(target, source) of the sentences that hold one fingerprint; of each document the first one is its source."""
    firsts: dict[int, int] = {}
    for number in held:
        firsts.setdefault(owner[number], number)
    if not 1 < len(firsts) <= common:
        return
    sources = sorted(firsts, key=lambda doc: rank[doc])[:SOURCES]
    for number in held:
        for doc in sources:
            if rank[doc] < rank[owner[number]]:
                yield number, firsts[doc]


def _ranks(docs: list[_Doc]) -> list[int]:
    """The place of each document among all: by date, those without one last, then by key."""
    ordered = sorted(range(len(docs)), key=lambda n: (docs[n].date is None, docs[n].date or "", docs[n].key))
    ranks = [0] * len(docs)
    for place, number in enumerate(ordered):
        ranks[number] = place
    return ranks


def _loans(passages: Iterable[Passage], docs: list[_Doc]) -> Iterator[Loan]:
    known = {d.key: d for d in docs}
    taken: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        taken[passage.target, passage.source].append(passage)
    for (target, source), found in taken.items():
        a, b = known[source], known[target]
        directed = bool(a.date and b.date and a.date[: len(b.date)] < b.date[: len(a.date)])
        share = sum(p.target_span[1] - p.target_span[0] for p in found) / b.total
        yield Loan(source, target, a.date, b.date, directed, len(found), round(share, 4), a.title, b.title)


def write(found: tuple[list[Passage], list[Loan]], folder: Path, *, parquet: bool = False) -> list[Path]:
    """Write `passages` and `loans` to a folder, which is made: JSON lines or Parquet. Raises OSError, ImportError."""
    from policydoc.corpus.convert import write_whole

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    tables: tuple[tuple[str, type, Sequence[Passage | Loan]], ...] = (("passages", Passage, found[0]), ("loans", Loan, found[1]))
    for name, cls, things in tables:
        path = folder / f"{name}.{'parquet' if parquet else 'jsonl'}"
        rows = [row(thing) for thing in things]
        write_whole(path, _packed(rows, cls) if parquet else _lines(rows))
        written.append(path)
    return written


def row(thing: Passage | Loan) -> dict[str, Any]:
    """A row of a table: spans as two columns."""
    found: dict[str, Any] = {}
    for name, value in attrs.asdict(thing, recurse=False).items():
        if name.endswith("_span"):
            found[name.replace("span", "start")], found[name.replace("span", "end")] = value
        else:
            found[name] = value
    return found


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode("utf-8", "replace")


_KINDS = {"similarity": "float64", "share": "float64", "sentences": "int64", "directed": "bool_"}


def _packed(rows: list[dict[str, Any]], cls: type) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    names = [n for f in attrs.fields(cls) for n in ((f.name,) if not f.name.endswith("_span") else (f.name[:-4] + "start", f.name[:-4] + "end"))]
    kinds = {n: _KINDS.get(n, "int64" if n.endswith(("_start", "_end")) else "string") for n in names}
    out = io.BytesIO()
    write_table(pa.Table.from_pylist(rows, schema=pa.schema([(n, getattr(pa, kind)()) for n, kind in kinds.items()])), out, compression="zstd")
    return out.getvalue()
