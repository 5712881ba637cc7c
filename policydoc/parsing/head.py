"""The head of a document and the wrapper behind it, in GB/T order and in web order.

The first addressees or number line is the anchor; the title stands right above (or below) it and is told from its copies by being
nearest. The tail is read from the end
upwards and stops at the first real line.
"""

from __future__ import annotations

import re

import attrs

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK

HEAD = 120
"""So many lines from the start are searched for the anchor."""


_DECORATION = frozenset("*_>\\&;")
_EDGES = re.compile(rf"^(?:[*_>{BLANK}]|&(?:nbsp|ensp|emsp);)+|(?:[*_\\{BLANK}]|&(?:nbsp|ensp|emsp);)+$")


@attrs.define
class Frame:
    """The lines of a file while their roles are found."""

    text: str
    lines: list[Line]
    words: list[str]
    named: set[str] = attrs.field(factory=set)
    """Titles that the notice names (normalised): what it issues and its annexes."""
    titles: set[str] = attrs.field(factory=set)
    opening: str = ""
    """How the first notice begins (normalised): a text that stands twice is two notices."""
    issues: bool = False
    dated: bool = False
    zone: str = "notice"
    body: int = 0
    """The first line behind the head of the present document."""

    @staticmethod
    def bare(words: str) -> str:
        """A line without the decoration and the entities at its edges: what its form is asked of."""
        if words and (words[0] in _DECORATION or words[-1] in _DECORATION):
            return _EDGES.sub("", words) or words
        return words

    def offset(self, at: int, index: int) -> int:
        """The offset in the text of a place in `words[at]`."""
        line = self.lines[at]
        return self.text.find(self.words[at], line.start, line.end) + index

    def give(self, at: int, role: str, opens: str = "") -> None:
        """Set the role of a line."""
        self.lines[at].role, self.lines[at].opens = role, opens

    def cut(self, at: int, offset: int) -> None:
        """Cut a line in two before an offset."""
        line = self.lines[at]
        left, right = trim(self.text, line.start, offset), trim(self.text, offset, line.end)
        rest = Line(*right, ran_on=True)
        rest.clauses = [c for c in line.clauses if c.start >= right[0]]
        line.clauses = [c for c in line.clauses if c.start < right[0]]
        line.end = left[1]
        self.lines.insert(at + 1, rest)
        self.words[at : at + 1] = [self.bare(self.text[slice(*left)]), self.bare(self.text[slice(*right)])]


# -- the head ----------------------------------------------------------------------------------------------------------------


def head(state: Frame, start: int) -> int:
    """Roles of the lines from `start` to the body; returns the first line of the body."""
    state.zone, state.dated, state.named, state.issues = "notice", False, set(), False
    _cut_numbers(state, start)
    addressees, number = _anchors(state, start)
    anchor = addressees if addressees is not None else number
    if anchor is None:
        first, last = _title_alone(state, start)
        body = last
    else:
        first, last = _title_above(state, start, anchor)
        if first == last and anchor == number:
            first, last = _title_below(state, anchor + 1)
            first = anchor if first < last else first
        body = max(last, anchor + 1)
    if anchor is None and first == last:
        while start < len(state.lines) and state.lines[start].mark is None and like.WRAPPER.match(state.words[start]):
            state.give(start, "wrapper")
            start += 1
        state.body = start
        return start
    if anchor is not None and first < last and like.ORDER.match("".join(state.words[first:last])):
        for i in range(first, last):  # ××令 above 第N号 is the mark of the issuer; the title of what it promulgates may follow
            state.give(i, "issuer_mark")
        below = _title_below(state, anchor + 1)
        last = max(below[1], anchor + 1)
    top = min(first, anchor if anchor is not None else first)
    top = _letterhead(state, start, top)
    for at in range(start, top):
        if not state.lines[at].role:
            state.give(at, _role_around(state.words[at]))
    _cut_title(state, first, last)
    body = _below_title(state, max(body, last))
    _learn_titles(state, start, body)
    _first_element_opens(state, start, body)
    state.body = body
    return body


def _cut_numbers(state: Frame, start: int) -> None:
    """Number and signer, number and addressees on one line are cut apart."""
    for at in range(start, min(len(state.lines), start + 40)):
        words = state.words[at]
        if state.lines[at].role or not 12 < len(words) < 400 or (words[-1] not in "：:" and "签发人" not in words):
            continue
        signer = words.find("签发人")
        if signer > 0 and like.DOCUMENT_NUMBER.match(words[:signer].strip()):
            state.cut(at, state.offset(at, signer))
            return
        number = like.NUMBER_YEAR.search(words, 0, 40) if words[-1] in "：:" and "号" in words[:40] else None
        if number and like.is_addressees(words[number.end() :].strip()) and like.DOCUMENT_NUMBER.match(words[: number.end()]):
            state.cut(at, state.offset(at, number.end()))
            return


def _anchors(state: Frame, start: int) -> tuple[int | None, int | None]:
    """The first addressees line and the first number line before the first division."""
    addressees = number = None
    for at in range(start, min(len(state.lines), start + HEAD)):
        line, words = state.lines[at], state.words[at]
        if line.role:
            continue
        if line.mark is not None and line.mark.kind != "point":
            break
        if number is None and len(words) < 60 and like.DOCUMENT_NUMBER.match(words):
            number = at
        if like.is_addressees(words) and not like.is_metadata(words):
            addressees = at
            break
        if number is not None and "。" in words and at > number + 3:
            break
    if addressees is not None and number is not None and addressees - number > 12:
        number = None
    return addressees, number


def _title_above(state: Frame, start: int, anchor: int) -> tuple[int, int]:
    """The lines of the title above the anchor, the number and notes between them given their roles."""
    state.give(anchor, "to" if like.is_addressees(state.words[anchor]) else "docnum")
    at = anchor - 1
    first = last = anchor
    numbered = state.lines[anchor].role == "docnum"
    while at >= start:
        words = state.words[at]
        if state.lines[at].role == "wrapper" and len(words) < 30:
            at -= 1
            continue
        if state.lines[at].role:
            break
        if len(words) < 60 and like.DOCUMENT_NUMBER.match(words):
            if numbered:
                break
            numbered = True
            state.give(at, "docnum")
        elif first == last and like.TITLE_NOTE.match(words) and len(words) < 120:
            state.give(at, "note")
        elif first == last and (like.WRAPPER.match(words) or like.PAGE_NUMBER.match(words)):
            state.give(at, "wrapper")
        elif first == last and (like.is_metadata(words) or like.DATE.match(words)):
            state.give(at, "metadata")
        elif first == last and _may_be_title(state, at):
            first, last = at, at + 1
            if _whole_title(words) and not words.startswith(("的", "（", "(", "》")):
                at = _above_title(state, start, at)
                first = at + 1
                continue
        elif first < last and _extends_title(state, at, first, last):
            first = at
        else:
            break
        at -= 1
    _number_above(state, start, first, numbered)
    for i in range(first, last):
        state.give(i, "title")
    return first, last


def _whole_title(words: str) -> bool:
    return "关于" in words[1:] or like.ISSUES.search(words) is not None


def _above_title(state: Frame, start: int, at: int) -> int:
    """The line above a title that begins with the issuer's name on lines of its own."""
    above = at - 1
    while (
        above >= start
        and state.words[at].startswith(("关于", "印发", "转发"))
        and not state.lines[above].role
        and like.ORGAN.match(state.words[above])
        and not like.ISSUER_MARK.match(state.words[above])
    ):
        above -= 1
        if state.words[above + 1].endswith(("府", "室", "厅")):
            break
    return above


def _number_above(state: Frame, start: int, first: int, numbered: bool) -> None:
    """In GB/T order the number stands above the title."""
    above = first - 1
    while above >= start and state.lines[above].role == "wrapper" and len(state.words[above]) < 30:
        above -= 1
    if not numbered and above >= start and not state.lines[above].role and len(state.words[above]) < 60:
        if like.DOCUMENT_NUMBER.match(state.words[above]):
            state.give(above, "docnum")


def _title_below(state: Frame, start: int) -> tuple[int, int]:
    """The lines of the title right below a number that stands first."""
    at = start
    while at < len(state.lines) and (like.WRAPPER.match(state.words[at]) or not any(map(str.isalnum, state.words[at]))):
        state.give(at, "wrapper")
        at += 1
    first = at
    while at < len(state.lines) and at - first < 4 and _may_be_title(state, at):
        at += 1
        if like.is_title(state.words[at - 1]):
            break
    if at == first or not like.is_title(state.words[at - 1]):
        return start, start
    for i in range(first, at):
        state.give(i, "title")
    return first, at


def _title_alone(state: Frame, start: int) -> tuple[int, int]:
    """The title of a text without number and addressees: the last copy of the first title-like line before the body."""
    for at in range(start, min(len(state.lines), start + 30)):
        line, words = state.lines[at], state.words[at]
        if line.role:
            continue
        if line.mark is not None or (like.PROSE.search(words) and not like.LEAD_END.search(words) and len(words) > 40):
            break
        if not like.is_title(words) or like.is_metadata(words) or like.WRAPPER.match(words):
            continue
        if at > start and not any(map(_is_body, state.lines[at + 1 : at + 12], state.words[at + 1 : at + 12])):
            continue
        at = _last_copy(state, at)
        first = at
        while first - 1 >= start and _extends_title(state, first - 1, first, at + 1):
            first -= 1
        for i in range(first, at + 1):
            state.give(i, "title")
        return first, at + 1
    return _plain_first_line(state, start)


def _plain_first_line(state: Frame, start: int) -> tuple[int, int]:
    """A short plain line right above the first division is the title, whatever its kind."""
    if start + 1 < len(state.lines) and _may_be_title(state, start) and 6 <= len(state.words[start]) <= 60:
        mark = state.lines[start + 1].mark
        prose = state.words[start].startswith("关于") and like.PROSE.search(state.words[start + 1])
        if (prose or (mark is not None and mark.number == 1)) and not like.ORGAN.match(state.words[start]) and not like.DOCUMENT_NUMBER.match(state.words[start]):
            state.give(start, "title")
            return start, start + 1
    return start, start


def _last_copy(state: Frame, at: int) -> int:
    """The last of the copies of a title that no prose parts: a site or database prints it above the document too."""
    known, last = like.normal(state.words[at]), at
    for i in range(at + 1, min(len(state.lines), at + 16)):
        words = state.words[i]
        if like.normal(words) == known or (len(known) > 8 and known.startswith(like.normal(words)) and like.is_title(words)):
            last = i
        elif state.lines[i].mark is not None or (like.PROSE.search(words) and not like.is_metadata(words)):
            break
    return last


def _is_body(line: Line, words: str) -> bool:
    return line.mark is not None or like.PROSE.search(words) is not None


def _may_be_title(state: Frame, at: int) -> bool:
    words = state.words[at]
    return (
        not state.lines[at].role
        and state.lines[at].mark is None
        and not like.PROSE.search(words)
        and words[-1:] not in "：:，,、"
        and len(words) <= (400 if "关于" in words else 200)
        and not like.is_metadata(words)
        and not like.WRAPPER.match(words)
        and not like.REGISTRATION.match(words)
        and not like.DATE_INSIDE.match(words)
        and not words.startswith(("根据", "按照", "为了", "为贯彻"))
        and any("\u4e00" <= c <= "\u9fff" for c in words)
    )


def _extends_title(state: Frame, at: int, first: int, last: int) -> bool:
    """Whether the line above a title's first line belongs to it: the title is not whole without, and the line is no copy."""
    if last - first >= 4 or not _may_be_title(state, at) or like.ISSUER_MARK.match(state.words[at]):
        return False
    title = "".join(state.words[first:last])
    above = state.words[at]
    if not title.startswith(_UNFINISHED) and _whole_title(title) or like.normal(above) in like.normal(title) or like.normal(title) in like.normal(above):
        return False
    if title.startswith(("（", "(", "的", "》")):
        return True
    return not like.is_title(above) and ("关于" in above or like.ORGAN.match(above) is not None or title.startswith(_UNFINISHED))


_UNFINISHED = ("关于", "印发", "转发", "的", "（", "(", "》")
"""How the later lines of a title begin."""


def _letterhead(state: Frame, start: int, top: int) -> int:
    """Elements above the title (7.2): 份号, 密级, 紧急程度, 发文机关标志, 签发人; returns the first line of the document."""
    patterns = (
        ("issuer_mark", like.ISSUER_MARK),
        ("urgency", like.URGENCY),
        ("secrecy", like.SECRECY),
        ("signer", like.SIGNER),
        ("docnum", like.DOCUMENT_NUMBER),
        ("copy_number", like.COPY_NUMBER),
    )
    while top > start and state.lines[top - 1].role == "docnum":
        top -= 1
    at = top - 1
    numbered = top < len(state.lines) and state.lines[top].role == "docnum" and any(line.role == "title" for line in state.lines[top : top + 4])
    while numbered and at >= start and not state.lines[at].role and like.ORGAN.match(state.words[at]):
        state.give(at, "issuer_mark")
        at -= 1
    while at >= start:
        words = state.words[at]
        if state.lines[at].role == "docnum":
            at -= 1
            continue
        role = next((r for r, p in patterns if len(words) <= 60 and p.match(words)), None)
        if role is None or state.lines[at].role or (role == "docnum" and state.lines[at + 1].role != "signer"):
            break
        state.give(at, role)
        at -= 1
    return at + 1


def _role_around(words: str) -> str:
    """The role of a line outside of the document."""
    if like.is_metadata(words) or like.REGISTRATION.match(words):
        return "metadata"
    if len(words) < 60 and (like.DOCUMENT_NUMBER.match(words) or like.DATE.match(words) or like.ORGAN.match(words)):
        return "metadata"
    return "wrapper"


def _cut_title(state: Frame, first: int, last: int) -> None:
    """Title and number on one line are cut apart."""
    if first == last:
        return
    words = state.words[last - 1]
    if words[-1:] not in "号）)":
        return
    for kind in like.KIND.finditer(words, 6):
        if like.DOCUMENT_NUMBER.match(words[kind.end() :].strip()):
            state.cut(last - 1, state.offset(last - 1, kind.end()))
            state.give(last, "docnum")
            return


_IN_BRACKETS = re.compile(r"[（(〔][^（）()]{1,10}[）)〕]$")


def _below_title(state: Frame, at: int) -> int:
    """Notes, the number and the addressees right below a title; returns the first line of the body."""
    while at < len(state.lines):
        words, line = state.words[at], state.lines[at]
        if line.role in ("docnum", "to", "wrapper", "metadata", "note"):
            pass
        elif line.mark is not None:
            break
        elif len(words) < 60 and like.DOCUMENT_NUMBER.match(words):
            state.give(at, "docnum")
        elif (len(words) < 160 and (like.TITLE_NOTE.match(words) or like.NOTE.match(words))) or like.ENACTMENT.match(words):
            state.give(at, "note")
        elif state.lines[at - 1].role == "title" and len(words) <= 12 and _IN_BRACKETS.match(words):
            state.give(at, "title")
        elif like.is_addressees(words) and not any(line.role == "to" for line in state.lines[max(0, at - 4) : at]):
            state.give(at, "to")
        elif like.WRAPPER.match(words) or (like.is_metadata(words) and len(words) < 240) or not any(map(str.isalnum, words)):
            state.give(at, "wrapper" if not like.is_metadata(words) else "metadata")
        else:
            break
        at += 1
    return at


def _learn_titles(state: Frame, start: int, body: int) -> None:
    """What the title says that the notice issues."""
    title = "".join(w for line, w in zip(state.lines[start:body], state.words[start:body], strict=True) if line.role == "title")
    state.titles.add(like.normal(title))
    issued = like.ISSUES.search(title)
    if issued:
        state.issues = True
        state.named.add(like.normal(issued[1]))
    elif title.endswith(("令", "命令")) or "令" in title[-6:]:
        state.issues = True


def _first_element_opens(state: Frame, start: int, body: int) -> None:
    inside = ("title", "docnum", "to", "note", "issuer_mark", "urgency", "secrecy", "signer", "copy_number")
    for at in range(start, body):
        if state.lines[at].role in inside:
            state.lines[at].opens = "notice"
            break
    first = next((at for at in range(start, body) if state.lines[at].role in ("title", "to")), None)
    if first is not None and not state.opening:
        state.opening = like.normal("".join(state.words[first : first + 3]))[:30]


# -- the tail ----------------------------------------------------------------------------------------------------------------


def tail(state: Frame) -> None:
    """Wrapper behind the document, from the end upwards."""
    at = len(state.lines) - 1
    while at > 0:
        words = state.words[at]
        if state.lines[at].clauses or not (like.WRAPPER.match(words) or like.PAGE_NUMBER.match(words) or not any(map(str.isalnum, words))):
            if not _stray_file(state, at):
                break
        state.give(at, "wrapper")
        at -= 1


def _stray_file(state: Frame, at: int) -> bool:
    """A file offered for download behind the document."""
    words = state.words[at]
    return len(words) < 120 and like.FILE_NAME.search(words) is not None and state.lines[at].mark is None
