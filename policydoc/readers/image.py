"""Pictures of documents (png, jpg, tif, bmp): recognised like scanned pages of a pdf."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from policydoc.readers.assemble import assemble
from policydoc.readers.errors import ReadError
from policydoc.readers.page import Page
from policydoc.source import Source

MAX_PIXELS = 80_000_000
"""Of one picture: an A3 page at 600 dpi has 70 million."""
MAX_SIDE = 4000
"""Pixels to which a larger picture is reduced before it is read."""
MAX_FRAMES = 300
SMALLEST = 26
"""Bytes of the smallest picture there is, a webp of one pixel."""
HEIGHT = 842.0
"""Points that the longer side of a picture is taken for: those of an A4 page."""
_DAMAGED = "a picture that is damaged or of an unknown kind: save it as png or jpg"


def read_image(data: bytes, *, encoding: str | None = None) -> Source:
    """A Source of a picture or of the pages of a tif, by text recognition. `encoding` has no meaning here.

    Needs the extra `ocr`; hints say with which confidence their line was recognised.
    """
    from policydoc.readers.joiner import join
    from policydoc.readers.ocr import page_rows_from_image, why_not

    if len(data) < SMALLEST:
        raise ReadError(_DAMAGED)
    missing = why_not()
    if missing:
        raise ReadError(f"a picture of a document: {missing}")
    pages = []
    for number, (pixels, width, height) in enumerate(_frames(data), 1):
        pages.append(Page(number, width, height, page_rows_from_image(pixels, height)))
    source = assemble(join(pages), "image")
    if not source.text.strip():
        raise ReadError("a picture in which no text was found: check that it shows a document")
    return source


def _frames(data: bytes) -> Iterator[tuple[Any, float, float]]:
    """The pixels of each page, with its width and height in points."""
    import numpy
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as picture:
            for count, frame in enumerate(ImageSequence.Iterator(picture)):
                if count >= MAX_FRAMES:
                    raise ReadError(f"a picture of more than {MAX_FRAMES} pages: split it")
                if frame.width * frame.height > MAX_PIXELS:
                    raise ReadError(f"a picture of {frame.width} × {frame.height} pixels, too large: scan it at 300 dpi or less")
                colour = frame.convert("RGB")
                colour.thumbnail((MAX_SIDE, MAX_SIDE))
                scale = HEIGHT / max(colour.size)
                yield numpy.asarray(colour), colour.width * scale, colour.height * scale
    except ReadError:
        raise
    except ImportError:
        raise
    except Exception as error:  # Pillow raises struct.error, SyntaxError and others on mutated files
        raise ReadError(_DAMAGED) from error
