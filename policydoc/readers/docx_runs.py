"""The paragraph of a docx that is being read: its layout, and the runs whose characters make its line."""

from __future__ import annotations

from typing import Any

from policydoc.readers.docx_blocks import chosen, is_checked
from policydoc.readers.docx_fields import MAY_BE_SIGN, Fields, drawn, shows_signs, symbol
from policydoc.readers.docx_flow import Line
from policydoc.readers.docx_math import linear
from policydoc.readers.docx_styles import OFF, VAL, Styles, W, font_of, indent_of, list_of, points

CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
"""Elements of a run that stand for a character."""


class Runs:
    """The line at hand and the run at hand. Each element that matters has one method."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.line: Line | None = None
        self.in_run = False
        self.bold: bool | None = None
        self.size: float | None = None
        self.hidden = self.ground = False
        """Whether the run is hidden, and whether the paragraph's style hides all runs that do not say otherwise."""
        self.fields = Fields()
        self.contents = 0
        """How many controls around hold a table of contents."""

    # -- paragraphs ------------------------------------------------------------------------------------------------------

    def styled(self, element: Any) -> None:
        """w:pStyle."""
        if self.line is not None:
            self.line.style = style = self.styles.paragraph(element.get(VAL))
            if style.look.hidden:
                self.line.hidden = self.ground = True

    def aligned(self, element: Any) -> None:
        """w:jc; tables have one too."""
        if self.line is not None:
            self.line.jc = element.get(VAL)

    def indented(self, element: Any) -> None:
        """w:ind."""
        if self.line is not None:
            self.line.indent = indent_of(element)

    def numbered(self, element: Any) -> None:
        """w:numPr: list and level, each may be missing."""
        if self.line is not None:
            self.line.numbers = list_of(element)

    # -- runs ------------------------------------------------------------------------------------------------------------

    def run(self, r: Any) -> None:
        """Open a run: nothing is known of its look but what the style hides."""
        self.bold = self.size = None
        self.hidden = self.ground
        self.in_run = True

    def named_look(self, element: Any) -> None:
        """w:rStyle, the first in its w:rPr."""
        if self.in_run:
            self.bold, self.size, hidden = self.styles.character(element.get(VAL))
            self.hidden = self.ground if hidden is None else hidden

    def embolden(self, element: Any) -> None:
        """w:b."""
        if self.in_run:
            self.bold = element.get(VAL) not in OFF

    def sized(self, element: Any) -> None:
        """w:sz."""
        if self.in_run:
            self.size = points(element.get(VAL))

    def vanish(self, element: Any) -> None:
        """w:vanish, of a run or of a paragraph mark."""
        hidden = element.get(VAL) not in OFF
        if self.in_run:
            self.hidden = hidden
        elif self.line is not None:
            self.line.hidden = hidden

    def text(self, t: Any) -> None:
        """w:t; a letter alone may be set in a font of signs: R of Wingdings 2 is ☑."""
        words = t.text
        if words in MAY_BE_SIGN:
            font = font_of(t.getparent())
            words = symbol(font, f"{ord(words):x}") or words if shows_signs(font) else words
        self.add(words)

    def add(self, text: str | None) -> None:
        """Characters for the line at hand, unless hidden or inside the code of a field."""
        line = self.line
        if not text or line is None or self.fields.muted:
            return
        if self.hidden:
            line.removed.append((len(line.pieces), "hidden", text))
            return
        line.pieces.append(text)
        if not text.isspace():
            look = self.bold, self.size
            line.looks[look] = line.looks.get(look, 0) + len(text)
            if self.contents or self.fields.contents:
                line.toc = True

    def character(self, element: Any) -> None:
        """An element of a run that stands for a character; the tab stops of a paragraph have the name of a tab."""
        if self.in_run:
            self.add(CHARACTERS[element.tag])

    def sign(self, element: Any) -> None:
        """A character of a symbol font."""
        self.add(symbol(element.get(W + "font"), element.get(W + "char")))

    def field(self, element: Any) -> None:
        """The begin, separator or end of a complex field; some show a character without holding one."""
        box = next(element.iter(W + "checkBox"), None)
        if box is not None:
            self.add("☑" if is_checked(box) else "□")
        self.add(chosen(element))
        self.add(self.fields.char(element.get(W + "fldCharType")))

    def formula(self, element: Any) -> None:
        """m:oMath; its runs are of another kind."""
        self.run(element)
        self.add(linear(element))

    def simple_field(self, element: Any) -> None:
        """w:fldSimple; what it holds is its result."""
        if len(element) == 0:
            self.run(element)
            self.add(drawn(element.get(W + "instr", "")))

    def field_code(self, element: Any) -> None:
        """Characters of a field's code."""
        self.fields.code(element.text)
