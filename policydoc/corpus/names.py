"""Where the tree of each document goes: a name a person recognises, and no two documents under one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath

LONGEST = 200
"""Bytes of a name before its ending; most file systems take 255 for all of it."""
_UNSAFE = dict.fromkeys([*range(32), 127, *map(ord, '/\\:*?"<>|')], "_")


def output_names(keys: Sequence[str], kept: Mapping[str, str] | None = None, ending: str = ".json") -> dict[str, str]:
    """A file name for each input: the stem; the whole name where stems clash; the folders before it where names clash too.

    `kept` are names given before, by input: they stay, and nobody else gets them.

    >>> list(output_names(["a/one.txt", "a/two.txt", "a/two.docx", "b/two.txt"]).values())
    ['one.json', 'a__two.txt.json', 'two.docx.json', 'b__two.txt.json']
    >>> output_names(["new/one.txt"], kept={"old/one.txt": "one.json"})
    {'new/one.txt': 'one.txt.json'}
    """
    kept = kept or {}
    fresh = [key for key in keys if key not in kept]
    names = _fresh_names(fresh, {name.casefold() for name in kept.values()}, ending)
    given = dict(zip(fresh, names, strict=True))
    return {key: kept[key] if key in kept else given[key] for key in keys}


def _fresh_names(keys: Sequence[str], taken: Collection[str], ending: str) -> list[str]:
    kinds: list[Callable[[str], str]] = [
        lambda key: PurePath(_last(key)).stem,
        _last,
        lambda key: "__".join(_parts(key)[-2:]),
        lambda key: "__".join(_parts(key)),
        lambda key: f"{'__'.join(_parts(key))}.{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}",
    ]
    level = [0] * len(keys)
    names = [_fitting(kinds[0](key)) + ending for key in keys]
    while True:
        count = Counter(name.casefold() for name in names)
        clashing = [i for i, name in enumerate(names) if count[name.casefold()] > 1 or name.casefold() in taken]
        clashing = [i for i in clashing if level[i] + 1 < len(kinds)]
        if not clashing:
            return names
        for i in clashing:
            level[i] += 1
            names[i] = _fitting(kinds[level[i]](keys[i])) + ending


def _parts(key: str) -> list[str]:
    """The folders and the name; an archive (`a.zip!/notice.txt`) counts as a folder."""
    return [part for part in os.path.abspath(key.replace("!/", "/")).split(os.sep) if part] or ["_"]


def _last(key: str) -> str:
    return _parts(key)[-1]


def _fitting(name: str) -> str:
    """The name, one that a file system may refuse made acceptable."""
    name = name.translate(_UNSAFE) or "_"
    raw = name.encode("utf-8", "surrogateescape")
    if len(raw) <= LONGEST:
        return name
    return raw[: LONGEST - 13].decode("utf-8", "ignore") + "_" + sha256(raw).hexdigest()[:12]
