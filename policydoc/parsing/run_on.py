"""run_on: elements of a document that run into each other without any white space, told by their form alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from policydoc.parsing import elements as like
from policydoc.parsing.lines import skip
from policydoc.parsing.marks import MARK
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK, Span, fold

OPENER = re.compile(
    r"附\s?件\s?\d*\s?[:：]?|抄\s?送|[（(]此件|扫一扫|相关(?:解读|附件|文档|链接)|第[一二三四五六七八九十]+[章节条编]|"
    r"——|--|政策解读|分享到|打印本页|特此(?:公告|通告|通知|函[告复]|批复|报告|说明)[。！]"
)
"""What opens a line of its own."""
_CONTACT = re.compile(rf"联[{BLANK}]*系[{BLANK}]*(?:人|电话|方式)[：:]")
_FIELD = re.compile(
    rf"(?<=[\w）)])(?:联[{BLANK}]*系[{BLANK}]*(?:人|电话|方式|邮箱|地址)|(?:(?:咨询|办公|值班)|(?<![系询公班真]))电[{BLANK}]*话|(?:电子|(?<![系子]))邮[{BLANK}]*箱|"
    rf"传[{BLANK}]*真(?:电话)?|(?:(?:通讯|通信|办公|邮寄)|(?<![讯信公寄系]))地[{BLANK}]*址|邮[{BLANK}]*编)(?:[（(][^）)]{{1,20}}[）)])?[：:]"
)
"""A further line of contacts that runs on behind a name, a number or an address."""
_LISTED = re.compile(rf"附[{BLANK}]?件[{BLANK}]?\d?[：:]")
_ANNEX = re.compile(rf"附[{BLANK}]?件[{BLANK}]?\d{{1,2}}(?=[\u4e00-\u9fff《“])")
_HEADER = re.compile(r"序号[\u4e00-\u9fff]{2,30}(?:单位|时限|备注|内容|名称|部门)")
"""The head of a table that lost its cells."""
_NAMED_WITHIN = 20_000
"""The body of a notice that issues something is no longer."""
_PLACE = 6
"""So many characters, a place, may stand in front of the issuer's name in its signature."""
_FAR = 400
"""Signatures reach no further back from their date."""
_DATE_USED = re.compile(
    r"\s*(?:[起前至，、以之止到—～和]|印发|修[订正]|公布|发布|第|[（(]?(?!此件)[\u4e00-\u9fff]{2,30}(?:通过|公布|修[订正]))"
)
BODY_BEGINS = re.compile(r"为[了贯深进全加切认积落充有促推]|根据|按照|近年来|当前|第一[章条]")
"""How the first sentence of a body begins."""
_ADDRESS = re.compile(r"https?://[!-~]+(?=[\u4e00-\u9fff])")
_LEADING = re.compile(rf"(?:[{BLANK}]|&nbsp;)+")
_NAME_ENDS = frozenset("部委局会行厅联办院署府司社")
_BETWEEN = re.compile(rf"[、{BLANK}]+")
_ISSUER = re.compile(r"(?<![\u4e00-\u9fff])([^。；：，!-~]{3,90}?)(?:关于|印发|转发)")
"""Who issues, as the title says it."""


def head_cuts(text: str, row: Span) -> list[int]:
    """Where title, number and addressees on one ordinary line are to be cut."""
    start, end = row
    if text.find("号", start, end) < 0 and text.find("：", start, end - 1) < 0 and text.find(":", start, end - 1) < 0:
        return []
    return sorted({c for c in _head(text, start, min(end, start + 1500)) if start < c < end})


def run_on_elements(text: str, row: Span, cuts: Sequence[int], shut: set[int]) -> Iterator[int]:
    """Where the elements of a row begin and end that no white space and no mark sets apart."""
    start, end = row
    first = next((c for c in cuts if c > start and MARK.match(text, c)), end)
    found = sorted(set(_head(text, start, min(first, start + 1500))))
    yield from found
    at = found[-1] if found else start
    yield from _dates(text, max(at, start), end, shut, sorted({*cuts, at}), text[start : max(at, start + 300)])
    for stop in shut:
        behind = skip(text, stop, end)
        contact = _CONTACT.match(text, behind, end)
        if contact:
            yield from _behind_contact(text, contact.end(), end)
        if behind < end and (contact or OPENER.match(text, behind) or like.WRAPPER.match(text, behind)):
            yield behind
            labelled = _ANNEX.match(text, behind)
            if labelled:
                yield labelled.end()
                header = _HEADER.search(text, labelled.end(), min(end, labelled.end() + 80))
                if header and not like.PROSE.search(text, labelled.end(), header.start()):
                    yield header.start()


def _behind_contact(text: str, at: int, end: int) -> Iterator[int]:
    """Further lines of contacts, and the list of attachments behind them."""
    limit = min(end, at + 300)
    stop = text.find("。", at, limit)
    limit = limit if stop < 0 else stop
    listed = _LISTED.search(text, at, limit)
    if listed:
        yield listed.start()
    yield from (field.start() for field in _FIELD.finditer(text, at, listed.start() if listed else limit))


def _head(text: str, start: int, limit: int) -> Iterator[int]:
    """Title, number and addressees that run into each other, behind the address that a site put first."""
    address = _ADDRESS.search(text, start, min(limit, start + 300))
    if address:
        start = address.end()
        yield start
    first = _addressees_end(text, start, limit)
    if first:
        yield first
        return
    doubled = _doubled(text, start, limit)
    if doubled:
        start += doubled
        yield start
    at = start
    title_end = limit if limit - start < 600 else start
    number = _number(text, start, limit)
    if number:
        title_end, at = number
        yield from number
    elif doubled:
        title_end = at = start + doubled
        yield at
    else:
        title = like.TITLE_BEFORE_ADDRESSEES.match(text, at, min(limit, at + 300)) or like.TITLE_BEFORE_BODY.match(
            text, at, min(limit, at + 120)
        )
        if title:
            title_end = title.end()
            gap = _LEADING.match(text, title_end, limit) if text[title_end : title_end + 1] == "&" else None
            at = gap.end() if gap else title_end
            yield at
    yield from _copies(text, start, title_end)
    behind = _addressees_end(text, at, limit, placed=at > start)
    if behind:
        yield behind


_TITLE = 200
"""Characters of a title at the most."""


def _doubled(text: str, start: int, limit: int) -> int:
    """How long the title is that stands twice here, one copy behind the other; they may differ in width and dashes. Else 0."""
    said = fold(text[start : min(limit, start + 2 * _TITLE)]).translate(_DASHES)
    length = said.find(said[:8], 8) if len(said) > 16 else -1
    while 0 < length <= _TITLE:
        if said[:length] == said[length : 2 * length] and like.is_title(said[:length]):
            return length
        length = said.find(said[:8], length + 1)
    return 0


def _addressees_end(text: str, at: int, limit: int, placed: bool = False) -> int:
    """Where addressees that begin at an offset end, 0 where none do; `placed` right behind a title or number."""
    colon = min((i for i in (text.find("：", at, limit), text.find(":", at, limit)) if i >= 0), default=-1)
    return (
        colon + 1
        if colon > at and not text[colon - 1].isdecimal() and like.is_addressees(_LEADING.sub("", text[at : colon + 1]), placed)
        else 0
    )


def _bare(words: str) -> str:
    """Words without the white space and the entities before them."""
    leading = _LEADING.match(words)
    return words[leading.end() :].rstrip() if leading else words.rstrip()


def _number(text: str, start: int, limit: int) -> Span | None:
    """The number of a document whose elements run on: behind the 文种 of its title or at the start, and no citation."""
    order = _ORDER_NUMBER.search(text, start, min(limit, start + 80))
    if order and "。" not in text[start : order.start()]:
        return order.span()
    year = like.NUMBER_YEAR.search(text, start, min(limit, start + 600))
    if year is None or "。" in text[start : year.start()] or "，" in text[start : year.start()] or _CITED.match(text, year.end()):
        return None
    begin = _number_begin(text, start, year.start())
    if _ANOTHERS.match(text, begin):
        return None
    if begin > start and text[skip_back(text, begin) - 1] in "》（(，、":
        opened = text.rfind("《", start, begin)
        if opened > start or not text.startswith(("关于", "印发"), opened - 2 if opened > 1 else 0):
            title = text[start:begin].rstrip("（( ")
            if not like.TITLE_END.search(title, max(0, len(title) - 50)):
                return None
    closes = text[year.end() : year.end() + 1] in tuple("）)") and text[begin] in "（("
    end = year.end() + closes
    behind = skip(text, end, limit)
    followed = like.ADDRESSEE.match(text, end, limit) or like.DATE_BRACKETED.match(text, end, limit)
    if behind == end < limit and begin > start and not followed:
        return None  # a sentence goes on behind it
    return begin, end


def skip_back(text: str, at: int) -> int:
    """The offset behind the last character before `at` that is not white space."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


_ORDER_NUMBER = re.compile(
    rf"(?:{like.JOINT_NUMBER}|[（(]?(?:(?:19|20)\d\d年[{BLANK}]*)?第[{BLANK}]*[\d一二三四五六七八九十百]{{1,5}}[{BLANK}]*号[）)]?)(?=[{BLANK}《]|[\u4e00-\u9fff]{{4,60}}(?:公告|"
    rf"通告|令|命令))"
)
_ANOTHERS = re.compile(r"[你我][省市县区院局部厅委会办司行校所]|贵[院局部厅委会司行校所]|来文")
"""Who wrote the letter that a number stands for: 你局×发〔2024〕1号《…》收悉."""
_CITED = re.compile(r"[）)]?(?:[、，。；:：》精和及与的等]|文件|要求|规定)")


_DASHES = str.maketrans("―–—－─", "-----")


def _copies(text: str, start: int, end: int) -> Iterator[int]:
    """Where the last copy of a doubled title begins; the copies may differ in width and dashes. A note between title and body is set apart."""
    note = like.TITLE_NOTE_INSIDE.search(text, max(start, end - 200), end)
    if note:
        yield note.start()
        end = note.start()
    said = fold(text[start:end]).translate(_DASHES).rstrip()
    if "。" in said or len(said) < 24:
        return
    before = said.rfind(said[-10:], 0, len(said) - 10)
    length = len(said) - (before + 10)
    if before >= 0 and length >= 10 and said[before + 10 - length : before + 10] == said[-length:]:
        yield start + len(said) - length


def _number_begin(text: str, start: int, year: int) -> int:
    """Where the number begins whose year bracket stands at `year`: behind the 文种 of the title, or at the start of the row."""
    for kind in reversed(list(like.KIND.finditer(text, max(start, year - 30), year))):
        behind = kind.end() + (text[kind.end() : kind.end() + 1] == "》" and 3)
        if 2 <= year - behind <= 14 and behind - start >= 8:
            return skip(text, behind, year)
    at = year
    while at > start and year - at < 20 and text[at - 1] not in like.BREAKERS:
        at -= 1
    return at


def _dates(text: str, start: int, end: int, shut: set[int], cuts: Sequence[int], head: str) -> Iterator[int]:
    """A date behind a closed sentence, with the signatures before it, the note and the title of the issued document behind it."""
    closed = sorted(shut)
    named = titles_named(text, start, end)
    issuer = _ISSUER.search(head)
    issuers = list(filter(None, _BETWEEN.split(issuer[1]))) if issuer else []
    for date in like.DATE_INSIDE.finditer(text, start, end):
        if _DATE_USED.match(text, date.end(), end):
            continue
        last_cut = cuts[bisect_left(cuts, date.start()) - 1] if cuts else start
        near = bisect_right(closed, date.start()) - 1
        before = max(last_cut, closed[near] if near >= 0 else 0)
        names = _signed_by(text, before, date.start(), issuers) or _signed_behind(text, before, date.start())
        if date.start() - before > _FAR and not names:
            continue
        names = names or list(_signatures(text, before, date.start()))
        if not names and text[date.end() : date.end() + 1].isalnum() and not _named_end(text, date.end(), named):
            continue
        if not names and text[before : date.start()].strip() and not text.startswith("附件", before):
            continue
        yield from names
        yield date.start()
        at = skip(text, date.end(), end)
        yield at
        note = like.NOTE_INSIDE.match(text, at, end)
        if note:
            at = skip(text, note.end(), end)
            yield at
        label = _LABELLED.match(text, at, end)
        if label:
            at = label.end()
            yield at
        issued = _issued_end(text, at, end, named)
        if issued:
            yield issued
        return


_LABELLED = re.compile(rf"附[{BLANK}]?件[{BLANK}]?[：:]?(?=[^\d：:{BLANK}])")
_GAP = re.compile(rf"[{BLANK}]+")


def _signed_by(text: str, start: int, end: int, issuers: Sequence[str]) -> list[int]:
    """Where the names begin that the title names as issuers, right before a date: these sign, whatever stands before them."""
    found: list[int] = []
    for name in reversed(issuers):
        end = trim(text, start, end)[1]
        if not text.endswith(name, start, end):
            break
        end -= len(name)
        found.insert(0, end)
    first = trim(text, start, end)
    if found and len(found) == len(issuers) - 1 and issuers[0].endswith(text[slice(*first)] or "\n") and like.ORGAN.match(text[slice(*first)]):
        found.insert(0, first[0])  # a site's words ran into the first name of the title
    if found and text[end] in "省市县区州盟":  # the title of 清河市财政局's notice may say 市财政局
        while found[0] > max(start, end - _PLACE) and "\u4e00" <= text[found[0] - 1] <= "\u9fff":
            found[0] -= 1
    return found


_PLACED = re.compile(r"[\u4e00-\u9fff]{2,6}?[省市县区州盟]")


def _signed_behind(text: str, start: int, end: int) -> list[int]:
    """Where an organ of a place begins that signs right behind the names of attachments, before a date."""
    start = max(start, end - 60)
    ends = {at.end() for at in re.finditer(rf"{like.KINDS}|[）)》]", text[start:end])}
    for at in sorted(start + e for e in ends):
        if _PLACED.match(text, at, end) and end - at >= 6 and like.ORGAN.match(text[at:end]):
            return [at]
    return []


def _signatures(text: str, start: int, end: int) -> Iterator[int]:
    """Where the signatures of text[start:end] begin: the officer, or names of organs, set wide (财　政　部) or not."""
    officer = like.OFFICER.match(text, skip(text, start, end))
    if officer and not text[officer.end() : end].strip():
        yield officer.start()
        return
    begins, name, at = [], "", -1
    for word in re.finditer(rf"[^{BLANK}]+", text[start:end].replace("&nbsp;", " " * 6)):
        if not name:
            at = start + word.start()
        name += word[0]
        if (len(word[0]) > 1 or name[-1] in _NAME_ENDS) and len(name) >= 3:
            if len(name) > 60 or not like.ORGAN.match(name) and not (len(word[0]) == 1 and len(name) < 12):
                return
            begins.append(at)
            name = ""
    if not name:
        yield from begins


def titles_named(text: str, start: int, end: int) -> list[str]:
    """The titles that a notice in text[start:end] names (《…》 or 印发…的通知)."""
    found = like.ISSUED_NAMES.finditer(text, start, min(end, start + _NAMED_WITHIN))
    return [title[1] or title[2] for title in islice(found, 50)]


def _named_end(text: str, at: int, named: Sequence[str]) -> int:
    """Where one of the titles ends that stands here, 0 where none does."""
    return next((at + len(title) for title in named if text.startswith(title, at)), 0)


def _issued_end(text: str, at: int, end: int, named: Sequence[str]) -> int:
    """Where the title of the issued document ends: as the notice names it, else where a body begins."""
    if issued := _named_end(text, at, named):
        return issued
    begins = BODY_BEGINS.search(text, at + 6, min(end, at + 80))
    return begins.start() if begins and not like.PROSE.search(text, at, begins.start()) else 0
