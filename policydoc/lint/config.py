"""What a project says about its lint: `[tool.policydoc.lint]` in the nearest pyproject.toml, from the file upwards, else from the working directory.

select, ignore: lists of codes, prefixes and names; per-file-ignores: a table from patterns of paths to such lists; lang: en or zh.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

KEYS = ("select", "ignore", "per-file-ignores", "lang")


@attrs.frozen
class Config:
    """The settings of one pyproject.toml."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lang: str | None = None
    folder: Path | None = None
    """Where the file lies; patterns count from there."""

    def ignored(self, path: Path) -> tuple[str, ...]:
        """What is ignored in a file."""
        name = path.resolve()
        inside = name.relative_to(self.folder).as_posix() if self.folder and name.is_relative_to(self.folder) else name.as_posix()
        fitting = (words for pattern, words in self.per_file if fnmatch(inside, pattern) or fnmatch(name.name, pattern))
        return (*self.ignore, *(word for words in fitting for word in words))


def config_for(path: Path) -> Config:
    """The settings that hold for a file. Raises ValueError with one line where they cannot be read."""
    return _nearest(path.resolve().parent) or _nearest(Path.cwd()) or Config()


@lru_cache(maxsize=4096)
def _nearest(folder: Path) -> Config | None:
    for place in (folder, *folder.parents):
        if (found := _read(place / "pyproject.toml")) is not None:
            return found
    return None


@lru_cache(maxsize=4096)
def _read(path: Path) -> Config | None:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: cannot be read ({' '.join(str(error).split())})") from None
    own = table.get("tool", {}).get("policydoc", {}).get("lint")
    if own is None:
        return None
    if not isinstance(own, dict):
        raise ValueError(f"{path}: [tool.policydoc.lint] is no table")
    return _checked(path, own)


def _checked(path: Path, own: Mapping[str, Any]) -> Config:
    for key in own:
        if key not in KEYS:
            raise ValueError(f"{path}: [tool.policydoc.lint] has no {key}: there is {', '.join(KEYS)}")
    lists = {"select": own.get("select", []), "ignore": own.get("ignore", [])}
    per_file = own.get("per-file-ignores", {})
    if not isinstance(per_file, dict):
        raise ValueError(f"{path}: per-file-ignores is a table of patterns and lists of codes")
    for key, value in (*lists.items(), *per_file.items()):
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise ValueError(f"{path}: {key} is a list of codes")
    if own.get("lang") not in (None, "en", "zh"):
        raise ValueError(f"{path}: lang is en or zh")
    return Config(
        tuple(lists["select"]),
        tuple(lists["ignore"]),
        tuple((pattern, tuple(words)) for pattern, words in per_file.items()),
        own.get("lang"),
        path.parent,
    )
