"""titles: which lines are the title (标题, 7.3.1). It stands nearest to number and addressees and may take several lines."""

from __future__ import annotations

import re

from policydoc.parsing import elements as like
from policydoc.parsing.lines import Line
from policydoc.parsing.state import Frame

_UNFINISHED = ("关于", "印发", "转发", "的", "（", "(", "》")
"""How the later lines of a title begin."""
_ANSWERS = re.compile(r"[\u4e00-\u9fff]{2,20}?[厅室局委府院部会]对[\u4e00-\u9fff]")
"""How the title of an answer to a proposal begins: 清河市政府办公室对…第118号建议的答复."""


def title_above(state: Frame, start: int, anchor: int) -> tuple[int, int]:
    """The lines of the title above the anchor, the number and notes between them given their roles."""
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
        if first == last and (like.VALIDITY.match(words) or _is_value(state, at)):
            state.give(at, "metadata")
        elif len(words) < 60 and like.DOCUMENT_NUMBER.match(words):
            if numbered:
                break
            numbered = True
            state.give(at, "docnum")
        elif first == last and ((like.TITLE_NOTE.match(words) and len(words) < 120) or (words[0] in "（(" and like.ENACTMENT.match(words))):
            state.give(at, "note")
        elif first == last and (like.WRAPPER.match(words) or like.PAGE_NUMBER.match(words)):
            state.give(at, "wrapper")
        elif first == last and like.ISSUER_MARK.match(words) and not like.ORDER.match(words):
            state.give(at, "issuer_mark")
        elif first == last and (like.is_metadata(words) or like.DATE.match(words)):
            state.give(at, "metadata")
        elif first == last and may_be_title(state, at):
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
    while start < first < last < first + _ISSUERS and _vouched(state, first - 1, last):
        first -= 1
    _number_above(state, start, first, numbered)
    for i in range(first, last):
        state.give(i, "title")
    return first, last


_ISSUERS = 20
"""Lines of a title, most of them issuers, at the most."""
_SIGNED = 1000
"""Lines in which the signatures are looked for."""
_COPY = 1000
"""A copy of the title, or a field with it, stands so many characters above it at the most."""


def _vouched(state: Frame, above: int, last: int) -> bool:
    """Whether a line above a title that is whole without it belongs to it: a copy says so, or it is an issuer who signs below."""
    words = state.words[above]
    if not may_be_title(state, above) or like.ISSUER_MARK.match(words):
        return False
    begins = state.lines[above].start
    if like.normal("".join(state.words[above:last])) in like.normal(state.text[max(0, begins - _COPY) : begins]):
        return True
    issuer = words not in state.words[above + 1] and like.ORGAN.match(words) and like.ORGAN.match(state.words[above + 1].partition("关于")[0])
    if not issuer or words.startswith("中共"):  # 中共清河市委 and 清河市人民政府 issue together
        return bool(issuer)
    below = state.words[last + 1 : last + _SIGNED]
    return any(words in line and len(line) <= 60 and like.is_plain(line) for line in below)


def _is_value(state: Frame, at: int) -> bool:
    """Whether a line is what the field above it holds: 【发文单位】, 【发布文号】 on lines of their own."""
    return at > 0 and state.words[at - 1].endswith("】") and like.is_metadata(state.words[at - 1])


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
    while above >= start and len(state.words[above]) < 80 and (
        (state.lines[above].role == "wrapper" and len(state.words[above]) < 30) or not any(map(str.isalnum, state.words[above]))
    ):
        above -= 1
    free = not numbered and above >= start and not state.lines[above].role and len(state.words[above]) < 60
    if free and like.DOCUMENT_NUMBER.match(state.words[above]):
        state.give(above, "docnum")


def title_below(state: Frame, start: int) -> tuple[int, int]:
    """The lines of the title right below a number that stands first."""
    at = start
    while at < len(state.lines) and (like.WRAPPER.match(state.words[at]) or not any(map(str.isalnum, state.words[at]))):
        state.give(at, "wrapper")
        at += 1
    first = at
    while at < len(state.lines) and at - first < 4 and may_be_title(state, at):
        at += 1
        if like.is_title(state.words[at - 1]):
            break
    if at == first or not like.is_title(state.words[at - 1]):
        return start, start
    for i in range(first, at):
        state.give(i, "title")
    return first, at


def title_alone(state: Frame, start: int) -> tuple[int, int]:
    """The title of a text without number and addressees: the last copy of the first title-like line before the body."""
    for at in range(start, min(len(state.lines), start + 30)):
        line, words = state.lines[at], state.words[at]
        if line.role:
            continue
        if line.mark is not None or (like.PROSE.search(words) and not like.LEAD_END.search(words) and len(words) > 40):
            break
        titled = like.is_title(words) or (_is_kind(words) and _opens_body(state, at + 1))
        if not titled or like.is_metadata(words) or like.WRAPPER.match(words):
            continue
        copied = at + 1 < len(state.words) and like.normal(state.words[at + 1]) == like.normal(words)
        if at > start and not copied and not any(map(_is_body, state.lines[at + 1 : at + 12], state.words[at + 1 : at + 12])):
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
    """A short plain line right above the body is the title, whatever its kind."""
    if start < len(state.lines) and may_be_title(state, start) and 6 <= len(state.words[start]) <= 60:
        other = like.ORGAN.match(state.words[start]) or like.DOCUMENT_NUMBER.match(state.words[start])
        if not other and _opens_body(state, start + 1):
            state.give(start, "title")
            return start, start + 1
    return start, start


def _opens_body(state: Frame, at: int) -> bool:
    """Whether a body begins here: a first division, one or two sentences above it, or long prose."""
    if at >= len(state.lines):
        return False
    words, first = state.words[at], [line.mark is not None and line.mark.number == 1 for line in state.lines[at : at + 2]]
    said = like.PROSE.search(words) is not None
    return first[0] or (said and len(words) > 30) or (first[-1] and len(words) > 12 and (said or words[-1] in "：:"))


def _is_kind(words: str) -> bool:
    """Whether a line is the name of a kind alone (通　告)."""
    return len(words) <= 12 and not like.CONTENTS.match(words) and like.KIND.fullmatch("".join(words.split())) is not None


def _last_copy(state: Frame, at: int) -> int:
    """The last of the copies of a title: a site or database prints it above the document too.

    Prose between them is the lead of a news desk where the last copy stands right above the first division.
    """
    known, last, parted = like.normal(state.words[at]), at, False
    for i in range(at + 1, min(len(state.lines), at + 16)):
        words = state.words[i]
        if state.lines[i].mark is not None:
            break
        if parted:
            if like.normal(words) == known and i + 1 < len(state.lines) and state.lines[i + 1].mark is not None:
                return i
        elif like.normal(words) == known or (len(known) > 8 and known.startswith(like.normal(words)) and like.is_title(words)):
            last = i
        else:
            parted = like.PROSE.search(words) is not None and not like.is_metadata(words)
    return last


def _is_body(line: Line, words: str) -> bool:
    return line.mark is not None or like.PROSE.search(words) is not None


def may_be_title(state: Frame, at: int) -> bool:
    """Whether a line has nothing that a title never has: a role, a mark, prose."""
    words = state.words[at]
    return (
        not state.lines[at].role
        and state.lines[at].mark is None
        and not like.PROSE.search(words)
        and words[-1:] not in "：:，,、"
        and len(words) <= (400 if "关于" in words else 200)
        and not like.is_metadata(words)
        and not like.WRAPPER.match(words)
        and not like.SITE_COLUMN.fullmatch(words)
        and not like.REGISTRATION.match(words)
        and not like.CONTENTS.match(words)
        and not like.SIGNER.search(words)
        and not like.DATE_INSIDE.match(words)
        and not words.startswith(("根据", "按照", "为了", "为贯彻"))
        and any("\u4e00" <= c <= "\u9fff" for c in words)
    )


def _extends_title(state: Frame, at: int, first: int, last: int) -> bool:
    """Whether the line above a title's first line belongs to it: the title is not whole without, and the line is no copy."""
    if last - first >= 4 or not may_be_title(state, at) or like.ISSUER_MARK.match(state.words[at]):
        return False
    title = "".join(state.words[first:last])
    above = state.words[at]
    if (
        not title.startswith(_UNFINISHED)
        and _whole_title(title)
        or like.normal(above) in like.normal(title)
        or like.normal(title) in like.normal(above)
    ):
        return False
    if title.startswith(("（", "(", "的", "》")) or (
        state.lines[at + 1].ran_on and "关于" not in title and not like.is_title(above)
    ):
        return True  # a row that lost its breaks was cut at its blanks
    begins = "关于" in above or above.endswith(("和", "及", "与", "暨")) or like.ORGAN.match(above) is not None or _ANSWERS.match(above) is not None
    return not like.is_title(above) and (begins or title.startswith(_UNFINISHED))
