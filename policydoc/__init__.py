"""policydoc reads Chinese official notices (公文) and gives back a typed tree: chapters, measures, sentences, and who must do what.

>>> import policydoc
>>> doc = policydoc.parse("（一）加强就业服务。各地要完善服务。（省财政厅牵头，省教育厅配合）")
>>> [(a.role, [g.name for g in a.children]) for a in doc.find(policydoc.Assignment)]
[('lead', ['省财政厅']), ('cooperate', ['省教育厅'])]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_NODES = (
    "Node Branch Leaf Element Division Root Wrapper Metadata Notice CopyNumber Secrecy Urgency IssuerMark DocumentNumber Signer Title "
    "Addressees AttachmentList Signature IssueDate Note Copies Imprint TableOfContents Attachment Part Chapter Section Subsection Article "
    "Measure Item Subitem Point Unnumbered Heading Paragraph Sentence ResponsibilityClause Assignment Agency Deadline Table Box Caption Row "
    "Cell"
).split()
_HOMES = {
    **dict.fromkeys([*_NODES, "walk", "find", "children", "check_tree"], "policydoc.tree"),
    "parse": "policydoc.parser",
    "read": "policydoc.parser",
    "Document": "policydoc.document",
    "Annotation": "policydoc.document",
    "Diagnostic": "policydoc.diagnostics",
    "Source": "policydoc.source",
    "ReadError": "policydoc.readers",
    "SchemaError": "policydoc.schema",
    "load": "policydoc.schema",
    "dump": "policydoc.schema",
    "dumps": "policydoc.schema",
}
__all__ = ["__version__", *_HOMES]

if TYPE_CHECKING:
    from policydoc.diagnostics import Diagnostic as Diagnostic
    from policydoc.document import Annotation as Annotation
    from policydoc.document import Document as Document
    from policydoc.parser import parse as parse
    from policydoc.parser import read as read
    from policydoc.readers import ReadError as ReadError
    from policydoc.schema import SchemaError as SchemaError
    from policydoc.schema import dump as dump
    from policydoc.schema import dumps as dumps
    from policydoc.schema import load as load
    from policydoc.source import Source as Source
    from policydoc.tree import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used: `import policydoc` costs nothing."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'policydoc' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
