"""Files of each format, made from a few lines: what the tests of the readers read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise

A4 = (595.0, 842.0)
LEFT, RIGHT, TOP, SIZE, PITCH = 80.0, 528.0, 110.0, 16.0, 29.0
"""The text area of a page that holds 28 characters a line."""

Text = tuple[float, float, float, str]
"""x of the start, y of the base from the top, size, characters."""
Rule = tuple[float, float, float, float]


def pdf(pages: Sequence[Iterable[Text]], rules: Sequence[Iterable[Rule]] = (), fills: Iterable[Rule] = ()) -> bytes:
    """A pdf with texts at places and thin lines, in a font that every reader knows by name; `fills` are white areas of each page."""
    ground = "".join(f"1 g {x} {A4[1] - y} {u - x} {y - v} re f 0 g\n" for x, y, u, v in fills)
    count = len(pages)
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 {A4[0]} {A4[1]}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
        "/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>",
    ]
    for index, texts in enumerate(pages):
        stream = ground + "".join(f"{x} {A4[1] - y} m {u} {A4[1] - v} l S\n" for x, y, u, v in (rules[index] if rules else ()))
        for x, y, size, text in texts:
            stream += f"BT /F1 {size} Tf {x} {A4[1] - y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
        objects.append(f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {6 + 2 * index} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}endstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def laid_out(paragraphs: Iterable[str], per_page: int = 22, numbers: bool = True) -> list[list[Text]]:
    """Paragraphs set in lines of 28 characters, two in at their start, and page numbers.

    A sign before a line says otherwise: `^` centres it, `>` sets it to the right, `|` begins at the margin.
    """
    lines: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        if paragraph.startswith(("^", ">")):
            text = paragraph[1:]
            free = RIGHT - LEFT - width(text) * SIZE
            lines.append((LEFT + (free / 2 if paragraph[0] == "^" else free - 2 * SIZE), text))
            continue
        indent = 0.0 if paragraph.startswith("|") else 2.0
        text = paragraph.lstrip("|")
        for start, end in pairwise(breaks(text, indent)):
            lines.append((LEFT + (indent if start == 0 else 0.0) * SIZE, text[start:end]))
    pages = []
    for begin in range(0, len(lines), per_page):
        page: list[Text] = [(x, TOP + i * PITCH, SIZE, text) for i, (x, text) in enumerate(lines[begin : begin + per_page])]
        if numbers:
            page.append((280.0, 790.0, 14.0, f"— {len(pages) + 1} —"))
        pages.append(page)
    return pages


def as_ofd(pages: Iterable[Iterable[Text]]) -> bytes:
    """Pages of texts as an ofd."""
    mm = 25.4 / 72
    inside = ("".join(ofd_text(x * mm, (y - size) * mm, text, size * mm) for x, y, size, text in page) for page in pages)
    return ofd([f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>" for objects in inside])


def breaks(text: str, indent: float) -> list[int]:
    """Where lines end: full at 28 characters, and none begins with a closing mark."""
    ends, room = [0], 28 - indent
    for index, char in enumerate(text):
        room -= width(char)
        if room < 0 and char not in "，。、；：）》”":
            ends.append(index)
            room = 28 - width(char)
    return [*ends, len(text)]


def width(text: str) -> float:
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def ofd(pages: Sequence[str], resources: str = "", templates: dict[str, str] | None = None) -> bytes:
    """An ofd whose pages have these contents: the xml of a page's inside."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    held = templates or {}
    named = "".join(f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/{key}.xml"/>' for key in held)
    listed = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>{named}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f"<ofd:Res {space}>{resources}</ofd:Res>",
    }
    for key, inside in held.items():
        parts[f"Doc_0/Tpls/{key}.xml"] = f"<ofd:Page {space}><ofd:Content>{inside}</ofd:Content></ofd:Page>"
    for index, inside in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = f"<ofd:Page {space}>{inside}</ofd:Page>"
    return zipped(parts)


def ofd_text(x: float, y: float, text: str, size: float = 5.6, **more: str) -> str:
    """A text object at a place in millimetres; each full character takes its size."""
    steps = " ".join(str(size * width(char)) for char in text[:-1])
    extra = "".join(f' {name}="{value}"' for name, value in more.items())
    delta = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 180 {size * 1.2}" Font="1" Size="{size}"{extra}>'
        f'<ofd:TextCode X="0" Y="{size}"{delta}>{text}</ofd:TextCode></ofd:TextObject>'
    )
