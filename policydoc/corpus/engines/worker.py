"""What clusters share: a piece of the jobs at a worker, the pieces under way at the driver."""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from functools import partial
from typing import TypeAlias

import attrs

from policydoc import __version__
from policydoc.corpus.batch import Job, OutputError, Setting, convert_jobs, given_up
from policydoc.corpus.manifest import NAME, Line
from policydoc.corpus.pool import Spread

PIECE = 64
"""Documents done at once: about a second of work, against some hundredths for the process that does them."""
START = 8
"""Documents of the first pieces; they grow with what is done."""
HOPELESS = 50
"""Pieces given up in a row after which the fault is not taken for that of the documents."""

GONE = "the cluster is gone: with another, the same command goes on"


class EngineError(Exception):
    """The cluster cannot do the work: nobody answers, its workers do not see the files, have another policydoc, die one and all."""


Done: TypeAlias = list[Line] | EngineError | OutputError
"""Of a piece. Errors come as values: not every cluster brings an exception home as what it was."""


@attrs.frozen
class Place:
    """What a worker must share with the driver."""

    setting: Setting
    start: str = attrs.field(factory=os.getcwd)
    """The folder that relative paths start from."""
    version: str = __version__

    def convert(self, jobs: Sequence[Job]) -> Done:
        """Convert a piece in a process of its own: what ends that process takes no worker along."""
        if self.version != __version__:
            return EngineError(f"worker {socket.gethostname()} has policydoc {__version__}, here is {self.version}: install the same")
        spread = Spread(self._inside, partial(given_up, setting=self.setting), 1, self.setting.limits)
        try:
            return [line for lines in spread.results([list(jobs)]) for line in lines]
        except (EngineError, OutputError) as error:
            return error

    def _inside(self, jobs: Sequence[Job]) -> list[Line]:
        try:
            os.chdir(self.start)
            os.stat(self.setting.folder / NAME)
        except OSError:
            unseen = f"worker {socket.gethostname()} does not see {os.path.join(self.start, self.setting.folder)}"
            raise EngineError(f"{unseen}: name folders that all machines share, under the same path") from None
        return convert_jobs(jobs, self.setting)


def lines_of(
    pieces: Iterator[list[Job]],
    submit: Callable[[list[Job]], Future[Done]],
    most: Callable[[], int],
    lost: type[Exception],
    setting: Setting,
) -> Iterator[list[Line]]:
    """The lines of all pieces as they come, at most `most()` pieces under way.

    A cluster tries a piece again when its worker dies. One that it gives up, raising `lost`, is halved, down to the document that ended
    worker after worker. It fails, and is tried again by the next run: it may have been the cluster.
    """
    running: dict[Future[Done], list[Job]] = {}
    halves: deque[list[Job]] = deque()
    in_a_row = 0
    try:
        while True:
            while len(running) < most() and (piece := halves.popleft() if halves else next(pieces, None)):
                running[submit(piece)] = piece
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                piece = running.pop(future)
                try:
                    done = _result(future)
                    in_a_row = 0
                except lost as error:
                    in_a_row += 1
                    if in_a_row > HOPELESS:
                        raise EngineError(f"the workers die whatever they are given ({_first_line(error)}): look into their logs") from error
                    half = len(piece) // 2
                    halves.extend([piece[:half], piece[half:]] if half else ())
                    done = [] if half else [attrs.evolve(given_up(piece[0], setting), retry=True)]
                yield done
    finally:
        for future in running:
            future.cancel()


def _result(future: Future[Done]) -> list[Line]:
    try:
        done = future.result()
    except CancelledError:
        raise EngineError(GONE) from None
    if isinstance(done, Exception):
        raise done
    return done


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]
