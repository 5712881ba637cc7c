"""What a notice says about itself, every value with the span that says it."""

from __future__ import annotations

import json

import pytest

import policydoc
from policydoc.document import Document
from policydoc.meta import Field, Meta, parse_date, parse_number
from policydoc.source import Source
from policydoc.tree import (
    Addressees,
    Attachment,
    AttachmentList,
    Copies,
    DocumentNumber,
    Element,
    Imprint,
    IssueDate,
    IssuerMark,
    Metadata,
    Node,
    Note,
    Notice,
    Paragraph,
    Root,
    Secrecy,
    Sentence,
    Signature,
    Signer,
    Title,
    Urgency,
)


def document(*parts: tuple[type[Node], str]) -> Document:
    """A notice of these elements, one a line, in this order; a Title behind the first one is that of the issued document."""
    text = "\n".join(words for _, words in parts)
    children: list[Node] = []
    outside: list[Node] = []
    at, titles = 0, 0
    for n, (cls, words) in enumerate(parts):
        span = (at, at + len(words))
        if cls is Title and titles:
            children.append(Attachment(span, f"a{n}", (Title(span, f"t{n}", words),), "issued", None, None))
        elif cls is Metadata:
            name, _, value = words.partition("：")
            outside.append(Metadata(span, f"m{n}", words, name, value))
        elif issubclass(cls, Element):
            children.append(cls(span, f"e{n}", words))
        else:
            children.append(Paragraph(span, f"p{n}", (Sentence(span, f"s{n}", (), words),)))
        titles += cls is Title
        at += len(words) + 1
    notice = Notice((0, len(text)), "notice", tuple(children))
    return Document(Source(text), Root((0, len(text)), "root", (*outside, notice)))


FULL = document(
    (Metadata, "索 引 号：B0001/2022-00017"),
    (Metadata, "公开方式：主动公开"),
    (Secrecy, "机密★10年"),
    (Urgency, "特  急"),
    (IssuerMark, "云山市人民政府办公室文件"),
    (Signer, "签发人：李 明"),
    (DocumentNumber, "锦政办发〔2022〕17号"),
    (Title, "锦州市人民政府办公室　\n关于印发锦州市节水若干措施（试行）的通知"),
    (Addressees, "各县（市）区人民政府、市政府各委、办、局，驻锦有关单位："),
    (Sentence, "本措施自印发之日起施行，有效期五年。"),
    (AttachmentList, "附件：1．节水目标表"),
    (Signature, "锦州市人民政府办公室"),
    (IssueDate, "２０２２年４月２４日"),
    (Note, "（此件公开发布）"),
    (Title, "锦州市节水若干措施（试行）"),
    (Copies, "抄送：市委办公室，市人大常委会办公室。"),
    (Imprint, "锦州市人民政府办公室　　2022年4月25日印发"),
)


def test_a_notice_with_every_element() -> None:
    meta = FULL.meta
    said = {name: getattr(meta, name) for name in ("kind", "date", "issued_title", "issued_kind", "secrecy", "urgency", "signer")}
    assert {name: field.value for name, field in said.items()} == {
        "kind": "通知",
        "date": "2022-04-24",
        "issued_title": "锦州市节水若干措施（试行）",
        "issued_kind": "若干措施",
        "secrecy": "机密★10年",
        "urgency": "特急",
        "signer": "李明",
    }
    assert meta.title
    assert meta.title.value == "锦州市人民政府办公室关于印发锦州市节水若干措施（试行）的通知"
    assert meta.visibility
    assert meta.visibility.value == "open"
    assert meta.effective_from
    assert meta.effective_from.value == "2022-04-24"
    assert meta.validity
    assert meta.validity.value == "P5Y"
    assert [f.value for f in meta.issuers] == ["锦州市人民政府办公室"]
    assert [f.value for f in meta.copies] == ["市委办公室", "市人大常委会办公室"]
    assert [f.value for f in meta.attachments] == ["节水目标表"]
    assert meta.printed_by
    assert meta.printed_by.value == "锦州市人民政府办公室"
    assert meta.printed_on
    assert meta.printed_on.value == "2022-04-25"
    assert dict(meta.fields)["索引号"].value == "B0001/2022-00017"


def test_the_number_is_taken_apart() -> None:
    number = FULL.meta.number
    assert number
    assert (number.value.prefix, number.value.year, number.value.sequence) == ("锦政办发", 2022, 17)


def test_addressees_are_parted_at_complete_names_only() -> None:
    fields = FULL.meta.addressees
    assert [f.value for f in fields] == ["各县（市）区人民政府", "市政府各委、办、局", "驻锦有关单位"]
    assert [FULL.text[slice(*f.span)] for f in fields] == [f.value for f in fields]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("各市、州、县人民政府，省政府各部门：", ["各市、州、县人民政府", "省政府各部门"]),
        (
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
            ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"],
        ),
        ("市财政局、市教育局：", ["市财政局", "市教育局"]),
    ],
)
def test_lists_of_addressees(words: str, names: list[str]) -> None:
    assert [f.value for f in document((Title, "通知"), (Addressees, words)).meta.addressees] == names


@pytest.mark.parametrize(
    "written",
    ["2022年4月24日", "２０２２ 年 ４ 月 ２４ 日", "二〇二二年四月二十四日", "二○二二年四月廿四日", "二零二二年四月二十四日", "二0二二年四月二十四日",
     "二O二二年四月二十四日", "二Ｏ二二年四月二十四日", "2022-04-24", "2022.4.24", "2022/04/24 10:30", "印发于2022年04月24日"],
)  # fmt: skip
def test_dates_in_all_numerals(written: str) -> None:
    assert parse_date(written) == "2022-04-24"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2022年4月", "2022-04"),
        ("二OO八年三月", "2008-03"),
        ("二〇一〇年十月三十一日", "2010-10-31"),
        ("第13号", None),
        ("", None),
        ("2022年13月", None),
    ],
)
def test_dates_without_a_day_and_none(written: str, date: str | None) -> None:
    assert parse_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "锦政办发〔2022〕5号",
        "锦政办发[2022]5号",
        "锦政办发（２０２２）５号",
        "（锦政办发【2022】5号）",
        "锦政办发 〔2022〕 5 号",
        "锦政办发〔2022〕第5号",
        "锦政办发﹝2022﹞5号",
    ],
)
def test_numbers_in_all_brackets(written: str) -> None:
    number = parse_number(written)
    assert number
    assert (number.raw, number.prefix, number.year, number.sequence, number.order) == (
        "锦政办发〔2022〕5号",
        "锦政办发",
        2022,
        5,
        False,
    )


@pytest.mark.parametrize(
    ("written", "year", "sequence"),
    [("第707号", None, 707), ("令第十二号", None, 12), ("2022年第5号", 2022, 5), ("（第 36 号）", None, 36)],
)
def test_order_numbers(written: str, year: int | None, sequence: int) -> None:
    number = parse_number(written)
    assert number
    assert (number.prefix, number.year, number.sequence, number.order) == (None, year, sequence, True)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云山市人民政府关于表彰先进集体的决定", "决定"),
        ("云山市人民政府令", "命令"),
        ("云山市河道管理办法（试行）", "管理办法"),
        ("云山市促进消费行动计划（2022—2025年）", "行动计划"),
        ("关于同意设立园区的批复", "批复"),
        ("云山市养犬管理条例", "条例"),
        ("云山市人民政府关于加快发展养老服务的实施意见", "实施意见"),
        ("云山市春天的故事", None),
    ],
)
def test_kinds(title: str, kind: str | None) -> None:
    found = document((Title, title)).meta.kind
    assert (found.value if found else None) == kind


@pytest.mark.parametrize(
    ("sentence", "start", "validity"),
    [
        ("本办法自2022年6月1日起施行，有效期3年。", "2022-06-01", "P3Y"),
        ("本办法自发布之日起30日后施行，有效期至2025年12月31日。", "2022-05-24", "2025-12-31"),
        ("本通知自发布之日起实施。", "2022-04-24", None),
        ("试行期两年。", None, "P2Y"),
        ("自觉遵守规定，一起执行。", None, None),
    ],
)
def test_effect_and_validity(sentence: str, start: str | None, validity: str | None) -> None:
    meta = document((Title, "通知"), (IssueDate, "2022年4月24日"), (Sentence, sentence)).meta
    assert (meta.effective_from.value if meta.effective_from else None) == start
    assert (meta.validity.value if meta.validity else None) == validity


@pytest.mark.parametrize(
    ("note", "visibility"),
    [
        ("（此件公开发布）", "open"),
        ("（此件主动公开）", "open"),
        ("（此件依申请公开）", "on_request"),
        ("（此件不予公开）", "closed"),
        ("（联系人：王芳）", None),
    ],
)
def test_visibility(note: str, visibility: str | None) -> None:
    found = document((Title, "通知"), (Note, note)).meta.visibility
    assert (found.value if found else None) == visibility


def test_issuers_of_joint_notices() -> None:
    joint = document((Title, "通知"), (Signature, "教　　育　　部"), (Signature, "云山市财政局　　云山市民政局"))
    assert [f.value for f in joint.meta.issuers] == ["教育部", "云山市财政局", "云山市民政局"]


def test_issuers_without_signature_come_from_the_title_with_their_place() -> None:
    doc = document((Title, "云山市财政局、云山市教育局关于做好资助工作的通知"))
    assert [f.value for f in doc.meta.issuers] == ["云山市财政局", "云山市教育局"]
    assert [doc.text[slice(*f.span)] for f in doc.meta.issuers] == ["云山市财政局", "云山市教育局"]


def test_publishers_fields_stand_in_where_the_notice_is_silent() -> None:
    doc = document(
        (Metadata, "发文字号：锦政发〔2021〕3号"),
        (Metadata, "成文日期：2021年03月02日"),
        (Metadata, "发文机关：锦州市人民政府"),
        (Title, "公告"),
    )
    meta = doc.meta
    assert meta.number
    assert meta.number.value.raw == "锦政发〔2021〕3号"
    assert meta.date
    assert meta.date.value == "2021-03-02"
    assert [f.value for f in meta.issuers] == ["锦州市人民政府"]


def test_what_is_not_said_is_none_and_left_out_of_the_json() -> None:
    empty = policydoc.parse("市财政局落实资金。").meta
    assert (empty.number, empty.date, empty.issuers) == (None, None, ())
    assert Meta().to_dict() == {}


def test_json_has_values_and_spans_as_lists() -> None:
    record = json.loads(json.dumps(FULL.meta.to_dict(), ensure_ascii=False))
    assert record["date"]["value"] == "2022-04-24"
    start, end = record["number"]["span"]
    assert FULL.text[start:end] == "锦政办发〔2022〕17号"
    assert record["number"]["value"]["prefix"] == "锦政办发"
    assert record["fields"]["索引号"]["value"] == "B0001/2022-00017"


def test_a_parsed_notice_has_its_record() -> None:
    text = "云山市人民政府关于节水的通知\n云政发〔2022〕8号\n\n各县人民政府：\n　　请节约用水。\n\n云山市人民政府\n2022年5月6日\n"
    meta = policydoc.parse(text).meta
    assert meta.kind == Field("通知", (0, 14))
    assert meta.date
    assert meta.date.value == "2022-05-06"


@pytest.mark.parametrize(
    "hostile",
    [
        "〔2022〕" * 3000,
        "2022" + " " * 20000,
        "（" * 5000 + "）" * 5000,
        "各、" * 5000,
        "自" * 5000 + "起施行",
        "（a）" * 5000 + "x",
    ],
)
def test_hostile_elements_are_harmless(hostile: str) -> None:
    kinds = (Title, DocumentNumber, Addressees, IssueDate, Note, Imprint, AttachmentList, Signature, Signer, Sentence)
    document(*((cls, hostile) for cls in kinds)).meta.to_dict()


@pytest.mark.parametrize(
    ("signature", "issuers"),
    [
        ("云山市疫情防控\n指挥部办公室", ["云山市疫情防控指挥部办公室"]),
        ("云山市节水领导小组办公室（代章）", ["云山市节水领导小组办公室"]),
        ("云山市水利局（云山市财政局代章）", ["云山市水利局"]),
        ("云山市人民政府&nbsp;&nbsp;", ["云山市人民政府"]),
        ("云山大学\n云山市教育局", ["云山大学", "云山市教育局"]),
    ],
)
def test_issuers_are_organs_in_one_piece(signature: str, issuers: list[str]) -> None:
    doc = policydoc.parse(f"关于节约用水的通知\n各县人民政府：\n请节约用水。\n{signature}\n2022年5月6日")
    assert [f.value for f in doc.meta.issuers] == issuers


def test_the_officer_who_signs_an_order_is_no_issuer() -> None:
    doc = policydoc.parse("云山市人民政府令\n第12号\n《云山市节水办法》已经通过，现予公布。\n市长 李小川\n2022年5月6日")
    assert [f.value for f in doc.meta.issuers] == ["云山市人民政府"]
