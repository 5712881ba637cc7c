"""What batches cost: `python benchmarks/batch.py [COUNT [FOLDER [ENGINE…]]]`.

The texts of FOLDER (by default the real notices) are copied to COUNT files, by default 20,000, and converted by one process, by two, and by
the engines named (dask, spark) with two workers on this machine. Time and processor time are compared with a serial loop of read and
dump over the first 1,000. Then the memory of the parent, with 1,000 notices and with 20,000, cut short.

On a machine that others use the time says little. Processor time does: `alone` is what a run would take at least on two cores that
nobody else uses: the start, then its busiest process, or half of all.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import attrs
import psutil

import policydoc
from policydoc.corpus.manifest import NAME

ROOT = Path(__file__).resolve().parents[1]
SHORT = 300
"""Characters of a notice where only the parent is of interest."""
SAMPLE, LARGE = 1000, 20_000


@attrs.frozen
class Run:
    """Seconds of a conversion, and processor seconds of its processes."""

    seconds: float
    parent: float
    start: float
    """Of the process that the workers are forked from."""
    workers: Sequence[float]
    memory: float
    """The most that the parent had, in MB."""

    @property
    def alone(self) -> float:
        return self.start + max(self.parent, *self.workers, (self.parent + sum(self.workers)) / 2)

    def row(self, name: str, count: int, serial: float) -> str:
        alone, processor = self.alone / count, (self.parent + self.start + sum(self.workers)) / count
        workers = f"{sum(self.workers):.1f} in {len(self.workers)}"
        return f"{name:26s} {self.seconds / count / serial:6.2f} {alone / serial:6.2f} {processor / serial:6.2f}   {self.parent:.1f} {self.start:.1f} {workers}"


def copies(texts: Sequence[str], count: int, folder: Path) -> Path:
    folder.mkdir()
    for n in range(count):
        (folder / f"notice-{n:06}.txt").write_text(texts[n % len(texts)], encoding="utf-8")
    return folder


def serial(folder: Path) -> float:
    """Processor seconds of a document, read and dumped one after the other."""
    files = sorted(folder.iterdir())[:SAMPLE]
    policydoc.dumps(policydoc.read(files[0]))
    begin = time.process_time()
    for path in files:
        policydoc.dumps(policydoc.read(path))
    return (time.process_time() - begin) / len(files)


def convert(folder: Path, out: Path, *options: str) -> Run:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "policydoc", "convert", str(folder), "-o", str(out), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    parent, most = psutil.Process(process.pid), 0
    spent: dict[int, float] = {}
    forked: set[int] = set()
    while process.poll() is None:
        for one in [parent, *_below(parent)]:
            try:
                times = one.cpu_times()
                spent[one.pid] = times.user + times.system
                if one.ppid() in spent and one.ppid() != process.pid:
                    forked.add(one.pid)
                if one == parent:
                    most = max(most, one.memory_info().rss)
            except psutil.Error:
                continue
        time.sleep(0.02)
    if process.wait():
        raise SystemExit(f"ended with status {process.returncode}")
    seconds = time.perf_counter() - begin
    start = sum(s for pid, s in spent.items() if pid not in forked and pid != process.pid)
    return Run(seconds, spent[process.pid], start, [spent[pid] for pid in forked] or [0.0], most / 1e6)


def _below(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return list(parent.children(recursive=True))
    except psutil.Error:
        return []


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "corpus" / "text"
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(source.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as place:
        folder, runs = copies(texts, count, Path(place, "in")), {}
        one = min(serial(folder), serial(folder))
        print(f"{count:,} notices; ratios to {one * 1000:.2f} ms a notice, a serial loop")
        print(f"{'':26s} {'time':>6s} {'alone':>6s} {'all':>6s}   processor seconds of parent, start, workers", flush=True)
        engines = [("--engine", name, "--jobs", "2") for name in sys.argv[3:]]
        for options in [("--jobs", "1"), ("--jobs", "2"), *engines]:
            out = Path(place, "-".join(options))
            runs[options] = convert(folder, out, *options)
            print(runs[options].row(" ".join(options), count, one), flush=True)
        single, double = runs["--jobs", "1"], runs["--jobs", "2"]
        print(f"two are {single.alone / double.alone:.2f} × one alone, {single.seconds / double.seconds:.2f} × here")
        done = Path(place, "--jobs-2")
        size, trees = (done / NAME).stat().st_size, sum(path.stat().st_size for path in done.glob("*.json"))
        read = sum(path.stat().st_size for path in folder.iterdir())
        print(f"bytes a notice: {read / count:,.0f} read, {trees / count:,.0f} written, {size / count:,.0f} of the manifest")
        print(convert(folder, done, "--jobs", "2").row("again, all done before", count, one), flush=True)
        _memory([text[:SHORT] for text in texts], Path(place))


def _memory(texts: Sequence[str], place: Path) -> None:
    memory = {}
    for n in (SAMPLE, LARGE):
        run = convert(copies(texts, n, place / f"short{n}"), place / f"small{n}", "--jobs", "2")
        memory[n] = run.memory
        print(f"{n:,} short notices: parent {run.memory:.1f} MB, {run.parent / n * 1e6:.0f} µs a notice", flush=True)
    again = convert(place / f"short{LARGE}", place / f"small{LARGE}", "--jobs", "2")
    print(f"{LARGE:,} again, all done before: parent {again.memory:.1f} MB, {again.parent / LARGE * 1e6:.0f} µs a notice")
    print(f"parent's memory grows by {memory[LARGE] - memory[SAMPLE]:.1f} MB")


if __name__ == "__main__":
    main()
