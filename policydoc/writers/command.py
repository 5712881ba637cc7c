"""The commands that write what people look at, and what tools must know: `policydoc view`, `policydoc ledger`, `policydoc labels`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="The page, or for a folder the folder of pages.")
@click.option("--encoding", help="Of text and html files, where the guess is wrong.")
@click.option("--open", "opened", is_flag=True, help="Show the page in the browser.")
def view(file: Path, output: Path | None, encoding: str | None, opened: bool) -> None:
    """Write FILE, a notice or its JSON tree, as one HTML page to look at.

    The page holds the text with agencies, deadlines, targets and citations coloured, its outline, who must do what, targets by year and
    diagnostics. It needs no network and no other file. Of a folder it writes a page for each file and an index.html over them.
    Without -o the page is NAME.page.html, for a folder FOLDER.pages, in the current folder.

    \b
    Examples:
      policydoc view notice.docx -o page.html --open
      policydoc view notices/ -o pages/
    """
    from policydoc.writers.files import open_document, write_folder, write_text
    from policydoc.writers.html import html

    folder = file.is_dir()
    output = output or Path(f"{file.resolve().name}.pages" if folder else f"{file.stem}.page.html")
    bad: list[Path] = []
    try:
        if folder:
            pages = write_folder(file, output, _telling(bad), encoding)
            page = output / "index.html"
            click.echo(f"{page}: {pages} pages" + (f", {len(bad)} failed" if bad else ""))
        else:
            page = output
            write_text(output, html(open_document(file, encoding), file.name))
            click.echo(str(page))
    except (ValueError, ImportError) as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be written ({error.strerror}), name another place with -o") from None
    if opened:
        click.launch(str(page))
    sys.exit(1 if bad else 0)


def _telling(bad: list[Path]) -> Callable[[Path, str], None]:
    def failed(path: Path, reason: str) -> None:
        bad.append(path)
        click.echo(f"{path}: {reason}", err=True)

    return failed


@click.command()
@click.argument("inputs", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="The workbook (.xlsx) or table (.csv).")
@click.option("--encoding", help="Of text and html files, where the guess is wrong.")
def ledger(inputs: tuple[Path, ...], output: Path, encoding: str | None) -> None:
    """Write who must do what by when in each FILE as a workbook (任务分工表).

    FILE is a notice, its JSON tree, or a folder of them. The workbook has a sheet for each notice, a row a task, and one over all by
    agency. An OUT that ends in .csv is one table over all notices. A file that cannot be read gets one line, the others go on.

    \b
    Examples:
      policydoc ledger notice.docx -o 任务分工表.xlsx
      policydoc ledger notices/ more.pdf -o tasks.csv
    """
    from policydoc.corpus.convert import write_whole
    from policydoc.writers.files import documents
    from policydoc.writers.ledger import csv_text
    from policydoc.writers.ledger import ledger as ledger_of
    from policydoc.writers.workbook import workbook

    if output.suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError(f"{output}: name a file that ends in .xlsx or .csv")
    bad: list[Path] = []
    found = [ledger_of(doc, path.name) for path, doc in documents(inputs, _telling(bad), encoding)]
    if not found:
        raise click.ClickException(f"{inputs[0]}: there is nothing to write, name notices or a folder of them")
    try:
        data = csv_text(found).encode("utf-8-sig", "replace") if output.suffix.lower() == ".csv" else workbook(found)
        write_whole(output, data)
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be written ({error.strerror}), name another place with -o") from None
    click.echo(f"{output}: {len(found)} notices" + (f", {len(bad)} failed" if bad else ""))
    sys.exit(1 if bad else 0)


DEFINITIONS = {
    "labelstudio": "policydoc.writers.interchange:labelstudio_definition",
    "doccano": "policydoc.writers.interchange:doccano_definition",
    "brat": "policydoc.writers.interchange:brat_definition",
    "cas": "policydoc.writers.cas:type_system",
}


@click.command()
@click.argument("tool", type=click.Choice(list(DEFINITIONS)))
def labels(tool: str) -> None:
    """Print what TOOL must know of the labels before it takes notices that `policydoc convert --to TOOL` wrote.

    For Label Studio this is the labelling configuration, for doccano the list of span types, for brat annotation.conf, for UIMA the type
    system.

    \b
    Example:
      policydoc labels labelstudio > labels.xml
      policydoc convert notices/ --to labelstudio -o tasks.jsonl
    """
    from importlib import import_module

    module, _, function = DEFINITIONS[tool].partition(":")
    try:
        click.echo(getattr(import_module(module), function)())
    except ImportError as error:
        raise click.ClickException(str(error)) from None
