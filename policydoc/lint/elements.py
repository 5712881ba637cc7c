"""Elements of a notice (公文要素): number, date, title, addressees, signature, notes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from policydoc.document import Document
from policydoc.lint.facts import Part, facts
from policydoc.lint.finding import Finding
from policydoc.meta_values import parse_date, squeeze
from policydoc.parsing.numerals import value
from policydoc.source import Span, fold
from policydoc.tree import Addressees, Copies, DocumentNumber, Element, IssueDate, Leaf, Note, Paragraph, Signature, Title

# -- 发文字号 -------------------------------------------------------------------------------------------------------------------

NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{1,14})\s{0,3}(?P<open>[\[［(（【{「〈《<]|﹝|〔)\s{0,2}(?P<year>(?:19|20)?[0-9０-９]{2})\s{0,2}"
    r"(?P<close>[\]］)）】}」〉》>]|﹞|〕)\s{0,3}(?P<di>第)?\s{0,2}(?P<seq>[0-9０-９]{1,5})\s{0,2}号"
)
"""A document number in whatever brackets."""


def _numbers(doc: Document) -> Iterator[tuple[int, re.Match[str]]]:
    for part in facts(doc).parts:
        for node in part.of(DocumentNumber):
            for found in NUMBER.finditer(node.text):
                yield node.span[0], found


_ORDER = re.compile("(?:令|公告)$")
"""Orders and announcements are numbered 第2号 (GB/T 9704-2012, 10.2)."""


def is_order(prefix: str) -> bool:
    """Whether a prefix is one of an order: 中国人民银行令〔2022〕第2号."""
    return _ORDER.search(prefix) is not None


def number_brackets(doc: Document) -> Iterator[Finding]:
    """PL201: the year of the number stands in other brackets than 〔〕."""
    for at, found in _numbers(doc):
        if found["open"] + found["close"] not in ("〔〕", "﹝﹞"):
            edits = (((at + found.start("open"), at + found.end("open")), "〔"), ((at + found.start("close"), at + found.end("close")), "〕"))
            yield Finding(_moved(found.span(), at), {"number": squeeze(found[0]), "year": found["year"]}, edits)


def number_di(doc: Document) -> Iterator[Finding]:
    """PL202: 第 before the sequence."""
    for at, found in _numbers(doc):
        if found["di"] and not is_order(found["prefix"]):
            span = _moved(found.span("di"), at)
            yield Finding(span, {"number": squeeze(found[0])}, ((span, ""),))


def number_padded(doc: Document) -> Iterator[Finding]:
    """PL203: the sequence is padded with zeros."""
    for at, found in _numbers(doc):
        seq = fold(found["seq"])
        zeros = len(seq) - len(seq.lstrip("0"))
        if zeros and int(seq):
            span = _moved(found.span("seq"), at)
            yield Finding(span, {"number": squeeze(found[0]), "right": seq[zeros:]}, (((span[0], span[0] + zeros), ""),))


def number_year(doc: Document) -> Iterator[Finding]:
    """PL204: the year has two digits; the parser takes such a line for a title."""
    for part in facts(doc).parts:
        for node in (*part.of(DocumentNumber), *part.of(Title)):
            found = NUMBER.match(node.text.strip())
            if found and len(found["year"]) == 2:
                yield Finding(node.span, {"number": squeeze(found[0]), "year": found["year"]})


def number_against_date(doc: Document) -> Iterator[Finding]:
    """PL205: the year of the number is not the one of the date; the first quarter still closes the numbers of the year before."""
    for part in facts(doc).parts:
        dates = [d for n in part.of(IssueDate) if (d := parse_date(n.text))]
        if not dates or part.number is None or part.number.year is None:
            continue
        apart = int(dates[0][:4]) - part.number.year
        if apart not in (0, 1) or (apart == 1 and int(dates[0][5:7]) > 3):
            node = part.of(DocumentNumber)[0] if part.of(DocumentNumber) else part.of(IssueDate)[0]
            yield Finding(node.span, {"number": part.number.raw, "date": dates[0]})


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


# -- 成文日期 -------------------------------------------------------------------------------------------------------------------

_PADDED = re.compile(r"(?<![0-9０-９])[0０](?=[1-9１-９]\s{0,3}[月日])")
_ZERO = "〇○零ＯO０0oОо◯"
_CHINESE = re.compile(
    rf"[二一]\s*[九{_ZERO}](?:\s*[一二三四五六七八九{_ZERO}]){{2}}\s*年\s*[一二三四五六七八九十]{{1,3}}\s*月\s*[一二三四五六七八九十]{{1,3}}\s*日"
)


def _dates(doc: Document) -> Iterator[tuple[Part, IssueDate]]:
    for part in facts(doc).parts:
        for node in part.of(IssueDate):
            yield part, node


def date_padded(doc: Document) -> Iterator[Finding]:
    """PL211: month or day with a zero before it."""
    for _, node in _dates(doc):
        edits = tuple((_moved(m.span(), node.span[0]), "") for m in _PADDED.finditer(node.text))
        if edits:
            yield Finding(node.span, {"date": squeeze(node.text)}, edits)


def date_chinese(doc: Document) -> Iterator[Finding]:
    """PL212: the date in Chinese numerals."""
    for _, node in _dates(doc):
        found = _CHINESE.search(node.text)
        date = parse_date(found[0]) if found else None
        if found and date and len(date) == 10:
            right = f"{date[:4]}年{int(date[5:7])}月{int(date[8:])}日"
            span = _moved(found.span(), node.span[0])
            yield Finding(span, {"date": squeeze(found[0]), "right": right}, ((span, right),))


_MONTH_ONLY = re.compile(r"\D{0,8}(?:\d{4}|[二一][〇○零九ＯO0一二三四五六七八]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")


def date_incomplete(doc: Document) -> Iterator[Finding]:
    """PL213: the notice ends in a month without a day."""
    for part in facts(doc).parts:
        body = [c for c in part.notice.children if isinstance(c, Paragraph)]
        if body and not part.has(IssueDate):
            start, end = body[-1].span
            if end - start < 24 and _MONTH_ONLY.fullmatch(squeeze(fold(doc.text[start:end]))):
                yield Finding((start, end), {"date": squeeze(doc.text[start:end])})


_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")


def date_impossible(doc: Document) -> Iterator[Finding]:
    """PL214: a day that the calendar does not have, in the date or in the text."""
    known = facts(doc)
    dates = [n.span for _, n in _dates(doc)]
    for found in _DAY.finditer(known.folded):
        try:
            datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            if known.passage(found.start()) or any(s <= found.start() < e for s, e in dates):
                yield Finding(found.span(), {"date": found[0]})


# -- 标题 ----------------------------------------------------------------------------------------------------------------------


def _titles(doc: Document) -> Iterator[tuple[Part, Title]]:
    for part in facts(doc).parts:
        for node in part.of(Title)[:1]:
            yield part, node


def _whole(part: Part) -> bool:
    """Whether a notice has what shows that it stands here as it was sent: whom it goes to, and a number, a date or a signature."""
    return part.has(Addressees) and any(part.has(cls) for cls in (DocumentNumber, IssueDate, Signature))


_NAMED = ("标题", "名称", "文件名称", "信息名称", "文件标题")
"""Fields of a publisher that hold the title."""


def title_missing(doc: Document) -> Iterator[Finding]:
    """PL221: a whole notice without a title."""
    for part in facts(doc).parts[:1]:
        if not part.has(Title) and _whole(part) and not any(name in _NAMED for name, _ in doc.meta.fields):
            first = part.notice.children[0]
            yield Finding((first.span[0], min(first.span[1], first.span[0] + 20)))


_ABOUT = re.compile(r"关于|印发|转发|批转")
_REPLY = re.compile("(?:提案|建议)[^\n]{0,40}答复")
"""Replies to proposals (提案, 建议) are named so."""


def title_without_kind(doc: Document) -> Iterator[Finding]:
    """PL222: the title ends in no kind of document (文种)."""
    for part, node in _titles(doc):
        if part.kind is None and _ABOUT.search(part.title) and not _REPLY.search(part.title) and (_whole(part) or part.has(DocumentNumber)):
            yield Finding(node.span, {"end": squeeze(node.text)[-8:]})


_TWICE = re.compile(r"(通知|意见|通报|公告|通告|函|决定|批复|报告|请示)的?(?:\1)$|请示的?报告$|报告的?请示$|函的?通知$")


def title_two_kinds(doc: Document) -> Iterator[Finding]:
    """PL223: two kinds at the end of the title."""
    for part, node in _titles(doc):
        bare = re.sub(r"[（(][^（()）]{0,20}[)）]$", "", part.title)
        found = _TWICE.search(bare)
        if found and not re.search("转发|批转|印发|修改|废止|执行|贯彻|落实|〉|》", bare):
            yield Finding(node.span, {"end": found[0]})


# -- what is missing -----------------------------------------------------------------------------------------------------------

_SENT = ("通知", "函", "批复", "请示", "报告")
"""Kinds that go to somebody; announcements (公告, 通告 …) go to all."""


_CALLED = re.compile(r"^[^\n。]{2,120}[：:]\s*$", re.MULTILINE)
"""A line that calls somebody, whether the parser took it for the addressees or not."""


def addressees_missing(doc: Document) -> Iterator[Finding]:
    """PL231: a notice that goes to somebody does not say to whom."""
    for part, node in _titles(doc):
        ends = part.has(IssueDate, Signature)
        if part.kind in _SENT and ends and not part.has(Addressees) and not _CALLED.search(doc.text, node.span[1], node.span[1] + 500):
            yield Finding(node.span, {"kind": part.kind})


def signature_missing(doc: Document) -> Iterator[Finding]:
    """PL232: a date, and nobody who signs."""
    for part, node in _dates(doc):
        if part.has(Signature) or not part.has(Addressees) or part.kind not in (*_SENT, "意见", "通报", "公告", "通告"):
            continue
        if node is part.of(IssueDate)[-1] and node.span[0] > part.of(Addressees)[0].span[0] and _alone(doc, node):
            yield Finding(node.span, {"kind": part.kind})


def _alone(doc: Document, node: Element) -> bool:
    """Whether a date stands alone on its line: no signature hides beside it."""
    start = doc.text.rfind("\n", 0, node.span[0]) + 1
    return not doc.text[start : node.span[0]].strip()


def date_missing(doc: Document) -> Iterator[Finding]:
    """PL233: a signature, and no date."""
    for part in facts(doc).parts:
        signed = part.of(Signature)
        if signed and part.has(Title, Addressees) and not part.has(IssueDate):
            yield Finding(signed[-1].span, {"by": squeeze(signed[-1].text)})


# -- 主送机关, 署名, 抄送, 附注 ------------------------------------------------------------------------------------------------------


def addressees_colon(doc: Document) -> Iterator[Finding]:
    """PL251: no full-width colon behind the addressees."""
    for part in facts(doc).parts:
        for node in part.of(Addressees)[:1]:
            bare = node.text.rstrip()
            end = node.span[0] + len(bare)
            if bare.endswith((":", "∶", "﹕")):
                yield Finding((end - 1, end), {"mark": bare[-1]}, (((end - 1, end), "："),))
            elif bare and not bare.endswith("："):
                span = (end - 1, end)
                stops = bare[-1] in "，。、；,.;"
                yield Finding(span, {"mark": bare[-1]}, ((span, "："),) if stops else (((end, end), "："),))


_ISSUER = re.compile(r"(.{2,40}?(?:人民政府办公厅|人民政府办公室|人民政府|委员会办公室|委员会|厅|局))关于")


def signature_against_title(doc: Document) -> Iterator[Finding]:
    """PL252: another office signs than the title names."""
    for part, _ in _titles(doc):
        named = _ISSUER.match(squeeze(part.title))
        signed = [squeeze(s.text) for s in part.of(Signature)]
        if not named or len(signed) != 1 or len(part.of(Signature)) != 1 or not part.of(IssueDate):
            continue
        title, by = named[1], signed[0].strip("（）()")
        if not re.fullmatch(r"[\u4e00-\u9fff]{4,30}", by) or not re.fullmatch(r"[\u4e00-\u9fff]{4,30}", title):
            continue
        offices = {_office(title), _office(by)}
        apart = len(offices) == 2 and (offices == {"政府", "办公室"} or not (_within(title, by) or _within(by, title)))
        if apart and title[:2] == by[:2]:  # another place is a name that was read wrong
            yield Finding(part.of(Signature)[0].span, {"by": by, "title": title})


def _within(short: str, name: str) -> bool:
    """Whether a name is another one shortened: all its characters stand in that one in order (市工信局, 市工业和信息化局)."""
    rest = iter(name)
    return all(c in rest for c in short)


def _office(name: str) -> str:
    """The kind of office: the government itself or its general office; the whole name for others."""
    if name.endswith(("人民政府办公厅", "人民政府办公室")):
        return "办公室"
    return "政府" if name.endswith("人民政府") else name


def copies_stop(doc: Document) -> Iterator[Finding]:
    """PL253: no full stop behind the offices that get a copy."""
    for part in facts(doc).parts:
        for node in part.of(Copies):
            bare = node.text.rstrip()
            end = node.span[0] + len(bare)
            if bare and bare[-1] not in "。）)" and re.match(r"\s*抄\s*[送报]", bare):
                mark = bare[-1] in "，、；,.;"
                yield Finding((end - 1, end), {}, (((end - 1, end), "。"),) if mark else (((end, end), "。"),))


def note_brackets(doc: Document) -> Iterator[Finding]:
    """PL254: a note about publication without round brackets."""
    for part in facts(doc).parts:
        for node in part.of(Note):
            words = squeeze(node.text)
            if re.fullmatch(r"[【\[〔]?此件.{0,12}公开.{0,8}[】\]〕]?", words):
                yield Finding(node.span, {"note": words}, (_bracketed(node),))


def _bracketed(node: Leaf) -> tuple[Span, str]:
    bare = node.text.strip()
    start = node.span[0] + node.text.index(bare)
    return (start, start + len(bare)), f"（{bare.strip('【】[]〔〕')}）"


def number_of_annex(label: str) -> int | None:
    """The number of 附件2 or 附件二."""
    found = re.search(r"附\s*件?\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})", label)
    return value(fold(found[1])) if found else None
