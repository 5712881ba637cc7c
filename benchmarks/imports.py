"""How long `import policydoc` takes beside `import attrs`: fresh processes, one after the other in turn.

    python benchmarks/imports.py [ROUNDS]

Prints the time of the import itself, measured inside of each process, and of the whole process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from measure import table

ROOT = Path(__file__).resolve().parents[1]
IMPORT = "import time; begin = time.perf_counter(); import {}; print(time.perf_counter() - begin)"
CONTENDERS = {
    "import attrs": IMPORT.format("attrs"),
    "import policydoc": IMPORT.format("policydoc"),
    "policydoc and parse": IMPORT.format("policydoc").replace("; print", "; policydoc.parse; print"),
}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    inside: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    whole: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for turn in range(rounds + 1):
        for name, code in CONTENDERS.items():
            begin = time.perf_counter()
            ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
            if turn:  # the first round writes the byte code
                whole[name].append(time.perf_counter() - begin)
                inside[name].append(float(ran.stdout))
    print("ms for the import")
    print(table(inside, "import attrs"))
    print("ms for the process")
    print(table(whole, "import attrs"))


if __name__ == "__main__":
    main()
