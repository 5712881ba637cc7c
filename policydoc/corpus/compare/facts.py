"""What changed of a measure beside its words: who does it, how much, until when."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Generic, TypeVar

import attrs

from policydoc.corpus.compare.keys import Keyer
from policydoc.document import Document
from policydoc.source import Span, fold
from policydoc.tasks import Task

T = TypeVar("T")
ALIKE = 0.6
"""Similarity of indicators from which two targets measure the same."""
MOST = 200
"""Targets of one measure that are held against each other's."""


@attrs.frozen
class Actor:
    """An agency of a measure: its canonical name and its roles (`policydoc.tree.ROLES`; `lead` by a legend too)."""

    name: str
    roles: tuple[str, ...]
    key: str = attrs.field(eq=False, repr=False, metadata={"private": True})


@attrs.frozen
class Goal:
    """A target: figure, unit, comparator (`=`, `>=` …), ISO date, and the words that name what is measured."""

    indicator: str
    value: Any
    unit: str
    comparator: str
    date: str | None
    span: Span = attrs.field(eq=False)


@attrs.frozen
class Term:
    """A deadline: its words, the ISO date they mean, and how it binds (`by`, `before`, `within` …)."""

    text: str
    date: str | None
    bound: str | None
    span: Span = attrs.field(eq=False)


@attrs.frozen
class Change(Generic[T]):
    """`added` (`a` is None), `dropped` (`b` is None) or `changed`."""

    op: str
    a: T | None
    b: T | None


class Facts:
    """Agencies, targets and deadlines of one document, by place."""

    def __init__(self, doc: Document, keyer: Keyer) -> None:
        values = {a.span: dict(a.value) for a in doc.annotations if a.type == "agency"}
        actors = [
            (t.agency_span, Actor(t.name, (_role(t),), keyer.agency(values.get(t.agency_span, {"name": t.name}))))
            for t in doc.tasks()
        ]
        self.actors = _Placed(actors)
        self.goals = _Placed([(a.span, _goal(doc, a.span, dict(a.value))) for a in doc.annotations if a.type == "target"])
        self.terms = _Placed(
            [
                (a.span, Term(doc.text[slice(*a.span)], a.value.get("date"), a.value.get("bound"), a.span))
                for a in doc.annotations
                if a.type == "deadline"
            ]
        )


def _role(task: Task) -> str:
    """What the words say; who is first under a legend (排在首位的为牵头单位) leads where they say no more than 负责."""
    return "lead" if task.leads and task.role in ("responsible", "by_duty") else task.role


def _goal(doc: Document, span: Span, value: dict[str, Any]) -> Goal:
    named = value.get("indicator")
    indicator = "".join(doc.text[slice(*named)].split()) if named else ""
    figure = value.get("value")
    figure = tuple(figure) if isinstance(figure, list) else figure
    return Goal(indicator, figure, value.get("unit") or "", value.get("comparator") or "=", value.get("date"), span)


class _Placed(Generic[T]):
    """Things by where they stand."""

    def __init__(self, found: Iterable[tuple[Span, T]]) -> None:
        self._found = sorted(found, key=lambda f: f[0])
        self._starts = [span[0] for span, _ in self._found]

    def within(self, spans: Sequence[Span]) -> list[T]:
        return [thing for s, e in spans for _, thing in self._found[bisect_left(self._starts, s) : bisect_left(self._starts, e)]]


def actor_changes(a: Iterable[Actor], b: Iterable[Actor]) -> tuple[Change[Actor], ...]:
    """Agencies that came, went, or have other roles now; which function they have tells that they are the same."""
    before, after = _by_function(a), _by_function(b)
    found = []
    for key in (*before, *(k for k in after if k not in before)):
        old, new = before.get(key), after.get(key)
        if not old or not new:
            found.append(Change("added" if new else "dropped", old, new))
        elif old.roles != new.roles:
            found.append(Change("changed", old, new))
    return tuple(found)


def _by_function(actors: Iterable[Actor]) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for actor in actors:
        known = found.get(actor.key, actor)
        found[actor.key] = attrs.evolve(known, roles=tuple(sorted({*known.roles, *actor.roles})))
    return found


def goal_changes(a: Sequence[Goal], b: Sequence[Goal]) -> tuple[Change[Goal], ...]:
    """Targets of other value, unit, comparator or date; same indicator or (where none is named) same unit tells which is which."""
    old, new = _differing(a, b, lambda g: (fold(g.indicator), g.value, g.unit, g.comparator, g.date))
    alike = sorted(
        ((-score, i, j) for i, g in enumerate(old[:MOST]) for j, h in enumerate(new[:MOST]) if (score := _alike(g, h)) >= ALIKE),
    )
    left, right = dict(enumerate(old)), dict(enumerate(new))
    found: list[tuple[int, Change[Goal]]] = []
    for _, i, j in alike:
        if i in left and j in right:
            g, h = left.pop(i), right.pop(j)
            if (g.value, g.unit, g.comparator, g.date) != (h.value, h.unit, h.comparator, h.date):
                found.append((g.span[0], Change("changed", g, h)))
    found += [(g.span[0], Change("dropped", g, None)) for g in left.values()]
    return (*(change for _, change in sorted(found, key=lambda f: f[0])), *(Change("added", None, h) for h in right.values()))


def _alike(a: Goal, b: Goal) -> float:
    from rapidfuzz.distance import Indel

    if a.indicator and b.indicator:
        return Indel.normalized_similarity(a.indicator, b.indicator) - (0.1 if a.unit != b.unit else 0)
    return ALIKE if a.unit == b.unit and a.indicator == b.indicator else 0.0


def term_changes(a: Sequence[Term], b: Sequence[Term]) -> tuple[Change[Term], ...]:
    """Deadlines that are another day, came or went: what differs is paired in order."""
    old, new = _differing(a, b, lambda t: (t.date, t.bound) if t.date else (t.text, t.bound))
    return tuple(Change("changed" if g and h else "dropped" if g else "added", g, h) for g, h in zip_longest(old, new))


def _differing(a: Iterable[T], b: Iterable[T], key: Callable[[T], Hashable]) -> tuple[list[T], list[T]]:
    """What stands on one side only, each as often as it does there more."""
    b = list(b)
    a = list(a)
    return list(_beyond(a, Counter(map(key, b)), key)), list(_beyond(b, Counter(map(key, a)), key))


def _beyond(things: Iterable[T], known: Counter[Hashable], key: Callable[[T], Hashable]) -> Iterator[T]:
    for thing in things:
        if known[key(thing)] > 0:
            known[key(thing)] -= 1
        else:
            yield thing
