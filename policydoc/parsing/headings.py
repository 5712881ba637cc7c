"""headings: where the heading of each division ends.

Each division line has a shape: nothing but a title (whole), a title and text behind it (run-in), a label (指导思想：…), a title set
apart (【…】), or body. Shapes that could be either are decided by the siblings: a row of divisions has headings or it has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import attrs

from policydoc.parsing.actors import OTHER_LABEL
from policydoc.parsing.glued import torn, unglue
from policydoc.parsing.lines import Line
from policydoc.parsing.sentences import trim
from policydoc.tree import RANKS

LONGEST = 46
"""Characters of a run-in heading at the most; more than 40 only where the siblings have headings."""
ENTRY = 26
"""Characters of the name that a list's entry opens with, at the most; what is longer, or has a comma, may be a statement."""
SLOGAN = 14
"""Characters of a heading at the most in a row that mostly says who must do what (责任要到人)."""
TITLED = 0.6
"""Of a row with titles so many open as with one; in a row of instructions some are as short by chance."""
LABEL = 20
"""Characters of a heading that ends in ：."""

_APART = re.compile(
    r"[ \t\u3000\xa0]*(?:【([^【】]{1,40})】|[（(]([^（）()，。；]{2,20})[）)])(?=[ \t\u3000\xa0]|$|\n|[^，。；、])"
)
_NO_TITLE = re.compile(
    r"^(?:原则)?同意|应当|不得|必须|严禁|禁止|一律|一般[由应]|原则上|可以|不予|予以|有权|经.{0,12}批准|本(?:通知|办法|"
    r"措施|规定|意见|政策|条例|方案|细则)|(?<=[\u4e00-\u9fff])不(?:具有|属于|视为)|是指|包括|^(?:凡|如|若|对.{2,20}的(?!(?:.{2,4})?(?:要求|标准|条件|管理|办法|程序)。)|各.{1,12}[要应]|由|经|自(?![愿主觉查评我然])|"
    r"按照|根据|在.{2,20}[上下中后前内]，)|"
    r"(?<![需主重必首摘])要(?![素求点道闻件务害领])|(?<![申邀报提聘敬恳])请(?![求示假愿柬])|应(?=[当由在于按将])|的，|年\d+月|\d+元|共 ?\d|如下"
)
_USUAL = re.compile(
    r"(?:指导思想|基本原则|总体(?:目标|要求|思路)|发展目标|主要目标|工作目标|目标任务|工作思路|工作原则|主要任务|重点任务|工作要求|保障措施|"
    r"组织保障|主要职责|主要职能|职责任务|成员单位|议事规则|重要意义|工作内容|建设目标|总体思路|实施范围|支持对象|申报条件|组成人员|工作机制|适用范围|实施步骤|工作步骤|其[他它]事项)"
    r"(?=[ \t\u3000\xa0]+[^ \t\u3000\xa0]|到20|20\d\d年|以|坚持|全[面市省县国]|各|为|按照|深入|贯彻|——|--|树立|根据|通过|力争|“十|紧紧|"
    r"认真落|本[办措意政]|[一二]要|一是|督促|统筹|负责|由|联席会议|领导小组|在[^，]{1,6}下)"
)
"""Headings that every plan has; where the line break behind one was lost, what follows is told by its first word."""
_LABEL = re.compile(rf"[^，。；！？,;《“（(：:]{{2,{LABEL}}}(?:[：:](?!\d)|(?<!\d)[：:])")
_ASIDE = re.compile(r"[（(][^（）()]{1,30}[）)]")
"""A bracket in a title, with a date perhaps, says nothing of what it is."""
_LEAD_IN = re.compile(r"(?<![\d岁元级])以下|下列|如下|[需须请应当](?:提供|提交|报送|携带|出具|准备)[：:]$")
_ENTITIES = ("&quot;", "&nbsp;", "&rdquo;", "&ldquo;")
_REMARK = re.compile(r"。([（(][^（）()。]{1,30}[）)])$")
"""A remark in brackets behind a closed sentence, （400字以内）."""
_NAMED = re.compile(r"《[^《》]+》(?:[（(][^（）()]{4,40}号[）)])[；;。]?")
"""The entry of a list of documents, with its number: no heading."""
_NOTHING = re.compile(rf"{OTHER_LABEL.pattern}|特此[^。]{{2,6}}。")
_ROW = 3
"""A row of so many siblings decides for itself, and two that both open with a name; others do with all divisions of their kind."""
_ENTRY_END = frozenset("；;，,、")
_STOPS = frozenset("，,：:")
_CLOSING = frozenset("。；;，,、：:！？")


@attrs.define
class _Votes:
    """How the divisions of a row, or all of a kind, open."""

    count: int = 0
    single: int = 0
    """With one sentence and nothing more, which says nothing of the others."""
    headed: int = 0
    """With what may be a heading."""
    named: int = 0
    """With a name, short and without a comma."""
    told: int = 0
    """With a sentence that says who must do what."""

    @property
    def share(self) -> float:
        return self.headed / self.count

    @property
    def titled(self) -> bool:
        """Whether titles open enough of all, and most of those that have text for one to stand over."""
        return self.share >= 0.24 and self.headed >= TITLED * (self.count - self.single)


class _Shape(NamedTuple):
    """How a division line opens."""

    settled: int = -1
    """Where its heading surely ends, -1 where that is not sure."""
    run_in: int = -1
    """Where a heading ends if the siblings have headings, -1 where none can."""
    single: bool = False
    """Whether it is one sentence and nothing more."""


@attrs.define
class _Opening:
    """A first sentence that may be a heading."""

    line: Line
    end: int
    row: str
    title: str
    tells: bool
    """Whether it reads as a sentence of the text."""
    whole: bool
    """Whether nothing follows it on its line."""


def headings(text: str, lines: Sequence[Line], ends: Sequence[int]) -> None:
    """Set `heading` of every division line of one document (notice or attachment)."""
    rows = _rows(text, lines)
    votes: dict[str, _Votes] = {}
    entries: dict[str, list[tuple[Line, int]]] = {}
    undecided = _openings(text, lines, ends, rows, votes, entries)
    if torn(text, lines):
        unglued = unglue(text, lines, rows, {id(opening.line) for opening in undecided})
        undecided = [opening for opening in undecided if id(opening.line) not in unglued]
    for opening in undecided:
        vote = votes[opening.row]
        if vote.count < _ROW and opening.row[-1] != "+" and not 1 < vote.count == vote.named:
            vote = votes[opening.line.role]
        if _reads_as_title(opening, vote):
            opening.line.heading = opening.end
    for listing in entries.values():
        _entries_with_titles(text, listing)
    for line in lines:
        if line.mark and line.clauses:  # a clause stands behind a heading or in a sentence, never in a heading
            line.heading = max(line.mark.end, min(line.heading, line.clauses[0].start))


def _openings(
    text: str,
    lines: Sequence[Line],
    ends: Sequence[int],
    rows: Sequence[str],
    votes: dict[str, _Votes],
    entries: dict[str, list[tuple[Line, int]]],
) -> list[_Opening]:
    """Set the headings that are sure; those that are not, with the `votes` of each row and kind, and the `entries` that close with ；."""
    below = _has_below(text, lines)
    undecided: list[_Opening] = []
    for i, line in enumerate(lines):
        if line.mark is None or line.role not in RANKS:
            continue
        row, begin = rows[i], line.mark.end
        if row[-1] in "!；":
            line.heading = begin
            if row[-1] == "；":
                entries.setdefault(row, []).append((line, _shape(text, line, ends, below[i], True).run_in))
            continue
        listed = row[-1] == "+"
        deeper = i + 1 < len(lines) and RANKS.get(lines[i + 1].role, -1) > RANKS[line.role]
        settled, end, single = _shape(text, line, ends, below[i], listed and not deeper)
        line.heading = settled if settled >= 0 else begin
        named, tells = settled > begin, False
        if end >= 0:
            title = text[begin:end].strip()
            named = len(title) <= ENTRY and _STOPS.isdisjoint(title)
            tells = _NO_TITLE.search(_ASIDE.sub("", title)) is not None
            undecided.append(_Opening(line, end, row, title, tells, whole=not text[end : line.end].strip()))
        for voters in (row,) if listed else (row, line.role):
            vote = votes[voters] if voters in votes else votes.setdefault(voters, _Votes())
            vote.count += 1
            vote.single += single and not listed
            vote.headed += named or (end >= 0 and not listed)
            vote.named += named
            vote.told += tells
    return undecided


def _entries_with_titles(text: str, entries: Sequence[tuple[Line, int]]) -> None:
    """Headings of a list whose entries close with ；, where nearly all have a title and text of their own (（一）评级得分。由……；)."""
    titled = [
        (line, end)
        for line, end in entries
        if line.mark and line.mark.end < end < line.end - 1 and not _NO_TITLE.search(text[line.mark.end : end])
    ]
    if len(titled) > 1 and len(titled) > 0.6 * len(entries):
        for line, end in titled:
            line.heading = end


def _reads_as_title(opening: _Opening, vote: _Votes) -> bool:
    """Whether a short first sentence is a heading; in a list, and where it is long, only if its siblings have headings too."""
    length, share = len(opening.title), vote.share
    if 2 * vote.told >= vote.count and length > SLOGAN:
        return False
    if opening.tells and (share < 0.8 or vote.count < 4 or length > 30):
        return False
    if opening.row[-1] == "+":
        return share > 0.6 and vote.count > 1
    if vote.count >= _ROW and (vote.headed < 2 or (opening.whole and vote.headed * 2 < vote.count)):
        return False  # of a list of sentences one has a paragraph below it
    if length <= 26:
        return vote.titled or vote.count < _ROW
    return vote.titled and share >= 0.5 and (length <= 40 or share >= 0.8)


def _has_below(text: str, lines: Sequence[Line]) -> list[bool]:
    """For each division line whether anything stands below it in its division."""
    result = [False] * len(lines)
    rest = [line.role != "resp" and not (line.role == "para" and _NOTHING.match(text, line.start, line.end)) for line in lines]
    for i in range(len(lines) - 2, -1, -1):
        if not rest[i]:  # a clause on a line of its own, or 特此公告。, is nothing that a heading stands over
            lines_below = i + 1
            rest[i] = lines[lines_below].role in ("para", "resp", "table", "caption") and rest[lines_below]
    for i in range(len(lines) - 1):
        line, following = lines[i], lines[i + 1]
        if line.role in RANKS:
            deeper = following.role in RANKS and RANKS[following.role] > RANKS[line.role]
            result[i] = deeper or (following.role in ("para", "resp", "table", "caption", "box") and rest[i + 1])
    return result


def _rows(text: str, lines: Sequence[Line]) -> list[str]:
    """The row of siblings that each division line votes in: those whose numbers go on, through chapters too.

    A row is a list (its name ends in +) where it opened, inside a division, under a lead-in that ends in ：. Behind an entry that closes
    with ； stands an entry (its name ends in ；, under an article in !).
    """
    result = [""] * len(lines)
    row: dict[str, str] = {}
    names: dict[str, str] = {}
    last_number: dict[str, int] = {}
    closing: dict[str, str] = {}
    lead_in, inside = False, False
    for i, line in enumerate(lines):
        if line.role in RANKS:
            if len(row) > 1 or line.role not in row:
                for kind in [k for k in row if RANKS[k] > RANKS[line.role]]:
                    del row[kind]
            number = line.mark.number if line.mark else None
            goes_on = number is not None and number == last_number.get(line.role, -9) + 1
            last_number[line.role] = number or 0
            if number == 1 or (line.role not in row and not goes_on):
                listed = lead_in and inside and line.role != "chapter"
                names[line.role] = row[line.role] = f"{line.role} {i}{' +' if listed else ''}"
                closing.pop(line.role, None)
            elif line.role not in row:
                row[line.role] = names[line.role]
            last = text[line.end - 1]
            listed = last == "；" or closing.get(line.role) in ("；", ";")
            result[i] = f"{row[line.role]} {'!' if 'article' in row else '；'}" if listed else row[line.role]
            closing[line.role] = "" if last == ";" and text.endswith(_ENTITIES, line.start, line.end) else last
            inside = True
        if line.role in RANKS or line.role == "para":
            lead_in = text[line.end - 1] in "：:"
    return result


def _shape(text: str, line: Line, ends: Sequence[int], below: bool, entry: bool) -> _Shape:
    """How a division line opens. `below`: whether anything stands below it; `entry`: whether it is one of a list."""
    assert line.mark is not None
    start = line.mark.end
    s, e = trim(text, start, line.end)
    if s >= e:
        return _Shape()
    apart = _APART.match(text, start, line.end)
    if apart and (apart[1] or line.role == "article"):
        return _Shape(apart.end())
    at = bisect_right(ends, s)
    first = ends[at] if at < len(ends) and ends[at] <= e else -1
    if line.role == "article":
        whole = first < 0 and e - s <= 30 and text[e - 1] not in "：:；;，" and below
        return _Shape(e if whole else -1)
    body_end = _body_end(text, line, s, e)
    told = _told(text, (s, e, body_end), first, below, entry)
    if told is not None:
        return told
    if first < 0 or first > body_end:
        return _unclosed(text, s, body_end, below, entry)
    if first >= body_end:
        titled = below and first - s <= LONGEST
        return _Shape(run_in=first) if titled and not any(s < c.start < first for c in line.clauses) else _Shape(single=not below)
    return _Shape(run_in=first) if first - s <= LONGEST and text[first - 1] != "！" else _Shape()


def _body_end(text: str, line: Line, s: int, e: int) -> int:
    """Where the words of a line end, the clauses and the remark at its end left out."""
    for clause in reversed(line.clauses):
        if clause.end != e:
            break
        e = trim(text, s, clause.start)[1]
    remark = _REMARK.search(text, max(s, e - 32), e) if text[e - 1] in "）)" else None
    return trim(text, s, remark.start(1))[1] if remark and remark.start() > s else e


def _told(text: str, words: tuple[int, int, int], first: int, below: bool, entry: bool) -> _Shape | None:
    """A heading, or none, that the words tell by themselves: usual ones, a document with its number, a label."""
    s, e, body_end = words
    usual = _USUAL.match(text, s, e)
    if usual and (first < 0 or first - s > len(usual[0]) + 1):
        return _Shape(usual.end())
    if not below and _NAMED.fullmatch(text, s, e):
        return _Shape()
    label = _label(text, s, e, first)
    if label > 0 and below and _ASIDE.fullmatch(text, *trim(text, label, body_end)):
        return _Shape(body_end)
    if label > 0 and not (entry and label >= body_end):
        return _Shape(label) if label < body_end or below else _Shape()
    return None


def _unclosed(text: str, s: int, end: int, below: bool, entry: bool) -> _Shape:
    """Words that no full stop closes: a heading, unless they lead in, are an entry, or are too long."""
    last = text[end - 1]
    if entry:
        return _Shape(run_in=end) if below and end - s <= ENTRY and last not in _CLOSING else _Shape()
    listed = last in _ENTRY_END and not text.endswith(_ENTITIES, s, end)
    return _Shape() if listed or last in "：:" or end - s > 80 else _Shape(end)


def _label(text: str, s: int, e: int, first: int) -> int:
    """The end of a label heading (指导思想：), 0 where there is none."""
    label = _LABEL.match(text, s, e)
    if label is None or 0 <= first < label.end() or _LEAD_IN.search(label[0]):
        return 0
    return label.end()
