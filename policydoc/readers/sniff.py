"""Which format some bytes are in. Content decides; a name only breaks ties between plain text and pieces of html."""

from __future__ import annotations

import re

import attrs

from policydoc.readers.archive import directory_of
from policydoc.readers.errors import ReadError
from policydoc.readers.text import utf16_name

HEAD = 4096
"""Bytes looked at, beside the directory of a zip."""


@attrs.frozen
class Format:
    """A kind of file. Without a module it is only recognised, to be refused by name with an advice."""

    title: str
    media_type: str
    module: str = ""
    function: str = ""
    extra: str = ""
    advice: str = "save it as docx or pdf"
    libreoffice: str = ""
    """How the name of such a file ends, where LibreOffice opens it."""


_OPEN = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    "text": Format("a text file", "text/plain", "text", "read_text"),
    "html": Format("an html page", "text/html", "html", "read_html"),
    "docx": Format("a docx document", _OPEN + "wordprocessingml.document", "docx", "read_docx"),
    "pdf": Format("a pdf document", "application/pdf", "pdf", "read_pdf", "pdf"),
    "ofd": Format("an ofd document", "application/ofd", "ofd", "read_ofd"),
    "office": Format("a doc or wps document", "application/msword", "office", "read_office", "office", libreoffice=".doc"),
    **{
        name: Format(f"a picture ({name})", f"image/{name}", "image", "read_image", "ocr")
        for name in ("png", "jpeg", "tiff", "bmp", "gif", "webp")
    },
    "rtf": Format("an rtf document", "application/rtf", "rtf", "read_rtf", "office", libreoffice=".rtf"),
    "mht": Format("a saved web page (mht)", "multipart/related", "mht", "read_mht"),
    "word2003": Format("a Word 2003 xml document", "application/vnd.ms-word.xml", libreoffice=".xml"),
    "flat-opc": Format("a flat Word xml document", "application/vnd.ms-word.flat-opc", libreoffice=".xml"),
    "odt": Format("an OpenDocument text", "application/vnd.oasis.opendocument.text", libreoffice=".odt"),
    "xlsx": Format("an xlsx workbook", _OPEN + "spreadsheetml.sheet", advice="policydoc reads documents, not workbooks"),
    "pptx": Format("a pptx presentation", _OPEN + "presentationml.presentation", advice="policydoc reads documents, not slides"),
    "epub": Format("an epub book", "application/epub+zip"),
    "zip": Format("a zip archive", "application/zip", advice="unpack it and name the files in it"),
    "archive": Format("an archive (rar, 7z, gzip …)", "application/x-archive", advice="unpack it and name the files in it"),
    "xml": Format("an xml file of an unknown kind", "application/xml"),
    "binary": Format("binary data of an unknown kind", "application/octet-stream", advice="check that this is a document"),
}
"""Every format by its short name."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"RIFF", "webp"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
)
_TEXTUAL_MAGIC = {b"BM", b"BZh", b"RIFF", b"GIF8"}
"""Magic that a text could open with: it counts only before bytes that no text holds."""

_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1a\x1b"})
"""Bytes that texts in single- and multi-byte encodings hold by accident at most."""

_PARTS = ((b"OFD.xml", "ofd"), (b"word/", "docx"), (b"xl/workbook", "xlsx"), (b"ppt/presentation", "pptx"))
_MIMETYPES = ((b"opendocument.text", "odt"), (b"application/epub", "epub"))

_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|meta|body|script|style|link|title|base)\b", re.IGNORECASE)
_BLOCK = re.compile(
    rb"<(div|table|tbody|thead|tr|p|span|h[1-6]|ul|ol|section|article|center|font|b|strong|a|img|form)[\s>/]", re.IGNORECASE
)
_CLOSE = re.compile(rb"</(p|div|span|td|table|body|html)>|<br\s*/?>", re.IGNORECASE)
_SKIPPED = re.compile(rb"(?:\s++|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<\?xml[^>]*+>|<!--(?:[^-]|-(?!->))*+-->|<%(?:[^%]|%(?!>))*+%>)*+")
_MHT = re.compile(rb"mime-version:|content-type:\s*multipart/related", re.IGNORECASE)
_PLAIN = (".txt", ".md", ".markdown", ".text")
_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".jsp", ".aspx", ".php")


def sniff(data: bytes, name: str | None = None) -> str:
    """The short name of the format of some bytes, a key of `FORMATS`.

    >>> sniff("关于印发方案的通知".encode())
    'text'
    """
    head = data[:HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (magic not in _TEXTUAL_MAGIC or b"\0" in head):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or (controls > 0 and utf16_name(head) is not None)
    narrow = head.replace(b"\0", b"") if wide else head
    return _markup_kind(narrow, (name or "").lower()) or ("binary" if controls * 20 > len(head) and not wide else "text")


def _markup_kind(head: bytes, name: str) -> str | None:
    start = head[_SKIPPED.match(head).end() :]  # type: ignore[union-attr]
    if _MARKUP.match(start):
        return "html"
    if head[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        for mark, kind in ((b"wordDocument", "word2003"), (b"pkg:package", "flat-opc")):
            if mark in head:
                return kind
        return "xml"
    if _MHT.match(start) and b"multipart" in head:
        return "mht"
    if name.endswith(_PLAIN):
        return None
    return "html" if _BLOCK.match(start) or (name.endswith(_PAGES) and _CLOSE.search(head)) else None


def _zip_kind(data: bytes) -> str:
    directory = directory_of(data)
    if directory is None:
        raise ReadError("a zip-based document (docx, ofd …) that is cut off or damaged: fetch it again")
    for part, kind in _PARTS:
        if part in directory:
            return kind
    head = data[:200]
    return next((kind for mark, kind in _MIMETYPES if mark in head), "zip")
