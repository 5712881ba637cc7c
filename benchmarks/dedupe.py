"""How well reposts are found, and what a document costs: `python benchmarks/dedupe.py [CORPUS [COUNT…]]`.

CORPUS holds `text/` and `text.jsonl` (by default the real notices). Precision and recall go over pairs; a pair is right that
`same_document_as` lists, directly or through others, or that was read (`tests/data/reposts.txt`). Then COUNT documents (by default 2,000 and
20,000) of two hard kinds: copies of one notice, each with a few words of its page; and notices of one form to as many towns, no two of
them one document. A cost per document that does not grow with COUNT is linear time.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from reposts import found_pairs, listed, read_pairs, real_trees  # noqa: E402

import policydoc  # noqa: E402
from policydoc.corpus.dedupe import duplicates  # noqa: E402
from policydoc.corpus.trees import Tree  # noqa: E402

BODY = "".join(f"各地要把第{n}类村庄的供水管网改造列入计划，落实管护人员和经费，按月报告进展。\n" for n in range(1, 30))


def quality(corpus: Path) -> None:
    texts = sorted((corpus / "text").iterdir())
    gold = listed(corpus.joinpath("text.jsonl"), {path.stem for path in texts})
    found = found_pairs(duplicates(real_trees(texts)))
    right = found & (gold | read_pairs())
    print(f"{len(texts)} documents, {len(gold)} pairs listed, {len(found)} found")
    print(f"precision {len(right) / len(found):.3f} ({len(found & gold)} of the pairs listed, {len(right - gold)} that were read)")
    print(f"recall    {len(found & gold) / len(gold):.3f}")
    for title, pairs in (("missed", gold - found), ("not known to be right", found - right)):
        print(f"{title}: {', '.join(' = '.join(pair) for pair in sorted(pairs)) or 'none'}")


def copies(count: int) -> Iterator[Tree]:
    for n in range(count):
        text = f"清河市人民政府关于供水的通知\n清政发〔2022〕5号\n{BODY}本页浏览{n}次。\n"
        yield Tree(f"copy-{n:06}", "", policydoc.parse(text, annotate=False), "")


def forms(count: int) -> Iterator[Tree]:
    names = [a + b + c for a in "东南西北上下前后大小" for b in "山河岭坪湾坝桥沟塘坡" for c in "口头尾顶脚边心角"]
    for n in range(count):
        town = f"{names[n % len(names)]}{names[n // len(names)]}镇"
        text = f"关于同意{town}供水方案的批复\n{town}人民政府：\n同意{town}的方案。\n{BODY}{town}要抓紧落实。\n"
        yield Tree(f"form-{n:06}", "", policydoc.parse(text, annotate=False), "")


def main() -> None:
    given = sys.argv[1:]
    quality(Path(given[0]) if given else ROOT.parent / "shared" / "corpus")
    for kind in (copies, forms):
        for count in [int(n) for n in given[1:]] or [2000, 20000]:
            begin = time.process_time()
            for _ in kind(count):
                pass
            parsing = time.process_time() - begin
            begin = time.process_time()
            found = duplicates(kind(count))
            taken = time.process_time() - begin - parsing
            print(f"{count:7,} {kind.__name__:7s} {taken / count * 1e3:6.2f} ms a document beside parsing, {len(found.groups)} groups")
        tracemalloc.start()
        duplicates(kind(2000))
        print(f"{kind.__name__}: {tracemalloc.get_traced_memory()[1] / 2000 / 1e3:.1f} kB a document at most, 2,000 documents")
        tracemalloc.stop()


if __name__ == "__main__":
    main()
