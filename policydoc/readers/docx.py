"""Word documents (docx): one pass over the body in document order.

What becomes text: paragraphs, one a line; soft breaks as line breaks inside them; the cells of a row with tabs between them, rows
and the paragraphs of a cell as lines (a table with one row or one column only is a frame: its cells are lines); the paragraphs of
a text box before the one that holds its anchor, those of a footnote behind the one that refers to it. Automatic numbers are
written out. `docs/formats.md` has the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from policydoc.readers import docx_blocks as blocks
from policydoc.readers.counting import Counting
from policydoc.readers.docx_chunks import read_chunk
from policydoc.readers.docx_fields import Fields
from policydoc.readers.docx_flow import Flow, Line
from policydoc.readers.docx_math import FORMULA
from policydoc.readers.docx_numbering import Numbering
from policydoc.readers.docx_package import Parts
from policydoc.readers.docx_runs import CHARACTERS, Runs
from policydoc.readers.docx_styles import Styles, W, indented
from policydoc.readers.docx_tables import Tables
from policydoc.readers.errors import ReadError
from policydoc.source import Hint, Source

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DRAWN = {_CHART + "chart": ("chart", "id", _DRAWING, _CHART + "v"), _DIAGRAM: ("diagram", "dm", _DRAWING)}
"""What draws words that stand in another part: what it is, the attribute that refers to the part, the elements of the words."""


def read_docx(data: bytes, *, encoding: str | None = None) -> Source:
    """The Source of a docx. `encoding` is ignored: the xml inside says its own."""
    return _read(Parts(data))


def _read(parts: Parts, *, inside: bool = False) -> Source:
    """`inside`: of another docx, where no third one is looked for."""
    walk = _Walk(parts, inside)
    walk.story(parts.body())
    flow = walk.flow
    running = [(0 if what == "header" else flow.length, what, words) for what, words in parts.running(walk.running)]
    return Source(
        text="".join(flow.out),
        reader="docx",
        hints=tuple(flow.hints),
        grids=tuple(walk.tables.grids),
        roles=tuple(flow.roles),
        removed=tuple(sorted([*flow.removed, *running], key=lambda entry: entry[0])),
    )


class _Walk(Runs):
    """The state of the pass. Every element that matters has one method; where an end matters, a mark is planted."""

    def __init__(self, parts: Parts, inside: bool) -> None:
        super().__init__(Styles(parts.one("styles")))
        self.parts, self.inside = parts, inside
        self.flow = Flow()
        self.running: list[Any] = []
        self.tables = Tables(self.flow)
        self.counting = Counting()
        self.ends: list[Callable[[], None]] = []
        self.count = 0
        self.place = ""
        self.role: str | None = None
        self.carried: Line | None = None
        self.notes: dict[str, tuple[dict[str, Any], Counting]] = {}
        self.events: Iterator[Any] = iter(())
        self.dropped: set[Any] = set()
        self.comments: dict[str, Any] | None = None

    @cached_property
    def numbering(self) -> Numbering:
        """The lists; most documents need none."""
        return Numbering(self.parts.one("numbering"), self.styles)

    def story(self, root: Any) -> None:
        """Everything below an element, in document order."""
        outer, self.events = self.events, root.iter(*_ACTIONS)
        for element in self.events:
            _ACTIONS[element.tag](self, element)
        self.events = outer
        self.finish()

    def pass_over(self, element: Any, what: str = "") -> None:
        """Go on behind an element, whose start was just met; record its words as `what`."""
        inside = sum(1 for _ in element.iter(*_ACTIONS)) - 1
        next(islice(self.events, inside, inside), None)
        if what:
            self.leave_out(what, "".join(element.itertext(W + "t", W + "delText")))

    def leave_out(self, what: str, text: str) -> None:
        """Record words that do not enter the text here."""
        if not text.strip():
            return
        if self.line is not None:
            self.line.removed.append((len(self.line.pieces), what, text))
        else:
            self.flow.removed.append((self.flow.length, what, text))

    # -- paragraphs ------------------------------------------------------------------------------------------------------

    def paragraph(self, p: Any) -> None:
        """Open a paragraph; the one before it ends here."""
        if self.line is not None:
            self.close()
        self.count += 1
        self.line, self.carried, self.ground = self.carried or Line(), None, False
        self.in_run = False

    def close(self) -> None:
        """Write the line of the paragraph that ends here."""
        line, self.line = self.line, None
        if line is None:
            return
        if line.joined:
            line.forget()
            self.carried = line
        elif line.hidden and line.looks:
            line.run_in(self.styles.default)
            self.carried = line
        elif line.pieces or not line.hidden:
            self.write(line)
        else:
            self.flow.removed += [(self.flow.length, what, gone) for _, what, gone in line.removed]

    def finish(self) -> None:
        """Close the last paragraph of a cell, a box or the body, and write what its deleted break joined to nothing."""
        self.close()
        line, self.carried = self.carried, None
        if line is not None and (line.pieces or line.removed):
            self.write(line)

    def write(self, line: Line) -> None:
        """Put a line into the text, with its number, its role and the notes it refers to."""
        if line.head:
            line.settle(self.styles.default)
            line.style, line.jc, line.indent, line.numbers = line.head
        style = line.style or self.styles.default
        indent = style.indent
        label = None
        found = self.numbering.find(line.numbers, style) if line.numbers or style.list else None
        if found:
            level = found[0].levels[found[1]]
            label = self.counting.label(*found), level.suffix
            indent = indented(level.indent, indent)
        span = self.flow.write(line, style, indented(line.indent, indent), label, self.place, self.count)
        if (self.role or line.toc or style.toc) and span[0] < span[1]:
            self.flow.mark(self.role or "toc", span)
        if self.tables.open:
            self.tables.stray(span)
        for kind, key in line.notes:
            self.note(kind, key)

    # -- tables and boxes ------------------------------------------------------------------------------------------------

    def until_end(self, element: Any, end: Callable[[], None]) -> None:
        """Have something done at the end of an element, whose start was just met."""
        if blocks.plant_end(element, _ACTIONS):
            self.ends.append(end)
        else:
            end()

    def end(self, element: Any) -> None:
        """The mark at the end of a table, a text box or a table of contents."""
        if self.ends:
            self.ends.pop()()

    def table(self, tbl: Any) -> None:
        """Open a table. A frame is no table: its cells are lines. A table inside a cell is text of that cell."""
        self.finish()
        self.place = self.tables.begin(blocks.is_frame(tbl), self.place)
        self.until_end(tbl, self.end_table)

    def end_table(self) -> None:
        """Close a table."""
        self.end_cell()
        self.place = self.tables.end()

    def row(self, tr: Any) -> None:
        """Open a row; one that was deleted is passed over."""
        self.end_cell()
        if blocks.is_deleted(tr):
            self.pass_over(tr, "deleted")
        else:
            self.tables.row()

    def cell(self, tc: Any) -> None:
        """Open a cell; one that only goes on with a merged cell holds nothing."""
        self.end_cell()
        if blocks.goes_on(tc):
            self.pass_over(tc)
        else:
            self.place = self.tables.cell() or self.place

    def end_cell(self) -> None:
        """Close the cell at hand, if one is open."""
        self.finish()
        self.tables.end_cell()

    def box(self, box: Any) -> None:
        """A text box: paragraphs of their own before the one that anchors it, which goes on behind it."""
        run = self.bold, self.size, self.hidden, self.ground, self.in_run
        kept = self.line, self.place, self.carried, self.counting
        self.line, self.carried, self.counting = None, None, Counting()
        self.place += "text box, "

        def end() -> None:
            self.finish()
            self.bold, self.size, self.hidden, self.ground, self.in_run = run
            self.line, self.place, self.carried, self.counting = kept

        self.until_end(box, end)

    def word_art(self, path: Any) -> None:
        """WordArt keeps its words in an attribute; red heads were drawn with it."""
        words = " ".join((path.get("string") or "").split())
        if words:
            start = self.flow.put(words)
            self.flow.hints.append(Hint((start, self.flow.length), anchor=f"{self.place}WordArt, paragraph {self.count}"))

    def control(self, sdt: Any) -> None:
        """A content control: a prompt is no text, and one may hold the table of contents."""
        if blocks.is_prompt(sdt):
            self.pass_over(sdt, "placeholder")
        elif blocks.is_contents(sdt):
            self.contents += 1
            self.until_end(sdt, self.end_contents)

    def end_contents(self) -> None:
        """Close a table of contents."""
        self.close()
        self.contents -= 1

    def formula(self, element: Any) -> None:
        """A formula is one piece of its line."""
        super().formula(element)
        self.pass_over(element)

    # -- what stands elsewhere -------------------------------------------------------------------------------------------

    def chunk(self, element: Any) -> None:
        """A whole document that Word takes in at this place."""
        self.finish()
        name = self.parts.target(element)
        try:
            if self.inside:
                raise ReadError("a document inside of a document that is inside of a docx document")
            source = read_chunk(self.parts.chunk(name), name, self.chunk_of_word)
        except ReadError as error:
            self.leave_out("embedded document", f"{name}: {error}")
            return
        start = self.flow.splice(source, f"{self.place}embedded document, ")
        self.tables.splice(source, start)

    def chunk_of_word(self, data: bytes) -> Source:
        """One that is a docx, too."""
        parts = Parts(data)
        self.parts.spend(parts.total)
        return _read(parts, inside=True)

    def drawn(self, element: Any) -> None:
        """A chart or a SmartArt, whose words stand in a part of their own."""
        what, attribute, *tags = _DRAWN[element.tag]
        words = self.parts.words(self.parts.target(element, attribute), *tags)
        if words:
            self.leave_out(what, "\n".join(words))

    def linked(self, element: Any) -> None:
        """A part of a master document that is a file of its own."""
        self.leave_out("linked document", self.parts.target(element))

    def comment(self, reference: Any) -> None:
        """A comment, said of the words before it."""
        if self.comments is None:
            root = self.parts.one("comments")
            self.comments = {} if root is None else {e.get(W + "id", ""): e for e in root}
        element = self.comments.pop(reference.get(W + "id", ""), None)
        if element is not None:
            self.leave_out("comment", "".join(element.itertext(W + "t")))

    def deleted(self, element: Any) -> None:
        """Deleted text, or the deleted break of a paragraph."""
        parent = element.getparent()
        if parent is None or parent.tag != W + "rPr":
            self.pass_over(element, "deleted" if element.tag == W + "del" else "moved")
        elif self.line is not None and not self.in_run:
            self.line.joined = True

    def alternative(self, element: Any) -> None:
        """Alternative content: all branches but one will be passed over."""
        self.dropped.update(blocks.dropped_branches(element))

    def branch(self, element: Any) -> None:
        """A branch of alternative content."""
        if element in self.dropped:
            self.dropped.remove(element)
            self.pass_over(element)

    def section(self, reference: Any) -> None:
        """A reference to a header or footer."""
        self.running.append(reference)

    def footnote(self, reference: Any) -> None:
        """Footnotes and endnotes follow the paragraph that refers to them."""
        if self.line is not None:
            kind = "footnotes" if reference.tag == W + "footnoteReference" else "endnotes"
            self.line.notes.append((kind, reference.get(W + "id", "")))

    def note(self, kind: str, key: str) -> None:
        """Write a note, once. A note inside a note is not followed."""
        if kind not in self.notes:
            root = self.parts.one(kind)
            self.notes[kind] = {} if root is None else {e.get(W + "id", ""): e for e in root}, Counting()
        elements, counting = self.notes[kind]
        element = elements.pop(key, None)
        if element is None or self.role:
            return
        outer = self.line, self.carried, self.place, self.fields, self.ends, self.counting
        self.line, self.carried, self.fields, self.ends, self.counting = None, None, Fields(), [], counting
        self.role, self.place = "footnote", f"{self.place}{kind[:-1]} {key}, "
        self.story(element)
        self.role = None
        self.line, self.carried, self.place, self.fields, self.ends, self.counting = outer


_ACTIONS: dict[str, Callable[[_Walk, Any], None]] = {
    W + "p": _Walk.paragraph,
    W + "pStyle": _Walk.styled,
    W + "jc": _Walk.aligned,
    W + "ind": _Walk.indented,
    W + "numPr": _Walk.numbered,
    W + "r": _Walk.run,
    W + "rStyle": _Walk.named_look,
    W + "b": _Walk.embolden,
    W + "sz": _Walk.sized,
    W + "vanish": _Walk.vanish,
    W + "specVanish": _Walk.vanish,
    W + "t": _Walk.text,
    FORMULA: _Walk.formula,
    **dict.fromkeys(CHARACTERS, _Walk.character),
    W + "sym": _Walk.sign,
    W + "fldSimple": _Walk.simple_field,
    W + "fldChar": _Walk.field,
    W + "instrText": _Walk.field_code,
    W + "tbl": _Walk.table,
    W + "tr": _Walk.row,
    W + "tc": _Walk.cell,
    W + "txbxContent": _Walk.box,
    blocks.WORD_ART: _Walk.word_art,
    W + "footnoteReference": _Walk.footnote,
    W + "endnoteReference": _Walk.footnote,
    W + "commentReference": _Walk.comment,
    **dict.fromkeys(_DRAWN, _Walk.drawn),
    W + "altChunk": _Walk.chunk,
    W + "subDoc": _Walk.linked,
    W + "headerReference": _Walk.section,
    W + "footerReference": _Walk.section,
    W + "sdt": _Walk.control,
    W + "sdtPr": _Walk.pass_over,
    W + "rPrChange": _Walk.pass_over,
    W + "pPrChange": _Walk.pass_over,
    W + "tblPrChange": _Walk.pass_over,
    W + "rt": _Walk.pass_over,
    W + "del": _Walk.deleted,
    W + "moveFrom": _Walk.deleted,
    blocks.ALTERNATIVE: _Walk.alternative,
    blocks.MC + "Choice": _Walk.branch,
    blocks.MC + "Fallback": _Walk.branch,
    blocks.END: _Walk.end,
}
"""The method for each element that matters; all others are read through."""
