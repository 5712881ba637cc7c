"""Text recognition of scanned pages and pictures, with the extra `ocr`."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from policydoc.readers.page import Row, top_down

INSTALL = 'install text recognition with pip install "policydoc[ocr]"'


def why_not() -> str | None:
    """What to do before pictures can be read; None where nothing is missing."""
    return None if find_spec("rapidocr") and find_spec("onnxruntime") else INSTALL


@lru_cache(maxsize=1)
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def page_rows_from_image(pixels: Any, height: float) -> list[Row]:
    """The rows that are recognised on a picture of a page (an array of its pixels), from the top, in points of a page so high."""
    result = _engine()(pixels)
    if result is None or result.boxes is None or not result.txts:
        return []
    scale = height / pixels.shape[0]
    rows = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) * scale for x, _ in box], [float(y) * scale for _, y in box]
        if not text.strip():
            continue
        full = sum(0.5 if c < "\u2000" else 1.0 for c in text)
        tall = max(ys) - min(ys)
        em = (max(xs) - min(xs)) / full if full >= 4 else tall * 0.8
        rows.append(Row(text.strip(), min(xs), max(xs), min(ys), max(ys), em, confidence=float(score)))
    _even_out(rows)
    return top_down(rows)


def _even_out(rows: list[Row]) -> None:
    """Give rows of nearly one size the same: boxes of recognised text are ragged."""
    sizes = sorted(row.em for row in rows if len(row.text) > 10)
    if sizes:
        usual = sizes[len(sizes) // 2]
        for row in rows:
            if 0.86 < row.em / usual < 1.16:
                row.em = usual
