"""The help and the completion of the command line."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from policydoc.cli import main
from policydoc.helping import EXAMPLES, SECTIONS
from policydoc.writers import names


def complete(line: str) -> set[str]:
    """What bash offers behind a line."""
    words = line.split(" ")
    asked = {"_POLICYDOC_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    code = "from policydoc.cli import main; main(prog_name='policydoc')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=os.environ | asked, timeout=60)
    return {value for kind, _, value in (shown.partition(",") for shown in done.stdout.split("\n")) if kind == "plain"}


def commands(group: click.Group = main) -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {below}", one) for below, one in commands(command)]
    return found


def test_the_shell_completes_commands_names_and_options() -> None:
    assert complete("policydoc con") == {"convert"}
    assert complete("policydoc convert --to ") == set(names())
    assert complete("policydoc convert a.txt --to docc") == {"doccano", "doccano-relations"}
    assert "--jobs" in complete("policydoc convert --")
    assert complete("policydoc corpus e") == {"evaluate"}
    assert complete("policydoc labels br") == {"brat"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_of_the_docs_give_a_script(shell: str) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    variable = re.search(rf"(_\w+)={shell}_source policydoc", page)
    assert variable
    code = "from policydoc.cli import main; main(prog_name='policydoc')"
    environment = os.environ | {variable[1]: f"{shell}_source"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, timeout=60)
    assert f"{shell}_complete" in done.stdout


def test_the_help_groups_the_commands_and_leaves_none_out() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(f"\n  {name} " in shown for name in main.commands)
    titles = [title for title, members in SECTIONS.items() if set(members) & set(main.commands)]
    assert [shown.index(f"\n{title}:\n") for title in titles] == sorted(shown.index(f"\n{title}:\n") for title in titles)


def test_every_command_of_the_examples_is_one() -> None:
    lines = [line for text in (EXAMPLES, *(c.help or "" for _, c in commands())) for line in text.splitlines() if line.startswith("  ")]
    called = [shlex.split(part)[1:] for line in lines for part in re.split(r" (?:\||&&) ", line) if part.strip().startswith("policydoc ")]
    assert len(called) > 15
    for first, second, *_ in called:
        found = main.commands[first]
        assert not isinstance(found, click.Group) or second in found.commands


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_teaches(name: str, command: click.Command) -> None:
    assert command.help
    assert isinstance(command, click.Group) or f"policydoc {name} " in command.help, "an example"
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


def command_lines() -> list[tuple[str, list[str]]]:
    """The calls of policydoc in the blocks of shell of all pages, without pipes and redirections."""
    found = []
    for page in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        for block in re.findall(r"^```(?:sh|bash)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.shlex(line, posix=True, punctuation_chars=True)
                words.whitespace_split = True
                call: list[str] = []
                for word in [*words, "|"] if "policydoc" in line else []:
                    if set(word) <= set("|&;<>()"):
                        found += [(f"{page.name}: {line}", call[1:])] if call[:1] == ["policydoc"] else []
                        call = []
                    else:
                        call.append(word)
    return found


def test_every_command_and_option_that_a_page_shows_is_there() -> None:
    lines = command_lines()
    assert len(lines) > 12
    for place, words in lines:
        command: click.Command = main
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            assert words[0] in command.commands, place
            command, words = command.commands[words[0]], words[1:]
        try:
            command.make_parser(click.Context(command, help_option_names=["-h", "--help"])).parse_args(list(words))
        except click.UsageError as error:
            pytest.fail(f"{place}: {error.message}")
