"""Reading docx files beside python-docx opening them.

    python benchmarks/reading.py FOLDER [ROUNDS]

Processor time of all docx files of a folder together, without those that python-docx cannot open. `read_source` gives text, hints, tables and what
was left out; `read` parses and annotates too. python-docx opens the package, and in its paragraphs gives the body without tables, text boxes,
content controls and automatic numbers.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
from measure import alternate, table

import policydoc
from policydoc.readers import read_source


def opened(path: Path) -> bool:
    try:
        docx.Document(str(path))
    except Exception as error:
        print(f"{path.name}: python-docx fails: {error}")
        return False
    return True


def main() -> int:
    paths = [path for path in sorted(Path(sys.argv[1]).glob("*.docx")) if opened(path)]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    readers: dict[str, Callable[[Path], object]] = {
        "python-docx, opened": lambda path: docx.Document(str(path)).paragraphs,
        "python-docx, text of paragraphs": lambda path: [p.text for p in docx.Document(str(path)).paragraphs],
        "read_source": read_source,
        "read": policydoc.read,
    }
    contenders = {name: lambda read=read: deque(map(read, paths), maxlen=0) for name, read in readers.items()}
    print(table(alternate(contenders, rounds, clock=time.process_time), "python-docx, text of paragraphs"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
