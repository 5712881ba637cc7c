"""The lines behind a head: signature and date, the issued document, annexes, notes, copies and imprint, a further notice."""

from __future__ import annotations

import re

from policydoc.parsing import elements as like
from policydoc.parsing.annexes import attachment, attachment_list, prose_above, title_block
from policydoc.parsing.contents import bare_contents, contents, contents_end
from policydoc.parsing.head import head
from policydoc.parsing.state import Frame


def body_line(state: Frame, at: int) -> int:
    """The role of one line of a body; returns the next line to look at."""
    line, words = state.lines[at], state.words[at]
    if line.role:
        return at + 1
    if at == state.body and (end := bare_contents(state, at)):
        return end
    if line.mark is None or line.mark.kind == "point":
        if len(words) <= 8 and like.CONTENTS.match(words):
            return contents(state, at)
        for reader in (attachment, attachment_list, _date, _closing, _further_notice, _issued_title, _annex_title):
            following = reader(state, at)
            if following:
                return following
    if line.mark is None and words[0] != "|" and _says_nothing(words):
        state.give(at, "wrapper")
    elif line.mark is None and at - state.body < _FIELDS and _among_fields(state, at):
        state.give(at, "metadata")
    elif state.dated and line.mark is None and _offered(state, at):
        state.give(at, "wrapper")
    return at + 1


_FIELDS = 12
"""A publisher's fields may stand so many lines behind the head."""


def _among_fields(state: Frame, at: int) -> bool:
    """Whether a line is one of several labelled fields in a row, before the first division."""
    if not like.is_metadata(state.words[at]) or any(line.mark is not None for line in state.lines[state.body : at]):
        return False
    return state.lines[at - 1].role == "metadata" or (at + 1 < len(state.words) and like.is_metadata(state.words[at + 1]))


def _offered(state: Frame, at: int) -> bool:
    """Whether a line behind a date names what is not there: a dropped attachment, a file for download, the number before it."""
    words = state.words[at]
    if state.zone == "notice" and like.is_title(words) and state.over(at + 1):
        return True
    if len(words) < 60 and like.DOCUMENT_NUMBER.match(words) and at + 1 < len(state.words):
        words = state.words[at + 1]
    return (len(words) < 70 and like.DROPPED.match(words) is not None) or (
        len(words) < 120 and like.FILE_NAME.search(words) is not None
    )


def _says_nothing(words: str) -> bool:
    """Whether a line holds no letter, an entity only, or the number of a page."""
    if not any(map(str.isalnum, words)) or like.ENTITY.match(words):
        return True
    return len(words) <= 24 and like.PAGE_NUMBER.match(words) is not None


def _date(state: Frame, at: int) -> int:
    """The date of issue and the signatures above it; a line that holds both is cut in two."""
    words = state.words[at]
    if len(words) > 120 or not prose_above(state, at) or (state.zone == "annex" and not _closes_annex(state, at)):
        return 0
    if like.DATE.match(words) is None:
        dates = list(like.DATE_INSIDE.finditer(words))
        inside = dates[-1] if dates else None
        note = like.NOTE_INSIDE.search(words)
        end = len(words[: note.start()].rstrip()) if note and note.end() == len(words) else len(words)
        if inside is None or words[inside.end() : end].strip("）) ") or 0 < inside.start() < 2 or like.PROSE.search(words):
            return 0
        alone = inside.start() == 0 and end < len(words)
        if like.IMPRINT.match(words) or not (alone or _signs(words[: inside.start()].strip())):
            return 0
        if end < len(words):
            state.cut(at, state.offset(at, end))
        if not alone:
            state.cut(at, state.offset(at, inside.start()))
            state.give(at, "signature")
            at += 1
    above = at - 1
    while above > state.body and state.lines[above].role == "wrapper" and like.ENTITY.match(state.words[above]):
        above -= 1
    if state.dated and not (state.lines[above].role in ("signature", "date") or like.ORGAN.match(state.words[above])):
        return 0
    state.give(at, "date")
    if state.zone == "notice" and not state.dated:
        _learn_named(state, at)
    state.dated = True
    _signatures(state, at - 1)
    return _notes(state, at + 1)


def _learn_named(state: Frame, date: int) -> None:
    """Titles in the 《…》 of a cover notice: what it issues."""
    for i in range(state.body, date):
        words = state.words[i]
        if not state.lines[i].role and state.lines[i].mark is None and _ISSUING.search(words):
            state.named.update(like.normal(name) for name in _BOOK.findall(words))


_ISSUING = re.compile(r"印发|转发|发布|下发|批转|公布")
_BOOK = re.compile(r"《([^《》]{6,120})》")


_NO_SIGNATURE = re.compile(r"[《》〔〕：:@，.|]|\d{4}|附件|关于|二维码|^(?:月|日|自|感谢|特此|此[复致]|专此|以上)|[自于至在从]$|签[字章]|盖章")


def _closes_annex(state: Frame, at: int) -> bool:
    """Whether a date is the last line of an annex and stands below the name of an organ and prose."""
    if not like.DATE.match(state.words[at]) or not like.ORGAN.match(state.words[at - 1]):
        return False
    last = at + 1 == len(state.lines) or state.lines[at + 1].role == "wrapper" or like.ATTACHMENT.match(state.words[at + 1])
    return bool(last) and any("。" in words for words in state.words[max(state.body, at - 8) : at - 1])


def _signs(words: str) -> bool:
    if like.ORGAN.match(words) or like.OFFICER_LINE.match(words):
        return True
    return len(words) <= 30 and like.is_plain(words) and not _NO_SIGNATURE.search(words)


def _signatures(state: Frame, at: int) -> None:
    """Signatures upwards from the date, and an attachment list that lost its word 附件."""
    last = at
    while at >= state.body and last - at < 40:
        line, words = state.lines[at], state.words[at]
        if line.role == "signature" or (line.role == "wrapper" and like.ENTITY.match(words)):
            at -= 1
            continue
        if line.role or line.mark is not None or line.clauses or len(words) > 60 or not _signs(words):
            break
        state.give(at, "signature")
        at -= 1
    while (
        at > state.body and not state.lines[at].role and like.FILE_NAME.search(state.words[at]) and like.is_plain(state.words[at])
    ):
        state.give(at, "attlist")
        at -= 1
    items = []
    while at > state.body and not state.lines[at].role:
        mark = state.lines[at].mark
        if mark is None or mark.kind != "item" or not like.is_plain(state.words[at]) or state.lines[at].clauses:
            break
        items.append(at)
        if mark.number == 1:
            if state.words[at - 1][-1] not in "：:" and len(items) > 1:
                for i in items:
                    state.give(i, "attlist")
            break
        at -= 1


def _notes(state: Frame, at: int) -> int:
    """附注 below the date (7.3.6)."""
    while at < len(state.lines) and not state.lines[at].role and like.NOTE.match(state.words[at]):
        state.give(at, "note")
        at += 1
    return at


def _closing(state: Frame, at: int) -> int:
    """Notes, contacts, copies and imprint, and signatures without a date."""
    words = state.words[at]
    if len(words) <= 80 and like.NOTE.match(words):
        state.give(at, "note")
        return at + 1
    if like.CONTACT.match(words) and prose_above(state, at):
        return _contacts(state, at)
    if like.COPIES.match(words):
        return _copies(state, at)
    if len(words) <= 100 and like.IMPRINT.match(words):
        above = state.lines[at - 1]
        if not above.role and above.mark is None and like.DATE_INSIDE.match(words) and like.ORGAN.match(state.words[at - 1]):
            state.give(at - 1, "imprint")  # the office that prints, on a line of its own
        state.give(at, "imprint")
        return at + 1
    return _undated_signature(state, at)


def _copies(state: Frame, at: int) -> int:
    """The copies (抄送机关, 7.4.2); the office that prints may have run on behind their full stop."""
    words = state.words[at]
    state.give(at, "copyto")
    stop = words.rfind("。") + 1
    printed = at + 1 < len(state.lines) and like.IMPRINT.match(state.words[at + 1])
    if stop and (like.IMPRINT.match(words[stop:].lstrip()) or (printed and like.ORGAN.match(Frame.bare(words[stop:].strip())))):
        state.cut(at, state.offset(at, stop))
        state.give(at + 1, "imprint")
        return at + 2
    return at + 1


def _contacts(state: Frame, at: int) -> int:
    """Lines of contacts between the last division and what closes the document are a note."""
    end = at
    while (
        end < len(state.lines)
        and not state.lines[end].role
        and state.lines[end].mark is None
        and like.CONTACT.match(state.words[end])
    ):
        end += 1
    above, first = at - 1, max(state.body, at - 40)
    while above > first and state.lines[above].mark is None and not like.PROSE.search(state.words[above]):
        above -= 1
    if state.lines[above].mark is not None and like.is_plain(state.words[above]):  # a division of contacts
        for i in range(at, end):
            state.give(i, "para")
        return end
    closes = end == len(state.lines) or state.lines[end].role == "wrapper" or _opens_closing(state, end)
    if not closes:
        return 0
    for i in range(at, end):
        state.give(i, "note")
    return end


def _opens_closing(state: Frame, at: int) -> bool:
    words = state.words[at]
    return any(p.match(words) for p in (like.ATTACHMENT_LIST, like.ATTACHMENT, like.DATE, like.ORGAN, like.NOTE))


def _undated_signature(state: Frame, at: int) -> int:
    """Signatures that stand at the very end, or right before the issued document or an annex."""
    if state.dated or not prose_above(state, at) or state.zone == "annex" or state.words[at - 1][-1] not in "。！？；：:）)”":
        return 0
    end = at
    while end < len(state.lines) and end - at < 40:
        line, words = state.lines[end], state.words[end]
        if (
            line.role
            or line.mark is not None
            or len(words) > 50
            or not like.ORGAN.match(words)
            or like.normal(words) in state.titles_named()
        ):
            break
        end += 1
    if end == at:
        return 0
    following = state.lines[end].role if end < len(state.lines) else "wrapper"
    title = end < len(state.lines) and (
        like.normal(state.words[end]) in state.titles_named() or like.ATTACHMENT.match(state.words[end])
    )
    if following not in ("wrapper",) and not title:
        return 0
    for i in range(at, end):
        state.give(i, "signature")
    state.dated = True
    return end


_COUNTED = re.compile(r"[（(][^（）()]{1,12}[）)]$")
"""Of a listed title, how many it lists: 先进集体名单（10个）."""


def _issued_title(state: Frame, at: int) -> int:
    """The title of the document that a notice issues: named by it, or the first plain line behind the date."""
    words = state.words[at]
    if not (state.dated or state.named or state.listed) or not prose_above(state, at):
        return 0
    numbered = words[0].isdecimal() and words[1:2] in ".． "
    if not like.is_plain(words) or len(words) < 4 or state.lines[at].clauses or numbered:
        return 0
    joined = like.normal(words)
    shorter = like.normal(_COUNTED.sub("", words))
    if shorter in state.listed and joined not in state.listed:
        joined = shorter or joined
    if not _named(state, at, joined) and not _behind(state, at) and not (state.dated and _GLOSSARY.match(words)):
        return 0
    below = range(at + 1, min(len(state.lines), at + 6))
    followed = any(_real(state, i) or like.CONTENTS.match(state.words[i]) for i in below) or contents_end(state, at + 1)
    if joined not in state.listed and not followed:
        return 0
    state.zone, state.dated = "issued", False
    if (joined in state.listed and joined not in state.named) or _GLOSSARY.match(words):
        state.zone = "annex"
        return title_block(state, at, "annex")
    return title_block(state, at, "issued")


def _named(state: Frame, at: int, joined: str) -> bool:
    """Whether a line, or it and the next, is a title that the notice names."""
    if joined in state.named or joined in state.listed:
        return True
    longer = [n for n in state.titles_named() if n.startswith(joined)] if len(joined) >= 4 else []
    return bool(longer) and at + 1 < len(state.lines) and joined + like.normal(state.words[at + 1][:120]) in longer


def _behind(state: Frame, at: int) -> bool:
    """Whether a line is the first behind the date of a notice that could be the title of what it issues."""
    if state.zone != "notice" or not state.dated or like.ORGAN.match(state.words[at]):
        return False
    near = state.lines[max(state.body, at - 12) : at]
    divided = any(line.mark is not None and line.mark.kind in ("chapter", "measure", "article") for line in near)
    return not divided and (like.is_title(state.words[at]) or state.issues)


_GLOSSARY = re.compile(r"(?:(?:相关|有关|部分)?(?:名词|术语)解释|名词注释)$")


def _annex_title(state: Frame, at: int) -> int:
    """A further title inside an annex: a form has its own title once more, or another paper begins."""
    words = state.words[at]
    if (
        state.zone != "annex"
        or not prose_above(state, at)
        or not like.is_title(words)
        or len(words) < 8
        or at + 1 >= len(state.lines)
    ):
        return 0
    known = like.normal(words)
    above = slice(max(0, state.body - 4), at)
    if any(
        line.role == "title" and like.normal(w) == known for line, w in zip(state.lines[above], state.words[above], strict=True)
    ):
        state.give(at, "caption")
        return at + 1
    mark = state.lines[at + 1].mark
    if mark is not None and mark.kind in ("chapter", "article") and mark.number == 1 and state.lines[at - 1].mark is None:
        state.give(at, "title", "annex")
        state.body = at + 1
        return at + 1
    return 0


def _real(state: Frame, at: int) -> bool:
    return not state.lines[at].role and (state.lines[at].mark is not None or len(state.words[at]) > 12)


def _further_notice(state: Frame, at: int) -> int:
    """A file may hold several notices: a title with its number or addressees behind the date of the one before."""
    words = state.words[at]
    if (
        len(state.opening) >= 12
        and state.opening[:2] in words[:12]
        and like.normal("".join(state.words[at : at + 3])).startswith(state.opening)
    ):
        return _next_notice(state, at) if any("。" in w for w in state.words[max(0, at - 40) : at]) else 0
    if not state.dated or not like.is_title(words) or len(words) < 8 or like.normal(words) in state.titles_named():
        return 0
    if like.normal(words) in state.titles:
        return _next_notice(state, at)
    if not like.STATUTORY_END.search(words):
        return 0
    for i in range(at + 1, min(len(state.lines), at + 4)):
        if like.is_addressees(state.words[i]) or (len(state.words[i]) < 60 and like.DOCUMENT_NUMBER.match(state.words[i])):
            return _next_notice(state, at)
    return 0


def _next_notice(state: Frame, at: int) -> int:
    following = head(state, at)
    return following if following > at else 0
