"""A document made by hand, with every kind of field that the format has."""

from __future__ import annotations

from policydoc.diagnostics import diagnostic
from policydoc.document import Annotation, Document
from policydoc.source import Grid, Hint, Source, Span
from policydoc.tree import (
    Agency,
    Assignment,
    Attachment,
    Caption,
    Cell,
    Chapter,
    Deadline,
    Heading,
    Measure,
    Metadata,
    Notice,
    Paragraph,
    ResponsibilityClause,
    Root,
    Row,
    Sentence,
    Table,
    Title,
    Wrapper,
)

TEXT = """首页 索引号：0001
清河市人民政府关于印发
若干措施的通知
一、重点任务
（一）加强服务。各县要完善服务（市财政局等牵头，市教育局配合，2023年底前完成）。
各县要公开结果。
附件1
任务表
序号 | 任务
"""


def span(quotation: str) -> Span:
    """Where the first such words stand."""
    at = TEXT.index(quotation)
    return at, at + len(quotation)


def leaf(cls: type, quotation: str, id: str, **fields: object) -> object:
    """A leaf over the first such words."""
    return cls(span(quotation), id, quotation, **fields)


def document() -> Document:
    """The document."""
    words = "（市财政局等牵头，市教育局配合，2023年底前完成）"
    lead = Assignment(span("市财政局等牵头"), "a1", (Agency(span("市财政局"), "g1", "市财政局"),), "lead", True)
    due = Deadline(span("2023年底前"), "2023年底前")
    cooperate = Assignment(
        span("市教育局配合"), "a2", (Agency(span("市教育局"), "g2", "市教育局"),), "cooperate", False, due, span("各县")
    )
    clause = ResponsibilityClause(span(words), "r1", (lead, cooperate), words, span("各县要完善服务"))
    whole = "各县要完善服务" + words + "。"
    measure = Measure(
        (span("（一）")[0], span("各县要公开结果。")[1]),
        "m1",
        (
            leaf(Heading, "加强服务。", "h2"),
            Paragraph(span(whole), "p1", (Sentence(span(whole), "s1", (clause,), whole),)),
            Paragraph(span("各县要公开结果。"), "p2", (Sentence(span("各县要公开结果。"), "s2", (), "各县要公开结果。"),)),
        ),
        "（一）",
        1,
    )
    chapter = Chapter((span("一、")[0], measure.span[1]), "c1", (leaf(Heading, "重点任务", "h1"), measure), "一、", 1)
    cells = (leaf(Cell, "序号", "cell1"), leaf(Cell, "任务\n", "cell2"))
    table = Table(
        (span("任务表")[0], len(TEXT)), "t1", (leaf(Caption, "任务表", "cap"), Row(span("序号 | 任务"), "row1", cells))
    )
    annex = Attachment((span("附件1")[0], len(TEXT)), "x1", (table,), "annex", "附件1", 1)
    title = leaf(Title, "清河市人民政府关于印发\n若干措施的通知", "title")
    notice = Notice((title.span[0], len(TEXT)), "notice", (title, chapter, annex))
    number = leaf(Metadata, "索引号：0001", "meta", name="索引号", value="0001")
    root = Root((0, len(TEXT)), "document", (leaf(Wrapper, "首页", "w"), number, notice))
    source = Source(
        TEXT,
        uri="清河.txt",
        sha256="00",
        hints=(Hint((0, 4), bold=True, indent=2.0), Hint((5, 9), label=(5, 7))),
        grids=(Grid(table.span, ((span("序号"), span("任务表")),)),),
        roles=(("header", (0, 2)),),
        removed=((3, "page number", "— 1 —"),),
    )
    who = Annotation("agency", span("市财政局"), {"name": "清河市财政局", "years": [1950, None], "known": True}, "agencies")
    found = diagnostic("PD301", span("（一）"), "（一） is followed by nothing.", numbers=[1, 2])
    return Document(source, root, (who,), (found,), {"lines": {"kept": True, "why": "most lines end in 。"}})


OUTLINE = """\
wrapper 首页
metadata 索引号: 0001
notice
  title 清河市人民政府关于印发 若干措施的通知
  chapter 1
    heading 重点任务
    measure 1
      heading 加强服务。
      sentence 各县要完善服务（市财政局等牵头，市教育局配合，2023年底前完成）。
        responsibility_clause
          lead 市财政局 | …
          cooperate 市教育局
            deadline 2023年底前
            lead_by_rule
      paragraph
      sentence 各县要公开结果。
  attachment annex 1 附件1
    table
      caption 任务表
      row 序号 | 任务
"""
