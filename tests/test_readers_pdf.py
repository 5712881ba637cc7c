"""Pdf files: what an office would miss if it went wrong. The real files are told of in by_hand.py and docs/formats.md."""

from __future__ import annotations

import pytest
from making import laid_out, pdf, width

from policydoc.readers import ReadError, read_source

pypdfium2 = pytest.importorskip("pypdfium2")

NOTICE = [
    "^榆川市人民政府办公室",
    "^关于改善集贸市场环境的通知",
    "^榆政办发〔2025〕7号",
    "|各县（区）人民政府，市政府各部门、各直属机构：",
    "为了让集贸市场更加整洁、有序、便民，经市政府同意，现就改善市场环境的有关事项通知如下，请结合本地实际认真落实，遇到问题及时报告。",
    "一、总体要求",
    "坚持方便群众与规范管理并重，先易后难、分步推进，用两年时间使全市集贸市场的面貌有明显改观，群众买菜更加放心。",
    "（一）划定经营区域。各县（区）要在2025年6月底前划定固定摊位、临时摊位和停车区域，并在市场入口公布平面图，接受群众监督。"
    "划定时要听取摊主和附近居民的意见，已经划定的不得随意更改；确需更改的，应当提前十五日公告，并报市商务局备案。（市商务局牵头，市城管局配合）",
    "（二）清理占道摊点。对占压盲道、消防通道的摊点，由所在街道先劝导、后清理，不得以罚代管，并为自产自销的农户留出位置。",
    "二、保障措施",
    "1．市财政局负责落实市场改造的补助资金，按照工程进度分两次拨付，年度终了时将使用情况向社会公开。",
    "2．市融媒体中心负责宣传先进做法。",
    "榆川市人民政府办公室",
    "2025年3月1日",
]


def test_rows_become_the_paragraphs_that_the_office_wrote() -> None:
    source = read_source(pdf(laid_out(NOTICE, per_page=9)))
    assert source.text.split("\n") == [paragraph.lstrip("^|") for paragraph in NOTICE]


def test_page_numbers_are_left_out_and_recorded() -> None:
    source = read_source(pdf(laid_out(NOTICE, per_page=9)))
    assert [(what, text) for _, what, text in source.removed] == [("page number", f"— {n} —") for n in (1, 2, 3)]


def test_running_heads_are_left_out_and_recorded() -> None:
    pages = laid_out(NOTICE, per_page=8, numbers=False)
    for page in pages:
        page.insert(0, (80.0, 50.0, 10.0, "集贸市场文件汇编"))
    source = read_source(pdf(pages))
    assert "汇编" not in source.text
    assert {what for _, what, _ in source.removed} == {"running head"}


def test_hints_tell_place_indent_and_centre() -> None:
    source = read_source(pdf(laid_out(NOTICE)))
    hints = {source.text[slice(*hint.span)]: hint for hint in source.hints}
    assert hints[NOTICE[1][1:]].centred
    assert hints["一、总体要求"].indent == 2.0
    assert hints["一、总体要求"].size == 16
    assert (hints["一、总体要求"].anchor or "").startswith("page 1 (112, ")


def test_a_paragraph_over_two_pages_names_both() -> None:
    source = read_source(pdf(laid_out(NOTICE, per_page=9)))
    spanning = [hint for hint in source.hints if "page 1" in (hint.anchor or "") and "page 2" in (hint.anchor or "")]
    assert [source.text[slice(*hint.span)][:5] for hint in spanning] == ["坚持方便群"]


def test_a_ruled_table_keeps_its_cells_and_their_rows_together() -> None:
    rules = [[(80, y, 500, y) for y in (100, 130, 190)] + [(x, 100, x, 190) for x in (80, 200, 350, 500)]]
    texts = [(90, 120, 12, "序号"), (210, 120, 12, "任务"), (360, 120, 12, "单位"), (90, 150, 12, "1")]
    texts += [(210, 150, 12, "清理占道经营的"), (210, 170, 12, "各类摊点"), (360, 150, 12, "城管局")]
    source = read_source(pdf([texts], rules))
    cells = [[source.text[slice(*cell)] for cell in row] for row in source.grids[0].rows]
    assert cells == [["序号", "任务", "单位"], ["1", "清理占道经营的各类摊点", "城管局"]]


def test_an_empty_cell_keeps_its_column() -> None:
    rules = [[(80, y, 500, y) for y in (100, 130, 160)] + [(x, 100, x, 160) for x in (80, 200, 350, 500)]]
    texts = [(90, 120, 12, "序号"), (210, 120, 12, "任务"), (360, 120, 12, "单位"), (90, 150, 12, "1"), (360, 150, 12, "商务局")]
    source = read_source(pdf([texts], rules))
    assert [len(row) for row in source.grids[0].rows] == [3, 3]
    assert source.text.endswith("1\t\t商务局")


def test_rows_are_told_by_their_places_where_the_text_layer_ends_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where pdfium ends lines depends on the fonts of the machine.
    rules = [[(80, y, 500, y) for y in (100, 130, 160)] + [(x, 100, x, 160) for x in (80, 200, 350, 500)]]
    texts = [(90, 120, 12, "序号"), (210, 120, 12, "任务"), (360, 120, 12, "单位"), (90, 150, 12, "1"), (360, 150, 12, "商务局")]
    files = [pdf([texts], rules), pdf(laid_out(NOTICE, per_page=9))]
    ended = [read_source(file).text for file in files]
    whole = pypdfium2.PdfTextPage.get_text_range
    monkeypatch.setattr(pypdfium2.PdfTextPage, "get_text_range", lambda page: whole(page).replace("\r\n", "  "))
    assert [read_source(file).text for file in files] == ended


def test_raised_signs_stay_in_their_row() -> None:
    page = [(80, 100, 16, "面积不超过一百m"), (200, 93, 8, "2"), (206, 100, 16, "的摊位")]
    assert read_source(pdf([page])).text == "面积不超过一百m2的摊位"


@pytest.mark.parametrize("level", [0, -1.5])
def test_marks_that_are_drawn_after_their_row_are_set_in_at_their_places(level: float) -> None:
    page = [(80, 100, 16, "（一）推行　一窗受理　，方便群众")]
    marks = [(160, 100 + level, 16, "“"), (240, 100 + level, 16, "”")]
    assert read_source(pdf([[*page, *marks, (80, 130, 16, "二是简化手续。")]])).text == "（一）推行“一窗受理”，方便群众二是简化手续。"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行说的是市场管理" for n in "一二三四五六七八"]
    right = [f"右栏第{n}行说的是道路养护" for n in "一二三四五六七八"]
    page = [(x, 100 + 20 * i, 14, text) for i in range(8) for x, text in ((80, left[i]), (330, right[i]))]
    text = read_source(pdf([page])).text
    assert text.index(left[-1]) < text.index(right[0])


def test_a_column_goes_on_in_the_next_one_and_on_the_next_page() -> None:
    words = "各县（区）要把集贸市场的改造列入年度计划逐个登记造册" * 9
    rows = [("　　" if i == 0 else "") + words[max(0, i * 14 - 2) : i * 14 + 12] for i in range(16)]
    places = [(x, 100 + 20 * i) for x in (80, 330) for i in range(6)]
    first = [(x + 28 * row.startswith("　"), y, 14, row.strip("　")) for (x, y), row in zip(places, rows, strict=False)]
    second = [(80, 100 + 20 * i, 14, row) for i, row in enumerate([*rows[12:], "完。"])]
    listed = [(108, 220 + 20 * i, 14, f"（{n}）登记") for i, n in enumerate("一二三四五六")]
    heads = [[(80, 60, 16, "集贸市场改造简报，由市商务局在每季度末编印，发至各县（区）")], []]
    text = read_source(pdf([heads[0] + first, [*second, *listed]])).text.split("\n")
    assert text[1] == "".join(rows).strip("　") + "完。"
    assert text[2:] == [f"（{n}）登记" for n in "一二三四五六"]


def filled(text: str, indent: float = 2.0) -> str:
    """The text, made so long that its last row is full."""
    while width(text) + indent < 56:
        text = text[:-1] + "好" + text[-1]
    return text


@pytest.mark.parametrize(
    ("paragraphs", "why"),
    [
        (["^关于印发榆川市改善集贸市场环境三年行动方案和二〇二五年度工作要", "^点的通知", "^榆政办发〔2025〕7号"], "a title of two rows"),
        ([*NOTICE, ">榆川市人民政府", ">2025年11月28日", "（此件公开发布）"], "an issuer at the right, a date below it"),
        (
            ["|一、目标任务", "坚持先易后难。", "|二、保障措施", filled("市财政局负责落实资金。"), "|三、组织实施", "要报告进展。", "|四、附则", *NOTICE[4:8]],
            "headings at the margin",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_one_paragraph_and_what_is_two(paragraphs: list[str], why: str) -> None:
    wanted = [paragraph.lstrip("^|>") for paragraph in paragraphs]
    if why == "a title of two rows":
        wanted[:2] = ["".join(wanted[:2])]
    assert read_source(pdf(laid_out(paragraphs))).text.split("\n") == wanted


def test_a_row_before_a_quote_is_full_although_it_leaves_room() -> None:
    page = [(80.0, 100 + 29 * i, 16.0, text) for i, text in enumerate(("各" * 28, "市" * 26, "行“明厨亮灶”和食品安全追溯", "县" * 28, "区" * 10))]
    assert read_source(pdf([page])).text.split("\n") == [page[0][3] + page[1][3] + page[2][3], page[3][3] + page[4][3]]


def test_rows_that_hang_below_a_mark_belong_to_it() -> None:
    page, wanted = [(80.0, 71.0, 16.0, "各县（区）要结合实际，" + "认真落实" * 4 + "。")], []
    for n, mark in enumerate("一二三四五"):
        first = f"（{mark}）" + "市商务局牵头做好市场改造的各项工作并于年底前完成验收"[: 25 - n % 2] + "。" * (n % 2)
        page += [(80.0, 100 + 58 * n, 16.0, first), (112.0, 129 + 58 * n, 16.0, "各县（区）配合。")]
        wanted.append(first + "各县（区）配合。")
    assert read_source(pdf([page])).text.split("\n")[1:] == wanted


def test_space_tells_paragraphs_apart_that_begin_without_indent() -> None:
    rows = ["市场开办者应当每日清扫场地并公示负责人的姓名和电话号码方便群众监督。", "摊主应当保持摊位整洁，不得占用通道。"]
    page = [(80, 100 + 60 * i + 20 * j, 16, line) for i in range(8) for j, line in enumerate((rows[0][:28], rows[0][28:]))]
    full = [(80, 580 + 20 * j, 16, "每日收市以后应当清理垃圾并检查用电用气安全然后锁好大门。") for j in range(1)]
    text = read_source(pdf([[*page, *full, (80, 640, 16, rows[1])]])).text.split("\n")
    assert text == [rows[0]] * 8 + [full[0][3], rows[1]]


def test_what_a_browser_prints_in_the_margins_is_left_out() -> None:
    pages = laid_out(NOTICE, per_page=12, numbers=False)
    for number, page in enumerate(pages, 1):
        page.insert(0, (24.0, 20.0, 8.0, "2025/3/1 09:30"))
        page += [(24.0, 830.0, 8.0, "https://www.yuchuan.example/art/7.html"), (560.0, 830.0, 8.0, f"{number}/{len(pages)}")]
    assert len(pages) == 2
    assert read_source(pdf(pages)).text.split("\n") == [paragraph.lstrip("^|") for paragraph in NOTICE]


def test_a_page_without_text_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydoc.readers.ocr.find_spec", lambda name: None)
    drawn = [[(80, 100 + 5 * i, 300, 100 + 5 * i) for i in range(100)]]
    with pytest.raises(ReadError, match=r"scanned pages.*policydoc\[ocr\]"):
        read_source(pdf([[]], drawn))


def test_a_garbled_text_layer_is_not_taken_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydoc.readers.ocr.find_spec", lambda name: None)
    page = [(80, 100 + 20 * i, 14, "".join(chr(0xE100 + 7 * i + j) for j in range(20))) for i in range(6)]
    with pytest.raises(ReadError, match="garbled"):
        read_source(pdf([page]))


def test_a_page_of_more_pieces_than_any_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydoc.readers.pdf.MAX_PIECES", 50)
    page = [(80.0 + i % 28 * 16, 100.0 + i // 28 * 20, 16.0, "市") for i in range(60)]
    assert read_source(pdf([page[:50]])).text.startswith("市市")
    with pytest.raises(ReadError, match="more than 50 pieces of text on page 1"):
        read_source(pdf([page]))


@pytest.mark.parametrize("cut", [0, 20, 300])
def test_a_damaged_file_gets_one_clear_line(cut: int) -> None:
    broken = pdf(laid_out(NOTICE))[:cut] or b"%PDF-1.7\n" + b"\0" * 1000
    with pytest.raises(ReadError) as error:
        read_source(broken, media_type="application/pdf")
    assert "\n" not in str(error.value)
