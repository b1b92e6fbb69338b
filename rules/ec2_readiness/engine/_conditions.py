"""Which combinations of conditions a deployment can meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

OTHER = "\0other"  # a value that no condition compares with
MOST = 24  # views of one template; beyond it, one choice is changed at a time

Choice = dict[str, str]  # what each compared parameter or expression is taken to be


def _key(side: Any) -> tuple[str, bool]:
    """The side's name, and whether it is a literal."""
    if isinstance(side, (str, int, float)):
        text = str(side).lower() if isinstance(side, bool) else str(side)
        return text, True
    if isinstance(side, dict) and set(side) == {"Ref"}:
        return str(side["Ref"]), False
    return repr(side), False


class Conditions:
    """The template's conditions as functions of the values they compare."""

    def __init__(self, template: dict[str, Any], used: set[str]) -> None:
        section = template.get("Conditions")
        self.section: dict[str, Any] = section if isinstance(section, dict) else {}
        parameters = template.get("Parameters")
        self.parameters: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
        self.domains: dict[str, list[str]] = {}
        for name in sorted(used):
            self._collect(self.section.get(name), set())
        self._complete()

    def _collect(self, node: Any, seen: set[str]) -> None:
        if isinstance(node, list):
            for child in node:
                self._collect(child, seen)
        if not isinstance(node, dict):
            return
        name = node.get("Condition")
        if isinstance(name, str) and name not in seen:
            self._collect(self.section.get(name), seen | {name})
        for function, sides in node.items():
            if function == "Fn::Equals" and isinstance(sides, list) and len(sides) == 2:
                self._compare(*sides)
            elif function in ("Fn::And", "Fn::Or", "Fn::Not"):
                self._collect(sides, seen)

    def _compare(self, left: Any, right: Any) -> None:
        (a, a_literal), (b, b_literal) = _key(left), _key(right)
        if a_literal and b_literal:
            return
        if a_literal or b_literal:
            variable, literal = (b, a) if a_literal else (a, b)
            domain = self.domains.setdefault(variable, [])
            if literal not in domain:
                domain.append(literal)
        else:
            self.domains.setdefault(f"{a}={b}", ["true"])

    def _complete(self) -> None:
        """Put the default first, add 'anything else', keep to the allowed values."""
        for name, literals in self.domains.items():
            parameter = self.parameters.get(name)
            parameter = parameter if isinstance(parameter, dict) else {}
            allowed = parameter.get("AllowedValues")
            values = [*literals, OTHER]
            if isinstance(allowed, list):
                names = [_key(a)[0] for a in allowed]
                values = [v for v in literals if v in names]
                values += [OTHER] if set(names) - set(literals) else []
            first = self._default(name, parameter, literals)
            self.domains[name] = [first, *[v for v in values if v != first]]

    @staticmethod
    def _default(name: str, parameter: dict[str, Any], literals: list[str]) -> str:
        if name == "AWS::Partition" and "aws" in literals:
            return "aws"
        default = _key(parameter.get("Default"))[0] if "Default" in parameter else OTHER
        return default if default in literals else OTHER

    def holds(self, node: Any, choice: Choice, depth: int = 0) -> bool:
        if not isinstance(node, dict) or depth > 20:
            return False
        for function, body in node.items():
            if function == "Condition":
                node = self.section.get(body) if isinstance(body, str) else None
                return self.holds(node, choice, depth + 1)
            if function == "Fn::Equals" and isinstance(body, list) and len(body) == 2:
                return self._equal(body[0], body[1], choice)
            parts = body if isinstance(body, list) else []
            results = [self.holds(part, choice, depth + 1) for part in parts]
            if function == "Fn::Not":
                return not any(results)
            return all(results) if function == "Fn::And" else any(results)
        return False

    @staticmethod
    def _equal(left: Any, right: Any, choice: Choice) -> bool:
        (a, a_literal), (b, b_literal) = _key(left), _key(right)
        if a_literal and b_literal:
            return a == b
        if not a_literal and not b_literal:
            return choice.get(f"{a}={b}") == "true"
        variable, literal = (b, a) if a_literal else (a, b)
        return choice.get(variable) == literal

    def choices(self) -> Iterator[Choice]:
        """Every combination when they are few; otherwise the default with one change each."""
        names = list(self.domains)
        default = {name: domain[0] for name, domain in self.domains.items()}
        size = 1
        for domain in self.domains.values():
            size *= len(domain)
        if size <= MOST:
            for values in product(*self.domains.values()):
                yield dict(zip(names, values, strict=False))
            return
        changes = ({name: v} for name, domain in self.domains.items() for v in domain[1:])
        yield default
        yield {name: domain[-1] for name, domain in self.domains.items()}
        yield from ({**default, **change} for change in islice(changes, MOST))
