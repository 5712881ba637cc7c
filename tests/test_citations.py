"""Which documents a text names, what it does with them, and which places in them it means."""

from __future__ import annotations

from typing import Any

import pytest

import policydoc
from policydoc.annotators.citations import citations, numbers_of
from policydoc.annotators.references import references
from policydoc.annotators.titles import book_titles

NOTICE = """××市人民政府办公室关于加强河道管护的通知
×政办发〔2021〕12号

各县（市、区）人民政府：
　　{body}

××市人民政府办公室
2021年6月8日
"""


def cited(body: str) -> dict[str, dict[str, Any]]:
    """Words of each citation and abbreviation of a body, with its value."""
    doc = policydoc.parse(NOTICE.format(body=body), annotate=False)
    return {doc.text[slice(*a.span)]: dict(a.value) for a in citations(doc)}


@pytest.mark.parametrize(
    ("body", "words", "number"),
    [
        ("落实《关于河长制的意见》精神，抓好工作。", "《关于河长制的意见》", None),
        ("落实《关于河长制的意见》（×政发〔2019〕8号）精神。", "《关于河长制的意见》（×政发〔2019〕8号）", "×政发〔2019〕8号"),
        ("落实《关于河长制的意见》(×政发[2019] 8 号)精神。", "《关于河长制的意见》(×政发[2019] 8 号)", "×政发〔2019〕8号"),
        ("落实《关于河长制的意见》（×政发﹝２０１９﹞第８号）精神。", "《关于河长制的意见》（×政发﹝２０１９﹞第８号）", "×政发〔2019〕8号"),
        ("落实《意见》（×政发〔2019〕8号，以下简称《河长意见》）精神。", "《意见》（×政发〔2019〕8号，以下简称《河长意见》）", "×政发〔2019〕8号"),
        ("执行《河道条例》（国务院令第999号）规定。", "《河道条例》（国务院令第999号）", "国务院令第999号"),
        ("执行《关于船闸的公告》（某某部公告2020年第7号）规定。", "《关于船闸的公告》（某某部公告2020年第7号）", "某某部公告2020年第7号"),
        ("执行×政发〔2019〕8号《关于河长制的意见》规定。", "×政发〔2019〕8号《关于河长制的意见》", "×政发〔2019〕8号"),
        ("按照国办发〔2019〕39号文件要求执行。", "国办发〔2019〕39号", "国办发〔2019〕39号"),
        ("依据《关于印发〈河道办法〉的通知》（×水〔2018〕3号）执行。", "《关于印发〈河道办法〉的通知》（×水〔2018〕3号）", "×水〔2018〕3号"),
        ("依据《关于印发《河道办法》的通知》执行。", "《关于印发《河道办法》的通知》", None),
        ("加入《跨界河流公约》（CRC）的地区先行。", "《跨界河流公约》", None),
        ("执行《防洪标准（GB 00000-2014）》。", "《防洪标准（GB 00000-2014）》", None),
        ("执行<关于河道清淤的通知>要求。", "<关于河道清淤的通知>", None),
    ],
)
def test_a_citation_spans_title_and_number(body: str, words: str, number: str | None) -> None:
    assert cited(body)[words]["number"] == number


def test_titles_next_to_each_other_are_two() -> None:
    assert list(cited("根据《河道条例》《防洪条例》，制定措施。")) == ["《河道条例》", "《防洪条例》"]


def test_a_title_may_be_broken_over_lines() -> None:
    lines = (
        "　　各县要提高认识，加强领导，把河道管护摆上重要位置，根据《关于加强\n河道管护的意见》（×政发〔2019〕8号）要求，落实工作责任，"
        "完善工作机制，确保\n各项任务如期完成，让人民群众有更多获得感和幸福感。"
    )
    (only,) = citations(policydoc.parse("一、依据\n" + lines, annotate=False))
    assert only.value["title"] == "关于加强河道管护的意见"
    assert only.value["number"] == "×政发〔2019〕8号"


@pytest.mark.parametrize("body", ["申领《取水许可证》后方可取水。", "《××日报》刊发了消息。", "他说“好”（2021年印发）。"])
def test_licences_and_papers_are_no_documents(body: str) -> None:
    assert cited(body) == {}


def test_the_notices_own_title_and_number_are_no_citations() -> None:
    assert cited("请认真组织实施。") == {}


@pytest.mark.parametrize(
    ("body", "relation"),
    [
        ("根据《河道条例》，制定本办法。", "根据"),
        ("为贯彻落实省政府办公厅《河道条例》精神，提出如下意见。", "贯彻落实"),
        ("现将《河道条例》印发给你们，请认真执行。", "印发"),
        ("现将《河道条例》转发给你们。", "转发"),
        ("《河道条例》（×政发〔2009〕8号）同时废止。", "废止"),
        ("抓紧修订《河道条例》。", "修改"),
        ("参照《河道条例》执行。", "参照"),
        ("各地要学习《河道条例》。", None),
    ],
)
def test_the_verb_tells_the_relation(body: str, relation: str | None) -> None:
    (value,) = cited(body).values()
    assert value["relation"] == relation


def test_titles_of_a_list_share_its_verb() -> None:
    values = cited("根据《河道条例》和《防洪条例》（×政发〔2009〕8号）、《水法》，制定本办法。")
    assert [v["relation"] for v in values.values()] == ["根据", "根据", "根据"]


def test_short_forms_are_defined_and_resolved() -> None:
    doc = policydoc.parse(
        NOTICE.format(body="制定《河道采砂管理办法》（以下简称《办法》），对符合《办法》的予以登记。"), annotate=False
    )
    found = list(citations(doc))
    full, short, again = [a for a in found if a.type == "citation"]
    assert full.value["short"] == "《办法》"
    assert short.value["defined"] == again.value["defined"] == list(full.span)
    (abbreviation,) = [a for a in found if a.type == "abbreviation"]
    assert abbreviation.value == {"short": "《办法》", "full": "河道采砂管理办法"}


def test_abbreviations_of_other_things() -> None:
    assert cited("对河道采砂企业（以下简称采砂企业）开展检查。")["采砂企业"] == {"short": "采砂企业", "full": "对河道采砂企业"}


def test_numbers_leave_the_verb_before_them_out() -> None:
    text = "按照国办发[2019] 39 号、和×发〔2020〕1号、中华人民共和国国务院令第412号及某部第45号令"
    assert [n.text for n in numbers_of(text)] == ["国办发〔2019〕39号", "×发〔2020〕1号", "中华人民共和国国务院令第412号", "某部第45号令"]


def refs(text: str) -> list[tuple[str, dict[str, Any]]]:
    doc = policydoc.parse("一、依据\n" + text, annotate=False)
    return [(doc.text[slice(*a.span)], {k: v for k, v in a.value.items() if v is not None}) for a in references(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照第三条第二款第（一）项办理。", [("第三条第二款第（一）项", {"article": 3, "paragraph": 2, "item": 1})]),
        ("违反本办法第41条的，责令改正。", [("第41条", {"article": 41, "law": "本办法"})]),
        ("依照《河道条例》第二百二十四条之一处理。", [("第二百二十四条之一", {"article": 224, "sub": 1, "law": "河道条例"})]),
        ("依照第八条至第十条处理。", [("第八条至第十条", {"article": 8, "to": 10})]),
        ("依照第三条、第五条处理。", [("第三条", {"article": 3}), ("第五条", {"article": 5})]),
        (
            "依照《河道条例》第十四条第一款、第二款处理。",
            [
                ("第十四条第一款", {"article": 14, "paragraph": 1, "law": "河道条例"}),
                ("第二款", {"article": 14, "paragraph": 2, "law": "河道条例"}),
            ],
        ),
        ("第十九、二十条不重复享受。", []),
        ("前款规定的除外，本条第二款另行规定。", [("前款", {"relative": "前款"}), ("本条第二款", {"relative": "本条", "paragraph": 2})]),
        ("具体见附件2。", [("附件2", {"annex": 2})]),
        ("本条例自印发之日起施行，具备第一项目条件。", []),
    ],
)
def test_references_to_places(text: str, expected: list[tuple[str, dict[str, Any]]]) -> None:
    assert refs(text) == expected


@pytest.mark.parametrize("char", ["《", "》", "（", "〔", "<", "号", "第", "第一条", "《一》", "（（", "2020〕1号", "以下简称"])
def test_hostile_repetition_is_read(char: str) -> None:
    text = char * 20_000
    assert isinstance(book_titles(text, [(0, len(text))]), list)
    doc = policydoc.parse("一、依据\n" + text[:20_000] + "。", annotate=False)
    list(citations(doc))
    list(references(doc))
