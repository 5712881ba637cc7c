"""state: the lines of a file while their roles are found."""

from __future__ import annotations

import re

import attrs

from policydoc.parsing.lines import Line
from policydoc.parsing.sentences import trim
from policydoc.source import BLANK

_DECORATION = frozenset("*_>\\&;")
_EDGES = re.compile(rf"^(?:[*_>{BLANK}]|&(?:nbsp|ensp|emsp);)+|(?:[*_\\{BLANK}]|&(?:nbsp|ensp|emsp);)+$")


@attrs.define
class Frame:
    """The lines of a file while their roles are found."""

    text: str
    lines: list[Line]
    words: list[str]
    named: set[str] = attrs.field(factory=set)
    """Titles that the notice names (normalised): what it issues and its annexes."""
    listed: set[str] = attrs.field(factory=set)
    """Titles in its list of attachments (normalised)."""
    titles: set[str] = attrs.field(factory=set)
    opening: str = ""
    """How the first notice begins (normalised): a text that stands twice is two notices."""
    issues: bool = False
    issuer: str = ""
    """Who issues, as the title says it; empty where it names several or none."""
    dated: bool = False
    zone: str = "notice"
    body: int = 0
    """The first line behind the head of the present document."""

    def titles_named(self) -> set[str]:
        """All titles that the notice names, of what it issues and of its annexes."""
        return self.named | self.listed

    @staticmethod
    def bare(words: str) -> str:
        """A line without the decoration and the entities at its edges: what its form is asked of."""
        if words and (words[0] in _DECORATION or words[-1] in _DECORATION):
            return _EDGES.sub("", words) or words
        return words

    def offset(self, at: int, index: int) -> int:
        """The offset in the text of a place in `words[at]`."""
        line = self.lines[at]
        return self.text.find(self.words[at], line.start, line.end) + index

    def over(self, at: int) -> bool:
        """Whether nothing but wrapper stands from a line on."""
        return all(self.lines[i].role == "wrapper" for i in range(at, len(self.lines)))

    def give(self, at: int, role: str, opens: str = "") -> None:
        """Set the role of a line."""
        self.lines[at].role, self.lines[at].opens = role, opens

    def cut(self, at: int, offset: int) -> None:
        """Cut a line in two before an offset."""
        line = self.lines[at]
        left, right = trim(self.text, line.start, offset), trim(self.text, offset, line.end)
        rest = Line(*right, ran_on=True)
        rest.clauses = [c for c in line.clauses if c.start >= right[0]]
        line.clauses = [c for c in line.clauses if c.start < right[0]]
        line.end = left[1]
        self.lines.insert(at + 1, rest)
        self.words[at : at + 1] = [self.bare(self.text[slice(*left)]), self.bare(self.text[slice(*right)])]
