"""What `policydoc corpus reuse` does."""

from __future__ import annotations

from pathlib import Path

import click

from policydoc.corpus.compare.show import clean
from policydoc.corpus.progress import Progress
from policydoc.corpus.reuse import Loan, write
from policydoc.corpus.reuse import reuse as found_in
from policydoc.corpus.trees import TreeError


def reuse(place: Path, output: Path | None, parquet: bool, least: float, common: int, top: int) -> int:
    """Find, write, report, and return the exit status."""
    folder = output or (place / "reuse" if place.is_dir() else place.with_name(f"{place.name.split('.')[0]}-reuse"))
    shown = _Stages(_count(place))
    try:
        found = found_in(place, least=least, common=common, told=shown.step)
        paths = write(found, folder, parquet=parquet)
    except (ImportError, TreeError) as error:
        message = str(error) if "pip install" in str(error) or isinstance(error, TreeError) else 'Parquet needs: pip install "policydoc[tables]"'
        return _stop(shown, message)
    except OSError as error:
        return _stop(shown, f"{error.filename or folder}: {error.strerror or error}")
    shown.close()
    passages, loans = found
    for loan in sorted(loans, key=lambda x: (-x.share, x.target, x.source))[:top]:
        click.echo(_line(loan))
    click.echo(f"{len(passages):,} sentences stand in earlier documents, {len(loans):,} pairs of documents share some")
    for path in paths:
        click.echo(str(path))
    return 0


class _Stages:
    """The progress of one stage after the other."""

    def __init__(self, documents: int) -> None:
        self._documents, self._stage, self._shown = documents, "", Progress()

    def step(self, stage: str, total: int) -> None:
        if stage != self._stage:
            self.close()
            self._stage, self._shown = stage, Progress()
        self._shown.advance(max(total or self._documents, self._shown.count + 1), True)

    def close(self) -> None:
        self._shown.close()


def _count(place: Path) -> int:
    from policydoc.corpus.manifest import latest

    return (len(latest(place)) or sum(1 for _ in place.iterdir())) if place.is_dir() else 0


def _line(loan: Loan) -> str:
    """`62 %  city ← province  31 sentences`, the titles under it."""
    sign = "←" if loan.directed else "—"
    names = f"{loan.target} ({loan.target_date or '?'}) {sign} {loan.source} ({loan.source_date or '?'})"
    titles = f"        {_short(loan.target_title)} {sign} {_short(loan.source_title)}"
    return clean(f"{loan.share:6.1%}  {names}, {loan.sentences} sentence{'' if loan.sentences == 1 else 's'}") + "\n" + clean(titles)


def _short(title: str | None) -> str:
    return (title or "?")[:40] + ("…" if title and len(title) > 40 else "")


def _stop(shown: _Stages, message: str) -> int:
    shown.close()
    click.echo(message, err=True)
    return 1
