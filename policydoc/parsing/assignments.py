"""assignments: who does what inside one responsibility clause.

The grammar: 、 lists actors, ， opens another group, ； another segment; the nearest predicate to the right governs what stands before
it (A牵头，B、C配合), a label what stands behind it (牵头单位：A；配合单位：B); what neither governs is responsible.
The tables stand in `actors`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from policydoc.parsing.actors import (
    ACTOR,
    CLOSING,
    CONJUNCTION,
    DATE_FIRST,
    DEADLINE,
    LABEL,
    LEGEND,
    OPENING,
    OTHER_LABEL,
    PREDICATE,
    PREDICATE_ENDS,
    RIGHT,
    RULE,
    SAID_LABEL,
    SET_LABEL,
    SHORT,
    headless,
    is_plain_actor,
    joins,
    looks_like_actor,
    open_at,
    read_tail,
    role_of,
    role_of_predicate,
    split_pieces,
    trim_name,
)
from policydoc.source import WHITE, Span

_SEGMENTS = frozenset(f"；;：:。,{OPENING} \t\u3000\xa0")
"""Without these a clause is one segment of names."""
_RULE_CHARACTERS = frozenset("同首再均为是排列")
"""No legend without one of these; few names of agencies hold any."""
_WITH = re.compile(r"会同|会商|商(?=有关|相关|各)|联合(?=有关|相关|各|省|市)")
_DONE = re.compile(r"(?:完成|办结|落实到位|取得[^、，；。]{0,12}|见效)$")
_INNER = re.compile(f"[{re.escape(OPENING)}]")
_BY = re.compile(r"(?:(?:以上|上述|本|该|此)项?(?:任务|工作|事项|内容|措施)?(?:均|统一)?)?由")
_APART = re.compile(r"[^/／|｜ \t\u3000\xa0]+")
"""Names that a stroke or a blank sets apart."""
_SAID_FIRST = frozenset("责牵配协参落实承主共省市县区")
"""No label begins otherwise: most pieces need not be matched."""
_BETWEEN = frozenset("/／|｜ \t\u3000\xa0")
"""The strokes and blanks themselves."""
_NONE = frozenset(("", "无", "—", "-", "/"))
"""A field that names nobody."""
_CITED = re.compile(r"(?:《[^《》]{2,80}》)?[（(]?[\u4e00-\u9fff]{1,14}[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?\d{1,5}\s?号[）)]?|《[^《》]{2,80}》")
"""Where a task comes from, in front of who sees to it: （皖发〔2022〕9号，省财政厅负责）."""
_NO_NAME = ("以下简称", "以下统称", "简称", "统称")


@attrs.define
class Group:
    """The agencies of one role, as spans: names, whether the list is open, and the span with label and predicate."""

    role: str
    names: list[Span]
    span: Span
    open: bool = False
    deadline: Span | None = None
    lead_by_rule: Span | None = None


@attrs.define
class Reading:
    """What a clause says. `family` is label, predicate, list or legend."""

    family: str
    groups: list[Group]
    legend: Span | None = None
    plausible: bool = True
    """Whether all that stands in the place of a name looks like the name of an actor."""


@attrs.define
class _State:
    """The fields of a clause as they are read from left to right."""

    text: str
    end: int
    ruled: bool
    """Whether a legend may stand in it."""
    family: str = "list"
    groups: list[Group] = attrs.field(factory=list)
    names: list[Span] = attrs.field(factory=list)
    begin: int = -1
    label: str | None = None
    skip: bool = False
    """Behind a label of no names: a date at the most is read."""
    numbered: bool = False
    """Behind 电话, where digits are no date."""
    open: bool = False
    deadline: Span | None = None
    legend: Span | None = None
    plausible: bool = True
    joint: bool = False
    """Whether 会同 stands before the names."""

    def close(self, role: str, end: int) -> None:
        """The names read so far are one assignment."""
        if self.names:
            group = Group("cooperate" if self.joint else role, self.names, (self.begin, end), self.open, self.deadline)
            self.groups.append(group)
            self.names, self.deadline = [], None
        self.begin, self.open, self.joint = -1, False, False

    def close_rest(self) -> None:
        """Names that no predicate governs go by their label."""
        if self.names:
            self.close(self.label or "responsible", self.names[-1][1])

    @property
    def in_legend(self) -> bool:
        """Whether a legend has begun: it goes on to the end of the clause."""
        return self.legend is not None and self.legend[1] == self.end


def read_clause(text: str, start: int, end: int) -> Reading | None:
    """Read the inside of a bracket, or a statement without brackets; None where it cannot be a responsibility clause."""
    inside = text[start:end]
    if "\n" in inside:
        return _read_wrapped(text, start, end)
    ruled = not _RULE_CHARACTERS.isdisjoint(inside)
    if not ruled and (simple := _one_predicate(inside, start)):
        return simple
    pieces = split_pieces(text, start, end)
    state = _State(text, end, ruled)
    for at, (s, e, sep, plain) in enumerate(pieces):
        if plain and not ruled and not state.skip and sep not in ("：", ":"):
            if state.begin < 0:
                state.begin = s
            state.names.append((s, e))
        elif s < e and sep and sep in "：:":
            label = _label_behind(text, s, e, (LABEL, OTHER_LABEL) if state.label else (LABEL,))
            if label > s:
                _piece(state, *trim_name(text, s, label))
            _label(state, label, pieces[at + 1][0])
        elif s < e and not state.in_legend:
            for told in SET_LABEL.finditer(text, s, e):
                if s < told.start():
                    _piece(state, *trim_name(text, s, told.start()))
                state.close_rest()
                state.family, state.label, state.begin, s = "label", role_of(told[0], "responsible"), told.start(), told.end()
            if s < e:
                _piece(state, s, e)
    return _reading(state)


def _reading(state: _State) -> Reading | None:
    """What the fields of a clause say together."""
    state.close_rest()
    if state.deadline and state.groups and state.groups[-1].deadline is None:
        state.groups[-1].deadline = state.deadline
    if state.groups:
        return Reading(state.family, state.groups, state.legend, state.plausible)
    if state.family == "label":
        return Reading("label", [], state.legend)
    return Reading("legend", [], state.legend) if state.legend and RULE.search(state.text, *state.legend) else None


_LONGEST = 40
"""Characters of a label at the most."""


def _label_behind(text: str, s: int, e: int, labels: Sequence[re.Pattern[str]]) -> int:
    """Where a label begins that follows a name with a blank or nothing between (牵头单位：市发展改革委　配合单位：…), else the start."""
    for label in labels:
        for found in label.finditer(text, max(s, e - _LONGEST), e + 1):
            if found.start() > s and found.end() > e and ACTOR.search(text, max(s, found.start() - 8), trim_name(text, s, found.start())[1]):
                return found.start()
    return s


def _label(state: _State, s: int, behind: int) -> None:
    """Read what a colon closes: 牵头单位： says the role of what follows, what 联系电话： labels is passed over."""
    label, other = LABEL.match(state.text, s, state.end), OTHER_LABEL.match(state.text, s, state.end)
    known = label is not None and label.end() <= behind + 2
    if not known and other and state.legend and state.in_legend:
        state.legend = (state.legend[0], trim_name(state.text, state.legend[0], s)[1])
    state.close_rest()
    state.skip = not known and other is not None
    state.numbered = not known and other is not None and "电话" in other[0]
    if known or other:
        state.family, state.begin = "label", s if known else -1
    if label and known:
        state.label = role_of(label[0], "responsible")


def _piece(state: _State, s: int, e: int) -> None:
    """Read what a mark of enumeration sets apart: a legend, a deadline, or names with or without their predicate."""
    text = state.text
    rule = LEGEND.search(text, s, min(e, s + 60)) if state.ruled else None
    if rule and not _INNER.search(text, s, rule.start()):
        state.close_rest()
        state.legend = (s, state.end)
    elif not state.numbered and text[s] in DATE_FIRST and DEADLINE.match(text, s, e) and not ACTOR.search(text, max(s, e - 4), e):
        _date(state, (s, e))
    elif not state.skip:
        said = SAID_LABEL.match(text, s, e) if text[s] in _SAID_FIRST else None
        if said:
            state.close_rest()
            state.family, state.label = "label", role_of(said[0], "responsible")
        if state.begin < 0:
            state.begin = s
        s = said.end() if said else s
        if text[e - 1] not in PREDICATE_ENDS or not _predicate(state, s, e):
            _name(state, s, e)


_NAME_OR_PREDICATE = frozenset(("协同", "推进", "承办", "监督"))


def _predicate(state: _State, s: int, e: int) -> bool:
    """Read names and the predicate that closes them; False where none does."""
    text = state.text
    tail = read_tail(text[s:e]) if e - s <= 2 * SHORT else None
    if tail is not None:
        state.names.append((s, s + tail[0]))
        state.open = state.open or tail[1]
        role = tail[2]
    else:
        predicate = PREDICATE.search(text, max(s, e - 30), e)
        if predicate is None or (predicate[0] in _NAME_OR_PREDICATE and ACTOR.search(text, max(s, predicate.end() - 6), e)):
            return False
        if predicate.start() > s:
            _name(state, s, predicate.start())
        role = role_of_predicate(predicate[0])
    if state.family == "list":
        state.family = "predicate"
    state.close(role, e)
    return True


def _one_predicate(inside: str, start: int) -> Reading | None:
    """The commonest clause, A、B、C等按职责分工负责: plain actors and one predicate behind the last."""
    if inside[-1:] not in PREDICATE_ENDS or not _SEGMENTS.isdisjoint(inside):
        return None
    *actors, last = inside.replace("，", "、").split("、")
    tail = read_tail(last) if len(last) <= 2 * SHORT else None
    if tail is None or not all(map(is_plain_actor, actors)):
        return None
    at, names = start, []
    for actor in actors:
        names.append((at, at + len(actor)))
        at += len(actor) + 1
    names.append((at, at + tail[0]))
    return Reading("predicate", [Group(tail[2], names, (start, start + len(inside)), tail[1])])


def _read_wrapped(text: str, start: int, end: int) -> Reading | None:
    """Read a clause that a page's width cut: without its line breaks, the spans carried back."""
    kept = [i for i in range(start, end) if text[i] not in WHITE]
    reading = read_clause("".join([text[i] for i in kept]), 0, len(kept))
    if reading is None:
        return None

    def back(span: Span | None) -> Span | None:
        return None if span is None else (kept[span[0]], kept[span[1] - 1] + 1)

    for group in reading.groups:
        group.names = [(kept[s], kept[e - 1] + 1) for s, e in group.names]
        group.span = (kept[group.span[0]], kept[group.span[1] - 1] + 1)
        group.deadline = back(group.deadline)
    reading.legend = back(reading.legend)
    return reading


def _date(state: _State, span: Span) -> None:
    done = _DONE.search(state.text, *span)
    span = (span[0], done.start()) if done and done.start() > span[0] else span
    if state.groups and not state.names:
        state.groups[-1].deadline = state.groups[-1].deadline or span
    else:
        state.deadline = span


def _name(state: _State, s: int, e: int) -> None:
    """Take one piece as a name, or as names that 和, 等 and 会同 join."""
    text = state.text
    if by := _BY.match(text, s, e):
        s = by.end()
    joint = CONJUNCTION.match(text, s, e)
    if joint and RIGHT.match(text, joint.end(), e):
        s = joint.end()
    together = _WITH.search(text, s, min(e, s + 40))
    if together and together.start() == s and state.groups and not state.names:
        s, state.joint = together.end(), True
    elif together and together.start() > s:
        _name(state, s, together.start())
        state.close(state.label or "responsible", together.start())
        state.begin = together.start()
        _name(state, together.end(), e)
        state.close("cooperate", e)
        return
    at, more = open_at(text, s, e) or (-1, e)
    if at >= 0 and headless(text, max(s, text.rfind("、", s, at) + 1), at) and ACTOR.search(text, at, e):
        at = -1  # 郑州等有关市政府: one head for all, one actor
    if at >= 0:
        state.open = True
        _split(state, s, at)
        if more < e:
            _name(state, more, e)
        return
    _split(state, s, e)


def _split(state: _State, s: int, e: int) -> None:
    """Split at 和 and 及, but only between complete names."""
    text = state.text
    at = s
    while more := CONJUNCTION.search(text, at, e):
        if joins(text, s, more, e):
            _add(state, s, more.start())
            s = more.end()
        at = more.end()
    _add(state, s, e)


def _add(state: _State, s: int, e: int) -> None:
    s, e = trim_name(state.text, s, e)
    if s < e and state.text[e - 1] in "）)〕" and (rule := LEGEND.search(state.text, s, e)):
        inner = _INNER.search(state.text, s, rule.start() + 1)
        if inner and RULE.search(state.text, s, e):
            state.legend = (inner.start() + 1, e - 1)
            s, e = trim_name(state.text, s, inner.start())
    if s < e and state.text[e - 1] in CLOSING and not _INNER.search(state.text, s, e):  # of a bracket that opened on another line
        s, e = trim_name(state.text, s, e - 1)
    words = state.text[s:e]
    if words in _NONE or words.startswith(_NO_NAME) or _CITED.fullmatch(words):
        return
    if words.strip("…．.·") == "":
        state.open = True
        return
    apart = [] if _BETWEEN.isdisjoint(words) else [name.span() for name in _APART.finditer(state.text, s, e)]
    spans = apart if len(apart) > 1 and all(is_plain_actor(state.text[a:b]) for a, b in apart) else [(s, e)]
    state.names += spans
    state.plausible = state.plausible and all(looks_like_actor(state.text, span) for span in spans)
