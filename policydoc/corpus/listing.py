"""Rows to one file of the form that its name says: .csv, .jsonl or .parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from policydoc.corpus.columns import RELATIONS
from policydoc.corpus.columns import tables as columns
from policydoc.corpus.convert import write_whole

FORMS = (".csv", ".jsonl", ".parquet")


def write_rows(path: Path, name: str, rows: Iterable[dict[str, Any]]) -> None:
    """Write the rows of a table of `columns.RELATIONS`, whole or not at all.

    Raises ValueError where the name says no form, OSError, and of Parquet ImportError without pyarrow (`policydoc[tables]`).
    """
    form = path.suffix.lower()
    about, fields = columns(RELATIONS)[name]
    if form == ".parquet":
        from policydoc.corpus.tables import Table

        with Table(path, about, fields) as table:
            for row in rows:
                table.add({field: _clean(row[field]) for field, _, _ in fields})
    elif form == ".jsonl":
        lines = (json.dumps({field: row[field] for field, _, _ in fields}, ensure_ascii=False) + "\n" for row in rows)
        write_whole(path, "".join(lines).encode("utf-8", "replace"))
    elif form == ".csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([field for field, _, _ in fields])
        writer.writerows([_cell(row[field]) for field, _, _ in fields] for row in rows)
        write_whole(path, out.getvalue().encode("utf-8-sig", "replace"))
    else:
        raise ValueError(f"{path}: name a file that ends in {', '.join(FORMS)}")


def read_rows(path: Path, name: str) -> list[dict[str, Any]]:
    """The rows that `write_rows` wrote, values of a CSV as text. Raises ValueError where they are none of that table, OSError, ImportError."""
    form = path.suffix.lower()
    fields = {field for field, _, _ in columns(RELATIONS)[name][1]}
    try:
        if form == ".parquet":
            from pyarrow.parquet import read_table

            rows: list[dict[str, Any]] = read_table(path).to_pylist()
        elif form == ".jsonl":
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        else:
            reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
            rows = list(reader) if fields <= set(reader.fieldnames or ()) else [{}]
    except (ValueError, csv.Error):
        rows = [{}]
    if not all(isinstance(row, dict) and fields <= row.keys() for row in rows):
        raise ValueError(f"{path}: is no table of {name}, make it again")
    return [{field: _plain(value) for field, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """A cell as it was before `_cell`."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and value[1:2] in ("=", "+", "-", "@") else value


def _clean(value: Any) -> Any:
    """A value that UTF-8 can hold: a file's name may have bytes that are none."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    """One cell of a CSV; what begins with = + - @ is text, not a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and value else value
