"""Doc and wps files. The files of `data/` were composed and saved by `data/make_office_files.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydoc import Source
from policydoc.readers import ReadError, read_source

pytest.importorskip("olefile")

DATA = (Path(__file__).parent / "data" / "notice.doc").read_bytes()
STORIES = Path(__file__).parent / "data" / "stories.doc"


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(DATA)


def test_paragraphs_and_automatic_numbers_are_read(source: Source) -> None:
    assert source.text.split("\n")[:12] == [
        "关于改善集贸市场环境的通知",
        "各县（区）人民政府，市政府各部门：",
        "为了让集贸市场更加整洁有序，现就有关事项通知如下。",
        "一、总体要求",
        "坚持方便群众与规范管理并重。",
        "二、重点任务",
        "（一）划定经营区域。各县（区）要在2025年6月底前划定摊位。（市商务局牵头，市城管局配合）",
        "（二）清理占道摊点。对占压盲道的摊点先劝导、后清理。（市城管局负责）",
        "1．设立便民疏导点。",
        "2．为自产自销的农户留出位置。",
        "三、保障措施",
        "（一）落实补助资金。按照工程进度分两次拨付。（市财政局负责）",
    ]


def test_hints_tell_which_numbers_stand_in_no_character_of_the_file(source: Source) -> None:
    labels = [source.text[slice(*hint.label)] for hint in source.hints if hint.label]
    assert labels == ["一、", "二、", "（一）", "（二）", "1．", "2．", "三、", "（一）"]


def test_hints_tell_how_a_line_is_set(source: Source) -> None:
    title = source.hints[0]
    assert (title.bold, title.centred, title.size, title.anchor) == (True, True, 16.0, "paragraph 1")


def test_fields_show_their_result_and_soft_breaks_break(source: Source) -> None:
    assert "\n共1页\n第二行\n" in source.text
    assert "NUMPAGES" not in source.text


def test_hidden_text_is_left_out_and_recorded(source: Source) -> None:
    assert "内部稿" not in source.text
    assert [(what, text) for _, what, text in source.removed] == [("hidden", "（内部稿）")]


def test_tables_keep_their_cells(source: Source) -> None:
    cells = [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows]
    assert cells == [["序号", "任务", "单位"], ["1", "清理摊点\n增设路牌", ""]]


def test_notes_stand_behind_their_paragraph_and_what_is_beside_the_text_has_its_role() -> None:
    source = read_source(Path(__file__).parent / "data" / "notes.doc")
    assert source.text.split("\n")[3:6] == ["一、总体要求", "市场开办者应当公示平面图。", "指设立市场的单位。"]
    roles = [(role, source.text[slice(*span)]) for role, span in source.roles]
    notes = ["指设立市场的单位。", "含流动的摊点。", "由市财政局核定。"]
    assert roles == [("toc", "一、总体要求\t1"), ("toc", "二、保障措施\t2"), *(("footnote", note) for note in notes)]
    assert [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows] == [["摊点\n含流动的摊点。", "城管局"], ["路牌", "公安局"]]
    assert [(what, text) for _, what, text in source.removed] == [("header or footer", "— 1 —")]


def test_each_story_counts_its_lists_apart_and_stands_at_its_place() -> None:
    source = read_source(STORIES)
    assert [line.replace("\t", "") for line in source.text.split("\n")] == [
        "一、总体要求", "一、以修订本为准", "一、节约用水", "二、保护水源", "二、主要任务",
        "三、保障措施", "二、含乡镇", "一、见附表", "一、水利局", "四、附则", "二、另行通知",
    ]  # fmt: skip
    notes = [source.text[slice(*span)].split("\t")[-1] for role, span in source.roles if role == "footnote"]
    assert notes == ["以修订本为准", "含乡镇", "见附表", "另行通知"]
    anchors = [hint.anchor for hint in source.hints]
    assert anchors[1:4] == ["footnote, paragraph 1", "text box, paragraph 1", "text box, paragraph 2"]
    assert anchors[7] == "endnote, paragraph 1"


def test_a_comment_is_recorded_behind_its_paragraph() -> None:
    source = read_source(STORIES)
    assert [(what, words) for _, what, words in source.removed] == [("comment", "此处待核")]


def test_another_program_in_the_same_container_is_refused_by_name() -> None:
    def named(name: str) -> bytes:
        # The directory holds names in fields of 64 bytes with their length behind.
        at = DATA.index("WordDocument".encode("utf-16-le"))
        field = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
        return DATA[:at] + field + DATA[at + 66 :]

    with pytest.raises(ReadError, match="MS Works"):
        read_source(named("CONTENTS"))
    with pytest.raises(ReadError, match="xls workbook"):
        read_source(named("Workbook"))
    with pytest.raises(ReadError, match="other than Word or WPS"):
        read_source(named("Drawing"))


def test_a_locked_document_says_so() -> None:
    at = DATA.index(b"\xec\xa5")
    locked = bytearray(DATA)
    locked[at + 11] |= 0x01
    with pytest.raises(ReadError, match="password"):
        read_source(bytes(locked))


@pytest.mark.parametrize("size", [9, 600, 3000, 12_000])
def test_a_file_that_is_cut_off_gets_one_clear_line(size: int) -> None:
    with pytest.raises(ReadError) as error:
        read_source(DATA[:size])
    assert "\n" not in str(error.value)
