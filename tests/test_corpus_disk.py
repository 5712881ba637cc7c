"""Disks that take no more, and a run that is killed at any moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import NOTICE, names, run
from test_corpus_batch import check_whole, make

from policydoc.corpus.batch import Job, OutputError, Setting
from policydoc.corpus.engines.worker import Place
from policydoc.corpus.inputs import Item
from policydoc.corpus.manifest import latest

KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from policydoc.corpus import warm
from policydoc.corpus.batch import Setting, convert_all
from policydoc.corpus.inputs import Sources

folder, out = map(Path, sys.argv[1:])
moments = random.Random(2022)
met = 0
while met < 30:
    before = sum(1 for _ in out.iterdir())
    child = os.fork()
    if not child:
        convert_all(Sources((str(folder),), out), Setting(out, jobs=0))
        os._exit(0)
    until = time.monotonic() + moments.uniform(0, 0.1)
    while time.monotonic() < until and sum(1 for _ in out.iterdir()) <= before + 3:
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    met += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    for path in random.Random(met).sample(sorted(folder.iterdir()), 2):
        path.write_text(path.read_text(encoding="utf-8") + "各县要再办一次。\\n", encoding="utf-8")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_thirty_kills_at_random_moments(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 30), tmp_path / "out"
    out.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLER, str(folder), str(out)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert killed.returncode == 0, killed.stderr
    assert run("convert", folder, "-o", out).exit_code == 0
    check_whole(out, 30)
    for key, line in latest(out).items():
        assert line.counts["characters"] == len(Path(key).read_text(encoding="utf-8"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], None]]]:
    """A small disk of its own, and what changes how it is mounted."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(*options: str) -> int:
        return subprocess.run(["mount", *options, str(place)], capture_output=True).returncode

    if not sys.platform.startswith("linux") or mount("-t", "tmpfs", "-o", "size=64k", "tmpfs"):
        pytest.skip("a disk can only be mounted by root, on Linux")

    def change(options: str) -> None:
        assert mount("-o", f"remount,{options}") == 0

    yield place, change
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_full_disk_stops_the_run_and_loses_nothing(jobs: int, disk: tuple[Path, Callable[[str], None]], tmp_path: Path) -> None:
    (place, change), folder = disk, make(tmp_path / "in", 40)
    full = run("convert", folder, "-o", place, "--jobs", jobs)
    assert full.exit_code == 3
    assert "make room" in full.stderr
    assert full.stderr.count("\n") == 1
    assert 0 < len(latest(place)) < 40
    assert all((place / str(line.output)).stat().st_size == line.bytes for line in latest(place).values())
    assert run("convert", folder, "-o", place).exit_code == 3, "still no room"
    change("size=10m")
    assert run("convert", folder, "-o", place).exit_code == 0
    check_whole(place, 40)


def test_a_disk_mounted_read_only_is_one_line(disk: tuple[Path, Callable[[str], None]], tmp_path: Path) -> None:
    (place, change), folder = disk, make(tmp_path / "in", 2)
    assert run("convert", folder, "-o", place).exit_code == 0
    make(folder, 3)
    change("ro")
    done = run("convert", folder, "-o", place)
    assert done.exit_code == 3
    assert "Read-only" in done.stderr
    assert done.stderr.count("\n") == 1
    change("rw,size=10m")
    assert run("convert", folder, "-o", place).exit_code == 0
    check_whole(place, 3)


def test_a_worker_of_a_cluster_brings_a_full_disk_home(disk: tuple[Path, Callable[[str], None]]) -> None:
    place, _ = disk
    (place / "manifest.jsonl").touch()
    jobs = [Job(Item(f"{n}.txt", NOTICE.encode()), f"{n}.json") for n in range(40)]
    found = Place(Setting(place, jobs=1)).convert(jobs)
    assert isinstance(found, OutputError)
    assert "make room" in str(found)
    assert 0 < len(names(place)) < 40
