"""Until when: which words of time are deadlines, and what date they mean in a notice of June 2021."""

from __future__ import annotations

import pytest

import policydoc
from policydoc.annotators.deadlines import deadlines

NOTICE = """××市人民政府办公室关于加强河道管护的通知
×政办发〔2021〕12号

各县（市、区）人民政府：
　　现将有关事项通知如下。
　　一、主要任务
　　（一）清理河道。{body}

××市人民政府办公室
2021年6月8日
"""


def found(body: str) -> list[tuple[str, str | None]]:
    doc = policydoc.parse(NOTICE.format(body=body), annotate=False)
    return [(doc.text[slice(*a.span)], a.value["date"]) for a in deadlines(doc)]


@pytest.mark.parametrize(
    ("body", "words", "date"),
    [
        ("到2025年，河道面貌明显改善。", "到2025年", "2025"),
        ("力争到2025年底建成百里碧道。", "到2025年底", "2025"),
        ("2022年年底前，完成清淤。", "2022年年底前", "2022"),
        ("2022年3月底前完成清淤。", "2022年3月底前", "2022-03"),
        ("于2022年3月20日前报送方案。", "2022年3月20日前", "2022-03-20"),
        ("2021年11月中旬前，完成清淤。", "2021年11月中旬前", "2021-11-20"),
        ("2022年上半年完成清淤。", "2022年上半年", "2022-06"),
        ("2022年一季度末完成清淤。", "2022年一季度末", "2022-03"),
        ("到“十四五”末，建成百里碧道。", "到“十四五”末", "2025"),
        ("“十四五”期间，建成百里碧道。", "“十四五”期间", "2025"),
        ("2022年建成百里碧道。", "2022年", "2022"),
        ("请于2022年5月10日（星期二）下班前报送方案。", "2022年5月10日（星期二）下班前", "2022-05-10"),
        ("每季度末月25日前报送进展。", "每季度末月25日前", None),
        ("确保2022年实现清零。", "2022年", "2022"),
        ("年底前完成清淤。", "年底前", "2021"),
        ("今年年底前完成清淤。", "今年年底前", "2021"),
        ("明年3月底前完成清淤。", "明年3月底前", "2022-03"),
        ("9月25日前完成清淤。", "9月25日前", "2021-09-25"),
        ("各县要在每年4月底前报送方案。", "每年4月底前", None),
        ("三年内建成百里碧道。", "三年内", None),
        ("用5年时间建成百里碧道。", "用5年时间", None),
        ("政策有效期内择优遴选不超过5个。", "政策有效期内", None),
        ("到二〇三五年，全面建成幸福河湖。", "到二〇三五年", "2035"),
    ],
)
def test_dates(body: str, words: str, date: str | None) -> None:
    assert found(body) == [(words, date)]


@pytest.mark.parametrize(
    "body",
    [
        "本通知自2021年7月1日起施行，有效期至2026年6月30日。",
        "对2021年12月31日前到期的许可，予以延续。",
        "对2022年新认定的企业给予奖励。",
        "2019年6月底前已实现全覆盖。",
        "2020年，全市完成清淤100公里。",
        "较2020年下降明显。",
        "落实《河道规划（2021—2025年）》。",
        "推进2021年度河道清淤。",
        "近三年内未发生事故的企业优先。",
        "持续推进河道清淤，完善长效机制。",
        "“十四五”时期是治水的关键期。",
    ],
)
def test_no_deadlines(body: str) -> None:
    assert found(body) == []


def test_a_month_takes_the_year_of_the_date_before_it() -> None:
    body = "2022年3月底在东城试运行；5月底全市运行。"
    assert found(body) == [("2022年3月底", "2022-03"), ("5月底", "2022-05")]


def test_a_month_long_over_is_one_of_the_next_year() -> None:
    december = NOTICE.replace("2021年6月8日", "2021年12月8日").format(body="1月底前完成清淤。")
    assert [a.value["date"] for a in deadlines(policydoc.parse(december, annotate=False))] == ["2022-01"]


def test_a_month_does_not_take_a_year_of_the_past() -> None:
    assert found("核实2018年3月至今的情况，7月26日18：00之前报送。")[-1] == ("7月26日18：00之前", "2021-07-26")


def test_a_month_behind_a_yearly_date_has_no_year() -> None:
    assert found("各县每年4月底前报送方案，市水务局于5月底前汇总。") == [("每年4月底前", None), ("5月底前", None)]


def test_ongoing_stands_for_a_date() -> None:
    assert found("清理河道。（市水务局牵头，时限要求：持续推进）") == [("持续推进", "ongoing")]


def test_without_a_year_of_its_own_a_document_tells_none() -> None:
    doc = policydoc.parse("一、任务\n9月底前完成清淤。", annotate=False)
    assert [a.value["date"] for a in deadlines(doc)] == [None]


@pytest.mark.parametrize(("body", "bound"), [("到2025年完成清淤。", "by"), ("2025年底前完成清淤。", "before"), ("2025年完成清淤。", "in")])
def test_bounds(body: str, bound: str) -> None:
    doc = policydoc.parse(NOTICE.format(body=body), annotate=False)
    assert [a.value["bound"] for a in deadlines(doc)] == [bound]


@pytest.mark.parametrize("piece", ["到", "2025年", "年底前", "到2025年，", "十四五", "每年", "1月", "持续推进"])
def test_hostile_repetition_is_read(piece: str) -> None:
    list(deadlines(policydoc.parse("一、任务\n" + piece * 5_000, annotate=False)))
