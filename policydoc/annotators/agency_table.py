"""The tables of agencies and reforms (`data/agencies.csv`, `data/reforms.csv`), compiled into look-ups once.

A row names a function (发展改革), the names that local bodies bear for it and their short forms (`/` between names, `|` before a
short form of the name to its left), the body words they go with (厅|委|局), forms that no rule makes (`科委=科学技术委员会`), the
central organ, and the years. `data/README.md` describes every column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import attrs

from policydoc.annotators.places import lengths, table

BODIES = {"委": "委员会", "办": "办公室", "工委": "工作委员会", "公司": "公司"}
"""Body words that have a full form; all others are their own."""


@attrs.frozen
class Entry:
    """What a form can stand for: the canonical `name` (of a local body without its place or level word)."""

    name: str
    stem: str
    kind: str
    central: bool
    body: str
    template: str
    valid_from: str | None
    valid_to: str | None

    def valid(self, date: str | None) -> bool:
        """Whether the name was in use at a date (ISO, any precision); years without a month count as a whole."""
        if not date:
            return True
        after = not self.valid_from or date[: len(self.valid_from)] >= self.valid_from[: len(date)]
        return after and (not self.valid_to or date[: len(self.valid_to)] <= self.valid_to[: len(date)])


@attrs.frozen
class Agencies:
    """All forms: of local bodies, of central organs, and of the words that merged bodies are made of."""

    local: dict[str, tuple[Entry, ...]]
    central: dict[str, tuple[Entry, ...]]
    heads: dict[str, tuple[str, ...]]
    """Central names by their first two characters, longest first: the start of 国家税务总局杭州市税务局."""
    words: dict[str, str]
    """Function words of merged bodies (教育, 体育) and the stem that each tells; "" for words that tell none (管理)."""
    ends: re.Pattern[str]
    """Finds the last character of what may be a form in running text."""
    sizes: dict[str, tuple[int, ...]]
    """The lengths of the forms that end in two characters, longest first."""


_FILLERS = (
    "和 与 及 管理 监督 监督管理 服务 建设 发展 综合 行政 执法 综合执法 综合行政执法 促进 规划 信息化 工业 工业信息化 信息 产业 经济 商业 贸易 "
    "商贸 流通 物资 储备 保障 保护 安全 环境 城乡 城市 交通 体育 广电 事业 事务 工作 创新 合作 开放 服务管理 运行 协调 指导 公共 社会 农村 水产 渔业 "
    "土地 房屋 征收 储备 市容 卫生 燃气 电力 通信 网络 电子 智能 制造 数字 技术"
).split()


@cache
def agencies_table() -> Agencies:
    """The compiled tables, read once."""
    local: dict[str, dict[Entry, None]] = {}
    central: dict[str, dict[Entry, None]] = {}
    words = dict.fromkeys(_FILLERS, "")
    for row in table("agencies.csv"):
        _add_central(row, central)
        for form, entry in _local_forms(row):
            local.setdefault(form, {})[entry] = None
        if row["bodies"]:
            for names in row["names"].split("/"):
                stem = names.split("|")[0] if row["stem"] == "*" else _stem(row["stem"])
                words |= {name: stem for name in names.split("|") if len(name) > 1 and not words.get(name)}
    sizes = _sizes(local, central)
    heads: dict[str, list[str]] = {}
    for form in sorted(central, key=len, reverse=True):
        heads.setdefault(form[:2], []).append(form)
    return Agencies(
        {form: tuple(entries) for form, entries in local.items()},
        {form: tuple(entries) for form, entries in central.items()},
        {start: tuple(forms) for start, forms in heads.items()},
        words,
        _ends(sizes),
        sizes,
    )


def _ends(sizes: Iterable[str]) -> re.Pattern[str]:
    """One alternative for each last character, the one of most forms first: all begin with a letter, which makes the search fast."""
    before: dict[str, set[str]] = {}
    for pair in sizes:
        before.setdefault(pair[1], set()).add(pair[0])
    ordered = sorted(before.items(), key=lambda found: (-len(found[1]), found[0]))
    return re.compile("|".join(f"{last}(?<=[{''.join(sorted(firsts))}]{last})" for last, firsts in ordered))


def _sizes(*tables: dict[str, dict[Entry, None]]) -> dict[str, tuple[int, ...]]:
    """Lengths by ending. Short names of enterprises (移动, 电信) are words of the language too and left to the clauses."""
    forms = ((form, entries) for known in tables for form, entries in known.items())
    return lengths((form[-2:], len(form)) for form, entries in forms if len(form) > 2 or any(e.kind != "enterprise" for e in entries))


def _stem(key: str) -> str:
    return key.split("(")[0]


def _add_central(row: dict[str, str], central: dict[str, dict[Entry, None]]) -> None:
    name = row["central"]
    if not name:
        return
    kind = "government" if row["kind"] in ("vertically_managed", "territory") else row["kind"]
    entry = Entry(name, _stem(row["stem"]), kind, True, "", "", row["valid_from"] or None, row["valid_to"] or None)
    for form in (name, *filter(None, row["central_short"].split("|"))):
        central.setdefault(form, {})[entry] = None
        if name.startswith("国家") and not form.startswith(("国", "中")):
            central.setdefault(f"国家{form}", {})[entry] = None


def _local_forms(row: dict[str, str]) -> list[tuple[str, Entry]]:
    years = (row["valid_from"] or None, row["valid_to"] or None)
    found: list[tuple[str, Entry]] = []
    for names in row["names"].split("/"):
        first, *shorts = names.split("|")
        stem = first if row["stem"] == "*" else _stem(row["stem"])
        for body in filter(None, row["bodies"].split("|")):
            whole = BODIES.get(body, body)
            entry = Entry(first + whole, stem, row["kind"], False, body, row["local"], *years)
            for name in (first, *shorts):
                found += [(name + b, entry) for b in {body: 0, whole: 0}]
    for form, _, name in (f.partition("=") for f in filter(None, row["forms"].split("|"))):
        name = name or form
        stem = name if row["stem"] == "*" else _stem(row["stem"])
        # a form that stands here overrules what its names and bodies make of the same form
        found = [f for f in found if f[0] != form]
        found.append((form, Entry(name, stem, row["kind"], False, form[-2:], row["local"], *years)))
    return found


@cache
def successors() -> dict[str, tuple[tuple[str, str], ...]]:
    """What became of a function: stem → (date, stem of the successor) pairs."""
    after: dict[str, list[tuple[str, str]]] = {}
    for row in table("reforms.csv"):
        for old in row["old"].split("|"):
            after.setdefault(_stem(old), []).extend((row["date"], _stem(new)) for new in row["new"].split("|"))
    return {stem: tuple(found) for stem, found in after.items()}
