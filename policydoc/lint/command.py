"""The command `policydoc lint`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policydoc.document import Document
    from policydoc.lint import Rule
    from policydoc.lint.report import Located

FOUND, UNREADABLE = 1, 2
"""Exit statuses beside 0."""


@click.command()
@click.argument("inputs", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", metavar="CODES", multiple=True, help="Only these rules: codes, beginnings of codes, names; commas between.")
@click.option("--ignore", metavar="CODES", multiple=True, help="All but these rules.")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json", "sarif", "github"]))
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Of the messages; English unless the configuration says otherwise.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--fix", is_flag=True, help="Make the safe corrections in text files.")
@click.option("--explain", metavar="CODE", help="Print the page of a rule; all: a line for each rule.")
@click.option("--encoding", help="Of text and html files, where the guess is wrong.")
def lint(
    inputs: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    lang: str | None,
    diff: bool,
    fix: bool,
    explain: str | None,
    encoding: str | None,
) -> None:
    """Mark in each FILE what a careful reader of official documents would: numbering, elements, punctuation, responsibility, citations, targets.

    FILE is a notice in any format, its JSON tree, or a folder of them. [tool.policydoc.lint] in the nearest pyproject.toml may hold
    select, ignore, per-file-ignores and lang; the command line wins over it.

    \b
    Exit status:
      0  nothing was found
      1  something was found (with --fix: is left; with --diff: would change)
      2  the command line or the configuration is wrong, or a file cannot be read or written

    \b
    Examples:
      policydoc lint notice.docx
      policydoc lint notices/ --select PL2,PL4 --lang zh
      policydoc lint notice.txt --diff
      policydoc lint notices/ --format sarif > lint.sarif
      policydoc lint --explain PL201
    """
    if explain is not None:
        _explain(explain)
    if not inputs:
        raise click.UsageError("name a file or a folder")
    try:
        sys.exit(_lint(inputs, _words(select), _words(ignore), form, lang, diff, fix, encoding))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for words in given for word in words.split(",") if word.strip())


def _explain(word: str) -> None:
    from policydoc.lint.pages import explain

    page = explain(word)
    if page is None:
        raise click.UsageError(f"{word} is no rule: --explain all lists them")
    click.echo(page, nl=False)
    sys.exit(0)


def _lint(
    inputs: Iterable[Path],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    lang: str | None,
    diff: bool,
    fix: bool,
    encoding: str | None,
) -> int:
    """The exit status. Raises ValueError for codes and configurations that are wrong."""
    from policydoc.corpus.progress import Progress
    from policydoc.lint import chosen, run
    from policydoc.lint.config import config_for
    from policydoc.lint.report import FORMATS, located
    from policydoc.writers.files import open_document

    found: list[Located] = []
    bad = changed = False
    paths = _paths(inputs)
    settings = [config_for(path) for path in paths]
    using = [chosen(select or c.select, ignore or c.ignored(p)) for c, p in zip(settings, paths, strict=True)]
    progress = Progress()
    for path, config, rules in zip(paths, settings, using, strict=True):
        try:
            doc = open_document(path, encoding)
            if fix or diff:
                doc, one = _corrected(path, doc, rules, diff, encoding)
                changed |= one
            found += located(path, doc.text, run(doc, rules, lang or config.lang or "en"))
        except ValueError as error:
            click.echo(f"{path}: {error}", err=True)
            bad = True
        progress.advance(len(paths), True)
    progress.close()
    if not diff:
        click.echo(FORMATS[form](found).encode("utf-8", "replace").decode(), nl=False)
    return UNREADABLE if bad else FOUND if (changed if diff else found) else 0


def _paths(inputs: Iterable[Path]) -> list[Path]:
    from policydoc.writers.files import files_of

    return [path for given in inputs for path in (files_of(given) if given.is_dir() else [given])]


def _corrected(path: Path, doc: Document, rules: list[Rule], diff: bool, encoding: str | None) -> tuple[Document, bool]:
    """The document after its corrections, and whether there are any; shows or writes them. Raises ValueError."""
    from policydoc import parse
    from policydoc.corpus.convert import write_whole
    from policydoc.lint.fixes import corrected, difference, encoded

    if doc.source.reader != "text" or path.suffix == ".json":
        click.echo(f"{path}: corrections need a text file, save it as one", err=True)
        return doc, False
    text, count = corrected(doc, rules)
    if not count:
        return doc, False
    if diff:
        click.echo(difference(path.as_posix(), doc.text, text).encode("utf-8", "replace").decode(), nl=False)
        return doc, True
    try:
        write_whole(path, encoded(path, doc.text, text, encoding))
    except OSError as error:
        raise ValueError(f"cannot be written ({error.strerror}), check its permissions") from None
    click.echo(f"{path}: {count} corrections", err=True)
    return parse(text), True
