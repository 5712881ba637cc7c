"""Text as it is compared: a code for each character, number and name, so that what differs in widths, white space, punctuation only is equal.

Across levels (a province and its city) what says only whose notice it is counts as equal too: the place itself, words of the own level
(全省, 我市, 省级) and agencies of one function (省财政厅, 市财政局).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from policydoc.annotators.agencies import setting_of
from policydoc.annotators.places import LEVEL_WORDS
from policydoc.document import Annotation, Document
from policydoc.source import BLANK, Span, fold

OWN_WORDS = {
    "central": "国 国家",
    "province": "省 自治区 区 市",
    "prefecture": "市 州 盟 地区 自治州",
    "county": "县 区 市 旗 自治县",
    "township": "镇 乡 街道",
    "zone": "区 新区 开发区",
}
"""How a notice of a level calls its own territory (国 of 全国, 市 of 全市), by level."""

AROUND = (("全", ""), ("我", ""), ("本", ""), ("", "级"), ("", "直"), ("", "内"), ("", "委"), ("", "政府"), ("", "人民政府"))
"""What stands before and behind such a word where it means the own territory: 全市, 市级, 市委."""

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|[省市州盟县区旗])")
TOKEN = r"&(?:quot|nbsp|amp|lt|gt|ldquo|rdquo|middot);?|\d+(?:[.,]\d+)*%?|[A-Za-z]+|[≥≤<>=±%℃]|[^\W_]"
"""What is compared of a text: numbers and Latin words whole, all other letters one by one; entities of pages are passed over."""
_OPENING = "“‘《〈（(〔[【「『"
_WRAP = re.compile(f"[{BLANK}]*[\r\n\v\f\x85\u2028\u2029][{BLANK}]*")


class Codes(dict[str, str]):
    """A character for each token: a text becomes a string in which one character is one token, as fast libraries want it."""

    def __missing__(self, token: str) -> str:
        code = self[token] = chr(min(len(self), 0x10FFFF))
        return code


@attrs.frozen
class Text:
    """What is compared of a passage: `key` has a character a token, `raw` the words behind each, punctuation included."""

    key: str
    raw: tuple[str, ...]


@attrs.frozen
class Owner:
    """Whose notice it is: its level, and the names of its own place, longest first."""

    level: str | None
    names: tuple[str, ...]


def owner_of(doc: Document) -> Owner:
    """Level and place of the issuer; of places that no table knows, what the name says (云岭省)."""
    setting = setting_of(doc)
    if setting.place:
        names = {setting.place.name, setting.place.short, setting.place.title}
        return Owner(setting.level, _longest(names))
    meta = doc.meta
    for field in (*meta.issuers, meta.title, meta.issuer_mark, meta.issued_title):
        if field and (found := _PLACE.match(field.value.removeprefix("中共"))):
            name = found[0]
            word = next(w for w in sorted(LEVEL_WORDS, key=len, reverse=True) if name.endswith(w))
            names = {name} | ({name[: -len(word)]} if len(name) - len(word) > 1 else set())
            return Owner(setting.level or LEVEL_WORDS[word], _longest(names))
    return Owner(setting.level, ())


def _longest(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n)))


@lru_cache(maxsize=64)
def _neutral(owners: frozenset[Owner]) -> dict[str, str]:
    """Words that say whose notice it is, and the token that all of them are."""
    words = {word for owner in owners for word in OWN_WORDS.get(owner.level or "", "").split()}
    own = {before + word + after: f"@{before}{after}" for word in words for before, after in AROUND}
    return own | {name: "@place" for owner in owners for name in owner.names}


class Keyer:
    """Turns passages of one document into what is compared.

    `owners` are those whose places and level words count as equal, agencies of one function too; with None all of them are kept apart.
    """

    def __init__(self, doc: Document, codes: Codes, owners: Iterable[Owner] | None) -> None:
        self._doc, self._codes, self._levels = doc, codes, owners is None
        self._folded = fold(doc.text)
        self._own = own = _neutral(frozenset(owners or ()))
        listed = "|".join(re.escape(fold(name)) for name in sorted(own, key=lambda n: (-len(n), n)))
        self._token = re.compile(f"{listed}|{TOKEN}" if listed else TOKEN)
        self._agencies = [a for a in doc.annotations if a.type == "agency"]
        self._starts = [a.span[0] for a in self._agencies]

    def agency(self, value: dict[str, object]) -> str:
        """What an agency is compared by: its function, or with `levels` its canonical name."""
        name = str(value.get("name"))
        if self._levels or not value.get("stem"):
            return name if self._levels else self._function(name)
        return f"{'各' if name.startswith('各') else ''}{value['stem']}"

    def _function(self, name: str) -> str:
        """A name that no table knows, without the own place or level word before it."""
        own = (n for n in (*(o for o, t in self._own.items() if t == "@place"), "省", "市", "县", "区", "州") if name.startswith(n))
        return name.removeprefix(next(own, ""))

    def text(self, span: Span) -> Text:
        """The text of a span as it is compared."""
        found = list(self._tokens(span))
        if not found:
            return Text("", ())
        source, raw = self._doc.text, []
        starts = [_with_opening(source, s, found[i - 1][1] if i else span[0]) for i, (s, _, _) in enumerate(found)]
        starts[0] = span[0]
        for start, end in zip(starts, [*starts[1:], span[1]], strict=True):
            raw.append(_shown(source[start:end]))
        return Text("".join(self._codes[token] for _, _, token in found), tuple(raw))

    def _tokens(self, span: Span) -> Iterator[tuple[int, int, str]]:
        at = span[0]
        for agency in self._within(span):
            if agency.span[0] >= at:
                yield from self._plain(at, agency.span[0])
                yield (*agency.span, f"@{self.agency(dict(agency.value))}")
                at = agency.span[1]
        yield from self._plain(at, span[1])

    def _plain(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for found in self._token.finditer(self._folded, start, end):
            if found[0][0] != "&":
                yield (*found.span(), self._own.get(found[0], found[0]))

    def _within(self, span: Span) -> list[Annotation]:
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [a for a in self._agencies[first:last] if a.span[1] <= span[1]]


def _shown(words: str) -> str:
    return html.unescape(_WRAP.sub("", words)) if "&" in words else _WRAP.sub("", words)


def _with_opening(text: str, start: int, floor: int) -> int:
    """Where a token begins, opening brackets and quotation marks before it included."""
    while start > floor and text[start - 1] in _OPENING:
        start -= 1
    return start
