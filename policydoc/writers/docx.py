"""A document as Word file by GB/T 9704-2012 (党政机关公文格式): page, red head, fonts, levels, annexes, imprint, page numbers.

Made from the tree, so that a notice scraped from a page, or a tree from JSON, is printed as its office would. Wrapper and publisher's
fields are left out. `policydoc.writers.docx_styles` is the table of the standard; `docs/docx.md` says what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.diagnostics import width
from policydoc.parsing.elements import is_title
from policydoc.source import BLANK, WHITE, Span
from policydoc.tree import Attachment, Division, Paragraph
from policydoc.writers.blocks import Block, blocks
from policydoc.writers.docx_package import Paper
from policydoc.writers.docx_styles import (
    CHARACTERS,
    HEADED,
    LOOKS,
    MARK_TOP,
    PITCH,
    RED,
    RULE_GAP,
    SIZE,
    TEXT_WIDTH,
    THICK,
    THIN,
    Look,
    twips,
)
from policydoc.writers.docx_titles import PER_LINE, title_lines
from policydoc.writers.xml_text import clean

if TYPE_CHECKING:
    from policydoc.document import Document

LEFT_OUT = {"wrapper", "metadata"}
HEAD = {"copy_number", "secrecy", "urgency", "issuer_mark", "document_number", "signer"}
"""版头: what stands above the red line (7.2)."""
IMPRINT = {"copies", "imprint"}
"""版记: what stands between lines at the foot of the last page (7.4)."""
SIGNED = {"signature", "date"}
UNDER_TITLE = {"title", "document_number", "note", "date", "signature", "addressees"}
"""What may stand right below a title; text has an empty line between."""

THIN_GAP = 120
"""Of a line that only parts two tables, in twentieths of a point."""
FULL = 40
"""Columns of a line that may have been cut."""

_LINE = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK = re.compile(f"[{BLANK}]*[{_LINE}][{BLANK}]*")
_BEFORE_DATE = re.compile(f"[{BLANK}]+(?=[0-9〇○一二三四]{{4}}[{BLANK}]*年)")
_LISTED = re.compile(f"(附[{BLANK}]*件[：:]?[{BLANK}]*)?(\\d{{1,2}}[.．、]?[{BLANK}]*)?")


def docx(doc: Document) -> bytes:
    """The document as the bytes of a docx. The same document gives the same bytes.

    >>> import policydoc
    >>> policydoc.read(docx(policydoc.parse("一、任务\\n（一）增绿。植树造林。（市林业局牵头）"))).text
    '一、任务\\n（一）增绿。植树造林。（市林业局牵头）'
    """
    paper = Paper(doc.meta.title.value if doc.meta.title else "")
    writer = _Writer(doc, paper)
    found = [b for b in map(writer.unmarked, blocks(doc)) if b.kind not in LEFT_OUT and (b.rows or writer.lines(b.span))]
    for kind, run in groupby(found, _group()):
        writer.groups[kind[0]](list(run))
    return paper.save()


def _group() -> Callable[[Block], tuple[str, int]]:
    """What blocks are set together: those of one zone, of one box; all others stand alone."""
    count = 0
    last = ("", "")

    def key(block: Block) -> tuple[str, int]:
        nonlocal count, last
        zones = (("head", HEAD), ("imprint", IMPRINT), ("signed", SIGNED))
        zone = "box" if block.boxed else next((name for name, kinds in zones if block.kind in kinds), "alone")
        this = (zone, block.notice.id if block.notice else "")
        if zone == "alone" or this != last or (zone == "box" and block.kind == "caption"):
            count += 1
        last = this
        return zone, count

    return key


class _Writer:
    """Sets the blocks of one document, group by group."""

    def __init__(self, doc: Document, paper: Paper) -> None:
        self.text = doc.text
        self.paper = paper
        self.into: Any = paper.body
        self.owners: set[str] = set()
        self.above = ""
        """The kind of the block set last."""
        self.opening = True
        """Whether nothing but elements of the head has been set in this notice or attachment."""
        self.marked = False
        """Whether the title stands under a red line."""
        self.groups = {"alone": self.alone, "head": self.head, "imprint": self.imprint, "signed": self.signed, "box": self.box}

    def unmarked(self, block: Block) -> Block:
        """The block without the ** of a markup behind it, which is in none of its nodes."""
        start, end = block.span
        inside = block.node.children if isinstance(block.node, Division) else (block.node,)
        least = max((n.span[1] for n in inside if n.span[1] <= end), default=start)
        while end > least and self.text[end - 1] == "*":
            end -= 1
        block.span = (start, end)
        return block

    # -- text ------------------------------------------------------------------------------------------------------------

    def lines(self, span: Span) -> list[str]:
        """The lines of a stretch, without blanks around them and empty ones."""
        found = (line.strip(WHITE) for line in _BREAK.split(self.text[slice(*span)]))
        return [clean(line) for line in found if line]

    def joined(self, span: Span) -> str:
        """A stretch on one line; blanks at its ends aside."""
        return clean(_BREAK.sub("", self.text[slice(*span)])).strip(WHITE)

    def paragraph(self, block: Block, look: Look, runs: Sequence[tuple[str, Look | None]], **layout: Any) -> None:
        """A paragraph; the first one of a further notice or attachment begins a page (7.3.7)."""
        owner = block.notice.id if block.notice else ""
        if owner not in self.owners:
            if self.owners and self.into is self.paper.body:
                layout["new_page"] = True
            self.owners.add(owner)
            self.opening = True
        if self.above == "title" and block.kind not in UNDER_TITLE:
            layout.setdefault("before", 1)
        self.paper.paragraph(self.into, look, runs, **layout)
        self.above = block.kind

    # -- zones -----------------------------------------------------------------------------------------------------------

    def head(self, group: list[Block]) -> None:
        """版头. Where the issuer's mark stands, a red line closes it (7.2.7)."""
        marks = [line for b in group if b.kind == "issuer_mark" for line in self.lines(b.span)]
        self.marked = bool(marks)
        last = next((b for b in reversed(group) if b.kind != "signer"), group[-1])
        used = 0
        for at, block in enumerate(group):
            look, layout = LOOKS[block.kind], dict[str, Any]()
            runs: list[tuple[str, Look | None]] = [(self.joined(block.span), None)]
            if block.kind == "signer":
                if at and group[at - 1].kind == "document_number":
                    continue
                runs = self.signers(block)
            elif block.kind == "document_number" and at + 1 < len(group) and group[at + 1].kind == "signer":
                # 上行文: the number to the left, who signs to the right, on one line (7.2.5, 7.2.6)
                runs += [("\t", None), *self.signers(group[at + 1])]
                layout |= {"align": "left", "first": 1, "tab": twips(TEXT_WIDTH) - round(20 * SIZE)}
            if block.kind == "issuer_mark":
                self.mark(block, marks, used)
                continue
            if self.above == "issuer_mark":
                layout["before"] = 2
            if self.marked and block is last:
                layout["borders"] = {"bottom": (THICK, round(RULE_GAP * 72 / 25.4), RED)}
            self.paragraph(block, look, runs, **layout)
            used += 1

    def mark(self, block: Block, marks: list[str], used: int) -> None:
        """发文机关标志, 35 mm below the top of the 版心, as large as all of them have room (7.2.4)."""
        room = twips(TEXT_WIDTH) / 20 // (max(map(width, marks)) / 2)
        size = max(22.0, min(LOOKS["issuer_mark"].size / (1 + 0.25 * (len(marks) - 1)), room))
        above = {} if self.above == "issuer_mark" else {"space": max(0, twips(MARK_TOP) - used * PITCH)}
        text = "\n".join(self.lines(block.span))
        self.paragraph(block, LOOKS["issuer_mark"], [(text, attrs.evolve(LOOKS["issuer_mark"], size=size))], pitch=round(26 * size), **above)

    def signers(self, block: Block) -> list[tuple[str, Look | None]]:
        """签发人： in 仿宋, the names in 楷体 (7.2.6)."""
        label, colon, names = self.joined(block.span).replace(":", "：").partition("：")
        return [(label + colon, None), (names, LOOKS["measure"])] if colon else [(label, None)]

    def signed(self, group: list[Block]) -> None:
        """署名 and 成文日期 to the right, the date two characters further in than the name (7.3.5.2)."""
        texts = [self.joined(b.span) for b in group]
        if self.opening:  # a date under the title
            for block, text in zip(group, texts, strict=True):
                self.paragraph(block, LOOKS[block.kind], [(text, None)], align="center", right=0)
            return
        name = max((width(t) / 2 for b, t in zip(group, texts, strict=True) if b.kind == "signature"), default=0.0)
        date = max((width(t) / 2 for b, t in zip(group, texts, strict=True) if b.kind == "date"), default=0.0)
        longer = bool(name and date > name - 2)
        for number, (block, text) in enumerate(zip(group, texts, strict=True)):
            right = 4.0 + date - name if block.kind == "signature" and longer else name - date if name and not longer and block.kind == "date" else 2.0
            if block.kind == "signature":
                right += name - width(text) / 2
            room = CHARACTERS - width(text) / 2
            above = {"before": 1} if not number else {}
            self.paragraph(block, LOOKS[block.kind], [(text, None)], right=max(0.0, min(right, room)), **above)

    def imprint(self, group: list[Block]) -> None:
        """版记: 4号, between lines, at the foot of the page (7.4)."""
        full = twips(TEXT_WIDTH)
        table = self.paper.table(self.into, [full], foot=(THICK, THIN))
        outer, self.into = self.into, None
        for block in group:
            self.into = self.paper.cell(self.paper.row(table), full)
            text, layout = self.text[slice(*block.span)], {}
            if block.kind == "imprint":  # the date to the right, on the line of the office
                text = _BEFORE_DATE.sub("\t", text, count=1)
                layout["tab"] = full - round(20 * LOOKS["imprint"].size)
            self.paragraph(block, LOOKS[block.kind], [(clean(_BREAK.sub("", text)).strip(WHITE), None)], **layout)
        self.into = outer
        self.gap()

    def box(self, group: list[Block]) -> None:
        """A 专栏 as a table of one cell."""
        if self.into is self.paper.body and self.above in ("table", "box"):
            self.gap()
        full = twips(TEXT_WIDTH)
        outer, table = self.into, self.paper.table(self.into, [full])
        self.into = self.paper.cell(self.paper.row(table), full)
        for block in group:
            self.alone([block])
        if self.above == "table":
            self.gap()
        self.into, self.above = outer, "box"

    def gap(self, pitch: int = THIN_GAP) -> None:
        """An empty line: tables that touch are one, and a cell must end in a paragraph."""
        self.paper.paragraph(self.into, LOOKS["cell"], [], pitch=pitch)

    # -- single blocks ---------------------------------------------------------------------------------------------------

    def alone(self, group: list[Block]) -> None:
        """An element, a paragraph, a heading, a table."""
        block = group[0]
        if block.rows:
            self.table(block)
        elif isinstance(block.node, Division):
            self.division(block)
        elif block.kind == "title":
            above = 2 if self.marked and self.opening and not isinstance(block.notice, Attachment) else int(self.above == "attachment")
            self.paragraph(block, LOOKS["title"], [("\n".join(self.title(block.span)), None)], before=above)
            return
        elif block.kind == "attachment_list":
            self.listed(block)
        elif block.kind == "note" and self.opening:  # 题注
            self.paragraph(block, LOOKS["note"], [(self.joined(block.span), None)], align="center", first=0)
            return
        elif block.kind in ("attachment", "addressees", "note", "table_of_contents"):
            self.paragraph(block, LOOKS[block.kind], [(self.joined(block.span), None)])
        else:
            look = LOOKS["caption" if block.kind == "caption" else "paragraph"]
            self.paragraph(block, look, [(self.joined(block.span), None)])
        self.opening = block.kind == "attachment"

    def title(self, span: Span) -> list[str]:
        """The lines of a title: those it has, where they are short; else where it breaks well. What nobody could tell for one title stays whole."""
        lines, whole = self.lines(span), self.joined(span)
        if len(lines) > 1 and max(map(width, lines)) <= 2 * PER_LINE:
            return lines
        return [line.strip(WHITE) for line in title_lines(whole)] if is_title(whole) else [whole]

    def division(self, block: Block) -> None:
        """The line that opens a division, then its paragraphs that stand on lines of their own, whatever the text broke."""
        node: Any = block.node
        look = LOOKS["part" if node.label.startswith("第") and node.type == "chapter" else HEADED.get(node.type, node.type)]
        end = block.heading[1] if block.heading else block.span[0]
        starts = [n.span[0] for n in node.children if isinstance(n, Paragraph) and n.span[0] < block.span[1]]
        if starts and not (node.heading and not self.text[end : starts[0]].strip(WHITE)):
            starts = starts[1:]
        first, *rest = pairwise([block.span[0], *starts, block.span[1]])
        self.opened(block, look, (block.span[0], end), self.behind(node, end, first[1]))
        for span in rest:
            self.paragraph(block, LOOKS["paragraph"], [(self.joined(span), None)])

    def behind(self, node: Any, start: int, end: int) -> str:
        """What runs on behind a heading, blanks at its start kept; ** between it and the text is of a markup and says nothing."""
        text = next((n.span[0] for n in node.children if isinstance(n, Paragraph)), end)
        stray, rest = self.text[start : min(text, end)].replace("*", ""), self.text[min(text, end) : end]
        return clean(_BREAK.sub("", stray + rest)).rstrip(WHITE)

    def opened(self, block: Block, look: Look, label: Span, behind: str) -> None:
        """A heading line in the type of its level; where text runs on behind it, only the heading is set in that type (7.3.3)."""
        node: Any = block.node
        head = self.joined(label)
        if node.heading and not any(c.isalnum() for c in behind):
            self.paragraph(block, look, [(head + behind.strip(WHITE), None)])
        elif node.heading or node.type == "article":
            mark = behind[0] if node.heading and behind[0] in "。．.：:" else ""
            self.paragraph(block, LOOKS["paragraph"], [(head + mark, look), (behind[len(mark) :], None)])
        else:
            self.paragraph(block, LOOKS["paragraph"], [(head + behind, None)])

    def listed(self, block: Block) -> None:
        """附件说明: 附件：1.…, names turn over under their first character (7.3.4)."""
        names: list[str] = []
        for line in self.lines(block.span):
            if names and width(names[-1]) > FULL and not line[0].isdigit():  # a page's width cut the name
                names[-1] += line
            else:
                names.append(line)
        for number, line in enumerate(names):
            found = _LISTED.match(line)
            label, count = (found[1] or "", found[2] or "") if found else ("", "")
            hang = width(label + count) / 2
            left = 2 + hang if label or not number else 5 + hang
            layout: dict[str, Any] = {"left": left, "first": -hang}
            self.paragraph(block, LOOKS["attachment_list"], [(line, None)], **layout, **({} if number else {"before": 1}))

    def table(self, block: Block) -> None:
        """A table with lines; a row with fewer cells than the others lets its last one span. One row only is a line."""
        columns = max(map(len, block.rows))
        if len(block.rows) == 1:
            self.paragraph(block, LOOKS["paragraph"], [("\t".join(self.joined(c) for c in block.rows[0]), None)])
            return
        if self.above in ("table", "box", "title"):
            self.gap(PITCH if self.above == "title" else THIN_GAP)
        widths = self.widths(block, columns)
        table = self.paper.table(self.into, widths)
        for number, cells in enumerate(block.rows):
            row = self.paper.row(table, head=not number and columns > 1)
            for at, span in enumerate(cells):
                over = columns - at if at == len(cells) - 1 else 1
                cell = self.paper.cell(row, sum(widths[at : at + over]), over)
                layout = {"align": "center"} if not number else {}
                for line in (self.lines(span) if columns > 1 else [self.joined(span)]) or [""]:
                    self.paper.paragraph(cell, LOOKS["cell"], [(line, None)], **layout)
        self.owners.add(block.notice.id if block.notice else "")
        self.above, self.opening = "table", False

    def widths(self, block: Block, columns: int) -> list[int]:
        """Columns as wide as their longest line up to 20 characters; where that is too much, the wide ones share what the narrow ones leave."""
        wants = [3.0] * columns
        for cells in block.rows:
            for at, span in enumerate(cells if len(cells) == columns else ()):
                longest = width(self.text[span[0] : min(span[1], span[0] + 60)]) / 2
                wants[at] = max(wants[at], min(20.0, longest + 2))  # and the margins of the cell
        full = twips(TEXT_WIDTH)
        left, shares = full / 20 / LOOKS["cell"].size, [0.0] * columns
        for done, at in enumerate(sorted(range(columns), key=wants.__getitem__)):
            shares[at] = min(wants[at], left / (columns - done))
            left -= shares[at]
        found = [int(full * share / sum(shares)) for share in shares]
        return [*found[:-1], full - sum(found[:-1])]
