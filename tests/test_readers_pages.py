"""How pages are set: what a reader of the page tells at a glance, and rows at places must tell too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from making import pdf

from policydoc.readers import read_source
from policydoc.source import Source

pytest.importorskip("pypdfium2")

BODY = "各县（区）要把集贸市场的改造列入年度计划，逐个登记造册，明确责任人员和完成时限，做到有部署、有检查、有结果。"
EDGES = [(0.0, y, 595.0, y) for y in (1.0, 841.0)] + [(x, 0.0, x, 842.0) for x in (1.0, 594.0)]


def rows(text: str, x: float, y: float, length: int, indent: int = 0, pitch: float = 28.0, size: float = 16.0) -> list[tuple[float, float, float, str]]:
    """A paragraph as rows of so many characters, the first with an indent."""
    cuts = [0, *range(length - indent, len(text), length), len(text)]
    return [(x + (indent * size if i == 0 else 0), y + pitch * i, size, text[a:b]) for i, (a, b) in enumerate(pairwise(cuts))]


def cells(source: Source) -> list[list[list[str]]]:
    return [[[source.text[slice(*cell)] for cell in row] for row in grid.rows] for grid in source.grids]


def roles(source: Source) -> list[tuple[str, str]]:
    return [(role, source.text[slice(*span)]) for role, span in source.roles]


def test_rows_set_narrower_than_the_page_are_one_paragraph_over_two_pages() -> None:
    changed = "根据二〇二一年三月四日市人民政府第三次常务会议关于修改市场管理办法的决定修正，"
    passed = "（二〇一九年五月六日市人民政府第十二次常务会议通过，" + changed * 4 + "自公布之日起施行）"
    note = rows(passed, 112, 150, 24)
    first = [(200, 100, 20, "榆川市集贸市场管理办法"), *note[:5]]
    second = [(112, 80 + 28 * i, 16, row[3]) for i, row in enumerate(note[5:])] + rows(BODY, 80, 400, 28, 2) + rows(BODY, 80, 500, 28, 2)
    assert read_source(pdf([first, second])).text.split("\n") == ["榆川市集贸市场管理办法", passed, BODY, BODY]


def test_items_of_one_length_that_stand_inside_of_the_margins_stay_apart() -> None:
    listed = [f"市场{name}的改造由所在街道负责组织实施；" for name in "甲乙丙丁戊己"]
    page = rows(BODY, 80, 80, 28, 2) + [(112, 200 + 28 * i, 16, line) for i, line in enumerate(listed)]
    assert read_source(pdf([page])).text.split("\n") == [BODY, *listed]


def test_entries_of_a_table_of_contents_are_lines_with_that_role() -> None:
    contents = (("一、总体要求", 1), ("二、重点任务", 2), ("三、保障措施", 12))
    entries = [words + "…" * 20 + str(page) for words, page in contents]
    page = [(80, 100 + 28 * i, 16, entry) for i, entry in enumerate(entries)] + rows(BODY, 80, 300, 26, 2)
    source = read_source(pdf([page]))
    assert source.text.split("\n") == [*entries, BODY]
    assert roles(source) == [("toc", entry) for entry in entries]


@pytest.mark.parametrize("size", [16.0, 12.0])
def test_a_note_at_the_foot_of_a_page_stands_behind_the_paragraph_that_runs_there(size: float) -> None:
    text = BODY.replace("年度计划", "年度计划①") * 3
    body = rows(text, 80, 520, 28, 2)
    note = [(80, 730, size, "①指各县（区）当年的城建计划，由市住房城乡建设局"), (80, 730 + 1.3 * size, size, "汇总。")]
    source = read_source(pdf([rows(BODY, 80, 100, 28, 2) + body[:7], [(80, 80 + 28 * i, 16, row[3]) for i, row in enumerate(body[7:])]], []))
    assert source.text.split("\n") == [BODY, text]
    second = [(80.0, 80.0 + 28 * i, 16.0, row[3]) for i, row in enumerate(body[6:])]
    source = read_source(pdf([rows(BODY, 80, 100, 28, 2) + body[:6] + note, second]))
    assert source.text.split("\n") == [BODY, text, "①指各县（区）当年的城建计划，由市住房城乡建设局汇总。"]
    assert [role for role, _ in roles(source)] == ["footnote"]


def test_a_list_at_the_foot_of_a_page_is_no_note() -> None:
    listed = ["①登记造册；", "②清理占道。"]
    page = rows(BODY, 80, 500, 28, 2) + [(112, 680 + 28 * i, 16, line) for i, line in enumerate(listed)]
    assert roles(read_source(pdf([page]))) == []


def table(y: float, *lines: tuple[str, str, str]) -> tuple[list[tuple[float, float, float, str]], list[tuple[float, float, float, float]]]:
    """Rows of a ruled table from `y` downwards."""
    ends = [y + 30 * i for i in range(len(lines) + 1)]
    rules = [(80.0, end, 500.0, end) for end in ends] + [(x, y, x, ends[-1]) for x in (80.0, 200.0, 350.0, 500.0)]
    return [(x, ends[i] + 20, 12, text) for i, line in enumerate(lines) for x, text in zip((90.0, 210.0, 360.0), line, strict=True)], rules


def test_edges_of_the_page_that_a_file_draws_are_no_sides_of_a_cell() -> None:
    pages, rules = [], []
    for name in ("申请", "变更"):
        texts, drawn = table(150, ("事项", "单位", "时限"), (name, "商务局", "5日"))
        pages.append([(80, 100, 16, "附件1"), (200, 130, 16, f"摊位{name}表"), *texts])
        rules.append(drawn + EDGES)
    source = read_source(pdf(pages, rules))
    assert cells(source) == [[["事项", "单位", "时限"], [name, "商务局", "5日"]] for name in ("申请", "变更")]
    assert source.text.startswith("附件1\n摊位申请表\n事项\t")


def test_a_row_that_a_page_break_leaves_without_a_line_above_keeps_its_cells() -> None:
    texts, rules = table(100, ("事项", "原登记", "变更登记"), ("名称", "甲", "乙"))
    source = read_source(pdf([texts], [[rule for rule in rules if rule[1:] != (100.0, 500.0, 100.0)]]))
    assert cells(source) == [[["事项", "原登记", "变更登记"], ["名称", "甲", "乙"]]]


def test_what_the_rows_of_a_cell_stand_on_does_not_part_them() -> None:
    rules = [(80.0, y, 500.0, y) for y in (100.0, 130.0, 190.0)] + [(x, 100.0, x, 190.0) for x in (80.0, 200.0, 500.0)]
    texts = [(90, 120, 12, "任务"), (210, 120, 12, "内容"), (90, 165, 12, "清理"), (210, 148, 12, "各类占道经营的摊点和"), (210, 178, 12, "临时设施")]
    shading = [(205.0, y, 495.0, y + 28) for y in (132.0, 160.0)]
    assert cells(read_source(pdf([texts], [rules], shading))) == [[["任务", "内容"], ["清理", "各类占道经营的摊点和临时设施"]]]


def test_characters_set_downwards_are_one_line() -> None:
    body = [*rows(BODY, 80, 100, 28, 2), *rows(BODY, 80, 156, 28, 2)]
    page = [*body, *((300, 300 + 18 * i, 16, char) for i, char in enumerate("榆川市年鉴"))]
    assert read_source(pdf([page])).text.split("\n") == [BODY, BODY, "榆川市年鉴"]


def test_a_heading_in_line_with_a_table_without_lines_is_no_cell_of_it() -> None:
    lines = [("标题", "黑体2号"), ("正文", "宋体4号"), ("页码", "宋体5号")]
    texts = [(x, 200 + 24 * i, 14, text) for i, line in enumerate(lines) for x, text in zip((108, 300), line, strict=True)]
    page = [*rows(BODY, 80, 100, 32, 2, size=14), *texts, (108, 272, 14, "（四）封面"), *rows(BODY, 80, 296, 32, 2, size=14)]
    source = read_source(pdf([page]))
    assert cells(source) == [[list(line) for line in lines]]
    assert source.text.split("\n")[-2:] == ["（四）封面", BODY]


def test_a_number_with_one_dash_at_the_foot_of_a_page_is_no_page_number() -> None:
    page = [*rows(BODY, 80, 100, 28, 2), (90, 741, 12, "0-"), (210, 740, 12, "726"), (360, 740, 12, "4.27%")]
    source = read_source(pdf([page]))
    assert not source.removed
    assert source.text.endswith("0-　　726　　4.27%")


def test_a_heading_one_size_larger_does_not_go_on_in_the_row_above() -> None:
    full = "（10）" + "符号、标志和计量单位的注释表可以根据需要编写在目录的后面并" + "（不作要求）"
    body = [rows(BODY, 80, y, 36, 2, size=12, pitch=20) for y in (100, 230)]
    page = [*body[0], (104, 180, 12, full[:34]), (80, 204, 14, "1.2主体部分"), *body[1]]
    assert read_source(pdf([page])).text.split("\n") == [BODY, full[:34], "1.2主体部分", BODY]


def test_the_next_number_opens_a_paragraph_however_far_it_is_set_in() -> None:
    verse = [f"{n}、各县（区）、各部门、各单位《{'市场' * 5}》" for n in range(1, 5)]
    page = [(80 if i == 0 else 101, 100 + 28 * i, 14, line) for i, line in enumerate(verse)]
    assert read_source(pdf([page])).text.split("\n") == verse


@pytest.mark.parametrize(
    ("written", "read"),
    [("题目在 ２５字以内", "题目在２５字以内"), ("自２０２５ 年起", "自２０２５年起"), ("表１ ２０２５年", "表１ ２０２５年")],
)
def test_a_blank_that_sets_digits_apart_is_none_in_full_width_either(written: str, read: str) -> None:
    assert read_source(pdf([[(80, 100, 16, written)]])).text == read
