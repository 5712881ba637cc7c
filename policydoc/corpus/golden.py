"""Golden notices: a text and the outline that it must have, as people review them.

A `.cases` file holds many: a line `=== name`, the notice, a line `---`, its outline, an empty line. A whole notice is `NAME.txt` with
`NAME.outline` beside it. A corrected tree (`NAME.json`) serves as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

_NAME = re.compile(r"^=== (.+)\n", re.MULTILINE)


class GoldError(ValueError):
    """A golden file that says nothing; the message names it and what to do."""


@attrs.frozen
class Gold:
    """One notice and the outline that it must have."""

    name: str
    text: str
    outline: str


def golden(place: Path) -> Iterator[Gold]:
    """The golden notices of a file, or of a folder with all below it, in the order of their names. Raises GoldError, OSError."""
    if not place.is_dir():
        yield from _of_file(place, place.name)
        return
    for path in sorted(p for p in place.rglob("*") if p.suffix in (".cases", ".outline", ".json")):
        yield from _of_file(path, path.relative_to(place).as_posix())


def _of_file(path: Path, name: str) -> Iterator[Gold]:
    if path.suffix == ".cases":
        yield from _cases(_read(path), name)
    elif path.suffix == ".outline":
        text = path.with_suffix(".txt")
        if not text.exists():
            raise GoldError(f"{path}: the notice {text.name} is not beside it")
        yield Gold(name.removesuffix(".outline"), _read(text), _read(path))
    elif path.suffix == ".json":
        from policydoc.schema import SchemaError, load
        from policydoc.writers.outline import outline

        try:
            doc = load(path)
        except SchemaError as error:
            raise GoldError(f"{path}: {error}") from None
        yield Gold(name.removesuffix(".json"), doc.text, outline(doc))
    else:
        raise GoldError(f"{path}: name a folder, a file of cases (.cases), an outline (.outline) or a tree (.json)")


def _cases(whole: str, name: str) -> Iterator[Gold]:
    heads = list(_NAME.finditer(whole))
    for head, end in zip(heads, [*(h.start() for h in heads[1:]), len(whole)], strict=True):
        text, mark, outline = whole[head.end() : end].rpartition("\n---\n")
        if not mark:
            raise GoldError(f"{name}: the case {head[1]!r} has no line --- between notice and outline")
        yield Gold(f"{name}: {head[1].strip()}", text, outline.strip("\n") + "\n")


def _read(path: Path) -> str:
    """The text of a file, its line ends untouched."""
    return path.read_bytes().decode("utf-8", "replace")
