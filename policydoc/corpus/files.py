"""Files of lines, plain or packed by their ending: `.gz`, and `.zst` where pyarrow is installed."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import IO, Any, cast

LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst")
"""Endings of files with one JSON object a line."""


class NeedsArrow(ImportError):
    """The library for `.zst` is missing."""

    def __init__(self) -> None:
        super().__init__('.zst needs a library that is not installed: pip install "policydoc[tables]"')


def reading(path: Path) -> IO[bytes]:
    """The unpacked bytes of a file. Raises OSError, NeedsArrow."""
    name = path.name.lower()
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if name.endswith(".zst"):
        return cast(IO[bytes], io.BufferedReader(cast(Any, _arrow().input_stream(str(path), compression="zstd"))))
    return path.open("rb")


def writing(path: Path, ending: str) -> IO[bytes]:
    """A file that packs what is written to it where the ending is `.zst`. Raises OSError, NeedsArrow."""
    if ending.endswith(".zst"):
        return cast(IO[bytes], _arrow().output_stream(str(path), compression="zstd"))
    return path.open("wb")


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise NeedsArrow from None
    return pyarrow
