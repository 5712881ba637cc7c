"""Ofd files: pages, templates, composite objects, single glyphs."""

from __future__ import annotations

import pytest
from making import ofd, ofd_text, zipped

from policydoc.readers import ReadError, read_source


def page(*objects: str, before: str = "") -> str:
    return f'{before}<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'


def test_text_objects_are_read_from_the_top_whatever_their_order() -> None:
    source = read_source(ofd([page(ofd_text(30, 60, "各县人民政府："), ofd_text(60, 40, "关于改善市场环境的通知"))]))
    assert source.text == "关于改善市场环境的通知\n各县人民政府："


def test_single_glyphs_make_one_line() -> None:
    glyphs = [ofd_text(30 + 5.6 * i, 40, char) for i, char in enumerate("榆政办发〔2025〕")]
    assert read_source(ofd([page(*glyphs)])).text == "榆政办发〔2025〕"


def test_rows_that_are_full_go_on_in_the_next() -> None:
    first, second = "为了让集贸市场更加整洁有序便民经市政府同意现就有关", "事项通知如下请结合实际认真落实。"
    other = ["坚持方便群众与规范管理并重，先易后难、分步推进，用两", "年时间使全市集贸市场的面貌有明显改观。"]
    rows = [ofd_text(41.2, 40, first), ofd_text(30, 50, second), ofd_text(41.2, 60, other[0]), ofd_text(30, 70, other[1])]
    assert read_source(ofd([page(*rows)])).text.split("\n") == [first + second, "".join(other)]


def test_templates_and_composite_objects_stand_in_their_places() -> None:
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>{ofd_text(0, 0, "榆川市")}</ofd:Content>'
    unit += "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    used = '<ofd:CompositeObject ID="2" ResourceID="9" Boundary="30 100 50 10"/>'
    content = page(ofd_text(30, 60, "正文一行"), used, before='<ofd:Template TemplateID="7"/>')
    template = f"<ofd:Layer>{ofd_text(30, 20, '文件头')}</ofd:Layer>"
    assert read_source(ofd([content], unit, {"7": template})).text == "文件头\n正文一行\n榆川市"


def test_a_composite_object_that_holds_itself_ends() -> None:
    inside = '<ofd:CompositeObject ID="2" ResourceID="9" Boundary="0 0 5 5"/>' + ofd_text(0, 0, "榆川市")
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
    source = read_source(ofd([page('<ofd:CompositeObject ID="2" ResourceID="9" Boundary="30 40 50 10"/>')], unit))
    assert "榆川市" in source.text


def test_steps_between_characters_may_be_given_together() -> None:
    text = '<ofd:TextObject ID="1" Boundary="30 40 100 7" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 5 5">一二三四五六</ofd:TextCode></ofd:TextObject>'
    assert read_source(ofd([page(text)])).text == "一二三四五六"


def placed(*pieces: tuple[float, str]) -> str:
    """A line of a page, each piece at its distance in millimetres; a Chinese character is 5 wide."""
    return page(*(ofd_text(30 + at, 40, text, 5) for at, text in pieces))


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([(0, "签发人："), (20, "榆"), (25, "某"), (35, "川"), (40, "某某")], "签发人：榆某　川某某"),
        ([(8 * i, char) for i, char in enumerate("关于改善市场环境的通知")], "关于改善市场环境的通知"),
        ([(0, "按照"), (11, "2025"), (22, "年的计划办理")], "按照2025年的计划办理"),
        ([(0, "the"), (9, "market")], "the market"),
        ([(3.4 * i, char) for i, char in enumerate("AB-12")], "AB-12"),
    ],
)
def test_blanks_that_the_file_leaves_out_are_told_by_the_places(pieces: list[tuple[float, str]], text: str) -> None:
    assert read_source(ofd([placed(*pieces)])).text == text


def words(text: str, steps: str, inside: str = "") -> str:
    return f'<ofd:TextObject ID="1" Boundary="30 40 100 7" Size="10">{inside}<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'


def test_steps_are_counted_without_the_indents_of_the_xml() -> None:
    assert read_source(ofd([page(words("\n\t\tof a deed", "5 3 2.7 4.7 2.8 4.9 4.7 4.7 5"))])).text == "of a deed"
    assert read_source(ofd([page(words("\n\t\tofadeed", "5 5.7 7 5 4.7 4.7"))])).text == "of a deed"


def test_letters_that_share_a_glyph_take_one_step() -> None:
    shared = '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>191</ofd:Glyphs></ofd:CGTransform>'
    assert read_source(ofd([page(words("afixed", "4.7 5.6 5 4.7", shared))])).text == "afixed"
    assert read_source(ofd([page(words("ofit", "5 5.6 3", shared))])).text == "ofit"


def test_characters_far_apart_are_cells_of_a_table() -> None:
    rows = [ofd_text(x, y, text) for y, row in ((40, ("事项", "单位")), (50, ("摊点", "城管局"))) for x, text in zip((30, 90), row, strict=True)]
    source = read_source(ofd([page(*rows)]))
    assert [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows] == [["事项", "单位"], ["摊点", "城管局"]]


def area(x: float, y: float, wide: float, high: float, drawn: str) -> str:
    path = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} {wide} {high}" {drawn}><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    )


@pytest.mark.parametrize(("drawn", "whole"), [('Stroke="false" Fill="true"', True), ('Stroke="true"', False)])
def test_an_area_that_is_only_filled_is_no_cell(drawn: str, whole: bool) -> None:
    cells = [area(x, y, wide, high, 'Stroke="true"') for y, high in ((30, 10), (40, 30)) for x, wide in ((30, 40), (70, 80))]
    ground = [area(72, y, 76, 13, drawn) for y in (41, 55)]
    texts = [(32, 32, "任务"), (74, 32, "内容"), (32, 52, "清理"), (74, 45, "各类占道经营的摊点和"), (74, 59, "临时设施")]
    source = read_source(ofd([page(*cells, *ground, *(ofd_text(x, y, text, 5) for x, y, text in texts))]))
    rows = [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows]
    assert (rows == [["任务", "内容"], ["清理", "各类占道经营的摊点和临时设施"]]) == whole


def test_hidden_objects_are_not_read() -> None:
    assert read_source(ofd([page(ofd_text(30, 40, "可见"), ofd_text(30, 60, "不可见", Visible="false"))])).text == "可见"


@pytest.mark.parametrize("path", ["../../../../etc/passwd", "/etc/passwd", "C:\\secret.xml", ""])
def test_paths_out_of_the_package_lead_nowhere(path: str) -> None:
    entry = f"<OFD><DocBody><DocRoot>{path}</DocRoot></DocBody></OFD>"
    with pytest.raises(ReadError):
        read_source(zipped({"OFD.xml": entry}))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "榆榆榆榆榆榆榆榆"><!ENTITY y SYSTEM "file:///etc/passwd">]>'
    entry = bomb + "<OFD><DocBody><DocRoot>&y;&x;</DocRoot></DocBody></OFD>"
    with pytest.raises(ReadError):
        read_source(zipped({"OFD.xml": entry}))


def test_an_ofd_without_text_says_so() -> None:
    with pytest.raises(ReadError, match="without any text"):
        read_source(ofd([page()]))


def test_a_page_of_garbled_characters_is_left_out_and_recorded() -> None:
    entries = [ofd_text(30, 30 + 10 * i, "".join(chr(0xE100 + 9 * i + j) for j in range(8)) + "." * 30 + str(i)) for i in range(8)]
    source = read_source(ofd([page(ofd_text(60, 40, "集贸市场管理手册")), page(*entries)]))
    assert source.text == "集贸市场管理手册"
    assert [what for _, what, _ in source.removed] == ["garbled page"]
    with pytest.raises(ReadError, match="garbled"):
        read_source(ofd([page(*entries)]))
