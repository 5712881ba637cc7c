"""The division of work as a workbook and as CSV, read back as an office would read it."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import policydoc
from policydoc.cli import main
from policydoc.writers.ledger import ALL, COLUMNS, csv_text, ledger, merges, sheet_names
from policydoc.writers.workbook import workbook

openpyxl = pytest.importorskip("openpyxl", reason="workbooks are read back with openpyxl, which is not installed")
pytest.importorskip("xlsxwriter", reason="workbooks need policydoc[workbook]")

NOTICE = """青石县人民政府关于加强图书服务的通知
青政发〔2023〕8号
各乡镇人民政府：
　　一、建设网点
　　（一）建设村级书屋。到2025年，建成村级书屋120个以上。（县文旅局牵头，县财政局、县教育局等配合，各乡镇落实）
　　（二）开展流动服务。新增流动书车6辆。（县交通局、县文旅局按职责分工负责）
　　二、加强保障
　　落实经费。（县财政局负责，2024年6月底前完成）
"""


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def book_of(*texts: str) -> Any:
    found = [ledger(policydoc.parse(t), f"{i}.txt") for i, t in enumerate(texts)]
    return openpyxl.load_workbook(io.BytesIO(workbook(found)))


def table(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_one_row_a_task_with_everybody_in_their_column() -> None:
    head, *rows = table(book_of(NOTICE).worksheets[0])
    assert head == ("序号", "章", "措施", "工作任务", "牵头单位", "责任单位", "配合单位", "按职责分工负责", "完成时限", "目标", "来源")
    assert rows[0] == (
        1, "一、建设网点", "（一）建设村级书屋", "到2025年，建成村级书屋120个以上。", "县文旅局", "各乡镇（落实）", "县财政局、县教育局等", "",
        "到2025年", "村级书屋 ≥120个（2025）", "0.txt 第5行",
    )  # fmt: skip
    assert rows[1][1] == "", "the chapter is one merged cell"
    assert rows[1][7] == "县交通局、县文旅局"
    assert rows[2][1:9] == ("二、加强保障", "", "落实经费。", "", "县财政局", "", "", "2024年6月底前")


def test_a_line_that_names_the_deadline_counts_for_the_task_above_it() -> None:
    text = "一、任务\n1.年内修好道路。\n牵头单位：县交通局\n完成时限：2023年6月底前\n"
    text += "2.修好桥梁。\n牵头单位：县水利局\n完成时限：长期坚持。\n3.种树。（县林业局负责）\n"
    assert [row[8] for row in table(book_of(text).worksheets[0])[1:]] == ["2023年6月底前", "长期坚持", ""]


def test_chapters_are_merged_and_a_filter_still_finds_every_row() -> None:
    data = workbook([ledger(policydoc.parse(NOTICE), "a.txt")])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {"A1:K1", "B3:B4"} == {str(r) for r in sheet.merged_cells.ranges}
    assert sheet.auto_filter.ref == "A2:K5"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>" in xml.split('<c r="B4"')[1].split("</c>")[0], "the value stands under the merged cell too"


def test_it_prints_with_its_heads_on_every_page() -> None:
    sheet = book_of(NOTICE).worksheets[0]
    assert sheet["A1"].value == "青石县人民政府关于加强图书服务的通知任务分工表"
    assert sheet.print_title_rows.replace("$", "") == "1:2"
    assert sheet.freeze_panes == "A3"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.column_dimensions["D"].width > 2 * sheet.column_dimensions["E"].width
    assert sheet["D3"].alignment.wrap_text
    assert sheet.row_dimensions[3].height >= 20


def test_the_sheet_over_all_is_by_agency() -> None:
    book = book_of(NOTICE, NOTICE.replace("图书", "体育"))
    assert book.sheetnames == ["青石县人民政府关于加强图书服务的通知", "青石县人民政府关于加强体育服务的通知", ALL]
    head, *rows = table(book[ALL])
    assert head[:4] == ("单位", "序号", "职责", "工作任务")
    mine = [r for r in rows if r[8].startswith("青石县人民政府关于加强体育")]
    assert len(mine) == len(rows) / 2 == 7
    busiest = rows[:4]
    assert busiest[0][0] in ("县文旅局", "县文化和旅游局", "县财政局")
    assert [r[1] for r in busiest] == [1, 2, 3, 4]


@pytest.mark.parametrize("sign", list("=+-@＝"))
def test_cells_that_look_like_formulas_are_text(sign: str) -> None:
    text = f"{sign}cmd关于书屋的通知\n一、{sign}1+1\n（一）{sign}HYPERLINK(1)。{sign}2*3。（县财政局负责）\n"
    found = [ledger(policydoc.parse(text), f"{sign}a.txt")]
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    assert any(str(c.value).startswith(sign) for c in cells), "and it stands there as written"
    rows = list(csv.reader(io.StringIO(csv_text(found))))
    assert not [c for row in rows for c in row if c[:1] == sign]
    assert any(c.startswith(f"'{sign}") for row in rows for c in row)


def test_csv_has_the_same_rows() -> None:
    rows = list(csv.reader(io.StringIO(csv_text([ledger(policydoc.parse(NOTICE), "a.txt")]))))
    assert rows[0] == ["文件", *(head for head, _ in COLUMNS)]
    assert rows[2][:5] == ["青石县人民政府关于加强图书服务的通知", "2", "一、建设网点", "（二）开展流动服务", "新增流动书车6辆。"]


def test_the_same_notices_give_the_same_bytes() -> None:
    found = [ledger(policydoc.parse(NOTICE), "a.txt")]
    assert workbook(found) == workbook(found)


def test_no_task_at_all_is_an_empty_table() -> None:
    book = book_of("关于放假的通知\n各单位：\n现将放假时间通知如下。\n")
    assert [len(table(sheet)) for sheet in book.worksheets] == [1, 1]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_title_gives_a_sheet_a_name_that_a_workbook_takes(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({n.casefold() for n in [*names, ALL]}) == len(titles) + 1
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]


@given(st.lists(st.tuples(*[st.sampled_from(["", "甲", "乙"])] * 2), max_size=12))
def test_merged_cells_are_equal_and_stay_inside_of_their_chapter(rows: list[tuple[str, str]]) -> None:
    for column, first, last in merges(rows, (0, 1)):
        assert first < last
        assert len({row[: column + 1] for row in rows[first : last + 1]}) == 1
        assert rows[first][column] != ""


@pytest.mark.parametrize("text", ["", "\x00", "一、\x01\x0b任务\n（一）a\x02。（\x03县财政局负责）", "长" * 40000 + "。（县财政局负责）"])
def test_every_text_has_a_workbook(text: str) -> None:
    for sheet in book_of(text).worksheets:
        table(sheet)


def test_the_command_writes_workbooks_and_csv_and_goes_on_past_bad_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "bad.txt").write_bytes(b"")
    done = run("ledger", tmp_path / "in", ROOT / "corpus" / "notices" / "qinghe-2022-5.txt", "-o", tmp_path / "任务分工表.xlsx")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert len(openpyxl.load_workbook(tmp_path / "任务分工表.xlsx").sheetnames) == 3
    assert run("ledger", tmp_path / "in" / "a.txt", "-o", tmp_path / "t.csv").exit_code == 0
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "so that Excel reads Chinese"


def test_wrong_names_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    assert run("ledger", tmp_path / "a.txt", "-o", tmp_path / "t.ods").exit_code == 2
    assert run("ledger", tmp_path / "no.txt", "-o", tmp_path / "t.csv").exit_code == 1
    done = run("ledger", tmp_path / "a.txt", "-o", tmp_path / "no" / "t.csv")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
