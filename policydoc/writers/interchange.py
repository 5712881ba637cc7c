"""Notices for tools that people annotate with: Label Studio, doccano, brat. Offsets count code points, as all three of them do.

What is labelled stands in `labels.KINDS`. What a tool must know of the labels before it takes a notice, the `…_definition` functions write;
`policydoc labels TOOL` prints it.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from policydoc.writers.labels import KINDS, LINKS, facts, labels, lines_of, notes, plain

if TYPE_CHECKING:
    from policydoc.document import Document


# -- Label Studio ------------------------------------------------------------------------------------------------------------


def labelstudio(doc: Document) -> str:
    """A task of Label Studio as one line of JSON: `data` with the text, and one prediction with regions and relations.

    >>> import policydoc
    >>> task = json.loads(labelstudio(policydoc.parse("一、任务\\n植树。（市林业局负责）")))
    >>> [r["value"]["text"] for r in task["predictions"][0]["result"] if r.get("value", {}).get("labels") == ["agency_responsible"]]
    ['市林业局']
    """
    from policydoc import __version__

    text = plain(doc.text)
    found, links = labels(doc)
    regions: list[dict[str, Any]] = []
    for place, label in enumerate(found):
        start, end = label.span
        value = {"start": start, "end": end, "text": text[start:end], "labels": [label.kind]}
        region = {"id": f"r{place}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        regions.append(region | ({"meta": {"text": [notes(label.values)]}} if label.values else {}))
    for link in links:
        ends = {"from_id": f"r{link.source}", "to_id": f"r{link.target}"}
        regions.append({"type": "relation", **ends, "direction": "right", "labels": [link.kind]})
    data = {"text": text, **facts(doc)}
    return _line({"data": data, "predictions": [{"model_version": f"policydoc {__version__}", "result": regions}]})


def labelstudio_definition() -> str:
    """The labelling configuration (XML) of a Label Studio project that takes these tasks."""
    shown = "".join(f'    <Label value="{name}" hint="{kind.chinese}" background="{kind.colour}"/>\n' for name, kind in KINDS.items())
    links = "".join(f'    <Relation value="{kind}"/>\n' for kind in LINKS)
    return (
        f'<View>\n  <Relations>\n{links}  </Relations>\n  <Labels name="label" toName="text">\n{shown}  </Labels>\n'
        '  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


# -- doccano -----------------------------------------------------------------------------------------------------------------


def doccano(doc: Document) -> str:
    """A line of doccano's JSONL for sequence labelling: `text` and `label`, a list of start, end, label."""
    spans = [[*label.span, label.kind] for label in labels(doc)[0]]
    return _line({"text": plain(doc.text), "label": spans, **facts(doc)})


def doccano_relations(doc: Document) -> str:
    """A line of doccano's JSONL for projects with relations: `entities` and `relations`, told apart by numbers."""
    found, links = labels(doc)
    entities = [{"id": i, "label": a.kind, "start_offset": a.span[0], "end_offset": a.span[1]} for i, a in enumerate(found)]
    relations = [{"id": i, "type": a.kind, "from_id": a.source, "to_id": a.target} for i, a in enumerate(links)]
    return _line({"text": plain(doc.text), "entities": entities, "relations": relations, **facts(doc)})


def doccano_definition() -> str:
    """The span types of a doccano project, in the form that its page of labels imports."""
    types = [{"text": kind, "background_color": k.colour, "text_color": "#ffffff"} for kind, k in KINDS.items()]
    return json.dumps(types, ensure_ascii=False, indent=2) + "\n"


# -- brat --------------------------------------------------------------------------------------------------------------------

BOUNDS = ("by", "before", "in", "within", "each", "ongoing")
"""Of deadlines (`docs/annotations.md`); brat lists the values of an attribute."""


def brat(doc: Document) -> bytes:
    """A zip with the two files of brat: NAME.txt and the stand-off NAME.ann."""
    name = PurePath(plain(doc.source.uri or "").replace("\\", "/").replace(":", "_")).stem or "document"
    name = f"{name}-{doc.source.sha256[:8]}" if doc.source.sha256 else name
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, text in ((".txt", _for_brat(doc.text)), (".ann", standoff(doc))):
            archive.writestr(zipfile.ZipInfo(name + ending, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def standoff(doc: Document) -> str:
    """The .ann of brat: T lines with a fragment for each line of the text, R, A and # lines.

    >>> import policydoc
    >>> print(standoff(policydoc.parse("植树。（市林业局负责）")), end="")  # doctest: +NORMALIZE_WHITESPACE
    T1 task 0 3 植树。
    T2 sentence 0 3 植树。
    T3 clause 3 11 （市林业局负责）
    T4 agency_responsible 4 8 市林业局
    #1 AnnotatorNotes T4 name=市林业局
    R1 assigned Arg1:T4 Arg2:T1
    """
    text = _for_brat(doc.text)
    found, links = labels(doc)
    lines: list[str] = []
    names: dict[int, str] = {}
    attributes = told = 0
    for place, label in enumerate(found):
        parts = list(lines_of(text, label.span))
        if not parts:
            continue
        names[place] = f"T{len(names) + 1}"
        where = ";".join(f"{start} {end}" for start, end in parts)
        lines.append(f"{names[place]}\t{label.kind} {where}\t{' '.join(text[start:end] for start, end in parts)}")
        if bound := label.values.get("bound"):
            attributes += 1
            lines.append(f"A{attributes}\tbound {names[place]} {bound}")
        if label.values:
            told += 1
            lines.append(f"#{told}\tAnnotatorNotes {names[place]}\t{notes(label.values)}")
    ends = [(link.kind, names[link.source], names[link.target]) for link in links if link.source in names and link.target in names]
    lines += [f"R{number}\t{kind} Arg1:{source} Arg2:{target}" for number, (kind, source, target) in enumerate(ends, 1)]
    return "".join(line + "\n" for line in lines)


def _for_brat(text: str) -> str:
    return plain(text).replace("\t", " ")  # a tab parts the fields of .ann


def brat_definition() -> str:
    """The annotation.conf of a brat collection."""
    entities = "".join(f"{kind}\n" for kind in KINDS)
    links = "".join(f"{kind}\tArg1:{'|'.join(sources)}, Arg2:{target}\n" for kind, (_, sources, target) in LINKS.items())
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"
    bounds = f"bound\tArg:deadline, Value:{'|'.join(BOUNDS)}\n"
    return f"[entities]\n{entities}[relations]\n{links}{overlap}[events]\n[attributes]\n{bounds}"


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
