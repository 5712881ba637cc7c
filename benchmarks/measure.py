"""How the benchmarks take time: contenders alternate in one process, so that what else the machine does falls on all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median


def alternate(
    contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each contender in each round; every contender runs once before the first round."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run()
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            begin = clock()
            run()
            taken[name].append(clock() - begin)
    return taken


def table(taken: Mapping[str, Sequence[float]], against: str, unit: float = 1e-3) -> str:
    """Minimum and median of each contender (in `unit` seconds), and the ratios of both to those of one of them."""
    least, middle = min(taken[against]), median(taken[against])
    rows = [f"{'':34s} {'min':>9s} {'median':>9s} {'min ×':>7s} {'median ×':>9s}"]
    for name, times in taken.items():
        low, mid = min(times), median(times)
        rows.append(f"{name:34s} {low / unit:9.3f} {mid / unit:9.3f} {low / least:7.2f} {mid / middle:9.2f}")
    return "\n".join(rows)
