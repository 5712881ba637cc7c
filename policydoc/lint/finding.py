"""What a rule gives: a place, the facts that its message is made from, and how the text would be put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from policydoc.source import Span

if TYPE_CHECKING:
    from policydoc.document import Document

Edit: TypeAlias = tuple[Span, str]
"""A span of the text and what takes its place."""


@attrs.frozen
class Finding:
    """One place that a rule points at. `data` fills the message of the rule; `fix` is empty where no edit is safe."""

    span: Span
    data: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    fix: tuple[Edit, ...] = ()


Check: TypeAlias = "Callable[[Document], Iterable[Finding]]"


@attrs.frozen
class Rule:
    """A rule: what it is called, what it says, on what it stands, and the callable that finds."""

    code: str
    name: str
    severity: str
    """info, warning or error."""
    source: str
    """Standard and clause; `实务` for what no standard says and every office does."""
    en: str
    """Message, with the finding's `data` in braces."""
    zh: str
    check: Check = attrs.field(repr=False)
    layout: bool = False
    """Silent where the text lost its line breaks or was cut at a page's width: the rule judges layout or punctuation."""
    since: str = ""
    """Silent for notices dated before: the standard was not in force."""
