"""Meaning beside the tree: who is meant, under which document, until when, how much.

An annotator is a plain callable `Document -> Iterable[Annotation]`. The project's own stand in `DEFAULT`; a package adds its own
through the entry-point group `policydoc.annotators`, with types that bear a prefix (`acme:risk`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TypeAlias

import attrs

from policydoc.document import Annotation, Document

Annotator: TypeAlias = Callable[[Document], Iterable[Annotation]]

GROUP = "policydoc.annotators"
"""The entry-point group of third parties' annotators."""

DEFAULT: dict[str, str] = {
    "agencies": "policydoc.annotators.agencies:agencies",
    "citations": "policydoc.annotators.citations:citations",
    "references": "policydoc.annotators.references:references",
    "deadlines": "policydoc.annotators.deadlines:deadlines",
    "targets": "policydoc.annotators.targets:targets",
}
"""The project's own annotators, in the order in which they run."""


@lru_cache(maxsize=1)
def annotators() -> dict[str, Annotator]:
    """All annotators by name: the project's own, then those of installed packages, ordered by name.

    A package that takes one of the project's names replaces that annotator.
    """
    from importlib.metadata import entry_points

    found: dict[str, Annotator] = {name: _load(place) for name, place in DEFAULT.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        found[point.name] = point.load()
    return found


def _load(place: str) -> Annotator:
    module, _, name = place.partition(":")
    loaded: Annotator = getattr(import_module(module), name)
    return loaded


def annotate(doc: Document, using: Sequence[Annotator] | None = None) -> Document:
    """The document with what the annotators find, ordered by span, beside what it already bears.

    `using` takes other annotators than the installed ones; an empty sequence changes nothing. What an annotator finds again
    replaces what it found before.

    >>> import policydoc
    >>> doc = policydoc.parse("一、目标\\n到2025年，绿色工厂达到30家。", annotate=False)
    >>> [a.type for a in annotate(doc).annotations]
    ['deadline', 'target']
    """
    found = [a for annotator in (annotators().values() if using is None else using) for a in annotator(doc)]
    if doc.annotations:
        again = {_order(a) for a in found}
        found.extend(a for a in doc.annotations if _order(a) not in again)
    return attrs.evolve(doc, annotations=tuple(sorted(found, key=_order)))


def _order(annotation: Annotation) -> tuple[int, int, str, str]:
    return (*annotation.span, annotation.type, annotation.by)
