"""Saved web pages (mht): the html in them, read as a page. Word writes such files too, and names them .doc."""

from __future__ import annotations

from policydoc.readers.errors import ReadError, show_size
from policydoc.source import Source

MAX_MESSAGE = 60_000_000
"""Bytes of the largest file; most of them are pictures."""
MAX_PARTS = 5_000


def read_mht(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of the first html part; the pictures and frames beside it are not read. `encoding` is that of the page."""
    from email.parser import BytesParser
    from email.policy import compat32

    from policydoc.readers.html import read_html

    if len(data) > MAX_MESSAGE:
        raise ReadError(f"a saved web page of {show_size(len(data))}, more than the limit of {show_size(MAX_MESSAGE)}: save it as html")
    if data.count(b"\n--") > MAX_PARTS:
        raise ReadError(f"a saved web page of more than {MAX_PARTS} parts: save it as html")
    for part in BytesParser(policy=compat32).parsebytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = encoding or part.get_content_charset()
            if isinstance(page, bytes) and page.strip():
                return read_html(page, encoding=_known(charset))
    raise ReadError("a saved web page (mht) without a page in it: save it as html")


def _known(charset: str | None) -> str | None:
    """A charset that Python knows; a misspelt one is no reason to refuse a page."""
    import codecs

    try:
        return codecs.lookup(charset).name if charset else None
    except LookupError:
        return None
