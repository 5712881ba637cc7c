"""A comparison as one HTML file (对照表): both texts side by side, what changed coloured, agencies, targets and deadlines under it.

The file needs no network, no script and no other file. Needs Jinja2: `pip install "policydoc[page]"`.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from policydoc.corpus.compare import Comparison, Pair, Side
from policydoc.corpus.compare.facts import Actor, Change, Goal, Term
from policydoc.corpus.compare.show import figure
from policydoc.corpus.compare.units import Unit
from policydoc.writers.html import render
from policydoc.writers.rows import ROLE_NAMES

STATUS_NAMES = {"kept": "保留", "changed": "修改", "added": "新增", "dropped": "删除", "moved": "移动"}


def page(found: Comparison) -> str:
    """The page of a comparison.

    >>> import policydoc
    >>> from policydoc.corpus.compare import compare
    >>> old, new = (policydoc.parse(f"一、任务\\n植树{n}万株。") for n in (10, 12))
    >>> "<ins>12</ins>" in page(compare(old, new))
    True
    """
    style = (files("policydoc.writers") / "page" / "compare.css").read_text(encoding="utf-8")
    counts = found.summary
    shown = {key: (name, counts[key]) for key, name in STATUS_NAMES.items()}
    sides = [_side(found.a), _side(found.b)]
    title = f"{sides[0]['title']} ↔ {sides[1]['title']}"
    return render("compare.html", style, title=title, sides=sides, counts=shown, shared=f"{counts['shared']:.1%}", rows=_rows(found))


def _side(side: Side) -> dict[str, str]:
    about = " · ".join(filter(None, (side.number, side.date, "、".join(side.issuers))))
    return {"title": side.title or "公文", "about": about}


def _rows(found: Comparison) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    path: tuple[str, ...] = ()
    for pair in found.pairs:
        if pair.b and pair.b.path != path:
            path = pair.b.path
            rows += [{"path": " › ".join(path)}] if path else []
        facts: list[tuple[str, tuple[Change[Any], ...], Any]] = [
            ("单位", pair.agencies, _actor),
            ("目标", pair.targets, _goal),
            ("期限", pair.deadlines, _term),
        ]
        rows.append(
            {
                "path": None,
                "status": pair.status,
                "name": STATUS_NAMES[pair.status],
                "moved": pair.moved,
                "cells": [_cell(pair, pair.a, 0), _cell(pair, pair.b, 1)],
                "facts": [(name, _change(change, show)) for name, changes, show in facts for change in changes],
            }
        )
    return rows


def _cell(pair: Pair, unit: Unit | None, side: int) -> dict[str, Any] | None:
    """Label and words of one side, as pieces of which some are marked."""
    if unit is None:
        return None
    tag = "ins" if side else "del"
    pieces = [("" if p.op == "equal" else "level" if p.op == "level" else tag, (p.a, p.b)[side]) for p in pair.diff]
    return {"label": unit.label, "pieces": [p for p in pieces if p[1]] or [("", unit.text)]}


def _change(change: Change[Any], show: Any) -> list[tuple[str, str]]:
    return [(tag, show(thing)) for tag, thing in (("del", change.a), ("ins", change.b)) if thing is not None]


def _actor(actor: Actor) -> str:
    return f"{actor.name}（{'、'.join(ROLE_NAMES.get(role, role) for role in actor.roles)}）"


def _goal(goal: Goal) -> str:
    return " ".join(filter(None, (goal.indicator, figure(goal)))) + (f"（{goal.date}）" if goal.date else "")


def _term(term: Term) -> str:
    return term.text + (f"（{term.date}）" if term.date and term.date not in term.text else "")
