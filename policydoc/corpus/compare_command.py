"""`policydoc compare`: two notices side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policydoc.corpus.compare import Comparison


@click.command(short_help="Compare two notices measure by measure.")
@click.argument("a", metavar="A", type=click.Path(path_type=Path))
@click.argument("b", metavar="B", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="Write FILE.json or FILE.html instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--levels", is_flag=True, help="省财政厅 and 市财政局, 全省 and 全市, the places' names: they are changes too.")
@click.option("--whole", is_flag=True, help="The cover notice too, not only the document that it issues.")
@click.option("--changes", is_flag=True, help="Leave out what is kept.")
@click.option("--full", is_flag=True, help="All of a changed text, not only what stands around changes.")
@click.option("--encoding", help="Of text and html files, where the guess is wrong.")
def compare(a: Path, b: Path, output: Path | None, as_json: bool, levels: bool, whole: bool, changes: bool, full: bool, encoding: str | None) -> None:
    """Compare two notices (or their JSON trees) measure by measure: A the province's or the draft, B the city's or the final one.

    \b
    = kept, ~ changed, + added, - dropped; (moved) where it stands elsewhere
    In a changed text [-words-] are gone and {+words+} are new, on a terminal by colour. Below it are agencies, targets and deadlines
    that changed. Of a notice that issues a document, that document is compared, with the annexes.

    \b
    Exit status:
      0  compared, whatever came out
      1  a file cannot be read or written
      2  the command line is wrong

    \b
    Examples:
      policydoc compare province.docx city.pdf
      policydoc compare draft.docx final.docx -o 对照表.html
      policydoc compare trees/a.json trees/b.json --json | jq .summary
    """
    from policydoc.corpus.compare import compare as compared
    from policydoc.corpus.compare.page import page
    from policydoc.writers.files import open_document, write_text

    if output and output.suffix.lower() not in (".json", ".html", ".htm"):
        raise click.UsageError(f"{output}: name a file that ends in .json or .html")
    docs = []
    for file in (a, b):
        try:
            docs.append(open_document(file, encoding))
        except ValueError as error:
            _fail(f"{file}: {error}")
    try:
        found = compared(docs[0], docs[1], levels=levels, whole=whole)
        if output and output.suffix.lower() != ".json":
            write_text(output, page(found))
        elif output or as_json:
            text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
            write_text(output, text) if output else sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        else:
            _print(found, full, changes)
    except ImportError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{output}: cannot be written ({error.strerror}), name another place with -o")
    if output:
        from policydoc.corpus.compare.show import summary

        click.echo(f"{output}: {summary(found)}")


def _print(found: Comparison, full: bool, changes: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    from policydoc.corpus.compare.show import breaks, lines

    console = Console(highlight=False)
    for line in lines(found, colour=console.is_terminal and not console.no_color, full=full, changes=changes):
        text = Text.assemble(*line)
        indent = len(text.plain) - len(text.plain.lstrip(" "))
        rows = text[indent:].divide(breaks(text.plain[indent:], console.width - indent)) if console.is_terminal else [text[indent:]]
        for row in rows:
            console.print(Text(" " * indent) + row, soft_wrap=True)


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
