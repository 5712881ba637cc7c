"""Attachments (附件): the list under the text against what is annexed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from policydoc.document import Document
from policydoc.lint.elements import number_of_annex
from policydoc.lint.facts import Part, facts
from policydoc.lint.finding import Finding
from policydoc.meta_values import squeeze
from policydoc.parsing.numerals import value
from policydoc.source import Span, fold
from policydoc.tree import Attachment, AttachmentList, Title

MOST = 200
"""So many entries of a list are looked for in the text."""
_ENTRY = re.compile(
    r"(?:^|(?<=[\n；;。：:]))[\s\u3000]*(?:附\s*件?\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]|附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3})?[\s\u3000]*"
    r"(?P<number>[0-9０-９]{1,2}(?=[.．、﹒\s])|[一二三四五六七八九十]{1,3}(?=、))?[.．、﹒]?[\s\u3000]*(?P<name>[^\n]*)"
)


@attrs.frozen
class Entry:
    """A line of the list: number, name and where the name stands."""

    number: int | None
    name: str
    span: Span


def entries(part: Part) -> list[Entry]:
    """The attachments that the list names."""
    found: list[Entry] = []
    for node in part.of(AttachmentList):
        at = node.span[0]
        for line in node.text.splitlines(keepends=True):
            match = _ENTRY.match(line)
            name = match["name"].rstrip() if match else ""
            if match and name:
                start = at + match.start("name")
                number = value(fold(match["number"])) if match["number"] else None
                labelled = number_of_annex(line) if number is None else number
                if found and number is None and labelled is None and not re.match(r"\s*附", line):  # a name runs on
                    last = found.pop()
                    found.append(Entry(last.number, last.name + name, (last.span[0], start + len(name))))
                else:
                    found.append(Entry(labelled, name, (start, start + len(name))))
            at += len(line)
    return found


def _annexes(part: Part) -> list[tuple[int | None, str, Attachment]]:
    return [
        (a.number, squeeze("".join(c.text for c in a.children if isinstance(c, Title))), a)
        for a in part.attachments
        if a.kind == "annex" and not re.search(r"\d\s*[-—－]\s*\d", a.label or "")
    ]


_EDGE = re.compile(r"[《》〈〉“”\"（）()〔〕\[\]、，,。；;：:.．\-—－·\s]")


def _bare(name: str) -> str:
    """A name without what may be written in two ways: marks and widths."""
    return _EDGE.sub("", fold(name))


def _paired(part: Part) -> Iterator[tuple[Entry, str, Attachment]]:
    """Entries of the list and the annexes that bear their number."""
    listed = entries(part)
    annexes = _annexes(part)
    if len(listed) == 1 and len(annexes) == 1:
        yield listed[0], annexes[0][1], annexes[0][2]
        return
    by_number = {e.number: e for e in listed if e.number is not None}
    for number, title, node in annexes:
        if number in by_number:
            yield by_number[number], title, node


def titles_differ(doc: Document) -> Iterator[Finding]:
    """PL241: the list names an annex otherwise than its own title does."""
    for part in facts(doc).parts:
        for entry, title, node in _paired(part):
            listed, own = _bare(entry.name), _bare(title)
            goes_on = own.startswith(listed) or listed.startswith(own) or own.endswith(listed) or listed.endswith(own)
            where = next((c.span for c in node.children if isinstance(c, Title)), node.span)
            goes_on |= listed in _bare(doc.text[where[0] : where[0] + 200])  # a title of several lines
            if len(own) > 3 and len(listed) > 3 and not goes_on:
                yield Finding(where, {"listed": squeeze(entry.name), "title": title})


def annex_missing(doc: Document) -> Iterator[Finding]:
    """PL242: some of the annexes that the list names stand in the file, others do not."""
    for part in facts(doc).parts:
        present = {number for number, _, _ in _annexes(part) if number is not None}
        listed = entries(part)[:MOST] if present else []
        rest = _bare(doc.text[listed[-1].span[1] :]) if listed else ""
        for entry in listed:
            if entry.number is None or entry.number in present or entry.number > max(present):
                continue
            if not re.search(r"略|另[发附行]|单独|另册|不[公发]", entry.name) and _bare(entry.name) not in rest:
                yield Finding(entry.span, {"number": entry.number, "name": squeeze(entry.name)})


def annex_unlisted(doc: Document) -> Iterator[Finding]:
    """PL243: an annex that the list does not name."""
    for part in facts(doc).parts:
        listed = {e.number for e in entries(part)}
        if len(listed) < 2 or None in listed:
            continue
        for number, title, node in _annexes(part):
            if number is not None and number not in listed:
                span = (node.span[0], node.span[0] + max(1, len(node.label or "")))
                yield Finding(span, {"number": number, "title": title, "listed": max(n for n in listed if n)})


def list_punctuation(doc: Document) -> Iterator[Finding]:
    """PL244: a mark of punctuation behind the name of an attachment."""
    for part in facts(doc).parts:
        for entry in entries(part):
            if entry.name.endswith(("。", "；", "，", ";", ",", "、", ".", "．")):
                span = (entry.span[1] - 1, entry.span[1])
                yield Finding(span, {"mark": entry.name[-1]}, ((span, ""),))


def label_chinese(doc: Document) -> Iterator[Finding]:
    """PL245: 附件一 instead of 附件1."""
    for part in facts(doc).parts:
        for node in part.attachments:
            found = re.match(r"\s*附\s*件\s*([一二三四五六七八九十]{1,3})", node.label or "")
            if found and (number := value(found[1])):
                span = (node.span[0] + found.start(1), node.span[0] + found.end(1))
                yield Finding(span, {"label": squeeze(found[0]), "right": f"附件{number}"}, ((span, str(number)),))


def reference_beyond(doc: Document) -> Iterator[Finding]:
    """PL246: the text refers to an annex that the list does not name."""
    known = facts(doc)
    if len(known.parts) != 1:
        return
    part = known.parts[0]
    listed = {e.number for e in entries(part)}
    if len(listed) < 2 or None in listed:
        return
    own = {number for number, _, _ in _annexes(part)}
    for found in known.annotations("reference"):
        number = found.value.get("annex")
        inside = known.home(found.span[0]) >= 0
        foreign = re.search(r"[》）)]\s*的?(?:附件\d{1,2}[、和及])*$", doc.text[max(0, found.span[0] - 24) : found.span[0]])
        if number and number not in listed | own and found.value.get("law") is None and not inside and not foreign:
            yield Finding(found.span, {"number": number, "listed": max(n for n in listed if n)})
