"""The identification of an Akoma Ntoso document: work, expression and manifestation (FRBR)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.writers.akn_names import References, first_day, work_uri
from policydoc.writers.xml_text import clean

if TYPE_CHECKING:
    from policydoc.meta import Meta

NO_DATE = "0001-01-01"
"""A date must stand there; this one says that the notice has none."""


@attrs.frozen
class Work:
    """What identifies one document of a file."""

    uri: str
    """Of the work as a whole."""
    part: str
    """`!main`, or `!att_1` for a document inside of another."""
    meta: Meta
    date: str | None
    issuers: tuple[str, ...]
    """Those of the notice around it where it names none."""

    @property
    def language(self) -> str:
        """The IRI of the expression, in Chinese, at the date of issue."""
        return f"{self.uri}/zho@{self.date or ''}"


def work_of(meta: Meta, tag: str, name: str, around: Work | None) -> Work:
    """The work of a notice, or of a document that stands in the work around it."""
    date = first_day(meta.date.value if meta.date else None)
    issuers = tuple(issuer.value for issuer in meta.issuers)
    if around:
        return Work(around.uri, f"!{name}", meta, date or around.date, issuers or around.issuers)
    number = meta.number.value.raw if meta.number else None
    return Work(work_uri(number, meta.title.value if meta.title else None, date, tag), "!main", meta, date, issuers or ("未署名",))


@cache
def _english() -> dict[str, str]:
    rows = csv.DictReader((files("policydoc") / "data" / "doc_kinds.csv").read_text(encoding="utf-8").splitlines())
    return {row["kind"]: row["english"] for row in rows}


def kind_name(meta: Meta) -> str:
    """The kind as the name of an element: 通知 is `notice`; `document` where it is unknown."""
    english = _english().get(meta.kind.value if meta.kind else "", "document")
    return "_".join("".join(c if c.isalnum() else " " for c in english.lower()).split())


def identification(block: Callable[..., Any], parent: Any, work: Work, references: References) -> None:
    """identification, its dates those of the document: no clock is asked."""
    meta, uri, part = work.meta, work.uri, work.part
    whole = block(parent, "identification", source="#policydoc")
    one = block(whole, "FRBRWork")
    block(one, "FRBRthis", value=f"{uri}/{part}")
    block(one, "FRBRuri", value=uri)
    if meta.number:
        block(one, "FRBRalias", name="document_number", value=clean(meta.number.value.raw))
    if meta.title:
        block(one, "FRBRalias", name="title", value=clean(meta.title.value))
    block(one, "FRBRdate", date=work.date or NO_DATE, name="issue" if work.date else "unknown")
    issuers = [references.organization(name) for name in work.issuers]
    for issuer in issuers:
        block(one, "FRBRauthor", href=issuer, **{"as": references.role("author")})
    block(one, "FRBRcountry", value="cn")
    block(one, "FRBRsubtype", value=kind_name(meta))
    if meta.number:
        block(one, "FRBRnumber", value=clean(meta.number.value.raw))
    two = block(whole, "FRBRExpression")
    block(two, "FRBRthis", value=f"{work.language}/{part}")
    block(two, "FRBRuri", value=work.language)
    block(two, "FRBRdate", date=work.date or NO_DATE, name="issue" if work.date else "unknown")
    block(two, "FRBRauthor", href=issuers[0], **{"as": references.role("author")})
    block(two, "FRBRlanguage", language="zho")
    three = block(whole, "FRBRManifestation")
    block(three, "FRBRthis", value=f"{work.language}/{part}.xml")
    block(three, "FRBRuri", value=f"{work.language}.akn")
    block(three, "FRBRdate", date=work.date or NO_DATE, name="issue" if work.date else "unknown")
    block(three, "FRBRauthor", href="#policydoc")
    block(three, "FRBRformat", value="application/akn+xml")
