"""Markdown, read back by a Markdown parser, and chunks: nothing lost, nothing cut."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import policydoc
from policydoc.cli import main
from policydoc.tree import ResponsibilityClause, Sentence, find
from policydoc.writers import WRITERS, names, writer
from policydoc.writers.chunks import chunks, chunks_of
from policydoc.writers.markdown import markdown

NOTICE = """青石县人民政府关于加强图书服务的通知
青政发〔2023〕8号
各乡镇人民政府：
　　现将有关事项通知如下。
　　一、建设网点
　　（一）建设村级书屋。到2025年，建成村级书屋120个以上。书屋全年开放。（县文旅局牵头，县财政局配合）
　　（二）开展流动服务。新增流动书车6辆。（县交通局负责）
　　1.选好路线。
　　2.定好时间。
　　二、加强保障
　　落实经费。

青石县人民政府
2023年5月6日
"""
NOTICES = sorted((ROOT / "corpus" / "notices").glob("*.txt"))
LINES = [*NOTICE.splitlines(), "# 题", "* 甲_乙_", "1) 甲", "- 甲", "> 甲", "+ 甲", "=== ", "---", "甲<b>乙</b>", "[甲](乙)", "&amp;", "`甲`", "附件1", "甲|乙"]


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def body(text: str) -> str:
    """Without front matter."""
    return re.sub(r"\A---\n.*?^---$", "", markdown(policydoc.parse(text)), flags=re.DOTALL | re.MULTILINE)


def headings(text: str) -> list[tuple[str, str]]:
    tokens = MarkdownIt().parse(text)
    return [(t.tag, _plain(inline)) for t, inline in pairwise(tokens) if t.type == "heading_open"]


def _plain(token: Any) -> str:
    return "".join(_plain(c) for c in token.children) if token.children else token.content if token.type != "softbreak" else ""


def read_back(text: str) -> str:
    tokens = MarkdownIt().enable("table").parse(text)
    assert not [t for t in tokens if t.type in ("html_block", "bullet_list_open", "ordered_list_open", "blockquote_open", "code_block", "hr", "fence")]
    inline = [c for t in tokens if t.type == "inline" for c in t.children or ()]
    assert not [c for c in inline if c.type in ("link_open", "image", "em_open", "code_inline")]
    return "".join(_plain(t) for t in tokens if t.type == "inline")


def test_headings_by_level_and_clauses_in_their_place() -> None:
    text = body(NOTICE)
    assert headings(text) == [
        ("h1", "青石县人民政府关于加强图书服务的通知"),
        ("h2", "一、建设网点"),
        ("h3", "（一）建设村级书屋"),
        ("h3", "（二）开展流动服务"),
        ("h2", "二、加强保障"),
    ]
    assert "\n\n到2025年，建成村级书屋120个以上。书屋全年开放。（县文旅局牵头，县财政局配合）\n\n" in text
    assert "\n\n1\\.选好路线。\n\n" in text, "a number stays what it is: no list that renumbers itself"


def test_front_matter_holds_the_metadata() -> None:
    text = markdown(policydoc.parse(NOTICE))
    head = dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())
    assert {key: json.loads(value) for key, value in head.items()} == {
        "title": "青石县人民政府关于加强图书服务的通知",
        "kind": "通知",
        "number": "青政发〔2023〕8号",
        "issuers": ["青石县人民政府"],
        "addressees": ["各乡镇人民政府"],
        "date": "2023-05-06",
    }


def test_tables_are_tables() -> None:
    html = "<h1>青石县关于书屋的通知</h1><p>各乡镇：</p><p>现将名单印发。</p>"
    html += "<table><tr><td>序|号</td><td>书屋</td></tr><tr><td>1</td><td>东村<br>书屋</td></tr></table>"
    text = markdown(policydoc.read(html.encode()))
    assert "| 序\\|号 | 书屋 |\n| --- | --- |\n| 1 | 东村<br>书屋 |" in text


@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_what_a_markdown_parser_reads_is_the_text(lines: list[str]) -> None:
    doc = policydoc.parse("\n".join(lines))
    left_out = [n for n in policydoc.walk(doc) if n.type in ("wrapper", "metadata", "table_of_contents", "table")]
    if not left_out:
        assert letters(read_back(body(doc.text))) == letters(doc.text)


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_no_letter_of_the_composed_notices_is_lost(path: Path) -> None:
    doc = policydoc.read(path)
    text = letters(markdown(doc))
    for sentence in find(doc.root, Sentence):
        assert letters(sentence.text) in text


# -- chunks ------------------------------------------------------------------------------------------------------------------


def test_one_measure_a_chunk_with_all_that_it_belongs_to() -> None:
    found = chunks_of(policydoc.parse(NOTICE))
    assert [c.path[1:] for c in found] == [(), ("一、建设网点", "（一）建设村级书屋"), ("一、建设网点", "（二）开展流动服务"), ("二、加强保障",), ()]
    measure = found[1]
    assert measure.path[0] == "青石县人民政府关于加强图书服务的通知"
    assert measure.agencies == (("lead", "县文化和旅游局"), ("cooperate", "县财政局"))
    assert measure.deadlines == ("到2025年",)
    assert [(t["comparator"], t["value"], t["unit"], t["date"]) for t in measure.targets] == [(">=", 120, "个", "2025")]
    assert "2.定好时间。" in found[2].text, "a measure holds its items"


def test_a_long_measure_is_cut_between_sentences_and_every_window_knows_who_is_responsible() -> None:
    doc = policydoc.parse(NOTICE)
    found = [c for c in chunks_of(doc, size=20) if c.path[1:2] == ("一、建设网点",) and "书屋" in c.path[2]]
    assert [c.text for c in found] == ["（一）建设村级书屋。到2025年，建成村级书屋120个以上。", "书屋全年开放。（县文旅局牵头，县财政局配合）"]
    assert {c.agencies[1] for c in found} == {("cooperate", "县财政局")}


@given(st.lists(st.sampled_from(LINES), max_size=16), st.integers(1, 200))
def test_nothing_is_cut_and_nothing_is_lost(lines: list[str], size: int) -> None:
    doc = policydoc.parse("\n".join(lines))
    found = chunks_of(doc, size)
    assert all(c.text == doc.text[slice(*c.span)] for c in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    for node in [*find(doc.root, Sentence), *find(doc.root, ResponsibilityClause)]:
        assert any(c.span[0] <= node.span[0] and node.span[1] <= c.span[1] for c in found), node


def test_chunks_are_lines_of_json_with_ids_of_their_own() -> None:
    lines = [json.loads(line) for path in NOTICES for line in chunks(policydoc.read(path)).splitlines()]
    assert all(set(line) == {"id", "document", "span", "text", "node", "path", "agencies", "deadlines", "targets"} for line in lines)
    assert len({(line["document"]["uri"], line["id"]) for line in lines}) == len(lines)


# -- the table of writers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("text", [NOTICE, "", "\ud800", "\x00|<\x0b"])
def test_every_writer_takes_every_document(name: str, text: str) -> None:
    assert isinstance(writer(name)[1](policydoc.parse(text)), str | bytes)


def test_a_package_adds_a_writer_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    point = EntryPoint("acme", "policydoc.writers.outline:outline", "policydoc.writers")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point])
    names.cache_clear()
    writer.cache_clear()
    try:
        assert names()[-1] == "acme"
        assert writer("acme")[0] == ".acme"
        with pytest.raises(KeyError):
            writer("nobody")
    finally:
        names.cache_clear()
        writer.cache_clear()


# -- policydoc convert --to --------------------------------------------------------------------------------------------------


def convert(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["convert", *map(str, args), "-j", "0"])


def test_convert_to_each_form(tmp_path: Path) -> None:
    for name, (ending, _) in WRITERS.items():
        done = convert(NOTICES[0], "--to", name, "-o", tmp_path / name)
        assert done.exit_code == 0, done.output
        written = (tmp_path / name / f"{NOTICES[0].stem}{ending}").read_bytes()
        made = writer(name)[1](policydoc.read(NOTICES[0]))
        assert written == (made if isinstance(made, bytes) else made.encode())


def test_chunks_of_many_notices_are_one_file(tmp_path: Path) -> None:
    assert convert(*NOTICES[:3], "--to", "chunks", "-o", tmp_path / "all.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({line["document"]["sha256"] for line in lines}) == 3


def test_two_kinds_in_one_folder_are_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    assert convert(NOTICES[0], "-o", tmp_path / "out").exit_code == 0
    before = {p.name for p in (tmp_path / "out").iterdir()}
    done = convert(NOTICES[0], "--to", "markdown", "-o", tmp_path / "out")
    assert done.exit_code == 3
    assert "folder of its own" in done.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} == before


def test_a_form_that_nobody_writes_is_named_with_those_there_are(tmp_path: Path) -> None:
    done = convert(NOTICES[0], "--to", "rtf", "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "markdown" in done.stderr
    assert convert(NOTICES[0], "--to", "markdown", "-o", tmp_path / "out.jsonl").exit_code == 2
