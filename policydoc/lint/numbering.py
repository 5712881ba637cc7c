"""Numbering (编号): gaps, doubles, rows that run backwards, levels, and how marks are written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import attrs

from policydoc.diagnostics import Diagnostic
from policydoc.document import Document
from policydoc.lint.facts import facts
from policydoc.lint.finding import Edit, Finding
from policydoc.meta_values import squeeze
from policydoc.parsing.numerals import value
from policydoc.source import WHITE
from policydoc.tree import RANKS, Article, Chapter, Division, Item, Measure, Point, Subitem

_DIGITS = "零一二三四五六七八九"


def missing(doc: Document) -> Iterator[Finding]:
    """PL101: a number is missing, and its mark stands nowhere behind the number before it."""
    for placed, told in _told(doc, "PD301"):
        lost: list[int] = list(told.data.get("missing", ()))
        if not 0 < len(lost) <= 3 or not placed.before or any(d.number in lost for d in (*placed.before[:3], *placed.behind)):
            continue
        start = placed.before[0].span[0]
        if placed.before[0].number == lost[0] - 1 and not any(_mark_of(n).search(doc.text, start, told.span[0]) for n in lost):
            yield Finding(told.span, {"label": _shown(doc, told.span), "missing": list(lost)})


def twice(doc: Document) -> Iterator[Finding]:
    """PL102: a number stands twice in its row; a head that a table repeats on each page is no second one."""
    for placed, told in _told(doc, "PD302"):
        first = placed.before[0] if placed.before else None
        if first is None or first.number != placed.node.number or first.number is None:
            continue
        at, behind = first.span[0] + len(first.label), told.span[1]
        ones = {d.label.strip().replace(chinese(first.number), "一").replace(str(first.number), "1") for d in (first, placed.node)}
        anew = any(one in doc.text[at:behind] for one in ones)
        repeated = squeeze(doc.text[at : at + 12])[:6] == squeeze(doc.text[behind : behind + 12])[:6] or first.span[1] - at <= 8
        if not anew and not repeated:
            yield Finding(told.span, {"label": _shown(doc, told.span)})


@attrs.frozen
class _Placed:
    """A division and those of its class before it, the nearest one first, and right behind it."""

    node: Division
    before: list[Division]
    behind: list[Division]


def _told(doc: Document, code: str) -> Iterator[tuple[_Placed, Diagnostic]]:
    """What the parser says about rows, where the mark begins a line of a notice."""
    found = [t for t in doc.diagnostics if t.code == code and "more" not in t.data and _begins_line(doc.text, t.span[0])]
    if not found:
        return
    known = facts(doc)
    ordered = sorted((d for _, row in known.rows for d in row if not known.boxed(d.span[0])), key=lambda d: d.span)
    starts = [d.span[0] for d in ordered]
    for told in found:
        at = bisect_left(starts, told.span[0])
        if at < len(ordered) and ordered[at].span[0] == told.span[0]:
            home = known.home(told.span[0])
            around = (d for d in ordered[max(0, at - 200) : at + 20] if type(d) is type(ordered[at]))
            parent = doc.index.parent(ordered[at])
            under = parent.span if isinstance(parent, Article) else (0, len(doc.text))  # each article numbers anew
            near = [d for d in around if known.home(d.span[0]) == home and under[0] <= d.span[0] < under[1]]
            here = near.index(ordered[at])
            yield _Placed(ordered[at], near[:here][::-1], near[here + 1 : here + 4]), told


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(WHITE)


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


def backwards(doc: Document) -> Iterator[Finding]:
    """PL103: a row runs backwards under one parent, to a number that was left out before."""
    for _, row in facts(doc).rows:
        last: dict[type[Division], Division] = {}
        numbers: dict[str, set[int]] = {}
        for division in row:
            prior, number = last.get(type(division)), division.number
            if number is None or type(division) is Point:
                continue
            seen = numbers.setdefault(division.type, set())
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
        for prior, division in pairwise(numbered):
            deeper = RANKS[prior.type] > RANKS[division.type]
            if deeper and division.number == 1 and prior.number == 1 and division is not numbered[0]:
                yield Finding(_label_span(division), {"label": division.label.strip(), "over": prior.label.strip()})


def mixed(doc: Document) -> Iterator[Finding]:
    """PL105: one row is marked in two ways (1. and 2、)."""
    for row in _written(doc, Item):
        first = row[0]
        for division in row:
            if division.number == 1:
                first = division  # another row
            elif _style(division.label) != _style(first.label):
                yield Finding(_label_span(division), {"label": division.label.strip(), "first": first.label.strip()})
                break


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
            first = next(d for d in row if set(d.label) & set("()"))
            yield Finding(edits[0][0], {"label": first.label.strip(), "count": len(edits) // 2 or 1}, tuple(edits))
