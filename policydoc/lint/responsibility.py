"""Responsibility and agencies (责任分工): who must do it, named once, by the name of the day, in one way."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from policydoc.document import Document
from policydoc.lint.facts import facts
from policydoc.lint.finding import Finding
from policydoc.meta_values import squeeze
from policydoc.source import Span
from policydoc.tree import Agency, Assignment, Branch, Division, Item, Measure, Node, ResponsibilityClause, Sentence, Subitem, find


def without(doc: Document) -> Iterator[Finding]:
    """PL401: a measure without responsibility where nearly all of its siblings have one."""
    starts = [clause.span[0] for clause in facts(doc).clauses]
    if not starts:
        return
    for parent, row in facts(doc).rows:
        same = [d for d in row if type(d) in (Measure, Item, Subitem) and type(d) is type(row[0])]
        if len(same) < 4:
            continue
        bare = [d for d in same if not _bears(d, starts)]
        own = (c for c in parent.children if not isinstance(c, Division)) if isinstance(parent, Branch) else ()
        if 0 < len(bare) <= max(1, len(same) // 5) and not any(_bears(c, starts) for c in own):  # else that one governs all
            for division in bare:
                words = doc.text[slice(*division.span)].rstrip()
                if len(words) > 30 and next(find(division, Sentence), None) and not words.endswith(("）", ")", "〕", "]", "】")):
                    label = division.label.strip()
                    span = (division.span[0], division.span[0] + max(1, len(division.label)))
                    yield Finding(span, {"label": label, "have": len(same) - len(bare), "of": len(same)})


def _bears(node: Node, starts: list[int]) -> bool:
    """Whether a clause begins inside of a node."""
    at = bisect_left(starts, node.span[0])
    return at < len(starts) and starts[at] < node.span[1]


def nobody(doc: Document) -> Iterator[Finding]:
    """PL402: a clause names no agency."""
    known = facts(doc)
    for told in doc.diagnostics:
        words = doc.text[told.span[0] : told.span[1]]
        if told.code == "PD501" and known.part(told.span[0]) and len(_content(words)) < 2:
            yield Finding(told.span, {"clause": words.strip()[:20]})


def _content(words: str) -> str:
    """What stands behind the label of a clause."""
    for mark in "：:":
        words = words.split(mark, 1)[-1]
    return words.strip(" \u3000（）()〔〕[]【】。；;，,、")


def unclosed(doc: Document) -> Iterator[Finding]:
    """PL403: a clause is never closed."""
    known = facts(doc)
    for told in doc.diagnostics:
        if told.code == "PD503" and known.part(told.span[0]):
            yield Finding((told.span[0], told.span[0] + 1), {"clause": doc.text[told.span[0] : told.span[1]][:20]})


def agency_twice(doc: Document) -> Iterator[Finding]:
    """PL404: one agency stands twice in a clause."""
    for clause in facts(doc).clauses:
        seen: set[str] = set()
        for agency in find(clause, Agency):
            if agency.name in seen and len(agency.name) > 2:
                yield Finding(agency.span, {"name": agency.name})
            seen.add(agency.name)


def two_leads(doc: Document) -> Iterator[Finding]:
    """PL405: a clause gives the lead twice."""
    for clause in facts(doc).clauses:
        leads = [a for a in clause.children if isinstance(a, Assignment) and a.role == "lead"]
        others = [a for a in clause.children if isinstance(a, Assignment) and a.role != "lead"]
        if len(leads) > 1 and not others and "；" not in clause.text and "。" not in clause.text and len(clause.text) < 120:
            yield Finding(leads[1].span, {"words": doc.text[leads[1].span[0] : leads[1].span[1]][:20]})


def no_lead(doc: Document) -> Iterator[Finding]:
    """PL406: agencies cooperate, and nobody leads or answers."""
    for clause in facts(doc).clauses:
        roles = {a.role for a in clause.children if isinstance(a, Assignment)}
        ruled = any(isinstance(a, Assignment) and a.lead_by_rule for a in clause.children)
        if roles and roles <= {"cooperate", "participate"} and not ruled and not _headed(doc, clause):
            yield Finding(clause.span, {"clause": clause.text.strip()[:24]})


def _headed(doc: Document, clause: ResponsibilityClause) -> bool:
    """Whether a clause right beside it leads (牵头单位：… on one line, 配合单位：… on the next)."""
    start, end = clause.span
    around = doc.text[max(0, start - 200) : start] + doc.text[end : end + 120]
    return any(word in around for word in ("牵头", "责任单位", "负责", "主办", "责任部门", "实施单位"))


def _known(doc: Document) -> dict[Span, Any]:
    return {a.span: a.value for a in facts(doc).annotations("agency")}


def unknown(doc: Document) -> Iterator[Finding]:
    """PL407: an agency that nothing explains, one character away from one that the document names elsewhere."""
    values = _known(doc)
    places: dict[str, Span] = {}
    named: set[str] = set()
    for clause in facts(doc).clauses:
        for agency in find(clause, Agency):
            value = values.get(agency.span)
            if value is not None and value["known"]:
                named.add(squeeze(agency.name))
            elif value is not None and len(agency.name) > 3:
                places.setdefault(agency.name, agency.span)
    by_size: dict[int, list[str]] = defaultdict(list)
    for name in sorted(named):
        by_size[len(name)].append(name)
    for name, span in islice(places.items(), 200):
        near = (like for size in (len(name) - 1, len(name), len(name) + 1) for like in by_size[size] if _one_off(squeeze(name), like))
        if like := next(near, None):
            yield Finding(span, {"name": name, "like": like})


def _one_off(name: str, like: str) -> bool:
    """Whether one character more, less or other makes one name of the other; another place or level is another agency."""
    if len(like) < 4 or name == like or name[0] != like[0] or name[-1] != like[-1]:
        return False
    head = next((i for i, (a, b) in enumerate(zip(name, like, strict=False)) if a != b), min(len(name), len(like)))
    after, rest = (head + 1, head) if len(name) > len(like) else (head, head + 1) if len(name) < len(like) else (head + 1, head + 1)
    return head > 1 and name[after:] == like[rest:]


def renamed(doc: Document) -> Iterator[Finding]:
    """PL408: an agency of a clause whose name was no longer in use at the date of issue, once a name."""
    known = facts(doc)
    values = _known(doc)
    told: set[str] = set()
    for clause in facts(doc).clauses:
        for agency in find(clause, Agency):
            value, date = values.get(agency.span, {}), known.date(agency.span[0])
            after, until = value.get("successors"), value.get("valid_to")
            if not after or not until or not date or len(date) < 7 or value["name"] in told or agency.name.startswith("原"):
                continue
            if _years(date) - _years(until) > 1.0:  # local bodies follow within the year
                told.add(value["name"])
                yield Finding(agency.span, {"name": agency.name, "until": until, "after": list(after)})


def _years(date: str) -> float:
    return int(date[:4]) + (int(date[5:7]) / 12 if len(date) >= 7 else 1.0)


_LEVEL = re.compile(r"^(?:自治区|自治州|市(?!场|政(?!务|府|法|协))|[省县区州盟旗])")


def two_ways(doc: Document) -> Iterator[Finding]:
    """PL409: the clauses of one document write one agency in two ways; a level word that is left out is no other way."""
    values = _known(doc)
    written: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for clause in facts(doc).clauses:
        for agency in find(clause, Agency):
            value = values.get(agency.span)
            if value and value["known"] and value.get("alias") is None:
                written[value["full_name"] or value["name"]][_bare(agency.name, value.get("region"))].append(agency.span)
    for ways in written.values():
        if len(ways) > 1:
            rare = min(ways, key=lambda n: (len(ways[n]), -ways[n][0][0]))
            usual = max((n for n in ways if n != rare), key=lambda n: len(ways[n]))
            name, other = (squeeze(doc.text[slice(*ways[n][0])]) for n in (rare, usual))
            yield Finding(ways[rare][0], {"name": name, "other": other, "times": len(ways[usual])})


def _bare(name: str, region: str | None) -> str:
    """A name without blanks, place and level word."""
    bare = squeeze(name)
    for place in (region or "", (region or "")[:-1]):
        bare = bare.removeprefix(place) if len(place) > 1 else bare
    return _LEVEL.sub("", bare)
