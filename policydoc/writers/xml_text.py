"""Text that XML can hold, for the writers whose files are XML."""

from __future__ import annotations

import re

from policydoc.source import WHITE

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text that XML can hold: control characters that are white space become blanks, other illegal ones U+FFFD.

    >>> clean("a\\x00b\\x0bc")
    'a\\ufffdb c'
    """
    return _ILLEGAL.sub(lambda m: " " if m[0] in WHITE else "\ufffd", text)
