"""The page: what it shows, that nothing of a document runs in it, and, where a browser is, that one can work with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

import policydoc
from policydoc.cli import main
from policydoc.writers.blocks import blocks
from policydoc.writers.html import _turns, html
from policydoc.writers.marks import Cutter, Mark

pytest.importorskip("jinja2", reason="the page needs policydoc[page]")

NOTICE = """青石县人民政府关于加强图书服务的通知
青政发〔2023〕8号
各乡镇人民政府：
　　现将有关事项通知如下。
　　一、建设网点
　　（一）建设村级书屋。到2025年，建成村级书屋120个以上，覆盖率达到95%。（县文旅局牵头，县财政局、县教育局配合）
　　（三）开展流动服务。到2024年，新增流动书车6辆。（县交通局牵头，县文旅局配合）
　　二、加强保障
　　各乡镇要落实《公共图书馆条例》（国发〔2019〕3号）。（县财政局负责）

青石县人民政府
2023年5月6日
"""


def page_of(text: str) -> Any:
    return lxml_html.document_fromstring(html(policydoc.parse(text)))


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])



def texts(page: Any, path: str) -> list[str]:
    return ["".join(e.itertext()).strip() for e in page.xpath(path)]


def by_class(name: str, top: str = "//*[@id='document']") -> str:
    return f"{top}//*[contains(concat(' ', @class, ' '), ' {name} ')]"


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_the_text_stands_on_the_page_whole_and_in_order() -> None:
    page = page_of(NOTICE)
    assert letters("".join(page.xpath("//*[@id='document']")[0].itertext())) == letters(NOTICE)


@given(st.lists(st.sampled_from([*NOTICE.splitlines(), "附件1", "附件：1.名单", "（一）", "1.做好工作：", "“甲”", "", "第一条 为了", "目录"]), max_size=20))
def test_no_letter_of_any_text_is_lost(lines: list[str]) -> None:
    doc = policydoc.parse("\n".join(lines))
    shown = [doc.text[slice(*span)] for b in blocks(doc) for span in ([c for r in b.rows for c in r] if b.rows else [b.span])]
    assert letters("".join(shown)) == letters(doc.text)


def test_spans_are_coloured_by_kind() -> None:
    page = page_of(NOTICE)
    assert texts(page, by_class("r-lead")) == ["县文旅局", "县交通局"]
    assert texts(page, by_class("target")) == ["120个", "95%", "6辆"]
    assert "到2025年" in texts(page, by_class("deadline"))
    assert "".join(texts(page, by_class("citation"))) == "《公共图书馆条例》（国发〔2019〕3号）"
    assert len(texts(page, by_class("k-title"))) == 1
    assert [e.tag for e in page.xpath(by_class("k-chapter"))] == ["h2", "h2"]


def test_a_title_turns_where_its_words_do_and_the_issued_document_begins_anew() -> None:
    title = "青石县人民政府办公室关于印发青石县图书服务办法的通知"
    body = "青政办发〔2023〕8号\n各乡镇人民政府：\n　　现将办法印发给你们。\n青石县人民政府办公室\n2023年5月6日\n"
    page = page_of(f"{title}\n{body}\n青石县图书服务办法\n第一条　为了服务读者，制定本办法。\n")
    first, second = page.xpath("//*[@id='document']//h2[contains(@class, 'k-title')]")
    assert [*first.itertext()] == ["青石县人民政府办公室关于", "印发", "青石县图书服务办法", "的通知"]
    assert ["issued" in e.get("class") for e in (first, second)] == [False, True]


def test_a_part_of_a_title_that_is_longer_than_a_line_may_turn_anywhere_but_in_a_number() -> None:
    assert _turns("关于印发" + "甲" * 30) == ["关于", "印发", *"甲" * 30]
    assert _turns("甲" * 30 + "（2021—2035年）") == [*"甲" * 30, "（", "2021", "—", "2035", "年）"]


def test_an_annex_is_one_line_of_the_outline() -> None:
    page = page_of(NOTICE + "\n附件1\n书屋名单\n东村书屋。\n")
    assert texts(page, "//section[@id='outline']//li")[-1] == "附件1书屋名单"


def test_who_must_do_what_by_when() -> None:
    page = page_of(NOTICE)
    rows = page.xpath("//table[@id='task-table']/tbody/tr")
    assert len(rows) == 3
    assert texts(rows[0], ".//strong") == ["（一）建设村级书屋"]
    assert texts(rows[0], ".//p") == ["到2025年，建成村级书屋120个以上，覆盖率达到95%。"]
    assert [(e.get("data-role"), e.text) for e in rows[0].xpath(".//button[@data-role]")] == [
        ("lead", "县文旅局"), ("cooperate", "县财政局"), ("cooperate", "县教育局"),
    ]  # fmt: skip
    assert texts(page, "//section[@id='tasks']//*[@class='roles']/button") == ["牵头2", "配合2", "负责1"]


def test_clauses_on_lines_of_their_own_that_govern_the_same_are_one_row() -> None:
    page = page_of("一、任务\n1.修好道路。\n牵头单位：县交通局\n配合单位：县财政局\n2.修好桥梁。\n牵头单位：县水利局\n")
    assert [texts(r, ".//button[@data-role]") for r in page.xpath("//tbody/tr[.//button[@data-role]]")] == [["县交通局", "县财政局"], ["县水利局"]]


def test_targets_by_year() -> None:
    page = page_of(NOTICE)
    assert texts(page, "//section[@id='targets']/h3/text()[1]/..") == ["2024年1", "2025年2"]
    assert texts(page, "//section[@id='targets']//td[@class='figure']")[0] == "6辆"


def test_every_row_leads_to_a_place_in_the_text() -> None:
    for path in sorted((ROOT / "corpus" / "notices").glob("*.txt")):
        page = lxml_html.document_fromstring(html(policydoc.read(path)))
        places = {key for e in page.xpath("//*[@id='document']//*[@data-m]") for key in e.get("data-m").split()}
        places |= set(page.xpath("//*[@id='document']//@id"))
        for link in page.xpath("//*[@data-to]"):
            assert {link.get("data-to"), link.get("data-or")} & places, (path.name, link.get("data-to"))
        assert len(page.xpath("//@id")) == len(set(page.xpath("//@id"))), "ids are unique"


def test_diagnostics_have_their_place() -> None:
    row = page_of(NOTICE).xpath("//section[@id='diagnostics']//tbody/tr")[0]
    assert texts(row, "./td")[:2] == ["7:3", "PD301"]


ATTACKS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "</style></script><svg onload=alert(1)>",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_document_becomes_markup(attack: str) -> None:
    text = (
        f"青石县{attack}关于图书的通知\n青政发〔2023〕8号\n各乡镇{attack}：\n一、任务{attack}\n（一）建书屋{attack}。到2025年，{attack}书屋达到95%{attack}。"
        f"（县文旅局{attack}牵头，县{attack}局配合）\n（三）落实《{attack}条例》（以下简称《{attack}》）。（{attack}局负责）\n"
    )
    plain, page = page_of(text.replace(attack, "甲")), page_of(text)
    assert len(page.xpath("//script")) == len(plain.xpath("//script")) == 1
    assert not page.xpath("//img | //svg | //b[text()='x']")
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on")]
    assert letters("".join(page.xpath("//*[@id='document']")[0].itertext())) == letters(text), "what was escaped is shown as written"


def test_script_in_names_of_files_and_fields_stays_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "<script>alert(1)<!script>.txt").write_text("无题。", encoding="utf-8")
    (folder / "bad<b>.txt").write_bytes(b"")
    done = run("view", folder, "-o", tmp_path / "out")
    assert done.exit_code == 1
    page = lxml_html.document_fromstring((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script | //b")


def test_the_page_needs_nothing_else_and_lets_nothing_else_run() -> None:
    page = html(policydoc.parse(NOTICE))
    assert not re.search(r"""(?:src|href)=|url\(|@import|https?://""", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert html(policydoc.parse(NOTICE)) == page, "the same document, the same page"


@pytest.mark.parametrize("text", ["", "\n", "\x00\x01\x0b", "\ud800一、任务", "<", "一、", "（县文旅局负责）"])
def test_every_text_has_a_page(text: str) -> None:
    html(policydoc.parse(text)).encode()


def test_marks_that_overlap_cut_the_text_once_and_lose_nothing() -> None:
    text = "0123456789"
    found = [Mark((0, 6), "a", "1"), Mark((2, 8), "b", "2"), Mark((3, 3), "c", "3"), Mark((20, 30), "d", "4")]
    pieces = list(Cutter(text, found).pieces((1, 10)))
    assert [(p.text, p.kinds, p.keys) for p in pieces] == [("1", "a", "1"), ("2345", "a b", "1 2"), ("67", "b", "2"), ("89", "", "")]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=20), st.lists(st.integers(0, 30), max_size=6))
def test_pieces_are_the_text(spans: list[tuple[int, int]], cuts: list[int]) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E1E)))
    cutter = Cutter(text, [Mark(s, "k", str(i)) for i, s in enumerate(spans)])
    bounds = [0, *sorted(cuts), 30]
    pieces = [p for s in pairwise(bounds) for p in cutter.pieces(s)]
    assert "".join(p.text for p in pieces) == text
    at = 0
    for piece in pieces:
        assert set(piece.keys.split()) <= {str(i) for i, (s, e) in enumerate(spans) if s <= at and at + len(piece.text) <= e}
        at += len(piece.text)


# -- the command -------------------------------------------------------------------------------------------------------------


def test_view_writes_a_page_for_a_notice_and_for_its_tree(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    assert run("convert", tmp_path / "a.txt", "-o", tmp_path / "trees").exit_code == 0
    for source, page in (("a.txt", "one.html"), ("trees/a.json", "two.html")):
        done = run("view", tmp_path / source, "-o", tmp_path / page)
        assert done.exit_code == 0, done.output
        assert "县文旅局" in (tmp_path / page).read_text(encoding="utf-8")


def test_a_folder_becomes_pages_and_an_index(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "县 %"
    folder.mkdir(parents=True)
    (folder / "a#.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(NOTICE.replace("图书", "体育"), encoding="utf-8")
    for _ in range(2):  # what was written is not read again
        assert run("view", tmp_path / "in", "-o", tmp_path / "in" / "pages").exit_code == 0
    index = lxml_html.document_fromstring((tmp_path / "in" / "pages" / "index.html").read_text(encoding="utf-8"))
    from urllib.parse import unquote

    links = index.xpath("//a/@href")
    assert len(links) == 2
    assert all((tmp_path / "in" / "pages" / unquote(link)).is_file() for link in links)
    assert texts(index, "//tbody/tr[1]/td") == ["青石县人民政府关于加强体育服务的通知", "青政发〔2023〕8号", "青石县人民政府", "2023-05-06", "3", "3", "1"]


def test_what_cannot_be_read_or_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    for args in ([tmp_path / "no.txt", "-o", tmp_path / "x.html"], [tmp_path / "a.txt", "-o", tmp_path / "no" / "x.html"]):
        done = run("view", *args)
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


# -- in a browser ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="the page is clicked through with playwright, which is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("the page is clicked through in chromium, which is not installed")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "page.html").write_text(html(policydoc.parse(NOTICE)), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1400, "height": 500})
    tab.set_default_timeout(10_000)
    faults: list[str] = []
    tab.on("pageerror", lambda e: faults.append(str(e)))
    tab.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    tab.goto((tmp_path / "page.html").as_uri())
    yield tab
    tab.close()
    assert not faults


def test_filter_by_agency_and_role(opened: Any) -> None:
    rows = opened.locator("#task-table tbody tr:visible")
    assert rows.count() == 3
    opened.fill("#agency", "文旅")
    assert rows.count() == 2
    opened.click(".roles [data-role=cooperate]")
    assert rows.all_inner_texts()[0].count("流动") >= 1
    assert rows.count() == 1
    assert opened.locator("#shown").inner_text() == "1 / 3 项"
    opened.click(".roles [data-role=cooperate]")
    opened.fill("#agency", "")
    assert rows.count() == 3


def test_from_a_row_to_the_text_and_back(opened: Any) -> None:
    opened.click("#task-table tbody tr:nth-child(3) strong")
    marked = opened.locator("#document .on")
    assert "各乡镇要落实" in "".join(marked.all_inner_texts())
    opened.click("[data-tab=targets]")
    opened.click("#targets .figure >> text=95%")
    assert marked.all_inner_texts() == ["覆盖率", "95%"]
    opened.click("#document .agency.r-lead >> text=县交通局")
    assert opened.locator("#tasks").is_visible()
    assert opened.locator("#task-table tr.on strong").inner_text() == "（三）开展流动服务"


def test_a_chapter_is_named_above_the_first_row_of_it_that_is_shown(opened: Any) -> None:
    chapters = opened.locator("#task-table small:visible")
    assert chapters.all_inner_texts() == ["一、建设网点"]
    assert opened.locator("#task-table tr:nth-child(1) small").is_visible()
    opened.fill("#agency", "交通")
    assert opened.locator("#task-table tr:nth-child(2) small").is_visible()


def test_a_phone_shows_the_tasks_below_each_other_and_nothing_beyond_its_edge(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    assert run("view", tmp_path / "a.txt", "-o", tmp_path / "page.html").exit_code == 0
    assert run("view", tmp_path, "-o", tmp_path / "pages").exit_code == 0
    for name in ("page.html", "pages/index.html"):
        tab = browser.new_page(viewport={"width": 360, "height": 640})
        tab.goto((tmp_path / name).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        row = tab.locator(".rows tbody tr").first
        assert row.locator("td").nth(2).bounding_box()["y"] > row.locator("td").nth(1).bounding_box()["y"]
        tab.close()


def test_back_to_a_row_that_the_filter_hides(opened: Any) -> None:
    opened.fill("#agency", "教育")
    opened.click("#document .agency.r-lead >> text=县交通局")
    assert opened.locator("#task-table tr.on").is_visible()


def test_a_click_in_the_text_stays_in_the_view_that_is_open(opened: Any) -> None:
    opened.click("[data-tab=outline]")
    opened.click("#document span[data-m=s1] >> nth=0")
    assert opened.locator("#outline").is_visible()
    assert "建设村级书屋" in opened.locator("#outline .on").inner_text()
    opened.click("[data-tab=tasks]")
    opened.click("#document span[data-m=s1] >> nth=0")
    assert opened.locator("#task-table tr.on .n").inner_text() == "1"


def test_outline_leads_into_the_text(opened: Any) -> None:
    opened.click("[data-tab=outline]")
    opened.click(".outline >> text=加强保障")
    assert opened.locator("#document h2.on").inner_text() == "二、加强保障"


def test_search_in_chinese_across_spans_and_widths(opened: Any) -> None:
    opened.fill("#search", "县财政局、县教育局 配合)")
    assert opened.locator("#found").inner_text() == "1 / 1"
    opened.fill("#search", "书屋")
    assert opened.locator("#found").inner_text() == "1 / 2"
    opened.press("#search", "Enter")
    assert opened.locator("#found").inner_text() == "2 / 2"
    opened.fill("#search", "没有的话")
    assert opened.locator("#found").inner_text() == "没有"


def test_colours_can_be_put_out(opened: Any) -> None:
    colour = "getComputedStyle(document.querySelector('#document .deadline')).backgroundColor"
    before = opened.evaluate(colour)
    opened.click("[data-tab=outline]")
    opened.click("[data-kind=deadline]")
    assert opened.evaluate(colour) != before


def test_script_does_not_run(browser: Any, tmp_path: Path) -> None:
    text = "".join(f"青石县{a}的通知\n一、{a}\n（一）{a}。到2025年，{a}达到95%。（{a}局负责）\n" for a in ATTACKS)
    (tmp_path / "x.html").write_text(html(policydoc.parse(text)), encoding="utf-8")
    tab = browser.new_page()
    alerts: list[Any] = []
    tab.on("dialog", lambda d: (alerts.append(d), d.dismiss()))
    tab.goto((tmp_path / "x.html").as_uri())
    for name in ("outline", "tasks", "targets", "diagnostics", "about"):
        tab.click(f"[data-tab={name}]")
    assert not alerts
    tab.close()


def test_without_script_and_on_paper_all_is_there(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(html(policydoc.parse(NOTICE)), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((tmp_path / "p.html").as_uri())
    assert tab.locator("#tasks").is_visible()
    assert tab.locator("#targets").is_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#tasks").is_visible()
    assert not tab.locator(".search").is_visible()
    context.close()
