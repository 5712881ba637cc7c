"""From a file to a `Source`: told by its content, read by one function of its format.

A reader is a plain function `read_x(data: bytes, *, encoding: str | None) -> Source` that raises only `ReadError`; it leaves `uri`,
`sha256` and `media_type` to `read_source`. Each is imported when it is needed, and so are the libraries it stands on.

Packages of third parties add readers through the entry-point group `policydoc.readers`. The name of an entry point is the media
type that it reads (`application/epub+zip`), its value such a function. It is asked for contents that policydoc itself does not read, and
wherever a caller names the media type.
"""

from __future__ import annotations

import hashlib
import os
import stat
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import attrs

from policydoc.readers.errors import ReadError, show_size
from policydoc.readers.sniff import FORMATS, Format, sniff
from policydoc.source import Source

__all__ = ["MAX_FILE", "ReadError", "Reader", "read_source"]

MAX_FILE = 200_000_000
"""Bytes of the largest file that is opened at all. Scanned notices stay far below."""


class Reader(Protocol):
    """What reads one format."""

    def __call__(self, data: bytes, *, encoding: str | None) -> Source: ...


def read_source(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    encoding: str | None = None,
    media_type: str | None = None,
    libreoffice: bool = False,
) -> Source:
    """Read a file, or the bytes of one, into a `Source`.

    The content decides how it is read, not the name. `encoding` wins over every guess about a text or an html page;
    `media_type` wins over the content. With `libreoffice`, doc, wps, rtf, odt and Word 2003 xml are read as the docx that an
    installed LibreOffice makes of them. `uri` of the result is the path as given, with `/` as separator; None for bytes.

    Raises ReadError, and nothing else, whatever the file is.
    """
    if isinstance(path_or_bytes, (bytes, bytearray, memoryview)):
        data, path = bytes(path_or_bytes), None
        _check_size(len(data))
    else:
        path = Path(path_or_bytes)
        data = _load(path)
    if not data:
        raise ReadError("the file is empty: nothing to read")
    kind = _format_of(data, path, encoding, media_type)
    try:
        if libreoffice and kind.libreoffice:
            from policydoc.readers.libreoffice import read_by_libreoffice

            source = read_by_libreoffice(data, kind.libreoffice)
        else:
            source = _reader_of(kind, given=media_type is not None)(data, encoding=encoding)
    except ReadError:
        raise
    except (MemoryError, RecursionError) as error:
        raise ReadError(f"{kind.title} is too large or too deeply nested to read: split it") from error
    except Exception as error:
        # A library stumbled over a damaged file. The cause stays attached for who wants it.
        raise ReadError(f"{kind.title} is damaged ({_brief(error)}): save it anew and try again") from error
    uri = path.as_posix().encode("utf-8", "backslashreplace").decode() if path else None
    return attrs.evolve(source, uri=uri, media_type=kind.media_type, sha256=hashlib.sha256(data).hexdigest())


def _load(path: Path) -> bytes:
    """The bytes of a regular file, at most `MAX_FILE` of them; a pipe or a device would block or never end."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise ReadError("a folder, not a file: name the files in it, or convert the folder")
        if not stat.S_ISREG(info.st_mode):
            raise ReadError("not a regular file: copy its content into one")
        _check_size(info.st_size)
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise ReadError("no such file: check the path") from error
    except PermissionError as error:
        raise ReadError("no permission to read the file: check its owner and mode") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"the file cannot be opened ({_brief(error)}): check the path") from error
    _check_size(len(data))
    return data


def _check_size(size: int) -> None:
    if size > MAX_FILE:
        raise ReadError(f"the file has {show_size(size)}, more than the limit of {show_size(MAX_FILE)}: split it")


def _brief(error: Exception) -> str:
    """The error's own words on one short line."""
    words = " ".join(str(getattr(error, "strerror", None) or error).split())
    return (words[:117] + "…" if len(words) > 118 else words) or type(error).__name__


def _format_of(data: bytes, path: Path | None, encoding: str | None, media_type: str | None) -> Format:
    if media_type is None:
        kind = sniff(data, path.name if path else None)
        return FORMATS["text" if kind == "binary" and encoding else kind]
    wanted = media_type.split(";")[0].strip().lower()
    known = (f for f in FORMATS.values() if f.media_type == wanted and f.module)
    return next(known, Format(f"a file of type {wanted}", wanted))


def _reader_of(kind: Format, *, given: bool) -> Reader:
    """The function for a format: a third party's where policydoc has none or the caller named the type."""
    foreign: Reader | None = _foreign(kind.media_type) if given or not kind.module else None
    if foreign:
        return foreign
    if not kind.module:
        raise ReadError(f"{kind.title} cannot be read: {kind.advice}")
    try:
        reader: Reader = getattr(import_module(f"policydoc.readers.{kind.module}"), kind.function)
    except ImportError as error:
        raise missing(kind) from error
    return _with_extra(reader, kind)


def _with_extra(reader: Reader, kind: Format) -> Reader:
    """The reader, a library that it misses reported by the extra that brings it."""

    def read(data: bytes, *, encoding: str | None) -> Source:
        try:
            return reader(data, encoding=encoding)
        except ImportError as error:
            raise missing(kind) from error

    return read


def missing(kind: Format) -> ReadError:
    """What to say where a format's libraries are not installed."""
    wanted = f"policydoc[{kind.extra}]" if kind.extra else "policydoc"
    return ReadError(f'{kind.title} needs a library that is not installed: pip install "{wanted}"')


def _foreign(media_type: str) -> Any:
    from importlib.metadata import entry_points

    found = sorted(entry_points(group="policydoc.readers", name=media_type), key=lambda point: point.value)
    return found[0].load() if found else None
