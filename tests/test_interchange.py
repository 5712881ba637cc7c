"""What tools for annotating get: read back by their own libraries, or by readers of their published formats, it says what the document says."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import policydoc
from policydoc.cli import main
from policydoc.writers.command import DEFINITIONS
from policydoc.writers.conllu import conllu
from policydoc.writers.interchange import BOUNDS, brat, doccano, doccano_relations, labelstudio, standoff
from policydoc.writers.labels import KINDS, LINKS, facts, labels, plain

NOTICES = sorted((ROOT / "corpus" / "notices").glob("*.txt"))
TEXT = (
    "青石县𠮷乡关于图书\U00020bb7的通知\r\n青政发〔2023〕8号\r\n各乡镇：\r\n一、任务\r\n（一）建书屋。到2025年，建成村级书屋120个以上。"
    "（县文旅局牵头，县财政局、县教育局配合）\r\n（二）落实《图书馆条例》（国发〔2019〕3号）。（县\x07财政局负责）\u2028二、\ud800保障\n落实经费。\n"
)
"""Two characters outside of the basic plane, every kind of row end, a control character, half a pair."""
PIECES = ["一、任务", "（一）甲。", "到2025年建成3个。", "（县财政局负责）", "\r\n", *"\n\x0b\u2028\t　𠮷\ud800\x00_", "《办法》"]
WRAPPED = "\n".join(part for line in NOTICES[3].read_text(encoding="utf-8").splitlines() for part in re.findall(".{1,28}", line) or [""])
"""A notice as a page that is 28 characters wide shows it: names are cut by line breaks."""
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)

Spans = list[tuple[int, int, str]]


def spans_of(doc: policydoc.Document) -> Spans:
    return [(*label.span, label.kind) for label in labels(doc)[0]]


def documents() -> list[policydoc.Document]:
    return [policydoc.parse(TEXT), policydoc.parse(""), policydoc.parse(WRAPPED), *(policydoc.read(path) for path in NOTICES)]


# -- what is exported --------------------------------------------------------------------------------------------------------


def test_agencies_have_their_role_and_lead_to_their_task() -> None:
    doc = policydoc.parse(TEXT)
    found, links = labels(doc)
    shown = [(found[k.source].kind, doc.text[slice(*found[k.source].span)], doc.text[slice(*found[k.target].span)][:6]) for k in links if k.kind == "assigned"]
    assert shown == [
        ("agency_lead", "县文旅局", "（一）建书屋"),
        ("agency_cooperate", "县财政局", "（一）建书屋"),
        ("agency_cooperate", "县教育局", "（一）建书屋"),
        ("agency_responsible", "县\x07财政局", "（二）落实《"),
    ]
    assert {a.kind: a.values for a in found}["agency_lead"] == {"name": "县文化和旅游局", "leads": "true"}
    assert [(found[k.source].kind, found[k.target].kind) for k in links if k.kind == "measures"] == [("target", "indicator")]


def test_every_clause_heading_sentence_and_annotation_is_there_once() -> None:
    for doc in documents():
        found = spans_of(doc)
        for kind, cls in (("heading", policydoc.Heading), ("sentence", policydoc.Sentence), ("clause", policydoc.ResponsibilityClause)):
            assert [s[:2] for s in found if s[2] == kind] == [n.span for n in policydoc.find(doc, cls)]
        for kind in ("deadline", "target", "citation"):
            assert [s[:2] for s in found if s[2] == kind] == [a.span for a in doc.annotations if a.type == kind]
        named = [s[:2] for s in found if s[2].startswith("agency")]
        assert len(named) == len(set(named)), "no agency twice"
        assert set(named) >= {g.span for g in policydoc.find(doc, policydoc.Agency)}


@given(texts)
def test_links_and_spans_of_any_text_are_sound(text: str) -> None:
    doc = policydoc.parse(text)
    found, links = labels(doc)
    assert all(0 <= a.span[0] < a.span[1] <= len(text) and a.kind in KINDS for a in found)
    assert [a.span[0] for a in found] == sorted(a.span[0] for a in found)
    for link in links:
        _, sources, target = LINKS[link.kind]
        assert found[link.source].kind in sources
        assert found[link.target].kind == target


@given(st.text(st.characters(), max_size=40))
def test_plain_text_keeps_every_offset(text: str) -> None:
    told = plain(text)
    assert len(told) == len(text)
    assert told.encode().decode() == told
    assert len(told.split("\n")) == len(told.splitlines() or [""]) + told.endswith("\n")
    etree.Element("a").text = told
    assert all(a == b for a, b in zip(text, told, strict=True) if a.isalnum())


# -- Label Studio: https://labelstud.io/guide/predictions --------------------------------------------------------------------


def read_labelstudio(line: str) -> tuple[str, Spans, list[tuple[str, str, str]]]:
    task = json.loads(line)
    (prediction,) = task["predictions"]
    text, spans = task["data"]["text"], {}
    for region in prediction["result"]:
        if region["type"] == "labels":
            value = region["value"]
            assert (region["from_name"], region["to_name"]) == ("label", "text")
            assert text[value["start"] : value["end"]] == value["text"], "Label Studio counts code points"
            spans[region["id"]] = (value["start"], value["end"], *value["labels"])
    relations = [(r["labels"][0], r["from_id"], r["to_id"]) for r in prediction["result"] if r["type"] == "relation"]
    assert all(a in spans and b in spans for _, a, b in relations)
    return text, list(spans.values()), relations


def test_label_studio_gives_the_labels_back() -> None:
    for doc in documents():
        text, spans, relations = read_labelstudio(labelstudio(doc))
        assert text == plain(doc.text)
        assert spans == spans_of(doc)
        assert relations == [(k.kind, f"r{k.source}", f"r{k.target}") for k in labels(doc)[1]]


def test_label_studio_knows_every_label() -> None:
    view = etree.fromstring(run("labels", "labelstudio"))
    assert view.xpath("//Label/@value") == list(KINDS)
    assert view.xpath("//Relation/@value") == list(LINKS)
    assert (view.xpath("//Labels/@name"), view.xpath("//Labels/@toName")) == (["label"], view.xpath("//Text/@name"))
    assert view.xpath("//Text/@value") == ["$text"]


# -- doccano: https://doccano.github.io/doccano/tutorial ---------------------------------------------------------------------


def test_doccano_gives_the_labels_back_without_and_with_relations() -> None:
    for doc in documents():
        record = json.loads(doccano(doc))
        assert record["text"] == plain(doc.text)
        assert [tuple(span) for span in record["label"]] == spans_of(doc)
        record = json.loads(doccano_relations(doc))
        assert [(e["start_offset"], e["end_offset"], e["label"]) for e in record["entities"]] == spans_of(doc)
        assert [e["id"] for e in record["entities"]] == list(range(len(record["entities"])))
        assert [(r["type"], r["from_id"], r["to_id"]) for r in record["relations"]] == [(k.kind, k.source, k.target) for k in labels(doc)[1]]


def test_doccano_knows_every_label() -> None:
    types = json.loads(run("labels", "doccano"))
    assert [t["text"] for t in types] == list(KINDS)
    assert all(re.fullmatch("#[0-9a-f]{6}", t["background_color"]) for t in types)


# -- brat: https://brat.nlplab.org/standoff.html -----------------------------------------------------------------------------


def read_brat(text: str, ann: str) -> tuple[dict[str, tuple[list[tuple[int, int]], str]], list[list[str]], dict[str, tuple[str, str]], dict[str, str]]:
    bounds: dict[str, tuple[list[tuple[int, int]], str]] = {}
    relations, attributes, notes = [], {}, {}
    for line in ann.splitlines():
        name, about, *words = line.split("\t")
        if name[0] == "T":
            kind, _, where = about.partition(" ")
            parts = [(int(s), int(e)) for s, e in (part.split(" ") for part in where.split(";"))]
            assert words == [" ".join(text[s:e] for s, e in parts)], "the words stand where the offsets say"
            assert all(text[s:e] and "\n" not in text[s:e] for s, e in parts)
            bounds[name] = (parts, kind)
        elif name[0] == "R":
            kind, source, target = about.split(" ")
            relations.append([kind, source.removeprefix("Arg1:"), target.removeprefix("Arg2:")])
        elif name[0] == "A":
            kind, target, value = about.split(" ")
            attributes[target] = (kind, value)
        else:
            assert name[0] == "#"
            notes[about.split(" ")[1]] = words[0]
    return bounds, relations, attributes, notes


def test_brat_gives_the_labels_back() -> None:
    for doc in documents():
        archive = zipfile.ZipFile(io.BytesIO(brat(doc)))
        names = archive.namelist()
        assert [n[-4:] for n in names] == [".txt", ".ann"]
        text, ann = (archive.read(n).decode() for n in names)
        assert text == plain(doc.text).replace("\t", " ")
        bounds, relations, attributes, notes = read_brat(text, ann)
        assert [(p[0][0], p[-1][1], kind) for p, kind in bounds.values()] == [s for s in spans_of(doc) if text[s[0] : s[1]].strip()]
        assert all(r[1] in bounds and r[2] in bounds for r in relations)
        assert len(relations) == len(labels(doc)[1])
        assert set(attributes) <= {t for t, (_, kind) in bounds.items() if kind == "deadline"}
        assert all(kind == "bound" and value in BOUNDS for kind, value in attributes.values())
        assert set(notes) <= set(bounds)


def test_a_name_cut_by_a_line_break_is_one_annotation_of_brat_in_two_pieces() -> None:
    cut = re.search("^T\\d+\tagency_by_duty (\\d+) (\\d+);(\\d+) (\\d+)\t(\\S+) (\\S+)$", standoff(policydoc.parse(WRAPPED)), re.MULTILINE)
    assert cut
    assert int(cut[3]) == int(cut[2]) + 1
    assert cut[5] + cut[6] in WRAPPED.replace("\n", "")


@given(texts)
def test_brat_is_sound_for_any_text(text: str) -> None:
    read_brat(plain(text).replace("\t", " "), standoff(policydoc.parse(text)))


def test_the_zip_for_brat_is_the_same_each_time_and_holds_plain_names(tmp_path: Path) -> None:
    path = tmp_path / "县 #1.txt"
    path.write_text(TEXT.replace("\ud800", ""), encoding="utf-8")
    doc = policydoc.read(path)
    assert brat(doc) == brat(doc)
    assert re.fullmatch(r"县 #1-[0-9a-f]{8}\.txt", zipfile.ZipFile(io.BytesIO(brat(doc))).namelist()[0])


def test_brat_knows_every_label() -> None:
    sections = re.split(r"^\[(\w+)\]\n", run("labels", "brat"), flags=re.MULTILINE)
    named = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert list(named) == ["entities", "relations", "events", "attributes"]
    assert named["entities"].split() == list(KINDS)
    assert [line.split("\t")[0] for line in named["relations"].splitlines()] == [*LINKS, "<OVERLAP>"]


def test_the_bounds_that_brat_lists_are_those_that_the_docs_name() -> None:
    page = (ROOT / "docs" / "annotations.md").read_text(encoding="utf-8")
    section = page.split("## `deadline`")[1].split("\n## ")[0]
    assert set(re.findall(r"^\|.*\| `(\w+)` \|$", section, re.MULTILINE)) - {"bound"} == set(BOUNDS)


# -- UIMA CAS ----------------------------------------------------------------------------------------------------------------


def read_cas(xmi: str) -> Any:
    cassis = pytest.importorskip("cassis", reason="the CAS is read back by dkpro-cassis, which is not installed")
    from policydoc.writers.cas import type_system

    return cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(type_system()))


def test_cassis_gives_the_labels_back() -> None:
    pytest.importorskip("cassis", reason="UIMA CAS needs policydoc[cas]")
    from policydoc.writers.cas import TYPES, cas

    for doc in documents():
        read = read_cas(cas(doc))
        found, links = labels(doc)
        assert (read.sofa_string or "") == plain(doc.text)
        for name in set(TYPES.values()):
            expected = sorted((*a.span, a.values.get("name")) for a in found if TYPES[a.kind] == name)
            assert sorted((a.begin, a.end, getattr(a, "name", None)) for a in read.select(name)) == expected
        agencies = sorted((a.begin, a.role, a.task.begin, a.task.end) for a in read.select("policydoc.Agency") if a.task)
        pairs = [(found[k.source], found[k.target]) for k in links if k.kind == "assigned"]
        assert agencies == sorted((a.span[0], a.kind.removeprefix("agency_"), *b.span) for a, b in pairs)
        assert read.document_language == "zh"
        (about,) = read.select("policydoc.Document")
        assert {name: value for name in facts(doc) if (value := getattr(about, name))} == facts(doc)


def test_without_cassis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from policydoc.writers import cas

    cas._types.cache_clear()
    monkeypatch.setitem(sys.modules, "cassis", None)
    done = CliRunner().invoke(main, ["labels", "cas"])
    assert done.exit_code == 1
    assert 'pip install "policydoc[cas]"' in done.stderr


def test_a_cas_counts_utf_16_units() -> None:
    pytest.importorskip("cassis", reason="UIMA CAS needs policydoc[cas]")
    from policydoc.writers.cas import cas

    doc = policydoc.parse("一、𠮷𠮷\n植树。（县林业局负责）")
    agency = etree.fromstring(cas(doc).encode()).find("{http:///policydoc.ecore}Agency")
    units = doc.text.encode("utf-16-le")
    assert units[2 * int(agency.get("begin")) : 2 * int(agency.get("end"))].decode("utf-16-le") == "县林业局"


@given(texts)
def test_every_text_has_a_cas(text: str) -> None:
    pytest.importorskip("cassis", reason="UIMA CAS needs policydoc[cas]")
    from policydoc.writers.cas import cas

    doc = policydoc.parse(text)
    assert len(list(read_cas(cas(doc)).select("policydoc.Agency"))) == sum(s[2].startswith("agency") for s in spans_of(doc))


# -- CoNLL-U -----------------------------------------------------------------------------------------------------------------


def read_conllu(text: str) -> list[Any]:
    library = pytest.importorskip("conllu", reason="CoNLL-U is read back by the package conllu, which is not installed")
    found: list[Any] = list(library.parse(text))
    return found


def whole(words: list[Any]) -> str:
    return "".join(w["form"] + ("" if (w["misc"] or {}).get("SpaceAfter") == "No" else " ") for w in words)


@pytest.mark.parametrize("cut", [list, None], ids=["characters", "words"])
def test_conllu_gives_sentences_words_and_places_back(cut: Any) -> None:
    for doc in documents():
        sentences = read_conllu(conllu(doc, cut))
        for words in sentences:
            assert whole(words) == words.metadata["text"]
            node = doc.index[words.metadata["sent_id"]]
            assert "".join(w["form"] for w in words) == "".join(plain(doc.text[slice(*node.span)]).split())
            for word in words:
                start, end = map(int, word["misc"]["TokenRange"].split(":"))
                assert "".join(plain(doc.text[start:end]).split()) == word["form"]
        ids = [words.metadata["sent_id"] for words in sentences]
        assert len(ids) == len(set(ids))
        inside = {c.id for s in policydoc.find(doc, policydoc.Sentence) for c in s.children}
        expected = {n.id for n in policydoc.walk(doc) if isinstance(n, policydoc.Heading | policydoc.Sentence | policydoc.ResponsibilityClause)} - inside
        assert set(ids) == {i for i in expected if doc.text[slice(*doc.index[i].span)].strip()}


def test_labels_of_words() -> None:
    doc = policydoc.parse("一、任务\n到2025年建成书屋120个。（县文旅局牵头，县财政局配合）")
    tagged = [(w["form"], w["misc"]["Label"]) for s in read_conllu(conllu(doc, list)) for w in s if "Label" in w["misc"]]
    assert ("县文旅局", "B-agency_lead") in tagged
    assert ("县财政局", "B-agency_cooperate") in tagged
    assert [tag for _, tag in tagged[:6]] == ["B-deadline", *["I-deadline"] * 5]


def test_a_conllu_file_names_its_document() -> None:
    first = read_conllu(conllu(policydoc.read(NOTICES[0]), list))[0]
    assert first.metadata["newdoc id"].endswith(NOTICES[0].name)
    assert len(first.metadata["sha256"]) == 64


@given(texts)
def test_conllu_of_any_text_can_be_read(text: str) -> None:
    for words in read_conllu(conllu(policydoc.parse(text), list)):
        assert whole(words) == words.metadata["text"]


# -- the commands ------------------------------------------------------------------------------------------------------------


def run(*args: str | Path) -> str:
    done = CliRunner().invoke(main, [str(a) for a in args])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_convert_writes_them_by_name(tmp_path: Path) -> None:
    for name, ending in (("brat", ".brat.zip"), ("cas", ".xmi"), ("conllu", ".conllu"), ("labelstudio", ".labelstudio.json")):
        run("convert", NOTICES[0], "--to", name, "-o", tmp_path / name, "--jobs", "0")
        (made,) = (tmp_path / name).glob(f"*{ending}")
        assert made.stat().st_size > 1000
    run("convert", *NOTICES, "--to", "labelstudio", "-o", tmp_path / "tasks.jsonl", "--jobs", "0")
    lines = (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["data"]["uri"] for line in lines] == [str(path) for path in NOTICES]


@pytest.mark.parametrize("tool", DEFINITIONS)
def test_the_definition_of_a_tool_is_printed(tool: str) -> None:
    assert "task" in run("labels", tool).lower()


def test_what_was_written_is_not_read_again(tmp_path: Path) -> None:
    run("convert", NOTICES[0], "--to", "brat", "-o", tmp_path, "--jobs", "0")
    (tmp_path / "a.conllu").write_text("# newdoc\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("一、任务\n植树。\n", encoding="utf-8")
    run("convert", tmp_path, "-o", tmp_path / "trees", "--jobs", "0")
    assert [p.name for p in (tmp_path / "trees").glob("*.json")] == ["b.json"]
