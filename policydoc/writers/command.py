"""The commands that write what people look at: `policydoc view`, `policydoc ledger`."""

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
