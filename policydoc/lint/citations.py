"""Citations (引用): numbers, short forms, places in the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from policydoc.document import Annotation, Document
from policydoc.lint.elements import NUMBER, is_order
from policydoc.lint.facts import facts
from policydoc.lint.finding import Finding
from policydoc.meta_values import squeeze
from policydoc.source import fold
from policydoc.tree import Article, Title, find


def _citations(doc: Document) -> list[Annotation]:
    known = facts(doc)
    return [a for a in known.annotations("citation") if known.part(a.span[0]) is not None]


def number_later(doc: Document) -> Iterator[Finding]:
    """PL501: a document is named without its number first, and with it later."""
    first: dict[str, Annotation] = {}
    told: set[str] = set()
    own = squeeze("".join(title.text for part in facts(doc).parts for title in find(part.notice, Title)))
    for found in _citations(doc):
        title, number = found.value.get("title"), found.value.get("number")
        if not title or found.value.get("defined") or len(title) < 8 or title in own:
            continue
        if number and title in first and title not in told and first[title].value.get("number") is None:
            told.add(title)
            yield Finding(first[title].span, {"title": title[:30], "number": number})
        first.setdefault(title, found)


def _cited_numbers(doc: Document) -> Iterator[tuple[int, re.Match[str]]]:
    """The numbers of cited documents as they are written."""
    for found in _citations(doc):
        if found.value.get("number"):
            start, end = found.span
            for match in NUMBER.finditer(doc.text[start:end]):
                yield start, match


def brackets(doc: Document) -> Iterator[Finding]:
    """PL502: a cited number with other brackets than 〔〕."""
    for at, found in _cited_numbers(doc):
        licence = len(found["seq"]) > 4
        if found["open"] + found["close"] not in ("〔〕", "﹝﹞") and len(found["year"]) == 4 and not licence:
            edits = (((at + found.start("open"), at + found.end("open")), "〔"), ((at + found.start("close"), at + found.end("close")), "〕"))
            yield Finding((at + found.start(), at + found.end()), {"number": squeeze(found[0])}, edits)


def padded(doc: Document) -> Iterator[Finding]:
    """PL503: a cited number with 第 or zeros."""
    for at, found in _cited_numbers(doc):
        zeros = len(found["seq"]) - len(found["seq"].lstrip("0０"))
        order = is_order(found["prefix"]) or doc.text.startswith("令", at + found.end())
        di = found["di"] and not order
        if (di or zeros) and len(found["year"]) == 4 and len(found["seq"]) < 5:
            edits = [((at + found.start("di"), at + found.end("di")), "")] if di else []
            if zeros and zeros < len(found["seq"]):
                edits.append(((at + found.start("seq"), at + found.start("seq") + zeros), ""))
            yield Finding((at + found.start(), at + found.end()), {"number": squeeze(found[0])}, tuple(edits))


def two_numbers(doc: Document) -> Iterator[Finding]:
    """PL504: one title with two numbers."""
    seen: dict[str, str] = {}
    for found in _citations(doc):
        title, number = found.value.get("title"), found.value.get("number")
        if title and number and "〔" in number and title.find("关于") > 3:  # the title names who issued it
            before = seen.setdefault(title, number)
            if before != number and _year(before) == _year(number):
                yield Finding(found.span, {"title": title[:30], "number": number, "other": before})


def _year(number: str) -> str:
    return number[number.find("〔") + 1 :][:4]


def from_the_future(doc: Document) -> Iterator[Finding]:
    """PL505: a number of a year after the notice's own."""
    known = facts(doc)
    for found in _citations(doc):
        year = re.search(r"〔((?:19|20)\d\d)〕", found.value.get("number") or "")
        part = known.part(found.span[0])
        if year and part and part.date and part.number and part.number.year and int(year[1]) > max(int(part.date[:4]), part.number.year):
            yield Finding(found.span, {"number": found.value["number"], "date": part.date})


def short_unused(doc: Document) -> Iterator[Finding]:
    """PL506: a short form is defined and never used."""
    for found in islice(facts(doc).annotations("abbreviation"), 200):
        short = str(found.value.get("short") or "").split("&")[0].strip("《》“”\"")
        if len(short) < 2 or not re.search("[\u4e00-\u9fff]", short) or len(doc.text) - found.span[1] < 300:
            continue
        if doc.text.find(short, found.span[1]) < 0 and short not in squeeze(doc.text[found.span[1] :]):
            yield Finding(found.span, {"short": short})


def short_twice(doc: Document) -> Iterator[Finding]:
    """PL507: one short form for two things within one document."""
    known = facts(doc)
    meant: dict[tuple[int, str], str] = {}
    for found in known.annotations("abbreviation"):
        short, full = str(found.value.get("short") or ""), str(found.value.get("full") or "")
        before = meant.setdefault((known.home(found.span[0]), short), full)
        if short and full and before and _bare(before) != _bare(full) and not (_bare(full).endswith(_bare(before)) or _bare(before).endswith(_bare(full))):
            yield Finding(found.span, {"short": short, "full": full[:30], "before": before[:30]})


def _bare(words: str) -> str:
    return re.sub(r"\([^()]{0,20}\)|[《》“”\s]", "", fold(words))


def nothing_there(doc: Document) -> Iterator[Finding]:
    """PL508: a reference to an article (本办法第四十条) behind the last one."""
    known = facts(doc)
    articles = [a for part in known.parts for a in find(part.notice, Article)]
    last = max((a.number or 0 for a in articles), default=0)
    if last < 5 or sum(1 for a in articles if a.number == 1) != 1 or len(articles) < 0.95 * last:
        return
    for found in known.annotations("reference"):
        number, law = found.value.get("article"), found.value.get("law")
        own = isinstance(law, str) and re.fullmatch(r"本(?:法|条例|办法|规定|细则|规则|规程|章程)", law)
        if number and own and max(number, found.value.get("to") or 0) > last:
            yield Finding(found.span, {"article": number, "last": last})
