"""Word files by GB/T 9704-2012: what the standard asks for, read back with python-docx, and the tree, read back with policydoc."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.shared import Mm, Pt
from golden import Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st
from test_akn import NOTICE as AKN_NOTICE
from test_akn import PIECES, RULES
from test_composed import Composed, notices

import policydoc
from policydoc.diagnostics import width
from policydoc.source import WHITE
from policydoc.tree import Agency, Assignment, Attachment, Division, Heading, Metadata, Root, Wrapper, children
from policydoc.writers import ENDINGS
from policydoc.writers.docx import docx
from policydoc.writers.docx_styles import LOOKS
from policydoc.writers.docx_titles import title_lines
from policydoc.writers.xml_text import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTICE = AKN_NOTICE.replace("特急\n", "").replace("青石县人民政府文件", "特急\n青石县人民政府文件") + "青石县人民政府办公室　　　2023年5月8日印发\n"


def file_of(text: str) -> Any:
    return python_docx.Document(io.BytesIO(docx(policydoc.parse(text))))


def paragraph(file: Any, start: str) -> Any:
    return next(p for p in file.paragraphs if p.text.startswith(start))


def font(runs: Any) -> str:
    return runs.rPr.rFonts.get(f"{W}eastAsia")


def style_font(p: Any) -> str:
    return font(p.style.element)


# -- the tree comes back -----------------------------------------------------------------------------------------------------


def shape(doc: policydoc.Document) -> list[tuple[Any, ...]]:
    """The nodes with types, numbers, labels, roles, agencies and texts, white space aside; wrapper and fields are not written."""
    found: list[tuple[Any, ...]] = []
    stack: list[tuple[int, Any]] = [(0, doc.root)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, Wrapper | Metadata):
            continue
        if not isinstance(node, Root):
            found.append((depth, node.type, *_values(node)))
        stack += [(depth + 1, child) for child in reversed(children(node))]
    return found


def _values(node: Any) -> tuple[Any, ...]:
    if isinstance(node, Division | Attachment):
        return (node.number, squeezed(node.label or ""), getattr(node, "kind", ""))
    if isinstance(node, Assignment):
        return (node.role, node.open_list, squeezed(node.deadline.text) if node.deadline else None, node.lead_by_rule is not None)
    if isinstance(node, Agency):
        return (squeezed(node.name),)
    return (squeezed(node.text).rstrip("。" if isinstance(node, Heading) else ""),) if hasattr(node, "text") else ()


def squeezed(text: str) -> str:
    return "".join(c for c in clean(text) if c not in WHITE)


def comes_back(doc: policydoc.Document) -> bool:
    return shape(policydoc.read(docx(doc))) == shape(doc)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_reading_a_composed_notice_back_gives_its_tree(case: Case) -> None:
    doc = policydoc.parse(case.text)
    assert shape(policydoc.read(docx(doc))) == shape(doc)


@settings(max_examples=25)
@given(notices)
def test_reading_any_composed_notice_back_gives_its_tree(notice: Composed) -> None:
    assert comes_back(policydoc.parse(notice.text()))


def test_most_real_notices_come_back(real_texts: list[Path]) -> None:
    some = real_texts[::25]
    lost = [path.name for path in some if not comes_back(policydoc.read(path))]
    assert len(lost) <= len(some) // 10, lost


def test_a_tree_from_json_gives_the_same_bytes(tmp_path: Path) -> None:
    doc = policydoc.parse(NOTICE)
    policydoc.dump(doc, tmp_path / "a.json")
    assert docx(policydoc.load(tmp_path / "a.json")) == docx(doc)


def test_a_word_file_that_was_written_is_a_notice_that_can_be_read() -> None:
    assert ".docx" not in ENDINGS, "a batch passes over files with these endings"


# -- any text ----------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_no_letter_is_lost_whatever_the_lines(lines: list[str]) -> None:
    doc = policydoc.parse("\n".join(lines))
    text = list(doc.text)
    for node in policydoc.walk(doc):
        if isinstance(node, Wrapper | Metadata):
            text[slice(*node.span)] = " " * (node.span[1] - node.span[0])
    written = policydoc.read(docx(doc)).text if "".join(text).strip() else ""
    assert [c for c in written if c.isalnum()] == [c for c in "".join(text) if c.isalnum()]


@pytest.mark.parametrize(
    "text",
    ["", "\x00\ud800\ufffe甲", "（" * 50_000, "附件1\n" * 1_000, "清河市人民政府文件" * 500, "一、<w:t>甲</w:t>]]>&amp;", "附件：1." + "9" * 5_000],
    ids=["empty", "control", "brackets", "labels", "long", "xml", "number"],
)
def test_hostile_texts(text: str) -> None:
    python_docx.Document(io.BytesIO(docx(policydoc.parse(text))))


def test_fields_and_scripts_are_text() -> None:
    file = file_of('一、任务\n　　{ INCLUDETEXT "c:/x" } <script>alert(1)</script> =cmd|x!A1\n')
    assert not list(file.element.body.iter(f"{W}instrText", f"{W}fldSimple", f"{W}object"))


# -- what the standard asks for ----------------------------------------------------------------------------------------------


def test_page_margins_and_grid() -> None:
    section = file_of(NOTICE).sections[0]
    near = Mm(0.05)
    assert abs(section.page_width - Mm(210)) < near, "5.1"
    assert abs(section.page_height - Mm(297)) < near, "5.1"
    assert abs(section.top_margin - Mm(37)) < near, "5.2.1 天头"
    assert abs(section.left_margin - Mm(28)) < near, "5.2.1 订口"
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < 2 * near, "5.2.1 版心"
    assert abs(section.page_height - section.top_margin - section.bottom_margin - Mm(225)) < 2 * near, "5.2.1 版心"
    pitch = int(section._sectPr.find(f"{W}docGrid").get(f"{W}linePitch"))
    assert 225 * 1440 / 25.4 // pitch == 22, "5.2.3: 22 lines a page"


def test_28_characters_fill_a_line() -> None:
    style = file_of(NOTICE).styles["公文正文"].element
    pitch = 16 + int(style.rPr.find(f"{W}spacing").get(f"{W}val")) / 20
    assert int(156 / 25.4 * 72 / pitch) == 28, "5.2.3"


def test_body_in_fangsong_with_two_characters_in() -> None:
    p = paragraph(file_of(NOTICE), "根据")
    assert (style_font(p), p.style.font.size) == ("仿宋_GB2312", Pt(16)), "5.2.2"
    assert p.style.element.pPr.find(f"{W}ind").get(f"{W}firstLineChars") == "200", "7.3.3"
    assert p.style.paragraph_format.line_spacing == Pt(28.95)


def test_levels() -> None:
    file = file_of(NOTICE)
    assert style_font(paragraph(file, "一、")) == "黑体", "7.3.3"
    run_in = paragraph(file, "（一）")
    assert [(r.text, font(r._r) if r._r.rPr is not None else None) for r in run_in.runs][:1] == [("（一）建设村级书屋。", "楷体_GB2312")]
    assert style_font(run_in) == "仿宋_GB2312"
    assert style_font(paragraph(file, "1.")) == "仿宋_GB2312"


def test_red_head() -> None:
    file = file_of(NOTICE)
    mark = paragraph(file, "青石县人民政府文件")
    assert (str(mark.style.font.color.rgb), style_font(mark), mark.style.paragraph_format.alignment) == ("FF0000", "方正小标宋简体", 1), "7.2.4"
    assert abs(mark.paragraph_format.space_before + Pt(28.95) - Mm(35)) < Mm(0.1), "7.2.4: 35 mm below the top of the 版心, one line is 特急"
    number = paragraph(file, "青政发")
    assert number.paragraph_format.space_before == 2 * Pt(28.95), "7.2.5: two empty lines"
    line = number._p.pPr.find(f"{W}pBdr")[0]
    assert (line.get(f"{W}color"), line.get(f"{W}space")) == ("FF0000", "11"), "7.2.7: 4 mm below"
    assert paragraph(file, "特急").style.name == "紧急程度"


def test_number_and_signer_share_a_line_in_documents_to_a_superior() -> None:
    file = file_of("清河市人民政府文件\n清政发〔2022〕5号\n签发人：张三\n清河市人民政府关于补助的请示\n云岭省人民政府：\n　　请予补助。\n")
    number = paragraph(file, "清政发")
    assert number.text == "清政发〔2022〕5号\t签发人：张三", "7.2.6"
    assert font(number.runs[-1]._r) == "楷体_GB2312", "7.2.6: the name in 楷体"


def test_title_addressees_and_ends() -> None:
    file = file_of(NOTICE)
    title = paragraph(file, "青石县人民政府关于")
    assert (style_font(title), title.style.font.size, title.style.paragraph_format.alignment) == ("方正小标宋简体", Pt(22), 1), "7.3.1"
    assert title.paragraph_format.space_before == 2 * Pt(28.95), "7.3.1: two empty lines below the red line"
    addressees = paragraph(file, "各乡镇")
    assert addressees.style.paragraph_format.first_line_indent == 0, "7.3.2: flush left"
    assert addressees.style.paragraph_format.space_before == Pt(28.95), "7.3.2"
    listed = paragraph(file, "附件：1.")
    assert listed.paragraph_format.first_line_indent == -4 * Pt(16), "7.3.4: names turn over under their first character"


@pytest.mark.parametrize(("name", "date"), [("青石县人民政府办公室", "2023年5月6日"), ("县政府", "2023年10月16日")])
def test_the_date_begins_two_characters_behind_the_signature(name: str, date: str) -> None:
    file = file_of(f"青石县人民政府关于书屋的通知\n各乡镇：\n　　请读书。\n{name}\n{date}\n")
    right = [int(paragraph(file, t)._p.pPr.find(f"{W}ind").get(f"{W}rightChars")) / 100 for t in (name, date)]
    starts = [28 - r - width(t) / 2 for r, t in zip(right, (name, date), strict=True)]
    assert starts[1] - starts[0] == 2, "7.3.5.2"
    assert min(right) == 2, "7.3.5.2: the longer one two characters from the right"


def test_annexes_begin_pages() -> None:
    file = file_of(NOTICE)
    for label in ("附件1", "附件2"):
        p = paragraph(file, label)
        assert p.paragraph_format.page_break_before, "7.3.7"
        assert style_font(p) == "黑体", "7.3.7"
    assert paragraph(file, "书屋名单").paragraph_format.space_before == Pt(28.95), "7.3.7: on the third line"


def test_imprint_at_the_foot_between_lines() -> None:
    table = file_of(NOTICE).tables[-1]
    assert [c.text for c in table.columns[0].cells] == ["抄送：县委办公室，县人大常委会办公室。", "青石县人民政府办公室\t2023年5月8日印发"]
    place = table._tbl.tblPr.find(f"{W}tblpPr")
    assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("margin", "bottom"), "7.4.1"
    borders = table._tbl.tblPr.find(f"{W}tblBorders")
    assert [borders.find(f"{W}{side}").get(f"{W}sz") for side in ("top", "insideH", "bottom")] == ["8", "6", "8"], "7.4.1: 0.35, 0.25, 0.35 mm"
    assert table.cell(0, 0).paragraphs[0].style.font.size == Pt(14), "7.4.2"


def test_page_numbers_on_the_outer_side() -> None:
    file = file_of(NOTICE)
    section = file.sections[0]
    assert file.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.paragraph_format.alignment, even.paragraph_format.alignment) == (2, 0), "7.5"
    assert "".join(t.text for t in odd._p.iter(f"{W}t")) == "— 1 —", "7.5"
    assert odd.style.font.size == Pt(14), "7.5"


def test_tables_have_lines_and_repeat_their_head() -> None:
    table = file_of(NOTICE).tables[0]
    assert [[c.text for c in row.cells] for row in table.rows] == [["序号", "名称"], ["1", "东村书屋"], ["2", "西村书屋"]]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert table._tbl.tblPr.find(f"{W}tblBorders").find(f"{W}insideV").get(f"{W}val") == "single"


def test_columns_are_as_wide_as_their_text_needs() -> None:
    table = file_of("任务分工表\n序号\t工作任务\t单位\n一、经济\n1\t新开工亿元以上项目一百个并全部纳入库内管理\t市发展改革委\n2\t甲\t乙\n").tables[0]
    number, task, office = (int(column.get(f"{W}w")) for column in table._tbl.tblGrid)
    assert number < office < task
    assert abs(number + office + task - Mm(156) / 635) < 5
    assert [len(row._tr.tc_lst) for row in table.rows] == [3, 1, 3, 3], "a row of one cell spans"


def test_chapters_of_regulations_are_centred() -> None:
    file = file_of(RULES)
    assert paragraph(file, "第一章").style.paragraph_format.alignment == 1
    assert font(paragraph(file, "第一条").runs[0]._r) == "黑体"


def test_every_style_is_in_the_file_and_names_its_clause() -> None:
    names = {style.name for style in file_of("甲").styles}
    assert {look.name for look in LOOKS.values()} <= names


# -- titles ------------------------------------------------------------------------------------------------------------------


def test_a_long_title_breaks_between_words() -> None:
    assert title_lines("青石县人民政府关于加强图书服务的通知") == ["青石县人民政府关于加强图书服务的通知"]
    long = "青石县人民政府办公室关于印发《青石县图书服务高质量发展三年行动计划》的通知"
    assert title_lines(long) == ["青石县人民政府办公室关于印发", "《青石县图书服务高质量发展三年行动计划》", "的通知"]


def test_a_title_in_several_lines_is_one_when_it_is_read() -> None:
    doc = policydoc.parse("清河市社会保险费补缴的相关政策和各项业务办理宣传指引\n一、依据\n　　按照规定办理补缴。\n二、流程\n　　按照流程办理。\n")
    assert paragraph(file_of(doc.text), "清河市").text == "清河市社会保险费补缴的\n相关政策和各项业务办理宣传指引"
    assert comes_back(doc)


@given(st.text("关于印发的《》通知人民政府甲乙1", max_size=120))
def test_a_title_keeps_its_characters(title: str) -> None:
    assert "".join(title_lines(title)) == title
