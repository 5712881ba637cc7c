"""The one error of the readers, below all of them."""

from __future__ import annotations


class ReadError(Exception):
    """A file that cannot be read. The message is one line: what it is, why it cannot be read, what to do.

    The name of the file is not in it; who shows the error knows the name.
    """


def show_size(count: int) -> str:
    """Bytes for a person: `1.2 MB`."""
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count} bytes"
