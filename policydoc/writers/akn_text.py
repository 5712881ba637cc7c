"""The running text of an Akoma Ntoso document: each character once, in order, with the marks over it as inline elements that nest.

Marks come from the tree (sentences, clauses, assignments, agencies) and from annotations (citations, targets, deadlines …). Where two of
them cross, the one that stands later in `PRIORITY` is left out: its text stays. One sweep over the document, however the marks lie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.source import BLANK, WHITE, Span
from policydoc.tree import Agency, Assignment, Metadata, Node, ResponsibilityClause, Sentence, Wrapper, walk
from policydoc.writers.akn_names import References, last_day, place_uri, quantity, work_uri
from policydoc.writers.xml_text import clean

if TYPE_CHECKING:
    from policydoc.document import Annotation, Document

PRIORITY = ("sentence", "responsibility", "role", "ref", "quantity", "date", "organization", "place", "def")
"""Who stays where two marks cross, and who is outside where two have the same span."""
AT_ONCE = 12
"""So many marks nest over one place; more come from hostile files only."""

_BREAK = re.compile(f"[{BLANK}]*[\r\n][{BLANK}]*")


@attrs.frozen
class Mark:
    """An inline element to be: its span, its rank in `PRIORITY`, its tag and attributes."""

    span: Span
    rank: int
    tag: str
    attributes: dict[str, str]


class Ink:
    """Writes stretches of the text into elements; ask for them in the order of the text.

    What stands between two stretches and is not white space (the 。 behind a heading) goes to the element written last.
    """

    def __init__(self, doc: Document, references: References, make: Callable[..., Any]) -> None:
        self.text = doc.text
        self.loose = _without(doc)
        self.make = make
        self.at = 0
        self.counts: Counter[tuple[str, str]] = Counter()
        self._marks = nested(sorted(marks(doc, references), key=lambda m: (m.span[0], -m.span[1], m.rank)))
        self._next = 0
        self._last: Any = None
        self._waiting = ""

    def name(self, context: str, ref: str) -> str:
        """An eId in a context, by position: `art_3__ref_2`."""
        self.counts[context, ref] += 1
        return f"{context}__{ref}_{self.counts[context, ref]}" if context else f"{ref}_{self.counts[context, ref]}"

    def write(self, element: Any, span: Span, context: str, lines: bool = False) -> None:
        """Write a stretch into an element, with the marks that lie inside of it; with `lines` its line breaks stay."""
        self._stray(span[0])
        if self._waiting:
            _append(element, clean(self._waiting))
            self._waiting = ""
        stack: list[tuple[Any, int]] = [(element, span[1])]
        at = span[0]
        while self._next < len(self._marks) and self._marks[self._next].span[0] < span[1]:
            mark = self._marks[self._next]
            self._next += 1
            if mark.span[0] < span[0] or mark.span[1] > span[1]:
                continue
            at = self._close(stack, at, mark.span[0], lines)
            self._put(stack[-1][0], at, mark.span[0], lines)
            at = mark.span[0]
            inside = self.make(stack[-1][0], mark.tag, eId=self.name(context, mark.tag), **mark.attributes)
            stack.append((inside, mark.span[1]))
        at = self._close(stack, at, span[1], lines)
        self._put(element, at, span[1], lines)
        self._last, self.at = element, span[1]

    def _stray(self, start: int) -> None:
        """Write what stands before the next stretch."""
        stray = "".join(c for c in self.loose[self.at : start] if c not in WHITE)
        if stray and self._last is None:
            self._waiting += stray
        elif stray:
            _append(self._last, clean(stray))

    def close(self) -> str:
        """Write what is left behind the last stretch; what never found an element."""
        self._stray(len(self.text))
        return self._waiting

    def _close(self, stack: list[tuple[Any, int]], at: int, until: int, lines: bool) -> int:
        """Close the marks that end up to a place."""
        while len(stack) > 1 and stack[-1][1] <= until:
            element, end = stack.pop()
            self._put(element, at, end, lines)
            at = end
        return at

    def _put(self, element: Any, start: int, end: int, lines: bool) -> None:
        first, *rest = _BREAK.split(self.text[start:end])
        _append(element, clean(first))
        for piece in rest:
            if lines:
                self.make(element, "br")
            _append(element, clean(piece))


def _without(doc: Document) -> str:
    """The text with blanks in place of wrapper and publisher's fields."""
    pieces, at = [], 0
    for node in walk(doc.root):
        if isinstance(node, Metadata | Wrapper):
            pieces += [doc.text[at : node.span[0]], " " * (node.span[1] - node.span[0])]
            at = node.span[1]
    return "".join([*pieces, doc.text[at:]])


def last_of(element: Any) -> Any:
    """The last child of an element, without counting them."""
    return next(element.iterchildren(reversed=True), None)


def _append(element: Any, text: str) -> None:
    if (last := last_of(element)) is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def nested(found: list[Mark]) -> list[Mark]:
    """The marks, sorted by span, without those that cross one of a better rank or lie too deep."""
    kept: dict[int, Mark] = {}
    stack: list[tuple[int, Mark]] = []
    for number, mark in enumerate(found):
        start, end = mark.span
        while stack and stack[-1][1].span[1] <= start:
            stack.pop()
        while stack and stack[-1][1].span[1] < end and stack[-1][1].rank > mark.rank:
            kept.pop(stack.pop()[0])
        if start < end and len(stack) < AT_ONCE and not (stack and stack[-1][1].span[1] < end):
            kept[number] = mark
            stack.append((number, mark))
    return list(kept.values())


# -- which marks there are ---------------------------------------------------------------------------------------------------


def marks(doc: Document, references: References) -> Iterator[Mark]:
    """All marks of a document: those of its tree, then its annotations."""
    named = {a.span: a.value for a in doc.annotations if a.type == "agency"}
    for node in walk(doc.root):
        if isinstance(node, Sentence | ResponsibilityClause | Assignment | Agency):
            yield from _of_tree(node, named, references)
    for span, value in named.items():
        yield _organization(span, value.get("name") or doc.text[slice(*span)], value.get("full_name"), references)
    for field in (*doc.meta.addressees, *doc.meta.issuers, *doc.meta.copies):
        if field.span not in named:
            yield _organization(field.span, field.value, None, references)
    for annotation in doc.annotations:
        if made := _of_annotation(doc, annotation, references):
            yield made


def _mark(kind: str, span: Span, tag: str = "", **attributes: str) -> Mark:
    return Mark(span, PRIORITY.index(kind), tag or kind, attributes)


def _of_tree(node: Node, named: dict[Span, Any], references: References) -> Iterator[Mark]:
    if isinstance(node, Sentence):
        yield _mark("sentence", node.span, "inline", name="sentence")
    elif isinstance(node, ResponsibilityClause):
        yield _mark("responsibility", node.span, "inline", name="responsibility")
    elif isinstance(node, Assignment):
        yield _mark("role", node.span, refersTo=references.role(node.role))
    elif isinstance(node, Agency) and node.span not in named:
        yield _organization(node.span, node.name, None, references)


def _organization(span: Span, name: str, full: str | None, references: References) -> Mark:
    return _mark("organization", span, refersTo=references.organization(name, full))


def _of_annotation(doc: Document, annotation: Annotation, references: References) -> Mark | None:
    value, span = annotation.value, annotation.span
    match annotation.type:
        case "citation":
            return _mark("ref", span, href=work_uri(value.get("number"), value.get("title")))
        case "target":
            indicator = value.get("indicator")
            words = doc.text[indicator[0] : indicator[1]] if indicator else ""
            return _mark("quantity", span, refersTo=references.concept(words), normalized=clean(quantity(value)))
        case "deadline":
            day = last_day(value.get("date"))
            return _mark("date", span, date=day, **{"class": "deadline"}) if day else _mark("date", span, "inline", name="deadline")
        case "reference":
            uri = place_uri(value)
            return _mark("place", span, "ref", href=uri) if uri else _mark("place", span, "inline", name="reference")
        case "abbreviation":
            return _mark("def", span)
    return None
