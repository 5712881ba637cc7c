"""JSON as a document: every type, span and field checked, each error with its path.

What reads a value is made from the type hints of the attrs classes, so that classes and format cannot drift apart.
"""

from __future__ import annotations

import json
import os
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs

from policydoc.diagnostics import Diagnostic, diagnostic
from policydoc.document import Annotation, Document
from policydoc.schema.common import ALLOWED, SCALARS, SCHEMA_VERSION, Json, SchemaError, json_path
from policydoc.source import Source, Span
from policydoc.tree import NODE_TYPES, Node, Root

MAX_DEPTH = 64
"""Levels of a tree that is read; the trees that `parse` makes have at most 20."""


def load(source: str | bytes | os.PathLike[str] | IO[Any]) -> Document:
    """The document of a JSON file: its path, an open file, or the JSON itself (a string that begins with `{`, or bytes).

    `meta` is made anew from the tree.
    Raises SchemaError with a path where the JSON is no document of this major version, OSError where it cannot be read.
    """
    content: Any = source
    if isinstance(source, os.PathLike) or (isinstance(source, str) and not source.lstrip().startswith("{")):
        content = Path(source).read_bytes()
    elif not isinstance(source, str | bytes):
        content = source.read()
    try:
        data = json.loads(content)
    except RecursionError:
        raise SchemaError("nested too deep") from None
    except ValueError as error:
        raise SchemaError(f"no JSON ({error})") from None
    return from_dict(data)


def from_dict(data: Any) -> Document:
    """The document of what `to_dict` gave; see `load`."""
    if not isinstance(data, dict):
        raise SchemaError(f"expected an object, found {_show(data)}")
    version = data.get("schema")
    match = re.fullmatch(r"policydoc/(\d{1,4})\.(\d{1,4})", version) if isinstance(version, str) else None
    ours = [int(n) for n in SCHEMA_VERSION.removeprefix("policydoc/").split(".")]
    if not match:
        raise SchemaError(f"expected {SCHEMA_VERSION!r}, found {_show(version)}: this is no document of policydoc", "$.schema")
    major, minor = int(match[1]), int(match[2])
    if major != ours[0]:
        hint = "install the policydoc that wrote it"
        raise SchemaError(f"the document is {version}, this version reads {SCHEMA_VERSION}: {hint}", "$.schema")
    text = data.get("text")
    if not isinstance(text, str):
        raise SchemaError(f"expected a string, found {_show(text)}", "$.text")
    return _Reader(text, newer=minor > ours[1]).document(data, str(version))


class _Reader:
    """Reads one document. `path` is where it stands; `unknown` gathers what a newer version added."""

    def __init__(self, text: str, newer: bool) -> None:
        self.text, self.length, self.newer = text, len(text), newer
        self.path: list[str | int] = []
        self.unknown: Json = {}

    def document(self, data: Json, version: str) -> Document:
        known = {"root": Root, **_CONTENTS}
        values = {name: self.at(name, _reads(hint), data[name]) for name, hint in known.items() if name in data}
        if type(values.get("root")) is not Root:
            self.fail("expected a node of the type document", "root")
        self.leftover({k: v for k, v in data.items() if k not in (*known, "schema", "producer", "source", "text", "meta")})
        source = data.get("source")
        if not isinstance(source, dict) or "text" in source:
            self.fail("expected an object without a text", "source")
        values["source"] = self.at("source", _reads(Source), {"text": self.text, **source})
        if self.newer:
            message = f"The document is {version}, this version knows {SCHEMA_VERSION}; fields that were kept: {len(self.unknown)}."
            newer = diagnostic("PD901", (0, 0), message, schema=version, unknown=self.unknown)
            values["diagnostics"] = (*values.get("diagnostics", ()), newer)
        return Document(**values)

    def at(self, key: str | int, read: Callable[[_Reader, Any], Any], value: Any) -> Any:
        self.path.append(key)
        if len(self.path) > 2 * MAX_DEPTH:
            self.fail("nested too deep")
        result = read(self, value)
        self.path.pop()
        return result

    def fail(self, message: str, *more: str | int) -> NoReturn:
        raise SchemaError(message, json_path([*self.path, *more]))

    def leftover(self, fields: Json) -> None:
        for name, value in fields.items():
            if not self.newer:
                self.fail("unknown field", name)
            self.unknown[json_path([*self.path, name])] = self.at(name, _reads(Any), value)


_CONTENTS: dict[str, Any] = {
    "decisions": Mapping[str, Any],
    "annotations": tuple[Annotation, ...],
    "diagnostics": tuple[Diagnostic, ...],
}

Reads: TypeAlias = Callable[[_Reader, Any], Any]


@cache
def _reads(hint: Any) -> Reads:
    """What reads a JSON value of a type hint."""
    if hint is Any:
        return _read_any
    if hint == Span:
        return _read_span
    if hint in _NAMES:
        return _reads_scalar(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _reads_optional(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return _reads_list(args[0]) if args[-1] is ... else _reads_row(args)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping
    return _read_node if issubclass(hint, Node) else _reads_record(hint)


_NAMES: dict[Any, str] = {str: "a string", int: "an integer", float: "a number", bool: "true or false"}


def _reads_scalar(cls: type) -> Reads:
    accepted = (int, float) if cls is float else (cls,)

    def read(reader: _Reader, value: Any) -> Any:
        if type(value) not in accepted:
            reader.fail(f"expected {_NAMES[cls]}, found {_show(value)}")
        return cls(value) if cls is float else value

    return read


def _read_span(reader: _Reader, value: Any) -> Span:
    if type(value) not in (list, tuple) or len(value) != 2 or not all(type(n) is int for n in value):
        reader.fail(f"expected a span [start, end], found {_show(value)}")
    start, end = value
    if not 0 <= start <= end <= reader.length:
        reader.fail(f"expected a span inside of the text of {reader.length} characters, found {_show(value)}")
    return start, end


def _read_any(reader: _Reader, value: Any) -> Any:
    if isinstance(value, dict):
        return _read_mapping(reader, value)
    if isinstance(value, list | tuple):
        return [reader.at(i, _read_any, v) for i, v in enumerate(value)]
    if type(value) not in SCALARS:
        reader.fail(f"expected a value of JSON, found {_show(value)}")
    return value


def _read_mapping(reader: _Reader, value: Any) -> Json:
    if not isinstance(value, dict):
        reader.fail(f"expected an object, found {_show(value)}")
    return {key: reader.at(key, _read_any, v) for key, v in value.items()}


def _reads_optional(inner: Any) -> Reads:
    read = _reads(inner)
    return lambda reader, value: None if value is None else read(reader, value)


def _reads_list(inner: Any) -> Reads:
    read_one = _reads(inner)

    def read(reader: _Reader, value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple):
            reader.fail(f"expected a list, found {_show(value)}")
        return tuple([reader.at(i, read_one, v) for i, v in enumerate(value)])

    return read


def _reads_row(hints: tuple[Any, ...]) -> Reads:
    reads = [_reads(hint) for hint in hints]

    def read(reader: _Reader, value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple) or len(value) != len(reads):
            reader.fail(f"expected a list of {len(reads)}, found {_show(value)}")
        return tuple(reader.at(i, reads[i], v) for i, v in enumerate(value))

    return read


def _reads_record(cls: Any) -> Reads:
    hints = get_type_hints(cls)
    fields = [(a.name, _plain_types(hints[a.name]), _reads(hints[a.name]), a.default is attrs.NOTHING) for a in attrs.fields(cls)]
    names = {name for name, *_ in fields} | ({"type"} if issubclass(cls, Node) else set())
    allowed = {name: words for (owner, name), words in ALLOWED.items() if owner is cls}

    def read(reader: _Reader, value: Any) -> Any:
        if type(value) is not dict:
            reader.fail(f"expected an object, found {_show(value)}")
        values = {}
        for name, plain, read_field, required in fields:
            if name in value:
                found = value[name]
                values[name] = found if type(found) in plain else reader.at(name, read_field, found)
            elif required:
                reader.fail(f"the field {name!r} is missing")
        for name, words in allowed.items():
            if values[name] not in words:
                reader.fail(f"expected one of {', '.join(words)}, found {_show(values[name])}", name)
        if not names.issuperset(value):
            reader.leftover({key: v for key, v in value.items() if key not in names})
        return cls(**values)

    return read


def _plain_types(hint: Any) -> set[Any]:
    """The types of JSON values that a hint takes as they are."""
    if hint == Span or hint is Any:
        return set()
    hints = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return {h for h in hints if h in (str, int, bool, type(None))}


def _read_node(reader: _Reader, value: Any) -> Any:
    name = value.get("type") if type(value) is dict else None
    cls = NODE_TYPES.get(name) if isinstance(name, str) else None
    if cls is None:
        reader.fail(f"expected a node, found {_show(value if name is None else name)}", *(["type"] if name is not None else []))
    return _record_of(cls)(reader, value)


_record_of: Callable[[Any], Reads] = cache(_reads_record)


def _show(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."
