"""What changed inside of a text, in pieces that read well in Chinese."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import attrs

from policydoc.corpus.compare.keys import TOKEN, Text
from policydoc.source import fold

ISLAND = 2
"""So few equal tokens between two changes are read as part of the change."""
SLIDE = 60
"""Tokens that a change may be moved."""
ROOM = 1 << 24
"""Cells of the table that two texts may span; larger ones are compared sentence by sentence."""
_WORDS = re.compile(TOKEN)
_ENDS = tuple("。！？；\n")

Block: TypeAlias = tuple[bool, int, int, int, int]
"""Whether equal, then the tokens of the first and of the second text."""


@attrs.frozen
class Piece:
    """Words of both texts: `op` is `equal`, `level` (equal but for whose notice it is), `replace`, `insert` or `delete`."""

    op: str
    a: str
    b: str


def diff(a: Text, b: Text) -> tuple[Piece, ...]:
    """The pieces in order: all `a` together are the first text, all `b` the second."""
    found: list[Piece] = []
    for equal, i1, i2, j1, j2 in _slid(_merged(_blocks(a, b), a.key), a, b):
        if not equal:
            words, others = "".join(a.raw[i1:i2]), "".join(b.raw[j1:j2])
            op = "equal" if _same(words, others) else "replace" if words and others else "insert" if others else "delete"
            found.append(Piece(op, words, others))
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            op = "equal" if _same(a.raw[i], b.raw[j]) else "level"
            if found and found[-1].op == op == "equal":
                found[-1] = Piece(op, found[-1].a + a.raw[i], found[-1].b + b.raw[j])
            else:
                found.append(Piece(op, a.raw[i], b.raw[j]))
    return tuple(found)


def _same(a: str, b: str) -> bool:
    return a == b or _WORDS.findall(fold(a)) == _WORDS.findall(fold(b))


def _blocks(a: Text, b: Text) -> Iterator[Block]:
    """Equal and changed stretches, in order and without a gap."""
    start, most = 0, min(len(a.key), len(b.key))
    while start < most and a.key[start] == b.key[start]:
        start += 1
    end = 0
    while end < most - start and a.key[-1 - end] == b.key[-1 - end]:
        end += 1
    i, j = len(a.key) - end, len(b.key) - end
    yield True, 0, start, 0, start
    if (i - start) * (j - start) <= ROOM:
        yield from _opcodes(a.key[start:i], b.key[start:j], start, start)
    else:
        yield from _by_sentence(a, b, (start, i), (start, j))
    yield True, i, len(a.key), j, len(b.key)


def _opcodes(a: Sequence[Hashable], b: Sequence[Hashable], i: int, j: int) -> Iterator[Block]:
    from rapidfuzz.distance import Indel

    for op in Indel.opcodes(a, b):
        yield op.tag == "equal", i + op.src_start, i + op.src_end, j + op.dest_start, j + op.dest_end


def _by_sentence(a: Text, b: Text, span_a: tuple[int, int], span_b: tuple[int, int]) -> Iterator[Block]:
    """Long texts: sentences first, then the words of those that changed; what is too long for that changed as a whole."""
    cuts_a, cuts_b = _cuts(a, *span_a), _cuts(b, *span_b)
    keys_a = [a.key[s:e] for s, e in pairwise(cuts_a)]
    keys_b = [b.key[s:e] for s, e in pairwise(cuts_b)]
    if len(keys_a) * len(keys_b) > ROOM:
        yield False, *span_a, *span_b
        return
    for equal, m1, m2, n1, n2 in _merged(_opcodes(keys_a, keys_b, 0, 0), ""):
        i1, i2, j1, j2 = cuts_a[m1], cuts_a[m2], cuts_b[n1], cuts_b[n2]
        if equal or (i2 - i1) * (j2 - j1) > ROOM:
            yield equal, i1, i2, j1, j2
        else:
            yield from _opcodes(a.key[i1:i2], b.key[j1:j2], i1, j1)


def _cuts(text: Text, start: int, end: int) -> list[int]:
    """Where sentences begin, and the end."""
    return [start, *(at + 1 for at in range(start, end - 1) if text.raw[at][-1:] in _ENDS), end]


def _merged(blocks: Iterator[Block], key: str) -> list[Block]:
    """Neighbours of one kind as one block; changes with a tiny island between them as one change."""
    found: list[Block] = []
    for block in blocks:
        if block[1] == block[2] and block[3] == block[4]:
            continue
        if found and found[-1][0] == block[0]:
            found[-1] = (block[0], found[-1][1], block[2], found[-1][3], block[4])
        else:
            found.append(block)
    if not key:
        return found
    merged: list[Block] = []
    for number, block in enumerate(found):
        island = block[0] and 0 < number < len(found) - 1 and _tiny(block, found[number - 1], found[number + 1])
        if merged and not merged[-1][0] and (island or not block[0]):
            merged[-1] = (False, merged[-1][1], block[2], merged[-1][3], block[4])
        else:
            merged.append(block)
    return merged


def _tiny(island: Block, before: Block, after: Block) -> bool:
    """Whether an equal stretch is too short to be read between two changes: the longer they are, the longer it must be."""
    size = island[2] - island[1]
    around = min(max(b[2] - b[1], b[4] - b[3]) for b in (before, after))
    return size < min(ISLAND + around // 4, 6) and size <= max(around, 1)


def _slid(blocks: list[Block], a: Text, b: Text) -> list[Block]:
    """Words that came in or went out, moved to where a clause or sentence begins: 加［快建设平台，加］强合作 is ［加快建设平台，］加强合作."""
    for at in range(1, len(blocks) - 1):
        (before, block, after) = blocks[at - 1 : at + 2]
        side = 1 if block[3] == block[4] else 3 if block[1] == block[2] else 0
        if block[0] or not side or not before[0] or not after[0]:
            continue
        text = a if side == 1 else b
        start, end = block[side], block[side + 1]
        back = _best(text, start, end, min(before[2] - before[1] - 1, SLIDE), min(after[2] - after[1] - 1, SLIDE))
        if back:
            blocks[at - 1] = (True, before[1], before[2] + back, before[3], before[4] + back)
            blocks[at] = (False, block[1] + back, block[2] + back, block[3] + back, block[4] + back)
            blocks[at + 1] = (True, after[1] + back, after[2], after[3] + back, after[4])
    return blocks


def _best(text: Text, start: int, end: int, left: int, right: int) -> int:
    """How far to move a stretch that may be moved: to behind the strongest mark, else not at all."""
    best, by, shift = _strength(text, start), 0, 0
    while -shift < left and text.key[start + shift - 1] == text.key[end + shift - 1]:
        shift -= 1
        best, by = max((best, by), (_strength(text, start + shift), shift), key=lambda found: found[0])
    shift = 0
    while shift < right and text.key[start + shift] == text.key[end + shift]:
        shift += 1
        best, by = max((best, by), (_strength(text, start + shift), shift), key=lambda found: found[0])
    return by


def _strength(text: Text, at: int) -> int:
    last = text.raw[at - 1][-1:] if at else "\n"
    return 3 if last in _ENDS else 2 if last in ("，", "：") else 1 if last == "、" else 0
