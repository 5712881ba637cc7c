"""Automatic numbers of docx files beside those that LibreOffice shows.

    python benchmarks/labels.py FOLDER

needs soffice. Each numbered paragraph is looked up in LibreOffice's text export of its file, where every bullet is •. Prints, for Chinese
numbers, others and bullets, how many are there with the same label, each one that is not, and lines that only LibreOffice numbers.
`docs/formats.md` says where Word and LibreOffice differ.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from policydoc.readers import read_source
from policydoc.source import Source

_LABEL = re.compile(r"[（(]?[第\d一二三四五六七八九十百〇零a-zA-Z.]{1,6}[）)、．.章条节款项]+|[•◦-]")


def exported(paths: list[Path], folder: Path) -> dict[Path, Counter[str]]:
    """The lines of each file as LibreOffice shows them, without white space."""
    copies = [shutil.copy(path, folder) for path in paths]  # it locks what it opens
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", str(folder), *copies], check=True, capture_output=True)
    texts = {path: (folder / f"{path.stem}.txt").read_text("utf-8-sig") for path in paths}
    return {
        path: Counter(map(bare, re.split("[\n\t]", text))) | Counter(map(bare, text.split("\n"))) for path, text in texts.items()
    }


def bare(line: str) -> str:
    return "".join(line.split())


def kind_of(label: str) -> str:
    if re.search("[一二三四五六七八九十甲乙丙丁]", label):
        return "Chinese"
    return "other" if any(map(str.isalnum, label)) else "bullet"


def compare(source: Source, shown: Counter[str]) -> list[tuple[str, bool, str, str]]:
    """For each numbered line: kind of its label, whether it is shown so, how policydoc and how LibreOffice write it."""
    rows = []
    known = set()
    for hint in source.hints:
        line = bare(source.text[slice(*hint.span)])
        known.add(line)
        if hint.label is None:
            continue
        label = bare(source.text[slice(*hint.label)])
        body, kind = line[len(label) :], kind_of(label)
        same = (("•" + body) if kind == "bullet" else line) in shown
        rows.append(
            (kind, same, line[:30], "" if same else next((one[:30] for one in shown if body and one.endswith(body)), "absent"))
        )
    for line in shown:
        found = _LABEL.match(line)
        if found and line not in known and line[found.end() :] in known:
            rows.append(("LibreOffice's alone", False, line[found.end() :][:30], line[:30]))
    return rows


def main() -> int:
    paths = sorted(Path(sys.argv[1]).glob("*.docx"))
    total: Counter[tuple[str, bool]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path, shown in exported(paths, Path(folder)).items():
            for kind, same, ours, theirs in compare(read_source(path), shown):
                total[kind, same] += 1
                if not same:
                    print(f"{path.name}\t{kind}\t{ours}\t{theirs}")
    for kind in sorted({kind for kind, _ in total}):
        print(f"{kind}: {total[kind, True]} of {total[kind, True] + total[kind, False]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
