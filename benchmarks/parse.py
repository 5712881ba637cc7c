"""How long `parse` and the annotators take against the floor, and where the time goes.

    python benchmarks/parse.py [NOTICE.txt] [ROUNDS]

POLICYDOC_FLOOR names another floor: a Python file whose `f5()` works through the list `docs` of contents.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from floor import floor  # noqa: E402
from measure import alternate, table  # noqa: E402

from policydoc import parser  # noqa: E402
from policydoc.annotators import annotators  # noqa: E402

NOTICE = ROOT / "corpus" / "notices" / "qinghe-2022-5.txt"
COPIES = 10
STAGES = "layout scan find_clauses stops cut_rows statements frame split levels tables unnumbered divisions headings legends report".split()


def floor_of(data: bytes) -> Callable[[], object]:
    """The floor over copies of a notice: our own, or that of the file that POLICYDOC_FLOOR names."""
    path = os.environ.get("POLICYDOC_FLOOR")
    if not path:
        return lambda: [floor(data) for _ in range(COPIES)]
    spec = importlib.util.spec_from_file_location("given_floor", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no Python file: {path}")
    given = importlib.util.module_from_spec(spec)
    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        spec.loader.exec_module(given)
    finally:
        sys.argv = arguments
    given.docs = [data] * COPIES
    return given.f5


def parse_all(data: bytes, **options: Any) -> None:
    """Parse copies of a notice; no document outlives the next."""
    for _ in range(COPIES):
        parser.parse(data.decode(), **options)


def annotators_alone(data: bytes) -> dict[str, Callable[[], object]]:
    """Runs of the annotators, all of them and each, on documents that are parsed already and of which nothing is worked out."""
    docs = [parser.parse(data.decode(), annotate=False) for _ in range(COPIES)]

    def run(*chosen: Any) -> None:
        for doc in docs:
            fresh = attrs.evolve(doc)  # its metadata are not worked out yet
            for one in chosen:
                list(one(fresh))

    found = annotators()
    return {"all annotators": lambda: run(*found.values()), **{f"  {name} alone": lambda f=f: run(f) for name, f in found.items()}}


@contextmanager
def clocked(taken: dict[str, float]) -> Iterator[None]:
    """Adds the seconds of each stage of the parser to `taken`."""

    def clock(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            begin = time.perf_counter()
            try:
                return stage(*args, **options)
            finally:
                taken[name] += time.perf_counter() - begin

        return run

    places = [(parser, name) for name in STAGES if hasattr(parser, name)] + [(parser.Builder, "root")]
    kept = [getattr(home, name) for home, name in places]
    for (home, name), stage in zip(places, kept, strict=True):
        setattr(home, name, clock("build" if name == "root" else name, stage))
    try:
        yield
    finally:
        for (home, name), stage in zip(places, kept, strict=True):
            setattr(home, name, stage)


def stages(data: bytes, rounds: int) -> dict[str, list[float]]:
    """Seconds of each stage, `rounds` times."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        taken: dict[str, float] = defaultdict(float)
        with clocked(taken):
            parse_all(data, annotate=False)
        for name, seconds in taken.items():
            found[name].append(seconds)
    return found


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTICE
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    data = path.read_bytes()
    contenders = {
        "floor": floor_of(data),
        "parse": lambda: parse_all(data, annotate=False),
        "parse with annotators": lambda: parse_all(data),
        **annotators_alone(data),
    }
    taken = alternate(contenders, rounds)
    by_time = sorted(stages(data, rounds).items(), key=lambda s: -min(s[1]))
    taken |= {f"    {name}": seconds for name, seconds in by_time}
    print(f"{path.name}, {len(data.decode())} characters, ms for one")
    print(table(taken, "floor", unit=1e-3 * COPIES))


if __name__ == "__main__":
    main()
