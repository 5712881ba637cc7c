"""The parts of a docx and how they hang together. The walk over them is in `docx`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any

from policydoc.readers.archive import Package
from policydoc.readers.docx_blocks import ALTERNATIVE, WORD_ART, dropped_branches
from policydoc.readers.docx_styles import W
from policydoc.readers.errors import ReadError, show_size

WHAT = "a docx document"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXT = re.compile(rb":t[ >]|:textpath ")
MAX_XML = 32_000_000
"""Bytes of the largest part that is parsed; its tree takes some ten times as much."""

MAX_CHUNKS = 100_000_000
"""Bytes of all documents inside of a docx, inflated."""

_HOSTILE = "{} declares xml entities: refused as hostile"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
"""Names of the strict flavour: `…/wordprocessingml/main` is `…/wordprocessingml/2006/main` in files of Word."""


_SILENT = ((b"<w:latentStyles", b"</w:latentStyles>"), (b'<w:style w:type="table"', b"</w:style>"))
"""Of most styles.xml three quarters: the styles that Word does not show, and what tables look like."""


def parse_xml(data: bytes, what: str = WHAT) -> Any:
    """The root element of a part. No entity is expanded, nothing is fetched; libxml2 stops at 256 levels of elements.

    Raises ReadError where it is no well-formed xml or declares a document type, which no office program writes.
    """
    from lxml import etree

    # Looked for before parsing: even an entity that is never used makes a parser open its file. Of two bytes of UTF-16 one is 0.
    if b"<!DOCTYPE" in (data.replace(b"\0", b"") if b"\0" in data[:64] else data):
        raise ReadError(_HOSTILE.format(what))
    if b"purl.oclc.org" in data[:4096]:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{what} is damaged (its xml breaks off or is too deep: {_short(error)}): save it anew") from error
    if root.getroottree().docinfo.internalDTD is not None:
        # An encoding such as UTF-7 hides the declaration from a look at the bytes.
        raise ReadError(_HOSTILE.format(what))
    return root


def without(data: bytes, opening: bytes, closing: bytes) -> bytes:
    """The bytes of a part without the elements that open so: what says nothing about a document need not be parsed.

    Ends at an empty element, which has no closing tag.

    >>> without(b'<s><t a="1"><b/></t><t b="2"/></s>', b"<t a", b"</t>")
    b'<s><t b="2"/></s>'
    """
    kept, at = [], 0
    while (start := data.find(opening, at)) >= 0 and (end := data.find(closing, start)) >= 0:
        if data.startswith(b"/>", data.find(b">", start) - 1):
            break
        kept.append(data[at:start])
        at = end + len(closing)
    return b"".join((*kept, data[at:]))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


def _words(root: Any) -> str:
    """The lines of a header or footer, without layout; a watermark is WordArt in a header."""
    for alternative in list(root.iter(ALTERNATIVE)):
        for branch in dropped_branches(alternative):
            alternative.remove(branch)
    pieces = (
        "\n" if element.tag == W + "p" else (element.get("string") or element.text or "").replace("\n", " ")
        for element in root.iter(W + "p", W + "t", WORD_ART)
    )
    return "\n".join(filter(None, map(str.strip, "".join(pieces).split("\n"))))


class Parts:
    """The package of a docx: its main part and the parts related to it. What is broken beside the main part counts as absent."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data, WHAT)
        self.main = self._main_name()
        folder, _, name = self.main.rpartition("/")
        self._folder = folder
        self._taken: set[str] = set()
        self._room = MAX_CHUNKS
        self._related: dict[str, tuple[str, str]] = dict(self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"), folder))

    def _main_name(self) -> str:
        for _, (kind, target) in self._relations("_rels/.rels", ""):
            if kind == "officeDocument" and target in self._package:
                return target
        names = ["word/document.xml", *(n for n in self._package.names if n.startswith("word/document") and n.endswith(".xml"))]
        return next((n for n in names if n in self._package), names[0])

    def _relations(self, name: str, folder: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Id, kind and target of the relations in a part; broken ones left out. An external target is no part: it keeps its name."""
        root = self._optional(name)
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if target:
                inside = relation.get("TargetMode") != "External"
                path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                yield relation.get("Id", ""), (relation.get("Type", "").rpartition("/")[2] * inside, path if inside else target)

    def body(self) -> Any:
        """The root of the main part. Raises ReadError."""
        return parse_xml(self._package.read(self.main, MAX_XML))

    def one(self, kind: str) -> Any | None:
        """The root of the part related as `styles`, `numbering`, `footnotes` …; None where there is none."""
        target = next((path for found, path in self._related.values() if found == kind), join(self._folder, f"{kind}.xml"))
        return self._optional(target)

    def target(self, element: Any, attribute: str = "id") -> str:
        """The part, or what else, that an element refers to by the id of a relation; empty where nothing has that id."""
        return self._related.get(element.get(_RELATIONS + attribute, ""), ("", ""))[1]

    def chunk(self, name: str) -> bytes:
        """The bytes of a part that is a document itself, once. Raises ReadError."""
        if name in self._taken:
            raise ReadError("a document that was read before")
        self._taken.add(name)
        data = self._package.read(name, MAX_XML)
        self.spend(len(data))
        return data

    def spend(self, size: int) -> None:
        """Count bytes of documents inside of this one. Raises ReadError where they are too many."""
        self._room -= size
        if self._room < 0:
            raise ReadError(f"more than {show_size(MAX_CHUNKS)} of documents inside of a docx document")

    @property
    def total(self) -> int:
        """Bytes of all parts."""
        return self._package.total

    def words(self, name: str, *tags: str) -> list[str]:
        """The words in elements of a part that is drawn; none where it is broken or missing."""
        root = self._optional(name)
        return [] if root is None else [" ".join(text.split()) for text in root.itertext(*tags) if text and text.strip()]

    def running(self, references: list[Any]) -> list[tuple[str, str]]:
        """`header` or `footer` and its text, each once, for references to such parts."""
        found: dict[tuple[str, str], None] = {}
        for tag, target in {(reference.tag, self.target(reference)): None for reference in references}:
            # Most headers are empty: a look at the bytes spares the parsing.
            root = self._optional(target, only=_TEXT) if target else None
            text = "" if root is None else _words(root)
            if text:
                found["header" if tag == W + "headerReference" else "footer", text] = None
        return list(found)

    def _optional(self, name: str, only: re.Pattern[bytes] | None = None) -> Any | None:
        if name not in self._package:
            return None
        try:
            data = self._package.read(name, MAX_XML)
            if only and not only.search(data):
                return None
            for opening, closing in _SILENT:
                data = without(data, opening, closing)
            return parse_xml(data)
        except ReadError:
            return None
