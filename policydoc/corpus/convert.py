"""One file to JSON or what another writer makes of it. Batches, process pools and clusters all call `convert_file`; they add where it goes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from policydoc.document import Document


@attrs.frozen
class Options:
    """What changes the result. Same bytes, same options, same version: same JSON."""

    encoding: str | None = None
    """Of text and html files; None for a guess."""
    to: str = "json"
    """The name of a writer (`policydoc.writers`)."""
    libreoffice: bool = False
    """Whether LibreOffice opens doc, wps, rtf, odt and Word 2003 xml."""


@attrs.frozen
class Record:
    """What became of one document: its JSON, or the reason why there is none."""

    input: str
    json: bytes | None = attrs.field(default=None, repr=False)
    """What the writer made; JSON unless the options say otherwise."""
    reason: str | None = None
    """One line: what is wrong, what to do."""
    sha256: str | None = None
    """Of the bytes that were read."""
    diagnostics: dict[str, int] = attrs.field(factory=dict)
    """How often each code was reported."""
    counts: dict[str, int] = attrs.field(factory=dict)
    """`characters`, `clauses` (who is responsible) and, of formats that have them, `pages`."""
    lost: str | None = None
    """What of the file could not be read, where the rest was: pages that are pictures, characters of an unknown encoding."""

    @property
    def ok(self) -> bool:
        """Whether there is a document."""
        return self.json is not None


def convert_file(
    path: str | os.PathLike[str], options: Options = Options(), *, data: bytes | None = None, media_type: str | None = None
) -> Record:
    """Read, parse and dump one file. Whatever the file is, nothing is raised; nothing is written; all can be pickled.

    With `data` the bytes are read instead of the file, and `path` only names them (a member of an archive, a line of a table).
    `media_type` wins over what the content looks like.
    """
    from policydoc import parse
    from policydoc.readers import ReadError, read_source
    from policydoc.writers import writer

    name = os.fspath(path)
    try:
        given = path if data is None else data
        source = read_source(given, encoding=options.encoding, media_type=media_type, libreoffice=options.libreoffice)
        doc = parse(source if data is None else attrs.evolve(source, uri=name))
        made = writer(options.to)[1](doc)
        json = made if isinstance(made, bytes) else made.encode("utf-8", "strict" if options.to == "json" else "replace")
    except (ReadError, ImportError) as error:
        return Record(name, reason=_one_line(error))
    except (MemoryError, RecursionError):
        return Record(name, reason="needs more memory than there is: give --memory more, or split the file")
    except Exception as error:  # a fault of ours must not end a batch of thousands
        reason = f"{type(error).__name__}, a fault in policydoc ({_one_line(error)}): please report it with the file"
        return Record(name, reason=reason)
    codes = dict(sorted(Counter(d.code for d in doc.diagnostics).items()))
    return Record(name, json, None, source.sha256, codes, _counts(doc), _lost(doc))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever sees half of it."""
    beside = path.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _counts(doc: Document) -> dict[str, int]:
    from policydoc.tree import ResponsibilityClause

    counts = {"characters": len(doc.text), "clauses": sum(1 for _ in doc.find(ResponsibilityClause))}
    anchors = (hint.anchor.split() for hint in reversed(doc.source.hints) if hint.anchor and hint.anchor.startswith("page "))
    last = next(anchors, ["", ""])[1]
    return counts | ({"pages": int(last)} if last.isdecimal() else {})


def _lost(doc: Document) -> str | None:
    pages = sum(what == "scanned page" for _, what, _ in doc.source.removed)
    if pages:
        return f"pages that could not be read: {pages}"
    unknown = doc.text.count("\ufffd")
    return f"characters that could not be decoded: {unknown}" if unknown else None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
