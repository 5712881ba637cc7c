"""One notice of the golden corpus, written in every format, is one tree."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from making import as_ofd, laid_out, pdf

from policydoc import Document, Source
from policydoc.parser import parse
from policydoc.readers import read_source
from policydoc.writers.outline import outline

NOTICE = ROOT / "corpus" / "notices" / "joint-village-reading.txt"
TEXT = NOTICE.read_text("utf-8")
LINES = TEXT.split("\n")


def as_html(lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line.strip())
    return f'<html><body><div class="menu"><a href="/">首页</a></div><div id="UCAP-CONTENT">{body}</div></body></html>'.encode()


def as_docx(lines: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_out(lines: list[str]) -> list[str]:
    """The lines as they are set on paper: indented, centred in the head, to the right in the signature."""
    out = []
    head = True
    for line in lines:
        text = line.strip()
        if not text:
            continue
        head = head and not text.endswith("：")
        short = len(text) < 27 and not line.startswith("　　")
        sign = "^" if head or (short and not text.startswith("附件")) else "" if line.startswith("　") else "|"
        out.append(sign + text)
    return out


FORMATS: dict[str, Callable[[], bytes]] = {
    "txt": TEXT.encode,
    "txt in gbk": lambda: TEXT.encode("gb18030"),
    "html": lambda: as_html(LINES),
    "docx": lambda: as_docx(LINES),
    "doc": (Path(__file__).parent / "data" / "village-reading.doc").read_bytes,
    "rtf": (Path(__file__).parent / "data" / "village-reading.rtf").read_bytes,
    "pdf": lambda: pdf(laid_out(set_out(LINES))),
    "ofd": lambda: as_ofd(laid_out(set_out(LINES))),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_tree_of_the_text(name: str) -> None:
    document: Document = parse(read_source(FORMATS[name]()))
    assert outline(document) == outline(parse(Source(TEXT)))
