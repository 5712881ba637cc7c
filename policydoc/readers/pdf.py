"""Pdf files: their rows by the places of their first and last characters, joined to paragraphs by the joiner."""

from __future__ import annotations

import re
from typing import Any

from policydoc.readers.assemble import Line, assemble
from policydoc.readers.errors import ReadError
from policydoc.readers.joiner import join
from policydoc.readers.ocr import page_rows_from_image, why_not
from policydoc.readers.page import Page, may_hold_table, merge_levels
from policydoc.readers.pdf_rows import GAP, PageText, text_of
from policydoc.readers.pdf_rules import rules_of
from policydoc.source import Source

MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000
MAX_OBJECTS = 5_000_000
"""Of all pages together. A page of text has some hundred, a drawn map some ten thousand."""
MAX_PIECES = 20_000
"""Pieces of text on one page, whose number squared is what pdfium takes. A page set glyph by glyph has some thousand."""
SCANNED = "scanned pages, pictures without text"
GARBLED = "text whose characters are garbled"

_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]")
_HAN = re.compile("[\u3400-\u9fff]+")
_SIGNS = re.compile(r"[!-'*+<=>?@\[-`{-~]")
_LEADERS = re.compile(r"[.．…·]{4,}")
_LED = ("....", "．．．．", "……", "····")
_ASCII = bytes(range(128))
_FIRST_LEVEL = bytes(range(0xB0, 0xD8))
"""Leading bytes of the common characters of GB 2312."""


def read_pdf(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of a pdf: one line a paragraph, one a row of a table; page numbers and running heads go to `removed`.

    `encoding` has no meaning here. Pages that are pictures, or whose text layer is garbled, are recognised where the extra `ocr` is
    installed; hints of what was recognised say so with its confidence. Without it they are refused, or recorded in `removed` as
    `scanned page` where others have text.
    """
    document = _open(data)
    try:
        pages, lost = _pages(document)
    finally:
        document.close()
    lines = join(pages)
    source = assemble([*lines, *lost], "pdf")
    if not source.text.strip():
        raise ReadError("a pdf without any text or picture: check that it is complete")
    return source


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("a pdf that is locked by a password: save it without one") from error
        raise ReadError("a pdf that is damaged or cut off: fetch it again") from error
    if len(document) > MAX_PAGES:
        document.close()
        raise ReadError(f"a pdf of {len(document)} pages, more than {MAX_PAGES}: split it")
    return document


def _pages(document: Any) -> tuple[list[Page], list[Line]]:
    """The pages with their rows, and a record of each page that could not be read."""
    import pypdfium2.raw as raw

    pages: list[Page] = []
    lost: list[Line] = []
    reasons: list[str] = []
    total = objects = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        here = raw.FPDFPage_CountObjects(page.raw)
        objects += here
        if here > MAX_PIECES and sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)) > MAX_PIECES:
            raise ReadError(f"a pdf with more than {MAX_PIECES} pieces of text on page {number}: print it to pdf anew")
        text_page = raw.FPDFText_LoadPage(page.raw)
        if not text_page:
            raise ReadError(f"a pdf whose page {number} is damaged: fetch it again")
        try:
            text = text_of(text_page)
            total += len(text)
            if total > MAX_CHARACTERS or objects > MAX_OBJECTS:
                raise ReadError(f"a pdf of more than {MAX_CHARACTERS} characters or {MAX_OBJECTS} objects: split it")
            found, reason = _page(number, page, text_page, text)
        finally:
            raw.FPDFText_ClosePage(text_page)
            page.close()
        pages.append(found)
        if reason:
            reasons.append(reason)
            lost.append(Line(f"page {number}: {reason}", removed="scanned page"))
    if lost and len(lost) * 2 >= len(pages):
        raise ReadError(f"a pdf of {max(set(reasons), key=reasons.count)}: {why_not()}")
    return pages, lost


def _page(number: int, page: Any, text_page: Any, text: str) -> tuple[Page, str | None]:
    """A page by its text layer or by recognition, and why it could not be read if it could not."""
    width, height = page.get_size()
    reason = _unreadable(page, text)
    if reason and not why_not():
        pixels = page.render(scale=_scale(width, height)).to_numpy()
        return Page(number, width, height, page_rows_from_image(pixels, height)), None
    top = page.get_bbox()[3]
    page_text = PageText(text_page, text, top)
    rows = page_text.rows() if reason != GARBLED else []
    rules = None
    if may_hold_table(rows, height):
        rules = rules_of(page, top)
        rows = merge_levels(page_text.cut_at(rules, rows) if rules.vertical else rows, GAP)
    return Page(number, width, height, rows, rules), reason


def _scale(width: float, height: float) -> float:
    """Pixels a point for recognising: 200 dpi, less on pages as large as posters."""
    return min(200 / 72, 4000 / max(width, height, 1))


def _unreadable(page: Any, text: str) -> str | None:
    """Why the text layer of a page does not serve, None where it does."""
    import pypdfium2.raw as raw

    solid = "".join(text.split())
    if len(solid) < 12:
        # Letters may be drawn as shapes: a page of text has hundreds of them.
        images = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        drawn = images or raw.FPDFPage_CountObjects(page.raw) > 60
        return SCANNED if drawn else None
    return GARBLED if garbled(solid) else None


def garbled(text: str) -> bool:
    """Whether a text layer is no text: signs of a private or broken code table, or Chinese made of rare characters only.

    >>> garbled("关于印发实施方案的通知，请认真贯彻执行。")
    False
    """
    if len(text) < 40:
        return False
    sample = _LEADERS.sub("", text[:20_000])[:4000] if any(map(text.__contains__, _LED)) else text[:4000]
    odd = not sample.isprintable() or "\ufffd" in sample
    if odd and len(_ODD.findall(sample)) * 4 > len(sample):
        return True
    leads = sample.encode("gb2312", "ignore").translate(None, _ASCII)[::2]
    common = len(leads) - len(leads.translate(None, _FIRST_LEVEL))
    if common >= 0.55 * len(sample):
        return False
    wide = "".join(_HAN.findall(sample))
    if len(wide) < 20:
        return len(_SIGNS.findall(sample)) * 4 > len(sample)
    return common < 0.55 * len(wide) and not _traditional(wide)


def _traditional(wide: str) -> bool:
    leads = wide.encode("big5", "ignore")[::2]
    return sum(1 for lead in leads if 0xA4 <= lead <= 0xC6) > 0.7 * len(wide)
