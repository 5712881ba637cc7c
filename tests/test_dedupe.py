"""Reposts of one notice are one; notices that only look alike are not."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from reposts import found_pairs, joined, listed, read_pairs, real_trees
from test_cli import run

import policydoc
from policydoc.corpus import dedupe
from policydoc.corpus.dedupe import Duplicates, duplicates
from policydoc.corpus.trees import Tree

pytest.importorskip("rensa", reason="near-duplicates need rensa")

TITLE = "清河市人民政府办公室关于加强农村供水管护的通知"
NUMBER = "清政办发〔2022〕15号"
BODY = """　　为保障农村居民用水，经市政府同意，现就加强农村供水管护通知如下。
　　一、明确管护责任
　　（一）落实管护主体。各县要在6月底前逐村确定管护人员，与供水单位签订协议，并在村务公开栏公布姓名和电话。（市水利局牵头）
　　（二）健全巡查制度。管护人员每周巡查水源、泵房和管网2次，发现渗漏当日报修，巡查记录保存3年。
　　二、保障管护经费
　　（三）建立水价机制。千人以上供水工程全部实行计量收费，水费收缴率到2023年达到95%以上。（市发展改革委、市水利局负责）
　　（四）设立维修基金。市财政每年安排维修资金800万元，按受益人口分配到县，专账管理，不得挪用。
"""
TAIL = "清河市人民政府办公室\n2022年5月18日\n"


def notice(title: str = TITLE, number: str = NUMBER, body: str = BODY, tail: str = TAIL, to: str = "各县人民政府：") -> str:
    return "\n".join(part for part in (title, number, to, body.rstrip("\n"), tail) if part)


def found(**texts: str) -> Duplicates:
    return duplicates(Tree(name, f"{name}.txt", policydoc.parse(text, annotate=False), "") for name, text in texts.items())


def groups(result: Duplicates) -> list[list[str]]:
    return [sorted(copy.doc for copy in group) for group in result.groups]


def test_a_repost_is_found_and_the_best_copy_is_named_with_why() -> None:
    site = f"首页 > 政务公开 > 政策文件\n来源：云岭供水网\n浏览次数：1208\n{notice(number='')}\n分享到：微博 微信\n上一篇：无\n"
    result = found(site=site, office=notice(), other=notice("关于公布饮用水水源地名录的公告", "", "　　现将水源地名录公布如下。\n" * 20, ""))
    assert groups(result) == [["office", "site"]]
    best, repost = result.groups[0]
    assert (best.doc, best.group, best.best, best.input) == ("office", "office", True, "office.txt")
    assert "the document number" in best.reason
    assert (repost.group, repost.best) == ("office", False)
    assert repost.reason.startswith("the same text, title and date")
    assert repost.contained > 0.95
    assert result.documents == 3


@pytest.mark.parametrize(
    "copy",
    [
        notice(body=BODY.split("　　二、")[0], tail=""),
        notice("关于加强农村供水管护的通知"),
        notice(number=NUMBER.replace("〔2022〕", "[２０２２]")),
        notice(body=BODY.replace("\n　　", ""), tail=""),
        notice(title="", number="", to=""),
        f"附件\n{notice(number='')}".replace("，", ",").replace("、", " 、"),
    ],
    ids=["cut short", "title without its issuer", "other brackets and widths", "breaks lost", "neither title nor number", "other punctuation"],
)
def test_copies_that_lost_something_are_found(copy: str) -> None:
    assert groups(found(whole=notice(), copy=copy)) == [["copy", "whole"]]


FORWARD = "云岭县水利局转发清河市人民政府办公室关于加强农村供水管护的通知的通知"
NEWS = "清河市出台措施管好农村供水\n　　近日，清河市印发通知，" + BODY[70:190] + "\n　　记者在李家坝看到，管护员每天走村入户。" * 6


@pytest.mark.parametrize(
    "other",
    [
        notice(TITLE.replace("清河", "白水"), "白政办发〔2022〕31号", BODY.replace("市水利局", "市水务局"), TAIL.replace("清河", "白水")),
        notice(number="清政办发〔2023〕8号", body=BODY.replace("2023", "2024").replace("800", "950"), tail=TAIL.replace("2022", "2023")),
        notice(number="", body=BODY.replace("2023", "2024").replace("95%", "97%").replace("800", "950"), tail=TAIL.replace("2022年5月18", "2023年4月2")),
        notice(FORWARD, "", "　　现转发给你们，请认真落实。\n" + BODY, "云岭县水利局\n2022年6月1日\n"),
        notice(FORWARD, "云水发〔2022〕9号", "　　现转发给你们，请认真落实。\n" + BODY, ""),
        notice(TITLE + "（征求意见稿）", "", BODY, ""),
        NEWS,
        notice("清河市人民政府办公室关于加强城市供水管护的通知", "", "　　现印发给你们，请认真落实。\n", ""),
        "",
        "一、\x00\ud800\n" * 50,
    ],
    ids=["another city", "next year", "next year, no number", "forwarded", "forwarded with a number", "draft", "news", "cover only", "empty", "rubbish"],
)
def test_what_only_looks_alike_is_no_copy(other: str) -> None:
    assert groups(found(notice=notice(), other=other)) == []


def test_forms_filled_in_for_different_places_are_no_copies_even_without_titles() -> None:
    texts = {town: f"{town}人民政府：\n　　同意你镇的供水方案。\n{BODY}　　{town}要抓紧落实。\n{TAIL}" for town in ("李家坝镇", "东山口镇", "石桥镇")}
    assert groups(found(**texts)) == []


def test_a_number_that_one_site_miscopied_is_said_to_be_a_misprint() -> None:
    result = found(right=notice(), wrong=notice(number="清政办发〔2022〕16号"), other=notice(number="云政发〔2021〕9号"))
    assert groups(result) == [["right", "wrong"]]
    assert result.groups[0][1].reason.endswith("one of the numbers is a misprint")


def test_a_group_never_joins_two_document_numbers() -> None:
    """A copy without a number lies between two notices of one frame: it belongs to the one that it is more like."""
    other = notice(number="清政办发〔2023〕8号", body=BODY.replace("逐村", "按村"), tail=TAIL.replace("2022年5月18", "2023年4月2"))
    bare = notice(number="", tail="")
    assert groups(found(first=notice(), second=other, bare=bare)) == [["bare", "first"]]
    assert groups(found(bare=bare, second=other, first=notice())) == [["bare", "first"]]


def test_copies_of_copies_are_one_group_and_each_says_of_what_it_is_a_copy() -> None:
    first, second = BODY.split("　　二、")
    result = found(whole=notice(), head=notice(body=first), tail=notice(body=f"　　二、{second}"))
    assert groups(result) == [["head", "tail", "whole"]]
    assert result.groups[0][0].doc == "whole"


@given(
    before=st.lists(st.sampled_from(["首页 > 政策", "字号：大 中 小", "发布时间：2022-05-20", "打印本页"]), max_size=4),
    behind=st.lists(st.sampled_from(["分享到：", "上一篇：无", "版权所有 云岭网", "\x00"]), max_size=4),
    wide=st.booleans(),
    number=st.booleans(),
)
@settings(max_examples=30)
def test_whatever_a_site_puts_around_a_notice_it_stays_a_copy(before: list[str], behind: list[str], wide: bool, number: bool) -> None:
    text = notice(number=NUMBER if number else "")
    text = text.translate({ord(str(d)): 0xFF10 + d for d in range(10)}) if wide else text
    result = found(office=notice(), site="\n".join([*before, text, *behind]))
    assert groups(result) == [["office", "site"]]
    assert [copy.best for group in result.groups for copy in group] == [True, False]


def test_many_documents_are_compared_with_few_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    measure = dedupe._Texts.measure

    def counting(self: dedupe._Texts, i: int, j: int) -> tuple[float, float, float]:
        nonlocal compared
        compared += 1
        return measure(self, i, j)

    monkeypatch.setattr(dedupe._Texts, "measure", counting)
    copies = {f"copy-{n}": notice(number="", tail="", body=f"{BODY}　　本页浏览{n}次。\n") for n in range(150)}
    assert len(found(**copies).groups[0]) == 150
    assert compared < 3 * 150
    compared = 0
    forms = {f"form-{n}": f"{BODY}　　第{n * 7}号井每日供水{n * 31}吨，服务{n * 13}户，配管护员{n * 3}名，备泵{n * 11}台。\n" for n in range(1, 151)}
    found(**forms)
    assert compared <= 150 * (dedupe.PATIENCE + 2)


def test_the_command_shows_the_groups_and_writes_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(notice(), encoding="utf-8")
    (tmp_path / "in" / "=b.txt").write_text(notice(number=""), encoding="utf-8")
    (tmp_path / "in" / "c.txt").write_text("无", encoding="utf-8")
    assert run("convert", tmp_path / "in", "-o", tmp_path / "out", "-j0").exit_code == 0
    done = run("corpus", "duplicates", tmp_path / "out", "-o", tmp_path / "copies.csv")
    assert done.exit_code == 0
    assert done.stdout.startswith("3 documents: 1 are copies of 1 others, 1 have too little text to be compared\na: the best of 2, has the document number")
    rows = list(csv.DictReader((tmp_path / "copies.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["doc"], row["group"], row["best"]) for row in rows] == [("a", "a", "True"), ("'=b", "a", "False")]
    for form in ("jsonl", "parquet"):
        assert run("corpus", "duplicates", tmp_path / "out", "-o", tmp_path / f"copies.{form}", "--show", "0").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "copies.jsonl").read_text(encoding="utf-8").splitlines()]
    import pyarrow.parquet

    assert pyarrow.parquet.read_table(tmp_path / "copies.parquet").to_pylist() == lines
    assert [row["doc"] for row in lines] == ["a", "=b"]


def test_what_the_command_cannot_do_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n")
    done = run("corpus", "duplicates", tmp_path / "bad.jsonl")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'bad.jsonl'}, line 1: ")
    assert run("corpus", "duplicates", tmp_path / "bad.jsonl", "-o", "copies.txt").exit_code == 2
    policydoc.dump(policydoc.parse(notice()), tmp_path / "one.json")
    done = run("corpus", "duplicates", tmp_path, "-o", tmp_path / "no" / "copies.csv")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    monkeypatch.setitem(sys.modules, "rensa", None)
    done = run("corpus", "duplicates", tmp_path)
    assert (done.exit_code, "policydoc[dedupe" in done.stderr) == (1, True)


def test_the_reposts_among_the_real_notices_are_found(real_texts: list[Path]) -> None:
    rows = real_texts[0].parents[1] / "text.jsonl"
    result = found_pairs(duplicates(real_trees(sorted(real_texts[0].parent.iterdir()))))
    gold = listed(rows, {path.stem for path in real_texts[0].parent.iterdir()})
    assert len(result & (gold | read_pairs())) >= 0.98 * len(result)
    assert len(result & gold) >= 0.95 * len(gold)


def test_the_pairs_that_were_read_join_into_groups() -> None:
    assert joined([("a", "b"), ("c", "d"), ("b", "c"), ("e", "f")]) == [["a", "b", "c", "d"], ["e", "f"]]
    assert all(one < other for one, other in read_pairs())
    assert (ROOT / "benchmarks" / "dedupe.py").exists()
