"""The command `policydoc lint`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

if TYPE_CHECKING:
    from policydoc.document import Document
    from policydoc.lint import Rule
    from policydoc.lint.report import Located

FOUND, UNREADABLE = 1, 2
"""Exit statuses beside 0."""


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for words in given for word in words.split(",") if word.strip())


@attrs.frozen
class Wanted:
    """What the command line asks for."""

    select: tuple[str, ...] = attrs.field(converter=_words)
    ignore: tuple[str, ...] = attrs.field(converter=_words)
    form: str
    lang: str | None
    diff: bool
    fix: bool
    encoding: str | None


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
def lint(inputs: tuple[Path, ...], explain: str | None, **given: Any) -> None:
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
        sys.exit(_lint(_paths(inputs), Wanted(**given)))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _explain(word: str) -> None:
    from policydoc.lint.pages import explain

    page = explain(word)
    if page is None:
        raise click.UsageError(f"{word} is no rule: --explain all lists them")
    click.echo(page, nl=False)
    sys.exit(0)


def _lint(paths: list[Path], wanted: Wanted) -> int:
    """The exit status. Raises ValueError for codes and configurations that are wrong, before a file is read."""
    from policydoc.corpus.progress import Progress
    from policydoc.lint import chosen, run
    from policydoc.lint.config import config_for
    from policydoc.lint.report import FORMATS, located
    from policydoc.writers.files import open_document

    found: list[Located] = []
    bad = changed = False
    settings = [config_for(path) for path in paths]
    using = [chosen(wanted.select or c.select, wanted.ignore or c.ignored(p)) for c, p in zip(settings, paths, strict=True)]
    progress = Progress()
    for path, config, rules in zip(paths, settings, using, strict=True):
        try:
            doc = open_document(path, wanted.encoding)
            if wanted.fix or wanted.diff:
                doc, one = _corrected(path, doc, rules, wanted)
                changed |= one
            found += located(path, doc.text, run(doc, rules, wanted.lang or config.lang or "en"))
        except ValueError as error:
            click.echo(f"{path}: {error}", err=True)
            bad = True
        progress.advance(len(paths), True)
    progress.close()
    if not wanted.diff:
        click.echo(FORMATS[wanted.form](found).encode("utf-8", "replace").decode(), nl=False)
    return UNREADABLE if bad else FOUND if (changed if wanted.diff else found) else 0


def _paths(inputs: Iterable[Path]) -> list[Path]:
    from policydoc.writers.files import files_of

    return [path for given in inputs for path in (files_of(given) if given.is_dir() else [given])]


def _corrected(path: Path, doc: Document, rules: list[Rule], wanted: Wanted) -> tuple[Document, bool]:
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
    if wanted.diff:
        click.echo(difference(path.as_posix(), doc.text, text).encode("utf-8", "replace").decode(), nl=False)
        return doc, True
    try:
        write_whole(path, encoded(path, doc.text, text, wanted.encoding))
    except OSError as error:
        raise ValueError(f"cannot be written ({error.strerror}), check its permissions") from None
    click.echo(f"{path}: {count} corrections", err=True)
    return parse(text), True
