"""Word documents from bare xml, for the tests of their reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from policydoc.readers import read_source
from policydoc.source import Hint, Source

NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def package(body: str, files: Mapping[str, bytes] | None = None, **parts: str) -> bytes:
    """A docx of a body and other parts, each as bare xml: `styles`, `numbering`, `footnotes`, `header1` …

    `files` are parts as they are, by the names that are the ids of their relations, too: `notice.html`.
    """
    relations = "".join(f'<Relationship Id="{name}" Type="http://x/aFChunk" Target="{name}"/>' for name in files or {})
    relations += (
        "".join(f'<Relationship Id="{name}" Type="http://x/{name.rstrip("123")}" Target="{name}.xml"/>' for name in parts)
        + '<Relationship Id="null" Type="http://x/image" Target="../NULL"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        file.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for name, data in (files or {}).items():
            file.writestr(f"word/{name}", data)
        for name, xml in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name.rstrip('123')} {NAMES}>{xml}</w:{name.rstrip('123')}>")
    return out.getvalue()


def p(content: str, layout: str = "") -> str:
    """A paragraph; bare words become a run."""
    inner = content if content.startswith("<") or not content else f"<w:r><w:t>{content}</w:t></w:r>"
    return f"<w:p><w:pPr>{layout}</w:pPr>{inner}</w:p>"


def read(body: str, files: Mapping[str, bytes] | None = None, **parts: str) -> Source:
    return read_source(package(body, files, **parts))


def hint_at(source: Source, words: str) -> Hint:
    """The hint of the line with some words."""
    at = source.text.index(words)
    return next(hint for hint in source.hints if hint.span[0] <= at < hint.span[1])


def level(at: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    head = f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
    return f'{head}<w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(*levels: str, more: str = "", overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def n(words: str, at: int = 0, number: int = 1) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


CHINESE = (level(0, "%1、", "chineseCountingThousand"), level(1, "（%2）", "chineseCountingThousand"), level(2, "%3.", "decimal"))
