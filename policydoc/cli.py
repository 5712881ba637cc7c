"""The command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policydoc import __version__
from policydoc.corpus.compare_command import compare
from policydoc.corpus.group import corpus
from policydoc.helping import EXAMPLES, Grouped, complete_writers
from policydoc.lint.command import lint
from policydoc.schema.common import SCHEMA_VERSION
from policydoc.writers import WRITERS
from policydoc.writers.command import labels, ledger, view

if TYPE_CHECKING:
    from policydoc.document import Document

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


@click.group(cls=Grouped, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120}, epilog=EXAMPLES)
@click.version_option(__version__, prog_name="policydoc", message=f"%(prog)s %(version)s (format {SCHEMA_VERSION})")
def main() -> None:
    """Chinese official notices (公文) as typed trees: chapters, measures, sentences, and who is responsible for what.

    Reads text in any encoding, docx, html, ofd, and with extras pdf, doc, wps and scans.
    """


main.add_command(corpus)
main.add_command(view)
main.add_command(ledger)
main.add_command(compare)
main.add_command(labels)
main.add_command(lint)


@main.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="Folder, or FILE.jsonl, FILE.jsonl.gz, FILE.jsonl.zst.")
@click.option(
    "--to",
    default="json",
    show_default=True,
    metavar="NAME",
    shell_complete=complete_writers,
    help=f"What to write: {', '.join(WRITERS)}, or a package's own.",
)
@click.option("--encoding", help="Of text and html files, where the guess is wrong: gb18030, big5, …")
@click.option("--libreoffice", is_flag=True, help="Let an installed LibreOffice open doc, wps, rtf, odt and Word 2003 xml.")
@click.option("-j", "--jobs", type=click.IntRange(0), help="Processes; by default one a core. 0: none but this one.")
@click.option("--timeout", type=click.FloatRange(0), default=600.0, show_default=True, help="Seconds for one document; 0 for no limit.")
@click.option("--memory", type=click.IntRange(256), metavar="MB", help="Memory of each process. A document that needs more fails.")
@click.option("--retry", type=click.Choice(["failed"]), help="Try again what failed before.")
@click.option("--text-field", default="text", show_default=True, help="Of the lines of JSONL files.")
@click.option("--engine", type=click.Choice(["dask", "spark"]), help="Convert on a cluster.")
@click.option("--scheduler", metavar="ADDRESS", help="Of the engine: tcp://HOST:8786, spark://HOST:7077, yarn; by default as it is set up, else this machine.")
def convert(
    inputs: tuple[str, ...],
    output: Path,
    to: str,
    encoding: str | None,
    libreoffice: bool,
    jobs: int | None,
    timeout: float,
    memory: int | None,
    retry: str | None,
    text_field: str,
    engine: str | None,
    scheduler: str | None,
) -> None:
    """Write the JSON tree of each INPUT, or another form of it, to OUT.

    An INPUT is a file, a folder, a quoted pattern ('notices/**/*.docx'), a zip or tar archive, a JSONL file (the field text of each line),
    or - for a list of names on the standard input. Folders are read with all that is in them, hidden files and .json files aside.
    notice.docx becomes OUT/notice.json; where two inputs share that name, both keep their ending: notice.docx.json, notice.txt.json. An OUT
    that ends in .jsonl, .jsonl.gz or .jsonl.zst is one file with a tree (or, with --to chunks, a chunk) on each line.

    OUT/manifest.jsonl has a line for each document. The same command again does only what is new, changed, or of another version or
    option, however the run before ended. What cannot be read gets one line, stands in OUT/quarantine, and the others go on.

    \b
    Exit status:
      0    all inputs are converted
      1    some failed, or there was nothing to read
      2    the command line is wrong
      3    stopped: OUT takes no more (no room, read-only), or the cluster cannot be had
      4    another run is writing to OUT
      130  interrupted

    \b
    Examples:
      policydoc convert notices/ -o trees/
      policydoc convert 2022.txt --encoding gb18030 -o trees/
      policydoc convert notices/ --to markdown -o markdown/
      policydoc convert notices/ --to chunks -o chunks.jsonl
      policydoc convert archive.zip texts.jsonl -o all.jsonl.gz --jobs 8
      find . -name '*.pdf' | policydoc convert - -o trees/ --timeout 60
      policydoc convert /shared/notices -o /shared/trees --engine dask --scheduler tcp://head:8786
    """
    from policydoc.corpus.batch import Setting
    from policydoc.corpus.command import convert as run
    from policydoc.corpus.convert import Options
    from policydoc.corpus.pool import Limits, cores
    from policydoc.writers import IN_LINES, names

    if to not in names():
        raise click.UsageError(f"--to {to}: there is {', '.join(names())}")
    if ".jsonl" in output.suffixes and to not in IN_LINES:
        raise click.UsageError(f"{output}: {to} is no JSON, name a folder")
    if scheduler and not engine:
        raise click.UsageError("--scheduler: name the --engine too, dask or spark")
    if engine and jobs == 0:
        raise click.UsageError("--jobs 0 is this process itself: leave it out with --engine")
    jobs = cores() if jobs is None else jobs
    setting = Setting(output, Options(encoding, to, libreoffice), Limits(timeout or None, memory), jobs, retry_failed=retry == "failed")
    sys.exit(run(inputs, output, setting, text_field, engine, scheduler))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", help="Of a text or html file, where the guess is wrong.")
@click.option("--libreoffice", is_flag=True, help="Let an installed LibreOffice open doc, wps, rtf, odt and Word 2003 xml.")
@click.option("--full", is_flag=True, help="On a terminal: do not cut lines at its width.")
def outline(file: Path, encoding: str | None, libreoffice: bool, full: bool) -> None:
    """Print the outline of FILE, a notice or its JSON tree: one line a node, two blanks a level.

    Warnings go to the standard error, each with its place. Piped, the outline is plain text in the form of the golden corpus.

    \b
    Example:
      policydoc outline notice.docx | grep -A 3 responsibility_clause
    """
    from policydoc.source import LineIndex
    from policydoc.writers.outline import outline as as_text

    doc = _open(file, encoding, libreoffice)
    if sys.stdout.isatty():
        _print_coloured(doc, full)
    else:
        click.echo(as_text(doc), nl=False)
    lines = LineIndex(doc.text)
    for found in doc.diagnostics:
        if found.severity != "info":
            click.echo(found.show(lines, str(file)), err=True)


def _open(file: Path, encoding: str | None, libreoffice: bool) -> Document:
    """A notice or its JSON; what cannot be read ends the program with one line."""
    import policydoc
    from policydoc.readers import ReadError
    from policydoc.schema import SchemaError, load

    try:
        return load(file) if file.suffix == ".json" else policydoc.read(file, encoding=encoding, libreoffice=libreoffice)
    except (ReadError, SchemaError) as error:
        click.echo(f"{file}: {error}", err=True)
    except OSError as error:
        click.echo(f"{file}: cannot be read ({error.strerror}), check the path", err=True)
    sys.exit(1)


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
