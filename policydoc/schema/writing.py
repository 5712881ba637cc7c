"""A document as JSON. Same document, same version: same bytes."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import IO, Any

import attrs

from policydoc.document import Document
from policydoc.schema.common import SCALARS, SCHEMA_VERSION, VERSION, Json
from policydoc.source import Hint
from policydoc.tree import Branch, Node


def to_dict(doc: Document) -> Json:
    """The document as plain dicts, lists, strings and numbers, in the order in which they are written."""
    source: Json = {name: getattr(doc.source, name) for name in ("uri", "media_type", "sha256", "reader")}
    source |= {name: _plain(value) for name in ("hints", "grids", "roles", "removed") if (value := getattr(doc.source, name))}
    return {
        "schema": SCHEMA_VERSION,
        "producer": f"policydoc {VERSION}",
        "source": source,
        "text": doc.text,
        "meta": _meta(doc),
        "decisions": _plain(doc.decisions),
        "root": _node(doc.root),
        "annotations": _plain(doc.annotations),
        "diagnostics": _plain(doc.diagnostics),
    }


def _meta(doc: Document) -> Any:
    try:
        return _plain(doc.meta)
    except ModuleNotFoundError as error:
        if error.name != "policydoc.meta":
            raise
        return {}


def dumps(doc: Document) -> str:
    """The document as one line of JSON, Chinese unescaped; `load` takes it back. Faster where orjson is installed."""
    return _line(doc).decode()


def dump(doc: Document, target: str | os.PathLike[str] | IO[Any]) -> None:
    """Write the document to a path or an open file (text or binary), UTF-8, with a newline at the end."""
    line = _line(doc) + b"\n"
    if isinstance(target, str | os.PathLike):
        Path(target).write_bytes(line)
    else:
        target.write(line.decode() if isinstance(target, io.TextIOBase) else line)


def _line(doc: Document) -> bytes:
    data = to_dict(doc)
    try:
        from orjson import dumps as fast

        fast_line = fast(data)
        if not _TWO_WAYS.search(fast_line):
            return fast_line
    except (ImportError, TypeError):  # TypeError: half of a surrogate pair or a huge integer, which the standard library takes
        pass
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return line.encode("utf-8", "backslashreplace")


_TWO_WAYS = re.compile(rb"[0-9]e|0\.0000")
"""Maybe a number that orjson and the standard library write in two ways: 0.00001 and 1e-05."""


@cache
def _shape(cls: type[Node]) -> tuple[str, tuple[str, ...], bool]:
    """Type, own fields, and whether there are children."""
    return cls.type, tuple(a.name for a in attrs.fields(cls) if a.name not in ("span", "id", "children")), issubclass(cls, Branch)


def _node(node: Any) -> Json:
    kind, names, branch = _shape(type(node))
    out: Json = {"type": kind, "id": node.id, "span": [*node.span]}
    for name in names:
        value = getattr(node, name)
        out[name] = value if type(value) in SCALARS else _plain(value)
    if branch:
        out["children"] = [_node(child) for child in node.children]
    return out


def _plain(value: Any) -> Any:
    """Records, tuples and mappings as dicts and lists. A hint says only what it knows."""
    if type(value) in SCALARS:
        if type(value) is float and not isfinite(value):
            raise ValueError(f"no JSON for {value}")
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(v) for key, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return {f.name: _plain(v) for f in fields if (v := getattr(value, f.name)) != f.default or type(value) is not Hint}
    raise TypeError(f"no JSON for {type(value).__name__}: {value!r}")
