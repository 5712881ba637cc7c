"""Documents inside of a docx (w:altChunk, ECMA-376 part 1, 17.17.2), which Word takes in when it opens the file."""

from __future__ import annotations

from collections.abc import Callable

from policydoc.readers import ReadError, read_source
from policydoc.readers.sniff import FORMATS, sniff
from policydoc.source import Source

_KINDS = ("text", "html", "mht", "rtf", "docx")
"""What Word takes in."""


def read_chunk(data: bytes, name: str, read_docx: Callable[[bytes], Source]) -> Source:
    """The Source of a part that is a document, read by the reader of its content; `read_docx` reads one that is a docx.

    Raises ReadError, and nothing else, where it cannot be read.
    """
    if not data:
        raise ReadError("an empty document")
    kind = sniff(data, name)
    form = FORMATS[kind]
    if kind not in _KINDS:
        raise ReadError(f"{form.title} inside of a docx document is not read")
    try:
        source = read_docx(data) if kind == "docx" else read_source(data, media_type=form.media_type)
    except ReadError:
        raise
    except Exception as error:  # the rest of the document is to be read all the same
        raise ReadError(f"{form.title} that is damaged") from error
    # The lines of a text end as it likes; nothing points into it.
    return Source("\n".join(source.text.splitlines()), removed=source.removed) if kind == "text" else source
