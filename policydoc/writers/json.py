"""A document as JSON (`policydoc.schema` has the format)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policydoc.document import Document


def json(doc: Document) -> str:
    """The document as one line of JSON with a newline at its end."""
    from policydoc.schema import dumps

    return dumps(doc) + "\n"
