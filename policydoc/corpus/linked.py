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


@click.command()
@click.argument("trees", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="FILE.graphml, or a folder for all forms.")
@click.option("--copies", metavar="FILE", type=click.Path(exists=True, path_type=Path), help="Of `corpus duplicates`: one node for all copies.")
def graph(trees: Path, output: Path, copies: Path | None) -> None:
    """Write the citation graph: who cites whom, and as what (根据, 转发, 废止 …).

    TREES is what `policydoc convert` wrote. Nodes are its documents, found by number and title, and the documents that are only cited
    (external). OUT is a GraphML file for Gephi, networkx and others; or a folder, for graph.graphml, nodes.parquet and edges.parquet.

    \b
    Exit status: 0, or 1 where TREES or FILE cannot be read or OUT not be written.

    \b
    Examples:
      policydoc corpus graph trees/ -o citations.graphml
      policydoc corpus duplicates trees/ -o copies.csv && policydoc corpus graph trees/ --copies copies.csv -o graph/
    """
    from policydoc.corpus.convert import write_whole
    from policydoc.corpus.graph import graph as graph_of
    from policydoc.corpus.graphml import edge_row, graphml, node_row
    from policydoc.corpus.listing import read_rows, write_rows

    alone = output.suffix.lower() == ".graphml"
    file = output if alone else output / "graph.graphml"
    with _plainly('pip install "policydoc[tables]"'):
        best = {row["doc"]: row["group"] for row in read_rows(copies, "duplicates")} if copies else {}
        found = graph_of(_watched(trees), best)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not alone:
            write_rows(output / "nodes.parquet", "nodes", map(node_row, found.nodes))
            write_rows(output / "edges.parquet", "edges", map(edge_row, found.edges))
        write_whole(file, "".join(graphml(found)).encode("utf-8", "replace"))
    external = sum(node.external for node in found.nodes)
    click.echo(f"{len(found.nodes) - external:,} documents, {external:,} that are only cited, {len(found.edges):,} edges")
    outside = found.citations - found.inside - found.own - found.vague
    click.echo(
        f"{found.citations:,} citations: {found.inside:,} of other documents here, {outside:,} of documents that are not,"
        f" {found.own:,} of the document itself, {found.vague:,} by a name that many bear"
    )
    most = sorted((node for node in found.nodes if node.cited_by > 1), key=lambda node: (-node.cited_by, node.id))[:5]
    for node in most:
        click.echo(f"  cited by {node.cited_by:,}: {node.title or node.number or node.id}" + ("" if node.external else f" ({node.id})"))
    click.echo(str(output))


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
