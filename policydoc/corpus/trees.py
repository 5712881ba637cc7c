"""The documents of a converted corpus: a folder of trees, or one JSONL file of them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from policydoc.corpus.files import reading
from policydoc.corpus.manifest import latest
from policydoc.document import Document
from policydoc.schema import SchemaError, load


class TreeError(ValueError):
    """A file that is no document of policydoc; the message names it."""


@attrs.frozen
class Tree:
    """One converted document."""

    key: str
    """The name of its tree without the ending; unique in its corpus."""
    input: str
    document: Document
    version: str
    """Of the policydoc that made it, where that is known."""


def trees(place: Path) -> Iterator[Tree]:
    """The documents of a folder (in the order of their inputs) or of a `.jsonl` file, one in memory at a time.

    Raises TreeError where one is no document of policydoc, OSError where one cannot be read.
    """
    if place.is_dir():
        yield from _of_folder(place)
    else:
        yield from _of_lines(place)


def count(place: Path) -> int:
    """How many documents `trees` gives, told without loading one. Raises OSError."""
    if place.is_dir():
        return len(_known(place))
    with reading(place) as file:
        return sum(1 for _ in file)


def _known(folder: Path) -> list[tuple[str, str, str]]:
    """The trees of a folder: file, input, version."""
    known = [(line.output, key, line.version) for key, line in latest(folder).items() if line.output]
    if known:
        return known
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith((".json", ".json.gz")) and not p.name.startswith("."))
    return [(name, name, "") for name in names]


def _of_folder(folder: Path) -> Iterator[Tree]:
    for name, key, version in _known(folder):
        data = (folder / name).read_bytes()
        doc = _loaded(gzip.decompress(data) if name.endswith(".gz") else data, str(folder / name))
        yield Tree(name.removesuffix(".gz").removesuffix(".json"), key, doc, version)


def _of_lines(path: Path) -> Iterator[Tree]:
    seen: set[str] = set()
    with reading(path) as file:
        for number, line in enumerate(file, 1):
            doc = _loaded(line, f"{path}, line {number}")
            name = doc.source.uri or f"line-{number}"
            key = os.path.splitext(name.replace("!/", "/").rsplit("/", 1)[-1])[0]
            key = key if key not in seen else f"{key}-line-{number}"
            seen.add(key)
            yield Tree(key, name, doc, "")


def _loaded(data: bytes, name: str) -> Document:
    try:
        return load(data)
    except SchemaError as error:
        raise TreeError(f"{name}: {error}") from None
