"""How many paragraphs of the notices in `corpus/` come back whole from pdfs of many page layouts.

    python benchmarks/layouts.py [NAME…]

composes the notices as docx in every layout of `LAYOUTS`, lets LibreOffice (`soffice`) make pdfs of them, reads these, and prints for each
layout how many paragraphs are whole: those of 40 characters and more, those of them that open with a mark, and the shorter ones.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from policydoc.readers import read_source  # noqa: E402

NOTICES = [path for path in sorted((ROOT / "corpus" / "notices").glob("*.txt")) if not re.search("scraped|wrapper", path.name)]
MARK = re.compile(r"第[一二三四五六七八九十]+[条章节]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d+[.．、]")
LAYOUTS: dict[str, dict[str, Any]] = {
    "GB/T 9704": {},
    "running head": {"foot": "第{}页", "head": "清河市人民政府文件汇编"},
    "40 characters a line": {"size": 10.5, "pitch": 18, "margins": (25, 25, 32, 32), "foot": "{}"},
    "ragged right": {"align": ALIGN.LEFT, "size": 12, "pitch": 22, "margins": (25, 25, 30, 30), "foot": "- {} -"},
    "no indents, space between": {"indent": 0, "after": 10, "size": 12, "pitch": 20},
    "no indents": {"indent": 0, "size": 14, "pitch": 24},
    "headings at the margin": {"flush": True, "size": 14, "pitch": 26},
    "hanging marks": {"hang": True, "size": 14, "pitch": 26},
    "two columns": {"columns": 2, "size": 10.5, "pitch": 16, "margins": (25, 25, 20, 20)},
    "two columns, no indents": {"columns": 2, "size": 10.5, "pitch": 16, "margins": (25, 25, 20, 20), "indent": 0, "after": 6},
    "table between prose": {"table": True},
    "landscape": {"landscape": True, "size": 14, "pitch": 24, "margins": (25, 25, 25, 25)},
}


def kind_of(text: str, index: int, count: int) -> str:
    """How a paragraph is set: title, centred, at the margin, to the right, as heading or as body."""
    if index < 3 and len(text) < 60 and re.search("通知|方案|批复|意见|办法|规则|关于", text):
        return "title"
    if index < 4 and len(text) < 30 and re.search(r"〔\d+〕", text):
        return "centred"
    if index < 6 and text.endswith("："):
        return "margin"
    if re.fullmatch(r"\d{4}年\d+月\d+日", text) or (index > count / 2 and len(text) < 14 and re.search("(政府|厅|局|办公室)$", text)):
        return "right"
    return "heading" if re.match("[一二三四五六七八九十]+、", text) and len(text) < 30 else "body"


def compose(paragraphs: list[str], path: Path, **layout: Any) -> None:
    """Write paragraphs as docx."""
    size, pitch, indent = layout.get("size", 16), layout.get("pitch", 29), layout.get("indent", 2)
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if layout.get("landscape") else (Mm(210), Mm(297))
    sides = map(Mm, layout.get("margins", (37, 35, 28, 26)))
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = sides
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), str(layout.get("columns", 1)))
    for old in section._sectPr.findall(qn("w:cols")):
        section._sectPr.remove(old)
    section._sectPr.append(columns)
    section.header.paragraphs[0].text = layout.get("head", "")
    number_pages(section.footer.paragraphs[0], layout.get("foot", "— {} —"))
    font = document.styles["Normal"].font
    font.size, font.name = Pt(size), "Noto Serif CJK SC"
    font.element.rPr.rFonts.set(qn("w:eastAsia"), font.name)
    for index, text in enumerate(paragraphs):
        kind = kind_of(text, index, len(paragraphs))
        paragraph = document.add_paragraph()
        run, form = paragraph.add_run(text), paragraph.paragraph_format
        form.space_after, form.line_spacing = Pt(layout.get("after", 0)), Pt(pitch * (1.2 if kind == "title" else 1))
        paragraph.alignment = {"title": ALIGN.CENTER, "centred": ALIGN.CENTER, "right": ALIGN.RIGHT}.get(kind, layout.get("align", ALIGN.JUSTIFY))
        if kind == "title":
            run.font.size = Pt(size * 1.375)
        elif kind == "right":
            form.right_indent = Pt(2 * size)
        elif kind == "body" and layout.get("hang") and MARK.match(text):
            form.left_indent, form.first_line_indent = Pt(2 * size), Pt(-2 * size)
        elif kind == "body" or (kind == "heading" and not layout.get("flush")):
            form.first_line_indent = Pt(indent * size)
        if layout.get("table") and index == len(paragraphs) // 2:
            table = document.add_table(rows=4, cols=3, style="Table Grid")
            for cell in table._cells:
                cell.paragraphs[0].add_run("完善农村客运站点的候车设施，按时公布班次和票价").font.size = Pt(12)
    document.save(str(path))


def number_pages(paragraph: Any, form: str) -> None:
    before, behind = form.split("{}")
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run(before)
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        paragraph.add_run()._r.append(element)
    paragraph.add_run(behind)


def solid(text: str) -> str:
    return "".join(text.split())


def main(names: list[str]) -> None:
    texts = {path.stem: [line.strip() for line in path.read_text("utf-8").split("\n") if line.strip()] for path in NOTICES}
    with tempfile.TemporaryDirectory() as folder:
        for name, layout in LAYOUTS.items():
            if names and name not in names:
                continue
            paths = {notice: Path(folder) / f"{notice}.docx" for notice in texts}
            for notice, path in paths.items():
                compose(texts[notice], path, **layout)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *map(str, paths.values())]
            subprocess.run(command, check=True, capture_output=True)
            whole, every = Counter[str](), Counter[str]()
            for notice, path in paths.items():
                found = {solid(line) for line in read_source(path.with_suffix(".pdf")).text.split("\n")}
                for text in map(solid, texts[notice]):
                    for kind in ("long" if len(text) >= 40 else "short", "marked" if len(text) >= 40 and MARK.match(text) else ""):
                        every[kind] += 1
                        whole[kind] += text in found
            print(f"{name:28s}", *(f"{kind} {whole[kind]}/{every[kind]}" for kind in ("long", "marked", "short")), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
