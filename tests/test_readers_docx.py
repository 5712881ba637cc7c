"""Word documents: every feature of a docx that holds words, and each kind of automatic number."""

from __future__ import annotations

import io
import os
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx_making import hint_at, p, package, read

from policydoc import Box, parse
from policydoc.readers import ReadError, read_source
from policydoc.readers.docx_fields import symbol
from policydoc.source import Source

# -- text --------------------------------------------------------------------------------------------------------------------


def test_a_file_made_by_python_docx() -> None:
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("关于供暖的通知")
    run.bold, run.font.size = True, Pt(22)
    document.add_heading("总体要求", 1)
    document.add_paragraph("各地要落实。")
    table = document.add_table(2, 2)
    for number, cell in enumerate(table._cells):
        cell.text = f"格{number}"
    document.add_paragraph("完")
    out = io.BytesIO()
    document.save(out)
    source = read_source(out.getvalue())
    assert source.text == "关于供暖的通知\n总体要求\n各地要落实。\n格0\t格1\n格2\t格3\n完"
    assert source.reader == "docx"
    assert source.media_type.endswith("wordprocessingml.document")
    title_hint = hint_at(source, "关于供暖")
    assert (title_hint.bold, title_hint.centred, title_hint.size, title_hint.anchor) == (True, True, 22.0, "paragraph 1")
    assert hint_at(source, "总体要求").style == "heading 1"
    assert not hint_at(source, "各地要落实").bold
    (grid,) = source.grids
    assert [[source.text[a:b] for a, b in row] for row in grid.rows] == [["格0", "格1"], ["格2", "格3"]]
    assert source.text[slice(*grid.span)] == "格0\t格1\n格2\t格3"


def test_insertions_stay_and_deletions_go() -> None:
    body = p(
        "<w:ins><w:r><w:t>新增，</w:t></w:r></w:ins><w:del><w:r><w:delText>删去，</w:delText></w:r></w:del><w:r><w:t>原文。</w:t></w:r>"
    )
    body += p("<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>")
    source = read(body)
    assert source.text == "新增，原文。\n移来"
    assert source.removed == ((3, "deleted", "删去，"), (7, "moved", "移走"))


def test_a_deletion_in_a_move_is_recorded_once() -> None:
    inner = "<w:del><w:r><w:delText>又删</w:delText></w:r></w:del>"
    source = read(p(f"<w:moveFrom><w:r><w:t>移走</w:t></w:r>{inner}</w:moveFrom><w:r><w:t>留</w:t></w:r>"))
    assert source.text == "留"
    assert source.removed == ((0, "moved", "移走又删"),)


def test_what_a_tracked_change_of_layout_was_before_does_not_count() -> None:
    before = "<w:rPrChange><w:rPr><w:b/><w:vanish/></w:rPr></w:rPrChange>"
    source = read(
        p(f"<w:r><w:rPr>{before}</w:rPr><w:t>一</w:t></w:r>", '<w:pPrChange><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange>')
    )
    assert (source.text, source.hints[0].bold, source.hints[0].centred) == ("一", False, False)


def test_a_deleted_paragraph_break_joins_two_lines() -> None:
    source = read(p("前半，", "<w:rPr><w:del/></w:rPr>") + p("后半。") + p("另段。"))
    assert source.text == "前半，后半。\n另段。"


def test_hidden_text_goes_with_a_record() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐一</w:t></w:r><w:r><w:t>见</w:t></w:r>")
    body += p(
        '<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>隐二</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>也见</w:t></w:r>'
    )
    source = read(body, styles=styles)
    assert source.text == "见\n也见"
    assert [text for _, what, text in source.removed if what == "hidden"] == ["隐一", "隐二"]


def test_controls_links_and_tags_are_read_through() -> None:
    body = f"<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent>{p('控件段')}</w:sdtContent></w:sdt>"
    body += p(
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    )
    body += p("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag><w:ruby><w:rt><w:r><w:t>zhù</w:t></w:r></w:rt>"
              "<w:rubyBase><w:r><w:t>注</w:t></w:r></w:rubyBase></w:ruby>")  # fmt: skip
    assert read(body).text == "控件段\n控件链接\n标记注"


def test_a_prompt_that_nobody_filled_in_is_no_text() -> None:
    source = read(
        p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>")
    )
    assert source.text == ""
    assert source.removed == ((0, "placeholder", "单击此处"),)


def test_soft_breaks_break_the_line_and_each_line_has_its_hint() -> None:
    source = read(p("<w:r><w:t>关于供暖工作</w:t><w:br/><w:t>的通知</w:t></w:r>", '<w:jc w:val="center"/>'))
    assert source.text == "关于供暖工作\n的通知"
    assert [(hint.span, hint.centred) for hint in source.hints] == [((0, 6), True), ((7, 10), True)]


def test_tabs_hyphens_and_symbols() -> None:
    run = '<w:r><w:t>甲</w:t><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>乙</w:t></w:r>'
    assert read(p(run, '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>')).text == "甲\t-☑乙"
    assert symbol("Wingdings 2", "00A3") == "□"
    assert symbol("Unknown", "F041") == "\uf041"
    assert symbol(None, "zz") == ""


def test_a_text_box_stands_once_and_before_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('某市人民政府文件')}{p('某政发〔2022〕1号')}</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    drawn += f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    source = read(p(f"<w:r>{drawn}<w:t>关于供暖</w:t></w:r><w:r><w:t>的通知</w:t></w:r>"))
    assert source.text == "某市人民政府文件\n某政发〔2022〕1号\n关于供暖的通知"
    assert hint_at(source, "某政发").anchor == "text box, paragraph 3"


def test_a_letter_in_a_font_of_signs_is_a_sign() -> None:
    signs = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r>'
    assert read(p(signs + "<w:r><w:t>同意</w:t></w:r><w:r><w:t>R</w:t></w:r>")).text == "☑同意R"


@pytest.mark.parametrize(
    ("state", "shown"),
    [("", "□"), ('<w:default w:val="1"/>', "☑"), ('<w:default w:val="1"/><w:checked w:val="0"/>', "□"), ("<w:checked/>", "☑")],
)
def test_the_check_box_of_a_form(state: str, shown: str) -> None:
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>'
    box = f'<w:r>{begin}<w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    assert read(p(box + "<w:r><w:t>同意</w:t></w:r>")).text == f"{shown}同意"


def test_what_a_style_hides_is_hidden() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z-Top of Form"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("前") + p("窗体顶端", '<w:pStyle w:val="z"/>') + p("后")
    shown = p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', '<w:pStyle w:val="z"/>')
    source = read(body + shown, styles=styles)
    assert (source.text, source.removed) == ("前\n后\n显", ((1, "hidden", "窗体顶端"),))


def test_word_art_is_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="某市人民政府文件"/></v:shape></w:pict></w:r>'
    assert read(p(art) + p("正文")).text == "某市人民政府文件\n\n正文"


def test_footnotes_follow_their_paragraph() -> None:
    notes = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r><w:r><w:t>脚注。</w:t></w:r>")}</w:footnote>'
    source = read(p('<w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/><w:t>继续。</w:t></w:r>') + p("下段。"), footnotes=notes)
    assert source.text == "正文继续。\n脚注。\n下段。"
    assert source.roles == (("footnote", (6, 9)),)


def field(code: str, result: str | None) -> str:
    """The runs of a complex field."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    return f'{begin}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_fields_show_their_result() -> None:
    assert read(p(field(" DATE ", "2022年") + field(" XE x ", None) + "<w:r><w:t>止</w:t></w:r>")).text == "2022年止"


def test_a_field_in_the_code_of_a_field_is_not_shown() -> None:
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>' + field("PAGE", "9")
    rest = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>是</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert read(p(code + rest)).text == "是"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r" eq \o\ac(○,3) ", "③"),
        (r" EQ \o\ac(○,甲) ", "甲"),
        (r" eq \f(1,2) ", "1/2"),
        (r" eq \o(\s\up 6(财政),\s\do 2(教育)) ", "财政教育"),
        (r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(yuan),垣) ', "垣"),
        (" XE 索引 ", ""),
    ],
)
def test_what_a_field_draws(code: str, shown: str) -> None:
    assert read(p(field(code, None) + "<w:r><w:t>项</w:t></w:r>")).text == f"{shown}项"


def test_a_table_of_contents_is_marked() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    body = p("目录") + p("一、甲", '<w:pStyle w:val="T"/>') + p("二、乙", '<w:pStyle w:val="T"/>') + p("一、甲")
    source = read(body, styles=styles)
    assert [(role, source.text[a:b]) for role, (a, b) in source.roles] == [("toc", "一、甲\n二、乙")]
    control = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    source = read(f"<w:sdt>{control}<w:sdtContent>{p('目录')}{p('一、甲')}</w:sdtContent></w:sdt>{p('一、甲')}")
    assert source.roles == (("toc", (0, 6)),)


def test_headers_and_footers_stand_apart() -> None:
    section = '<w:sectPr><w:headerReference r:id="hdr"/><w:footerReference r:id="ftr"/></w:sectPr>'
    boxed = f"<w:txbxContent>{p('— 1 —')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent>"
    source = read(p("正文") + section, hdr=p("内部资料"), ftr=p(f"<w:r>{twice}</w:r>"))
    assert source.text == "正文"
    assert source.removed == ((0, "header", "内部资料"), (2, "footer", "— 1 —"))


# -- tables ------------------------------------------------------------------------------------------------------------------


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*paragraphs: str, merge: str = "") -> str:
    return f"<w:tc><w:tcPr>{merge}</w:tcPr>{''.join(map(p, paragraphs))}</w:tc>"


def cells(source: Source) -> list[list[list[str]]]:
    return [[[source.text[a:b] for a, b in row] for row in grid.rows] for grid in source.grids]


def test_a_merged_cell_stands_once() -> None:
    body = table(
        cell("任务", merge='<w:vMerge w:val="restart"/>') + cell("甲局"),
        cell("", merge="<w:vMerge/>") + cell("乙局"),
        cell("备注", merge='<w:gridSpan w:val="2"/>'),
    )
    source = read(p("前") + body + p("后"))
    assert source.text == "前\n任务\t甲局\n乙局\n备注\n后"
    assert cells(source) == [[["任务", "甲局"], ["乙局"], ["备注"]]]


def test_paragraphs_and_empty_cells() -> None:
    source = read(table(cell("一", "二") + cell(""), cell("") + cell("三")))
    assert cells(source) == [[["一\n二", ""], ["", "三"]]]
    assert hint_at(source, "三").anchor == "table 1 row 2 cell 2, paragraph 5"


def test_a_frame_is_no_table() -> None:
    boxed = read(table(cell("专栏1 重点工程", "一、甲")) + p("后"))
    assert (boxed.text, boxed.grids) == ("专栏1 重点工程\n一、甲\n后", ())
    head = read(table(cell("某政发〔2022〕1号") + cell("签发人：某某")))
    assert (head.text, head.grids) == ("某政发〔2022〕1号\n签发人：某某", ())


def test_a_box_ends_with_its_frame() -> None:
    body = p("一、主要任务") + p("建设园区。") + table(cell("专栏1 重点工程", "改造道路。", "改造管网。")) + p("培育企业。")
    source = read(body)
    assert [hint_at(source, words).anchor for words in ("改造道路", "培育企业")] == ["frame 1, paragraph 4", "paragraph 6"]
    (box,) = parse(source).find(Box)
    assert source.text[slice(*box.span)] == "专栏1 重点工程\n改造道路。\n改造管网。"


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    inner = table(cell("内1") + cell("内2"), cell("内3") + cell("内4"))
    outer = f"<w:tbl><w:tr><w:tc>{inner}{p('尾')}</w:tc>{cell('右')}</w:tr><w:tr>{cell('下')}{cell('角')}</w:tr></w:tbl>"
    assert cells(read(outer)) == [[["内1\n内2\n内3\n内4\n尾", "右"], ["下", "角"]]]


def test_a_deleted_row_goes() -> None:
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('去')}</w:tr>"
    body = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr>{deleted}<w:tr>{cell('丙')}{cell('丁')}</w:tr></w:tbl>"
    source = read(body)
    assert cells(source) == [[["甲", "乙"], ["丙", "丁"]]]
    assert [entry[1:] for entry in source.removed] == [("deleted", "删去")]


# -- layout ------------------------------------------------------------------------------------------------------------------


def test_layout_is_inherited_and_overridden() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:jc w:val="center"/><w:ind w:firstLineChars="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    )
    body = (
        p("标题", '<w:pStyle w:val="T"/>') + p("正文") + p("<w:r><w:t>半</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r>")
    )
    body += p("缩进", '<w:ind w:left="640" w:firstLineChars="0" w:firstLine="320"/>')
    title, plain, half, indented = read(body, styles=styles).hints
    assert (title.style, title.bold, title.centred, title.size, title.indent) == ("Title", True, True, 22.0, 0.0)
    assert (plain.bold, plain.size, plain.indent) == (False, 16.0, 2.0)
    assert not half.bold
    assert indented.indent == 3.0


def test_a_circle_of_styles_ends() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("xy", "yx")
    )
    assert read(p("甲", '<w:pStyle w:val="x"/>'), styles=styles).hints[0].style == "x"


# -- packages ----------------------------------------------------------------------------------------------------------------


def test_broken_parts_beside_the_body_are_passed_over() -> None:
    assert read(p("甲"), styles="<w:style", numbering="&x;").text == "甲"


def test_the_strict_flavour_is_read() -> None:
    names = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": "http://purl.oclc.org/ooxml/officeDocument/math",
    }
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t></m:r></m:oMath>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p(formula, '<w:jc w:val="center"/>')))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            for plain, strict in names.items():
                data = data.replace(plain, strict)
            new.writestr(name, data)
    source = read_source(out.getvalue())
    assert source.text == "a+b"
    assert source.hints[0].centred


def test_a_docx_without_its_body_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/styles.xml", "<x/>")
    with pytest.raises(ReadError, match="lacks its part"):
        read_source(out.getvalue())


# -- real files --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office() -> Path:
    folder = Path(os.environ.get("POLICYDOC_CORPUS", Path(__file__).resolve().parents[2] / "shared")) / "corpus" / "office"
    if not folder.is_dir():
        pytest.skip("the real office files are not here: set POLICYDOC_CORPUS to the folder that holds corpus/office")
    return folder


@pytest.mark.parametrize("name", ["plain", "headed", "autonum"])
def test_three_ways_to_write_one_notice_give_the_lines_of_its_text(office: Path, name: str) -> None:
    def lines(text: str) -> list[str]:
        return [line.strip() for line in text.replace("[bookmark: _GoBack]", "").splitlines() if line.strip()]

    twin = (office.parent / "text" / "jinzhou-2022-5.txt").read_text(encoding="utf-8")
    assert lines(read_source(office / f"jinzhou-2022-5-{name}.docx").text) == lines(twin)


def test_every_real_docx_is_read_with_its_spans_in_order(office: Path) -> None:
    for path in sorted(office.glob("*.docx")):
        source = read_source(path)
        end = 0
        for hint in source.hints:
            assert end <= hint.span[0] < hint.span[1] <= len(source.text), path.name
            end = hint.span[1]
        for grid in source.grids:
            inside = [span for row in grid.rows for span in row]
            between = [source.text[a[1] : b[0]] for a, b in pairwise(inside)]
            assert not "".join(between).strip(), path.name
