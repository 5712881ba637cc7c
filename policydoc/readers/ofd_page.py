"""The objects of an ofd page as rows of text and ruled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from policydoc.readers.errors import ReadError
from policydoc.readers.page import Page, Row, top_down
from policydoc.readers.page_rules import MAX_RULES, Rules

POINTS = 72 / 25.4
"""Points a millimetre."""
MAX_OBJECTS = 1_000_000
"""Of all pages together, those of composite objects as often as they are used."""
MAX_DEPTH = 12
GAP = 1.6
"""Characters of blank that part two rows on one level."""
WORD, BLANK = 0.21, 0.6
"""Characters of blank between two Latin and two Chinese words, above what stands between the letters of their row."""

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_LATIN = ((0.3, "fijltI"), (0.37, "rs"), (0.47, "aceghknopquvxyzbd"), (0.7, "ABCDEFGHKLNOPQRSTUVXYZ"), (0.85, "mwMW@%"))
_WIDTHS = {char: width for width, chars in _LATIN for char in chars}
"""Characters that are not half as wide as a Chinese one, as common fonts have them: ofd tells only where the next one begins."""
_GROUPS = frozenset(("Page", "Content", "Layer", "PageBlock", "CompositeGraphicUnit", "CompositeGraphUnit"))


@attrs.define
class Budget:
    """What may still be read of a document: pages and composite objects can name the same parts again and again."""

    objects: int = MAX_OBJECTS

    def spend(self) -> None:
        self.objects -= 1
        if self.objects < 0:
            raise ReadError(f"an ofd document of more than {MAX_OBJECTS} objects: save it as pdf")


@attrs.define
class _Run:
    """Characters of one text object that follow each other, on one level."""

    text: str
    x0: float
    x1: float
    base: float
    em: float
    bold: bool


def page_of(
    number: int, layers: Sequence[Any], units: Mapping[str, Any], box: tuple[float, float, float, float], budget: Budget
) -> Page:
    """A page from its content and its templates; `box` is its area in millimetres."""
    runs: list[_Run] = []
    rules = Rules()
    for kind, element, matrix in _objects(layers, units, (1.0, 0.0, 0.0, 1.0, -box[0], -box[1]), budget):
        if kind == "TextObject":
            runs.extend(_runs(element, matrix))
        elif len(rules.horizontal) + len(rules.vertical) <= MAX_RULES:
            _add_rules(element, matrix, rules)
    rules.merge()
    rows = _rows(runs, rules)
    return Page(number, box[2] * POINTS, box[3] * POINTS, rows, rules if len(rules.vertical) < MAX_RULES else None)


def _objects(layers: Sequence[Any], units: Mapping[str, Any], origin: Matrix, budget: Budget) -> Iterator[tuple[str, Any, Matrix]]:
    """The text and path objects in the order of the page, those of composite objects at their places."""
    stack: list[tuple[Any, Matrix, int]] = [(layer, origin, 0) for layer in reversed(layers)]
    while stack:
        element, matrix, depth = stack.pop()
        budget.spend()
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if element.get("Visible", "true").lower() == "false":
            continue
        if name in ("TextObject", "PathObject"):
            yield name, element, matrix
        elif name == "CompositeObject" and depth < MAX_DEPTH:
            unit = units.get(element.get("ResourceID", ""))
            if unit is not None:
                stack.append((unit, _placed(element, matrix), depth + 1))
        elif name in _GROUPS:
            stack.extend((child, matrix, depth) for child in reversed(element))


def _placed(element: Any, matrix: Matrix) -> Matrix:
    """From the coordinates inside an object to those of the page: its own matrix, then its boundary's corner."""
    own = numbers(element.get("CTM"))
    corner = numbers(element.get("Boundary"))
    x, y = (corner[0], corner[1]) if len(corner) >= 2 else (0.0, 0.0)
    a, b, c, d, e, f = own if len(own) == 6 else _UNIT
    return _product((a, b, c, d, e + x, f + y), matrix)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _runs(element: Any, outer: Matrix) -> Iterator[_Run]:
    """The runs of a text object, cut where characters stand apart or on different levels."""
    a, b, c, d, e, f = _placed(element, outer)
    size = (numbers(element.get("Size")) or [0.0])[0]
    scale = (a * a + b * b) ** 0.5 or 1.0
    em = size * scale * POINTS
    if em <= 0.5:
        return
    bold = (numbers(element.get("Weight")) or [400.0])[0] >= 600
    ligatures = _ligatures(element)
    x = y = 0.0
    for code in element:
        if not isinstance(code.tag, str) or code.tag.rpartition("}")[2] != "TextCode":
            continue
        text = code.text or ""
        if "\n" in text:  # the xml was indented; steps are counted without that
            text = text.strip()
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        if ligatures:
            across = _by_character(across, ligatures)
        run: _Run | None = None
        for index, char in enumerate(text):
            px, py = (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS
            wide = em * (1.0 if char >= "\u2000" else _WIDTHS.get(char, 0.5))
            if run and abs(py - run.base) < 0.3 * em and -0.6 * em < px - run.x1 <= WORD * em:
                run.text += char
                run.x1 = max(run.x1, px + wide)
            else:
                if run:
                    yield run
                run = _Run(char, px, px + wide, py, em, bold)
            x += across[index] if index < len(across) else wide / scale / POINTS
            y += down[index] if index < len(down) else 0.0
        if run:
            yield run


def _ligatures(element: Any) -> list[tuple[int, int]]:
    """The characters that share one glyph, and so one step: where they begin, and how many they are."""
    found = []
    for child in element:
        if isinstance(child.tag, str) and child.tag.endswith("CGTransform"):
            at, codes, glyphs = ((numbers(child.get(name)) or [1.0])[0] for name in ("CodePosition", "CodeCount", "GlyphCount"))
            if at >= 0 and glyphs == 1 < codes < 8:
                found.append((int(at), int(codes)))
    return sorted(found)


def _by_character(steps: Sequence[float], ligatures: Sequence[tuple[int, int]]) -> list[float]:
    """The steps from character to character, made of those from glyph to glyph."""
    out: list[float] = []
    begin = 0
    for at, sharing in ligatures:
        glyph = begin + at - len(out)
        if begin <= glyph < len(steps):
            out += [*steps[begin:glyph], *[steps[glyph] / sharing] * sharing]
            begin = glyph + 1
    return [*out, *steps[begin:]]


def _deltas(text: str | None, count: int) -> list[float]:
    """Steps between characters; `g 5 3.1` stands for five steps of 3.1."""
    found: list[float] = []
    words = (text or "").split()
    at = 0
    while at < len(words) and len(found) < count:
        if words[at] in ("g", "G") and at + 2 < len(words):
            times, step = numbers(words[at + 1]), numbers(words[at + 2])
            if times and step:
                found.extend([step[0]] * int(min(max(times[0], 0), count)))
            at += 3
        else:
            found.extend(numbers(words[at])[:1])
            at += 1
    return found


def _rows(runs: Sequence[_Run], rules: Rules) -> list[Row]:
    """Runs as rows from the top, those on one level put together; single glyphs are common."""
    out: list[Row] = []
    pieces = [Row(run.text, run.x0, run.x1, run.base - 0.88 * run.em, run.base + 0.12 * run.em, run.em, run.bold) for run in runs]
    seen: set[tuple[str, int, int]] = set()
    gaps: list[list[tuple[int, float]]] = []
    for row in top_down([piece for piece in pieces if piece.text.strip()]):
        place = (row.text, round(row.x0), round(row.top))
        if place in seen:  # drawn twice, to look bold
            continue
        seen.add(place)
        last = out[-1] if out else None
        if last and _same_level(last, row) and -0.6 * row.em < row.x0 - last.x1 < GAP * max(last.em, row.em):
            middle = (last.top + last.bottom) / 2
            if not rules.between(last.x1 - 0.2 * last.em, row.x0 + 0.2 * row.em, middle):
                gaps[-1].append((len(last.text), (row.x0 - last.x1) / row.em))
                last.text += row.text
                last.x1 = max(last.x1, row.x1)
                last.em = max(last.em, row.em)
                last.top, last.bottom = min(last.top, row.top), max(last.bottom, row.bottom)
                last.bold = last.bold and row.bold
                continue
        out.append(row)
        gaps.append([])
    for row, seams in zip(out, gaps, strict=True):
        row.text = _spaced(row.text, seams).strip()
    return out


def _spaced(text: str, seams: Sequence[tuple[int, float]]) -> str:
    """The text of a row with its blanks: files leave them out, and tell them by the places of what stands around."""
    gaps = sorted([gap for _, gap in seams] + [0.0] * (len(text) - 1 - len(seams)))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    parts: list[str] = []
    begin = 0
    for at, gap in seams:
        around = text[at - 1 : at + 1]
        latin = around.isascii()
        if " " not in around and not around.isdigit() and gap > usual + (WORD if latin else BLANK):
            parts += (text[begin:at], " " if latin else "\u3000")
            begin = at
    return "".join(parts) + text[begin:]


def _same_level(a: Row, b: Row) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def _add_rules(element: Any, outer: Matrix, rules: Rules) -> None:
    """The straight lines of a path object; a rectangle that is only filled is what text stands on."""
    lines = list(_lines_of(element, _placed(element, outer)))
    xs, ys = [x for line in lines for x in line[::2]], [y for line in lines for y in line[1::2]]
    area = lines and min(max(xs) - min(xs), max(ys) - min(ys)) > 3
    if not (area and len(lines) <= 5 and element.get("Stroke", "true").lower() == "false"):
        for line in lines:
            rules.add(*line)


def _lines_of(element: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines of a path object, from where to where in points."""
    a, b, c, d, e, f = matrix
    data = next((child.text or "" for child in element if isinstance(child.tag, str) and child.tag.endswith("AbbreviatedData")), "")
    if len(data) > 20_000:
        return
    words = data.split()
    point: tuple[float, float] | None = None
    begin: tuple[float, float] | None = None
    for index, word in enumerate(words):
        if word in ("C", "Z") and point and begin:
            yield *point, *begin
        values = numbers(" ".join(words[index + 1 : index + 3])) if word in ("M", "S", "L") else []
        if len(values) != 2:
            if word in ("B", "Q", "A"):
                point = None
            continue
        x, y = values
        there = ((a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS)
        if word == "L" and point:
            yield *point, *there
        elif word != "L":
            begin = there
        point = there


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute."""
    return [float(word) for word in _NUMBER.findall(text[:4000])] if text else []
