"""Tasks and queries: who has to do what by when."""

from __future__ import annotations

import pytest

import policydoc
from policydoc.document import Annotation, Document
from policydoc.tree import Agency, Assignment, Measure, ResponsibilityClause

TEXT = """云山市节水工作方案

一、重点任务
（一）改造管网。到2025年，漏损率降到9%。（市水务局牵头，市财政局、市住建局配合，2025年底前完成）
（二）宣传节水。开展宣传周活动。（市水务局、市教育局等按职责分工负责）
二、保障措施
（三）落实资金。列入预算。（市财政局负责）
"""


@pytest.fixture(scope="module")
def doc() -> Document:
    return policydoc.parse(TEXT)


def test_one_row_a_clause_and_agency(doc: Document) -> None:
    rows = [(t.labels[-1][:3], t.agency, t.role) for t in doc.tasks()]
    assert rows == [
        ("（一）", "市水务局", "lead"),
        ("（一）", "市财政局", "cooperate"),
        ("（一）", "市住建局", "cooperate"),
        ("（二）", "市水务局", "by_duty"),
        ("（二）", "市教育局", "by_duty"),
        ("（三）", "市财政局", "responsible"),
    ]


def test_a_row_says_what_where_and_by_when(doc: Document) -> None:
    first = next(doc.tasks())
    assert first.labels == ("一、重点任务", "（一）改造管网")
    assert [doc.index[i].type for i in first.path] == ["chapter", "measure"]
    assert "漏损率降到9%" in first.text
    assert doc.text[slice(*first.agency_span)] == "市水务局"
    assert first.deadline
    assert "2025年底前" in first.deadline
    assert first.date == "2025"
    assert [doc.text[slice(*t.span)] for t in first.targets] == ["9%"]
    assert first.leads


def test_canonical_names_and_open_lists(doc: Document) -> None:
    by_agency = {t.agency: t for t in doc.tasks()}
    assert by_agency["市住建局"].name == "市住房和城乡建设局"
    assert by_agency["市教育局"].open_list
    assert not by_agency["市住建局"].open_list


def test_without_annotations_agencies_are_resolved_all_the_same() -> None:
    rows = list(policydoc.parse(TEXT, annotate=False).tasks())
    assert rows[2].name == "市住房和城乡建设局"
    assert rows[0].targets == ()


def test_find_by_role_and_agency(doc: Document) -> None:
    assert [m.number for m in doc.find(Measure, lead="市水务局")] == [1]
    assert [m.number for m in doc.find(Measure, cooperate="市财政局")] == [1]
    assert [m.number for m in doc.find(Measure, agency="市财政局")] == [1, 3]
    assert [m.number for m in doc.find(Measure, cooperate="市住房和城乡建设局")] == [1]
    assert [m.number for m in doc.find(Measure, lead="市水务局", cooperate="市财政局", number=1)] == [1]
    assert not list(doc.find(Measure, lead="市财政局"))
    assert [c.number for c in doc.find(policydoc.Chapter, agency="市教育局")] == [1]


def test_the_first_under_a_legend_leads() -> None:
    text = "甲局、乙局负责，列第一位者为牵头单位。"
    first, second = Agency((0, 2), "g1", "甲局"), Agency((3, 5), "g2", "乙局")
    ruled = Assignment((0, 7), "a", (first, second), "responsible", lead_by_rule=(8, 18))
    clause = ResponsibilityClause((0, len(text)), "r", (ruled,), text, (0, 0))
    root = policydoc.tree.Root((0, len(text)), "root", (clause,))
    doc = Document(policydoc.source.Source(text), root)
    assert [(t.agency, t.role, t.leads) for t in doc.tasks()] == [("甲局", "responsible", True), ("乙局", "responsible", False)]
    assert list(doc.find(ResponsibilityClause, lead="甲局")) == [clause]
    assert not list(doc.find(ResponsibilityClause, lead="乙局"))


def test_a_deadline_in_the_governed_text_counts_where_the_clause_has_none() -> None:
    doc = policydoc.parse("一、任务\n（一）建库。2024年6月底前建成。（市财政局负责）", annotate=False)
    at = doc.text.index("2024")
    dated = Annotation("deadline", (at, at + 9), {"date": "2024-06"}, "test")
    import attrs

    (task,) = attrs.evolve(doc, annotations=(dated,)).tasks()
    assert (task.deadline, task.date) == ("2024年6月底前", "2024-06")


def test_a_document_without_clauses_has_no_tasks() -> None:
    assert list(policydoc.parse("市财政局落实资金。").tasks()) == []


def test_a_line_of_its_own_says_until_when_its_division_is_done() -> None:
    text = "一、任务\n1.年内修好道路。\n牵头单位：县交通局\n完成时限：2023年6月底前\n2.种树。（县林业局负责）\n"
    assert [(t.agency, t.deadline, t.date) for t in policydoc.parse(text).tasks()] == [
        ("县交通局", "2023年6月底前", "2023-06"),
        ("县林业局", None, None),
    ]
