"""The start of an application: what is written renders, is clean, and is never over another's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.rendered import CloudFormationLoader, render_file
from tests.support import ROOT, Folder, Result, copy_program, run_python

FILES = ["_shared.yml", "dev.yml", "prod.yml"]


def _made(project: Folder, folder: str) -> list[str]:
    return sorted(path.name for path in (project.root / folder).iterdir())


def _commands(result: Result) -> list[str]:
    return [line.strip() for line in result.lines if line.startswith("    ")]


@pytest.fixture
def empty(stack: Folder) -> Folder:
    """Return the project without any config."""
    for path in [*(stack.root / "config").glob("*.yml"), *(stack.root / "output").iterdir()]:
        path.unlink()
    return stack


@pytest.mark.parametrize(
    ("arguments", "folder"), [(("shop",), "shop/"), (("shop/",), "shop/"), ((), ""), ((".",), "")]
)
def test_an_application_starts(arguments: tuple[str, ...], folder: str, empty: Folder) -> None:
    (empty.root / "schema" / "editor.json").touch()
    result = empty.run("--init", *arguments)
    assert (result.code, result.out) == (0, "")
    assert result.lines[:3] == [f"{folder}config/{name}: written" for name in FILES]
    shared = f"{folder}config/_shared.yml"
    assert result.lines[3] == f"set alerts.email and regions in {shared}, then, with your region:"
    for name in FILES:
        text = empty.read(f"{folder}config/{name}")
        comment = re.match(r"# yaml-language-server: \$schema=(\S+)\n# ", text)
        assert comment
        assert (empty.root / folder / "config" / comment[1]).is_file()
        assert not {"SCHEMA", "APPLICATION"} & set(re.findall("[A-Z]+", text))


def test_each_application_has_ranges_of_its_own(empty: Folder) -> None:
    names = ["shop", "admin", "intern"]
    for name in names:
        assert empty.run("--init", name).code == 0
        empty.write(f"{name}/config/_peers.yml", f"custom: {{peer: 10.{len(name)}.0.0/20}}\n")
    configs = [f"{name}/config/{each}" for name in names for each in ("dev.yml", "prod.yml")]
    found = [yaml.safe_load(empty.read(each))["network"]["create"]["cidr"] for each in configs]
    # 10.4 and 10.5 are those of the peers of shop and admin.
    assert found == [f"10.{each}.0.0/16" for each in (0, 1, 2, 3, 6, 7)]


def test_a_vpc_in_the_default_range_keeps_it(empty: Folder) -> None:
    empty.write("config/prod.yml", "network: {vpc: create}\n")
    assert empty.run("--init", "shop").code == 0
    assert "cidr: 10.1.0.0/16" in empty.read("shop/config/dev.yml")


def test_what_it_says_is_next_works(empty: Folder) -> None:
    copy_program(empty.root)
    for part in ("rules", "requirements.txt"):
        (empty.root / part).symlink_to(ROOT / part)
    started = run_python("render.py", "--init", "shop", cwd=empty.root)
    render, deploy = _commands(started)
    done = subprocess.run(render, shell=True, cwd=empty.root, capture_output=True, check=False)  # noqa: S602 (as a person would)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().splitlines()[-1].startswith("1 environment: 1 written")
    options = dict(zip(deploy.split()[3::2], deploy.split()[4::2], strict=True))
    assert options["--stack-name"] == "shop-dev"
    shared = yaml.safe_load(empty.read("shop/config/_shared.yml"))
    assert [options["--region"]] == shared["regions"]
    template = yaml.load(empty.read(options["--template-file"]), CloudFormationLoader)  # noqa: S506
    required = [name for name, each in template["Parameters"].items() if "Default" not in each]
    assert required == []  # nothing has to be given at deployment


def test_what_is_written_has_no_findings(empty: Folder) -> None:
    (empty.root / "rules").symlink_to(ROOT / "rules")
    assert empty.run("--init", "shop").code == 0
    result = empty.run("--strict", "--format", "json")
    assert (result.code, result.out) == (0, "[]\n"), result.out
    assert _made(empty, "shop/output") == ["dev.md", "dev.yml", "prod.md", "prod.yml"]


def test_the_deployment_tests_bring_up_the_same_resources(empty: Folder) -> None:
    """They deploy and boot every example; there is one of the same shape."""
    example = ROOT / "config" / "examples" / "newcomer.yml"
    if not example.exists():
        pytest.skip("config/examples/ is not in this clone any more")
    empty.run("--init", "shop")
    started = render_file(empty.root / "shop" / "config" / "dev.yml")
    assert set(started.resources) == set(render_file(example).resources)


def test_the_release_that_prod_shows_renders(empty: Folder) -> None:
    """What is commented out is right, too."""
    (empty.root / "rules").symlink_to(ROOT / "rules")
    empty.run("--init", "shop")
    text = empty.read("shop/config/prod.yml")
    text = re.sub(
        r"^( *)# ( *(?:application|placeholder|artifact|bucket|prefix|version|command|https|"
        r"certificate|images|eu-west-1|image_date):)",
        r"\1\2",
        text,
        flags=re.MULTILINE,
    )
    data = yaml.safe_load(text)
    assert set(data["application"]["artifact"]) == {"bucket", "prefix", "version"}
    assert data["alb"]["https"]["certificate"]
    empty.write("shop/config/prod.yml", text)
    result = empty.run("--strict", "shop/config/prod.yml")
    assert result.code == 0, result.err


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "..",
        "a b",
        "/",
        "",
        "/opt/x",
        "x/y",
        "Shop",
        "1x",
        "_x",
        ".git",
        "x\n",
        "ä",
        "x" * 64,
    ],
)
def test_what_is_no_name(name: str, small: Folder) -> None:
    before = sorted(small.root.parent.rglob("*"))
    result = small.run("--init", name)
    assert (result.code, result.out) == (2, "")
    assert result.lines[0].startswith("--init: error: '")
    assert result.lines[0].endswith("' is not an application's name")
    assert result.lines[1].startswith("    hint: take lower-case letters")
    assert sorted(small.root.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["config", "output", "partials", "schema", "tests", "pipeline"])
def test_a_folder_of_the_project(name: str, small: Folder) -> None:
    before = small.snapshot()
    result = small.run("--init", name)
    assert result.code == 2
    assert result.lines[0] == f"--init: error: '{name}' is a folder of this project"
    assert small.snapshot() == before


def test_every_folder_of_the_project_is_known() -> None:
    from pipeline.cli.start import _TAKEN

    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no repository here")
    names = [name.split("/") for name in listed.stdout.splitlines()]
    folders = {name[0] for name in names if len(name) > 1 and name[0][0] != "."}
    applications = {name[0] for name in names if name[1:2] == ["config"] and name[2][-4:] == ".yml"}
    outputs = {name[0] for name in names if name[1:2] == ["output"] and name[2][-4:] == ".yml"}
    assert folders - applications - outputs <= _TAKEN


@pytest.mark.parametrize("there", FILES)
def test_nothing_is_overwritten(there: str, small: Folder) -> None:
    small.write(f"shop/config/{there}", "# mine\n")
    before = small.snapshot()
    result = small.run("--init", "shop")
    assert (result.code, result.lines[:2]) == (
        2,
        [
            f"shop/config/{there}: error: exists already",
            "    hint: change it, or delete it first",
        ],
    )
    assert small.snapshot() == before


def test_a_folder_that_holds_something_else_is_taken(small: Folder) -> None:
    small.write("shop/src/main.js", "mine\n")
    assert small.run("--init", "shop").code == 0
    assert small.read("shop/src/main.js") == "mine\n"
    assert _made(small, "shop/config") == FILES


@pytest.mark.parametrize("place", ["shop", "shop/config"])
@pytest.mark.parametrize("kind", ["file", "link", "dangling", "loop"])
def test_something_in_the_way(place: str, kind: str, small: Folder, tmp_path: Path) -> None:
    path = small.root / place
    path.parent.mkdir(exist_ok=True)
    outside = tmp_path / "outside"
    if kind == "file":
        path.write_text("mine\n")
    else:
        target = {"link": outside, "dangling": Path("nowhere"), "loop": Path(path.name)}[kind]
        outside.mkdir()
        path.symlink_to(target)
    before = small.snapshot()
    result = small.run("--init", "shop")
    assert result.code == 2
    assert result.lines[0].startswith(f"{place}: error: is ")
    assert small.snapshot() == before
    assert path.is_symlink() == (kind != "file")
    assert not outside.exists() or not list(outside.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("place", [".", "shop", "shop/config"])
def test_a_read_only_folder(place: str, small: Folder) -> None:
    (small.root / place).mkdir(parents=True, exist_ok=True)
    (small.root / place).chmod(0o555)
    before = sorted(small.root.rglob("*"))
    try:
        result = small.run("--init", "shop")
    finally:
        (small.root / place).chmod(0o755)
    assert (result.code, result.out) == (2, "")
    assert result.lines[0] == "shop/config/_shared.yml: error: cannot be written: Permission denied"
    assert sorted(small.root.rglob("*")) == before


def test_a_disk_that_is_full(small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is taken back, folders included."""
    real = Path.open

    def fail(path: Path, *arguments: str, **more: str) -> object:
        if path == small.root / "shop" / "config" / "prod.yml":
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **more)  # type: ignore[call-overload]

    before = sorted(small.root.rglob("*"))
    monkeypatch.setattr(Path, "open", fail)
    result = small.run("--init", "shop")
    assert result.code == 2
    assert "shop/config/prod.yml: error: cannot be written: No space left" in result.lines[0]
    assert sorted(small.root.rglob("*")) == before


@pytest.mark.parametrize(
    "more", [["x.yml"], ["--check"], ["--stdout"], ["--output", "y"], ["--impact"]]
)
def test_it_does_nothing_else(more: list[str], small: Folder) -> None:
    before = small.snapshot()
    result = small.run("--init", "shop", *more)
    assert result.code == 2
    assert "--init starts an application and does nothing else" in result.lines[-1]
    assert small.snapshot() == before


def test_a_terminal_gets_no_control_characters(small: Folder) -> None:
    assert "\033" not in small.run("--init", "\033[2Jx").err


def test_the_interpreter_is_named_as_it_was_started(small: Folder) -> None:
    [command, _] = _commands(small.run("--init", "shop"))
    assert command == f"{sys.executable} render.py shop/config/dev.yml"
