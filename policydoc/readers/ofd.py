"""Ofd files (GB/T 33190-2016): their pages as positioned text, joined to paragraphs by the same joiner as pdf."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from policydoc.readers.archive import Package
from policydoc.readers.assemble import Line, assemble
from policydoc.readers.errors import ReadError
from policydoc.readers.page import Page
from policydoc.source import Source

MAX_PAGES = 3000
MAX_READ = 400_000_000
"""Bytes of xml that are read of a document, parts that several pages name as often as they do."""
A4 = (0.0, 0.0, 210.0, 297.0)
WHAT = "an ofd document"


def read_ofd(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of an ofd document: one line a paragraph, one a row of a table; page numbers and running heads go to `removed`.

    Templates and composite objects are read at their places; signatures, seals, annotations and attachments are not. A page whose
    characters are garbled is left out and recorded as `garbled page`. `encoding` has no meaning here.
    """
    from policydoc.readers.joiner import join
    from policydoc.readers.pdf import GARBLED, garbled

    pages: list[Page] = []
    lost: list[Line] = []
    for page in _pages(OfdPackage(data)):
        if garbled("".join("".join(row.text.split()) for row in page.rows)):
            lost.append(Line(f"page {page.number}: {GARBLED}", removed="garbled page"))
            page.rows = []
        pages.append(page)
    source = assemble([*join(pages), *lost], "ofd")
    if not source.text.strip():
        what = f"of {GARBLED}" if lost else "without any text, its letters may be drawn as shapes"
        raise ReadError(f"an ofd document {what}: save it as pdf and read that")
    return source


def _pages(package: OfdPackage) -> Iterator[Page]:
    """The pages of all documents of the file, each over its templates."""
    from policydoc.readers.ofd_page import Budget, page_of

    budget, number = Budget(), 0
    for root in package.roots():
        document = package.parse(root)
        if document is None:
            continue
        units = package.composites(document, root)
        templates = {t.get("ID", ""): t.get("BaseLoc", "") for t in named(document, "TemplatePage")}
        box = _physical_box(document)
        for element in named(document, "Page"):
            if number >= MAX_PAGES:
                raise ReadError(f"an ofd document of more than {MAX_PAGES} pages: split it")
            content = package.parse(package.resolve(root, element.get("BaseLoc", "")))
            if content is None:
                continue
            number += 1
            layers = [content]
            for used in named(content, "Template"):
                template = package.parse(package.resolve(root, templates.get(used.get("TemplateID", ""), "")))
                if template is not None:
                    layers.insert(0, template)
            yield page_of(number, layers, units, _physical_box(content) or box or A4, budget)


class OfdPackage:
    """The parts of an ofd by name, however its writer spelled their paths."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data, WHAT)
        self._left = MAX_READ
        self._names = {name.lower(): name for name in self._package.names}

    def parse(self, name: str | None) -> Any:
        """The root element of a part, None where it is missing or no xml."""
        from lxml import etree

        known = self._names.get((name or "").lower())
        if known is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True)
        data = self._package.read(known)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"{WHAT} of more than {MAX_READ // 1_000_000} MB of xml: split it")
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            return None

    def resolve(self, base: str, path: str) -> str:
        """The name of a part as a part refers to it: from the root, or from its own folder."""
        path = path.strip().replace("\\", "/")
        full = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
        full = posixpath.normpath(full)
        return full if full.lower() in self._names else posixpath.normpath(path.lstrip("/"))

    def roots(self) -> list[str]:
        """The names of the documents that the file holds."""
        entry = self.parse("ofd.xml")
        if entry is None:
            raise ReadError(f"{WHAT} is damaged (its OFD.xml cannot be read): fetch it again")
        found = [(element.text or "").strip() for element in named(entry, "DocRoot")]
        roots = [self.resolve("OFD.xml", path) for path in found[:50] if path]
        if not roots:
            raise ReadError(f"{WHAT} is damaged (its OFD.xml names no document): fetch it again")
        return roots

    def composites(self, document: Any, root: str) -> dict[str, Any]:
        """The composite objects of the document's resources by their numbers."""
        units: dict[str, Any] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for element in named(document, kind):
                resources = self.parse(self.resolve(root, element.text or ""))
                if resources is not None:
                    for unit in (*named(resources, "CompositeGraphicUnit"), *named(resources, "CompositeGraphUnit")):
                        units[unit.get("ID", "")] = unit
        return units


def named(root: Any, name: str) -> Iterator[Any]:
    """The elements below `root` with a local name: writers use several namespaces, or none."""
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and tag.rpartition("}")[2] == name:
            yield element


def _physical_box(root: Any) -> tuple[float, float, float, float] | None:
    from policydoc.readers.ofd_page import numbers

    for element in named(root, "PhysicalBox"):
        box = numbers(element.text)
        if len(box) == 4 and 1 < box[2] < 5000 and 1 < box[3] < 5000:
            return box[0], box[1], box[2], box[3]
    return None
