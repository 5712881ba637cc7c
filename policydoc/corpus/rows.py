"""The rows of one document in each table of a corpus (`columns.DICTIONARY` says what they mean)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from policydoc.document import Annotation, Document
from policydoc.source import Span
from policydoc.tree import Branch, Division, Node, ResponsibilityClause, Sentence

Row = dict[str, Any]


def rows_of(doc: Document, key: str, name: str, version: str) -> Iterator[tuple[str, Row]]:
    """All rows of a document as `(table, row)`; `key` is its key in all tables, `name` its input."""
    for table, row in _rows(doc, name, version):
        yield table, {"doc": key, **row}


def _rows(doc: Document, name: str, version: str) -> Iterator[tuple[str, Row]]:
    yield "documents", _document(doc, name, version)
    inside = _Divisions(doc)
    yield from inside.rows
    yield from _assignments(doc)
    for found in doc.annotations:
        if found.type in _OF_ANNOTATION:
            row = _OF_ANNOTATION[found.type](doc, found)
            yield f"{found.type}s", {"division": inside.at(found.span[0]), **row, **_place(found.span)}
    for doubt in doc.diagnostics:
        yield "diagnostics", {"code": doubt.code, "severity": doubt.severity, "message": doubt.message, **_place(doubt.span)}


def _document(doc: Document, name: str, version: str) -> Row:
    said = {field: value["value"] for field, value in doc.meta.to_dict().items() if isinstance(value, dict) and "value" in value}
    number = said.get("number") or {}
    plain = ("title", "kind", "date", "issued_title", "issued_kind", "visibility", "effective_from")
    return {
        "input": name,
        "sha256": doc.source.sha256,
        "media_type": doc.source.media_type,
        **{field: said.get(field) for field in plain},
        "number": number.get("raw"),
        **{field: number.get(field) for field in ("prefix", "year", "sequence")},
        **{field: [item.value for item in getattr(doc.meta, field)] for field in ("issuers", "addressees")},
        "characters": len(doc.text),
        "version": version,
    }


class _Divisions:
    """One walk over the tree: the rows of divisions, sentences and clauses, and the division at an offset."""

    def __init__(self, doc: Document) -> None:
        self.rows: list[tuple[str, Row]] = []
        self._starts: list[int] = [0]
        self._ids: list[str | None] = [None]
        places = {"divisions": 0, "sentences": 0}
        stack: list[tuple[str | None, Node | int]] = [(None, doc.root)]
        while stack:
            around, node = stack.pop()
            if isinstance(node, int):
                self._enter(node, around)
                continue
            own = around
            if isinstance(node, Division):
                own = node.id
                self._enter(node.span[0], own)
                stack.append((around, node.span[1]))
                self._add("divisions", _division(node, around, places))
            elif isinstance(node, Sentence):
                self._add("sentences", {"id": node.id, "division": around, "place": places["sentences"], "text": node.text, **_place(node.span)})
                places["sentences"] += 1
            elif isinstance(node, ResponsibilityClause):
                scope = {"scope_start": node.scope[0], "scope_end": node.scope[1]}
                self._add("clauses", {"id": node.id, "division": around, "text": node.text, **_place(node.span), **scope})
            if isinstance(node, Branch):
                stack.extend((own, child) for child in reversed(node.children))

    def at(self, offset: int) -> str | None:
        """The innermost division around an offset."""
        return self._ids[bisect_right(self._starts, offset) - 1]

    def _enter(self, offset: int, division: str | None) -> None:
        self._starts.append(offset)
        self._ids.append(division)

    def _add(self, table: str, row: Row) -> None:
        self.rows.append((table, row))


def _division(node: Division, around: str | None, places: dict[str, int]) -> Row:
    place = places["divisions"]
    places["divisions"] += 1
    heading = node.heading.text if node.heading else None
    said = {"type": node.type, "label": node.label, "number": node.number, "heading": heading}
    return {"id": node.id, "parent": around, "place": place, **said, **_place(node.span)}


def _assignments(doc: Document) -> Iterator[tuple[str, Row]]:
    levels = {a.span: a.value.get("level") for a in doc.annotations if a.type == "agency"}
    clause, place = "", 0
    for task in doc.tasks():
        place = place + 1 if task.clause == clause else 0
        clause = task.clause
        same = ("clause", "role", "leads", "agency", "name", "full_name", "open_list", "deadline", "date")
        row = {field: getattr(task, field) for field in same}
        yield "assignments", {**row, "place": place, "level": levels.get(task.agency_span), "task": task.text, **_place(task.agency_span)}


def _citation(doc: Document, found: Annotation) -> Row:
    return {field: found.value.get(field) for field in ("title", "number", "relation", "short")}


def _target(doc: Document, found: Annotation) -> Row:
    value = found.value.get("value")
    low, high = value if isinstance(value, list | tuple) and len(value) == 2 else (value, value)
    indicator = found.value.get("indicator")
    return {
        "value": _number(low),
        "value_to": _number(high),
        **{field: found.value.get(field) for field in ("unit", "comparator", "date")},
        "indicator": doc.text[slice(*indicator)] if indicator else None,
        "text": doc.text[slice(*found.span)],
    }


def _deadline(doc: Document, found: Annotation) -> Row:
    return {"text": doc.text[slice(*found.span)], **{field: found.value.get(field) for field in ("date", "bound", "precision")}}


_OF_ANNOTATION = {"citation": _citation, "target": _target, "deadline": _deadline}


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _place(span: Span) -> Row:
    return {"start": span[0], "end": span[1]}
