"""The command line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policydoc import __version__
from policydoc.schema.common import SCHEMA_VERSION
from policydoc.writers.command import view

if TYPE_CHECKING:
    from policydoc.corpus.convert import Record
    from policydoc.document import Document

PATIENCE = 1.0
"""Seconds after which a terminal is shown how far the work is."""

STYLES = {
    "title": "bold yellow",
    "part chapter section subsection article unnumbered": "bold cyan",
    "measure item subitem point": "cyan",
    "heading caption": "bold",
    "responsibility_clause": "dim green",
    "lead cooperate participate by_duty responsible implement guide supervise": "green",
    "deadline lead_by_rule": "magenta",
    "notice attachment table box": "bold magenta",
    "wrapper metadata paragraph": "dim",
}
"""Of the lines of an outline on a terminal, by first word; all others are plain."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n"
    "  policydoc outline notice.txt              what the notice says, as an outline\n"
    "  policydoc view notice.docx -o page.html   the same as a page to look at: who must do what by when\n"
    "  policydoc convert notices/ -o trees/      one JSON tree for each file of a folder\n"
    "  policydoc convert a.txt b.docx -o trees/  the same for some files\n"
    "  policydoc outline trees/a.json            a converted notice serves as well",
)
@click.version_option(__version__, prog_name="policydoc", message=f"%(prog)s %(version)s (format {SCHEMA_VERSION})")
def main() -> None:
    """Chinese official notices (公文) as typed trees: chapters, measures, sentences, and who is responsible for what."""


main.add_command(view)


@main.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--encoding", help="Of text and html files, where the guess is wrong: gb18030, big5, …")
def convert(inputs: tuple[Path, ...], output: Path, encoding: str | None) -> None:
    """Write the JSON tree of each INPUT, a file or a folder, to OUT.

    Folders are read with all that is in them, hidden files and .json files aside. notice.docx becomes OUT/notice.json; where two
    inputs share that name, both keep their ending: notice.docx.json, notice.txt.json. A file that cannot be read gets one line, the
    others go on, and the exit status is 1.

    \b
    Examples:
      policydoc convert notices/ -o trees/
      policydoc convert 2022.txt --encoding gb18030 -o trees/
    """
    from policydoc.corpus.convert import Options, convert_file, gather, output_names, write_whole

    paths = gather(inputs, output)
    if not paths:
        raise click.ClickException(f"{inputs[0]}: there is nothing to read, name a file or a folder with files")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be made ({error.strerror}), name another folder") from None
    options = Options(encoding=encoding)
    records = (convert_file(path, options) for path in paths)
    failed = 0
    for name, record in zip(output_names(paths), _shown(records, len(paths)), strict=True):
        reason = record.reason
        if record.json is not None:
            try:
                write_whole(output / name, record.json)
            except OSError as error:
                reason = f"{output / name} cannot be written ({error.strerror}), make room or name another folder"
        if reason is not None:
            failed += 1
            click.echo(f"{record.input}: {reason}", err=True)
    click.echo(f"{len(paths) - failed} converted to {output}" + (f", {failed} failed" if failed else ""))
    sys.exit(1 if failed else 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", help="Of a text or html file, where the guess is wrong.")
@click.option("--full", is_flag=True, help="On a terminal: do not cut lines at its width.")
def outline(file: Path, encoding: str | None, full: bool) -> None:
    """Print the outline of FILE, a notice or its JSON tree: one line a node, two blanks a level.

    Warnings go to the standard error, each with its place. Piped, the outline is plain text in the form of the golden corpus.

    \b
    Example:
      policydoc outline notice.docx | grep -A 3 responsibility_clause
    """
    from policydoc.source import LineIndex
    from policydoc.writers.outline import outline as as_text

    doc = _open(file, encoding)
    if sys.stdout.isatty():
        _print_coloured(doc, full)
    else:
        click.echo(as_text(doc), nl=False)
    lines = LineIndex(doc.text)
    for found in doc.diagnostics:
        if found.severity != "info":
            click.echo(found.show(lines, str(file)), err=True)


def _open(file: Path, encoding: str | None) -> Document:
    """A notice or its JSON; what cannot be read ends the program with one line."""
    import policydoc
    from policydoc.readers import ReadError
    from policydoc.schema import SchemaError, load

    try:
        return load(file) if file.suffix == ".json" else policydoc.read(file, encoding=encoding)
    except (ReadError, SchemaError) as error:
        click.echo(f"{file}: {error}", err=True)
    except OSError as error:
        click.echo(f"{file}: cannot be read ({error.strerror}), check the path", err=True)
    sys.exit(1)


def _shown(records: Iterable[Record], total: int) -> Iterator[Record]:
    """The records; a terminal sees a bar once it takes longer than a moment."""
    started = time.monotonic()
    bar: Any = None
    try:
        for done, record in enumerate(records, 1):
            yield record
            if bar is None and time.monotonic() - started > PATIENCE and sys.stderr.isatty():
                from rich.console import Console
                from rich.progress import Progress

                bar = Progress(*Progress.get_default_columns(), console=Console(stderr=True), transient=True)
                bar.add_task("converting", total=total)
                bar.start()
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)
    finally:
        if bar is not None:
            bar.stop()


def _print_coloured(doc: Document, full: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    from policydoc.writers.outline import lines

    styles = {word: style for words, style in STYLES.items() for word in words.split()}
    texts = {"title", "heading", "caption", "wrapper", "metadata"}
    console = Console(highlight=False)
    for depth, kind, text in lines(doc):
        style = styles.get(kind, "")
        line = Text("  " * depth).append(kind, style if kind not in texts else "dim")
        line.append(f" {text}" if text else "", style if kind in texts else "")
        console.print(line, no_wrap=not full, overflow="fold" if full else "ellipsis")
