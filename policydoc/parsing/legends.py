"""legends: 排在首位的为牵头单位，下同 — who leads by a rule that is stated once and reaches the clauses behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policydoc.parsing.lines import Line
from policydoc.source import Span

LEAD_RULE = re.compile(
    r"[列排][^、，；。（）]{0,6}(?:首位|第一|最前|前面)[^、，；。（）]{0,12}(?:为|是)[^、，；。（）]{0,4}(?:牵头|汇总|主责|主办)[^、，；。（）]{0,12}"
    r"|第一责任单位[^、，；。（）]{0,3}(?:为|是)牵头(?:单位|部门)|(?:首位|第一个)(?:单位|部门)?(?:为|是)牵头(?:单位|部门)|逗号前为牵头(?:单位|部门)"
)

RULED = frozenset(("responsible", "by_duty", "implement"))
"""Roles that leave open who of a list leads; who guides or cooperates does not lead, though named first."""


def _rules(text: str) -> Iterator[Span]:
    """The places of lead rules; asked only near 为牵头 and its kin, which every rule holds."""
    end = 0
    for word in ("牵头", "汇总", "主责", "主办"):
        at = text.find(word)
        while at >= 0:
            if at >= end and (
                "为" in text[max(0, at - 5) : at] or "是" in text[max(0, at - 5) : at] or text.startswith("前", at - 2)
            ):
                rule = LEAD_RULE.search(text, max(end, at - 40), at + 20)
                if rule:
                    end = rule.end()
                    yield rule.span()
            at = text.find(word, at + 1)


def legends(text: str, parts: Sequence[tuple[str, list[Line]]]) -> None:
    """Give `lead_by_rule` to the first assignment of each clause that a legend reaches and that names no lead itself."""
    coming = list(_rules(text))
    if not coming:
        return
    rule: Span | None = None
    at = 0
    for _, lines in parts:
        for line in lines:
            for clause in line.clauses:
                while at < len(coming) and coming[at][0] < clause.end:
                    rule = coming[at]
                    at += 1
                groups = clause.reading.groups
                if rule is not None and groups and groups[0].role in RULED and all(g.role != "lead" for g in groups):
                    groups[0].lead_by_rule = rule
