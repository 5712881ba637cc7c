"""What a character costs on texts that are made to be slow, beside plain text of the same length.

    python benchmarks/hostile.py [CHARACTERS] [NAME…]

Every text is parsed without annotators and with them. Texts of `REPEATED` and `WHOLE` may cost three times what plain text costs. Texts
of `DENSE` make nodes of every few characters, which cost what nodes cost; of them the cost of a character must not grow with the text.
What breaks its limit or raises is marked with !! and makes the status 1. CHARACTERS is 100,000 unless told; where no name is given, ten
million characters of plain text come last.
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
REPEATED = (
    "（ 《 “ ( ‘ 【 ） 》 ” 一、 （一） 1. 。 。1. ；（一） 第一条 第一章 、 各市、县、 责任单位： （责任单位： （市局 （市局、 &quot; [ # < | "
    "1 1% 10家、 达到 附件 《〈 号 第1号 以下简称 1.1. — 　 a"
).split(" ")
DENSE = (
    "（1） ① 。一、 （市局） 2025年 附件1 一、\\n （一）\\n 1.\\n 第一条\\n 附件1\\n 各市、县：\\n 关于印发通知\\n 2022年1月1日\\n （市财政局牵头）\\n "
    "索引号：\\n 抄送：\\n 甲|乙\\n 目录\\n 1\\n a。\\n 一、甲\\n（一）乙\\n1.丙\\n（1）丁\\n①戊\\n"
).split(" ")
TIMES, GROWTH = 3.0, 2.0


def repeated(piece: str, size: int) -> str:
    """A piece again and again; `\\n` in it is a line break."""
    piece = piece.replace("\\n", "\n")
    return (piece * (size // len(piece) + 1))[:size]


def whole(size: int) -> dict[str, str]:
    """Texts that are more than one piece repeated."""
    names = "、".join(f"市第{i}局" for i in range(20_000))
    return {
        "plain, no line breaks": repeated(NOTICE.replace("\n", ""), size),
        "one clause of 20,000 names": f"（一）任务。做好工作。（{names}按职责分工负责）",
        "one label of 20,000 names": f"（一）任务。做好工作。\n责任单位：{names}",
        "one label of 20,000 verbs": f"（一）任务。做好工作。\n责任单位：{'牵头' * 20_000}：",
        "one sentence": f"（一）任务。{'甲' * size}。",
        "opened, then closed": "（" * (size // 2) + "）" * (size // 2),
        "line breaks": "\n" * size,
    }


def cost(text: str, *, annotate: bool) -> float:
    """Microseconds for one character, the least of three runs where runs are short."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        begin = time.perf_counter()
        parser.parse(text, annotate=annotate)
        best = min(best, time.perf_counter() - begin)
        if best > 5:
            break
    return best / len(text) * 1e6


def row(name: str, text: str, plain: dict[bool, float], shorter: str = "") -> bool:
    """Print what a text costs; whether it keeps its limit: beside plain text, or beside a shorter one of its kind."""
    shown, kept = f"{name[:28]:28s}", True
    for annotate in (False, True):
        try:
            taken = cost(text, annotate=annotate)
            grown = taken / cost(shorter, annotate=annotate) if shorter else 1.0
        except Exception as error:
            shown, kept = f"{shown} {type(error).__name__}", False
            continue
        times = taken / plain[annotate]
        kept &= grown <= GROWTH if shorter else times <= TIMES
        shown += f" {taken:10.3f} {times:7.2f}  {f'{grown:6.2f}' if shorter else '':6s}"
    print(shown + ("" if kept else "  !!"), flush=True)
    return kept


def main() -> int:
    arguments = sys.argv[1:]
    size = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else 100_000
    found = {piece: repeated(piece, size) for piece in REPEATED} | whole(size)
    dense = {piece: repeated(piece, size) for piece in DENSE}
    parser.parse(NOTICE)
    plain = {annotate: cost(repeated(NOTICE, size), annotate=annotate) for annotate in (False, True)}
    print(f"plain text: {plain[False]:.3f} µs a character, with annotators {plain[True]:.3f}")
    print(f"{'':28s} {'parse':>10s} {'× plain':>7s}  {'growth':6s} {'annotated':>10s} {'× plain':>7s}  growth")
    kept = [row(name, text, plain) for name, text in found.items() if not arguments or name in arguments]
    kept += [row(name, text, plain, text[: size // 4]) for name, text in dense.items() if not arguments or name in arguments]
    if not arguments:
        kept.append(row("plain, 10 million", repeated(NOTICE, 10_000_000), plain))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
