"""Documents as JSON: `dump`, `load`, the version of the format and its JSON Schema."""

from policydoc.schema.common import SCHEMA_VERSION, SchemaError
from policydoc.schema.jsonschema import json_schema, validate
from policydoc.schema.reading import from_dict, load
from policydoc.schema.writing import dump, dumps, to_dict

__all__ = ["SCHEMA_VERSION", "SchemaError", "dump", "dumps", "from_dict", "json_schema", "load", "to_dict", "validate"]
