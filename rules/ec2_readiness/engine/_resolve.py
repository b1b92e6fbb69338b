"""Turns a template's section into plain data for one choice of conditions."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from ec2_readiness.engine._mentions import VARIABLE, mentions
from ec2_readiness.engine._texts import joined, literal
from ec2_readiness.engine._values import NOTHING, Encoded, Hole, Value, string

OTHER = "\0other"  # a value that no condition compares with

Choice = dict[str, str]  # what each compared parameter or expression is taken to be


class Resolver:
    """Knows the parameters, mappings and conditions of one choice.

    `choice` says what the compared parameters are, `compared` which values conditions know of
    each, `truths` which conditions hold. `free` names the parameters whose default counts for
    nothing, and of which only the `fixed` values are known, those that a condition asks for: what
    is still found then is found with every value that a deployment hands over.
    """

    def __init__(
        self,
        template: dict[str, Any],
        choice: Choice,
        compared: Mapping[str, Sequence[str]],
        truths: Mapping[str, bool] | None = None,
        free: Container[str] = (),
        fixed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.truths = truths or {}
        self.compared = compared
        self.free = free
        self.fixed = fixed or {}
        self.parameters = section(template, "Parameters")
        self.mappings = section(template, "Mappings")
        self.choice = choice
        self.functions: dict[str, Callable[[Any], Value]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._attribute,
            "Fn::If": self._if,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::FindInMap": self._find,
            "Fn::Base64": lambda body: Encoded(self.resolve(body)),
        }

    def parameter(self, name: object) -> dict[str, Any]:
        found = self.parameters.get(name) if isinstance(name, str) else None
        return found if isinstance(found, dict) else {}

    def resolve(self, node: Any) -> Value:
        if isinstance(node, str):
            return literal(node) if "{{resolve:" in node else str(node)
        if isinstance(node, dict):
            return self._mapping(node)
        if isinstance(node, list):
            items = [self.resolve(item) for item in node]
            return [item for item in items if item is not NOTHING]
        return node

    def _mapping(self, node: dict[str, Any]) -> Value:
        if len(node) == 1:
            ((key, body),) = node.items()
            if key in self.functions:
                return self.functions[key](body)
            if isinstance(key, str) and key.startswith("Fn::"):
                return self._unknown(node)
        if "Fn::Transform" in node:
            return self._unknown(node)
        pairs = [(str(key), self.resolve(child)) for key, child in node.items()]
        return {key: child for key, child in pairs if child is not NOTHING}

    def _unknown(self, node: Any) -> Hole:
        return Hole(key=repr(node), mentions=mentions(node))

    def _ref(self, name: Any) -> Value:
        name = self._name(name)
        if name == "AWS::NoValue":
            return NOTHING
        parameter = self.parameters.get(name) if isinstance(name, str) else None
        if isinstance(parameter, dict):
            return self._parameter(name, parameter)
        if isinstance(name, dict):
            return self._unknown({"Ref": name})
        return Hole(target=str(name), mentions=frozenset([str(name)]))

    def _name(self, node: Any) -> Any:
        """The id in Ref or GetAtt, which language extensions let a function make."""
        return string(self.resolve(node)) or node if isinstance(node, dict) else node

    def _parameter(self, name: str, parameter: dict[str, Any]) -> Value:
        kind, default = str(parameter.get("Type", "String")), parameter.get("Default")
        if kind.startswith("AWS::SSM::Parameter"):
            path = "" if name in self.free else string(default) or ""
            return Hole(target=name, key=f"ssm:{path}")
        text = self._text_of(name, string(default))
        if text is None or text == "" or parameter.get("NoEcho"):
            return Hole(target=name)
        if kind == "CommaDelimitedList" or kind.startswith("List<"):
            return [part.strip() for part in text.split(",")]
        return text

    def _text_of(self, name: str, default: str | None) -> str | None:
        chosen = self.choice.get(name, OTHER)
        if name in self.free:
            return chosen if chosen in self.fixed.get(name, ()) else None
        if chosen == OTHER and name in self.choice and default in self.compared.get(name, ()):
            return None  # the default is another choice's value
        return default if chosen == OTHER else chosen

    def _attribute(self, body: Any) -> Value:
        if isinstance(body, str):
            body = body.split(".", 1)
        if isinstance(body, list) and len(body) == 2 and isinstance(body[1], str):
            target = self._name(body[0])
            if isinstance(target, dict):
                return self._unknown({"Fn::GetAtt": body})
            target = str(target)
            return Hole(target=target, attribute=body[1], mentions=frozenset([target]))
        return self._unknown({"Fn::GetAtt": body})

    def _if(self, body: Any) -> Value:
        if not isinstance(body, list) or len(body) != 3:
            return self._unknown({"Fn::If": body})
        return self.resolve(body[1] if self.truths.get(str(body[0])) else body[2])

    def _sub(self, body: Any) -> Value:
        template, variables = body, {}
        if isinstance(body, list) and len(body) == 2:
            template, variables = body
        if not isinstance(template, str) or not isinstance(variables, dict):
            return self._unknown({"Fn::Sub": body})
        return joined(self._pieces(template, variables))

    def _pieces(self, template: str, variables: dict[str, Any]) -> Iterator[Value]:
        end = 0
        for match in VARIABLE.finditer(template):
            yield literal(template[end : match.start()])
            end, name = match.end(), match[1].strip()
            if match[1].startswith("!"):
                yield "${" + match[1][1:] + "}"
            elif name in variables:
                yield self.resolve(variables[name])
            else:
                yield self._ref(name) if "." not in name else self._attribute(name)
        yield literal(template[end:])

    def _join(self, body: Any) -> Value:
        if not isinstance(body, list) or len(body) != 2 or not isinstance(body[0], str):
            return self._unknown({"Fn::Join": body})
        items = self.resolve(body[1])
        if not isinstance(items, list):
            return self._unknown({"Fn::Join": body})
        pieces: list[Value] = []
        for item in items:
            pieces += [body[0], item] if pieces else [item]
        return joined(pieces)

    def _select(self, body: Any) -> Value:
        if isinstance(body, list) and len(body) == 2:
            index, items = string(self.resolve(body[0])), self.resolve(body[1])
            if index is not None and index.isdigit() and isinstance(items, list):
                if int(index) < len(items) and not any(isinstance(i, Hole) for i in items):
                    return items[int(index)]
        return self._unknown({"Fn::Select": body})

    def _split(self, body: Any) -> Value:
        if isinstance(body, list) and len(body) == 2 and isinstance(body[0], str) and body[0]:
            text = self.resolve(body[1])
            if isinstance(text, str):
                return list(text.split(body[0]))
        return self._unknown({"Fn::Split": body})

    def _find(self, body: Any) -> Value:
        if isinstance(body, list) and len(body) >= 3:
            names = [self.resolve(part) for part in body[:3]]
            found: Any = self.mappings
            for name in names:
                found = found.get(string(name)) if isinstance(found, dict) else None
            if found is not None and all(isinstance(n, (str, int)) for n in names):
                return self.resolve(found)
        return self._unknown({"Fn::FindInMap": body})


def section(template: dict[str, Any], name: str) -> dict[str, Any]:
    """A section of the template; empty where it is not there or is no mapping."""
    found = template.get(name)
    return found if isinstance(found, dict) else {}
