"""`policydoc corpus duplicates` and `policydoc corpus graph`: how the documents of a corpus hang together."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policydoc.corpus.dedupe import Duplicate
    from policydoc.corpus.trees import Tree


@click.command()
@click.argument("trees", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write all groups: FILE.csv, FILE.jsonl or FILE.parquet.")
@click.option("--show", type=click.IntRange(0), default=10, show_default=True, help="Groups shown at most, the largest first.")
def duplicates(trees: Path, output: Path | None, show: int) -> None:
    """Find the reposts of one notice, and say which copy is the best and why.

    TREES is what `policydoc convert` wrote, a folder or a JSONL file. Copies have most of their text in common, and neither number, title,
    date nor figures against it: the plans of two cities, the notices of two years, a notice and what forwards it are different documents.
    A row of FILE is a document that has copies: doc, input, group, best, jaccard, contained, reason.

    \b
    Exit status: 0, or 1 where TREES cannot be read or FILE not be written.

    \b
    Examples:
      policydoc corpus duplicates trees/
      policydoc corpus duplicates trees/ -o copies.csv
    """
    import attrs

    from policydoc.corpus.dedupe import duplicates as found_in
    from policydoc.corpus.listing import FORMS, write_rows

    if output and output.suffix.lower() not in FORMS:
        raise click.UsageError(f"{output}: name a file that ends in {', '.join(FORMS)}")
    with _plainly('pip install "policydoc[dedupe,tables]"'):
        found = found_in(_watched(trees))
        if output:
            write_rows(output, "duplicates", (attrs.asdict(row) for group in found.groups for row in group))
    copies = sum(len(group) - 1 for group in found.groups)
    short = f", {found.short:,} have too little text to be compared" if found.short else ""
    click.echo(f"{found.documents:,} documents: {copies:,} are copies of {len(found.groups):,} others{short}")
    for group in found.groups[:show]:
        _show(group)
    if len(found.groups) > show:
        click.echo(f"… {len(found.groups) - show:,} more groups" + ("" if output else ", all of them with -o FILE.csv"))
    if output:
        click.echo(str(output))


def _show(group: tuple[Duplicate, ...]) -> None:
    best, *others = group
    click.echo(f"{best.doc}: the best of {len(group)}, {best.reason}")
    for copy in others[:5]:
        click.echo(f"  {copy.doc}: {copy.reason}")
    if len(others) > 5:
        click.echo(f"  … {len(others) - 5:,} more")


@contextmanager
def _plainly(install: str) -> Iterator[None]:
    """Every fault as one line."""
    from policydoc.corpus.files import NeedsArrow
    from policydoc.corpus.trees import TreeError

    try:
        yield
    except (NeedsArrow, TreeError, ValueError) as error:
        message = str(error)
    except ImportError as error:
        message = f"this needs a library that is not installed ({error.name}): {install}"
    except OSError as error:
        message = f"{error.filename or 'output'}: {error.strerror or error}"
    else:
        return
    click.echo(message, err=True)
    sys.exit(1)


def _watched(place: Path) -> Iterator[Tree]:
    """The documents of a corpus, with progress."""
    from policydoc.corpus.progress import Progress
    from policydoc.corpus.trees import count, trees

    shown, total = Progress(), count(place)
    try:
        for tree in trees(place):
            yield tree
            shown.advance(total, True)
    finally:
        shown.close()
