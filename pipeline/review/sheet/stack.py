"""A rendered stack, as the sections of the sheet look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.references import references
from pipeline.review.wording import shown
from pipeline.template.assembly import Rendering

Properties = dict[str, Any]


class Stack:
    """The resources of a rendering by type, and values in words."""

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.data = rendering.template.data
        self.settings = rendering.config.settings
        self.resources: dict[str, dict[str, Any]] = self.data.get("Resources", {})
        self._types: dict[str, list[str]] = {}
        for name, resource in self.resources.items():
            self._types.setdefault(str(resource.get("Type")), []).append(name)

    def of_type(self, *types: str) -> Iterator[tuple[str, Properties]]:
        """Yield the names and properties of the resources of some types, in template order."""
        names = [name for each in types for name in self._types.get(each, ())]
        if len(types) > 1:
            names = [name for name in self.resources if name in names]
        for name in names:
            yield name, self.resources[name].get("Properties", {})

    def words(self, value: Any) -> str:
        """Return a value on one line; a parameter's reference with its default."""
        flat = canonical(value)
        if isinstance(flat, dict) and set(flat) == {"Ref"}:
            parameter = self.data.get("Parameters", {}).get(flat["Ref"])
            if parameter is not None:
                default = parameter.get("Default")
                return f"parameter {flat['Ref']}" + (f" ({default})" if default else "")
        return shown(flat)

    def resolved(self, value: Any) -> str:
        """Return a value on one line, parameters by their defaults, where they have one."""
        return shown(self._resolve(canonical(value)))

    def _resolve(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"Ref"}:
            parameter = self.data.get("Parameters", {}).get(value["Ref"], {})
            return parameter.get("Default") or value
        if (
            isinstance(value, dict)
            and set(value) == {"Fn::Sub"}
            and isinstance(value["Fn::Sub"], list)
        ):
            return canonical({"Fn::Join": ["", [self._resolve(each) for each in value["Fn::Sub"]]]})
        if isinstance(value, dict):
            return {key: self._resolve(item) for key, item in value.items()}
        return [self._resolve(each) for each in value] if isinstance(value, list) else value

    def number(self, value: Any) -> int:
        """Return a number, that of a parameter's default, or 0."""
        flat = canonical(value)
        if isinstance(flat, dict) and set(flat) == {"Ref"}:
            flat = self.data.get("Parameters", {}).get(flat["Ref"], {}).get("Default", "")
        try:
            return int(flat)
        except (TypeError, ValueError):
            return 0

    def targets(self, value: Any) -> list[str]:
        """Return the resources that a value refers to."""
        found = [each.target for each in references(canonical(value))]
        return [each for each in dict.fromkeys(found) if each in self.resources]

    def kept(self, name: str) -> bool:
        """Whether a resource stays when the stack is deleted."""
        return self._deletion_policy(name) not in ("Delete", "Snapshot")

    def snapshotted(self, name: str) -> bool:
        """Whether a snapshot stays of a resource that is deleted with the stack."""
        return self._deletion_policy(name) == "Snapshot"

    def _deletion_policy(self, name: str) -> str:
        return str(self.resources[name].get("DeletionPolicy", "Delete"))
