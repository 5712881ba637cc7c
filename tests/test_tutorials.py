"""The tutorials are true: each is worked through from the top in an empty folder with the notices of the repository; Chinese ones say the same."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
SHELL = shutil.which("bash")


def blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def shell(command: str) -> str:
    """What a command writes; `policydoc` is the one that is tested."""
    assert SHELL
    prelude = f'policydoc() {{ "{sys.executable}" -m policydoc "$@"; }}\n'
    environment = os.environ | {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([SHELL, "-c", prelude + command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=environment, timeout=120)
    return done.stdout


def matches(expected: str, got: str) -> bool:
    """Whether a command wrote what the page shows; … stands for anything."""
    return re.fullmatch(re.escape(expected).replace("…", ".*"), got, re.DOTALL) is not None


def work_through(block: str) -> None:
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        got = shell(command)
        assert matches(expected, got), f"$ {command}\n{got}"


@pytest.mark.parametrize("page", [p for p in TUTORIALS if ".zh-CN" not in p.name], ids=lambda p: p.stem)
def test_a_tutorial_can_be_worked_through(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if SHELL is None:
        pytest.skip("the commands of the tutorials are run by bash, which is not here")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notices").mkdir()
    for notice in (ROOT / "corpus" / "notices").glob("*.txt"):
        shutil.copy(notice, tmp_path / "notices")
    names: dict[str, object] = {}
    for language, body in blocks(page):
        if language == "console":
            work_through(body)
        elif language == "pycon":
            shown: list[str] = []
            test = doctest.DocTestParser().get_doctest(body, names, page.name, str(page), 0)
            doctest.DocTestRunner(optionflags=FLAGS).run(test, out=shown.append, clear_globs=False)
            names = test.globs
            assert not shown, "".join(shown)
        else:
            assert language == "sh", "sh only says what to install"
            assert body.startswith("pip install ")


def test_chinese_tutorials_have_the_same_examples() -> None:
    english = [p for p in TUTORIALS if ".zh-CN" not in p.name]
    assert len(english) == 3
    for page in english:
        assert blocks(page.with_suffix(".zh-CN.md")) == blocks(page), page.name


def test_what_a_page_shows_is_held_against_what_a_command_writes() -> None:
    assert matches("9 converted\n…\n", "9 converted\n2 s\nmore\n")
    assert not matches("9 converted\n", "8 converted\n")
    with pytest.raises(AssertionError, match="two"):
        work_through("$ echo one\none\n$ echo two\nthree\n")
