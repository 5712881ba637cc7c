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


def _clean(value: Any) -> Any:
    """A value that UTF-8 can hold: a file's name may have bytes that are none."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    """One cell of a CSV; what begins with = + - @ is text, not a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
