"""Names of an Akoma Ntoso document: IRIs of works, the entities that a text refers to, dates and figures in their normal form."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from policydoc import __version__
from policydoc.meta_values import parse_number
from policydoc.writers.xml_text import clean

ROLE_NAMES = {
    "lead": "牵头",
    "cooperate": "配合",
    "participate": "参与",
    "by_duty": "按职责分工负责",
    "responsible": "负责",
    "implement": "落实",
    "guide": "指导",
    "supervise": "监督",
    "author": "发文机关",
}
"""What the roles are called on the page."""

_SEGMENT = re.compile(r"[^\w-]+")


OWN_PLACE = "#own:"
"""Begins the reference to a place in the document itself, until its eId is known."""


def segment(words: str) -> str:
    """Words as one segment of an IRI: letters and digits of any script, all else a hyphen."""
    return _SEGMENT.sub("-", words)[:120].strip("-_")


def work_uri(number: str | None, title: str | None, date: str | None = None, kind: str = "doc") -> str:
    """The IRI of a work: by its number where it has one, so that a citation leads to the document that bears the number.

    >>> work_uri("清政办发〔2022〕5号", None)
    '/akn/cn/doc/2022/清政办发-5'
    >>> work_uri("国务院令第412号", None)
    '/akn/cn/act/国务院令第412号'
    >>> work_uri(None, "清河市节水办法", "2022-05-06")
    '/akn/cn/doc/2022-05-06/清河市节水办法'
    """
    parsed = parse_number(number) if number else None
    if parsed and parsed.prefix and parsed.year:
        parts = [kind, str(parsed.year), f"{segment(parsed.prefix)}-{parsed.sequence}"]
    elif number:
        parts = ["act" if parsed and parsed.order else kind, *([str(parsed.year)] if parsed and parsed.year else []), segment(number)]
    else:
        parts = [kind, *([date] if date else []), segment(title or "") or "untitled"]
    return "/".join(["/akn/cn", *parts])


def place_uri(value: Mapping[str, Any]) -> str | None:
    """The IRI of a place in a law that is cited by its title, or of an article or annex of the document itself; None for other places.

    >>> place_uri({"article": 14, "paragraph": 2, "law": "河道条例"})
    '/akn/cn/doc/河道条例/~art_14__para_2'
    >>> place_uri({"annex": 2, "law": None})
    '#own:annex_2'
    """
    law = value.get("law")
    if not law or law.startswith("本"):
        kind = next((k for k in ("annex", "article") if isinstance(value.get(k), int)), None)
        return f"{OWN_PLACE}{kind}_{value[kind]}" if kind else None
    steps = [f"{ref}_{value[key]}" for key, ref in _PLACES.items() if isinstance(value.get(key), int)]
    return work_uri(None, law) + (f"/~{'__'.join(steps)}" if steps else "")


_PLACES = {"part": "part", "chapter": "chp", "section": "sec", "article": "art", "paragraph": "para", "item": "point", "point": "indent"}


def last_day(date: str | None) -> str | None:
    """The last day of a year, month or day as ISO says it; None where there is none.

    >>> last_day("2025"), last_day("2024-02"), last_day("ongoing")
    ('2025-12-31', '2024-02-29', None)
    """
    try:
        numbers = [int(n) for n in (date or "").split("-")]
        year, month = numbers[0], (*numbers, 12)[1]
        return datetime.date(year, month, numbers[2] if len(numbers) > 2 else calendar.monthrange(year, month)[1]).isoformat()
    except (ValueError, IndexError):
        return None


def first_day(date: str | None) -> str | None:
    """The first day of a month, or the day; None where there is none."""
    try:
        return datetime.date.fromisoformat(f"{date}-01" if date and len(date) == 7 else date or "").isoformat()
    except ValueError:
        return None


def quantity(value: Mapping[str, Any]) -> str:
    """The figure of a target: `>=95%`, `30–50家`."""
    figure = value.get("value")
    shown = "–".join(map(str, figure)) if isinstance(figure, list | tuple) else str(figure)
    return f"{value.get('comparator') or '='}{shown}{value.get('unit') or ''}".removeprefix("=")


class References:
    """The entities that a document refers to, each with an eId, in the order of their first mention."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str, str, str]] = {
            "#policydoc": ("TLCObject", "policydoc", "/akn/ontology/object/policydoc", f"policydoc {__version__}")
        }
        self._known: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()

    def organization(self, name: str, full: str | None = None) -> str:
        """A reference to an organisation by its canonical name."""
        shown = "".join(name.split())
        return self._refer("TLCOrganization", "org", shown, full or shown)

    def role(self, role: str) -> str:
        """A reference to a role."""
        return self._add(role, "TLCRole", f"/akn/ontology/role/{role}", ROLE_NAMES.get(role, role))

    def concept(self, words: str) -> str:
        """A reference to an indicator (指标) by its words."""
        return self._refer("TLCConcept", "indicator", "".join(words.split()) or "目标")

    def _refer(self, tag: str, kind: str, name: str, path: str = "") -> str:
        key = path or name
        if (tag, key) not in self._known:
            self._counts[tag] += 1
            place = f"/akn/ontology/{tag[3:].lower()}/{segment(key) or 'unnamed'}"
            self._known[tag, key] = self._add(f"{kind}_{self._counts[tag]}", tag, place, name)
        return self._known[tag, key]

    def _add(self, name: str, tag: str, href: str, shown: str) -> str:
        self.found.setdefault(f"#{name}", (tag, name, href, clean(shown)))
        return f"#{name}"
