"""What general converters make of a notice, beside policydoc: `python benchmarks/peers.py [ROUNDS]`. Prints the tables of docs/comparison.md.

    pip install ".[pdf]" python-docx docx2txt mammoth "markitdown[docx,pdf]" markdown-it-py trafilatura lxml_html_clean pypdf pdfplumber

One composed notice of the golden corpus is made into a docx whose numbers are automatic, into pages of html, and by LibreOffice (soffice)
into a pdf. Peers that are not installed are left out. Speed is CPU time, the minimum of rounds in which all take turns.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import html as lxml_html

import policydoc
from policydoc.readers import read_source

ROOT = Path(__file__).resolve().parents[1]
NOTICE = ROOT / "corpus" / "notices" / "baishi-division-of-work.txt"
LINES = [line.strip() for line in NOTICE.read_text(encoding="utf-8").splitlines() if line.strip()]
MARK = re.compile(r"([一二三四五六七八九十]+、)|(（[一二三四五六七八九十]+）)|(\d+\.)")
Levels = list[tuple[int, str]]
Reader = Callable[[Path], tuple[str, Levels]]


def level_of(line: str) -> int | None:
    """How deep a line of the notice stands, by its mark."""
    found = MARK.match(line)
    return found.lastindex - 1 if found and found.lastindex else None


DIVISIONS = [(level, MARK.sub("", line, count=1)) for line in LINES if (level := level_of(line)) is not None]
"""Level and words of each division, without its mark."""


# -- the files ---------------------------------------------------------------------------------------------------------------


def make_docx(path: Path, automatic: bool) -> None:
    """The notice as offices type it, without heading styles; with marks from the list of Word, or typed."""
    document = docx.Document()
    kinds = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(kinds)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for line in LINES:
        level = level_of(line) if automatic else None
        paragraph = document.add_paragraph(line if level is None else MARK.sub("", line, count=1))
        if level is not None:
            number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    document.save(str(path))


def make_html(path: Path, breaks: bool) -> None:
    """The notice on a page with a menu and a foot; its lines are paragraphs, or end in <br>."""
    menu = "<ul>" + "".join(f'<li><a href="/{i}">{name}</a></li>' for i, name in enumerate(("首页", "政务公开", "政务服务", "互动交流"))) + "</ul>"
    body = "<br>\n".join("　　" + line for line in LINES) if breaks else "\n".join(f"<p>　　{line}</p>" for line in LINES)
    foot = "<p>主办：白石县人民政府办公室　网站标识码：0000000000</p>"
    page = f'<div class="nav">{menu}</div><div class="article" id="zoom">{body}</div><div class="footer">{foot}</div>'
    path.write_text(f'<!doctype html><html><head><meta charset="utf-8"><title>{LINES[0]}</title></head><body>{page}</body></html>', encoding="utf-8")


def make_files(folder: Path) -> dict[str, Path]:
    """All files of the comparison."""
    files = {"docx": folder / "automatic.docx", "html p": folder / "p.html", "html br": folder / "br.html"}
    make_docx(files["docx"], automatic=True)
    make_html(files["html p"], breaks=False)
    make_html(files["html br"], breaks=True)
    make_docx(folder / "typed.docx", automatic=False)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, folder / "typed.docx"], check=True, capture_output=True)
    return files | {"pdf": folder / "typed.pdf"}


# -- the tools: text, and the levels that they tell --------------------------------------------------------------------------


def by_policydoc(path: Path) -> tuple[str, Levels]:
    doc = policydoc.read(path)
    kept = doc.text
    for around in doc.find(policydoc.Wrapper):
        kept = kept.replace(around.text, "")
    divisions = [(len(doc.index.path(d)), doc.text[d.span[0] + len(d.label) : d.span[1]].split("\n")[0]) for d in doc.find(policydoc.Division)]
    return kept, divisions


def by_policydoc_reader(path: Path) -> tuple[str, Levels]:
    return read_source(path).text, []


def by_python_docx(path: Path) -> tuple[str, Levels]:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs), []


def by_docx2txt(path: Path) -> tuple[str, Levels]:
    import docx2txt

    return docx2txt.process(str(path)), []


def by_mammoth(path: Path) -> tuple[str, Levels]:
    import mammoth

    with path.open("rb") as file:
        tree = lxml_html.fromstring("<div>" + mammoth.convert_to_html(file).value + "</div>")
    blocks = [(len(list(e.iterancestors("li", "ol", "ul"))), "".join(own_text(e))) for e in tree.iter("p", "li", "h1", "h2", "h3", "h4")]
    return "\n".join(words for _, words in blocks), [(depth, words) for depth, words in blocks if depth]


def own_text(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in ("ol", "ul", "p"):
            yield "".join(child.itertext())
        yield child.tail or ""


def by_markitdown(path: Path) -> tuple[str, Levels]:
    from markitdown import MarkItDown

    text = MarkItDown(enable_plugins=False).convert(str(path)).text_content
    return text, list(levels_of_markdown(text))


def levels_of_markdown(text: str) -> Iterator[tuple[int, str]]:
    """Headings by their level, paragraphs of lists by how deep the list lies."""
    from markdown_it import MarkdownIt

    lists, level = 0, 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("ordered_list_open", "bullet_list_open", "ordered_list_close", "bullet_list_close"):
            lists += token.nesting
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline" and (level or lists):
            yield (level or 10 + lists), token.content
            level = 0


def by_trafilatura(path: Path) -> tuple[str, Levels]:
    import trafilatura

    return trafilatura.extract(path.read_text(encoding="utf-8")) or "", []


def by_pypdf(path: Path) -> tuple[str, Levels]:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages), []


def by_pdfplumber(path: Path) -> tuple[str, Levels]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages), []


TOOLS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "policydoc": (by_policydoc, ("docx", "html p", "html br", "pdf")),
    "policydoc, reader only": (by_policydoc_reader, ("docx", "html p", "html br", "pdf")),
    "python-docx": (by_python_docx, ("docx",)),
    "docx2txt": (by_docx2txt, ("docx",)),
    "mammoth": (by_mammoth, ("docx",)),
    "markitdown": (by_markitdown, ("docx", "html p", "html br", "pdf")),
    "trafilatura": (by_trafilatura, ("html p", "html br")),
    "pypdf": (by_pypdf, ("pdf",)),
    "pdfplumber": (by_pdfplumber, ("pdf",)),
}


# -- the measures ------------------------------------------------------------------------------------------------------------


def plain(line: str) -> str:
    """A line without white space and without the marks of Markdown."""
    return re.sub(r"^(?:[#>*+-]+ )+|\\(?=\W)|\s", "", line.strip())


def whole_lines(text: str) -> int:
    """Lines of the notice that stand as a line of the text, automatic marks aside."""
    got = {MARK.sub("", plain(line), count=1) for line in text.splitlines()}
    return sum(MARK.sub("", plain(line), count=1) in got for line in LINES)


def marks_kept(text: str) -> int:
    """Divisions whose words have their mark before them, as a reader of the file sees it."""
    got = "".join(plain(line) for line in text.splitlines())
    return sum(plain(line)[:12] in got for line in LINES if level_of(line) is not None)


def levels_told(told: Levels) -> int:
    """Divisions whose level stands to that of the division before as it does in the notice: deeper, as deep, less deep."""
    depths = {plain(words).split("。")[0][:10]: depth for depth, words in reversed(told)}
    right, before = 0, None
    for level, words in DIVISIONS:
        depth = depths.get(plain(words).split("。")[0][:10])
        if depth is not None and (before is None or (before[1] is not None and sign(level - before[0]) == sign(depth - before[1]))):
            right += 1
        before = (level, depth)
    return right


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def surplus(text: str) -> int:
    """Lines that are none of the notice's: menus, feet."""
    return sum(bool(re.search("首页|互动交流|网站标识码", line)) for line in text.splitlines())


def seconds(reader: Reader, path: Path) -> float:
    start = time.process_time()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        reader(path)
    return time.process_time() - start


def compare(kind: str, path: Path, rounds: int) -> Iterator[str]:
    """The lines of the table of one file."""
    results = {}
    for name, (reader, kinds) in TOOLS.items():
        if kind in kinds:
            try:
                results[name] = reader(path)
            except ImportError:
                print(f"{name}: not installed", file=sys.stderr)
    times = dict.fromkeys(results, float("inf"))
    for _ in range(rounds):
        times = {name: min(times[name], seconds(TOOLS[name][0], path)) for name in results}
    heads = f"tool | lines whole, of {len(LINES)} | marks, of {len(DIVISIONS)} | levels, of {len(DIVISIONS)} | menu and foot | time"
    yield f"| {heads} |\n|---|---|---|---|---|---|"
    for name, (text, told) in results.items():
        shown = name if name.startswith("policydoc") else f"{name} {version(name)}"
        counts = (whole_lines(text), marks_kept(text), levels_told(told) or "–", surplus(text) or "–")
        yield f"| {shown} | {' | '.join(map(str, counts))} | {times[name] / times['policydoc, reader only']:.1f} |"


def main(rounds: int = 8) -> None:
    """Print a table for each file."""
    with TemporaryDirectory() as folder:
        for kind, path in make_files(Path(folder)).items():
            print(f"\n### {kind}\n", *compare(kind, path, rounds), sep="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
