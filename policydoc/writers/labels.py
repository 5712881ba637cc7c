"""What tools for annotating get to see: labelled stretches of the text and links between them, one table for all of them.

Label Studio, doccano, brat, UIMA CAS and CoNLL-U say the same things in forms of their own (`interchange`, `cas`, `conllu`); what is said
is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.source import WHITE, Span
from policydoc.tree import ROLES, Heading, ResponsibilityClause, Sentence, walk
from policydoc.writers.chunks import about
from policydoc.writers.rows import ROLE_NAMES

if TYPE_CHECKING:
    from policydoc.document import Document
    from policydoc.tasks import Task


@attrs.frozen
class Kind:
    """One label: its Chinese name, its colour, and which values of the annotation go with it."""

    chinese: str
    colour: str
    values: tuple[str, ...] = ()


_NAMES = ("name", "full_name", "leads")
_COLOURS = ("#b3261e", "#1f5fa8", "#3a7ca5", "#0f766e", "#6d3fa0", "#8a4b08", "#56606b", "#8d2f6b")

KINDS: dict[str, Kind] = {
    **{f"agency_{role}": Kind(ROLE_NAMES[role] + "单位", colour, _NAMES) for role, colour in zip(ROLES, _COLOURS, strict=True)},
    "agency": Kind("机构", "#5d6670", ("name", "full_name")),
    "task": Kind("工作任务", "#746d63"),
    "clause": Kind("责任条款", "#c4b8a5"),
    "deadline": Kind("时限", "#9a5b00", ("date", "bound")),
    "target": Kind("目标值", "#2c7a2f", ("value", "unit", "comparator", "date")),
    "indicator": Kind("指标", "#86cf88"),
    "citation": Kind("引用文件", "#4b5a8c", ("title", "number", "relation")),
    "heading": Kind("标题", "#23201c"),
    "sentence": Kind("句子", "#ddd7cc"),
}
"""The labels. `agency_…` are agencies of a responsibility clause, by role; `agency` are those that the text mentions elsewhere."""

LINKS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "assigned": ("承担", tuple(k for k in KINDS if k.startswith("agency_")), "task"),
    "measures": ("衡量", ("target",), "indicator"),
}
"""The links: Chinese name, the labels that they lead from, the label that they lead to."""

STRUCTURE = ("task", "clause", "heading", "sentence")
"""Labels of stretches that hold others."""


@attrs.frozen
class Label:
    """A labelled stretch of the text."""

    kind: str
    """One of `KINDS`."""
    span: Span
    values: Mapping[str, str] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Link:
    """A link between two labels, by their places in the list."""

    kind: str
    """One of `LINKS`."""
    source: int
    target: int


def labels(doc: Document) -> tuple[list[Label], list[Link]]:
    """The labels of a document in the order of its text, outer ones first, and the links between them. No label is empty.

    >>> import policydoc
    >>> found, links = labels(policydoc.parse("一、任务\\n（一）植树。（市林业局牵头）"))
    >>> [found[i].kind for link in links for i in (link.source, link.target)]
    ['agency_lead', 'task']
    """
    found: list[Label] = []
    pairs: list[tuple[str, Label, Label]] = []
    kinds = {Heading: "heading", Sentence: "sentence", ResponsibilityClause: "clause"}
    found += [Label(kinds[type(n)], n.span) for n in walk(doc.root) if type(n) in kinds]
    named = _tasks(doc, found, pairs)
    for annotation in doc.annotations:
        kind = annotation.type
        if kind not in KINDS or (kind == "agency" and annotation.span in named):
            continue
        label = Label(kind, annotation.span, _values(kind, annotation.value))
        found.append(label)
        if kind == "target" and (words := annotation.value.get("indicator")):
            found.append(Label("indicator", _trimmed(doc.text, (words[0], words[1]))))
            pairs.append(("measures", label, found[-1]))
    return _ordered(doc, found, pairs)


def _tasks(doc: Document, found: list[Label], pairs: list[tuple[str, Label, Label]]) -> set[Span]:
    """Add the agencies of clauses and the texts that the clauses govern; the spans of the agencies."""
    governed: dict[Span, Label] = {}
    named = set()
    for task in doc.tasks():
        scope = _trimmed(doc.text, task.span)
        if scope not in governed:
            governed[scope] = Label("task", scope)
            found.append(governed[scope])
        named.add(task.agency_span)
        agency = Label(f"agency_{task.role}", task.agency_span, _values(f"agency_{task.role}", _of_task(task)))
        found.append(agency)
        pairs.append(("assigned", agency, governed[scope]))
    return named


def _of_task(task: Task) -> dict[str, Any]:
    return {"name": task.name, "full_name": task.full_name, "leads": "true" if task.leads else None}


def _ordered(doc: Document, found: list[Label], pairs: list[tuple[str, Label, Label]]) -> tuple[list[Label], list[Link]]:
    ranks = {kind: rank for rank, kind in enumerate((*STRUCTURE, *KINDS))}
    kept = [label for label in found if 0 <= label.span[0] < label.span[1] <= len(doc.text)]
    kept.sort(key=lambda label: (label.span[0], -label.span[1], ranks[label.kind]))
    places = {id(label): place for place, label in enumerate(kept)}
    links = [Link(kind, places[id(a)], places[id(b)]) for kind, a, b in pairs if id(a) in places and id(b) in places]
    return kept, sorted(links, key=lambda link: (link.source, link.target))


def _values(kind: str, value: Mapping[str, Any]) -> dict[str, str]:
    """The values of an annotation that go with its label, as words."""
    given = ((name, value.get(name)) for name in KINDS[kind].values)
    return {name: "—".join(map(str, v)) if isinstance(v, list | tuple) else plain(str(v)) for name, v in given if v not in (None, "")}


def _trimmed(text: str, span: Span) -> Span:
    part = text[span[0] : span[1]]
    start = span[0] + len(part) - len(part.lstrip(WHITE))
    return start, start + len(part.strip(WHITE))


# -- text that every tool can hold -------------------------------------------------------------------------------------------

_ROW_ENDS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSAYABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without what some tool stumbles over, one character for one, so that offsets stay.

    Only `\\n` ends a line: what other programs take for the end of a line becomes a blank. Control characters and lone surrogates, which
    neither XML nor UTF-8 can hold, become U+FFFD.

    >>> plain("甲\\r\\n乙\\x07")
    '甲 \\n乙\ufffd'
    """
    return _UNSAYABLE.sub("\ufffd", _ROW_ENDS.sub(" ", text))


def facts(doc: Document) -> dict[str, str]:
    """What is known of `chunks.about`, as plain text."""
    return {name: plain(value) for name, value in about(doc).items() if value}


def notes(values: Mapping[str, str]) -> str:
    """Values as one line of words: `name=市财政局; leads=true`."""
    return " ".join("; ".join(f"{name}={value}" for name, value in values.items()).split())


def lines_of(text: str, span: Span) -> Iterable[Span]:
    """A stretch without its line breaks and the blanks around them: one span for each line that is not blank."""
    at = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        start, end = _trimmed(text, (at, at + len(line)))
        if start < end:
            yield start, end
        at += len(line) + 1
