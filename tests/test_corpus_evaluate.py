"""Figures about trees: what counts as right, what is listed, what a change gains and loses."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import run

from policydoc.corpus.evaluate import Result, Score, apart, compare, evaluate, facts
from policydoc.corpus.golden import Gold, golden

TEXT = "一、总体任务\n（一）增绿。植树造林。（市林业局牵头，市财政局配合）\n"
RIGHT = """chapter 1
  heading 总体任务
  measure 1
    heading 增绿
    sentence 植树造林。
    responsibility_clause
      lead 市林业局
      cooperate 市财政局
"""


def test_what_is_right_in_all_scores_one() -> None:
    result = evaluate([Gold("a", TEXT, RIGHT)])
    assert all(score.f1 == 1 for score in [*result.strict.values(), *result.soft.values(), *result.notices.values()])
    assert result.strict["role"] == Score(2, 2, 2)
    assert not result.missing
    assert not result.surplus


@pytest.mark.parametrize(
    ("wrong", "strictly", "softly"),
    [
        (RIGHT.replace("heading 增绿", "heading 增绿。"), "heading", None),
        (RIGHT.replace("    sentence 植树造林。\n", "").replace("  measure 1", "  sentence 植树造林。\n  measure 1"), "sentence", None),
        (RIGHT.replace("lead 市林", "responsible 市林"), "role", "role"),
        (RIGHT.replace("市财政局", "市财政"), "agency", "agency"),
        (RIGHT.replace("sentence 植树造林。", "sentence 植树。"), "sentence", "sentence"),
    ],
)
def test_what_is_wrong_shows_in_its_row(wrong: str, strictly: str, softly: str | None) -> None:
    result = evaluate([Gold("a", TEXT, RIGHT)], {TEXT: wrong})
    assert result.strict[strictly].f1 < 1
    assert (result.soft[strictly].f1 < 1) == (softly is not None)
    assert result.missing["a"]
    assert result.surplus["a"]
    assert result.notices["a"].f1 < 1
    assert result.strict["chapter"].f1 == 1


def test_a_notice_without_a_tree_counts_as_missed() -> None:
    result = evaluate([Gold("a", TEXT, RIGHT)], {})
    assert result.absent == ["a"]
    assert result.strict["all"].recall == 0


def test_every_line_of_an_outline_is_a_fact() -> None:
    found = list(facts(RIGHT))
    assert ("sentence", "植树造林。", "chapter 1 > measure 1") in found
    assert ("responsibility_clause", "lead 市林业局; cooperate 市财政局", "chapter 1 > measure 1") in found
    assert ("role", "cooperate 市财政局", "chapter 1 > measure 1") in found
    assert len(found) == 10


def test_gains_and_losses() -> None:
    before = evaluate([Gold("a", TEXT, RIGHT)], {TEXT: RIGHT.replace("增绿", "增")})
    now = evaluate([Gold("a", TEXT, RIGHT)], {TEXT: RIGHT.replace("市财政局", "市财政")})
    gains, losses = compare(now, Result.from_json(before.to_json()))
    assert "heading: F1 0.5000 -> 1.0000" in gains
    assert any(line.startswith("a: now missing: agency 市财政局") for line in losses)
    assert compare(now, now) == ([], [])


def test_the_golden_corpus_is_read_and_scored_by_the_command(tmp_path: Path) -> None:
    kept = tmp_path / "before.json"
    done = run("corpus", "evaluate", ROOT / "corpus" / "divisions.cases", "-o", kept)
    assert done.exit_code == 0, done.output
    assert "are right in all" in done.stdout
    cases = tmp_path / "worse.cases"
    cases.write_text((ROOT / "corpus" / "divisions.cases").read_text(encoding="utf-8").replace("总则", "总纲", 2), encoding="utf-8")
    cases.rename(tmp_path / "divisions.cases")
    done = run("corpus", "evaluate", tmp_path / "divisions.cases", "--against", kept, "--notices")
    assert done.exit_code in (0, 1)
    assert "lost: " in done.stdout
    assert run("corpus", "evaluate", ROOT / "corpus" / "divisions.cases", "--against", kept).exit_code == 0


def test_trees_are_found_by_their_text(tmp_path: Path) -> None:
    assert run("convert", ROOT / "corpus" / "notices", "-o", tmp_path / "trees", "-j0").exit_code == 0
    for name, place in (("trees", ROOT / "corpus" / "notices"), ("trees/manifest", tmp_path / "trees")):
        done = run("corpus", "evaluate", place, tmp_path / name.split("/")[0])
        assert done.exit_code == 0, done.output
        assert "no tree" not in done.stdout


def test_what_is_no_gold_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.cases").write_text("=== a\ntext\n", encoding="utf-8")
    (tmp_path / "y.txt").write_text("text", encoding="utf-8")
    (tmp_path / "z.json").write_text("[]", encoding="utf-8")
    for args in (["x.cases"], ["y.txt"], ["z.json"], ["x.cases", "z.json"]):
        done = run("corpus", "evaluate", *(tmp_path / a for a in args))
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 1
    (tmp_path / "good.cases").write_text(f"=== a\n{TEXT}\n---\n{RIGHT}\n", encoding="utf-8")
    assert run("corpus", "evaluate", tmp_path / "good.cases", "--against", tmp_path / "z.json").exit_code == 1


def test_all_golden_notices_of_the_project_are_found() -> None:
    from golden import cases

    assert sorted((g.text, g.outline) for g in golden(ROOT / "corpus")) == sorted((c.text, c.outline) for c in cases())


def test_only_notices_that_both_know_are_compared() -> None:
    wrong = {TEXT: RIGHT.replace("lead 市林", "responsible 市林")}
    before = evaluate([Gold("a", TEXT, RIGHT), Gold("gone", TEXT, RIGHT), Gold("changed", TEXT, RIGHT)])
    golds = [Gold("a", TEXT, RIGHT), Gold("new", "一、任务\n植树。", "chapter 7\n"), Gold("changed", TEXT, RIGHT + "note 附注\n")]
    now = evaluate(golds, {**wrong, "一、任务\n植树。": ""})
    gains, losses = compare(now, Result.from_json(before.to_json()))
    assert apart(now, before) == {"new": ["new"], "gone": ["gone"], "another": ["changed"]}
    assert not gains
    assert "role: F1 1.0000 -> 0.5000" in losses
    assert all(line.startswith(("a: ", "role", "responsibility_clause", "all")) for line in losses)
    assert compare(now, now) == ([], [])


def test_the_committed_figures_have_no_loss() -> None:
    """What `.ci/run` prints; renewed with `policydoc corpus evaluate corpus/ -o tests/data/evaluation.json`."""
    result = run("corpus", "evaluate", str(ROOT / "corpus"), "--against", str(ROOT / "tests" / "data" / "evaluation.json"))
    assert result.exit_code == 0, result.output
    assert "lost: nothing" in result.output
