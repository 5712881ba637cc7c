"""Who is meant: names of agencies read, resolved with the document's date and place, and found in prose."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import pytest

import policydoc
from policydoc.annotators.agencies import Setting, agencies, resolve, setting_of
from policydoc.annotators.agency_names import read_name
from policydoc.annotators.agency_table import agencies_table
from policydoc.annotators.places import gazetteer, table

JINZHOU = Setting(gazetteer().one("锦州市"), "prefecture", "2022-04-24")

NOTICE = """锦州市人民政府办公室关于印发锦州市促进就业若干措施的通知
锦政办发〔{year}〕9号

各县（市）区人民政府，市政府有关部门：
　　现将《锦州市促进就业若干措施》印发给你们，请认真贯彻执行。

锦州市人民政府办公室
{year}年{month}月8日

锦州市促进就业若干措施

一、重点任务
（一）稳定岗位。{body}{clause}
"""


def values(clause: str, body: str = "支持企业不裁员。", year: int = 2022, month: int = 3) -> dict[str, dict[str, Any]]:
    doc = policydoc.parse(NOTICE.format(year=year, month=month, body=body, clause=clause), annotate=False)
    return {doc.text[slice(*a.span)]: dict(a.value) for a in agencies(doc)}


def value(name: str, setting: Setting = JINZHOU) -> dict[str, Any]:
    return resolve(read_name(name), setting)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("市发改委", "市发展和改革委员会"),
        ("市发展改革委", "市发展和改革委员会"),
        ("市人社局", "市人力资源和社会保障局"),
        ("市人力资源社会保障局", "市人力资源和社会保障局"),
        ("市住建局", "市住房和城乡建设局"),
        ("市工信局", "市工业和信息化局"),
        ("县卫健局", "县卫生健康局"),
        ("市卫生健康委", "市卫生健康委员会"),
        ("市文旅局", "市文化和旅游局"),
        ("市市场监管局", "市市场监督管理局"),
        ("省国资委", "省国有资产监督管理委员会"),
        ("市委网信办", "市委网络安全和信息化委员会办公室"),
        ("团市委", "共青团市委员会"),
        ("市贸促会", "市国际贸易促进委员会"),
        ("省工商联", "省工商业联合会"),
        ("市政府外办", "市人民政府外事办公室"),
    ],
)
def test_short_forms_get_their_canonical_names(short: str, name: str) -> None:
    assert value(short)["name"] == name
    assert value(short)["known"]


@pytest.mark.parametrize(
    ("written", "kind", "level", "region"),
    [
        ("市委宣传部", "party", "prefecture", "锦州市"),
        ("市财政局", "government", "prefecture", "锦州市"),
        ("省财政厅", "government", "province", "辽宁省"),
        ("黑山县财政局", "government", "county", "黑山县"),
        ("市税务局", "vertically_managed", "prefecture", "锦州市"),
        ("锦州海关", "vertically_managed", "prefecture", "锦州市"),
        ("人民银行沈阳分行", "vertically_managed", "prefecture", "沈阳市"),
        ("市总工会", "mass_organisation", "prefecture", "锦州市"),
        ("各县（市）区人民政府", "territory", "county", None),
        ("各市、县人民政府", "territory", "several", None),
        ("市直各有关部门", "collective", "prefecture", None),
        ("松山新区管委会", "territory", "zone", None),
        ("国网锦州供电公司", "enterprise", "prefecture", "锦州市"),
        ("各基础电信运营商", "collective", None, None),
        ("市中级人民法院", "judicial", "prefecture", "锦州市"),
        ("国家发展改革委", "government", "central", None),
        ("市就业工作领导小组办公室", "ad_hoc", "prefecture", "锦州市"),
    ],
)
def test_kind_level_and_region(written: str, kind: str, level: str | None, region: str | None) -> None:
    found = value(written)
    assert (found["kind"], found["level"], found["known"]) == (kind, level, True)
    assert region is None or found["region"] == region


def test_full_names_come_from_the_issuer_and_say_so() -> None:
    found = values("（市发展改革委、省财政厅、锦州银保监分局负责）")
    assert found["市发展改革委"]["full_name"] == "锦州市发展和改革委员会"
    assert found["市发展改革委"]["derived"] == "issuer"
    assert found["省财政厅"]["full_name"] == "辽宁省财政厅"
    assert found["省财政厅"]["derived"] == "above"
    assert found["锦州银保监分局"]["full_name"] == "中国银行保险监督管理委员会锦州监管分局"
    assert found["锦州银保监分局"]["derived"] == "written"


def test_without_an_issuer_nothing_is_added() -> None:
    doc = policydoc.parse("一、任务\n（一）增绿。植树造林。（市发展改革委负责）", annotate=False)
    (found,) = (a.value for a in agencies(doc))
    assert (found["name"], found["full_name"], found["region"]) == ("市发展和改革委员会", None, None)


@pytest.mark.parametrize("name", ["教育体育局", "自然资源和规划局", "文化旅游广电局", "科技和工业信息化局", "行政审批服务局"])
def test_merged_local_bodies_keep_their_name(name: str) -> None:
    found = value("县" + name)
    assert (found["name"], found["known"], found["kind"]) == ("县" + name, True, "government")


def test_a_body_merged_of_known_functions_names_both() -> None:
    assert value("县财政审计局")["stem"] == "财政+审计"
    assert value("县财政审计局")["name"] == "县财政审计局"


def test_names_in_brackets_stay_beside_the_name() -> None:
    found = value("省市场监管局（省知识产权局）")
    assert (found["name"], found["alias"]) == ("省市场监督管理局", "省知识产权局")
    assert value("市物流（口岸）办")["name"] == "市物流（口岸）办"


@pytest.mark.parametrize("name", ["市星火办", "云帆集团", "政策法规处", "王晓明", "教育", "市", "、、", "x" * 500])
def test_the_unknown_stays_as_written(name: str) -> None:
    found = value(name)
    assert not found["known"]
    assert found["full_name"] is None
    assert found["stem"] is None


def test_prefixes_are_inherited_until_a_comma() -> None:
    found = values("（省科技厅、工业和信息化厅，市财政局、教育局、科协负责）")
    assert found["工业和信息化厅"]["name"] == "省工业和信息化厅"
    assert found["工业和信息化厅"]["full_name"] == "辽宁省工业和信息化厅"
    assert found["教育局"]["name"] == "市教育局"
    assert found["科协"]["name"] == "市科学技术协会"


def test_a_central_document_means_central_organs() -> None:
    central = Setting(None, "central", "2019-01")
    assert value("发展改革委", central)["name"] == "国家发展和改革委员会"
    assert value("医保局", Setting(None, "central", "2022"))["name"] == "医疗保障局"
    assert value("国家医保局", central)["name"] == "国家医疗保障局"
    assert value("发展改革委", JINZHOU)["full_name"] == "锦州市发展和改革委员会"


def test_clauses_of_ministries_tell_that_a_bare_name_is_central() -> None:
    doc = policydoc.parse("一、任务\n（一）减税。减轻负担。（财政部、发展改革委、税务总局负责）", annotate=False)
    assert [a.value["name"] for a in agencies(doc)] == ["财政部", "国家发展和改革委员会", "国家税务总局"]


def test_in_a_municipality_the_city_is_a_province() -> None:
    beijing = Setting(gazetteer().one("北京市"), "province", "2022")
    district = Setting(gazetteer().one("海淀区"), "county", "2022")
    assert value("市教委", beijing)["level"] == "province"
    assert value("市财政局", district)["full_name"] == "北京市财政局"
    assert value("区财政局", district)["full_name"] == "北京市海淀区财政局"


# -- reforms: the document's own date decides --------------------------------------------------------------------------------

REFORMS = [
    ("锦州银保监分局", "2022-03", "锦州金融监管分局", "2023-08"),
    ("银保监会", "2022-03", "金融监管总局", "2023-08"),
    ("信息产业部", "2007", "工业和信息化部", "2009"),
    ("国防科工委", "2007", "工信部", "2009"),
    ("国务院信息办", "2007", "工业和信息化部", "2009"),
    ("交通部", "2007", "交通运输部", "2009"),
    ("民航总局", "2007", "民航局", "2009"),
    ("人事部", "2007", "人力资源社会保障部", "2009"),
    ("劳动和社会保障部", "2007", "人社部", "2009"),
    ("环保总局", "2007", "环境保护部", "2009"),
    ("建设部", "2007", "住房城乡建设部", "2009"),
    ("铁道部", "2012", "国家铁路局", "2014"),
    ("卫生部", "2012", "国家卫生计生委", "2014"),
    ("人口计生委", "2012", "卫生计生委", "2014"),
    ("国家食品药品监督管理局", "2012", "食品药品监管总局", "2014"),
    ("国家广播电影电视总局", "2012", "新闻出版广电总局", "2014"),
    ("新闻出版总署", "2012", "新闻出版广电总局", "2014"),
    ("电监会", "2012", "国家能源局", "2014"),
    ("市国土资源局", "2016", "市自然资源局", "2020"),
    ("测绘地信局", "2016", "自然资源部", "2020"),
    ("市环保局", "2016", "市生态环境局", "2020"),
    ("市农业局", "2016", "市农业农村局", "2020"),
    ("市文化局", "2016", "市文旅局", "2020"),
    ("市旅游局", "2016", "市文旅局", "2020"),
    ("市卫计委", "2016", "市卫健委", "2020"),
    ("市安监局", "2016", "市应急管理局", "2020"),
    ("市法制办", "2016", "市司法局", "2020"),
    ("市工商局", "2016", "市市场监管局", "2020"),
    ("市质监局", "2016", "市市场监管局", "2020"),
    ("市食药监局", "2016", "市市场监管局", "2020"),
    ("新闻出版广电总局", "2016", "广电总局", "2020"),
    ("银监会", "2016", "银保监会", "2020"),
    ("保监会", "2016", "银保监会", "2020"),
    ("国家粮食局", "2016", "粮食和储备局", "2020"),
    ("市国税局", "2016", "市税务局", "2020"),
    ("市地税局", "2016", "市税务局", "2020"),
    ("省监察厅", "2016", "省纪委监委", "2020"),
    ("市规划局", "2016", "市自然资源局", "2020"),
    ("中国铁路总公司", "2016", "国铁集团", "2020"),
    ("国家煤矿安监局", "2019", "国家矿山安监局", "2022"),
    ("国务院扶贫办", "2019", "国家乡村振兴局", "2022"),
    ("市扶贫办", "2019", "市乡村振兴局", "2022"),
    ("市人防办", "2022", "市国动办", "2024"),
    ("市金融局", "2023", "市委金融办", "2025"),
    ("辽宁出入境检验检疫局", "2016", "沈阳海关", "2020"),
    ("市公安消防支队", "2016", "市消防救援支队", "2020"),
]


@pytest.mark.parametrize(("old", "before", "new", "after"), REFORMS)
def test_a_reform_ends_one_name_and_begins_another(old: str, before: str, new: str, after: str) -> None:
    place = gazetteer().one("锦州市")
    was = value(old, Setting(place, "prefecture", before))
    now = value(new, Setting(place, "prefecture", after))
    late = value(old, Setting(place, "prefecture", after))
    assert was["known"]
    assert now["known"]
    assert was["valid_to"] is not None
    assert was["valid_to"][:4] <= after[:4]
    assert "successors" not in was
    assert late["name"] == was["name"]
    assert now["stem"] in late["successors"]
    assert "successors" not in now


def test_every_reform_of_the_table_has_its_case() -> None:
    stems = {value(old, Setting(gazetteer().one("锦州市"), "prefecture", before))["stem"] for old, before, *_ in REFORMS}
    for row in table("reforms.csv"):
        assert {stem.split("(")[0] for stem in row["old"].split("|")} <= stems, row


@pytest.mark.parametrize(
    ("form", "date", "stem"),
    [
        ("市金融监管局", "2022-03", "地方金融监管"),
        ("市金融监管局", "2025-03", "金融监督管理"),
        ("市消防支队", "2016-05", "公安消防"),
        ("市消防支队", "2021-05", "消防救援"),
    ],
)
def test_one_short_form_two_bodies(form: str, date: str, stem: str) -> None:
    assert value(form, Setting(gazetteer().one("锦州市"), "prefecture", date))["stem"] == stem


def test_the_date_of_the_notice_decides() -> None:
    assert values("（锦州银保监分局负责）", year=2022)["锦州银保监分局"]["valid_to"] == "2023-07"
    assert "successors" not in values("（锦州银保监分局负责）", year=2022)["锦州银保监分局"]
    late = values("（锦州银保监分局负责）", year=2024)["锦州银保监分局"]
    assert late["successors"] == ["金融监督管理"]
    assert "successors" not in values("（锦州金融监管分局负责）", year=2023, month=9)["锦州金融监管分局"]


# -- prose -------------------------------------------------------------------------------------------------------------------


def test_prose_names_agencies_by_level_word_place_or_central_name() -> None:
    body = "由市财政局安排资金，国家发展改革委支持，锦州市教育局和锦州海关参加，农业农村部门指导。"
    assert set(values("", body)) >= {"市财政局", "国家发展改革委", "锦州市教育局", "锦州海关"}


@pytest.mark.parametrize(
    "body", ["发展教育和文化。", "加强财政投入，推进科技创新。", "局长负责制。", "城市管理要精细。", "各部委办局配合。"]
)
def test_functions_alone_are_no_agencies(body: str) -> None:
    assert set(values("", body)) <= {"各部委办局"}
    assert not {"教育", "财政", "科技", "城市管理"} & set(values("", body))


def test_prose_takes_the_longest_name() -> None:
    assert "市人力资源和社会保障局" in values("", "由市人力资源和社会保障局受理。")
    assert "市委宣传部" in values("", "由市委宣传部组织。")
    assert "市发展和改革委员会" in values("", "由市发展和改革委员会审核。")
    assert not values("", "做好宣传部门的工作。")


def test_clauses_are_annotated_once_and_in_order() -> None:
    doc = policydoc.parse(
        NOTICE.format(year=2022, month=3, body="市财政局拨款。", clause="（市财政局、市审计局负责）"), annotate=False
    )
    spans = [a.span for a in agencies(doc)]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert [doc.text[slice(*s)] for s in spans][-3:] == ["市财政局", "市财政局", "市审计局"]


def test_the_setting_comes_from_issuer_title_or_number() -> None:
    assert setting_of(policydoc.parse(NOTICE.format(year=2022, month=3, body="", clause=""), annotate=False)) == Setting(
        JINZHOU.place, "prefecture", "2022-03-08"
    )
    assert setting_of(policydoc.parse("一、任务", annotate=False)) == Setting()


# -- tables ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["agencies.csv", "reforms.csv", "docnum_prefixes.csv", "doc_kinds.csv", "places.csv"])
def test_every_row_has_its_source_and_year(name: str) -> None:
    rows = list(table(name))
    assert rows
    for row in rows:
        assert row["source"], row
        assert 1998 <= int(row["year"]) <= 2030, row


def test_reforms_name_stems_of_the_table_and_agree_with_its_years() -> None:
    ends = {row["stem"]: row["valid_to"] for row in table("agencies.csv")}
    for row in table("reforms.csv"):
        for old in row["old"].split("|"):
            assert ends[old][:4] == row["date"][:4], (old, row["date"])
        for new in row["new"].split("|"):
            assert new in ends, new


def test_every_form_of_the_table_is_read_back() -> None:
    for form, entries in agencies_table().local.items():
        reading = read_name("省" + form)
        assert reading.known, form
        assert reading.entries == entries or reading.kind in ("territory", "mass_organisation") or reading.alias, form


def test_hostile_names_and_texts_are_harmless() -> None:
    for hostile in ("局" * 5000, "市" * 5000, "（" * 3000, "省市县区" * 2000, "管理服务" * 50 + "局", "各、" * 4000):
        assert resolve(read_name(hostile), JINZHOU)["full_name"] is None
        list(agencies(policydoc.parse("一、任务\n（一）甲。" + hostile + "。（" + hostile + "负责）", annotate=False)))


# -- the real corpus ---------------------------------------------------------------------------------------------------------

CORPUS = Path(os.environ.get("POLICYDOC_CORPUS", Path(__file__).parents[2] / "shared"))


def test_real_clauses_are_resolved() -> None:
    table_of_clauses = CORPUS / "genre" / "clauses.csv"
    if not table_of_clauses.exists():
        pytest.skip("the collection of real clauses is not here")
    import csv

    names = set()
    for row in csv.DictReader(table_of_clauses.read_text(encoding="utf-8").splitlines()):
        doc = policydoc.parse("一、任务\n（一）推进工作。抓好落实。" + row["clause"], annotate=False)
        names |= {a.name for a in policydoc.find(doc, policydoc.Agency)}
    known = [n for n in names if read_name(n).known]
    assert len(known) >= 0.97 * len(names)
