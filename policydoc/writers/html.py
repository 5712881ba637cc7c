"""A document as one HTML file to look at: the text with its spans coloured, its outline, who must do what, targets, diagnostics.

The file needs no network and no other file. All that comes from the document is escaped by the template engine, and a content
security policy lets nothing run but the page's own script, told by its hash. Needs Jinja2: `pip install policydoc[page]`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from policydoc.source import BLANK, LineIndex
from policydoc.tree import Attachment, Division, Title
from policydoc.writers.blocks import Block, blocks
from policydoc.writers.marks import KINDS, Cutter, Piece, marks
from policydoc.writers.rows import ROLE_NAMES, Row, indicator, quantity, role_of, rows, year_of

if TYPE_CHECKING:
    from policydoc.document import Document

SHEET = 40
"""So many blocks a browser lays out together; sheets out of sight cost nothing."""

TITLE_LINE = 23
"""So many characters of a title have room in one line of the page."""

LINES_KEPT = set("title issuer_mark note attachment_list copies imprint table_of_contents wrapper metadata cell".split())
"""Blocks whose line breaks say something; all others are set anew."""

TAGS = {"part": "h2", "chapter": "h2", "section": "h2", "title": "h2", "subsection": "h3", "measure": "h3", "unnumbered": "h3"}

META_NAMES: dict[str, str] = {
    "title": "标题",
    "kind": "文种",
    "number": "发文字号",
    "issuers": "发文机关",
    "addressees": "主送机关",
    "signer": "签发人",
    "date": "成文日期",
    "effective_from": "施行日期",
    "validity": "有效期",
    "issued_title": "印发的文件",
    "issued_kind": "印发文件的文种",
    "visibility": "公开方式",
    "secrecy": "密级",
    "urgency": "紧急程度",
    "attachments": "附件",
    "copies": "抄送机关",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "notes": "附注",
}
"""The fields of `policydoc.meta.Meta` that the page shows, in GB/T 9704-2012's words."""

VISIBILITY = {"open": "公开发布", "on_request": "依申请公开", "closed": "不予公开"}
NATURES = {"binding": "约束性", "expected": "预期性"}

_TITLE_TURNS = re.compile("(?<=关于)|(?<=关于(?:印发|转发|批转))|(?=《)|(?<=》)|(?=的[^的]{2,3}$)")
"""Where a title may go on in the next line (GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整)."""

_UNITS = re.compile(r"\d+|.[，。、》）”]*", re.DOTALL)

_BREAK = re.compile(f"[{BLANK}]*[\r\n][{BLANK}]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def html(doc: Document, name: str | None = None) -> str:
    """The page of a document. `name` is its title in the browser where the notice has none.

    >>> import policydoc
    >>> page = html(policydoc.parse("一、任务\\n植树造林。（市林业局负责）"))
    >>> page.startswith("<!doctype html>"), "市林业局" in page
    (True, True)
    """
    view = _View(doc)
    return render("page.html", title=view.title or name or "公文", **view.parts())


@attrs.frozen
class Entry:
    """One line of the index of a folder; `href` is where its page lies."""

    href: str
    title: str
    number: str = ""
    date: str = ""
    issuers: str = ""
    tasks: int = 0
    targets: int = 0
    diagnostics: int = 0
    reason: str = ""
    """Why the file has no page."""


def entry(doc: Document, href: str, name: str) -> Entry:
    """The index line of a document."""
    meta = doc.meta
    return Entry(
        href,
        meta.title.value if meta.title else name,
        meta.number.value.raw if meta.number else "",
        meta.date.value if meta.date else "",
        "、".join(f.value for f in meta.issuers),
        len(rows(doc)),
        sum(a.type == "target" for a in doc.annotations),
        sum(d.severity != "info" for d in doc.diagnostics),
    )


def index(entries: Iterable[Entry], name: str) -> str:
    """The index page of a folder of pages."""
    return render("index.html", title=name, entries=list(entries))


class _View:
    """What the template shows of a document."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.blocks = blocks(doc)
        self.starts = [b.span[0] for b in self.blocks]
        self.rows = rows(doc)
        self.marks = marks(doc, self.rows)
        title = doc.meta.title
        self.title = title.value if title else ""

    def parts(self) -> dict[str, Any]:
        targets = self.targets()
        keys = {id(a): f"a{i}" for i, a in enumerate(self.doc.annotations)}
        return {
            "sheets": self.sheets(),
            "outline": self.outline(),
            "kinds": self.kinds(),
            "rows": [_row(self.doc, r, keys) for r in self.rows],
            "agencies": Counter(t.name for r in self.rows for t in r.parts).most_common(),
            "roles": self.roles(),
            "targets": targets,
            "target_count": sum(len(group) for _, group in targets),
            "diagnostics": self.diagnostics(),
            "fields": self.fields(),
        }

    def block_at(self, offset: int) -> int:
        """The number of the block that holds an offset, else of the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def sheets(self) -> list[list[dict[str, Any]]]:
        cutter = Cutter(self.doc.text, self.marks)
        shown = [self._block(number, block, cutter) for number, block in enumerate(self.blocks)]
        return [shown[at : at + SHEET] for at in range(0, len(shown), SHEET)]

    def _block(self, number: int, block: Block, cutter: Cutter) -> dict[str, Any]:
        if block.rows:
            table = [[list(cutter.pieces(cell)) for cell in cells] for cells in block.rows]
            return {"number": number, "table": table, "width": max(map(len, table)), "boxed": block.boxed}
        pieces: Iterable[Piece] = cutter.pieces(block.span)
        if block.kind not in LINES_KEPT:
            pieces = [attrs.evolve(p, text=_BREAK.sub("", p.text)) if "\n" in p.text or "\r" in p.text else p for p in pieces]
        heads = block.heading is not None
        tag = TAGS.get(block.kind, "p") if not heads or block.heading == block.span else "p"
        look = {"kind": block.kind, "level": heads, "tag": tag, "boxed": block.boxed, "issued": self._opens_issued(number)}
        return {"number": number, "table": None, "pieces": list(pieces), **look}

    def _opens_issued(self, number: int) -> bool:
        """Whether the block is the first of the document that the notice issues."""
        notice = self.blocks[number].notice
        return isinstance(notice, Attachment) and not notice.label and (number == 0 or self.blocks[number - 1].notice is not notice)

    def outline(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        work = sorted(self.block_at(r.parts[0].agency_span[0]) for r in self.rows)
        for number, block in enumerate(self.blocks):
            if isinstance(block.node, Title) or block.kind == "attachment":
                text = _line(self.doc.text[slice(*block.span)])
                if number and block.kind == "title" and self.blocks[number - 1].node is block.notice:  # 附件1, and its title
                    found[-1] |= {"label": found[-1]["text"], "text": text}
                else:
                    found.append({"number": number, "level": 0, "label": "", "text": text})
            elif isinstance(block.node, Division) and (heading := block.node.heading):
                label = "" if block.kind == "unnumbered" else block.node.label
                found.append({"number": number, "level": min(len(block.path), 4), "label": label, "text": _line(heading.text)})
        for at, shown in enumerate(found):
            until = next((f["number"] for f in found[at + 1 : at + 2]), len(self.blocks))
            shown["tasks"] = bisect_right(work, until - 1) - bisect_right(work, shown["number"] - 1)
        return found

    def kinds(self) -> list[tuple[str, str, int]]:
        counts = Counter(kind for m in self.marks for kind in m.kinds.split())
        return [(kind, name, counts[kind]) for kind, name in KINDS.items() if counts[kind]]

    def roles(self) -> list[tuple[str, str, int]]:
        counts = Counter(role for r in self.rows for role in {role_of(t) for t in r.parts})
        return [(role, name, counts[role]) for role, name in ROLE_NAMES.items() if counts[role]]

    def targets(self) -> list[tuple[str | None, list[dict[str, Any]]]]:
        years: dict[str | None, list[dict[str, Any]]] = {}
        for number, target in enumerate(self.doc.annotations):
            if target.type == "target":
                path = self.blocks[self.block_at(target.span[0])].path if self.blocks else ()
                shown = {
                    "key": f"a{number}",
                    "name": indicator(self.doc, target),
                    "figure": quantity(target),
                    "nature": NATURES.get(str(target.value.get("nature"))),
                    "place": _name(path[-1]) if path else "",
                }
                years.setdefault(year_of(target), []).append(shown)
        return sorted(years.items(), key=lambda item: item[0] or "9999")

    def diagnostics(self) -> list[dict[str, Any]]:
        lines = LineIndex(self.doc.text)
        found = []
        for number, d in enumerate(self.doc.diagnostics):
            line, column = lines.position(d.span[0])
            words = _line(self.doc.text[d.span[0] : min(d.span[1], d.span[0] + 40)])
            place = {"key": f"d{number}", "block": self.block_at(d.span[0]), "line": line, "column": column, "words": words}
            found.append({"code": d.code, "severity": d.severity, "message": d.message, **place})
        return found

    def fields(self) -> list[dict[str, Any]]:
        found = []
        for key, name in META_NAMES.items():
            value = getattr(self.doc.meta, key)
            values = list(value) if isinstance(value, tuple) else [value] if value else []
            if values:
                words = "、".join(v.value.raw if key == "number" else VISIBILITY.get(v.value, str(v.value)) for v in values)
                found.append({"name": name, "value": words, "block": self.block_at(values[0].span[0])})
        found += [{"name": n, "value": f.value, "block": self.block_at(f.span[0])} for n, f in self.doc.meta.fields]
        source = self.doc.source
        facts = (("文件", (source.uri or "").replace("\\", "/").rsplit("/", 1)[-1]), ("读取器", source.reader), ("SHA-256", source.sha256))
        return found + [{"name": n, "value": v, "block": None} for n, v in facts if v]


def _row(doc: Document, row: Row, keys: dict[int, str]) -> dict[str, Any]:
    parts = []
    for task, after in zip(row.parts, [*row.parts[1:], None], strict=True):
        names = " ".join(dict.fromkeys(n for n in (task.name, task.agency, task.full_name) if n))
        title = f"{ROLE_NAMES[role_of(task)]} · {task.full_name or task.name}"
        open_list = task.open_list and (after is None or after.role != task.role)
        parts.append({"role": role_of(task), "agency": task.agency, "names": names, "title": title, "open": open_list})
    return {
        "number": row.number,
        "chapter": row.chapter,
        "measure": row.measure,
        "text": row.text,
        "parts": parts,
        "deadlines": row.deadlines,
        "targets": [(keys[id(t)], indicator(doc, t), quantity(t)) for t in row.targets],
    }


def _name(division: Division) -> str:
    label = "" if division.type == "unnumbered" else division.label
    return label + (_line(division.heading.text) if division.heading else "")


def _turns(text: str) -> list[str]:
    """A title cut where it may go on in the next line; a part that is longer than a line may be cut anywhere."""
    parts = _TITLE_TURNS.split(text)
    return [piece for part in parts for piece in ([part] if len(part) <= TITLE_LINE else _UNITS.findall(part))]


def _line(text: str) -> str:
    return _BREAK.sub("", text)


# -- templates ---------------------------------------------------------------------------------------------------------------


def render(template: str, more_style: str = "", **parts: Any) -> str:
    """A page of a template in `writers/page`, with the style and the script that all of them share; raises ImportError without Jinja2."""
    from policydoc import __version__

    environment, style, script = _assets()
    style += type(style)(more_style)
    hashes = {"style": style, "script": script, "style_hash": _hash(style), "script_hash": _hash(script)}
    page: str = environment.get_template(template).render(version=__version__, **hashes, **parts)
    return _CONTROL.sub("\ufffd", page)


@lru_cache(maxsize=1)
def _assets() -> tuple[Any, Any, Any]:
    """The templates, and the page's own style and script, which alone are not escaped."""
    try:
        from jinja2 import DictLoader, Environment, StrictUndefined
        from markupsafe import Markup
    except ImportError:
        raise ImportError("the page needs Jinja2: pip install policydoc[page]") from None
    folder = files("policydoc.writers") / "page"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("head.html", "page.html", "index.html", "compare.html", "page.css", "page.js")}
    environment = Environment(loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined)
    environment.filters["turns"] = _turns
    return environment, Markup(texts["page.css"]), Markup(texts["page.js"])


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
