"""The golden corpus: notices composed for it and their outlines, in plain text.

`corpus/*.cases` hold many cases each: a line `=== name`, the notice, a line `---`, its outline, an empty line. A whole notice is
`corpus/notices/NAME.txt` with `NAME.outline` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
from conftest import ROOT

CORPUS = ROOT / "corpus"
NAME = re.compile(r"^=== (.+)\n", re.MULTILINE)


@attrs.frozen
class Case:
    """One notice and the outline that it must have."""

    name: str
    path: Path
    line: int
    text: str
    outline: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(CORPUS).as_posix()}: {self.name}"


def cases() -> list[Case]:
    """All cases of the corpus."""
    found = [case for path in sorted(CORPUS.glob("*.cases")) for case in _of_file(path)]
    for path in sorted(CORPUS.glob("notices/*.txt")):
        outline = path.with_suffix(".outline")
        found.append(Case(path.stem, path, 1, read(path), read(outline) if outline.exists() else ""))
    return found


def _of_file(path: Path) -> Iterator[Case]:
    whole = read(path)
    heads = list(NAME.finditer(whole))
    assert heads or not whole.strip(), f"{path}: no line '=== name'"
    for head, end in zip(heads, [*(h.start() for h in heads[1:]), len(whole)], strict=True):
        text, mark, outline = whole[head.end() : end].rpartition("\n---\n")
        assert mark, f"{path}: the case {head[1]!r} has no line ---"
        yield Case(head[1].strip(), path, whole.count("\n", 0, head.start()) + 1, text, outline.strip("\n") + "\n")


def write(found: list[Case], outlines: list[str]) -> None:
    """Rewrite the outlines of all cases."""
    files: dict[Path, str] = {}
    for case, outline in zip(found, outlines, strict=True):
        if case.path.suffix == ".txt":
            files[case.path.with_suffix(".outline")] = outline
        else:
            files[case.path] = files.get(case.path, "") + f"=== {case.name}\n{case.text}\n---\n{outline}\n"
    for path, text in files.items():
        path.write_bytes((text.rstrip("\n") + "\n").encode())


def read(path: Path) -> str:
    """The text of a file, its line ends untouched."""
    return path.read_bytes().decode("utf-8")
