"""The help of the command line: commands by what they are for, examples for those who come with a notice, a folder, a corpus."""

from __future__ import annotations

import click

SECTIONS: dict[str, tuple[str, ...]] = {
    "Look at a notice": ("outline", "view", "lint", "compare"),
    "Convert": ("convert", "ledger", "labels"),
    "Many notices": ("corpus",),
}
"""The commands by what they are for; one that is not named here stands under Further."""

EXAMPLES = """\b
Examples, one notice:
  policydoc outline notice.docx             what it says, one line a node
  policydoc view notice.docx --open         the same as a page: who must do what by when
\b
A folder of files:
  policydoc convert notices/ -o trees/      a JSON tree for each; run again, it does what is new
  policydoc ledger notices/ -o tasks.xlsx   the division of work (任务分工表), by notice and by agency
\b
A corpus:
  policydoc corpus tables trees/            Parquet tables for pandas, DuckDB, R
  policydoc convert notices/ --to conllu -o words/
\b
policydoc COMMAND --help has the options of a command, its examples and exit status. The shell completes commands and names after
  eval "$(_POLICYDOC_COMPLETE=bash_source policydoc)"    (or zsh_source)"""


class Grouped(click.Group):
    """A group whose help lists its commands by section."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections; click calls this."""
        known = {name for names in SECTIONS.values() for name in names}
        further = tuple(name for name in self.list_commands(ctx) if name not in known)
        for title, names in {**SECTIONS, "Further": further}.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            shown = [(name, command.get_short_help_str(120)) for name, command in commands if command and not command.hidden]
            if shown:
                with formatter.section(title):
                    formatter.write_dl(shown)


def complete_writers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The names that `--to` takes, for the shell."""
    from policydoc.writers import names

    return [name for name in names() if name.startswith(incomplete)]
