"""Provinces, prefectures and counties (`data/places.csv`): what 锦州, 锦州市 and 黑山县 in the name of an agency stand for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import attrs

LEVEL_WORDS = {
    "省": "province", "自治区": "province", "直辖市": "province", "兵团": "province",
    "市": "prefecture", "州": "prefecture", "自治州": "prefecture", "盟": "prefecture", "地区": "prefecture", "地": "prefecture",
    "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county", "林区": "county", "特区": "county",
    "镇": "township", "乡": "township", "街道": "township",
    "新区": "zone", "开发区": "zone", "高新区": "zone", "经开区": "zone", "园区": "zone", "示范区": "zone",
}  # fmt: skip
"""Level words of a name (市财政局) and what level they tell, municipalities and county-level cities aside."""

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")

_ETHNIC = re.compile(
    "(?:蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|黎族|傈僳族|羌族|景颇族|柯尔克孜)+$"
)


@attrs.frozen
class Place:
    """An administrative division: `name` in full, its level, and those above it (None where it is one of them itself)."""

    name: str
    level: str
    province: str | None = None
    prefecture: str | None = None

    @property
    def title(self) -> str:
        """The name that full names of its agencies begin with: districts carry their city (沈阳市浑南区), counties do not."""
        above = self.prefecture or (self.province if self.province in MUNICIPALITIES else None)
        return f"{above}{self.name}" if self.level == "county" and self.name.endswith("区") and above else self.name

    @property
    def short(self) -> str:
        """The name without its level word: 锦州, 广西, 湘西."""
        return _short(self.name)


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in `policydoc/data`."""
    yield from csv.DictReader((files("policydoc") / "data" / name).read_text(encoding="utf-8").splitlines())


@attrs.frozen
class Gazetteer:
    """Places by full name (all that bear it), by short name (provinces and prefectures), provinces by their abbreviation (辽)."""

    full: dict[str, tuple[Place, ...]]
    short: dict[str, Place]
    counties: dict[str, Place]
    """Counties by a short name that one place bears only (南丹); too like other words to be sought in running text."""
    abbreviated: dict[str, Place]
    _opening: dict[str, tuple[int, ...]] = attrs.field(init=False)
    """The lengths of the full names that begin with two characters, longest first."""
    _closing: dict[str, tuple[int, ...]] = attrs.field(init=False)
    """The same of full and short names by their last two."""

    @_opening.default
    def _openings(self) -> dict[str, tuple[int, ...]]:
        return lengths((name[:2], len(name)) for name in self.full)

    @_closing.default
    def _closings(self) -> dict[str, tuple[int, ...]]:
        return lengths((name[-2:], len(name)) for name in (*self.full, *self.short))

    def longest(self, text: str, start: int = 0) -> str | None:
        """The longest full name that `text` has at `start`."""
        for size in self._opening.get(text[start : start + 2], ()):
            if text[start : start + size] in self.full:
                return text[start : start + size]
        return None

    def ending(self, text: str, end: int) -> str | None:
        """The longest full name that ends at `end`, or the short one that does."""
        for size in self._closing.get(text[max(0, end - 2) : end], ()):
            if size <= end and ((name := text[end - size : end]) in self.full or name in self.short):
                return name
        return None

    def level(self, name: str) -> str | None:
        """The level of all places with a full name, where it is the same."""
        levels = {p.level for p in self.full.get(name, ())}
        return levels.pop() if len(levels) == 1 else None

    def one(self, name: str, near: Place | None = None) -> Place | None:
        """The place with a name; where several bear it, the one in the same prefecture or province as `near`, else None."""
        found = self.full.get(name, ())
        if len(found) > 1 and near is not None:
            for key in ("prefecture", "province"):
                home = getattr(near, key) or (near.name if near.level == key else None)
                inside = tuple(p for p in found if home and getattr(p, key) == home)
                if len(inside) == 1:
                    return inside[0]
        if len(found) == 1:
            return found[0]
        return (self.short.get(name) or self.counties.get(name)) if not found else None


def lengths(found: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """The lengths of words by two of their characters, longest first: what need be tried where these two stand."""
    known: dict[str, set[int]] = {}
    for pair, length in found:
        known.setdefault(pair, set()).add(length)
    return {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in known.items()}


@cache
def gazetteer() -> Gazetteer:
    """The table of places, read once."""
    places: dict[str, list[Place]] = {}
    abbreviated: dict[str, Place] = {}
    for row in table("places.csv"):
        province, prefecture = row["province"], row["prefecture"]
        if province not in places:
            places[province] = [Place(province, "province")]
            abbreviated[row["abbreviation"]] = places[province][0]
        if prefecture:
            places.setdefault(prefecture, []).append(Place(prefecture, "prefecture", province))
        for county in filter(None, row["counties"].split("|")):
            places.setdefault(county, []).append(Place(county, "county", province, prefecture or None))
    upper = [p for found in places.values() for p in found if p.level != "county"]
    short = {_short(p.name): p for p in reversed(upper)}  # 吉林 is the province first
    short |= {f"{s}州": p for s, p in short.items() if p.name.endswith("自治州")}
    counties: dict[str, list[Place]] = {}
    for place in (p for found in places.values() for p in found if p.level == "county" and len(_short(p.name)) > 1):
        counties.setdefault(_short(place.name), []).append(place)
    unique = {s: found[0] for s, found in counties.items() if len(found) == 1 and s not in short}
    return Gazetteer({name: tuple(found) for name, found in places.items()}, short, unique, abbreviated)


def _short(name: str) -> str:
    for ending in ("特别行政区", "自治区", "自治州", "地区", "省", "市", "盟", "县", "区"):
        if name.endswith(ending) and len(name) - len(ending) > 1:
            bare = name.removesuffix(ending)
            plain = _ETHNIC.sub("", bare)
            return plain if len(plain) > 1 else bare
    return name
