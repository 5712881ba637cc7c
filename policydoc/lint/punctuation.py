"""Punctuation and brackets (标点符号, GB/T 15834-2011): what does not pair, half widths, doubles, nesting."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from policydoc.document import Document
from policydoc.lint.facts import CELL, NOTE, facts
from policydoc.lint.finding import Edit, Finding
from policydoc.parsing.scan import ANGLE, BOOK, ROUND, Pair

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))


def _pairless(doc: Document, code: str) -> Iterator[Finding]:
    """What the parser says about brackets, inside of the running text; amended laws quote over paragraphs."""
    known = facts(doc)
    clauses = {told.span[0] for told in doc.diagnostics if told.code == "PD503"}
    for told in doc.diagnostics:
        passage = known.passage(told.span[0]) if told.code == code and "more" not in told.data else None
        if passage is None or passage[2] in (CELL, NOTE) or told.span[0] in clauses or doc.text[told.span[0]] in "<>＜＞\"'‘’〈〉":
            continue
        if not _quotes_on(doc, told.span[0]):
            yield Finding(told.span, {"mark": doc.text[told.span[0]]})


def _quotes_on(doc: Document, at: int) -> bool:
    """Whether a quotation goes on over several paragraphs, each of which opens it anew; its end closes all (修改为：“…）."""
    mark = doc.text[at]
    if mark not in "“”":
        return False
    line = doc.text.rfind("\n", 0, at) + 1
    if mark == "“":
        return not doc.text[line:at].strip() or doc.text.find("”", at, at + 3000) >= 0 and "\n" in doc.text[at : doc.text.find("”", at)]
    return doc.text.rfind("“", max(0, at - 3000), at) > doc.text.rfind("”", max(0, at - 3000), at)


def unclosed(doc: Document) -> Iterator[Finding]:
    """PL301: a bracket, quotation mark or book mark that is never closed."""
    return _pairless(doc, "PD401")


def unopened(doc: Document) -> Iterator[Finding]:
    """PL302: one that closes what was never opened; 1） and a） are marks of divisions."""
    for found in _pairless(doc, "PD402"):
        before = doc.text[max(0, found.span[0] - 8) : found.span[0]]
        if not re.search(r"(?:^|[\s；;。，、：:（(])[0-9０-９a-zA-Z一二三四五六七八九十]{1,3}$", before):
            yield found


_HALF = re.compile(rf"(?<=[{HAN}”》）〕%％])[,;:?!](?=[{HAN}“《（〔])")


def half_width(doc: Document) -> Iterator[Finding]:
    """PL303: half-width punctuation between Chinese characters."""
    for found in facts(doc).search(_HALF):
        yield Finding(found.span(), {"mark": found[0], "right": _WIDE[found[0]]}, ((found.span(), _WIDE[found[0]]),))


_HAS_HAN = re.compile(f"[{HAN}]")


def half_width_brackets(doc: Document) -> Iterator[Finding]:
    """PL304: half-width round brackets around Chinese text."""
    known = facts(doc)
    text = doc.text
    for opened, closed, kind in sorted(known.brackets.outer + known.brackets.inner):
        if kind != ROUND or text[opened] != "(" or text[closed] != ")" or closed - opened > 200:
            continue
        at = known.passage(opened)
        if at is None or at[2] in (CELL, NOTE) or not _HAS_HAN.match(text, opened - 1 if opened else 0):
            continue
        if _HAS_HAN.match(text, opened + 1) and _HAS_HAN.search(text, opened + 1, closed):
            edits: tuple[Edit, ...] = (((opened, opened + 1), "（"), ((closed, closed + 1), "）"))
            yield Finding((opened, closed + 1), {"words": text[opened : closed + 1][:20]}, edits)


def mixed_width(doc: Document) -> Iterator[Finding]:
    """PL305: a pair of brackets of which one is half-width: （…)."""
    known = facts(doc)
    for opened, closed, kind in sorted(known.brackets.outer + known.brackets.inner):
        pair = doc.text[opened] + doc.text[closed]
        if kind == ROUND and pair in ("（)", "(）"):
            at = opened if pair[0] == "(" else closed
            yield Finding((at, at + 1), {"mark": doc.text[at]}, (((at, at + 1), _WIDE[doc.text[at]]),))


_DOUBLE = re.compile(r"([，、；：])\1+|。。(?!。)(?<!。。。)|[，、；：]。|。[，、；：]|[，；：]、|、[，；：]|，[；：]|[；：]，")


def doubled(doc: Document) -> Iterator[Finding]:
    """PL306: two marks of punctuation where one belongs."""
    for found in facts(doc).search(_DOUBLE):
        same = len(set(found[0])) == 1
        fix: tuple[Edit, ...] = (((found.start() + 1, found.end()), ""),) if same else ()
        yield Finding(found.span(), {"marks": found[0]}, fix)


def _nested(pairs: list[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Each pair with the innermost one around it."""
    around: list[Pair] = []
    for pair in sorted(pairs):
        while around and around[-1][1] < pair[0]:
            around.pop()
        if around:
            yield around[-1], pair
        around.append(pair)


def nested_titles(doc: Document) -> Iterator[Finding]:
    """PL307: 《…《…》…》 instead of 《…〈…〉…》; a third level is 《》 again."""
    scan, text = facts(doc).brackets, doc.text
    pairs = list(_nested([p for p in scan.outer + scan.inner if p[2] in (BOOK, ANGLE)]))
    holders = {inner for _, inner in pairs}
    bad = [(o, i) for o, i in pairs if text[o[0]] == text[i[0]] == "《" and o[1] - o[0] < 400]
    outers = {outer for outer, _ in pairs}
    for outer, mine in _grouped(bad):
        first = mine[0]
        flat = outer not in holders and not outers.intersection(mine)
        edits = tuple(e for o, c, _ in mine for e in (((o, o + 1), "〈"), ((c, c + 1), "〉"))) if flat else ()
        yield Finding((first[0], first[1] + 1), {"title": text[outer[0] : outer[1] + 1][:30]}, edits)


def _grouped(pairs: list[tuple[Pair, Pair]]) -> Iterator[tuple[Pair, list[Pair]]]:
    """Inner pairs by the outer one."""
    inside: dict[Pair, list[Pair]] = defaultdict(list)
    for outer, inner in pairs:
        inside[outer].append(inner)
    return iter(inside.items())


def nested_brackets(doc: Document) -> Iterator[Finding]:
    """PL308: round brackets in round brackets; 县（市、区） in a responsibility clause is a name."""
    known = facts(doc)
    clauses = {clause.span[0] for clause in known.clauses}
    told = -1
    for outer, inner in _nested([p for p in known.brackets.outer + known.brackets.inner if p[2] == ROUND]):
        long = inner[1] - inner[0] > 7 and _HAS_HAN.search(doc.text, inner[0], inner[1])
        if long and outer[0] != told and outer[0] not in clauses and outer[1] - outer[0] < 300:
            told = outer[0]
            yield Finding((inner[0], inner[1] + 1), {"words": doc.text[outer[0] : outer[1] + 1][:24]})


_BETWEEN = re.compile("(?<=》)、(?=《)|(?<=”)、(?=“)")


_OTHERS = re.compile("[^》”]、[《“]")
"""Something else stands between titles of the sentence (a number, a noun): there 、 is right."""


def comma_between_titles(doc: Document) -> Iterator[Finding]:
    """PL309: 、 between 《…》《…》 or “…”“…”; one finding a paragraph's row of them."""
    known = facts(doc)
    for passage, group in groupby(known.search(_BETWEEN), lambda m: known.passage(m.start())):
        found = list(group)
        if passage and not _OTHERS.search(doc.text, *passage[:2]):
            yield Finding(found[0].span(), {"count": len(found)}, tuple((m.span(), "") for m in found))


_DOTS = re.compile(rf"(?<=[{HAN}、，])(?:\.{{3,6}}|。{{3,6}}|…(?!…)(?<!……))")


def ellipsis_form(doc: Document) -> Iterator[Finding]:
    """PL310: an ellipsis that is not ……."""
    for found in facts(doc).search(_DOTS):
        yield Finding(found.span(), {"mark": found[0]}, ((found.span(), "……"),))


_STRAIGHT = re.compile(r'"([^"\n]{1,60})"')


def straight_quotes(doc: Document) -> Iterator[Finding]:
    """PL311: "…" around Chinese words."""
    if '"' not in doc.text:
        return
    for start, end, kind in facts(doc).passages:
        if kind in (CELL, NOTE) or doc.text.count('"', start, end) % 2 or "“" in doc.text[start:end] or "”" in doc.text[start:end]:
            continue
        for found in _STRAIGHT.finditer(doc.text, start, end):
            if _HAS_HAN.search(found[1]):
                s, e = found.span()
                yield Finding((s, e), {"words": found[0][:20]}, (((s, s + 1), "“"), ((e - 1, e), "”")))


_YEARS = re.compile(r"(?<![\dA-Za-z\-])((?:19|20)\d\d年?)-(?=(?:19|20)\d\d年?(?![\d\-]))")


def hyphen_between_years(doc: Document) -> Iterator[Finding]:
    """PL312: 2021-2025年 instead of 2021—2025年."""
    for found in facts(doc).search(_YEARS):
        if "年" in doc.text[found.start() : found.end() + 5]:
            span = (found.end() - 1, found.end())
            yield Finding(span, {"mark": doc.text[span[0]]}, ((span, "—"),))


_PERCENT = re.compile(r"(?<![\d.%％])(\d{1,3}(?:\.\d{1,2})?)([-－—~～至])(\d{1,3}(?:\.\d{1,2})?)[%％]")


def percent_range(doc: Document) -> Iterator[Finding]:
    """PL313: 15—30% instead of 15%—30%."""
    for found in facts(doc).search(_PERCENT):
        if float(found[1]) < float(found[3]):
            at = found.end(1)
            yield Finding(found.span(), {"range": found[0]}, (((at, at), "%"),))


_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff]{4})[，、](?=[ \t\u3000]*(?:\r?\n|\Z))")


def ends_in_comma(doc: Document) -> Iterator[Finding]:
    """PL314: a line of the running text ends in a comma."""
    return (Finding(found.span(), {"mark": found[0]}) for found in facts(doc).search(_BROKEN))


_ETC = re.compile(r"……\s*等(?=[。，；、）])|等等?……")


def etc_twice(doc: Document) -> Iterator[Finding]:
    """PL315: …… and 等 together."""
    for found in facts(doc).search(_ETC):
        yield Finding(found.span(), {"words": found[0]})
