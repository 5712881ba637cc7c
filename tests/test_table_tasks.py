"""Who must do what where a table divides the work."""

from __future__ import annotations

import policydoc
from policydoc.writers.rows import rows

HEADS = ("序号", "重点任务", "工作措施", "牵头单位", "配合单位", "完成时限")
FIRST = ("1", "整治河道", "新建护岸12公里", "市水利局", "市财政局、各县（区）政府", "2023年12月底")
SECOND = ("2", "开放数据", "接口统一发布", "市数据局牵头，市公安局配合", "市民政局等部门", "")


def notice(*table: tuple[str, ...]) -> policydoc.Document:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
    lines = ["清河市人民政府关于印发任务分工的通知", "各县（区）人民政府：", "现将任务分工印发给你们，请抓好落实。", "清河市人民政府"]
    lines += ["2023年3月1日", "附件", "清河市重点任务分工表"]
    above = "".join(f"<p>{line}</p>" for line in lines)
    page = f'<html><body><div class="TRS_Editor">{above}<table>{cells}</table></div></body></html>'
    return policydoc.read(page.encode())


def test_columns_say_who_leads_and_until_when() -> None:
    tasks = list(notice(HEADS, FIRST).table_tasks())
    assert [(t.role, t.leads, t.agency) for t in tasks] == [
        ("lead", True, "市水利局"),
        ("cooperate", False, "市财政局"),
        ("cooperate", False, "各县（区）政府"),
    ]
    assert {(t.labels, t.text, t.deadline, t.date) for t in tasks} == {(("整治河道",), "新建护岸12公里", "2023年12月底", "2023-12")}
    assert [target.value["value"] for target in tasks[0].targets] == [12]


def test_what_a_cell_says_itself_goes_before_its_column() -> None:
    doc = notice(HEADS, FIRST, SECOND)
    tasks = [t for t in doc.table_tasks() if t.text == "接口统一发布"]
    assert [(t.role, t.agency, t.open_list) for t in tasks] == [
        ("lead", "市数据局", False),
        ("cooperate", "市公安局", False),
        ("cooperate", "市民政局", True),
    ]
    assert all(doc.text[slice(*t.agency_span)] == t.agency for t in tasks)
    assert tasks[0].deadline is None


def test_the_ledger_lists_clauses_and_rows_in_the_order_of_the_text() -> None:
    table = rows(notice(HEADS, FIRST, SECOND))
    assert [(r.text, r.agencies("lead"), r.agencies("cooperate"), r.deadlines) for r in table] == [
        ("新建护岸12公里", "市水利局", "市财政局、各县（区）政府", ("2023年12月底",)),
        ("接口统一发布", "市数据局", "市公安局、市民政局等", ()),
    ]


def test_a_task_merged_over_rows_stands_in_each_and_a_row_of_one_cell_is_a_heading() -> None:
    doc = notice(HEADS, ("一、生态（2项）",), FIRST, ("清理河岸垃圾", "市城管局", "/", "2024年6月底"), SECOND)
    assert [(t.labels, t.text, t.agency, t.date) for t in doc.table_tasks() if t.role == "lead"] == [
        (("一、生态（2项）", "整治河道"), "新建护岸12公里", "市水利局", "2023-12"),
        (("一、生态（2项）", "整治河道"), "清理河岸垃圾", "市城管局", "2024-06"),
        (("一、生态（2项）", "开放数据"), "接口统一发布", "市数据局", None),
    ]


def test_rows_whose_columns_cannot_be_told_and_other_tables_give_none() -> None:
    assert len({t.clause for t in notice(HEADS, FIRST, ("2", "开放数据", "接口统一发布", "2024年")).table_tasks()}) == 1
    assert not list(notice(("序号", "企业名称", "所在地"), ("1", "清河水务", "白石县")).table_tasks())
    assert not list(notice(("单位", "联系人"), ("市水利局", "周晓林")).table_tasks())
