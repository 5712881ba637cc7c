"""Words with their places, for search and counting: agencies and 《titles》 are kept whole.

Cut by rjieba where it is installed, else by jieba (both make the same cuts), or by any callable from text to words that leaves no
character out. Both come with `pip install "policydoc[tokens]"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import attrs

from policydoc.document import Document
from policydoc.source import WHITE, Span
from policydoc.tree import Heading, Node, ResponsibilityClause, Sentence, walk

Cut = Callable[[str], Iterable[str]]

_LONE = re.compile("[\ud800-\udfff]")
"""Halves of a pair, which segmenters cannot take."""

_TITLE = re.compile(r"《[^《》\n]{1,200}》")


@attrs.frozen
class Token:
    """A word: its text, its span in the document's text, and what kept it whole (`agency`, `title`) or `word`."""

    text: str
    span: Span
    kind: str = "word"


class TokensError(ImportError):
    """No segmenter is installed."""


@cache
def default_cut() -> Cut:
    """The segmenter that is installed; TokensError where none is."""
    try:
        import rjieba

        return rjieba.cut
    except ImportError:
        pass
    try:
        return _jieba()
    except ImportError:
        raise TokensError(
            'no segmenter is installed: pip install "policydoc[tokens]", or give tokens() a callable as cut'
        ) from None


def _jieba() -> Cut:
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources, on import
        import jieba

        jieba.setLogLevel(logging.ERROR)
        jieba.initialize()
    return jieba.cut  # type: ignore[no-any-return]


def tokens(doc: Document, cut: Cut | None = None, *, headings: bool = False, clauses: bool = False) -> Iterator[Token]:
    """The words of a document's sentences in order, white space left out; with `headings`, of its headings too.

    A responsibility clause inside of a sentence belongs to it; with `clauses`, those behind the full stop are read too.

    `cut` takes a text and gives its words; ValueError where it drops or changes a character, since offsets would be lost.

    >>> import policydoc
    >>> doc = policydoc.parse("一、任务\\n市发改委落实《方案》。")
    >>> [t.text for t in tokens(doc, cut=list)]
    ['市发改委', '落', '实', '《方案》', '。']
    """
    from policydoc.annotators.agencies import agencies

    cut = cut or default_cut()
    text = _LONE.sub("\ufffd", doc.text)
    known = [a for a in doc.annotations if a.type == "agency"] or agencies(doc)
    whole = [(a.span, "agency") for a in known]
    whole += [(m.span(), "title") for m in _TITLE.finditer(doc.text)]
    whole.sort(key=lambda w: (w[0][0], -w[0][1]))
    at = 0
    for leaf in leaves(doc, headings=headings, clauses=clauses):
        start, end = leaf.span
        while at < len(whole) and whole[at][0][0] < start:
            at += 1
        while at < len(whole) and whole[at][0][1] <= end:
            (first, last), kind = whole[at]
            at += 1
            if first >= start:
                yield from _words(text, start, first, cut)
                yield Token(doc.text[first:last], (first, last), kind)
                start = last
        yield from _words(text, start, end, cut)


def leaves(doc: Document, *, headings: bool = False, clauses: bool = False) -> list[Node]:
    """The nodes whose words `tokens` gives, in order and disjoint."""
    kinds = (Sentence, *[Heading] * headings, *[ResponsibilityClause] * clauses)
    found: list[Node] = []
    for node in walk(doc.root):
        if isinstance(node, kinds) and (not found or node.span[0] >= found[-1].span[1]):
            found.append(node)
    return found


def _words(text: str, start: int, end: int, cut: Cut) -> Iterator[Token]:
    if start >= end:
        return
    for word in cut(text[start:end]):
        stop = start + len(word)
        if text[start:stop] != word or stop > end:
            raise ValueError(f"the segmenter changed the text at {start}: {text[start:stop]!r} became {word!r}")
        if word.strip(WHITE):
            yield Token(word, (start, stop))
        start = stop
    if start != end:
        raise ValueError(f"the segmenter dropped {text[start:end]!r} at {start}")
