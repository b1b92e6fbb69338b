"""The whole template as data, with the source of each of its elements."""

from __future__ import annotations

from typing import Any

from pipeline.paths import KeyPath
from pipeline.render.provenance import Source, Sources

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
TEXTS = ("Description", "Transform")
MAPS = ("Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs")


class Template:
    """The whole template as data, and the source of each of its elements."""

    def __init__(self, data: dict[str, Any], sources: Sources) -> None:
        self.data = data
        self.sources = sources

    def source(self, keys: KeyPath) -> Source | None:
        """Return the source of an element, or of the nearest one around it that has a source."""
        while keys and keys not in self.sources:
            keys = keys[:-1]
        return self.sources.get(keys)
