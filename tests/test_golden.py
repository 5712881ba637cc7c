"""Every notice of the golden corpus has the outline that stands beside it. `pytest tests/test_golden.py --update` rewrites them."""

from __future__ import annotations

import difflib
import re

import pytest
from conftest import ROOT
from golden import CORPUS, cases, write

import policydoc
from policydoc.diagnostics import CODES
from policydoc.schema import dumps, load, to_dict, validate
from policydoc.tree import NODE_TYPES, ROLES
from policydoc.writers.outline import outline

CASES = cases()
NOT_OF_TEXT = {"PD101": "test_readers", "PD901": "test_schema"}
"""Codes that no text can cause, and the tests that hold them."""


@pytest.fixture(scope="session", autouse=True)
def _rewritten(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        write(CASES, [outline(policydoc.parse(case.text)) for case in CASES])
        CASES[:] = cases()


@pytest.mark.parametrize("number", range(len(CASES)), ids=[str(case) for case in CASES])
def test_outline(number: int) -> None:
    case = CASES[number]
    have = outline(policydoc.parse(case.text))
    if have != case.outline:
        want = case.outline.splitlines()
        diff = list(difflib.unified_diff(want, have.splitlines(), "as it should be", "as it is", n=2, lineterm=""))
        pytest.fail(f"{case.path.relative_to(ROOT)}:{case.line}: {case.name}\n" + "\n".join(diff), pytrace=False)


def test_the_corpus_is_there() -> None:
    assert len([c for c in CASES if c.path.suffix == ".cases"]) >= 60
    assert len([c for c in CASES if c.path.suffix == ".txt"]) >= 8
    names = [str(case) for case in CASES]
    assert len(names) == len(set(names)), "a name stands twice"
    assert not [p.name for p in CORPUS.glob("notices/*.outline") if not p.with_suffix(".txt").exists()]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[str(case) for case in CASES])
def test_every_case_comes_back_from_its_json(number: int) -> None:
    doc = policydoc.parse(CASES[number].text)
    assert load(dumps(doc)) == doc
    assert dumps(load(dumps(doc))) == dumps(doc)
    validate(to_dict(doc))


def test_every_code_has_a_case() -> None:
    reported = {d.code for case in CASES for d in policydoc.parse(case.text).diagnostics}
    assert reported <= set(CODES)
    assert set(CODES) - reported - set(NOT_OF_TEXT) == set(), "compose a case for each"


def test_every_node_and_every_role_has_a_case() -> None:
    words = {line.split()[0] for case in CASES for line in case.outline.splitlines() if line.strip()}
    unseen = {"document", "cell", "agency", "assignment"}  # they have no line of their own
    assert (set(NODE_TYPES) | set(ROLES) | {"deadline", "lead_by_rule"}) - unseen - words == set()


FORMS = [line.split("\t") for line in (ROOT / "tests" / "forms.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("form", "pattern"), FORMS, ids=[form for form, _ in FORMS])
def test_every_form_of_the_genre_has_a_case(form: str, pattern: str) -> None:
    assert any(re.search(pattern, case.text) for case in CASES), f"compose a case: {form}"
