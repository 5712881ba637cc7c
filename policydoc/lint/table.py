"""The one table of the rules: `policydoc/data/lint_rules.csv` says what each is, `CHECKS` which callable finds.

Codes go by family: PL1xx numbering, PL2xx elements and attachments, PL3xx punctuation, PL4xx responsibility and agencies,
PL5xx citations, PL6xx deadlines, targets and counts. `policydoc/data/rules/` has a section for each.
"""

from __future__ import annotations

import csv
from importlib.resources import files

from policydoc.lint import attachments, citations, elements, numbering, punctuation, responsibility, targets
from policydoc.lint.finding import Check, Rule

CHECKS: dict[str, Check] = {
    "PL101": numbering.missing,
    "PL102": numbering.twice,
    "PL103": numbering.backwards,
    "PL104": numbering.levels,
    "PL105": numbering.mixed,
    "PL106": numbering.point_behind_bracket,
    "PL107": numbering.comma_behind_digit,
    "PL108": numbering.half_width_brackets,
    "PL201": elements.number_brackets,
    "PL202": elements.number_di,
    "PL203": elements.number_padded,
    "PL204": elements.number_year,
    "PL205": elements.number_against_date,
    "PL211": elements.date_padded,
    "PL212": elements.date_chinese,
    "PL213": elements.date_incomplete,
    "PL214": elements.date_impossible,
    "PL221": elements.title_missing,
    "PL222": elements.title_without_kind,
    "PL223": elements.title_two_kinds,
    "PL231": elements.addressees_missing,
    "PL232": elements.signature_missing,
    "PL233": elements.date_missing,
    "PL241": attachments.titles_differ,
    "PL242": attachments.annex_missing,
    "PL243": attachments.annex_unlisted,
    "PL244": attachments.list_punctuation,
    "PL245": attachments.label_chinese,
    "PL246": attachments.reference_beyond,
    "PL251": elements.addressees_colon,
    "PL252": elements.signature_against_title,
    "PL253": elements.copies_stop,
    "PL254": elements.note_brackets,
    "PL301": punctuation.unclosed,
    "PL302": punctuation.unopened,
    "PL303": punctuation.half_width,
    "PL304": punctuation.half_width_brackets,
    "PL305": punctuation.mixed_width,
    "PL306": punctuation.doubled,
    "PL307": punctuation.nested_titles,
    "PL308": punctuation.nested_brackets,
    "PL309": punctuation.comma_between_titles,
    "PL310": punctuation.ellipsis_form,
    "PL311": punctuation.straight_quotes,
    "PL312": punctuation.hyphen_between_years,
    "PL313": punctuation.percent_range,
    "PL314": punctuation.ends_in_comma,
    "PL315": punctuation.etc_twice,
    "PL401": responsibility.without,
    "PL402": responsibility.nobody,
    "PL403": responsibility.unclosed,
    "PL404": responsibility.agency_twice,
    "PL405": responsibility.two_leads,
    "PL406": responsibility.no_lead,
    "PL407": responsibility.unknown,
    "PL408": responsibility.renamed,
    "PL409": responsibility.two_ways,
    "PL501": citations.number_later,
    "PL502": citations.brackets,
    "PL503": citations.padded,
    "PL504": citations.two_numbers,
    "PL505": citations.from_the_future,
    "PL506": citations.short_unused,
    "PL507": citations.short_twice,
    "PL508": citations.nothing_there,
    "PL601": targets.past,
    "PL602": targets.without_year,
    "PL603": targets.two_values,
    "PL604": targets.sums,
    "PL605": targets.counted,
    "PL606": targets.range_reversed,
    "PL607": targets.weekday,
    "PL608": targets.short_year,
}


def _read() -> dict[str, Rule]:
    text = (files("policydoc") / "data" / "lint_rules.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Rule(
            row["code"],
            row["name"],
            row["severity"],
            row["source"],
            row["en"],
            row["zh"],
            CHECKS[row["code"]],
            row["layout"] == "yes",
            row["since"],
        )
        for row in csv.DictReader(text.splitlines())
    }


RULES: dict[str, Rule] = _read()
"""The project's own rules by code."""
