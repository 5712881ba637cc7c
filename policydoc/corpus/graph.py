"""The citation graph of a corpus: its documents and those that they cite, joined by number and by title.

A citation leads to the document of the corpus that bears its number; without one, to the document with its title, or that issues what the
title names, unless number or year speak against it or the document is younger than the one that cites it. What leads to none becomes an
external node. A document's talk of itself (现将《…》印发给你们) is no edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from policydoc.corpus.identity import inner_title, numbers_of, plain, plain_number, plain_title, same_number, titles_of
from policydoc.corpus.trees import Tree
from policydoc.document import Document
from policydoc.meta_values import Number, kinds, parse_number
from policydoc.source import Span

OLDER = ("废止", "修改")
"""Relations that a document bears to a former one of its own title, never to itself."""
_LEVEL = re.compile("国务院|自治区|[省市县]")
_STOP = re.compile(r"[，。；：《》（）\s]")
_DEFINES = re.compile(r"称[为作：:“\"]{0,2}\Z")
_BEFORE = 24
MANY = 100
"""Documents with one title, of which a citation by title cannot mean one."""
BARE_NAMES = ("法", "法典", "法律", "本法", "宪法修正案")


@attrs.frozen
class Node:
    """A document: of the corpus, or external, only cited in it."""

    id: str
    external: bool
    number: str | None
    title: str | None
    kind: str | None
    issuers: tuple[str, ...] = ()
    date: str | None = None
    year: int | None = None
    cited_by: int = 0
    cites: int = 0


@attrs.frozen
class Edge:
    """That one document cites another, and what it does with it."""

    source: str
    target: str
    relation: str | None
    """A key of `annotators.citations.RELATIONS`; None where the text only names it."""
    by: str | None
    """`number`, `title` or `issued title`: what led to a document of the corpus; None for an external one."""
    places: tuple[Span, ...]


@attrs.frozen
class Graph:
    """Nodes and edges; documents of the corpus first, each in the order of its tree."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    citations: int
    """All that the documents make, of themselves too."""
    inside: int
    """Of them, to other documents of the corpus."""
    own: int
    """Of them, to the document itself or a copy of it."""
    vague: int
    """Of them, by a name that thousands bear (《实施方案》), never said in full."""


@attrs.frozen
class _Cited:
    number: str | None
    title: str | None
    written: str | None
    """The title as the text writes it; `title` is its plain form."""
    relation: str | None
    levels: frozenset[str]
    """Levels that the words before it name: 省 in 省政府办公厅印发的《…》."""
    span: Span


@attrs.frozen
class _Known:
    """A document of the corpus, as it may be cited."""

    node: Node
    said: Number | None
    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    who: str
    """Who issued it: the names at its foot and at the head of its title."""
    cited: tuple[_Cited, ...]


def graph(trees: Iterable[Tree], copies: Mapping[str, str] | None = None) -> Graph:
    """The citation graph of documents. `copies` gives the best copy of those that are copies: one node stands for all of them.

    >>> import policydoc
    >>> law = policydoc.parse("清河市节水办法\\n第一条 为节约用水，制定本办法。\\n")
    >>> use = policydoc.parse("清河市水利局关于用水的通知\\n一、依据\\n　　根据《清河市节水办法》，各县要节约用水。\\n")
    >>> found = graph([Tree("law", "law.txt", law, ""), Tree("use", "use.txt", use, "")])
    >>> [(edge.source, edge.target, edge.relation, edge.by) for edge in found.edges]
    [('use', 'law', '根据', 'title')]
    """
    best = copies or {}
    known = [_known(tree) for tree in trees]
    return _Resolver(known, best).graph()


def _known(tree: Tree) -> _Known:
    doc, meta = tree.document, tree.document.meta
    number, date = meta.number.value if meta.number else None, meta.date.value if meta.date else None
    node = Node(
        id=tree.key,
        external=False,
        number=number.raw if number else None,
        title=meta.title.value if meta.title else None,
        kind=meta.kind.value if meta.kind else None,
        issuers=tuple(issuer.value for issuer in meta.issuers),
        date=date,
        year=int(date[:4]) if date else number.year if number else None,
    )
    head = (node.title or "").partition("关于")
    titles = tuple(title for title in titles_of(doc, 2) if not vague(title))
    who = "".join((*node.issuers, head[0] if head[1] else ""))
    return _Known(node, number, numbers_of(doc), titles, who, tuple(_citations(doc)))


def _citations(doc: Document) -> Iterator[_Cited]:
    """What a document cites; a short form (《方案》) is what it was defined for."""
    full: dict[Span, tuple[str | None, str | None, str | None]] = {}
    for found in doc.annotations:
        if found.type != "citation":
            continue
        value, defined = found.value, found.value.get("defined")
        if defined and _DEFINES.search(doc.text, max(0, found.span[0] - 4), found.span[0]):
            continue
        number, title = value.get("number"), value.get("title")
        named = full.get((defined[0], defined[1])) if defined else None
        named = named or (plain_number(number) if number else None, plain_title(title) if title else None, title)
        full[found.span] = named
        before = _STOP.split(doc.text[max(0, found.span[0] - _BEFORE) : found.span[0]])[-1]
        yield _Cited(*named, value.get("relation"), frozenset(_LEVEL.findall(before)), found.span)


class _Resolver:
    """From citations to documents."""

    def __init__(self, known: list[_Known], best: Mapping[str, str]) -> None:
        self.known = known
        self.names = {k.node.id for k in known}
        self.best = {key: group for key, group in best.items() if key != group and group in self.names}
        self.by_number: dict[str, list[int]] = {}
        self.by_title: dict[str, list[int]] = {}
        self.without_issuer: dict[str, list[int]] = {}
        for i, k in enumerate(known):
            for number in k.numbers:
                self.by_number.setdefault(number, []).append(i)
            for title in k.titles:
                self.by_title.setdefault(title, []).append(i)
                if (at := title.find("关于")) > 0:
                    self.without_issuer.setdefault(title[at:], []).append(i)
        self.numbers = self._numbers_of_titles()

    def _numbers_of_titles(self) -> dict[str, str | None]:
        """The number that goes with a title wherever both are cited together; None where several do."""
        found: dict[str, str | None] = {}
        for k in self.known:
            for cited in k.cited:
                if cited.number and cited.title and found.setdefault(cited.title, cited.number) != cited.number:
                    found[cited.title] = None
        return found

    def graph(self) -> Graph:
        external: dict[str, Node] = {}
        edges: dict[tuple[str, str, str | None], tuple[str | None, list[Span]]] = {}
        counts = {"all": 0, "inside": 0, "own": 0, "vague": 0}
        for i, k in enumerate(self.known):
            if k.node.id in self.best:
                continue
            for cited in k.cited:
                counts["all"] += 1
                target, by = self._document(i, cited)
                if target == k.node.id:
                    counts["own"] += 1
                elif target is None and (cited.number is None and vague(cited.title)):
                    counts["vague"] += 1
                else:
                    counts["inside"] += target is not None
                    node = target or self._external(cited, external)
                    edges.setdefault((k.node.id, node, cited.relation), (by, []))[1].append(cited.span)
        nodes = [k.node for k in self.known if k.node.id not in self.best] + sorted(external.values(), key=lambda n: n.id)
        found = tuple(Edge(*ends, by, tuple(places)) for ends, (by, places) in edges.items())
        return Graph(_counted(nodes, found), found, counts["all"], counts["inside"], counts["own"], counts["vague"])

    def _document(self, i: int, cited: _Cited) -> tuple[str | None, str | None]:
        """The document of the corpus that is cited, and by what it was told."""
        me = self._best(i)
        if cited.number in self.known[i].numbers:
            return me, "number"
        if cited.number and (found := self.by_number.get(cited.number)):
            titled = [j for j in found[:MANY] if cited.title in self.known[j].titles] or found
            return self._best(titled[0]), "number"
        if not cited.title:
            return None, None
        number = parse_number(cited.number) if cited.number else None
        for title, found in self._titled(cited.title):
            few = found if len(found) <= MANY else [i] if title in self.known[i].titles else []
            may_be = [j for j in few if self._fits(j, i, number, cited)]
            if any(self._best(j) == me for j in may_be):
                return me, "title"
            if may_be:
                chosen = max(may_be, key=lambda j: (self.known[j].node.date or "", -j))
                own = plain_title(self.known[chosen].node.title or "")
                return self._best(chosen), "title" if own.endswith(title) else "issued_title"
        return None, None

    def _titled(self, title: str) -> Iterator[tuple[str, list[int]]]:
        """The documents with a title: in full; with or without its issuer, where only one can be meant; with the title of what it issues."""
        yield title, self.by_title.get(title, [])
        at = title.find("关于")
        named = self.without_issuer.get(title, [])[: MANY + 1]
        if at == 0 and len({self.known[j].titles[0] for j in named}) == 1:
            yield title, named
        elif at > 0:
            bare = self.by_title.get(title[at:], [])[: MANY + 1]
            yield title[at:], [j for j in bare if any(plain(name) in title[:at] for name in self.known[j].node.issuers)]
        if inner := inner_title(title):
            yield inner, self.by_title.get(inner, [])

    def _fits(self, j: int, i: int, number: Number | None, cited: _Cited) -> bool:
        """Whether document j, which has the title that document i cites, may be meant."""
        its, me = self.known[j], self.known[i]
        if self._best(j) == self._best(i):
            return cited.relation not in OLDER and same_number(number, its.said) is not False and not (number and number.year and not its.said)
        if same_number(number, its.said) is False or (number and number.year and its.node.year and number.year != its.node.year):
            return False
        if cited.levels and its.who and not any(level in its.who for level in cited.levels):
            return False
        return not (its.node.date and me.node.date and its.node.date[:7] > me.node.date[:7])

    def _best(self, i: int) -> str:
        return self.best.get(self.known[i].node.id, self.known[i].node.id)

    def _external(self, cited: _Cited, external: dict[str, Node]) -> str:
        number = cited.number or (self.numbers.get(cited.title) if cited.title else None)
        name = number or f"《{cited.title}》"
        while name in self.names:
            name += "′"
        before = external.get(name)
        if before is None or (before.title is None and cited.title):
            year = parsed.year if number and (parsed := parse_number(number)) else None
            external[name] = Node(name, True, number, cited.written, _kind(cited.title), year=year)
        return name


def vague(title: str | None) -> bool:
    """Whether a name is one that thousands of documents bear: a kind and no more.

    >>> vague("实施方案"), vague("水法")
    (True, False)
    """
    return title is None or title in kinds() or title in BARE_NAMES or len(title) < 2


def _kind(title: str | None) -> str | None:
    ends = (title[-size:] for size in range(8, 0, -1)) if title else ()
    return next((end for end in ends if end in kinds()), None)


def _counted(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[Node, ...]:
    """The nodes, and how many documents each cites and is cited by."""
    cites: dict[str, int] = {}
    cited: dict[str, int] = {}
    for source, target in sorted({(edge.source, edge.target) for edge in edges}):
        cites[source] = cites.get(source, 0) + 1
        cited[target] = cited.get(target, 0) + 1
    return tuple(attrs.evolve(node, cited_by=cited.get(node.id, 0), cites=cites.get(node.id, 0)) for node in nodes)
