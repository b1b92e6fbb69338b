"""Several applications in one project, and files that are no environments."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest

from pipeline.cli.command import main
from tests.support import REGIONS, Folder

RENDER = ("--no-lint",)
SHARED = "skipped: for other configs to extend, no environment"


@pytest.fixture
def two(small: Folder) -> Folder:
    """Return a project with an application beside the one that is there."""
    small.write("shop/config/_base.yml", REGIONS)
    small.write("shop/config/one.yml", "extends: _base.yml\ndescription: Of the shop\n")
    small.write("shop/config/prod-ap-southeast-2b-the-second.yml", REGIONS)
    return small


def _made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.yml"))


def _run_in(folder: Path, root: Path, *arguments: str) -> tuple[int, list[str]]:
    err, before = io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
            code = main([*RENDER, *arguments], root)
    finally:
        os.chdir(before)
    return code, err.getvalue().splitlines()


def test_without_a_file_it_renders_all_applications(two: Folder) -> None:
    result = two.run(*RENDER)
    assert result.code == 0, result.err
    assert result.lines[-1].startswith("4 environments: 4 written")
    assert _made(two.root / "output") == ["one.yml", "two.yml"]
    names = ["one.yml", "prod-ap-southeast-2b-the-second.yml"]
    assert _made(two.root / "shop" / "output") == names
    assert "Description: Of the shop\n" in two.read("shop/output/one.yml")
    assert "Description: The first\n" in two.read("output/one.yml")
    assert two.run(*RENDER, "--check").code == 0


@pytest.mark.parametrize("folder", ["shop", "shop/", "shop/config", "./shop"])
def test_a_folder_is_its_environments(folder: str, two: Folder) -> None:
    result = two.run(*RENDER, folder)
    assert result.code == 0, result.err
    assert result.lines[-1].startswith("2 environments: 2 written")
    assert _made(two.root / "output") == []
    assert two.run(*RENDER, "--check", folder).code == 0
    assert two.run(*RENDER, "--impact", folder).code == 0


@pytest.mark.parametrize("folder", ["schema", "output"])
def test_a_folder_without_environments(folder: str, two: Folder) -> None:
    (two.root / folder).mkdir(exist_ok=True)
    result = two.run(*RENDER, folder)
    assert (result.code, result.lines[0]) == (2, f"{folder}: error: no configs here")


def test_a_folder_where_one_config_is_asked_about(two: Folder) -> None:
    result = two.run(*RENDER, "--explain", "Description", "shop")
    assert result.lines[:2] == [
        "shop:1:1: error: not a regular file",
        "    hint: name one config in it",
    ]


def test_one_environment_of_an_application(two: Folder) -> None:
    assert two.run(*RENDER, "shop/config/one.yml").code == 0
    assert _made(two.root / "shop" / "output") == ["one.yml"]
    assert _made(two.root / "output") == []


@pytest.mark.parametrize(
    ("folder", "config"), [("shop", "config/one.yml"), ("shop/config", "one.yml")]
)
def test_from_a_folder_of_the_application(folder: str, config: str, two: Folder) -> None:
    assert _run_in(two.root / folder, two.root, config)[0] == 0
    assert _made(two.root / "shop" / "output") == ["one.yml"]
    two.write("shop/config/one.yml", f"{REGIONS}size: x\n")
    code, lines = _run_in(two.root / folder, two.root, config)
    assert (code, lines[0]) == (2, f"{config}:2:7: error: size: 'x' is not a whole number")


def test_a_config_and_an_output_on_another_drive(
    two: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `os.path.relpath` raises on Windows, where the checkout is on D: and TEMP on C:."""
    relpath, other = os.path.relpath, tmp_path / "other"
    config = two.write(str(other / "config" / "one.yml"), REGIONS)

    def of_drives(path: str | Path, start: str | Path = os.curdir) -> str:
        if str(path).startswith(str(other)):
            raise ValueError(f"path is on mount '{path}', start on mount '{start}'")
        return relpath(path, start)

    monkeypatch.setattr(os.path, "relpath", of_drives)
    again = str(other / "config" / "." / "one.yml")
    result = two.run(*RENDER, "--output", str(other / "made"), str(config), again)
    assert (result.code, _made(other / "made")) == (0, ["one.yml"]), result.err
    config.write_text("size: x\n", "utf-8")
    result = two.run(*RENDER, "--output", str(other / "made"), str(config))
    assert (result.code, f"{config}:1:7: error" in result.err) == (2, True), result.err


def test_an_error_names_the_applications_file(two: Folder) -> None:
    two.write("shop/config/one.yml", "extends: _base.yml\nsize: x\n")
    two.write("shop/config/_base.yml", f"{REGIONS}name: 5\n")
    assert [line for line in two.run(*RENDER).lines if ": error: " in line] == [
        "shop/config/_base.yml:2:7: error: name: 5 is not a string or null",
        "shop/config/one.yml:2:7: error: size: 'x' is not a whole number",
    ]


def test_check_names_the_stale_file_and_the_command(two: Folder) -> None:
    two.run(*RENDER)
    two.write("shop/output/one.yml", "old\n")
    result = two.run(*RENDER, "--check")
    assert (result.code, result.lines[:2]) == (
        1,
        [
            "shop/output/one.yml: error: stale: not what its config renders to",
            "    hint: python render.py shop/config/one.yml",
        ],
    )


@pytest.mark.parametrize(
    ("folder", "config", "command"),
    [
        (".", "shop/config/one.yml", "python render.py"),
        ("shop", "config/one.yml", "python ../render.py"),
        ("shop/config", "one.yml", "python ../../render.py"),
        ("..", "{name}/shop/config/one.yml", "python {name}/render.py"),
        ("/", "{root}/shop/config/one.yml", "python {root}/render.py"),
    ],
)
def test_commands_to_copy_are_those_of_the_folder(
    folder: str, config: str, command: str, two: Folder
) -> None:
    known = {"name": two.root.name, "root": str(two.root).removeprefix("/")}
    config, command = config.format(**known), command.format(**known)
    code, lines = _run_in(two.root / folder, two.root, "--check", config)
    assert (code, lines[1]) == (1, f"    hint: {command} {config}")


def test_the_command_that_starts_an_application(two: Folder) -> None:
    for name in ("config", "shop/config"):
        shutil.rmtree(two.root / name)
    for folder, command in ((".", "python render.py"), ("shop", "python ../render.py")):
        code, lines = _run_in(two.root / folder, two.root)
        assert (code, lines[1]) == (2, f"    hint: start an application: {command} --init")


def test_the_command_for_the_permissions_of_a_new_stack(
    two: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(two.root / "shop")
    assert main([*RENDER, "--impact", "config/one.yml"], two.root) == 0
    command = "python ../render.py --permissions config/one.yml"
    assert f"  what the deployer needs: {command}\n" in capsys.readouterr().out


def test_what_no_config_renders_to_is_found_in_each_folder(two: Folder) -> None:
    two.run(*RENDER)
    (two.root / "shop" / "config" / "one.yml").unlink()
    two.write("output/old.yml", "old\n")
    found = [line for line in two.run(*RENDER, "--check").lines if ": error: " in line]
    message = "error: no config renders to this file"
    assert found == [
        f"{name}: {message}"
        for name in ("output/old.yml", "shop/output/one.md", "shop/output/one.yml")
    ]
    for path in (two.root / "shop" / "config").iterdir():
        path.unlink()
    assert f"shop/output/one.yml: {message}" in two.run(*RENDER, "--check").lines


def test_an_output_folder_of_another_program_is_left_alone(two: Folder) -> None:
    two.run(*RENDER)
    two.write("site/output/page.yml", "theirs\n")
    assert two.run(*RENDER, "--check").code == 0


def test_one_folder_for_two_applications_is_refused(two: Folder) -> None:
    before = two.snapshot()
    result = two.run(*RENDER, "--output", "made")
    assert (result.code, result.lines[:2]) == (
        2,
        [
            "shop/config/one.yml: error: renders to made/one.yml, as does config/one.yml",
            "    hint: name the configs of one application",
        ],
    )
    assert two.snapshot() == before
    assert two.run(*RENDER, "--output", "made", "shop/config/one.yml").code == 0


def test_the_output_folder_of_an_application_means_its_configs(two: Folder) -> None:
    for more in ((), ("--check",)):
        result = two.run(*RENDER, *more, "--output", "shop/output")
        assert result.code == 0, result.err
    assert _made(two.root / "output") == []
    assert len(_made(two.root / "shop" / "output")) == 2


def test_a_config_in_a_folder_of_configs_renders_beside_that(two: Folder) -> None:
    two.write("shop/config/europe/prod.yml", REGIONS)
    assert two.run(*RENDER, "shop/config/europe/prod.yml").code == 0
    assert _made(two.root / "shop" / "output") == ["prod.yml"]


def test_an_application_outside_the_project(two: Folder, tmp_path: Path) -> None:
    Folder(tmp_path / "other").write("config/prod.yml", REGIONS)
    assert _run_in(tmp_path / "other", two.root, "config/prod.yml")[0] == 0
    assert _made(tmp_path / "other" / "output") == ["prod.yml"]


@pytest.mark.parametrize("link", ["shop", "shop/config", "shop/output"])
def test_a_link_out_of_the_project(link: str, two: Folder, tmp_path: Path) -> None:
    two.run(*RENDER)
    outside = tmp_path / "outside"
    (two.root / link).rename(outside)
    (two.root / link).symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    two.write("partials/more.yml.j2", "Outputs: {More: {Value: more}}\n")
    two.run(*RENDER)
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def test_files_for_others_to_extend_are_skipped_and_said_once(two: Folder) -> None:
    names = [str(path.relative_to(two.root)) for path in (two.root / "config").iterdir()]
    for more in ((), ("--check",), ("--impact",)):
        result = two.run(*RENDER, *more, *sorted(names), "shop/config/_base.yml")
        assert result.code == 0, result.err
        assert result.lines[0] == f"config/_base.yml, shop/config/_base.yml: {SHARED}"
        assert result.err.count(SHARED) == 1


@pytest.mark.parametrize("more", [(), ("--check",), ("--impact",)])
def test_nothing_but_files_for_others_to_extend(more: tuple[str, ...], two: Folder) -> None:
    before = two.snapshot()
    result = two.run(*RENDER, *more, "config/_base.yml")
    assert (result.code, result.out) == (0, "")
    assert result.lines[0] == f"config/_base.yml: {SHARED}"
    assert result.lines[1].startswith("0 environments: nothing to do")
    assert two.snapshot() == before


@pytest.mark.parametrize("option", [("--stdout",), ("--explain", "Topic"), ("--permissions",)])
def test_a_question_about_one_config_is_answered_for_no_other(
    option: tuple[str, ...], two: Folder
) -> None:
    result = two.run(*RENDER, *option, "config/_base.yml")
    assert result.code == 2
    assert result.lines[0] == "config/_base.yml: error: '_base' is not an environment's name"


def test_a_hidden_folder_is_no_application(two: Folder) -> None:
    two.write(".old/config/one.yml", REGIONS)
    assert two.run(*RENDER).lines[-1].startswith("4 environments: 4 written")
    assert not (two.root / ".old" / "output").exists()
