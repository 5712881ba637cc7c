"""Numbering (编号): gaps, doubles, rows that run backwards, levels, and how marks are written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from policydoc.document import Document
from policydoc.lint.facts import facts
from policydoc.lint.finding import Edit, Finding
from policydoc.parsing.numerals import value
from policydoc.tree import RANKS, Chapter, Division, Item, Measure, Point, Subitem

_DIGITS = "零一二三四五六七八九"


def missing(doc: Document) -> Iterator[Finding]:
    """PL101: a number is missing, and its mark stands nowhere between its neighbours."""
    known = facts(doc)
    before = _predecessors(doc)
    rows = {d.span[0]: {other.number for other in row if type(other) is type(d)} for _, row in known.rows for d in row}
    for told in doc.diagnostics:
        lost = told.data.get("missing")
        if told.code != "PD301" or not lost or known.part(told.span[0]) is None:
            continue
        between = doc.text[before.get(told.span[0], told.span[0]) : told.span[0]]
        if len(lost) <= 3 and not rows.get(told.span[0], set()) & set(lost) and not any(_mark_of(n).search(between) for n in lost):
            yield Finding(told.span, {"label": _shown(doc, told.span), "missing": lost})


def _predecessors(doc: Document) -> dict[int, int]:
    """Where the division of the same class before each one begins."""
    last: dict[type[Division], int] = {}
    found: dict[int, int] = {}
    for division in sorted((d for _, row in facts(doc).rows for d in row), key=lambda d: d.span):
        found[division.span[0]] = last.get(type(division), division.span[0])
        last[type(division)] = division.span[0]
    return found


def _mark_of(number: int) -> re.Pattern[str]:
    """Whatever may be the mark of a number, hidden in a text."""
    written = "|".join({str(number), "".join(chr(ord(c) + 0xFEE0) for c in str(number)), chinese(number)})
    return re.compile(rf"(?:第\s*(?:{written})\s*[条章节编部])|(?<![\d.一二三四五六七八九十])(?:{written})\s*[、.．，,。:：)）\]﹒·\s]")


def chinese(number: int) -> str:
    """A number below 1000 in Chinese numerals.

    >>> chinese(13), chinese(20), chinese(105)
    ('十三', '二十', '一百零五')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if 0 < hundreds < 10 else ""
    gap = "零" if head and rest and not tens else ""
    ten = ("" if tens == 1 and not head else _DIGITS[tens]) + "十" if tens else ""
    return head + gap + ten + (_DIGITS[ones] if ones else "") or "零"


def _shown(doc: Document, span: tuple[int, int]) -> str:
    return doc.text[span[0] : span[1]].strip()


def twice(doc: Document) -> Iterator[Finding]:
    """PL102: a number stands twice in its row."""
    known = facts(doc)
    for told in doc.diagnostics:
        if told.code == "PD302" and "more" not in told.data and known.part(told.span[0]) is not None:
            yield Finding(told.span, {"label": _shown(doc, told.span)})


def backwards(doc: Document) -> Iterator[Finding]:
    """PL103: a row runs backwards under one parent, to a number that was left out before."""
    for _, row in facts(doc).rows:
        last: dict[type[Division], Division] = {}
        numbers: dict[type[Division], set[int]] = {}
        for division in row:
            prior, number = last.get(type(division)), division.number
            if number is None or type(division) is Point:
                continue
            seen = numbers.setdefault(type(division), set())
            if prior is not None and prior.number and 1 < number < prior.number <= number + 3 and number not in seen:
                yield Finding(_label_span(division), {"label": division.label.strip(), "before": prior.label.strip()})
            seen.add(number)
            if number == 1:
                seen.clear()
            last[type(division)] = division


def _label_span(division: Division) -> tuple[int, int]:
    return division.span[0], division.span[0] + max(1, len(division.label))


def levels(doc: Document) -> Iterator[Finding]:
    """PL104: a coarser mark stands under a finer one: 1. over （一）."""
    for _, row in facts(doc).rows:
        numbered = [d for d in row if d.number is not None and type(d) in (Chapter, Measure, Item, Subitem)]
        for prior, division in itertools.pairwise(numbered):
            deeper = RANKS[prior.type] > RANKS[division.type]
            if deeper and division.number == 1 and prior.number == 1 and division is not numbered[0]:
                yield Finding(_label_span(division), {"label": division.label.strip(), "over": prior.label.strip()})


def mixed(doc: Document) -> Iterator[Finding]:
    """PL105: one row is marked in two ways (1. and 2、)."""
    for row in _written(doc, Item):
        styles = [_style(d.label) for d in row]
        odd = next((d for d, s in zip(row, styles, strict=True) if s != styles[0]), None)
        if odd is not None:
            yield Finding(_label_span(odd), {"label": odd.label.strip(), "first": row[0].label.strip()})


def _style(label: str) -> str:
    """How the mark of an item is closed, widths of the point alike."""
    last = label.strip()[-1:]
    return "." if last in ".．﹒" else last


def _written(doc: Document, *classes: type[Division]) -> Iterator[list[Division]]:
    """Rows of one class under one parent, tables and what stands outside of the notices aside."""
    for _, row in facts(doc).rows:
        for cls in classes:
            same = [d for d in row if type(d) is cls and d.label.strip()]
            if same:
                yield same


def point_behind_bracket(doc: Document) -> Iterator[Finding]:
    """PL106: a mark of punctuation behind a bracketed number: （一）、"""
    for row in _written(doc, Measure, Subitem):
        edits: list[Edit] = []
        for division in row:
            at = division.span[0] + len(division.label.rstrip("、，,.．。 "))
            if doc.text[at - 1] in "）)" and doc.text[at : at + 1] in set("、，,.．") and doc.text[at + 1 : at + 2] not in set(".．"):
                edits.append(((at, at + 1), ""))
        if edits:
            first = edits[0][0]
            yield Finding(first, {"mark": doc.text[first[0]], "count": len(edits)}, tuple(edits))


def comma_behind_digit(doc: Document) -> Iterator[Finding]:
    """PL107: 1、 instead of 1."""
    for row in _written(doc, Item):
        bad = [d for d in row if re.fullmatch(r"\s*[0-9０-９]{1,3}\s*[、，,]", d.label)]
        if bad and len(bad) == len(row):  # a row of two styles is PL105
            edits = tuple(((e - 1, e), ".") for d in bad for e in (d.span[0] + len(d.label),))
            right = f"{value(bad[0].label.strip(' 、，,')) or bad[0].number}."
            yield Finding(_label_span(bad[0]), {"label": bad[0].label.strip(), "right": right, "count": len(bad)}, edits)


def half_width_brackets(doc: Document) -> Iterator[Finding]:
    """PL108: (一) instead of （一）."""
    for row in _written(doc, Measure, Subitem):
        edits: list[Edit] = []
        for division in row:
            for at in range(*_label_span(division)):
                if doc.text[at] in "()":
                    edits.append(((at, at + 1), "（" if doc.text[at] == "(" else "）"))
        if edits:
            label = doc.text[edits[0][0][0] :][:4]
            yield Finding(edits[0][0], {"label": label[: label.find(")") + 1] or label, "count": len(edits) // 2 or 1}, tuple(edits))
