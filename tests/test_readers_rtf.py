"""Rich text files. `data/notice.rtf` was composed and saved by `data/make_office_files.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydoc.readers import ReadError, read_source

pytest.importorskip("striprtf")

DATA = (Path(__file__).parent / "data" / "notice.rtf").read_bytes()


def read(body: str, head: str = r"\ansi\ansicpg936\uc2") -> str:
    return read_source(rf"{{\rtf1{head} {body}}}".encode("latin-1")).text


def test_paragraphs_and_automatic_numbers_are_read() -> None:
    lines = read_source(DATA).text.split("\n")
    assert lines[:2] == ["关于改善集贸市场环境的通知", "各县（区）人民政府，市政府各部门："]
    assert lines[2:4] == ["为了让集贸市场更加整洁有序，现就有关事项通知如下。", "一、总体要求"]
    assert [line[:7] for line in lines[5:10]] == ["二、重点任务", "（一）划定经营", "（二）清理占道", "1．设立便民疏", "2．为自产自销"]


def test_hints_tell_the_automatic_numbers() -> None:
    source = read_source(DATA)
    labels = [source.text[slice(*hint.label)] for hint in source.hints if hint.label]
    assert labels == ["一、", "二、", "（一）", "（二）", "1．", "2．", "三、", "（一）"]


def test_cells_of_tables_are_told_the_empty_ones_too() -> None:
    source = read_source(DATA)
    assert [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows] == [["序号", "任务", "单位"], ["1", "清理摊点\n增设路牌", ""]]
    assert source.text.endswith("榆川市人民政府办公室")


def test_what_stands_between_two_tables_parts_them() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl A\cell B\cell\row"
    source = read_source(rf"{{\rtf1 {row}{row}\pard Between\par {row}\trowd\intbl C\cell D\cell\trowd\row\pard End}}".encode())
    assert source.text.split("\n") == ["A\tB", "A\tB", "Between", "A\tB", "C\tD", "End"]
    assert [len(grid.rows) for grid in source.grids] == [2, 2]


@pytest.mark.parametrize(
    "written",
    [
        r"\'b9\'d8\'d3\'da\'81A",
        r"\'b9\'d8\'d3\'da\'81\'41",
        r"\u20851 ?\u20110 ?\uc0\u19972",
        "\xb9\xd8\xd3\xda\x81A",
        r"\u20851\'b9\'d8\u20110\'d3\'da\'81A",
    ],
    ids=["second byte as letter", "escaped", "unicode", "bytes", "unicode and its stand-in"],
)
def test_characters_are_read_however_they_are_written(written: str) -> None:
    assert read(written).replace("?", "").replace(" ", "") == "关于" + b"\x81A".decode("gbk")


def test_characters_beyond_the_basic_plane_are_one() -> None:
    assert read(r"\uc0\u-10174\u-8249 a") == "\U00020bc7a"


def test_pictures_and_their_binary_data_are_no_text() -> None:
    assert read(r"{\pict\bin12 {\x}{{{\par}\'zz}before{\*\generator x}") == "before"


@pytest.mark.parametrize(
    "body",
    [
        "{" * 99_999,
        r"{\fonttbl " * 50_000,
        r"{\fonttbl" + r"{\f0\fcharset134 " * 60_000,
        r'{\field{\*\fldinst{HYPERLINK "' * 50_000,
        r"\u99999999999 x",
        r"\trowd\cell" * 50_000,
    ],
)
def test_hostile_files_are_read_or_refused(body: str) -> None:
    refusal = None
    try:
        read(body)
    except ReadError as error:
        refusal = str(error)
    assert refusal is None or "\n" not in refusal
