"""Pages of government sites, and fragments of them: their document's lines, the page around it set apart."""

from __future__ import annotations

import re

from policydoc.readers.assemble import assemble
from policydoc.readers.errors import ReadError, show_size
from policydoc.source import Source

MAX_PAGE = 30_000_000
"""Bytes of the largest page that is read. Pages with all their pictures inside stay below."""
MAX_WORK = 30_000_000
"""Sum over all start tags of the elements then open: what a parser of html spends at most. Real pages need a thirtieth."""

_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,80}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_TAG = re.compile(
    r"<(/?)(div|span|table|a|b|i|u|s|em|font|strong|big|small|center|section|article|ul|ol|form|nobr|button|code|svg|math|template)\b",
    re.IGNORECASE,
)


def read_html(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of a page: one line a paragraph, `<br>` or row of a table.

    The document is found by the selectors of the common systems (`data/content_selectors.csv`). What else the page shows is left
    out and recorded in `removed` as `navigation`, but for the publisher's labelled fields (索引号：…), which get the role
    `metadata`, and the page's title, where the document does not repeat it. A page that no selector fits is kept whole, without
    its menus. An encoding that the page names is believed where its bytes decode.
    """
    from selectolax.lexbor import LexborHTMLParser

    from policydoc.readers.html_content import choose, content_nodes, page_titles, title_nodes
    from policydoc.readers.html_lines import render

    if len(data) > MAX_PAGE:
        raise ReadError(f"an html page of {show_size(len(data))}, more than the limit of {show_size(MAX_PAGE)}: split it")
    text, note = _decode(data, encoding)
    text = _without_directives(text.replace("\0", ""))
    if _work(text) > MAX_WORK:
        raise ReadError("an html page whose elements are nested too deeply to read: save it as text")
    page = LexborHTMLParser(text)
    if page.root is None:
        raise ReadError("an html page without any element: check that it is complete")
    lines, marks = render(page.root, content_nodes(page), title_nodes(page))
    source = assemble(choose(lines, marks, page_titles(page)), "html")
    if not source.text.strip():
        raise ReadError("an html page without any text: it may load its content by script, save the page as shown")
    if note:
        from attrs import evolve

        source = evolve(source, removed=((0, "encoding", note), *source.removed))
    return source


def _decode(data: bytes, encoding: str | None) -> tuple[str, str | None]:
    """The page's text, and a note where its encoding was guessed or did not fit."""
    from policydoc.readers.text import decode

    if encoding is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        for name in {m.decode().lower(): None for m in _CHARSET.findall(data[:8192])}:
            try:
                text, note = decode(data, name)
            except ReadError:
                continue
            if note is None and not name.startswith(("utf-16", "utf-32", "utf16")):
                return text, None
    return decode(data, encoding)


def _without_directives(text: str) -> str:
    """The page without `<% … %>` of a server's templates, which html parsers take for text."""
    if "<%" not in text:
        return text
    head, *rest = text.split("<%")
    return head + "".join(piece.partition("%>")[2] if "%>" in piece else "" for piece in rest)


def _work(text: str) -> int:
    """What parsing would cost: open elements, summed over the start tags. Closing tags take any name."""
    depth = work = 0
    for close, _ in _TAG.findall(text):
        if close:
            depth = max(0, depth - 1)
        else:
            depth += 1
            work += depth
    return work
