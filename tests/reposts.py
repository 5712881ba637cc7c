"""Reposts among the real notices: which pairs are one document, and how well they are found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import policydoc
from policydoc.corpus.dedupe import Duplicates
from policydoc.corpus.trees import Tree

READ = Path(__file__).with_name("data") / "reposts.txt"
"""Pairs that `same_document_as` does not list and that were read side by side: each is one document on two pages."""

Pair = tuple[str, str]


def real_trees(texts: Iterable[Path]) -> Iterator[Tree]:
    for path in texts:
        yield Tree(path.stem, path.name, policydoc.read(path, annotate=False), "")


def pairs_of(groups: Iterable[Sequence[str]]) -> set[Pair]:
    """All pairs inside of groups."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def joined(pairs: Iterable[Sequence[str]]) -> list[list[str]]:
    """The groups that pairs make: who is the same as the same is the same."""
    group: dict[str, set[str]] = {}
    for pair in pairs:
        whole = set[str]().union(*({name} | group.get(name, set()) for name in pair))
        group.update(dict.fromkeys(whole, whole))
    return [sorted(whole) for whole in {id(whole): whole for whole in group.values()}.values()]


def listed(rows: Path, here: set[str]) -> set[Pair]:
    """The pairs of `text.jsonl`, closed, of documents that are here."""
    named = (json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines())
    groups = joined((row["id"], other) for row in named for other in row.get("same_document_as", ()))
    return pairs_of([name for name in group if name in here] for group in groups)


def read_pairs() -> set[Pair]:
    found = (line.split() for line in READ.read_text(encoding="utf-8").splitlines())
    return {(one, other) for one, other in found}


def found_pairs(found: Duplicates) -> set[Pair]:
    return pairs_of([copy.doc for copy in group] for group in found.groups)
