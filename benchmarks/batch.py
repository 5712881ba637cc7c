"""What batches cost: `python benchmarks/batch.py [FOLDER [COUNT [LARGE]]]`.

The texts of FOLDER (by default the real notices) are copied to COUNT files and converted by one process and by two, against a serial loop
of read, parse and dump; then to LARGE files, cut short, for the memory of the parent.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

import policydoc

ROOT = Path(__file__).resolve().parents[1]
SHORT = 300
"""Characters of a notice where only the parent is of interest."""


def copies(texts: Sequence[str], count: int, folder: Path) -> Path:
    folder.mkdir()
    for n in range(count):
        (folder / f"notice-{n:06}.txt").write_text(texts[n % len(texts)], encoding="utf-8")
    return folder


def serial(folder: Path) -> float:
    begin = time.perf_counter()
    for path in sorted(folder.iterdir()):
        policydoc.dumps(policydoc.read(path))
    return time.perf_counter() - begin


def batch(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Seconds, and the most memory of the parent in MB."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "policydoc", "convert", str(folder), "-o", str(out), "--jobs", str(jobs)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    parent, most = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            most = max(most, parent.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.02)
    if process.wait():
        raise SystemExit(f"ended with status {process.returncode}")
    return time.perf_counter() - begin, most / 1e6


def main() -> None:
    given = sys.argv[1:]
    source = Path(given[0]) if given else ROOT.parent / "shared" / "corpus" / "text"
    count, large = (int(n) for n in (*given[1:], "400", "20000")[:2])
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(source.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as place:
        folder = copies(texts, count, Path(place, "in"))
        serial(folder)
        alone = serial(folder)
        print(f"{count} notices, {sum(len(texts[n % len(texts)]) for n in range(count)):,} characters; times as ratios to a serial loop")
        print(f"{'serial loop':24s} {1:7.2f}   {count / alone:8.1f} a second")
        for jobs in (0, 1, 2):
            seconds, _ = batch(folder, Path(place, f"out{jobs}"), jobs)
            print(f"{f'convert --jobs {jobs}':24s} {seconds / alone:7.2f}   {count / seconds:8.1f} a second")
        seconds, _ = batch(folder, Path(place, "out2"), 2)
        print(f"{'again, all done before':24s} {seconds / alone:7.3f}   {count / seconds:8.1f} a second")
        short = [text[:SHORT] for text in texts]
        memory = {}
        for n in (1000, large):
            seconds, memory[n] = batch(copies(short, n, Path(place, f"short{n}")), Path(place, f"small{n}"), 2)
            print(f"{n:,} short notices: parent {memory[n]:.1f} MB, {n / seconds:.0f} a second")
        _, most = batch(Path(place, f"short{large}"), Path(place, f"small{large}"), 2)
        print(f"{large:,} again, all done before: parent {most:.1f} MB")
        print(f"parent's memory grows by {memory[large] - memory[1000]:.1f} MB")


if __name__ == "__main__":
    main()
