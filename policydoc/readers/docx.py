"""Word documents (docx): one walk over the body in document order.

What becomes text: paragraphs, one a line; soft breaks as line breaks inside them; the cells of a row with tabs between them, rows
and the paragraphs of a cell as lines; the paragraphs of a text box before the one that holds its anchor, those of a footnote behind
the one that refers to it. Automatic numbers are written out. `docs/formats.md` has the whole table.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from policydoc.readers.docx_fields import Fields, symbol
from policydoc.readers.docx_numbering import VAL, Numbering, W
from policydoc.readers.docx_package import Parts
from policydoc.readers.docx_styles import PLAIN, Look, Style, Styles, indent_of, look_of, to_level
from policydoc.source import Grid, Hint, Source, Span

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_T, _R, _P, _RPR, _BOX = W + "t", W + "r", W + "p", W + "rPr", W + "txbxContent"
_GONE = (_T, W + "delText")
_CLOSING = tuple("、．.。）)〕】：:，,；;")


def read_docx(data: bytes, *, encoding: str | None = None) -> Source:
    """The Source of a docx. `encoding` is ignored: the xml inside says its own."""
    parts = Parts(data)
    walk = _Walk(parts)
    walk.story(parts.body())
    walk.flush()
    removed = [*walk.removed, *_running(parts, walk)]
    return Source(
        text="".join(walk.out),
        reader="docx",
        hints=tuple(walk.hints),
        grids=tuple(walk.grids),
        roles=tuple(walk.roles),
        removed=tuple(sorted(removed, key=lambda entry: entry[0])),
    )


def _running(parts: Parts, walk: _Walk) -> list[tuple[int, str, str]]:
    """Headers and footers, each text once, as removed: headers at the start of the text, footers at its end."""
    found: dict[tuple[int, str, str], None] = {}
    for reference in walk.running:
        root = parts.by_id(reference.get(REL + "id"))
        text = "" if root is None else "\n".join(filter(None, ("".join(p.itertext(_T)).strip() for p in root.iter(_P))))
        if text:
            head = reference.tag == W + "headerReference"
            found[0 if head else walk.length, "header" if head else "footer", text] = None
    return list(found)


@attrs.define(eq=False)
class _Line:
    """A paragraph while it is read."""

    element: Any
    pieces: list[str]
    looks: list[tuple[int, Look]] = attrs.field(factory=list)
    removed: list[tuple[int, str, str]] = attrs.field(factory=list)
    notes: list[tuple[str, str]] = attrs.field(factory=list)
    length: int = 0
    toc: bool = False


@attrs.define(eq=False)
class _Table:
    """A table while it is read: where it starts, its rows, the start of the cell at hand."""

    start: int
    rows: list[list[Span]]
    cell: int = 0


class _Walk:
    """One walk over the body. Elements wait on a stack of our own, so depth costs no recursion."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.styles = Styles(parts.one("styles"))
        self.numbering = Numbering(parts.one("numbering"), self.styles.list_of)
        self.out: list[str] = []
        self.length = 0
        self.gap = ""
        self.hints: list[Hint] = []
        self.grids: list[Grid] = []
        self.roles: list[tuple[str, Span]] = []
        self.removed: list[tuple[int, str, str]] = []
        self.running: list[Any] = []
        self.lines: list[_Line] = []
        self.tables: list[_Table | None] = []
        self.fields = Fields()
        self.contents = 0
        self.look = PLAIN
        self.count = 0
        self.place = ""
        self.role: str | None = None
        self.carried: _Line | None = None
        self.notes: dict[str, dict[str, Any]] = {}

    def story(self, root: Any) -> None:
        """Everything below an element, in document order."""
        stack: list[Any] = [root]
        while stack:
            item = stack.pop()
            if callable(item):
                item()
                continue
            action = _ACTIONS.get(item.tag)
            if action is None:
                stack.extend(reversed(item))
            else:
                action(self, item, stack)

    # -- paragraphs ------------------------------------------------------------------------------------------------------

    def paragraph(self, p: Any, stack: list[Any]) -> None:
        """Open a paragraph; what its content closes (the lines of a text box) comes before it in the text."""
        self.count += 1
        line, self.carried = _Line(p, []), self.carried
        if self.carried is not None:
            carried, self.carried = self.carried, None
            line = attrs.evolve(carried, element=p)
        self.lines.append(line)
        stack.append(self.close)
        stack.extend(reversed(p))

    def close(self) -> None:
        """Write the line of the paragraph that ends here."""
        line = self.lines.pop()
        layout = line.element.find(W + "pPr")
        mark = None if layout is None else layout.find(_RPR)
        if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
            # The break itself was deleted: the next paragraph goes on in this line.
            self.carried = line
            return
        hidden = mark is not None and look_of(mark)[0].hidden
        if not (hidden and not line.length):
            self.write(line, layout)

    def flush(self) -> None:
        """Write a line whose deleted break has no paragraph behind it."""
        if self.carried is not None:
            line, self.carried = self.carried, None
            if line.length:
                self.write(line, None)

    def write(self, line: _Line, layout: Any) -> None:
        """Put a line into the text with its number, and note its layout, role and what it lost."""
        style, indent, label = self.layout(layout)
        shown, suffix = label or ("", "")
        text = "".join(line.pieces)
        if shown:
            suffix = _suffix(shown, suffix, text)
        start = self.put(shown + suffix + text)
        body = start + len(shown) + len(suffix)
        self.removed += [(body + at, what, gone) for at, what, gone in line.removed]
        if shown or text.strip():
            self.hint(line, style, indent, start, (start, start + len(shown)) if shown else None)
            role = self.role or ("toc" if line.toc or (style.name or "").lower().startswith(("toc", "目录")) else None)
            if role:
                self.mark(role, (start, self.length))
        for kind, key in line.notes:
            self.note(kind, key)

    def put(self, text: str) -> int:
        """Append a line behind the gap that waits; its start."""
        self.out += (self.gap, text)
        start = self.length + len(self.gap)
        self.length = start + len(text)
        self.gap = "\n"
        return start

    def mark(self, role: str, span: Span) -> None:
        """Give a stretch a role; one that goes on where the last ended is one with it."""
        if self.roles and self.roles[-1][0] == role and self.roles[-1][1][1] + 1 >= span[0]:
            span = (self.roles.pop()[1][0], span[1])
        self.roles.append((role, span))

    def layout(self, layout: Any) -> tuple[Style, dict[str, str], tuple[str, str] | None]:
        """Style, indent and automatic number of a paragraph."""
        if layout is None:
            style = self.styles.default
            return style, style.indent, self.numbered(style, None, None)[0]
        named = layout.find(W + "pStyle")
        style = self.styles.paragraph(None if named is None else named.get(VAL))
        label, of_level = self.numbered(style, layout.find(W + "numPr"), layout)
        jc, indent = layout.find(W + "jc"), layout.find(W + "ind")
        if jc is not None:
            style = attrs.evolve(style, jc=jc.get(VAL))
        if of_level or indent is not None:
            return style, {**style.indent, **of_level, **(indent.attrib if indent is not None else {})}, label
        return style, style.indent, label

    def numbered(self, style: Style, own: Any, layout: Any) -> tuple[tuple[str, str] | None, dict[str, str]]:
        """The label of a paragraph and the indent of its list level. A list of its own wins over the style's; 0 is none."""
        number, level = style.list, style.level
        if own is not None:
            identity, at = own.find(W + "numId"), own.find(W + "ilvl")
            number = number if identity is None else identity.get(VAL)
            level = (0 if identity is not None else level) if at is None else to_level(at.get(VAL))
        elif number and style.id:
            linked = self.numbering.level_of_style(number, style.id)
            level = level if linked is None else linked
        if not number or number == "0":
            return None, {}
        found = self.numbering.level(number, level or 0)
        return self.numbering.label(number, level or 0), found.indent if found else {}

    def hint(self, line: _Line, style: Style, indent: dict[str, str], start: int, label: Span | None) -> None:
        """One hint for each line of a paragraph; only the first has its indent and number."""
        weight = sum(n for n, _ in line.looks)
        base = style.look
        bold = weight > 0 and all(base.bold if look.bold is None else look.bold for _, look in line.looks)
        sizes: dict[float | None, int] = {}
        for n, look in line.looks:
            size = base.size if look.size is None else look.size
            sizes[size] = sizes.get(size, 0) + n
        size = max(sizes, key=lambda s: sizes[s]) if sizes else base.size
        first = indent_of(indent, size or 10.5) if indent else 0.0
        anchor = f"{self.place}paragraph {self.count}"
        end = self.length
        text = self.out[-1]
        for piece in text.split("\n"):
            stop = min(start + len(piece), end)
            if piece.strip():
                self.hints.append(Hint((start, stop), style.name, bold, style.jc == "center", first, size, label, anchor))
            start, first, label = stop + 1, 0.0, None

    # -- runs ------------------------------------------------------------------------------------------------------------

    def run(self, r: Any, stack: list[Any]) -> None:
        """The characters of a run, its look kept for how bold and large the line is."""
        look = PLAIN
        for at, child in enumerate(r):
            tag = child.tag
            if tag == _T:
                self.look = look
                self.text(child, stack)
            elif tag == _RPR:
                look, named = look_of(child)
                look = look.over(self.styles.character(named)) if named else look
            elif tag in _SIMPLE:
                self.look = look
                _ACTIONS[tag](self, child, stack)
            elif tag not in _IGNORED:
                # Text boxes and alternatives hold elements of their own; what follows them in the run waits behind them.
                stack.extend(reversed(r[at + 1 :]))
                stack += (partial(setattr, self, "look", look), child)
                self.look = look
                break

    def text(self, t: Any, stack: list[Any]) -> None:
        """The text of a `w:t`."""
        if t.text:
            self.add(t.text.replace("\n", " ") if "\n" in t.text else t.text)

    def add(self, text: str) -> None:
        """Characters for the line at hand, unless hidden or inside the code of a field."""
        if not self.lines or self.fields.muted:
            return
        line = self.lines[-1]
        if self.look.hidden:
            line.removed.append((line.length, "hidden", text))
            return
        line.pieces.append(text)
        line.length += len(text)
        weight = len(text) if not text.isspace() else 0
        if weight:
            line.looks.append((weight, self.look))
        if self.contents or self.fields.contents:
            line.toc = True

    def field(self, char: Any, stack: list[Any]) -> None:
        """The begin, separator or end of a complex field; some show a character without holding one."""
        shown = self.fields.char(char.get(W + "fldCharType"))
        if shown:
            self.add(shown)

    def drop(self, what: str, element: Any) -> None:
        """Record what is left out."""
        text = "".join(element.itertext(*_GONE))
        if text.strip() and self.lines:
            self.lines[-1].removed.append((self.lines[-1].length, what, text))
        elif text.strip():
            self.removed.append((self.length, what, text))

    # -- tables ----------------------------------------------------------------------------------------------------------

    def table(self, tbl: Any, stack: list[Any]) -> None:
        """Open a table. A single cell is a frame, not a table; a table inside a cell is text of that cell."""
        rows = [row for row in tbl.iter(W + "tr") if row.getparent() is tbl or row.getparent().getparent().getparent() is tbl]
        single = len(rows) == 1 and sum(1 for _ in rows[0].iterchildren(W + "tc", W + "sdt")) == 1
        self.flush()
        kept = not single and not any(self.tables)
        self.tables.append(_Table(self.length + len(self.gap), []) if kept else None)
        stack.append(self.end_table)
        stack.extend(reversed(tbl))

    def end_table(self) -> None:
        """Close a table."""
        table = self.tables.pop()
        rows = tuple(tuple(row) for row in table.rows if row) if table else ()
        if rows:
            self.grids.append(Grid((rows[0][0][0], max(self.length, rows[-1][-1][1])), rows))
        if self.length:
            self.gap = "\n"

    def row(self, tr: Any, stack: list[Any]) -> None:
        """Open a row; one that was deleted is dropped."""
        deleted = tr.find(f"{W}trPr/{W}del")
        if deleted is not None:
            self.drop("deleted", tr)
            return
        if self.tables and self.tables[-1]:
            self.tables[-1].rows.append([])
        stack.append(self.end_row)
        stack.extend(reversed(tr))

    def end_row(self) -> None:
        """Behind the last cell of a row stands a line break, not a tab."""
        if self.gap == "\t":
            self.gap = "\n"

    def cell(self, tc: Any, stack: list[Any]) -> None:
        """Open a cell; one that only goes on with a merged cell holds nothing."""
        properties = tc.find(W + "tcPr")
        if properties is not None and _continues(properties):
            return
        table = self.tables[-1] if self.tables else None
        if table and table.rows:
            self.put("")
            self.gap = ""
            table.cell = self.length
            place, row = self.place, len(table.rows)
            self.place = f"table {len(self.grids) + 1} row {row} cell {len(table.rows[-1]) + 1}, "
            stack.append(partial(self.end_cell, place))
        else:
            stack.append(self.flush)
        stack.extend(reversed(tc))

    def end_cell(self, place: str) -> None:
        """Close a cell of a table that is kept."""
        self.flush()
        self.place = place
        table = self.tables[-1]
        if table and table.rows:
            table.rows[-1].append((table.cell, self.length))
        self.gap = "\t"

    # -- the rest --------------------------------------------------------------------------------------------------------

    def box(self, box: Any, stack: list[Any]) -> None:
        """A text box: paragraphs of their own before the one that anchors it."""
        stack.append(partial(setattr, self, "place", self.place))
        stack.append(self.flush)
        self.place += "text box, "
        stack.extend(reversed(box))

    def control(self, sdt: Any, stack: list[Any]) -> None:
        """A content control: its content; a prompt that nobody filled in is no text."""
        properties, content = sdt.find(W + "sdtPr"), sdt.find(W + "sdtContent")
        if content is None:
            return
        if properties is not None and properties.find(W + "showingPlcHdr") is not None:
            self.drop("placeholder", content)
            return
        gallery = None if properties is None else properties.find(f"{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(VAL) == "Table of Contents":
            self.contents += 1
            stack.append(self.end_contents)
        stack.append(content)

    def end_contents(self) -> None:
        """Close a table of contents."""
        self.contents -= 1

    def alternative(self, choice: Any, stack: list[Any]) -> None:
        """The first alternative that says something: the choice, else the fallback."""
        for branch in choice:
            if branch.find(f".//{_T}") is not None or branch.find(f".//{W}sym") is not None:
                stack.extend(reversed(branch))
                return

    def word_art(self, path: Any, stack: list[Any]) -> None:
        """WordArt keeps its words in an attribute; red heads were drawn with it."""
        words = (path.get("string") or "").strip()
        if words:
            start = self.put(words)
            self.hints.append(Hint((start, self.length), anchor=f"{self.place}WordArt, paragraph {self.count}"))

    def note_reference(self, reference: Any, stack: list[Any]) -> None:
        """Footnotes and endnotes follow the paragraph that refers to them."""
        if self.lines:
            kind = "footnotes" if reference.tag == W + "footnoteReference" else "endnotes"
            self.lines[-1].notes.append((kind, reference.get(W + "id", "")))

    def note(self, kind: str, key: str) -> None:
        """Write a note. A note inside a note is not followed."""
        if kind not in self.notes:
            root = self.parts.one(kind)
            self.notes[kind] = {} if root is None else {e.get(W + "id", ""): e for e in root}
        element = self.notes[kind].pop(key, None)
        if element is None or self.role:
            return
        outer = self.lines, self.place, self.fields, self.tables
        self.lines, self.fields, self.tables = [], Fields(), []
        self.role, self.place = "footnote", f"{self.place}{kind[:-1]} {key}, "
        self.story(element)
        self.flush()
        self.role = None
        self.lines, self.place, self.fields, self.tables = outer


def _suffix(label: str, suffix: str, text: str) -> str:
    """What stands between a number and its text: nothing behind a closing mark, as in a typed number, else as the list says.

    A digit must not follow a full stop at once: 1. and 2021年 would read as a decimal.
    """
    if suffix == "nothing" or (label.endswith(_CLOSING) and not (label[-1] == "." and text[:1].isdigit())):
        return ""
    return " " if suffix == "space" else "\t"


def _continues(properties: Any) -> bool:
    """Whether a cell goes on with one above or before it."""
    for name in ("vMerge", "hMerge"):
        merge = properties.find(W + name)
        if merge is not None and merge.get(VAL, "continue") == "continue":
            return True
    return properties.find(W + "cellDel") is not None


def _break(walk: _Walk, element: Any, stack: list[Any]) -> None:
    walk.add("\n")


def _fixed(text: str) -> Any:
    return lambda walk, element, stack: walk.add(text)


def _dropped(what: str) -> Any:
    return lambda walk, element, stack: walk.drop(what, element)


def _nothing(walk: _Walk, element: Any, stack: list[Any]) -> None:
    """Layout and codes hold no text."""


_SIMPLE_ACTIONS: dict[Any, Any] = {
    _T: _Walk.text,
    MATH + "t": _Walk.text,
    W + "tab": _fixed("\t"),
    W + "ptab": _fixed("\t"),
    W + "br": _break,
    W + "cr": _break,
    W + "noBreakHyphen": _fixed("-"),
    W + "sym": lambda walk, element, stack: walk.add(symbol(element.get(W + "font"), element.get(W + "char"))),
    W + "fldChar": _Walk.field,
    W + "instrText": lambda walk, element, stack: walk.fields.code(element.text),
    W + "footnoteReference": _Walk.note_reference,
    W + "endnoteReference": _Walk.note_reference,
}
_SIMPLE = frozenset(_SIMPLE_ACTIONS)
_IGNORED = frozenset(W + n for n in "lastRenderedPageBreak softHyphen delText delInstrText annotationRef footnoteRef endnoteRef".split())
_SKIPPED = [*_IGNORED, *(W + n for n in "rPr pPr tblPr tblGrid tblPrEx trPr tcPr rt rubyPr sdtPr sdtEndPr delText".split())]

_ACTIONS: dict[Any, Any] = {
    **_SIMPLE_ACTIONS,
    **dict.fromkeys(_SKIPPED, _nothing),
    _P: _Walk.paragraph,
    _R: _Walk.run,
    W + "tbl": _Walk.table,
    W + "tr": _Walk.row,
    W + "tc": _Walk.cell,
    W + "sdt": _Walk.control,
    _BOX: _Walk.box,
    MC + "AlternateContent": _Walk.alternative,
    VML + "textpath": _Walk.word_art,
    W + "del": _dropped("deleted"),
    W + "moveFrom": _dropped("moved"),
}
