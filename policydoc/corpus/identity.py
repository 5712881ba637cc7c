"""By what a document is known: its number (发文字号) and its titles, in forms that compare whatever the widths, brackets and blanks."""

from __future__ import annotations

import re

from policydoc.document import Document
from policydoc.meta_values import Number, parse_number
from policydoc.source import fold

_OTHER = re.compile("转发|批转|修改|修订|废止|解读|图解|征求|草案|答记者问|补充通知")
"""Words that make what a title names another document: 转发《关于…的通知》 is not 关于…的通知."""

_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,8};")
_STATE = "中华人民共和国"
_VERSION = re.compile(r"[(（][^()（）]{0,12}(?:修正|修订|修改)[^()（）]{0,6}[)）]\s*$")
_ISSUES = re.compile(r"(?:印发|公布|发布|下发)(.{6,}?)的(?:通知|公告|函|决定|命令)$")
_NOBODY = re.compile(r"(?:令|公告|通告)?(?:\d{4}年)?第")
_LONGEST = 300
_LEAST = 8
"""Characters of a title that says something: 公告 and 实施方案 are titles of thousands."""


def plain(text: str) -> str:
    """Letters and digits only, widths folded, without what some sites leave of their blanks (&nbsp;): the same from copy to copy.

    >>> plain("《关于２０２２ 年工作的通知》")
    '关于2022年工作的通知'
    """
    return "".join(filter(str.isalnum, fold(_ENTITY.sub("", text))))


def plain_title(title: str) -> str:
    """A title in its plain form, without the state's name before it and the bracket that says which version it is.

    >>> plain_title("《中华人民共和国水法》（2016年修正）")
    '水法'
    """
    return plain(_VERSION.sub("", title[-_LONGEST:])).removeprefix(_STATE)


def inner_title(title: str) -> str | None:
    """What a plain title of a covering notice issues; None where it issues nothing, or passes on what others issued.

    >>> inner_title(plain_title("清河市人民政府关于印发《清河市节水办法》的通知"))
    '清河市节水办法'
    """
    found = _ISSUES.search(title)
    return found[1] if found and not _OTHER.search(title) else None


def tells(title: str) -> set[str]:
    """The words of a title that make it that of another document than the one it names.

    >>> tells("关于征求节水办法意见的公告") == tells("节水办法")
    False
    """
    return set(_OTHER.findall(title))


def titles_of(doc: Document, least: int = _LEAST) -> tuple[str, ...]:
    """The plain titles of a document, of so many characters at least: its own, then that of what it issues, as its title and as the page says it."""
    if doc.meta.title is None:
        return ()
    own = plain_title(doc.meta.title.value)
    found = [own]
    if not re.search("转发|批转", own):
        found += [inner_title(own) or "", plain_title(doc.meta.issued_title.value) if doc.meta.issued_title else ""]
    return tuple(dict.fromkeys(title for title in found if len(title) >= least))


def same_title(one: str, other: str) -> bool:
    """Whether two plain titles are one, or one of them with its issuer and the other without.

    >>> same_title("清河市财政局关于做好预算编制的通知", "关于做好预算编制的通知")
    True
    >>> same_title("清河市财政局转发关于做好预算编制的通知", "关于做好预算编制的通知")
    False
    """
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST and long.endswith(short) and not _OTHER.search(long[: len(long) - len(short)])


def plain_number(number: str | Number | None) -> str | None:
    """A document number as written, in one form: `清政发〔2022〕5号`, `国务院令第412号`; None where it has no issuer.

    >>> plain_number("清政发[２０２２] 5号"), plain_number("中华人民共和国国务院令第412号"), plain_number("第5号")
    ('清政发〔2022〕5号', '国务院令第412号', None)
    """
    found = parse_number(number) if isinstance(number, str) else number
    if found is None or (found.prefix is None and _NOBODY.match(found.raw)):
        return None
    return found.raw.removeprefix(_STATE)


def numbers_of(doc: Document) -> tuple[str, ...]:
    """The forms in which others may cite the number of a document: an order (令, 公告) is cited with the name of who gave it."""
    number = doc.meta.number.value if doc.meta.number else None
    if number is None:
        return ()
    found = [plain_number(number)]
    if number.order and _NOBODY.match(number.raw):
        heads = [plain(field.value) for field in (doc.meta.title, doc.meta.issuer_mark) if field]
        heads += [f"{plain(issuer.value)}令" for issuer in doc.meta.issuers]
        found += [plain_number(f"{head}{number.raw}") for head in heads]
    return tuple(dict.fromkeys(form for form in found if form))


def same_number(one: Number | None, other: Number | None) -> bool | None:
    """Whether two numbers are one; None where they do not say: one is missing, or known in part only."""
    if one is None or other is None or one.sequence is None or other.sequence is None:
        return None
    if one.sequence != other.sequence or (one.year and other.year and one.year != other.year):
        return False
    if not one.prefix or not other.prefix:
        return None
    return one.prefix.endswith(other.prefix) or other.prefix.endswith(one.prefix)


def misprinted(one: Number, other: Number) -> bool:
    """Whether two numbers differ in one of prefix, year and sequence only, as they do where a site copied one wrongly."""
    return [one.prefix == other.prefix, one.year == other.year, one.sequence == other.sequence].count(False) == 1
