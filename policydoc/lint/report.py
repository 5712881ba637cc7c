"""The findings of files as text for people, JSON, SARIF 2.1.0 and annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs

from policydoc.diagnostics import Diagnostic
from policydoc.lint import rules
from policydoc.source import LineIndex

ROOM = 100
"""Columns of a line that are shown around a finding."""


@attrs.frozen
class Located:
    """A finding with its file and place, lines and columns counted from 1, the end not included."""

    file: str
    finding: Diagnostic
    start: tuple[int, int]
    end: tuple[int, int]
    fix: tuple[tuple[tuple[int, int], tuple[int, int], str], ...]
    shown: str


def located(path: Path, text: str, findings: Iterable[Diagnostic]) -> list[Located]:
    """The findings of one file; nothing of the document is kept."""
    lines = LineIndex(text)
    name = path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return [
        Located(
            name,
            found,
            lines.position(found.span[0]),
            lines.position(found.span[1]),
            tuple((lines.position(s), lines.position(e), new) for (s, e), new in found.data.get("fix", ())),
            found.show(lines, name, ROOM),
        )
        for found in findings
    ]


def as_text(found: Sequence[Located]) -> str:
    """Each finding with its line and a caret, and how many there are."""
    blocks = [f"{one.shown}\n" for one in found]
    fixable = sum(bool(one.fix) for one in found)
    if found:
        files = len({one.file for one in found})
        blocks.append(
            f"{len(found)} finding{'s' * (len(found) != 1)} in {files} file{'s' * (files != 1)}"
            + (f", {fixable} can be fixed: --diff shows how, --fix does it" if fixable else "")
            + "\n"
        )
    return "".join(blocks)


def as_json(found: Sequence[Located]) -> str:
    """One list of objects."""
    rows = [
        {
            "file": one.file,
            "code": one.finding.code,
            "name": one.finding.data.get("rule"),
            "severity": one.finding.severity,
            "message": one.finding.message,
            "line": one.start[0],
            "column": one.start[1],
            "end_line": one.end[0],
            "end_column": one.end[1],
            "span": list(one.finding.span),
            "fix": [list(edit) for edit in one.finding.data.get("fix", ())],
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_LEVELS = {"info": "notice", "warning": "warning", "error": "error"}


def as_github(found: Sequence[Located]) -> str:
    """A workflow command a finding; GitHub shows them beside the lines of a change."""
    lines = []
    for one in found:
        title = f"{one.finding.code} {one.finding.data.get('rule', '')}".strip()
        place = f"file={one.file.translate(_PROPERTY)},line={one.start[0]},endLine={one.end[0]},col={one.start[1]},endColumn={one.end[1]}"
        level = _LEVELS.get(one.finding.severity, "warning")
        lines.append(f"::{level} {place},title={title.translate(_PROPERTY)}::{one.finding.message.translate(_MESSAGE)}\n")
    return "".join(lines)


def as_sarif(found: Sequence[Located]) -> str:
    """One run of the OASIS Static Analysis Results Interchange Format, version 2.1.0."""
    from policydoc import __version__

    known = rules()
    codes = sorted({one.finding.code for one in found})
    driver: dict[str, Any] = {
        "name": "policydoc",
        "version": __version__,
        "rules": [_rule(code) for code in codes if code in known],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(one) for one in found]}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    from policydoc.lint.pages import summary

    rule = rules()[code]
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": summary(code) or rule.name},
        "defaultConfiguration": {"level": _level(rule.severity)},
        "properties": {"source": rule.source},
    }


def _level(severity: str) -> str:
    return "note" if severity == "info" else severity


def _result(one: Located) -> dict[str, Any]:
    place = {"uri": quote(one.file)}
    result: dict[str, Any] = {
        "ruleId": one.finding.code,
        "level": _level(one.finding.severity),
        "message": {"text": one.finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": _region(one.start, one.end)}}],
    }
    if one.fix:
        edits = [{"deletedRegion": _region(s, e), "insertedContent": {"text": new}} for s, e, new in one.fix]
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": place, "replacements": edits}]}]
    return result


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


FORMATS: dict[str, Callable[[Sequence[Located]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
