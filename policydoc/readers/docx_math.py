"""Formulas of Word on one line, in the linear form that Word itself offers (ECMA-376 part 1, 22.1; Unicode technical note 28)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA = M + "oMath"

_PLAIN = "0123456789+-=()n"
_ABOVE = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")
_OPERATORS = frozenset("+-−±×÷*/=<>≤≥,，^_ ")

_LONGEST = 5_000
_Parts = dict[str, list[str]]
"""What stands in an element, by the names of its children."""


def linear(formula: Any) -> str:
    """The characters of a formula in the order in which they are read out; what was deleted from it is left out.

    The parser of xml bounds how deep a formula can be nested. One of more than `_LONGEST` characters is only its letters.
    """
    letters = [text for text in formula.itertext(M + "t") if text]
    return _linear(formula) if sum(map(len, letters)) <= _LONGEST else "".join(letters).replace("\n", " ")


def _linear(formula: Any) -> str:
    parts: _Parts = {}
    out: list[str] = []
    for child in formula:
        name = child.tag.rpartition("}")[2]
        if name.endswith("Pr") or name in ("del", "moveFrom"):
            continue
        text = (child.text or "").replace("\n", " ") if name == "t" else _linear(child)
        parts.setdefault(name, []).append(text)
        out.append(text)
    rule = _RULES.get(formula.tag.removeprefix(M))
    return rule(formula, parts) if rule else "".join(out)


def _said(element: Any, name: str, otherwise: str) -> str:
    """What an element's own properties say of something."""
    for properties in element[:1]:
        said = properties.find(M + name)
        if said is not None:
            value: str = said.get(M + "val", "")
            return value[:1]
    return otherwise


def _one(parts: _Parts, name: str) -> str:
    return "".join(parts.get(name, ()))


def _grouped(text: str) -> str:
    """In brackets, where an operator would otherwise reach into it or out of it."""
    return f"({text})" if len(text) > 1 and not _OPERATORS.isdisjoint(text) and not _is_bracketed(text) else text


def _is_bracketed(text: str) -> bool:
    return text[0] in "(（[" and text[-1] in ")）]" and not any(c in "()（）[]" for c in text[1:-1])


def _script(text: str, sign: str) -> str:
    if not text.strip():
        return ""
    if set(text) <= set(_PLAIN):
        return text.translate(_ABOVE if sign == "^" else _BELOW)
    return sign + _grouped(text)


def _scripts(element: Any, parts: _Parts) -> str:
    """A base with what stands below and above it."""
    return _one(parts, "e") + _script(_one(parts, "sub"), "_") + _script(_one(parts, "sup"), "^")


def _before(element: Any, parts: _Parts) -> str:
    return _script(_one(parts, "sub"), "_") + _script(_one(parts, "sup"), "^") + _one(parts, "e")


def _fraction(element: Any, parts: _Parts) -> str:
    return f"{_grouped(_one(parts, 'num'))}/{_grouped(_one(parts, 'den'))}"


def _root(element: Any, parts: _Parts) -> str:
    return _script(_one(parts, "deg"), "^") + "√" + _grouped(_one(parts, "e"))


def _sum(element: Any, parts: _Parts) -> str:
    """A sum, product or integral: its sign is a property."""
    sign = _said(element, "chr", "∫")
    return sign + _script(_one(parts, "sub"), "_") + _script(_one(parts, "sup"), "^") + _one(parts, "e")


def _brackets(element: Any, parts: _Parts) -> str:
    """Brackets are properties too."""
    inner = _said(element, "sepChr", "|").join(parts.get("e", ()))
    return _said(element, "begChr", "(") + inner + _said(element, "endChr", ")")


def _limit(element: Any, parts: _Parts) -> str:
    return _one(parts, "e") + ("_" if element.tag == M + "limLow" else "^") + _grouped(_one(parts, "lim"))


def _rows(between: str, name: str) -> Callable[[Any, _Parts], str]:
    return lambda element, parts: between.join(parts.get(name, ()))


_RULES: dict[str, Callable[[Any, _Parts], str]] = {
    "f": _fraction,
    "rad": _root,
    "sSub": _scripts,
    "sSup": _scripts,
    "sSubSup": _scripts,
    "sPre": _before,
    "nary": _sum,
    "d": _brackets,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _rows("; ", "mr"),
    "mr": _rows(", ", "e"),
    "eqArr": _rows("; ", "e"),
}
"""What is more than its characters in their order."""
