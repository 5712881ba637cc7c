"""The typed tree of a notice: frozen nodes, each with its span in the text and an id.

The classes say what stands on the page; their names follow GB/T 9704-2012 (党政机关公文格式) for the elements of a document
and 立法法 art. 65 for its divisions. `docs/tree.md` specifies each with an example.
"""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from policydoc.slots import subclasses, write_slots
from policydoc.source import Span


@frozen
class Node:
    """What all nodes have. `span` is a half-open range of code points in the document's text; `id` is unique in the document."""

    type: ClassVar[str] = "node"
    span: Span
    id: str


@frozen
class Branch(Node):
    """A node with children, in document order."""

    children: tuple[Node, ...]


@frozen
class Leaf(Node):
    """A node that holds its own text."""

    text: str


# -- around the document -----------------------------------------------------------------------------------------------------


class Wrapper(Leaf):
    """Text around the document: site navigation, a news lead, share buttons, residue."""

    __slots__ = ()
    type = "wrapper"


@frozen
class Metadata(Leaf):
    """A publisher's labelled field (索引号：…). `name` is None where a site lost the label."""

    type = "metadata"
    name: str | None
    value: str


# -- elements of a notice (GB/T 9704-2012, clause 7) -------------------------------------------------------------------------


class Element(Leaf):
    """One element of an official document (公文要素)."""

    __slots__ = ()


class CopyNumber(Element):
    """份号, 7.2.1."""

    __slots__ = ()
    type = "copy_number"


class Secrecy(Element):
    """密级和保密期限, 7.2.2."""

    __slots__ = ()
    type = "secrecy"


class Urgency(Element):
    """紧急程度, 7.2.3."""

    __slots__ = ()
    type = "urgency"


class IssuerMark(Element):
    """发文机关标志 (××市人民政府文件), 7.2.4."""

    __slots__ = ()
    type = "issuer_mark"


class DocumentNumber(Element):
    """发文字号, 7.2.5."""

    __slots__ = ()
    type = "document_number"


class Signer(Element):
    """签发人, 7.2.6."""

    __slots__ = ()
    type = "signer"


class Title(Element):
    """标题, 7.3.1; its lines in a row are one node."""

    __slots__ = ()
    type = "title"


class Addressees(Element):
    """主送机关, 7.3.2."""

    __slots__ = ()
    type = "addressees"


class AttachmentList(Element):
    """附件说明, 7.3.4."""

    __slots__ = ()
    type = "attachment_list"


class Signature(Element):
    """发文机关署名, 7.3.5; one node a line."""

    __slots__ = ()
    type = "signature"


class IssueDate(Element):
    """成文日期, 7.3.5.4."""

    __slots__ = ()
    type = "date"


class Note(Element):
    """附注, 7.3.6 (此件公开发布), and lines of contacts."""

    __slots__ = ()
    type = "note"


class Copies(Element):
    """抄送机关, 7.4.2."""

    __slots__ = ()
    type = "copies"


class Imprint(Element):
    """印发机关和印发日期, 7.4.3."""

    __slots__ = ()
    type = "imprint"


class TableOfContents(Element):
    """目录: its heading and one node for each of its lines."""

    __slots__ = ()
    type = "table_of_contents"


# -- text --------------------------------------------------------------------------------------------------------------------


@frozen
class Sentence(Branch):
    """A sentence, closing mark and closing quotes included; `children` are the responsibility clauses inside it."""

    type = "sentence"
    text: str


class Heading(Leaf):
    """The title of a division, without its label."""

    __slots__ = ()
    type = "heading"


class Paragraph(Branch):
    """Sentences and responsibility clauses."""

    __slots__ = ()
    type = "paragraph"


@frozen
class Deadline:
    """Words in a responsibility clause that say until when."""

    span: Span
    text: str


@frozen
class Agency(Node):
    """One actor of an assignment, as written (机关、单位、地区)."""

    type = "agency"
    name: str


@frozen
class Assignment(Branch):
    """The agencies of one role in a clause; `children` are Agency nodes.

    `role` is lead (牵头), cooperate (配合), participate (参与), by_duty (按职责分工负责), responsible (负责), implement (落实),
    guide (指导) or supervise (监督). `open_list` is true where the words leave the list open (等). `lead_by_rule` is the span of the
    legend (排在首位的为牵头单位，下同) that makes the first agency the lead.
    """

    type = "assignment"
    role: str
    open_list: bool = False
    deadline: Deadline | None = None
    lead_by_rule: Span | None = None


@frozen
class ResponsibilityClause(Branch):
    """（…牵头，…按职责分工负责）: who does what; `children` are Assignment nodes, `scope` is the text that the clause governs."""

    type = "responsibility_clause"
    text: str
    scope: Span


# -- divisions ---------------------------------------------------------------------------------------------------------------


@frozen
class Division(Branch):
    """A numbered division: `label` as written (`（十三）`), `number` its value, then Heading?, paragraphs and divisions."""

    label: str
    number: int | None

    @property
    def heading(self) -> Heading | None:
        """The heading, if the division has one."""
        return next((c for c in self.children if isinstance(c, Heading)), None)


class Part(Division):
    """编, 部分: 第一编, 第一部分."""

    __slots__ = ()
    type = "part"


class Chapter(Division):
    """章: 一、 and 第一章."""

    __slots__ = ()
    type = "chapter"


class Section(Division):
    """节: 第一节."""

    __slots__ = ()
    type = "section"


class Subsection(Division):
    """一、 under a 第一章 or a 第一节."""

    __slots__ = ()
    type = "subsection"


class Article(Division):
    """条: 第一条."""

    __slots__ = ()
    type = "article"


class Measure(Division):
    """（一）; under an article this is 项."""

    __slots__ = ()
    type = "measure"


class Item(Division):
    """1."""

    __slots__ = ()
    type = "item"


class Subitem(Division):
    """（1）."""

    __slots__ = ()
    type = "subitem"


class Point(Division):
    """① 1） A. and other deeper marks."""

    __slots__ = ()
    type = "point"


class Unnumbered(Division):
    """A heading line without a mark and what stands under it."""

    __slots__ = ()
    type = "unnumbered"


# -- tables ------------------------------------------------------------------------------------------------------------------


class Caption(Leaf):
    """The caption of a table or box."""

    __slots__ = ()
    type = "caption"


class Cell(Leaf):
    """A cell of a table, line breaks inside kept."""

    __slots__ = ()
    type = "cell"


class Row(Branch):
    """Cells; a line of a table that lost its cells is one cell."""

    __slots__ = ()
    type = "row"


class Table(Branch):
    """Caption? and Rows."""

    __slots__ = ()
    type = "table"


class Box(Branch):
    """A 专栏: Caption, then paragraphs, divisions and tables."""

    __slots__ = ()
    type = "box"


# -- documents ---------------------------------------------------------------------------------------------------------------


@frozen
class Attachment(Branch):
    """The document that a notice issues (`kind` "issued") or an annex (`kind` "annex"); `label` is 附件1 as written."""

    type = "attachment"
    kind: str
    label: str | None
    number: int | None


class Notice(Branch):
    """One official document: elements, paragraphs, divisions, tables, attachments."""

    __slots__ = ()
    type = "notice"


class Root(Branch):
    """Wrapper, Metadata, Notice … of one file."""

    __slots__ = ()
    type = "document"


write_slots(Node)

NODE_TYPES: dict[str, type[Node]] = {c.type: c for c in subclasses(Node) if "type" in c.__dict__}
"""Every concrete node class by its JSON `type`."""

RANKS: dict[str, int] = {
    name: rank for rank, name in enumerate("part chapter section subsection article unnumbered measure item subitem point".split())
}
"""How deep a division goes: a smaller rank never stands inside a greater one."""

ROLES = ("lead", "cooperate", "participate", "by_duty", "responsible", "implement", "guide", "supervise")
