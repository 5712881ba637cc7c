"""Automatic numbers of Word: every kind, restart and level."""

from __future__ import annotations

import pytest
from docx_making import CHINESE, hint_at, level, n, numbering, p, read
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("decimalEnclosedParen", 20, "⒇"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一〇五"),
        ("chineseCountingThousand", 19, "十九"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2022, "二千零二十二"),
        ("chineseCountingThousand", 10010, "一万零一十"),
        ("taiwaneseCountingThousand", 12, "十二"),
        ("japaneseCounting", 11, "十一"),
        ("japaneseCounting", 100, "百"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("numberInDash", 5, "- 5 -"),
        ("ordinal", 12, "12th"),
        ("none", 4, ""),
    ],
)
def test_number_formats(kind: str, number: int, shown: str) -> None:
    assert FORMATS[kind](number) == shown


@given(st.sampled_from(sorted(FORMATS)), st.integers(0, 2_000_000))
def test_no_format_fails_on_any_number(kind: str, number: int) -> None:
    assert len(FORMATS[kind](number)) < 60
