"""The walk over a binary Word document: marks, fields and tables to lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from policydoc.readers.assemble import Line
from policydoc.readers.doc_file import DocFile, sprms
from policydoc.readers.doc_lists import Lists, Paragraph, Styles, apply

_PIECES = re.compile("[\x07\x0b-\x0e\r\x13-\x15]|[^\x07\x0b-\x0e\r\x13-\x15]+")
_FIELD_CODE = re.compile("\x13[^\x13-\x15]*+[\x14\x15]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1d\x1f]")
_CLOSING = "、，．.）)：:】］]〕》〉"


@attrs.define
class _Open:
    """The paragraph that is being read."""

    parts: list[str] = attrs.field(factory=list)
    bold: bool | None = None
    size: float | None = None
    role: str | None = None


@attrs.define
class _Field:
    """A field whose end was not reached yet."""

    code: str = ""
    begun: bool = False
    """Whether its result has begun."""


class Walk:
    """Reads the text of a document from its start, once, or what stands apart in it: a text box, a note."""

    def __init__(self, doc: DocFile, outer: Walk | None = None, kind: str = "") -> None:
        self.doc = doc
        self.styles: Styles = outer.styles if outer else Styles(doc)
        self.lists: Lists = Lists(doc) if outer is None else outer.noted.get(kind) or outer.lists.apart()
        self.noted: dict[str, Lists] = {note: self.lists.apart() for note in ("footnote", "endnote")}
        """All footnotes count together, all endnotes too, each text box by itself."""
        self._place = f"{kind}, paragraph" if kind else "paragraph"
        self._boxes = [] if outer else doc.boxes()[::-1]
        self._notes = [] if outer else doc.notes()[::-1]
        self.lines: list[Line] = []
        self._fields: list[_Field] = []
        self._open = _Open()
        self._count = 0
        self._table = -1
        self._row = self._column = 0
        self._in_table = False
        self._removed: list[Line] = []

    def run(self) -> list[Line]:
        """The lines of the body; text boxes stand before the paragraph that holds their anchor, notes behind it."""
        lengths, text = self.doc.lengths, self.doc.text
        body = lengths[0]
        lines = self.between(0, min(body, len(text)) if body > 0 else len(text))
        running = ""
        if body > 0 and min(lengths) >= 0:
            headers, boxes = sum(lengths[:2]), sum(lengths[:7])
            running = f"{text[headers : headers + lengths[2]]}\r{text[boxes : boxes + lengths[7]]}"
        return [*lines, *_running(running)]

    def between(self, begin: int, end: int) -> list[Line]:
        """The lines between two positions."""
        for run in self.doc.runs(begin, end):
            self._add(run.start, self.doc.text[run.start : run.end], run.modifiers)
        if self._open.parts:
            self._finish(end - 1, "\r")
        return self.lines

    def _add(self, start: int, text: str, modifiers: bytes) -> None:
        hidden, bold, size, sign = _characters(modifiers)
        at = start
        for match in _PIECES.finditer(text):
            piece = match[0]
            if piece in "\r\x07\x0c":
                self._finish(at, piece)
            elif piece == "\x13":
                self._fields.append(_Field())
            elif piece == "\x14":
                if self._fields:
                    self._fields[-1].begun = True
            elif piece == "\x15":
                if self._fields:
                    self._fields.pop()
            elif not all(field.begun for field in self._fields[-64:]):
                self._fields[-1].code += piece[:8] if len(self._fields[-1].code) < 8 else ""
            else:
                self._text("\n" if piece == "\x0b" else piece, hidden, bold, size, sign)
            at += len(piece)

    def _text(self, piece: str, hidden: str | None, bold: bool | None, size: float | None, sign: str | None) -> None:
        if sign is not None:
            piece = sign * len(piece)
        text = _CONTROLS.sub("", piece.replace("\x1e", "-"))
        if not text:
            return
        if hidden:
            if self._removed and self._removed[-1].removed == hidden:
                self._removed[-1].text += text
            else:
                self._removed.append(Line(text, removed=hidden))
            return
        self._open.parts.append(text)
        if text.strip():
            self._open.bold = bold if self._open.bold in (None, bold) else False
            self._open.size = self._open.size or size
            if any(field.code.split()[:1] == ["TOC"] for field in self._fields[:8]):
                self._open.role = "toc"

    def _finish(self, position: int, mark: str) -> None:
        """A mark ends a paragraph, a cell or a row."""
        style, modifiers = self.doc.paragraph(position)
        paragraph = apply(self.styles.paragraph(style), modifiers)
        opened, self._open = self._open, _Open()
        text = _whole("".join(opened.parts))
        if mark == "\x0c" and not text.strip():
            return
        self._count += 1
        self.lines += (attrs.evolve(line, text=_whole(line.text)) for line in self._removed)
        self._removed = []
        here = (self._table, self._row, self._column) if paragraph.in_table and self._in_table else None
        self._add_apart(self._boxes, position, here)
        self._add_paragraph(text, paragraph, opened, mark)
        self._add_apart(self._notes, position, self.lines[-1].cell if self.lines else None)

    def _add_paragraph(self, text: str, paragraph: Paragraph, opened: _Open, mark: str) -> None:
        if not paragraph.in_table and mark != "\x07":
            self._in_table = False
            self.lines.extend(self._paragraph(text, paragraph, opened, None))
            return
        if not self._in_table:
            self._in_table, self._table, self._row, self._column = True, self._table + 1, 0, 0
        if mark == "\x07" and paragraph.row_end:
            self._row, self._column = self._row + 1, 0
            return
        place = (self._table, self._row, self._column)
        # A last, empty paragraph of a cell that has others is only its mark.
        if text or mark == "\r" or not (self.lines and self.lines[-1].cell == place):
            self.lines.extend(self._paragraph(text, paragraph, opened, place))
        if mark == "\x07":
            self._column += 1

    def _add_apart(self, held: list[tuple[int, int, int, str]], position: int, cell: tuple[int, int, int] | None) -> None:
        """The text boxes or notes that are anchored before a position; comments are left out."""
        while held and held[-1][0] <= position:
            _, begin, end, kind = held.pop()
            for line in Walk(self.doc, self, kind).between(begin, end):
                if line.text.strip():
                    line.cell = cell
                    if kind != "text box":
                        line.text, line.role = line.text.strip(), "footnote"
                    line.removed = line.removed or ("comment" if kind == "comment" else None)
                    self.lines.append(line)

    def _paragraph(self, text: str, paragraph: Paragraph, opened: _Open, cell: tuple[int, int, int] | None) -> Iterator[Line]:
        label, suffix = self.lists.label(paragraph.list, paragraph.level) if paragraph.list else ("", "")
        apart = label and text and suffix != "nothing" and not label.endswith(tuple(_CLOSING))
        gap = "" if not apart else " " if suffix == "space" else "\t"
        size = opened.size or paragraph.size
        bold = paragraph.bold if opened.bold is None else opened.bold
        indent = _indent(paragraph, size)
        role = "toc" if (paragraph.style or "").lower().startswith(("toc ", "目录 ")) else opened.role
        for index, piece in enumerate(text.split("\n")):
            first = index == 0
            written = label + gap + piece if first else piece
            yield Line(
                written,
                paragraph.style,
                bold and bool(piece.strip()),
                paragraph.centred,
                indent if first else 0.0,
                size,
                len(label) if first else 0,
                f"{self._place} {self._count}",
                role if piece.strip() else None,
                cell,
            )


def _running(text: str) -> Iterator[Line]:
    """Records of headers and footers, each text once."""
    bare = _FIELD_CODE.sub("", _whole(text))
    for piece in dict.fromkeys(_CONTROLS.sub("", line).strip() for line in bare.split("\r")):
        if piece.strip("-—－– "):
            yield Line(piece, removed="header or footer")


def _characters(modifiers: bytes) -> tuple[str | None, bool | None, float | None, str | None]:
    """Whether text is `hidden` or `deleted`, whether bold (None as its style), its size in points, the sign that it stands for."""
    hidden, bold, size, sign = None, None, None, None
    for code, operand in sprms(modifiers):
        if not operand:
            continue
        if code in (0x083C, 0x0800) and operand[0] in (1, 0x81):
            hidden = "hidden" if code == 0x083C else "deleted"
        elif code == 0x0835:
            bold = operand[0] in (1, 0x81)
        elif code == 0x4A43 and len(operand) == 2:
            size = int.from_bytes(operand, "little") / 2
        elif code == 0x6A09 and len(operand) == 4:
            value = int.from_bytes(operand[2:], "little")
            sign = chr(value) if value >= 0x20 and not 0xD800 <= value < 0xE000 else ""
    return hidden, bold, size, sign


def _whole(text: str) -> str:
    """Text with its surrogate pairs joined again."""
    if not any("\ud800" <= char < "\ue000" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _indent(paragraph: Paragraph, size: float | None) -> float | None:
    """Indent of the first line in characters."""
    if paragraph.indent is None or paragraph.in_characters:
        return paragraph.indent
    return round(paragraph.indent / 20 / (size or 10.5), 1)
