"""The JSON Schema of a document, made from the same classes and type hints as the JSON itself."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from policydoc.diagnostics import Diagnostic
from policydoc.document import Annotation
from policydoc.schema.common import ALLOWED, SCHEMA_VERSION, Json, SchemaError, json_path
from policydoc.source import Source, Span
from policydoc.tree import NODE_TYPES, Node

_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_SPAN: Json = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}


def json_schema() -> Json:
    """The JSON Schema (draft 2020-12) of what `to_dict` gives; `schemas/` holds it as a file."""
    name, version = SCHEMA_VERSION.split("/")
    records: dict[str, Json] = {}
    properties: Json = {
        "schema": {"const": SCHEMA_VERSION},
        "producer": {"type": "string", "description": "Name and version of the program that wrote the document."},
        "source": _schema(Source, records),
        "text": {"type": "string", "description": "The text that every span counts in, in code points."},
        "meta": _meta(records),
        "decisions": {"type": "object", "description": "What was decided about the document as a whole."},
        "root": {"allOf": [{"$ref": "#/$defs/node"}, {"properties": {"type": {"const": "document"}}}]},
        "annotations": {"type": "array", "items": _schema(Annotation, records)},
        "diagnostics": {"type": "array", "items": _schema(Diagnostic, records)},
    }
    nodes = {kind: _node(cls, records) for kind, cls in NODE_TYPES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name}:schema:{version}",
        "title": f"A document of {name}, version {version}",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": {"node": _any_node(), "span": _SPAN, **records, **nodes},
    }


def validate(data: Json) -> None:
    """Hold the JSON of a document against the JSON Schema; SchemaError with the path of the first fault.

    Needs the extra `policydoc[validate]`.
    """
    try:
        import jsonschema_rs
    except ImportError:
        raise ImportError('validating needs jsonschema-rs: pip install "policydoc[validate]"') from None
    try:
        jsonschema_rs.validator_for(json_schema()).validate(data)
    except jsonschema_rs.ValidationError as error:
        raise SchemaError(error.message, json_path(list(error.instance_path))) from None


def _meta(records: dict[str, Json]) -> Json:
    """What the notice says about itself: only what it says is there."""
    from policydoc.meta import Field, Meta

    hints = get_type_hints(Meta)
    properties = {f.name: _schema(hints[f.name], records) for f in attrs.fields(Meta)}
    properties["fields"] = {"type": "object", "additionalProperties": _schema(Field[str], records)}
    description = "What the notice says about itself; made from the tree, passed over when a document is read."
    return {"description": description, "type": "object", "properties": properties, "additionalProperties": False}


def _any_node() -> Json:
    """A node by its type. `if` and `then` rather than `oneOf`: an error then names the field and not the whole tree."""
    choices = [{"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}} for kind in NODE_TYPES]
    return {"type": "object", "properties": {"type": {"enum": list(NODE_TYPES)}}, "required": ["type"], "allOf": choices}


def _node(cls: type[Node], records: dict[str, Json]) -> Json:
    schema = _record(cls, records)
    own = {name: value for name, value in schema["properties"].items() if name not in ("id", "span", "children")}
    first = {"type": {"const": cls.type}, "id": {"type": "string", "minLength": 1}, "span": {"$ref": "#/$defs/span"}}
    last = {"children": schema["properties"]["children"]} if "children" in schema["properties"] else {}
    properties = {**first, **own, **last}
    return {**schema, "properties": properties, "required": list(properties)}


def _record(cls: Any, records: dict[str, Json]) -> Json:
    hints = get_type_hints(cls)
    properties: Json = {}
    for field in attrs.fields(cls):
        words = ALLOWED.get((cls, field.name))
        properties[field.name] = {"enum": list(words)} if words else _schema(hints[field.name], records)
    required = [field.name for field in attrs.fields(cls) if field.default is attrs.NOTHING]
    if cls is Source:
        del properties["text"]
        required = ["uri", "media_type", "sha256", "reader"]
    return {
        "description": (cls.__doc__ or "").split("\n\n")[0].replace("\n", " "),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _schema(hint: Any, records: dict[str, Json]) -> Json:
    """The schema of a type hint; that of a class goes to `records` and is referred to."""
    if hint is Any or isinstance(hint, TypeVar):
        return {}
    if hint == Span:
        return {"$ref": "#/$defs/span"}
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(a, records) for a in args]}
    if origin is tuple and args[-1] is ...:
        return {"type": "array", "items": _schema(args[0], records)}
    if origin is tuple:
        items = [_schema(a, records) for a in args]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object"}
    if origin is None and issubclass(hint, Node):
        return {"$ref": "#/$defs/node"}
    if origin is not None:
        return _schema_of_generic(origin, args, records)
    name = hint.__name__.lower()
    if name not in records:
        records[name] = {}
        records[name] = _record(hint, records)
    return {"$ref": f"#/$defs/{name}"}


def _schema_of_generic(origin: Any, args: tuple[Any, ...], records: dict[str, Json]) -> Json:
    """The schema of a generic record with its types filled in (`Field[str]`), written out in place."""
    schema = _record(origin, records)
    filled = dict(zip(origin.__parameters__, args, strict=True))
    hints = get_type_hints(origin)
    schema["properties"] = {name: _schema(filled.get(hints[name], hints[name]), records) for name in schema["properties"]}
    return schema
