"""How much: which figures a notice commits to, what they measure, and the deadline that governs them."""

from __future__ import annotations

from typing import Any

import pytest

import policydoc
from policydoc.annotators import annotate
from policydoc.annotators.quantities import quantities_of
from policydoc.annotators.targets import targets


def found(body: str) -> list[dict[str, Any]]:
    doc = policydoc.parse("一、主要任务\n　　（一）清理河道。" + body, annotate=False)
    rows = []
    for a in targets(doc):
        value = dict(a.value)
        value["words"] = doc.text[slice(*a.span)]
        value["indicator"] = doc.text[slice(*value["indicator"])] if value["indicator"] else None
        rows.append(value)
    return rows


@pytest.mark.parametrize(
    ("body", "value", "unit", "comparator", "indicator"),
    [
        ("到2025年，水质达标率达到98.5%。", 98.5, "%", "=", "水质达标率"),
        ("到2025年，全市水质达标率不低于98％。", 98, "%", ">=", "水质达标率"),
        ("岸线利用率控制在30%以内。", 30, "%", "<=", "岸线利用率"),
        ("治水投资突破10亿元。", 10, "亿元", ">", "治水投资"),
        ("用水量力争达到20万吨左右。", 20, "万吨", "~", "用水量"),
        ("新建35个巡河驿站。", 35, "个", "=", "巡河驿站"),
        ("培育10家以上护河企业。", 10, "家", ">=", "护河企业"),
        ("建成1-2个具有示范作用的生态园区。", [1, 2], "个", "=", "生态园区"),
        ("新增护河队伍5支。", 5, "支", "=", "护河队伍"),
        ("新建生态护岸100余公里。", 100, "公里", ">", "生态护岸"),
        ("审批时限压缩至3个工作日以内。", 3, "个工作日", "<=", "审批时限"),
        ("取水申请2个工作日内办结。", 2, "个工作日", "<=", "取水申请"),
        ("万元产值用水量较2020年下降16%。", 16, "%", "=", "万元产值用水量"),
        ("80%以上河段实现视频巡查。", 80, "%", ">=", "河段实现视频巡查"),
        ("设立总规模为3亿元的护河基金。", 3, "亿元", "=", "总规模"),
        ("降低护河贷款费率至1%及以下。", 1, "%", "<=", "护河贷款费率"),
        ("补贴标准为水费的四分之一。", 0.25, "", "=", "补贴标准"),
        ("建设“100＋”智慧河段。", 100, "", ">=", "智慧河段"),
        ("到2025年，护河专利拥有量超6万件。", 6, "万件", ">", "护河专利拥有量"),
        ("培育年营收超过10亿元企业7家。", 7, "家", "=", "年营收超过10亿元企业"),
        ("“两岸”融合发展指数达到85以上。", 85, "", ">=", "“两岸”融合发展指数"),
        ("建设示范护岸5个。", 5, "个", "=", "示范护岸"),
        ("护河机器人密度达到200台/万人以上。", 200, "台/万人", ">=", "护河机器人密度"),
        ("新增护河就业800人以上。", 800, "人", ">=", "护河就业"),
        ("护河项目总投资5亿元。", 5, "亿元", "=", "护河项目总投资"),
        ("推动100个护河项目开工。", 100, "个", "=", "护河项目"),
        ("PM2.5平均浓度下降到35微克/立方米以下。", 35, "微克/立方米", "<=", "PM2.5平均浓度"),
        ("减免3个月房租。", 3, "个月", "=", "房租"),
        ("拉动护河消费6亿元。", 6, "亿元", "=", "护河消费"),
        ("护河用户宽带免费提速至100M。", 100, "M", "=", "护河用户宽带"),
        ("推动5家以上护河企业运用新技术实施全面的改造。", 5, "家", ">=", "护河企业"),
    ],
)
def test_one_target(body: str, value: Any, unit: str, comparator: str, indicator: str) -> None:
    (row,) = found(body)
    assert (row["value"], row["unit"], row["comparator"], row["indicator"]) == (value, unit, comparator, indicator)


def test_things_in_a_list_are_built_with_the_first() -> None:
    rows = found("新建5个护河驿站、7个观测点和3个泵站。选取10个县和20个乡镇开展试点。")
    assert [(row["words"], row["indicator"]) for row in rows] == [
        ("5个", "护河驿站"),
        ("7个", "观测点"),
        ("3个", "泵站"),
        ("10个", "县"),
        ("20个", "乡镇"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "加快实现20户以上自然村管网全覆盖。",
        "对投资5000万元以上的护河项目，优先受理。",
        "支持护河20家以上的企业。",
        "去年，全市清淤已达到100公里。",
        "发挥24小时热线作用。",
        "建设“15分钟护河圈”。",
        "应当在3个工作日内确认。",
        "水务局等14个部门参加。",
        "推进三桥10万吨/年淤泥处置等项目。",
        "第3次会议审议了方案。",
        "深化5G应用。",
        "由20个月起算。",
        "培育10亿元以上企业。",
        "违反规定的，处1万元以上5万元以下罚款。",
    ],
)
def test_no_targets(body: str) -> None:
    assert found(body) == []


def test_figures_of_a_list_are_dealt_out() -> None:
    rows = found("到2025年，全市鲤鱼、草鱼、青虾产量分别达到80万吨、20万吨和1.5万吨。")
    assert [(r["indicator"], r["words"]) for r in rows] == [("鲤鱼", "80万吨"), ("草鱼", "20万吨"), ("青虾产量", "1.5万吨")]


def test_one_figure_for_two_things_has_both_as_indicator() -> None:
    (row,) = found("生态农场和示范鱼塘分别达到100家。")
    assert row["indicator"] == "生态农场和示范鱼塘"


def test_figures_that_leave_their_unit_to_the_last() -> None:
    rows = found("对护河企业分别给予20、30、40万元奖励。")
    assert [(r["value"], r["unit"], r["words"]) for r in rows] == [(20, "万元", "20"), (30, "万元", "30"), (40, "万元", "40万元")]


def test_a_grant_gives_its_name_to_all_its_figures() -> None:
    rows = found("对治水项目，按照投资额的30%给予一次性补贴，单个项目最高500万元。")
    assert [(r["value"], r["comparator"], r["indicator"]) for r in rows] == [(30, "=", "一次性补贴"), (500, "<=", "一次性补贴")]


def test_a_ceiling_holds_for_the_whole_list() -> None:
    rows = found("主导标准制定的，分别给予最高100万元、50万元奖励。")
    assert [r["comparator"] for r in rows] == ["<=", "<="]


def test_a_ceiling_may_stand_before_the_base() -> None:
    (row,) = found("补助金额不超过护河设备投资（不含土建）总额的15%。")
    assert (row["comparator"], row["indicator"]) == ("<=", "补助金额")


def test_a_share_takes_the_name_of_the_clause_before() -> None:
    (row,) = found("护河经济规模持续壮大，年均增长20%。")
    assert row["indicator"] == "护河经济规模"


def test_the_last_deadline_of_the_sentence_governs() -> None:
    rows = found("2022年建成护岸10公里，到2025年，建成护岸50公里。")
    assert [r["date"] for r in rows] == ["2022", "2025"]


def test_a_deadline_at_the_head_governs_the_paragraph() -> None:
    doc = policydoc.parse("一、目标\n到2025年，河道面貌改善。新建护岸50公里。\n另建码头3座。", annotate=False)
    assert [a.value["date"] for a in targets(doc)] == ["2025", None]


def test_past_sections_commit_to_nothing() -> None:
    doc = policydoc.parse("一、发展现状\n建成护岸50公里，覆盖率达到60%。\n二、发展目标\n建成护岸80公里。", annotate=False)
    assert [a.value["value"] for a in targets(doc)] == [80]


def test_binding_or_expected() -> None:
    rows = found("水质达标率达到98%（约束性），游客达到10万人次（预期性）。")
    assert [r["nature"] for r in rows] == ["binding", "expected"]


def test_quantities() -> None:
    read = [(q.value, q.unit) for q in quantities_of("1,200万元、2025年、8.5％、10万元/人、20-30分钟、T3、第5次、百分之六十")]
    assert read == [(1200, "万元"), (8.5, "%"), (10, "万元/人"), ((20, 30), "分钟"), (60, "%")]


def test_annotations_are_ordered_and_said_by_whom() -> None:
    doc = annotate(policydoc.parse("一、目标\n根据《河道条例》，到2025年，水质达标率达到98%。", annotate=False))
    assert [a.type for a in doc.annotations if a.type != "agency"] == ["citation", "deadline", "target"]
    assert {a.by for a in doc.annotations} == {"policydoc.citations", "policydoc.deadlines", "policydoc.targets"}


def test_annotating_twice_changes_nothing() -> None:
    doc = annotate(policydoc.parse("一、目标\n到2025年，水质达标率达到98%。"))
    assert annotate(doc).annotations == doc.annotations


@pytest.mark.parametrize("piece", ["%", "1%", "达到1%", "建成1个，", "1个（", "“1个", "、", "给予1万元", "1.", "分别达到1、"])
def test_hostile_repetition_is_read(piece: str) -> None:
    list(targets(policydoc.parse("一、任务\n" + piece * 5_000, annotate=False)))
