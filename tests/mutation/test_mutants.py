"""Each kind of change is made, and a run fails for a survivor that has no reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.mutants import Mutant, mutants
from tests.support import ROOT, run_python

PYTEST = (
    *("-m", "pytest", "-p", "tests.mutation.plugin", "-p", "no:xdist", "-p", "no:cacheprovider"),
    *("-q", "-s", "tests/config/test_command_line.py"),
)


def _mutants(tmp_path: Path, text: str) -> list[Mutant]:
    path = tmp_path / "module.py"
    path.write_text(text, encoding="utf-8")
    return list(mutants(path, path.name))


@pytest.mark.parametrize(
    ("body", "argument", "change", "before", "after"),
    [
        ("return x < 5", 5, "Lt -> LtE", False, True),
        ("return x in (5,)", 5, "In -> NotIn", True, False),
        ("return x == 5 and x == 6", 5, "And -> Or", False, True),
        ("return not x", 5, "not removed", False, 5),
        ("return 1 if x else 2", 5, "if/else swapped", 1, 2),
        ("return x + 1", 5, "1 -> 2", 6, 7),
        ("return x, True", 5, "True -> False", (5, True), (5, False)),
        ("return x[1:]", "ab", "slice -> whole", "b", "ab"),
        ("if x: return 'yes'", 5, "condition -> False", "yes", None),
        ("return x", 5, "deleted", 5, None),
        ("x += 'b'; return x", "a", "deleted", "ab", "a"),
        ("x.append(2); return x", [], "deleted", [2], []),
        ("try: pass\n    finally: x.pop()\n    return x", [1], "x.pop(): deleted", [], [1]),
        ("return (lambda y: y < 5)(x)", 5, "Lt -> LtE", False, True),
    ],
)
def test_a_change(
    body: str, argument: Any, change: str, before: Any, after: Any, tmp_path: Path
) -> None:
    text = f"def function(x):\n    {body}\n"
    module: dict[str, Any] = {}
    exec(text, module)  # noqa: S102 (a line of the table above)
    function: Callable[[Any], Any] = module["function"]
    copies = [list(argument) if isinstance(argument, list) else argument for _ in range(2)]
    assert function(copies[0]) == before
    mutant = next(each for each in _mutants(tmp_path, text) if each.name.endswith(change))
    function.__code__ = mutant.code()
    assert function(copies[1]) == after


def test_what_is_evaluated_outside_of_a_function_is_left_alone(tmp_path: Path) -> None:
    text = "X = 1 < 2\n@d(3)\ndef function(x=4):\n    'text'\n    return x\n"
    [mutant] = _mutants(tmp_path, text)
    assert mutant.name == "module.py function: return x: deleted"
    assert mutant.location == "module.py:5"


def test_a_return_at_the_end_says_nothing(tmp_path: Path) -> None:
    text = "def function(x):\n    if x:\n        return\n    return None\n"
    names = [each.name for each in _mutants(tmp_path, text)]
    assert names == [
        "module.py function: if x:: condition -> False",
        "module.py function: return: deleted",
    ]


def test_a_return_that_the_annotation_asks_for_is_left_to_mypy(tmp_path: Path) -> None:
    text = "def function(x) -> str | None:\n    if x:\n        return ''\n    return 'a'\n"
    names = [each.name for each in _mutants(tmp_path, text)]
    assert names == [
        "module.py function: if x:: condition -> False",
        "module.py function: return '': deleted",
    ]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("try:\n        return g()\n    except E:\n        return 'a'", 2),
        ("if x:\n        return 'a'\n    else:\n        return 'b'", 2),
        ("with x:\n        return 'a'", 1),
        ("for y in x:\n        return 'a'\n    return 'b'", 1),
        ("try:\n        return g()\n    finally:\n        return 'a'", 1),
        ("return 'a'\n    g()", 0),
    ],
)
def test_a_return_in_a_branch_at_the_end_is_left_to_mypy(
    body: str, left: int, tmp_path: Path
) -> None:
    text = f"def function(x) -> str:\n    {body}\n"
    deleted = [each for each in _mutants(tmp_path, text) if each.name.endswith("deleted")]
    returns = [each for each in deleted if ": return" in each.name]
    assert text.count("return") - len(returns) == left


def test_an_assertion_of_equal_lengths_is_left_alone(tmp_path: Path) -> None:
    text = "def function(x) -> list:\n    return f(zip(x, strict=True), strict=True)\n"
    [name] = [each.name for each in _mutants(tmp_path, text)]
    assert name == "module.py function: return f(zip(x, strict=True), strict=True): True -> False"
    text = text.replace("=True)", "=False)", 1)
    assert len(_mutants(tmp_path, text)) == 2


def test_changes_that_read_alike_are_numbered(tmp_path: Path) -> None:
    text = "def function(x):\n    return x == 1 or x == 1\n"
    names = [each.name.rpartition(": ")[2] for each in _mutants(tmp_path, text)]
    assert sorted(names) == [
        *("1 -> 2", "1 -> 2 (2)", "Eq -> NotEq", "Eq -> NotEq (2)", "Or -> And", "deleted"),
    ]


@pytest.mark.parametrize(
    ("mutants", "code", "last"),
    [
        ("command_line.py _plain: if word ==", 0, "2 mutants, 2 killed, 100.0%"),
        ("regions.py", 0, "0 mutants, 0 killed, 0.0%"),
        ("load.py _of_its_type: return diagnostic:", 1, "1 mutants, 0 killed, 0.0%"),
    ],
)
def test_a_run(mutants: str, code: int, last: str) -> None:
    result = run_python(*PYTEST, "--changes", mutants, cwd=ROOT)
    assert result.code == code, result.err
    assert last in result.out
    assert ("NO REASON" in result.out) == bool(code)
