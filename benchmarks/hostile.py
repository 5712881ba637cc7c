"""What each character costs on texts that are made to be slow, beside plain text of the same length.

    python benchmarks/hostile.py [CHARACTERS] [NAME…]

Every text is parsed without annotators and with them; more than three times the cost of plain text, or an exception, is marked with !!
and makes the status 1. CHARACTERS is 100,000 unless told; ten million stand at the end whatever is told (leave them out with a name).
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from policydoc import parser  # noqa: E402

NOTICE = (ROOT / "corpus" / "notices" / "qinghe-2022-5.txt").read_text(encoding="utf-8")
PIECES = (
    "（ 《 “ ( ‘ 【 ） 》 ” 一、 （一） 1. （1） ① 。 。1. 。一、 ；（一） 第一条 第一章 、 各市、县、 责任单位： （责任单位： （市局 （市局） （市局、 &quot; [ # < | "
    "1 1% 2025年 10家、 达到 附件1 附件 《〈 号 第1号 以下简称 1.1. — 　 a"
).split(" ")
LINES = ("一、 （一） 1. 第一条 附件1 各市、县： 关于印发通知 2022年1月1日 （市财政局牵头） 索引号： 抄送： 甲|乙 目录 1 a。".split(" "))
LIMIT = 3.0


def repeated(piece: str, size: int) -> str:
    """A piece again and again."""
    return (piece * (size // len(piece) + 1))[:size]


def texts(size: int) -> dict[str, str]:
    """The texts by name; plain text first."""
    names = "、".join(f"市第{i}局" for i in range(20_000))
    found = {"plain": repeated(NOTICE, size), "plain, no line breaks": repeated(NOTICE.replace("\n", ""), size)}
    found |= {piece: repeated(piece, size) for piece in PIECES}
    found |= {f"{line}\\n": repeated(f"{line}\n", size) for line in LINES}
    found |= {
        "one clause of 20,000 names": f"（一）任务。做好工作。（{names}按职责分工负责）",
        "one label of 20,000 names": f"（一）任务。做好工作。\n责任单位：{names}",
        "one sentence": "（一）任务。" + "甲" * size + "。",
        "opened, then closed": "（" * (size // 2) + "）" * (size // 2),
        "line breaks": "\n" * size,
        "deeper and deeper": "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n" * (size // 24),
    }
    return found


def cost(text: str, *, annotate: bool) -> float:
    """Seconds for one character, the better of two runs where a run is short."""
    best = float("inf")
    for _ in range(2):
        gc.collect()
        begin = time.perf_counter()
        parser.parse(text, annotate=annotate)
        best = min(best, time.perf_counter() - begin)
        if best > 5:
            break
    return best / len(text)


def main() -> int:
    arguments = sys.argv[1:]
    size = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else 100_000
    found = texts(size)
    chosen = {name: found[name] for name in ("plain", *arguments)} if arguments else found
    parser.parse(NOTICE)
    plain = {annotate: cost(found["plain"], annotate=annotate) for annotate in (False, True)}
    print(f"{'':28s} {'parse':>9s} {'×':>6s}   {'with annotators':>15s} {'×':>6s}     µs a character")
    bad = 0
    if not arguments:
        chosen["plain, 10 million"] = repeated(NOTICE, 10_000_000)
    for name, text in chosen.items():
        row, worst = f"{name:28s}", 0.0
        for annotate in (False, True):
            try:
                taken = cost(text, annotate=annotate)
            except Exception as error:
                row, worst = f"{row} {type(error).__name__:>16s}   ", float("inf")
                continue
            times = taken / plain[annotate]
            worst = max(worst, times)
            row += f" {taken * 1e6:{'15' if annotate else '9'}.3f} {times:6.2f}  "
        bad += worst > LIMIT
        print(row + (" !!" if worst > LIMIT else ""), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
