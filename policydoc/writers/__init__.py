"""What leaves: a plain callable each, Document in, text (or the bytes of a file) out.

The project's own stand in `WRITERS`; a package adds its own through the entry-point group `policydoc.writers`, and
`policydoc convert --to` takes all of them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from policydoc.document import Document

Writer: TypeAlias = "Callable[[Document], str | bytes]"

GROUP = "policydoc.writers"
"""The entry-point group of third parties' writers. Files end as the callable's attribute `ending` says, else in `.` and the name."""

WRITERS: dict[str, tuple[str, str]] = {
    "json": (".json", "policydoc.writers.json:json"),
    "outline": (".outline", "policydoc.writers.outline:outline"),
    "markdown": (".md", "policydoc.writers.markdown:markdown"),
    "chunks": (".jsonl", "policydoc.writers.chunks:chunks"),
    "html": (".page.html", "policydoc.writers.html:html"),
    "akn": (".akn.xml", "policydoc.writers.akn:akn"),
    "docx": (".docx", "policydoc.writers.docx:docx"),
    "labelstudio": (".labelstudio.json", "policydoc.writers.interchange:labelstudio"),
    "doccano": (".doccano.jsonl", "policydoc.writers.interchange:doccano"),
    "doccano-relations": (".doccano.jsonl", "policydoc.writers.interchange:doccano_relations"),
    "brat": (".brat.zip", "policydoc.writers.interchange:brat"),
    "cas": (".xmi", "policydoc.writers.cas:cas"),
    "conllu": (".conllu", "policydoc.writers.conllu:conllu"),
}
"""The project's own writers: how their files end, where they are."""

ENDINGS = tuple(dict.fromkeys(ending for ending, _ in WRITERS.values() if ending not in (".md", ".jsonl", ".docx")))
"""Endings of files that are no documents, since a writer made them; .md, .jsonl and .docx may be either."""

IN_LINES = ("json", "chunks", "labelstudio", "doccano", "doccano-relations")
"""Those that write lines of JSON, so that many documents make one JSONL file."""


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """All writers by name, the project's own first."""
    from importlib.metadata import entry_points

    return (*WRITERS, *sorted({point.name for point in entry_points(group=GROUP)} - set(WRITERS)))


@lru_cache
def writer(name: str) -> tuple[str, Writer]:
    """The ending of a writer's files, and the writer. Raises KeyError for a name that nobody has.

    >>> writer("markdown")[0]
    '.md'
    """
    if name in WRITERS:
        ending, place = WRITERS[name]
        module, _, function = place.partition(":")
        return ending, getattr(import_module(module), function)
    from importlib.metadata import entry_points

    point = next((p for p in entry_points(group=GROUP) if p.name == name), None)
    if point is None:
        raise KeyError(name)
    loaded: Writer = point.load()
    return getattr(loaded, "ending", f".{name}"), loaded
