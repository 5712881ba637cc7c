"""Pages of government sites: what is the document, what stands around it, and where its lines end."""

from __future__ import annotations

import pytest

from policydoc import Source
from policydoc.readers import ReadError, read_source

BODY = (
    '<p style="text-align:center"><b>关于改善集贸市场环境的通知</b></p><p>各县人民政府：</p>'
    '<p style="text-indent:2em;font-size:16px">为了让市场更加整洁有序，现就有关事项通知如下，请认真落实，遇到问题及时报告，不得拖延。</p>'
    "<p>　　一、总体要求<br>　　坚持方便群众。<br/>&nbsp;&nbsp;&nbsp;&nbsp;二、保障措施</p>"
)


def read(page: str, **options: str) -> Source:
    return read_source(page.encode(), media_type="text/html", **options)


def lines(page: str) -> list[str]:
    return [line.strip() for line in read(page).text.split("\n")]


def site(body: str, kind: str = 'id="zoom"', head: str = "") -> str:
    menu = "<div class=menu><a href=/>首页</a><a href=/a>政务公开</a><a href=/b>互动交流</a></div>"
    return f"<!doctype html><html><head>{head}</head><body>{menu}<div {kind}>{body}</div><div>版权所有 榆川市人民政府</div></body></html>"


def test_paragraphs_and_line_breaks_end_lines() -> None:
    assert lines(site(BODY))[-3:] == ["一、总体要求", "坚持方便群众。", "二、保障措施"]


@pytest.mark.parametrize("kind", ['id="UCAP-CONTENT"', 'class="view TRS_UEDITOR"', 'class="TRS_Editor"', 'class="pages_content"', 'id="zoomcon"'])
def test_the_document_is_found_by_what_the_systems_call_it(kind: str) -> None:
    source = read(site(BODY, kind))
    assert source.text.startswith("关于改善集贸市场环境的通知\n各县人民政府：")
    assert "首页" not in source.text
    assert "版权" not in source.text


def test_what_is_left_out_is_recorded_with_its_place() -> None:
    source = read(site(BODY))
    (before, what, menu), (behind, _, foot) = source.removed
    assert (before, what) == (0, "navigation")
    assert menu == "首页政务公开互动交流"
    assert (behind, foot) == (len(source.text), "版权所有 榆川市人民政府")


def test_in_a_page_of_an_unknown_system_the_document_is_what_holds_its_prose_and_no_word_of_the_site() -> None:
    where = "<div class=a1>当前位置：<a href=/>首页</a> &gt; <a href=/t>通知</a></div>"
    foot = "<div>附件下载</div></div><div class=a2>分享到：<a>微信</a></div>"
    source = read(site(f"{where}<div class=a3>{BODY}<p>榆川市商务局</p>{foot}", 'class="x17"'))
    assert source.text.split("\n")[0] == "关于改善集贸市场环境的通知"
    assert source.text.split("\n")[-2:] == ["榆川市商务局", "附件下载"]
    assert [words for _, _, words in source.removed] == ["首页政务公开互动交流\n当前位置：首页 > 通知", "分享到：微信\n版权所有 榆川市人民政府"]


def test_a_page_that_has_no_word_of_a_site_is_kept_whole() -> None:
    assert "云岭省情" in read(f"<div class=x17>{BODY}</div><div>云岭省情</div>").text


CATALOGUES = {
    "th and td": "<table><tr><th>索引号</th><td>530-2025-12</td><th>主题分类</th><td></td></tr><tr><th>文号</th><td>榆政办发〔2025〕7号</td></tr></table>",
    "dl": "<dl><dt>索引号：</dt><dd>530-2025-12</dd><dt>主题分类：</dt><dd></dd><dt>文号：</dt><dd>榆政办发〔2025〕7号</dd></dl>",
    "li": "<ul><li><b>索引号：</b><i>530-2025-12</i></li><li>主题分类：</li><li><span>文号：</span>榆政办发〔2025〕7号</li></ul>",
    "div": "<div><b>索引号</b></div><div>530-2025-12</div><div><div>主题分类</div><div></div></div><div><div>文号</div><div>榆政办发〔2025〕7号</div></div>",
    "brackets": "<p><span>【索引号】</span></p><p>530-2025-12</p><p>[主题分类]</p><p><span>[文号]</span></p><p>榆政办发〔2025〕7号</p>",
}


@pytest.mark.parametrize("kind", ['id="zoom"', 'class="x17"'])
@pytest.mark.parametrize("form", CATALOGUES)
def test_a_catalogue_of_fields_is_read_by_its_labels(form: str, kind: str) -> None:
    source = read(f"<div>{CATALOGUES[form]}</div><div {kind}>{BODY}</div><div>版权所有 榆川市人民政府</div>")
    fields = [source.text[slice(*span)] for role, span in source.roles if role == "metadata"]
    assert fields == ["索引号：530-2025-12", "主题分类：", "文号：榆政办发〔2025〕7号"]
    assert "版权" not in source.text


def test_damaged_and_odd_markup_gives_the_same_lines() -> None:
    wanted = ["各县人民政府：", "为了让市场更加整洁有序，现就有关事项通知如下，请认真落实，遇到问题及时报告，不得拖延，不得层层加码。", "一、总体要求"]
    words = "".join(f"<span style='font-family:仿宋'>{wanted[1][i : i + 2]}</span>" for i in range(0, len(wanted[1]), 2))
    odd = [
        f"<p>{wanted[0]}<p><o:p></o:p>{words}<p><b>{wanted[2]}",
        f"<p>{wanted[0]}</p><!-- <p>旧稿</p> --><script>document.write('<p>脚本</p>')</script><p>&nbsp;&nbsp;{wanted[1]}</p><p>{wanted[2]}",
        f"<div>{wanted[0]}<br><br/>　　{wanted[1]}<BR>\n\n　　<font size=3><b>{wanted[2]}</font></b></div>",
        f"<table width=100%><tr><td><table><tr><td><p>{wanted[0]}</p><p>{wanted[1]}</p></td></tr></table></td></tr></table><p>{wanted[2]}</p>",
    ]
    for body in odd:
        assert [line.strip("\xa0\u3000 ") for line in read(site(body)).text.split("\n") if line.strip("\xa0\u3000 ")] == wanted


def test_a_document_that_a_stray_tag_closes_early_is_read_to_its_end() -> None:
    rest = "<p>市商务局要会同有关部门定期检查，并将检查结果向社会公开，接受群众监督。</p><p>榆川市商务局</p><div>打印本页</div>"
    text = read(site(f"{BODY}</div></div><p>（一）加强督查。</p>{rest}")).text
    assert text.endswith("监督。\n榆川市商务局")
    assert "（一）加强督查。" in text


def test_a_page_that_names_the_wrong_encoding_is_read_by_its_bytes() -> None:
    page = site(BODY, head='<meta http-equiv="Content-Type" content="text/html; charset=utf-8">')
    assert "各县人民政府：" in read_source(page.encode("gbk"), media_type="text/html").text
    assert "各县人民政府：" in read_source(page.replace("utf-8", "gb2312").encode(), media_type="text/html").text


def test_a_fragment_is_read_like_a_page() -> None:
    assert lines(f"<div>{BODY}</div>")[:2] == ["关于改善集贸市场环境的通知", "各县人民政府："]


def test_the_title_beside_the_document_is_kept_where_the_document_lacks_it() -> None:
    title = "<h1>关于清理占道摊点的通知</h1>"
    body = "<p>各县人民政府：</p><p>现就清理占道摊点的有关事项通知如下，请认真落实，遇到问题及时报告，不得拖延，也不得层层加码，增加摊主负担。</p>"
    assert lines(f"<body>{title}<div id=zoom>{body}</div></body>")[0] == "关于清理占道摊点的通知"
    twice = f"<body>{title}<div id=zoom><p>关于清理占道摊点的通知</p>{body}</div></body>"
    assert read(twice).text.count("关于清理占道摊点的通知") == 1


def test_fields_of_the_publisher_are_metadata() -> None:
    table = (
        "<table><tr><td><b>索 引 号：</b></td><td>11-2025-003</td><td>发布日期：</td><td>2025-03-01</td></tr>"
        "<tr><td>主 题 词：</td><td></td></tr></table><ul><li>文号：榆政办发〔2025〕7号</li></ul><p>来源：市商务局　浏览次数：12</p>"
    )
    source = read(f"<body>{table}<div id=zoom>{BODY}</div></body>")
    fields = [source.text[slice(*span)] for role, span in source.roles if role == "metadata"]
    assert fields == ["索 引 号：11-2025-003", "发布日期：2025-03-01", "主 题 词：", "文号：榆政办发〔2025〕7号", "来源：市商务局"]


def test_tables_keep_their_cells() -> None:
    table = "<table border=1><tr><th>任务</th><th>单位</th></tr><tr><td><p>清理</p><p>摊点</p></td><td></td></tr></table>"
    source = read(site(BODY + table))
    assert source.text.endswith("任务\t单位\n清理\n摊点\t")
    assert [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows] == [["任务", "单位"], ["清理\n摊点", ""]]


def test_a_table_for_layout_is_none() -> None:
    source = read(f"<table><tr><td>{BODY}</td></tr></table>")
    assert source.grids == ()
    assert "\t" not in source.text


def test_hints_tell_bold_centre_indent_and_path() -> None:
    source = read(site(BODY))
    first, third = source.hints[0], source.hints[2]
    assert (first.bold, first.centred) == (True, True)
    assert (third.indent, third.size) == (2.0, 12.0)
    assert first.anchor == "div#zoom/p[1]"


def test_numbers_of_ordered_lists_enter_the_text_and_are_told() -> None:
    lead = "<p>各单位要做好下列工作，按时上报进展，不得漏报、迟报或者瞒报，确保数据真实可靠，经得起检查：</p>"
    source = read(site(f"{lead}<ol start=3><li>划定区域</li><li>清理摊点</li></ol>"))
    assert source.text.endswith("3.划定区域\n4.清理摊点")
    assert [source.text[slice(*hint.label)] for hint in source.hints if hint.label] == ["3.", "4."]


def test_what_no_reader_sees_is_not_read() -> None:
    hidden = "<script>var x='脚本'</script><style>p{}</style><p style='display: none'>隐藏</p><!-- 注释 --><template>模板</template>"
    text = read(site(BODY + hidden)).text
    assert not any(word in text for word in ("脚本", "隐藏", "注释", "模板"))


def test_white_space_of_the_markup_is_no_text() -> None:
    assert lines("<div><p>各县人民\n      政府，\n   请 认真   落实</p></div>") == ["各县人民政府，请 认真 落实"]


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "utf-8", "big5"])
def test_the_encoding_that_a_page_names_is_believed(charset: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><p>市政府文件</p></body></html>'
    assert read_source(page.encode(charset)).text == "市政府文件"


def test_a_wrong_name_of_an_encoding_does_no_harm() -> None:
    page = '<html><head><meta charset="gbk"></head><body><p>关于改善集贸市场环境的通知</p></body></html>'
    assert read_source(page.encode("utf-8") + b"<p>\xe2\x82").text.startswith("关于改善集贸市场环境的通知")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "文",
        "".join(f"<b id={i}>" for i in range(20_000)) + "<p>x" * 20_000,
        "<html><body><script>document.write('正文')</script></body></html>",
    ],
)
def test_pages_that_cannot_be_read_get_one_clear_line(page: str) -> None:
    with pytest.raises(ReadError) as error:
        read(page)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("page", ["<table><tr><td>" * 5000 + "文", "<p>文" * 20_000, "<" * 100_000 + "文", "<%" * 50_000 + "%>文"])
def test_odd_pages_are_read(page: str) -> None:
    assert "文" in read(page).text
