"""Akoma Ntoso: valid, the same text, names that programs can follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from akn_reading import found, read, text_of, text_of_notices
from conftest import ROOT
from golden import Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st
from test_composed import Composed, notices

import policydoc
from policydoc.document import Annotation
from policydoc.writers.akn import akn
from policydoc.writers.akn_text import Mark, nested

NOTICE = """青石县人民政府文件
特急
青政发〔2023〕8号
青石县人民政府关于加强图书服务的通知
各乡镇人民政府，县文旅局：
　　根据《云岭省图书馆条例》和《关于全民阅读的意见》（云岭政发〔2021〕12号），现将有关事项通知如下。
　　一、建设网点
　　（一）建设村级书屋。到2025年，建成村级书屋120个以上。书屋全年开放。（县文旅局牵头，县财政局配合）
　　1.选好路线。
　　2.定好时间。
　　（二）开展流动服务。新增流动书车6辆。（县交通局负责）
　　三、加强保障
　　落实经费。

　　附件：1.书屋名单
　　2.经费表

青石县人民政府
2023年5月6日

附件1
书屋名单
序号	名称
1	东村书屋
2	西村书屋
附件2
经费表
各项经费由县财政局核定。
抄送：县委办公室，县人大常委会办公室。
"""
RULES = """青石县河道管护办法
第一章　总则
第一条　为了加强河道管护，根据《云岭省河道条例》第十四条第一款，制定本办法。
第二条　河道实行分级管护。
管护的河道包括：
（一）县级河道；
（二）村级河道。
"""


def one(root: Any, path: str) -> Any:
    elements = root.xpath(path, namespaces={"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"})
    assert len(elements) == 1, (path, elements)
    return elements[0]


def same_text(doc: policydoc.Document) -> bool:
    return text_of(read(doc)) == text_of_notices(doc)


# -- what always holds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases(), ids=str)
def test_the_composed_notices_are_valid_and_keep_their_text(case: Case) -> None:
    assert same_text(policydoc.parse(case.text))


@settings(max_examples=40)
@given(notices)
def test_any_composed_notice_is_valid_and_keeps_its_text(notice: Composed) -> None:
    assert same_text(policydoc.parse(notice.text()))


PIECES = [*NOTICE.splitlines(), *RULES.splitlines(), "专栏1 重点工程", "1.一项工程。建设。", "第三节　附则", "（1）细项。", "①要点。"]
PIECES += ["分享到：", "索引号：123/2022", "\x00", "<p>", "\ud800"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_any_lines_are_valid_and_keep_their_text(lines: list[str]) -> None:
    assert same_text(policydoc.parse("\n".join(lines)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\ufffe\ud800a\x0bb",
        "（" * 50_000,
        "《" * 20_000 + "通知》" * 20_000,
        "附件1\n" * 3_000,
        "".join(f"{mark}甲。\n" for mark in ("第一编", "第一章", "第一节", "一、", "（一）", "1.", "（1）", "①") * 400),
        "一、<script>alert(1)</script>]]>&amp;",
    ],
    ids=["empty", "control", "brackets", "book marks", "labels", "deep", "script"],
)
def test_hostile_texts(text: str) -> None:
    assert same_text(policydoc.parse(text))


def test_the_real_notices(real_texts: list[Path]) -> None:
    assert [path.name for path in real_texts[::40] if not same_text(policydoc.read(path))] == []


# -- structure ---------------------------------------------------------------------------------------------------------------


def test_names_are_arabic_and_follow_the_numbers_of_the_document() -> None:
    root = read(policydoc.parse(NOTICE))
    assert found(root, "//a:mainBody//a:chapter/@eId")[:2] == ["chp_1", "chp_3"]
    assert found(root, "//a:paragraph/@eId") == ["chp_1__para_1", "chp_1__para_2"]
    assert found(root, "//a:subparagraph/@eId") == ["chp_1__para_1__subpara_1", "chp_1__para_1__subpara_2"]
    assert found(root, "//a:chapter[@eId='chp_3']/a:num | //a:chapter[@eId='chp_3']/a:heading") == ["三、", "加强保障"]


def test_text_before_the_items_of_a_measure_is_its_introduction() -> None:
    measure = one(read(policydoc.parse(NOTICE)), "//a:paragraph[@eId='chp_1__para_1']")
    assert [child.tag.rpartition("}")[2] for child in measure] == ["num", "heading", "intro", "subparagraph", "subparagraph"]


def test_the_elements_of_an_official_document() -> None:
    root = read(policydoc.parse(NOTICE))
    assert found(root, "//a:preface//a:docProponent") == ["青石县人民政府文件"]
    assert found(root, "//a:preface//a:docStatus[@class='urgency']") == ["特急"]
    assert found(root, "/*/a:doc/@name") == ["notice"]
    assert found(root, "/*/a:doc/a:preface//a:docTitle") == ["青石县人民政府关于加强图书服务的通知"]
    assert found(root, "//a:docNumber") == ["青政发〔2023〕8号"]
    assert found(root, "//a:block[@name='addressees']/a:organization") == ["各乡镇人民政府", "县文旅局"]
    assert found(root, "/*/a:doc/a:conclusions//a:signature/a:organization") == ["青石县人民政府"]
    assert found(root, "/*/a:doc/a:conclusions//a:docDate/@date") == ["2023-05-06"]


def test_annexes_and_what_stands_behind_them() -> None:
    root = read(policydoc.parse(NOTICE))
    assert found(root, "//a:attachment/@eId") == ["att_1", "att_2", "att_3"]
    assert found(root, "//a:attachment/a:num") == ["附件1", "附件2"]
    assert found(root, "//a:attachment[@eId='att_1']//a:td") == ["序号", "名称", "1", "东村书屋", "2", "西村书屋"]
    assert found(root, "//a:attachment[@eId='att_3']/a:interstitial/a:block/@name") == ["copies"]


def test_who_issued_it_when_under_which_number() -> None:
    root = read(policydoc.parse(NOTICE))
    work = "//a:akomaNtoso/a:doc/a:meta//a:FRBRWork"
    assert found(root, f"{work}/a:FRBRuri/@value") == ["/akn/cn/doc/2023/青政发-8"]
    assert found(root, f"{work}/a:FRBRnumber/@value") == ["青政发〔2023〕8号"]
    assert found(root, f"{work}/a:FRBRdate/@date") == ["2023-05-06"]
    author = found(root, f"{work}/a:FRBRauthor/@href")[0]
    assert found(root, f"//a:TLCOrganization[@eId='{author[1:]}']/@showAs") == ["青石县人民政府"]
    assert found(root, "//a:attachment[@eId='att_2']//a:FRBRWork/a:FRBRthis/@value") == ["/akn/cn/doc/2023/青政发-8/!att_2"]


def test_a_citation_leads_to_the_work_that_bears_the_number() -> None:
    cited = policydoc.parse("云岭省人民政府关于全民阅读的意见\n云岭政发〔2021〕12号\n各市：\n　　请读书。\n")
    work = found(read(cited), "//a:FRBRWork/a:FRBRuri/@value")[0]
    links = found(read(policydoc.parse(NOTICE)), "//a:ref/@href")
    assert links == ["/akn/cn/doc/云岭省图书馆条例", work]


def test_references_lead_to_articles_and_annexes_of_the_document() -> None:
    root = read(policydoc.parse(RULES + "第三条　违反第二条规定的，按照第九条处理，标准见附件1。\n附件1\n处理标准\n一律公开。\n"))
    links = dict(zip(found(root, "//a:ref[starts-with(@href, '#')]"), found(root, "//a:ref[starts-with(@href, '#')]/@href"), strict=True))
    assert links == {"第二条": "#chp_1__art_2", "附件1": "#att_1"}
    assert found(root, "//a:inline[@name='reference']") == ["第九条"]


def test_clauses_roles_and_organisations() -> None:
    root = read(policydoc.parse(NOTICE))
    clause = "//a:paragraph[@eId='chp_1__para_1']//a:inline[@name='responsibility']"
    assert found(root, clause) == ["（县文旅局牵头，县财政局配合）"]
    assert found(root, f"{clause}/a:role/@refersTo") == ["#lead", "#cooperate"]
    assert found(root, f"{clause}/a:role/a:organization") == ["县文旅局", "县财政局"]
    assert found(root, "//a:TLCRole[@eId='lead']/@showAs") == ["牵头"]
    known = set(found(root, "//a:references/*/@eId"))
    assert {x.removeprefix("#") for refs in found(root, "//@refersTo") for x in refs.split()} <= known


def test_targets_and_deadlines() -> None:
    root = read(policydoc.parse(NOTICE))
    assert found(root, "//a:quantity/@normalized") == [">=120个", "6辆"]
    assert found(root, "//a:date[@class='deadline']/@date") == ["2025-12-31"]
    indicator = found(root, "//a:quantity/@refersTo")[0]
    assert found(root, f"//a:TLCConcept[@eId='{indicator[1:]}']/@showAs") == ["村级书屋"]


def test_regulations_are_acts_with_articles_clauses_and_points() -> None:
    root = read(policydoc.parse(RULES))
    assert found(root, "/*/a:act/@name") == ["measures"]
    assert found(root, "//a:article/@eId") == ["chp_1__art_1", "chp_1__art_2"]
    assert found(root, "//a:article[@eId='chp_1__art_2']/*/@eId") == ["chp_1__art_2__para_1", "chp_1__art_2__para_2"]
    assert found(root, "//a:point/@eId") == ["chp_1__art_2__para_2__point_1", "chp_1__art_2__para_2__point_2"]
    assert found(root, "//a:ref[starts-with(., '《')]/@href")[0] == "/akn/cn/doc/云岭省河道条例"


def test_a_box_is_a_titled_block() -> None:
    doc = policydoc.parse("一、任务\n　　各地要抓好落实。\n专栏1 重点工程\n1. 校舍工程。改造校舍100所。\n2. 教师工程。培训教师1万人。\n")
    root = read(doc)
    assert found(root, "//a:tblock[@class='box']/a:heading") == ["专栏1 重点工程"]
    assert found(root, "//a:tblock[@class='item']/a:num") == ["1.", "2."]


def test_several_notices_are_a_collection() -> None:
    notice = next(case for case in cases() if case.name == "a text that stands twice is two notices")
    root = read(policydoc.parse(notice.text))
    assert found(root, "/*/a:documentCollection//a:component/@eId") == ["cmp_1", "cmp_2"]


def test_wrapper_and_fields_stand_apart() -> None:
    root = read(policydoc.read(ROOT / "corpus" / "notices" / "page-with-wrapper.txt"))
    assert root.xpath("//a:meta/a:proprietary/*", namespaces={"a": root.nsmap[None]})
    assert not root.xpath("//a:mainBody//*[local-name()='wrapper']", namespaces={"a": root.nsmap[None]})


# -- marks that overlap ------------------------------------------------------------------------------------------------------


def test_of_two_marks_that_cross_the_better_one_stays() -> None:
    doc = policydoc.parse("根据《县财政局关于预算的通知》办理。")
    crossing = [
        Annotation("citation", (2, 10), {"title": "x"}, "test"),
        Annotation("target", (6, 14), {"value": 1, "unit": "", "comparator": "="}, "test"),
        Annotation("agency", (8, 16), {"name": "y"}, "test"),
    ]
    root = read(attrs.evolve(doc, annotations=tuple(crossing)))
    assert len(found(root, "//a:p//a:ref")) == 1
    assert not found(root, "//a:p//a:quantity")
    assert text_of(root) == text_of_notices(doc)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 8)), max_size=30))
def test_what_stays_nests(spans: list[tuple[int, int, int]]) -> None:
    marks = [Mark((min(a, b), max(a, b)), rank, "x", {}) for a, b, rank in spans]
    kept = nested(sorted(marks, key=lambda m: (m.span[0], -m.span[1], m.rank)))
    for one_mark in kept:
        for other in kept:
            (a, b), (c, d) = one_mark.span, other.span
            assert not a < c < b < d


def test_the_same_notice_gives_the_same_bytes_also_from_json(tmp_path: Path) -> None:
    doc = policydoc.parse(NOTICE)
    policydoc.dump(doc, tmp_path / "a.json")
    assert akn(policydoc.load(tmp_path / "a.json")) == akn(doc)
