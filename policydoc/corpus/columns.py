"""The tables of a corpus: each column with its type and what it means. Tables, their dictionary and their rows are made from this."""

from __future__ import annotations

DICTIONARY = """
documents       one row for each document
  doc             str    key: the name of its tree without .json; stays the same from run to run
  input           str    what was converted, as the manifest names it
  sha256          str    of the bytes that were read
  media_type      str    of the file
  title           str    of the first notice
  kind            str    文种: 通知, 意见, 办法 …
  number          str    document number, brackets made 〔〕: ×政发〔2022〕5号
  prefix          str    of the number: ×政发
  year            int    of the number
  sequence        int    of the number
  issuers         list   who issues
  addressees      list   whom it is sent to
  date            str    of issue, ISO 8601
  issued_title    str    of the document that the notice issues
  issued_kind     str    its 文种
  visibility      str    open, on_request, closed
  effective_from  str    ISO 8601
  characters      int    of the text
  version         str    of the policydoc that made the tree
divisions       one row for each numbered division or heading, in the order of the text
  doc             str    documents.doc
  id              str    key within the document: the path of its own numbers
  parent          str    divisions.id of the division around it
  place           int    its position among the divisions of the document, from 0
  type            str    part, chapter, section, subsection, article, unnumbered, measure, item, subitem, point
  label           str    as written: （十三）
  number          int    13
  heading         str    title, without the label
  start           int    code points from the start of the text
  end             int    one behind the last code point
sentences       one row for each sentence
  doc             str    documents.doc
  id              str    key within the document
  division        str    divisions.id of the innermost division around it
  place           int    its position among the sentences of the document, from 0
  text            str    as written, closing mark included
  start           int    code points from the start of the text
  end             int    one behind the last code point
clauses         one row for each responsibility clause
  doc             str    documents.doc
  id              str    key within the document
  division        str    divisions.id of the innermost division around it
  text            str    as written, brackets included
  start           int    code points from the start of the text
  end             int    one behind the last code point
  scope_start     int    where the text that the clause governs begins
  scope_end       int    where it ends
assignments     one row for each agency of a clause
  doc             str    documents.doc
  clause          str    clauses.id
  place           int    its position in the clause, from 0
  role            str    lead, cooperate, participate, by_duty, responsible, implement, guide, supervise
  leads           bool   whether it leads, by its role or by a legend
  agency          str    as written
  name            str    canonical name; as written where it is not known
  full_name       str    with the place that the issuer gives
  level           str    central, province, prefecture, county …
  open_list       bool   whether the words leave the list open (等)
  task            str    what the clause governs, on one line
  deadline        str    words that say until when
  date            str    the deadline: 2025, 2022-06, ongoing
  start           int    of the agency's name, code points from the start of the text
  end             int    one behind its last code point
citations       one row for each document that the text names
  doc             str    documents.doc
  division        str    divisions.id of the innermost division around it
  title           str    without book marks
  number          str    document number, normalised
  relation        str    根据, 贯彻落实, 印发 …: what the text does with it
  short           str    the short form defined behind it
  start           int    code points from the start of the text
  end             int    one behind the last code point
targets         one row for each figure that the document commits to
  doc             str    documents.doc
  division        str    divisions.id of the innermost division around it
  value           float  the figure; of a range the lower one
  value_to        float  of a range the higher one, else as value
  unit            str    as written: 亿元, %
  comparator      str    = >= <= > < ~
  date            str    of the deadline that governs it
  indicator       str    words that name what is measured
  text            str    as written
  start           int    code points from the start of the text
  end             int    one behind the last code point
deadlines       one row for each expression that says until when
  doc             str    documents.doc
  division        str    divisions.id of the innermost division around it
  text            str    as written
  date            str    last moment allowed, ISO 8601 at the precision of the words; ongoing
  bound           str    by, before, in, within, each, ongoing
  precision       str    year, month, day
  start           int    code points from the start of the text
  end             int    one behind the last code point
diagnostics     one row for each doubt of the parser
  doc             str    documents.doc
  code            str    PD301 …: the page of diagnostics explains each
  severity        str    info, warning, error
  message         str    one sentence
  start           int    code points from the start of the text
  end             int    one behind the last code point
"""

RELATIONS = """
duplicates      one row for each document that has copies
  doc             str    documents.doc
  input           str    what was converted, as the manifest names it
  group           str    documents.doc of the best copy
  best            bool   whether it is the best copy
  jaccard         float  pieces of five letters that it shares with the best copy, over all pieces of both
  contained       float  share of the shorter of both texts that stands in the other
  reason          str    of the best copy what is better about it, of others why it is a copy
nodes           one row for each document: of the corpus, or only cited in it
  id              str    key: documents.doc, else the number or title by which it is cited
  external        bool   whether it is only cited
  number          str    document number
  title           str    of a document of the corpus its own, else as cited
  kind            str    文种
  issuers         list   who issues
  date            str    of issue, ISO 8601
  year            int    of issue, else of the number
  cited_by        int    how many documents of the corpus cite it
  cites           int    how many documents it cites
edges           one row for each document that cites another, and what it does with it
  source          str    nodes.id of the document that cites
  target          str    nodes.id of the document that is cited
  relation        str    根据, 贯彻落实, 转发, 废止 …: what the text does with it; empty where it only names it
  by              str    number, title, issued_title: by what it was told; empty where it is external
  count           int    how often
  places          list   start-end, code points from the start of the text
"""

Column = tuple[str, str, str]


def tables(dictionary: str = DICTIONARY) -> dict[str, tuple[str, list[Column]]]:
    """What each table holds and its columns (name, type, meaning)."""
    found: dict[str, tuple[str, list[Column]]] = {}
    columns: list[Column] = []
    for line in dictionary.strip().splitlines():
        name, rest = line.split(maxsplit=1)
        if line.startswith(" "):
            kind, meaning = rest.split(maxsplit=1)
            columns.append((name, kind, meaning))
        else:
            columns = []
            found[name] = (rest, columns)
    return found
