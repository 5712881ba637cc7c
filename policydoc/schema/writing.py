"""A document as JSON. Same document, same version: same bytes."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import IO, Any

import attrs

from policydoc import __version__
from policydoc.document import Document
from policydoc.schema.common import SCALARS, SCHEMA_VERSION, Json
from policydoc.source import Hint
from policydoc.tree import Branch, Node


def to_dict(doc: Document) -> Json:
    """The document as plain dicts, lists, strings and numbers, in the order in which they are written."""
    source: Json = {name: getattr(doc.source, name) for name in ("uri", "media_type", "sha256", "reader")}
    source |= {name: _plain(value) for name in ("hints", "grids", "roles", "removed") if (value := getattr(doc.source, name))}
    return {
        "schema": SCHEMA_VERSION,
        "producer": f"policydoc {__version__}",
        "source": source,
        "text": doc.text,
        "meta": doc.meta.to_dict(),
        "decisions": _plain(doc.decisions),
        "root": _node(doc.root),
        "annotations": _plain(doc.annotations),
        "diagnostics": _plain(doc.diagnostics),
    }


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

        return fast(data)
    except (ImportError, TypeError):  # TypeError: a half of a surrogate pair, a huge integer, an _Exponent
        pass
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return line.encode("utf-8", "backslashreplace")


class _Exponent(float):
    """A number that orjson writes otherwise than the standard library (0.00001, 1e-05): it refuses a subclass of float."""


@cache
def _fields_of(cls: Any) -> tuple[str, ...]:
    return tuple(a.name for a in attrs.fields(cls) if a.name not in ("span", "id", "children"))


_own_fields: Callable[[Any], tuple[str, ...]] = _fields_of


def _node(node: Node) -> Json:
    out: Json = {"type": node.type, "id": node.id, "span": [*node.span]}
    for name in _own_fields(type(node)):
        value = getattr(node, name)
        out[name] = value if type(value) in SCALARS else _plain(value)
    if isinstance(node, Branch):
        out["children"] = [_node(child) for child in node.children]
    return out


def _plain(value: Any) -> Any:
    """Records, tuples and mappings as dicts and lists. A hint says only what it knows."""
    if type(value) is float:
        if not isfinite(value):
            raise ValueError(f"no JSON for {value}")
        return _Exponent(value) if "e" in repr(value) else value
    if type(value) in SCALARS:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(v) for key, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return {f.name: _plain(v) for f in fields if (v := getattr(value, f.name)) != f.default or type(value) is not Hint}
    raise TypeError(f"no JSON for {type(value).__name__}: {value!r}")
