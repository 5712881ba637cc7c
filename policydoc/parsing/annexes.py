"""Attachments: the list of them above the signature (附件说明, 7.3.4) and the lines that open them (附件, 7.3.7)."""

from __future__ import annotations

import re

from policydoc.parsing import elements as like
from policydoc.parsing.state import Frame


def prose_above(state: Frame, at: int) -> bool:
    """Whether a line stands below the first line of the present document's body."""
    return at > state.body


def attachment(state: Frame, at: int) -> int:
    """附件1 on a line of its own, and the title under it."""
    words = state.words[at]
    if len(words) > 40 or not like.ATTACHMENT.match(words) or not (prose_above(state, at) or state.zone == "annex"):
        return 0
    following = at + 1
    if state.over(following) or like.ATTACHMENT.match(state.words[following]):
        state.give(at, "wrapper")  # its attachment was dropped
        return following
    mark = state.lines[following].mark
    if (
        words[-1] in "：:"
        and not state.dated
        and mark is not None
        and mark.kind == "item"
        and mark.number == 1
        and like.is_plain(state.words[following])
    ):
        return _list_block(state, at)
    if state.dated and all(_is_name(state, i) for i in range(following, len(state.lines)) if state.lines[i].role != "wrapper"):
        for i in range(at, len(state.lines)):  # nothing but the names of what was dropped
            state.give(i, "wrapper")
        return len(state.lines)
    named = like.normal(state.words[following]) in state.listed
    names = _names_end(state, following) if not state.dated and state.zone != "annex" and not named else 0
    if names:
        for i in range(at, names):
            state.give(i, "attlist")
            state.listed.add(like.normal(_entry(state.words[i])))
        return names
    state.give(at, "att", "annex")
    state.zone, state.dated = "annex", False
    return title_block(state, following, "")


def _is_name(state: Frame, at: int) -> bool:
    """Whether a line is the numbered name of an attachment."""
    line = state.lines[at]
    return line.mark is not None and line.mark.kind == "item" and like.is_plain(state.words[at]) and not line.clauses


def _names_end(state: Frame, at: int) -> int:
    """The end of the names of attachments below a bare 附件：that stands above the signature, 0 where an annex follows."""
    end = at
    while end < len(state.lines) and end - at < 9:
        line, words = state.lines[end], state.words[end]
        if like.DATE.match(words) or (like.ATTACHMENT.match(words) and end > at):
            return end
        if like.ORGAN.match(words):
            signed = next((i for i in range(end, min(end + 6, len(state.lines))) if not like.ORGAN.match(state.words[i])), end)
            return end if like.DATE.match(state.words[signed]) else 0
        if line.role or not like.is_plain(words) or (line.mark is not None and line.mark.kind != "item"):
            return 0
        end += 1
    return 0


def title_block(state: Frame, at: int, opens: str) -> int:
    """The lines of a title, first to last; returns the line behind. Lines between them that are no title stop it."""
    first = at
    at = _named_block(state, first)
    while at < len(state.lines) and at - first < 4:
        line, words = state.lines[at], state.words[at]
        if line.role or line.mark is not None or not like.is_plain(words) or line.clauses or like.is_metadata(words):
            break
        if at > first and (like.is_title(state.words[at - 1]) and not _title_suffix(words)):
            break
        if at > first and not _title_suffix(words) and not _completes(state, first, at):
            break
        at += 1
    if at == first:
        return at
    for i in range(first, at):
        state.give(i, "title", opens if i == first else "")
    state.body = at
    sent = like.STATUTORY_END.search("".join(state.words[first:at])[-60:])  # a report that was handed up, a letter, a notice passed on
    numbered = sent and at < len(state.lines) and not state.lines[at].role and len(state.words[at]) < 60
    if numbered and like.DOCUMENT_NUMBER.match(state.words[at]):
        state.give(at, "docnum")
        at += 1
    while at < len(state.lines) and not state.lines[at].role and state.lines[at].mark is None and len(state.words[at]) < 160:
        if not (like.TITLE_NOTE.match(state.words[at]) and state.words[at][0] in "（(") and not (
            len(state.words[at]) < 60 and like.TITLE_NOTE.match(state.words[at])
        ):
            break
        state.give(at, "note")
        at += 1
    at = _handed_up(state, at)
    if sent and at < len(state.lines) and not state.lines[at].role and like.is_addressees(state.words[at]):
        state.give(at, "to")
        at += 1
    state.body = at
    return at


def _handed_up(state: Frame, at: int) -> int:
    """The offices right below the title of what is transmitted, who wrote it, and the day; returns the line behind."""
    end = at
    while end < len(state.lines) and not state.lines[end].role and like.ORGAN.match(state.words[end]) and end - at < 20:
        end += 1
    dated = end < len(state.lines) and (like.DATE.match(state.words[end]) or like.DATE_BRACKETED.match(state.words[end])) is not None
    body = end + dated
    if end == at or body >= len(state.lines) or not (like.PROSE.search(state.words[body]) or state.lines[body].mark is not None):
        return at
    for i in range(at, end):
        state.give(i, "signature")
    if dated:
        state.give(end, "date")
    return body


def _named_block(state: Frame, at: int) -> int:
    """The end of the lines that make up a title which the notice or its list of attachments names; `at` where none do."""
    joined = ""
    for i in range(at, min(at + 4, len(state.lines))):
        if state.lines[i].role or state.lines[i].mark is not None or not like.is_plain(state.words[i]):
            break
        joined += like.normal(state.words[i])
        if i > at and joined in state.titles_named():
            return i + 1
    return at


def _title_suffix(words: str) -> bool:
    return len(words) <= 30 and words[:1] in "（(〔" and words[-1:] in "）)〕" and not like.NOTE.match(words)


def _completes(state: Frame, first: int, at: int) -> bool:
    """Whether a further line completes a title that broke off."""
    words = state.words[at]
    return like.is_title(words) and len(words) >= 4 and not like.is_title("".join(state.words[first:at])) and len(words) <= 60


def attachment_list(state: Frame, at: int) -> int:
    """附件：1.… 2.… (7.3.4), or the label and title of an annex on one line."""
    words = state.words[at]
    labelled = like.ATTACHMENT_LABEL.match(words)
    if labelled and like.normal(words[labelled.end() :]) in state.titles_named() and prose_above(state, at):
        return _open_annex(state, at, labelled.end())
    below_head = state.zone == "notice" and at == state.body and state.lines[at - 1].role in ("title", "to")
    if not like.ATTACHMENT_LIST.match(words) or not (below_head or prose_above(state, at)) or like.PROSE.search(words[:-1]):
        return 0
    if _signed_at_once(state, at):
        words = state.words[at]
    if _opens_regulation(state, at):
        return _open_annex(state, at, len("附件："))
    if like.DROPPED.match(words) and not any(map(str.isdecimal, words[:5])) and state.over(at + 1):
        state.give(at, "wrapper")  # 附件：……（略） behind the document
        return at + 1
    further = state.zone == "annex" and _FURTHER.match(words)
    if (state.dated and state.zone != "issued") or further:
        return _labelled_annex(state, at)
    return _list_block(state, at)


def _signed_at_once(state: Frame, at: int) -> bool:
    """Whether the issuer and the date ran on behind the names of attachments; cuts them apart."""
    words = state.words[at]
    signed = words.find(state.issuer, 4) if state.issuer else -1
    if signed < 0:
        return False
    following = state.words[at + 1] if at + 1 < len(state.words) else ""
    if not like.DATE_INSIDE.match(words[signed + len(state.issuer) :].lstrip() or following):
        return False
    state.cut(at, state.offset(at, signed))
    return True


def _opens_regulation(state: Frame, at: int) -> bool:
    """Whether 附件：××规定 stands right above 第一章 or 第一条."""
    if not re.match(r"附件[：:]", state.words[at]) or not like.is_title(state.words[at]):
        return False
    below = range(at + 1, min(at + 5, len(state.lines)))
    mark = next((state.lines[i].mark for i in below if any(map(str.isalnum, state.words[i]))), None)
    return mark is not None and mark.number == 1 and (mark.kind == "article" or mark.style == "章")


def _labelled_annex(state: Frame, at: int) -> int:
    """附件1：… behind the date opens an annex if something follows, else it is what is left of a dropped one."""
    rest = [i for i in range(at + 1, len(state.lines)) if not state.lines[i].role][:1]
    following = state.words[rest[0]] if rest else ""
    if not rest or like.ATTACHMENT_LIST.match(following) or like.FILE_NAME.search(state.words[at]):
        state.give(at, "wrapper" if state.dated else "attlist")
        return at + 1
    colon = max(state.words[at].find("："), state.words[at].find(":"))
    return _open_annex(state, at, colon + 1) if 0 < colon < 10 else 0


_FURTHER = re.compile(r"附[\s\u3000]?件[\s\u3000]?(?:[2-9２-９]|[1-9１-９][0-9０-９])[：:]")
"""The label of an attachment behind another one."""


def _open_annex(state: Frame, at: int, label: int) -> int:
    """Cut the label of an annex and its title apart."""
    state.cut(at, state.offset(at, label))
    state.give(at, "att", "annex")
    state.give(at + 1, "title")
    state.zone, state.body, state.dated = "annex", at + 2, False
    return at + 2


_ENTRIES = 1000
"""Characters of entries that stand on one line, at the most."""


def _list_block(state: Frame, at: int) -> int:
    """The lines of an attachment list, first to last."""
    state.give(at, "attlist")
    state.listed.add(like.normal(_entry(state.words[at])))
    number = 1
    following = at + 1
    while following < len(state.lines):
        line, words = state.lines[following], state.words[following]
        if line.role or len(words) > (160 if line.mark is None else _ENTRIES) or like.PROSE.search(words[:-1]) or line.clauses:
            break
        if line.mark is not None and line.mark.kind == "item" and line.mark.number in (number, number + 1):
            number = line.mark.number or number
        elif not like.ATTACHMENT_LIST.match(words) and not _rest_of_entry(state, following, number):
            break
        state.give(following, "attlist")
        state.listed.add(like.normal(_entry(words)))
        following += 1
    return following


def _rest_of_entry(state: Frame, at: int, number: int) -> bool:
    """Whether a short line is the rest of an entry that a page's width cut: the next number follows it."""
    following = state.lines[at + 1].mark if at + 1 < len(state.lines) else None
    words, above = state.words[at], state.words[at - 1]
    if state.lines[at].mark is not None or len(words) > 30:
        return False
    if len(words) <= 20 and following is not None and following.number == number + 1:
        return True
    broken = len(above) >= 16 and not like.TITLE_END.search(above) and above[-1] not in "）)》"
    return broken and like.is_title(words) and words[0] != "附" and like.normal(words) not in state.titles_named()


def _entry(words: str) -> str:
    """The title in a line of an attachment list."""
    for sign in "：:.．、":
        at = words.find(sign)
        if 0 <= at < 8:
            words = words[at + 1 :]
    return words.strip()
