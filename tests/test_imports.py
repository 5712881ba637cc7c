"""What `import policydoc` costs and offers."""

from __future__ import annotations

import subprocess
import sys

import policydoc

HEAVY = "lxml docx selectolax click rich jieba rjieba orjson jsonschema_rs pypdfium2 olefile charset_normalizer zipfile importlib.metadata"


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after running the code, beyond those it starts with."""
    show = "import sys; print(*sys.modules)"
    bare, after = (
        set(subprocess.run([sys.executable, "-c", f"{c}\n{show}"], capture_output=True, text=True, check=True).stdout.split())
        for c in ("", code)
    )
    return after - bare


def test_importing_loads_nothing_heavy() -> None:
    assert not loaded_by("import policydoc") & set(HEAVY.split())


def test_parsing_a_string_needs_no_reader_and_no_command_line() -> None:
    loaded = loaded_by("import policydoc; policydoc.parse('一、总体要求')")
    assert not loaded & {"lxml", "docx", "selectolax", "click", "rich", "jieba", "charset_normalizer"}


def test_public_names_are_there_and_documented() -> None:
    assert {"read", "parse", "load", "dump", "dumps", "walk", "find", "Document", "Chapter", "Measure", "Agency"} <= set(policydoc.__all__)
    for name in policydoc.__all__:
        assert getattr(policydoc, name).__doc__ or name.startswith("__"), f"{name} says nothing about itself"
    assert set(policydoc.__all__) <= set(dir(policydoc))


def test_a_wrong_name_is_an_attribute_error() -> None:
    assert not hasattr(policydoc, "no_such_name")
