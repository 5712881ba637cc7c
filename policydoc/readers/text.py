"""Text files in the encodings that Chinese offices and sites use."""

from __future__ import annotations

import codecs
import re

from policydoc.readers.errors import ReadError, show_size
from policydoc.source import Source

MAX_TEXT = 50_000_000
"""Bytes of the largest text that is read. A year of a provincial gazette stays below a tenth of it."""
SAMPLE = 60_000
"""Bytes that a guess looks at."""

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "hz", "big5": "big5hkscs", "cp950": "big5hkscs"}
"""Supersets to decode with: files labelled with the smaller set hold characters of the larger one."""

_COMMON = re.compile("[\t\n\r -~\xa0-\xf7\u2000-\u206f\u2100-\u24ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")


def read_text(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of a text file: its decoded content without the byte-order mark, nothing else changed.

    An encoding that was guessed or that lost characters is recorded in `removed` as `(0, "encoding", "gb18030, guessed")`.
    """
    if len(data) > MAX_TEXT:
        raise ReadError(f"a text of {show_size(len(data))}, more than the limit of {show_size(MAX_TEXT)}: split it")
    text, note = decode(data, encoding)
    return Source(text=text, reader="text", removed=((0, "encoding", note),) if note else ())


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str | None]:
    """The text of some bytes, and a note where the encoding was guessed or characters were lost.

    A given `encoding` wins over everything, a byte-order mark over every guess. Then strict UTF-8 (a last character that is cut off
    and stray bytes in a text that plainly is UTF-8 forgiven), UTF-16 without mark, charset-normalizer's answer, GB 18030.

    >>> decode("通知".encode("gbk"), "gb2312")
    ('通知', None)
    """
    if encoding is not None:
        return _given(data, encoding)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], name)
    if b"\0" in data[:SAMPLE]:
        wide = _utf16(data)
        if wide:
            return wide
    return _utf8(data) or _utf16(data) or _guessed(data)


def _given(data: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        name = codecs.lookup(encoding).name
        text, note = _lossy(data, _WIDER.get(name, name))
    except (LookupError, UnicodeError, ValueError, TypeError) as error:
        raise ReadError(f"unknown encoding {encoding!r}: name one such as utf-8, gb18030, big5 or utf-16") from error
    # Escape-like encodings can make lone surrogates, which no JSON can hold.
    return text.removeprefix("\ufeff").encode("utf-8", "replace").decode() if not text.isascii() else text, note


def _lossy(data: bytes, name: str) -> tuple[str, str | None]:
    """Decoded with what does not fit replaced, and a note if anything was."""
    try:
        return data.decode(name), None
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return text, f"{name}, {_count(text)} replaced"


def _count(text: str) -> str:
    lost = text.count("\ufffd")
    return f"{lost} character{'s' if lost != 1 else ''}"


def _utf8(data: bytes) -> tuple[str, str | None] | None:
    """Text that is UTF-8, or that is but for one character in a hundred; None for others."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wide = sum(1 for c in text[:SAMPLE] if c > "\x7f")
    lost = text.count("\ufffd", 0, SAMPLE)
    cut_off = lost == 1 and text.endswith("\ufffd")
    return (text, f"utf-8, {_count(text)} replaced") if wide > lost * 100 or (cut_off and wide > 1) else None


def utf16_name(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: nearly all of a sample is Chinese, Chinese punctuation or ASCII."""
    for name in ("utf-16-le", "utf-16-be"):
        sample = data[: SAMPLE & ~1].decode(name, "ignore")
        if (len(sample) > 7 or "\n" in sample) and len(_COMMON.sub("", sample)) * 20 <= len(sample):
            return name
    return None


def _utf16(data: bytes) -> tuple[str, str | None] | None:
    name = utf16_name(data)
    if name is None:
        return None
    text, note = _lossy(data, name)
    return text, note or f"{name}, guessed"


def _guessed(data: bytes) -> tuple[str, str | None]:
    name = _chinese(data[:SAMPLE]) or _foreign(data[:SAMPLE]) or "gb18030"
    text, note = _lossy(data, name)
    if text.count("\ufffd") * 10 > len(text):
        raise ReadError("not a text in any known encoding: check that this is a document, or name its encoding")
    return text, note or f"{name}, guessed"


def _chinese(sample: bytes) -> str | None:
    """GB 18030 or Big5, by how many characters then belong to the first, common half of the standard's table."""
    best = (0.6, "")
    for name, small, punctuation, last in (("big5hkscs", "big5", (0xA1, 0xA3), 0xC6), ("gb18030", "gb2312", (0xA1, 0xA3), 0xD7)):
        wide = [c for c in sample.decode(name, "replace") if c > "\x7f"]
        leads = "".join(wide).encode(small, "ignore")[::2]
        first = 0xB0 if small == "gb2312" else 0xA4
        common = sum(1 for lead in leads if first <= lead <= last or lead in punctuation)
        best = max(best, (common / max(1, len(wide)), name))
    return best[1] or None


def _foreign(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return _WIDER.get(found.encoding, found.encoding) if found else None
