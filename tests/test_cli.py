"""The command line, as people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from policydoc.cli import main
from policydoc.corpus.convert import Options, convert_file
from policydoc.schema import load

NOTICE = "清河市财政局关于做好预算编制工作的通知\n各县财政局：\n一、总体要求\n各县要做好编制工作（市财政局负责）。\n"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two notices, one of them in a folder of its own."""
    (tmp_path / "in" / "县").mkdir(parents=True)
    (tmp_path / "in" / "one.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "县" / "二.txt").write_text(NOTICE, encoding="gb18030")
    return tmp_path / "in"


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name not in ("manifest.jsonl", "quarantine"))


def test_a_folder_becomes_one_json_a_file(folder: Path, tmp_path: Path) -> None:
    done = run("convert", folder, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert names(tmp_path / "out") == ["one.json", "二.json"]
    assert load(tmp_path / "out" / "one.json").text == NOTICE
    assert load(tmp_path / "out" / "二.json").text == NOTICE
    assert "2 converted" in done.stdout


def test_one_bad_file_gets_one_line_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.bin").write_bytes(bytes(range(256)) * 9)
    (folder / "empty.txt").write_bytes(b"")
    done = run("convert", folder, tmp_path / "nowhere.txt", "-o", tmp_path / "out")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(any(line.startswith(f"{path}: ") for path in (folder / "bad.bin", folder / "empty.txt", tmp_path / "nowhere.txt")) for line in lines)
    assert names(tmp_path / "out") == ["one.json", "二.json"]
    assert "Traceback" not in done.output


def test_output_inside_of_the_input_is_not_read_again(folder: Path) -> None:
    out = folder / "trees"
    assert run("convert", folder, "-o", out).exit_code == 0
    first = {p.name: p.read_bytes() for p in out.iterdir()}
    assert run("convert", folder, "-o", out).exit_code == 0
    assert {p.name: p.read_bytes() for p in out.iterdir()} == first, "the same bytes, and nothing more"


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("convert", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "nothing to read" in done.stderr


def test_an_output_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("convert", folder, "-o", tmp_path / "file")
    assert done.exit_code == 1
    assert "another folder" in done.stderr
    (tmp_path / "out" / "one.json").mkdir(parents=True)
    done = run("convert", folder, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert names(tmp_path / "out") == ["one.json", "二.json"], "and no half-written file is left"


def test_encoding_wins_over_the_guess(folder: Path, tmp_path: Path) -> None:
    assert run("convert", folder / "县", "-o", tmp_path / "out", "--encoding", "gb18030").exit_code == 0
    assert load(tmp_path / "out" / "二.json").text == NOTICE


def test_outline_reads_notices_and_their_json(folder: Path, tmp_path: Path) -> None:
    run("convert", folder, "-o", tmp_path / "out")
    plain, tree = run("outline", folder / "one.txt"), run("outline", tmp_path / "out" / "one.json")
    assert plain.exit_code == tree.exit_code == 0
    assert plain.stdout == tree.stdout
    assert "\n  heading 总体要求\n" in plain.stdout
    assert "      responsible 市财政局\n" in plain.stdout


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 9, b'{"schema": "policydoc/9.0"}'])
def test_outline_of_what_cannot_be_read_is_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / ("x.json" if content.startswith(b"{") else "x.txt")
    path.write_bytes(content)
    done = run("outline", path)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"{path}: ")
    assert done.stderr.count("\n") == 1


def test_warnings_go_to_the_standard_error_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text("一、总体要求\n各县要做好工作。\n三、组织实施\n各县要抓好落实。\n", encoding="utf-8")
    done = run("outline", path)
    assert done.exit_code == 0
    assert f"{path}:3:1: PD301" in done.stderr
    assert "PD" not in done.stdout


def test_help_and_version() -> None:
    assert run("--version").output.startswith("policydoc 0.")
    for args in (["--help"], ["convert", "--help"], ["outline", "-h"]):
        assert "Example" in run(*args).output
    assert run().exit_code != 0
    assert "Look at a notice:" in run("--help").output


def test_python_m_policydoc(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "policydoc", "convert", str(folder), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out" / "one.json").read_text(encoding="utf-8"))["schema"] == "policydoc/1.0"


def test_convert_file_is_pure_and_can_be_pickled(folder: Path) -> None:
    import pickle

    record = convert_file(folder / "one.txt", Options())
    assert pickle.loads(pickle.dumps(record)) == record
    assert record == convert_file(folder / "one.txt", pickle.loads(pickle.dumps(Options())))
    assert record.ok
    assert record.sha256
    assert names(folder) == ["one.txt", "县"]


def test_a_fault_of_policydoc_does_not_end_the_batch(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("policydoc.parse", parse, raising=False)
    done = run("convert", folder, "-o", tmp_path / "out", "--jobs", "0")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 2
    assert "please report it" in done.stderr
