"""report: what the parser doubts, as diagnostics, and what it decided about the document as a whole, as decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from policydoc.diagnostics import Diagnostic, diagnostic
from policydoc.parsing.layout import Layout
from policydoc.parsing.lines import MARK_FIRST, Line
from policydoc.parsing.marks import MARK
from policydoc.parsing.scan import Scan
from policydoc.source import Source, Span
from policydoc.tree import RANKS

Parts = Sequence[tuple[str, list[Line]]]
MOST = 50
"""So many findings of one kind are told one by one; the last tells how many more there are."""


def report(
    source: Source, laid: Layout, found: Scan, lines: Sequence[Line], parts: Parts
) -> tuple[list[Diagnostic], Mapping[str, Any]]:
    """Diagnostics in the order of the text, and the decisions."""
    text = source.text
    findings: list[Diagnostic] = []
    findings += _reader(source)
    findings += _frame(text, parts)
    for kind, part in parts:
        if kind not in ("around", "colophon"):
            findings += islice(_rows(text, part), 20 * MOST)
    findings += islice(_no_marks(text, lines), 20 * MOST)
    findings += _pairs(text, found)
    findings += islice(_clauses(text, lines), 20 * MOST)
    ran_on = [line for line in lines if line.ran_on and line.mark is not None]
    if ran_on:
        span = (ran_on[0].start, ran_on[0].mark.end if ran_on[0].mark else ran_on[0].end)
        findings.append(
            diagnostic("PD305", span, f"Divisions that run on without a line break before them: {len(ran_on)}.", count=len(ran_on))
        )
    if laid.joined:
        message = f"{len(laid.joined)} paragraphs were put together from lines of about {laid.width} characters."
        findings.append(diagnostic("PD307", laid.joined[0], message, count=len(laid.joined)))
    findings = _first(findings)
    findings.sort(key=lambda d: (d.span, d.code))
    decisions = {
        "line_breaks": "wrapped" if laid.width else "lost" if any(line.ran_on and line.mark is None for line in lines) else "kept",
        "wrapped_at": laid.width,
        "notices": sum(1 for kind, _ in parts if kind == "notice"),
        "issued": sum(1 for kind, _ in parts if kind == "issued"),
        "annexes": sum(1 for kind, _ in parts if kind == "annex"),
    }
    return findings, decisions


def _first(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """So many of each code; the last of a longer list says how many more there are."""
    counts = Counter(d.code for d in findings)
    if all(n <= MOST for n in counts.values()):
        return list(findings)
    told: Counter[str] = Counter()
    result = []
    for found in findings:
        told[found.code] += 1
        if told[found.code] <= MOST:
            result.append(found)
        elif told[found.code] == MOST + 1:
            more = counts[found.code] - MOST - 1
            result.append(diagnostic(found.code, found.span, f"{found.message} {more} more like it.", more=more))
    return result


def _reader(source: Source) -> Iterator[Diagnostic]:
    for offset, what, said in source.removed:
        if what == "encoding":
            yield diagnostic("PD101", (offset, min(offset + 1, len(source.text))), f"The encoding was guessed: {said}.")


def _frame(text: str, parts: Parts) -> Iterator[Diagnostic]:
    notices = [part for kind, part in parts if kind == "notice"]
    if len(notices) > 1:
        yield diagnostic(
            "PD204", (notices[1][0].start, notices[1][0].end), f"The file holds {len(notices)} notices.", count=len(notices)
        )
    if notices and not any(line.role == "title" for line in notices[0]):
        first = notices[0][0]
        yield diagnostic("PD201", (first.start, first.end), "The document has no title that could be told.")
    titles = {"".join(text[line.start : line.end].split()) for part in notices for line in part if line.role == "title"}
    around = [line for kind, part in parts if kind == "around" for line in part]
    if around:
        yield diagnostic(
            "PD202", (around[0].start, around[0].end), f"Lines around the document were set apart: {len(around)}.", count=len(around)
        )
    for line in around:
        if line.end - line.start < 200 and "".join(text[line.start : line.end].split()) in titles:
            yield diagnostic("PD203", (line.start, line.end), "A copy of the title; the one next to the document is the title.")


def _rows(text: str, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Gaps, doubles and mixed styles in the rows of divisions; a row may run through its chapters or begin anew."""
    last: dict[str, int] = {}
    styles: dict[str, str] = {}
    for line in lines:
        mark = line.mark
        if mark is None or mark.number is None or line.role not in RANKS:
            continue
        kind, number = line.role, mark.number
        before = last.get(kind, 0)
        last[kind] = number
        if number != 1 and number != before + 1:
            yield _out_of_row(text[line.start : mark.end], number, before, (line.start, mark.end))
        if kind == "item" and styles.setdefault(kind, mark.style) != mark.style:
            label = text[line.start : mark.end]
            message = f"{label} is written in another style than the divisions before it."
            yield diagnostic("PD304", (line.start, mark.end), message, style=mark.style)
            styles[kind] = mark.style


def _out_of_row(label: str, number: int, before: int, span: Span) -> Diagnostic:
    if before == 0:
        return diagnostic("PD303", span, f"The row begins with {label}.", number=number)
    if number == before:
        return diagnostic("PD302", span, f"{label} stands twice in its row.", number=number)
    if number > before:
        missing = list(range(before + 1, min(number, before + 20)))
        return diagnostic("PD301", span, f"Before {label} the row has no {before + 1}.", number=number, missing=missing)
    return diagnostic("PD303", span, f"After {before} the row goes on with {label}.", number=number)


def _no_marks(text: str, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Lines that begin like a division and are none: 一、二级医院, （一）至（三）项."""
    for line in lines:
        if line.mark is None and text[line.start] in MARK_FIRST and line.role in ("para", "resp"):
            match = MARK.match(text, line.start, line.end)
            if match:
                yield diagnostic(
                    "PD306",
                    match.span(),
                    f"{match[0]} looks like a mark and was read as text: {text[match.start() : match.end() + 6]}",
                )


def _pairs(text: str, found: Scan) -> Iterator[Diagnostic]:
    for code, places, words in (("PD401", found.unclosed, "is never closed"), ("PD402", found.unopened, "closes nothing")):
        places = sorted(places)
        for at in places[: MOST + 1]:
            yield diagnostic(code, (at, at + 1), f"{text[at]} {words}.")


def _clauses(text: str, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    for line in lines:
        for clause in line.clauses:
            span = (clause.start, clause.end)
            if not clause.reading.groups and clause.reading.legend is None:
                yield diagnostic("PD501", span, "The clause names no agency.")
            if clause.reading.legend is not None:
                yield diagnostic("PD502", clause.reading.legend, "A rule about the agencies of this and the following clauses.")
            if not clause.closed:
                yield diagnostic(
                    "PD503", span, "The bracket of the clause is never closed; the clause was read to the end of its line."
                )
