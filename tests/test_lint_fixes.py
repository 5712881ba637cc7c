"""Corrections: every rule whose page promises one makes it, edits never overlap, a corrected text stays as it is."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_lint_rules import EXAMPLES, codes

import policydoc
from policydoc.lint import chosen, lint
from policydoc.lint.fixes import applied, corrected, edits
from policydoc.lint.pages import sections

FIXABLE = [code for code, text in sections().items() if "--fix" in text]


@pytest.mark.parametrize("code", FIXABLE)
def test_the_correction_of_the_bad_example_is_the_good_one_or_as_clean(code: str) -> None:
    bad, good = EXAMPLES[code]
    text, count = corrected(policydoc.parse(bad), chosen([code]))
    assert count
    assert codes(text) == set()
    assert text == good


def test_rules_without_a_promise_bring_no_edits() -> None:
    for code, (bad, _) in EXAMPLES.items():
        if code not in FIXABLE:
            assert not any(d.data.get("fix") for d in lint(policydoc.parse(bad), [code])), code


PIECES = [bad for bad, _ in EXAMPLES.values()] + list("，,；;（()）《》“”\"、。…\n") + ["（一）、", "1、", "2021-2022年", "...", "15-30%"]


@settings(max_examples=80)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_edits_are_disjoint_and_a_corrected_text_stays_as_it_is(text: str) -> None:
    doc = policydoc.parse(text)
    changes = edits(lint(doc))
    assert all(before[0][1] <= after[0][0] for before, after in pairwise(changes))
    once, _ = corrected(doc, chosen())
    assert corrected(policydoc.parse(once), chosen()) == (once, 0)
    kept = "".join(c for c in text if "\u4e00" <= c <= "\u9fff" and c not in "一二三四五六七八九〇年月日第")
    assert kept == "".join(c for c in once if "\u4e00" <= c <= "\u9fff" and c not in "一二三四五六七八九〇年月日第")


def test_of_two_edits_of_one_place_the_first_is_made() -> None:
    text = "市财政局关于预算的通知\n清财发[2022]第05号\n各县财政局：\n请办理。\n清河市财政局\n2022年3月1日"
    assert applied(text, edits(lint(policydoc.parse(text)))) == text.replace("[2022]第05号", "〔2022〕5号")


def test_real_notices_are_corrected_once_and_for_all(real_texts: list[Path]) -> None:
    for path in real_texts[::60]:
        doc = policydoc.read(path)
        once, _ = corrected(doc, chosen())
        assert corrected(policydoc.parse(once), chosen()) == (once, 0), path.name
        han = re.compile(r"[^\u4e00-\u9fff]|[〇零一二三四五六七八九十年月日第]")
        assert han.sub("", once) == han.sub("", doc.text), path.name
