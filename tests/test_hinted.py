"""What a file tells beside its text (tables, roles, automatic numbers, layout) is in the tree; a text that tells nothing stays as it is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydoc import Document, Source, check_tree
from policydoc.parser import parse
from policydoc.readers import read_source
from policydoc.source import Grid, Hint, Span
from policydoc.tree import Cell, Chapter, Division, Item, Table, Title, Unnumbered, find
from policydoc.writers.outline import outline


def page(body: str) -> Document:
    return parse(read_source(f'<html><body><div id="UCAP-CONTENT">{body}</div></body></html>'.encode()), annotate=False)


def p(text: str, style: str = "") -> str:
    return f'<p style="{style}">{text}</p>'


CENTRED = "text-align:center;font-size:22pt"
BODY = p("各县财政局：") + p("　　请认真做好预算编制工作。") + p("清河市财政局") + p("2022年3月1日")
TABLE = "<table><tr><th>序号</th><th>任务</th></tr><tr><td>一、</td><td>改造校舍<br>（一）先修屋顶。</td></tr><tr><td></td><td>附件1</td></tr></table>"


def said(document: Document, kind: type) -> list[str]:
    return ["".join(document.text[slice(*node.span)].split()) for node in find(document, kind)]


def test_a_title_in_several_centred_lines_is_one() -> None:
    title = "".join(p(line, CENTRED) for line in ("清河市财政局关于在白石经济开发区", "暂时调整实施《清河市预算管理条例", "实施细则》有关规定的决定"))
    document = page(title + p("清财发〔2022〕5号", "text-align:center") + BODY)
    assert said(document, Title) == ["清河市财政局关于在白石经济开发区暂时调整实施《清河市预算管理条例实施细则》有关规定的决定"]
    assert "wrapper" not in outline(document)


def test_the_title_of_what_a_notice_issues_is_known_from_a_title_in_several_lines() -> None:
    title = p("清河市财政局关于印发", CENTRED) + p("清河市预算管理若干规定的通知", CENTRED)
    issued = p("清河市预算管理若干规定", CENTRED) + p("第一条 为了规范预算管理，制定本规定。") + p("第二条 各县按照本规定编制预算。")
    document = page(title + BODY + issued)
    assert "attachment issued\n  title 清河市预算管理若干规定\n" in outline(document)


def test_a_copy_of_the_title_is_no_part_of_it() -> None:
    line = p("清河市财政局关于做好预算编制工作的通知", CENTRED)
    assert said(page(line + line + BODY), Title) == ["清河市财政局关于做好预算编制工作的通知"]


def test_who_passed_it_stands_below_a_title_in_two_lines() -> None:
    title = p("清河市财政局", CENTRED) + p("关于做好预算编制工作的通知", CENTRED)
    note = "（2021年12月1日清河市财政局第3次局务会议、2021年12月8日白石县财政局第7次局务会议通过，自2022年1月1日起施行）"
    document = page(title + p(note, "text-align:center;font-size:16pt") + BODY)
    assert f"note {note}\n" in outline(document)
    assert "responsibility_clause" not in outline(document)


def test_dates_and_old_numbers_below_a_title() -> None:
    title = p("清河市财政局　白石县财政局", CENTRED) + p("关于清理旧账的复函", CENTRED)
    shown = outline(page(title + p("1986年1月27日") + p("〔86〕清财字第2号") + p("〔86〕白财字第16号") + BODY))
    assert "metadata 1986年1月27日" in shown
    assert "document_number 〔86〕清财字第2号" in shown
    assert "title 清河市财政局 白石县财政局 关于清理旧账的复函" in shown


def test_cells_are_those_of_the_file() -> None:
    document = page(p("清河市财政局关于做好预算编制工作的通知", CENTRED) + BODY.replace("工作。", "工作，任务如下。</p>" + TABLE + "<p>一、要加强领导。"))
    (table,) = find(document, Table)
    assert [[cell.text for cell in row.children] for row in table.children] == [
        ["序号", "任务"],
        ["一、", "改造校舍\n（一）先修屋顶。"],
        ["", "附件1"],
    ]
    assert [division.label for division in find(document, Division)] == ["一、"]
    assert "attachment" not in outline(document)
    assert check_tree(document) == []


def test_two_tables_without_a_line_between_are_two() -> None:
    assert [len(table.children) for table in find(page(p("　　任务如下。") + TABLE + TABLE), Table)] == [3, 3]


def test_the_name_of_a_form_right_above_it_is_its_caption() -> None:
    annex = p("附件1") + p("清河市摊位事项申请表", CENTRED) + TABLE + p("清河市摊位事项申请表（变更）", CENTRED) + TABLE
    document = page(p("清河市财政局关于做好摊位管理工作的通知", CENTRED) + BODY + annex)
    assert "  title 清河市摊位事项申请表\n" in outline(document)
    assert "    caption 清河市摊位事项申请表（变更）\n" in outline(document)
    assert len(list(find(document, Table))) == 2


def test_short_lines_of_a_word_file_are_no_cells() -> None:
    head = "清河市教育局关于办理毕业手续的通知\n各学校：\n　　请按照下列步骤办理毕业手续。\n"
    tail = "\n　　请各学校认真执行，遇到问题及时报告。\n清河市教育局\n2022年3月1日"
    text = head + "\n".join(f"第{n}步学校办理{what}" for n, what in enumerate(("成绩", "论文", "证书", "档案") * 3)) + tail
    assert len(list(find(parse(Source(text), annotate=False), Table))) == 1
    assert not list(find(parse(Source(text, reader="docx"), annotate=False), Table))
    columns = head + "步骤      时间\n成绩      3月\n论文      4月" + tail
    assert len(list(find(parse(Source(columns, reader="docx"), annotate=False), Table))) == 1


def test_a_table_with_one_row_is_lines() -> None:
    document = page("<table><tr><td>一、要加强领导。</td><td>二、要公开结果。</td></tr></table>")
    assert [c.number for c in find(document, Chapter)] == [1, 2]
    assert not list(find(document, Table))


def test_an_annex_that_is_a_table_only() -> None:
    head = "<tr><td colspan=2>附件1</td></tr><tr><td colspan=2>任务清单</td></tr>"
    annex = f"<table>{head}<tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>修路</td></tr></table>"
    shown = outline(page(p("清河市财政局关于做好预算编制工作的通知", CENTRED) + BODY + annex))
    assert "attachment annex 1 附件1\n" in shown
    assert "row 序号 | 任务\n" in shown


def test_fields_of_a_publisher_are_metadata_wherever_they_stand() -> None:
    text = "清河市财政局关于做好预算编制工作的通知\n负责处室：预算处\n各县财政局：\n　　请认真做好预算编制工作。\n"
    at = text.index("负责")
    document = parse(Source(text, roles=(("metadata", (at, at + 8)),)), annotate=False)
    assert "metadata" in outline(document)
    assert said(document, Title) == ["清河市财政局关于做好预算编制工作的通知"]


@pytest.mark.parametrize(("role", "kind"), [("header", "wrapper"), ("navigation", "wrapper"), ("toc", "table_of_contents"), ("footnote", "note")])
def test_roles(role: str, kind: str) -> None:
    text = "一、总体要求\n　　各地要加强领导。\n清河预算一览\n　　各地要公开结果。"
    at = text.index("清河")
    shown = outline(parse(Source(text, roles=((role, (at, at + 6)),)), annotate=False))
    assert f"{kind} 清河预算一览\n" in shown
    assert shown.count("chapter") == 1


def label(text: str, *labels: str) -> Source:
    spans: list[Span] = [(text.index(words), text.index(words) + len(words)) for words in labels]
    return Source(text, hints=tuple(Hint((s, text.index("\n", s)), label=(s, e)) for s, e in spans))


def test_an_automatic_number_is_a_mark_whatever_stands_behind_it() -> None:
    text = "一、、总体要求\n　　各地要加强领导。\n二、三级医院要带头\n　　各地要公开结果。\n"
    assert [c.number for c in find(parse(label(text, "一、", "二、"), annotate=False), Chapter)] == [1, 2]
    assert [c.number for c in find(parse(text, annotate=False), Chapter)] != [1, 2]


def test_automatic_numbers_without_a_closing_mark() -> None:
    text = "1\t各地要加强领导。\n2\t各地要公开结果。\n"
    assert [(i.label, i.number) for i in find(parse(label(text, "1", "2"), annotate=False), Item)] == [("1", 1), ("2", 2)]


def test_bold_lines_over_prose_are_headings() -> None:
    bold = "font-weight:bold"
    body = p("5月7日起报名", bold) + p("　　家长可以在网上为孩子填报志愿。") + p("随机摇号（第2轮）", bold) + p("　　报名人数超过计划的，随机摇号录取。")
    document = page(p("　　现将有关事项公布如下。") + body)
    assert said(document, Unnumbered) == ["5月7日起报名家长可以在网上为孩子填报志愿。", "随机摇号（第2轮）报名人数超过计划的，随机摇号录取。"]


def test_bold_lines_inside_a_row_of_measures_do_not_part_it() -> None:
    line = p("说明", "font-weight:bold")
    body = "".join(p(f"（{n}）各地要抓好第{n}项工作。") + line + p("　　这一项工作由各地自行安排，及时报告。") for n in "一二三")
    assert not list(find(page(p("一、重点任务") + body), Unnumbered))


def test_a_docx_with_a_table_and_a_title_in_two_lines() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in ("清河市财政局关于印发清河市", "预算编制任务分工的通知"):
        document.add_paragraph(line).alignment = 1
    for line in ("各县财政局：", "任务分工如下。"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([c for row in table.rows for c in row.cells], ("任务", "单位", "修路\n架桥", "交通局"), strict=True):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    tree = parse(read_source(out.getvalue()), annotate=False)
    assert said(tree, Title) == ["清河市财政局关于印发清河市预算编制任务分工的通知"]
    assert [cell.text for cell in find(tree, Cell)] == ["任务", "单位", "修路\n架桥", "交通局"]


def test_a_text_that_tells_nothing_is_parsed_as_ever() -> None:
    text = "清河市财政局文件\n清财发〔2022〕5号\n一、总体要求\n（一）各地要加强领导。\n"
    assert parse(Source(text, reader="docx"), annotate=False).root == parse(text, annotate=False).root


WORDS = st.text("一二、（）1.附件各县：。\n\t 清河市通知表2022年月日", max_size=80)


@given(WORDS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=12), st.integers(0, 5))
def test_hints_of_any_reader_lose_no_character(text: str, spans: list[tuple[int, int]], width: int) -> None:
    cells = sorted((min(s), max(s)) for s in spans)
    rows = tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width)) if width else ()
    grids = (Grid((cells[0][0], cells[-1][1]), rows),) if rows else ()
    hints = tuple(Hint(span, bold=span[0] % 2 == 0, centred=span[1] % 2 == 0, label=span if span[1] % 3 else None) for span in cells)
    roles = tuple((("metadata", "toc", "footnote", "header", "acme")[s % 5], (s, e)) for s, e in cells)
    assert check_tree(parse(Source(text, hints=hints, grids=grids, roles=roles))) == []
    assert check_tree(parse(Source(text, hints=hints, roles=roles))) == []
    assert check_tree(parse(Source(text, grids=grids))) == []
