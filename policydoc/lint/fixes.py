"""Corrections: the edits that findings bring, put into a text file without a change to anything else of it.

Edits never overlap; of two that would, the first one in the text is made, the other waits for the next round. A text is corrected
until nothing is left to correct, encoded as it was, and written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policydoc.diagnostics import Diagnostic
from policydoc.document import Document
from policydoc.lint import run
from policydoc.lint.finding import Edit, Rule

ROUNDS = 5
"""So often at most a text is corrected; a correction may uncover another one."""
_MARKS = ("", "\ufeff")
_CODECS = ("utf-8", "gb18030", "gbk", "big5hkscs", "big5", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def edits(findings: Iterable[Diagnostic]) -> list[Edit]:
    """The edits of findings in order, all of a finding or none, no two of them overlapping."""
    taken: list[Edit] = []
    free: set[int] = set()
    for found in findings:
        mine: list[Edit] = [((s, e), new) for (s, e), new in found.data.get("fix", ())]
        places = {at for (s, e), _ in mine for at in range(s, max(e, s + 1))}
        if mine and not places & free:
            free |= places
            taken += mine
    return sorted(taken)


def applied(text: str, changes: Iterable[Edit]) -> str:
    """A text with edits made.

    >>> applied("清政发[2022]5号", [((3, 4), "〔"), ((8, 9), "〕")])
    '清政发〔2022〕5号'
    """
    parts, at = [], 0
    for (start, end), new in changes:
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))


def corrected(doc: Document, using: list[Rule]) -> tuple[str, int]:
    """The text of a document with all safe corrections made, and how many there were."""
    from policydoc import parse

    count = 0
    for _ in range(ROUNDS):
        changes = edits(run(doc, using))
        if not changes:
            break
        count += len(changes)
        doc = parse(applied(doc.text, changes))
    return doc.text, count


def encoded(path: Path, before: str, after: str, encoding: str | None = None) -> bytes:
    """The corrected text in the encoding of the file. Raises ValueError where that is not known for certain, or lacks a character."""
    data = path.read_bytes()
    for codec in (*((encoding,) if encoding else ()), *_CODECS):
        for mark in _MARKS:
            try:
                if (mark + before).encode(codec) == data:
                    return (mark + after).encode(codec)
            except LookupError:
                continue
            except UnicodeEncodeError as error:
                if error.object == mark + after:
                    raise ValueError(f"{codec} has no {error.object[error.start]}: save the file as UTF-8 first") from None
    raise ValueError("cannot be corrected without loss: save the file as UTF-8 first")


def difference(name: str, before: str, after: str) -> str:
    """A unified diff of a correction."""
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)
