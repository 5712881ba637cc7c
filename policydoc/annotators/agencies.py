"""Who is meant: canonical agencies for the actors of responsibility clauses, and for agencies that sentences name.

An `agency` annotation says of a span: `name` (canonical: 市发展和改革委员会), `stem` (发展改革), `kind`, `level`, `region`, `valid_from` and
`valid_to` of the name, `known`, `full_name` (锦州市发展和改革委员会) with `derived`, how it was found. `docs/agencies.md` explains each.
Names are resolved with the document's own date and issuer. What no table or rule explains stays as written with `known` false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from policydoc.annotators.agency_names import Prefix, Reading, read_name
from policydoc.annotators.agency_table import Entry, agencies_table, successors
from policydoc.annotators.context import SENTENCE, context_of
from policydoc.annotators.places import LEVEL_WORDS, MUNICIPALITIES, Place, gazetteer, table
from policydoc.document import Annotation, Document
from policydoc.source import Span
from policydoc.tree import Agency, Assignment

BY = "policydoc.agencies"


@attrs.frozen
class Setting:
    """What a document tells about the agencies that it names: its issuer's place and level, and its date."""

    place: Place | None = None
    level: str | None = None
    date: str | None = None

    @property
    def province(self) -> str | None:
        """The province of the issuer."""
        place = self.place
        return (place.province or (place.name if place.level == "province" else None)) if place else None


def agencies(doc: Document) -> Iterator[Annotation]:
    """An annotation for each agency of each clause, and for each agency that a sentence names, in the order of the text.

    >>> import policydoc
    >>> doc = policydoc.parse("一、任务\\n（一）增绿。植树造林。（市发改委牵头）", annotate=False)
    >>> [a.value["name"] for a in agencies(doc)]
    ['市发展和改革委员会']
    """
    context = context_of(doc)
    setting = setting_of(doc)
    if setting.level is None and _central_names(context.assignments):
        setting = attrs.evolve(setting, level="central")
    found = list(_actors(context.assignments, doc.text, setting))
    sentences = [(p[0], p[1]) for p in context.passages if p[2] is SENTENCE]
    values: dict[str, dict[str, Any]] = {}
    for span, reading in named_in(doc.text, sentences, [a.span for a in found]):
        value = values.get(reading.text)
        if value is None:
            value = values[reading.text] = resolve(reading, setting)
        found.append(Annotation("agency", span, value, BY))
    return iter(sorted(found, key=lambda a: a.span))


def _central_names(assignments: Iterable[Assignment]) -> bool:
    """Whether the clauses name central organs and no local ones: then a bare 发展改革委 is central too."""
    central = False
    for assignment in assignments:
        for agency in assignment.children:
            reading = read_name(agency.name)  # type: ignore[attr-defined]
            if reading.prefix.word in ("省", "市", "县", "区", "州") and reading.entries:
                return False
            central |= bool(reading.entries) and all(e.central for e in reading.entries)
    return central


_JOINED = re.compile(r"[\s、和及与以]{1,6}")


def _actors(assignments: Iterable[Assignment], text: str, setting: Setting) -> Iterator[Annotation]:
    """The agencies of clauses with the prefix each inherits: 省科技厅、工业和信息化厅; ， and ； end what a prefix reaches."""
    names: dict[str, _Name] = {}
    for assignment in assignments:
        last, end = "", -1
        for agency in assignment.children:
            assert isinstance(agency, Agency)
            span = agency.span
            name = names.get(agency.name)
            if name is None:
                name = names[agency.name] = _Name(read_name(agency.name), setting)
            if last and name.inherits and _JOINED.fullmatch(text, end, span[0]):
                yield Annotation("agency", span, name.under(last), BY)
            else:
                last = name.leaves
                yield Annotation("agency", span, name.value, BY)
            end = span[1]


class _Name:
    """A name of the clauses of one document, resolved once for each prefix that it inherits."""

    __slots__ = ("_inherited", "_reading", "_setting", "inherits", "leaves", "value")

    def __init__(self, reading: Reading, setting: Setting) -> None:
        prefix = reading.prefix
        self.inherits = prefix.bare and any(not e.central for e in reading.entries)
        self.leaves = prefix.word if reading.entries and not prefix.place else ""
        """The level word that the names behind this one inherit, "" for none."""
        self.value = resolve(reading, setting)
        self._reading, self._setting = reading, setting
        self._inherited: dict[str, dict[str, Any]] | None = None

    def under(self, inherited: str) -> dict[str, Any]:
        """The value of the annotation where the name inherits a level word."""
        if self._inherited is None:
            self._inherited = {}
        if inherited not in self._inherited:
            self._inherited[inherited] = resolve(self._reading, self._setting, Prefix(inherited))
        return self._inherited[inherited]


# -- the document's own place, level and date --------------------------------------------------------------------------------


def setting_of(doc: Document) -> Setting:
    """Place and level of the first issuer that tells one, else of the title or the number; the date of issue or the number's year."""
    meta = doc.meta
    number = meta.number.value if meta.number else None
    date = meta.date.value if meta.date else str(number.year) if number and number.year else None
    names = [f.value for f in meta.issuers] + [f.value for f in (meta.title, meta.issuer_mark, meta.issued_title) if f]
    level = None
    for name in names:
        if (place := _place_of(name)) is not None:
            return Setting(place, place.level, date)
        level = level or ("central" if (reading := read_name(name)).entries and reading.entries[0].central else None)
    if level is None and number and number.prefix and (issuer := _numbered().get(number.prefix)):
        place = gazetteer().one(issuer)
        return Setting(place, place.level if place else "central", date)
    return Setting(None, level, date)


def _place_of(name: str) -> Place | None:
    """The place that an issuer's name begins with, the nearest one: 广州市黄埔区人民政府 is 黄埔区."""
    places = gazetteer()
    name = name.removeprefix("中共").removeprefix("国家税务总局")
    at, place = 0, None
    while (longer := places.longest(name, at)) is not None:
        place = places.one(longer, place) or place
        at += len(longer)
    return place


def _numbered() -> dict[str, str]:
    """Prefixes of document numbers that one issuer only uses."""
    issuers: dict[str, str] = {}
    for row in table("docnum_prefixes.csv"):
        for column in ("government", "office", "other"):
            for prefix in filter(None, row[column].split("|")):
                issuers[prefix] = "" if prefix in issuers else row["issuer"]
    return issuers


# -- resolving ---------------------------------------------------------------------------------------------------------------


def resolve(reading: Reading, setting: Setting = Setting(), inherited: Prefix | None = None) -> dict[str, Any]:
    """The value of an annotation for a name read, in a document's setting."""
    prefix = inherited or reading.prefix
    bare = prefix.bare
    entry = _choose(reading.entries, prefix, setting) if reading.entries else None
    kind = entry.kind if entry else reading.kind
    level, place, derived = _where(reading, entry, prefix, setting, bare)
    value: dict[str, Any] = {
        "name": reading.text,
        "stem": entry.stem if entry else reading.stem,
        "level": level,
        "kind": kind,
        "region": place.name if place else prefix.place or None,
        "valid_from": entry.valid_from if entry else None,
        "valid_to": entry.valid_to if entry else None,
        "known": reading.known,
        "full_name": None,
        "derived": None,
    }
    if entry and entry.central:
        value |= {"name": entry.name, "full_name": entry.name, "derived": "central"}
    elif entry:
        value["name"] = _with_prefix(entry.name, prefix)
        if place and (entry.kind != "enterprise" or entry.template):
            value |= {"full_name": _full(entry, prefix, place), "derived": derived}
    elif reading.full_name and prefix.place:
        value |= {"full_name": reading.full_name, "derived": "written"}
    elif reading.known and place and prefix.word and not prefix.place and kind in ("government", "ad_hoc"):
        value |= {"full_name": place.title + reading.text.removeprefix(prefix.word), "derived": derived}
    if reading.alias:
        value["alias"] = reading.alias
        if reading.text[-1] not in "）)〕]】〉>":  # 物流（口岸）办: the bracket is part of the name
            value["name"] = reading.text
    if entry and setting.date and not entry.valid(setting.date):
        after = [new for date, new in successors().get(entry.stem, ()) if date[:4] <= setting.date[:4]]
        if after:
            value["successors"] = list(dict.fromkeys(after))
    return value


def _choose(entries: tuple[Entry, ...], prefix: Prefix, setting: Setting) -> Entry:
    """The candidate that fits the prefix and was valid at the document's date; table order decides what is left."""
    if len(entries) == 1:
        return entries[0]
    here = [e for e in entries if e.central == (prefix.central or (prefix.bare and setting.level == "central"))] or list(entries)
    if prefix.bare and setting.level in (None, "central"):
        here = [e for e in here if e.central] or here
    elif not prefix.central:
        here = [e for e in here if not e.central] or here
    here = [e for e in here if e.valid(setting.date)] or here
    if prefix.party:
        here = [e for e in here if e.kind == "party"] or here
    if prefix.short:
        here = [e for e in here if e.kind == "vertically_managed"] or here
    elif prefix.word:
        here = [e for e in here if e.kind != "vertically_managed"] or here
    return here[0]


def _where(
    reading: Reading, entry: Entry | None, prefix: Prefix, setting: Setting, bare: bool
) -> tuple[str | None, Place | None, str | None]:
    """Level and place of an agency, and how the place is known: `written` in the name, the `issuer`'s own, or `above` it."""
    if entry and entry.central or prefix.central:
        return "central", None, None
    if prefix.place:
        place = gazetteer().one(prefix.place, gazetteer().one(prefix.above) if prefix.above else setting.place)
        if prefix.word and place and prefix.word not in place.name:
            return LEVEL_WORDS[prefix.word], None, None
        level = reading.level or (place.level if place else LEVEL_WORDS.get(prefix.word) or gazetteer().level(prefix.place))
        return level, place, "written" if place else None
    if reading.level and not reading.entries:
        return reading.level, None, None
    if bare:
        level = "province" if reading.text.endswith("厅") else setting.level if entry else None
        if level == "central" and entry:
            level = None
    else:
        level = _level(prefix.word, setting)
    place = setting.place
    if level is None or place is None:
        return level, None, None
    if place.level == level:
        return level, place, "issuer"
    name = place.province if level == "province" else place.prefecture if level == "prefecture" else None
    above = gazetteer().one(name) if name else None
    return level, above, "above" if above else None


def _level(word: str, setting: Setting) -> str | None:
    """What a level word tells in a document: 市 is the province in 北京市 and its districts, the county in 义乌市."""
    if word != "市" or setting.place is None:
        return LEVEL_WORDS.get(word)
    if setting.province in MUNICIPALITIES:
        return "province"
    place = setting.place
    return "county" if place.level == "county" and place.name.endswith("市") else "prefecture"


def _with_prefix(name: str, prefix: Prefix) -> str:
    where = prefix.above + (prefix.place or prefix.word)
    if "{}" in name:
        return name.format(where)
    if not prefix.party:
        return where + name
    return where + ("" if name.startswith("委") else "党委" if where.endswith("自治区") else "委") + name


def _full(entry: Entry, prefix: Prefix, place: Place) -> str:
    if "{}" in entry.name:
        return entry.name.format(place.title)
    if entry.template:
        return entry.template.format(place=place.title, short=place.short, body=entry.body)
    if prefix.party:
        return f"中共{place.title}" + ("" if entry.name.startswith("委") else "委") + entry.name
    return place.title + entry.name


# -- agencies in prose -------------------------------------------------------------------------------------------------------

_BARE = re.compile(r"(?:国家|中央|国务院|最高人民|全国|中共中央|中国|中华).+|.{2,}(?:部|总局|总署|审计署)|国务院|[税海].+总[局署]")
_LEVEL_BEFORE = re.compile("(自治区|自治州|自治县|地区|[省市州县区旗镇乡]|(?<![东联欧同加结])盟)(?:委|政府|人民政府|党委)?$")
_GOES_ON = {
    "局": "长面势部域限", "部": "门分署长委队", "委": "员托派任", "办": "公理法事学好发函", "厅": "长", "会": "议计同员长",
    "院": "长校士", "行": "业政动为长", "政府": "性采投购债工",
}  # fmt: skip
"""Characters behind an ending that make another word of it (局长, 部门, 委员会, 政府性)."""


def named_in(text: str, sentences: Iterable[Span], taken: list[Span]) -> Iterator[tuple[Span, Reading]]:
    """Agencies that sentences name: the longest form of the table with a level word or place before it, or a central name.

    Words that may be a function only (教育 alone) are no agencies. `taken` are spans that clauses have annotated already.
    """
    found, sizes = agencies_table().ends, agencies_table().sizes
    blocked = sorted(taken)
    at = 0
    for start, end in sentences:
        floor, held = start, None
        for hit in found.finditer(text, start, end):
            stop = hit.end()
            while at < len(blocked) and blocked[at][1] < stop:
                at += 1
            if at < len(blocked) and blocked[at][0] < stop:
                continue
            span = _named(text, floor, stop, sizes[text[stop - 2 : stop]])
            if span is None or (held and held[0][0] < span[0] < held[0][1]):
                continue
            reading = read_name(text[span[0] : span[1]])
            if not reading.known:
                continue
            if held and span[0] >= held[0][1]:
                yield held
                floor = held[0][1]
            held = (span, reading)  # a longer name that begins at the same place (国家电网, 国家电网公司) takes its place
        if held:
            yield held


def _named(text: str, start: int, stop: int, sizes: tuple[int, ...]) -> Span | None:
    """The span of an agency's name that ends at `stop`, not reaching back behind `start`."""
    after = text[stop : stop + 1]
    for ending in (text[stop - 1], text[stop - 2 : stop]):
        if after and after in _GOES_ON.get(ending, ""):
            return None
    tables = agencies_table()
    for size in sizes:
        begin = stop - size
        if begin < start:
            continue
        form = text[begin:stop]
        if form in tables.local:
            before = _before(text, start, begin)
            if before < begin:
                return _above(text, start, before), stop
        if form in tables.central and _BARE.fullmatch(form):
            return begin, stop
    return None


def _above(text: str, start: int, begin: int) -> int:
    """Where the central organ's name begins that stands right before a local one: 国家税务总局锦州市税务局."""
    for size in agencies_table().sizes.get(text[max(start, begin - 2) : begin], ()):
        if begin - size >= start and text[begin - size : begin] in agencies_table().central:
            return begin - size
    return begin


def _before(text: str, start: int, begin: int) -> int:
    """Where the level word or place before a form begins; `begin` itself where there is none."""
    places = gazetteer()
    if (place := places.ending(text, begin)) is not None and begin - len(place) >= start:
        return _from(text, start, begin - len(place)) if place in places.full else begin - len(place)
    word = _LEVEL_BEFORE.search(text, max(start, begin - 6), begin)
    if word is None or (word.start() > start and text[word.start() - 1] in "各全每地都城超该跨股门湾社园小景灾库片校开新下"):
        return begin
    return min(_from(text, start, word.end(1)), word.start())


def _from(text: str, start: int, at: int) -> int:
    """Where the places that stand before an offset, one inside the other, begin."""
    places = gazetteer()
    while (place := places.ending(text, at)) is not None and at - len(place) >= start and place in places.full:
        at -= len(place)
    return at
