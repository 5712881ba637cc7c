"""What is compared of a document to find its copies, and which of several copies is the best one."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

import attrs

from policydoc.corpus.identity import plain, titles_of
from policydoc.corpus.trees import Tree
from policydoc.document import Document
from policydoc.meta_values import Number
from policydoc.tree import Caption, Cell, Heading, Notice, ResponsibilityClause, Sentence, Wrapper, walk

SHINGLE = 5
"""Characters of a piece of text; two texts are as alike as the pieces they share."""
PERMUTATIONS = 128
SEED = 42
NAMES = 8
SHORTEST = 30
"""Letters of a body below which nothing can be told from it."""

_DIGITS = re.compile(r"\d+")
_SOURCES = ("来源", "信息来源", "文章来源", "发布机构", "发文机关", "发布单位", "发布部门")


@attrs.frozen
class Copy:
    """What is held in memory of a document: who it says it is, what its page is like, the signature of its text."""

    key: str
    input: str
    number: Number | None
    titles: tuple[str, ...]
    kind: str | None
    date: str | None
    people: tuple[tuple[str, ...], ...]
    """Whom it is sent to and who issues it, the first NAMES of each."""
    length: int
    """Pieces of its body, each counted once: a page may hold its text twice."""
    text: bytes
    """Digest of its body."""
    signature: bytes = attrs.field(repr=False)
    """MinHash, four bytes a permutation; empty where the body is shorter than SHORTEST."""
    lost_breaks: bool
    around: float
    """Share of the file that is text around the notice."""
    official: bool
    """From a .gov.cn address, or published by its issuer."""
    warnings: int


def body_of(doc: Document) -> str:
    """The words of a document's notices, letters and digits only: sentences, headings, clauses, cells; no elements, nothing around."""
    parts: list[str] = []
    for notice in doc.children:
        if not isinstance(notice, Notice):
            continue
        end = 0
        for node in walk(notice):
            if isinstance(node, Sentence | Heading | ResponsibilityClause | Cell | Caption) and node.span[0] >= end:
                parts.append(node.text)
                end = node.span[1]
    return plain("".join(parts))


def pieces(body: str) -> set[str]:
    """The pieces of SHINGLE characters that a body has."""
    return {body[i : i + SHINGLE] for i in range(len(body) - SHINGLE + 1)}


def figures(body: str) -> set[str]:
    """The figures of a body: another year's notice of the same form has others."""
    return set(_DIGITS.findall(body))


def copy_of(tree: Tree, body: str) -> Copy:
    """The record of a document. Needs rensa (`pip install "policydoc[dedupe]"`), or raises ImportError."""
    doc, meta = tree.document, tree.document.meta
    return Copy(
        key=tree.key,
        input=tree.input,
        number=meta.number.value if meta.number else None,
        titles=titles_of(doc),
        kind=meta.kind.value if meta.kind else None,
        date=meta.date.value if meta.date else None,
        people=tuple(tuple(plain(name.value) for name in names[:NAMES]) for names in (meta.addressees, meta.issuers)),
        length=len(pieces(body)),
        text=sha256(body.encode()).digest()[:16],
        signature=_signature(body) if len(body) >= SHORTEST else b"",
        lost_breaks=doc.decisions.get("line_breaks") == "lost",
        around=sum(n.span[1] - n.span[0] for n in walk(doc.root) if isinstance(n, Wrapper)) / max(1, len(doc.text)),
        official=_official(doc),
        warnings=sum(d.severity != "info" for d in doc.diagnostics),
    )


def _signature(body: str) -> bytes:
    from rensa import RMinHash

    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(sorted(pieces(body)))
    return array("I", made.digest()).tobytes()


def alike(one: bytes, other: bytes) -> float:
    """The Jaccard similarity of two texts as their signatures estimate it."""
    pairs = zip(memoryview(one).cast("I"), memoryview(other).cast("I"), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


def _official(doc: Document) -> bool:
    try:
        host = urlsplit(doc.source.uri or "").hostname or ""
    except ValueError:
        host = ""
    issuers = {plain(issuer.value) for issuer in doc.meta.issuers}
    return host.endswith(".gov.cn") or any(label in _SOURCES and plain(field.value) in issuers for label, field in doc.meta.fields)


QUALITIES: tuple[tuple[str, Callable[[Copy, int], float]], ...] = (
    ("the most of the text", lambda copy, longest: copy.length >= 0.9 * longest),
    ("the document number", lambda copy, _: copy.number is not None),
    ("a title", lambda copy, _: bool(copy.titles)),
    ("the date", lambda copy, _: copy.date is not None),
    ("whole line breaks", lambda copy, _: not copy.lost_breaks),
    ("an official source", lambda copy, _: copy.official),
    ("the least text around it", lambda copy, _: -round(copy.around, 1)),
    ("the fewest warnings", lambda copy, _: -copy.warnings),
)
"""What makes a copy better than others, the weightiest first. A page's residue makes a text longer, so nine tenths are the most of it."""


def best_of(copies: Sequence[Copy]) -> tuple[Copy, str]:
    """The best of several copies, and what it has that not all of them have; where all are equal, the first by name."""
    longest = max(copy.length for copy in copies)
    best = min(copies, key=lambda copy: ([-worth(copy, longest) for _, worth in QUALITIES], copy.key))
    has = [name for name, worth in QUALITIES if worth(best, longest) > min(worth(copy, longest) for copy in copies)]
    return best, f"has {', '.join(has)}" if has else "is as good as the others and the first by name"
