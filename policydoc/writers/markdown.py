"""A document as Markdown (CommonMark with pipe tables): headings by level, clauses in their place, metadata as front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policydoc.source import BLANK, WHITE, Span
from policydoc.tree import Division, Title
from policydoc.writers.blocks import Block, blocks

if TYPE_CHECKING:
    from policydoc.document import Document

LEFT_OUT = {"wrapper", "metadata", "table_of_contents"}
"""What is no part of the document; the publisher's fields stand in the front matter."""

LINES_KEPT = {"title", "attachment_list", "note", "copies", "imprint", "issuer_mark"}

_BREAK = re.compile(f"[{BLANK}]*[\r\n][{BLANK}]*")
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
_OPENING = re.compile(r"(?:[#+\-=:]|\d{1,9}(?=[.)]))")


def markdown(doc: Document) -> str:
    """The document as Markdown.

    >>> import policydoc
    >>> print(markdown(policydoc.parse("一、任务\\n（一）增绿。植树造林。（市林业局牵头）")), end="")
    ## 一、任务
    <BLANKLINE>
    ### （一）增绿
    <BLANKLINE>
    植树造林。（市林业局牵头）
    """
    head = _front_matter(doc)
    parts = [part for block in blocks(doc) if block.kind not in LEFT_OUT for part in _block(doc, block)]
    return "\n\n".join([head, *parts] if head else parts) + "\n"


def _front_matter(doc: Document) -> str:
    """YAML; its strings are JSON strings, which YAML reads as they are."""
    meta = doc.meta
    record: dict[str, Any] = {
        "title": meta.title and meta.title.value,
        "kind": meta.kind and meta.kind.value,
        "number": meta.number and meta.number.value.raw,
        "issuers": [f.value for f in meta.issuers],
        "addressees": [f.value for f in meta.addressees],
        "date": meta.date and meta.date.value,
        "effective_from": meta.effective_from and meta.effective_from.value,
        "validity": meta.validity and meta.validity.value,
        "issued_title": meta.issued_title and meta.issued_title.value,
        "visibility": meta.visibility and meta.visibility.value,
        "fields": {name: field.value for name, field in meta.fields},
        "sha256": doc.source.sha256,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items() if value]
    return "\n".join(["---", *lines, "---"]).replace("\x7f", "\\u007f").replace("\x85", "\\u0085") if lines else ""


def _block(doc: Document, block: Block) -> Iterator[str]:
    quote = "> " if block.boxed else ""
    if block.rows:
        yield _table(doc, block.rows, quote)
        return
    start, end = block.span
    if isinstance(block.node, Title):
        yield f"{quote}# {_escaped(_joined(doc.text[start:end]))}"
    elif isinstance(block.node, Division) and block.heading and block.node.heading:
        yield f"{quote}{'#' * min(6, 1 + len(block.path))} {_escaped(_joined(doc.text[slice(*block.heading)]))}"
        body = doc.text[block.heading[1] : end].lstrip(f"。：:{WHITE}")
        if body:
            yield quote + _line(_joined(body))
    elif block.kind in ("attachment", "caption"):
        yield f"{quote}**{_escaped(_joined(doc.text[start:end]))}**"
    elif block.kind in LINES_KEPT:
        lines = (line.strip(WHITE) for line in doc.text[start:end].splitlines())
        yield "\\\n".join(quote + _line(line) for line in lines if line)
    elif text := _joined(doc.text[start:end]):
        yield quote + _line(text)


def _table(doc: Document, rows: tuple[tuple[Span, ...], ...], quote: str) -> str:
    """A pipe table, its first row the head."""
    width = max(map(len, rows))
    lines = [[_cell(doc.text[slice(*span)]) for span in cells] + [""] * (width - len(cells)) for cells in rows]
    lines.insert(1, ["---"] * width)
    return "\n".join(f"{quote}| {' | '.join(cells)} |" for cells in lines)


def _cell(text: str) -> str:
    return "<br>".join(_escaped(line.strip(WHITE)) for line in text.splitlines() if line.strip(WHITE))


def _line(text: str) -> str:
    """Text as a paragraph: what would open a list or a heading does not."""
    escaped = _escaped(text)
    if opening := _OPENING.match(escaped):
        at = opening.end() if escaped[0].isdigit() else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return escaped


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: "\\" + m[0], text)


def _joined(text: str) -> str:
    return _BREAK.sub("", text).strip(WHITE).replace("\x00", "\ufffd")
