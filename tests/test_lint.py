"""Lint as its users meet it: no false alarms, choosing rules, third parties' rules, messages, and what must hold on any text."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from golden import CORPUS, Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st

import policydoc
from policydoc.diagnostics import Diagnostic
from policydoc.lint import Finding, Rule, chosen, lint, rules
from policydoc.lint.table import CHECKS

NOTICES = sorted((CORPUS / "notices").glob("*.txt"))
BAD = "清河市财政局关于做好预算编制工作的通知\n清财发[2022]05号\n各县财政局:\n请认真做好工作。\n清河市财政局\n2022年03月1日\n"

INTENDED = {
    "a bracket that goes on in a labelled line": {"PL302", "PL403"},
    "a mark is missing in the row": {"PL101"},
    "a number stands twice": {"PL102"},
    "number in half-width square brackets": {"PL201"},
    "number in round brackets around the year": {"PL201"},
    "number in lenticular brackets": {"PL201"},
    "half-width brackets": {"PL108"},
    "items with an enumeration comma": {"PL107"},
    "opening half-width, closing full-width": {"PL305"},
    "opening full-width, closing half-width": {"PL305"},
    "half-width brackets nested in full-width ones": {"PL304"},
    "a clause that never closes runs to the end of its line": {"PL403"},
    "the outer bracket of a nested clause is lost": {"PL403"},
    "an unclosed quotation mark": {"PL301"},
    "a bracket that closes what was never opened": {"PL302"},
    "addressees without their colon": {"PL251"},
    "addressees without a colon above a lead-in": {"PL251"},
    "a field in front of the addressees is no title": {"PL221"},
    "letterhead whose title is lost": {"PL221"},
    "a file offered below the note, number and title, before the copy of the text": {"PL221"},
    "a site gives the name of the issued document, the notice's own title stands below its number": {"PL231"},
}
"""Golden cases that are composed to be faulty; all others are clean."""


def codes(text: str, **options: Any) -> list[str]:
    return [d.code for d in lint(policydoc.parse(text), **options)]


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_the_composed_notices_are_clean(path: Path) -> None:
    assert [(d.code, d.message) for d in lint(policydoc.read(path))] == []


@pytest.mark.parametrize("case", [c for c in cases() if c.path.suffix == ".cases"], ids=str)
def test_a_golden_case_is_clean_unless_it_is_composed_to_be_faulty(case: Case) -> None:
    assert set(codes(case.text)) == INTENDED.get(case.name, set())


def test_a_notice_with_many_faults_gives_each_in_the_order_of_the_text() -> None:
    assert codes(BAD) == ["PL201", "PL203", "PL251", "PL211"]


def test_codes_prefixes_and_names_choose_and_the_longer_one_wins() -> None:
    assert codes(BAD, select=["PL201"]) == ["PL201"]
    assert codes(BAD, select=["pl20"]) == ["PL201", "PL203"]
    assert codes(BAD, select=["date-zeros"]) == ["PL211"]
    assert codes(BAD, ignore=["PL2"]) == []
    assert codes(BAD, select=["PL20"], ignore=["PL203"]) == ["PL201"]
    assert codes(BAD, select=["PL201"], ignore=["PL2"]) == ["PL201"]
    assert len(chosen()) == len(rules())


@pytest.mark.parametrize("word", ["PL9", "XX", "", "nothing-like-it"])
def test_what_names_no_rule_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        chosen(select=[word])


def test_messages_come_in_two_languages_and_tell_facts() -> None:
    doc = policydoc.parse(BAD)
    assert lint(doc, ["PL203"])[0].message == "The sequence in 清财发[2022]05号 is 5, without zeros."
    assert lint(doc, ["PL203"], lang="zh")[0].message == "发文字号“清财发[2022]05号”的顺序号不编虚位，应为5。"
    assert lint(doc, ["PL203"])[0].data["right"] == "5"


def test_the_parser_s_own_diagnostics_are_not_reported_beside_the_rules_made_of_them() -> None:
    text = "（一）健全机制。各县要建立工作机制。\n（三）抓好落实。各县要压实《责任。"
    assert codes(text) == ["PL101", "PL301"]


def test_rules_of_layout_and_punctuation_are_silent_where_the_text_lost_its_breaks() -> None:
    tasks = "（一）健全机制。各地要建立机制。\n（二）抓好落实。各地要压实责任。\n"
    lines = f"一、总体要求\n各地要提高认识,压实责任。\n二、重点任务\n{tasks}三、组织实施\n各地要加强宣传。"
    assert codes(lines) == ["PL303"]
    assert codes(lines.replace("\n", "")) == []


def test_what_stands_around_the_notice_is_not_the_writer_s() -> None:
    around = "首页>政务公开>文件(市政府,办公室\n" + BAD.replace("[", "〔").replace("]05", "〕5").replace(":", "：").replace("03", "3") + "打印本页,关闭窗口(\n"
    assert codes(around) == []


def test_standards_bind_from_their_own_day() -> None:
    old = BAD.replace("2022年03月1日", "2009年03月1日").replace("[2022]05号", "〔2009〕5号").replace(":", "：")
    assert codes(old) == []
    assert codes(old.replace("2009", "2013")) == ["PL211"]


def test_a_package_adds_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def shouts(doc: policydoc.Document) -> list[Finding]:
        at = doc.text.find("！")
        return [Finding((at, at + 1), {"mark": "！"}, (((at, at + 1), "。"),))] if at >= 0 else []

    mine = Rule("ACME1", "no-shouting", "info", "house style", "No {mark} here.", "不用“{mark}”。", shouts)
    point = SimpleNamespace(name="acme", load=lambda: [mine])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] if group == "policydoc.rules" else [])
    rules.cache_clear()
    try:
        found = lint(policydoc.parse("一、要求\n各县要抓好落实！"), select=["ACME1"])
        assert found == [Diagnostic("ACME1", "info", (12, 13), "No ！ here.", {"mark": "！", "rule": "no-shouting", "fix": [[[12, 13], "。"]]})]
        assert set(CHECKS) < set(rules())
    finally:
        monkeypatch.undo()
        rules.cache_clear()


ALPHABET = "一二三、（）().1295〔〕[]《》“”\"，,。；:：…-—等其中号年月日市县政府财局关于通知第条附件发牵头负责达到%家 \n\t\u3000"


@settings(max_examples=60)
@given(st.text(alphabet=ALPHABET, max_size=400) | st.text(max_size=120))
def test_any_text_is_linted_and_every_place_lies_in_it(text: str) -> None:
    doc = policydoc.parse(text)
    for found in lint(doc):
        assert 0 <= found.span[0] <= found.span[1] <= len(text)
        for (start, end), _ in found.data.get("fix", ()):
            assert 0 <= start <= end <= len(text)
    assert lint(doc) == lint(doc)


@pytest.mark.parametrize("unit", ["（", "《", "(市)、", "2021-2022年", "其中1个、", "附件1、", "以下三项", "市财局、", "〔2022〕05号", "，，", '"市"', "..."])
def test_hostile_repetition_is_linted(unit: str) -> None:
    text = "一、要求\n（一）任务。" + unit * 4_000
    assert isinstance(lint(policydoc.parse(text)), list)
