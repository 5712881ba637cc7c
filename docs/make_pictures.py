"""Makes the pictures of the gallery from composed notices: `python docs/make_pictures.py`.

Needs the extras `page` and `workbook`, Pillow, playwright with Debian's chromium, LibreOffice (soffice), pdftoppm, and Chinese fonts.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "corpus" / "notices"
PICTURES = Path(__file__).parent / "pictures"
NOTICE = "qinghe-2022-5.txt"
DESKTOP, PHONE = (1280, 800), (390, 760)
COLOURS = 200


def keep(name: str, picture: bytes, cut: tuple[int, int, int, int] | None = None) -> None:
    """Save a picture with few colours, which a page of text does not miss."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop(cut) if cut else image
    path = PICTURES / f"{name}.png"
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


def policydoc(*args: str | Path) -> None:
    """Run the command."""
    subprocess.run([sys.executable, "-m", "policydoc", *map(str, args)], check=True, stdout=subprocess.DEVNULL)


def shots(browser: Any, work: Path) -> None:
    """The page and the index."""
    page, index = (work / "page.html").as_uri(), (work / "pages" / "index.html").as_uri()

    def shot(name: str, url: str, size: tuple[int, int], *clicks: str, scheme: str = "light") -> None:
        tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        tab.goto(url)
        for click in clicks:
            tab.click(click)
        tab.wait_for_timeout(300)
        keep(name, tab.screenshot())
        tab.close()

    shot("page", page, DESKTOP, "#task-table tbody tr:nth-child(5) strong")
    shot("page-targets-dark", page, DESKTOP, "[data-tab=targets]", "#targets tbody tr:nth-child(1) .figure >> nth=1", scheme="dark")
    shot("page-outline", page, DESKTOP, "[data-tab=outline]", ".outline >> text=发展老年助餐服务")
    shot("page-phone", page, PHONE)
    shot("index", index, (1100, 560))


def sheets(work: Path) -> None:
    """The workbook, as LibreOffice prints it."""
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", work, work / "tasks.xlsx"], check=True, capture_output=True)
    text = subprocess.run(["pdftotext", work / "tasks.pdf", "-"], check=True, capture_output=True, encoding="utf-8").stdout.split("\f")
    for name, words in (("workbook", "白石县贯彻落实"), ("workbook-agencies", "按单位汇总")):
        page = next(str(number) for number, shown in enumerate(text, 1) if words in shown)
        drawn = subprocess.run(["pdftoppm", "-r", "110", "-f", page, "-l", page, "-png", work / "tasks.pdf"], check=True, capture_output=True).stdout
        keep(name, drawn, (45, 75, 1240, 800))


def main() -> None:
    """Make all pictures anew."""
    missing = [name for name in ("chromium", "soffice", "pdftoppm") if shutil.which(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        work = Path(folder)
        policydoc("view", NOTICES / NOTICE, "-o", work / "page.html")
        shutil.copytree(NOTICES, work / "公文", ignore=shutil.ignore_patterns("*.outline"))
        policydoc("view", work / "公文", "-o", work / "pages")
        policydoc("ledger", NOTICES / NOTICE, NOTICES / "baishi-division-of-work.txt", "-o", work / "tasks.xlsx")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            shots(browser, work)
            browser.close()
        sheets(work)


if __name__ == "__main__":
    main()
