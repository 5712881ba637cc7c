"""A document as UIMA CAS (XMI 2.0), for INCEpTION, DKPro and other UIMA tools. Needs dkpro-cassis: `pip install "policydoc[cas]"`.

Offsets in the file count UTF-16 code units, as UIMA's do; cassis converts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from policydoc.writers.labels import KINDS, facts, labels, plain

if TYPE_CHECKING:
    from policydoc.document import Document

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
"""The name that UIMA tools know sentences by."""

DOCUMENT = "policydoc.Document"
AGENCY = "policydoc.Agency"

TYPES: dict[str, str] = {
    **{kind: AGENCY if kind.startswith("agency") else f"policydoc.{kind.capitalize()}" for kind in KINDS},
    "sentence": SENTENCE,
}
"""The UIMA type of each label. A link is a feature: an Agency's `task`, a Target's `indicator`."""

FEATURES: dict[str, tuple[str, ...]] = {DOCUMENT: ("uri", "sha256", "title", "number", "date"), AGENCY: ("role",)}
REFERENCES = {"assigned": (AGENCY, "task"), "measures": ("policydoc.Target", "indicator")}


def cas(doc: Document) -> str:
    """The XMI of a document; `type_system` writes the types that it uses."""
    types = _types()
    made = _cassis().Cas(typesystem=types)
    made.sofa_string = text = plain(doc.text)
    made.sofa_mime = "text/plain"
    made.document_language = "zh"
    found, links = labels(doc)
    shown = [types.get_type(TYPES[a.kind])(begin=a.span[0], end=a.span[1], **_features(a.kind, a.values)) for a in found]
    for link in links:
        shown[link.source].set(REFERENCES[link.kind][1], shown[link.target])
    made.add(types.get_type(DOCUMENT)(begin=0, end=len(text), **facts(doc)))
    made.add_all(shown)
    xmi: str = made.to_xmi()
    return xmi


def type_system() -> str:
    """The UIMA type system of these documents, as XML."""
    xml: str = _types().to_xml()
    return xml


def _features(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    role = {"role": kind.removeprefix("agency_")} if kind.startswith("agency_") else {}
    return role | dict(values)


@lru_cache(maxsize=1)
def _types() -> Any:
    system = _cassis().TypeSystem()
    for name in dict.fromkeys([DOCUMENT, *TYPES.values()]):
        system.create_type(name, "uima.tcas.Annotation")
    features = dict(FEATURES)
    for kind, about in KINDS.items():
        features[TYPES[kind]] = tuple(dict.fromkeys([*features.get(TYPES[kind], ()), *about.values]))
    for name, own in features.items():
        for feature in own:
            system.create_feature(system.get_type(name), feature, "uima.cas.String")
    for name, feature in REFERENCES.values():
        system.create_feature(system.get_type(name), feature, TYPES[feature])  # it leads to the label of its name
    return system


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise ImportError('UIMA CAS needs a library that is not installed: pip install "policydoc[cas]"') from None
    return cassis
