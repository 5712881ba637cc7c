"""Files that LibreOffice is asked to open: by one that only pretends, and by the real one where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docx_making import p, package

import policydoc
from policydoc.readers import ReadError, libreoffice, read_source
from policydoc.writers.outline import outline

DATA = Path(__file__).parent / "data"
WORD_2003 = b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
posix = pytest.mark.skipif(os.name != "posix", reason="the program that pretends is a script")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A soffice of one line, the first that is found."""
    script = tmp_path / "bin" / "soffice"
    script.parent.mkdir()
    monkeypatch.setenv("PATH", str(script.parent), prepend=os.pathsep)
    return script


def pretends(script: Path, body: str) -> None:
    script.write_text(f"#!{sys.executable}\nimport pathlib, shutil, sys, time\nout, given = map(pathlib.Path, sys.argv[-2:])\n{body}\n")
    script.chmod(0o755)


@posix
def test_what_it_makes_is_read(program: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(package(p("一、总体要求") + p("节约用水。")))
    pretends(program, f"out.mkdir(); shutil.copy({str(tmp_path / 'made.docx')!r}, out / 'document.docx')")
    source = read_source(WORD_2003, libreoffice=True)
    assert (source.text, source.media_type) == ("一、总体要求\n节约用水。", "application/vnd.ms-word.xml")


@posix
def test_it_gets_the_bytes_under_a_name_that_tells_the_format(program: Path, tmp_path: Path) -> None:
    pretends(program, f"shutil.copy(given, {str(tmp_path)!r})")
    with pytest.raises(ReadError, match="LibreOffice cannot open it"):
        read_source(DATA / "notice.doc", libreoffice=True)
    assert (tmp_path / "document.doc").read_bytes() == (DATA / "notice.doc").read_bytes()


@posix
def test_one_that_never_ends_is_ended(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "SECONDS", 0.2)
    pretends(program, "time.sleep(60)")
    with pytest.raises(ReadError, match="took longer"):
        read_source(DATA / "notice.doc", libreoffice=True)


@posix
def test_it_ends_with_the_process_that_asked_for_it(program: Path, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    pretends(program, f"import os\npathlib.Path({str(told)!r}).write_text(f'{{os.getpid()}} ')\ntime.sleep(60)")
    asks = f"from policydoc.readers import read_source; read_source({str(DATA / 'notice.doc')!r}, libreoffice=True)"
    asking = subprocess.Popen([sys.executable, "-c", asks], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert _comes(lambda: told.exists() and told.read_text().endswith(" "))
    finally:
        asking.kill()
        asking.wait()
    pid = int(told.read_text())
    assert _comes(lambda: not _alive(pid))


def _comes(what: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes true before the time is up."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


def _alive(pid: int) -> bool:
    """Whether a process runs; one that was killed and that nobody waits for does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def test_without_it_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    with pytest.raises(ReadError, match="LibreOffice is not installed"):
        read_source(DATA / "notice.doc", libreoffice=True)


def test_other_formats_are_read_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    assert read_source("节约用水。".encode(), libreoffice=True).text == "节约用水。"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_real_one_gives_the_tree_that_the_own_reader_gives() -> None:
    pytest.importorskip("olefile")
    file = DATA / "village-reading.doc"
    assert outline(policydoc.read(file, libreoffice=True)) == outline(policydoc.read(file))
