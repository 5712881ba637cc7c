"""Real pages and Word files against their text twins, which are not part of the project. Without them the tests skip.

Twins were scraped by others and lost lines, or all line breaks. So that one can be asked of the other: where lines are whole, both are
cut down to the lines that both have in one order, tables aside, and divisions, headings, clauses and elements compared (headings that only
bold type tells aside); where line breaks were lost, the marks of divisions and the clauses of what both have.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import attrs
import pytest
from test_readers_real import OFFICE, TEXT, twins

from policydoc import Document, Source
from policydoc.parser import parse
from policydoc.readers import read_source
from policydoc.source import fold
from policydoc.tree import Agency, Cell, Division, Heading, Leaf, Metadata, ResponsibilityClause, Wrapper, walk
from policydoc.writers.outline import outline

pytestmark = pytest.mark.skipif(not OFFICE.is_dir(), reason="the real files are not here: set POLICYDOC_CORPUS to the folder that holds corpus/")

Item = tuple[str, str, str]
ENOUGH = 0.94


def solid(text: str) -> str:
    return re.sub(r"\s+|&[a-z]+;", "", fold(text))


def items(document: Document) -> list[Item]:
    """Divisions (with heading, and how their line begins), clauses and elements."""
    found = []
    for node in walk(document):
        words = document.text[slice(*node.span)]
        if isinstance(node, Division):
            heading = next((solid(c.text) for c in node.children if isinstance(c, Heading)), "")
            found.append((f"{node.type} {node.number}", heading, solid(words.split("\n")[0])[:14]))
        elif isinstance(node, ResponsibilityClause | Leaf) and not isinstance(node, Wrapper | Metadata | Heading | Agency | Cell):
            found.append((node.type, solid(words), solid(words)))
    return [item for item in found if not item[0].startswith("unnumbered")]


def places(source: Source) -> list[tuple[int, str]]:
    """Where each line outside of tables begins, and its letters."""
    found = []
    at = 0
    for line in source.text.split("\n"):
        if solid(line) and not any(grid.span[0] <= at < grid.span[1] for grid in source.grids):
            found.append((at, solid(line)))
        at += len(line) + 1
    return found


def cut_down(source: Source, kept: set[int]) -> Source:
    """The source with the lines that begin in `kept` only."""
    hints = {hint.span[0]: hint for hint in source.hints}
    roles = {span[0]: role for role, span in source.roles}
    out: list[str] = []
    new_hints, new_roles = [], []
    at = new = 0
    for line in source.text.split("\n"):
        if at in kept:
            span = (new, new + len(line))
            if at in hints:
                new_hints.append(attrs.evolve(hints[at], span=span, label=None))
            if at in roles:
                new_roles.append((roles[at], span))
            out.append(line)
            new += len(line) + 1
        at += len(line) + 1
    return Source("\n".join(out), hints=tuple(new_hints), roles=tuple(new_roles))


def agree(page: Source, twin: Source) -> bool:
    lines = [line for line in twin.text.split("\n") if line.strip()]
    if len(lines) <= 3 or max(map(len, lines)) > 1500:
        wholes = [solid(twin.text), solid(page.text)]
        trees = [parse(source, annotate=False) for source in (page, twin)]
        marked = [[i for i in items(tree) if i[2] in whole and " " in i[0] or "clause" in i[0]] for tree, whole in zip(trees, wholes, strict=True)]
        return [i[0] for i in marked[0]] == [i[0] for i in marked[1]]
    here, there = places(page), places(twin)
    blocks = SequenceMatcher(None, [line for _, line in here], [line for _, line in there], autojunk=False).get_matching_blocks()
    both = [{here[block.a + i][0] for block in blocks for i in range(block.size)}, {there[block.b + i][0] for block in blocks for i in range(block.size)}]
    first, second = (parse(cut_down(source, kept), annotate=False) for source, kept in zip((page, twin), both, strict=True))
    return items(first) == items(second)


def test_pages_give_the_tree_of_their_text_twins() -> None:
    pairs = twins()
    differ = [(page, text) for page, text in pairs if not agree(read_source(TEXT / f"{page}.html"), read_source(TEXT / f"{text}.txt"))]
    assert len(differ) <= (1 - ENOUGH) * len(pairs), differ


@pytest.mark.parametrize("name", ["jinzhou-2022-5-plain.docx", "jinzhou-2022-5-headed.docx", "jinzhou-2022-5-autonum.docx", "jinzhou-2022-5.html"])
def test_one_notice_in_word_and_html_gives_the_tree_of_its_text(name: str) -> None:
    text = outline(parse(read_source(TEXT / "jinzhou-2022-5.txt"), annotate=False))
    expected = [line for line in text.splitlines() if "[bookmark" not in line]
    document = parse(read_source(OFFICE / name), annotate=False)
    assert outline(document).splitlines() == expected
    assert [d.number for d in walk(document) if isinstance(d, Division) and d.type == "chapter"] == [1, 2, 3, 4, 5, 6]
    assert [d.number for d in walk(document) if isinstance(d, Division) and d.type == "measure"] == list(range(1, 30))
