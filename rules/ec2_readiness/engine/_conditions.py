"""Which combinations of conditions a deployment can meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from ec2_readiness.engine._resolve import OTHER, Choice, Resolver, section
from ec2_readiness.engine._values import Hole, as_list, holes, string

MOST = 24  # views of one template; beyond it, one choice is changed at a time
TRIED = 512  # combinations of which the truths are worked out to find the views
WIDE = 12  # allowed values of a parameter that stands in an expression


class Comparison:
    """One `Fn::Equals`, with what each side is while no parameter is known."""

    def __init__(self, sides: list[Any], plain: Resolver) -> None:
        self.sides = sides
        self.left, self.right = (plain.resolve(side) for side in sides)
        self.literals = [s for s in (string(self.left), string(self.right)) if s is not None]
        self.unknown = [side for side in (self.left, self.right) if string(side) is None]

    @property
    def parameter(self) -> str:
        """The parameter that is compared with a literal; empty where it is no such thing."""
        side = self.unknown[0] if len(self.unknown) == 1 else None
        plain = isinstance(side, Hole) and side.target and not side.attribute and not side.key
        return side.target if plain and isinstance(side, Hole) else ""

    @property
    def mentioned(self) -> set[str]:
        """Every parameter in either side."""
        found = [hole for side in self.unknown for hole in holes(side)]
        return {name for hole in found for name in (*hole.mentions, hole.target) if name}

    @property
    def variable(self) -> str:
        """The name of what is not known of it."""
        return "=".join(sorted(map(repr, self.unknown)))

    @property
    def value(self) -> str:
        return self.literals[0] if self.literals else "true"


class Conditions:
    """The template's conditions as functions of the values they compare."""

    def __init__(self, template: dict[str, Any], used: set[str]) -> None:
        self.template = template
        self.section = section(template, "Conditions")
        self.parameters = section(template, "Parameters")
        self.domains: dict[str, list[str]] = {}
        self.compared: dict[str, list[str]] = {}  # literals that a parameter is compared with
        self.involved: dict[str, set[str]] = {}  # parameters that an expression is made of
        self._plain = Resolver(template, {}, {}, free=self.parameters)
        self._comparisons: dict[int, Comparison] = {}
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
                self._compare(self._comparison(sides))
            elif function in ("Fn::And", "Fn::Or", "Fn::Not"):
                self._collect(sides, seen)

    def _comparison(self, sides: list[Any]) -> Comparison:
        found = self._comparisons.get(id(sides))
        if found is None:
            found = self._comparisons[id(sides)] = Comparison(sides, self._plain)
        return found

    def _compare(self, comparison: Comparison) -> None:
        if not comparison.unknown:
            return
        variable = comparison.parameter or comparison.variable
        domain = self.domains.setdefault(variable, [])
        if comparison.value not in domain:
            domain.append(comparison.value)
        if not comparison.parameter:
            self.involved[variable] = comparison.mentioned & set(self.parameters)

    def _complete(self) -> None:
        """Put the default first, add 'anything else', keep to the allowed values."""
        self.compared = {name: list(literals) for name, literals in self.domains.items()}
        for names in self.involved.values():
            for name in names:
                self._widen(name)
        for name, literals in self.domains.items():
            allowed = [
                string(value) for value in as_list(self._parameter(name).get("AllowedValues"))
            ]
            values = [*literals, OTHER]
            if allowed:
                values = [v for v in literals if v in allowed]
                values += [OTHER] if set(allowed) - set(literals) else []
            default = self._default(name, literals)
            first = default if default in values else values[0]
            self.domains[name] = [first, *[v for v in values if v != first]]

    def _parameter(self, name: str) -> dict[str, Any]:
        found = self.parameters.get(name)
        return found if isinstance(found, dict) else {}

    def _widen(self, name: str) -> None:
        """A parameter in an expression is tried with the values that it is known to take."""
        domain = self.domains.setdefault(name, [])
        body = self._parameter(name)
        allowed = as_list(body.get("AllowedValues"))
        known = [body.get("Default"), *(allowed if len(allowed) <= WIDE else ())]
        domain += sorted({v for v in map(string, known) if v} - set(domain))

    def _default(self, name: str, literals: list[str]) -> str:
        if name == "AWS::Partition" and "aws" in literals:
            return "aws"
        default = string(self._parameter(name).get("Default"))
        return default if default in literals else OTHER

    def truths(self, choice: Choice) -> dict[str, bool]:
        """Which conditions hold."""
        resolver = Resolver(self.template, choice, self.domains)
        return {name: self._holds(node, choice, resolver) for name, node in self.section.items()}

    def resolver(self, choice: Choice, free: frozenset[str] = frozenset()) -> Resolver:
        """What the template's values are under this choice."""
        truths = self.truths(choice)
        return Resolver(self.template, choice, self.domains, truths, free, self.compared)

    def _holds(self, node: Any, choice: Choice, resolver: Resolver, depth: int = 0) -> bool:
        if not isinstance(node, dict) or depth > 20:
            return False
        for function, body in node.items():
            if function == "Condition":
                inner = self.section.get(body) if isinstance(body, str) else None
                return self._holds(inner, choice, resolver, depth + 1)
            if function == "Fn::Equals" and isinstance(body, list) and len(body) == 2:
                return self._equal(self._comparison(body), choice, resolver)
            parts = body if isinstance(body, list) else []
            results = [self._holds(part, choice, resolver, depth + 1) for part in parts]
            if function == "Fn::Not":
                return not any(results)
            return all(results) if function == "Fn::And" else any(results)
        return False

    @staticmethod
    def _equal(comparison: Comparison, choice: Choice, resolver: Resolver) -> bool:
        if comparison.parameter:
            return choice.get(comparison.parameter) == comparison.value
        left, right = (string(resolver.resolve(side)) for side in comparison.sides)
        if left is not None and right is not None:
            return left == right
        return choice.get(comparison.variable) == comparison.value

    def choices(self) -> tuple[list[Choice], bool]:
        """One choice for each combination of truths, and whether some had to be left out.

        Where there are too many the default is taken, and it with one change each.
        """
        size = 1
        for domain in self.domains.values():
            size *= len(domain)
        if size <= TRIED:
            combinations = product(*self.domains.values())
            found = self._distinct(dict(zip(self.domains, v, strict=True)) for v in combinations)
            if len(found) <= MOST:
                return found, False
        return self._distinct(islice(self._changes(), MOST)), True

    def _changes(self) -> Iterator[Choice]:
        default = {name: domain[0] for name, domain in self.domains.items()}
        yield default
        yield {name: domain[-1] for name, domain in self.domains.items()}
        for name, domain in self.domains.items():
            open_ = dict.fromkeys(self.involved.get(name, ()), OTHER)
            for value in domain[1:]:
                yield {**default, **open_, name: value}

    def _distinct(self, choices: Iterator[Choice]) -> list[Choice]:
        found: dict[tuple[bool, ...], Choice] = {}
        for choice in choices:
            found.setdefault(tuple(self.truths(choice).values()), choice)
        return list(found.values())
