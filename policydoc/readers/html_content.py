"""Which part of a page is the document: a table of the selectors of the common systems, and what is kept of the rest."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import attrs

from policydoc.readers.assemble import Line, drop
from policydoc.readers.html_lines import SKIPPED, Mark
from policydoc.source import BLANK, fold

ENOUGH = 60
"""Characters that make an element the content, or a third of what the page holds, whichever is less."""

_SPACE = re.compile(f"[{BLANK}]+")
_FIELD = re.compile("[【\\[]?([^：:【】]{2,24}?)[】\\]]?[：:]")
_PIECES = re.compile(
    f"(?<![{BLANK}|])[{BLANK}|]++(?=[\u4e00-\u9fff]{{2,8}}[：:])"
    f"|(?<![{BLANK}【\\[|])[{BLANK}【\\[|]*+(?=(?:浏览|点击|访问|阅读)(?:量|数|次数)?[：:]|字(?:体|号|体大小)[：:])"
)
"""Where a line of several fields is cut; counters and switches of the font's size are cut off too."""

_SITE = re.compile(
    "版权所有|ICP备|网站标识码|公网安备|(?:当前|您的|所在|您所在的)位置|分享到|打印本页|关闭窗口|上一篇|下一篇|扫一扫"
    "|(?:浏览|点击|访问)(?:次数|量)"
)
"""What only the frame of a site says."""
_CATALOGUE = frozenset(("索引号", "信息索引号", "主题分类", "组配分类", "体裁分类", "发文字号", "发布机构", "公开方式"))
"""Labels that a catalogue prints beside a document."""


@lru_cache(maxsize=2)
def _table(name: str) -> list[dict[str, str]]:
    text = (files("policydoc") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _fields_known() -> frozenset[str]:
    """Labels of the fields that publishers print beside a document, without white space."""
    return frozenset(row["label"] for row in _table("page_fields.csv"))


def _matches(page: Any, kind: str) -> dict[str, list[Any]]:
    selectors = (row["selector"] for row in _table("content_selectors.csv") if row["kind"] == kind)
    return {selector: found for selector in selectors if (found := page.css(selector))}


def content_nodes(page: Any) -> list[Any]:
    """The elements of the first selector, in the order of the table, that holds enough of the page's text."""
    whole = _length(page.body) if page.body is not None else 0
    enough = min(ENOUGH, whole // 3)
    for found in _matches(page, "content").values():
        if sum(_length(node) for node in found[:50]) > enough:
            return found
    return _around_prose(page)


def _around_prose(page: Any) -> list[Any]:
    """The largest element that holds all of the page's prose and no word of a site; empty where that is all of the page or none."""
    chain: list[Any] = []
    places: dict[int, int] = {}
    joined = 0
    site: set[int] = set()
    seen: set[int] = set()
    for node in page.root.traverse(include_text=True):
        text = (node.text_content or "").strip() if node.tag == "-text" else ""
        if len(text) < 2 or node.parent is None or node.parent.tag in SKIPPED:
            continue
        if _SITE.search(text[:200]) or (len(text) < 12 and _SPACE.sub("", text).strip("：:【】[]") in _CATALOGUE):
            site.update(above.mem_id for above in _above(node, site))
        elif len(text) > 24 and "。" in text and not _linked(node):
            steps = _above(node, seen)
            seen.update(above.mem_id for above in steps)
            if not chain:
                chain = [above for above in steps if above.tag != "html"]
                places = {above.mem_id: index for index, above in enumerate(chain)}
            elif (met := steps[-1].parent if steps else node.parent) is not None:
                joined = max(joined, places.get(met.mem_id, 0))
    clear = [above for above in chain[joined:] if above.mem_id not in site]
    return clear[-1:] if site else []


def _above(node: Any, known: set[int]) -> list[Any]:
    """The elements around a node, the nearest first, up to the first known one."""
    found = []
    while (node := node.parent) is not None and node.mem_id not in known and node.tag != "-document":
        found.append(node)
    return found


def _linked(node: Any) -> bool:
    """Whether a text stands in a link, or in an element or two inside of one."""
    for _ in range(3):
        node = node.parent
        if node is None or node.tag == "a":
            return node is not None
    return False


def title_nodes(page: Any) -> list[Any]:
    """The elements that may hold the page's title."""
    return [node for found in _matches(page, "title").values() for node in found]


def _length(node: Any) -> int:
    return len("".join(node.text().split()))


def page_titles(page: Any) -> list[str]:
    """What the page's head calls the document: its ArticleTitle, its title."""
    found = [node.attributes.get("content") or "" for node in page.css("meta[name='ArticleTitle' i]")[:1]]
    found += [node.text() for node in page.css("title")[:1]]
    return [_plain(text) for text in found if text.strip()]


def choose(lines: Sequence[Line], marks: Sequence[Mark], titles: Sequence[str]) -> list[Line]:
    """The lines that enter the text: fields, title and document; the rest in one record for each stretch."""
    inside = [mark.inside for mark in marks]
    if any(inside):
        _extend(inside, lines, marks)
    else:
        inside = _prose(lines, marks)
    kept_title = _title(lines, marks, inside, titles)
    out: list[Line] = []
    dropped: list[Line] = []
    for line, keep in _fields(lines, inside, kept_title, titles):
        if not keep:
            dropped.append(line)
            continue
        if dropped:
            out.append(drop(dropped, "navigation"))
            dropped = []
        out.append(line)
    return [*out, drop(dropped, "navigation")] if dropped else out


def _extend(inside: list[bool], lines: Sequence[Line], marks: Sequence[Mark]) -> None:
    """Take in what follows the document up to a link or a word of the site, where there is prose in it: a stray tag closed it early."""
    last = max(index for index, here in enumerate(inside) if here)
    end = last + 1
    while end < len(lines) and not marks[end].linked and not marks[end].around and not _SITE.search(lines[end].text[:200]):
        end += 1
    behind = lines[last + 1 : end]
    if any(len(line.text) > 24 and "。" in line.text for line in behind):
        inside[last + 1 : end] = [True] * len(behind)


def _prose(lines: Sequence[Line], marks: Sequence[Mark]) -> list[bool]:
    """Where no selector fits: all but menus, that is rows of links and what stands in elements made for them."""
    links = [bool(line.text) and mark.linked * 10 >= len(line.text) * 7 for line, mark in zip(lines, marks, strict=True)]
    inside = []
    for index, mark in enumerate(marks):
        row = links[index] and (links[index - 1 : index] == [True] or links[index + 1 : index + 2] == [True])
        inside.append(not mark.around and not row)
    return inside if any(inside) else [True] * len(lines)


def _title(lines: Sequence[Line], marks: Sequence[Mark], inside: Sequence[bool], titles: Sequence[str]) -> set[int]:
    """The lines outside of the document that hold its title, empty where the document's first lines hold it themselves."""
    opening = "".join(_plain(line.text) for line in [line for line, here in zip(lines, inside, strict=True) if here][:12])
    best: tuple[int, int] = (0, -1)
    scores: dict[int, int] = {}
    for index, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        text = _plain(line.text)
        if inside[index] or len(text) < 6 or len(text) > 200:
            continue
        named = max((len(titles) - rank for rank, title in enumerate(titles) if text in title), default=0)
        scores[index] = named * 2 + mark.title
        best = max(best, (scores[index], index))
    score, index = best
    if score == 0 or (score == 1 and _far(inside, index)) or _plain(lines[index].text) in opening:
        return set()
    chosen = {index}
    while scores.get(index - 1) == score and _plain(lines[index - 1].text) != _plain(lines[index].text):
        index -= 1
        chosen.add(index)
    return chosen


def _far(inside: Sequence[bool], index: int) -> bool:
    """Whether the document does not start within some lines behind: then an element called title is any box's."""
    return not any(inside[index + 1 : index + 12])


def _plain(text: str) -> str:
    return _SPACE.sub("", fold(text))


def _fields(lines: Sequence[Line], inside: Sequence[bool], titles: set[int], names: Sequence[str]) -> Iterator[tuple[Line, bool]]:
    """Each line with whether it is kept; a publisher's label and its value, from two cells or blocks, as one line."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if inside[index] or index in titles:
            yield line, True
        elif label := _label(line.text):
            free = index + 1 < len(lines) and not inside[index + 1] and index + 1 not in titles
            value = lines[index + 1] if free else None
            if value is not None and _may_be_value(label, value.text, names):
                index += 1
            else:
                value = None
            text = f"{label}：{value.text.strip() if value else ''}"
            yield Line(text, anchor=line.anchor, role="metadata"), True
        else:
            for piece in _PIECES.split(line.text):
                field = _FIELD.match(piece)
                if field and _SPACE.sub("", field[1]) in _fields_known():
                    yield attrs.evolve(line, text=piece.strip(), role="metadata", cell=None), True
                else:
                    yield attrs.evolve(line, text=piece), False
        index += 1


def _may_be_value(label: str, text: str, names: Sequence[str]) -> bool:
    """Whether a line says what the label before it asks. The document's title behind an empty field is none but of its name."""
    if _label(text) or _FIELD.match(text) or len(text) >= 120:
        return False
    bare = _plain(text)
    return len(bare) < 12 or _plain(label) in _NAMES or not any(bare in name for name in names)


_NAMES = frozenset(("标题", "名称", "信息名称"))


def _label(text: str) -> str | None:
    """The label that a line is, without its colon; None for other lines."""
    bare = text.strip().rstrip("：:").strip("【】[]")
    return bare if len(bare) < 24 and _SPACE.sub("", bare) in _fields_known() else None
