"""The typed record of a notice: what its elements and its publisher's fields say, each value with the span that says it.

`docs/meta.md` lists the fields beside the names of GB/T 33480-2016 (党政机关电子公文元数据规范).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import attrs

from policydoc.document import Document
from policydoc.meta_values import Field, Number, kinds, one_line, parse_date, parse_number, squeeze
from policydoc.parsing.numerals import value as numeral
from policydoc.source import WHITE, Span, fold
from policydoc.tree import (
    Addressees,
    Attachment,
    AttachmentList,
    Branch,
    Copies,
    CopyNumber,
    DocumentNumber,
    Element,
    Imprint,
    IssueDate,
    IssuerMark,
    Metadata,
    Node,
    Note,
    Notice,
    Secrecy,
    Signature,
    Signer,
    Title,
    Urgency,
)

E = TypeVar("E", bound=Element)


@attrs.frozen
class Meta:
    """What a notice says about itself; None and empty where it does not."""

    title: Field[str] | None = None
    kind: Field[str] | None = None
    """One of the 15 statutory kinds (通知, 意见 …) or an attached genre (实施方案 …), see `data/doc_kinds.csv`."""
    number: Field[Number] | None = None
    issuers: tuple[Field[str], ...] = ()
    addressees: tuple[Field[str], ...] = ()
    date: Field[str] | None = None
    """Date of issue, ISO; `YYYY-MM` where no day stands."""
    effective_from: Field[str] | None = None
    """ISO date; of 自印发之日起施行 the date of issue."""
    validity: Field[str] | None = None
    """ISO 8601: a duration (有效期五年 is `P5Y`) or the last day (有效期至2025年12月31日)."""
    issued_title: Field[str] | None = None
    issued_kind: Field[str] | None = None
    visibility: Field[str] | None = None
    """`open`, `on_request` or `closed`."""
    copy_number: Field[str] | None = None
    secrecy: Field[str] | None = None
    urgency: Field[str] | None = None
    issuer_mark: Field[str] | None = None
    signer: Field[str] | None = None
    notes: tuple[Field[str], ...] = ()
    attachments: tuple[Field[str], ...] = ()
    copies: tuple[Field[str], ...] = ()
    printed_by: Field[str] | None = None
    printed_on: Field[str] | None = None
    fields: tuple[tuple[str, Field[str]], ...] = ()
    """The publisher's labelled fields (索引号, 主题分类 …) by their label, blanks left out."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON: spans as lists; what the notice does not say is left out."""
        record = {a.name: _plain(getattr(self, a.name)) for a in attrs.fields(Meta) if a.name != "fields"}
        record["fields"] = {name: _plain(field) for name, field in self.fields}
        return {name: v for name, v in record.items() if v}


def meta_of(doc: Document) -> Meta:
    """The record of the first notice of a document."""
    notice = next((c for c in doc.children if isinstance(c, Notice)), None)
    published = tuple(_published(_metadata(doc.root.children)))
    if notice is None:
        return Meta(fields=published)
    elements = _Elements(notice)
    title = elements.first(Title, one_line)
    date = _date_of(elements, published)
    attached = next((c for c in notice.children if isinstance(c, Attachment) and c.kind == "issued"), None)
    issued = _Elements(attached).first(Title, one_line) if attached else None
    start, validity = _effect(notice, doc.text, date)
    imprint = elements.first(Imprint, one_line)
    return Meta(
        title=title,
        kind=_kind(title),
        number=_number(elements, published),
        issuers=_issuers(elements, title, published, doc.text),
        addressees=_parts(elements.first(Addressees, squeeze), doc.text, "："),
        date=date,
        effective_from=start,
        validity=validity,
        issued_title=issued,
        issued_kind=_kind(issued),
        visibility=_visibility(elements, published),
        copy_number=elements.first(CopyNumber, squeeze),
        secrecy=elements.first(Secrecy, squeeze),
        urgency=elements.first(Urgency, squeeze),
        issuer_mark=elements.first(IssuerMark, squeeze),
        signer=elements.first(Signer, lambda t: one_line(re.sub(r"^\s*签\s*发\s*人\s*[:：]?", "", t))),
        notes=elements.all(Note, lambda t: one_line(t).strip("()（）")),
        attachments=_attachments(elements, doc.text),
        copies=_parts(elements.first(Copies, lambda t: re.sub("^(?:抄送|主送|抄报|分送)[:：]", "", squeeze(t))), doc.text, "。"),
        printed_by=_printed_by(imprint),
        printed_on=_dated(imprint),
        fields=published,
    )


# -- reading elements --------------------------------------------------------------------------------------------------------


class _Elements:
    """The elements of a notice by class, in order."""

    def __init__(self, notice: Branch) -> None:
        self.found: dict[type[Node], list[Element]] = {}
        for child in notice.children:
            if isinstance(child, Element):
                self.found.setdefault(type(child), []).append(child)

    def of(self, cls: type[E]) -> list[E]:
        return self.found.get(cls, [])  # type: ignore[return-value]

    def all(self, cls: type[E], read: Any = None) -> tuple[Field[str], ...]:
        return tuple(Field(v, e.span) for e in self.of(cls) if (v := read(e.text)))

    def first(self, cls: type[E], read: Any) -> Field[str] | None:
        return next(iter(self.all(cls, read)), None)


def _metadata(nodes: Iterable[Node]) -> Iterator[Metadata]:
    for node in nodes:
        if isinstance(node, Metadata):
            yield node
        elif isinstance(node, Notice):
            yield from (c for c in node.children if isinstance(c, Metadata))


def _published(nodes: Iterable[Metadata]) -> Iterator[tuple[str, Field[str]]]:
    """Label and value of the publisher's fields; a value on a line of its own belongs to the label above it."""
    waiting = ""
    for node in nodes:
        name, value = squeeze(node.name or ""), one_line(node.value)
        yield name or waiting, Field(value, node.span)
        waiting = name if name and not value else ""


def _labelled(published: Iterable[tuple[str, Field[str]]], *labels: str) -> Field[str] | None:
    return next((f for name, f in published if name in labels and f.value), None)


# -- number, kind, dates -----------------------------------------------------------------------------------------------------


def _number(elements: _Elements, published: Iterable[tuple[str, Field[str]]]) -> Field[Number] | None:
    for node in elements.of(DocumentNumber):
        return Field(parse_number(node.text) or Number(squeeze(node.text).strip("（）()")), node.span)
    field = _labelled(published, "发文字号", "文号", "文件编号", "公文字号", "发文文号", "发布文号")
    number = parse_number(field.value) if field else None
    return Field(number, field.span) if field and number else None


def _dated(field: Field[str] | None) -> Field[str] | None:
    date = parse_date(field.value) if field else None
    return Field(date, field.span) if field and date else None


def _date_of(elements: _Elements, published: tuple[tuple[str, Field[str]], ...]) -> Field[str] | None:
    for node in elements.of(IssueDate):
        if date := parse_date(node.text):
            return Field(date, node.span)
    noted = next((f for n in (*elements.of(DocumentNumber), *elements.of(Note)) if (f := _dated(Field(n.text, n.span))) and "年" in n.text), None)
    labelled = _labelled(published, "成文日期", "发文日期", "印发日期", "公布日期", "颁布日期", "发布日期", "发布时间", "生成日期")
    return _dated(labelled) or noted


_SUFFIX = re.compile(r"(?:\s*[（(〔\[【][^（）()〔〕\[\]【】]{0,30}[）)〕\]】]\s*)+$")


def _kind(title: Field[str] | None) -> Field[str] | None:
    """The longest kind that the title ends in, brackets behind it (（试行）) aside."""
    if title is None:
        return None
    bare = _SUFFIX.sub("", title.value[-200:]).rstrip('》”"」')
    known = kinds()
    for size in range(min(8, len(bare)), 0, -1):
        kind = bare[-size:]
        if kind in known:
            return Field("命令" if kind == "令" else kind, title.span)
    return None


# -- who ---------------------------------------------------------------------------------------------------------------------

_TITLE_ISSUERS = re.compile(r"(.{2,120}?)(?:关于|印发|转发|批转|公布|发布|贯彻|办公厅文件|通知$|令$|公告|通告)")
_DATED_ORGAN = re.compile(
    r"[(（]?[\d０-９]{4}年[\d０-９]{1,2}月(?:[\d０-９]{1,2}日)?([\u4e00-\u9fff]{3,30}[府会局厅委部办署院室])[)）]?"
)
_ORGAN = "府会局厅委部办署院位门构业司团校社处心行队关站台所联协室组学"


def _issuers(
    elements: _Elements, title: Field[str] | None, published: tuple[tuple[str, Field[str]], ...], text: str
) -> tuple[Field[str], ...]:
    """Signatures, else the issuers that the title or the mark names, or a note under it, else the publisher's field."""
    if signed := _joined([Field(name, node.span) for node in elements.of(Signature) for name in _signed(node.text)]):
        return tuple({f.value: f for f in reversed(signed)}.values())[::-1]
    if title and (found := _TITLE_ISSUERS.match(title.value)):
        names = [n for n in re.split(r"[、\s]+", found[1]) if len(n) > 2]
        if names and all(n[-1] in _ORGAN for n in names):
            return tuple(Field(n, _within(n, title.span, text)) for n in names)
    if mark := elements.first(IssuerMark, squeeze):
        return (Field(mark.value.removesuffix("文件").removesuffix("令").strip("（）"), mark.span),)
    for note in elements.of(Note):
        if found := _DATED_ORGAN.fullmatch(squeeze(note.text)):
            return (Field(found[1], _within(found[1], note.span, text)),)
    field = _labelled(
        published, "发文机关", "发布机构", "发文机构", "发布单位", "制定机关", "发文单位", "颁布单位", "公开责任部门", "发布部门"
    )
    return tuple(Field(n, field.span) for n in re.split(r"[、,，;；\s]+", field.value) if n) if field else ()


def _within(words: str, span: Span, text: str) -> Span:
    """Where words stand inside a span; the span where a line break or blank runs through them."""
    at = text.find(words, *span)
    return (at, at + len(words)) if at >= 0 else span


_STAMP = re.compile(r"[（(][^（()）]*代章?[)）]?$|[^（()）]*代章$|&[a-z]+;")
"""The remark that another organ's seal stands for it, and what a site left of its white space."""
_OFFICER = re.compile(r"代?(?:[省市州县区部局署行]长|主[席任]|总理)[：:]?[\u4e00-\u9fff]{2,4}")
"""Who signs an order (10.2) in the name of the organ."""


def _signed(text: str) -> list[str]:
    """The organs on a line of signatures: 教　　育　　部 is one; names of full length side by side are several."""
    words = text.replace("&nbsp;", " ").strip("（）() \u3000").split()
    if any(len(w) < 4 for w in words) or len(words) == 1:
        words = ["".join(words)]
    names = [_STAMP.sub("", word) for word in words]
    return [name for name in names if name and not _OFFICER.fullmatch(name)]


def _joined(names: list[Field[str]]) -> list[Field[str]]:
    """Names put together that a line was too short for."""
    whole: list[Field[str]] = []
    for name in names:
        if whole and whole[-1].value[-1] not in _ORGAN:
            before = whole.pop()
            name = Field(before.value + name.value, (before.span[0], name.span[1]))
        whole.append(name)
    return whole


def _parts(field: Field[str] | None, text: str, closing: str) -> tuple[Field[str], ...]:
    """The names of a list of addressees, each with its own span; 、 parts complete names only (各市、县人民政府 stays one)."""
    if field is None:
        return ()
    start, end = field.span
    if "&nbsp;" in text[start:end]:
        text = text[:start] + text[start:end].replace("&nbsp;", " " * len("&nbsp;")) + text[end:]
    names: list[Field[str]] = []
    depth, at = 0, start
    for i in range(start, end + 1):
        c = text[i] if i < end else "，"
        depth += (c in "（(〔[【") - (c in "）)〕]】")
        if depth > 0 or c not in "，,；;、：:。" or (c == "、" and not _complete(text[max(at, i - 60) : i])):
            continue
        name = squeeze(text[at:i]).strip("：:。")
        if name and name not in ("抄送", "抄报", "分送", "主送"):
            lead = next(k for k in range(at, i) if text[k] not in WHITE)
            names.append(Field(name, (lead, lead + len(text[lead:i].rstrip(WHITE + closing)))))
        at = i + 1
    return tuple(names)


_SERIES = re.compile("各(?:工作)?(?:部|委|办|局|处|室|厅|部门)(?:[、，](?:部|委|办|局|处|室|厅|直属))*$")
"""The beginning of 各委、办、局."""


def _complete(name: str) -> bool:
    bare = re.sub(r"[（(〔\[【][^（）()]{0,40}[）)〕\]】]$", "", squeeze(name))
    return bare[-1:] in tuple(_ORGAN) and len(bare) > 2 and not _SERIES.search(bare)


def _printed_by(imprint: Field[str] | None) -> Field[str] | None:
    if imprint is None:
        return None
    found = re.match(r"(.{3,40}?)(?=\s*(?:\d|[一二]\s*[0九零〇○O]))", imprint.value)
    name = squeeze(found[1]) if found else ""
    return Field(name, imprint.span) if name and name[-1] in _ORGAN else None


def _attachments(elements: _Elements, text: str) -> tuple[Field[str], ...]:
    """The names of 附件：1.… 2.…, each with its span."""
    names: list[Field[str]] = []
    for node in elements.of(AttachmentList):
        at = node.span[0]
        for line in re.split(r"(\n)", node.text):
            name = re.sub(
                r"^\s*(?:附\s*件?\s*[:：]?)?\s*(?:\d{1,2}\s*[.．、:：]?|[一二三四五六七八九十]{1,3}、)?\s*", "", line
            ).rstrip(WHITE + "；;。")
            if name:
                lead = at + line.rindex(name) if name in line else at
                names.append(
                    Field(one_line(name).strip("《》") if name.count("《") == 1 else one_line(name), (lead, lead + len(name)))
                )
            at += len(line)
    return tuple(names)


# -- effect and visibility ---------------------------------------------------------------------------------------------------

_EFFECT = re.compile(
    r"[自有试实](?:(?<=自)([^。；;\n，,]{2,24}?)起(?:[^。；;\n]{0,12}?)(?:施行|实施|执行|生效|试行)|(?:(?<=有)效|(?<=试)行|(?<=实)施)期(?:限)?(?:[为是])?(?:暂定)?"
    r"(?:(至|到)([^。；;\n，,）)]{4,20})|([0-9０-９一二三四五六七八九十两]{1,3})(个?[年月])))"
)
"""Opens with a class: a search that starts from one is four times as fast as from alternatives."""
_AFTER = re.compile(r"之?日起?([0-9０-９一二三四五六七八九十]{1,3})(?:个工作)?日后")


def _effect(notice: Notice, text: str, date: Field[str] | None) -> tuple[Field[str] | None, Field[str] | None]:
    """When the notice comes into force and how long it stays, from the last sentences that say so."""
    start: Field[str] | None = None
    validity: Field[str] | None = None
    first = next((c.span[0] for c in notice.children if not isinstance(c, Element)), notice.span[0])
    for found in _EFFECT.finditer(text, first, notice.span[1]):
        span = found.span()
        if found[2]:
            until = parse_date(found[3])
            validity = Field(until, span) if until else validity
        elif found[4]:
            count = numeral(fold(found[4]))
            validity = Field(f"P{count}{'Y' if found[5].endswith('年') else 'M'}", span) if count else validity
        elif (when := _starts(found[0], found[1], date)) is not None:
            start = Field(when, span)
    return start, validity


def _starts(words: str, day: str, date: Field[str] | None) -> str | None:
    if written := parse_date(day):
        return written
    if date is None or not re.search("(?:印发|发布|公布|发文|下发|颁布|签发|成文)之?日|即日", day):
        return None
    if (later := _AFTER.search(words)) and len(date.value) == 10 and "工作" not in words:
        days = numeral(fold(later[1]))
        return _later(date.value, days) if days else None
    return date.value


def _later(day: str, days: int) -> str | None:
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):  # 2月30日
        return None


_VISIBILITY = (("不予公开", "closed"), ("不公开", "closed"), ("依申请公开", "on_request"), ("公开", "open"))


def _visibility(elements: _Elements, published: Iterable[tuple[str, Field[str]]]) -> Field[str] | None:
    said = [Field(n.text, n.span) for n in elements.of(Note)]
    field = _labelled(published, "公开方式", "公开形式", "公开属性", "信息公开选项", "公开类别")
    for text in (*said, *((field,) if field else ())):
        for words, value in _VISIBILITY:
            if words in text.value:
                return Field(value, text.span)
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Field):
        inner = value.value
        return {"value": attrs.asdict(inner) if isinstance(inner, Number) else inner, "span": list(value.span)}
    return value


__all__ = ["Field", "Meta", "Number", "kinds", "meta_of", "parse_date", "parse_number"]
