"""Reading docx and pdf files beside the libraries that open them.

    python benchmarks/reading.py FOLDER [ROUNDS] [--pdf PATTERN]

Processor time of all docx files of a folder together, without those that python-docx cannot open, and of all pdf files that have a text layer
(PATTERN, such as `derived-*.pdf`, takes some of them). `read_source` gives text, hints, tables and what was left out; `read` parses and
annotates too. python-docx opens the package, and in its paragraphs gives the body without tables, text boxes, content controls and automatic
numbers. pypdfium2 gives the text of the pages as pdfium has it: rows, not paragraphs, with page numbers, cells by their rows.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import alternate, table

import policydoc
from policydoc.readers import read_source

Reader = Callable[[Path], object]


def opened(path: Path, read: Reader) -> bool:
    try:
        read(path)
    except Exception as error:
        print(f"{path.name}: {error}")
        return False
    return True


def docx_text(path: Path) -> object:
    import docx

    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def docx_opened(path: Path) -> object:
    import docx

    return docx.Document(str(path)).paragraphs


def pdf_text(path: Path) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    texts = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return texts


def compare(paths: Sequence[Path], readers: dict[str, Reader], against: str, rounds: int) -> None:
    contenders = {name: lambda read=read: deque(map(read, paths), maxlen=0) for name, read in readers.items()}
    print(f"{len(paths)} files")
    print(table(alternate(contenders, rounds, clock=time.process_time), against))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=9)
    parser.add_argument("--pdf", default="*.pdf")
    options = parser.parse_args()
    ours: dict[str, Reader] = {"read_source": read_source, "read": policydoc.read}
    docx = [path for path in sorted(options.folder.glob("*.docx")) if opened(path, docx_text)]
    if docx:
        text = "python-docx, text of paragraphs"
        compare(docx, {"python-docx, opened": docx_opened, text: docx_text, **ours}, text, options.rounds)
    pdf = [path for path in sorted(options.folder.glob(options.pdf)) if opened(path, read_source)]
    if pdf:
        compare(pdf, {"pypdfium2, text": pdf_text, **ours}, "pypdfium2, text", options.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
