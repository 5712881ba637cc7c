"""Work spread over processes, of which any may die at any moment.

`concurrent.futures` gives up all that is under way when one process dies. Here the processes are started anew, what was under way is
tried again piece by piece, and a piece that ends its process once more, now alone in the pool, is halved down to the one guilty job.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from types import ModuleType
from typing import Any, Generic, TypeVar

import attrs

J = TypeVar("J")
R = TypeVar("R")

GRACE = 5.0
"""Seconds, at most, that a document over its time has to stop by itself before its process is ended."""


@attrs.frozen
class Limits:
    """What one document may use."""

    seconds: float | None = None
    megabytes: int | None = None
    """Memory of a process, what it needs by itself (some 100) included. Not on Windows."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class TimeUp(BaseException):
    """The document took too long. No Exception: nothing on the way may take it for a fault of the file."""


@attrs.define(eq=False)
class Spread(Generic[J, R]):
    """`work` on lists of jobs in `jobs` processes; `give_up` makes the result of a job that kills whoever does it."""

    work: Callable[[Sequence[J]], list[R]]
    give_up: Callable[[J], R]
    jobs: int
    limits: Limits = Limits()
    _pool: ProcessPoolExecutor | None = None
    _running: dict[Future[list[R]], list[J]] = attrs.field(factory=dict)
    _suspects: deque[list[J]] = attrs.field(factory=deque)
    _done: SimpleQueue[Future[list[R]]] = attrs.field(factory=SimpleQueue)
    """Futures as they are done. `concurrent.futures.wait` takes the locks of all of them, and Ctrl-C in between leaves them taken."""

    def results(self, pieces: Iterable[list[J]]) -> Iterator[list[R]]:
        """The results of each piece as they come; at most two pieces a process are taken ahead."""
        waiting = iter(pieces)
        try:
            while True:
                alone = bool(self._suspects)
                lost = self._submit([self._suspects.popleft()] if alone else self._next(waiting))
                if not self._running and not lost:
                    return
                for future in self._finished():
                    piece = self._running.pop(future)
                    try:
                        yield future.result()
                    except (BrokenExecutor, CancelledError):
                        lost.append(piece)
                if lost:
                    lost += self._running.values()
                    self._stop()
                    yield from self._blame(lost, alone)
        finally:
            self._stop()

    def _next(self, waiting: Iterator[list[J]]) -> Iterator[list[J]]:
        while len(self._running) < 2 * self.jobs and (piece := next(waiting, None)) is not None:
            yield piece

    def _submit(self, pieces: Iterable[list[J]]) -> list[list[J]]:
        """Hand pieces in; those that the pool does not take any more."""
        for piece in pieces:
            if not self._put(piece):
                return [piece]
        return []

    def _put(self, piece: list[J]) -> bool:
        for _ in range(2):
            self._pool = self._pool or _start(self.jobs, self.limits)
            try:
                with _without_main():
                    future = self._pool.submit(self.work, piece)
                self._running[future] = piece
                future.add_done_callback(self._done.put)
                return True
            except BrokenExecutor:
                if self._running:
                    return False
                self._stop()  # it died while it had nothing to do
        return False

    def _finished(self) -> list[Future[list[R]]]:
        """Those that are done, in the order in which they began; after a stall, all, broken."""
        limit = self.limits.seconds
        longest = max(map(len, self._running.values()), default=0)
        done: set[Future[list[R]]] = set()
        while self._running and done.isdisjoint(self._running):
            try:
                done.add(self._done.get(timeout=(limit + GRACE) * longest * 2 + 60 if limit else None))
            except Empty:
                _kill(self._pool)
                return list(self._running)
        with suppress(Empty):
            while True:
                done.add(self._done.get_nowait())
        return [future for future in self._running if future in done]

    def _blame(self, lost: list[list[J]], alone: bool) -> Iterator[list[R]]:
        for piece in lost if alone else ():
            if len(piece) == 1:
                yield [self.give_up(piece[0])]
            else:
                half = len(piece) // 2
                self._suspects.extendleft([piece[half:], piece[:half]])
        if not alone:
            self._suspects.extend(lost)

    def _stop(self) -> None:
        self._running.clear()
        _kill(self._pool)
        self._pool = None


def _start(jobs: int, limits: Limits) -> ProcessPoolExecutor:
    from multiprocessing import get_all_start_methods, get_context

    # A fork of this process would take its threads' locks along; the server forks from a process that did nothing but import.
    context: Any = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        context.set_forkserver_preload(["policydoc.corpus.warm"])
    return ProcessPoolExecutor(jobs, context, _begin, (limits.megabytes,))


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes started in here do not run the main program's file to find what it defines: they need nothing of it, and it may be large."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _kill(pool: ProcessPoolExecutor | None) -> None:
    if pool is None:
        return
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _begin(megabytes: int | None) -> None:
    """In a new process: Ctrl-C is the parent's business, and without the parent there is nothing to do."""
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def follow() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=follow, daemon=True).start()
    if megabytes and sys.platform != "win32":
        import resource

        limit = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(limit, (megabytes << 20, resource.getrlimit(limit)[1]))


def in_time(seconds: float | None, work: Callable[[], R], *, hard: bool) -> R:
    """What `work` gives. Raises TimeUp where it takes longer; `hard` ends the process where even that does not stop it.

    Takes the alarm of the process for itself; without alarms (Windows) only the hard end is there.
    """
    if not seconds:
        return work()
    import faulthandler
    from threading import current_thread, main_thread

    soft = hasattr(signal, "setitimer") and current_thread() is main_thread()
    if hard:
        faulthandler.dump_traceback_later(seconds + (min(GRACE, seconds) if soft else 0), exit=True, file=_nowhere())
    try:
        return _alarmed(seconds, work) if soft else work()
    finally:
        if hard:
            faulthandler.cancel_dump_traceback_later()


def _alarmed(seconds: float, work: Callable[[], R]) -> R:
    before = signal.signal(signal.SIGALRM, _time_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_up(*_: object) -> None:
    raise TimeUp


_NOWHERE: list[Any] = []


def _nowhere() -> Any:
    if not _NOWHERE:
        _NOWHERE.append(open(os.devnull, "w"))  # noqa: SIM115 - for the life of the process
    return _NOWHERE[0]
