"""The division of work as a workbook: a sheet a notice and one over all by agency. `policydoc.writers.ledger` says what stands in it.

Needs XlsxWriter: `pip install policydoc[workbook]`.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from policydoc.writers.ledger import (
    ALL,
    BY_AGENCY,
    COLUMNS,
    MERGED,
    Cells,
    Ledger,
    by_agency,
    clean,
    height,
    merges,
    sheet_names,
)

_FRAME = {"border": 1, "border_color": "#7f7f7f", "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
_CENTRED = {"序号", "完成时限", "职责"}
_EPOCH = datetime.datetime(2000, 1, 1)  # a clock would make two workbooks of one document differ


def workbook(ledgers: Sequence[Ledger]) -> bytes:
    """The workbook (.xlsx). The same notices give the same bytes.

    >>> import policydoc
    >>> from policydoc.writers.ledger import ledger
    >>> workbook([ledger(policydoc.parse("一、任务\\n植树造林。（市林业局牵头）"))])[:2]
    b'PK'
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise ImportError("workbooks need XlsxWriter: pip install policydoc[workbook]") from None
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"title": "任务分工表", "created": _EPOCH})
    styles = {
        "title": book.add_format({"bold": True, "font_name": "宋体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}),
        "head": book.add_format({**_FRAME, "bold": True, "align": "center", "font_name": "黑体", "bg_color": "#f2ece2"}),
        "cell": book.add_format(_FRAME),
        "centred": book.add_format({**_FRAME, "align": "center"}),
    }
    names = sheet_names([one.title for one in ledgers])
    for one, name in zip(ledgers, names, strict=True):
        _sheet(book.add_worksheet(name), styles, one.title if "分工" in one.title else f"{one.title}任务分工表", COLUMNS, one.cells, MERGED)
    _sheet(book.add_worksheet(ALL), styles, "任务分工表（按单位汇总）", BY_AGENCY, by_agency(ledgers), (0,))
    book.close()
    return out.getvalue()


def _sheet(
    sheet: Any, styles: dict[str, Any], title: str, columns: Sequence[tuple[str, int]], table: Sequence[Cells], merged: Sequence[int]
) -> None:
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, "", styles["title"])
    sheet.write_string(0, 0, clean(title), styles["title"])
    sheet.set_row(0, 40)
    sheet.set_row(1, 24)
    kinds = [styles["centred" if head in _CENTRED else "cell"] for head, _ in columns]
    for at, (head, wide) in enumerate(columns):
        sheet.set_column(at, at, wide)
        sheet.write_string(1, at, head, styles["head"])
    for column, first, end in merges(table, merged):
        sheet.merge_range(first + 2, column, end + 2, column, "", kinds[column])
    for at, cells in enumerate(table, 2):
        sheet.set_row(at, height(cells, columns, merged))
        for column, cell in enumerate(cells):  # also under a merged cell: a filter then finds each of its rows
            if isinstance(cell, int):
                sheet.write_number(at, column, cell, kinds[column])
            elif cell:
                sheet.write_string(at, column, clean(cell), kinds[column])
            else:
                sheet.write_blank(at, column, None, kinds[column])
    sheet.autofilter(1, 0, max(1, len(table) + 1), last)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第&P页 共&N页")
    sheet.print_area(0, 0, max(1, len(table) + 1), last)
