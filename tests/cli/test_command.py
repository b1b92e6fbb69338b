"""The command as a person uses it: arguments, streams, exit codes and files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.support import REGIONS, Folder

RENDER = ("--no-lint",)


def _summary(line: str) -> str:
    """Return the last line without the names of the outputs and the seconds."""
    return re.sub(r" \(.*?\)", "", line.rpartition(",")[0])


def test_all_environments(small: Folder) -> None:
    result = small.run(*RENDER)
    assert (result.code, result.out) == (0, "")
    assert [_summary(line) for line in result.lines] == ["2 environments: 2 written"]
    assert [path.name for path in sorted((small.root / "output").iterdir())] == [
        "one.md",
        "one.yml",
        "two.md",
        "two.yml",
    ]
    again = small.run(*RENDER, "--no-cache")
    assert [_summary(line) for line in again.lines] == ["2 environments: 2 unchanged"]


def test_one_environment(small: Folder) -> None:
    result = small.run(*RENDER, "config/two.yml")
    assert [_summary(line) for line in result.lines] == ["1 environment: 1 written"]
    assert sorted(os.listdir(small.root / "output")) == ["two.md", "two.yml"]


def test_an_output_folder_of_ones_own(small: Folder) -> None:
    assert small.run(*RENDER, "--output", "made/here").code == 0
    names = ["one.md", "one.yml", "two.md", "two.yml"]
    assert sorted(os.listdir(small.root / "made" / "here")) == names
    assert list((small.root / "output").iterdir()) == []
    assert small.run(*RENDER, "--output", str(small.root / "made" / "here"), "--check").code == 0


@pytest.mark.parametrize("cache", [(), ("--no-cache",)], ids=["cache", "no-cache"])
def test_check(cache: tuple[str, ...], small: Folder) -> None:
    assert small.run(*RENDER).code == 0
    fresh = small.run(*RENDER, *cache, "--check")
    assert (fresh.code, fresh.out) == (0, "")

    small.write("output/one.yml", small.read("output/one.yml").replace("The first", "Old"))
    before = small.snapshot()
    stale = small.run(*RENDER, *cache, "--check")
    assert stale.code == 1
    assert stale.lines[:2] == [
        "output/one.yml: error: stale: not what its config renders to",
        "    hint: python render.py config/one.yml",
    ]
    assert stale.out.splitlines()[:2] == ["--- a/output/one.yml", "+++ b/output/one.yml"]
    assert "-Description: Old\n+Description: The first\n" in stale.out
    assert small.snapshot() == before


@pytest.mark.parametrize(
    ("old", "said", "diff"),
    [
        ("", "only line ends differ", []),
        ("Old", "line ends differ, too", ["-Description: Old", "+Description: The first"]),
    ],
)
def test_check_of_an_output_with_the_line_ends_of_windows(
    old: str, said: str, diff: list[str], small: Folder
) -> None:
    small.run(*RENDER)
    text = small.read("output/one.yml").replace("The first", old or "The first")
    small.write("output/one.yml", text.replace("\n", "\r\n"))
    result = small.run(*RENDER, "--check", "config/one.yml")
    attributes = "'* text=auto eol=lf' in .gitattributes keeps Git from writing them again"
    assert result.lines[:2] == [
        "output/one.yml: error: stale: not what its config renders to",
        f"    hint: python render.py config/one.yml; the file has CRLF line ends: {attributes}",
    ]
    lines = result.out.splitlines()
    assert lines[0] == f"output/one.yml: {said}: CRLF in the file, LF in the rendering"
    assert len(lines) < 100
    assert [line for line in lines if line[1:].startswith("Description: ")] == diff
    assert small.run(*RENDER, "--diff", "config/one.yml").out == result.out
    assert small.run(*RENDER, "config/one.yml").code == 0
    assert small.run(*RENDER, "--check", "config/one.yml").code == 0


def test_an_error_in_a_partial_names_the_configs_that_it_was_rendered_for(small: Folder) -> None:
    small.write(
        "partials/own.yml.j2",
        "Metadata:\n  Size: {{ 10 / (size - 14) }}\n  Both: {{ sise if size == 7 else 1 }}\n",
    )
    small.write("config/third.yml", "extends: _base.yml\n")
    (small.root / "config").rename(small.root / "shop")
    result = small.run(*RENDER, "shop/one.yml", "shop/two.yml", "shop/third.yml")
    assert (result.code, result.lines) == (
        2,
        [
            "partials/own.yml.j2:2: error: division by zero (shop/two.yml)",
            "partials/own.yml.j2:3: error: 'sise' is undefined (shop/one.yml, shop/third.yml)",
            "    hint: did you mean 'size'?",
            "2 errors",
        ],
    )


def test_check_of_an_output_that_is_missing(small: Folder) -> None:
    result = small.run(*RENDER, "--check", "config/one.yml")
    assert result.code == 1
    assert "output/one.yml: error: stale: not what its config renders to" in result.lines
    assert "output/one.md: error: stale: not what its config renders to" in result.lines
    assert result.out.startswith("--- /dev/null\n+++ b/output/one.yml\n")
    assert list((small.root / "output").iterdir()) == []


def test_check_names_the_command_that_repairs(small: Folder) -> None:
    result = small.run(*RENDER, "--check", "--output", "my out", "config/one.yml")
    assert result.lines[1] == "    hint: python render.py --output 'my out' config/one.yml"


def test_check_of_an_output_without_a_config(small: Folder) -> None:
    small.run(*RENDER)
    small.write("output/old.yml", "old\n")
    result = small.run(*RENDER, "--check")
    assert result.code == 1
    hint = "delete it, or bring its config back; its stack goes on running, see"
    assert result.lines == [
        "output/old.yml: error: no config renders to this file",
        f"    hint: {hint} 'an environment less' in docs/operations.md",
        "1 error",
    ]
    assert small.run(*RENDER, "--check", "config/one.yml").code == 0


@pytest.mark.parametrize("folder", ["output/sub", "output/a/b", "config/output", "config/output/a"])
@pytest.mark.parametrize("application", ["", "shop/"])
def test_check_of_an_output_in_a_folder_that_no_run_reads(
    application: str, folder: str, small: Folder
) -> None:
    small.write("shop/config/one.yml", REGIONS)
    small.run(*RENDER)
    folder = application + folder
    for name in ("one.yml", "one.md"):
        small.write(f"{folder}/{name}", small.read(f"output/{name}"))
    result = small.run(*RENDER, "--check")
    assert (result.code, [line for line in result.lines if ": error: " in line]) == (
        1,
        [f"{folder}/one.{end}: error: no config renders to this file" for end in ("md", "yml")],
    )
    assert small.run(*RENDER, "--check", "config/one.yml").code == 0


def test_check_leaves_other_files_in_folders_alone(small: Folder) -> None:
    small.run(*RENDER)
    small.write("output/notes/one.yml", "a template of the team\n")
    small.write("output/notes/one.md", "# About it\n")
    small.write("output/parameters/one.json", "{}\n")
    small.write("config/europe/three.yml", REGIONS)
    made = small.run(*RENDER, "--output", "output/europe", "config/europe/three.yml")
    assert (made.code, small.run(*RENDER, "--check").code) == (0, 0)
    (small.root / "output" / "latest").symlink_to(small.root / "output")
    assert small.run(*RENDER, "--check").code == 0


def test_check_of_a_review_sheet(small: Folder) -> None:
    small.run(*RENDER)
    small.write("output/one.md", "by hand\n")
    small.write("output/old.md", "# old\n")
    small.write("output/README.md", "The folder of outputs.\n")
    result = small.run(*RENDER, "--check")
    assert result.code == 1
    assert "output/old.md: error: no config renders to this file" in result.lines
    assert "README" not in result.err
    result = small.run(*RENDER, "--check", "config/one.yml")
    assert result.lines[0] == "output/one.md: error: stale: not what its config renders to"
    assert "-by hand" in result.out


def test_check_of_an_output_that_is_a_folder(small: Folder) -> None:
    (small.root / "output" / "one.yml").mkdir()
    result = small.run(*RENDER, "--check", "config/one.yml")
    assert (result.code, result.lines[0]) == (
        2,
        "output/one.yml: error: cannot be read: not a regular file",
    )


def test_check_of_an_output_that_is_not_text(small: Folder) -> None:
    small.write("output/one.yml", b"\xff\xfe\x00")
    assert small.run(*RENDER, "--check", "config/one.yml").code == 1
    assert small.run(*RENDER, "config/one.yml").code == 0


def test_check_reports_every_stale_output(small: Folder) -> None:
    result = small.run(*RENDER, "--check")
    stale = [line for line in result.lines if "stale:" in line]
    assert stale == [
        f"output/{name}: error: stale: not what its config renders to"
        for name in ("one.md", "one.yml", "two.md", "two.yml")
    ]
    assert result.lines[-1].startswith("2 environments: 2 stale")
    assert result.out.count("--- /dev/null") == 4


def test_diff(small: Folder) -> None:
    result = small.run(*RENDER, "--diff")
    assert (result.code, [_summary(line) for line in result.lines]) == (
        0,
        ["2 environments: 2 stale"],
    )
    assert result.out.startswith("--- /dev/null\n+++ b/output/one.yml\n@@ -0,0 +1,")
    assert list((small.root / "output").iterdir()) == []
    small.run(*RENDER)
    assert small.run(*RENDER, "--diff").out == ""


def test_check_and_diff_together(small: Folder) -> None:
    result = small.run(*RENDER, "--check", "--diff")
    assert (result.code, result.out.count("--- /dev/null")) == (1, 4)


def test_standard_output(small: Folder) -> None:
    small.run(*RENDER)
    expected = small.read("output/one.yml")
    (small.root / "output" / "one.yml").unlink()
    result = small.run(*RENDER, "--stdout", "config/one.yml")
    assert (result.code, result.err, result.out) == (0, "", expected)
    assert not (small.root / "output" / "one.yml").exists()


@pytest.mark.parametrize("more", [(), ("--stdout",)])
def test_standard_input(more: tuple[str, ...], small: Folder) -> None:
    config = f"{REGIONS}description: ä from a pipe\n"
    result = small.run(*RENDER, *more, "-", stdin=config.encode())
    assert (result.code, result.err) == (0, "")
    assert "Description: ä from a pipe\n" in result.out
    assert small.snapshot().keys() & {"output/stdin.yml", "stdin.yml"} == set()


def test_standard_input_that_extends(small: Folder) -> None:
    result = small.run(*RENDER, "-", stdin=b"extends: config/_base.yml\nsize: many\n")
    assert (result.code, result.lines[0]) == (
        2,
        "<stdin>:2:7: error: size: 'many' is not a whole number",
    )


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"\0" * 300_000])
def test_hostile_standard_input(data: bytes, small: Folder) -> None:
    result = small.run(*RENDER, "-", stdin=data)
    assert (result.code, result.out) == (2, "")
    assert result.lines[0].startswith("<stdin>:1:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--out", "x"], "unrecognized arguments: --out (did you mean --output?)"),
        (["--dif"], "unrecognized arguments: --dif (did you mean --diff?)"),
        (["-q", "--chek=1"], "arguments: -q --chek=1 (did you mean --check?)"),
        (["--check", "-"], "--check and --diff compare files: leave out --stdout and -"),
        (["--diff", "--stdout", "a.yml"], "--check and --diff compare files"),
        (["--output", "x", "--stdout", "a.yml"], "--output names a folder for files"),
        (["--stdout"], "--stdout takes one config"),
        (["--stdout", "a.yml", "b.yml"], "--stdout takes one config"),
        (["-", "a.yml"], "--stdout takes one config"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--output"], "expected one argument"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, small: Folder) -> None:
    before = small.snapshot()
    result = small.run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.lines[0].startswith("usage: render.py ")
    assert message in result.lines[-1]
    assert small.snapshot() == before


def test_help(small: Folder) -> None:
    result = small.run("--help")
    assert (result.code, result.err) == (0, "")
    for words in ("examples:", "python render.py --check", "exit codes:", "130 interrupted"):
        assert words in result.out


def test_no_configs(small: Folder) -> None:
    for path in (small.root / "config").iterdir():
        path.unlink()
    result = small.run(*RENDER)
    assert (result.code, result.lines[0].split(": ", 1)[1]) == (2, "error: no configs here")


@pytest.mark.parametrize(
    "other", ["./config/one.yml", "config/../config/one.yml", "{root}/config/one.yml"]
)
def test_one_config_by_two_names(other: str, small: Folder) -> None:
    result = small.run(*RENDER, "config/one.yml", other.format(root=small.root))
    assert (result.code, [_summary(line) for line in result.lines]) == (
        0,
        ["1 environment: 1 written"],
    )


@pytest.mark.parametrize("name", ["./config/one.yml", "{root}/config/one.yml"])
def test_the_name_of_a_config_does_not_matter(name: str, small: Folder) -> None:
    small.run(*RENDER, "config/one.yml")
    assert small.run(*RENDER, "--check", "--no-cache", name.format(root=small.root)).code == 0


def test_a_linked_config(small: Folder) -> None:
    small.write("shared/three.yml", "extends: _base.yml\ndescription: Linked\n")
    (small.root / "config" / "three.yml").symlink_to("../shared/three.yml")
    result = small.run(*RENDER, "config/three.yml")
    assert result.code == 0, result.err
    assert "Description: Linked\n" in small.read("output/three.yml")


def test_another_suffix(small: Folder) -> None:
    small.write("config/three.yaml", REGIONS)
    assert small.run(*RENDER, "config/three.yaml").code == 0
    assert (small.root / "output" / "three.yml").exists()
    small.write("output/three.yml", "by hand\n")
    assert small.run(*RENDER, "--check").code == 1
    assert small.run(*RENDER).code == 0
    assert small.run(*RENDER, "--check").code == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "config/none.yml",
            "config/none.yml:1:1: error: cannot be read: No such file or directory",
        ),
        (
            "config/one.yml/x.yml",
            "config/one.yml/x.yml:1:1: error: cannot be read: Not a directory",
        ),
        ("/dev/zero", "/dev/zero:1:1: error: not a regular file"),
        ("", ".: error: '' is not an environment's name"),
    ],
)
def test_what_is_no_config(name: str, message: str, small: Folder) -> None:
    result = small.run(*RENDER, name)
    assert (result.code, result.lines[0]) == (2, message)


def test_a_missing_file_whose_name_is_like_another(small: Folder) -> None:
    result = small.run(*RENDER, "config/onn.yml")
    assert result.lines[0] == "config/onn.yml:1:1: error: cannot be read: No such file or directory"
    assert result.lines[1] == "    hint: did you mean 'config/one.yml'?"


def test_a_template_is_no_config(small: Folder) -> None:
    small.run(*RENDER)
    result = small.run(*RENDER, "output/one.yml")
    assert (result.code, result.lines) == (
        2,
        [
            "output/one.yml:1:1: error: a CloudFormation template, not a config",
            "    hint: name the config that renders to it, in a folder config/",
            "1 error",
        ],
    )


def test_a_config_that_links_to_itself(small: Folder) -> None:
    (small.root / "config" / "three.yml").symlink_to("three.yml")
    result = small.run(*RENDER, "config/three.yml")
    assert result.code == 2
    assert result.lines[0].startswith("config/three.yml:1:1: error: cannot be read: ")


@pytest.mark.parametrize("kind", ["link", "folder", "read-only"])
def test_an_output_that_is_refused_before_anything_is_done(kind: str, small: Folder) -> None:
    small.run(*RENDER)
    output = small.root / "output" / "two.yml"
    small.write("config/one.yml", "extends: _base.yml\ndescription: Changed\n")
    small.write("config/two.yml", "extends: _base.yml\ndescription: Changed\n")
    if kind == "read-only":
        output.chmod(0o444)
    else:
        output.unlink()
        output.mkdir() if kind == "folder" else output.symlink_to("elsewhere.yml")
    before = small.snapshot()
    result = small.run(*RENDER)
    assert result.code == 2
    assert result.lines[0].startswith("output/two.yml: error: is ")
    assert small.snapshot() == before


def test_one_bad_config_stops_all(small: Folder) -> None:
    small.write("config/zzz.yml", "regions: 5\n")
    before = small.snapshot()
    assert small.run(*RENDER).code == 2
    assert small.snapshot() == before


@pytest.mark.parametrize("how", ["option", "environment"])
def test_annotations(how: str, small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    if how == "environment":
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
    more = ("--format", "github") if how == "option" else ()
    small.write("config/three.yml", f'{REGIONS}size: "5%, a"\nname: ""\n')
    result = small.run(*RENDER, *more, "config/three.yml")
    assert result.out.splitlines() == [
        "::error file=config/three.yml,line=2,col=7::error: size: '5%25, a' is not a whole number",
        "::error file=config/three.yml,line=3,col=7::error: name: empty",
    ]
    assert result.code == 2
    assert result.lines[0] == "config/three.yml:2:7: error: size: '5%, a' is not a whole number"


@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"),
    [(True, None, True), (True, "1", False), (True, "", True), (False, None, False)],
)
def test_colour(
    terminal: bool,
    no_color: str | None,
    coloured: bool,
    small: Folder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    small.write("config/three.yml", f"{REGIONS}size: 'a: error: b'\n")
    line = small.run(*RENDER, "config/three.yml", terminal=terminal).lines[0]
    assert line.startswith("config/three.yml:2:7: \033[31merror\033[0m: size") is coloured
    assert ("\033" in line) is coloured


def test_windows_line_endings_and_a_byte_order_mark_change_nothing(small: Folder) -> None:
    config = f"{REGIONS}description: |\n  a\n  b\nnames:\n  - ä\n"
    plain = small.render(config)
    assert plain.code == 0
    path = Path("config/case.yml")
    for data in (
        config.replace("\n", "\r\n").encode(),
        config.encode("utf-8-sig"),
        config.replace("\n", "\r\n").encode("utf-8-sig"),
    ):
        small.write(str(path), data)
        assert small.run(*RENDER, "--stdout", str(path)) == plain


@pytest.mark.parametrize("link", [False, True])
def test_what_a_killed_run_left_goes_with_a_run_that_writes_nothing(
    small: Folder, *, link: bool
) -> None:
    assert small.run("--no-lint").code == 0
    left = [small.root / "output" / f".one.{ending}.tmp" for ending in ("yml", "md")]
    for path in left:
        if link:
            path.symlink_to(small.root / "config" / "one.yml")
        else:
            path.write_text("half of something")
    assert small.run("--no-lint", "--check").code == 0
    assert [os.path.lexists(each) for each in left] == [True, True]
    result = small.run("--no-lint")
    assert (result.code, "2 unchanged" in result.err + result.out) == (0, True)
    assert [os.path.lexists(each) for each in left] == [link, link]  # a link is no run's
