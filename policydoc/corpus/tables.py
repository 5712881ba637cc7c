"""A corpus as Parquet tables, with their dictionary: for pandas, polars, DuckDB, R, Spark."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from policydoc import __version__
from policydoc.corpus.columns import Column
from policydoc.corpus.columns import tables as columns
from policydoc.corpus.convert import write_whole
from policydoc.corpus.rows import Row, rows_of
from policydoc.corpus.trees import trees

GROUP = 20_000
"""Rows of a table held in memory before they are written."""
CARD = "README.md"


def write_tables(place: Path, folder: Path) -> dict[str, int]:
    """Write the tables of a corpus to a folder, which is made, and a card beside them; how many rows each has.

    Same trees, same version: same bytes. Needs pyarrow (`pip install "policydoc[tables]"`), or raises ImportError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".*.part"):
        left.unlink(missing_ok=True)
    counts: Counter[str] = Counter()
    facts: dict[str, Counter[str]] = {"kind": Counter(), "year": Counter(), "media_type": Counter()}
    with ExitStack() as stack:
        written = {name: stack.enter_context(Table(folder / f"{name}.parquet", *shape)) for name, shape in columns().items()}
        for tree in trees(place):
            for name, row in rows_of(tree.document, tree.key, tree.input, tree.version):
                written[name].add(row)
                counts[name] += 1
                if name == "documents":
                    for field, seen in facts.items():
                        seen[str(row[field] or "unknown")] += 1
    write_whole(folder / CARD, _card(counts, facts).encode())
    return {name: counts[name] for name in columns()}


class Table:
    """One Parquet file with its dictionary, written beside its place; it takes its place when all went well."""

    def __init__(self, path: Path, about: str, fields: Sequence[Column]) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "list": pa.list_(pa.string())}
        shape = [pa.field(field, kinds[kind], metadata={"meaning": meaning}) for field, kind, meaning in fields]
        self._schema = pa.schema(shape, metadata={"about": about, "producer": f"policydoc {__version__}"})
        self._path, self._beside = path, path.with_name(f".{path.name}.{os.getpid()}.part")
        self._writer: Any = ParquetWriter(str(self._beside), self._schema, compression="zstd")
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and self._rows:
                self._flush()
            self._writer.close()
            if kind is None:
                self._beside.replace(self._path)
        finally:
            self._beside.unlink(missing_ok=True)


def _card(counts: Counter[str], facts: dict[str, Counter[str]]) -> str:
    """The card of the data set: what it is, how large, what each column means."""
    lines = [
        "# Chinese official notices as tables",
        "",
        f"Made by policydoc {__version__} from {counts['documents']:,} documents. Every row names its document (`doc`); `id` is unique within",
        "it. Places are half-open ranges of code points in the text of the document, which stands in its JSON tree.",
        "",
        "What was annotated here was annotated by rules, not by people: see the figures of policydoc's own evaluation, and measure on a sample",
        "of your corpus before you count on it. Official notices are not protected by copyright in China (著作权法 art. 5); databases that they",
        "were taken from may have terms of their own, and names of persons in them are personal data.",
        "",
        "| table | rows | what a row is |",
        "|---|---|---|",
        *(f"| `{name}` | {counts[name]:,} | {about.removeprefix('one row for ')} |" for name, (about, _) in columns().items()),
        "",
        "## Documents",
        "",
    ]
    for field, seen in facts.items():
        most = ", ".join(f"{value} {count:,}" for value, count in sorted(seen.items(), key=lambda s: (-s[1], s[0]))[:20])
        lines.append(f"- by {field.replace('_', ' ')}: {most or 'none'}")
    return "\n".join([*lines, "", *dictionary()])


def dictionary() -> list[str]:
    """The data dictionary in Markdown."""
    lines = ["## Dictionary", ""]
    for name, (about, fields) in columns().items():
        lines += [f"### {name}", "", f"{about[0].upper()}{about[1:]}.", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [*(f"| `{field}` | {kind} | {meaning} |" for field, kind, meaning in fields), ""]
    return lines
