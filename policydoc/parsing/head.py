"""The head of a document and the wrapper behind it, in GB/T order and in web order.

The first addressees or number line is the anchor; the title stands right above (or below) it and is told from its copies by being
nearest. The tail is read from the end upwards and stops at the first real line.
"""

from __future__ import annotations

import re

from policydoc.parsing import elements as like
from policydoc.parsing.state import Frame
from policydoc.parsing.titles import may_be_title, title_above, title_alone, title_below
from policydoc.source import BLANK

_OPENING = 80
"""So many characters of a notice that stands twice tell it: a title may begin with four issuers, who sign below too."""
HEAD = 120
"""So many lines from the start are searched for the anchor."""


def head(state: Frame, start: int) -> int:
    """Roles of the lines from `start` to the body; returns the first line of the body."""
    state.zone, state.dated, state.named, state.issues = "notice", False, set(), False
    state.listed = set()
    _cut_numbers(state, start)
    anchor, role = _anchor(state, start)
    if anchor is None:
        first, last = title_alone(state, start)
        body = last
    else:
        state.give(anchor, role)
        first, last = title_above(state, start, anchor)
        if first == last and role == "docnum":
            first, last = title_below(state, anchor + 1)
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
        below = title_below(state, anchor + 1)
        last = max(below[1], anchor + 1)
    if first < last and all(map(like.ORGAN.match, state.words[first:last])):
        for i in range(first, last):  # a letterhead whose title is lost
            state.give(i, "issuer_mark")
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


_ORDER = re.compile(rf"({like.ORDER.pattern[:-1]})[{BLANK}]*第[{BLANK}]*[\d一二三四五六七八九十百零〇]{{1,6}}[{BLANK}]*号$")


def _cut_numbers(state: Frame, start: int) -> None:
    """Number and signer, number and addressees, the mark of an order and its number on one line are cut apart."""
    for at in range(start, min(len(state.lines), start + 40)):
        words = state.words[at]
        order = _ORDER.match(words) if words[-1] == "号" and len(words) < 60 and not state.lines[at].role else None
        if order:
            state.cut(at, state.offset(at, order.end(1)))
            return
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


def _anchor(state: Frame, start: int) -> tuple[int | None, str]:
    """The line before the first division from which the head is read, and its role: the addressees, else the number, else a day."""
    number = None
    for at in range(start, min(len(state.lines), start + HEAD)):
        line, words = state.lines[at], state.words[at]
        if line.role:
            continue
        if line.mark is not None and line.mark.kind != "point":
            break
        if number is None and len(words) < 60 and like.DOCUMENT_NUMBER.match(words):
            number = at
        if like.is_addressees(words, placed=at == start) and not like.is_metadata(words):
            return at, "to"
        if number is not None and "。" in words and at > number + 3:
            break
    return (number, "docnum") if number is not None else (_day(state, start), "note")


def _day(state: Frame, start: int) -> int | None:
    """A day in brackets right below a title and above prose."""
    for at in range(start + 1, min(len(state.lines) - 1, start + 12)):
        if state.lines[at].mark is not None:
            return None
        if like.DATE_BRACKETED.match(state.words[at]):
            titled = like.is_title(state.words[at - 1]) and like.PROSE.search(state.words[at + 1])
            return at if titled and not state.lines[at].role else None
    return None


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
    while top > start and _passed(state, top - 1):
        top -= 1
    at = top - 1
    numbered = (
        top < len(state.lines)
        and state.lines[top].role == "docnum"
        and any(line.role == "title" for line in state.lines[top : top + 4])
    )
    while numbered and at >= start and not state.lines[at].role and like.ORGAN.match(state.words[at]):
        state.give(at, "issuer_mark")
        at -= 1
    while at >= start:
        words = state.words[at]
        if _passed(state, at):
            at -= 1
            continue
        role = next((r for r, p in patterns if len(words) <= 60 and p.match(words)), None)
        if role is None or state.lines[at].role or (role == "docnum" and state.lines[at + 1].role != "signer"):
            break
        state.give(at, role)
        at -= 1
    return at + 1


def _passed(state: Frame, at: int) -> bool:
    """Whether a line above the title is its number, a ruled line (版头中的分隔线) typed, or the sign of a heading that Markdown left."""
    role = state.lines[at].role
    if role in ("", "wrapper") and not any(map(str.isalnum, state.words[at])):
        state.give(at, "wrapper")
        return True
    return role == "docnum"


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
    label = like.ATTACHMENT_LABEL.match(state.words[first])
    if label:
        state.cut(first, state.offset(first, label.end()))
        state.give(first, "wrapper")
        state.give(first + 1, "title")
        last += 1
    words = state.words[last - 1]
    if words[-1:] not in "号）)":
        return
    day = like.DATE_BRACKETED.search(words, max(0, len(words) - 24))
    if day and like.DOCUMENT_NUMBER.match(words[like.last_kind(words, day.start()) : day.start()].strip()):
        state.cut(last - 1, state.offset(last - 1, day.start()))
        state.give(last, "note")
        words = state.words[last - 1]
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
        elif _noted(words, state.lines[at - 1].role):
            state.give(at, "note")
        elif state.lines[at - 1].role == "title" and len(words) <= 12 and _IN_BRACKETS.match(words):
            state.give(at, "title")
        elif _issued_by(state, at):
            state.give(at, "signature")
            state.give(at + 1, "date")
            at += 1
        elif again := _title_again(state, at):
            _move_title(state, at, again)
            at = again - 1
        elif _addressed(state, at):
            state.give(at, "to")
        elif like.WRAPPER.match(words) or (like.is_metadata(words) and len(words) < 240) or not any(map(str.isalnum, words)):
            state.give(at, "wrapper" if not like.is_metadata(words) else "metadata")
        else:
            break
        at += 1
    return at


def _noted(words: str, above: str) -> bool:
    """Whether a line below a title tells when it was made: a day, or how it was enacted."""
    if like.ENACTMENT.match(words) or (above in ("title", "note") and like.DATE.match(words)):
        return True
    return len(words) < 160 and (like.TITLE_NOTE.match(words) or like.NOTE.match(words)) is not None


def _issued_by(state: Frame, at: int) -> bool:
    """Whether an office right below a title stands above a day in brackets: who published statistics, and when."""
    words = state.words[at : at + 2]
    dated = len(words) == 2 and like.ORGAN.match(words[0]) and like.DATE_BRACKETED.match(words[1])
    return bool(dated) and state.lines[at - 1].role == "title"


def _title_again(state: Frame, at: int) -> int:
    """The end of the title once more, with its issuer or without, nearer to the body: the copy above is a database's. Else 0."""
    if state.lines[at - 1].role == "title":
        return 0
    title = like.normal("".join(state.words[i] for i in _head_above(state, at) if state.lines[i].role == "title"))
    again = ""
    for i in range(at, min(at + 6, len(state.lines))):
        if not title or not may_be_title(state, i):
            return 0
        again += like.normal(state.words[i])
        shorter = again.startswith(("关于", "印发", "转发")) and title.endswith(again)
        longer = len(title) > 9 and (again.endswith(title) or _issues(again, title))
        if like.is_title(state.words[i]) and (again == title or shorter or longer):
            return i + 1
    return 0


def _head_above(state: Frame, at: int) -> range:
    """The lines of a head that stand above one of its lines."""
    first = at
    while first > 0 and at - first < HEAD and state.lines[first - 1].role in _HEAD_ROLES:
        first -= 1
    return range(first, at)


_HEAD_ROLES = ("title", "docnum", "note", "wrapper", "metadata", "issuer_mark", "signer", "urgency", "secrecy", "copy_number")


def _issues(title: str, document: str) -> bool:
    """Whether a title says that it issues a document: a site may give the name of that alone."""
    issued = like.ISSUES.search(title)
    return issued is not None and like.normal(issued[1]) == document


def _move_title(state: Frame, at: int, end: int) -> None:
    """Make the lines from `at` the title; the copy above is the site's, and a number that stands below too."""
    number = state.words[end] if end < len(state.words) else ""
    for i in _head_above(state, at):
        if state.lines[i].role == "title":
            state.give(i, "wrapper")
        elif state.lines[i].role == "docnum" and state.words[i] == number:
            state.give(i, "metadata")
    for i in range(at, end):
        state.give(i, "title")


def _addressed(state: Frame, at: int) -> bool:
    """Whether a line below a title names addressees; right below it and above prose, 各… without a colon does too."""
    words = state.words[at]
    if like.is_addressees(words, placed=True):
        return not any(line.role == "to" for line in state.lines[max(0, at - 4) : at])
    following = state.words[at + 1] if at + 1 < len(state.words) else ""
    named = words[:1] == "各" and len(words) <= 60 and like.is_plain(words)
    prose = like.PROSE.search(following) is not None or (len(following) > 30 and following[-1] in "：:")
    return named and prose and state.lines[at - 1].role in ("title", "docnum")


def _learn_titles(state: Frame, start: int, body: int) -> None:
    """What the title says that the notice issues."""
    title = "".join(w for line, w in zip(state.lines[start:body], state.words[start:body], strict=True) if line.role == "title")
    state.titles.add(like.normal(title))
    issuer = title.partition("关于")[0]
    state.issuer = issuer if like.ORGAN.match(issuer) and " " not in issuer else ""
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
        state.opening = like.normal("".join(state.words[first : first + 3]))[:_OPENING]


# -- the tail ----------------------------------------------------------------------------------------------------------------


def tail(state: Frame) -> None:
    """Wrapper behind the document, from the end upwards."""
    related = _related(state)
    for i in range(related, len(state.lines)):
        state.give(i, "wrapper")
    at = related - 1
    while at > 0:
        words = state.words[at]
        says = any(map(str.isalnum, words)) and not like.WRAPPER.match(words) and not like.PAGE_NUMBER.match(words)
        if (state.lines[at].clauses or says) and not _stray_file(state, at):
            break
        state.give(at, "wrapper")
        at -= 1


_LINKS = 12
"""Lines of links behind a document, at the most."""


def _related(state: Frame) -> int:
    """Where the links behind the document begin (相关解读), its end where there are none."""
    end = len(state.lines)
    starts = (at for at in range(max(1, end - _LINKS), end) if like.RELATED.match(state.words[at]))
    return next((at for at in starts if all(_is_link(state, i) for i in range(at, end))), end)


def _is_link(state: Frame, at: int) -> bool:
    """Whether a line may be a link behind the document: short, no division, no sentence."""
    line, words = state.lines[at], state.words[at]
    return line.mark is None and not line.clauses and len(words) <= 90 and not like.DATE_INSIDE.search(words) and "。" not in words


def _stray_file(state: Frame, at: int) -> bool:
    """A file offered for download behind the document."""
    words = state.words[at]
    return len(words) < 120 and like.FILE_NAME.search(words) is not None and state.lines[at].mark is None
