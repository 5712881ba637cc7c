"""Batches on Dask: wherever a Dask scheduler runs, under SLURM, PBS, Kubernetes or on this machine."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import current_process
from typing import TYPE_CHECKING

from policydoc.corpus.batch import Engine, Job, Setting, pieces
from policydoc.corpus.engines.worker import PIECE, START, Done, EngineError, Place, lines_of
from policydoc.corpus.manifest import Line

if TYPE_CHECKING:
    from distributed import Client

LEAST = 32
"""Pieces under way at least: a cluster that grows with its work begins without workers."""


def over(client: Client) -> Engine:
    """The engine of a client's cluster; the client stays open.

    >>> from distributed import Client
    >>> convert_all(sources, setting, engine=over(Client("tcp://scheduler:8786")))  # doctest: +SKIP
    """

    def engine(jobs: Iterator[Job], setting: Setting) -> Iterator[list[Line]]:
        from distributed import KilledWorker

        place = Place(setting)
        executor = client.get_executor(pure=False)

        def submit(piece: list[Job]) -> Future[Done]:
            future: Future[Done] = executor.submit(_convert, place, piece)
            return future

        yield from lines_of(pieces(jobs, PIECE, START), submit, _twice_the_threads(client), KilledWorker, setting)

    return engine


def _convert(place: Place, piece: Sequence[Job]) -> Done:
    current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # Dask forbids its workers children; ours end with them
    return place.convert(piece)


def _twice_the_threads(client: Client) -> Callable[[], int]:
    most, asked = LEAST, 0.0

    def ask() -> int:
        nonlocal most, asked
        if time.monotonic() - asked > 5:
            asked = time.monotonic()
            with suppress(OSError):  # a scheduler that is gone says so by what becomes of the pieces
                most = max(LEAST, 2 * sum(client.nthreads().values()))
        return most

    return ask


@contextmanager
def connected(address: str | None, jobs: int) -> Iterator[Engine]:
    """The engine of the scheduler at an address or in a scheduler file, else of DASK_SCHEDULER_ADDRESS, else of processes here."""
    import dask
    from distributed import Client, LocalCluster

    for name in logging.root.manager.loggerDict:
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    where = address or dask.config.get("scheduler-address", None)
    with ExitStack() as opened:
        try:
            if where is None:
                cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL)
                where = opened.enter_context(cluster)
            client = Client(scheduler_file=where) if isinstance(where, str) and os.path.isfile(where) else Client(where)
        except (OSError, ValueError) as error:
            raise EngineError(f"no Dask scheduler answers at {where} ({error}): start it, or correct the address") from None
        yield over(opened.enter_context(client))
