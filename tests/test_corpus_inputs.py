"""What `policydoc convert` takes, and how it names what it writes."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pytest
from click.testing import Result
from test_cli import NOTICE, names, run

from policydoc.corpus.inputs import Sources, gather
from policydoc.corpus.names import output_names
from policydoc.corpus.trees import trees
from policydoc.schema import load


def convert(*args: Path | str) -> Result:
    """In this process, which is quicker."""
    return run("convert", *args, "--jobs", "0")


def keys(*inputs: Path | str, output: Path = Path("nowhere")) -> list[str]:
    return Sources(tuple(map(str, inputs)), output).keys()


def test_each_file_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "县").mkdir(parents=True)
    for name in ("one.txt", "县/二.txt", ".hidden", "one.outline", "old.json", "manifest.jsonl"):
        (folder / name).write_text(NOTICE, encoding="utf-8")
    found = gather([folder / "one.txt", folder, folder / "县" / ".." / "one.txt"], tmp_path / "out")
    assert [Path(p).name for p in found] == ["one.txt", "二.txt"]
    assert [Path(p).name for p in gather([str(folder / "**" / "*.txt")], tmp_path / "out")] == ["one.txt", "二.txt"]
    assert list(gather([str(folder / "*.pdf")], tmp_path)) == [(folder / "*.pdf").as_posix()], "what is not there fails under its own name"


def test_names_that_clash_stay_apart_and_do_not_depend_on_order(tmp_path: Path) -> None:
    paths = [str(tmp_path / p) for p in ("a/x.txt", "a/x.docx", "b/x.txt", "b/y.txt", "c/Y.html", "x.txt.htm")]
    found = output_names(paths)
    assert list(found.values()) == ["a__x.txt.json", "x.docx.json", "b__x.txt.json", "y.txt.json", "Y.html.json", "x.txt.htm.json"]
    assert found == output_names(paths[::-1])
    assert all("/" not in name for name in output_names(["/x.txt", "/x.txt/x.txt", "../x.txt", "a.zip!/../../x.txt"]).values())


def test_a_name_once_given_stays_whatever_comes_later() -> None:
    kept = output_names(["a/x.txt"])
    later = output_names(["a/x.txt", "b/x.txt", "b/z.txt"], kept)
    assert later["a/x.txt"] == "x.json"
    assert later["b/x.txt"] == "x.txt.json"


@pytest.mark.parametrize("key", ["文" * 300 + ".txt", "a.jsonl!/x\ny\x00z", "a.jsonl!/..", "a.zip!/" + "/".join("d" * 90 for _ in range(9)), '<a>:"b"?.txt'])
def test_every_name_is_one_that_file_systems_take(key: str, tmp_path: Path) -> None:
    for name in output_names([key, f"other/{key}", f"third/{key}"]).values():
        (tmp_path / name).write_text("x")
        assert (tmp_path / name).parent == tmp_path


def archive_of(path: Path, members: dict[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in members.items():
                packed.writestr(name, data)
    else:
        with tarfile.open(path, "w:gz") as packed:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                packed.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["all.zip", "all.tar.gz"])
def test_archives_are_read_member_by_member(name: str, tmp_path: Path) -> None:
    members = {"2022/五.txt": NOTICE.encode(), "2022/六.txt": NOTICE.encode("gb18030"), "../out.txt": NOTICE.encode(), "__MACOSX/._x": b"x", "a.json": b"{}"}
    path = archive_of(tmp_path / name, members)
    done = convert(path, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert names(tmp_path / "out") == ["out.json", "五.json", "六.json"]
    doc = load(tmp_path / "out" / "六.json")
    assert doc.text == NOTICE
    assert doc.source.uri == f"{path}!/2022/六.txt"


def test_a_member_may_be_named_and_counts_once(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "all.tar.gz", {"a.txt": b"1", "b.txt": b"2", "c/a.txt": b"3"})
    assert keys(f"{path}!/c/a.txt", f"{path}!/b.txt") == [f"{path}!/b.txt", f"{path}!/c/a.txt"]
    assert keys(f"{path}!/b.txt", path) == keys(path) == [f"{path}!/a.txt", f"{path}!/b.txt", f"{path}!/c/a.txt"]
    assert keys(tmp_path / "none.zip!/x") == [f"{tmp_path}/none.zip"]


def test_a_document_that_is_a_zip_is_no_archive(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "notice.zip", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert keys(path) == [str(path)]


def test_names_of_old_zips_are_read_as_they_were_meant(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "old.zip", {"aabb.txt": NOTICE.encode()})
    path.write_bytes(path.read_bytes().replace(b"aabb", "通知".encode("gb18030")))
    assert keys(path) == [f"{path}!/通知.txt"]


def test_a_damaged_archive_is_one_failure_and_what_it_still_holds_is_read(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "cut.tar.gz", {f"{n}.txt": NOTICE.encode() + Random(n).randbytes(9000).hex().encode() for n in range(9)})
    path.write_bytes(path.read_bytes()[:-400])
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + b"x" * 99)
    done = convert(tmp_path, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert all(line.startswith((f"{tmp_path}/bad.zip: ", f"{path}: ", f"{path}!/8.txt: ")) for line in done.stderr.splitlines()), done.stderr
    assert "Traceback" not in done.output
    assert len(names(tmp_path / "out")) == 8


def test_lines_of_jsonl_are_named_by_their_id(tmp_path: Path) -> None:
    good = [{"id": "甲/1", "text": NOTICE}, {"text": NOTICE}, {"id": "甲/1", "text": NOTICE}]
    rows = [*good, {"id": 7, "text": ""}, {"id": "x", "body": ""}, {"id": "y", "text": 5}]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "a.jsonl").write_text(f"{lines}\n\n[1]\n{{", encoding="utf-8")
    done = convert(tmp_path / "a.jsonl", "-o", tmp_path / "out", "--encoding", "gb18030")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 4
    assert "3 converted" in done.stdout
    assert "1 empty" in done.stdout
    assert load(tmp_path / "out" / "1.json").text == NOTICE, "and --encoding is for files"


def test_jsonl_without_texts_is_one_failure(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"content": NOTICE}) + "\n" + json.dumps({"content": NOTICE}) + "\n")
    done = convert(tmp_path / "a.jsonl.gz", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert convert(tmp_path / "a.jsonl.gz", "-o", tmp_path / "out", "--text-field", "content").exit_code == 0
    assert len(names(tmp_path / "out")) == 2


@pytest.mark.parametrize("end", ["\n", "\0"])
def test_names_on_the_standard_input(end: str, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from policydoc.cli import main

    for name in ("a b.txt", "二.txt", "c.txt"):
        (tmp_path / name).write_text(NOTICE, encoding="utf-8")
    listed = end.join(str(tmp_path / n) for n in ("a b.txt", "二.txt")) + end
    done = CliRunner().invoke(main, ["convert", "-", "-o", str(tmp_path / "out"), "-j0"], input=listed.encode())
    assert done.exit_code == 0, done.output
    assert names(tmp_path / "out") == ["a b.json", "二.json"]


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "all.jsonl.zst"])
def test_one_file_of_lines_in_the_order_of_the_inputs(name: str, tmp_path: Path) -> None:
    if name.endswith(".zst"):
        pytest.importorskip("pyarrow", reason=".zst needs pyarrow")
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"{NOTICE}{n}", encoding="utf-8")
    out = tmp_path / "out" / name
    assert convert(tmp_path / "3.txt", tmp_path / "1.txt", "-o", out).exit_code == 0
    assert convert(tmp_path, "-o", out).exit_code == 0
    assert [tree.document.text[-1] for tree in trees(out)] == list("01234")
    first = out.read_bytes()
    assert convert(tmp_path, "-o", out).stdout.startswith("0 converted")
    assert out.read_bytes() == first
    assert convert(out, "-o", tmp_path / "again").exit_code == 0, "what was written can be read: its lines have a text"
    assert names(tmp_path / "again") == [f"line-{n}.json" for n in range(1, 6)]
