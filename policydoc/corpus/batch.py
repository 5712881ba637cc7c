"""Many documents to JSON, so that nothing is lost whatever ends the run, and a second run does only what is left.

The order of steps is what makes it safe: a tree is written beside its place and renamed; then its line goes into the manifest; then what
the line replaces is removed. A run that is ended in between does the last document again, to the same bytes.
"""

from __future__ import annotations

import errno
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from sys import intern
from typing import TypeAlias

import attrs

from policydoc import __version__
from policydoc.corpus.convert import Options, Record, convert_file, write_whole
from policydoc.corpus.inputs import Item, Sources
from policydoc.corpus.manifest import Line, Manifest, read_manifest
from policydoc.corpus.names import output_names
from policydoc.corpus.pool import Limits, Spread, TimeUp, in_time
from policydoc.writers import writer

FULL = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EROFS", "EFBIG", "EIO")}
"""Errors of a disk that would meet every further document."""
PIECE = 8
"""Documents handed to a process at once."""
PIECE_BYTES = 4_000_000
"""Bytes of archive members handed over at once."""


@attrs.frozen
class Setting:
    """How a batch is converted."""

    folder: Path
    options: Options = attrs.field(factory=Options)
    limits: Limits = attrs.field(factory=Limits)
    jobs: int = 1
    """Processes; 0 for none: all is done in this one, and a document that ends it ends the run."""
    packed: bool = False
    """Whether each output is written as gzip (`.json.gz`)."""
    retry_failed: bool = False


@attrs.frozen
class Job:
    """One document and the name of its output."""

    item: Item
    output: str


@attrs.define
class Report:
    """What a run did, with the documents of its inputs that earlier runs have done."""

    statuses: Counter[str] = attrs.field(factory=Counter)
    """Of the documents that this run has done."""
    before: Counter[str] = attrs.field(factory=Counter)
    """Of those that were done before and are unchanged."""
    counts: Counter[str] = attrs.field(factory=Counter)
    """Characters, pages and clauses of what this run converted."""
    reasons: Counter[str] = attrs.field(factory=Counter)
    """Of all failures."""
    seconds: float = 0.0

    @property
    def converted(self) -> int:
        return self.statuses["ok"] + self.statuses["partial"]

    @property
    def failed(self) -> int:
        return self.statuses["failed"] + self.before["failed"]

    def add(self, line: Line) -> None:
        self.statuses[line.status] += 1
        self.counts.update(line.counts)
        if line.status == "failed":
            self.reasons[short(line.reason)] += 1


class OutputError(Exception):
    """The output takes no more: no room, read-only. What is done is kept; a rerun goes on."""


Engine: TypeAlias = "Callable[[Iterator[Job], Setting], Iterator[list[Line]]]"
"""What does the documents: hands them out and gives their lines back as they come (`corpus.engines`)."""
Known: TypeAlias = tuple[str, bytes, str, int, str]
"""Status, fingerprint, output, its bytes, reason: what has to be remembered of each line of the manifest."""
NOTHING: Known = ("", b"", "", -1, "")


def convert_all(
    sources: Sources,
    setting: Setting,
    done: Callable[[Line | None, int], None] = lambda line, total: None,
    engine: Engine | None = None,
) -> Report:
    """Convert what the sources hold into the folder, which must exist; `done` hears each line, None for what was done before.

    Processes of this machine do it, or an engine of `corpus.engines`: the same outputs, the same manifest, so that one goes on where another ended.

    Raises OutputError where the disk takes no more, manifest.Locked where another run has the folder.
    """
    started = time.perf_counter()
    report = Report()
    try:
        with Manifest(setting.folder) as manifest:
            known, outdated = _known(setting)
            _sweep(setting.folder, outdated)
            ending = writer(setting.options.to)[0] + (".gz" if setting.packed else "")
            if other := next((k[2] for k in known.values() if k[2] and not k[2].endswith(ending)), None):
                raise OutputError(f"{setting.folder} holds another kind of output ({other}): name a folder of its own for {ending}")
            names = output_names(sources.keys(), {key: k[2] for key, k in known.items() if k[2]}, ending)

            def hear(line: Line | None) -> None:
                if line:
                    report.add(line)
                done(line, len(names))

            for lines in (engine or in_processes)(_todo(sources, setting, names, known, report, hear), setting):
                manifest.append(lines)
                for line in lines:
                    _drop(setting.folder, known.get(line.input, NOTHING)[2], line.output)
                    hear(line)
            _sweep(setting.folder, ())
            _quarantine(setting.folder)
    except OSError as error:
        raise OutputError(f"{setting.folder} cannot be written ({error.strerror}), make room and run it again") from error
    report.seconds = time.perf_counter() - started
    return report


def _known(setting: Setting) -> tuple[dict[str, Known], set[str]]:
    """What the manifest says of each input, the fingerprint empty where it must be done again; outputs that no line names any more."""
    known: dict[str, Known] = {}
    outputs: set[str] = set()
    options = attrs.asdict(setting.options)
    for line in read_manifest(setting.folder):
        again = line.retry or line.version != __version__ or line.options != options or (setting.retry_failed and line.status == "failed")
        mark = b"" if again else bytes.fromhex(line.sha256 or "") or b"-"
        if (former := known.get(line.input)) and former[2] != (line.output or ""):
            outputs.add(former[2])
        known[line.input] = (intern(line.status), mark, line.output or "", line.bytes, short(line.reason))
    return known, outputs - {k[2] for k in known.values()} - {""} if outputs else outputs


def _sweep(folder: Path, outdated: Iterable[str]) -> None:
    """Take away what a process that was killed had begun to write, and outputs that no line names any more."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)
    for name in outdated:
        (folder / name).unlink(missing_ok=True)


def _drop(folder: Path, former: str, output: str | None) -> None:
    if former and former != output:
        (folder / former).unlink(missing_ok=True)


def _todo(
    sources: Sources, setting: Setting, names: dict[str, str], known: dict[str, Known], report: Report, hear: Callable[[Line | None], None]
) -> Iterator[Job]:
    for item in sources.items():
        if item.key not in names:
            continue  # it came while we worked: the next run takes it
        status, mark, output, size, reason = known.get(item.key, NOTHING)
        if mark and mark == _mark(item) and (not output or _size(setting.folder / output) == size):
            report.before[status] += 1
            if status == "failed":
                report.reasons[reason] += 1
            hear(None)
        else:
            yield Job(item, names[item.key])


def _mark(item: Item) -> bytes:
    return bytes.fromhex(fingerprint(item) or "") or b"-"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -2


def in_processes(todo: Iterator[Job], setting: Setting) -> Iterator[list[Line]]:
    """The engine of one machine."""
    work = partial(convert_jobs, setting=setting)
    if not setting.jobs:
        yield from map(work, pieces(todo, 1))
        return
    spread = Spread(work, partial(given_up, setting=setting), setting.jobs, setting.limits)
    yield from spread.results(pieces(todo, PIECE))


def pieces(jobs: Iterator[Job], most: int, least: int = 1, most_bytes: int = PIECE_BYTES) -> Iterator[list[Job]]:
    """Pieces that grow: few documents are spread over all processes, many are handed over in batches."""
    count = 0
    while piece := list(islice(jobs, 1)):
        size = len(piece[0].item.data or b"")
        while len(piece) < min(most, max(least, 1 + count // 16)) and size < most_bytes and (more := next(jobs, None)):
            piece.append(more)
            size += len(more.item.data or b"")
        count += len(piece)
        yield piece


def convert_jobs(jobs: Sequence[Job], setting: Setting) -> list[Line]:
    """Convert documents and write their trees: what each process does. Raises OutputError where the disk takes no more."""
    return [_convert(job, setting) for job in jobs]


def _convert(job: Job, setting: Setting) -> Line:
    started = time.perf_counter()
    item, limit = job.item, setting.limits.seconds
    if item.error or item.empty:
        return _line(job, setting, Record(item.key, reason=item.error), 0.0)
    options = setting.options if item.media_type is None else attrs.evolve(setting.options, encoding="utf-8")
    try:
        run = partial(convert_file, item.key, options, data=item.data, media_type=item.media_type)
        record = in_time(limit, run, hard=setting.jobs > 0)
    except TimeUp:
        record = Record(item.key, reason=f"took longer than {limit:g} seconds: give --timeout more, or split the file")
    data, fault = None, None
    if record.json is not None:
        data = _packed(record.json) if setting.packed else record.json
        try:
            write_whole(setting.folder / job.output, data)
        except OSError as error:
            fault = f"{setting.folder / job.output} cannot be written ({error.strerror}), make room or name another folder"
            if error.errno in FULL:
                raise OutputError(fault) from None
    return _line(job, setting, record, time.perf_counter() - started, data, fault)


def _line(job: Job, setting: Setting, record: Record, seconds: float, data: bytes | None = None, fault: str | None = None) -> Line:
    status = "skipped" if job.item.empty else "failed" if data is None or fault else "partial" if record.lost else "ok"
    written = status in ("ok", "partial")
    return Line(
        input=job.item.key,
        sha256=record.sha256 or fingerprint(job.item),
        status=status,
        output=job.output if written else None,
        bytes=len(data) if data and written else 0,
        reason=fault or record.reason or record.lost,
        retry=fault is not None,
        diagnostics=record.diagnostics,
        counts=record.counts if written else {},
        seconds=round(seconds, 3),
        version=__version__,
        options=attrs.asdict(setting.options),
    )


def given_up(job: Job, setting: Setting) -> Line:
    """The line of a document that ends whoever reads it."""
    limit = setting.limits.seconds
    reason = "ended the process that read it (a crash, or no memory left" + (f", or more than {limit:g} seconds)" if limit else ")")
    return _line(job, setting, Record(job.item.key, reason=f"{reason}: open it and save it anew, or split it"), 0.0)


def fingerprint(item: Item) -> str | None:
    """The sha256 of what would be read; None where nothing can be."""
    from policydoc.readers import MAX_FILE

    if item.error:
        return sha256(item.error.encode("utf-8", "replace")).hexdigest()
    if item.empty or item.data is not None:
        return sha256(item.data or b"").hexdigest()
    path = Path(item.key)
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return None
        return sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return None


def _packed(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, 6, mtime=0)


def short(reason: str | None) -> str:
    """A reason without what is to be done about it, and without its figures: what failures are counted by."""
    said = (reason or "").split(": ")[0][:100]
    return "".join("#" if c.isdigit() else c for c in said)


def _quarantine(folder: Path) -> None:
    """Write `quarantine/failures.tsv`: each input that failed last and why. Without failures there is none."""
    failed: dict[str, str] = {}
    for line in read_manifest(folder):
        if line.status == "failed":
            failed[line.input] = line.reason or ""
        else:
            failed.pop(line.input, None)
    place = folder / "quarantine"
    listed = place / "failures.tsv"
    if failed:
        place.mkdir(exist_ok=True)
        rows = (f"{key}\t{reason}\n" for key, reason in sorted(failed.items()))
        write_whole(listed, "".join(rows).encode("utf-8", "surrogateescape"))
    elif listed.exists():
        listed.unlink()
        if not any(place.iterdir()):
            place.rmdir()
