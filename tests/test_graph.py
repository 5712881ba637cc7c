"""The citation graph: whom a citation means, and a file that others can open."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import run

import policydoc
from policydoc.corpus.columns import RELATIONS
from policydoc.corpus.columns import tables as columns
from policydoc.corpus.graph import Edge, Graph, Node, graph
from policydoc.corpus.graphml import graphml
from policydoc.corpus.trees import Tree

PLAN = """清河市人民政府办公室关于印发《清河市节水行动计划（2021—2025年）》的通知
清政办发〔2021〕12号
各县人民政府：
　　《清河市节水行动计划（2021—2025年）》已经市政府同意，现印发给你们，请认真贯彻执行。
清河市人民政府办公室
2021年3月8日

清河市节水行动计划（2021—2025年）
一、总体要求
　　到2025年，全市用水总量控制在12亿立方米以内。
"""


def citing(words: str, year: int = 2022, title: str = "云岭县水利局关于做好用水管理的通知") -> str:
    return f"{title}\n各乡镇人民政府：\n　　{words}现就有关事项通知如下。\n　　一、加强管理。各乡镇要管好用水。\n云岭县水利局\n{year}年6月1日\n"


def made(copies: dict[str, str] | None = None, /, **texts: str) -> Graph:
    return graph([Tree(name, f"{name}.txt", policydoc.parse(text), "") for name, text in texts.items()], copies)


def edges(found: Graph) -> list[tuple[str, str, str | None, str | None]]:
    return [(edge.source, edge.target, edge.relation, edge.by) for edge in found.edges]


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("根据《清河市节水行动计划》（清政办发〔2021〕12号），", "number"),
        ("根据清政办发[２０２１] 12 号，", "number"),
        ("根据《清河市节水行动计划(2021-2025年)》，", "issued_title"),
        ("根据《清河市人民政府办公室关于印发〈清河市节水行动计划（2021—2025年）〉的通知》，", "title"),
        ("根据《关于印发清河市节水行动计划（2021—2025年）的通知》，", "title"),
        ("根据市政府办公室《关于印发〈清河市节水行动计划（2021—2025年）〉的通知》，", "title"),
    ],
)
def test_a_citation_leads_to_the_document_however_it_is_named(words: str, by: str) -> None:
    assert edges(made(plan=PLAN, use=citing(words))) == [("use", "plan", "根据", by)]


@pytest.mark.parametrize(
    "words",
    [
        "根据《清河市节水行动计划（2016—2020年）》，",
        "根据《清河市节水行动计划（2021—2025年）》（清政办发〔2020〕7号），",
        "根据清政发〔2021〕12号，",
        "根据省政府办公厅《关于印发〈清河市节水行动计划（2021—2025年）〉的通知》，",
    ],
    ids=["other years", "other number", "other issuer's number", "issued by the province"],
)
def test_what_number_years_or_issuer_tell_apart_is_another_document(words: str) -> None:
    found = made(plan=PLAN, use=citing(words))
    assert [edge.target for edge in found.edges] == [node.id for node in found.nodes if node.external]
    assert len(found.edges) == 1


def test_nobody_cites_what_is_younger_and_a_document_does_not_cite_itself() -> None:
    found = made(plan=PLAN, use=citing("根据《清河市节水行动计划（2021—2025年）》，", 2020))
    assert [edge.by for edge in found.edges] == [None]
    assert (found.own, found.inside) == (1, 0)
    assert not [edge for edge in found.edges if edge.source == "plan"]


def test_what_a_notice_repeals_under_its_own_title_is_an_older_one() -> None:
    text = "清河市节水办法\n第一条 为节约用水，制定本办法。\n第二条 本办法自2022年1月1日起施行，《清河市节水办法》（清政发〔2015〕3号）同时废止。\n"
    found = made(law=text)
    assert edges(found) == [("law", "清政发〔2015〕3号", "废止", None)]
    assert [(node.id, node.external, node.title, node.year) for node in found.nodes][1] == ("清政发〔2015〕3号", True, "清河市节水办法", 2015)


def test_short_forms_count_for_what_they_stand_for_and_bare_names_for_nothing() -> None:
    words = "根据《清河市节水行动计划（2021—2025年）》（以下简称《计划》），按照《计划》要求，对照《实施方案》，"
    found = made(plan=PLAN, use=citing(words))
    assert {edge.target for edge in found.edges} == {"plan"}
    assert sum(len(edge.places) for edge in found.edges) == 2
    assert found.vague == 1


def test_a_title_that_is_cited_with_a_number_elsewhere_is_one_document_with_it() -> None:
    found = made(
        one=citing("根据《云岭省用水定额》（云水发〔2019〕4号），"),
        two=citing("根据《云岭省用水定额》，"),
        law=citing("依据《中华人民共和国水法》，"),
        old=citing("依据《水法》（2016年修正），"),
    )
    cited = {node.id: node.cited_by for node in found.nodes if node.external}
    assert cited == {"云水发〔2019〕4号": 2, "《水法》": 2}


def test_an_order_is_found_by_the_name_of_who_gave_it() -> None:
    order = "云岭省人民政府令\n第215号\n　　《云岭省节水办法》已经省政府常务会议通过，现予公布。\n省长 李明\n2018年5月2日\n"
    found = made(order=order, use=citing("根据云岭省人民政府令第215号，"))
    assert ("use", "order", "根据", "number") in edges(found)


def test_copies_are_one_node() -> None:
    texts = {"plan": PLAN, "repost": PLAN.replace("清政办发〔2021〕12号\n", ""), "use": citing("根据《清河市节水行动计划（2021—2025年）》，")}
    found = made({"plan": "plan", "repost": "plan"}, **texts)
    assert [node.id for node in found.nodes] == ["plan", "use"]
    assert edges(found) == [("use", "plan", "根据", "issued_title")]
    assert found.nodes[0].cited_by == 1
    assert [node.id for node in made({"plan": "gone", "repost": "gone"}, **texts).nodes] == ["plan", "repost", "use"]


def test_two_documents_with_one_bare_title_are_not_guessed_between() -> None:
    body = "\n各县人民政府：\n　　请节约用水。\n"
    found = made(
        east=f"东山市人民政府关于加强用水管理工作的意见{body}东山市人民政府\n2020年1月5日\n",
        west=f"西山市人民政府关于加强用水管理工作的意见{body}西山市人民政府\n2020年1月6日\n",
        use=citing("根据《关于加强用水管理工作的意见》，"),
    )
    assert [edge.target for edge in found.edges] == ["《关于加强用水管理工作的意见》"]


names = st.text(max_size=12)


@given(st.lists(st.tuples(names, names, names), min_size=1, max_size=5, unique_by=lambda row: row[0]))
@settings(max_examples=50)
def test_any_name_makes_a_file_that_networkx_reads(rows: list[tuple[str, str, str]]) -> None:
    nodes = tuple(Node(i, False, None, title, kind, (title, kind), None, 2020) for i, title, kind in rows)
    found = Graph(nodes, tuple(Edge(node.id, nodes[0].id, node.kind, None, ((0, 1), (4, 9))) for node in nodes), 0, 0, 0, 0)
    again = networkx.parse_graphml("".join(graphml(found)).encode("utf-8").decode())
    assert (len(again), again.number_of_edges()) == (len(rows), len(rows))


def test_the_command_writes_what_networkx_and_pandas_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in {"plan": PLAN, "use\x01": citing("转发《清河市节水行动计划》（清政办发〔2021〕12号），依据《中华人民共和国水法》，")}.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "repost.txt").write_text(PLAN.replace("清政办发〔2021〕12号\n", ""), encoding="utf-8")
    out = tmp_path / "out"
    assert run("convert", tmp_path / "in", "-o", out, "-j0").exit_code == 0
    assert run("corpus", "duplicates", out, "-o", tmp_path / "copies.csv").exit_code == 0
    done = run("corpus", "graph", out, "--copies", tmp_path / "copies.csv", "-o", tmp_path / "graph")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("2 documents, 1 that are only cited, 2 edges\n")
    drawn = networkx.read_graphml(tmp_path / "graph" / "graph.graphml")
    assert drawn.nodes["plan"]["number"] == "清政办发〔2021〕12号"
    assert drawn.nodes["《水法》"]["external"] is True
    (_source, target, said), *_ = drawn.in_edges("plan", data=True)
    assert (target, said["relation"], said["by"], said["weight"]) == ("plan", "转发", "number", 1)
    import pandas

    tables = {name: pandas.read_parquet(tmp_path / "graph" / f"{name}.parquet") for name in ("nodes", "edges")}
    for name, table in tables.items():
        assert list(table.columns) == [field for field, _, _ in columns(RELATIONS)[name][1]]
    assert set(tables["edges"].source) | set(tables["edges"].target) <= set(tables["nodes"].id)
    edge = tables["edges"].set_index("target").loc["plan"]
    start, _, end = edge.places[0].partition("-")
    doc = policydoc.read(tmp_path / "in" / "use\x01.txt")
    assert doc.text[int(start) : int(end)] == "《清河市节水行动计划》（清政办发〔2021〕12号）"


def test_what_the_command_cannot_read_is_one_line(tmp_path: Path) -> None:
    policydoc.dump(policydoc.parse(PLAN), tmp_path / "one.json")
    for content in ("a,b\n1,2\n", "\x00", '"'):
        (tmp_path / "copies.csv").write_text(content)
        done = run("corpus", "graph", tmp_path, "--copies", tmp_path / "copies.csv", "-o", tmp_path / "x.graphml")
        assert (done.exit_code, done.stderr) == (1, f"{tmp_path / 'copies.csv'}: is no table of duplicates, make it again\n")
    assert run("corpus", "graph", tmp_path, "-o", tmp_path / "one.json" / "x.graphml").stderr.count("\n") == 1


def test_a_title_that_hundreds_bear_means_none_of_them() -> None:
    one = policydoc.parse("关于春节放假有关工作的通知\n各县：\n　　请做好值班。\n")
    use = policydoc.parse(citing("根据《关于春节放假有关工作的通知》，"))
    for count, inside in ((100, 1), (101, 0)):
        assert graph([*(Tree(f"one-{n}", "", one, "") for n in range(count)), Tree("use", "", use, "")]).inside == inside
