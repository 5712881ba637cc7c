"""Lint: what a careful reader of a notice would mark, each finding with its rule, its place and, where one is safe, its correction.

A rule is a plain callable `Document -> Iterable[Finding]` with an entry in the one table (`policydoc.lint.table`). A package adds
rules through the entry-point group `policydoc.rules`: each entry point is a `Rule` or a sequence of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from policydoc.diagnostics import Diagnostic
from policydoc.document import Document
from policydoc.lint.finding import Check, Edit, Finding, Rule

__all__ = ["GROUP", "Check", "Edit", "Finding", "Rule", "chosen", "lint", "rules"]

GROUP = "policydoc.rules"
"""The entry-point group of third parties' rules."""


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """All rules by code: the project's own, then those of installed packages.

    >>> rules()["PL201"].name
    'number-brackets'
    """
    from importlib.metadata import entry_points

    from policydoc.lint.table import RULES

    found = dict(RULES)
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        loaded = point.load()
        for rule in (loaded,) if isinstance(loaded, Rule) else loaded:
            found.setdefault(rule.code, rule)
    return found


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Rule]:
    """The rules that codes, prefixes of codes or names choose: the selected ones (all, if none are) without the ignored ones.

    The longer of two prefixes wins (`select=["PL301"], ignore=["PL3"]` runs PL301). Raises ValueError for what names no rule.
    """
    select, ignore = tuple(select), tuple(ignore)
    known = rules()
    for word in (*select, *ignore):
        if not word or not any(_fits(word, rule) for rule in known.values()):
            raise ValueError(f"{word!r} is no rule and no beginning of one: policydoc lint --explain all lists them")
    return [r for r in known.values() if _weight(select, r, 1 if not select else 0) > _weight(ignore, r, 0)]


def _fits(word: str, rule: Rule) -> bool:
    return rule.code.startswith(word.upper()) or rule.name == word


def _weight(words: tuple[str, ...], rule: Rule, least: int) -> int:
    return max((99 if word == rule.name else 1 + len(word) for word in words if _fits(word, rule)), default=least)


def lint(doc: Document, select: Iterable[str] = (), ignore: Iterable[str] = (), lang: str = "en") -> list[Diagnostic]:
    """The findings in a document, ordered by place. `select` and `ignore` take codes, prefixes and names; `lang` is en or zh.

    `data` holds the facts of the message, `rule` (its name) and, where one is safe, `fix`: edits `[[start, end], replacement]`.

    >>> import policydoc
    >>> doc = policydoc.parse("一、目标\\n各县要于2022年2月30日前完成。", annotate=False)
    >>> [(d.code, d.message) for d in lint(doc)]
    [('PL214', 'No calendar has 2022年2月30日.')]
    """
    return run(doc, chosen(select, ignore), lang)


def run(doc: Document, using: Iterable[Rule], lang: str = "en") -> list[Diagnostic]:
    """The findings of some rules."""
    found = [told for rule in using for told in _findings(doc, rule, lang)]
    return sorted(found, key=lambda d: (d.span, d.code))


def _findings(doc: Document, rule: Rule, lang: str) -> Iterator[Diagnostic]:
    from policydoc.lint.facts import facts

    known = facts(doc)
    if rule.layout and known.damaged:
        return
    for finding in rule.check(doc):
        issued = known.date(finding.span[0]) if rule.since else None
        if issued and issued < rule.since[: len(issued)]:
            continue
        words = (rule.zh if lang == "zh" else rule.en).format_map({k: _said(v, lang) for k, v in finding.data.items()})
        data: dict[str, Any] = {**finding.data, "rule": rule.name}
        if finding.fix:
            data["fix"] = [[list(span), new] for span, new in finding.fix]
        yield Diagnostic(rule.code, rule.severity, finding.span, " ".join(words.split()), data)


def _said(value: Any, lang: str) -> str:
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(str(v) for v in value)
    return str(value)
