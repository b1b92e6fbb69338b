"""The program as a process of its own: what it imports, how it ends, and where it may run."""

from __future__ import annotations

import ast
import contextlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from pipeline.cli.versions import install_command
from tests.support import ROOT, SMALL, Folder, copy_program, copy_project, run_python

HEAVY = ("yaml", "jinja2", "jsonschema", "cfn_flip", "cfnlint")
ONLY_TYPES = "pipeline.config.settings_types"  # a class for each map of settings, for mypy


@pytest.fixture
def program(tmp_path: Path) -> Folder:
    """Return a small project with the program in it."""
    project = copy_project(SMALL, tmp_path / "program")
    copy_program(project.root)
    return project


def _imported(program: Folder, *arguments: str) -> tuple[int, set[str]]:
    code = (
        "import os, runpy, sys\n"
        "sys.argv = ['render.py', *sys.argv[1:]]\n"
        "def end(code):\n"
        "    raise SystemExit(code)\n"
        "os._exit = end\n"
        "code = 0\n"
        "try:\n"
        "    runpy.run_path('render.py', run_name='__main__')\n"
        "except SystemExit as exit_:\n"
        "    code = exit_.code or 0\n"
        "sys.stderr.write('\\nimported ' + ' '.join(sys.modules))\n"
        "sys.exit(code)\n"
    )
    result = run_python("-c", code, *arguments, cwd=program.root)
    last = result.lines[-1].split()
    assert last[0] == "imported"
    assert ONLY_TYPES not in last
    return result.code, set(HEAVY) & set(last)


def test_what_is_imported(program: Folder) -> None:
    assert _imported(program, "--help") == (0, set())
    assert _imported(program, "--version") == (0, set())
    assert _imported(program, "--nonsense") == (2, set())
    assert _imported(program, "config/none.yml")[0] == 2
    program.write("config/bad.yml", "regions: 5\n")
    code, modules = _imported(program, "config/bad.yml")
    assert (code, {"jsonschema", "cfnlint"} & modules) == (2, {"jsonschema"})
    (program.root / "config" / "bad.yml").unlink()
    assert _imported(program) == (0, set(HEAVY) - {"jsonschema"})
    assert _imported(program) == (0, set())
    assert _imported(program, "--check") == (0, set())
    code, modules = _imported(program, "--no-lint", "--no-cache")
    assert (code, "cfnlint" in modules) == (0, False)


def test_a_broken_pipe(program: Folder) -> None:
    program.write("config/long.yml", f"regions: [eu-west-1]\nname: {'x' * 4999}\n")
    for arguments in (("--stdout", "config/long.yml"), ("--diff",)):
        process = subprocess.Popen(
            [sys.executable, "render.py", "--no-lint", *arguments],
            cwd=program.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        error = process.stderr.read().decode()
        assert process.wait() == 0
        assert "Traceback" not in error
        assert "BrokenPipe" not in error


def test_head(program: Folder) -> None:
    command = f"{sys.executable} render.py --no-lint --stdout config/one.yml | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=program.root, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"AWSTemplateFormatVersion: '2010-09-09'\n", b"")


@contextlib.contextmanager
def _sigint(action: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    before = signal.signal(signal.SIGINT, action)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(program: Folder) -> subprocess.Popen[bytes]:
    """Start the program with SIGINT at its default, which the tests' own process may have changed.

    A child inherits an ignored signal, as in a background job; a handled one is reset.
    """
    with _sigint(signal.default_int_handler):
        return subprocess.Popen(
            [sys.executable, "render.py", "--no-lint"], cwd=program.root, stderr=subprocess.PIPE
        )


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(signal.default_int_handler, id="in the foreground"),
        pytest.param(signal.SIG_IGN, id="in a background job"),
    ],
)
def test_interrupted(
    program: Folder, action: Callable[[int, FrameType | None], None] | signal.Handlers
) -> None:
    program.write(
        "partials/slow.yml.j2",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n",
    )
    before = program.snapshot()
    with _sigint(action):
        process = _start(program)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=20)
    assert (process.returncode, error) == (130, b"render.py: interrupted\n")
    assert program.snapshot() == before


@pytest.mark.parametrize("library", ["yaml", "jinja2", "jsonschema", "cfn_flip", "cfnlint"])
def test_a_missing_library(library: str, program: Folder, tmp_path: Path) -> None:
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / f"{library}.py").write_text(
        f"raise ModuleNotFoundError(\"No module named '{library}'\", name='{library}')\n"
    )
    if library == "jsonschema":  # which says what is wrong
        program.write("config/one.yml", "regions: 5\n")
    before = program.snapshot()
    result = run_python("render.py", cwd=program.root, env={"PYTHONPATH": str(stub)})
    assert result.code == 2
    assert result.err == (
        f"render.py: error: the library {library} is not installed; run: "
        f"{install_command(program.root)}\n"
    )
    assert program.snapshot() == before


def test_a_python_without_any_library(program: Folder) -> None:
    result = run_python("-S", "-E", "render.py", cwd=program.root)
    assert (result.code, len(result.lines)) == (2, 1)
    assert "is not installed; run: python3 -m venv .venv" in result.err
    assert run_python("-S", "-E", "render.py", "--help", cwd=program.root).code == 0


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 25)])
def test_an_old_python(version: tuple[int, ...]) -> None:
    source = (ROOT / "render.py").read_text()
    guard = source.partition("from pipeline")[0].replace("import sys\n", "")
    code = (
        "import sys\n"
        "class Old:\n"
        f"    version_info, stderr, exit = {version}, sys.stderr, sys.exit\n"
        "sys = Old\n" + guard
    )
    result = run_python("-c", code, cwd=ROOT)
    assert result.code == 2
    assert result.err == (
        f"render.py: error: needs Python 3.10 or newer, this is {version[0]}.{version[1]}\n"
    )


def test_an_old_python_can_read_as_far_as_that() -> None:
    source = (ROOT / "render.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    assert "f'" not in source
    assert 'f"' not in source
    assert source.isascii()


def test_a_bug_of_ours(program: Folder) -> None:
    program.write(
        "pipeline/template/merge.py", program.read("pipeline/template/merge.py") + "\n1 / 0\n"
    )
    before = program.snapshot()
    result = run_python("render.py", "--no-lint", cwd=program.root)
    assert result.code == 3
    assert result.lines[0] == "Traceback (most recent call last):"
    assert result.lines[-1] == (
        "render.py: a bug in this program; please report it with the lines above"
    )
    assert program.snapshot() == before


def test_the_same_bytes_everywhere(program: Folder, tmp_path: Path) -> None:
    renderings: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.ISO-8859-1", "COLUMNS": "20"},
    ]
    program.write(
        "config/odd.yml",
        "extends: _base.yml\ndescription: ä😀\ntags: {z: 1z, a: 2a, ä: b}\nsettings: {b: c}\n",
    )
    results = {
        run_python(
            "render.py", "--no-lint", "--stdout", *more, "config/odd.yml", cwd=program.root, env=env
        )
        for env in renderings
        for more in ((), ("--no-cache",))
    }
    other = tmp_path / "other"
    other.mkdir()
    for more in ((), ("--no-cache",)):
        results.add(
            run_python(
                str(program.root / "render.py"),
                "--no-lint",
                "--stdout",
                *more,
                str(program.root / "config" / "odd.yml"),
                cwd=other,
            )
        )
    [result] = results
    assert (result.code, result.err) == (0, "")
    assert "ä😀" in result.out


def test_templates_and_sheets_under_another_hash_seed(stack: Folder) -> None:
    copy_program(stack.root)
    made = []
    for seed in ("1", "2"):
        arguments = ("render.py", "--no-lint", "--no-cache")
        result = run_python(*arguments, cwd=stack.root, env={"PYTHONHASHSEED": seed})
        assert result.code == 0, result.err
        made.append({path.name: path.read_bytes() for path in (stack.root / "output").iterdir()})
        assert {path.suffix for path in (stack.root / "output").iterdir()} == {".md", ".yml"}
        shutil.rmtree(stack.root / "output")
    assert made[0] == made[1]


def test_settings_of_the_linter_elsewhere_do_not_count(program: Folder, tmp_path: Path) -> None:
    program.write("partials/bad.yml.j2", "Resources: {Bad: {Type: AWS::SNS::Topik}}\n")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".cfnlintrc").write_text("ignore_checks: [E, W, I]\n")
    result = run_python(
        str(program.root / "render.py"), cwd=home, env={"HOME": str(home), "USERPROFILE": str(home)}
    )
    assert result.code == 1
    assert "AWS::SNS::Topik" in result.lines[0]


def test_a_closed_standard_input(program: Folder) -> None:
    command = f"{sys.executable} render.py --no-lint - <&-"
    done = subprocess.run(["sh", "-c", command], cwd=program.root, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"<stdin>:1:1: error: empty\n")
