"""`policydoc lint` at the command line: exit status, formats, configuration, corrections of files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

import policydoc
from policydoc.cli import main
from policydoc.diagnostics import width
from policydoc.lint.config import _nearest, _read

BAD = "清河市财政局关于做好预算编制工作的通知\n清财发[2022]05号\n各县财政局：\n　　请认真做好工作,抓好落实。\n清河市财政局\n2022年03月1日\n"
GOOD = "清河市财政局关于做好预算编制工作的通知\n清财发〔2022〕5号\n各县财政局：\n　　请认真做好工作，抓好落实。\n清河市财政局\n2022年3月1日\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    _nearest.cache_clear()
    _read.cache_clear()
    return tmp_path


def lint(*args: str) -> Result:
    return CliRunner().invoke(main, ["lint", *args])


def write(name: str, text: str = BAD, encoding: str = "utf-8") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_the_status_says_whether_anything_was_found() -> None:
    write("good.txt", GOOD)
    write("bad.txt")
    assert lint("good.txt").exit_code == 0
    assert lint("good.txt").output == ""
    assert lint("bad.txt").exit_code == 1
    assert lint("bad.txt", "--ignore", "PL2,half-width").exit_code == 0
    assert lint().exit_code == 2
    assert lint("bad.txt", "--select", "PL9").exit_code == 2
    missing = lint("none.txt", "bad.txt", "--select", "PL203")
    assert missing.exit_code == 2
    assert "none.txt: no such file" in missing.stderr
    assert "PL203" in missing.stdout


def test_carets_stand_under_wide_characters() -> None:
    write("bad.txt")
    block = lint("bad.txt", "--select", "PL303").output.splitlines()
    assert block[0] == "bad.txt:4:10: PL303 , between Chinese characters is ，."
    assert width(block[2].rstrip("^")) == width(block[1][: block[1].index(",")])
    assert block[3] == "1 finding in 1 file, 1 can be fixed: --diff shows how, --fix does it"


def test_a_line_of_a_thousand_characters_is_cut_around_the_place() -> None:
    write("long.txt", "一、要求\n" + "各县要加强领导。" * 80 + "加强领导,压实责任。" + "各县要加强领导。" * 80)
    line, caret = lint("long.txt").output.splitlines()[1:3]
    assert width(line) < 120
    assert line[0] == line[-1] == "…"
    assert width(line[: line.index(",")]) == caret.index("^")


def test_json_tells_lines_spans_and_edits() -> None:
    write("bad.txt")
    found = json.loads(lint("bad.txt", "--format", "json", "--select", "PL201,PL211").output)
    assert [(f["code"], f["line"], f["column"], f["end_column"]) for f in found] == [("PL201", 2, 1, 13), ("PL211", 6, 1, 11)]
    assert found[0]["fix"] == [[[23, 24], "〔"], [[28, 29], "〕"]]
    assert BAD[slice(*found[0]["span"])] == "清财发[2022]05号"


REGION = {"type": "object", "required": ["startLine", "startColumn", "endLine", "endColumn"], "additionalProperties": {"type": "integer", "minimum": 1}}
PLACE = {"type": "object", "required": ["uri"], "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}}}
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PHYSICAL = {"required": ["artifactLocation", "region"], "properties": {"artifactLocation": PLACE, "region": REGION}}
DRIVER = {"required": ["name"], "properties": {"rules": {"uniqueItems": True, "items": {"$ref": "#/$defs/rule"}}}}
RULE = {
    "required": ["id", "name", "shortDescription", "defaultConfiguration"],
    "properties": {"shortDescription": TEXT, "defaultConfiguration": {"properties": {"level": LEVEL}}},
}
RESULT = {
    "required": ["ruleId", "level", "message", "locations"],
    "properties": {
        "level": LEVEL,
        "message": TEXT,
        "locations": {"items": {"required": ["physicalLocation"], "properties": {"physicalLocation": PHYSICAL}}},
        "fixes": {
            "items": {
                "required": ["artifactChanges"],
                "properties": {
                    "artifactChanges": {
                        "items": {
                            "required": ["artifactLocation", "replacements"],
                            "properties": {"replacements": {"minItems": 1, "items": {"required": ["deletedRegion"], "properties": {"deletedRegion": REGION}}}},
                        }
                    }
                },
            }
        },
    },
}
SARIF = {
    "$defs": {"rule": RULE},
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
                    "columnKind": {"const": "unicodeCodePoints"},
                    "results": {"items": RESULT},
                },
            },
        },
    },
}
"""What SARIF 2.1.0 (OASIS, clause 3) requires of the members that are written."""


def test_sarif_has_what_the_standard_requires() -> None:
    write("公文/清单 1.txt")
    log = json.loads(lint("公文", "--format", "sarif").output)
    jsonschema_rs.validate(SARIF, log)
    run = log["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%E5%85%AC%E6%96%87/%E6%B8%85%E5%8D%95%201.txt"
    assert {r["ruleId"] for r in run["results"]} == {r["id"] for r in run["tool"]["driver"]["rules"]} == {"PL201", "PL203", "PL211", "PL303"}
    assert run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "〔"}
    assert json.loads(lint("公文", "--format", "sarif", "--ignore", "PL").output)["runs"][0]["results"] == []


def test_github_annotations_are_escaped() -> None:
    write("a,b:100%.txt")
    lines = lint("a,b:100%.txt", "--format", "github", "--select", "PL201,PL303").output.splitlines()
    assert lines[0].startswith("::warning file=a%2Cb%3A100%25.txt,line=2,endLine=2,col=1,endColumn=13,title=PL201 number-brackets::")
    assert lines[1].startswith("::notice ")


def test_explain_prints_the_page_of_a_rule() -> None:
    page = lint("--explain", "pl203")
    assert page.exit_code == 0
    assert page.output.startswith("## PL203 number-zeros\n")
    assert "清财发〔2022〕05号" in page.output
    assert lint("--explain", "number-zeros").output == page.output
    assert len(lint("--explain", "all").output.splitlines()) >= 30
    assert lint("--explain", "PL999").exit_code == 2


# -- configuration -------------------------------------------------------------------------------------------------------------


def configure(folder: str, text: str) -> None:
    write(f"{folder}/pyproject.toml", "[tool.policydoc.lint]\n" + text)


def found(*args: str) -> list[tuple[str, str]]:
    return [(f["file"], f["code"]) for f in json.loads(lint(*args, "--format", "json").stdout)]


def test_the_nearest_configuration_counts_and_the_command_line_wins() -> None:
    configure("office", 'select = ["PL20"]\nlang = "zh"\n')
    configure("office/old", 'ignore = ["PL2"]\n[tool.policydoc.lint.per-file-ignores]\n"drafts/*" = ["PL303"]\n')
    write("office/a.txt")
    write("office/old/b.txt")
    write("office/old/drafts/c.txt")
    assert found("office") == [("office/a.txt", "PL201"), ("office/a.txt", "PL203"), ("office/old/b.txt", "PL303")]
    assert "应用六角括号" in lint("office/a.txt").output
    assert found("office", "--select", "PL211", "--ignore", "PL3") == [(f"office/{n}.txt", "PL211") for n in ("a", "old/b", "old/drafts/c")]


def test_a_configuration_without_our_table_is_passed_over() -> None:
    configure(".", 'select = ["PL203"]\n')
    write("inside/pyproject.toml", "[project]\nname = 'x'\n")
    write("inside/a.txt")
    assert found("inside/a.txt") == [("inside/a.txt", "PL203")]


@pytest.mark.parametrize(
    "text", ['selct = ["PL2"]', 'select = "PL2"', 'select = ["PL9"]', "per-file-ignores = 1", "lang = 'fr'", "select = [", "ignore = [1]"]
)
def test_a_wrong_configuration_is_one_line_and_status_2(text: str) -> None:
    configure(".", text + "\n")
    write("a.txt")
    result = lint("a.txt")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "Error: " in result.stderr


# -- corrections -----------------------------------------------------------------------------------------------------------------


def test_diff_shows_and_changes_nothing() -> None:
    path = write("bad.txt")
    result = lint("bad.txt", "--diff")
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == BAD
    assert "-清财发[2022]05号\n" in result.output
    assert "+清财发〔2022〕5号\n" in result.output
    write("good.txt", GOOD)
    assert lint("good.txt", "--diff").exit_code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_corrects_and_keeps_encoding_and_line_ends(encoding: str, end: str) -> None:
    path = write("bad.txt", BAD.replace("\n", end), encoding)
    result = lint("bad.txt", "--fix")
    assert result.exit_code == 0, result.output
    assert path.read_bytes() == GOOD.replace("\n", end).encode(encoding)
    assert lint("bad.txt", "--fix").exit_code == 0
    assert path.read_bytes() == GOOD.replace("\n", end).encode(encoding)
    assert [p.name for p in Path().iterdir()] == ["bad.txt"]


def test_fix_leaves_a_file_alone_whose_encoding_lacks_a_character() -> None:
    path = write("big5.txt", "清河縣財政局關於預算的通知\n清財發[2022]5號\n各鄉公所：\n請認真做好工作,抓好落實,並於本月底前報送。\n", "big5")
    before = path.read_bytes()
    result = lint("big5.txt", "--fix", "--encoding", "iso2022_kr")
    assert path.read_bytes() == before
    assert "Traceback" not in result.output


def test_fix_makes_only_what_is_selected() -> None:
    path = write("bad.txt")
    assert lint("bad.txt", "--fix", "--select", "PL203").exit_code == 0
    assert path.read_text(encoding="utf-8") == BAD.replace("05号", "5号")


def test_other_formats_are_linted_and_told_that_corrections_need_a_text() -> None:
    path = write("notice.html", "<html><body><p>" + BAD.strip().replace("\n", "</p><p>") + "</p></body></html>")
    before = path.read_bytes()
    result = lint("notice.html", "--fix", "--select", "PL203")
    assert result.exit_code == 1
    assert "corrections need a text file" in result.stderr
    assert path.read_bytes() == before
    Path("tree.json").write_text(policydoc.dumps(policydoc.parse(BAD)), encoding="utf-8")
    assert found("tree.json", "--select", "PL20") == [("tree.json", "PL201"), ("tree.json", "PL203")]
    assert "corrections need a text file" in lint("tree.json", "--fix").stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_takes_no_file_leaves_the_old_one() -> None:
    path = write("locked/bad.txt")
    path.parent.chmod(0o500)
    try:
        result = lint("locked/bad.txt", "--fix")
        assert result.exit_code == 2
        assert path.read_text(encoding="utf-8") == BAD
    finally:
        path.parent.chmod(0o700)
