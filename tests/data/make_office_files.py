"""Makes the doc and rtf files of this folder: composes them as docx and lets LibreOffice save them so. Run by hand: needs soffice.

`notice.doc` has something of everything, `notes.doc` what stands beside the text: notes, a table of contents, a box in the footer;
`stories.doc` has a list that all kinds of stories use, and a comment.
`village-reading.doc` is a notice of the golden corpus, to be made anew when that changes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "notices" / "joint-village-reading.txt"

LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3．"))
LINES: tuple[tuple[int | None, str], ...] = (
    (None, "关于改善集贸市场环境的通知"),
    (None, "各县（区）人民政府，市政府各部门："),
    (None, "为了让集贸市场更加整洁有序，现就有关事项通知如下。"),
    (0, "总体要求"),
    (None, "坚持方便群众与规范管理并重。"),
    (0, "重点任务"),
    (1, "划定经营区域。各县（区）要在2025年6月底前划定摊位。（市商务局牵头，市城管局配合）"),
    (1, "清理占道摊点。对占压盲道的摊点先劝导、后清理。（市城管局负责）"),
    (2, "设立便民疏导点。"),
    (2, "为自产自销的农户留出位置。"),
    (0, "保障措施"),
    (1, "落实补助资金。按照工程进度分两次拨付。（市财政局负责）"),
)


def numbering(document: docx.document.Document) -> None:
    """A list of three levels, as number 77."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def numbered(paragraph: docx.text.paragraph.Paragraph, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
    )


def notice() -> docx.document.Document:
    document = docx.Document()
    numbering(document)
    for level, text in LINES:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(16)
        if text.startswith("关于"):
            paragraph.alignment = 1
            run.bold = True
        if level is not None:
            numbered(paragraph, level)
    hidden = document.add_paragraph("联系电话见附件").add_run("（内部稿）")
    hidden.font.hidden = True
    field = document.add_paragraph("共")
    for kind, code in (("begin", None), (None, " NUMPAGES "), ("separate", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        field.add_run()._r.append(element)
    field.add_run("3")
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    field.add_run()._r.append(end)
    field.add_run("页\n第二行")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, (("序号", "任务", "单位"), ("1", "清理摊点\n增设路牌", "")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *rest = text.split("\n")
            cell.paragraphs[0].add_run(first)
            for more in rest:
                cell.add_paragraph(more)
    document.add_paragraph("榆川市人民政府办公室")
    return document


def note(kind: str, text: str) -> str:
    cited = "<text:note-citation>1</text:note-citation>"
    return f'<text:note text:note-class="{kind}">{cited}<text:note-body><text:p>{text}</text:p></text:note-body></text:note>'


def notes() -> str:
    """A flat OpenDocument text: python-docx makes no notes."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"))
    )
    entries = "".join(f"<text:p>{title}<text:tab/>{page}</text:p>" for page, title in ((1, "一、总体要求"), (2, "二、保障措施")))
    cells = (f"摊点{note('footnote', '含流动的摊点。')}", "城管局"), ("路牌", "公安局")
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) + "</table:table-row>"
        for row in cells
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{spaces} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:automatic-styles><style:page-layout style:name="L"/></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="L"><style:footer><text:p><draw:frame text:anchor-type="paragraph">'
        "<draw:text-box><text:p>— 1 —</text:p></draw:text-box></draw:frame></text:p></style:footer></style:master-page>"
        '</office:master-styles><office:body><office:text><text:table-of-content text:name="T">'
        '<text:table-of-content-source text:outline-level="2"/><text:index-body><text:index-title text:name="h"><text:p>目录</text:p>'
        f'</text:index-title>{entries}</text:index-body></text:table-of-content><text:h text:outline-level="1">一、总体要求</text:h>'
        f"<text:p>市场开办者{note('footnote', '指设立市场的单位。')}应当公示平面图。</text:p>"
        f"<table:table><table:table-column/><table:table-column/>{rows}</table:table>"
        '<text:h text:outline-level="1">二、保障措施</text:h>'
        f"<text:p>补助资金{note('endnote', '由市财政局核定。')}分两次拨付。</text:p></office:text></office:body></office:document>"
    )


def of_corpus() -> docx.document.Document:
    document = docx.Document()
    for line in CORPUS.read_text("utf-8").split("\n"):
        document.add_paragraph(line)
    return document


def stories() -> str:
    """A flat OpenDocument text: python-docx makes neither notes nor text boxes."""
    names = {"fo": "xsl-fo-compatible", "svg": "svg-compatible", "draw": "drawing", **{n: n for n in ("office", "style", "text")}}
    declared = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items())
    level = '<text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>'

    def item(text: str) -> str:
        return f'<text:list text:continue-numbering="true" text:style-name="L"><text:list-item><text:p>{text}</text:p></text:list-item></text:list>'

    def note(kind: str, text: str) -> str:
        body = f"<text:note-citation>*</text:note-citation><text:note-body>{item(text)}</text:note-body>"
        return f'<text:note text:note-class="{kind}">{body}</text:note>'

    def box(*texts: str) -> str:
        inner = "".join(map(item, texts))
        return (
            f'<draw:frame svg:width="6cm" text:anchor-type="char" svg:y="0.5cm"><draw:text-box>{inner}</draw:text-box></draw:frame>'
        )

    comment = "<office:annotation><text:p>此处待核</text:p></office:annotation>"
    body = item(f"总体要求{note('footnote', '以修订本为准')}") + item(f"{box('节约用水', '保护水源')}主要任务")
    body += item(f"保障{note('footnote', '含乡镇')}{note('endnote', '见附表')}{comment}措施") + item(
        f"{box('水利局')}附则{note('endnote', '另行通知')}"
    )
    styles = f'<office:automatic-styles><text:list-style style:name="L">{level}</text:list-style></office:automatic-styles>'
    kind = "application/vnd.oasis.opendocument.text"
    inner = f"{styles}<office:body><office:text>{body}</office:text></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document {declared} office:mimetype="{kind}" office:version="1.3">{inner}</office:document>'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "notice.docx", Path(folder) / "village-reading.docx"]
        for path, document in zip(paths, (notice(), of_corpus()), strict=True):
            document.save(str(path))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        runs = [subprocess.run([*command, kind, "--outdir", str(HERE), *map(str, paths)], check=False) for kind in ("doc:MS Word 97", "rtf")]
        beside = Path(folder) / "notes.fodt"
        beside.write_text(notes(), "utf-8")
        apart = Path(folder) / "stories.fodt"
        apart.write_text(stories(), "utf-8")
        runs.append(subprocess.run([*command, "doc:MS Word 97", "--outdir", str(HERE), *map(str, (beside, apart))], check=False))
        sys.exit(max(run.returncode for run in runs))
