"""How right trees are: precision, recall and F1 of what they say, against golden outlines, kind by kind and notice by notice.

A fact is a line of the outline: its kind, its text and the divisions that it stands in. Strictly all three must agree; softly the kind and
the characters of the text do, punctuation and white space and the place aside. Two kinds are made of several lines: `agency` is each name
in a clause, `role` the name with its role; a `responsibility_clause` is all that stands in it.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from policydoc.corpus.golden import Gold
from policydoc.tree import NODE_TYPES, RANKS, ROLES

Fact: TypeAlias = tuple[str, str, str]
"""Kind, text, place."""
_HOLDERS = {*RANKS, "attachment", "notice", "box", "table"}
_ALL = "all"


@attrs.frozen
class Score:
    """Of one kind, or of one notice: how many facts stand in the gold, in the trees, in both."""

    gold: int = 0
    found: int = 0
    both: int = 0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        total = self.gold + self.found
        return 2 * self.both / total if total else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.gold + other.gold, self.found + other.found, self.both + other.both)


@attrs.define
class Result:
    """Scores by kind and by notice, and each difference."""

    strict: dict[str, Score] = attrs.field(factory=dict)
    soft: dict[str, Score] = attrs.field(factory=dict)
    notices: dict[str, Score] = attrs.field(factory=dict)
    """Strict, all kinds together."""
    missing: dict[str, list[str]] = attrs.field(factory=dict)
    """By notice: what the gold says and the tree does not."""
    surplus: dict[str, list[str]] = attrs.field(factory=dict)
    """By notice: what the tree says and the gold does not."""
    absent: list[str] = attrs.field(factory=list)
    """Notices without a tree: all of their facts are missing."""
    kinds: dict[str, dict[str, Score]] = attrs.field(factory=dict, eq=False, repr=False)
    """By notice and kind, strict; what `to_json` leaves out, since a comparison makes it from the differences."""

    def to_json(self) -> str:
        """For a later `--against`: a line for each kind and notice, its scores as `[gold, found, both]`."""
        scores = {part: {k: attrs.astuple(v) for k, v in getattr(self, part).items()} for part in ("strict", "soft", "notices")}
        parts: dict[str, dict[str, Any] | list[str]] = {**scores, "missing": self.missing, "surplus": self.surplus, "absent": self.absent}
        return "{\n" + ",\n".join(f'"{name}": {_by_line(part)}' for name, part in sorted(parts.items())) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        """What `to_json` gave. Raises ValueError where it is something else."""
        try:
            data = json.loads(text)
            strict, soft, notices = ({k: Score(*v) for k, v in data[part].items()} for part in ("strict", "soft", "notices"))
            return cls(strict, soft, notices, data["missing"], data["surplus"], data["absent"])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"no result of an evaluation ({error})") from None


def _by_line(part: dict[str, Any] | list[str]) -> str:
    if isinstance(part, list):
        return json.dumps(part, ensure_ascii=False)
    lines = [f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(part.items())]
    return "{" + ",".join(f"\n{line}" for line in lines) + "}"


def evaluate(golds: Iterable[Gold], outlines: Mapping[str, str] | None = None) -> Result:
    """Score outlines, by the text of their notices, or what this version makes of the texts.

    >>> gold = Gold("a", "一、任务\\n（一）增绿。植树造林。（市财政局负责）", "chapter 1\\n  heading 任务\\n")
    >>> result = evaluate([gold])
    >>> result.strict["heading"].precision, result.strict["heading"].recall
    (0.5, 1.0)
    """
    result = Result()
    for gold in golds:
        found = _parsed(gold.text) if outlines is None else outlines.get(gold.text)
        if found is None:
            result.absent.append(gold.name)
        _score(result, gold, found or "")
    result.strict, result.soft = _summed(result.strict), _summed(result.soft)
    return result


def _summed(scores: dict[str, Score]) -> dict[str, Score]:
    """In the order of the tree's classes, all of them last."""
    kinds = [*NODE_TYPES, "role"]
    ordered = {kind: scores[kind] for kind in sorted(scores, key=lambda k: kinds.index(k) if k in kinds else len(kinds))}
    return {**ordered, _ALL: sum(scores.values(), Score())}


def _parsed(text: str) -> str:
    from policydoc import parse
    from policydoc.writers.outline import outline

    return outline(parse(text, annotate=False))


def _score(result: Result, gold: Gold, found: str) -> None:
    want, have = Counter(facts(gold.outline)), Counter(facts(found))
    for scores, w, h in ((result.strict, want, have), (result.soft, _softly(want), _softly(have))):
        for kind, score in _by_kind(w, h).items():
            scores[kind] = scores.get(kind, Score()) + score
    result.kinds[gold.name] = _by_kind(want, have)
    result.notices[gold.name] = sum(result.kinds[gold.name].values(), Score())
    for differences, rest in ((result.missing, want - have), (result.surplus, have - want)):
        if rest:
            differences[gold.name] = sorted(show(fact) for fact in rest.elements())


def _by_kind(want: Counter[Fact], have: Counter[Fact]) -> dict[str, Score]:
    scores: dict[str, list[int]] = {}
    for at, facts_of in enumerate((want, have, want & have)):
        for fact, count in facts_of.items():
            scores.setdefault(fact[0], [0, 0, 0])[at] += count
    return {kind: Score(*counts) for kind, counts in scores.items()}


def facts(outline: str) -> Iterator[Fact]:
    """The facts of an outline.

    >>> list(facts("chapter 1\\n  heading 任务\\n"))
    [('chapter', '1', ''), ('heading', '任务', 'chapter 1')]
    """
    path: list[tuple[int, str]] = []
    clause: tuple[int, list[str], str] | None = None
    for line in outline.splitlines():
        said = line.lstrip(" ")
        depth = len(line) - len(said)
        kind, _, text = said.partition(" ")
        while path and path[-1][0] >= depth:
            path.pop()
        place = " > ".join(name for _, name in path)
        if clause and depth <= clause[0]:
            yield "responsibility_clause", "; ".join(clause[1]), clause[2]
            clause = None
        if kind == "responsibility_clause":
            clause = (depth, [], place)
        elif clause:
            clause[1].append(said)
            if kind in ROLES:
                yield from _names(kind, text, place)
            elif kind == "deadline":
                yield kind, text, place
        elif kind not in ("", "paragraph"):
            yield kind, text, place
        if kind in _HOLDERS:
            path.append((depth, said))
    if clause:
        yield "responsibility_clause", "; ".join(clause[1]), clause[2]


def _names(role: str, text: str, place: str) -> Iterator[Fact]:
    for name in text.split(" | "):
        if name not in ("", "…"):
            yield "agency", name, place
            yield "role", f"{role} {name}", place


def show(fact: Fact) -> str:
    """A fact on one line."""
    kind, text, place = fact
    return f"{kind} {text}" + (f"  (in {place})" if place else "")


def _softly(strict: Counter[Fact]) -> Counter[Fact]:
    soft: Counter[Fact] = Counter()
    for (kind, text, _), count in strict.items():
        soft[kind, "".join(c for c in text if unicodedata.category(c)[0] not in "PZC"), ""] += count
    return soft


def table(scores: Mapping[str, Score], soft: Mapping[str, Score] | None = None) -> str:
    """Rows of precision, recall and F1; the soft ones behind them."""
    width = max([10, *(len(name) for name in scores)])
    head = f"{'':{width}} {'gold':>7} {'found':>7} {'P':>7} {'R':>7} {'F1':>7}"
    lines = [head + (f"   {'soft P':>7} {'R':>7} {'F1':>7}" if soft else "")]
    for name, score in scores.items():
        line = f"{name:{width}} {score.gold:7} {score.found:7} {score.precision:7.4f} {score.recall:7.4f} {score.f1:7.4f}"
        near = soft.get(name) if soft else None
        lines.append(line + (f"   {near.precision:7.4f} {near.recall:7.4f} {near.f1:7.4f}" if near else ""))
    return "\n".join(lines)


def compare(now: Result, before: Result) -> tuple[list[str], list[str]]:
    """What is gained and what is lost against a former result: kinds whose F1 changed, then each difference, notice by notice.

    Only notices that both results know, with as many facts in the gold, are compared: `apart` tells of the others.
    """
    gains: list[str] = []
    losses: list[str] = []
    same = [name for name in sorted(now.notices.keys() & before.notices.keys()) if now.notices[name].gold == before.notices[name].gold]
    new, old = (_summed(_over(same, now, result)) for result in (now, before))
    for kind in new:
        change = round(new[kind].f1 - old.get(kind, Score()).f1, 9)
        if change:
            (gains if change > 0 else losses).append(f"{kind}: F1 {old[kind].f1:.4f} -> {new[kind].f1:.4f}")
    for name in same:
        for what, new_all, old_all in (("missing", now.missing, before.missing), ("surplus", now.surplus, before.surplus)):
            new_left, old_left = Counter(new_all.get(name, ())), Counter(old_all.get(name, ()))
            losses += [f"{name}: now {what}: {fact}" for fact in (new_left - old_left).elements()]
            gains += [f"{name}: no longer {what}: {fact}" for fact in (old_left - new_left).elements()]
    return gains, losses


def apart(now: Result, before: Result) -> dict[str, list[str]]:
    """The notices that are not compared: `new`, `gone`, and those whose gold is `another` now."""
    both = now.notices.keys() & before.notices.keys()
    return {
        "new": sorted(now.notices.keys() - both),
        "gone": sorted(before.notices.keys() - both),
        "another": sorted(name for name in both if now.notices[name].gold != before.notices[name].gold),
    }


def _over(names: Iterable[str], now: Result, result: Result) -> dict[str, Score]:
    """The scores by kind over some notices, from how many facts their gold has and what a result says is missing and surplus."""
    gold: Counter[str] = Counter()
    for name in names:
        gold.update({kind: score.gold for kind, score in now.kinds[name].items()})
    missing, surplus = (
        Counter(fact.partition(" ")[0] for name in names for fact in differences.get(name, ()))
        for differences in (result.missing, result.surplus)
    )
    return {k: Score(gold[k], gold[k] - missing[k] + surplus[k], gold[k] - missing[k]) for k in sorted({*gold, *missing, *surplus})}
