"""How right the parser is: on notices annotated by hand, where they are, and on the corpus with its line breaks lost."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT
from golden import CORPUS, read

import policydoc
from policydoc.tree import RANKS
from policydoc.writers.outline import lines

HOME = Path(os.environ.get("POLICYDOC_CORPUS", ROOT.parent / "shared"))
ROWS = "body elements divisions headings sentences clauses place agencies roles whole".split()
FLOORS = {
    "plain": (0.999, 0.999, 0.999, 0.998, 0.997, 0.999, 0.999, 0.998, 0.998, 0.90),
    "space": (0.999, 0.95, 0.999, 0.998, 0.97, 0.999, 0.989, 0.998, 0.998, 0.69),
    "wide": (0.999, 0.94, 0.999, 0.998, 0.99, 0.999, 0.996, 0.998, 0.998, 0.72),
    "nothing": (0.998, 0.81, 0.967, 0.97, 0.955, 0.999, 0.97, 0.998, 0.998, 0.45),
}
"""F1 at the least, row by row: the text as it stands, and its lines joined by a blank, a wide indent, nothing."""
MEANING = {
    "citations": 0.99,
    "numbers": 0.99,
    "deadlines": 0.99,
    "dates": 0.99,
    "targets": 0.99,
    "values": 0.99,
    "governed": 0.98,
    "indicators": 0.97,
}
COMPOSED = {" ": 0.955, "　　": 0.955, "": 0.905}
"""F1 of the outline of the corpus at the least when the lines of its notices are joined by these."""


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Imports the scorers that stand beside the annotated notices, which are not part of the project."""
    if not (HOME / "score.py").exists() or not any(HOME.glob("gold/*.gold")):
        pytest.skip("the annotated notices are not here: set POLICYDOC_CORPUS to the folder that holds them and score.py")
    monkeypatch.syspath_prepend(str(HOME))
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        sys.modules.pop(name)


def write_trees(golds: dict[str, Any], folder: Path) -> None:
    """What `policydoc convert` would write of each notice."""
    for name, gold in golds.items():
        (folder / f"{name}.json").write_text(policydoc.dumps(policydoc.parse(gold["text"])), encoding="utf-8")


def short_of(rows: dict[str, Any], floors: Iterable[tuple[str, float]]) -> dict[str, str]:
    return {row: f"{rows[row]['f1']:.4f} < {floor}" for row, floor in floors if rows[row]["f1"] < floor}


@pytest.mark.parametrize("breaks", FLOORS)
def test_structure_of_annotated_notices(scorer: Any, tmp_path: Path, breaks: str) -> None:
    score: ModuleType = scorer("score")
    golds = {path.stem: score.compile_gold(path) for path in sorted(HOME.glob("gold/*.gold"))}
    if breaks != "plain":
        golds = {name: score.rejoin(gold, score.JOINTS[breaks]) for name, gold in golds.items()}
    write_trees(golds, tmp_path)
    assert not short_of(score.evaluate(golds, tmp_path), zip(ROWS, FLOORS[breaks], strict=True))


def test_meaning_of_annotated_notices(scorer: Any, tmp_path: Path) -> None:
    score: ModuleType = scorer("score_layers")
    paths = {path.name.removesuffix(".layers.jsonl"): path for path in sorted(HOME.glob("gold/*.layers.jsonl"))}
    golds = {name: score.compile_gold(path.with_name(f"{name}.gold")) for name, path in paths.items()}
    layers = {name: [json.loads(line) for line in read(path).splitlines() if line.strip()] for name, path in paths.items()}
    write_trees(golds, tmp_path)
    assert not short_of(score.evaluate(golds, layers, tmp_path), MEANING.items())


def facts(text: str) -> Counter[tuple[str, ...]]:
    """The lines of the outline of a text, blanks aside, each with the divisions that it stands in.

    Where paragraphs part is lost with the line breaks; whether anything stands around the notice is none of its lines.
    """
    found: Counter[tuple[str, ...]] = Counter()
    above: list[tuple[int, str]] = []
    for depth, kind, rest in lines(policydoc.parse(text, annotate=False)):
        while above and above[-1][0] >= depth:
            above.pop()
        if kind in RANKS:
            above.append((depth, f"{kind} {rest}"))
        if kind not in ("paragraph", "notice"):
            found[kind, "".join(rest.split()), *(place for _, place in above)] += 1
    return found


@pytest.mark.parametrize("joint", COMPOSED, ids=["space", "wide", "nothing"])
def test_composed_notices_without_their_line_breaks(joint: str) -> None:
    both = have = want = 0
    for path in sorted(CORPUS.glob("notices/*.txt")):
        text = read(path)
        whole, joined = facts(text), facts(joint.join(line.strip() for line in text.splitlines() if line.strip()))
        both += (whole & joined).total()
        have += joined.total()
        want += whole.total()
    assert 2 * both / (have + want) >= COMPOSED[joint]
