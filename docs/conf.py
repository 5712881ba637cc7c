"""The site: `sphinx-build -W docs site`. Needs `pip install "policydoc[docs]"`.

The pages are plain Markdown, to be read where they lie. What stands under what is told by their links: index.md is the parent of the pages it
links to, in its sections and their order; any other page is the parent of the pages in folders below it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from policydoc import __version__

project = "policydoc"
author = "policydoc contributors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
html_theme = "furo"
html_title = f"policydoc {version}"
html_show_copyright = html_show_sphinx = html_copy_source = False

myst_heading_anchors = 3
default_role = "code"
"""Docstrings name code between single backticks."""
autodoc_typehints = "description"
autodoc_member_order = "bysource"

LINK = re.compile(r"\]\(([\w./-]+)\.md\)")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def add_children(app: Any, name: str, source: list[str]) -> None:
    """Append the tables of contents, which are shown in the margin only."""
    folder = Path(app.srcdir, name).parent
    is_index = name == "index"
    parts = SECTION.split(source[0])[1:] if is_index else ["", source[0]]
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        pages = [page for page in dict.fromkeys(LINK.findall(text)) if ".." not in page and (is_index or "/" in page) and (folder / f"{page}.md").is_file()]
        if pages:
            source[0] += "\n\n```{toctree}\n:hidden:\n" + (f":caption: {title}\n" if title else "") + "\n" + "\n".join(pages) + "\n```\n"


def as_written(app: Any, command: Any, lines: list[str]) -> None:
    """The help of commands is plain text: a `*` in it is a star."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def setup(app: Any) -> None:
    """What Sphinx calls."""
    from pygments.lexers.special import TextLexer

    app.add_lexer("outline", TextLexer)
    app.connect("source-read", add_children)
    for part in ("description", "epilog"):
        app.connect(f"sphinx-click-process-{part}", as_written)
