"""The promises of the parser on many texts that nobody wrote: a long run by hand of what the tests ask of a few hundred.

    python benchmarks/fuzz.py [EXAMPLES] [SEED]

needs the extra `test`. Prints one line a property, and the smallest text that breaks it. The status is 1 where one does.
"""

from __future__ import annotations

import random
import re
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import golden  # noqa: E402
import test_composed as composed  # noqa: E402

import policydoc  # noqa: E402
from policydoc.writers.outline import outline  # noqa: E402

TEXTS = [case.text for case in golden.cases()]
LINES = sorted({line for text in TEXTS for line in text.splitlines() if line.strip()})
PIECES = sorted({piece for line in LINES for piece in re.split(r"(?<=[。；：，、（）《》“”\s])|(?=[（《“])", line) if piece})
MARKS = (
    "一、 二、 三、 十、 （一） （二） （三） (1) （1） 1. 2. 3． 1、 ① ② 第一条 第二条 第一章 第二节 第一编 一是 二是 附件 附件1 附件：1. "
    "（责任单位： 责任单位： （牵头单位： 】 【 ］ 《 》 “ ” ( ) 。 ； ： ， 、 &quot; &nbsp; | # — 目录 专栏1 表1 下同 等 牵头 配合 负责 按职责分工负责）"
).split()
BLANKS = ["\n", "\n\n", "\r\n", "\n　　", " ", "　", "\t", "\u2028", "\x0b", "\ufeff", "\x00"]

of_words = st.lists(st.sampled_from(PIECES) | st.sampled_from(MARKS) | st.sampled_from(BLANKS), max_size=40).map("".join)
of_lines = st.lists(st.sampled_from(LINES), max_size=12).flatmap(lambda found: st.sampled_from(["\n", "", " ", "\n　　"]).map(lambda j: j.join(found)))
of_characters = st.text(alphabet=composed.GENRE, max_size=200) | st.text(max_size=120)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A text of the corpus or a composed notice with pieces cut out, doubled, put in."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 60)))
        text = text[:at] + draw(st.sampled_from(["", "", text[at:end] * 2, "\n", "（", "）", "。", "《", "“", "一、", "（一）", "1."])) + text[end:]
    return text


def keeps_the_rules(text: str) -> None:
    """Any text parses, the tree holds, JSON gives the document back, and the same text gives the same bytes."""
    doc = policydoc.parse(text)
    assert doc.text == text
    faults = policydoc.check_tree(doc)
    assert not faults, faults
    written = policydoc.dumps(doc)
    assert policydoc.load(written) == doc
    assert policydoc.dumps(policydoc.parse(text)) == written


def gives_its_tree_back(notice: composed.Composed) -> None:
    """The outline of a composed notice is the tree that it was composed from."""
    assert outline(policydoc.parse(notice.text())) == notice.outline(), notice.text()


def ignores_indents(drawn: tuple[composed.Composed, list[str]]) -> None:
    """Depth is unchanged by indentation."""
    notice, indents = drawn
    lines = notice.text().splitlines()
    moved = "".join(f"{indent}{line.strip()}\n" for indent, line in zip(indents * len(lines), lines, strict=False))
    assert outline(policydoc.parse(moved)) == notice.outline(), moved


some_indents = st.lists(st.sampled_from(composed.INDENTS), min_size=1, max_size=7)
PROPERTIES: dict[str, tuple[float, Callable[[Any], None], st.SearchStrategy]] = {
    "characters": (0.25, keeps_the_rules, of_characters),
    "words of the genre": (0.3, keeps_the_rules, of_words),
    "lines of the corpus": (0.1, keeps_the_rules, of_lines),
    "spoiled notices": (0.15, keeps_the_rules, spoiled()),
    "composed trees": (0.1, gives_its_tree_back, composed.notices),
    "composed trees, indented": (0.1, ignores_indents, st.tuples(composed.notices, some_indents)),
}
"""The share of the examples, what is asked, and of what."""

QUIET = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
    print_blob=False,
)


def run(name: str, examples: int, start: int) -> bool:
    """Try one property; whether it held."""
    _, asked, texts = PROPERTIES[name]
    tried, last = 0, None

    def counted(drawn: object) -> None:
        nonlocal tried, last
        tried, last = tried + 1, drawn
        asked(drawn)

    begin = time.perf_counter()
    test = seed(start)(settings(QUIET, max_examples=examples)(given(texts)(counted)))
    try:
        test()
        held = True
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        held = False
        where = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{where.filename}:{where.lineno}: {type(error).__name__}: {error}\nsmallest: {last!r}")  # shrinking ends with the smallest
    seconds = time.perf_counter() - begin
    print(f"{'held' if held else 'BROKEN':7s} {name:26s} {tried:8,d} examples  {seconds:7.0f} s", flush=True)
    return held


def main() -> int:
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    print(f"seed {start}")
    held = [run(name, max(1, round(examples * share)), start) for name, (share, _, _) in PROPERTIES.items()]
    return 0 if all(held) else 1


if __name__ == "__main__":
    raise SystemExit(main())
