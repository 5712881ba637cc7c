"""One file to JSON. Batches, process pools and clusters all call `convert_file`; what they add is where it goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs


@attrs.frozen
class Options:
    """What changes the result. Same bytes, same options, same version: same JSON."""

    encoding: str | None = None
    """Of text and html files; None for a guess."""


@attrs.frozen
class Record:
    """What became of one file: its JSON, or the reason why there is none."""

    input: str
    json: bytes | None = attrs.field(default=None, repr=False)
    reason: str | None = None
    """One line: what is wrong, what to do."""
    sha256: str | None = None
    diagnostics: dict[str, int] = attrs.field(factory=dict)
    """How often each code was reported."""

    @property
    def ok(self) -> bool:
        """Whether there is a document."""
        return self.json is not None


def convert_file(path: str | os.PathLike[str], options: Options = Options()) -> Record:
    """Read, parse and dump one file. Whatever the file is, nothing is raised; nothing is written; all can be pickled."""
    from policydoc import read
    from policydoc.readers import ReadError
    from policydoc.schema import dumps

    name = os.fspath(path)
    try:
        doc = read(path, encoding=options.encoding)
        json = (dumps(doc) + "\n").encode()
    except ReadError as error:
        return Record(name, reason=_one_line(error))
    except Exception as error:  # a fault of ours must not end a batch of thousands
        reason = f"{type(error).__name__}, a fault in policydoc ({_one_line(error)}): please report it with the file"
        return Record(name, reason=reason)
    return Record(name, json, None, doc.source.sha256, dict(sorted(Counter(d.code for d in doc.diagnostics).items())))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever sees half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def gather(inputs: Iterable[Path], output: Path) -> list[Path]:
    """The files of inputs and of the folders among them, each once, those of a folder sorted.

    In a folder, hidden files, what policydoc writes (`.json`, `.outline`) and the output folder are passed over; links to folders
    are not followed.
    """
    found: dict[Path, Path] = {}
    for given in inputs:
        for path in _files(given, output.resolve()) if given.is_dir() else [given]:
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _files(folder: Path, output: Path) -> Iterable[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(where, f).resolve() != output)
        yield from (Path(where, n) for n in sorted(names) if not n.startswith(".") and not n.endswith((".json", ".outline")))


def output_names(paths: list[Path]) -> list[str]:
    """A name for the JSON of each file: the stem; the whole name where stems clash; the folders before it where names clash too.

    >>> output_names([Path("a/one.txt"), Path("a/two.txt"), Path("a/two.docx"), Path("b/two.txt")])
    ['one.json', 'a__two.txt.json', 'two.docx.json', 'b__two.txt.json']
    """
    folders = [path.resolve().relative_to(path.resolve().anchor).parts for path in paths]
    kinds: list[Callable[[int], str]] = [
        lambda i: paths[i].stem,
        lambda i: paths[i].name,
        lambda i: "__".join(folders[i][-2:]),
        lambda i: "__".join(folders[i]),
        lambda i: f"{'__'.join(folders[i])}.{i + 1}",
    ]
    level = [0] * len(paths)
    while True:
        names = [kinds[at](i) for i, at in enumerate(level)]
        count = Counter(name.casefold() for name in names)
        clashing = [i for i, name in enumerate(names) if count[name.casefold()] > 1 and level[i] < len(kinds) - 1]
        if not clashing:
            return [f"{name}.json" for name in names]
        for i in clashing:
            level[i] += 1


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
