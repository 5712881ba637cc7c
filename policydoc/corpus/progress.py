"""How far a long run is: a bar with rate and estimate on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any

PATIENCE = 1.0
"""Seconds after which a terminal is shown the bar."""
EVERY = 30.0
"""Seconds between plain lines."""

MOST = 200
"""Failures shown one by one."""


class Progress:
    """Told of each document; writes to the standard error."""

    def __init__(self) -> None:
        self.count = 0
        self._fresh = self._failures = 0
        self._started = self._told = time.monotonic()
        self._bar: Any = None
        self._terminal = sys.stderr.isatty()

    def advance(self, total: int, fresh: bool) -> None:
        """One more of `total`; `fresh` ones took time, the others were done before."""
        self.count += 1
        self._fresh += fresh
        now = time.monotonic()
        if self._terminal:
            self._show(total, now)
        elif now - self._told >= EVERY:
            self._told = now
            print(self.line(total, now - self._started), file=sys.stderr, flush=True)

    def line(self, total: int, seconds: float) -> str:
        """`1,200 of 20,000, 95.0 a second, about 3 min left`."""
        rate = self._fresh / seconds if seconds > 0 else 0.0
        left = f", about {span((total - self.count) / rate)} left" if rate else ""
        return f"{self.count:,} of {total:,}, {rate:.1f} a second{left}"

    def failed(self, text: str) -> None:
        """Show one failure, as long as they are few; the rest stands in the list that the report names."""
        self._failures += 1
        if self._failures == MOST:
            text += "\n… more of them are only listed"
        if self._failures > MOST:
            return
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _show(self, total: int, now: float) -> None:
        if self._bar is None and now - self._started > PATIENCE:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task("", total=total, rate="")
            self._bar.start()
        if self._bar is not None and now - self._told > 0.1:
            self._told = now
            rate = f"{self._fresh / (now - self._started):.1f} a second"
            self._bar.update(self._bar.task_ids[0], completed=self.count, rate=rate)


def span(seconds: float) -> str:
    """Seconds as people say them.

    >>> span(5), span(200), span(9000)
    ('5 s', '3 min', '2.5 h')
    """
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
