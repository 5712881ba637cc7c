"""Page numbers and running heads: what a page has for being a page, not for the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from policydoc.readers.page import Page, Row
from policydoc.source import fold

_NUMBER = re.compile(
    r"[-—－–─·.\s]*(?:第|p|page)?\s*(\d{1,4})\s*(?:页)?(?:\s*[,，/／]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—－–─·.\s]*", re.IGNORECASE
)
_DRESSED = re.compile(r"^\s*[-—－–─·].*[-—－–─·]\s*$|第|p|页|[,，/／共of]", re.IGNORECASE)
"""What nothing but the number of a page has around it; `0-` may be an age in a table."""
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


def take_out_furniture(pages: Sequence[Page]) -> dict[int, list[tuple[str, str]]]:
    """Take page numbers and running heads out of the pages; `(what, text)` of them by the number of the page.

    A page number is the lowest or highest row of its page, near the edge, and either dressed as one (— 3 —, 第3页) or one of
    several that count with the pages. A running head stands at the edge of three pages or more in the same words but for digits;
    two are enough in the margin itself, where browsers print address and date.
    """
    edges = [(page, [(row, _key(row, page), _page_number(row)) for row in _edge_rows(page)]) for page in pages]
    heads = Counter(key for _, edge in edges for key in {key for _, key, _ in edge})
    counting = Counter(value - page.number for page, edge in edges for _, _, value in edge if value is not None)
    taken: dict[int, list[tuple[str, str]]] = {}
    for page, edge in edges:
        for row, key, value in edge:
            dressed = value is not None and _DRESSED.search(fold(row.text)) is not None
            if value is not None and (dressed or counting[value - page.number] > 1):
                what = "page number"
            elif heads[key] >= (2 if _outermost(row, page) else 3):
                what = "running head"
            else:
                continue
            page.rows.remove(row)
            taken.setdefault(page.number, []).append((what, row.text))
    return taken


def _edge_rows(page: Page) -> list[Row]:
    """The two highest and two lowest rows of a page, where they stand in its outer parts."""
    by_place = sorted(page.rows, key=attrgetter("top"))
    outer = dict.fromkeys([*by_place[:2], *by_place[-2:]])
    return [row for row in outer if row.bottom < 0.12 * page.height or row.top > 0.86 * page.height]


def _outermost(row: Row, page: Page) -> bool:
    return row.bottom < 0.06 * page.height or row.top > 0.94 * page.height


def _key(row: Row, page: Page) -> tuple[str, int]:
    """The words of a row without its digits, and which edge it stands at."""
    return _DIGITS.sub("", _SPACE.sub("", fold(row.text))), int(row.top > page.height / 2)


def _page_number(row: Row) -> int | None:
    match = _NUMBER.fullmatch(fold(row.text).strip())
    return int(match[1]) if match else None
