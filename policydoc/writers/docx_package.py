"""A Word file as it grows: paragraphs, tables, boxes on a page by GB/T 9704-2012, saved to the same bytes every time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

from policydoc.writers.docx_styles import (
    FALLBACKS,
    FANG,
    HEIGHT,
    LEFT,
    LOOKS,
    NUMBER_GAP,
    PITCH,
    SIZE,
    SQUEEZE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    WIDTH,
    Look,
    twips,
)

EPOCH = datetime.datetime(2000, 1, 1)
"""A clock would make two files of one document differ."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FONT_TABLE = re.compile(r"/word/fontTable\.xml$")


_UNUSED = {"thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings", "theme"}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{_W}}}{name}"


@cache
def _template() -> bytes:
    """An empty file with styles and page."""
    from docx import Document

    paper = Paper.__new__(Paper)
    paper.file = Document()
    paper.body = paper.file.element.body
    paper._bare()
    paper._properties()
    paper._styles()
    paper._page()
    return paper.save()


class Paper:
    """The file: text goes to `body`, or to the cell of a box."""

    def __init__(self, title: str) -> None:
        from docx import Document

        self.file = Document(io.BytesIO(_template()))
        self.body = self.file.element.body
        self.section = self.body[-1]
        self.file.core_properties.title = title[:255]

    # -- content ---------------------------------------------------------------------------------------------------------

    def element(self, parent: Any, name: str, **attributes: str | int | float) -> Any:
        """An element of WordprocessingML at the end of another; in the body before its section."""
        made = parent.makeelement(w(name), {w(key): str(value) for key, value in attributes.items()})
        if parent is self.body:
            self.section.addprevious(made)
        else:
            parent.append(made)
        return made

    def paragraph(self, into: Any, look: Look, runs: Sequence[tuple[str, Look | None]], **layout: Any) -> Any:
        """A paragraph in a style. A run with a look of its own is set in its font; `layout` says what differs from the style.

        Keys: `align`, `first`, `left`, `right` in characters, `before` in lines or `space` in twentieths of a point, `pitch`, `new_page`,
        `borders` (side to size, space and colour), `tab` (place of a right tab stop).
        """
        p = self.element(into, "p")
        properties = self.element(p, "pPr")
        self.element(properties, "pStyle", val=look.name)
        if layout.get("new_page"):
            self.element(properties, "pageBreakBefore")
        if borders := layout.get("borders"):
            around = self.element(properties, "pBdr")
            for side, (size, space, colour) in borders.items():
                self.element(around, side, val="single", sz=size, space=space, color=colour)
        if "tab" in layout:
            self.element(self.element(properties, "tabs"), "tab", val="right", pos=layout["tab"])
        _format(self, properties, look, layout)
        for text, own in runs:
            self.run(p, text, own)
        return p

    def run(self, p: Any, text: str, own: Look | None) -> None:
        """A run; a line feed is a soft break, a tab a tab."""
        r = self.element(p, "r")
        if own is not None:
            properties = self.element(r, "rPr")
            self._fonts(properties, own.font)
            if own.size != SIZE:
                self._size(properties, own.size)
        for piece in re.split("([\n\t])", text):
            if piece == "\n":
                self.element(r, "br")
            elif piece == "\t":
                self.element(r, "tab")
            elif piece:
                self.element(r, "t").text = piece
                r[-1].set(_SPACE, "preserve")

    def table(self, into: Any, widths: Sequence[int], foot: tuple[int, int] | None = None) -> Any:
        """A table with lines around every cell; or, at the foot of the page, with lines above (thick), between (thin) and below its rows."""
        table = self.element(into, "tbl")
        properties = self.element(table, "tblPr")
        if foot:
            place = {"horzAnchor": "margin", "vertAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
            self.element(properties, "tblpPr", leftFromText=0, rightFromText=0, **place)
        self.element(properties, "tblW", w=sum(widths), type="dxa")
        self.element(properties, "jc", val="center")
        borders = self.element(properties, "tblBorders")
        thick, thin = foot or (4, 4)
        sides = {"top": thick, "left": 0, "bottom": thick, "right": 0, "insideH": thin} if foot else dict.fromkeys(_SIDES, 4)
        for side, size in sides.items():
            self.element(borders, side, val="single" if size else "nil", sz=size, space=0, color="auto")
        self.element(properties, "tblLayout", type="fixed")
        if foot:
            margins = self.element(properties, "tblCellMar")
            for side in ("left", "right"):
                self.element(margins, side, w=0, type="dxa")
        grid = self.element(table, "tblGrid")
        for width in widths:
            self.element(grid, "gridCol", w=width)
        return table

    def row(self, table: Any, head: bool = False) -> Any:
        """A row that no page break cuts; a head is repeated on each page."""
        row = self.element(table, "tr")
        properties = self.element(row, "trPr")
        self.element(properties, "cantSplit")
        if head:
            self.element(properties, "tblHeader")
        return row

    def cell(self, row: Any, width: int, columns: int = 1) -> Any:
        """A cell over one column or more."""
        cell = self.element(row, "tc")
        properties = self.element(cell, "tcPr")
        self.element(properties, "tcW", w=width, type="dxa")
        if columns > 1:
            self.element(properties, "gridSpan", val=columns)
        self.element(properties, "vAlign", val="center")
        return cell

    # -- the file --------------------------------------------------------------------------------------------------------

    def save(self) -> bytes:
        """The bytes, with one date for all parts."""
        first, second = io.BytesIO(), io.BytesIO()
        self.file.save(first)
        with zipfile.ZipFile(first) as made, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as package:
            for name in made.namelist():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, made.read(name))
        return second.getvalue()

    def _bare(self) -> None:
        """Without what python-docx's own template brings: 160 styles, a thumbnail, parts that nobody reads."""
        styles = self.file.styles.element
        for old in list(styles):
            if old.tag == w("latentStyles") or (old.tag == w("style") and old.get(w("default")) is None):
                styles.remove(old)
        for fonts in list(styles.find(w("docDefaults")).iter(w("rFonts"))):  # those of the theme
            fonts.getparent().remove(fonts)
        for part in (self.file.part.package, self.file.part):
            for key, relation in list(part.rels.items()):
                if relation.reltype.rpartition("/")[2] in _UNUSED:
                    del part.rels[key]

    def _properties(self) -> None:
        core = self.file.core_properties
        core.author, core.comments, core.language = "", "", "zh-CN"
        core.created = core.modified = EPOCH
        core.revision = 1
        for part in self.file.part.package.iter_parts():
            if _FONT_TABLE.search(part.partname):
                fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FALLBACKS.items())
                part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'.encode()

    def _styles(self) -> None:
        """The styles of `LOOKS`; Normal is 三号仿宋, from which the grid of characters is counted (5.2.2)."""
        from docx.enum.style import WD_STYLE_TYPE

        apart = self.file.styles["Normal"].element.get_or_add_pPr()
        for name in ("autoSpaceDE", "autoSpaceDN"):  # no gap between 年 and its figures: places are counted in characters
            self.element(apart, name, val=0)
        normal = self.file.styles["Normal"].element.get_or_add_rPr()
        self._fonts(normal, FANG)
        self._size(normal, SIZE)
        self.element(normal, "lang", val="en-US", eastAsia="zh-CN")
        for look in LOOKS.values():
            style = self.file.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            style.element.set(w("styleId"), look.name)
            style.base_style = self.file.styles["Normal"]
            style.quick_style = True
            properties = style.element.get_or_add_pPr()
            if look.keep:
                self.element(properties, "keepNext")
            _format(self, properties, look, {"whole": True})
            if look.level is not None:
                self.element(properties, "outlineLvl", val=look.level)
            letters = style.element.get_or_add_rPr()
            self._fonts(letters, look.font)
            if look.colour:
                self.element(letters, "color", val=look.colour)
            if look.size == SIZE:
                self.element(letters, "spacing", val=SQUEEZE)
            if look.bold:
                letters.insert(1, letters.makeelement(w("b"), {}))
            self._size(letters, look.size)

    def _fonts(self, properties: Any, font: str) -> None:
        for old in properties.findall(w("rFonts")):
            properties.remove(old)
        properties.insert(0, properties.makeelement(w("rFonts"), {w(key): font for key in ("ascii", "hAnsi", "eastAsia", "cs")}))

    def _size(self, properties: Any, size: float) -> None:
        for name in ("sz", "szCs"):
            for old in properties.findall(w(name)):
                properties.remove(old)
            self.element(properties, name, val=round(2 * size))

    def _page(self) -> None:
        """A4, margins, grid, page numbers on the outer side (5.1, 5.2, 7.5)."""
        section = self.file.sections[0]
        properties = section._sectPr
        for old in list(properties):
            if old.tag in (w("pgSz"), w("pgMar"), w("cols"), w("docGrid")):
                properties.remove(old)
        self.element(properties, "pgSz", w=twips(WIDTH), h=twips(HEIGHT))
        gap = HEIGHT - TOP - TEXT_HEIGHT
        margins = {"top": TOP, "right": WIDTH - LEFT - TEXT_WIDTH, "bottom": gap, "left": LEFT, "header": 15.0, "footer": gap - NUMBER_GAP - 5}
        self.element(properties, "pgMar", gutter=0, **{side: twips(size) for side, size in margins.items()})
        self.element(properties, "docGrid", type="lines", linePitch=PITCH)
        self.file.settings.odd_and_even_pages_header_footer = True
        for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
            footer.is_linked_to_previous = False
            for old in list(footer._element):
                footer._element.remove(old)
            look = LOOKS["page_number"]
            p = self.paragraph(footer._element, look, [("— ", None)], align=align, **{side: 1})
            self.run(self.element(p, "fldSimple", instr=" PAGE "), "1", None)
            self.run(p, " —", None)


def _format(paper: Paper, properties: Any, look: Look, layout: dict[str, Any]) -> None:
    """Spacing, indents and alignment: all of a style, or what a paragraph has of its own."""
    whole = layout.get("whole", False)
    if whole and not 14 <= look.size <= SIZE:
        paper.element(properties, "snapToGrid", val=0)
    if whole or layout.keys() & {"before", "space", "pitch"}:
        pitch = layout.get("pitch", round((24 if look.size > 24 else 30) * look.size) if look.size > 24 or look.size < 14 else PITCH)
        above = layout.get("space", round(layout.get("before", look.before) * PITCH))
        paper.element(properties, "spacing", before=above, after=0, line=pitch, lineRule="exact")
    if whole or layout.keys() & {"first", "left", "right"}:
        size = 20 * look.size
        left, right, first = (layout.get(key, getattr(look, key)) for key in ("left", "right", "first"))
        lengths = {"left": left, "right": right, "hanging" if first < 0 else "firstLine": abs(first)}
        chars = {f"{side}Chars": round(100 * length) for side, length in lengths.items()}
        paper.element(properties, "ind", **chars, **{side: round(size * length) for side, length in lengths.items()})
    if whole or "align" in layout:
        paper.element(properties, "jc", val=layout.get("align", look.align))
