"""From the tree of an html page to lines: blocks and `<br>` break, white space collapses as in a browser, tables keep cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

from policydoc.readers.assemble import Line

SKIPPED = frozenset(
    ("script style noscript template head title meta link select option button input textarea iframe object embed svg "
        "math canvas audio video map area datalist dialog").split()
)
"""Elements whose text no reader sees, or that hold no text of a document."""
AROUND = frozenset("nav header footer aside form menu".split())
"""Elements that hold what stands around a document."""
BLOCKS = frozenset(
    ("p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th section article main header "
        "footer nav aside center blockquote pre address form fieldset figure figcaption hr ucapcontent html body").split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_SPACE = re.compile("[ \t\r\n\f]+")
_WIDE = "[\u2000-\u206f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP = re.compile(f"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(em|px|pt|rem|ch|%)")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]{1,80})")
_PT = {"px": 0.75, "pt": 1.0}
_ZH = "〇一二三四五六七八九"


@attrs.define
class Mark:
    """A line's place in the page, for choosing the content: its element and whether most of it is links."""

    inside: bool
    title: bool
    around: bool
    linked: int = 0


@attrs.frozen
class _Style:
    """What an element's children inherit."""

    bold: bool = False
    centred: bool = False
    indent: float | None = None
    size: float | None = None
    heading: str | None = None
    pre: bool = False
    linked: bool = False
    around: bool = False
    inside: bool = False
    title: bool = False


@attrs.define
class _Frame:
    """An open element of the walk."""

    node: Any
    tag: str
    style: _Style
    path: str
    seen: dict[str, int] = attrs.field(factory=dict)
    number: int = 0
    """Of the last item, in an ordered list."""


def render(root: Any, inside: Iterable[Any], titles: Iterable[Any]) -> tuple[list[Line], list[Mark]]:
    """The lines of a page, and beside each what the choice of the content needs to know.

    `inside` are the elements that hold the document, `titles` those that may hold the page's title.
    """
    walk = _Walk({node.mem_id for node in inside}, {node.mem_id for node in titles}, _data_tables(root))
    walk.run(root)
    return walk.lines, walk.marks


def _data_tables(root: Any) -> set[int]:
    """The tables that hold data, not other tables: a row of two cells at least."""
    found: set[int] = set()
    tables: list[tuple[Any, list[int]]] = []
    top, node, down = root.mem_id, root, True
    while node is not None:
        if down:
            if node.tag == "table":
                for _, counts in tables[-1:]:
                    counts[2] = 1
                tables.append((node, [0, 0, 0]))
            elif node.tag in ("td", "th") and tables:
                tables[-1][1][0] += 1
                tables[-1][1][1] = max(tables[-1][1][:2])
            elif node.tag == "tr" and tables:
                tables[-1][1][0] = 0
            if node.child is not None:
                node = node.child
                continue
        if node.tag == "table" and tables:
            table, (_, widest, nested) = tables.pop()
            if not nested and widest > 1:
                found.add(table.mem_id)
        if node.mem_id == top:
            break
        node, down = (node.next, True) if node.next is not None else (node.parent, False)
    return found


class _Walk:
    """One pass over the tree with a stack of its own: no depth of a page can break it."""

    def __init__(self, inside: set[int], titles: set[int], tables: set[int]) -> None:
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self._inside, self._titles, self._tables = inside, titles, tables
        self._buffer: list[tuple[str, _Style]] = []
        self._label = ""
        self._table = self._tables_seen = -1
        self._row = self._column = -1
        self._cell_empty = False

    def run(self, root: Any) -> None:
        stack = [_Frame(root, root.tag or "", _Style(), "")]
        node = root.child
        while True:
            if node is None:
                self._close(stack)
                node = stack.pop().node
                if not stack:
                    break
                node = node.next
                continue
            tag = node.tag
            if tag == "-text":
                self._buffer.append((node.text_content or "", stack[-1].style))
            elif tag == "br":
                self._flush(stack[-1])
            elif tag and tag[0] not in "-!_" and tag not in SKIPPED:
                opened = self._open(node, tag, stack)
                if opened is not None:
                    stack.append(opened)
                    node = node.child
                    continue
            node = node.next

    def _open(self, node: Any, tag: str, stack: list[_Frame]) -> _Frame | None:
        parent = stack[-1]
        attributes = node.attributes
        css = (attributes.get("style") or "").lower()
        if "hidden" in attributes or "display:none" in css.replace(" ", "")[:4000]:
            return None
        count = parent.seen[tag] = parent.seen.get(tag, 0) + 1
        identity = attributes.get("id")
        path = f"{tag}#{identity[:40]}" if identity else f"{parent.path[-80:]}/{tag}[{count}]"
        frame = _Frame(node, tag, self._style(node, tag, attributes, css, parent.style), path)
        if tag in BLOCKS:
            self._flush(parent)
            self._open_block(node, tag, attributes, frame, parent)
        return frame

    def _style(self, node: Any, tag: str, attributes: dict[str, str | None], css: str, style: _Style) -> _Style:
        """The parent's style with what this element changes."""
        changes: dict[str, Any] = {}
        if tag in ("b", "strong", "th") or tag in _HEADINGS:
            changes["bold"] = True
        if tag == "a":
            changes["linked"] = True
        if tag in _HEADINGS:
            changes["heading"] = tag
        if tag == "pre":
            changes["pre"] = True
        if tag in AROUND:
            changes["around"] = True
        if node.mem_id in self._inside:
            changes["inside"], changes["around"] = True, False
        if node.mem_id in self._titles:
            changes["title"] = True
        align = (attributes.get("align") or "").lower()
        if tag == "center" or align:
            changes["centred"] = tag == "center" or align == "center"
        if css:
            changes.update(_declared(css, style.size))
        return attrs.evolve(style, **changes) if changes else style

    def _open_block(self, node: Any, tag: str, attributes: dict[str, str | None], frame: _Frame, parent: _Frame) -> None:
        if tag == "ol":
            frame.number = _number(attributes.get("start"), 1) - 1
        elif tag == "li" and parent.tag == "ol":
            parent.number = _number(attributes.get("value"), parent.number + 1)
            self._label = _list_label(parent.number, parent.node.attributes)
        elif tag == "table" and node.mem_id in self._tables:
            self._tables_seen += 1
            self._table, self._row, self._column = self._tables_seen, -1, -1
        elif tag == "tr" and self._table >= 0:
            self._row, self._column = self._row + 1, -1
        elif tag in ("td", "th") and self._table >= 0:
            self._column += 1
            self._row = max(self._row, 0)
            self._cell_empty = True

    def _close(self, stack: list[_Frame]) -> None:
        frame = stack[-1]
        if frame.tag not in BLOCKS:
            return
        self._flush(frame)
        if frame.tag in ("td", "th") and self._cell_empty and self._table >= 0:
            self._add(Line("", cell=(self._table, self._row, self._column)), frame.style)
        elif frame.tag == "li":
            self._label = ""
        elif frame.tag == "table" and frame.node.mem_id in self._tables:
            self._table = -1

    def _flush(self, frame: _Frame) -> None:
        """The buffer becomes a line, or several where the text is preformatted."""
        pieces, self._buffer = self._buffer, []
        if not pieces:
            return
        raw = "".join(text for text, _ in pieces)
        style = frame.style
        texts = [_SPACE.sub(" ", _WRAP.sub("", raw)).strip(" ")]
        if style.pre:
            texts = [line.rstrip(" \t\r") for line in raw.expandtabs().split("\n")]
        first = next((s for text, s in pieces if text.strip()), None)
        bold = first is not None and all(s.bold for text, s in pieces if text.strip())
        linked = sum(len(text) for text, s in pieces if s.linked)
        for text in texts:
            if first is None or not text.strip():
                continue
            label, self._label = self._label, ""
            line = Line(label + text, first.heading, bold, style.centred, style.indent, first.size, len(label), frame.path)
            if self._table >= 0 and self._column >= 0:
                line.cell = (self._table, self._row, self._column)
                self._cell_empty = False
            self._add(line, attrs.evolve(style, title=style.title or first.title), linked)

    def _add(self, line: Line, style: _Style, linked: int = 0) -> None:
        self.lines.append(line)
        self.marks.append(Mark(style.inside, style.title, style.around, linked))


def _declared(css: str, size: float | None) -> dict[str, Any]:
    """What a style attribute says of weight, alignment, indent (字) and size (points)."""
    found: dict[str, Any] = {}
    indent = None
    for name, value in _DECLARATION.findall(css[:4000]):
        if name == "font-weight":
            found["bold"] = value.startswith("bold") or value.strip() in ("600", "700", "800", "900")
        elif name == "text-align":
            found["centred"] = value.strip().startswith("center")
        elif name == "white-space":
            found["pre"] = value.strip() in ("pre", "pre-wrap", "pre-line")
        elif name == "font-size" and (match := _LENGTH.match(value)) and match[2] in _PT:
            found["size"] = float(match[1]) * _PT[match[2]]
        elif name == "text-indent":
            indent = _LENGTH.match(value)
    if indent:
        unit, length = indent[2], float(indent[1])
        points = found.get("size", size) or 12.0
        found["indent"] = round(length * _PT[unit] / points, 1) if unit in _PT and points else length if unit == "em" else None
    return found


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.strip().isdecimal() and len(value) < 6 else default


def _list_label(number: int, attributes: dict[str, str | None]) -> str:
    """The number that a browser would show before an item of an ordered list."""
    kind = (attributes.get("type") or "").strip()
    css = (attributes.get("style") or "").replace(" ", "").lower()
    if "list-style-type:none" in css or "list-style:none" in css:
        return ""
    if ("cjk" in css or "chinese" in css) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if not tens else "十" if tens == 1 else _ZH[tens] + "十") + (_ZH[ones] if ones else "") + "、"
    if kind in ("a", "A") and 0 < number < 27:
        return chr(ord(kind) + number - 1) + "."
    return f"{number}."
