"""Documents inside a docx (w:altChunk): programs that make notices embed the page or the file that they were given."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import attrs

from policydoc.readers.docx_flow import Flow
from policydoc.readers.docx_package import RELATION, Parts
from policydoc.readers.errors import ReadError
from policydoc.readers.sniff import FORMATS, sniff
from policydoc.source import Hint, Source

_READ = ("html", "text", "mht", "docx")
"""What is read inside a docx; Word reads rtf there too."""


def write_chunk(flow: Flow, parts: Parts, element: Any, place: str) -> None:
    """Write the lines of an embedded document at its place; one that cannot be read is recorded as left out."""
    found = None if parts.inside else parts.embedded(element.get(RELATION))
    try:
        source = _read(*found) if found else None
    except ReadError:
        source = None
    if source is None or not source.text.strip():
        flow.removed.append((flow.length, "embedded document", found[0] if found else "missing"))
        return
    hints = {hint.span[0]: hint for hint in source.hints}
    at = 0
    for number, line in enumerate(source.text.split("\n"), 1):
        start = flow.put(line)
        anchor = f"{place}embedded document, line {number}"
        if line.strip():
            hint = hints.get(at, Hint((0, 0)))
            flow.hints.append(attrs.evolve(hint, span=(start, flow.length), label=None, anchor=anchor))
        at += len(line) + 1


def _read(name: str, data: bytes) -> Source:
    """The Source of an embedded document. Raises ReadError."""
    kind = sniff(data, name)
    if kind not in _READ:
        raise ReadError(f"{FORMATS[kind].title} inside a docx document is not read")
    if kind == "docx":
        from policydoc.readers.docx import read_docx

        return read_docx(data, inside=True)
    module = import_module(f"policydoc.readers.{FORMATS[kind].module}")
    source: Source = getattr(module, FORMATS[kind].function)(data, encoding=None)
    return source
