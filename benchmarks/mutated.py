"""Files of any format, harmed in many ways: each is read or refused in one line, in bounded time and memory.

    python benchmarks/mutated.py COUNT FILE…

Each run takes one of the files and changes some bytes of it or, in a package (docx, ofd), of one of its parts; a number tells how, so
that the same numbers harm alike. Prints how many were read and refused, what made libraries stumble, the slowest, and the memory at its
highest. The status is 1 where anything but ReadError came out, or a file took more than ten seconds.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from policydoc.readers import ReadError, read_source

SLOW = 10.0
_TELLING = (b"<w:t>", b"</w:p>", b"<w:tbl>", b"<w:p><w:r>", b'"9999999999"', b"\xff\xfe", b"\0" * 9, b"&#0;", b"w:val=", b"<", b">")


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Bytes after one to six changes: some set, cut out, doubled, moved, or put in."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 60, 900)))
        piece = data[at:end]
        to = chance.randrange(len(data) + 1)
        put = chance.choice(
            (bytes([chance.randrange(256)]), b"", piece * 2, piece * 50, data[to : to + 200], chance.choice(_TELLING))
        )
        data = data[:at] + put + data[end:]
    return data


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package; none of other files."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def harmed(data: bytes, parts: dict[str, bytes], chance: random.Random) -> bytes:
    xml = [name for name in parts if name.endswith((".xml", ".rels"))]
    if not xml or chance.random() < 0.3:
        return spoiled(data, chance)
    name = chance.choice(xml)
    return packed({**parts, name: spoiled(parts[name], chance)})


def main() -> int:
    count, paths = int(sys.argv[1]), list(map(Path, sys.argv[2:]))
    whole = [(path.name, data, parts_of(data)) for path in paths for data in [path.read_bytes()]]
    outcomes: Counter[str] = Counter()
    stumbles: Counter[str] = Counter()
    slowest, faults = (0.0, ""), 0
    for number in range(count):
        chance = random.Random(number)
        name, data, parts = chance.choice(whole)
        broken = harmed(data, parts, chance)
        begin = time.process_time()
        try:
            read_source(broken).text.encode()
            outcomes["read"] += 1
        except ReadError as error:
            outcomes["refused"] += 1
            faults += "\n" in str(error)
            if error.__cause__ is not None and "is damaged (" in str(error):
                stumbles[f"{type(error.__cause__).__name__}: {str(error)[:60]}"] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            faults += 1
            print(f"{number} of {name}: {type(error).__name__}: {error}", flush=True)
        slowest = max(slowest, (time.process_time() - begin, f"{number} of {name}"))
        if not (number + 1) % 10_000:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number + 1:,d}: {dict(outcomes)}, slowest {slowest[0]:.2f} s ({slowest[1]}), {memory:.0f} MB", flush=True)
    for stumble, times in stumbles.most_common(20):
        print(f"{times:8,d}  {stumble}")
    return 1 if faults or slowest[0] > SLOW else 0


if __name__ == "__main__":
    raise SystemExit(main())
