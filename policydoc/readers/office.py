"""Files of the compound format that Word 97 to 2003 and WPS write: doc and wps. Others in that format are refused by name."""

from __future__ import annotations

import io
from typing import Any

from policydoc.readers.assemble import assemble
from policydoc.readers.errors import ReadError
from policydoc.source import Source

MAX_STREAM = 100_000_000
_DAMAGED = "a doc or wps document that is damaged or cut off: fetch it again"

_OTHERS = (
    ("MatOST", "an MS Works document: save it as docx, or let LibreOffice open it (--libreoffice)"),
    ("CONTENTS", "an MS Works document: save it as docx, or let LibreOffice open it (--libreoffice)"),
    ("MN0", "an MS Works document: save it as docx, or let LibreOffice open it (--libreoffice)"),
    ("Workbook", "an xls workbook: policydoc reads documents, not workbooks"),
    ("Book", "an xls workbook: policydoc reads documents, not workbooks"),
    ("PowerPoint Document", "a ppt presentation: policydoc reads documents, not slides"),
    ("EncryptedPackage", "a document that is locked by a password: save it without one"),
    ("__properties_version1.0", "an Outlook message: save the document in it as a file"),
    ("HwpSummaryInformation", "a Hangul document: save it as docx"),
)
"""Streams that tell other formats apart, and what to say."""


def read_office(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of a doc or wps document: paragraphs, cells of tables, automatic numbers, results of fields, notes.

    Hidden and deleted text, headers, footers and comments are left out and recorded. `encoding` has no meaning here.
    """
    from policydoc.readers.doc_file import DocFile
    from policydoc.readers.doc_text import Walk

    streams = _streams(data)
    main = streams.pop("WordDocument")
    blob = streams.pop("Data", b"")
    source = assemble(Walk(DocFile(main, streams, blob)).run(), "office")
    if not source.text.strip():
        raise ReadError("a doc document without any text: it may hold pictures only, save it as pdf")
    return source


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of a Word document."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL) as package:
            names = {name[0].lstrip("\x05") for name in package.listdir()}
            if not names:
                raise ReadError(_DAMAGED)
            if "WordDocument" not in names:
                raise ReadError(
                    next((says for name, says in _OTHERS if name in names), "a file of a program other than Word or WPS: save it as docx")
                )
            return {name: _stream(package, name) for name in ("WordDocument", "0Table", "1Table", "Data") if name in names}
    except ReadError:
        raise
    except ImportError:
        raise
    except Exception as error:  # olefile raises IndexError, struct.error and others on mutated files
        raise ReadError(_DAMAGED) from error


def _stream(package: Any, name: str) -> bytes:
    if package.get_size(name) > MAX_STREAM:
        raise ReadError("a doc document too large to read: split it")
    found: bytes = package.openstream(name).read()
    return found
