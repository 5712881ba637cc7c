"""Notices composed at random from a tree: parsing their text gives the tree back, however the lines are indented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policydoc
from policydoc.tree import check_tree
from policydoc.writers.outline import outline

DIGITS = "〇一二三四五六七八九"
HEADINGS = ["加强就业服务", "完善体制机制", "健全基础设施", "推进数字化转型", "优化营商环境", "强化要素保障", "培育市场主体", "提升服务能力"]
CHAPTERS = ["总体要求", "重点任务", "保障措施", "主要目标", "组织实施", "政策支持"]
SENTENCES = [
    "各县（市、区）要建立工作机制，明确目标任务。",
    "到2025年，全市新增培训机构30家，覆盖率达到95%以上。",
    "落实《清河市公共服务条例》（清政发〔2020〕8号）有关规定，推行“一窗受理、集成服务”。",
    "一是加强宣传引导；二是开展督促检查；三是总结推广经验。",
    "鼓励社会力量参与，扩大服务供给。",
    "按照第（一）项要求公开办理结果，每年更新1.5万条信息。",
]
AGENCIES = ["市发展改革委", "市财政局", "市教育局", "市市场监管局（市知识产权局）", "各县（市、区）人民政府", "市住房城乡建设局", "市委组织部"]
INDENTS = ["", "　　", "    ", "\t\t", "\u2003"]

Lines = list[str]


def chinese(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not tens else "")


@attrs.frozen
class Clause:
    """Who leads, who cooperates; or who is responsible."""

    names: list[str]
    kind: str
    is_open: bool

    def text(self) -> str:
        first, rest, etc = self.names[0], self.names[1:], "等" if self.is_open else ""
        match self.kind:
            case "lead" if rest:
                return f"（{first}牵头，{'、'.join(rest)}{etc}配合）"
            case "lead":
                return f"（{first}牵头）"
            case "label":
                return f"（责任单位：{'、'.join(self.names)}{etc}）"
        return f"（{'、'.join(self.names)}{etc}按职责分工负责）"

    def outline(self) -> Lines:
        etc = [" | …"] if self.is_open else [""]
        if self.kind == "lead":
            rest = " | ".join(self.names[1:])
            return ["responsibility_clause", f"  lead {self.names[0]}", *([f"  cooperate {rest}{etc[0]}"] if rest else [])]
        role = "responsible" if self.kind == "label" else "by_duty"
        return ["responsibility_clause", f"  {role} {' | '.join(self.names)}{etc[0]}"]


@attrs.frozen
class Division:
    """A measure or an item with a run-in heading, sentences, a clause behind them, and what stands below."""

    heading: str
    sentences: list[str]
    clause: Clause | None
    below: list[Division]


clauses = st.builds(Clause, st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=4, unique=True), st.sampled_from(["lead", "label", "duty"]), st.booleans())
sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)
items = st.builds(Division, st.sampled_from(HEADINGS), sentences, st.none() | clauses, st.just([]))
several = st.just([]) | st.lists(items, min_size=2, max_size=3)
measures = st.builds(Division, st.sampled_from(HEADINGS), sentences, st.none() | clauses, several)


@attrs.frozen
class Composed:
    """A notice: chapters of measures."""

    chapters: list[tuple[str, list[Division]]]
    opening: list[str]
    runs_through: bool
    indent: str

    def lines(self) -> Iterator[tuple[str, Lines]]:
        """Each line of the text with the lines of the outline that it makes."""
        yield "清河市人民政府关于做好公共服务工作的通知", ["title 清河市人民政府关于做好公共服务工作的通知"]
        yield "清政发〔2022〕15号", ["document_number 清政发〔2022〕15号"]
        yield "各县（市、区）人民政府，市政府各部门：", ["addressees 各县（市、区）人民政府，市政府各部门："]
        yield "".join(self.opening), [f"sentence {s}" for s in self.opening]
        count = 0
        for number, (heading, below) in enumerate(self.chapters, 1):
            yield f"{chinese(number)}、{heading}", [f"chapter {number}", f"  heading {heading}"]
            count = count if self.runs_through else 0
            for measure in below:
                count += 1
                yield self.division(f"（{chinese(count)}）", f"  measure {count}", "    ", measure)
                for i, item in enumerate(measure.below, 1):
                    yield self.division(f"{i}.", f"    item {i}", "      ", item)
        yield "清河市人民政府", ["signature 清河市人民政府"]
        yield "2022年3月1日", ["date 2022年3月1日"]

    @staticmethod
    def division(mark: str, first: str, indent: str, division: Division) -> tuple[str, Lines]:
        clause = division.clause
        text = f"{mark}{division.heading}。{''.join(division.sentences)}{clause.text() if clause else ''}"
        below = [f"heading {division.heading}", *(f"sentence {s}" for s in division.sentences), *(clause.outline() if clause else [])]
        return text, [first, *(indent + line for line in below)]

    def text(self) -> str:
        return "".join(f"{self.indent}{line}\n" for line, _ in self.lines())

    def outline(self) -> str:
        return "".join(f"{line}\n" for _, lines in self.lines() for line in lines)


chapters = st.lists(st.tuples(st.sampled_from(CHAPTERS), st.lists(measures, min_size=2, max_size=4)), min_size=2, max_size=4)
notices = st.builds(Composed, chapters, sentences, st.booleans(), st.sampled_from(INDENTS))


@settings(max_examples=150)
@given(notices)
def test_a_composed_notice_gives_its_tree_back(notice: Composed) -> None:
    assert outline(policydoc.parse(notice.text())) == notice.outline()


@settings(max_examples=50)
@given(notices, st.lists(st.sampled_from(INDENTS), min_size=200, max_size=200))
def test_depth_is_unchanged_by_indentation(notice: Composed, indents: list[str]) -> None:
    lines = notice.text().splitlines()
    moved = "".join(f"{indent}{line.strip()}\n" for indent, line in zip(indents, lines, strict=False))
    assert outline(policydoc.parse(moved)) == notice.outline()


@settings(max_examples=50)
@given(notices, st.integers(0, 5000), st.integers(0, 200))
def test_a_notice_with_a_piece_cut_out_keeps_the_rules_of_the_tree(notice: Composed, start: int, length: int) -> None:
    text = notice.text()
    doc = policydoc.parse(text[:start] + text[start + length :])
    assert not check_tree(doc)


GENRE = "一二三十、，。；：！？“”‘’《》〈〉（）()〔〕【】[]第条章节项1234.．①%市省县财政局厅府负责牵头配合责任单位等年月日号附件 　\t\n\r&;quot-—\x00\u200b😀"


@settings(max_examples=300)
@given(st.text(alphabet=GENRE, max_size=150) | st.text(max_size=150))
def test_any_text_parses_and_keeps_the_rules_of_the_tree(text: str) -> None:
    doc = policydoc.parse(text)
    assert doc.text == text
    assert not check_tree(doc)
    assert outline(doc) == outline(policydoc.parse(text))


BROKEN = [
    "# # （责任单位：优化信贷结构。；",
    "　　（二）引进人才。（牵头单位：　　（二）引进人才。发布目录。（牵头单位：",
    "（责任单位：2025年底前45%的建成区面积达到要求。1",
    "三年内不得承接项目。责任单位：三年内不得承接项目。# （责任单位：",
    "　　（七）发展农业。自给率保持在60%以上。（牵头单位：。数据提供单位：",
    "（责任单位：分享到：)",
    "**\n附件\n# ",
    "\t\t2022年5月16日\n　　1.年底前建成监测系统（市发展改革委、市统计局按职责分工负责）。\n\t\t2022年5月16日",
    "&nbsp;(一)总体思路。(一)总体思路。一、",
]
"""Scraps in which brackets stay open and elements stand where none should: a clause must not be cut, no element lost."""


@pytest.mark.parametrize("text", BROKEN)
def test_scraps_keep_the_rules_of_the_tree(text: str) -> None:
    assert not check_tree(policydoc.parse(text))


def test_every_real_notice_parses_and_keeps_the_rules_of_the_tree(real_texts: list[Path]) -> None:
    faults = {path.name: fault for path in real_texts if (fault := check_tree(policydoc.read(path)))}
    assert not faults
