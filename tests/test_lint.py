"""Lint as its users meet it: no false alarms, choosing rules, third parties' rules, findings with their places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from golden import CORPUS, cases
from hypothesis import given
from hypothesis import strategies as st

import policydoc
from policydoc.lint import Finding, Rule, chosen, lint, rules, run
from policydoc.lint.fixes import applied, corrected, edits

NOTICES = sorted((CORPUS / "notices").glob("*.txt"))
NUMBER = "清河市财政局关于做好预算编制工作的通知\n清财发[2022]05号\n各县财政局：\n请认真做好工作。\n清河市财政局\n2022年3月1日\n"


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_the_composed_notices_are_clean(path: Path) -> None:
    assert [(d.code, d.message) for d in lint(policydoc.read(path))] == []


def test_print() -> None:
    for case in cases():
        if case.path.suffix == ".cases":
            for d in lint(policydoc.parse(case.text)):
                print(case.path.name, case.name, d.code, d.message)
