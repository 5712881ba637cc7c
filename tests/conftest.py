"""What the tests share: the flag that rewrites golden files, the corpus of real notices, a tree made by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("default", deadline=None, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden outlines, the JSON in the docs and the JSON Schema")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update", default=False) and os.environ.get("CI"):
        raise pytest.UsageError("--update is refused in CI: what it would rewrite is what CI holds the program against")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def real_texts() -> list[Path]:
    """The texts of real notices, which are not part of the project; tests that need them skip without."""
    folder = Path(os.environ.get("POLICYDOC_CORPUS", ROOT.parent / "shared")) / "corpus" / "text"
    texts = sorted(folder.glob("*.txt"))
    if not texts:
        pytest.skip("the real notices are not here: set POLICYDOC_CORPUS to the folder that holds corpus/text")
    return texts
