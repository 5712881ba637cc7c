"""Words with offsets; agencies and titles whole; the same cuts by both segmenters."""

from __future__ import annotations

import itertools
import sys

import pytest

import policydoc
from policydoc.tokens import TokensError, default_cut, tokens

TEXT = """一、任务
（一）落实政策。市发展改革委要贯彻《关于促进 就业的若干意见》，会同市人力资源社会保障局稳定就业岗位。各地要加强宣传。（市发展改革委牵头）
"""


def test_agencies_and_titles_stay_whole() -> None:
    found = [(t.text, t.kind) for t in tokens(policydoc.parse(TEXT), cut=list)]
    assert ("市发展改革委", "agency") in found
    assert ("市人力资源社会保障局", "agency") in found
    assert ("《关于促进 就业的若干意见》", "title") in found
    assert ("会", "word") in found


def test_offsets_point_into_the_text_and_miss_only_white_space() -> None:
    doc = policydoc.parse(TEXT)
    found = list(tokens(doc, cut=list))
    assert all(doc.text[slice(*t.span)] == t.text for t in found)
    assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(found))
    sentences = "".join(s.text for s in policydoc.find(doc, policydoc.Sentence))
    assert "".join("".join(t.text.split()) for t in found) == "".join(sentences.split())


def test_headings_on_request() -> None:
    doc = policydoc.parse(TEXT)
    assert "任务" not in "".join(t.text for t in tokens(doc, cut=list))
    assert "任务" in "".join(t.text for t in tokens(doc, cut=list, headings=True))


def test_both_segmenters_make_the_same_cuts() -> None:
    pytest.importorskip("jieba")
    pytest.importorskip("rjieba")
    import rjieba

    from policydoc.tokens import _jieba

    doc = policydoc.parse(TEXT)
    assert list(tokens(doc, cut=rjieba.cut)) == list(tokens(doc, cut=_jieba()))


def test_a_segmenter_that_changes_the_text_is_refused() -> None:
    doc = policydoc.parse(TEXT)
    with pytest.raises(ValueError, match="changed the text"):
        list(tokens(doc, cut=lambda text: [text.replace("要", "必")]))
    with pytest.raises(ValueError, match="dropped"):
        list(tokens(doc, cut=lambda text: [text[:-1]]))


def test_without_a_segmenter_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    default_cut.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    monkeypatch.setitem(sys.modules, "jieba", None)
    with pytest.raises(TokensError, match=r'pip install "policydoc\[tokens\]"'):
        default_cut()
    default_cut.cache_clear()


def test_jieba_is_imported_late() -> None:
    import subprocess

    code = "import sys, policydoc, policydoc.tokens; print('jieba' in sys.modules, 'rjieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_half_a_pair_is_a_word_like_any_other() -> None:
    doc = policydoc.parse("落实\ud800资金。")
    assert "".join(t.text for t in tokens(doc)) == "落实\ufffd资金。"
    assert [doc.text[slice(*t.span)] for t in tokens(doc) if "\ufffd" in t.text] == ["\ud800"]
