"""What Word shows and no paragraph holds as plain runs: headings that run in, documents inside, formulas, fields, drawings."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest
from docx_making import CHINESE, hint_at, n, numbering, p, package, read
from hypothesis import given, settings
from hypothesis import strategies as st

import policydoc
from policydoc.readers import read_source
from policydoc.source import Source

# -- paragraphs that run into the next one -----------------------------------------------------------------------------------

HEADING = (
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
)
RUNS_IN = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"


def test_a_heading_before_a_style_separator_runs_into_its_text() -> None:
    layout = '<w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>' + RUNS_IN
    source = read(
        p("供暖保障。", layout) + p("各县要备足燃料，做好入户检查。") + p("下段。"), styles=HEADING, numbering=numbering(*CHINESE)
    )
    assert source.text == "（一）供暖保障。各县要备足燃料，做好入户检查。\n下段。"
    hint = hint_at(source, "供暖")
    assert (hint.style, hint.centred, hint.bold, hint.size) == ("heading 2", True, False, 12.0)
    assert hint.label is not None
    assert source.text[slice(*hint.label)] == "（一）"
    assert hint_at(source, "下段").style == "Normal"
    (measure,) = policydoc.parse(source).find(policydoc.Measure)
    assert measure.heading is not None
    assert measure.heading.text == "供暖保障"


def test_a_heading_that_runs_in_keeps_its_bold_beside_a_bold_text() -> None:
    body = p("供暖。", '<w:pStyle w:val="H"/>' + RUNS_IN) + p("<w:r><w:rPr><w:b/></w:rPr><w:t>全粗。</w:t></w:r>")
    assert hint_at(read(body, styles=HEADING), "供暖").bold


def test_a_hidden_mark_is_enough_and_three_paragraphs_may_be_one_line() -> None:
    body = p("一", "<w:rPr><w:vanish/></w:rPr>") + p("二", RUNS_IN) + p("三") + p("四", RUNS_IN)
    assert read(body).text == "一二三\n四"


def test_nothing_runs_into_a_table() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
    assert read(p("前", RUNS_IN) + table + p("后")).text == "前\n格\n后"


# -- documents inside --------------------------------------------------------------------------------------------------------


def chunk(name: str) -> str:
    return f'<w:altChunk r:id="{name}"><w:altChunkPr/></w:altChunk>'


def left_out(source: Source) -> list[tuple[str, str]]:
    return [(what, words) for _, what, words in source.removed]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<html><body><p>节约用水。</p><p>保护水源。</p></body></html>".encode()),
        ("a.txt", "节约用水。\r\n保护水源。\r\n".encode()),
        ("a.docx", package(p("节约用水。") + p("保护水源。"))),
        ("a.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
                  "Content-Transfer-Encoding: 8bit\n\n<p>节约用水。</p><p>保护水源。</p>\n--x--\n".encode()),
    ],
)  # fmt: skip
def test_a_document_inside_is_read_at_its_place(name: str, data: bytes) -> None:
    source = read(p("前") + chunk(name) + p("后"), {name: data})
    assert source.text == "前\n节约用水。\n保护水源。\n后"
    if name != "a.txt":
        hint = hint_at(source, "保护水源")
        assert source.text[slice(*hint.span)] == "保护水源。"
        assert hint.anchor is not None
        assert hint.anchor.startswith("embedded document, ")


def test_the_layout_of_a_page_inside_is_kept() -> None:
    page = '<html><body><p style="text-align:center"><b>关于供水的通知</b></p><p>各县：</p></body></html>'
    title = hint_at(read(p("前") + chunk("a.html"), {"a.html": page.encode()}), "供水")
    assert (title.bold, title.centred) == (True, True)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_inside_may_have_any_encoding(encoding: str) -> None:
    text = "关于供水工作有关事项的通知\n各县人民政府："
    assert read(p("前") + chunk("a.txt"), {"a.txt": text.encode(encoding)}).text == f"前\n{text}"


def test_an_rtf_inside_is_read() -> None:
    pytest.importorskip("striprtf")
    assert read(p("前") + chunk("a.rtf"), {"a.rtf": rb"{\rtf1\ansicpg936 \u33410?\u27700?\par}"}).text == "前\n节水"


def test_tables_roles_and_numbers_of_a_document_inside_keep_their_spans() -> None:
    cells = "".join(f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>" for a, b in ("甲乙", "丙丁"))
    note = p('<w:r><w:t>文</w:t><w:footnoteReference w:id="2"/></w:r>')
    footnotes = f'<w:footnote w:id="2">{p("注")}</w:footnote>'
    inner = package(n("总则") + note + f"<w:tbl>{cells}</w:tbl>", footnotes=footnotes, numbering=numbering(*CHINESE))
    source = read(p("前") + chunk("a.docx") + p("后"), {"a.docx": inner})
    assert source.text == "前\n一、总则\n文\n注\n甲\t乙\n丙\t丁\n后"
    assert [[source.text[a:b] for a, b in row] for row in source.grids[0].rows] == [["甲", "乙"], ["丙", "丁"]]
    assert [(role, source.text[a:b]) for role, (a, b) in source.roles] == [("footnote", "注")]
    assert [source.text[slice(*hint.label)] for hint in source.hints if hint.label] == ["一、"]
    outer = "".join(f"<w:tr><w:tc>{chunk('a.docx') if not at else p('左')}</w:tc><w:tc>{p('右')}</w:tc></w:tr>" for at in range(2))
    source = read(f"<w:tbl>{outer}</w:tbl>", {"a.docx": inner})
    assert [[source.text[a:b] for a, b in row] for row in source.grids[0].rows][1] == ["左", "右"]


def test_what_cannot_be_taken_in_is_recorded_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    third = package(p("中") + chunk("b.txt"), {"b.txt": "内".encode()})
    files = {"a.docx": third, "b.pdf": b"%PDF-1.4", "c.docx": b"PK\x03\x04", "d.rtf": rb"{\rtf1 x}", "e.html": b""}
    monkeypatch.setitem(sys.modules, "striprtf.striprtf", None)
    source = read("".join(map(chunk, [*files, "a.docx", "none"])) + p("后"), files)
    assert source.text == "中\n后"
    reasons = [words for what, words in left_out(source) if what == "embedded document"]
    told = (
        "inside of a document",
        "a pdf document inside",
        "cut off or damaged",
        'policydoc[office]"',
        "an empty document",
        "read before",
        "lacks its part",
    )
    assert len(reasons) == len(told)
    for reason, words in zip(reasons, told, strict=True):
        assert words in reason


def test_documents_inside_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydoc.readers.docx_package.MAX_CHUNKS", 1500)
    files = {"a.txt": ("甲" * 300).encode(), "b.docx": package(p("乙" * 300)), "c.txt": b"c"}
    source = read("".join(map(chunk, files)), files)
    assert source.text == "甲" * 300
    assert ["documents inside of a docx" in words for _, words in left_out(source)] == [True, True]


def test_a_part_of_a_master_document_is_named() -> None:
    links = '<Relationships><Relationship Id="s" Type="http://x/subDocument" Target="附件2.docx" TargetMode="External"/></Relationships>'
    out = io.BytesIO(package(p("前") + '<w:subDoc r:id="s"/>'))
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("word/_rels/document.xml.rels", links)
    assert read_source(out.getvalue()).removed == ((1, "linked document", "附件2.docx"),)


# -- formulas ----------------------------------------------------------------------------------------------------------------


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def e(name: str, **parts: str) -> str:
    inner = "".join(f"<m:{part}>{xml}</m:{part}>" for part, xml in parts.items())
    return f"<m:{name}>{inner}</m:{name}>"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r("得分=") + e("f", num=r("实际值"), den=r("目标值")) + r("×100"), "得分=实际值/目标值×100"),
        (e("f", num=r("甲−乙"), den=r("乙")), "(甲−乙)/乙"),
        (e("f", num=e("d", e=r("甲−乙")), den=r("2")), "(甲−乙)/2"),
        (e("sSup", e=r("m"), sup=r("2")) + r("、") + e("sSup", e=r("x"), sup=r("a+1")), "m²、x^(a+1)"),
        (e("sSubSup", e=r("y"), sub=r("i"), sup=r("3")), "y_i³"),
        (e("sSub", e=r("PM"), sub=r("10")), "PM₁₀"),
        (e("rad", deg="", e=r("a+b")) + e("rad", deg=r("3"), e=r("c")), "√(a+b)³√c"),
        (e("nary", naryPr='<m:chr m:val="∑"/>', sub=r("i=1"), sup=r("n"), e=r("x")), "∑_(i=1)ⁿx"),
        (
            '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>' + r("a") + "</m:e><m:e>" + r("b") + "</m:e></m:d>",
            "[a|b",
        ),
        (e("limLow", e=r("max"), lim=r("i")), "max_i"),
        ("<m:m><m:mr><m:e>" + r("1") + "</m:e><m:e>" + r("0") + "</m:e></m:mr></m:m>", "1, 0"),
        ("<w:del>" + r("旧") + "</w:del><w:ins>" + r("新") + "</w:ins>", "新"),
        (e("func", fName=r("ln"), e=r("x")) + e("acc", e=r("y")), "lnxy"),
    ],
)
def test_a_formula_is_read_out_on_one_line(formula: str, shown: str) -> None:
    source = read(p(f"<w:r><w:t>按</w:t></w:r><m:oMath>{formula}</m:oMath><w:r><w:t>计。</w:t></w:r>"))
    assert source.text == f"按{shown}计。"


def test_a_long_formula_is_its_letters_in_order() -> None:
    deep = "甲+乙" * 2000
    for _ in range(40):
        deep = e("f", num=deep if deep.startswith("<") else r(deep), den=r("丙"))
    assert read(p(f"<m:oMath>{deep}</m:oMath>")).text == "甲+乙" * 2000 + "丙" * 40


# -- fields ------------------------------------------------------------------------------------------------------------------


def field(code: str, begin: str = "") -> str:
    start = f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    return start + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r' SYMBOL 82 \f "Wingdings 2" \s 12 ', "☑"),
        (r" symbol 0xFE \f Wingdings \* MERGEFORMAT ", "☑"),
        (r" SYMBOL 8805 \u ", "≥"),
        (r" SYMBOL 0xB3 \f Symbol ", "≥"),
        (r' SYMBOL \f "Wingdings" ', ""),
        (r" SYMBOL 167 ", "§"),
        (r" SYMBOL A ", "A"),
        (r" SYMBOL ", ""),
        (r" SYMBOL 99999999 \u ", ""),
        (r" MACROBUTTON NoMacro [点击填写单位] ", "[点击填写单位]"),
        (r" MACROBUTTON NoMacro ", ""),
    ],
)
def test_a_field_without_a_result_shows_what_its_code_says(code: str, shown: str) -> None:
    assert read(p(field(code) + "<w:r><w:t>项</w:t></w:r>")).text == f"{shown}项"
    instruction = code.replace('"', "&quot;")
    simple = f'<w:fldSimple w:instr="{instruction}"/>'
    assert read(p(simple + "<w:r><w:t>项</w:t></w:r>")).text == f"{shown}项"


@pytest.mark.parametrize(
    ("result", "shown"), [('<w:result w:val="1"/>', "（送审稿）"), ("", "（征求意见稿）"), ('<w:result w:val="9"/>', "")]
)
def test_a_list_of_a_form_shows_what_was_chosen(result: str, shown: str) -> None:
    entries = '<w:listEntry w:val="（征求意见稿）"/><w:listEntry w:val="（送审稿）"/>'
    begin = f"<w:ffData><w:ddList>{result}{entries}</w:ddList></w:ffData>"
    assert read(p(field(" FORMDROPDOWN ", begin) + "<w:r><w:t>方案</w:t></w:r>")).text == f"{shown}方案"


@given(st.text(alphabet='SYMBOLsymbol \\f"uAEQq(),0123456789xMacrobutton', max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_code_of_a_field_makes_a_line_break_or_fails(code: str) -> None:
    text = read(p(field(code.replace("&", "")) + "<w:r><w:t>项</w:t></w:r>")).text
    assert text.endswith("项")
    assert "\n" not in text


# -- drawings, comments, headers ---------------------------------------------------------------------------------------------


def test_the_words_of_charts_and_diagrams_are_recorded() -> None:
    body = p('<w:r><w:t>见图</w:t><w:drawing><a:graphic><c:chart r:id="chart"/></a:graphic></w:drawing></w:r>')
    body += p('<w:r><w:drawing><dgm:relIds r:dm="data" r:lo="x"/></w:drawing><w:t>流程</w:t></w:r>')
    chart = "<a:p><a:t>供热面积</a:t></a:p><c:cat><c:pt><c:v>2024年</c:v></c:pt></c:cat>"
    source = read(body, chart=chart, data="<a:t>受理</a:t><a:t> </a:t><a:t>办结</a:t>")
    assert source.text == "见图\n流程"
    assert source.removed == ((2, "chart", "供热面积\n2024年"), (3, "diagram", "受理\n办结"))


def test_a_comment_is_recorded_where_it_refers_to() -> None:
    comments = f'<w:comment w:id="1">{p("改为五月")}</w:comment>'
    source = read(
        p('<w:r><w:t>六月</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r><w:r><w:t>底前</w:t></w:r>'), comments=comments
    )
    assert (source.text, source.removed) == ("六月底前", ((2, "comment", "改为五月"),))


def test_a_watermark_stands_in_a_header() -> None:
    mark = p('<w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>')
    source = read(p("正文") + '<w:sectPr><w:headerReference r:id="hdr"/></w:sectPr>', hdr=mark)
    assert source.removed == ((0, "header", "征求意见稿"),)


_HIDES = '<w:style w:type="paragraph" w:styleId="z"><w:rPr><w:vanish/></w:rPr></w:style>'


def test_a_character_style_that_does_not_say_so_shows_nothing_that_the_paragraph_hides() -> None:
    styles = _HIDES + '<w:style w:type="character" w:styleId="c"/>'
    hidden = p('<w:r><w:rPr><w:rStyle w:val="c"/></w:rPr><w:t>窗体顶端</w:t></w:r>', '<w:pStyle w:val="z"/>')
    assert read(hidden + p("后"), styles=styles).text == "后"


@pytest.mark.parametrize(("box", "anchor", "shown"), [("z", "", "后"), ("", "z", "框")])
def test_what_hides_a_text_box_does_not_hide_its_anchor_nor_the_other_way_round(box: str, anchor: str, shown: str) -> None:
    boxed = p("框", f'<w:pStyle w:val="{box}"/>')
    runs = f"<w:r><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></w:r><w:r><w:t>后</w:t></w:r>"
    source = read(p(runs, f'<w:pStyle w:val="{anchor}"/>'), styles=_HIDES)
    assert source.text == shown
    assert [words for _, what, words in source.removed] == ["框" if shown == "后" else "后"]
