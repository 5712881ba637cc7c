"""What a docx holds of other kinds: documents inside of it, and fields that draw what they show."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_making import NAMES, p, read

from policydoc.readers import read_source
from policydoc.source import Source

PAGE = '<html><body><p style="text-align:center"><b>关于供水的通知</b></p><p>各县：</p><p>请落实。</p></body></html>'


def embedding(name: str, data: bytes) -> bytes:
    """A docx whose body is one embedded document between two paragraphs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        body = f'{p("前")}<w:altChunk r:id="c"/>{p("后")}'
        file.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        relation = f'<Relationship Id="c" Type="http://x/aFChunk" Target="{name}"/>'
        file.writestr("word/_rels/document.xml.rels", f"<Relationships>{relation}</Relationships>")
        file.writestr(f"word/{name}", data)
    return out.getvalue()


def left_out(source: Source) -> list[str]:
    return [words for _, what, words in source.removed if what == "embedded document"]


def test_a_page_inside_a_docx_stands_at_its_place_with_its_layout() -> None:
    source = read_source(embedding("chunk.html", PAGE.encode()))
    assert source.text == "前\n关于供水的通知\n各县：\n请落实。\n后"
    title = next(hint for hint in source.hints if source.text[slice(*hint.span)] == "关于供水的通知")
    assert (title.bold, title.centred, title.anchor) == (True, True, "embedded document, line 1")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_inside_a_docx(encoding: str) -> None:
    source = read_source(embedding("chunk.txt", "关于供水工作有关事项的通知\n各县人民政府：".encode(encoding)))
    assert source.text.split("\n") == ["前", "关于供水工作有关事项的通知", "各县人民政府：", "后"]


def test_a_docx_inside_a_docx_is_followed_once() -> None:
    inner = embedding("again.txt", "第三层".encode())
    source = read_source(embedding("inner.docx", inner))
    assert source.text.split("\n") == ["前", "前", "后", "后"]
    assert left_out(read_source(inner)) == []


@pytest.mark.parametrize(("name", "data"), [("chunk.bin", bytes(range(256)) * 8), ("chunk.pdf", b"%PDF-1.4"), ("chunk.html", b"")])
def test_what_cannot_be_read_inside_is_recorded(name: str, data: bytes) -> None:
    source = read_source(embedding(name, data))
    assert source.text == "前\n后"
    assert left_out(source) == [f"word/{name}"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [(r'SYMBOL 254 \f "Wingdings" \s 12', "☑"), (r"SYMBOL 0xB3 \f Symbol", "≥"), ("SYMBOL 65", "A"), (r'SYMBOL \f "Wingdings"', "")],
)
def test_a_field_that_draws_a_sign_shows_it(code: str, shown: str) -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    coded = f'{field("begin")}<w:r><w:instrText>{code}</w:instrText></w:r>{field("end")}'
    assert read(p(f"<w:r><w:t>选</w:t></w:r>{coded}<w:r><w:t>项</w:t></w:r>")).text == f"选{shown}项"
