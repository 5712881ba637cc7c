"""The tables of a corpus: their rows belong together, their columns are explained, the same trees give the same bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import run

from policydoc.corpus.columns import tables as columns
from policydoc.corpus.tables import write_tables

pa = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pyarrow")
NOTICES = ROOT / "corpus" / "notices"


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus") / "trees"
    assert run("convert", NOTICES, "-o", out, "-j0").exit_code == 0
    assert run("corpus", "tables", out).exit_code == 0
    return out


def rows(trees: Path, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pa.read_table(trees / "tables" / f"{name}.parquet").to_pylist()
    return found


def test_every_table_is_there_and_every_column_is_filled_somewhere(trees: Path) -> None:
    for name, (_, fields) in columns().items():
        table = rows(trees, name)
        assert table, name
        assert list(table[0]) == [field for field, _, _ in fields]
        for field, _, _ in fields:
            if (name, field) not in {("assignments", "full_name"), ("citations", "short"), ("targets", "indicator")}:
                assert any(row[field] not in (None, []) for row in table), f"{name}.{field} is always empty"


def test_keys_are_unique_and_lead_somewhere(trees: Path) -> None:
    documents = {row["doc"] for row in rows(trees, "documents")}
    assert documents == {p.stem for p in NOTICES.glob("*.txt")}
    divisions = {(row["doc"], row["id"]) for row in rows(trees, "divisions")}
    clauses = {(row["doc"], row["id"]) for row in rows(trees, "clauses")}
    for name in columns():
        table = rows(trees, name)
        assert {row["doc"] for row in table} <= documents
        for key in ("division", "parent"):
            assert {(row["doc"], row[key]) for row in table if row.get(key)} <= divisions, f"{name}.{key}"
        if "id" in table[0]:
            assert len({(row["doc"], row["id"]) for row in table}) == len(table), name
    assert {(row["doc"], row["clause"]) for row in rows(trees, "assignments")} <= clauses


def test_places_are_those_of_the_text(trees: Path) -> None:
    for name, field in (("sentences", "text"), ("clauses", "text"), ("assignments", "agency"), ("deadlines", "text"), ("targets", "text")):
        for row in rows(trees, name):
            text = (NOTICES / f"{row['doc']}.txt").read_bytes().decode("utf-8")
            assert text[row["start"] : row["end"]] == row[field], row  # type: ignore[misc]


def test_the_division_of_an_annotation_is_the_one_around_it(trees: Path) -> None:
    around = {(row["doc"], row["id"]): row for row in rows(trees, "divisions")}
    for name in ("citations", "targets", "deadlines"):
        for row in rows(trees, name):
            inside = [d for d in around.values() if d["doc"] == row["doc"] and d["start"] <= row["start"] < d["end"]]  # type: ignore[operator]
            innermost = min(inside, key=lambda d: d["end"] - d["start"], default=None)  # type: ignore[operator]
            assert row["division"] == (innermost and innermost["id"]), row


def test_the_same_trees_give_the_same_bytes_and_an_interrupted_run_leaves_none(trees: Path, tmp_path: Path) -> None:
    write_tables(trees, tmp_path / "again")
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == {p.name: p.read_bytes() for p in (trees / "tables").iterdir()}
    (tmp_path / "bad.jsonl").write_text("{}\n")
    done = run("corpus", "tables", tmp_path / "bad.jsonl", "-o", tmp_path / "none")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'bad.jsonl'}, line 1: ")
    assert list((tmp_path / "none").iterdir()) == []


def test_tables_of_one_file_of_lines(trees: Path, tmp_path: Path) -> None:
    lines = [path.read_bytes() for path in sorted(trees.glob("*.json"))]
    (tmp_path / "all.jsonl.gz").write_bytes(gzip.compress(b"".join(lines)))
    counts = write_tables(tmp_path / "all.jsonl.gz", tmp_path / "tables")
    assert counts == write_tables(trees, tmp_path / "other")
    made = pa.read_table(tmp_path / "tables" / "documents.parquet").to_pylist()
    assert {row["doc"] for row in made} == {p.stem for p in NOTICES.glob("*.txt")}


def test_the_card_explains_every_column(trees: Path) -> None:
    card = (trees / "tables" / "README.md").read_text(encoding="utf-8")
    for name, (_, fields) in columns().items():
        assert f"\n### {name}\n" in card
        for field, _, meaning in fields:
            assert f"| `{field}` |" in card
            assert meaning in card
    meta = pa.read_schema(trees / "tables" / "clauses.parquet").field("scope_start").metadata
    assert meta[b"meaning"].decode() == "where the text that the clause governs begins"
