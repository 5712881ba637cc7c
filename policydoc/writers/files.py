"""Notices from disk to what people look at: files and folders to pages, workbooks and texts. One bad file never stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policydoc.writers import ENDINGS

if TYPE_CHECKING:
    from policydoc.document import Document

WRITTEN = (*(e for e in ENDINGS if e != ".json"), ".part", ".xlsx", ".csv", ".jsonl", ".jsonl.gz", ".json.gz", "failures.tsv")
"""Endings of files in a folder that are passed over."""


def open_document(file: Path, encoding: str | None = None) -> Document:
    """A notice, or its JSON tree. Raises ValueError with one line that says what is wrong and what to do."""
    import policydoc
    from policydoc.readers import ReadError
    from policydoc.schema import SchemaError, load

    try:
        return load(file) if file.suffix == ".json" else policydoc.read(file, encoding=encoding)
    except (ReadError, SchemaError) as error:
        raise ValueError(str(error)) from None
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}), check the path") from None


def documents(inputs: Iterable[Path], failed: Callable[[Path, str], None], encoding: str | None = None) -> Iterator[tuple[Path, Document]]:
    """The documents of files and folders; `failed` hears of each that cannot be read."""
    for given in inputs:
        for path in files_of(given) if given.is_dir() else [given]:
            try:
                yield path, open_document(path, encoding)
            except ValueError as error:
                failed(path, str(error))


def files_of(folder: Path) -> list[Path]:
    """The files of a folder and of those inside it, sorted; hidden ones and what policydoc writes for people aside."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(where, n) for n in sorted(names) if not n.startswith((".", "~$")) and not n.endswith(WRITTEN)]
    return found


def write_folder(folder: Path, output: Path, failed: Callable[[Path, str], None], encoding: str | None = None) -> int:
    """A page for each file of a folder and `index.html` over them; the number of pages. Raises OSError where nothing can be written."""
    from policydoc.writers.html import Entry, entry, html, index

    output.mkdir(parents=True, exist_ok=True)
    entries: list[Entry] = []
    pages = 0

    def note(path: Path, reason: str) -> None:
        entries.append(Entry("", path.name, reason=reason))
        failed(path, reason)

    own = output.resolve()
    paths = [p for p in files_of(folder) if own == folder.resolve() or not p.resolve().is_relative_to(own)]
    for path, doc in documents(paths, note, encoding):
        name = "__".join(path.relative_to(folder).parts) + ".page.html"
        write_text(output / name, html(doc, path.name))
        entries.append(entry(doc, quote(name), path.name))
        pages += 1
    write_text(output / "index.html", index(entries, folder.resolve().name or "公文"))
    return pages


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all, in UTF-8 with line ends as they are."""
    from policydoc.corpus.convert import write_whole

    write_whole(path, text.encode("utf-8", "replace"))


def quote(name: str) -> str:
    """A file's name as a link."""
    from urllib.parse import quote as quoted

    return quoted(name.encode("utf-8", "surrogateescape"))
