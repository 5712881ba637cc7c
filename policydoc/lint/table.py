"""The one table of the rules: code, name, severity, source, message in English and Chinese, check.

Codes go by family: PL1xx numbering, PL2xx elements and attachments, PL3xx punctuation, PL4xx responsibility and agencies,
PL5xx citations, PL6xx deadlines, targets and counts. `policydoc/data/rules/` has a section for each.
"""

from __future__ import annotations

from policydoc.lint import attachments, citations, elements, numbering, punctuation, responsibility, targets
from policydoc.lint.finding import Rule

LAYOUT = "GB/T 9704-2012"
"""党政机关公文格式, in force since 2012-07-01."""
MARKS = "GB/T 15834-2011"
"""标点符号用法, in force since 2012-06-01."""
DIGITS = "GB/T 15835-2011"
"""出版物上数字用法, in force since 2011-11-01."""
HANDLING = "党政机关公文处理工作条例"
"""中办发〔2012〕14号, in force since 2012-07-01."""
PRACTICE = "实务"
"""What no standard says and offices do."""

_NUMBERING = (
    Rule("PL101", "number-missing", "warning", f"{HANDLING} 第二十条（四）", "Before {label} the row has no {missing}.", "“{label}”之前缺{missing}。", numbering.missing),
    Rule("PL102", "number-twice", "warning", f"{HANDLING} 第二十条（四）", "{label} stands twice in its row.", "“{label}”重复。", numbering.twice),
    Rule("PL103", "number-backwards", "warning", f"{HANDLING} 第二十条（四）", "{label} follows {before}.", "“{before}”之后是“{label}”，序号倒退。", numbering.backwards),
    Rule("PL104", "level-order", "warning", f"{LAYOUT} 7.3.3", "{label} stands under {over}: the order is 一、（一）1.（1）.", "“{over}”之下出现“{label}”：层次序数依次为一、（一）1.（1）。", numbering.levels, True),
    Rule("PL105", "mark-style", "info", f"{LAYOUT} 7.3.3", "{label} is written in another way than {first} of the same row.", "“{label}”与同一层次的“{first}”写法不一致。", numbering.mixed),
    Rule("PL106", "mark-point", "info", f"{MARKS} B.3.4", "No {mark} behind a number in brackets ({count} in this row).", "带括号的序次语后不用“{mark}”（本组{count}处）。", numbering.point_behind_bracket, since="2012-06"),
    Rule("PL107", "mark-comma", "info", f"{MARKS} B.3.3; {LAYOUT} 7.3.3", "{label} should be {right} ({count} in this row).", "“{label}”应写作“{right}”（本组{count}处）。", numbering.comma_behind_digit, since="2012-06"),
    Rule("PL108", "mark-brackets", "info", f"{LAYOUT} 7.3.3", "{label} has half-width brackets ({count} in this row).", "“{label}”的括号应为全角（本组{count}处）。", numbering.half_width_brackets, since="2012-07"),
    Rule("PL109", "division-alone", "info", PRACTICE, "{label} is the only one of its row.", "“{label}”独此一项，不必分项。", numbering.alone, True),
)

_ELEMENTS = (
    Rule("PL201", "number-brackets", "warning", f"{LAYOUT} 7.2.5", "The year in {number} belongs in 〔〕.", "发文字号“{number}”的年份应用六角括号〔〕括入。", elements.number_brackets),
    Rule("PL202", "number-di", "warning", f"{LAYOUT} 7.2.5", "No 第 in {number}.", "发文字号“{number}”的顺序号不加“第”字。", elements.number_di),
    Rule("PL203", "number-zeros", "warning", f"{LAYOUT} 7.2.5", "The sequence in {number} is {right}, without zeros.", "发文字号“{number}”的顺序号不编虚位，应为{right}。", elements.number_padded),
    Rule("PL204", "number-short-year", "warning", f"{LAYOUT} 7.2.5", "The year in {number} has all four digits.", "发文字号“{number}”的年份应标全称。", elements.number_year),
    Rule("PL205", "number-and-date", "warning", f"{HANDLING} 第二十条（四）", "{number} is dated {date}.", "发文字号“{number}”与成文日期{date}的年份不一致。", elements.number_against_date),
    Rule("PL211", "date-zeros", "warning", f"{LAYOUT} 7.3.5.4", "No zeros before month and day: {date}.", "成文日期“{date}”的月、日不编虚位。", elements.date_padded, since="2012-07"),
    Rule("PL212", "date-chinese", "warning", f"{LAYOUT} 7.3.5.4", "{date} is written in Arabic digits: {right}.", "成文日期“{date}”应用阿拉伯数字：{right}。", elements.date_chinese, since="2012-07"),
    Rule("PL213", "date-without-day", "warning", f"{LAYOUT} 7.3.5.4", "{date} has no day.", "成文日期“{date}”未标全年、月、日。", elements.date_incomplete),
    Rule("PL214", "date-impossible", "error", f"{HANDLING} 第二十条（四）", "No calendar has {date}.", "历法上没有{date}。", elements.date_impossible),
    Rule("PL221", "title-missing", "warning", f"{HANDLING} 第九条（七）", "The notice has no title.", "缺标题。", elements.title_missing),
    Rule("PL222", "title-kind", "warning", f"{HANDLING} 第九条（七）", "The title ends in no kind of document: …{end}.", "标题缺文种：……{end}。", elements.title_without_kind),
    Rule("PL223", "title-two-kinds", "warning", f"{HANDLING} 第九条（七）", "The title ends in two kinds of document: …{end}.", "标题文种重复：……{end}。", elements.title_two_kinds),
    Rule("PL224", "title-point", "info", PRACTICE, "No {mark} at the end of a title.", "标题末尾不用“{mark}”。", elements.title_full_stop, True),
    Rule("PL231", "addressees-missing", "warning", f"{HANDLING} 第九条（八）", "The {kind} does not say to whom it goes.", "{kind}缺主送机关。", elements.addressees_missing, True),
    Rule("PL232", "signature-missing", "warning", f"{HANDLING} 第九条（十一）", "Nobody signs above the date.", "缺发文机关署名。", elements.signature_missing, True),
    Rule("PL233", "date-missing", "warning", f"{HANDLING} 第九条（十二）", "No date stands under {by}.", "“{by}”之下缺成文日期。", elements.date_missing, True),
    Rule("PL241", "attachment-title", "warning", f"{LAYOUT} 7.3.7", "The list calls it {listed}, its title is {title}.", "附件说明作“{listed}”，附件标题作“{title}”，不一致。", attachments.titles_differ),
    Rule("PL242", "attachment-missing", "warning", f"{LAYOUT} 7.3.7", "Annex {number} {name} is not in the file, others are.", "缺附件{number}“{name}”。", attachments.annex_missing),
    Rule("PL243", "attachment-unlisted", "warning", f"{LAYOUT} 7.3.7", "The list ends with {listed} and does not name annex {number}.", "附件说明列至附件{listed}，未列附件{number}。", attachments.annex_unlisted),
    Rule("PL244", "attachment-point", "info", f"{LAYOUT} 7.3.4", "No {mark} behind the name of an attachment.", "附件名称后不加“{mark}”。", attachments.list_punctuation, True),
    Rule("PL245", "attachment-digits", "info", f"{LAYOUT} 7.3.4", "{label} is written {right}.", "“{label}”应写作“{right}”。", attachments.label_chinese),
    Rule("PL246", "attachment-reference", "warning", f"{LAYOUT} 7.3.7", "The text refers to annex {number}, the list ends with {listed}.", "正文提到附件{number}，附件说明只列至附件{listed}。", attachments.reference_beyond),
    Rule("PL251", "addressees-colon", "info", f"{LAYOUT} 7.3.2", "A full-width colon stands behind the addressees, not {mark}.", "主送机关后应标全角冒号。", elements.addressees_colon, True),
    Rule("PL252", "signature-and-title", "warning", f"{HANDLING} 第二十条（四）", "{by} signs, the title names {title}.", "署名“{by}”与标题中的发文机关“{title}”不一致。", elements.signature_against_title),
    Rule("PL253", "copies-point", "info", f"{LAYOUT} 7.4.2", "A full stop stands behind the offices that get a copy.", "抄送机关最后一个名称后标句号。", elements.copies_stop, True),
    Rule("PL254", "note-brackets", "info", f"{LAYOUT} 7.3.6", "{note} stands in round brackets.", "附注“{note}”应加圆括号。", elements.note_brackets, True),
)

_PUNCTUATION = (
    Rule("PL301", "bracket-unclosed", "warning", f"{MARKS} 4.8—4.9, 4.15", "{mark} is never closed.", "“{mark}”没有另一半。", punctuation.unclosed, True),
    Rule("PL302", "bracket-unopened", "warning", f"{MARKS} 4.8—4.9, 4.15", "{mark} closes nothing.", "“{mark}”没有另一半。", punctuation.unopened, True),
    Rule("PL303", "half-width", "info", f"{MARKS} 4.1—4.7", "{mark} between Chinese characters is {right}.", "中文之间的“{mark}”应为“{right}”。", punctuation.half_width, True),
    Rule("PL304", "half-width-brackets", "info", f"{MARKS} 4.9.2", "Half-width brackets around Chinese words: {words}", "中文用全角括号：{words}", punctuation.half_width_brackets, True),
    Rule("PL305", "brackets-of-two-widths", "info", f"{MARKS} 4.9.2", "The pair of brackets has two widths.", "一对括号全角半角不一。", punctuation.mixed_width),
    Rule("PL306", "marks-doubled", "warning", f"{MARKS} 3.1", "Two marks where one belongs: {marks}", "标点重复：{marks}", punctuation.doubled, True),
    Rule("PL307", "titles-nested", "info", f"{MARKS} 4.15.3.5", "A title inside of a title stands in 〈〉: {title}", "书名号里用书名号，里面一层用〈〉：{title}", punctuation.nested_titles, since="2012-06"),
    Rule("PL308", "brackets-nested", "info", f"{MARKS} 4.9.3.6", "Round brackets inside of round brackets: {words}", "同一形式的括号不宜套用：{words}", punctuation.nested_brackets, since="2012-06"),
    Rule("PL309", "comma-between-titles", "info", f"{MARKS} 4.5.3.5", "No 、 between titles or quotations in a row ({count}).", "并列的书名号、引号之间通常不用顿号（{count}处）。", punctuation.comma_between_titles, since="2012-06"),
    Rule("PL310", "ellipsis", "info", f"{MARKS} 4.11.2", "An ellipsis is …… and not {mark}.", "省略号的形式是“……”，不是“{mark}”。", punctuation.ellipsis_form, True),
    Rule("PL311", "straight-quotes", "info", f"{MARKS} 4.8.2", "Straight quotation marks around Chinese words: {words}", "中文用弯引号“”：{words}", punctuation.straight_quotes, True),
    Rule("PL312", "hyphen-between-years", "info", f"{MARKS} 4.13", "A dash — stands between years, not {mark}.", "起止年份之间用一字线“—”，不用“{mark}”。", punctuation.hyphen_between_years, since="2012-06"),
    Rule("PL313", "percent-range", "info", f"{DIGITS} 5.1", "Both ends of a range of percents have the sign: {range}", "百分数范围两端都写百分号：{range}", punctuation.percent_range),
    Rule("PL314", "ends-in-comma", "warning", f"{MARKS} 4.1", "The paragraph ends in {mark}", "段末是“{mark}”。", punctuation.ends_in_comma, True),
    Rule("PL315", "ellipsis-and-etc", "info", f"{MARKS} A.9.2", "…… and 等 say the same: {words}", "省略号与“等”不并用：{words}", punctuation.etc_twice, since="2012-06"),
)

_RESPONSIBILITY = (
    Rule("PL401", "responsibility-missing", "warning", PRACTICE, "{label} has no responsibility clause, {have} of {of} have one.", "“{label}”未写责任单位，同组{of}项中{have}项有。", responsibility.without),
    Rule("PL402", "responsibility-empty", "warning", PRACTICE, "The clause names nobody: {clause}", "责任条款没有写单位：{clause}", responsibility.nobody),
    Rule("PL403", "responsibility-unclosed", "warning", f"{MARKS} 4.9", "The clause is never closed: {clause}", "责任条款的括号没有另一半：{clause}", responsibility.unclosed),
    Rule("PL404", "agency-twice", "warning", PRACTICE, "{name} stands twice in one clause.", "同一责任条款中“{name}”出现两次。", responsibility.agency_twice),
    Rule("PL405", "two-leads", "warning", PRACTICE, "The clause gives the lead twice: {words}", "同一责任条款写了两次牵头：{words}", responsibility.two_leads),
    Rule("PL406", "no-lead", "warning", PRACTICE, "Agencies cooperate and nobody leads: {clause}", "只有配合单位，没有牵头或责任单位：{clause}", responsibility.no_lead),
    Rule("PL407", "agency-unknown", "info", f"{HANDLING} 第二十条（四）", "No table or rule knows {name}.", "不认识的机关名称“{name}”，请核对。", responsibility.unknown),
    Rule("PL408", "agency-renamed", "warning", f"{HANDLING} 第二十条（四）", "{name} was no longer its name after {until}; since then {after}.", "“{name}”的名称用到{until}，其后为{after}。", responsibility.renamed),
    Rule("PL409", "agency-two-ways", "info", PRACTICE, "{name} is called {other} elsewhere ({times} times).", "“{name}”他处作“{other}”（{times}处），写法不一。", responsibility.two_ways),
)

_CITATIONS = (
    Rule("PL501", "citation-number", "info", PRACTICE, "《{title}》 is cited without its number here, with {number} later.", "首次引用《{title}》未注文号，后文注有{number}。", citations.number_later),
    Rule("PL502", "citation-brackets", "info", f"{LAYOUT} 7.2.5", "The year in {number} belongs in 〔〕.", "引用的发文字号“{number}”，年份应用六角括号〔〕。", citations.brackets),
    Rule("PL503", "citation-zeros", "info", f"{LAYOUT} 7.2.5", "A number is cited without 第 and zeros: {number}.", "引用的发文字号“{number}”不加“第”字，不编虚位。", citations.padded),
    Rule("PL504", "citation-two-numbers", "warning", f"{HANDLING} 第二十条（四）", "《{title}》 has {number} here, {other} before.", "《{title}》此处作{number}，前文作{other}。", citations.two_numbers),
    Rule("PL505", "citation-later", "warning", f"{HANDLING} 第二十条（四）", "{number} is later than the notice itself ({date}).", "引用的{number}晚于本文（{date}）。", citations.from_the_future),
    Rule("PL506", "short-unused", "info", PRACTICE, "The short form {short} is defined and never used.", "规定了简称“{short}”而后文未用。", citations.short_unused),
    Rule("PL507", "short-twice", "warning", PRACTICE, "{short} means {full} here, {before} before.", "简称“{short}”此处指{full}，前文指{before}。", citations.short_twice),
    Rule("PL508", "reference-beyond", "error", f"{HANDLING} 第二十条（四）", "Article {article} is referred to, the last one is {last}.", "提到第{article}条，全文只有{last}条。", citations.nothing_there),
)

_TARGETS = (
    Rule("PL601", "deadline-past", "warning", f"{HANDLING} 第二十条（四）", "{words} is before the date of issue, {issued}.", "时限“{words}”早于成文日期{issued}。", targets.past),
    Rule("PL602", "target-without-year", "info", PRACTICE, "Nothing says by when: {words}", "指标没有写明时限：{words}", targets.without_year),
    Rule("PL603", "target-two-values", "warning", f"{HANDLING} 第二十条（四）", "{indicator} is {value} by {date} here, {before} before.", "{date}年“{indicator}”此处为{value}，前文为{before}。", targets.two_values),
    Rule("PL604", "sum", "warning", f"{HANDLING} 第二十条（四）", "The parts make {sum}, the whole is {whole}.", "分项合计{sum}，大于总数{whole}。", targets.sums),
    Rule("PL605", "count", "warning", f"{HANDLING} 第二十条（四）", "{announced} are announced, {found} follow.", "前文称{announced}项，实列{found}项。", targets.counted),
    Rule("PL606", "range-reversed", "warning", f"{HANDLING} 第二十条（四）", "The range runs down: {range}", "数值范围前大后小：{range}", targets.range_reversed),
    Rule("PL607", "weekday", "warning", f"{HANDLING} 第二十条（四）", "{date} is {right}.", "{date}是{right}。", targets.weekday),
    Rule("PL608", "short-year", "info", f"{DIGITS} 5.1", "A year has four digits: {year}", "年份不简写：{year}", targets.short_year),
)

RULES: dict[str, Rule] = {
    rule.code: rule for rule in (*_NUMBERING, *_ELEMENTS, *_PUNCTUATION, *_RESPONSIBILITY, *_CITATIONS, *_TARGETS)
}
"""The project's own rules by code."""
