"""The JSON of a document: there and back, its versions, its schema."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from by_hand import document
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import policydoc
from policydoc.schema import SchemaError, dump, dumps, from_dict, json_schema, load, to_dict, validate

SCHEMA = ROOT / "schemas" / "policydoc-1.0.schema.json"
DEPTH = 5000


def test_a_document_comes_back_as_it_was() -> None:
    doc = document()
    again = load(dumps(doc))
    assert again == doc
    assert again.source == doc.source
    assert [type(n) for n in again.children] == [type(n) for n in doc.children]
    assert again.annotations[0].value == doc.annotations[0].value
    assert again.decisions == doc.decisions


def test_the_same_document_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = dumps(document())
    assert dumps(load(line)) == line
    dump(document(), tmp_path / "one.json")
    assert (tmp_path / "one.json").read_bytes() == (line + "\n").encode()
    monkeypatch.setitem(__import__("sys").modules, "orjson", None)
    assert dumps(document()) == line, "without orjson"


@pytest.mark.parametrize("value", [1e-5, 0.00012, 0.5, 1e16, 123456789012345.0, -1.5e-9, 2**70, "5e3 \x00\x7f\u2028\ud800"])
def test_numbers_and_odd_characters_do_not_depend_on_what_is_installed(value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    doc = attrs.evolve(document(), decisions={"value": value})
    line = dumps(doc)
    monkeypatch.setitem(__import__("sys").modules, "orjson", None)
    assert dumps(doc) == line
    assert load(line).decisions["value"] == value


def test_load_takes_a_path_a_file_a_string_and_bytes(tmp_path: Path) -> None:
    doc, path = document(), tmp_path / "清河.json"
    dump(doc, path)
    assert load(path) == load(str(path)) == load(path.read_bytes()) == doc
    with path.open(encoding="utf-8") as file:
        assert load(file) == doc
    for file in (io.StringIO(), io.BytesIO()):
        dump(doc, file)
        file.seek(0)
        assert load(file) == doc


def test_the_form_is_the_one_that_is_promised() -> None:
    data = to_dict(document())
    assert list(data) == ["schema", "producer", "source", "text", "meta", "decisions", "root", "annotations", "diagnostics"]
    assert data["schema"] == "policydoc/1.0"
    assert list(data["source"])[:4] == ["uri", "media_type", "sha256", "reader"]
    assert data["root"]["type"] == "document"
    measure = data["root"]["children"][2]["children"][1]["children"][1]
    assert list(measure) == ["type", "id", "span", "label", "number", "children"]
    assert measure["children"][0] == {"type": "heading", "id": "h2", "span": measure["children"][0]["span"], "text": "加强服务。"}
    assert "加强服务" in dumps(document()), "Chinese is readable"


def test_the_schema_file_is_the_one_that_the_classes_give(update: bool) -> None:
    if update:
        SCHEMA.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), "rewrite it with: pytest tests/test_schema.py --update"


def test_a_dumped_document_is_valid() -> None:
    validate(to_dict(document()))


def test_the_schema_is_a_json_schema() -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    jsonschema_rs.meta.validate(json_schema())


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in the JSON."""
    yield path
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield from places(value[key], (*path, key))


def mutated(path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    data = copy.deepcopy(to_dict(document()))
    at: Any = data
    for key in path[:-1]:
        at = at[key]
    change(at, path[-1])
    return data


FREE = ("meta", "producer")
"""Read by nobody."""


def is_free(path: tuple[Any, ...]) -> bool:
    return path[0] in FREE or (path[0] == "decisions" and len(path) > 1) or "value" in path[2:3] or "data" in path[2:3]


@pytest.mark.parametrize("path", [p for p in places(to_dict(document())) if p and not is_free(p)], ids=lambda p: ".".join(map(str, p)))
def test_a_value_of_a_wrong_type_is_refused_with_its_path(path: tuple[Any, ...]) -> None:
    data = mutated(path, lambda at, key: at.__setitem__(key, {"no": "such"}))
    if path == ("decisions",):
        return
    expected = "$" + "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in path)
    for check in (from_dict, validate):
        with pytest.raises(SchemaError) as caught:
            check(data)
        assert expected.startswith(caught.value.path) or caught.value.path.startswith(expected)
        assert len(expected) - len(caught.value.path) <= len(".children[0]")


@pytest.mark.parametrize(
    "path", [p for p in places(to_dict(document())) if p and isinstance(p[-1], str) and not is_free(p)], ids=lambda p: ".".join(map(str, p))
)
def test_a_missing_field_is_refused_where_the_schema_asks_for_it(path: tuple[Any, ...]) -> None:
    data = mutated(path, lambda at, key: at.pop(key))
    optional = path[0] in ("source", "decisions", "annotations", "diagnostics", "root")
    try:
        from_dict(data)
    except SchemaError:
        with pytest.raises(SchemaError):
            validate(data)
    else:
        assert optional, "only fields with a default may be missing"


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("root", "children", 2, "span"), [5, 3], "inside of the text"),
        (("root", "children", 2, "span"), [0, 10**9], "inside of the text"),
        (("root", "children", 2, "span"), [0, True], "a span"),
        (("root", "children", 2, "type"), "novel", "a node"),
        (("root", "type"), "notice", "type document"),
        (("root", "children", 0, "colour"), "red", "unknown field"),
        (("diagnostics", 0, "severity"), "dreadful", "info, warning, error"),
        (("source", "text"), "x", "without a text"),
        (("extra",), 1, "unknown field"),
    ],
)
def test_what_types_alone_do_not_tell_is_refused_too(path: tuple[Any, ...], value: object, says: str) -> None:
    with pytest.raises(SchemaError, match=says):
        from_dict(mutated(path, lambda at, key: at.__setitem__(key, value)))


@pytest.mark.parametrize("junk", ["", "[]", "{", "null", '{"schema": 3}', '{"schema": "other/1.0"}', "{}", '{"schema": "policydoc/1.0"}'])
def test_what_is_no_document_is_refused(junk: str) -> None:
    with pytest.raises(SchemaError):
        load(junk.encode())


def test_another_major_version_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(SchemaError, match=r"policydoc/2\.0.*policydoc/1\.0.*install"):
        from_dict(to_dict(document()) | {"schema": "policydoc/2.0"})


def test_a_newer_minor_version_is_read_and_keeps_what_it_does_not_know() -> None:
    data = mutated(("root", "children", 0, "colour"), lambda at, key: at.__setitem__(key, ["red"]))
    doc = from_dict(data | {"schema": "policydoc/1.7", "mood": "good"})
    assert doc.root == document().root
    found = doc.diagnostics[-1]
    assert found.code == "PD901"
    assert found.data == {"schema": "policydoc/1.7", "unknown": {"$.root.children[0].colour": ["red"], "$.mood": "good"}}
    assert load(dumps(doc)) == doc
    validate(to_dict(doc))


def test_json_that_is_nested_without_end_is_refused() -> None:
    start, end = '{"type":"paragraph","id":"p","span":[0,0],"children":[', "]}"
    line = dumps(document())
    for depth in (100, DEPTH):
        deep = line.replace('"children":[', f'"children":[{start * depth}{end * depth},', 1)
        with pytest.raises(SchemaError, match="deep"):
            load(deep)
    with pytest.raises(SchemaError, match="deep"):
        load(line.replace('"decisions":{', f'"decisions":{{"x":{"[" * 500}{"]" * 500},', 1))


def test_a_value_without_json_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError):
        dumps(attrs.evolve(document(), decisions={"x": object()}))
    with pytest.raises(ValueError, match="nan"):
        dumps(attrs.evolve(document(), decisions={"x": float("nan")}))


@given(st.text(alphabet="一二三、（）()《》“”。；：1.第条章 \n\t市财政局负责牵头配合责任单位年月日〔〕号附件😀\x00", max_size=120))
def test_what_any_text_becomes_comes_back(text: str) -> None:
    doc = policydoc.parse(text)
    assert load(dumps(doc)) == doc
    assert dumps(load(dumps(doc))) == dumps(doc) == dumps(policydoc.parse(text))


def test_what_real_notices_become_is_valid_and_comes_back(real_texts: list[Path]) -> None:
    for path in real_texts[::15]:
        doc = policydoc.read(path)
        assert load(dumps(doc)) == doc, path.name
        validate(to_dict(doc))
