"""What all annotators read of a document first: its passages and its own date.

Meaning is sought in the running text only: sentences, headings of divisions, responsibility clauses, cells. Titles, the notice's own
number, signatures, dates, wrapper and metadata are no passages.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import attrs

from policydoc.annotators.titles import book_titles
from policydoc.document import Document
from policydoc.parsing import numerals
from policydoc.source import Span, fold
from policydoc.tree import (
    Assignment,
    AttachmentList,
    Branch,
    Caption,
    Cell,
    Division,
    DocumentNumber,
    Heading,
    IssueDate,
    Leaf,
    Node,
    Note,
    Paragraph,
    ResponsibilityClause,
    Root,
    Sentence,
    Title,
)

SENTENCE, HEADING, CLAUSE, CELL, NOTE = "sentence", "heading", "clause", "cell", "note"

_KIND_OF: dict[type[Node], str] = {
    Sentence: SENTENCE,
    Heading: HEADING,
    ResponsibilityClause: CLAUSE,
    Cell: CELL,
    Caption: HEADING,
    Note: NOTE,
    AttachmentList: NOTE,
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_CHINESE_YEAR = re.compile(r"(二零[零一二三四五六七八九]{2})年(?:([一二三四五六七八九十]{1,2})月)?")
_ISSUED = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})?")


@attrs.define(eq=False)
class Passage:
    """A stretch of running text.

    `head` is true for the first sentence of a paragraph; `paragraph` counts paragraphs; `idle` is true under a heading that commits to
    nothing: one that looks back (发展基础, “十三五”成就) or says who qualifies (申报条件).
    """

    start: int
    end: int
    kind: str
    head: bool
    paragraph: int
    idle: bool = False


@attrs.define(eq=False)
class Context:
    """The passages and assignments of a document in order, and the year and month of its issue where the document tells them."""

    text: str
    passages: list[tuple[int, int, str, bool, int, bool]]
    """The fields of each `Passage`, which are made when they are asked for."""
    assignments: list[Assignment]
    year: int | None
    month: int | None
    starts: list[int] = attrs.field(init=False)
    titles: list[Span] = attrs.field(init=False)
    """《…》 of the passages, the outer ones, in order."""
    _title_starts: list[int] = attrs.field(init=False)
    _made: dict[int, Passage] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.starts = [p[0] for p in self.passages]
        self.titles = book_titles(self.text, self.passages)
        self._title_starts = [t[0] for t in self.titles]

    def passage(self, span: Span) -> Passage | None:
        """The passage that holds all of a span."""
        at = bisect_right(self.starts, span[0]) - 1
        if at >= 0:
            found = self.passages[at]
            if span[1] <= found[1]:
                kept = self._made.get(found[0])
                if kept is None:
                    kept = self._made[found[0]] = Passage(*found)
                return kept
        return None

    def in_title(self, offset: int) -> bool:
        """Whether an offset stands inside of 《…》."""
        at = bisect_right(self._title_starts, offset) - 1
        return at >= 0 and offset < self.titles[at][1]


_kept: tuple[Root, str, Context] | None = None


def context_of(doc: Document) -> Context:
    """The context of a document. The last one is kept, since annotators run over one document one after the other."""
    global _kept
    kept = _kept
    if kept is not None and kept[0] is doc.root and kept[1] is doc.text:
        return kept[2]
    passages, assignments, elements = _walk(doc.root)
    year, month = _issue(elements)
    context = Context(doc.text, passages, assignments, year, month)
    _kept = (doc.root, doc.text, context)
    return context


def _walk(root: Root) -> tuple[list[tuple[int, int, str, bool, int, bool]], list[Assignment], list[tuple[int, str]]]:
    passages: list[tuple[int, int, str, bool, int, bool]] = []
    assignments: list[Assignment] = []
    elements: list[tuple[int, str]] = []
    paragraph = 0
    head = False
    idle_until = -1
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        cls = type(node)
        kind = _KIND_OF.get(cls)
        if kind is None:
            if not isinstance(node, Branch):
                if cls in _DATED and isinstance(node, Leaf):
                    elements.append((_DATED[cls], node.text))
                continue
            if cls is Paragraph:
                paragraph += 1
                head = True
            elif isinstance(node, Division) and _is_idle(node):
                idle_until = max(idle_until, node.span[1])
            stack += node.children[::-1]
        else:
            if kind is CELL:
                paragraph += 1
            start, end = node.span
            passages.append((start, end, kind, head and kind is SENTENCE, paragraph, start < idle_until))
            if kind is SENTENCE:
                head = False
                for clause in node.children:  # type: ignore[attr-defined]
                    assignments += clause.children
            elif kind is CLAUSE:
                assignments += node.children  # type: ignore[attr-defined]
    return passages, assignments, elements


_HINT = re.compile("条件|资格|标准|对象|范围|要求|现状|基础|成效|成就|回顾|背景|形势|机遇|挑战|问题|环境")
_BACK = re.compile(
    r"现状|发展基础|工作基础|现实基础|基础条件|发展成效|主要成效|取得成效|成就|回顾|发展背景|面临形势|发展形势|机遇|挑战|存在问题|主要问题|"
    r"发展环境"
)
_QUALIFIES = re.compile(
    r"(?:申报|申请|基本|认定|准入|享受|报名|入选|评选|参评|评审|推荐|资格|设立|备案)(?:条件|标准|资格)|(?:申报|扶持|支持|适用|奖励|"
    r"补贴)(?:对象|范围)|申报要求|材料要求"
)
_AHEAD = re.compile(r"目标|任务|要求|措施|应对|夯实|完善|建设")


def _is_idle(division: Division) -> bool:
    heading = division.children[0] if division.children else None
    if type(heading) is not Heading:
        return False
    words = heading.text
    if len(words) > 40 or not _HINT.search(words):
        return False
    return _QUALIFIES.search(words) is not None or _BACK.search(words) is not None and not _AHEAD.search(words)


_DATED: dict[type[Node], int] = {IssueDate: 0, DocumentNumber: 1, Title: 2}


def _issue(elements: list[tuple[int, str]]) -> tuple[int | None, int | None]:
    """Year and month of issue: of the date, else the year of the number, else of the title."""
    for _, words in sorted(elements, key=lambda e: e[0]):
        plain = fold("".join(words.split()))
        if dated := _ISSUED.search(plain):
            return int(dated[1]), int(dated[2]) if dated[2] and 1 <= int(dated[2]) <= 12 else None
        if dated := _CHINESE_YEAR.search(plain):
            return numerals.value(dated[1]), numerals.value(dated[2]) if dated[2] else None
        if dated := _YEAR.search(plain):
            return int(dated[0]), None
    return None, None
