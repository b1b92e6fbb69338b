"""A hostile pull request: links, names, caches and configs that are not what they seem.

It can neither run anything, nor read a file, nor pass `--check`. What it changes of the code
(`pipeline/`, `partials/`, `rules/`, `.cfnlintrc`) is for the reviewer: see SECURITY.md.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import pickle
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.output.manifest import Manifest
from pipeline.project import Project
from tests.support import ROOT, Folder, Result, copy_program, run_python

HIDDEN = "contents of another file"
NO_LINT = "--no-lint"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """End a test that waits for a pipe or reads a device for ever."""
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("waits for ever"))
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a file outside the project that the person who runs the command can read."""
    path = tmp_path / "shadow"
    path.write_text(f"{HIDDEN}:\n  - {HIDDEN}: {HIDDEN}\n", encoding="utf-8")
    return path


def _refused(result: Result, *said: str) -> None:
    assert result.code == 2, result.err
    assert "Traceback" not in result.err
    assert HIDDEN not in result.out + result.err
    for each in said:
        assert each in result.err


@pytest.mark.parametrize("option", ["--check", "--diff", "--impact"])
@pytest.mark.parametrize("name", ["one.yml", "one.md"])
def test_an_output_that_is_a_link(option: str, name: str, small: Folder, outside: Path) -> None:
    if (option, name) == ("--impact", "one.md"):
        return  # reads no sheet
    assert small.run(NO_LINT).code == 0
    output = small.root / "output" / name
    output.unlink()
    output.symlink_to(outside)
    lint = [] if option == "--impact" else [NO_LINT]
    _refused(small.run(*lint, option, "config/one.yml"), f"output/{name}: error: ", "symbolic link")


@pytest.mark.parametrize("option", ["--check", "--diff", ""])
def test_an_output_folder_that_is_a_link(option: str, small: Folder, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.yml").write_text(HIDDEN)
    (small.root / "output").rmdir()
    (small.root / "output").symlink_to(other)
    _refused(small.run(*filter(None, [NO_LINT, option])), "leads out of the project")
    assert [path.name for path in other.iterdir()] == ["one.yml"]


def test_a_config_that_is_a_link(small: Folder, outside: Path) -> None:
    (small.root / "config" / "evil.yml").symlink_to(outside)
    _refused(small.run(NO_LINT), "config/evil.yml:1:1: error: leads out of the project")


def test_a_config_behind_a_linked_folder(small: Folder, outside: Path) -> None:
    (small.root / "elsewhere").symlink_to(outside.parent)
    _refused(small.run(NO_LINT, "elsewhere/shadow"), "leads out of the project")


@pytest.mark.parametrize("setting", ["extends: {}", "parity: {{config: {}}}\nregions: [eu-west-1]"])
@pytest.mark.parametrize("way", ["absolute", "dots", "link", "link to a folder"])
def test_a_config_that_names_a_file_outside(
    setting: str, way: str, stack: Folder, outside: Path
) -> None:
    (stack.root / "config" / "link.yml").symlink_to(outside)
    (stack.root / "config" / "folder").symlink_to(outside.parent)
    names = {
        "absolute": str(outside),
        "dots": "../../shadow",
        "link": "link.yml",
        "link to a folder": "folder/shadow",
    }
    baked = "\napplication: {baked: true}\n" if setting.startswith("parity") else "\n"
    stack.write("config/prod.yml", setting.format(names[way]) + baked)
    result = stack.run(NO_LINT, "config/prod.yml")
    assert result.code in (1, 2)
    assert HIDDEN not in result.out + result.err
    assert "leads out of the project" in result.err


def test_standard_input_extends_no_file_outside(small: Folder, outside: Path) -> None:
    result = small.run(NO_LINT, "--stdout", "-", stdin=f"extends: {outside}\n".encode())
    _refused(result, "<stdin>:1:10: error: extends: ", "leads out of the project")


def test_a_config_elsewhere_extends_its_own_folder(small: Folder, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "app")
    folder.write("_base.yml", "regions: [eu-west-1]\n")
    config = folder.write("a.yml", "extends: _base.yml\n")
    assert small.run(NO_LINT, "--stdout", str(config)).code == 0
    folder.write("deep/b.yml", "extends: ../_base.yml\n")
    _refused(small.run(NO_LINT, "--stdout", str(folder.root / "deep" / "b.yml")), "leads out")


def test_a_partial_that_is_a_link(small: Folder, outside: Path) -> None:
    (small.root / "partials" / "evil.yml.j2").symlink_to(outside)
    _refused(small.run(NO_LINT), "partials/evil.yml.j2:1:1: error: leads out of the project")


class _Command:
    """Runs a command when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("place", ["clone", "user's folder"])
def test_a_prepared_pickle_is_not_read(place: str, small: Folder, tmp_path: Path) -> None:
    assert small.run(NO_LINT).code == 0
    jinja = Project(small.root).bytecode
    assert jinja
    names = [path.name for path in jinja.iterdir()]
    assert names
    folder = small.root / ".cache" / "jinja" if place == "clone" else jinja
    folder.mkdir(parents=True, exist_ok=True)
    data = b"j2\x05\x00\x00\x00\x00\x00" + pickle.dumps(_Command(tmp_path / "ran"))
    (folder.parent / "sources.snapshot").write_bytes(data)
    for name in names:
        for each in (name, f"__jinja2_{name}.cache"):
            (folder / each).write_bytes(data)
    small.write("output/one.yml", "stale\n")
    assert small.run(NO_LINT, "--check").code == 1
    assert small.run(NO_LINT).code == 0
    assert not (tmp_path / "ran").exists()


def _forge(small: Folder) -> str:
    """Change an output, and return a manifest that says it is what the config renders to."""
    text = small.read("output/one.yml") + "# smuggled in\n"
    small.write("output/one.yml", text)
    path = _manifest(small)
    data = json.loads(path.read_text())
    entry = data["outputs"][str(small.root / "output" / "one.yml")]
    entry["output"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(data)


def _manifest(small: Folder) -> Path:
    folder = Project(small.root).cache
    assert folder
    return folder / "manifest.json"


def test_a_forged_manifest_in_the_clone(small: Folder) -> None:
    assert small.run(NO_LINT).code == 0
    small.write(".cache/manifest.json", _forge(small))
    assert small.run(NO_LINT, "--check").code == 1


@pytest.mark.parametrize("value", ["true", "1", "woodpecker"])
def test_ci_asks_no_cache(value: str, small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert small.run(NO_LINT).code == 0
    _manifest(small).write_text(_forge(small))
    assert small.run(NO_LINT, "--check").code == 0  # what the user's own folder says is believed
    monkeypatch.setenv("CI", value)
    assert small.run(NO_LINT, "--check").code == 1


@pytest.mark.parametrize("kind", ["link", "others may write", "fifo", "device"])
def test_a_manifest_that_is_not_a_file_of_this_user_alone(kind: str, small: Folder) -> None:
    assert small.run(NO_LINT).code == 0
    forged, path = _forge(small), _manifest(small)
    path.unlink()
    if kind == "link":
        path.symlink_to(small.write("forged.json", forged))
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.write_text(forged)
        path.chmod(0o666)
    assert small.run(NO_LINT, "--check").code == 1


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("kind", ["link", "others may write"])
def test_a_cache_folder_that_is_not_this_users_alone(
    level: int, kind: str, small: Folder, tmp_path: Path
) -> None:
    folder = [_manifest(small).parent, _manifest(small).parent.parent][level]
    if kind == "link":
        moved = tmp_path / "moved"
        folder.rename(moved)
        folder.symlink_to(moved)
    else:
        folder.chmod(0o777)
    assert Project(small.root).cache is None
    assert small.run(NO_LINT).code == 0


def test_the_cache_is_for_this_user_alone(small: Folder, tmp_path: Path) -> None:
    assert small.run(NO_LINT).code == 0
    made = list((tmp_path / "cache").rglob("*"))
    assert len(made) >= 5
    assert {oct(path.stat().st_mode & 0o077) for path in made if path.is_dir()} == {"0o0"}
    assert {path.stat().st_mode & 0o022 for path in made} == {0}


@pytest.mark.parametrize("name", [".cache", "deep/er"])
def test_a_cache_in_the_clone_is_not_used(
    name: str, small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(small.root / name))
    assert small.run(NO_LINT).code == 0
    assert not (small.root / name).exists()
    assert Manifest(Project(small.root)).is_clean("", []) is False


@pytest.mark.parametrize("given", ["", "relative"])
def test_without_a_place_for_the_cache(
    given: str, small: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert small.run(NO_LINT).code == 0
    assert (tmp_path / "home").exists()
    assert not (small.root / given / "ec2-web-stack").exists()
    monkeypatch.setenv("HOME", "/dev/null/none")
    assert small.run(NO_LINT).code == 0


NAMES = ["a\x1b[31mred.yml", "a\nconfig/one.yml:1:1: error: forged.yml", "a\x9b31m.yml", "a\rb.yml"]


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif", "junit"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_are_shown_with_escapes(name: str, form: str, small: Folder) -> None:
    small.write(f"config/{name}", "regions: [eu-west-1]\n")
    small.write(f"output/{name}", "an orphan\n")
    for arguments in (["--check"], [f"config/{name}"], ["--diff", f"config/{name}"]):
        result = small.run(NO_LINT, "--format", form, *arguments)
        assert result.code in (1, 2)
        shown = result.out + result.err
        assert not any(each in shown for each in "\x1b\x9b\r")
        assert "\nconfig/one.yml:1:1: error: forged" not in shown


def test_a_base_whose_name_is_a_command_for_the_terminal(small: Folder) -> None:
    small.write("config/one.yml", 'extends: "\\e[2J.yml"\n')
    result = small.run(NO_LINT, "config/one.yml")
    assert result.code == 2
    assert "\x1b" not in result.err


@pytest.mark.parametrize("arguments", [["-I"], ["-P"], []], ids=str)
def test_python_without_the_scripts_folder(arguments: list[str], small: Folder) -> None:
    copy_program(small.root)
    if arguments == ["-P"] and run_python("-P", "-c", "", cwd=small.root).code:
        pytest.skip("this Python knows no -P")
    env = {} if arguments else {"PYTHONSAFEPATH": "1"}
    result = run_python(*arguments, "render.py", NO_LINT, cwd=small.root, env=env)
    assert (result.code, result.err[:17]) == (0, "2 environments: 2")


@pytest.mark.parametrize(
    "name",
    ["output/.prod.yml.tmp", "shop/output/.prod.md.tmp", ".cache", ".cache/manifest.json"],
)
def test_what_may_be_left_is_ignored_by_git(name: str) -> None:
    found = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert any(
        fnmatch.fnmatch(name.rpartition("/")[2], line) or name.startswith(f"{line}/")
        for line in found
    )


def test_no_compiled_python_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().splitlines()
    assert [name for name in names if name.endswith((".pyc", ".pyo", ".so"))] == []
