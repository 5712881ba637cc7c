"""`manifest.jsonl`: what became of every document, one line each, the last line of an input counts.

Lines are only ever appended, each whole in one write, by the one process that holds the lock. Whatever kills that process leaves at
most one line without an end, which the next run cuts off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

NAME = "manifest.jsonl"


@attrs.frozen
class Line:
    """What became of one document."""

    input: str
    sha256: str | None
    """Of the bytes that were read; None where none could be."""
    status: str
    """`ok`; `partial`: some of the file could not be read; `failed`; `skipped`: nothing to convert stands there."""
    output: str | None
    """The file, relative to the manifest."""
    bytes: int
    """Of the output, so that one cut short by a power failure is noticed."""
    reason: str | None
    retry: bool
    """Whether the next run tries again unasked: the fault was not the document's."""
    diagnostics: dict[str, int]
    counts: dict[str, int]
    seconds: float
    version: str
    options: dict[str, Any]


class Locked(Exception):
    """Another run works on the same output."""


class Manifest:
    """The manifest of a folder, opened for one run. Raises Locked where another run has it, OSError where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _lock(self._file)
            self._end = _cut_tail(self._file)
        except BaseException:
            os.close(self._file)
            raise

    def append(self, lines: Iterable[Line]) -> None:
        """Add lines. Where there is no room for all of them, none is added and OSError is raised."""
        data = "".join(json.dumps(attrs.asdict(line, recurse=False), ensure_ascii=False) + "\n" for line in lines).encode(
            "utf-8", "backslashreplace"
        )
        try:
            written = 0
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError:
            os.ftruncate(self._file, self._end)
            raise
        self._end += len(data)

    def close(self) -> None:
        """Bring the lines to the disk and let others have the folder."""
        try:
            os.fsync(self._file)
        finally:
            os.close(self._file)

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_manifest(folder: Path) -> Iterator[Line]:
    """All lines, in the order in which they were written; later ones of an input replace earlier ones. Damaged lines are left out."""
    try:
        file = (folder / NAME).open("rb")
    except FileNotFoundError:
        return
    names = {field.name for field in attrs.fields(Line)}
    with file:
        for raw in file:
            try:
                row = json.loads(raw)
                yield Line(**{name: row[name] for name in names})
            except (ValueError, KeyError, TypeError):
                continue


def latest(folder: Path) -> dict[str, Line]:
    """The line that counts of each input, in the order of inputs."""
    found = {line.input: line for line in read_manifest(folder)}
    return dict(sorted(found.items()))


def _cut_tail(file: int) -> int:
    """Cut off a last line that has no end; the size of the file after it."""
    end = size = os.fstat(file).st_size
    while end > 0:
        start = max(0, end - 65536)
        os.lseek(file, start, os.SEEK_SET)
        at = os.read(file, end - start).rfind(b"\n")
        if at >= 0:
            end = start + at + 1
            break
        end = start
    if end < size:
        os.ftruncate(file, end)
    return end


def _lock(file: int) -> None:
    """Take the lock or raise Locked. The system lets go of it when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        at = os.lseek(file, 0, os.SEEK_CUR)
        os.lseek(file, 1 << 40, os.SEEK_SET)  # far behind the text: this lock keeps others from reading what it covers
        try:
            getattr(msvcrt, "locking")(file, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        except OSError:
            raise Locked from None
        os.lseek(file, at, os.SEEK_SET)
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Locked from None
