"""Two notices side by side: what is kept, changed, added, dropped, moved, and who, how much, until when."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from test_cli import run

import policydoc
from policydoc.corpus.compare import Comparison, Pair, compare
from policydoc.corpus.compare.page import page
from policydoc.corpus.compare.show import breaks, lines

PROVINCE = ROOT / "corpus" / "notices" / "yunling-rural-water.txt"
CITY = ROOT / "tests" / "data" / "qinghe-rural-water.txt"

DRAFT = """××市林业局关于加强造林绿化工作的通知
各县林业局：
　　现就加强造林绿化工作通知如下。
　　一、重点任务
　　（一）推进荒山造林。到2024年，新增造林面积12万亩。（市林业局牵头，市财政局配合）
　　（二）建设沿河绿带。在清河两岸建设绿带，改善水边环境。（市水利局负责）
　　（三）保护古树名木。对古树名木逐株登记、挂牌保护。（市林业局负责）
　　二、保障措施
　　（一）加强组织领导。各县要成立工作专班，定期调度进展情况。
　　（二）加强资金保障。统筹使用各类资金，支持造林绿化。（市财政局负责）
"""


def pairs(old: str, new: str, **options: bool) -> list[Pair]:
    return list(compare(policydoc.parse(old), policydoc.parse(new), **options).pairs)


def only(old: str, new: str, **options: bool) -> Pair:
    """The one pair that is not kept as it was."""
    (found,) = (p for p in pairs(old, new, **options) if p.status != "kept" or p.moved)
    return found


def test_the_same_notice_is_kept_in_all() -> None:
    found = pairs(DRAFT, DRAFT)
    assert len(found) == 6
    assert all(p.status == "kept" and not p.moved and p.similarity == 1 and not p.diff for p in found)


def test_a_repost_differs_in_layout_and_width_only() -> None:
    repost = DRAFT.replace("　　", "").replace("，", ",").replace("2024", "２０２４").replace("挂牌保护。", "挂\n牌保护。")
    assert {p.status for p in pairs(DRAFT, repost)} == {"kept"}


def test_changed_words_are_marked_and_nothing_else() -> None:
    found = only(DRAFT, DRAFT.replace("逐株登记、挂牌保护", "逐株登记造册、挂牌保护"))
    assert found.status == "changed"
    assert [(p.op, p.a, p.b) for p in found.diff if p.op != "equal"] == [("insert", "", "造册、")]


def test_numbers_change_as_a_whole() -> None:
    found = only(DRAFT, DRAFT.replace("12万亩", "15.2万亩"))
    assert [(p.a, p.b) for p in found.diff if p.op != "equal"] == [("12", "15.2")]


@pytest.mark.parametrize(("old", "new"), [("95%", "95"), ("1.5", "15"), ("≥90", "≤90"), ("5", "5.0")])
def test_no_sign_of_a_figure_is_passed_over(old: str, new: str) -> None:
    assert [p.status for p in pairs(f"一、目标\n覆盖率{old}。", f"一、目标\n覆盖率{new}。")] == ["changed"]


def test_what_comes_in_stands_where_a_clause_begins() -> None:
    found = only(DRAFT, DRAFT.replace("在清河两岸建设绿带，", "在清河两岸建设绿带，改善清河两岸景观，"))
    assert [(p.op, p.b) for p in found.diff if p.op != "equal"] == [("insert", "改善清河两岸景观，")]


def test_a_new_measure_does_not_move_the_others() -> None:
    added = DRAFT.replace("　　（三）保护", "　　（三）防治病虫害。开展松材线虫病防治。\n　　（四）保护")
    found = only(DRAFT, added)
    assert (found.status, found.b and found.b.heading) == ("added", "防治病虫害")
    assert [p.b.label for p in pairs(DRAFT, added) if p.a and p.b and p.a.heading == "保护古树名木"] == ["（四）"]


def test_a_dropped_measure_stands_where_it_was() -> None:
    gone = DRAFT.replace("　　（二）建设沿河绿带。在清河两岸建设绿带，改善水边环境。（市水利局负责）\n", "").replace("（三）保护", "（二）保护")
    found = pairs(DRAFT, gone)
    assert [(p.status, (p.a or p.b).heading) for p in found[1:4]] == [  # type: ignore[union-attr]
        ("kept", "推进荒山造林"),
        ("dropped", "建设沿河绿带"),
        ("kept", "保护古树名木"),
    ]


def test_a_measure_in_another_chapter_has_moved() -> None:
    trees = "保护古树名木。对古树名木逐株登记、挂牌保护。（市林业局负责）\n"
    moved = DRAFT.replace(f"　　（三）{trees}", "").replace("（二）加强资金", "（三）加强资金")
    moved = moved.replace("　　（一）加强组织", f"　　（一）{trees}　　（二）加强组织")
    found = only(DRAFT, moved)
    assert (found.status, found.moved, found.a and found.a.label, found.b and found.b.label) == ("kept", True, "（三）", "（一）")


def test_a_measure_in_another_order_has_moved() -> None:
    rows = DRAFT.splitlines(keepends=True)
    first, second, third = (row.replace(row[2:5], label) for row, label in zip(rows[4:7], ("（二）", "（三）", "（一）"), strict=True))
    swapped = "".join([*rows[:4], third, first, second, *rows[7:]])
    assert only(DRAFT, swapped).b.heading == "保护古树名木"  # type: ignore[union-attr]


def test_agencies_that_came_went_and_changed_their_role() -> None:
    found = only(DRAFT, DRAFT.replace("（市林业局牵头，市财政局配合）", "（市财政局牵头，市农业农村局配合）"))
    said = [(c.op, c.a and (c.a.name, c.a.roles), c.b and (c.b.name, c.b.roles)) for c in found.agencies]
    assert said == [
        ("dropped", ("市林业局", ("lead",)), None),
        ("changed", ("市财政局", ("cooperate",)), ("市财政局", ("lead",))),
        ("added", None, ("市农业农村局", ("cooperate",))),
    ]


def test_the_same_clause_in_other_words_is_kept() -> None:
    assert {p.status for p in pairs(DRAFT, DRAFT.replace("（市水利局负责）", "（责任单位：市水利局）"))} == {"kept"}


def test_targets_and_deadlines_that_changed() -> None:
    found = only(DRAFT, DRAFT.replace("到2024年，新增造林面积12万亩", "到2025年，新增造林面积不少于15万亩"))
    (target,) = found.targets
    assert target.a
    assert target.b
    assert (target.a.value, target.a.comparator, target.a.date) == (12, "=", "2024")
    assert (target.b.value, target.b.comparator, target.b.date) == (15, ">=", "2025")
    (deadline,) = found.deadlines
    assert deadline.a
    assert deadline.b
    assert (deadline.a.text, deadline.b.text) == ("到2024年", "到2025年")


LEVELS = (
    "云岭省林业厅关于造林的通知\n云岭林发〔2023〕1号\n各市林业局：\n一、任务\n（一）植树。全省要植树造林，省级财政给予补助。（省林业厅、省财政厅负责）\n云岭省林业厅\n2023年1月5日\n",
    "清河市林业局关于造林的通知\n清林发〔2023〕9号\n各县林业局：\n一、任务\n（一）植树。全市要植树造林，市级财政给予补助。（市林业局、市财政局负责）\n清河市林业局\n2023年3月5日\n",
)


def test_a_citys_agency_of_the_same_function_is_no_change() -> None:
    assert {p.status for p in pairs(*LEVELS)} == {"kept"}
    (found,) = pairs(*LEVELS)
    assert {"level"} == {p.op for p in found.diff} - {"equal"}


def test_levels_are_changes_on_request() -> None:
    (found,) = pairs(*LEVELS, levels=True)
    assert found.status == "changed"
    assert [(c.op, (c.a or c.b).name) for c in found.agencies] == [  # type: ignore[union-attr]
        ("dropped", "省林业厅"),
        ("dropped", "省财政厅"),
        ("added", "市林业局"),
        ("added", "市财政局"),
    ]


def test_a_draft_of_the_same_issuer_that_gives_work_to_another_level_has_changed() -> None:
    assert only(LEVELS[0], LEVELS[0].replace("省财政厅负责", "市财政局负责")).agencies
    assert only(LEVELS[0], LEVELS[0].replace("省级财政", "市级财政")).status == "changed"


@pytest.fixture(scope="module")
def province_and_city() -> Comparison:
    return compare(policydoc.read(PROVINCE), policydoc.read(CITY))


def test_a_province_and_its_city(province_and_city: Comparison) -> None:
    by_heading = {p.b.heading: p for p in province_and_city.pairs if p.b and p.b.heading}
    assert {h for h, p in by_heading.items() if p.moved} == {"加强水源保护", "建设应急备用水源"}
    assert {h for h, p in by_heading.items() if p.status == "added"} == {"开展供水服务评价"}
    assert {h for h, p in by_heading.items() if p.status == "kept"} == {"加强水源保护", "加强宣传引导"}
    assert by_heading["推动数字赋能"].a
    assert by_heading["推动数字赋能"].a.label == "11."
    assert not by_heading["推行县域统一管护"].agencies
    assert not any(p.a and "印发给你们" in p.a.text for p in province_and_city.pairs), "the cover notice is left out"


def test_the_cover_notice_on_request() -> None:
    found = compare(policydoc.read(PROVINCE), policydoc.read(CITY), whole=True)
    assert any(p.a and p.b and "印发给你们" in p.a.text for p in found.pairs)


def test_json_is_whole_and_the_same_every_time(province_and_city: Comparison) -> None:
    again = compare(policydoc.read(PROVINCE), policydoc.read(CITY))
    data = json.dumps(province_and_city.to_dict(), ensure_ascii=False)
    assert data == json.dumps(again.to_dict(), ensure_ascii=False)
    assert json.loads(data)["schema"] == "policydoc-comparison/1.0"
    assert json.loads(data)["pairs"][0]["a"]["text"]


def test_the_page_escapes_and_needs_nothing_else() -> None:
    old = policydoc.parse("一、任务\n（一）<script>alert(1)</script>植树造林\u202e\x1b。")
    shown = page(compare(old, policydoc.parse("一、任务\n（一）<b>植树造林</b>护林。")))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "\x1b" not in shown
    assert "http://" not in shown
    assert "https://" not in shown


def test_nothing_steers_a_terminal() -> None:
    found = compare(policydoc.parse("一、任\x1b[2J务\n植树\x9b造林\u202e。"), policydoc.parse("一、任\x1b[2J务\n植树\x07造林。"))
    text = "".join(words for line in lines(found, colour=True, full=True) for words, _ in line)
    assert not set(text) & set("\x1b\x9b\x07\u202e")


@given(st.text(st.sampled_from("市水，。 a12）\u0301")), st.integers(-3, 30))
def test_rows_fit_the_terminal(text: str, width: int) -> None:
    cuts = [0, *breaks(text, width), len(text)]
    assert cuts == sorted(cuts)
    for start, end in pairwise(cuts):
        assert cell_len(text[start:end]) <= max(width, 8)


def test_the_command_prints_marks_and_writes_files(tmp_path: Path) -> None:
    result = run("compare", str(PROVINCE), str(CITY))
    assert result.exit_code == 0
    assert "+ 8.开展供水服务评价" in result.output
    assert "[-93%，-]{+94%，+}" in result.output
    assert "= 5.加强水源保护 → 1.加强水源保护 (moved)" in result.output
    assert "\x1b" not in result.output
    for name in ("out.json", "out.html"):
        assert run("compare", str(PROVINCE), str(CITY), "-o", str(tmp_path / name)).exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["summary"]["added"] == 1
    assert json.loads(run("compare", str(PROVINCE), str(CITY), "--json").output)["b"]["level"] == "prefecture"


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    missing = run("compare", str(PROVINCE), str(tmp_path / "no.txt"))
    assert missing.exit_code == 1
    assert "no.txt: no such file" in missing.stderr
    assert run("compare", str(PROVINCE), str(CITY), "-o", str(tmp_path / "out.pdf")).exit_code == 2
    assert run("compare", str(PROVINCE), str(CITY), "-o", str(tmp_path / "no" / "out.json")).exit_code == 1


WORDS = st.sampled_from(
    [
        *("一、任务", "（一）增绿。", "1.治水", "植树造林。", "到2025年达到90%。", "（市林业局负责）", "市财政局牵头，", "全市", "各县："),
        *("附件1", "①", "“", "》", "A4", "&quot;", "\t", "\r", "\ud800", ""),
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.just("\n"), st.text(max_size=3)), max_size=30).map("".join)


@settings(max_examples=150)
@given(TEXTS, TEXTS)
def test_nothing_is_lost_or_twice(a: str, b: str) -> None:
    old, new = policydoc.parse(a), policydoc.parse(b)
    found = compare(old, new, whole=True)
    assert [p.b.id for p in found.pairs if p.b] == [u.b.id for u in compare(new, new, whole=True).pairs if u.b]
    assert sorted(p.a.id for p in found.pairs if p.a) == sorted(u.b.id for u in compare(old, old, whole=True).pairs if u.b)
    for pair in found.pairs:
        if pair.diff and pair.a and pair.b:
            assert "".join(p.a for p in pair.diff).strip() == pair.a.text
            assert "".join(p.b for p in pair.diff).strip() == pair.b.text
    list(lines(found, colour=False))


@settings(max_examples=60)
@given(TEXTS)
def test_a_notice_is_itself(text: str) -> None:
    found = compare(policydoc.parse(text), policydoc.parse(text), whole=True)
    assert all(p.status == "kept" and not p.moved for p in found.pairs)


def test_reposts_of_real_notices_are_kept(real_texts: list[Path]) -> None:
    """Where the two have the same words, whatever their pages look like."""
    folder = real_texts[0].parent
    files = {p.stem: p for p in folder.iterdir()}
    rows = [json.loads(line) for line in folder.with_name("text.jsonl").read_text(encoding="utf-8").splitlines()]
    twins = {tuple(sorted((r["id"], s))) for r in rows for s in r.get("same_document_as", ()) if {r["id"], s} <= files.keys()}
    kept = total = 0
    for one, other in sorted(twins)[::5]:
        found = compare(policydoc.read(files[one]), policydoc.read(files[other]))
        texts = ["".join(c for p in found.pairs for u in [getattr(p, side)] if u for c in u.text if c.isalnum()) for side in "ab"]
        if sorted(texts[0]) == sorted(texts[1]):
            total += 1
            kept += all(p.status == "kept" and not p.moved for p in found.pairs)
    assert total >= 3
    assert kept == total
