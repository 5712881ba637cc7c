"""Files made to harm, and files that were harmed: one clear line each, in bounded memory and time."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from policydoc.readers import ReadError, read_source
from policydoc.readers.archive import MAX_ENTRIES, Package
from policydoc.readers.docx import read_docx
from policydoc.source import Source

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refusal(data: bytes | Path) -> str:
    """The one line with which something is refused."""
    with pytest.raises(ReadError) as caught:
        read_source(data)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 250
    return message


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(xml: str, **more: bytes) -> bytes:
    return zipped({"word/document.xml": xml.encode(), **more})


def small() -> bytes:
    document = Document()
    document.add_heading("供暖方案", 1)
    document.add_paragraph("一、总体要求", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "责任单位"
    document.add_paragraph("各地要落实。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SMALL = small()


# -- zip bombs ---------------------------------------------------------------------------------------------------------------


def test_a_part_that_grows_a_thousandfold_is_refused_before_it_does() -> None:
    bomb = docx(f"<w:document {W}><w:body>{'<w:p/>' * 3_000_000}</w:body></w:document>")
    assert len(bomb) < 100_000
    assert "zip bomb" in refusal(bomb)


def test_a_directory_of_many_parts_is_refused() -> None:
    assert "zip bomb" in refusal(zipped({f"word/{n}.xml": b"" for n in range(MAX_ENTRIES + 1)}))


def test_a_directory_that_promises_gigabytes_is_refused() -> None:
    data = bytearray(SMALL)
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 0xFFFFFF00)
    assert "zip bomb" in refusal(bytes(data))


def test_a_part_larger_than_its_directory_says_is_not_inflated_further() -> None:
    data = bytearray(zipped({"word/document.xml": b"a" * 100_000}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    with pytest.raises(ReadError, match="not what its directory says"):
        Package(bytes(data), "a docx document").read("word/document.xml")


def test_an_encrypted_package_is_refused_by_name() -> None:
    data = bytearray(SMALL)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "password" in refusal(bytes(data))


# -- xml ---------------------------------------------------------------------------------------------------------------------


def test_deep_xml_is_refused() -> None:
    assert "too deep" in refusal(docx(f"<w:document {W}>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:document>"))


def test_nested_tables_cost_no_recursion() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>底</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 80
    assert read_source(docx(f"<w:document {W}><w:body>{deep}</w:body></w:document>")).text == "底"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE d [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY c "x">]>',
    ],
)
def test_entities_are_refused_and_nothing_is_fetched(declared: str) -> None:
    xml = f"{declared}<w:document {W}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    assert "entities" in refusal(docx(xml))
    assert "entities" in refusal(zipped({"word/document.xml": xml.encode("utf-16")}))


def test_no_encoding_hides_a_document_type() -> None:
    declared = f'<!DOCTYPE d [<!ENTITY c "x">]><w:document {W}/>'
    for data in (declared.encode("utf-16-be"), b'<?xml version="1.0" encoding="UTF-7"?>' + declared.replace("<", "+ADw-").encode()):
        assert "entities" in refusal(zipped({"word/document.xml": data}))


def test_a_label_cannot_multiply_a_long_text() -> None:
    lists = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{"长" * 100_000}"/></w:lvl>'
    lists += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    paragraph = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    xml = f"<w:document {W}><w:body>{paragraph * 1000}</w:body></w:document>"
    source = read_source(docx(xml, **{"word/numbering.xml": lists.encode()}))
    assert len(source.text) < 200_000


# -- damage ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [4, 30, 200, 2000, len(SMALL) // 2, len(SMALL) - 1])
def test_a_file_cut_off_is_refused(length: int) -> None:
    refusal(SMALL[:length])


def test_empty_and_unreadable_files(tmp_path: Path) -> None:
    empty = tmp_path / "empty.docx"
    empty.touch()
    assert "empty" in refusal(empty)
    locked = tmp_path / "locked.docx"
    locked.write_bytes(SMALL)
    locked.chmod(0)
    if not os.access(locked, os.R_OK):
        assert "permission" in refusal(locked)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refusal(tmp_path / "pipe")


def test_a_device_that_never_ends_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    assert "not a regular file" in refusal(Path("/dev/zero"))


def holds(source: Source) -> None:
    """What every Source holds, however damaged its file."""
    source.text.encode()
    end = 0
    for hint in source.hints:
        assert end <= hint.span[0] < hint.span[1] <= len(source.text)
        end = hint.span[1]
    for grid in source.grids:
        end = grid.span[0]
        for row in grid.rows:
            for span in row:
                assert end <= span[0] <= span[1] <= grid.span[1]
                assert not source.text[end : span[0]].strip()
                end = span[1]
    assert all(0 <= start < end <= len(source.text) for _, (start, end) in source.roles)
    assert all(0 <= at <= len(source.text) for at, _, _ in source.removed)


changes = st.lists(
    st.tuples(st.integers(0, 2**20), st.sampled_from(["set", "cut", "copy"]), st.integers(0, 255)), min_size=1, max_size=6
)


def changed(data: bytes, edits: list[tuple[int, str, int]]) -> bytes:
    """Bytes after some were set, cut out or copied in."""
    for at, kind, value in edits:
        at %= max(1, len(data))
        if kind == "set":
            data = data[:at] + bytes([value]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[at + value :]
        else:
            data = data[:at] + data[at // 2 : at // 2 + value] + data[at:]
    return data


@given(changes)
def test_a_damaged_package_is_read_or_refused(edits: list[tuple[int, str, int]]) -> None:
    try:
        source = read_source(changed(SMALL, edits))
    except ReadError:
        return
    holds(source)


PARTS = {name: zipfile.ZipFile(io.BytesIO(SMALL)).read(name) for name in zipfile.ZipFile(io.BytesIO(SMALL)).namelist()}


@given(st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"]), changes)
def test_a_damaged_part_is_read_or_refused(name: str, edits: list[tuple[int, str, int]]) -> None:
    try:
        # Not through read_source, which would turn an error of our own into a refusal.
        source = read_docx(zipped({**PARTS, name: changed(PARTS[name], edits)}))
    except ReadError:
        return
    holds(source)


TAGS = (
    "p pPr r rPr t tab br del ins moveFrom tbl tr trPr tc tcPr vMerge sdt sdtPr sdtContent txbxContent numPr numId ilvl pStyle rStyle "
    "vanish b sz jc ind footnoteReference fldChar instrText sym rPrChange rt cellDel docPartObj docPartGallery showingPlcHdr sectPr"
).split()
trees = st.recursive(
    st.sampled_from(
        [f"<w:{tag}/>" for tag in TAGS] + ["<w:t>文</w:t>", '<w:numId w:val="1"/>', '<w:fldChar w:fldCharType="begin"/>']
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=5)
    ),
    max_leaves=40,
)


@settings(max_examples=300)
@given(st.lists(trees, max_size=6))
def test_elements_in_places_where_none_belong(parts: list[str]) -> None:
    lists = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    )
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    holds(
        read_docx(docx(f"<w:document {W}><w:body>{''.join(parts)}</w:body></w:document>", **{"word/numbering.xml": lists.encode()}))
    )
