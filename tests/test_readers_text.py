"""Text files: which encoding, what happens to what cannot be decoded, and which bytes are no text."""

from __future__ import annotations

import base64
import hashlib
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydoc.readers import ReadError, read_source
from policydoc.readers import text as text_reader
from policydoc.readers.sniff import sniff
from policydoc.readers.text import MAX_TEXT
from policydoc.source import Source

SIMPLIFIED = "关于做好冬季供暖工作的通知\r\n\r\n　　各县（区）人民政府：\r\n　　一、总体要求。坚持以人为本，落实各项措施。\r\n"
TRADITIONAL = "關於辦理冬季供暖工作的通知\r\n　　各縣政府：請遵照辦理，並將執行情形報告。\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_of_an_office_gives_the_same_text(encoding: str) -> None:
    source = read_source(SIMPLIFIED.encode(encoding))
    assert source.text == SIMPLIFIED
    assert source.media_type == "text/plain"


def test_big5_is_told_from_gb18030() -> None:
    assert read_source(TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_nothing_but_the_byte_order_mark_is_taken_out() -> None:
    text = "  一、甲\r\n\t二、乙\r三、丙\n\n\ufeff末"
    assert read_source(b"\xef\xbb\xbf" + text.encode()).text == text


def test_a_guess_is_recorded_and_a_sure_encoding_is_not() -> None:
    assert read_source(SIMPLIFIED.encode("gbk")).removed == ((0, "encoding", "gb18030, guessed"),)
    assert read_source(SIMPLIFIED.encode()).removed == ()
    assert read_source(SIMPLIFIED.encode("utf-16")).removed == ()


def test_the_named_encoding_wins_over_every_guess() -> None:
    data = "通知".encode("gbk")
    assert read_source(data, encoding="big5").text != "通知"
    assert read_source(data, encoding="gb2312").text == "通知"
    assert read_source(data, encoding="gb2312").removed == ()


def test_gb2312_labels_cover_characters_of_gb18030() -> None:
    assert read_source("朱镕基、喆、㐂".encode("gb18030"), encoding="GB2312").text == "朱镕基、喆、㐂"


def test_an_unknown_encoding_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match="unknown encoding 'utf-9'"):
        read_source(b"abc", encoding="utf-9")


@pytest.mark.parametrize("encoding", ["zip", "rot13", "base64"])
def test_a_codec_that_is_no_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ReadError, match="unknown encoding"):
        read_source(b"abc", encoding=encoding)


def test_a_character_cut_off_at_the_end_does_not_turn_utf8_into_gbk() -> None:
    source = read_source(SIMPLIFIED.rstrip().encode()[:-1])
    assert source.text == SIMPLIFIED.rstrip()[:-1] + "\ufffd"
    assert source.removed == ((0, "encoding", "utf-8, 1 character replaced"),)


def test_a_stray_byte_does_not_turn_utf8_into_gbk() -> None:
    data = (SIMPLIFIED * 20).encode()
    source = read_source(data[:600] + b"\xff" + data[600:])
    assert source.text.replace("\ufffd", "").startswith(SIMPLIFIED)
    assert "replaced" in source.removed[0][2]


def test_bytes_lost_in_gbk_are_counted() -> None:
    data = (SIMPLIFIED * 3).encode("gbk") + b"\xff\n" + SIMPLIFIED.encode("gbk")
    assert read_source(data).removed == ((0, "encoding", "gb18030, 1 character replaced"),)


def test_the_source_says_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(SIMPLIFIED.encode())
    source = read_source(path)
    assert source.uri == path.as_posix()
    assert source.sha256 == hashlib.sha256(SIMPLIFIED.encode()).hexdigest()
    assert source.reader == "text"
    assert read_source(SIMPLIFIED.encode()).uri is None


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(SIMPLIFIED.encode())
    assert read_source(path).text == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<!DOCTYPE html><p>x", None, "html"),
        ("\ufeff<!-- 首页 -->\n<HTML>".encode(), "x.txt", "html"),
        ("<p>一、甲</p>".encode(), None, "html"),
        ("<p>一、甲</p>".encode(), "notice.md", "text"),
        ("一、甲<br/>二、乙".encode(), "notice.html", "html"),
        ("一、甲<br/>二、乙".encode(), "notice.txt", "text"),
        ("一、增长<5%".encode(), "notice.html", "text"),
        (b'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="x">', None, "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', None, "word2003"),
        (b"<?xml version='1.0'?><akomaNtoso/>", None, "xml"),
        ("<html>".encode("utf-16"), None, "html"),
        (b"%PDF-1.7", None, "pdf"),
        (b"\n%PDF-1.4", "x.txt", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.docx", "office"),
        (b"\x89PNG\r\n\x1a\n", None, "png"),
        (b"\x89PNG", None, "png"),
        (b"\xff\xd8\xff\xe0", "scan.pdf", "jpeg"),
        ("BM是一个缩写".encode(), None, "text"),
        (b"{\\rtf1}", "x.doc", "rtf"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", None, "mht"),
    ],
)
def test_formats_are_told_by_content(data: bytes, name: str | None, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b'<?xml version="1.0"?><w:wordDocument>', "Word 2003 xml document cannot be read: save it as docx"),
        (b"Rar!\x1a\x07\x00xxxx", "archive"),
        (bytes(range(256)) * 20, "binary data"),
        (b"PK\x03\x04 cut off", "cut off or damaged"),
        (b"\x89PNG", "a picture that is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        read_source(data)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="a folder"):
        read_source(tmp_path)
    with pytest.raises(ReadError, match="no such file"):
        read_source(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="cannot be opened"):
        read_source("a\0b")


def test_a_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write("一、总体要求\n".encode())
        file.truncate(300_000_000)
    with pytest.raises(ReadError, match="more than the limit"):
        read_source(path)
    with pytest.raises(ReadError, match="more than the limit"):
        read_source(b"a" * (MAX_TEXT + 1))


def test_a_media_type_wins_over_the_content() -> None:
    assert read_source(b"<html>", media_type="text/plain").text == "<html>"
    with pytest.raises(ReadError, match="application/x-unheard-of cannot be read"):
        read_source(b"abc", media_type="application/x-unheard-of")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-32"]))
def test_a_named_encoding_gives_every_text_back(text: str, encoding: str) -> None:
    if text and not text.startswith("\ufeff"):
        assert read_source(text.encode(encoding), encoding=encoding, media_type="text/plain").text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        read_source(data).text.encode()


def test_a_saved_page_is_read_as_the_page_in_it() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
    page = "<html><body><p>一、总体要求</p><p>二、重点任务</p></body></html>".encode("gbk")
    body = b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(page)
    source = read_source(head.encode() + body + b"\r\n--X--\r\n")
    assert source.text.split() == ["一、总体要求", "二、重点任务"]
    with pytest.raises(ReadError, match="without a page"):
        read_source(head.encode() + b"\r\n--X--\r\n")


def test_a_missing_library_is_named_by_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(ReadError, match=r'pip install "policydoc\[office\]"'):
        read_source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def test_readers_of_third_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        value = "acme:read"

        def load(self) -> object:
            return lambda data, *, encoding: Source(text="读自别处", reader="acme")

    monkeypatch.setattr(metadata, "entry_points", lambda group, name: [Point()] if name == "application/epub+zip" else [])
    assert read_source(b"PK\x05\x06 application/epub" + b"\0" * 22, media_type="application/epub+zip").text == "读自别处"
    assert read_source(b"abc", media_type="application/epub+zip").reader == "acme"
    assert read_source(b"abc").reader == "text"


def test_an_error_of_a_library_becomes_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, *, encoding: str | None) -> Source:
        raise KeyError("first line\nsecond line")

    monkeypatch.setattr(text_reader, "read_text", fails)
    with pytest.raises(ReadError, match="a text file is damaged") as caught:
        read_source(b"abc")
    assert "\n" not in str(caught.value)
