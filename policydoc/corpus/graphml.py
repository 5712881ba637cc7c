"""A citation graph as GraphML, for networkx, Gephi, igraph, yEd, and as rows for tables.

GraphML: http://graphml.graphdrawing.org/specification.html. Characters that XML 1.0 cannot hold (2.2 Char) become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs

from policydoc.corpus.graph import Edge, Graph, Node

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NODE_KEYS = {
    "label": "string",
    "external": "boolean",
    "number": "string",
    "title": "string",
    "kind": "string",
    "issuers": "string",
    "date": "string",
    "year": "int",
    "cited_by": "int",
    "cites": "int",
}
EDGE_KEYS = {"relation": "string", "by": "string", "weight": "int", "places": "string"}
"""Of an edge `weight` is how often; programs that draw graphs know it by that name."""


def graphml(graph: Graph) -> Iterator[str]:
    """The lines of a GraphML file; the id of a node is that of its row."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for owner, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'<key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    ids = _ids(graph.nodes)
    for node in graph.nodes:
        row = node_row(node) | {"label": node.title or node.number or node.id}
        yield f"<node id={ids[node.id]}>{_data('node', NODE_KEYS, row)}</node>\n"
    for i, edge in enumerate(graph.edges):
        row = edge_row(edge) | {"weight": len(edge.places)}
        ends = f'id="e{i}" source={ids[edge.source]} target={ids[edge.target]}'
        yield f"<edge {ends}>{_data('edge', EDGE_KEYS, row)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def node_row(node: Node) -> dict[str, Any]:
    """The row of a node in the table of nodes."""
    return attrs.asdict(node) | {"issuers": list(node.issuers)}


def edge_row(edge: Edge) -> dict[str, Any]:
    """The row of an edge in the table of edges."""
    places = [f"{start}-{end}" for start, end in edge.places]
    return attrs.asdict(edge) | {"places": places, "count": len(places)}


def _ids(nodes: Iterable[Node]) -> dict[str, str]:
    """Ids as attributes in XML; what cleaning makes equal is told apart again."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for node in nodes:
        clean = _NO_XML.sub("\ufffd", node.id)
        while clean in taken:
            clean += "′"
        taken.add(clean)
        ids[node.id] = quoteattr(clean)
    return ids


def _data(owner: str, keys: dict[str, str], row: dict[str, Any]) -> str:
    """The data of a node or edge; what it lacks is left out."""
    parts = []
    for name in keys:
        value = row[name]
        if value is None or value == []:
            continue
        text = str(value).lower() if isinstance(value, bool) else "; ".join(value) if isinstance(value, list) else str(value)
        parts.append(f'<data key="{owner}_{name}">{escape(_NO_XML.sub(chr(0xFFFD), text))}</data>')
    return "".join(parts)
