"""One JSONL file out of many trees."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from policydoc.corpus.batch import OutputError
from policydoc.corpus.files import writing
from policydoc.corpus.manifest import read_manifest


def join(keys: Iterable[str], folder: Path, output: Path) -> None:
    """Write the trees of a work folder as the lines of one file: those of `keys` in their order, then all others by name.

    A `.gz` is the packed trees as they lie there, one behind the other: nothing is packed twice, and same trees are the same bytes.
    """
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        for left in output.parent.glob(f".{output.name}.*.part"):
            left.unlink(missing_ok=True)
        as_is = output.name.endswith(".gz")
        with beside.open("wb") if as_is else writing(beside, output.name) as whole:
            for name in _ordered(keys, folder):
                packed = (folder / name).read_bytes()
                whole.write(packed if as_is else gzip.decompress(packed))
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{output} cannot be written ({error.strerror}), make room and run it again") from error


def _ordered(keys: Iterable[str], folder: Path) -> Iterator[str]:
    outputs = {line.input: line.output for line in read_manifest(folder)}
    for key in keys:
        if name := outputs.pop(key, None):
            yield name
    yield from (name for _, name in sorted(outputs.items()) if name)
