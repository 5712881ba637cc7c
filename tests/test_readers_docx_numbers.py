"""Automatic numbers of Word: every kind, restart and level."""

from __future__ import annotations

import pytest
from docx_making import CHINESE, hint_at, level, n, numbering, p, read
from hypothesis import given
from hypothesis import strategies as st

import policydoc
from policydoc.readers.number_formats import FORMATS


def test_three_levels_of_a_notice() -> None:
    body = n("总体要求") + n("指导思想", 1) + n("主要目标", 1) + n("近期", 2) + n("远期", 2) + n("任务") + n("供暖", 1)
    source = read(body, numbering=numbering(*CHINESE))
    assert source.text == "一、总体要求\n（一）指导思想\n（二）主要目标\n1.近期\n2.远期\n二、任务\n（一）供暖"
    hint = hint_at(source, "主要目标")
    assert hint.label is not None
    assert source.text[slice(*hint.label)] == "（二）"


def test_a_level_that_never_restarts_runs_through_the_chapters() -> None:
    levels = CHINESE[0], level(1, "（%2）", "chineseCountingThousand", more='<w:lvlRestart w:val="0"/>')
    source = read(n("甲") + n("子", 1) + n("乙") + n("丑", 1), numbering=numbering(*levels))
    assert source.text == "一、甲\n（一）子\n二、乙\n（二）丑"


def test_lists_of_one_kind_count_on_unless_they_override() -> None:
    body = n("甲") + n("乙", number=2) + n("丙")
    assert read(body, numbering=numbering(*CHINESE)).text == "一、甲\n二、乙\n三、丙"
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    assert read(body, numbering=numbering(*CHINESE, overrides=override)).text == "一、甲\n五、乙\n六、丙"


@pytest.mark.parametrize(
    ("restart", "labels"),
    [
        ("", "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.1. 2. 2.1.1."),
        ('<w:lvlRestart w:val="0"/>', "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.3. 2. 2.1.4."),
        ('<w:lvlRestart w:val="1"/>', "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.3. 2. 2.1.1."),
    ],
)
def test_restarts_as_word_shows_them(restart: str, labels: str) -> None:
    """Read off what Word prints (docx4j, `NumberingRestartTest`); LibreOffice does not know lvlRestart."""
    levels = level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3.", more=restart)
    source = read("".join(n("项", at) for at in (0, 1, 2, 2, 1, 2, 0, 2)), numbering=numbering(*levels))
    assert " ".join(source.text[slice(*hint.label)] for hint in source.hints if hint.label) == labels


def test_a_level_that_is_passed_over_counts_as_used() -> None:
    source = read(n("子", 1) + n("丑", 1) + n("乙") + n("近", 2) + n("子", 1), numbering=numbering(*CHINESE))
    assert source.text == "（一）子\n（二）丑\n二、乙\n1.近\n（二）子"


def test_each_story_counts_anew() -> None:
    """The body, each text box, all footnotes (docx4j, `NumberingStoriesTest`, from what Word prints)."""
    boxed = f"<w:r><w:pict><w:txbxContent>{n('框')}</w:txbxContent></w:pict></w:r>"
    noted = p('<w:r><w:t>注</w:t><w:footnoteReference w:id="2"/><w:footnoteReference w:id="3"/></w:r>')
    notes = f'<w:footnote w:id="2">{n("脚")}</w:footnote><w:footnote w:id="3">{n("脚")}</w:footnote>'
    source = read(n("甲") + p(boxed) * 2 + noted + n("乙"), numbering=numbering(*CHINESE), footnotes=notes)
    assert source.text.split("\n") == ["一、甲", "一、框", "", "一、框", "", "注", "一、脚", "二、脚", "二、乙"]


def test_a_list_starts_each_level_anew_where_it_first_uses_it() -> None:
    overrides = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>' for at in range(2))
    body = n("甲") + n("乙") + n("子", 1) + n("丑", 1, 2) + n("寅", 1, 2) + n("丙", 0, 2) + n("卯", 1, 2)
    shown = read(body, numbering=numbering(*CHINESE, overrides=overrides)).text
    assert shown == "一、甲\n二、乙\n（一）子\n（一）丑\n（二）寅\n一、丙\n（一）卯"


def test_legal_numbers_are_those_of_the_levels_above() -> None:
    levels = level(0, "%1", "upperRoman"), level(1, "%1.%2", "decimalZero", more="<w:isLgl/>")
    assert read(n("甲") + n("子", 1), numbering=numbering(*levels)).text == "I\t甲\n1.01\t子"


def test_start_suffix_and_legal_numbers() -> None:
    levels = (
        level(0, "第%1章", "chineseCounting", start=3, more='<w:suff w:val="space"/>'),
        level(1, "%1.%2", more='<w:isLgl/><w:suff w:val="nothing"/>'),
        level(2, "%1-%3"),
    )
    assert read(n("总则") + n("目的", 1) + n("依据", 2), numbering=numbering(*levels)).text == "第三章 总则\n3.1目的\n三-1\t依据"


def test_a_digit_behind_the_full_stop_is_kept_apart() -> None:
    assert read(n("2021年起执行。", 2), numbering=numbering(*CHINESE)).text == "1.\t2021年起执行。"


def test_numbers_come_through_styles_and_zero_takes_them_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/><w:basedOn w:val="A"/></w:style>'
    )
    levels = (
        level(0, "%1、", "chineseCounting", more='<w:pStyle w:val="A"/>'),
        level(1, "（%2）", "chineseCounting", more='<w:pStyle w:val="B"/>'),
    )
    body = p("甲", '<w:pStyle w:val="A"/>') + p("子", '<w:pStyle w:val="B"/>')
    body += p("无", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>') + p("乙", '<w:pStyle w:val="A"/>')
    assert read(body, styles=styles, numbering=numbering(*levels)).text == "一、甲\n（一）子\n无\n二、乙"


def test_a_level_linked_to_another_style_numbers_nothing_through_this_one() -> None:
    layout = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{name}">{layout}</w:style>' for name in "AB")
    styles += '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/></w:style>'
    level_of_a = level(0, "%1、", "chineseCounting", more='<w:pStyle w:val="A"/>')
    body = p("甲", '<w:pStyle w:val="A"/>') + p("无", '<w:pStyle w:val="B"/>') + p("乙", '<w:pStyle w:val="C"/>') + n("丙")
    assert read(body, styles=styles, numbering=numbering(level_of_a)).text == "一、甲\n无\n二、乙\n三、丙"


def test_a_list_behind_a_numbering_style_counts_on_its_own() -> None:
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="S"/></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num>'
    styles = '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = n("甲") + n("乙") + n("子", number=9) + n("丙")
    assert read(body, styles=styles, numbering=numbering(*CHINESE, more=linked)).text == "一、甲\n二、乙\n一、子\n三、丙"


def test_deleted_and_hidden_paragraphs_do_not_count() -> None:
    layout = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{}</w:rPr>'
    gone = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", layout.format("<w:del/>"))
    hidden = p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>", layout.format("<w:vanish/>"))
    assert read(n("甲") + gone + hidden + n("乙"), numbering=numbering(*CHINESE)).text == "一、甲\n二、乙"


def test_bullets_of_symbol_fonts_become_a_bullet() -> None:
    assert read(n("甲"), numbering=numbering(level(0, "\uf0b7", "bullet"))).text == "•\t甲"
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    assert read(n("甲"), numbering=numbering(level(0, "l", "bullet", more=font))).text == "•\t甲"


NUMBERS = (0, 1, 9, 10, 11, 19, 20, 21, 99, 100, 101, 110, 111, 1000, 1001, 1010, 10000, 10010)
COUNTED = "零 一 九 十 十一 十九 二十 二十一 九十九 一百 一百零一 一百一十 一百一十一 一千 一千零一 一千零一十 一万 一万零一十"
SHORT = "零 一 九 十 十一 十九 二十 二十一 九十九 一〇〇 一〇一 一一〇 一一一 一〇〇〇 一〇〇一 一〇一〇 一〇〇〇〇 一〇〇一〇"
DIGITAL = "〇 一 九 一〇 一一 一九 二〇 二一 九九 一〇〇 一〇一 一一〇 一一一 一〇〇〇 一〇〇一 一〇一〇 一〇〇〇〇 一〇〇一〇"
LEGAL = "零 壹 玖 壹拾 壹拾壹 壹拾玖 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾 壹佰壹拾壹 壹仟 壹仟零壹 壹仟零壹拾 壹万 壹万零壹拾"
PLAIN = "0 1 9 10 11 19 20 21 99 100 101 110 111 1000 1001 1010 10000 10010"
BEYOND = " 21 99 100 101 110 111 1000 1001 1010 10000 10010"
SHOWN = {
    "decimal": PLAIN,
    "decimalZero": "00 01 09" + PLAIN[5:],
    "decimalFullWidth": PLAIN.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}),
    "decimalFullWidth2": PLAIN.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}),
    "decimalEnclosedCircle": "0 ① ⑨ ⑩ ⑪ ⑲ ⑳" + BEYOND,
    "decimalEnclosedCircleChinese": "0 ① ⑨ ⑩ 11 19 20" + BEYOND,
    "decimalEnclosedFullstop": "0 ⒈ ⒐ ⒑ ⒒ ⒚ ⒛" + BEYOND,
    "decimalEnclosedParen": "0 ⑴ ⑼ ⑽ ⑾ ⒆ ⒇" + BEYOND,
    "chineseCounting": SHORT,
    "chineseCountingThousand": COUNTED,
    "chineseLegalSimplified": LEGAL,
    "ideographLegalTraditional": LEGAL.replace("贰", "貳").replace("万", "萬"),
    "japaneseCounting": "〇 一 九 十 十一 十九 二十 二十一 九十九 百 百一 百十 百十一 千 千一 千十 一万 一万十",
    "japaneseLegal": "〇 壱 九 壱拾 壱拾壱 壱拾九 弐拾 弐拾壱 九拾九 壱百 壱百壱 壱百壱拾 壱百壱拾壱 壱阡 壱阡壱 壱阡壱拾 壱萬 壱萬壱拾",
    "japaneseDigitalTenThousand": DIGITAL,
    "ideographDigital": DIGITAL,
    "taiwaneseCounting": SHORT,
    "taiwaneseCountingThousand": COUNTED.replace("万", "萬"),
    "taiwaneseDigital": DIGITAL,
    "ideographTraditional": "0 甲 壬 癸 11 19 20" + BEYOND,
    "ideographZodiac": "0 子 申 酉 戌 19 20" + BEYOND,
    "ideographEnclosedCircle": "0 ㈠ ㈨ ㈩ 11 19 20" + BEYOND,
}
"""What each of the numbers is in a format; the four that count in thousands, 甲 and 子 as LibreOffice shows them, too."""


@pytest.mark.parametrize("kind", SHOWN)
def test_formats_in_chinese_and_their_kin(kind: str) -> None:
    assert list(map(FORMATS[kind], NUMBERS)) == SHOWN[kind].split(" ")


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("ideographZodiacTraditional", 13, "丙子"),
        ("upperLetter", 27, "AA"),
        ("upperLetter", 26, "Z"),
        ("lowerLetter", 28, "bb"),
        ("lowerLetter", 53, "aaa"),
        ("lowerLetter", 0, ""),
        ("upperRoman", 1994, "MCMXCIV"),
        ("upperRoman", 0, "0"),
        ("lowerRoman", 4, "iv"),
        ("numberInDash", 5, "- 5 -"),
        ("ordinal", 12, "12th"),
        ("none", 4, ""),
    ],
)
def test_other_formats(kind: str, number: int, shown: str) -> None:
    assert FORMATS[kind](number) == shown


def test_a_number_over_a_hundred_is_one_to_the_parser() -> None:
    levels = level(0, "第%1条", "chineseCountingThousand", start=100, more='<w:suff w:val="space"/>')
    source = read(n("为了规范管理，制定本办法。") + n("本办法自公布之日起施行。"), numbering=numbering(levels))
    assert source.text.startswith("第一百条 ")
    assert [article.number for article in policydoc.parse(source).find(policydoc.Article)] == [100, 101]


@given(st.sampled_from(sorted(FORMATS)), st.integers(0, 2_000_000))
def test_no_format_fails_on_any_number(kind: str, number: int) -> None:
    assert len(FORMATS[kind](number)) < 60
