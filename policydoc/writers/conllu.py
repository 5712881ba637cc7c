"""A document as CoNLL-U: the words of its headings, sentences and responsibility clauses, each with its place and its label.

Words come from `policydoc.tokens`; lemmas, tags and trees are left open (`_`). https://universaldependencies.org/format.html
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from policydoc.source import WHITE
from policydoc.tokens import Cut, Token, leaves, tokens
from policydoc.tree import Node
from policydoc.writers.labels import STRUCTURE, Label, facts, labels, plain

if TYPE_CHECKING:
    from policydoc.document import Document


def conllu(doc: Document, cut: Cut | None = None) -> str:
    """The CoNLL-U of a document. `cut` is the segmenter, as for `policydoc.tokens.tokens`.

    >>> import policydoc
    >>> print(conllu(policydoc.parse("植树。（市林业局负责）"), cut=list), end="")  # doctest: +NORMALIZE_WHITESPACE
    # newdoc
    # sent_id = s_1
    # text = 植树。
    1 植 _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=0:1
    2 树 _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=1:2
    3 。 _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=2:3
    <BLANKLINE>
    # sent_id = r_1
    # text = （市林业局负责）
    1 （ _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=3:4
    2 市林业局 _ _ _ _ _ _ _ Label=B-agency_responsible|SpaceAfter=No|TokenRange=4:8
    3 负 _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=8:9
    4 责 _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=9:10
    5 ） _ _ _ _ _ _ _ SpaceAfter=No|TokenRange=10:11
    <BLANKLINE>
    """
    found = _Labels(label for label in labels(doc)[0] if label.kind not in STRUCTURE)
    told = facts(doc)
    lines = [f"# newdoc id = {_comment(told['uri'])}" if "uri" in told else "# newdoc"]
    lines += [f"# {name} = {_comment(value)}" for name, value in told.items() if name != "uri"]
    said = len(lines)
    for node, words in _sentences(doc, cut):
        shown = [_form(word.text) for word in words]
        joined = [a.span[1] == b.span[0] for a, b in pairwise(words)] + [True]
        text = "".join(form + ("" if close else " ") for form, close in zip(shown, joined, strict=True))
        lines += [f"# sent_id = {node.id}", f"# text = {text}"]
        for number, (word, form, close) in enumerate(zip(words, shown, joined, strict=True), 1):
            misc = [f"Label={tag}"] if (tag := found.tag(word)) else []
            misc += ["SpaceAfter=No"] if close else []
            misc.append(f"TokenRange={word.span[0]}:{word.span[1]}")
            lines.append("\t".join([str(number), form, *"_______", "|".join(misc)]))
        lines.append("")
    return "".join(line + "\n" for line in lines) if len(lines) > said else ""


def _sentences(doc: Document, cut: Cut | None) -> Iterator[tuple[Node, list[Token]]]:
    """Each leaf that has words, with them."""
    found = leaves(doc, headings=True, clauses=True)
    ends = [leaf.span[1] for leaf in found]
    for place, words in groupby(tokens(doc, cut, headings=True, clauses=True), key=lambda word: bisect_right(ends, word.span[0])):
        yield found[place], list(words)


class _Labels:
    """The label of each word, asked in the order of the text: of labels over one place the one that begins first."""

    def __init__(self, found: Iterable[Label]) -> None:
        self._found: list[Label] = []
        for label in found:
            if not self._found or label.span[0] >= self._found[-1].span[1]:
                self._found.append(label)
        self._ends = [label.span[1] for label in self._found]
        self._last = -1

    def tag(self, word: Token) -> str | None:
        """`B-` and the label for the first word that the label touches, `I-` for the others."""
        place = bisect_right(self._ends, word.span[0])
        if place == len(self._found) or self._found[place].span[0] >= word.span[1]:
            return None
        begins, self._last = place != self._last, place
        return f"{'B' if begins else 'I'}-{self._found[place].kind}"


def _form(word: str) -> str:
    """A word as a form: no white space in it (the place tells how it is written)."""
    return "".join(c for c in plain(word) if c not in WHITE)


def _comment(value: str) -> str:
    return value.replace("\n", " ")
