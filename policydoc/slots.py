"""slots: frozen objects made fast, without a change to what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs


def subclasses(cls: type[Any]) -> Iterator[type[Any]]:
    """All classes below a class."""
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def write_slots(base: type[Any]) -> None:
    """Give every attrs class below `base` that has an `__init__` of its own one that writes its slots directly."""
    for cls in subclasses(base):
        if "__init__" in cls.__dict__:
            write_init(cls)


def write_init(cls: type[Any]) -> None:
    """An `__init__` that writes the slots of a class directly.

    attrs writes the fields of a frozen object by their names; a notice has hundreds of nodes and lines, and this makes one in two
    thirds of the time. Signature and meaning are those of attrs.
    """
    fields = attrs.fields(cls)
    names = [f.name for f in fields]
    scope: dict[str, Any] = {f"_set_{name}": getattr(cls, name).__set__ for name in names}
    scope |= {f"_default_{f.name}": f.default for f in fields if f.default is not attrs.NOTHING}
    head = ", ".join(f"{n}=_default_{n}" if f"_default_{n}" in scope else n for n in names)
    body = "\n".join(f"    _set_{n}(self, {n})" for n in names)  # names of our own fields only
    exec(f"def __init__(self, {head}):\n{body}", scope)
    scope["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    scope["__init__"].__annotations__ = dict(cls.__init__.__annotations__)
    cls.__init__ = scope["__init__"]
