"""Template data as the text that cfn-flip makes of it, with cfn-flip's known edges fenced.

The fences are in what it is given: functions that a tag cannot say stay maps of their own type,
which it does not shorten, and multi-line strings are literals. No value is shared, so it writes no
aliases. What its text says is compared with the data later, in `pipeline/template/normalise.py`.
"""

from __future__ import annotations

from typing import Any

import cfn_flip
from cfn_tools import ODict
from cfn_tools.literal import LiteralString

from pipeline.template.intrinsics import looks_like_function, short_form


def flip(data: dict[str, Any]) -> str:
    """Return the data in cfn-flip's YAML: short forms, block style, keys in the data's order."""
    return str(cfn_flip.dump_yaml(_prepared(data), clean_up=True))


def _prepared(value: Any) -> Any:
    """Return a copy in the types that cfn-flip's dumper knows; it would sort the keys of a dict."""
    if isinstance(value, dict):
        items = [(key, _prepared(item)) for key, item in value.items()]
        stays_long = looks_like_function(value) and short_form(value) is None
        return dict(items) if stays_long else ODict(items)  # a single key needs no sorting
    if isinstance(value, list):
        return [_prepared(item) for item in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralString(value)
    return value
