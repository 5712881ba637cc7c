"""Imported once, before processes are forked: what every one of them would have to load."""

import policydoc.corpus.engines.worker  # noqa: F401 - what the processes of a cluster's workers run
from policydoc.corpus.convert import convert_file

convert_file("", data="关于做好河道管护的通知\n一、总体要求\n（一）到2025年，水质达标率达到98%。（市水利局负责）\n".encode())
