"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML): what a notice says, in the XML of parliaments and law publishers.

`docs/akn.md` says what becomes of each node, and why. The text of the XML outside of `meta` is the text of the notice, in order, white
space aside; wrapper and publisher's fields stand in `meta/proprietary`. Documents are nested as deep as the tree's attachments, elements
as deep as its divisions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.meta import Meta
from policydoc.tree import (
    Article,
    Attachment,
    Box,
    Branch,
    Caption,
    Division,
    Element,
    Heading,
    Metadata,
    Node,
    Notice,
    Paragraph,
    Row,
    Table,
    Wrapper,
    walk,
)
from policydoc.writers.akn_meta import Work, identification, kind_name, work_of
from policydoc.writers.akn_names import OWN_PLACE, References, last_day
from policydoc.writers.akn_text import Ink, last_of
from policydoc.writers.xml_text import clean

if TYPE_CHECKING:
    from policydoc.document import Document

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:policydoc:akn"
"""The namespace of what Akoma Ntoso has no place for: wrapper and the publisher's fields."""

DIVISIONS: dict[str, tuple[str, str]] = {
    "part": ("part", "part"),
    "chapter": ("chapter", "chp"),
    "section": ("section", "sec"),
    "subsection": ("subsection", "subsec"),
    "article": ("article", "art"),
    "unnumbered": ("hcontainer", "hcontainer"),
    "measure": ("paragraph", "para"),
    "item": ("subparagraph", "subpara"),
    "subitem": ("point", "point"),
    "point": ("indent", "indent"),
}
"""The element of each division, and what stands for it in an eId (Akoma Ntoso Naming Convention 1.0)."""

UNDER_ARTICLE = {"measure": ("point", "point"), "item": ("indent", "indent"), "subitem": ("subclause", "subcl"), "point": ("alinea", "al")}
"""Under 条 （一） is 项 and 1. is 目 (立法法 art. 65); `paragraph` is 款 there."""

INLINE = {"issuer_mark": "docProponent", "document_number": "docNumber", "title": "docTitle", "signature": "signature"} | dict.fromkeys(
    ("copy_number", "secrecy", "urgency"), "docStatus"
)
"""Elements of a notice that Akoma Ntoso has a name for; the others are a `block` with the name of their type."""

LINES_KEPT = {"title", "attachment_list", "note", "copies", "imprint", "issuer_mark", "cell"}
TAIL = {"attachment_list", "signature", "copies", "imprint"}
"""Elements that stand behind the text, even where there is none."""

_NUMBER = re.compile(r"(?:_\d+)+$")

Nodes = Sequence[Node]


def akn(doc: Document) -> str:
    """The document as Akoma Ntoso 3.0.

    >>> import policydoc
    >>> "<num>（一）</num>" in akn(policydoc.parse("（一）增绿。植树造林。（市林业局牵头）"))
    True
    """
    return _Writer(doc).whole()


class _Writer:
    """The state of writing one file."""

    def __init__(self, doc: Document) -> None:
        from lxml import etree

        self.etree = etree
        self.doc = doc
        self.references = References()
        self.ink = Ink(doc, self.references, self.make)
        self.names: set[str] = set()
        self.annexes: dict[int | None, str] = {}
        self.top: Any = None

    # -- elements --------------------------------------------------------------------------------------------------------

    def make(self, parent: Any, tag: str, **attributes: str) -> Any:
        """An element inside of running text."""
        return self.etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)

    def block(self, parent: Any, tag: str, **attributes: str) -> Any:
        """An element on a line of its own, in one that holds such."""
        parent.text = "\n"
        element = self.make(parent, tag, **attributes)
        element.tail = "\n"
        return element

    def name(self, context: str, ref: str, node: Node) -> str:
        """The eId of a node in its context; its number is that of the node's own id: `chapter_3` is `chp_3`."""
        number = _NUMBER.search(node.id.rpartition(".")[2])
        name = f"{context}__{ref}" if context else ref
        name += (number[0] if number else "") or "_1"
        while name in self.names:  # trees of others may name their nodes as they like
            name = self.ink.name(context, f"{ref}_again")
        self.names.add(name)
        return name

    def part(self, parent: Any, tag: str) -> Any:
        """A part of a document, its text in Chinese."""
        element = self.block(parent, tag)
        element.set("{http://www.w3.org/XML/1998/namespace}lang", "zh")
        return element

    # -- documents -------------------------------------------------------------------------------------------------------

    def whole(self) -> str:
        """The file."""
        root = self.etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE, "policydoc": OWN})
        notices = [child for child in self.doc.children if isinstance(child, Notice)] or [Notice((0, 0), "notice", ())]
        if len(notices) > 1:
            self.collection(root, notices)
        else:
            self.document(root, notices[0], "", None)
        left = self.ink.close()
        if left:
            next(root.iter(f"{{{NAMESPACE}}}p")).text = clean(left)
        self.resolve(root)
        for tag, name, href, shown in self.references.found.values():
            self.block(self.top, tag, eId=name, href=href, showAs=shown)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self.etree.tostring(root, encoding="unicode")}\n'

    def resolve(self, root: Any) -> None:
        """References to the document's own articles and annexes lead there; those to what it does not have, or has twice, lead nowhere."""
        articles: dict[str, str] = {}
        for name in self.names:
            last = name.rpartition("__")[2]
            articles[last] = "" if last in articles else name
        for element in list(root.iter(f"{{{NAMESPACE}}}ref")):
            kind, _, number = element.get("href").removeprefix(OWN_PLACE).partition("_")
            if not element.get("href").startswith(OWN_PLACE):
                continue
            target = self.annexes.get(int(number)) if kind == "annex" else articles.get(f"art_{number}")
            if target:
                element.set("href", f"#{target}")
            else:
                del element.attrib["href"], element.attrib["eId"]
                element.tag = f"{{{NAMESPACE}}}inline"
                element.set("name", "reference")

    def collection(self, root: Any, notices: list[Notice]) -> None:
        """Several notices in one file."""
        whole = self.block(root, "documentCollection", name="collection", contains="originalVersion")
        work = work_of(Meta(title=self.doc.meta.title), "documentCollection", "", None)
        self.meta(whole, work)
        body = self.block(whole, "collectionBody")
        for number, notice in enumerate(notices, 1):
            self.document(self.block(body, "component", eId=f"cmp_{number}"), notice, f"cmp_{number}", None)

    def document(self, parent: Any, node: Branch, context: str, around: Work | None) -> None:
        """A notice or what an attachment holds, as `doc`, or as `act` where it is made of articles."""
        tag = "act" if _has_articles(node) else "doc"
        alone = attrs.evolve(self.doc.root, children=(Notice(node.span, node.id, node.children),))
        work = work_of(attrs.evolve(self.doc, root=alone).meta, tag, context, around)
        whole = self.block(parent, tag, name=kind_name(work.meta), contains="originalVersion")
        self.meta(whole, work)
        kids = _kept(node.children)
        at = next((i for i, n in enumerate(kids) if isinstance(n, Attachment)), len(kids))
        head, body, tail = _parts(kids[:at])
        if head:
            self.blocks(self.part(whole, "preface"), head, context)
        inside = self.part(whole, "body" if tag == "act" else "mainBody")
        if body:
            self.body(inside, body, context, tag == "act")
        else:
            self.block(inside, "p")
        if tail:
            self.blocks(self.part(whole, "conclusions"), tail, context)
        if kids[at:]:
            self.attachments(self.block(whole, "attachments"), kids[at:], context, work)

    def attachments(self, parent: Any, kids: Nodes, context: str, work: Work) -> None:
        """The issued document and the annexes; what stands between and behind them is interstitial."""
        for is_attachment, run in groupby(kids, lambda n: isinstance(n, Attachment)):
            for nodes in [[node] for node in run] if is_attachment else [list(run)]:
                name = self.ink.name(context, "att")
                one = self.block(parent, "attachment", eId=name)
                if not isinstance(nodes[0], Attachment):
                    self.blocks(self.part(one, "interstitial"), nodes, name)
                    continue
                self.annexes.setdefault(nodes[0].number, name)
                if nodes[0].label:
                    self.label(one, nodes[0].span[0], nodes[0].label, name)
                self.document(one, nodes[0], name, work)

    def meta(self, parent: Any, work: Work) -> None:
        """Who made what when; in the outermost document also who is referred to (filled at the end) and what stands apart."""
        meta = self.block(parent, "meta")
        identification(self.block, meta, work, self.references)
        if self.top is not None:
            return
        self.top = self.block(meta, "references", source="#policydoc")
        apart = [n for n in walk(self.doc.root) if isinstance(n, Metadata | Wrapper)]
        own = self.block(meta, "proprietary", source="#policydoc") if apart else None
        for node in apart:
            named = {"name": clean(node.name)} if isinstance(node, Metadata) and node.name else {}
            element = self.etree.SubElement(own, f"{{{OWN}}}{node.type}", named)
            element.text, element.tail = clean(node.text), "\n"

    # -- divisions -------------------------------------------------------------------------------------------------------

    def body(self, parent: Any, kids: Nodes, context: str, only_divisions: bool = False, under: bool = False) -> None:
        """Divisions and blocks in their order; where only divisions may stand, blocks get one without number and heading."""
        for is_division, run in groupby(kids, lambda n: isinstance(n, Division)):
            if is_division:
                for node in run:
                    self.division(parent, node, context, under)
            elif only_divisions:
                name = self.ink.name(context, "hcontainer_text")
                self.blocks(self.block(self.block(parent, "hcontainer", name="text", eId=name), "content"), list(run), context)
            else:
                self.blocks(parent, list(run), context)

    def division(self, parent: Any, node: Any, context: str, under: bool) -> None:
        """A division: num, heading, then content, or intro, divisions and wrapUp."""
        tag, ref = (UNDER_ARTICLE if under else {}).get(node.type) or DIVISIONS[node.type]
        name = self.name(context, ref, node)
        element = self.block(parent, tag, eId=name, **({"name": node.type} if tag == "hcontainer" else {}))
        kids = self.head(element, node, name)
        if isinstance(node, Article) and sum(isinstance(n, Paragraph) for n in kids) > 1:
            self.clauses(element, kids, name)
        else:
            self.fill(element, kids, name, under or isinstance(node, Article))

    def head(self, element: Any, node: Any, name: str) -> Nodes:
        """num and heading of a division; what is left of its children."""
        if node.label:
            self.label(element, node.span[0], node.label, name)
        kids = _kept(node.children)
        if kids and isinstance(kids[0], Heading):
            self.ink.write(self.block(element, "heading"), kids[0].span, name)
            return kids[1:]
        return kids

    def label(self, parent: Any, start: int, label: str, name: str) -> None:
        """The number of a division or an attachment as written."""
        self.ink.write(self.block(parent, "num"), (start, start + len(label)), name)

    def clauses(self, element: Any, kids: Nodes, context: str) -> None:
        """The paragraphs of an article are its 款, each with the （一） that follow it."""
        runs: list[list[Node]] = []
        for node in kids:
            if isinstance(node, Paragraph) or not runs:
                runs.append([])
            runs[-1].append(node)
        for run in runs:
            name = self.ink.name(context, "para")
            self.fill(self.block(element, "paragraph", eId=name), run, name, True)

    def fill(self, element: Any, kids: Nodes, context: str, under: bool) -> None:
        """What a division holds below its heading."""
        places = [i for i, n in enumerate(kids) if isinstance(n, Division)]
        if not places:
            if kids:
                self.blocks(self.block(element, "content"), kids, context)
            return
        first, last = places[0], places[-1] + 1
        if kids[:first]:
            self.blocks(self.block(element, "intro"), kids[:first], context)
        self.body(element, kids[first:last], context, True, under)
        if kids[last:]:
            self.blocks(self.block(element, "wrapUp"), kids[last:], context)

    # -- blocks ----------------------------------------------------------------------------------------------------------

    def blocks(self, parent: Any, nodes: Nodes, context: str) -> None:
        """Paragraphs, elements, tables and boxes, one after another; never none, which the schema forbids."""
        before = last_of(parent)
        for node in nodes:
            if isinstance(node, Table):
                self.table(parent, node, context)
            elif isinstance(node, Box):
                self.box(parent, node, context)
            elif isinstance(node, Division):
                self.boxed_division(parent, node, context)
            else:
                self.text(parent, node, context)
        if last_of(parent) is before:
            self.block(parent, "p")

    def text(self, parent: Any, node: Node, context: str) -> None:
        """A paragraph, or an element by the name that it has in Akoma Ntoso."""
        lines = node.type in LINES_KEPT
        if isinstance(node, Paragraph):
            self.ink.write(self.block(parent, "p", eId=self.ink.name(context, "p")), node.span, context)
        elif node.type in INLINE:
            tag = INLINE[node.type]
            inside = self.make(self.block(parent, "p"), tag, **({"class": node.type} if tag == "docStatus" else {}))
            self.ink.write(inside, node.span, context, lines)
        elif node.type == "date" and (day := _day(self.doc.text[slice(*node.span)])):
            self.ink.write(self.make(self.block(parent, "p"), "docDate", date=day), node.span, context)
        else:
            self.ink.write(self.block(parent, "block", name=node.type), node.span, context, lines)

    def table(self, parent: Any, node: Table, context: str) -> None:
        """A table; a caption that stands below it is a paragraph."""
        name, table = self.name(context, "table", node), None
        for child in _kept(node.children):
            if table is None and (isinstance(child, Row) or any(isinstance(n, Row) for n in node.children)):
                table = self.block(parent, "table", eId=name)
                if isinstance(child, Caption):
                    self.ink.write(self.block(table, "caption"), child.span, name)
                    continue
            if isinstance(child, Row):
                row = self.block(table, "tr")
                for cell in child.children:
                    self.ink.write(self.block(self.block(row, "td"), "p"), cell.span, name, True)
                if not len(row):
                    self.block(row, "td")
            else:
                self.ink.write(self.block(parent, "p", **{"class": child.type}), child.span, name)

    def box(self, parent: Any, node: Box, context: str) -> None:
        """A 专栏, its caption the heading."""
        name = self.name(context, "tblock", node)
        element = self.block(parent, "tblock", eId=name, **{"class": "box"})
        kids = _kept(node.children)
        if kids and isinstance(kids[0], Caption):
            self.ink.write(self.block(element, "heading"), kids[0].span, name)
            kids = kids[1:]
        self.blocks(element, kids, name)

    def boxed_division(self, parent: Any, node: Any, context: str) -> None:
        """A division inside of a box, where only blocks may stand."""
        name = self.name(context, f"tblock_{node.type}", node)
        element = self.block(parent, "tblock", eId=name, **{"class": node.type})
        self.blocks(element, self.head(element, node, name), name)


def _kept(nodes: Nodes) -> Nodes:
    """The nodes but for wrapper and publisher's fields, which stand in `meta`."""
    return [n for n in nodes if not isinstance(n, Metadata | Wrapper)]


def _parts(kids: Nodes) -> tuple[Nodes, Nodes, Nodes]:
    """What stands before the text, the text, what stands behind it."""
    start = next((i for i, n in enumerate(kids) if not isinstance(n, Element) or n.type in TAIL), len(kids))
    end = next((i + 1 for i in range(len(kids) - 1, start - 1, -1) if not isinstance(kids[i], Element)), start)
    return kids[:start], kids[start:end], kids[end:]


def _has_articles(node: Branch) -> bool:
    """Whether a document is made of articles (第一条)."""
    stack = [n for n in node.children if isinstance(n, Division)]
    while stack:
        top = stack.pop()
        if isinstance(top, Article):
            return True
        stack += [n for n in top.children if isinstance(n, Division)]
    return False


def _day(text: str) -> str | None:
    from policydoc.meta_values import parse_date

    date = parse_date(text)
    return last_day(date) if date and len(date) == 10 else None
