"""The readers on real files, which are not part of the project: what docs/formats.md says of them. Without them the tests skip."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from policydoc.readers import ReadError, read_source

SHARED = Path(os.environ.get("POLICYDOC_CORPUS", ROOT.parent / "shared")) / "corpus"
OFFICE, TEXT = SHARED / "office", SHARED / "text"
MARK = re.compile(r"第[〇零一二三四五六七八九十百\d]+[条章节]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d+[.．、]")

pytestmark = pytest.mark.skipif(not OFFICE.is_dir(), reason="the real files are not here: set POLICYDOC_CORPUS to the folder that holds corpus/")


def solid(text: str) -> str:
    return re.sub(r"[\s\u3000\ufeff\u200b]+|&nbsp;", "", text)


def pieces(text: str) -> list[str]:
    return [piece for piece in map(solid, re.split(r"[\n\t]", text)) if piece]


def test_paragraphs_of_pdfs_are_whole() -> None:
    pytest.importorskip("pypdfium2")
    whole, every = Counter[bool](), Counter[bool]()
    for path in sorted(OFFICE.glob("*.truth.txt")):
        source = read_source(path.with_name(path.name.replace(".truth.txt", ".pdf")))
        found = {solid(line) for line in source.text.split("\n")} | set(pieces(source.text))
        for paragraph in map(solid, path.read_text("utf-8-sig").split("\n")):
            if len(paragraph) >= 40:
                marked = bool(MARK.match(paragraph))
                every[marked] += 1
                whole[marked] += paragraph in found
    assert every.total() > 200
    assert whole.total() / every.total() >= 0.92
    assert whole[True] / every[True] >= 0.96


def test_no_character_of_a_text_layer_is_lost() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    for path in sorted(OFFICE.glob("derived-*.pdf")):
        document = pypdfium2.PdfDocument(path)
        bare = Counter("".join(solid(page.get_textpage().get_text_range()) for page in document))
        source = read_source(path)
        kept = Counter(solid(source.text + "".join(text for _, _, text in source.removed)))
        assert not bare - kept, path.name


def twins() -> list[tuple[str, str]]:
    if not (SHARED / "text.jsonl").exists():
        return []
    rows = {row["id"]: row for row in map(json.loads, (SHARED / "text.jsonl").read_text("utf-8").splitlines())}
    found = set()
    for row in rows.values():
        for other in row.get("same_document_as") or ():
            pair = {row["format"]: row["id"], rows.get(other, row)["format"]: other}
            if set(pair) == {"html", "txt"}:
                found.add((pair["html"], pair["txt"]))
    return sorted(found)


def test_pages_hold_the_lines_of_their_text_twins() -> None:
    lines = same = 0
    for page, text in twins():
        source = read_source(TEXT / f"{page}.html")
        found, whole = set(pieces(source.text)), solid(source.text)
        around = "".join(solid(piece) for _, _, piece in source.removed)
        twin = pieces((TEXT / f"{text}.txt").read_text("utf-8"))
        if len(twin) < 3:
            continue
        lines += len(twin)
        same += sum(line in found for line in twin)
        absent = [line for line in twin if len(line) > 30 and line not in whole and line not in around]
        assert len(absent) <= 1, (page, absent)
    assert same / lines >= 0.94


@pytest.mark.parametrize("kind", ["doc", "wps", "ofd"])
def test_every_office_file_is_read_or_refused_with_a_reason(kind: str) -> None:
    pytest.importorskip("olefile")
    refused = []
    for path in sorted(OFFICE.glob(f"*.{kind}")):
        try:
            assert read_source(path).text.strip()
        except ReadError as error:
            refused.append(str(error))
    assert all("MS Works" in reason for reason in refused)
    assert len(refused) == (2 if kind == "wps" else 0)


def test_official_ofd_files_give_title_number_and_body() -> None:
    text = read_source(OFFICE / "ofd263.ofd").text
    assert re.search(r"^关于.{4,20}的批复$", text, re.MULTILINE)
    assert re.search(r"^.{2,6}〔\d{4}〕\d+号$", text, re.MULTILINE)
    assert max(map(len, text.split("\n"))) > 80
