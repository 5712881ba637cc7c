"""Which notice took what from which."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import run

import policydoc
from policydoc.corpus.reuse import Loan, Passage, reuse, write

LONG = "鼓励组建县级供水公司，对县域内供水工程实行统一运行、统一维修、统一服务。"
OWN = "统筹考虑人口变化、产业布局等因素，因地制宜确定改造范围和建设标准。"
BOILER = "各县要高度重视，切实加强组织领导，认真抓好贯彻落实工作。"


def corpus(folder: Path, **texts: str) -> Path:
    """A converted corpus of a few notices."""
    folder.mkdir()
    for name, text in texts.items():
        policydoc.dump(policydoc.parse(text), folder / f"{name}.json")
    return folder


def notice(number: str, date: str, *sentences: str, place: str = "清河市") -> str:
    return f"{place}水利局关于供水的通知\n{number}\n\n各县水利局：\n一、任务\n　　{''.join(sentences)}\n\n{place}水利局\n{date}\n"


def test_the_earlier_notice_is_the_source(tmp_path: Path) -> None:
    first, later = notice("云水发〔2023〕1号", "2023年3月1日", LONG), notice("清水发〔2023〕9号", "2023年9月1日", LONG, OWN)
    place = corpus(tmp_path / "trees", a_later=later, b_first=first)
    passages, (loan,) = reuse(place)
    assert (loan.source, loan.target, loan.directed, loan.sentences) == ("b_first", "a_later", True, 1)
    assert loan.share == pytest.approx(len(LONG) / (len(LONG) + len(OWN)), abs=1e-4)
    (passage,) = passages
    for key, span in ((passage.source, passage.source_span), (passage.target, passage.target_span)):
        assert policydoc.load(place / f"{key}.json").text[slice(*span)] == LONG
    assert passage.similarity == 1


def test_levels_and_places_are_no_difference_and_small_changes_are_found(tmp_path: Path) -> None:
    province = "全省要加快建设规模化供水工程，省财政厅按规定给予奖补，2025年底前完成。"
    city = "全市要加快建设规模化供水工程，市财政局按规定给予补助，2024年底前完成。"
    place = corpus(tmp_path / "trees", p=notice("云水发〔2023〕1号", "2023年3月1日", province), c=notice("清水发〔2023〕9号", "2023年9月1日", city))
    ((passage,), _) = reuse(place)
    assert 0.8 < passage.similarity < 1
    assert not reuse(place, least=0.99)[0]


def test_without_dates_nobody_is_the_source(tmp_path: Path) -> None:
    place = corpus(tmp_path / "trees", a=f"一、任务\n{LONG}", b=f"一、任务\n{LONG}")
    (loan,) = reuse(place)[1]
    assert not loan.directed
    assert loan.share == 1


def test_boilerplate_joins_nothing(tmp_path: Path) -> None:
    texts = {f"n{i}": notice(f"清水发〔2023〕{i}号", f"2023年3月{i}日", BOILER, *([LONG] if i < 3 else [])) for i in range(1, 8)}
    place = corpus(tmp_path / "trees", **texts)
    loans = reuse(place, common=5)[1]
    assert [(x.source, x.target) for x in loans] == [("n1", "n2")]
    assert len(reuse(place)[1]) == 21


def test_a_document_takes_nothing_from_itself(tmp_path: Path) -> None:
    assert reuse(corpus(tmp_path / "trees", a=f"一、任务\n{LONG}{LONG}\n二、要求\n{LONG}")) == ([], [])


def test_files_and_summary(tmp_path: Path) -> None:
    place = corpus(tmp_path / "trees", p=notice("云水发〔2023〕1号", "2023年3月1日", LONG), c=notice("清水发〔2023〕9号", "2023年9月1日", LONG, OWN))
    result = run("corpus", "reuse", str(place))
    assert result.exit_code == 0
    assert "c (2023-09-01) ← p (2023-03-01), 1 sentence" in result.output
    (row,) = map(json.loads, (place / "reuse" / "passages.jsonl").read_text(encoding="utf-8").splitlines())
    assert list(row) == ["source", "source_start", "source_end", "target", "target_start", "target_end", "similarity"]
    again = (place / "reuse" / "passages.jsonl").read_bytes()
    assert run("corpus", "reuse", str(place), "--parquet").exit_code == 0
    assert run("corpus", "reuse", str(place)).exit_code == 0
    assert (place / "reuse" / "passages.jsonl").read_bytes() == again
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(place / "reuse" / "passages.parquet").to_pylist() == [row]
    assert parquet.read_table(place / "reuse" / "loans.parquet").column_names[:2] == ["source", "target"]


def test_an_empty_result_has_its_columns(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found: tuple[list[Passage], list[Loan]] = ([], [])
    write(found, tmp_path / "out", parquet=True)
    assert "similarity" in parquet.read_table(tmp_path / "out" / "passages.parquet").column_names


def test_what_is_no_tree_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "bad.json").write_text("{", encoding="utf-8")
    result = run("corpus", "reuse", str(tmp_path / "trees"))
    assert result.exit_code == 1
    assert "bad.json" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_city_took_from_its_province(tmp_path: Path) -> None:
    place = tmp_path / "trees"
    place.mkdir()
    paths = {"province": "corpus/notices/yunling-rural-water", "city": "tests/data/qinghe-rural-water", "other": "corpus/notices/qinghe-2022-5"}
    for name, path in paths.items():
        policydoc.dump(policydoc.read(ROOT / f"{path}.txt"), place / f"{name}.json")
    (loan,) = reuse(place)[1]
    assert (loan.source, loan.target, loan.directed) == ("province", "city", True)
    assert 0.5 < loan.share < 0.9
