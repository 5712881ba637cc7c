"""Imported once, before processes are forked: what every one of them would have to load."""

from policydoc import parse
from policydoc.readers import read_source
from policydoc.schema import dumps

dumps(parse(read_source("关于做好河道管护的通知\n一、总体要求\n（一）到2025年，水质达标率达到98%。（市水利局负责）\n".encode())))
