"""The pages of the rules: what each one finds, why, on what it stands, a bad and a good example, in English and Chinese.

A page is a file a family in `policydoc/data/rules/`, a section a rule, in one form: the tests run its examples.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from policydoc.lint import rules

_SECTION = re.compile(r"^## (PL\d{3}) .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@lru_cache(maxsize=1)
def sections() -> dict[str, str]:
    """The section of each rule of the project, by code."""
    folder = files("policydoc") / "data" / "rules"
    pages = sorted((page for page in folder.iterdir() if page.name.endswith(".md")), key=lambda page: page.name)
    return {m[1]: m[0].rstrip() + "\n" for page in pages for m in _SECTION.finditer(page.read_text(encoding="utf-8"))}


def summary(code: str) -> str | None:
    """The first sentence of a section: what the rule finds."""
    lines = sections().get(code, "").split("\n\n")
    return lines[2].replace("\n", " ") if len(lines) > 2 else None


def explain(word: str) -> str | None:
    """The section of a rule named by code or name, all rules in one line each for `all`; None for what nobody knows."""
    known = rules()
    if word == "all":
        return "".join(f"{r.code}  {r.severity:7}  {r.name:24}  {r.source}\n" for r in known.values())
    rule = known.get(word.upper()) or next((r for r in known.values() if r.name == word), None)
    if rule is None:
        return None
    own = f"## {rule.code} {rule.name}\n\n*{rule.severity}* — {rule.source}\n\n{rule.en}\n\n{rule.zh}\n"
    return sections().get(rule.code) or own
