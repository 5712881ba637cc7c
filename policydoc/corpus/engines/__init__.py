"""Batches on clusters: who does the documents, where `corpus.batch` says which, and keeps the manifest.

An engine is a callable `(jobs, setting) -> lines`, handed to `convert_all` in place of the processes of one machine. It only carries: pieces of
the jobs to the workers of a cluster, lines of the manifest back. The workers read the documents and write the trees themselves, so inputs and
output must lie where all of them see them, under the same paths, and the same policydoc must be installed there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from policydoc.corpus.batch import Engine
from policydoc.corpus.engines.worker import EngineError

__all__ = ["ENGINES", "Engine", "EngineError", "connected"]

ENGINES = ("dask", "spark")


@contextmanager
def connected(name: str, address: str | None, jobs: int) -> Iterator[Engine]:
    """The engine of that name, connected as long as the context is open: to the scheduler at the address, else to the one that the
    library's own settings name, else to `jobs` processes of this machine. Raises EngineError.
    """
    from policydoc.corpus.engines import dask, spark

    with ExitStack() as opened:
        try:
            engine = opened.enter_context((dask if name == "dask" else spark).connected(address, jobs))
        except ModuleNotFoundError as error:
            raise EngineError(f'{name} needs a library that is not installed ({error.name}): pip install "policydoc[{name}]"') from None
        yield engine
