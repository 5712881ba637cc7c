"""GB/T 9704-2012 (党政机关公文格式) as a table: page, fonts, and one style for each element, with the clause that asks for it.

Lengths are in characters (字) of the style's own size and lines (行) of the page's grid, as the standard gives them.
"""

from __future__ import annotations

import math

import attrs

WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres (5.1)."""
TOP, LEFT, TEXT_WIDTH, TEXT_HEIGHT = 37.0, 28.0, 156.0, 225.0
"""天头, 订口 and 版心 in millimetres (5.2.1)."""
LINES, CHARACTERS = 22, 28
"""Lines a page, characters a line (5.2.3)."""
SIZE = 16.0
"""三号 (5.2.2)."""
MARK_TOP = 35.0
"""From the top of the 版心 to the issuer's mark, in millimetres (7.2.4)."""
NUMBER_GAP = 7.0
"""From the bottom of the 版心 to the page number, in millimetres (7.5)."""
RULE_GAP = 4.0
"""From the document number to the red line, in millimetres (7.2.7)."""
THICK, THIN = 8, 6
"""首条、末条 0.35 mm, 中间 0.25 mm, in eighths of a point (7.4.1)."""
RED = "FF0000"

SONG, FANG, HEI, KAI, PLAIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
FALLBACKS = {SONG: "华文中宋", FANG: "仿宋", HEI: "SimHei", KAI: "楷体", PLAIN: "SimSun"}
"""What to take where a font is not installed (`w:altName`); the standard names kinds of type, not files."""


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


PITCH = twips(TEXT_HEIGHT) // LINES
"""Of the lines, in twentieths of a point: 28.95 points."""


SQUEEZE = math.floor(twips(TEXT_WIDTH) / CHARACTERS - 20 * SIZE)
"""What each 三号 character gives up of its width, in twentieths of a point, so that 28 stand in 156 mm. A grid of characters says the same, but
some programs give a character that is wider than its cell two of them."""


@attrs.frozen
class Look:
    """One style. `name` is what Word shows in its list of styles."""

    name: str
    clause: str
    font: str = FANG
    size: float = SIZE
    align: str = "both"
    first: float = 0.0
    """Indent of the first line; a negative one hangs."""
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    """Empty lines above."""
    colour: str | None = None
    bold: bool = False
    keep: bool = False
    """With the next paragraph on one page."""
    level: int | None = None
    """In the outline of Word's navigation pane, from 0."""


LOOKS: dict[str, Look] = {
    "paragraph": Look("公文正文", "7.3.3", first=2),
    "copy_number": Look("份号", "7.2.1", align="left"),
    "secrecy": Look("密级和保密期限", "7.2.2", HEI, align="left"),
    "urgency": Look("紧急程度", "7.2.3", HEI, align="left"),
    "issuer_mark": Look("发文机关标志", "7.2.4", SONG, 48, "center", colour=RED),
    "document_number": Look("发文字号", "7.2.5", align="center"),
    "signer": Look("签发人", "7.2.6", align="right", right=1),
    "title": Look("公文标题", "7.3.1", SONG, 22, "center", keep=True),
    "addressees": Look("主送机关", "7.3.2", align="left", before=1),
    "table_of_contents": Look("公文目录", "", align="left"),
    "part": Look("公文编章标题", "7.3.3", HEI, align="center", keep=True, level=0),
    "chapter": Look("公文一级标题", "7.3.3", HEI, first=2, keep=True, level=0),
    "measure": Look("公文二级标题", "7.3.3", KAI, first=2, keep=True, level=1),
    "item": Look("公文三级标题", "7.3.3", first=2, keep=True, level=2),
    "subitem": Look("公文四级标题", "7.3.3", first=2, keep=True, level=3),
    "unnumbered": Look("公文无序标题", "7.3.3", HEI, first=2, keep=True, level=1),
    "attachment_list": Look("附件说明", "7.3.4", align="left", first=-3, left=5),
    "signature": Look("发文机关署名", "7.3.5", align="right", right=2, keep=True),
    "date": Look("成文日期", "7.3.5.4", align="right", right=2),
    "note": Look("附注", "7.3.6", first=2),
    "attachment": Look("附件序号", "7.3.7", HEI, align="left", keep=True),
    "caption": Look("表题", "", HEI, 14, "center", keep=True),
    "cell": Look("表格文字", "", size=12, align="left"),
    "copies": Look("抄送机关", "7.4.2", size=14, left=4, right=1, first=-3),
    "imprint": Look("印发机关和印发日期", "7.4.3", size=14, align="left", left=1, right=1),
    "page_number": Look("公文页码", "7.5", PLAIN, 14),
}
"""Styles by the node that they are for."""

HEADED = {
    "part": "part",
    "section": "part",
    "subsection": "chapter",
    "article": "chapter",
    "point": "subitem",
}
"""Divisions that look like others; 章 of a regulation look like `part`."""
