"""What writing, reading and the JSON Schema share: versions, the words that a field may hold, the error."""

from __future__ import annotations

from typing import Any, TypeAlias

from policydoc.diagnostics import Diagnostic
from policydoc.tree import ROLES, Assignment, Attachment

SCHEMA_VERSION = "policydoc/1.0"
"""Of the JSON. A new minor version adds fields, a new major one does everything else."""

ALLOWED: dict[tuple[type, str], tuple[str, ...]] = {
    (Assignment, "role"): ROLES,
    (Attachment, "kind"): ("issued", "annex"),
    (Diagnostic, "severity"): ("info", "warning", "error"),
}
"""Fields that hold one of a few words."""

Json: TypeAlias = dict[str, Any]
SCALARS = {str, int, float, bool, type(None)}


class SchemaError(ValueError):
    """JSON that is no policydoc document. `path` is the place, as in `$.root.children[2].span`."""

    def __init__(self, message: str, path: str = "$") -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


def json_path(keys: list[str | int]) -> str:
    """Keys and indices as a path.

    >>> json_path(["root", "children", 2, "span"])
    '$.root.children[2].span'
    """
    return "$" + "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in keys)
