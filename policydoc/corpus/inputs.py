"""What there is to convert: files, folders, patterns, members of archives, lines of JSONL, lists of files."""

from __future__ import annotations

import glob
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from policydoc.corpus.files import LINES, NeedsArrow, reading
from policydoc.writers import ENDINGS

TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
OURS = (*ENDINGS, ".json.gz", ".part", "manifest.jsonl", "failures.tsv")
"""Endings of what policydoc writes itself: passed over in folders and archives."""
DOCUMENTS = {"[Content_Types].xml", "OFD.xml", "mimetype"}
"""Parts by which a zip is told to be a document (docx and its kin, ofd, odt and epub)."""
INSIDE = "!/"
"""Between an archive (or a JSONL file) and what it holds, in the name of an input: `notices.zip!/2022/5.txt`."""


@attrs.frozen
class Item:
    """One document to convert: a file, or bytes out of a container."""

    key: str
    """The name that it has in the manifest: the path as given, `/` between its parts."""
    data: bytes | None = attrs.field(default=None, repr=False)
    """None for a file."""
    media_type: str | None = None
    error: str | None = None
    """Why a container gave no bytes for it."""
    empty: bool = False
    """Nothing to convert stands there (a line with an empty text); no failure."""


@attrs.frozen
class Sources:
    """What a command line names. May be walked several times; nothing of it is held in memory."""

    inputs: tuple[str, ...]
    output: Path
    """Passed over where it lies inside of an input."""
    text_field: str = "text"
    """Of a line of JSONL."""

    def keys(self) -> list[str]:
        """The names of all documents, each once."""
        return list(dict.fromkeys(item.key for item in self.items(names_only=True)))

    def items(self, names_only: bool = False) -> Iterator[Item]:
        """The documents, those of a folder in the order of their names; with `names_only` bytes may be missing."""
        inputs, picked = self._picked()
        seen: set[str] = set()
        for path in gather(inputs, self.output):
            for item in self._within(path, names_only):
                if item.key in seen or (path in picked and item.key not in picked[path] and item.key != path):
                    continue
                seen.add(item.key)
                yield item

    def _picked(self) -> tuple[list[str], dict[str, set[str]]]:
        """The inputs, containers for what is named inside of them; and the names wanted of containers that are not wanted as a whole."""
        inside = [name for name in self.inputs if INSIDE in name and not os.path.lexists(name)]
        if not inside:
            return list(self.inputs), {}
        wanted: dict[str, set[str]] = {}
        for name in inside:
            container, _, member = name.partition(INSIDE)
            path = Path(os.path.normpath(container)).as_posix()
            wanted.setdefault(path, set()).add(f"{path}{INSIDE}{member}")
        others = set(inside)
        whole = [name for name in self.inputs if name not in others]
        given = {Path(os.path.normpath(name)).as_posix() for name in whole}
        return whole + list(wanted), {path: keys for path, keys in wanted.items() if path not in given}

    def _within(self, path: str, names_only: bool) -> Iterator[Item]:
        low = path.lower()
        if low.endswith(LINES):
            yield from _guarded(path, _lines(path, self.text_field))
        elif low.endswith(TARS):
            yield from _guarded(path, _tar(path, names_only))
        elif low.endswith(".zip") and _plain_zip(path):
            yield from _guarded(path, _zip(path, names_only))
        else:
            yield Item(path)


def gather(inputs: Iterable[str | os.PathLike[str]], output: Path) -> Iterator[str]:
    """The files of inputs and of the folders and patterns among them, each once, those of a folder sorted.

    In a folder, hidden files, what policydoc writes and the output are passed over; links to folders are not followed.
    """
    given = [os.fspath(path) for path in inputs]
    out = {output.resolve(), output.with_name(f"{output.name}.work").resolve()}
    seen: set[str] = set()
    for name in given:
        for path in _files(name, out):
            if len(given) > 1:
                real = os.path.realpath(path)
                if real in seen:
                    continue
                seen.add(real)
            yield os.path.normpath(path).replace(os.sep, "/")


def _files(name: str, output: set[Path]) -> Iterator[str]:
    if os.path.isdir(name):
        yield from _in_folder(name, output)
    elif glob.has_magic(name) and not os.path.lexists(name):
        found = sorted(path for path in glob.iglob(name, recursive=True) if not path.endswith(OURS))
        yield from (path for path in found if os.path.isfile(path))
        if not found:
            yield name
    else:
        yield name


def _in_folder(folder: str, output: set[Path]) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(where, f).resolve() not in output)
        here = Path(where).resolve()
        ours = {path.name for path in output if path.parent == here}
        yield from (os.path.join(where, n) for n in sorted(names) if _wanted(n) and n not in ours)


def _wanted(name: str) -> bool:
    return not name.startswith(".") and not name.endswith(OURS)


def _guarded(path: str, items: Iterator[Item]) -> Iterator[Item]:
    """The items of a container; where it is damaged, what could be read of it and one failure."""
    from policydoc.readers import ReadError

    try:
        yield from items
    except ReadError as error:
        yield Item(path, error=str(error))
    except NeedsArrow as error:
        yield Item(path, error=str(error))
    except OSError as error:
        yield Item(path, error=f"cannot be read ({error.strerror or error}): check the path, or fetch it again")
    except Exception as error:  # zlib, lzma, struct: what a damaged archive raises has no common class
        yield Item(path, error=f"is damaged ({' '.join(str(error).split())[:120]}): fetch it again")


def _plain_zip(path: str) -> bool:
    """Whether a .zip is an archive; a docx or ofd that bears this ending is a document."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not DOCUMENTS & archive.NameToInfo.keys()
    except Exception:  # damaged: its reader says how
        return False


def _zip(path: str, names_only: bool) -> Iterator[Item]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = info.filename if info.flag_bits & 0x800 else _old_name(info.filename)
            if not info.is_dir() and _member_wanted(name):
                yield _member(path, name, info.file_size, None if names_only else lambda i=info: archive.open(i))


def _old_name(name: str) -> str:
    """A name that zip knows no encoding of: read as code page 437, written as GBK by most Chinese programs, as UTF-8 by others."""
    try:
        raw = name.encode("cp437")
    except UnicodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            found = raw.decode(encoding)
            if encoding == "gb18030" or all(c < "\x80" or c >= "\u2e80" for c in found):  # GBK may look like Hebrew in UTF-8
                return found
    return name


def _tar(path: str, names_only: bool) -> Iterator[Item]:
    with tarfile.open(path) as archive:
        for info in archive:
            if info.isfile() and _member_wanted(info.name):
                yield _member(path, info.name, info.size, None if names_only else lambda i=info: archive.extractfile(i))
            archive.members = []  # type: ignore[attr-defined]  # it keeps all that it has passed


def _member_wanted(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return _wanted(parts[-1]) and not any(p == "__MACOSX" or (p.startswith(".") and p not in (".", "..")) for p in parts)


def _member(path: str, name: str, size: int, opened: Any) -> Item:
    from policydoc.readers import MAX_FILE
    from policydoc.readers.errors import show_size

    inside = "/".join(p for p in name.replace("\\", "/").split("/") if p not in ("", ".", ".."))
    key = f"{path}{INSIDE}{inside}"
    if size > MAX_FILE:
        return Item(key, error=f"the file has {show_size(size)}, more than the limit of {show_size(MAX_FILE)}: split it")
    if opened is None:
        return Item(key)
    try:
        with opened() as file:
            data = file.read(size + 1)
    except Exception as error:  # a wrong checksum, a password, an unknown packing
        return Item(key, error=f"cannot be unpacked ({' '.join(str(error).split())[:120]}): unpack the archive by hand")
    return Item(key, data)


def _lines(path: str, field: str) -> Iterator[Item]:
    """The lines of a JSONL file, named by their `id`, else by their number."""
    from policydoc.readers import MAX_FILE, ReadError

    seen: set[str] = set()
    with io.TextIOWrapper(reading(Path(path)), encoding="utf-8-sig", errors="replace") as file:
        number = 0
        while line := file.readline(MAX_FILE):
            number += 1
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not seen and isinstance(row, dict) and field not in row:
                raise ReadError(f"its first line has no field {field}: name the field that holds the notice with --text-field")
            name = row.get("id") if isinstance(row, dict) else None
            name = str(name) if isinstance(name, str | int) and str(name).strip() else f"line-{number}"
            if name in seen:
                name = f"{name}-line-{number}"
            seen.add(name)
            yield _of_line(f"{path}{INSIDE}{name}", row, field, number)


def _of_line(key: str, row: Any, field: str, number: int) -> Item:
    if not isinstance(row, dict):
        return Item(key, error=f"line {number} is no JSON object: check the file")
    text = row.get(field)
    if text is None or text == "":
        return Item(key, empty=True) if field in row else Item(key, error=f"line {number} has no field {field}: name it with --text-field")
    if not isinstance(text, str):
        return Item(key, error=f"line {number}: the field {field} holds no text: name another with --text-field")
    return Item(key, text.encode("utf-8", "replace"), "text/plain")
