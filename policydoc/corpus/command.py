"""What `policydoc convert` does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from policydoc.corpus.batch import OutputError, Report, Setting, convert_all
from policydoc.corpus.engines import EngineError, connected
from policydoc.corpus.files import LINES, NeedsArrow
from policydoc.corpus.inputs import Sources
from policydoc.corpus.joined import join
from policydoc.corpus.manifest import Line, Locked
from policydoc.corpus.progress import Progress, span

FAILED, STOPPED, LOCKED, INTERRUPTED = 1, 3, 4, 130
"""Exit statuses beside 0; 2 is a wrong command line."""


def convert(
    inputs: tuple[str, ...], output: Path, setting: Setting, text_field: str, engine: str | None = None, scheduler: str | None = None
) -> int:
    """Convert, report, and return the exit status."""
    sources = Sources(tuple(_named(inputs)), output, text_field)
    lines = output.name.endswith(LINES)
    folder = output.with_name(f"{output.name}.work") if lines else output
    if next(sources.items(names_only=True), None) is None:
        raise click.ClickException(f"{inputs[0]}: there is nothing to read, name a file or a folder with files")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be made ({error.strerror}), name another folder") from None
    shown = Progress()
    try:
        with connected(engine, scheduler, setting.jobs) if engine else nullcontext() as spread:
            report = convert_all(sources, _for(setting, folder, lines), lambda line, total: _tell(shown, line, total), spread)
        if lines:
            join(sources.keys(), folder, output)
    except Locked:
        return _stop(shown, f"{folder}: another run is writing there, wait for its end or name another folder", LOCKED)
    except (OutputError, EngineError) as error:
        return _stop(shown, str(error), STOPPED)
    except NeedsArrow as error:
        return _stop(shown, str(error), FAILED)
    except KeyboardInterrupt:
        return _stop(shown, "stopped; the same command goes on where it was", INTERRUPTED)
    finally:
        shown.close()
    _report(report, output)
    return FAILED if report.failed else 0


def _for(setting: Setting, folder: Path, packed: bool) -> Setting:
    import attrs

    return attrs.evolve(setting, folder=folder, packed=packed)


def _named(inputs: tuple[str, ...]) -> Iterator[str]:
    """The inputs; for `-` the names on the standard input, one a line (or parted by NUL, as `find -print0` does)."""
    for name in inputs:
        if name != "-":
            yield name
            continue
        data = sys.stdin.buffer.read()
        names = data.split(b"\0") if b"\0" in data else data.splitlines()
        yield from (os.fsdecode(n) for n in names if n.strip())


def _tell(shown: Progress, line: Line | None, total: int) -> None:
    if line is not None and line.status == "failed":
        shown.failed(f"{line.input}: {line.reason}")
    shown.advance(total, line is not None)


def _stop(shown: Progress, message: str, status: int) -> int:
    shown.close()
    click.echo(message, err=True)
    return status


def _report(report: Report, output: Path) -> None:
    known = report.before["ok"] + report.before["partial"] + report.before["skipped"]
    parts = [f"{report.converted:,} converted to {output}"]
    parts += [f"{n:,} {what}" for n, what in ((known, "done before"), (report.statuses["skipped"], "empty"), (report.failed, "failed")) if n]
    click.echo(", ".join(parts))
    if report.converted:
        counts = [f"{report.counts[what]:,} {what}" for what in ("pages", "characters", "clauses") if report.counts[what]]
        rate = report.converted / max(report.seconds, 1e-9)
        click.echo(f"{', '.join(counts)}; {span(report.seconds)}, {rate:.1f} documents a second")
    if report.statuses["partial"]:
        click.echo(f"{report.statuses['partial']:,} in part only: the manifest says what is missing")
    if report.failed:
        click.echo("failures:")
        for reason, count in report.reasons.most_common(10):
            click.echo(f"{count:8,}  {reason}")
        again = f", {report.before['failed']:,} of them known from before: --retry failed tries them again" if report.before["failed"] else ""
        click.echo(f"listed in {output}{'.work' if output.name.endswith(LINES) else ''}/quarantine/failures.tsv{again}")
