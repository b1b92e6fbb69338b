"""The mutants of a module: its functions, each with one small change."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_Change = tuple[str, Callable[[], None]]  # a description, and what makes the change


class Mutant(NamedTuple):
    """One small change of a function."""

    name: str  # file, function, line's text, change; no number of a line: it outlives edits
    path: Path
    text: str  # of the module, as it was when the tests ran
    lines: range  # those of the changed node
    function: tuple[str, int]  # name and first line of the function that the code replaces
    number: int  # of the change in its module

    @property
    def location(self) -> str:
        """The place of the change, as an editor opens it."""
        return f"{self.name.partition(' ')[0]}:{self.lines.start}"

    def module(self) -> CodeType:
        """Return the code of the whole module with the change."""
        changed = ast.parse(self.text)
        [*_changes(changed)][self.number][2]()
        return compile(ast.fix_missing_locations(changed), str(self.path), "exec")

    def code(self) -> CodeType:
        """Return the function's code with the change, compiled as part of its whole module."""
        return _code(self.module(), *self.function)


def mutants(path: Path, file: str) -> Iterator[Mutant]:
    """Yield the mutants of a file's functions."""
    text = path.read_text(encoding="utf-8")
    texts = text.splitlines()
    seen: Counter[str] = Counter()
    for number, (node, change, function) in enumerate(_places(ast.parse(text))):
        if function is None:
            continue
        lines = _lines(node)
        name = f"{file} {function.name}: {texts[lines.start - 1].strip()}: {change}"
        seen[name] += 1
        if seen[name] > 1:
            name += f" ({seen[name]})"
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        yield Mutant(name, path, text, lines, (function.name, first), number)


def _places(tree: ast.Module) -> list[tuple[ast.AST, str, ast.FunctionDef | None]]:
    """Return the changes of a tree, and the outermost function of each."""
    functions: dict[ast.AST, ast.FunctionDef | None] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            outside = [*function.decorator_list, function.args]
            evaluated = {inner for each in outside for inner in ast.walk(each)}
            for inner in ast.walk(function):
                functions.setdefault(inner, None if inner in evaluated else function)
    return [(node, change, functions.get(node)) for node, change, _ in _changes(tree)]


def _lines(node: ast.AST) -> range:
    first = getattr(node, "lineno", 0)
    return range(first, (getattr(node, "end_lineno", None) or first) + 1)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    asserted, ends = set(_asserted(tree)), set(_ends(tree))
    for node in ast.walk(tree):
        for change, make in _expression(node) if node not in asserted else ():
            yield node, change, make
        yield from (each for each in _statements(node) if each[0] not in ends)


def _asserted(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the True of each `zip(..., strict=True)`: an assertion of what always holds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip":
            values = (each.value for each in node.keywords if each.arg == "strict")
            yield from (each for each in values if getattr(each, "value", None) is True)


def _ends(tree: ast.Module) -> Iterator[ast.Return]:
    """Yield the returns without which a function ends, and returns what its end does.

    Where the function states what else it returns, mypy misses the return.
    """
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        types = function.returns and ast.unparse(function.returns)
        for found in _last(function.body):
            nothing = found.value is None or getattr(found.value, "value", found) is None
            if nothing or types not in (None, "None", "Any"):
                yield found


def _last(statements: list[ast.stmt]) -> Iterator[ast.Return]:
    """Yield the returns at the end of a block, and of the branches at its end."""
    end = statements[-1] if statements else None
    if isinstance(end, ast.Return):
        yield end
    elif isinstance(end, (ast.If, ast.Try, ast.With)):
        blocks = [end.body, getattr(end, "orelse", [])]
        blocks += [each.body for each in getattr(end, "handlers", [])]
        for block in blocks:
            yield from _last(block)


def _expression(node: ast.AST) -> Iterator[_Change]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPPED:
        new = _SWAPPED[type(node.ops[0])]
        words = f"{type(node.ops[0]).__name__} -> {new.__name__}"
        yield words, lambda: node.ops.__setitem__(0, new())
    elif isinstance(node, ast.BoolOp):
        new_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        words = f"{type(node.op).__name__} -> {type(new_op).__name__}"
        yield words, lambda: setattr(node, "op", new_op)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", lambda: setattr(node, "op", ast.UAdd())
    elif isinstance(node, ast.IfExp):
        yield "if/else swapped", lambda: _swap(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} -> {value}", lambda: setattr(node, "value", value)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield "slice -> whole", lambda: setattr(node, "slice", ast.Slice())
    elif isinstance(node, (ast.If, ast.While)):
        yield "condition -> False", lambda: setattr(node, "test", ast.Constant(value=False))


def _swap(node: ast.IfExp) -> None:
    node.body, node.orelse = node.orelse, node.body


def _statements(node: ast.AST) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    if isinstance(node, (ast.Module, ast.ClassDef)):
        return
    for field in ("body", "orelse", "handlers", "finalbody"):
        found = getattr(node, field, None)
        statements = found if isinstance(found, list) else []
        for index, each in enumerate(statements):
            if _matters(each):
                yield each, "deleted", _deletion(statements, index)


def _matters(statement: ast.stmt) -> bool:
    """Whether a statement does something by itself: a call, a change, a jump."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)  # a docstring
    return isinstance(statement, (ast.AugAssign, ast.Continue, ast.Break, ast.Delete, ast.Return))


def _deletion(statements: list[ast.stmt], index: int) -> Callable[[], None]:
    # In a branch that is never taken: a generator stays one, and `super()` keeps its class.
    never = ast.If(ast.Constant(value=False), [statements[index]], [])
    return lambda: statements.__setitem__(index, never)


def _code(code: CodeType, name: str, first: int) -> CodeType:
    """Return the code object of a function inside a module's code."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if (constant.co_name, constant.co_firstlineno) == (name, first):
                return constant
            try:
                return _code(constant, name, first)
            except LookupError:
                continue
    raise LookupError(name)
