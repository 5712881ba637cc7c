"""The pages say what is true: their examples run, their links lead somewhere, nothing is left out.

Blocks of code are told by their language: `pycon` is a doctest; `text` is a notice, and an `outline` or `json` behind it (in the same
section) is what becomes of it. `pytest tests/test_docs.py --update` rewrites outlines and JSON.
"""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import policydoc
from policydoc.diagnostics import CODES
from policydoc.schema import to_dict
from policydoc.tree import NODE_TYPES, ROLES
from policydoc.writers.outline import outline

PAGES = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md"]
BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)


def pretty(node: dict[str, Any], indent: str = "") -> str:
    """JSON with one line a node."""
    own = {key: value for key, value in node.items() if key != "children"}
    line = indent + json.dumps(own, ensure_ascii=False)
    if "children" not in node:
        return line
    below = ",\n".join(pretty(child, indent + "  ") for child in node["children"])
    return f'{line[:-1]}, "children": [' + (f"\n{below}\n{indent}]}}" if below else "]}")


def first(node: dict[str, Any], kind: str) -> dict[str, Any] | None:
    if node["type"] == kind:
        return node
    return next((found for child in node.get("children", ()) if (found := first(child, kind))), None)


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.name != "tutorials"], ids=lambda p: p.name)  # those: test_tutorials
def test_sessions(page: Path) -> None:
    blocks = [m[3] for m in BLOCK.finditer(page.read_text(encoding="utf-8")) if m[1] == "pycon"]
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    shown: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL).run(test, out=shown.append)
    assert not shown, "".join(shown)


@pages
def test_what_becomes_of_the_notices(page: Path, update: bool) -> None:
    notice: list[str] = []
    missing: list[str] = []

    def is_now(block: re.Match[str]) -> str:
        language, rest, body = block.groups()
        if language == "text":
            notice[:] = [body.removesuffix("\n")]
        if language == "outline":
            body = outline(policydoc.parse(notice[0]))
        if language == "json" and not rest:
            kind = json.loads(body)["type"]
            node = first(to_dict(policydoc.parse(notice[0]))["root"], kind)
            body = pretty(node) + "\n" if node else body
            missing.extend([] if node else [f"no {kind} in: {notice[0]}"])
        return f"```{language}{rest}\n{body}```"

    before = page.read_text(encoding="utf-8")
    after = BLOCK.sub(is_now, before)
    if update:
        page.write_text(after, encoding="utf-8")
    else:
        assert after == before, "rewrite the examples with: pytest tests/test_docs.py --update"
    assert not missing


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*/README.md"), ROOT / "CHANGELOG.md"], ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name) if name else page
        assert path.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}, target


def test_every_code_has_a_section_with_its_severity_and_an_example_that_gives_it() -> None:
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (PD\d+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(CODES)
    for code, section in sections.items():
        assert section.strip().startswith(f"*{CODES[code][0]}*"), code
        assert BLOCK.search(section), f"{code} has no example"


NOTICES = {
    code: m[1]
    for code, m in (
        (code, re.search(rf"^## {code}\n(?:(?!^## ).)*?^```text\n(.*?)^```$", (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8"), re.M | re.S))
        for code in CODES
    )
    if m
}


@pytest.mark.parametrize("code", NOTICES)
def test_the_example_of_a_code_gives_it(code: str) -> None:
    assert code in {d.code for d in policydoc.parse(NOTICES[code]).diagnostics}


def test_the_tree_page_specifies_every_node_and_role() -> None:
    page = (ROOT / "docs" / "tree.md").read_text(encoding="utf-8")
    specified = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^(?:#.*|\| `.*)$", page, re.MULTILINE))))
    assert set(NODE_TYPES) <= specified
    assert all(f"`{role}`" in page for role in ROLES)


def test_the_commands_of_both_readmes_are_the_same_and_come_first() -> None:
    commands = [re.findall(r"^```sh\n(.+?)\n```$", (ROOT / name).read_text(encoding="utf-8"), re.M) for name in ("README.md", "README.zh-CN.md")]
    assert commands[0] == commands[1]
    install, test = commands[0]
    assert "pip install ." in install
    assert "pytest" in test


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_outline_in_the_readme_is_the_one_that_the_command_prints(name: str) -> None:
    shown = re.search(r"^```text\n(.+?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.M | re.S)
    assert shown
    printed = outline(policydoc.read(ROOT / "corpus" / "notices" / "qinghe-2022-5.txt"))
    for line in shown[1].splitlines():
        if line.strip() != "…":
            assert f"\n{line.removesuffix('…')}" in f"\n{printed}"


def test_the_api_page_has_every_public_name() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\.\. auto\w+:: [\w.]+\.(\w+)$", page, re.MULTILINE))
    assert "automodule:: policydoc.nodes" in page
    nodes = {c.__name__ for c in vars(policydoc.nodes).values() if isinstance(c, type) and issubclass(c, policydoc.Node)}
    assert set(policydoc.__all__) - {"__version__"} - nodes - {"Deadline"} <= named


def test_every_page_stands_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    listed = {ROOT / "docs" / name for name in re.findall(r"\]\(([\w./-]+\.md)\)", index)}
    below = {path.parent / name for path in listed for name in re.findall(r"\]\(([\w-]+/[\w./-]+\.md)\)", path.read_text(encoding="utf-8"))}
    assert {p for p in PAGES if p.is_relative_to(ROOT / "docs")} - {ROOT / "docs" / "index.md"} <= listed | below
