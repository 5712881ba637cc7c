"""Each rule has its page: the bad example gives that code and no other, the good one gives none."""

from __future__ import annotations

import re

import pytest

import policydoc
from policydoc.lint import lint
from policydoc.lint.pages import sections
from policydoc.lint.table import CHECKS, RULES

EXAMPLES = {code: re.findall(r"^```text\n(.*?)\n```$", text, re.M | re.S) for code, text in sections().items()}


def codes(text: str) -> set[str]:
    return {d.code for d in lint(policydoc.parse(text))}


def test_every_rule_has_a_check_and_a_page_that_says_what_the_table_says() -> None:
    assert list(RULES) == list(CHECKS) == sorted(RULES)
    assert set(sections()) == set(RULES)
    assert len(RULES) >= 30
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, text in sections().items():
        rule = RULES[code]
        assert text.startswith(f"## {code} {rule.name}\n\n*{rule.severity}* — {rule.source}\n\n"), code
        english, chinese = text.split("\n\n")[2:4]
        assert re.match(r"[A-Z0-9…]", english), code
        assert re.search(r"[\u4e00-\u9fff]", chinese), code
        assert ("--fix" in english) == ("可自动改正" in chinese) , code


@pytest.mark.parametrize("code", RULES)
def test_the_bad_example_gives_the_code_and_the_good_one_gives_nothing(code: str) -> None:
    bad, good = EXAMPLES[code]
    assert codes(bad) == {code}
    assert codes(good) == set()
