"""Batches on Spark: standalone, YARN, Kubernetes, or on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from policydoc.corpus.batch import PIECE_BYTES, Engine, Job, Setting, pieces
from policydoc.corpus.engines.worker import GONE, PIECE, START, Done, EngineError, Place, lines_of
from policydoc.corpus.manifest import Line

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

TASKS = 2
"""Of a job, for each core. Two jobs are under way, so that no core waits for the last task of one."""


def over(session: SparkSession) -> Engine:
    """The engine of a session's cluster; the session stays open.

    >>> from pyspark.sql import SparkSession  # doctest: +SKIP
    >>> convert_all(sources, setting, engine=over(SparkSession.builder.getOrCreate()))  # doctest: +SKIP
    """
    context = session.sparkContext

    def engine(jobs: Iterator[Job], setting: Setting) -> Iterator[list[Line]]:
        place, group = Place(setting), f"policydoc {uuid4()}"
        tasks = TASKS * context.defaultParallelism

        def submit(wave: list[Job]) -> Future[Done]:
            return threads.submit(_convert, context, group, place, wave, tasks)

        with ThreadPoolExecutor(2) as threads:
            try:
                waves = pieces(jobs, tasks * PIECE, tasks * START, tasks * PIECE_BYTES)
                yield from lines_of(waves, submit, lambda: 2, _Lost, setting)
            finally:
                with suppress(Exception):  # a cluster that is gone has nothing to cancel
                    context.cancelJobGroup(group)

    return engine


class _Lost(Exception):
    """Executors died over a job, again and again."""


def _convert(context: SparkContext, group: str, place: Place, wave: list[Job], tasks: int) -> Done:
    from py4j.protocol import Py4JError, Py4JJavaError

    def task(part: Iterable[Job]) -> Iterator[Done]:
        yield place.convert(list(part))

    lines: list[Line] = []
    try:
        context.setJobGroup(group, "policydoc convert")
        found: list[Done] = context.parallelize(wave, min(tasks, len(wave))).mapPartitions(task).collect()
        for done in found:
            if not isinstance(done, list):
                return done
            lines += done
    except Py4JJavaError as error:
        said = str(error.java_exception)
        if context._jsc is None or context._jsc.sc().isStopped():
            return EngineError(GONE)
        if "api.python.PythonException" in said:
            last = [line for line in said.splitlines() if line[:1].isalpha() and "Error" in line][-1:]
            return EngineError(f"a worker cannot begin ({''.join(last)}): install the same policydoc and libraries there")
        raise _Lost(said) from None
    except (Py4JError, OSError):
        return EngineError(GONE)
    return lines


@contextmanager
def connected(address: str | None, jobs: int) -> Iterator[Engine]:
    """The engine of a master (`spark://…`, `yarn`, `k8s://…`), else of the one that spark-submit names, else of processes here."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("policydoc convert").config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
    if address or "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(address or f"local[{jobs}]")
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        said = " ".join(str(error).split())[:200]
        raise EngineError(f"Spark does not start ({said}): it needs Java 17, and a master that answers at {address or 'this machine'}") from None
    with session:
        yield over(session)
