"""`policydoc corpus …`: what can be asked of many notices at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from policydoc.corpus.linked import duplicates, graph


@click.group()
def corpus() -> None:
    """Many notices at once: tables, copies, citations, figures."""


@corpus.command()
@click.argument("trees", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the tables; by default TREES/tables.")
def tables(trees: Path, output: Path | None) -> None:
    """Write the tables of a corpus: Parquet files with their dictionary.

    TREES is what `policydoc convert` wrote, a folder or a JSONL file. The tables are documents, divisions, sentences, clauses,
    assignments, citations, targets, deadlines and diagnostics; README.md beside them says what each column means.

    \b
    Example:
      policydoc convert notices/ -o trees/ && policydoc corpus tables trees/
    """
    from policydoc.corpus.files import NeedsArrow
    from policydoc.corpus.tables import write_tables
    from policydoc.corpus.trees import TreeError

    folder = output or (trees / "tables" if trees.is_dir() else trees.with_name(f"{trees.name.split('.')[0]}-tables"))
    try:
        counts = write_tables(trees, folder)
    except NeedsArrow as error:
        _fail(str(error))
    except ImportError:
        _fail('Parquet needs a library that is not installed: pip install "policydoc[tables]"')
    except TreeError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or folder}: {error.strerror or error}")
    for name, count in counts.items():
        click.echo(f"{count:10,}  {folder / name}.parquet")


@corpus.command()
@click.argument("trees", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the result; by default TREES/reuse.")
@click.option("--parquet", is_flag=True, help="Write Parquet instead of JSON lines.")
@click.option("--least", type=click.FloatRange(0.3, 1), default=0.7, show_default=True, help="Similarity of two sentences.")
@click.option("--common", type=click.IntRange(2), default=100, show_default=True, help="What stands in more documents is boilerplate.")
@click.option("--top", type=click.IntRange(0), default=20, show_default=True, help="Pairs of documents listed.")
def reuse(trees: Path, output: Path | None, parquet: bool, least: float, common: int, top: int) -> None:
    """Find which notice took what from which: sentences that stand in earlier notices too.

    TREES is what `policydoc convert` wrote. passages has a row for each sentence and the earlier one that it repeats, word for word or
    nearly; loans has one for each pair of documents, with the share of the later one that stands in the earlier one. 省财政厅 and
    市财政局, 全省 and 全市 count as the same.

    \b
    Examples:
      policydoc corpus reuse trees/
      policydoc corpus reuse trees/ --least 0.9 --parquet -o reuse/
    """
    from policydoc.corpus.reuse_command import reuse as run

    sys.exit(run(trees, output, parquet, least, common, top))


@corpus.command()
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("pred", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--notices", is_flag=True, help="A row for each notice too.")
@click.option("--errors", type=click.IntRange(0), default=20, show_default=True, help="Differences listed at most.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result, for a later --against.")
@click.option("--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A former result: show gains and losses.")
def evaluate(gold: Path, pred: Path | None, notices: bool, errors: int, output: Path | None, against: Path | None) -> None:
    """Score the trees in PRED against the golden notices in GOLD.

    GOLD is a folder or a file: .cases, NAME.txt with NAME.outline, or corrected trees. PRED is what `policydoc convert` wrote, found by
    the text of each notice; without PRED the texts are parsed now. The exit status is 1 where --against shows a loss.

    \b
    Examples:
      policydoc corpus evaluate corpus/ -o before.json
      policydoc corpus evaluate corpus/ --against before.json
      policydoc corpus evaluate checked/ trees/ --notices --errors 100
    """
    from policydoc.corpus.evaluate import Result, apart, compare, table
    from policydoc.corpus.evaluate import evaluate as scored
    from policydoc.corpus.golden import GoldError, golden
    from policydoc.corpus.trees import TreeError, trees
    from policydoc.writers.outline import outline

    try:
        golds = list(golden(gold))
        result = scored(golds, {t.document.text: outline(t.document) for t in trees(pred)} if pred else None)
        before = Result.from_json(against.read_text(encoding="utf-8")) if against else None
        if output:
            output.write_text(result.to_json(), encoding="utf-8")
    except (GoldError, TreeError) as error:
        _fail(str(error))
    except ValueError as error:
        _fail(f"{against}: {error}")
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}")
    if not golds:
        _fail(f"{gold}: no golden notices there, name a folder with .cases or .outline files")
    click.echo(table(result.strict, result.soft))
    whole = sum(s.gold == s.found == s.both for s in result.notices.values())
    click.echo(f"{whole} of {len(golds)} notices are right in all" + (f", {len(result.absent)} have no tree" if result.absent else ""))
    if notices:
        click.echo(table(result.notices))
    differences = [f"{n}: {what}: {d}" for what, found in (("missing", result.missing), ("surplus", result.surplus)) for n, ds in found.items() for d in ds]
    for line in sorted(differences)[:errors]:
        click.echo(line)
    if len(differences) > errors:
        click.echo(f"… {len(differences) - errors} more differences")
    if before:
        _gains(*compare(result, before), apart(result, before))


corpus.add_command(duplicates)
corpus.add_command(graph)


def _gains(gains: list[str], losses: list[str], others: dict[str, list[str]]) -> None:
    for what, names in others.items():
        if names:
            meaning = {"new": "are new", "gone": "are gone", "another": "have another gold"}[what]
            click.echo(f"not compared: {len(names)} {meaning}: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}")
    for title, lines in (("gained", gains), ("lost", losses)):
        click.echo(f"{title}: {len(lines) or 'nothing'}")
        for line in lines:
            click.echo(f"  {line}")
    sys.exit(1 if losses else 0)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
