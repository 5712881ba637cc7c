"""Kill a conversion again and again, then look whether anything is lost: `python benchmarks/kills.py 100 300`.

The arguments are how often it is killed and how many notices it converts. Two kills of three meet the parent, one a worker.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from policydoc.corpus.manifest import latest, read_manifest
from policydoc.schema import load

ROOT = Path(__file__).resolve().parents[1]
NOTICE = "清河市财政局关于做好预算编制工作的通知\n各县财政局：\n一、总体要求\n" + "各县要做好编制工作（市财政局负责）。\n" * 60
DONE = "nobody, it was done"


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "policydoc", "convert", str(folder), "-o", str(out), "--jobs", "2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kill(process: subprocess.Popen[bytes], out: Path, moments: random.Random, parent: bool) -> str:
    """Kill the parent or a worker when some more documents are done, in the middle of others; what was met."""
    done = size(out) + moments.randint(1, 30_000)
    while process.poll() is None and size(out) < done:
        time.sleep(0.005)
    time.sleep(moments.uniform(0, 0.05))
    try:
        main = psutil.Process(process.pid)
        below = [p for p in main.children(recursive=True) if p.parent() != main]
        victim = main if parent or not below else moments.choice(below)
        victim.kill()
    except psutil.NoSuchProcess:
        process.wait()
        return DONE
    process.wait()
    return "parent" if victim is main else "worker"


def size(out: Path) -> int:
    try:
        return (out / "manifest.jsonl").stat().st_size
    except FileNotFoundError:
        return 0


def main() -> int:
    times, count = (int(n) for n in (*sys.argv[1:], "100", "300")[:2])
    moments = random.Random(2022)
    met: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place, "in"), Path(place, "out")
        folder.mkdir()
        for n in range(count):
            (folder / f"{n}.txt").write_text(f"{NOTICE}二、第{n}件\n", encoding="utf-8")
        begun = time.monotonic()
        n = 0
        while met["parent"] + met["worker"] < times:
            n += 1
            done = met[DONE]
            met[kill(start(folder, out), out, moments, parent=n % 3 > 0)] += 1
            if met[DONE] > done:  # nothing was left to do: change all inputs
                for path in folder.iterdir():
                    path.write_text(path.read_text(encoding="utf-8") + f"{n}、再次\n", encoding="utf-8")
                met["changed inputs"] += 1
        last = start(folder, out)
        errors = (last.communicate()[1] or b"").decode()
        lines = latest(out)
        whole = sum(load(out / str(line.output)).text == Path(key).read_text(encoding="utf-8") for key, line in lines.items())
        left = {p.name for p in out.iterdir()} - {line.output for line in lines.values()} - {"manifest.jsonl"}
        written = sum(1 for _ in read_manifest(out))
    print(f"{times} kills in {time.monotonic() - begun:.0f} s on {os.cpu_count()} cores: {dict(met)}")
    print(f"{count} inputs, {len(lines)} last lines of {written}, {whole} whole outputs, left over: {sorted(left) or 'nothing'}, status {last.returncode}")
    print(errors, end="")
    return 0 if len(lines) == whole == count and not left and not last.returncode else 1


if __name__ == "__main__":
    sys.exit(main())
