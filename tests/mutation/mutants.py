"""The mutants of a module: its functions, each with one small change."""

from __future__ import annotations

import ast
import copy
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
    """One change: the file and line, the change in words, and the function's code with it."""

    file: str
    line: int
    change: str
    function: tuple[str, int]  # name and first line of the function that the code replaces
    code: CodeType

    @property
    def name(self) -> str:
        """The mutant in one line; two changes of one kind in a line are numbered."""
        return f"{self.file}:{self.line} {self.change}"


def mutants(path: Path, name: str) -> Iterator[Mutant]:
    """Yield the mutants of a file's functions; each is compiled as part of its whole module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    count = len(list(_changes(tree)))
    for index in range(count):
        changed = copy.deepcopy(tree)
        node, change, make = list(_changes(changed))[index]
        function = _enclosing(changed, node)
        if function is None:
            continue
        make()
        code = compile(ast.fix_missing_locations(changed), str(path), "exec")
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        found = _code(code, function.name, first)
        yield Mutant(name, getattr(node, "lineno", 0), change, (function.name, first), found)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    for node in ast.walk(tree):
        for change, make in (*_expression(node), *_statement(node)):
            yield node, change, make


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


def _swap(node: ast.IfExp) -> None:
    node.body, node.orelse = node.orelse, node.body


def _statement(node: ast.AST) -> Iterator[_Change]:
    for field in ("body", "orelse"):
        statements = getattr(node, field, None)
        if not isinstance(statements, list) or isinstance(node, (ast.Module, ast.ClassDef)):
            continue
        for index, each in enumerate(statements):
            if _matters(each):
                yield _deletion(statements, index, each)
    if isinstance(node, (ast.If, ast.While)):
        yield "condition -> False", lambda: setattr(node, "test", ast.Constant(value=False))


def _matters(statement: ast.stmt) -> bool:
    """Whether a statement does something by itself: a call, a change, a jump."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)  # a docstring
    return isinstance(statement, (ast.AugAssign, ast.Continue, ast.Break, ast.Delete, ast.Return))


def _deletion(statements: list[ast.stmt], index: int, statement: ast.stmt) -> _Change:
    words = f"deleted: {ast.unparse(statement).splitlines()[0][:60]}"
    return words, lambda: statements.__setitem__(index, ast.Pass())


def _enclosing(tree: ast.Module, node: ast.AST) -> ast.FunctionDef | None:
    """Return the outermost function that a node is in, None for code of the module itself."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and node in ast.walk(function):
            decorators = [inner for each in function.decorator_list for inner in ast.walk(each)]
            return None if node in decorators else function
    return None


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
