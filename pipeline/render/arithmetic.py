"""Calculations of a partial are with numbers: Python would repeat a text that is multiplied.

`{{ custom.storage * 107374182 }}` with "20" in the config is a text of 215 million characters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from pipeline.diagnostic import Diagnostic, Location, shorten
from pipeline.paths import dotted
from pipeline.render.provenance import Origin, origin_of, unlocate


class NotANumberError(TypeError):
    """A partial calculates with a text or a list."""

    def __init__(self, value: Any) -> None:
        self.value = value
        shown = shorten(repr(unlocate(value)))
        super().__init__(
            f"{shown} is {'text' if isinstance(value, str) else 'a list'}, not a number"
        )

    def diagnostic(self, partial: Location) -> Diagnostic:
        """Return the mistake at the config's line, where the value is one of the config."""
        origin = self._origin()
        if not origin:
            return Diagnostic(partial, str(self), "a partial can calculate with numbers only")
        is_quoted = isinstance(self.value, str) and _is_number(self.value)
        hint = f"write it without quotes: {self.value}" if is_quoted else "write a number"
        return Diagnostic(
            origin.location,
            f"{dotted(origin.setting)}: {self}",
            hint,
            partial=partial,
            setting=origin.setting,
        )

    def _origin(self) -> Origin | None:
        """Return the origin of the text, or of the list by that of its first entry."""
        if isinstance(self.value, str):
            return origin_of(self.value)
        first = origin_of(self.value[0]) if self.value else None
        return first._replace(setting=first.setting[:-1]) if first else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _of_numbers(sign: str) -> Callable[[CodeGenerator, nodes.BinExpr, Frame], None]:
    def visit(self: CodeGenerator, node: nodes.BinExpr, frame: Frame) -> None:
        self.write("(environment.number(")
        self.visit(node.left, frame)
        self.write(f") {sign} environment.number(")
        self.visit(node.right, frame)
        self.write("))")

    return visit


class NumericCompiler(CodeGenerator):
    """Compiles partials so that both sides of these signs are held to be numbers."""

    visit_Mul = _of_numbers("*")  # noqa: N815 (Jinja's names)
    visit_Sub = _of_numbers("-")  # noqa: N815
    visit_Div = _of_numbers("/")  # noqa: N815
    visit_FloorDiv = _of_numbers("//")  # noqa: N815
