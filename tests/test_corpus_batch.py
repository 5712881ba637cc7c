"""Runs that are ended and begun again: every input has one whole output and one last line, and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_cli import NOTICE, names, run

from policydoc.corpus.batch import Setting, convert_all
from policydoc.corpus.convert import Options
from policydoc.corpus.inputs import Sources
from policydoc.corpus.manifest import Locked, Manifest, latest, read_manifest
from policydoc.corpus.pool import Limits
from policydoc.schema import load

SLOW = b"Rar!\x1a\x07 sleep"
STUCK = b"Rar!\x1a\x07 stuck"
DEADLY = b"Rar!\x1a\x07 die"
GREEDY = b"Rar!\x1a\x07 eat"
READER = '''
import itertools, os, signal, time
from policydoc.source import Source

def read(data, *, encoding):
    """Does to its process what some files do to some libraries."""
    if data.endswith(b"die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if data.endswith(b"eat"):
        bytearray(1 << 30)
    if data.endswith(b"sleep"):
        time.sleep(60)
    if data.endswith(b"stuck"):
        sum(itertools.repeat(0))  # never looks at a signal
    return Source("done")
'''


def make(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        (folder / f"n{n:03}.txt").write_text(f"{NOTICE}二、第{n}件\n各县要办好。\n", encoding="utf-8")
    return folder


def started(*args: object, plugin: Path | None = None, **options: Any) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), *([str(plugin)] if plugin else [])])
    command = [sys.executable, "-m", "policydoc", "convert", *map(str, args)]
    env = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, **options)


def wait_for(out: Path, count: int) -> None:
    """Until so many trees are written."""
    until = time.monotonic() + 30
    while len(list(out.glob("*.json"))) < count and time.monotonic() < until:
        time.sleep(0.01)


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A package that reads one more format, and badly."""
    home = tmp_path / "plugin"
    info = home / "bad_reader-1.0.dist-info"
    info.mkdir(parents=True)
    (home / "bad_reader.py").write_text(READER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[policydoc.readers]\napplication/x-archive = bad_reader:read\n")
    return home


def check_whole(out: Path, count: int) -> None:
    """Every input has one line that counts and one whole output, and nothing else lies there."""
    lines = latest(out)
    assert len(lines) == count
    assert {line.status for line in lines.values()} == {"ok"}
    outputs = [line.output for line in lines.values() if line.output]
    assert len(set(outputs)) == count
    assert sorted(p.name for p in out.iterdir()) == sorted([*outputs, "manifest.jsonl"])
    for key, line in lines.items():
        assert load(out / str(line.output)).source.uri == key


def test_a_second_run_does_only_what_is_new_or_changed(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 3), tmp_path / "out"
    assert run("convert", folder, "-o", out).exit_code == 0
    before = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    make(folder, 4)
    (folder / "n001.txt").write_text(NOTICE, encoding="utf-8")
    done = run("convert", folder, "-o", out)
    assert done.stdout.startswith("2 converted")
    assert "2 done before" in done.stdout
    after = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    assert {name for name in before if before[name] == after[name]} == {"n000.json", "n002.json"}
    check_whole(out, 4)


@pytest.mark.parametrize("harm", ["gone", "cut", "options", "version"])
def test_what_is_missing_cut_or_made_otherwise_is_done_again(harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = make(tmp_path / "in", 2), tmp_path / "out"
    args = ["convert", folder, "-o", out, "--jobs", "0"]
    assert run(*args).exit_code == 0
    if harm == "gone":
        (out / "n000.json").unlink()
    if harm == "cut":
        (out / "n000.json").write_bytes(b"{")
    if harm == "version":
        monkeypatch.setattr("policydoc.corpus.batch.__version__", "99.0")
    done = run(*args, *(["--encoding", "utf-8"] if harm == "options" else []))
    assert done.stdout.startswith("1 converted" if harm in ("gone", "cut") else "2 converted")
    check_whole(out, 2)


def test_failures_are_kept_listed_and_tried_again_on_request(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 1), tmp_path / "out"
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert run("convert", folder, "-o", out).exit_code == 1
    listed = (out / "quarantine" / "failures.tsv").read_text(encoding="utf-8")
    assert listed.startswith(f"{folder / 'bad.pdf'}\t")
    again = run("convert", folder, "-o", out)
    assert again.exit_code == 1, "what failed is still not converted"
    assert again.stderr == ""
    assert "--retry failed" in again.stdout
    assert run("convert", folder, "-o", out, "--retry", "failed").stderr.count("\n") == 1
    (folder / "bad.pdf").write_text(NOTICE, encoding="utf-8")
    assert run("convert", folder, "-o", out).exit_code == 0, "a changed file is tried again unasked"
    assert not (out / "quarantine").exists()
    check_whole(out, 2)


def test_a_document_that_fails_now_leaves_no_tree_of_before(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 1), tmp_path / "out"
    assert run("convert", folder, "-o", out).exit_code == 0
    (folder / "n000.txt").write_bytes(b"")
    assert run("convert", folder, "-o", out).exit_code == 1
    assert names(out) == []


def test_the_parent_killed_again_and_again(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 60), tmp_path / "out"
    for count in (0, 7, 23, 40):
        process = started(folder, "-o", out, "--jobs", 2)
        wait_for(out, count + 1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    done = started(folder, "-o", out, "--jobs", 2)
    assert "done before" in done.communicate()[0]
    assert done.returncode == 0
    check_whole(out, 60)
    (tmp_path / "once").mkdir()
    convert_all(Sources((str(folder),), out), Setting(tmp_path / "once", jobs=0))
    for name in names(out):
        assert (out / name).read_bytes() == (tmp_path / "once" / name).read_bytes()


def test_a_document_that_kills_its_worker_is_the_only_one_that_fails(tmp_path: Path, plugin: Path) -> None:
    folder, out = make(tmp_path / "in", 40), tmp_path / "out"
    (folder / "n007.rar").write_bytes(DEADLY)
    (folder / "n030.rar").write_bytes(DEADLY)
    process = started(folder, "-o", out, "--jobs", 2, plugin=plugin)
    shown, errors = process.communicate()
    assert process.returncode == 1
    assert "40 converted" in shown
    assert sorted(Path(line.split(": ")[0]).name for line in errors.splitlines()) == ["n007.rar", "n030.rar"]
    assert "ended the process" in errors


def test_documents_over_time_or_memory_fail_alone(tmp_path: Path, plugin: Path) -> None:
    folder, out = make(tmp_path / "in", 3), tmp_path / "out"
    (folder / "slow.rar").write_bytes(SLOW)
    if sys.platform == "linux":
        (folder / "greedy.rar").write_bytes(GREEDY)
    process = started(folder, "-o", out, "--jobs", 2, "--timeout", 1, "--memory", 512, plugin=plugin)
    shown, errors = process.communicate()
    assert "3 converted" in shown, errors
    assert "slow.rar: took longer than 1 seconds" in errors
    assert sys.platform != "linux" or "greedy.rar: " in errors


def test_a_library_that_never_comes_back_is_ended(tmp_path: Path, plugin: Path) -> None:
    folder, out = make(tmp_path / "in", 2), tmp_path / "out"
    (folder / "stuck.rar").write_bytes(STUCK)
    process = started(folder, "-o", out, "--jobs", 1, "--timeout", 0.5, plugin=plugin)
    shown, errors = process.communicate(timeout=60)
    assert "2 converted" in shown, errors
    assert "stuck.rar: " in errors


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil", reason="finding the workers of a run needs psutil")
    folder, out = make(tmp_path / "in", 600), tmp_path / "out"
    process = started(folder, "-o", out, "--jobs", 2)
    wait_for(out, 5)
    workers = [p for p in psutil.Process(process.pid).children(recursive=True) if not p.children() and "tracker" not in " ".join(p.cmdline())]
    workers[-1].kill()
    assert process.communicate()[1] == ""
    check_whole(out, 600)


def test_two_runs_at_once(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 1), tmp_path / "out"
    out.mkdir()
    with Manifest(out):
        done = run("convert", folder, "-o", out)
        assert done.exit_code == 4
        assert "another run" in done.stderr
        process = started(folder, "-o", out)
        process.communicate()
        assert process.returncode == 4
        with pytest.raises(Locked):
            Manifest(out)
    assert run("convert", folder, "-o", out).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path, plugin: Path) -> None:
    folder, out = make(tmp_path / "in", 60), tmp_path / "out"
    (folder / "slow.rar").write_bytes(SLOW)  # a run that cannot be done before it is interrupted
    # A shell that runs the tests in the background has them ignore Ctrl-C, and all that they start too.
    heeded = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = started(folder, "-o", out, "--jobs", 2, plugin=plugin, preexec_fn=heeded)
    wait_for(out, 3)
    process.send_signal(signal.SIGINT)
    errors = process.communicate()[1]
    assert process.returncode == 130
    (folder / "slow.rar").unlink()
    assert errors == "stopped; the same command goes on where it was\n"
    assert run("convert", folder, "-o", out, "-j0").exit_code == 0
    check_whole(out, 60)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
def test_no_room_stops_the_run_and_loses_nothing(tmp_path: Path) -> None:
    import resource

    folder, out = make(tmp_path / "in", 30), tmp_path / "out"
    (folder / "n020.txt").write_text(NOTICE + "各县要办好。\n" * 4000, encoding="utf-8")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    process = started(folder, "-o", out, "--jobs", 2, preexec_fn=little_room)
    errors = process.communicate()[1]
    assert process.returncode == 3, errors
    assert "make room" in errors
    assert errors.count("\n") == 1
    assert run("convert", folder, "-o", out).exit_code == 0
    check_whole(out, 30)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_stops_before_it_begins(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 2), tmp_path / "out"
    out.mkdir(mode=0o500)
    done = run("convert", folder, "-o", out)
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1
    out.chmod(0o700)
    assert run("convert", folder, "-o", out).exit_code == 0
    check_whole(out, 2)


def test_an_output_turned_read_only_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from policydoc.corpus import batch

    def refuse(path: Path, data: bytes) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    folder, out = make(tmp_path / "in", 2), tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(batch, "write_whole", refuse)
        done = run("convert", folder, "-o", out, "--jobs", "0")
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1
    assert not list(read_manifest(out))
    assert run("convert", folder, "-o", out).exit_code == 0
    check_whole(out, 2)


def test_a_line_without_its_end_is_cut_off(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 3), tmp_path / "out"
    assert run("convert", folder, "-o", out).exit_code == 0
    manifest = out / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-10])
    assert run("convert", folder, "-o", out).stdout.startswith("1 converted")
    assert all(json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines())
    check_whole(out, 3)


def test_the_manifest_says_what_became_of_each(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 1), tmp_path / "out"
    (folder / "broken.txt").write_text(NOTICE + "\ufffd\ufffd", encoding="utf-8")
    report = convert_all(Sources((str(folder),), out), Setting(_made(out), Options(), Limits(), jobs=0))
    assert (report.converted, report.failed, report.statuses["partial"]) == (2, 0, 1)
    assert report.counts["clauses"] == 2
    broken, line = latest(out).values()
    assert "could not be decoded: 2" in str(broken.reason)
    assert line.status == "ok"
    assert line.counts["clauses"] == 1
    assert line.bytes == (out / "n000.json").stat().st_size


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_script_needs_no_guard_around_the_call(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom policydoc.corpus.batch import Setting, convert_all\n"
        "from policydoc.corpus.inputs import Sources\n"
        "print(convert_all(Sources((sys.argv[1],), Path(sys.argv[2])), Setting(Path(sys.argv[2]), jobs=2)).converted)\n"
    )
    out = _made(tmp_path / "out")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, make(tmp_path / "in", 30), out], env=env, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("30\n", "")
