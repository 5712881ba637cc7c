"""What LibreOffice opens, read as the docx that it makes of it. Only where the caller asks for it, and LibreOffice is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from policydoc.readers.docx import read_docx
from policydoc.readers.errors import ReadError
from policydoc.source import Source

SECONDS = 300
"""For one file; the first one of a machine starts slowly."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
</oor:items>
"""
"""Settings of a profile that is used once: no macro runs, no link of a document is followed."""


def read_by_libreoffice(data: bytes, suffix: str) -> Source:
    """A Source of the docx that LibreOffice saves a file as. `suffix` (`.doc`) is what the file would be called.

    Raises ReadError where LibreOffice is missing, does not open the file, or takes longer than `SECONDS`.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError("LibreOffice is not installed: install it, or read the file without it")
    with tempfile.TemporaryDirectory(prefix="policydoc-") as place:
        folder = Path(place)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        given = folder / f"document{suffix}"
        given.write_bytes(data)
        options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        _run([program, *options, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(given)])
        made = folder / "made" / "document.docx"
        if not made.is_file():
            raise ReadError("LibreOffice cannot open it: check that it is a document, or save it as docx")
        return read_docx(made.read_bytes(), encoding=None)


_WATCHED = 'exec 3<&0; "$@" </dev/null & p=$!; (read -r _ <&3; kill -9 0) & wait $p; kill $!'
"""Runs a program and, beside it, waits for the end of a pipe that this process holds: if it is killed, so is the program."""


def _run(command: list[str]) -> None:
    """Run a program in a group of its own, and end all of it when its time is up or this process is killed."""
    import os
    import signal

    watched = ["/bin/sh", "-c", _WATCHED, "sh", *command] if os.name == "posix" else command
    process = subprocess.Popen(
        watched, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadError(f"LibreOffice took longer than {SECONDS} seconds: split the file, or save it as docx") from None
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()
