"""Pictures of documents. Recognition itself is tested where the extra `ocr` is installed."""

from __future__ import annotations

import io

import pytest

from policydoc.readers import ReadError, read_source

HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*")


@pytest.mark.parametrize("head", HEADS)
def test_a_picture_without_the_extra_says_what_to_install(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydoc.readers.ocr.find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"picture.*policydoc\[ocr\]"):
        read_source(head + b"\0" * 100)


@pytest.mark.parametrize("head", HEADS)
def test_a_damaged_picture_gets_one_clear_line(head: bytes) -> None:
    pytest.importorskip("rapidocr")
    with pytest.raises(ReadError) as error:
        read_source(head + b"\0" * 100)
    assert "\n" not in str(error.value)


def picture(*lines: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1200, 1700), "white")
    for index, line in enumerate(lines):
        ImageDraw.Draw(page).text((150, 200 + 120 * index), line, fill="black", font=ImageFont.load_default(44))
    out = io.BytesIO()
    page.save(out, "png")
    return out.getvalue()


def test_what_is_recognised_says_with_which_confidence() -> None:
    pytest.importorskip("rapidocr")
    source = read_source(picture("Market 2025", "Notice 7"))
    assert "".join(source.text.split()) == "Market2025Notice7"
    assert all("recognised with confidence 0.9" in (hint.anchor or "") or "1.00" in (hint.anchor or "") for hint in source.hints)


def test_an_empty_picture_says_so() -> None:
    pytest.importorskip("rapidocr")
    with pytest.raises(ReadError, match="no text"):
        read_source(picture())
