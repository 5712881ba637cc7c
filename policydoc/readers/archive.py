"""Opening zip packages (docx, ofd) of strangers: sizes and ratios are checked before anything is inflated."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from policydoc.readers.errors import ReadError, show_size

_ENTRY = b"PK\x01\x02"

MAX_ENTRIES = 20_000
MAX_PART = 64_000_000
"""Bytes of one inflated part that is read."""
MAX_TOTAL = 600_000_000
"""Bytes of all inflated parts together."""
MAX_RATIO = 400
"""Times that a part may grow when inflated; xml of repeated table cells comes near 100, a bomb to 1,000."""
SMALL = 4_000_000
"""Bytes below which the ratio does not matter."""


def directory_of(data: bytes) -> bytes | None:
    """The bytes of a zip's directory, in which its names stand; None where it has none."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_600))
    if end < 0 or end + 22 > len(data):
        return None
    size, offset = struct.unpack_from("<LL", data, end + 12)
    large = data[max(0, end - 20) : end].startswith(b"PK\x06\x07")  # zip64 keeps size and offset elsewhere
    start = 0 if large else min(offset, max(0, end - size))
    return data[start:end] if data.find(_ENTRY, start, end) >= 0 else None


class Package:
    """A zip opened for reading its parts by name, none of them larger than its directory promised."""

    def __init__(self, data: bytes, what: str) -> None:
        """`what` names the document in errors: `a docx document`. Raises ReadError where sizes are not to be trusted."""
        self.what = what
        self._data = data
        count = (directory_of(data) or b"").count(_ENTRY)
        if count > MAX_ENTRIES:
            # Counted in the bytes: listing them would take the memory that this is to save.
            raise ReadError(f"{what} holds {count} parts, more than {MAX_ENTRIES}: refused as a zip bomb")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                infos = package.infolist()
        except Exception as error:
            raise ReadError(f"{what} is damaged (its zip directory cannot be read): fetch it again") from error
        self._infos = {info.filename.lstrip("/"): info for info in infos}
        self._check(infos)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        self.total = total = sum(info.file_size for info in infos)
        """Bytes of all parts, inflated."""
        if total > MAX_TOTAL:
            raise ReadError(f"{self.what} would inflate to {show_size(total)}, over {show_size(MAX_TOTAL)}: refused as a zip bomb")
        for info in infos:
            if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
                raise ReadError(f"{self.what} holds a part that grows {MAX_RATIO}-fold and more: refused as a zip bomb")
            if info.flag_bits & 1:
                raise ReadError(f"{self.what} is encrypted: remove the password and try again")

    @property
    def names(self) -> list[str]:
        """The names of the parts, without a leading `/`, in the order of the directory."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part. Raises ReadError where it is missing, damaged or larger than `limit`."""
        info = self._infos.get(name)
        if info is None:
            raise ReadError(f"{self.what} lacks its part {name}: save it anew and try again")
        if info.file_size > limit:
            size, most = show_size(info.file_size), show_size(limit)
            raise ReadError(f"{self.what}: part {name} has {size}, more than {most}: split the document")
        try:
            data = self._inflate(info)
        except (zlib.error, struct.error, IndexError) as error:
            raise ReadError(f"{self.what} is damaged (part {name} cannot be inflated): fetch it again") from error
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise ReadError(f"{self.what} is damaged (part {name} is not what its directory says): fetch it again")
        return data

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of a part, one more than promised at most. `ZipFile.open` does the same several times slower."""
        at = info.header_offset
        name, extra = struct.unpack_from("<HH", self._data, at + 26)
        start = at + 30 + name + extra
        packed = self._data[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            return packed
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise ReadError(f"{self.what} is packed in an unusual way: save it anew")
        return zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
